import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { Construct } from 'constructs';
import type { Lock } from '../config/retention';
import type { EvidenceKey } from '../keys/evidence-key';
import { allowService } from '../policy/statement';
import { letGo } from '../state/state-changes';
import { EvidenceBucket, type EvidenceBucketProps } from './evidence-bucket';

/** What the bucket must know of a trail. Computed from names: the policy needs it before the trail exists. */
export interface TrailIdentity {
  /** Carries the management account, whoever creates the trail. */
  readonly arn: string;
  readonly managementAccount: string;
  readonly organizationId: string;
}

export interface TrailBucketProps extends EvidenceBucketProps {
  readonly key: EvidenceKey;
  readonly retention: Lock;
  readonly trail: TrailIdentity;
  /** Keeps CloudTrail's public keys beside what they prove. Absent: nobody writes but CloudTrail. */
  readonly keyArchivistArn?: string;
}

/** Of the public keys that digests are signed with, each as `<region>/<fingerprint>.json`. */
export const PUBLIC_KEY_PREFIX = 'PublicKeys';

/**
 * Where the trail is left to others: what it delivered before stays, as it is locked and encrypted. The deployment knows it no
 * longer.
 */
export function keepTrailBucket(scope: Construct, id: string): void {
  const parts = {
    bucket: S3Bucket,
    'public-access-block': S3BucketPublicAccessBlock,
    ownership: S3BucketOwnershipControls,
    versioning: S3BucketVersioningA,
    encryption: S3BucketServerSideEncryptionConfigurationA,
    'object-lock': S3BucketObjectLockConfigurationA,
    policy: S3BucketPolicy,
    lifecycle: S3BucketLifecycleConfiguration,
  };
  for (const [part, { tfResourceType }] of Object.entries(parts)) letGo(scope, `${tfResourceType}.${id}_${part}`);
}

/** Write-once home of the organization trail's log and digest files, and of the keys that prove them. */
export class TrailBucket extends EvidenceBucket {
  constructor(scope: Construct, id: string, props: TrailBucketProps) {
    const { key, retention: lock, keyArchivistArn } = props;
    const open =
      keyArchivistArn === undefined ? undefined : { prefix: PUBLIC_KEY_PREFIX, writerRoleArn: keyArchivistArn };
    super(scope, id, props, { key, lock, open });
    const { arn, managementAccount, organizationId } = props.trail;
    const deliver = (sid: string, owner: string) =>
      allowService(
        'cloudtrail.amazonaws.com',
        { sourceArn: arn },
        {
          sid,
          actions: ['s3:PutObject'],
          resources: [`${this.arn}/AWSLogs/${owner}/*`],
          condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
        },
      );
    // Three statements. Source: CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail".
    this.allow(
      allowService(
        'cloudtrail.amazonaws.com',
        { sourceArn: arn },
        {
          sid: 'TrailChecksBucket',
          actions: ['s3:GetBucketAcl'],
          resources: [this.arn],
        },
      ),
      // Keeps the trail working while it is not, or no longer, the whole organization's.
      deliver('TrailDeliversForManagementAccount', managementAccount),
      deliver('TrailDeliversForOrganization', organizationId),
    );
  }
}
