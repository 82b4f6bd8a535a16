import { compliant, nonCompliant, type Verdict } from '../shared/verdict';
import { covers, joined, rangeOf } from './address-range';

/** An active peering connection as one route table uses it. */
export interface Peering {
  readonly id: string;
  /** The IPv4 and IPv6 blocks of the VPC at the other end. */
  readonly peerBlocks: readonly string[];
  /** What the table routes there; a prefix list by its entries. */
  readonly destinations: readonly string[];
}

export interface Limits {
  /** Whether routes may reach all of the peer VPC, or only parts of it. */
  readonly wholeVpcAllowed: boolean;
}

/** Routes over a peering connection lead to addresses of the peer VPC only, or, if asked for, only to parts of it. */
export function evaluate(peerings: readonly Peering[], { wholeVpcAllowed }: Limits): Verdict {
  const beyond = peerings.flatMap(({ id, peerBlocks, destinations }) => {
    const peer = joined(peerBlocks.map(rangeOf));
    return destinations.filter((to) => !covers(peer, rangeOf(to))).map((to) => `${to} over ${id}`);
  });
  if (beyond.length > 0) return nonCompliant(`narrow the routes that reach beyond the peer VPC: ${beyond.join(', ')}`);
  if (wholeVpcAllowed) return compliant;
  // Two routes to the halves of a block reach all of it, as one would.
  const whole = peerings.flatMap(({ id, peerBlocks, destinations }) => {
    const routed = joined(destinations.map(rangeOf));
    return peerBlocks.filter((block) => covers(routed, rangeOf(block))).map((block) => `${block} over ${id}`);
  });
  if (whole.length > 0)
    return nonCompliant(`narrow the routes that reach a whole block of the peer VPC: ${whole.join(', ')}`);
  return compliant;
}
