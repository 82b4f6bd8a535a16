import { managedRule } from '../catalogue/managed-rule';
import type { RemediationConfig } from '../config/schema';
import type { RuleName } from './event-patterns';
import type { Finder } from './finder';
import type { RemediationFile } from './remediation-file';

/** Values of a document's parameters. Automation takes each as a list of texts. */
export type Values = Readonly<Record<string, readonly string[]>>;

/** Rules whose findings are answered alike. */
export interface Answer {
  /** Unique within its remediation, account and region. */
  readonly id: string;
  readonly eventNames: readonly RuleName[];
  /** Rules that the account holds itself, by name. */
  readonly ownNames: readonly string[];
  readonly values: Values;
}

/** A parameter of which rules that events cannot tell apart ask for different values. */
export interface Clash {
  readonly rule: string;
  readonly parameter: string;
  readonly values: readonly string[];
}

/** A rule as people see it, with a star for what AWS Config adds. */
export const nameOf = ({ eventName }: Finder): string =>
  typeof eventName === 'string' ? eventName : `${eventName.prefix}*`;

/** What the rules of one account and region lead to, those that ask for the same together. */
export function answersOf(file: RemediationFile, config: RemediationConfig, finders: readonly Finder[]): Answer[] {
  const groups = new Map<string, Finder[]>();
  for (const alike of indistinct(finders)) {
    const key = JSON.stringify(mergedValues(file, config, alike).values);
    groups.set(key, [...(groups.get(key) ?? []), ...alike]);
  }
  return [...groups].map(([key, members], at) => ({
    id: at === 0 ? file.name : `${file.name}-${at + 1}`,
    eventNames: unique(members.map(({ eventName }) => eventName)),
    ownNames: unique(members.flatMap(({ ownName }) => ownName ?? [])),
    values: JSON.parse(key) as Values,
  }));
}

/** Where the rules of one account and region cannot be answered with one document. */
export const clashesOf = (file: RemediationFile, config: RemediationConfig, finders: readonly Finder[]): Clash[] =>
  indistinct(finders).flatMap((alike) => mergedValues(file, config, alike).clashes);

/** What audit.yaml says, else what the rule looks for; the document's own defaults are left to it. */
export const valuesFor = (file: RemediationFile, config: RemediationConfig, finder: Finder): Values =>
  sorted({ ...impliedValues(file, finder), ...writtenValues(config) });

const writtenValues = ({ parameters }: RemediationConfig): Values =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, [value].flat().map(String)]));

/** What a rule looks for: the values it is given and, for a parameter that it is not given, AWS's own default. */
function impliedValues(file: RemediationFile, finder: Finder): Values {
  const known = managedRule(finder.check)?.parameters ?? [];
  const said = (parameter: string): string[] => {
    const given = textsOf(finder.parameters[parameter]);
    return given.length > 0 ? given : textsOf(known.find(({ name }) => name === parameter)?.default);
  };
  return Object.fromEntries(
    Object.entries(file.answers[finder.check] ?? {}).map(([name, value]) => {
      if (Array.isArray(value)) return [name, value];
      const asked = unique(value.from.flatMap(said));
      return [name, asked.length > 0 ? asked : value.default];
    }),
  );
}

const textsOf = (list = ''): string[] =>
  list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** Rules of which one's finding matches the pattern of another as well, together: one finding must start one run. */
function indistinct(finders: readonly Finder[]): Finder[][] {
  let groups: Finder[][] = [];
  for (const finder of finders) {
    const isSame = (group: readonly Finder[]) => group.some((one) => overlap(one.eventName, finder.eventName));
    groups = [...groups.filter((group) => !isSame(group)), [...groups.filter(isSame).flat(), finder]];
  }
  // In the order of the rules: what AWS knows by number must not move when other rules overlap.
  const inOrder = (a: Finder, b: Finder) => finders.indexOf(a) - finders.indexOf(b);
  return groups.map((group) => group.sort(inOrder)).sort(([a], [b]) => inOrder(a!, b!));
}

function overlap(a: RuleName, b: RuleName): boolean {
  if (typeof a === 'string') return typeof b === 'string' ? a === b : a.startsWith(b.prefix);
  return typeof b === 'string'
    ? b.startsWith(a.prefix)
    : a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
}

/**
 * One list is joined: a finding of one rule is mended as all of its name ask. Of single values there can be one; two lists
 * that differ would mend, joined, what no rule asks for, such as the port of one rule by the protocol of another.
 */
function mergedValues(file: RemediationFile, config: RemediationConfig, alike: readonly Finder[]) {
  const all = alike.map((finder) => valuesFor(file, config, finder));
  const values: Record<string, readonly string[]> = {};
  const clashes: Clash[] = [];
  let joined: string | undefined;
  for (const [name, { type, default: usual }] of Object.entries(file.parameters)) {
    if (all.every((one) => one[name] === undefined)) continue;
    const asked = unique(all.map((one) => one[name] ?? [usual ?? []].flat().map(String)));
    values[name] = type === 'StringList' ? unique(asked.flat()) : asked[0]!;
    if (asked.length < 2) continue;
    if (type === 'StringList' && joined === undefined) joined = name;
    else clashes.push({ rule: nameOf(alike[0]!), parameter: name, values: asked.map((list) => list.join(',')) });
  }
  return { values: sorted(values), clashes };
}

const sorted = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));

const unique = <T>(values: readonly T[]): T[] =>
  [...new Set(values.map((value) => JSON.stringify(value)))].map((value) => JSON.parse(value) as T);
