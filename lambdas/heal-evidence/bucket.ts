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
  try {
    return await differences(wanted, aws);
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucket') {
      const firstStep =
        `Find out who deleted the bucket ${name} of account ${account}, take a bucket of that name before others do by ` +
        'applying the evidence stack, and restore what was replicated to the archive.';
      return [{ what: `the bucket ${name} is gone`, was: null, wanted: name, firstStep }];
    }
    if (!isRefusal(error)) throw error;
    // Other buckets are still to be looked at, and whoever denies us this one would want that we are not.
    const firstStep =
      `See with s3:GetBucketPolicy who refuses the healer the bucket ${name} of account ${account}: its policy, which ` +
      `the root user of the account can delete, a policy of the organization, or that it is another account's by now.`;
    return [{ what: `the bucket ${name} cannot be read`, was: String(error), wanted: name, firstStep }];
  }
}

async function differences(wanted: DesiredBucket, aws: Aws): Promise<readonly Drift[]> {
  const s3 = aws.client(S3Client);
  const { name, policy: Policy, publicAccessBlock, versioning } = wanted;
  // A bucket that was deleted may be somebody else's by now.
  const bucket = { Bucket: name, ExpectedBucketOwner: aws.accountId };
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
      mend: () =>
        persistently(() =>
          s3.send(new PutPublicAccessBlockCommand({ ...bucket, PublicAccessBlockConfiguration: publicAccessBlock })),
        ),
    });
  if (!isSamePolicy(policy?.Policy, Policy))
    drifts.push({
      what: `the bucket ${name} has another policy`,
      was: policy?.Policy ?? null,
      wanted: Policy,
      mend: () => persistently(() => s3.send(new PutBucketPolicyCommand({ ...bucket, Policy }))),
    });
  if (versions.Status !== versioning)
    drifts.push({
      what: `the bucket ${name} keeps no versions`,
      was: versions.Status ?? null,
      wanted: versioning,
      mend: () =>
        persistently(() =>
          s3.send(new PutBucketVersioningCommand({ ...bucket, VersioningConfiguration: { Status: versioning } })),
        ),
    });
  return drifts;
}
