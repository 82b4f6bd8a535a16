import type { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { addAlarm } from './alarm';

export interface UndeliveredAlarmProps {
  readonly place: Place;
  /** Name of the alarm, whole. */
  readonly name: string;
  /** Of the dead letters. */
  readonly queueName: string;
  /** What could not be done. Default: what is lost where all events arrive. */
  readonly what?: string;
  readonly topicArns: readonly string[];
}

/** Rings when something is given up of which no healer would tell. */
export function addUndeliveredAlarm(scope: Construct, id: string, props: UndeliveredAlarmProps): void {
  const { place, name, queueName, topicArns } = props;
  const { what = 'An event of the audit could not be kept, forwarded or told' } = props;
  addAlarm(scope, id, {
    place,
    name,
    title: `${what}, and was given up`,
    firstStep: `Read the messages of the queue ${queueName}: their attributes say which rule and why`,
    namespace: 'AWS/SQS',
    // Not how many wait there, which for 14 days would keep a second loss from ringing.
    metricName: 'NumberOfMessagesSent',
    dimensions: { QueueName: queueName },
    statistic: 'Sum',
    period: 300,
    threshold: 1,
    silence: 'notBreaching',
    topicArns,
  });
}
