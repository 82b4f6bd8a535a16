import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { Construct } from 'constructs';
import type { EvidenceKey } from '../keys/evidence-key';
import type { Place } from '../placement/placement';
import { type Statement, toPolicyJson, trustService } from '../policy/statement';
import type { EvidenceBucket } from './evidence-bucket';

export interface ReplicationSource {
  readonly id: string;
  readonly bucket: EvidenceBucket;
  /** Key of the source's objects. Absent: keys that S3 manages. */
  readonly key?: EvidenceKey;
  /** Locked objects carry their retention along, which the role must read. */
  readonly locked: boolean;
}

export interface ReplicationProps {
  /** Place of every source bucket. */
  readonly place: Place;
  /** Place of IAM in the sources' account. */
  readonly anywhere: Place;
  readonly account: string;
  readonly roleName: string;
  readonly roleArn: string;
  readonly sources: readonly ReplicationSource[];
  readonly destination: { readonly bucket: EvidenceBucket; readonly key: EvidenceKey };
  /** Hosts of S3 at either end, as in `s3.eu-west-1.amazonaws.com`. */
  readonly s3Hosts: { readonly source: string; readonly destination: string };
  /** Replicate within 15 minutes. */
  readonly timeControl: boolean;
}

/** Copies evidence into the archive. The role can read there and write here; it can delete nowhere. */
export class Replication extends Construct {
  constructor(scope: Construct, id: string, props: ReplicationProps) {
    super(scope, id);
    const { anywhere, account, roleName, sources, destination, s3Hosts } = props;

    const role = new IamRole(this, 'role', {
      ...anywhere,
      name: roleName,
      description: 'Copies audit evidence into the archive bucket',
      // A strict pin would stop replication for good if S3 sent no account; using the role takes iam:PassRole anyway.
      assumeRolePolicy: trustService('s3.amazonaws.com', { sourceAccountIfSent: account }),
    });
    const grants = new IamRolePolicy(this, 'grants', {
      ...anywhere,
      role: role.name,
      name: 'replicate',
      policy: toPolicyJson(grantsOf(props)),
    });
    const sourceKeys = new Set(sources.map(({ key }) => key).filter((key) => key !== undefined));
    for (const key of sourceKeys)
      key.allowRolesThroughS3('ReplicationReads', [props.roleArn], ['kms:Decrypt'], s3Hosts.source);
    destination.key.allowRolesThroughS3(
      'ReplicationWrites',
      [props.roleArn],
      ['kms:Encrypt', 'kms:GenerateDataKey'],
      s3Hosts.destination,
    );

    for (const source of sources) this.replicate(source, props, role, grants);
  }

  private replicate(
    { id, bucket, key }: ReplicationSource,
    props: ReplicationProps,
    role: IamRole,
    grants: IamRolePolicy,
  ): void {
    const { place, destination, timeControl } = props;
    const withinMinutes = 15;
    const copies = new S3BucketReplicationConfigurationA(this, id, {
      ...place,
      bucket: bucket.bucketName,
      role: role.arn,
      rule: [
        {
          id: 'archive',
          status: 'Enabled',
          priority: 1,
          filter: { prefix: '' },
          // A hidden object stays visible in the archive; deleted versions are never replicated.
          deleteMarkerReplication: { status: 'Disabled' },
          sourceSelectionCriteria: key ? { sseKmsEncryptedObjects: { status: 'Enabled' } } : undefined,
          destination: {
            bucket: destination.bucket.arn,
            encryptionConfiguration: key ? { replicaKmsKeyId: destination.key.arn } : undefined,
            metrics: timeControl
              ? { status: 'Enabled', eventThreshold: { minutes: withinMinutes } }
              : { status: 'Enabled' },
            replicationTime: timeControl ? { status: 'Enabled', time: { minutes: withinMinutes } } : undefined,
          },
        },
      ],
      dependsOn: [grants, bucket.versioned, ...destination.bucket.ready],
    });
    bucket.adoptPart('replication', copies);
  }
}

function grantsOf({ sources, destination, s3Hosts }: ReplicationProps): Statement[] {
  const objects = (buckets: readonly ReplicationSource[]) => buckets.map(({ bucket }) => `${bucket.arn}/*`);
  const locked = sources.filter((source) => source.locked);
  const keyArns = [...new Set(sources.flatMap(({ key }) => (key ? [key.arn] : [])))];
  return [
    {
      sid: 'ReadSources',
      effect: 'Allow',
      actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
      resources: sources.map(({ bucket }) => bucket.arn),
    },
    {
      sid: 'ReadObjects',
      effect: 'Allow',
      actions: ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'],
      resources: objects(sources),
    },
    ...(locked.length === 0
      ? []
      : [
          {
            sid: 'ReadLocks',
            effect: 'Allow' as const,
            actions: ['s3:GetObjectRetention', 's3:GetObjectLegalHold'],
            resources: objects(locked),
          },
        ]),
    {
      sid: 'WriteReplicas',
      effect: 'Allow',
      actions: ['s3:ReplicateObject', 's3:ReplicateTags'],
      resources: [`${destination.bucket.arn}/*`],
    },
    {
      sid: 'DecryptSources',
      effect: 'Allow',
      actions: ['kms:Decrypt'],
      resources: keyArns,
      condition: { StringEquals: { 'kms:ViaService': s3Hosts.source } },
    },
    {
      sid: 'EncryptReplicas',
      effect: 'Allow',
      actions: ['kms:Encrypt', 'kms:GenerateDataKey'],
      resources: [destination.key.arn],
      condition: { StringEquals: { 'kms:ViaService': s3Hosts.destination } },
    },
  ];
}
