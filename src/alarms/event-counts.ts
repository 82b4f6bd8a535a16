import { BAD_ENDS, OWN_SOURCE } from '../events/reports';
import { all, type Condition, isFalse, isOneOf, patternsOf } from './condition';
import type { Counted } from './watch';

const ours = (detailType: string): readonly Condition[] => [
  isOneOf('source', [OWN_SOURCE]),
  isOneOf('detail-type', [detailType]),
];

/** A report of a healer's hourly run that names one of these kinds of problem. `kinds` holds them all, in one text. */
const reported = (...kinds: readonly string[]): Condition =>
  all([
    ...ours('Audit Health'),
    isFalse('detail.healthy'),
    isOneOf(
      'detail.kinds',
      kinds.map((kind) => `*${kind}*`),
    ),
  ]);

/** Of our roll call; whoever else sends one is not heard. */
const called = (account: string): readonly Condition[] => [...ours('Audit Roll Call'), isOneOf('account', [account])];

/** What an alarm tells of. */
export interface Alert extends Counted {
  /** It is reported again each hour for as long as it lasts: the alarm rings once, and is quiet when it is over. */
  readonly isPulse?: boolean;
}

const counted = (name: string, title: string, firstStep: string, condition: Condition): Alert => ({
  name,
  title,
  firstStep,
  patterns: patternsOf(condition),
});

const pulse = (...parts: Parameters<typeof counted>): Alert => ({ ...counted(...parts), isPulse: true });

/** Runs of our documents that ended badly. Systems Manager says so itself, whatever the document could still report. */
const failedRuns = (documentPrefix: string): Condition =>
  all([
    isOneOf('source', ['aws.ssm']),
    isOneOf('detail.Definition', [`${documentPrefix}*`]),
    isOneOf('detail.Status', BAD_ENDS),
  ]);

/**
 * What somebody must hear of the platform itself, in the events that reach the audit account.
 *
 * @param documentPrefix - starts the names of our Automation documents
 * @param auditAccount - where the roll is called
 */
export const alertsOf = (documentPrefix: string, auditAccount: string): Alert[] => [
  counted(
    'remediation-failed',
    'The remediation of a finding failed, timed out, or was cancelled or rejected',
    'Open the execution in Systems Manager, in the account and region of the event: the failed step says why, and what was changed before is in the event Remediation Started',
    failedRuns(documentPrefix),
  ),
  counted(
    'self-healing-acted',
    'Somebody stopped or weakened the audit, and it was mended or must be mended',
    'Ask whoever the event names; if nobody knows of it, treat the credentials as stolen',
    all([...ours('Audit Self-Healing'), isOneOf('detail.outcome', ['mended', 'page', 'reported'])]),
  ),
  counted(
    'self-healing-failed',
    'Somebody stopped or weakened the audit, and it could not be mended',
    'Mend it by hand as the event says, then find out why the healer could not',
    all([...ours('Audit Self-Healing'), isOneOf('detail.outcome', ['failed'])]),
  ),
  counted(
    'evidence-findings',
    'Evidence of the audit was changed, is missing, or cannot be proven any more',
    'Read the newest Audit Evidence Findings in the event log: it names account, file and digest, and what to do first',
    all(ours('Audit Evidence Findings')),
  ),
  pulse(
    'trail-delivery',
    'The organization trail is stopped, or does not deliver to its bucket or log group',
    'Check the policies of the bucket and of the key, then the role of the log group',
    reported('trail-stopped', 'trail-delivery', 'trail-logs-delivery'),
  ),
  pulse(
    'digest-gap',
    'CloudTrail delivers no digest files, without which nobody can prove the log files whole',
    'Check that log file validation is on and that the bucket takes files below CloudTrail-Digest',
    reported('digest-gap'),
  ),
  pulse(
    'recorder-stopped',
    'AWS Config does not record in an account and region',
    'Start the recorder that the event names, and find out who stopped it',
    reported('recorder-stopped'),
  ),
  pulse(
    'config-delivery',
    'AWS Config does not deliver its history or snapshots',
    'Check the policies of the bucket and of the key, and the recorder’s role',
    reported('config-delivery'),
  ),
  pulse(
    'dead-letters',
    'An event or invocation of the platform was given up, somewhere in the organization',
    'Read the queue that the event names: each message says what failed, and why',
    reported('dead-letters'),
  ),
  pulse(
    'drift',
    'Something of the audit is not as it was applied, and nobody has mended it',
    'Compare what the event says with the plan of the stack, and apply it',
    reported('drift'),
  ),
  pulse(
    'heartbeats',
    'A healer of the audit is silent, or was declared and has never reported',
    'Read the newest Audit Roll Call in the event log: it names those that are missing, and when each was last heard',
    all([...called(auditAccount), isFalse('detail.complete')]),
  ),
];

/** Measured for the dashboard. */
export interface Counter {
  readonly name: string;
  readonly patterns: readonly string[];
  /** Where an event has the number to keep. Default: each event counts as one. */
  readonly value?: string;
}

/** @param auditAccount - where the roll is called */
export const countersOf = (auditAccount: string): Counter[] => [
  { name: 'remediations-started', patterns: patternsOf(all(ours('Remediation Started'))) },
  {
    name: 'remediations-mended',
    patterns: patternsOf(
      all([...ours('Remediation Outcome'), isOneOf('detail.outcome', ['mended', 'already-mended'])]),
    ),
  },
  {
    name: 'remediations-left',
    patterns: patternsOf(
      all([
        ...ours('Remediation Outcome'),
        isOneOf('detail.outcome', ['exempt', 'out-of-scope', 'left', 'over-limit']),
      ]),
    ),
  },
  ...['expected', 'heard', 'standing'].map((name) => ({
    name: `healers-${name}`,
    patterns: patternsOf(all(called(auditAccount))),
    value: `$.detail.${name}`,
  })),
];
