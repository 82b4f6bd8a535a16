import { isAddress, rangeOf, STARTS } from './addresses';
import type { Spelling } from './globs';
import { Patterns } from './patterns';
import { bitsWhere } from './region';

/** Values of a key that some values of policies match alike. */
export interface Values {
  /** For each kind of value that a key may have: which of the asked it matches; bit n stands for the nth. */
  readonly matched: readonly bigint[];
}

/** One value of a policy, and how its operator compares it. */
export interface Asked {
  readonly base: string;
  readonly value: string;
  readonly variables: boolean;
}

export type Family = 'text' | 'number' | 'date' | 'address';

/** What an operator compares; nothing for `Null`, and for one that is not known. */
export function familyOf(base: string): Family | undefined {
  if (/^(?:String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|Arn(?:Not)?(?:Equals|Like)|Bool|BinaryEquals)$/.test(base))
    return 'text';
  if (/^Numeric(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)$/.test(base)) return 'number';
  if (/^Date(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)$/.test(base)) return 'date';
  return /^(?:Not)?IpAddress$/.test(base) ? 'address' : undefined;
}

export const isNegated = (base: string): boolean => base.includes('Not');

/** Whether a value is of the family; variables stand only for text. */
export function isReadable(family: Family, { value, variables }: Asked): boolean {
  if (family === 'text') return true;
  if (variables && value.includes('${')) return false;
  return family === 'address' ? rangeOf(value) !== undefined : Number.isFinite(numberOf(family, value));
}

/** @throws TooIntricate */
export function valuesOf(family: Family, asked: readonly Asked[], onlyBooleans: boolean): Values {
  if (family === 'text') return textsOf(asked, onlyBooleans);
  return family === 'address' ? addressesOf(asked) : numbersOf(family, asked);
}

/** ArnEquals takes wildcards as ArnLike does. Source: IAM user guide, "ARN condition operators". */
function spellingOf(base: string): Spelling {
  if (base.startsWith('Arn')) return { as: 'arn' };
  if (base.endsWith('Like')) return { as: 'text' };
  return { as: 'exact', ignoreCase: base.endsWith('IgnoreCase') || base === 'Bool' };
}

const BOOLEANS = ['true', 'false'];

function textsOf(asked: readonly Asked[], onlyBooleans: boolean): Values {
  const patterns = new Patterns();
  for (const { base, value, variables } of asked) patterns.add(value, spellingOf(base), variables);
  for (const value of onlyBooleans ? BOOLEANS : []) patterns.add(value, spellingOf('Bool'), false);
  const bits = asked.map(({ base, value, variables }) => patterns.bitOf(value, spellingOf(base), variables));
  const boolean = onlyBooleans ? BOOLEANS.map((value) => patterns.bitOf(value, spellingOf('Bool'), false)) : [];
  const possible = patterns.atoms.filter((atom) => !onlyBooleans || boolean.some((bit) => atom & bit));
  return { matched: possible.map((atom) => bitsWhere(bits, (bit) => (atom & bit) !== 0n)) };
}

function addressesOf(asked: readonly Asked[]): Values {
  const ranges = asked.map(({ value }) => rangeOf(value)!);
  const starts = new Set([...STARTS, ...ranges.flatMap(([first, last]) => [first, last + 1n])]);
  const places = [...starts].filter(isAddress);
  return { matched: places.map((at) => bitsWhere(ranges, ([first, last]) => at >= first && at <= last)) };
}

/** Dates may be written as seconds since 1970. */
const numberOf = (family: Family, text: string): number =>
  text.trim() === ''
    ? NaN
    : family === 'date' && !/^-?\d+(?:\.\d+)?$/.test(text)
      ? Date.parse(text) / 1000
      : Number(text);

function numbersOf(family: Family, asked: readonly Asked[]): Values {
  const bounds = [...new Set(asked.map(({ value }) => numberOf(family, value)))].sort((a, b) => a - b);
  const between = bounds.slice(1).map((bound, at) => (bound + bounds[at]!) / 2);
  const places = [-Infinity, ...bounds, ...between, Infinity];
  return {
    matched: places.map((at) => bitsWhere(asked, ({ base, value }) => compares(base, at, numberOf(family, value)))),
  };
}

function compares(base: string, one: number, other: number): boolean {
  const asked = base.replace(/^(?:Numeric|Date)/, '');
  if (asked === 'LessThan') return one < other;
  if (asked === 'LessThanEquals') return one <= other;
  if (asked === 'GreaterThan') return one > other;
  // What NotEquals compares is negated by whoever asks.
  return asked === 'GreaterThanEquals' ? one >= other : one === other;
}
