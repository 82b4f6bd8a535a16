/** The addresses from the first to the last, both included. */
export interface AddressRange {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * The addresses of a CIDR block, IPv4 or IPv6. Bits behind the prefix do not matter, as EC2 drops them.
 *
 * @throws Error when the text is no CIDR block, or an IPv6 one with IPv4 notation inside, which EC2 does not write
 */
export function rangeOf(cidr: string): AddressRange {
  const [, address = '', length = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(cidr) ?? [];
  const bits = address.includes(':') ? 128 : 32;
  const value = bits === 128 ? ipv6(address) : ipv4(address);
  const free = bits - Number(length);
  if (value === undefined || free < 0) throw new Error(`'${cidr}' is not a CIDR block`);
  const size = 1n << BigInt(free);
  const first = value - (value % size);
  return { bits, first, last: first + size - 1n };
}

/** The same addresses in as few ranges as possible, so that two halves count as one whole. */
export function joined(ranges: readonly AddressRange[]): AddressRange[] {
  const sorted = [...ranges].sort((a, b) => a.bits - b.bits || (a.first < b.first ? -1 : Number(a.first > b.first)));
  return sorted.reduce<AddressRange[]>((done, next) => {
    const open = done.at(-1);
    if (!open || open.bits !== next.bits || next.first > open.last + 1n) return [...done, next];
    return [...done.slice(0, -1), { ...open, last: next.last > open.last ? next.last : open.last }];
  }, []);
}

/** Whether joined ranges hold every address of another. */
export const covers = (ranges: readonly AddressRange[], { bits, first, last }: AddressRange): boolean =>
  ranges.some((range) => range.bits === bits && range.first <= first && last <= range.last);

function ipv4(address: string): bigint | undefined {
  const octets = address.split('.');
  if (octets.length !== 4 || !octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255))
    return undefined;
  return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function ipv6(address: string): bigint | undefined {
  const halves = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail] = halves;
  const missing = 8 - head.length - (tail?.length ?? 0);
  // A double colon stands for at least one group, and stands once.
  if (halves.length > 2 || (tail ? missing < 1 : missing !== 0)) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}
