import type { JsonObject } from '../shared/json';
import { type BusEvent, objectOf, objectsOf, textOf } from './event';

/** What people read. */
export interface Message {
  /** At most 100 characters of ASCII on one line. Source: SNS API, Publish. */
  readonly subject: string;
  readonly text: string;
}

/** The parts of a message, in the order in which they are read. */
interface Parts {
  readonly subject: string;
  /** What happened; one line each. */
  readonly what: readonly string[];
  readonly where: string;
  readonly who?: string;
  readonly done?: readonly string[];
  readonly firstStep?: string;
}

const SUBJECT_LENGTH = 100;
/** SNS takes 256 KB; a message is for reading. In characters. */
const TEXT_LENGTH = 20_000;

/** The message about an event of the audit account's bus. An event that is not known is told as it is. */
export function messageOf(event: BusEvent): Message {
  const parts = PARTS[`${event.source}/${event.detailType}`]?.(event);
  if (parts === undefined) {
    return {
      subject: subjectOf(`${event.detailType} (${event.source}) in ${event.account} ${event.region}`),
      text: cut(`${event.detailType} of ${event.source}:\n\n${JSON.stringify(event.detail, null, 2)}\n`),
    };
  }
  const { subject, what, where, who, done, firstStep } = parts;
  const lines = [
    ...headed('What', what),
    `Where: ${where}`,
    ...disguised(event),
    ...(who === undefined ? [] : [`Who: ${who}`]),
    ...headed('What was done', done ?? []),
    ...(firstStep === undefined ? [] : [`First step: ${firstStep}`]),
    `When: ${event.time}`,
  ];
  return { subject: subjectOf(subject), text: cut(`${lines.join('\n')}\n`) };
}

/** EventBridge writes of each event which account sent it; what its detail says, the sender writes. */
function disguised({ account, detail }: BusEvent): string[] {
  const told = detail['account'];
  return told === undefined || told === account
    ? []
    : [`Beware: account ${account} sent this, not account ${textOf(told)} of which it tells`];
}

const headed = (head: string, lines: readonly string[]): string[] =>
  lines.length === 0
    ? []
    : lines.length === 1
      ? [`${head}: ${lines[0]}`]
      : [`${head}:`, ...lines.map((line) => `- ${line}`)];

/** SNS refuses line ends and what is not ASCII. */
function subjectOf(text: string): string {
  const plain = text
    .replace(/\s+/g, ' ')
    .replace(/[^ -~]/g, '?')
    .trim();
  return plain.length > SUBJECT_LENGTH ? `${plain.slice(0, SUBJECT_LENGTH - 3)}...` : plain;
}

const cut = (text: string): string => (text.length > TEXT_LENGTH ? `${text.slice(0, TEXT_LENGTH)}\n(cut)\n` : text);

const place = ({ account, region }: { readonly account?: unknown; readonly region?: unknown }): string =>
  `account ${textOf(account)}, ${textOf(region)}`;

const briefly = ({ account, region }: JsonObject): string => `${textOf(account)} ${textOf(region)}`;

/** By source and detail type, all that people must hear. */
const PARTS: Readonly<Record<string, (event: BusEvent) => Parts>> = {
  'org-audit/Audit Self-Healing': ({ detail }) => selfHealing(detail),
  'org-audit/Audit Roll Call': ({ detail }) => rollCall(detail),
  'org-audit/Audit Evidence Findings': ({ detail }) => evidence(detail),
  'org-audit/Remediation Awaits Approval': ({ detail }) => approval(detail),
  'org-audit/Remediation Outcome': ({ detail }) => outcome(detail),
  'aws.ssm/EC2 Automation Execution Status-change Notification': failedRun,
  'aws.config/Config Rules Compliance Change': finding,
  'aws.cloudwatch/CloudWatch Alarm State Change': alarm,
};

const HEALED: Readonly<Record<string, string>> = {
  mended: 'Mended',
  failed: 'NOT MENDED',
  page: 'ACT NOW',
  reported: 'Changed',
};

function selfHealing(detail: JsonObject): Parts {
  const { healer, outcome: result, firstStep } = detail;
  const changes = objectsOf(detail['changes']);
  const label = HEALED[textOf(result)] ?? textOf(result);
  return {
    subject: `${label}: ${textOf(healer)} of the audit in ${briefly(detail)}`,
    what: changes.map(({ what, was, wanted }) => `${textOf(what)} (was ${textOf(was)}; wanted ${textOf(wanted)})`),
    where: place(detail),
    who: causeOf(detail['cause']),
    done:
      changes.length === 0
        ? [textOf(result)]
        : changes.map(
            ({ what, mended, why }) =>
              `${textOf(what)}: ${mended === true ? 'mended, as a second look shows' : `not mended${why === undefined ? '' : ` (${textOf(why)})`}`}`,
          ),
    firstStep:
      firstStep === undefined
        ? result === 'mended'
          ? 'ask whoever did it; if nobody knows of it, treat the credentials as stolen'
          : 'mend it by hand, then ask whoever did it'
        : textOf(firstStep),
  };
}

function causeOf(value: unknown): string {
  const { eventName, eventId, principal, sourceIp, time } = objectOf(value);
  if (eventName === undefined) return 'unknown; the hourly check found it';
  return `${textOf(principal)} from ${textOf(sourceIp)} called ${textOf(eventName)} at ${textOf(time)} (event ${textOf(eventId)})`;
}

const HEALTH_STEPS: Readonly<Record<string, string>> = {
  'trail-stopped': 'start the organization trail',
  'trail-delivery': 'check the policies of the trail bucket and of its key',
  'digest-gap': 'check that log file validation is on and that the bucket takes digests',
  'trail-logs-delivery': 'check the role and the log group of the trail',
  'recorder-stopped': 'start the configuration recorder',
  'config-delivery': 'check the policies of the Config bucket and of its key',
  'dead-letters': 'read the dead-letter queue of that account and region',
  drift: 'plan and apply the stack',
};

const kindsOf = ({ kinds }: JsonObject): readonly string[] => (Array.isArray(kinds) ? kinds.map(textOf) : []);

/** The hour's new problems, those that have ended, and healers that fell silent; what stands is counted only. */
function rollCall(detail: JsonObject): Parts {
  const [news, ended] = [objectsOf(detail['news']), objectsOf(detail['ended'])];
  const silent = objectsOf(detail['silent']).filter(({ isNew }) => isNew === true);
  const isGone = ({ lastHeard }: JsonObject): boolean => typeof lastHeard === 'string';
  const groups = [
    { name: 'new', count: 'news', all: news, line: (one: JsonObject) => kindsOf(one).join(', ') },
    {
      name: 'silent',
      count: 'newlySilent',
      all: silent,
      line: (one: JsonObject) => (isGone(one) ? `since ${textOf(one['lastHeard'])}` : 'has never reported'),
    },
    { name: 'ended', count: 'ended', all: ended, line: (one: JsonObject) => kindsOf(one).join(', ') },
  ].map((group) => ({ ...group, number: Number(objectOf(detail['counts'])[group.count] ?? group.all.length) }));
  const kinds = [...new Set(news.flatMap(kindsOf))];
  const steps = [
    ...kinds.map((kind) => HEALTH_STEPS[kind] ?? `look into ${kind}`),
    ...(kinds.length > 0 ? ['the events Audit Health in the event log say more'] : []),
    ...(silent.some(isGone) ? ['look at the log of each function that fell silent'] : []),
    ...(silent.every(isGone) ? [] : ['apply the stacks of those that have never reported']),
  ];
  const summary = groups.flatMap(({ name, number }) => (number > 0 ? `${number} ${name}` : [])).join(', ');
  return {
    subject: `Health of the audit, by healers: ${summary}`,
    what: [
      ...groups.flatMap(({ name, all, line, number }) => [
        ...all.map((one) => `${name}: ${textOf(one['healer'])} in ${place(one)}: ${line(one)}`),
        ...(number > all.length ? [`and ${number - all.length} more that are ${name}`] : []),
      ]),
      `${textOf(detail['heard'])} of ${textOf(detail['expected'])} healers reported; ${textOf(detail['standing'])} problems stand, new ones among them`,
    ],
    where: listOf([...news, ...silent, ...ended].map(place)),
    firstStep: steps.length > 0 ? steps.join('; ') : 'none',
  };
}

const PLACES = 10;

function listOf(places: readonly string[]): string {
  const each = [...new Set(places)];
  return [...each.slice(0, PLACES), ...(each.length > PLACES ? [`and ${each.length - PLACES} more`] : [])].join('; ');
}

const EVIDENCE_STEPS: Readonly<Record<string, string>> = {
  'changed-file': 'restore the file from its earlier version, or from the archive',
  'invalid-signature': 'compare the digest with its earlier versions and with the archive',
  gap: 'look for StopLogging, and for delete markers in the bucket',
};

/** What the hourly verification found in one account, and nobody has heard of yet. */
function evidence(detail: JsonObject): Parts {
  const { bucket, evidenceOf: account } = detail;
  const findings = objectsOf(detail['findings']);
  const count = Number(detail['count'] ?? findings.length);
  const alarms: readonly unknown[] = Array.isArray(detail['alarms']) ? detail['alarms'] : [];
  const file = (key: unknown): string => `s3://${textOf(bucket)}/${textOf(key)}`;
  return {
    subject: `EVIDENCE: ${count === 1 ? '1 finding' : `${count} findings`} in account ${textOf(account)}`,
    what: [
      ...findings.map(
        ({ kind, message, key, digest }) =>
          `${textOf(kind)}: ${textOf(message)}${key === undefined ? '' : `, ${file(key)}`}${digest === undefined ? '' : ` (by the digest ${file(digest)})`}`,
      ),
      ...(count > findings.length ? [`and ${count - findings.length} more, in the log of the verifier`] : []),
      ...(detail['isCrowded'] === true ? ['other accounts have findings too: the log of the verifier names them'] : []),
    ],
    where: listOf([
      ...findings.map(({ region }) => place({ account, region })),
      ...(findings.length === 0 ? [`account ${textOf(account)}`] : []),
    ]),
    done: ['nothing: evidence is only read'],
    firstStep: [
      `run org-audit verify-evidence --logs s3://${textOf(bucket)} --account ${textOf(account)} to see how far it goes`,
      ...alarms.flatMap((alarm) => EVIDENCE_STEPS[textOf(alarm)] ?? []),
      'whoever could do that could do more: ask who used the evidence account',
    ].join('; '),
  };
}

const subjectOfRun = ({ remediation, resourceId, account, region }: JsonObject): string =>
  `${textOf(remediation)} of ${textOf(resourceId)} in ${textOf(account)} ${textOf(region)}`;

/** What an event says besides what every message shows. */
const others = (detail: JsonObject, ...shown: readonly string[]): string[] =>
  Object.entries(detail).flatMap(([name, value]) => (shown.includes(name) ? [] : `${name}: ${textOf(value)}`));

const RUN = ['remediation', 'resourceId', 'account', 'region', 'rule', 'execution', 'outcome', 'reason'];

const runWhat = ({ remediation, resourceId, rule }: JsonObject): string =>
  `${textOf(remediation)} for ${textOf(resourceId)}, which ${textOf(rule)} found`;

function approval(detail: JsonObject): Parts {
  const { execution, region } = detail;
  return {
    subject: `Approval wanted: ${subjectOfRun(detail)}`,
    what: [runWhat(detail), ...others(detail, ...RUN)],
    where: place(detail),
    firstStep: `look at the execution ${textOf(execution)} in Systems Manager of that account; approve or reject it there, or with: aws ssm send-automation-signal --region ${textOf(region)} --automation-execution-id ${textOf(execution)} --signal-type Approve`,
  };
}

const OUTCOMES: Readonly<Record<string, { readonly label: string; readonly step: string }>> = {
  mended: { label: 'Mended', step: 'none; to undo it, the previous state is in the event' },
  'already-mended': { label: 'Mended before', step: 'none' },
  left: { label: 'LEFT TO PEOPLE', step: 'mend by hand what the reason names: the remediation does not touch it' },
  'over-limit': {
    label: 'REFUSED',
    step: 'find out why so many runs were started or failed within the hour; raise the limit only if they were meant',
  },
};

function outcome(detail: JsonObject): Parts {
  const result = textOf(detail['outcome']);
  const { label, step } = OUTCOMES[result] ?? { label: result, step: 'none' };
  const { reason, execution } = detail;
  return {
    subject: `${label}: ${subjectOfRun(detail)}`,
    what: [runWhat(detail), ...others(detail, ...RUN)],
    where: place(detail),
    who: `Systems Manager, execution ${textOf(execution)}`,
    done: [reason === undefined ? result : `${result}: ${textOf(reason)}`],
    firstStep: step,
  };
}

function failedRun({ detail, account, region }: BusEvent): Parts {
  const { ExecutionId: execution, Definition: definition, Status: status } = detail;
  return {
    subject: `${textOf(status)}: ${textOf(definition)} in ${account} ${region}`,
    what: [`the execution ${textOf(execution)} of ${textOf(definition)} ended as ${textOf(status)}`],
    where: place({ account, region }),
    who: textOf(detail['ExecutedBy']),
    done: ['perhaps a part: the event Remediation Started has the state before'],
    firstStep: `open the execution there, or run: aws ssm get-automation-execution --region ${region} --automation-execution-id ${textOf(execution)}`,
  };
}

function finding({ detail, account, region }: BusEvent): Parts {
  const { configRuleName: rule, resourceType, resourceId } = detail;
  const { complianceType } = objectOf(detail['newEvaluationResult']);
  const { annotation } = objectOf(detail['newEvaluationResult']);
  return {
    subject: `${textOf(complianceType)}: ${textOf(resourceId)} in ${account} ${region}`,
    what: [
      `${textOf(resourceType)} ${textOf(resourceId)} is ${textOf(complianceType)} by the rule ${textOf(rule)}`,
      ...(annotation === undefined ? [] : [textOf(annotation)]),
    ],
    where: place({ account, region }),
    done: ['nothing: the remediation of this finding only notifies'],
    firstStep: 'mend the resource, or except it in audit.yaml with a reason',
  };
}

function alarm({ detail, account, region }: BusEvent): Parts {
  const { alarmName } = detail;
  const { value, reason } = objectOf(detail['state']);
  const { description } = objectOf(detail['configuration']);
  return {
    subject: `${textOf(value)}: ${textOf(alarmName)} in ${account} ${region}`,
    what: [textOf(description), textOf(reason)],
    where: place({ account, region }),
    firstStep: 'open the alarm in CloudWatch of that account and region',
  };
}
