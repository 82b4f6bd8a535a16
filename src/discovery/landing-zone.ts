import { isControlTowers } from '../config/control-tower';
import type { ControlTowerFound } from './control-tower';
import type { Found } from './discovery';
import type { Holders } from './holders';
import type { PlaceFound } from './recorders';

/** What audit.yaml says of Control Tower: who owns what. */
export interface LandingZone {
  readonly trail: 'own' | 'control-tower';
  /** Of its trail, where that is the only one. */
  readonly trailLogGroup?: string;
  readonly trailBucket?: string;
  readonly recorders: 'own' | 'control-tower';
  /** Governed regions that it records in. */
  readonly regions: readonly string[];
  /** Accounts it records nothing in, the management account aside. */
  readonly notEnrolled: readonly string[];
}

const isTheirs = ({ recorder }: PlaceFound): boolean => recorder !== undefined && isControlTowers(recorder.name);

/** Who owns what, as the recorders tell. */
export function landingZoneOf(
  { accounts, organization }: Found,
  { trail, governed }: Holders,
  { version }: ControlTowerFound,
): LandingZone {
  const enrolled = accounts.filter(({ places }) => places.some(isTheirs));
  const counts = governed.map((region) => ({
    region,
    count: enrolled.filter(({ places }) => places.some((place) => place.region === region && isTheirs(place))).length,
  }));
  const isTrailTheirs = trail !== undefined && isControlTowers(trail.name);
  const logGroup = /:log-group:([^:]+)/.exec(trail?.logGroupArn ?? '')?.[1];
  // Only since version 4 may a landing zone do without recorders; before, accounts are merely not enrolled yet.
  const recorders = enrolled.length === 0 && version === 4 ? 'own' : 'control-tower';
  return {
    trail: isTrailTheirs ? 'control-tower' : 'own',
    ...(isTrailTheirs && { trailBucket: trail.bucket, ...(logGroup && { trailLogGroup: logGroup }) }),
    recorders,
    regions: counts.filter(({ count }) => count > 0 && count * 2 >= enrolled.length).map(({ region }) => region),
    notEnrolled:
      recorders === 'own'
        ? []
        : accounts
            .filter((one) => one.account !== organization.managementAccount && !enrolled.includes(one))
            .map(({ account }) => account),
  };
}

/** Whether what records in a place is Control Tower's, or will be. */
export const recordsIn = (
  { recorders, regions, notEnrolled }: LandingZone,
  { account, region }: PlaceFound,
  managementAccount: string,
): boolean =>
  recorders === 'control-tower' &&
  account !== managementAccount &&
  !notEnrolled.includes(account) &&
  regions.includes(region);
