import { parsePattern, type Pattern } from '../../lambdas/cis-monitoring-alarms/filter-pattern';
import { matches } from '../../lambdas/cis-monitoring-alarms/match';
import type { TrailEvent } from '../../src/alarms/trail-event';
import type { Watch } from '../../src/alarms/watch';

export const MANAGEMENT = '111111111111';
export const EVIDENCE = '222222222222';
export const MEMBER = '444444444444';

/** A call that changes something, in the management account. */
export const call = (service: string, eventName: string, otherwise: Partial<TrailEvent> = {}): TrailEvent => ({
  eventSource: `${service}.amazonaws.com`,
  eventName,
  readOnly: false,
  managementEvent: true,
  recipientAccountId: MANAGEMENT,
  requestParameters: {},
  userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn: roleArn('Administrator') } } },
  ...otherwise,
});

export const roleArn = (name: string): string => `arn:aws:iam::${MANAGEMENT}:role/${name}`;

export const by = (role: string): Partial<TrailEvent> => ({
  userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn: roleArn(role) } } },
});

/**
 * Whether one of a watch's metric filters counts an event. The evaluator is the one of the rule that judges other
 * people's filters: it was written from CloudWatch's documentation and shares nothing with the watches.
 */
export function isCounted(watch: Watch, event: unknown): boolean {
  const patterns = parsedPatterns.get(watch) ?? watch.patterns.map(parsePattern);
  parsedPatterns.set(watch, patterns);
  const asLogged: unknown = JSON.parse(JSON.stringify(event));
  return patterns.some((pattern) => matches(pattern, asLogged));
}

const parsedPatterns = new Map<Watch, readonly Pattern[]>();

type Tree = { [name: string]: unknown };

/** Events that a pattern matches, and such as it barely misses, without end. The same ones in every run. */
export function* eventsAbout(patterns: readonly string[]): Generator<unknown, never> {
  const random = seeded(patterns.join().length);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const parsed = patterns.map(parsePattern);
  const tests = parsed.flatMap(testsOf);
  for (;;) {
    const event: Tree = {};
    satisfy(pick(parsed), event);
    for (let change = Math.floor(random() * 3); change > 0; change--) {
      const test = pick(tests);
      put(event, test.path, pick(valuesNear(test)));
    }
    yield event;
  }

  function satisfy(pattern: Pattern, event: Tree): void {
    if ('any' in pattern) satisfy(pick(pattern.any), event);
    else if ('all' in pattern) for (const part of pattern.all) satisfy(part, event);
    else {
      const [test] = testsOf(pattern);
      put(event, test!.path, test!.satisfied);
    }
  }
}

interface LeafTest {
  readonly path: readonly string[];
  /** A value that passes; undefined for none at all. */
  readonly satisfied: unknown;
}

/** The tests of a pattern; of a single one, the first is what passes it. */
function testsOf(pattern: Pattern): LeafTest[] {
  if ('any' in pattern) return pattern.any.flatMap(testsOf);
  if ('all' in pattern) return pattern.all.flatMap(testsOf);
  const path = pattern.selector.map(String);
  const { test } = pattern;
  if ('is' in test) return [{ path, satisfied: test.is === 'absent' ? undefined : test.is === 'true' }];
  if (!('text' in test.value)) throw new Error('watches compare texts only');
  const { text, startsAnyhow, endsAnyhow } = test.value;
  const like = `${startsAnyhow ? 'start' : ''}${text}${endsAnyhow ? 'end' : ''}`;
  // What differs may differ in its first letters only; what is excluded is tried too.
  return test.operator === '='
    ? [{ path, satisfied: like }]
    : [
        { path, satisfied: `Un${like}` },
        { path, satisfied: like },
      ];
}

const valuesNear = ({ satisfied }: LeafTest): readonly unknown[] =>
  typeof satisfied === 'string'
    ? [
        satisfied,
        `${satisfied}x`,
        `x${satisfied}`,
        satisfied.slice(0, -1),
        satisfied.toLowerCase(),
        '',
        null,
        undefined,
        [satisfied],
      ]
    : [true, false, 'false', null, undefined, {}];

function put(event: Tree, [name, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    event[name!] = value;
    return;
  }
  const inner = event[name!];
  const tree = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Tree) : {};
  event[name!] = tree;
  put(tree, rest, value);
}

/** Numerical Recipes' generator: enough to choose. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
