import type { Construct } from 'constructs';
import type { Lock } from '../config/retention';
import type { EvidenceKey } from '../keys/evidence-key';
import { allowRoles } from '../policy/statement';
import { EvidenceBucket, type EvidenceBucketProps } from './evidence-bucket';

export interface ArchiveBucketProps extends EvidenceBucketProps {
  readonly key: EvidenceKey;
  readonly retention: Lock;
  /** The only role that may write here, and only replicas. It may delete nothing. */
  readonly replicationRoleArn: string;
}

/**
 * Write-once copies of the evidence, in another region and, if so declared, another account. Objects that arrive
 * unlocked take this bucket's retention; locked ones bring their own.
 * Source: S3 user guide, "What does Amazon S3 replicate?".
 */
export class ArchiveBucket extends EvidenceBucket {
  constructor(scope: Construct, id: string, props: ArchiveBucketProps) {
    const { key, retention, organizationId, replicationRoleArn } = props;
    const roles = [replicationRoleArn];
    super(scope, id, props, { key, lock: retention, writers: roles });
    this.allow(
      allowRoles(organizationId, roles, {
        sid: 'ReplicationChecksBucket',
        actions: ['s3:GetBucketVersioning', 's3:ListBucket'],
        resources: [this.arn],
      }),
      allowRoles(organizationId, roles, {
        sid: 'ReplicationDelivers',
        actions: ['s3:ReplicateObject', 's3:ReplicateTags'],
        resources: [`${this.arn}/*`],
      }),
    );
  }
}
