import {
  type DefaultRetention,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { BUCKET_PARTS, type BucketPart } from '../config/sections/adopt';
import { partitionOf } from '../config/regions';
import { arn } from '../policy/arn';
import type { Access } from './aws';
import { type Gaps, isAbsence } from './gap';
import { everyPage } from './parallel';

/** A bucket that evidence lies in, or is copied to. */
export interface BucketFound {
  readonly name: string;
  readonly account: string;
  /** Absent when that could not be read. */
  readonly region?: string;
  /** What it has of its own, as far as that could be read. */
  readonly has: readonly BucketPart[];
  /** What could not be read, so that nothing is known of it. */
  readonly unread: readonly BucketPart[];
  readonly isLocked: boolean;
  /** What objects are locked for when nothing else is said. */
  readonly lock?: { readonly mode: 'COMPLIANCE' | 'GOVERNANCE'; readonly years: number };
  /** ARN of the key it encrypts with, or of an alias of that. */
  readonly key?: string;
  /** Bucket that its access logs go to. */
  readonly logsTo?: string;
  /** Buckets that it is copied to. */
  readonly copiesTo: readonly string[];
}

/** What is wanted where a gap may hide who owns a bucket. */
export const BUCKETS_UNREAD = 'its buckets';

/** Which of these buckets the account owns. Bucket names say nothing of that, and policies may hide a bucket's own answers. */
export async function bucketsOwned(access: Access, names: readonly string[], gaps: Gaps): Promise<string[]> {
  const { account } = access;
  const client = access.client(S3Client);
  const owned: string[] = [];
  for (const name of names) {
    const like = await gaps.attempt({ account }, BUCKETS_UNREAD, () =>
      everyPage(
        (ContinuationToken) =>
          client.send(new ListBucketsCommand({ Prefix: name, MaxBuckets: 100, ContinuationToken })),
        ({ Buckets }) => Buckets,
        (page) => page.ContinuationToken,
      ),
    );
    // What it refuses once it refuses again.
    if (like === undefined) break;
    if (like.some(({ Name }) => Name === name)) owned.push(name);
  }
  return owned;
}

/** `access` must be of the account that owns it. */
export async function readBucket(access: Access, name: string, gaps: Gaps): Promise<BucketFound> {
  const { account } = access;
  const location = await gaps.attempt({ account }, `where the bucket ${name} lies`, () =>
    access.client(S3Client).send(new GetBucketLocationCommand({ Bucket: name })),
  );
  if (location === undefined) return { name, account, has: [], unread: BUCKET_PARTS, isLocked: false, copiesTo: [] };
  const region = regionOf(location.LocationConstraint ?? '');
  const client = access.client(S3Client, region);
  const Bucket = name;
  const unread: BucketPart[] = [];
  const read = async <T>(part: BucketPart, ask: () => Promise<T>) => {
    const answer = await gaps.attempt({ account, region }, `${part} of the bucket ${name}`, () => unlessAbsent(ask));
    if (answer === undefined) unread.push(part);
    return answer === ABSENT ? undefined : answer;
  };

  const policy = await read('policy', () => client.send(new GetBucketPolicyCommand({ Bucket })));
  const versioning = await read('versioning', () => client.send(new GetBucketVersioningCommand({ Bucket })));
  const encryption = await read('encryption', () => client.send(new GetBucketEncryptionCommand({ Bucket })));
  const access_ = await read('public-access-block', () => client.send(new GetPublicAccessBlockCommand({ Bucket })));
  const ownership = await read('ownership', () => client.send(new GetBucketOwnershipControlsCommand({ Bucket })));
  const lifecycle = await read('lifecycle', () => client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })));
  const lock = await read('object-lock', () => client.send(new GetObjectLockConfigurationCommand({ Bucket })));
  const logging = await read('logging', () => client.send(new GetBucketLoggingCommand({ Bucket })));
  const replication = await read('replication', () => client.send(new GetBucketReplicationCommand({ Bucket })));

  const isLocked = lock?.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled';
  const retention = lock?.ObjectLockConfiguration?.Rule?.DefaultRetention;
  const present: Record<BucketPart, unknown> = {
    policy: policy?.Policy,
    versioning: versioning?.Status,
    encryption: encryption?.ServerSideEncryptionConfiguration,
    'public-access-block': access_?.PublicAccessBlockConfiguration,
    ownership: ownership?.OwnershipControls,
    lifecycle: lifecycle?.Rules?.length,
    // A lock without a default retention is nothing to import.
    'object-lock': retention,
    logging: logging?.LoggingEnabled,
    replication: replication?.ReplicationConfiguration,
  };
  const [rule] = encryption?.ServerSideEncryptionConfiguration?.Rules ?? [];
  const key = rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
  const copies = (replication?.ReplicationConfiguration?.Rules ?? [])
    .filter(({ Status }) => Status === 'Enabled')
    .flatMap(({ Destination }) => Destination?.Bucket?.split(':::')[1] ?? []);
  return {
    name,
    account,
    region,
    has: BUCKET_PARTS.filter((part) => present[part]),
    unread,
    isLocked,
    ...(retention?.Mode && { lock: { mode: retention.Mode, years: yearsOf(retention) } }),
    ...(key && { key: keyArn(key, account, region) }),
    ...(logging?.LoggingEnabled?.TargetBucket && { logsTo: logging.LoggingEnabled.TargetBucket }),
    copiesTo: [...new Set(copies)],
  };
}

/** S3 answers what it was told: an ARN, or the id or alias alone. */
const keyArn = (key: string, account: string, region: string): string =>
  /^arn:/.test(key)
    ? key
    : arn({
        partition: partitionOf(region),
        service: 'kms',
        region,
        account,
        resource: key.startsWith('alias/') ? key : `key/${key}`,
      });

/** `''` and `EU` are older than regions' names. Source: GetBucketLocation. */
const regionOf = (constraint: string): string =>
  constraint === '' ? 'us-east-1' : constraint === 'EU' ? 'eu-west-1' : constraint;

/** Days are rounded up: a lock must not become shorter. */
const yearsOf = ({ Years, Days = 0 }: DefaultRetention): number => Years || Math.ceil(Days / 365.25);

const ABSENT = Symbol('absent');

async function unlessAbsent<T>(ask: () => Promise<T>): Promise<T | typeof ABSENT> {
  try {
    return await ask();
  } catch (error) {
    if (isAbsence(error)) return ABSENT;
    throw error;
  }
}
