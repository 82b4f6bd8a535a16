import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Partition } from '../config/regions';
import { type AccountReading, readAccount } from './account';
import type { Access, Aws } from './aws';
import { type BucketFound, bucketsOwned, readBucket } from './buckets';
import { DiscoveryError, type Gap, Gaps, reasonOf } from './gap';
import { type KeyFound, readKey } from './keys';
import { type OrganizationFound, readOrganization } from './organization';
import { inParallel } from './parallel';
import { type PolicyFound, readPolicies } from './policies';
import { type OutletsFound, readLogGroup, readTopic } from './trail-outlets';
import type { TrailFound } from './trails';

/** What to look at. */
export interface Scope {
  /** Default: those that the caller's account has enabled. */
  readonly regions: readonly string[];
  /** Default: every active account. The caller's own is always looked at. */
  readonly accounts: readonly string[];
}

/** An organization as it is, as far as it could be read. */
export interface Found {
  /** Whose credentials were used. */
  readonly caller: string;
  readonly partition: Partition;
  /** Where the caller works. */
  readonly region: string;
  readonly organization: OrganizationFound;
  /** Looked at. */
  readonly regions: readonly string[];
  readonly policies: readonly PolicyFound[];
  /** Of the accounts that could be entered, by id. */
  readonly accounts: readonly AccountReading[];
  /** Active, but not entered: why. */
  readonly closed: Readonly<Record<string, string>>;
  /** Active, but not asked for. */
  readonly skipped: readonly string[];
  /** Each once, those of the organization first. */
  readonly trails: readonly TrailFound[];
  readonly outlets: readonly OutletsFound[];
  /** Buckets of organization trails and of delivery channels, and those that these log and copy to. */
  readonly buckets: readonly BucketFound[];
  /** Named by a trail or a channel; no account that was entered owns them. */
  readonly bucketsWithoutOwner: readonly string[];
  readonly keys: readonly KeyFound[];
  readonly gaps: readonly Gap[];
}

/** Accounts read at a time; each asks all its regions at once. */
const WIDTH = 12;

/**
 * Looks at an organization; changes nothing.
 *
 * @param onAccount - told after each account how many are done
 * @throws DiscoveryError when there is nothing to go on
 */
export async function discover(
  aws: Aws,
  scope: Scope,
  onAccount: (done: number, all: number) => void = () => undefined,
): Promise<Found> {
  const gaps = new Gaps();
  const organization = await readOrganization(aws, gaps);
  const regions = scope.regions.length > 0 ? scope.regions : await enabledRegions(aws);
  const policies = await readPolicies(aws, organization.policyTypes, gaps);

  const active = organization.accounts.filter(({ state }) => state === 'ACTIVE').map(({ id }) => id);
  const strangers = scope.accounts.filter((id) => !active.includes(id));
  if (strangers.length > 0) {
    throw new DiscoveryError(`${strangers.join(', ')}: no active account of the organization ${organization.id}`);
  }
  const asked = active.filter((id) => scope.accounts.length === 0 || [aws.account, ...scope.accounts].includes(id));
  const visits = new Visits(aws, new Set(asked), gaps);
  let done = 0;
  const read = await inParallel(WIDTH, asked, async (account) => {
    const reading = await visits.to(account, (access) =>
      readAccount(access, { regions, isCaller: account === aws.account }, gaps),
    );
    onAccount(++done, asked.length);
    return reading;
  });
  const accounts = read.filter((reading) => reading !== undefined);
  const trails = distinct(accounts.flatMap((one) => one.trails));
  const outlets = await inParallel(
    WIDTH,
    trails.filter(({ isOrganization }) => isOrganization),
    (trail) => readOutlets(visits, trail, gaps),
  );
  const { buckets, bucketsWithoutOwner } = await readBuckets(visits, bucketNames(trails, accounts), {
    candidates: organization.accounts.filter(({ id }) => accounts.some(({ account }) => account === id)),
    gaps,
  });
  return {
    caller: aws.account,
    partition: aws.partition,
    region: aws.region,
    organization,
    regions,
    policies,
    accounts,
    closed: visits.closed,
    skipped: active.filter((id) => !asked.includes(id)),
    trails,
    outlets,
    buckets,
    bucketsWithoutOwner,
    keys: await readKeys(visits, trails, buckets, gaps),
    gaps: gaps.all,
  };
}

async function enabledRegions(aws: Aws): Promise<string[]> {
  try {
    const { Regions = [] } = await aws.client(EC2Client).send(new DescribeRegionsCommand({}));
    return Regions.map(({ RegionName }) => RegionName!).sort();
  } catch (error) {
    throw new DiscoveryError(
      `the enabled regions of account ${aws.account} cannot be listed: ${reasonOf(error)}; name regions with --regions`,
    );
  }
}

/** Accounts are entered one task at a time; one that cannot be entered, or was not asked for, is told of once. */
class Visits {
  readonly closed: Record<string, string> = {};
  private readonly strangers = new Set<string>();

  constructor(
    private readonly aws: Aws,
    private readonly asked: ReadonlySet<string>,
    private readonly gaps: Gaps,
  ) {}

  async to<T>(account: string, task: (access: Access) => Promise<T>): Promise<T | undefined> {
    if (this.closed[account] !== undefined) return undefined;
    if (!this.asked.has(account)) {
      if (!this.strangers.has(account)) {
        this.gaps.add({ account, what: 'what evidence needs of it', why: 'it is not among the accounts looked at' });
      }
      this.strangers.add(account);
      return undefined;
    }
    let access: Access;
    try {
      access = await this.aws.enter(account);
    } catch (error) {
      const why = reasonOf(error);
      if (this.closed[account] === undefined) this.gaps.add({ account, what: 'everything', why });
      this.closed[account] = why;
      return undefined;
    }
    try {
      return await task(access);
    } finally {
      access.close();
    }
  }
}

/** Members see the trails of the organization too, and a delegated administrator all of them. */
function distinct(trails: readonly TrailFound[]): TrailFound[] {
  const known = new Map<string, TrailFound>();
  for (const trail of trails) {
    const before = known.get(trail.arn);
    // Members may not read the selectors of an organization trail: whoever could knows more.
    if (before === undefined || (before.selectors === undefined && trail.selectors)) known.set(trail.arn, trail);
  }
  const key = ({ isOrganization, account, home, name }: TrailFound) =>
    `${isOrganization ? 0 : 1} ${account} ${home} ${name}`;
  return [...known.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

async function readOutlets(visits: Visits, trail: TrailFound, gaps: Gaps): Promise<OutletsFound> {
  const { logGroupArn, topicArn } = trail;
  const logGroup =
    logGroupArn && (await visits.to(accountIn(logGroupArn), (access) => readLogGroup(access, logGroupArn, gaps)));
  const topic = topicArn && (await visits.to(accountIn(topicArn), (access) => readTopic(access, topicArn, gaps)));
  return { trail: trail.arn, ...(logGroup && { logGroup }), ...(topic && { topic }) };
}

const accountIn = (arn: string): string => arn.split(':')[4]!;

const bucketNames = (trails: readonly TrailFound[], accounts: readonly AccountReading[]): string[] => [
  ...new Set([
    ...trails.filter(({ isOrganization }) => isOrganization).map(({ bucket }) => bucket),
    ...accounts.flatMap(({ places }) => places.flatMap(({ channel }) => channel?.bucket ?? [])),
  ]),
];

/** Reads buckets, and those that they log and copy to, each in the account that owns it. */
async function readBuckets(
  visits: Visits,
  names: readonly string[],
  { candidates, gaps }: { candidates: OrganizationFound['accounts']; gaps: Gaps },
): Promise<Pick<Found, 'buckets' | 'bucketsWithoutOwner'>> {
  const buckets: BucketFound[] = [];
  const bucketsWithoutOwner: string[] = [];
  let wanted = [...names];
  // Twice: what is found leads to more, and those to nothing that would be evidence.
  for (const _round of ['named', 'linked']) {
    const owners = await ownersOf(visits, wanted, candidates, gaps);
    bucketsWithoutOwner.push(...wanted.filter((name) => !owners.has(name)));
    const read = await inParallel(WIDTH, [...owners], ([name, account]) =>
      visits.to(account, (access) => readBucket(access, name, gaps)),
    );
    buckets.push(...read.filter((bucket) => bucket !== undefined));
    const known = new Set([...bucketsWithoutOwner, ...buckets.map(({ name }) => name)]);
    const linked = buckets.flatMap(({ logsTo, copiesTo }) => [...(logsTo ? [logsTo] : []), ...copiesTo]);
    wanted = [...new Set(linked)].filter((name) => !known.has(name));
  }
  return { buckets: buckets.sort((a, b) => (a.name < b.name ? -1 : 1)), bucketsWithoutOwner };
}

/** Asks the likeliest accounts first, and no more than are needed. */
async function ownersOf(
  visits: Visits,
  names: readonly string[],
  candidates: OrganizationFound['accounts'],
  gaps: Gaps,
): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  const likelihood = ({ id, name }: OrganizationFound['accounts'][number]) =>
    names.some((bucket) => bucket.includes(id)) ? 0 : /log|audit|archive|security/i.test(name) ? 1 : 2;
  const queue = [...candidates].sort((a, b) => likelihood(a) - likelihood(b));
  while (queue.length > 0 && owners.size < names.length) {
    await inParallel(WIDTH, queue.splice(0, WIDTH), async ({ id }) => {
      const sought = names.filter((name) => !owners.has(name));
      const owned = await visits.to(id, (access) => bucketsOwned(access, sought, gaps));
      for (const name of owned ?? []) owners.set(name, id);
    });
  }
  return owners;
}

async function readKeys(
  visits: Visits,
  trails: readonly TrailFound[],
  buckets: readonly BucketFound[],
  gaps: Gaps,
): Promise<KeyFound[]> {
  const named = [...trails.filter(({ isOrganization }) => isOrganization), ...buckets].flatMap(({ key }) => key ?? []);
  const arns = [...new Set(named)].filter((key) => /^arn:[^:]+:kms:[^:]+:\d{12}:/.test(key)).sort();
  const keys = await inParallel(WIDTH, arns, (key) =>
    visits.to(accountIn(key), (access) => readKey(access, key, gaps)),
  );
  const known = new Map(keys.filter((key) => key !== undefined).map((key) => [key.arn, key]));
  return [...known.values()];
}
