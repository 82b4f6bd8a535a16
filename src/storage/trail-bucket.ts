import type { Construct } from 'constructs';
import type { Retention } from '../config/retention';
import type { EvidenceKey } from '../keys/evidence-key';
import { allowService } from '../policy/statement';
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
  readonly retention: Retention;
  readonly trail: TrailIdentity;
  /** Keeps CloudTrail's public keys beside what they prove. */
  readonly keyArchivistArn: string;
}

/** Of the public keys that digests are signed with, each as `<region>/<fingerprint>.json`. */
export const PUBLIC_KEY_PREFIX = 'PublicKeys';

/** Write-once home of the organization trail's log and digest files, and of the keys that prove them. */
export class TrailBucket extends EvidenceBucket {
  constructor(scope: Construct, id: string, props: TrailBucketProps) {
    super(scope, id, props, {
      key: props.key,
      lock: props.retention,
      open: { prefix: PUBLIC_KEY_PREFIX, writerRoleArn: props.keyArchivistArn },
    });
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
