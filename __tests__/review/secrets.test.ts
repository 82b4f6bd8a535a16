import { createHash } from 'node:crypto';
import { PlanError, readPlan } from '../../src/review/plan-file';
import { json } from '../../src/review/report/json';
import { markdown } from '../../src/review/report/markdown';
import { sarif } from '../../src/review/report/sarif';
import { verdictOf } from '../../src/review/report/verdict';
import { review } from '../../src/review/review';
import { RULES } from '../../src/review/rules/catalogue';
import { planOf } from '../bench/plans';
import { Random } from './random';

const SECRET = 'hunter2-never-to-be-seen';
const SEEDS = Array.from({ length: 4 }, (_, at) => at + 1);
const PLANS = 3;

type Tree = Record<string, unknown>;
interface Entry {
  change: Record<'before' | 'after' | 'before_sensitive' | 'after_sensitive', unknown>;
}
type Plan = Record<'resource_changes' | 'resource_drift', Entry[]> & Tree;

/** Everything in it changes, and some has drifted. */
const PLAN = planOf(200, { changed: 1, drifted: 0.2 });

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** The secret in the place of a value, or somewhere in it; policies stay policies. */
function poisoned(random: Random, value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('{"')) {
    const document = JSON.parse(value) as Tree;
    return JSON.stringify(random.chance(0.5) ? deep(random, document) : { ...document, Id: SECRET });
  }
  return isTree(value) ? deep(random, value) : SECRET;
}

function deep(random: Random, tree: Tree): unknown {
  const names = Object.keys(tree);
  const copy = structuredClone(tree);
  if (names.length === 0) return copy;
  const name = random.one(names);
  copy[name] = poisoned(random, copy[name]);
  return copy;
}

/** Puts the secret somewhere into one side of a change, and says on some level above it that it is one. */
function hide(random: Random, { change }: Entry, side: 'before' | 'after'): void {
  const root = change[side];
  if (!isTree(root) || change[`${side}_sensitive`] === true) return;
  let [values, marks] = [root, (isTree(change[`${side}_sensitive`]) ? change[`${side}_sensitive`] : {}) as Tree];
  change[`${side}_sensitive`] = marks;
  for (;;) {
    const names = Object.keys(values).filter((name) => marks[name] !== true);
    if (names.length === 0) return;
    const name = random.one(names);
    const next = values[name];
    if (isTree(next) && Object.keys(next).length > 0 && random.chance(0.6)) {
      const under = isTree(marks[name]) ? marks[name] : ((Array.isArray(next) ? next.map(() => false) : {}) as Tree);
      marks[name] = under;
      [values, marks] = [next, under];
      continue;
    }
    values[name] = poisoned(random, next);
    marks[name] = true;
    return;
  }
}

function withSecrets(random: Random): string {
  const plan = JSON.parse(PLAN) as Plan;
  for (const entry of [...plan.resource_changes, ...plan.resource_drift]) {
    for (const side of ['before', 'after'] as const) if (random.chance(0.5)) hide(random, entry, side);
  }
  const output = { actions: ['update'], before: SECRET, after: SECRET, before_sensitive: true, after_sensitive: true };
  return JSON.stringify({ ...plan, variables: { password: { value: SECRET } }, output_changes: { password: output } });
}

/** Everything that anybody gets to see of a review, or why there is none. */
function seen(text: string): string {
  try {
    const verdict = verdictOf(
      review([readPlan(text, 'plan')], { buckets: [], keys: [] }),
      { failOn: 'high', accepted: [] },
      ['plan'],
      '2026-11-23',
    );
    return [markdown(verdict), json(verdict), sarif(verdict, RULES, new Map())].join('\n');
  } catch (problem) {
    if (problem instanceof PlanError) return `refused: ${problem.message}`;
    throw problem;
  }
}

/** Neither the secret nor what tells it from a guess. */
const TRACES = [SECRET, 'hunter2', createHash('sha256').update(JSON.stringify(SECRET)).digest('hex').slice(0, 12)];
const tracesIn = (text: string): readonly string[] => TRACES.filter((trace) => text.includes(trace));

describe.each(SEEDS)('seed %d', (seed) => {
  test('what is sensitive is in no report', () => {
    const random = new Random(seed);
    for (let at = 0; at < PLANS; at++) {
      const report = seen(withSecrets(random));
      expect([report.startsWith('refused'), tracesIn(report)]).toEqual([false, []]);
      // Half of what a review looks at is hidden: it says so.
      expect(report).toContain('is sensitive');
    }
  });

  test('what is sensitive is in no error about a plan that is broken', () => {
    const random = new Random(seed + 100);
    for (let at = 0; at < PLANS; at++) {
      const text = withSecrets(random);
      const place = random.chance(0.5) ? text.indexOf(SECRET) + random.below(20) : random.below(text.length);
      const broken = [
        text.slice(0, place),
        `${text.slice(0, place)}"${text.slice(place)}`,
        text.replace('"actions"', '"acts"'),
      ];
      for (const one of broken) {
        const error = seen(one);
        expect([error.startsWith('refused'), tracesIn(error)]).toEqual([true, []]);
      }
    }
  });
});

test('what is not sensitive is shown, so that the reports could have shown it', () => {
  const report = seen(PLAN.replaceAll('arn:aws:iam::', `arn:aws:iam::${SECRET}`).replaceAll('topic-1', SECRET));
  expect(tracesIn(report)).toContain(SECRET);
});
