import type { Change } from '../change';
import { SEVERITIES, type Observation, type Severity } from '../finding';
import { leavesRegion } from '../region';
import type { Scene } from '../scene';
import type { Attributes } from '../value';
import { canonical, opacityOf, same, saysNothing, Unreadable, type Known, type KnownAttributes } from './known';
import type { Rule, Weakening } from './rule';
import type { Circumstances, End, Family, Watch } from './watch';

/** One lower than severe; low stays low. */
export const lower = (severity: Severity): Severity => SEVERITIES[SEVERITIES.indexOf(severity) + 1] ?? 'low';

/** A sentence of a clause. */
export const sentence = (clause: string): string => `${clause[0]!.toUpperCase()}${clause.slice(1)}.`;

/** Reported of every resource that serves the audit and leaves the state without being destroyed. */
export const UNMANAGED = 'evidence-unmanaged';

/** Puts what families say about single changes into observations. */
export class Examiner {
  private readonly byType = new Map<string, Family[]>();
  private readonly rules: ReadonlyMap<string, Rule>;

  constructor(families: readonly Family[], rules: readonly Rule[]) {
    this.rules = new Map(rules.map((rule) => [rule.id, rule]));
    for (const family of families) {
      const types = [
        ...(family.types ?? []),
        ...family.ends.flatMap((end) => end.types),
        ...family.watches.flatMap(({ reads }) => Object.keys(reads)),
      ];
      for (const type of new Set(types)) this.byType.set(type, [...(this.byType.get(type) ?? []), family]);
    }
  }

  rule(id: string): Rule {
    const rule = this.rules.get(id);
    if (!rule) throw new Error(`rule ${id} is not in the catalogue`);
    return rule;
  }

  /** What a change takes from the evidence. */
  examine(change: Change, scene: Scene): readonly Observation[] {
    if (change.kind === 'none') return [];
    const circumstances = { change, scene };
    return (this.byType.get(change.type) ?? [])
      .filter((family) => family.concerns?.(circumstances) ?? true)
      .flatMap((family) => this.byFamily(family, circumstances));
  }

  private byFamily(family: Family, circumstances: Circumstances): readonly Observation[] {
    const { change, scene } = circumstances;
    const doubt = family.doubt?.(circumstances);
    const told = (weakenings: readonly Weakening[]) =>
      weakenings.map((weakening) => this.observation(weakening, doubt));
    const end = family.ends.find(({ types }) => types.includes(change.type));
    // Told to stay in AWS, it is let go of.
    const stays = change.kind === 'delete' && change.before?.skip_destroy === true;
    if (change.kind === 'forget' || stays) return scene.takenInElsewhere(change) ? [] : told([forgotten(change)]);
    const ended = end ? ending(end, family, circumstances) : [];
    const watches = family.watches.filter(({ reads }) => reads[change.type] !== undefined);
    return told([...ended, ...watches.flatMap((watch) => this.watched(watch, circumstances, ended.length > 0))]);
  }

  private watched(watch: Watch<unknown>, circumstances: Circumstances, ended: boolean): readonly Weakening[] {
    const { change } = circumstances;
    const ignored = watch.ignores?.(circumstances) ?? [];
    const reads = watch.reads[change.type]!.filter((name) => !ignored.includes(name));
    const [was, is] = [change.before, change.after].map((side) => side && settled(side, reads, watch, circumstances));
    const isGained = (name: string): boolean =>
      watch.gained?.includes(name) === true &&
      was !== undefined &&
      saysNothing(was[name]) &&
      opacityOf(is?.[name]) !== undefined;
    const differing = reads.filter((name) => !same(was?.[name], is?.[name]) && !isGained(name));
    if (differing.length === 0 || watch.skips?.(circumstances)) return [];
    const absent = (side: 'before' | 'after') =>
      change[side] === undefined ? watch.absent?.(circumstances, side) : undefined;
    const [nothingBefore, nothingAfter] = [absent('before'), absent('after')];
    if (change.before === undefined && nothingBefore === undefined) return [];
    if (change.after === undefined && nothingAfter === undefined) return [];

    const opaque = differing.flatMap((name) => {
      const why = opacityOf(is?.[name]) ?? opacityOf(was?.[name]);
      return why === undefined ? [] : [`\`${name}\` is ${why}.`];
    });
    if (opaque.length > 0) {
      return ended || watch.cannotLose?.(circumstances) ? [] : [this.undecided(watch.rule, opaque, differing)];
    }
    const known = (attributes: Attributes) => readable(attributes, reads, differing);
    try {
      const before = was === undefined ? nothingBefore : watch.form(known(was), change.type);
      const after = is === undefined ? nothingAfter : watch.form(known(is), change.type);
      return watch.compare(before, after, circumstances).map((weakening) => ({
        essence: canonical(is === undefined ? null : known(is)),
        ...weakening,
      }));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const odd = differing.map((name) => `\`${name}\` is not of the form that the provider writes.`);
      return ended ? [] : [this.undecided(watch.rule, odd, differing)];
    }
  }

  private undecided(rule: string, details: readonly string[], names: readonly string[]): Weakening {
    return {
      rule,
      title: `It cannot be seen in the plan whether ${this.rule(rule).title}.`,
      details,
      undecided: true,
      essence: `undecided ${names.join()}`,
    };
  }

  /** A weakening with what follows from its rule. */
  observation(weakening: Weakening, doubt: string | undefined): Observation {
    const severity = weakening.severity ?? this.rule(weakening.rule).severity;
    return {
      rule: weakening.rule,
      severity: doubt === undefined ? severity : lower(severity),
      title: weakening.title,
      details: [...(weakening.details ?? []), ...(doubt === undefined ? [] : [doubt])],
      ...(weakening.undo === undefined ? {} : { undo: weakening.undo }),
      ...(weakening.undecided ? { undecided: true } : {}),
      essence: weakening.essence ?? '',
    };
  }
}

function settled(
  side: Attributes,
  reads: readonly string[],
  watch: Watch<unknown>,
  circumstances: Circumstances,
): Attributes {
  if (watch.settled === undefined) return side;
  const values = reads.map((name) => [name, watch.settled!(side[name], circumstances, name) ?? null] as const);
  return { ...side, ...Object.fromEntries(values) };
}

function ending(end: End, family: Family, circumstances: Circumstances): readonly Weakening[] {
  const { change } = circumstances;
  // Whatever is made in another region: where it was it is no more.
  const leaves = leavesRegion(change);
  const replaced = change.kind === 'replace' && !(leaves && end.replaced === 'compared');
  if (!replaced && !leaves && change.kind !== 'delete') return [];
  if ((replaced && end.replaced === 'compared') || end.skips?.(circumstances)) return [];
  const unseen = family.watches
    .flatMap(({ reads }) => reads[change.type] ?? [])
    .filter((name) => replaced && opacityOf(change.after?.[name]) !== undefined);
  const undo = end.undo?.(circumstances);
  const severity = end.severity?.(circumstances);
  return [
    {
      rule: replaced ? end.replaced : end.destroyed,
      ...(severity === undefined ? {} : { severity }),
      title: end.title(circumstances, replaced),
      details: [
        ...(replaced && change.replacedBecause.length > 0
          ? [`Destroyed and made again, because of \`${change.replacedBecause.join('`, `')}\`.`]
          : []),
        ...(leaves ? ['It is made again in another region only.'] : []),
        ...(end.details?.(circumstances) ?? []),
        ...(unseen.length > 0 ? [`Not to be seen of the new one: \`${[...new Set(unseen)].join('`, `')}\`.`] : []),
      ],
      ...(undo === undefined ? {} : { undo }),
      essence: replaced ? `replaced ${change.replacedBecause.join()}` : leaves ? 'moved' : 'destroyed',
    },
  ];
}

const forgotten = (change: Change): Weakening => ({
  rule: UNMANAGED,
  title: `${change.type} leaves Terraform’s sight: it stays in AWS, and no plan tells of changes to it any more.`,
  essence: 'forgotten',
});

/** What is hidden on both sides and alike is no difference, and nothing to read. */
function readable(attributes: Attributes, reads: readonly string[], differing: readonly string[]): KnownAttributes {
  return Object.fromEntries(
    reads.map((name) => [
      name,
      differing.includes(name) || opacityOf(attributes[name]) === undefined
        ? ((attributes[name] ?? null) as Known)
        : null,
    ]),
  );
}
