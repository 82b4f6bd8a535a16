import { show } from '../problem';
import { partitionOf } from '../regions';
import { type Check, problem } from './check';

/** An alarm tells topics of its own region only. Source: PutMetricAlarm, AlarmActions. */
const topicsAreAtHome: Check = ({ alarms, regions: { home } }) =>
  alarms.topicArns.flatMap((topicArn, at) => {
    const [, partition, , region] = topicArn.split(':');
    return partition === partitionOf(home) && region === home
      ? []
      : problem(
          ['alarms', 'topicArns', at],
          `${show(topicArn)} is not in the home region`,
          `name a topic that starts with arn:${partitionOf(home)}:sns:${home}:`,
        );
  });

/** What PutMetricAlarm takes for each state. */
const MOST_TOPICS = 5;

const topicsAreFew: Check = ({ alarms: { topicArns } }) =>
  topicArns.length > MOST_TOPICS
    ? [
        problem(
          ['alarms', 'topicArns'],
          `lists ${topicArns.length} topics where an alarm tells ${MOST_TOPICS}`,
          'list fewer, with more subscribers each',
        ),
      ]
    : [];

export const ALARM_CHECKS: readonly Check[] = [topicsAreAtHome, topicsAreFew];
