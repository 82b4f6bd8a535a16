import { isOptIn, regionsOf } from '../config/regions';
import { DELEGATED_SERVICES } from '../config/sections/adopt';
import type { BucketFound } from './buckets';
import { isControlTowers } from '../config/control-tower';
import type { Found } from './discovery';
import type { TrailFound } from './trails';

/** A value, and what speaks for it. */
export interface Reasoned {
  readonly value: string;
  readonly because: string;
  /** Whether it is proposed for lack of anything that would tell. */
  readonly isGuess: boolean;
}

/** Who holds what, and where: what everything else in audit.yaml follows from. */
export interface Holders {
  /** The organization trail that is taken over. */
  readonly trail?: TrailFound;
  /** Further organization trails. */
  readonly otherTrails: readonly TrailFound[];
  readonly audit?: Reasoned;
  readonly logArchive?: Reasoned;
  /** Bucket that the trail's is copied to, in another region. */
  readonly archiveBucket?: BucketFound;
  readonly archiveAccount?: Reasoned;
  readonly home: Reasoned;
  readonly archiveRegion?: Reasoned;
  /** Home first, then by name. */
  readonly governed: readonly string[];
  /** Regions with recorders, though in few of the accounts. */
  readonly sparse: Readonly<Record<string, number>>;
  /** How many accounts have a recorder anywhere. */
  readonly recording: number;
}

export function holdersOf(found: Found): Holders {
  const [trail, ...otherTrails] = rankedTrails(found);
  const { managementAccount } = found.organization;
  const home = homeOf(found, trail);
  const trailBucket = found.buckets.find(({ name }) => name === trail?.bucket);
  const logArchive =
    trailBucket && trailBucket.account !== managementAccount
      ? known(trailBucket.account, `owns ${trailBucket.name}, where the trail delivers`)
      : byName(found, /log.?archive|archive.?log|logging/i, []);
  const audit = auditOf(found, logArchive?.value);
  const evidence = logArchive?.value ?? audit?.value;
  const archiveBucket = found.buckets.find(
    ({ name, region, account }) =>
      trailBucket?.copiesTo.includes(name) && region !== home.value && account !== managementAccount,
  );
  const { governed, sparse, recording } = governedBy(found, home.value);
  return {
    ...(trail && { trail }),
    otherTrails,
    ...(audit && { audit }),
    ...(logArchive && { logArchive }),
    ...(archiveBucket && { archiveBucket }),
    ...(archiveBucket &&
      archiveBucket.account !== evidence && {
        archiveAccount: known(
          archiveBucket.account,
          `owns ${archiveBucket.name}, which the trail's bucket is copied to`,
        ),
      }),
    home,
    ...archiveRegionOf(found, archiveBucket, home.value, governed),
    governed,
    sparse,
    recording,
  };
}

const known = (value: string, because: string): Reasoned => ({ value, because, isGuess: false });
const guess = (value: string, because: string): Reasoned => ({ value, because, isGuess: true });

/** The one to take over first: not Control Tower's, logging, everywhere, validated, with a log group. */
function rankedTrails({ trails, organization }: Found): TrailFound[] {
  const merits = (trail: TrailFound) =>
    [
      trail.account === organization.managementAccount,
      !isControlTowers(trail.name),
      trail.isLogging === true,
      trail.isMultiRegion,
      trail.validates,
      trail.logGroupArn !== undefined,
      trail.key !== undefined,
    ]
      .map((merit) => (merit ? 1 : 0))
      .join('');
  // The order of the alphabet decides between equals, so that the same organization gives the same file.
  return trails
    .filter(({ isOrganization }) => isOrganization)
    .sort((a, b) => (merits(a) === merits(b) ? (a.name < b.name ? -1 : 1) : merits(a) < merits(b) ? 1 : -1));
}

function homeOf({ region }: Found, trail?: TrailFound): Reasoned {
  if (trail && !isOptIn(trail.home)) return known(trail.home, `home of the trail ${trail.name}`);
  const why = trail ? `; ${trail.home}, home of the trail ${trail.name}, is an opt-in region` : '';
  return guess(region, `where these credentials work${why}`);
}

function byName({ organization, accounts }: Found, pattern: RegExp, except: readonly string[]): Reasoned | undefined {
  const [only, ...more] = organization.accounts.filter(
    ({ id, name }) =>
      id !== organization.managementAccount &&
      !except.includes(id) &&
      pattern.test(name) &&
      accounts.some(({ account }) => account === id),
  );
  return only && more.length === 0 ? guess(only.id, `by nothing but its name, ${only.name}`) : undefined;
}

function auditOf(found: Found, logArchive?: string): Reasoned | undefined {
  const { accounts, delegated, managementAccount } = found.organization;
  const isActive = (account: string) => accounts.some(({ id, state }) => id === account && state === 'ACTIVE');
  const services = new Map<string, string[]>();
  for (const service of DELEGATED_SERVICES) {
    for (const account of delegated[service] ?? []) {
      services.set(account, [...(services.get(account) ?? []), service]);
    }
  }
  const [best, ...more] = [...services]
    .filter(([account]) => account !== managementAccount && isActive(account))
    .sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || (a < b ? -1 : 1));
  if (best === undefined) return byName(found, /audit|security/i, logArchive === undefined ? [] : [logArchive]);
  const others = more.length > 0 ? `; so do ${more.map(([account]) => account).join(', ')} in part` : '';
  return known(best[0], `administers ${best[1].join(', ')} already${others}`);
}

/** A region is governed where at least half of the recording accounts record: a stray recorder must not govern all. */
function governedBy({ accounts }: Found, home: string): Pick<Holders, 'governed' | 'sparse' | 'recording'> {
  const counts = new Map<string, number>();
  for (const { places } of accounts) {
    for (const { region, recorder } of places) if (recorder) counts.set(region, (counts.get(region) ?? 0) + 1);
  }
  const recording = accounts.filter(({ places }) => places.some(({ recorder }) => recorder)).length;
  const many = [...counts].filter(([, count]) => count * 2 >= recording).map(([region]) => region);
  const governed = [home, ...many.filter((region) => region !== home).sort()];
  const sparse = [...counts].filter(([region]) => !governed.includes(region)).sort(([a], [b]) => (a < b ? -1 : 1));
  return { governed, sparse: Object.fromEntries(sparse), recording };
}

function archiveRegionOf(
  { partition, regions }: Found,
  bucket: BucketFound | undefined,
  home: string,
  governed: readonly string[],
): Pick<Holders, 'archiveRegion'> {
  if (bucket?.region) {
    return { archiveRegion: known(bucket.region, `where ${bucket.name} lies, which the trail's bucket is copied to`) };
  }
  const usable = [...governed, ...regions, ...regionsOf(partition)].filter((one) => one !== home && !isOptIn(one));
  const because = 'any region but home will do; nothing tells of one, and a later change makes a new archive';
  return usable[0] === undefined ? {} : { archiveRegion: guess(usable[0], because) };
}
