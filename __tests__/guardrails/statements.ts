import type { Conditions, PolicyStatement, Values } from '../../src/policy/document';
import type { Sourced } from '../../src/guardrails/packing';

/** Numbers from 0 to 1 that look random and are the same each time (mulberry32). */
export function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

export const pick = <T>(random: Random, values: readonly T[]): T => values[Math.floor(random() * values.length)]!;

export const some = <T>(random: Random, values: readonly T[], most: number): T[] => [
  ...new Set(Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(random, values))),
];

export const sourced = (statement: PolicyStatement): Sourced => ({
  origin: `team.json ${statement.Sid}`,
  statement,
});

export function shuffled<T>(random: Random, values: readonly T[]): T[] {
  const keys = new Map(values.map((value) => [value, random()]));
  return [...values].sort((one, other) => keys.get(one)! - keys.get(other)!);
}

const SERVICES = 's3 kms config cloudtrail lambda logs sns sqs guardduty securityhub events iam athena glue'.split(' ');
const VERBS = 'Delete Put Update Create Disassociate Stop Disable Remove'.split(' ');
const NOUNS = 'Topic BucketPolicy ConfigurationRecorder EventDataStore OrganizationAdminAccount Filter Tags'.split(' ');
const EXEMPT = [0, 1, 2, 3].map((at) => `arn:aws:iam::*:role/acme-exempt-role-number-${at}`);

/** A statement of the length and the kind that guardrails have. */
export function guardrail(random: Random, name: string): Sourced {
  const service = pick(random, SERVICES);
  const count = 1 + random() * random() * 30;
  const actions = Array.from({ length: count }, () => {
    const noun = pick(random, NOUNS) + (random() < 0.3 ? pick(random, NOUNS) : '');
    return `${service}:${pick(random, VERBS)}${noun}`;
  });
  const writers = random() < 0.75 ? [] : [`arn:aws:iam::*:role/acme-writer-${pick(random, [1, 2, 3])}`];
  const resources = Array.from({ length: 1 + random() * 5 }, (_, at) => `arn:aws:${service}:*:*:acme-audit-${at}*`);
  return sourced({
    Sid: `Protect${name}`,
    Effect: 'Deny',
    Action: [...new Set(actions)],
    Resource: random() < 0.4 ? '*' : resources,
    Condition: {
      ArnNotLike: { 'aws:PrincipalArn': [...EXEMPT, ...writers] },
      ...(random() < 0.1 ? { StringEquals: { 'aws:PrincipalAccount': ['222222222222', '333333333333'] } } : {}),
    },
  });
}

export const guardrails = (random: Random, count: number): Sourced[] =>
  Array.from({ length: count }, (_, at) => guardrail(random, `Thing${at}`));

export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Keys in lower case. */
  readonly context: Readonly<Record<string, string>>;
}

/** Whether one of the statements matches: all that IAM does with Deny statements, written without a look at ours. */
export const denied = (statements: readonly PolicyStatement[], request: Request): boolean =>
  statements.some(
    ({ Action, NotAction, Resource, NotResource, Condition }) =>
      (Action === undefined || among(Action, request.action)) &&
      (NotAction === undefined || !among(NotAction, request.action)) &&
      (Resource === undefined || among(Resource, request.resource)) &&
      (NotResource === undefined || !among(NotResource, request.resource)) &&
      (Condition === undefined || met(Condition, request.context)),
  );

const among = (patterns: Values, text: string): boolean => [patterns].flat().some((pattern) => matches(pattern, text));

/** Character by character, blind to case: `*` stands for any, `?` for one. */
export function matches(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] === '*') return matches(pattern.slice(1), text) || (text !== '' && matches(pattern, text.slice(1)));
  if (text === '') return false;
  return (
    (pattern[0] === '?' || pattern[0]!.toLowerCase() === text[0]!.toLowerCase()) &&
    matches(pattern.slice(1), text.slice(1))
  );
}

const met = (condition: Conditions, context: Request['context']): boolean =>
  Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const value = context[key.toLowerCase()];
      const found = value !== undefined && among(values, value);
      if (['ArnLike', 'StringEquals', 'Bool'].includes(operator)) return found;
      if (['ArnNotLike', 'StringNotEquals'].includes(operator)) return !found;
      throw new Error(`the evaluator does not know ${operator}`);
    }),
  );
