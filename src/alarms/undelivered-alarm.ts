import type { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { addAlarm } from './alarm';

export interface UndeliveredAlarmProps {
  readonly place: Place;
  /** Name of the alarm, whole. */
  readonly name: string;
  /** Of the dead letters. */
  readonly queueName: string;
  readonly topicArns: readonly string[];
}

/** Rings when an event is given up where all of them arrive: no healer would tell of it. */
export function addUndeliveredAlarm(scope: Construct, { place, name, queueName, topicArns }: UndeliveredAlarmProps) {
  addAlarm(scope, 'undelivered-alarm', {
    place,
    name,
    title: 'An event of the audit could not be kept, forwarded or told, and was given up',
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
