import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { logGroup } from '../functions/node-function';
import type { Place } from '../placement/placement';
import { addAlarm, addCountedAlarm, addFilters } from './alarm';
import { all, type Condition, isOneOf, patternsOf } from './condition';
import type { Alert, Counter } from './event-counts';

export interface VerifierAlarmsProps {
  readonly place: Place;
  /** Of the verifier, whose log says what it found. */
  readonly functionName: string;
  /** Of its work. */
  readonly queueName: string;
  /** Where the evidence lies. */
  readonly bucketName: string;
  /** Starts the names of filters and alarms. */
  readonly namePrefix: string;
  /** Of the metrics. */
  readonly namespace: string;
  /** Topics of the region. Where there is none, EventBridge forwards the change of an alarm's state. */
  readonly topicArns: readonly string[];
  /** The function's log group. */
  readonly after: readonly ITerraformDependable[];
}

/** Starts the names of alarms that tell of evidence. People hear of it by the verifier's own event, which names the file. */
export const FINDING_ALARMS = 'integrity-';
/** Starts the names of alarms that tell of the verifier itself. */
export const VERIFIER_ALARMS = 'verifier-';

/** A line of the verifier's log. Source: lambdas/verify-evidence/journal.ts. */
const logged = (event: string, ...more: readonly Condition[]): Condition => all([isOneOf('event', [event]), ...more]);

/** Of what the verifier finds, each line names the alarm that it rings. */
const found = (alarm: string): readonly string[] => patternsOf(logged('finding', isOneOf('alarm', [alarm])));

/**
 * What can be wrong with the evidence.
 *
 * @param bucketName - where it lies
 */
export const findingAlerts = (bucketName: string): readonly Alert[] => {
  const prove = `org-audit verify-evidence --logs s3://${bucketName}`;
  return [
    {
      name: `${FINDING_ALARMS}changed-file`,
      title: 'A log file of the audit was changed, is missing, or was added',
      firstStep: `Read which in the event Audit Evidence Findings, run ${prove} to see how far it goes, and restore the file from its earlier version or from the archive`,
      patterns: found('changed-file'),
      isPulse: true,
    },
    {
      name: `${FINDING_ALARMS}invalid-signature`,
      title: 'A digest of the audit, or the public key that proves it, is not as AWS CloudTrail signed it',
      firstStep: `Read which in the event Audit Evidence Findings, and compare the digest with its versions and with the archive; run ${prove} to see what else is unproven`,
      patterns: found('invalid-signature'),
      isPulse: true,
    },
    {
      name: `${FINDING_ALARMS}gap`,
      title: 'Digests of the audit are missing, so that nobody can prove what was logged meanwhile',
      firstStep: `Read where in the event Audit Evidence Findings, look for StopLogging and for delete markers in the bucket, and run ${prove} once digests arrive again`,
      patterns: found('gap'),
      isPulse: true,
    },
  ];
};

/** How much was verified. */
export const VERIFIED: readonly Counter[] = [
  { name: 'verified-accounts', patterns: patternsOf(logged('verified')) },
  { name: 'verified-digests', patterns: patternsOf(logged('verified')), value: '$.digests' },
  { name: 'verified-logs', patterns: patternsOf(logged('verified')), value: '$.logs' },
];

/** In seconds: what is so old is looked at again only after it has left the hours that each run verifies. */
const SILENCE = { period: 3600, periods: 3 };
/** In seconds: then the next run adds to what this one has left. */
const BACKLOG = 3600;

/** Says that evidence is not as it was delivered, and that nobody finds out. */
export class VerifierAlarms extends Construct {
  constructor(scope: Construct, id: string, props: VerifierAlarmsProps) {
    super(scope, id);
    const { place, functionName, queueName, bucketName, namePrefix, namespace, topicArns, after } = props;
    const counting = { place, logGroupName: logGroup(functionName), namePrefix, namespace, after };
    for (const alert of findingAlerts(bucketName)) addCountedAlarm(this, alert, { ...counting, topicArns });
    for (const counter of VERIFIED) addFilters(this, counter, counting);
    const common = { place, threshold: 1, topicArns };
    addAlarm(this, 'errors-alarm', {
      ...common,
      name: `${namePrefix}${VERIFIER_ALARMS}errors`,
      title: 'The newest evidence of an account could not be verified',
      firstStep: `Read the log of the function, ${logGroup(functionName)}; it tries again, and gives up into the dead-letter queue of evidence, whose letters it takes as events once the cause is mended`,
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensions: { FunctionName: functionName },
      statistic: 'Sum',
      period: 300,
      silence: 'notBreaching',
    });
    addAlarm(this, 'silent-alarm', {
      ...common,
      name: `${namePrefix}${VERIFIER_ALARMS}silent`,
      title: 'For three hours no evidence has been verified',
      firstStep: `Check that the rule ${functionName} and the event source of the function of that name are on; then run org-audit verify-evidence --logs s3://${bucketName} for the hours that were missed`,
      namespace,
      metricName: 'verified-accounts',
      statistic: 'Maximum',
      ...SILENCE,
      rings: 'below',
      silence: 'breaching',
    });
    addAlarm(this, 'behind-alarm', {
      ...common,
      name: `${namePrefix}${VERIFIER_ALARMS}behind`,
      title: 'Accounts wait for more than an hour until their evidence is verified',
      firstStep: `Check the log of the function, ${logGroup(functionName)}, for accounts that take long, and whether Lambda throttles it`,
      namespace: 'AWS/SQS',
      metricName: 'ApproximateAgeOfOldestMessage',
      dimensions: { QueueName: queueName },
      statistic: 'Maximum',
      period: 300,
      periods: 3,
      threshold: BACKLOG,
      silence: 'notBreaching',
    });
  }
}
