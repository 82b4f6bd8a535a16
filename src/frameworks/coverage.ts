import { type Entry, entriesOf, managedRules, packContents } from './contents';
import type { Control, Framework } from './framework';
import official from './official-packs.json';
import { leftOut } from './rule-values';

/** The best that stands for a control. */
export type Ground = 'published' | 'derived' | 'own' | 'candidates' | 'manual';

/** What stands for a control, the best founded first. */
export function groundOf({ rules, basis, related = [], additional = [], lambda, guard }: Control): Ground {
  if (rules.length > 0) return basis;
  if (related.length > 0) return 'derived';
  if (lambda || guard) return 'own';
  return additional.length > 0 ? 'candidates' : 'manual';
}

/** Numbers of one framework. */
export interface Coverage {
  readonly framework: Framework;
  /** How many controls have what as their best ground. */
  readonly grounds: Readonly<Record<Ground, number>>;
  /** Distinct managed rules of its packs, candidates apart. */
  readonly managed: number;
  readonly candidates: number;
  /** Distinct rules of this project. */
  readonly own: number;
  /** Names of files, without extension. */
  readonly files: readonly string[];
}

export function coverageOf(framework: Framework): Coverage {
  const grounds: Record<Ground, number> = { published: 0, derived: 0, own: 0, candidates: 0, manual: 0 };
  for (const control of framework.controls) grounds[groundOf(control)]++;
  const packs = packContents(framework);
  const isCandidate = ({ name }: { readonly name: string }) => name.startsWith(`${framework.id}-additional`);
  const managedIn = (entries: readonly Entry[]) => entries.filter(({ kind }) => kind === 'managed').length;
  return {
    framework,
    grounds,
    managed: managedIn(packs.filter((pack) => !isCandidate(pack)).flatMap(({ entries }) => entries)),
    candidates: managedIn(packs.filter(isCandidate).flatMap(({ entries }) => entries)),
    own: entriesOf(framework).filter(({ kind }) => kind !== 'managed').length,
    files: packs.map(({ name }) => name),
  };
}

/** Rules of any framework that no pack can hold, and why. */
export const rulesLeftOut = (all: readonly Framework[]): (readonly [string, string])[] =>
  [...new Set(all.flatMap(({ controls }) => controls.flatMap(managedRules)))].sort().flatMap((rule) => {
    const why = leftOut(rule);
    return why === undefined ? [] : [[rule, why] as const];
  });

/** Numbers of a sample pack that AWS publishes. */
export interface OfficialPack {
  readonly bytes: number;
  /** Resources of the pack, process checks among them. */
  readonly rules: number;
  readonly managed: number;
  /** Entries that a person sets by hand. */
  readonly processChecks: number;
  readonly withdrawn: readonly string[];
}

/** Which packs of AWS were counted. */
export const OFFICIAL_SOURCE = official.source;

/** The sample pack of AWS that comes nearest to a framework. */
export const officialPack = ({ official: name }: Framework): OfficialPack | undefined =>
  name === undefined ? undefined : (official.packs as Readonly<Record<string, OfficialPack>>)[name];
