import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { arn } from '../policy/arn';
import { allowRoles, allowService, type Condition, type Statement, toPolicyJson } from '../policy/statement';
import type { Place } from '../placement/placement';
import { adopt } from '../state/state-changes';

/** Managing the key, without using it: administrators of the account cannot read evidence. */
export const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:Get*',
  'kms:List*',
  'kms:PutKeyPolicy',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/** Within its own policy a key is called `*`. */
const THIS_KEY = ['*'];

export interface EvidenceKeyProps {
  readonly place: Place;
  readonly partition: string;
  /** Account that holds and administers the key. */
  readonly account: string;
  readonly organizationId: string;
  /** Starts with `alias/`. */
  readonly alias: string;
  readonly description: string;
  /** Refuse any plan that would destroy the key. */
  readonly preventDestroy: boolean;
  /** Absent: it is created. */
  readonly adopted?: AdoptedKey;
}

/** A key that exists. */
export interface AdoptedKey {
  readonly id: string;
  /** Whether the alias is one of its own already. */
  readonly hasAlias: boolean;
}

/**
 * A KMS key for evidence: rotated yearly, 30 days to change one's mind about deleting it. Losing it loses everything
 * it ever encrypted, Object Lock or not.
 *
 * Each `allow` names one user and one use; what nobody was allowed is impossible.
 */
export class EvidenceKey extends Construct {
  /** Known only after apply: the one value that AWS invents. */
  readonly arn: string;
  private readonly statements: Statement[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EvidenceKeyProps,
  ) {
    super(scope, id);
    const { place, partition, account, alias, description, preventDestroy, adopted } = props;
    this.statements = [
      {
        sid: 'AdministerWithoutUse',
        effect: 'Allow',
        principal: { AWS: arn({ partition, service: 'iam', account, resource: 'root' }) },
        actions: ADMINISTRATION,
        resources: THIS_KEY,
      },
    ];
    const key = new KmsKey(this, 'key', {
      ...place,
      description,
      deletionWindowInDays: 30,
      enableKeyRotation: true,
      policy: Lazy.stringValue({ produce: () => toPolicyJson(this.statements) }),
      lifecycle: { preventDestroy },
    });
    this.arn = key.arn;
    const called = new KmsAlias(this, 'alias', { ...place, name: alias, targetKeyId: key.keyId });
    if (!adopted) return;
    adopt(key, adopted.id);
    if (adopted.hasAlias) adopt(called, alias);
  }

  /**
   * Lets CloudTrail encrypt the log files of one trail.
   * Source: CloudTrail user guide, "Configure AWS KMS key policies for CloudTrail"; Decrypt is for S3 Bucket Keys.
   */
  allowTrail(trail: { readonly arn: string; readonly account: string }): void {
    const { partition } = this.props;
    const pin = { sourceArn: trail.arn };
    const ownTrails = arn({
      partition,
      service: 'cloudtrail',
      region: '*',
      account: trail.account,
      resource: 'trail/*',
    });
    this.allow(
      allowService('cloudtrail.amazonaws.com', pin, {
        sid: 'TrailEncrypts',
        actions: ['kms:GenerateDataKey*'],
        resources: THIS_KEY,
        condition: { StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': ownTrails } },
      }),
      allowService('cloudtrail.amazonaws.com', pin, {
        sid: 'TrailChecksKey',
        actions: ['kms:DescribeKey', 'kms:Decrypt'],
        resources: THIS_KEY,
      }),
    );
  }

  /** Lets AWS Config, as the service, encrypt deliveries from any account of the organization. */
  allowConfig(): void {
    this.allow(
      allowService(
        'config.amazonaws.com',
        { sourceOrganization: this.props.organizationId },
        {
          sid: 'ConfigEncrypts',
          actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
          resources: THIS_KEY,
        },
      ),
    );
  }

  /** Lets CloudWatch Logs encrypt one log group. `service` is regional, as in `logs.eu-west-1.amazonaws.com`. */
  allowLogGroup(service: string, logGroupArn: string): void {
    this.allow(
      allowService(
        service,
        { encryptedLogGroup: logGroupArn },
        {
          sid: 'LogGroupEncrypts',
          actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
          resources: THIS_KEY,
        },
      ),
    );
  }

  /** Lets CloudTrail publish to an encrypted topic on behalf of one trail. */
  allowTrailNotifications(trailArn: string): void {
    this.allow(
      allowService(
        'cloudtrail.amazonaws.com',
        { sourceArn: trailArn },
        {
          sid: 'TrailNotifies',
          actions: ['kms:GenerateDataKey*', 'kms:Decrypt'],
          resources: THIS_KEY,
        },
      ),
    );
  }

  /** Lets roles of the organization use the key, for S3 objects in one region only. */
  allowRolesThroughS3(sid: string, roleArns: readonly string[], actions: readonly string[], s3Host: string): void {
    const viaS3: Condition = { StringEquals: { 'kms:ViaService': s3Host } };
    this.allow(
      allowRoles(this.props.organizationId, roleArns, { sid, actions, resources: THIS_KEY, condition: viaS3 }),
    );
  }

  private allow(...statements: Statement[]): void {
    this.statements.push(...statements);
  }
}
