import { show, suggest } from '../config/problem';
import { FREQUENCIES } from '../config/sections/rules';
import { ANY_ACCOUNT } from './intrinsics';
import { type Group, isGroup, type Value } from './template';

export interface ContentProblem {
  /** From the root of the template. */
  readonly path: readonly string[];
  readonly what: string;
  readonly mend: string;
}

export type Path = readonly string[];

/** In characters. Source: AWS Config API, CustomPolicyDetails. */
const POLICY_LIMIT = 10_000;

/** Whose a rule is, and what each kind may say of its source. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  AWS: ['Owner', 'SourceIdentifier'],
  CUSTOM_LAMBDA: ['Owner', 'SourceDetails', 'SourceIdentifier'],
  CUSTOM_POLICY: ['CustomPolicyDetails', 'Owner', 'SourceDetails'],
};
export const OWNERS: readonly string[] = Object.keys(KEYS);

const SCHEDULED = 'ScheduledNotification';
const CHANGES = ['ConfigurationItemChangeNotification', 'OversizedConfigurationItemChangeNotification'];
const MESSAGES = [...CHANGES, SCHEDULED, 'ConfigurationSnapshotDeliveryCompleted'];

const FUNCTION_ARN = new RegExp(
  `^arn:[a-z-]+:lambda:[a-z0-9-]+:(?:\\d{12}|${ANY_ACCOUNT}):function:[\\w-]+(?::[\\w$-]+)?$`,
);

/** What AWS would refuse in the source of a rule, whoever owns it. */
export function checkSource(source: Group, here: Path): ContentProblem[] {
  const { Owner: owner } = source;
  const problems = unknownKeys(source, KEYS[String(owner)]!, here);
  if (owner === 'CUSTOM_LAMBDA')
    problems.push(...checkMessages(source, MESSAGES, here), ...checkFunction(source, here));
  if (owner === 'CUSTOM_POLICY') problems.push(...checkMessages(source, CHANGES, here), ...checkPolicy(source, here));
  return problems;
}

/** Types of the messages that start a rule. */
export const messageTypes = (source: Value | undefined): string[] =>
  isGroup(source) && Array.isArray(source.SourceDetails)
    ? source.SourceDetails.map((detail: Value) => (isGroup(detail) ? String(detail.MessageType) : ''))
    : [];

function checkFunction({ SourceIdentifier: identifier }: Group, here: Path): ContentProblem[] {
  if (FUNCTION_ARN.test(String(identifier))) return [];
  const mend = 'write the ARN of a Lambda function, its parts from AWS::Partition, AWS::Region and AWS::AccountId';
  return [{ path: [...here, 'SourceIdentifier'], what: 'is not the ARN of a function', mend }];
}

function checkPolicy({ CustomPolicyDetails: given }: Group, here: Path): ContentProblem[] {
  const { PolicyRuntime: runtime, PolicyText: policy = '' } = isGroup(given) ? given : {};
  const path = [...here, 'CustomPolicyDetails'];
  const problems: ContentProblem[] = [];
  if (runtime !== 'guard-2.x.x') {
    problems.push({ path: [...path, 'PolicyRuntime'], what: `is ${show(runtime ?? null)}`, mend: 'write guard-2.x.x' });
  }
  if (typeof policy !== 'string' || policy.trim() === '' || policy.length > POLICY_LIMIT) {
    const what = `is no Guard policy of 1 to ${POLICY_LIMIT} characters`;
    problems.push({ path: [...path, 'PolicyText'], what, mend: 'write one, or divide it' });
  }
  return problems;
}

const DETAIL_KEYS = ['EventSource', 'MaximumExecutionFrequency', 'MessageType'];

function checkMessages({ SourceDetails: given }: Group, known: readonly string[], here: Path): ContentProblem[] {
  const details = Array.isArray(given) ? (given as readonly Value[]) : [];
  const path = [...here, 'SourceDetails'];
  if (details.length === 0) {
    return [
      { path, what: 'does not say what starts the rule', mend: 'list EventSource: aws.config and a MessageType' },
    ];
  }
  return details.flatMap((detail): ContentProblem[] => {
    if (!isGroup(detail) || !known.includes(String(detail.MessageType))) {
      return [{ path, what: 'names a message that does not start the rule', mend: `use ${known.join(', ')}` }];
    }
    const { EventSource: source, MaximumExecutionFrequency: frequency, MessageType: type } = detail;
    const problems = unknownKeys(detail, DETAIL_KEYS, path);
    if (source !== 'aws.config') {
      problems.push({
        path,
        what: `has the event source ${show(source ?? null)}`,
        mend: 'write EventSource: aws.config',
      });
    }
    if (frequency !== undefined && type !== SCHEDULED) {
      problems.push({ path, what: `${String(type)} has no frequency`, mend: 'remove MaximumExecutionFrequency' });
    } else if (frequency !== undefined && !(FREQUENCIES as readonly Value[]).includes(frequency)) {
      problems.push({ path, what: `${show(frequency)} is no frequency`, mend: suggest(frequency, FREQUENCIES) });
    }
    return problems;
  });
}

export const unknownKeys = (properties: Group, known: readonly string[], here: Path): ContentProblem[] =>
  Object.keys(properties)
    .filter((key) => !known.includes(key))
    .map((key) => ({ path: [...here, key], what: 'is no key here', mend: suggest(key, known) }));
