import { TooIntricate } from './globs';

/**
 * A set of requests: for each dimension of a space the cases that it takes, a bit each. A request is in it when it is
 * one of the cases in every dimension.
 */
export type Region = readonly bigint[];

const PIECES = 20_000;

/** What of a region is in none of some others, as regions that share nothing. */
export function without(region: Region, others: readonly Region[]): readonly Region[] {
  let pieces: readonly Region[] = isEmpty(region) ? [] : [region];
  for (const other of others) {
    if (pieces.length === 0) break;
    pieces = pieces.flatMap((piece) => minus(piece, other));
    if (pieces.length > PIECES) throw new TooIntricate();
  }
  return pieces;
}

function minus(region: Region, other: Region): readonly Region[] {
  if (isEmpty(common(region, other))) return [region];
  const pieces: Region[] = [];
  const rest = [...region];
  for (const [at, bits] of other.entries()) {
    const outside = rest[at]! & ~bits;
    if (outside !== 0n) pieces.push(rest.with(at, outside));
    rest[at] = rest[at]! & bits;
  }
  return pieces;
}

export const common = (one: Region, other: Region): Region => one.map((bits, at) => bits & other[at]!);

export const isEmpty = (region: Region): boolean => region.some((bits) => bits === 0n);

/** The same requests in fewer regions: two that differ in one dimension are one. */
export function joined(regions: readonly Region[]): readonly Region[] {
  const all = [...regions];
  for (let at = 0; at < all.length; at++) {
    for (let other = at + 1; other < all.length; other++) {
      const union = unionOf(all[at]!, all[other]!);
      if (union === undefined) continue;
      all[at] = union;
      all.splice(other, 1);
      // What is larger may join those before.
      at = -1;
      break;
    }
  }
  return all;
}

function unionOf(one: Region, other: Region): Region | undefined {
  let differing = -1;
  for (let at = 0; at < one.length; at++) {
    if (one[at] === other[at]) continue;
    if (differing >= 0) return undefined;
    differing = at;
  }
  return differing < 0 ? one : one.with(differing, one[differing]! | other[differing]!);
}

/** Places of the bits that are set. */
export function* placesOf(bits: bigint): Generator<number> {
  for (let place = 0, left = bits; left !== 0n; place++, left >>= 1n) if (left & 1n) yield place;
}

const WORD = 32;

/** One bit for each item that holds. */
export function bitsWhere<T>(items: readonly T[], holds: (item: T, at: number) => boolean): bigint {
  let [bits, word] = ['', 0];
  for (let at = 0; at < items.length; at++) {
    if (holds(items[at]!, at)) word |= 1 << (at % WORD);
    if (at % WORD !== WORD - 1 && at !== items.length - 1) continue;
    bits = (word >>> 0).toString(16).padStart(WORD / 4, '0') + bits;
    word = 0;
  }
  return bits === '' ? 0n : BigInt(`0x${bits}`);
}

export const allBits = (count: number): bigint => (1n << BigInt(count)) - 1n;
