/** Addresses of version 6 count from here, so that both kinds are numbers of one line. */
const SIX = 1n << 40n;
/** Starts of what addresses can be: version 4, nothing, version 6. */
export const STARTS: readonly bigint[] = [0n, SIX];
const END_OF_FOUR = 1n << 32n;

export const isAddress = (place: bigint): boolean => place < END_OF_FOUR || place >= SIX;

/** The addresses of `10.0.0.0/8` or `2001:db8::/32`, the last one included; nothing where it is neither. */
export function rangeOf(text: string): readonly [bigint, bigint] | undefined {
  const [address = '', length, ...rest] = text.split('/');
  const six = address.includes(':');
  const first = six ? sixOf(address) : fourOf(address);
  const bits = six ? 128 : 32;
  const kept = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (first === undefined || rest.length > 0 || kept < 0 || kept > bits) return undefined;
  const size = 1n << BigInt(bits - kept);
  const start = first - (first % size);
  const base = six ? SIX : 0n;
  return [base + start, base + start + size - 1n];
}

function fourOf(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((all, part) => all * 256n + BigInt(part), 0n);
}

function sixOf(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (groups.some((group) => !/^[\da-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((all, group) => all * 65536n + BigInt(`0x${group}`), 0n);
}
