import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import type { Silence } from './silence';
import type { Watch } from './watch';

/** Metric filters that one log group takes. Source: CloudWatch Logs quotas; it cannot be raised. */
const FILTER_LIMIT = 100;

export interface TrailAlarmsProps {
  /** Where the trail's log group is. */
  readonly place: Place;
  readonly logGroupName: string;
  readonly watches: readonly Watch[];
  readonly silence: Silence;
  /** Starts the names of filters and alarms. */
  readonly namePrefix: string;
  /** Of the metrics. */
  readonly namespace: string;
  /** Topics to tell, in the region of the log group. */
  readonly topicArns: readonly string[];
  /** The log group must exist first. */
  readonly after?: readonly ITerraformDependable[];
}

/** An alarm for each watch, over the log group of the organization trail, and one for its silence. */
export class TrailAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: TrailAlarmsProps,
  ) {
    super(scope, id);
    for (const watch of props.watches) this.alarm(watch);
    this.silenceAlarm(props.silence);
    this.node.addValidation({ validate: () => this.problems() });
  }

  private alarm({ name, title, firstStep, patterns }: Watch): void {
    const { place, logGroupName, namePrefix, namespace, topicArns, after } = this.props;
    for (const [at, pattern] of patterns.entries()) {
      const part = at === 0 ? '' : `-${at + 1}`;
      new CloudwatchLogMetricFilter(this, `${name}-filter${part}`, {
        ...place,
        name: `${namePrefix}${name}${part}`,
        logGroupName,
        pattern,
        metricTransformation: { namespace, name, value: '1' },
        ...(after && { dependsOn: [...after] }),
      });
    }
    new CloudwatchMetricAlarm(this, `${name}-alarm`, {
      ...place,
      alarmName: `${namePrefix}${name}`,
      alarmDescription: `${title}. ${firstStep}.`,
      namespace,
      metricName: name,
      // Anybody may put a negative number into a metric, which a sum would take off what filters count.
      statistic: 'Maximum',
      period: 300,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      // Nothing counted is nothing done.
      treatMissingData: 'notBreaching',
      actionsEnabled: true,
      alarmActions: [...topicArns],
    });
  }

  private silenceAlarm({ name, title, firstStep, period }: Silence): void {
    const { place, logGroupName, namePrefix, topicArns } = this.props;
    new CloudwatchMetricAlarm(this, `${name}-alarm`, {
      ...place,
      alarmName: `${namePrefix}${name}`,
      alarmDescription: `${title}. ${firstStep}.`,
      namespace: 'AWS/Logs',
      metricName: 'IncomingLogEvents',
      dimensions: { LogGroupName: logGroupName },
      statistic: 'Sum',
      period,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: 'LessThanThreshold',
      // A log group that is gone counts nothing at all.
      treatMissingData: 'breaching',
      actionsEnabled: true,
      alarmActions: [...topicArns],
    });
  }

  private problems(): string[] {
    const { watches, logGroupName } = this.props;
    const filters = watches.flatMap(({ patterns }) => patterns).length;
    return filters > FILTER_LIMIT
      ? [
          `the alarms take ${filters} metric filters, and ${logGroupName} takes ${FILTER_LIMIT}; name fewer roles in guardrails, several by one with a closing *`,
        ]
      : [];
  }
}
