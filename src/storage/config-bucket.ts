import type { Construct } from 'constructs';
import type { EvidenceKey } from '../keys/evidence-key';
import { literal } from '../policy/literal';
import { allowRoles, allowService, type Condition } from '../policy/statement';
import { EvidenceBucket, type EvidenceBucketProps } from './evidence-bucket';

export interface ConfigBucketProps extends EvidenceBucketProps {
  readonly key: EvidenceKey;
  /** Comes before `AWSLogs/` in every key. */
  readonly prefix: string;
  /** ARN of the custom recorder role in any account. Absent: Config delivers as the service. */
  readonly recorderRoleArn?: string;
  /** ARNs of roles, in any account, that read the snapshots of their own account. */
  readonly snapshotReaderArns: readonly string[];
}

/**
 * Where AWS Config delivers, for the whole organization. Not locked: Config refuses buckets with Object Lock.
 * Its replicas in the archive bucket are.
 * Source: Config developer guide, "Manage the delivery channel".
 */
export class ConfigBucket extends EvidenceBucket {
  constructor(scope: Construct, id: string, props: ConfigBucketProps) {
    const { key, prefix, organizationId, recorderRoleArn, snapshotReaderArns } = props;
    super(scope, id, props, { key, writers: recorderRoleArn === undefined ? [] : [recorderRoleArn] });

    // Region is left out of the key pattern: Config probes with a key that has none (ConfigWritabilityCheckFile).
    const deliveries = [`${this.arn}/${prefix}/AWSLogs/*/Config/*`];
    const ownerGetsAll: Condition = { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } };
    const pin = { sourceOrganization: organizationId };
    this.allow(
      allowService('config.amazonaws.com', pin, {
        sid: 'ConfigChecksBucket',
        actions: ['s3:GetBucketAcl', 's3:ListBucket'],
        resources: [this.arn],
      }),
      allowService('config.amazonaws.com', pin, {
        sid: 'ConfigDelivers',
        actions: ['s3:PutObject'],
        resources: deliveries,
        condition: ownerGetsAll,
      }),
    );
    if (snapshotReaderArns.length > 0) {
      this.allow(
        allowRoles(organizationId, snapshotReaderArns, {
          sid: 'RulesReadSnapshots',
          actions: ['s3:GetObject'],
          resources: [literal(`${this.arn}/${prefix}/AWSLogs/\${aws:PrincipalAccount}/Config/*/ConfigSnapshot/*`)],
        }),
      );
    }
    if (recorderRoleArn !== undefined) {
      const roles = [recorderRoleArn];
      this.allow(
        allowRoles(organizationId, roles, {
          sid: 'RecorderChecksBucket',
          actions: ['s3:GetBucketAcl', 's3:ListBucket'],
          resources: [this.arn],
        }),
        allowRoles(organizationId, roles, {
          sid: 'RecorderDelivers',
          actions: ['s3:PutObject', 's3:PutObjectAcl'],
          resources: deliveries,
          condition: ownerGetsAll,
        }),
      );
    }
  }
}
