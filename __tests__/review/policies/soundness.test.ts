import { compareGuardrails, comparePolicies } from '../../../src/review/policies/compare';
import type { Comparison } from '../../../src/review/policies/comparison';
import { Random } from '../random';
import { covers } from './coverage';
import { allows, denies, type Request, type Statement } from './evaluator';
import { edited, randomDocument, requests, text } from './world';

const SEEDS = Array.from({ length: 6 }, (_, at) => at + 1);
const PAIRS = 20;
const REQUESTS = 150;

const EVERYTHING: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };

/** Requests that are gained under either reading of NotPrincipal, and that no gain is about. */
function untold(
  asked: readonly Request[],
  { gains, undecided }: Comparison,
  statements: readonly Statement[],
  gained: (request: Request, byAccount: boolean) => boolean,
): readonly Request[] {
  if (undecided.length > 0) return [];
  return asked.filter(
    (request) =>
      [true, false].some((byAccount) => gained(request, byAccount)) &&
      !gains.some((gain) => covers(gain, request, statements)),
  );
}

interface Pair {
  readonly before: readonly Statement[];
  readonly after: readonly Statement[];
}

/** Some edits, and documents that have nothing to do with each other. */
function pairOf(random: Random, guardrail: boolean): Pair {
  const before = randomDocument(random, guardrail);
  let after = before;
  for (let edits = 1 + random.below(3); edits > 0; edits--)
    after = after.length === 0 ? after : edited(random, after, guardrail);
  return { before, after: random.chance(0.15) ? randomDocument(random, guardrail) : after };
}

const gainedIn =
  ({ before, after }: Pair) =>
  (one: Request, byAccount: boolean): boolean =>
    allows(after, one, byAccount) && !allows(before, one, byAccount);

describe.each(SEEDS)('seed %d', (seed) => {
  test('whatever is allowed after and was not before is told, whole', () => {
    const random = new Random(seed);
    for (let count = 0; count < PAIRS; count++) {
      const pair = pairOf(random, false);
      const { before, after } = pair;
      const asked = requests(random, REQUESTS);
      const all = [...before, ...after];
      const gained = gainedIn(pair);
      const exclusive = comparePolicies(text(before), text(after), 'exclusive');
      expect({ before, after, exclusive, untold: untold(asked, exclusive, all, gained) }).toMatchObject({ untold: [] });
      const resource = comparePolicies(text(before), text(after), 'resource');
      const freed = (one: Request, byAccount: boolean) =>
        gained(one, byAccount) || (denies(before, one, byAccount) && !denies(after, one, byAccount));
      expect({ before, after, resource, untold: untold(asked, resource, all, freed) }).toMatchObject({ untold: [] });
    }
  });

  test('whatever guardrails no longer refuse is told, however they are packed', () => {
    const random = new Random(seed + 1000);
    for (let count = 0; count < PAIRS; count++) {
      const { before, after } = pairOf(random, true);
      const comparison = compareGuardrails(packed(random, before), packed(random, after));
      // FullAWSAccess is attached where nothing else allows anything, and may be where something does.
      const within = (statements: readonly Statement[], attached: boolean) =>
        attached || statements.every(({ Effect }) => Effect === 'Deny') ? [...statements, EVERYTHING] : statements;
      const gained = (one: Request) =>
        [true, false].some((attached) =>
          gainedIn({ before: within(before, attached), after: within(after, attached) })(one, true),
        );
      const asked = requests(random, REQUESTS);
      const lacking = untold(asked, comparison, [...before, ...after], gained);
      expect({ before, after, comparison, untold: lacking }).toMatchObject({ untold: [] });
    }
  });
});

/** Statements in some documents, in any order. */
function packed(random: Random, statements: readonly Statement[]): readonly string[] {
  const documents: Statement[][] = [[], [], []];
  for (const one of random.shuffled(statements)) random.one(documents).push(one);
  return documents.filter(({ length }) => length > 0).map(text);
}

test.each([
  ['policies', false],
  ['guardrails', true],
])('the world gains often enough to prove something: %s', (_name, guardrail) => {
  const random = new Random(7);
  const asked = requests(random, REQUESTS);
  const pairs = Array.from({ length: 100 }, () => pairOf(random, guardrail));
  const gaining = pairs.filter(({ before, after }) => {
    const pair = guardrail ? { before: [...before, EVERYTHING], after: [...after, EVERYTHING] } : { before, after };
    return asked.some((one) => gainedIn(pair)(one, true));
  });
  const decided = pairs.filter(({ before, after }) => {
    return comparePolicies(text(before), text(after), 'exclusive').undecided.length === 0;
  });
  expect(gaining.length).toBeGreaterThan(30);
  expect(decided.length).toBeGreaterThan(85);
});
