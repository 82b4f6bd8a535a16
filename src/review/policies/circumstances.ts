import { isOperator, type Operator, operatorParts } from '../../authorization/conditions';
import type { Rule, Test } from './document';
import { TooIntricate } from './globs';
import { allBits, bitsWhere, placesOf } from './region';
import { type Asked, type Family, familyOf, isNegated, isReadable, valuesOf } from './values';

/** What a request brings along under one key, as far as tests can tell. */
interface Case {
  readonly absent: boolean;
  /** Which tests hold; bit n stands for the nth. */
  readonly holds: bigint;
  /** Which values of tests it is like, where the key has one value and values are not compared by order. */
  readonly like: bigint;
}

/** A test of one key, and what it asks. */
interface Entry {
  readonly key: string;
  readonly test: Test;
  readonly asksIfThere: boolean;
  readonly operator: Operator;
  /** Places of its values among those asked of the key. */
  readonly places: bigint;
}

/** One dimension of the circumstances of requests. */
interface Facet {
  readonly tests: ReadonlyMap<string, { readonly test: Test; readonly bits: bigint }>;
  /** What tests compare the key with, and the places of each among all that is asked. */
  readonly values: readonly { readonly value: string; readonly places: bigint }[];
  /** Of what each case is made: texts that are like the same values. */
  readonly likes: readonly { readonly place: number; readonly like: bigint }[];
  readonly spelled: string;
  readonly absent: bigint;
  readonly size: number;
}

/** Keys that are true or false and nothing else. Source: IAM user guide, "AWS global condition context keys". */
const BOOLEANS = new Set([
  ...['aws:securetransport', 'aws:multifactorauthpresent', 'aws:principalisawsservice', 'aws:viaawsservice'],
]);

/** Several values at once double what must be told apart. */
const CASES = 4096;

/** Tests of one key that can be compared with each other. */
interface Kin {
  readonly family?: Family;
  /** Whether the key has several values, as tests with a qualifier take it. */
  readonly several: boolean;
  readonly tests: Map<string, { readonly test: Test; readonly variables: boolean }>;
}

/**
 * The circumstances that conditions ask about: each key is a dimension. Keys count as independent of each other, a test
 * that cannot be read as independent of all others, and so does a key asked as one value of the same asked as several:
 * that takes more requests for possible than there are, never fewer.
 */
export class Circumstances {
  private readonly facets: readonly Facet[];

  /** @throws TooIntricate */
  constructor(rules: readonly Rule[]) {
    const kin = new Map<string, Kin>();
    const nulls: Test[] = [];
    for (const { tests, variables } of rules) {
      for (const test of tests) {
        if (isNull(test)) nulls.push(test);
        else relate(kin, test, variables);
      }
    }
    for (const test of nulls) {
      const known = [...kin].filter(([place]) => place.startsWith(placeOf(test)));
      const places = known.length > 0 ? known.map(([, one]) => one) : [{ several: false, tests: new Map() } as Kin];
      if (known.length === 0) kin.set(placeOf(test), places[0]!);
      for (const { tests } of places) tests.set(keyOf(test, false), { test, variables: false });
    }
    this.facets = [...kin.values()].map(facetOf);
  }

  get sizes(): readonly number[] {
    return this.facets.map(({ size }) => size);
  }

  /** For each dimension the cases in which a statement's conditions hold. */
  bitsOf({ tests, variables }: Rule): readonly bigint[] {
    const keys = tests.map((test) => keyOf(test, variables && !isNull(test)));
    return this.facets.map((facet) =>
      keys.reduce((bits, key) => bits & (facet.tests.get(key)?.bits ?? bits), allBits(facet.size)),
    );
  }

  /** What is asked of a key under which a dimension has only some cases; nothing where it has all. */
  told(at: number, bits: bigint): string | undefined {
    const facet = this.facets[at]!;
    const { tests, spelled, absent, size } = facet;
    const all = allBits(size);
    if (bits === all) return undefined;
    if (bits === absent) return `${spelled} is absent`;
    if (bits === (all & ~absent)) return `${spelled} is present`;
    const values = valuesIn(facet, bits);
    if (values.length > 0) return `${spelled} is ${listed(values)}`;
    const options: (readonly [bigint, string])[] = [...tests.values()].flatMap(({ test, bits: holding }) => [
      [holding, told(test)] as const,
      [all & ~holding, `not (${told(test)})`] as const,
    ]);
    const exactly = options.find(([option]) => option === bits);
    if (exactly) return exactly[1];
    const both = options.flatMap(([one, first], place) =>
      options.slice(place + 1).flatMap(([other, second]) => ((one & other) === bits ? [`${first} and ${second}`] : [])),
    );
    if (both.length > 0) return both[0];
    // Whatever holds in all of the cases is true, if not the whole truth.
    const always = options.filter(([option]) => option !== all && (option & bits) === bits).map(([, text]) => text);
    if (always.length > 0) return always.slice(0, 3).join(' and ');
    return `${spelled} is ${bits & absent ? 'absent or ' : ''}of some values and not of others`;
  }
}

const LISTED = 3;

function listed(values: readonly string[]): string {
  const rest = values.length - LISTED;
  return rest > 1 ? `${values.slice(0, LISTED).join(', ')} and ${rest} more` : values.join(', ');
}

const told = ({ operator, spelled, values }: Test): string => `${operator} ${spelled} ${listed(values)}`;

const isNull = ({ operator, values }: Test): boolean =>
  operator === 'Null' && values.every((value) => /^(?:true|false)$/i.test(value));

/** Where the kin of a key begin: a key may hold anything, blanks included. */
const placeOf = ({ key }: Test): string => `${JSON.stringify(key)} `;

const keyOf = ({ operator, key, values }: Test, variables: boolean): string =>
  JSON.stringify([operator, key, variables, [...new Set(values)].sort()]);

function relate(kin: Map<string, Kin>, test: Test, variables: boolean): void {
  const { qualifier, base } = operatorParts(test.operator);
  const family = isOperator(test.operator) ? familyOf(base) : undefined;
  const readable = family !== undefined && test.values.every((value) => isReadable(family, { base, value, variables }));
  const several = qualifier !== '';
  const place = readable ? `${placeOf(test)}${family} ${several}` : `${placeOf(test)}${keyOf(test, variables)}`;
  const one: Kin = kin.get(place) ?? { ...(readable && { family }), several, tests: new Map() };
  kin.set(place, one);
  one.tests.set(keyOf(test, variables), { test, variables });
}

function facetOf(kin: Kin): Facet {
  const asked: Asked[] = [];
  const entries = [...kin.tests].map(([key, { test, variables }]): Entry => {
    const operator = operatorParts(test.operator);
    const asksIfThere = isNull(test);
    const first = asked.length;
    if (!asksIfThere) asked.push(...test.values.map((value) => ({ base: operator.base, value, variables })));
    return { key, test, asksIfThere, operator, places: allBits(asked.length) ^ allBits(first) };
  });
  const { test } = entries[0]!;
  const cases = casesOf(kin, entries, asked);
  // Cases in which the same tests hold are one.
  const places = new Map<string, number>();
  const all: Omit<Case, 'like'>[] = [];
  const likes = cases.map(({ absent, holds, like }) => {
    const unlike = `${absent} ${holds.toString(36)}`;
    const place = places.get(unlike) ?? all.push({ absent, holds }) - 1;
    places.set(unlike, place);
    return { place, like };
  });
  const named = likes.reduce((bits, { like }) => bits | like, 0n);
  const values = [...new Set([...placesOf(named)].map((place) => asked[place]!.value))].sort();
  return {
    tests: new Map(
      entries.map((entry, at) => [
        entry.key,
        { test: entry.test, bits: bitsWhere(all, ({ holds }) => ((holds >> BigInt(at)) & 1n) === 1n) },
      ]),
    ),
    values: values.map((value) => ({ value, places: bitsWhere(asked, (one) => one.value === value) })),
    likes,
    spelled: test.spelled,
    absent: bitsWhere(all, ({ absent }) => absent),
    size: all.length,
  };
}

/** Values that make up just the cases of some bits; none where no values do. */
function valuesIn({ values, likes }: Facet, bits: bigint): readonly string[] {
  const inside = (place: number) => ((bits >> BigInt(place)) & 1n) === 1n;
  const within = values.filter(({ places }) =>
    likes.every(({ place, like }) => (like & places) === 0n || inside(place)),
  );
  const named = within.reduce((all, { places }) => all | places, 0n);
  // One case may be of texts that are like a value, and of others.
  return likes.every(({ place, like }) => !inside(place) || (like & named) !== 0n)
    ? within.map(({ value }) => value)
    : [];
}

function casesOf({ family, several }: Kin, entries: readonly Entry[], asked: readonly Asked[]): readonly Case[] {
  const heldBy = (absent: boolean, holds: (entry: Entry, at: number) => boolean, like = 0n): Case => ({
    absent,
    like,
    holds: bitsWhere(entries, (entry, at) =>
      entry.asksIfThere
        ? entry.test.values.some((value) => (value.toLowerCase() === 'true') === absent)
        : holds(entry, at),
    ),
  });
  // Only whether the key is there is known, or nothing at all.
  if (family === undefined)
    return [true, false].flatMap((absent) => [true, false].map((met) => heldBy(absent, () => met)));

  const isBoolean =
    !several &&
    entries.every(({ asksIfThere, operator: { base } }) => asksIfThere || base === 'Bool') &&
    BOOLEANS.has(entries[0]!.test.key);
  const { matched } = valuesOf(family, asked, isBoolean);
  /** Whether a value meets a test, read for one value. */
  const meets = ({ places, operator: { base } }: Entry, value: bigint): boolean =>
    ((value & places) !== 0n) !== isNegated(base);

  const whenAbsent = heldBy(true, ({ operator: { qualifier, base, suffix } }) => {
    if (qualifier === 'ForAllValues:') return true;
    return suffix !== '' || (qualifier === '' && isNegated(base));
  });
  if (!several) {
    const ordered = family === 'number' || family === 'date';
    return [whenAbsent, ...matched.map((value) => heldBy(false, (entry) => meets(entry, value), ordered ? 0n : value))];
  }
  const sets = setsOf(
    matched.map((value) => bitsWhere(entries, (entry) => !entry.asksIfThere && meets(entry, value))),
    entries.length,
  );
  return [
    whenAbsent,
    ...sets.map(({ some, every }) =>
      heldBy(
        false,
        ({ operator: { qualifier } }, at) =>
          (((qualifier === 'ForAllValues:' ? every : some) >> BigInt(at)) & 1n) === 1n,
      ),
    ),
  ];
}

/** What tests say of several values at once: which of them hold for some value, and which for every. */
interface Several {
  readonly some: bigint;
  readonly every: bigint;
}

/** @param single - for each value, the tests that it meets; @param tests - how many there are */
function setsOf(single: readonly bigint[], tests: number): readonly Several[] {
  // No value at all: the key is there, and empty.
  const found = new Map<string, Several>([['', { some: 0n, every: allBits(tests) }]]);
  const open = [...found.values()];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const holding of single) {
      const larger: Several = { some: next.some | holding, every: next.every & holding };
      const key = `${larger.some} ${larger.every}`;
      if (found.has(key)) continue;
      found.set(key, larger);
      if (found.size > CASES) throw new TooIntricate();
      open.push(larger);
    }
  }
  return [...found.values()];
}
