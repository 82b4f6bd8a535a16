import {
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Aws } from '../shared/aws';
import type { Drift } from '../shared/healer';
import { BLOCKS, type DesiredBucket } from './desired';
import { isSamePolicy } from './policy';
import { isRefusal, orNone, persistently } from './refusal';

/** What differs in one bucket. First of all nothing of it may be public: while it is, a policy may make it so. */
export async function inspectBucket(wanted: DesiredBucket, aws: Aws): Promise<readonly Drift[]> {
  const { name } = wanted;
  const account = aws.accountId;
  const puts = putsOf(wanted, aws);
  try {
    return await differences(wanted, aws, puts);
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucket') {
      const firstStep =
        `Find out who deleted the bucket ${name} of account ${account}, take a bucket of that name before others do by ` +
        'applying the evidence stack, and restore what was replicated to the archive.';
      return [{ what: `the bucket ${name} is gone`, was: null, wanted: name, firstStep }];
    }
    if (!isRefusal(error)) throw error;
    // Whoever keeps us from reading would want that we change nothing; what should be is known without it.
    const mend = () => allOf([puts.access, puts.policy, puts.versioning]);
    const firstStep =
      `See with s3:GetBucketPolicy who refuses the healer the bucket ${name} of account ${account}: its policy, which ` +
      `the root user of the account can delete, a policy of the organization, or that it is another account's by now.`;
    return [{ what: `the bucket ${name} cannot be read`, was: String(error), wanted: name, mend, firstStep }];
  }
}

type Puts = Readonly<Record<'access' | 'policy' | 'versioning', () => Promise<void>>>;

/** How a bucket is made as it should be. */
function putsOf({ name, policy: Policy, publicAccessBlock, versioning: Status }: DesiredBucket, aws: Aws): Puts {
  const s3 = aws.client(S3Client);
  const bucket = ourOwn(name, aws);
  const access = { ...bucket, PublicAccessBlockConfiguration: publicAccessBlock };
  return {
    access: () => persistently(() => s3.send(new PutPublicAccessBlockCommand(access))),
    policy: () => persistently(() => s3.send(new PutBucketPolicyCommand({ ...bucket, Policy }))),
    versioning: () =>
      persistently(() => s3.send(new PutBucketVersioningCommand({ ...bucket, VersioningConfiguration: { Status } }))),
  };
}

/** Makes every change of which any is possible: what one policy refuses, the next may allow. */
async function allOf(changes: readonly (() => Promise<void>)[]): Promise<void> {
  const refused: (() => Promise<void>)[] = [];
  for (const change of changes) await change().catch(() => refused.push(change));
  for (const change of refused) await change();
}

/** A bucket that was deleted may be somebody else's by now. */
const ourOwn = (name: string, { accountId }: Aws) => ({ Bucket: name, ExpectedBucketOwner: accountId });

async function differences(wanted: DesiredBucket, aws: Aws, puts: Puts): Promise<readonly Drift[]> {
  const s3 = aws.client(S3Client);
  const { name, policy: Policy, publicAccessBlock, versioning } = wanted;
  const bucket = ourOwn(name, aws);
  const [access, policy, versions] = await Promise.all([
    orNone(s3.send(new GetPublicAccessBlockCommand(bucket)), 'NoSuchPublicAccessBlockConfiguration'),
    orNone(s3.send(new GetBucketPolicyCommand(bucket)), 'NoSuchBucketPolicy'),
    s3.send(new GetBucketVersioningCommand(bucket)),
  ]);
  const drifts: Drift[] = [];
  const blocks = access?.PublicAccessBlockConfiguration;
  if (BLOCKS.some((block) => blocks?.[block] !== true))
    drifts.push({
      what: `the bucket ${name} may become public`,
      was: blocks ?? null,
      wanted: publicAccessBlock,
      mend: puts.access,
    });
  if (!isSamePolicy(policy?.Policy, Policy))
    drifts.push({
      what: `the bucket ${name} has another policy`,
      was: policy?.Policy ?? null,
      wanted: Policy,
      mend: puts.policy,
    });
  if (versions.Status !== versioning)
    drifts.push({
      what: `the bucket ${name} keeps no versions`,
      was: versions.Status ?? null,
      wanted: versioning,
      mend: puts.versioning,
    });
  return drifts;
}
