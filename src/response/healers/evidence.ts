import type { Organization } from '../../config/organization';
import type { Statement } from '../../policy/statement';
import type { HealerSpec } from '../healer-spec';

/** Where one account keeps evidence in one region, as its stack declares it. */
export interface DeclaredEvidence {
  readonly buckets: readonly DeclaredBucket[];
  /** Terraform references to keys, by names of letters and digits that no environment has, as in `EvidenceKeyArn`. */
  readonly keyArns: Readonly<Record<string, string>>;
}

export interface DeclaredBucket {
  readonly name: string;
  /** JSON as Terraform is given it: what it would read as an expression is escaped. */
  readonly policy: string;
}

/** Keeps buckets and keys of evidence as they are declared: nothing public, policies whole, keys usable and rotated. */
export const evidenceHealer = (
  organization: Pick<Organization, 'bucketArn'>,
  { buckets, keyArns }: DeclaredEvidence,
): HealerSpec => ({
  name: 'evidence',
  description: 'Closes the buckets of evidence again, and makes its keys usable and rotated again',
  events: [
    {
      source: 'aws.s3',
      eventSource: 's3.amazonaws.com',
      // CloudTrail names the calls of public access blocks otherwise than the API.
      names: [
        'DeleteBucket',
        'DeleteBucketPolicy',
        'DeleteBucketPublicAccessBlock',
        'PutBucketPolicy',
        'PutBucketPublicAccessBlock',
        'PutBucketVersioning',
      ],
    },
    {
      source: 'aws.kms',
      eventSource: 'kms.amazonaws.com',
      names: ['DisableKey', 'DisableKeyRotation', 'ScheduleKeyDeletion'],
    },
  ],
  desired: {
    buckets: buckets.map(({ name, policy }) => ({
      name,
      policy: asStored(name, policy),
      publicAccessBlock: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      versioning: 'Enabled',
    })),
    keys: Object.keys(keyArns).map((name) => ({ arn: `\${${name}}` })),
  },
  references: keyArns,
  permissions: permissions(
    buckets.map(({ name }) => organization.bucketArn(name)),
    Object.values(keyArns),
  ),
});

/**
 * A policy as S3 has it once Terraform was there.
 *
 * @throws Error for one that takes values of other resources: the healer would write their place-holders
 */
function asStored(bucket: string, policy: string): string {
  const expressions = policy
    .replaceAll('$${', '')
    .replaceAll('%%{', '')
    .match(/[$%]\{[^}]*\}?/g);
  if (expressions)
    throw new Error(`the policy of the bucket ${bucket} refers to ${expressions.join(', ')}; only names can be healed`);
  return policy.replaceAll('$${', () => '${').replaceAll('%%{', '%{');
}

const permissions = (bucketArns: readonly string[], keyArns: readonly string[]): Statement[] => [
  {
    sid: 'MendBuckets',
    effect: 'Allow',
    actions: [
      's3:GetBucketPolicy',
      's3:GetBucketPublicAccessBlock',
      's3:GetBucketVersioning',
      's3:PutBucketPolicy',
      's3:PutBucketPublicAccessBlock',
      's3:PutBucketVersioning',
    ],
    resources: bucketArns,
  },
  {
    sid: 'MendKeys',
    effect: 'Allow',
    actions: [
      'kms:CancelKeyDeletion',
      'kms:DescribeKey',
      'kms:EnableKey',
      'kms:EnableKeyRotation',
      'kms:GetKeyRotationStatus',
    ],
    resources: keyArns,
  },
];
