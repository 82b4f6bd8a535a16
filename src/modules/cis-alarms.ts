import { Construct } from 'constructs';
import { addCountedAlarm } from '../alarms/alarm';
import { CIS_TOPICS, cisWatches } from '../alarms/cis-watches';
import { LOG_GROUP_NAME, namePrefix, TOPIC_ARN } from './forms';
import { defineModule } from './module';
import { text, texts } from './variable';

export const cisAlarms = defineModule({
  name: 'cis-alarms',
  title: `The ${CIS_TOPICS.length} metric filters and alarms of the CIS AWS Foundations Benchmark, in the form that AWS Security Hub accepts`,
  description: [
    'Over the log group of a multi-region trail, in its account and region. Security Hub passes an alarm only if somebody hears it: subscribe to the topics. Their policies, and those of their keys, must let `cloudwatch.amazonaws.com` publish for the account.',
    'Alarms count attempts, not successes, and spare nobody.',
  ],
  variables: {
    name: namePrefix(40),
    log_group_name: text(LOG_GROUP_NAME, { description: '`log_group_name` of the module organization-trail.' }),
    // An alarm takes five actions of a kind. Source: PutMetricAlarm, AlarmActions.
    topic_arns: texts(TOPIC_ARN, { least: 1, most: 5 }, { description: 'Topics of the region that the alarms tell.' }),
  },
  compose(module, given) {
    const { place } = module.here;
    const names = module.names(given.name);
    const alarms = new Construct(module, 'alarms');
    const watches = cisWatches();
    for (const watch of watches) {
      addCountedAlarm(alarms, watch, {
        place,
        logGroupName: given.log_group_name,
        namePrefix: names.platformPrefix,
        namespace: names.metricNamespace,
        topicArns: given.topic_arns,
      });
    }
    return {
      alarm_names: {
        value: watches.map((watch) => `${names.platformPrefix}${watch.name}`),
        description: 'Names of the alarms.',
      },
      metric_namespace: { value: names.metricNamespace, description: 'Where the filters count.' },
    };
  },
});
