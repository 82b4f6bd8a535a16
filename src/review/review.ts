import type { Change, Plan } from './change';
import { findingId, SEVERITIES, type Finding, type Improvement, type Observation } from './finding';
import { RULES } from './rules/catalogue';
import { Examiner, sentence } from './rules/examine';
import { FAMILIES } from './rules/families';
import { Scene, type EvidenceSettings } from './scene';

/** What plans do to the evidence. */
export interface Review {
  /** Worst first, then by plan and address. */
  readonly findings: readonly Finding[];
  readonly improvements: readonly Improvement[];
  /** What makes a plan less than the whole truth. */
  readonly incomplete: readonly { readonly plan: string; readonly sentence: string }[];
  /** Resources looked at. */
  readonly resources: number;
}

type Observed = ReadonlyMap<Change, readonly Observation[]>;

const examiner = new Examiner(FAMILIES, RULES);

/** Reviews all plans together: what one of them says may be what makes sense of another. */
export function review(plans: readonly Plan[], settings: EvidenceSettings): Review {
  const scene = new Scene(plans, settings);
  const planned = examine(
    scene,
    plans.flatMap(({ changes }) => changes),
  );
  const drift = reviewDrift(plans, settings);
  const findings = [...findingsOf(planned), ...drift.findings];
  const improvements = improvementsOf(scene, plans);
  return {
    findings: sorted(once(findings)),
    improvements: [...improvements, ...drift.mended].sort(byPlace),
    incomplete: plans.flatMap(({ name, incomplete }) => incomplete.map((each) => ({ plan: name, sentence: each }))),
    resources: plans.reduce((sum, { changes }) => sum + changes.length, 0),
  };
}

/** What changes take from the evidence, each by itself and all together. */
function examine(scene: Scene, changes: readonly Change[]): Observed {
  const observed = new Map<Change, readonly Observation[]>();
  for (const change of changes) {
    const observations = examiner.examine(change, scene);
    if (observations.length > 0) observed.set(change, observations);
  }
  for (const family of FAMILIES) {
    for (const [change, weakenings] of family.together?.(scene) ?? []) {
      const observations = weakenings.map((weakening) => examiner.observation(weakening, undefined));
      observed.set(change, [...(observed.get(change) ?? []), ...observations]);
    }
  }
  return observed;
}

const findingsOf = (observed: Observed): readonly Finding[] =>
  [...observed].flatMap(([change, observations]) =>
    observations.map((observation) => finding(observation, change, change.origin)),
  );

const finding = (observation: Observation, { plan, address }: Change, origin: Finding['origin']): Finding => ({
  ...observation,
  id: findingId(observation, plan, address),
  plan,
  origin,
  address,
});

/** An improvement is a weakening seen in a mirror: what would be one if it were taken back. */
function improvementsOf(scene: Scene, plans: readonly Plan[]): readonly Improvement[] {
  if (plans.every(({ changes }) => changes.every(({ kind }) => kind === 'none'))) return [];
  const mirror = scene.mirrored();
  const observed = examine(
    mirror,
    mirror.plans.flatMap(({ changes }) => changes),
  );
  return [...observed].flatMap(([{ plan, address }, observations]) => {
    const clauses = observations
      .filter(({ undecided }) => !undecided)
      .flatMap(({ rule }) => examiner.rule(rule).better ?? []);
    return [...new Set(clauses)].map((clause) => ({ plan, address, title: sentence(clause) }));
  });
}

const isChanged = ({ kind }: Change): boolean => kind !== 'none' && kind !== 'forget';

/**
 * What was changed outside Terraform. Where the plan changes it too, only what the plan does not mend counts: what is
 * still weaker after it than the state said it was.
 */
function reviewDrift(
  plans: readonly Plan[],
  settings: EvidenceSettings,
): { readonly findings: readonly Finding[]; readonly mended: readonly Improvement[] } {
  if (plans.every(({ drift }) => drift.length === 0)) return { findings: [], mended: [] };
  const found = plans.map((plan) => withDrift(plan, (drifted) => drifted, frozen));
  const left = plans.map((plan) => withDrift(plan, across, (change) => change));
  const drifted = new Set(plans.flatMap(({ name, drift }) => drift.map(({ address }) => `${name} ${address}`)));
  const observedOf = (of: readonly Plan[]) =>
    examine(
      new Scene(of, settings),
      of.flatMap(({ changes }) => changes.filter(({ plan, address }) => drifted.has(`${plan} ${address}`))),
    );
  const [weakened, remaining] = [observedOf(found), observedOf(left)];
  const stillThere = new Map<string, ReadonlySet<string>>();
  const gone = new Set(
    plans.flatMap(({ name, drift }) =>
      drift.filter(({ after }) => after === undefined).map(({ address }) => `${name} ${address}`),
    ),
  );
  const findings: Finding[] = [];
  for (const [change, observations] of remaining) {
    const at = `${change.plan} ${change.address}`;
    stillThere.set(at, new Set(observations.map(({ rule }) => rule)));
    // What is made anew after somebody deleted it counts against what the state said of it, not against nothing.
    if (!gone.has(at) || change.after === undefined) continue;
    findings.push(...observations.map((observation) => finding(observation, change, 'plan')));
  }
  const mended: Improvement[] = [];
  for (const [change, observations] of weakened) {
    const rules = stillThere.get(`${change.plan} ${change.address}`);
    const remain = observations.filter(({ rule }) => rules?.has(rule));
    findings.push(...remain.map((observation) => finding(observation, change, 'drift')));
    const clauses = observations.filter((each) => !remain.includes(each)).map(({ rule }) => examiner.rule(rule).title);
    for (const clause of new Set(clauses)) {
      mended.push({
        plan: change.plan,
        address: change.address,
        title: `This plan mends what was changed outside Terraform: ${clause}.`,
      });
    }
  }
  return { findings, mended };
}

/** A plan in which what drifted takes the place of what is planned for it. */
function withDrift(
  plan: Plan,
  drifted: (drift: Change, planned: Change | undefined) => Change,
  other: (change: Change) => Change,
): Plan {
  const byAddress = new Map(plan.changes.map((change) => [change.address, change]));
  const drifting = new Set(plan.drift.map(({ address }) => address));
  return {
    ...plan,
    changes: [
      ...plan.changes.filter(({ address }) => !drifting.has(address)).map(other),
      ...plan.drift.map((drift) => drifted(drift, byAddress.get(drift.address))),
    ],
    drift: [],
  };
}

/** From what the state said to what there will be after the plan. */
function across(drift: Change, planned: Change | undefined): Change {
  if (planned === undefined || !isChanged(planned)) return drift;
  return between(drift, drift.before, planned.after);
}

/** As it is before the plan. */
const frozen = (change: Change): Change => (isChanged(change) ? between(change, change.before, change.before) : change);

function between(change: Change, before: Change['before'], after: Change['after']): Change {
  const kind = before === after ? 'none' : before === undefined ? 'create' : after === undefined ? 'delete' : 'update';
  return {
    plan: change.plan,
    origin: change.origin,
    address: change.address,
    type: change.type,
    kind,
    imported: change.imported,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    replacedBecause: [],
    refersTo: (attribute) => change.refersTo(attribute),
    expression: (attribute) => change.expression(attribute),
    providerRegion: () => change.providerRegion(),
  };
}

const once = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((each) => [`${each.id} ${each.origin}`, each])).values(),
];

const byPlace = (a: { plan: string; address: string }, b: { plan: string; address: string }): number =>
  compare(a.plan, b.plan) || compare(a.address, b.address);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const sorted = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || byPlace(a, b) || compare(a.rule, b.rule),
  );
