import { type ManagedRule, managedRule } from '../catalogue/managed-rule';
import type { Control, Framework } from './framework';
import { leftOut } from './rule-values';
import { topicOf, topicOfOwn } from './topics';

/** Ids of the controls that a rule stands for, by how well the mapping is founded, in the standard's order. */
export interface Mapping {
  readonly published: readonly string[];
  readonly derived: readonly string[];
  readonly related: readonly string[];
  readonly additional: readonly string[];
}

/** One rule of a pack. `name` is the identifier of a managed rule, else the name of a folder or file of ours. */
export interface Entry {
  readonly kind: 'managed' | 'lambda' | 'guard';
  readonly name: string;
  readonly mapping: Mapping;
}

/** What one file holds, managed rules first, by name. */
export interface PackContents {
  /** File name without extension. */
  readonly name: string;
  readonly framework: Framework;
  readonly entries: readonly Entry[];
}

/**
 * Which rules go into which file of conformance-packs/.
 *
 * - `<framework>`, or one file per topic where the framework is divided: rules of controls and related ones; where a
 *   control has none of these its additional rules
 * - `<framework>-additional`: the other additional rules, whose price a user may or may not want to pay
 * - the same with `-us-east-1`: rules that exist nowhere else; a pack that names them deploys nowhere else
 */
export function packContents(framework: Framework): PackContents[] {
  const files = new Map<string, Entry[]>();
  for (const entry of entriesOf(framework)) {
    const name = fileOf(framework, entry);
    files.set(name, [...(files.get(name) ?? []), entry]);
  }
  return [...files].sort(byKey).map(([name, entries]) => ({ name, framework, entries }));
}

/** Whether a control has managed rules that were chosen for it, so that candidates need not stand in. */
const isMapped = ({ rules, related = [] }: Control): boolean => rules.length + related.length > 0;

/** Every rule that a pack of the framework can hold. */
export function entriesOf({ controls }: Framework): Entry[] {
  const idsWhere = (matches: (control: Control) => boolean | undefined) => controls.filter(matches).map(({ id }) => id);
  const own = (kind: 'lambda' | 'guard'): Entry[] =>
    unique(controls.flatMap((control) => control[kind] ?? [])).map((name) => ({
      kind,
      name,
      mapping: { ...NOTHING, derived: idsWhere((control) => control[kind]?.includes(name)) },
    }));
  const managed = unique(controls.flatMap(managedRules)).filter((rule) => leftOut(rule) === undefined);
  return [
    ...managed.map((name): Entry => {
      const mapping = {
        published: idsWhere(({ rules, basis }) => basis === 'published' && rules.includes(name)),
        derived: idsWhere(({ rules, basis }) => basis === 'derived' && rules.includes(name)),
        related: idsWhere(({ related }) => related?.includes(name)),
        additional: idsWhere(({ additional }) => additional?.includes(name)),
      };
      return { kind: 'managed', name, mapping };
    }),
    ...own('lambda'),
    ...own('guard'),
  ];
}

/** Every managed rule that a control names, on whatever ground. */
export const managedRules = ({ rules, related = [], additional = [] }: Control): string[] => [
  ...rules,
  ...related,
  ...additional,
];

const NOTHING: Mapping = { published: [], derived: [], related: [], additional: [] };

/** Ids that a rule's description gives: the best founded. */
export function bestIds({ mapping }: Entry): { readonly ids: readonly string[]; readonly ground: keyof Mapping } {
  const { published, derived, related, additional } = mapping;
  if (published.length > 0) return { ids: published, ground: 'published' };
  if (derived.length > 0) return { ids: derived, ground: 'derived' };
  return related.length > 0 ? { ids: related, ground: 'related' } : { ids: additional, ground: 'additional' };
}

function fileOf({ id, divided, controls }: Framework, entry: Entry): string {
  const { kind, name } = entry;
  const rule = kind === 'managed' ? managedRule(name)! : undefined;
  const standsIn = controls.some((control) => !isMapped(control) && control.additional?.includes(name));
  const isAdditional = bestIds(entry).ground === 'additional' && !standsIn;
  const place = rule && isOfUsEast1(rule) ? '-us-east-1' : '';
  if (isAdditional) return `${id}-additional${place}`;
  if (place) return `${id}${place}`;
  return divided ? `${id}-${rule ? topicOf(rule) : topicOfOwn(name)}` : id;
}

/** CloudFront, IAM certificates and other services without regions are seen from one place of a partition. */
const isOfUsEast1 = ({ onlyIn }: ManagedRule): boolean =>
  onlyIn?.every((region) => region === 'us-east-1' || region.startsWith('cn-')) ?? false;

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;
