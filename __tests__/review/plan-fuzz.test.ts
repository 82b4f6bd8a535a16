import { readFileSync } from 'node:fs';
import { PlanError, readPlan } from '../../src/review/plan-file';
import type { Plan } from '../../src/review/change';
import { Random } from './random';

/** Made by Terraform 1.11 with provider 5.100 against moto: see README.md there. */
const PLANS = ['mixed', 'moved', 'refresh'].map((name) => readFileSync(`__tests__/review/plans/${name}.json`, 'utf8'));
const SECRET = 'hunter2-secret';
const SEEDS = Array.from({ length: 12 }, (_, at) => at + 1);
const MUTATIONS = 60;

const BROKEN: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  '',
  'x',
  true,
  false,
  [],
  {},
  [[]],
  { __proto__: 1 },
  ['no-op'],
];

/** Changes one place of a plan: drops it, or puts something else there. Tells where. */
function mutate(random: Random, value: unknown): string {
  const path: string[] = [];
  let at = value as Record<string, unknown>;
  for (;;) {
    const names = Object.keys(at);
    if (names.length === 0) return path.join('.');
    // What a review reads, more often than the rest.
    const chosen = random.chance(0.5)
      ? names.find((name) => name === 'resource_changes' || name === 'change')
      : undefined;
    const name = chosen ?? random.one(names);
    path.push(name);
    const next = at[name];
    if (typeof next === 'object' && next !== null && random.chance(0.8)) {
      at = next as Record<string, unknown>;
      continue;
    }
    if (random.chance(0.5)) {
      if (Array.isArray(at)) at.splice(Number(name), 1);
      else Reflect.deleteProperty(at, name);
    } else at[name] = random.one(BROKEN);
    return path.join('.');
  }
}

/** Everything that a reader may ask of a plan. */
function readAll(plan: Plan): string {
  const all = [...plan.changes, ...plan.drift];
  return JSON.stringify([
    plan.incomplete,
    all.map(({ address, before, after, replacedBecause, refersTo }) => [
      address,
      before,
      after,
      replacedBecause,
      refersTo('policy'),
    ]),
  ]);
}

/** What a plan says: who reads no change and no sentence takes it for one that does nothing. */
const isQuiet = ({ changes, drift, incomplete }: Plan): boolean =>
  incomplete.length === 0 && drift.length === 0 && changes.every(({ kind }) => kind === 'none');

const outcome = (text: string): Plan | PlanError => {
  try {
    const plan = readPlan(text, 'plan');
    readAll(plan);
    return plan;
  } catch (problem) {
    if (problem instanceof PlanError) return problem;
    throw problem;
  }
};

test.each(SEEDS)('a broken plan is read or refused, and never quiet (seed %d)', (seed) => {
  const random = new Random(seed);
  for (let at = 0; at < MUTATIONS; at++) {
    const plan: unknown = JSON.parse(random.one(PLANS));
    const where = Array.from({ length: 1 + random.below(3) }, () => mutate(random, plan));
    const read = outcome(JSON.stringify(plan));
    expect([where, read instanceof PlanError || !isQuiet(read)]).toEqual([where, true]);
    expect(read instanceof PlanError ? read.message : '').not.toContain(SECRET);
  }
});

interface Entry {
  readonly mode: string;
  readonly change: { readonly actions: readonly string[] };
}

/** Each plan with one of its changes alone, so that to lose it is to lose everything. */
const ALONE = PLANS.flatMap((text) => {
  const { resource_changes: entries = [], ...plan } = JSON.parse(text) as { resource_changes?: Entry[] };
  return entries
    .filter(({ mode, change }) => mode === 'managed' && change.actions[0] !== 'no-op')
    .map((entry) => {
      const empty = { planned_values: {}, prior_state: {}, resource_drift: [], output_changes: {}, checks: [] };
      return JSON.stringify({ ...plan, ...empty, resource_changes: [entry] });
    });
});

test.each(SEEDS)('the only change of a plan is never lost quietly (seed %d)', (seed) => {
  const random = new Random(seed);
  for (let at = 0; at < MUTATIONS; at++) {
    const plan = JSON.parse(random.one(ALONE)) as { resource_changes: unknown };
    const where = mutate(random, random.chance(0.2) ? plan : plan.resource_changes);
    const read = outcome(JSON.stringify(plan));
    expect([where, read instanceof PlanError || !isQuiet(read)]).toEqual([where, true]);
  }
});

test.each(SEEDS)('a plan whose characters are lost or changed is read or refused (seed %d)', (seed) => {
  const random = new Random(seed);
  for (let at = 0; at < 20; at++) {
    const text = random.one(PLANS);
    const place = random.below(text.length);
    const changed = random.one([
      text.slice(0, place),
      text.slice(place),
      text.slice(0, place) + text.slice(place + 1 + random.below(200)),
      `${text.slice(0, place)}${random.one(['"', '{', '}', ',', '\u0000', '[', ']'])}${text.slice(place)}`,
    ]);
    const read = outcome(changed);
    expect([place, read instanceof PlanError || !isQuiet(read)]).toEqual([place, true]);
    expect(read instanceof PlanError ? read.message : '').not.toContain(SECRET);
  }
});

/** Every member of a change, one by one. */
const MEMBERS = ['address', 'mode', 'type', 'change'];
const OF_CHANGE = ['actions', 'before', 'after', 'after_unknown', 'before_sensitive', 'after_sensitive'];

test.each([...MEMBERS.map((name) => [name]), ...OF_CHANGE.map((name) => ['change', name])])(
  'no change is told quietly without its %s %s',
  (...path) => {
    for (const text of PLANS) {
      const { resource_changes: list = [] } = JSON.parse(text) as { resource_changes?: Record<string, unknown>[] };
      for (const at of list.keys()) {
        const plan = JSON.parse(text) as { resource_changes: Record<string, Record<string, unknown>>[] };
        const entry = plan.resource_changes[at]!;
        if (entry.mode === ('data' as unknown)) continue;
        if (path.length === 1) Reflect.deleteProperty(entry, path[0]!);
        // What is absent on a side has no marks that count.
        else if (`${path[1]}`.includes('_') && entry.change![path[1]!.split('_')[0]!] === null) continue;
        else Reflect.deleteProperty(entry.change!, path[1]!);
        expect([at, outcome(JSON.stringify(plan))]).toEqual([at, expect.any(PlanError)]);
      }
    }
  },
);

test('no value that is sensitive is kept', () => {
  for (const text of PLANS) expect(readAll(readPlan(text, 'plan'))).not.toContain(SECRET);
});
