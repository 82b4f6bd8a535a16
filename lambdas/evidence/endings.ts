import type { Chain } from './chain';
import { type Lead, lead } from './lead';
import type { PlaceWalk } from './place-walk';
import type { Window } from './window';
import { instant } from './words';

const HOUR = 60 * 60 * 1000;
/** A digest is delivered so long after the end of what it is about, at most, as a rule. */
const DELIVERY = 30 * 60 * 1000;

/** An account that must have a chain: in a region, or in any. */
export interface ExpectedChain {
  readonly account: string;
  readonly region?: string;
}

/**
 * Chains that end before they should, and those that are not there at all. That the newest digest is gone shows only in
 * what else there is: chains of other accounts and regions, logs that came after, or the time until which proof is asked.
 */
export function endings(walks: readonly PlaceWalk[], window: Window, now: number): Lead[] {
  const ends = walks.flatMap(({ hourly }) => hourly.map(({ to }) => to!));
  const reach = Math.min(Math.max(-Infinity, ...ends), window.to ?? Infinity);
  return walks.flatMap((walk) => {
    const early = walk.hourly.flatMap((chain) => ending(chain, walk, { reach, window, now, walks }));
    if (walk.hourly.length > 0 || window.from === undefined || walk.leads.some(({ kind }) => kind === 'no-chain'))
      return early;
    return Number.isFinite(reach) ? [...early, silent(walk)] : early;
  });
}

interface Surroundings {
  readonly reach: number;
  readonly window: Window;
  readonly now: number;
  readonly walks: readonly PlaceWalk[];
}

function ending(chain: Chain, { place, logs }: PlaceWalk, { reach, window, now, walks }: Surroundings): Lead[] {
  const end = chain.to!;
  const due = end + HOUR;
  if (due + DELIVERY > now || continued(chain, walks)) return [];
  const signs = [
    ...(reach >= due ? [`other chains of this evidence go on until ${instant(reach)}`] : []),
    ...(logs.newestPending !== undefined && logs.newestPending >= due
      ? [`logs go on until ${instant(logs.newestPending)}`]
      : []),
    ...(window.to !== undefined && end < window.to ? [`proof is asked for until ${instant(window.to)}`] : []),
  ];
  if (signs.length === 0) return [];
  const found = lead('chain-ends-early', {
    account: place.account,
    region: place.region,
    digest: chain.lastPath,
    message: `digests of the trail ${chain.trail} end at ${instant(end)}, but ${signs.join(', and ')}: the next ones are missing, or the trail was stopped`,
    logs: logs.pending,
  });
  // They do not wait for a digest any more.
  logs.pending = 0;
  return [found];
}

/** Whether another copy of the chain begins where this one ends, as where a trail was given another prefix or bucket. */
const continued = (chain: Chain, walks: readonly PlaceWalk[]): boolean =>
  walks.some(({ hourly }) => hourly.some(({ continues }) => continues !== undefined && continues === chain.lastKey));

function silent({ place: { account, region } }: PlaceWalk): Lead {
  return lead('no-chain', {
    account,
    region,
    message: 'there is neither a digest nor a log in this time, though other accounts or regions have some',
  });
}

/** Chains that a declaration expects and the evidence does not hold. */
export function absences(walks: readonly PlaceWalk[], expected: readonly ExpectedChain[]): Lead[] {
  return expected
    .filter(({ account, region }) => {
      const own = walks.filter(({ place }) => place.account === account && [undefined, place.region].includes(region));
      const isNamed = own.some(({ leads }) => leads.some(({ kind }) => kind === 'no-chain'));
      return !isNamed && !own.some(({ hourly }) => hourly.length > 0);
    })
    .map(({ account, region }) =>
      lead('no-chain', {
        account,
        ...(region !== undefined && { region }),
        message: `there is no digest of account ${account}${region === undefined ? '' : ` in ${region}`}, which should be part of this evidence`,
      }),
    );
}

/** Both kinds of leads; of a place that is expected and silent, only the former is said. */
export function withAbsences(ends: readonly Lead[], absent: readonly Lead[]): Lead[] {
  const isSaid = ({ kind, account, region }: Lead): boolean =>
    kind === 'no-chain' &&
    absent.some((one) => one.account === account && (one.region === undefined || one.region === region));
  return [...ends.filter((one) => !isSaid(one)), ...absent];
}

/** Whether a lead about a chain's beginning is explained by the end of another one. */
export function isExplained({ kind, original, account }: Lead, walks: readonly PlaceWalk[]): boolean {
  if (kind !== 'continues-elsewhere' && kind !== 'missing-digest') return false;
  return walks.some(
    ({ place, hourly }) => place.account === account && hourly.some(({ lastKey }) => lastKey === original),
  );
}
