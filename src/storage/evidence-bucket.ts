import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { dependable, type ITerraformDependable, Lazy, type TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { Lock } from '../config/retention';
import type { EvidenceKey } from '../keys/evidence-key';
import type { BucketPart } from '../config/sections/adopt';
import type { Place } from '../placement/placement';
import { bucketArn } from '../policy/arn';
import {
  allowRoles,
  denyForgery,
  denyForgeryOutside,
  denyOutsiders,
  denyPlainHttp,
  type OpenPrefix,
  type Statement,
  toPolicyJson,
} from '../policy/statement';
import { adopt } from '../state/state-changes';
import { type Lifecycle, writeLifecycle } from './lifecycle';

export interface EvidenceBucketProps {
  readonly place: Place;
  readonly partition: string;
  readonly organizationId: string;
  readonly bucketName: string;
  readonly lifecycle: Lifecycle;
  /** Roles that may list and read; decryption is the key's to allow. */
  readonly readers: readonly string[];
  /** Roles that ask questions of what is there now; versions and locks are not theirs to see. */
  readonly investigators?: readonly string[];
  /** Refuse any plan that would destroy the bucket. When false, destroying it deletes what it holds. */
  readonly preventDestroy: boolean;
  /** Absent: it is created. */
  readonly adopted?: AdoptedBucket;
}

/** A bucket that exists. */
export interface AdoptedBucket {
  /** Whether Object Lock is enabled on it. */
  readonly objectLock: boolean;
  /** What it has of its own. The rest is written over, or anew. */
  readonly has: readonly BucketPart[];
}

interface Protection {
  /** Key of every object. Absent: keys that S3 manages, the only kind that log delivery writes with. */
  readonly key?: EvidenceKey;
  /** Lock on each new object version. Absent: unlocked, for what AWS can only deliver to unlocked buckets. */
  readonly lock?: Lock;
  /** Roles that may write besides AWS services. */
  readonly writers?: readonly string[];
  /** What is kept beside the evidence, and by whom. Not together with writers. */
  readonly open?: OpenPrefix;
}

/** What every bucket of the platform is: versioned, encrypted, TLS only, never public, for the organization alone. */
export abstract class EvidenceBucket extends Construct {
  readonly arn: string;
  readonly bucketName: string;
  /** Replication and lifecycle rules can be set only once it is on. */
  readonly versioned: ITerraformDependable;
  /** The bucket takes evidence, and keeps it, only once these exist. */
  readonly ready: readonly ITerraformDependable[];
  private readonly statements: Statement[];
  private readonly policy: S3BucketPolicy;
  private readonly place: Place;
  private readonly adopted?: AdoptedBucket;

  constructor(scope: Construct, id: string, props: EvidenceBucketProps, protection: Protection) {
    super(scope, id);
    const { key, lock, writers = [], open } = protection;
    const { place, partition, organizationId, bucketName, preventDestroy, readers, investigators = [] } = props;
    this.place = place;
    this.adopted = props.adopted;
    this.bucketName = bucketName;
    this.arn = bucketArn(partition, bucketName);
    this.statements = [
      denyPlainHttp(this.arn),
      denyOutsiders(organizationId, this.arn),
      ...(open ? denyForgeryOutside(this.arn, open) : [denyForgery(this.arn, writers)]),
      ...(readers.length > 0 ? this.allowReaders(organizationId, readers) : []),
      ...(investigators.length > 0 ? this.allowInvestigators(organizationId, investigators) : []),
    ];

    const bucket = new S3Bucket(this, 'bucket', {
      ...place,
      bucket: bucketName,
      forceDestroy: !preventDestroy,
      // On a bucket without it this would be another bucket; its configuration enables it on the one that exists.
      objectLockEnabled: this.adopted && !this.adopted.objectLock ? undefined : lock !== undefined,
      lifecycle: { preventDestroy },
    });
    if (this.adopted) adopt(bucket, bucketName);
    const access = new S3BucketPublicAccessBlock(this, 'public-access-block', {
      ...place,
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const ownership = new S3BucketOwnershipControls(this, 'ownership', {
      ...place,
      bucket: bucket.bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    const versioned = new S3BucketVersioningA(this, 'versioning', {
      ...place,
      bucket: bucket.bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    this.versioned = versioned;
    this.adoptPart('public-access-block', access);
    this.adoptPart('ownership', ownership);
    this.adoptPart('versioning', versioned);
    this.adoptPart('encryption', this.encrypt(bucket, key));
    const locked = lock ? [this.lock(bucket, lock, preventDestroy)] : [];
    this.policy = new S3BucketPolicy(this, 'policy', {
      ...place,
      bucket: bucket.bucket,
      policy: Lazy.stringValue({ produce: () => this.policyText }),
      // S3 refuses two changes of a bucket's access at once.
      dependsOn: [access],
    });
    this.adoptPart('policy', this.policy);
    this.ready = [this.versioned, this.policy, ...locked];
    const rules = writeLifecycle(this, bucket, place, props.lifecycle, lock !== undefined, this.versioned);
    this.adoptPart('lifecycle', rules);
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** Records each request to this bucket. `receiver` must be in the same account and region. */
  logAccessTo(receiver: Pick<EvidenceBucket, 'bucketName' | 'ready'>, prefix: string): void {
    const logging = new S3BucketLoggingA(this, 'logging', {
      ...this.place,
      bucket: this.bucketName,
      targetBucket: receiver.bucketName,
      targetPrefix: prefix,
      dependsOn: [this.versioned, ...receiver.ready],
    });
    this.adoptPart('logging', logging);
  }

  /** Takes what the bucket has already into the state, as `resource`. */
  adoptPart(part: BucketPart, resource: TerraformResource): void {
    if (this.adopted?.has.includes(part)) adopt(resource, this.bucketName);
  }

  /** The policy as Terraform is given it; complete once every source has been let in. */
  get policyText(): string {
    return toPolicyJson(this.statements);
  }

  /** Changes the policy only once whoever guards it knows the new one. */
  changeAfter(guards: readonly TerraformResource[]): void {
    this.policy.dependsOn = [...(this.policy.dependsOn ?? []), ...guards.map((guard) => dependable(guard))];
  }

  protected allow(...statements: Statement[]): void {
    this.statements.push(...statements);
  }

  private allowReaders(organizationId: string, readers: readonly string[]): Statement[] {
    return [
      allowRoles(organizationId, readers, {
        sid: 'ReadersList',
        actions: ['s3:ListBucket', 's3:ListBucketVersions', 's3:GetBucketLocation'],
        resources: [this.arn],
      }),
      allowRoles(organizationId, readers, {
        sid: 'ReadersRead',
        actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectRetention'],
        resources: [`${this.arn}/*`],
      }),
    ];
  }

  private allowInvestigators(organizationId: string, roles: readonly string[]): Statement[] {
    return [
      allowRoles(organizationId, roles, {
        sid: 'InvestigatorLists',
        actions: ['s3:ListBucket', 's3:GetBucketLocation'],
        resources: [this.arn],
      }),
      allowRoles(organizationId, roles, {
        sid: 'InvestigatorReads',
        actions: ['s3:GetObject'],
        resources: [`${this.arn}/*`],
      }),
    ];
  }

  private encrypt(bucket: S3Bucket, key: EvidenceKey | undefined): TerraformResource {
    return new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      ...this.place,
      bucket: bucket.bucket,
      rule: [
        key
          ? {
              applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn },
              bucketKeyEnabled: true,
            }
          : { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } },
      ],
    });
  }

  private lock(bucket: S3Bucket, { mode, years }: Lock, preventDestroy: boolean): ITerraformDependable {
    const locks = new S3BucketObjectLockConfigurationA(this, 'object-lock', {
      ...this.place,
      bucket: bucket.bucket,
      rule: { defaultRetention: { mode, years } },
      dependsOn: [this.versioned],
      // Without its configuration a locked bucket locks nothing new.
      lifecycle: { preventDestroy },
    });
    this.adoptPart('object-lock', locks);
    return locks;
  }

  private problems(): string[] {
    const size = this.policyText.length;
    if (size > POLICY_LIMIT) {
      return [
        `the policy of the bucket ${this.bucketName} has ${size} characters where S3 takes ${POLICY_LIMIT}; name fewer storage.readers`,
      ];
    }
    if (
      this.statements.some(
        ({ effect, actions }) => effect === 'Allow' && actions.some((action) => WRITES.includes(action)),
      )
    )
      return [];
    return [`nothing may write to the bucket ${this.bucketName}; let a source deliver, or remove the bucket`];
  }
}

/** Source: S3 service quotas, bucket policy, 20 KB. */
const POLICY_LIMIT = 20480;

const WRITES = ['s3:PutObject', 's3:ReplicateObject'];
