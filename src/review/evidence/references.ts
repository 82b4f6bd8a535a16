import { indexesIn, modulesIn, withoutIndexes } from '../address';
import type { Change } from '../change';
import { UNKNOWN, type Attributes, type Value } from '../value';

export type Side = 'before' | 'after';
export const SIDES: readonly Side[] = ['before', 'after'];

/** What stands for a resource of which a plan shows no name yet. Never a name in AWS, because of the blank. */
export const stand = (plan: string, address: string): string => `${plan} ${address}`;

/** Blocks and lists alike: the values under a path of names, wherever blocks repeat. */
export function within(value: Value | undefined, [name, ...rest]: readonly string[]): readonly Value[] {
  if (Array.isArray(value)) {
    return (value as readonly Value[]).flatMap((item) => within(item, name === undefined ? [] : [name, ...rest]));
  }
  if (name === undefined) return value === undefined || value === null ? [] : [value];
  if (value === undefined || value === null || typeof value !== 'object') return value === UNKNOWN ? [value] : [];
  return within((value as Attributes)[name], rest);
}

/**
 * What an attribute speaks of before and after: texts as they are and, where a text is known only after the apply, the
 * addresses of this plan that its configuration refers to.
 */
export function spokenOf(
  change: Change,
  path: readonly [string, ...string[]],
  sides = SIDES,
): { readonly texts: readonly string[]; readonly addresses: readonly string[] } {
  const values = sides.flatMap((side) => within(change[side], path));
  return {
    texts: [...new Set(values.filter((value) => typeof value === 'string' && value !== ''))] as string[],
    addresses: values.includes(UNKNOWN) ? change.refersTo(path[0]) : [],
  };
}

/**
 * Of resources that an unindexed address stands for those in the same copies of modules, and among them those that carry
 * an index of the one that refers, its own before those of its modules. More than one are left where that does not tell.
 */
export function meant(candidates: readonly Change[], referring: Change): readonly Change[] {
  const near = candidates.filter((candidate) => !areInOtherCopies(candidate.address, referring.address));
  const left = near.length > 0 ? near : candidates;
  for (const index of indexesIn(referring.address).toReversed()) {
    const alike = left.filter(({ address }) => address.endsWith(index));
    if (alike.length > 0) return alike;
  }
  return left;
}

/** Whether two resources are in different copies of one module. */
function areInOtherCopies(one: string, other: string): boolean {
  const [modules, others] = [modulesIn(one), modulesIn(other)];
  const parting = modules.findIndex((step, at) => step !== others[at]);
  const [step, otherStep] = [modules[parting], others[parting]];
  return step !== undefined && otherStep !== undefined && withoutIndexes(step) === withoutIndexes(otherStep);
}
