import type { Rule } from './document';
import { keyOf } from './identity';
import { accountOf } from './principals';

/** Statements that a difference of two policies is looked for in. Most edits leave most statements as they are. */
export interface Candidates {
  /** Allows of the policy after that the one before does not have. */
  readonly granting: readonly Rule[];
  /** Denies of the policy before that the one after does not have. */
  readonly refusing: readonly Rule[];
  /** Whether a statement may speak of a request that one of them speaks of; those that cannot make no difference. */
  readonly meets: (rule: Rule) => boolean;
}

/** @param maybe - a statement of which nobody knows whether it is there: none that surely is, is the same */
export function candidatesOf(before: readonly Rule[], after: readonly Rule[], maybe: Rule | undefined): Candidates {
  const key = (rule: Rule): string => (rule === maybe ? 'maybe' : keyOf(rule));
  const missing = (some: readonly Rule[], others: readonly Rule[], allows: boolean): readonly Rule[] => {
    const known = new Set(others.filter((one) => one.allows === allows).map(key));
    return some.filter((one) => one.allows === allows && !known.has(key(one)));
  };
  const granting = missing(after, before, true);
  const refusing = missing(before, after, false);
  const actions = actionsOf([...granting, ...refusing]);
  const owners = ownersOf([...granting, ...refusing]);
  return {
    granting,
    refusing,
    meets: (rule) =>
      overlap(actions, actionsOf([rule]), (one, other) => one.startsWith(other) || other.startsWith(one)) &&
      overlap(owners, ownersOf([rule]), (one, other) => one === other),
  };
}

/** Nothing stands for all there are. */
type Some = readonly string[] | undefined;

const overlap = (some: Some, others: Some, meets: (one: string, other: string) => boolean): boolean =>
  some === undefined || others === undefined || some.some((one) => others.some((other) => meets(one, other)));

function someOf(rules: readonly Rule[], read: (rule: Rule) => Some): Some {
  const all = rules.map(read);
  return all.includes(undefined) ? undefined : [...new Set(all.flatMap((names) => names!))];
}

/** What the actions of statements begin with: two that begin unlike each other are not the same. */
const actionsOf = (rules: readonly Rule[]): Some =>
  someOf(rules, ({ actions: { names, but } }) => (but ? undefined : names.map((name) => /^[^*?]*/.exec(name)![0])));

/** Accounts and others whose requests statements speak of. */
const ownersOf = (rules: readonly Rule[]): Some =>
  someOf(rules, ({ principals }) =>
    principals === undefined || principals.but || principals.names.includes('*')
      ? undefined
      : principals.names.map((name) => accountOf(name) ?? name),
  );
