import type { Change, Kind, Plan } from '../../../src/review/change';
import { review, type Review } from '../../../src/review/review';
import { sentence } from '../../../src/review/rules/examine';
import type { Family } from '../../../src/review/rules/watch';
import type { EvidenceSettings } from '../../../src/review/scene';
import type { Attributes } from '../../../src/review/value';

/** A resource as a plan would tell of it; what is left out is filled in. */
export interface Given {
  readonly type: string;
  readonly address?: string;
  readonly plan?: string;
  /** Alike on both sides. */
  readonly base?: Attributes;
  /** What differs; null where there is no resource. */
  readonly before?: Attributes | null;
  readonly after?: Attributes | null;
  readonly kind?: Kind;
  readonly imported?: boolean;
  readonly replacedBecause?: readonly string[];
  /** By attribute. */
  readonly refersTo?: Readonly<Record<string, readonly string[]>>;
  /** By attribute, as Terraform prints them. */
  readonly expressions?: Readonly<Record<string, unknown>>;
  readonly providerRegion?: string;
}

export const NO_SETTINGS: EvidenceSettings = { buckets: [], keys: [] };

const kindOf = ({ before, after }: Given): Kind => {
  if (before === null) return 'create';
  if (after === null) return 'delete';
  return before === undefined && after === undefined ? 'none' : 'update';
};

export function changeOf(given: Given, at = 0): Change {
  const { type, base = {}, before, after, refersTo = {} } = given;
  return {
    plan: given.plan ?? 'stack',
    origin: 'plan',
    address: given.address ?? `${type}.this${at === 0 ? '' : at}`,
    type,
    kind: given.kind ?? kindOf(given),
    imported: given.imported ?? false,
    ...(before === null ? {} : { before: { ...base, ...before } }),
    ...(after === null ? {} : { after: { ...base, ...after } }),
    replacedBecause: given.replacedBecause ?? [],
    refersTo: (attribute) => refersTo[attribute] ?? [],
    expression: (attribute) => given.expressions?.[attribute],
    providerRegion: () => given.providerRegion,
  };
}

export function plansOf(given: readonly Given[], drift: readonly Given[] = []): Plan[] {
  const names = [...new Set([...given, ...drift].map(({ plan }) => plan ?? 'stack'))];
  const changes = given.map(changeOf);
  const drifted = drift.map(changeOf).map((change): Change => ({ ...change, origin: 'drift' }));
  return names.map((name) => ({
    name,
    terraformVersion: '1.11.4',
    changes: changes.filter(({ plan }) => plan === name),
    drift: drifted.filter(({ plan }) => plan === name),
    incomplete: [],
  }));
}

export const reviewOf = (given: readonly Given[], settings = NO_SETTINGS): Review => review(plansOf(given), settings);

/** A change with what it has to be told as. */
export interface Case {
  readonly name: string;
  readonly change: Given;
  /** What else is in the plans. */
  readonly around?: readonly Given[];
  /** Rule and severity, sorted by both; or rule, severity and title. */
  readonly finds: readonly (readonly [rule: string, severity: string, title?: string])[];
  /** What the change finds the other way round; nothing unless told. */
  readonly mirror?: readonly (readonly [rule: string, severity: string])[];
}

/** What is kept unchanged is kept; what was let go of comes back as something that exists. */
const turned = ({ kind, before, after, ...given }: Given): Given => ({
  ...given,
  ...(kind === 'none' || kind === 'forget' ? { kind: 'none' } : {}),
  ...(after === undefined && before === undefined ? {} : { before: after ?? (after === null ? null : {}) }),
  ...(after === undefined && before === undefined ? {} : { after: before ?? (before === null ? null : {}) }),
});

/** Each weakening is found once with its severity; its mirror image is silent, or finds what it is told to. */
export function holds(family: Family, cases: readonly Case[]): void {
  describe(family.name, () => {
    test.each(cases)('$name', ({ change, around = [], finds }) => {
      const { findings } = reviewOf([change, ...around]);
      const found = findings.map(({ rule, severity, title }) => [rule, severity, title] as const);
      const told = finds.map(([rule, severity, title], at) => [rule, severity, title ?? found[at]?.[2]]);
      expect(found).toEqual(told);
    });

    test.each(cases.filter(({ finds }) => finds.length > 0))('the other way round: $name', (one) => {
      const { change, around = [], mirror = [] } = one;
      const there = reviewOf([change, ...around]);
      const back = reviewOf([turned(change), ...around.map(turned)]);
      expect(back.findings.map(({ rule, severity }) => [rule, severity])).toEqual(mirror);
      const better = there.findings
        .filter(({ undecided }) => !undecided)
        .flatMap(({ rule }) => family.rules[rule]?.better ?? [])
        .map(sentence);
      // What is replaced is not made new by being replaced back.
      const expected = change.kind === 'replace' ? [] : better;
      expect(back.improvements.map(({ title }) => title)).toEqual(expect.arrayContaining(expected));
    });

    test('every rule is found by one case at least, at its own severity', () => {
      const found = new Set(cases.flatMap(({ finds }) => finds.map(([rule, severity]) => `${rule} ${severity}`)));
      const known = Object.entries(family.rules).map(([id, { severity }]) => `${id} ${severity}`);
      expect(known.filter((rule) => !found.has(rule))).toEqual([]);
    });
  });
}
