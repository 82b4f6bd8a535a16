import { createHash } from 'node:crypto';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { bucketArn, roleArn } from '../policy/arn';
import { literal } from '../policy/literal';
import { allowRoles, denyOutsiders, denyPlainHttp, toPolicyJson } from '../policy/statement';

export interface TemplateBucketProps {
  readonly place: Place;
  readonly partition: string;
  readonly organizationId: string;
  /** Starts with `awsconfigconforms`, as AWS asks of buckets that serve packs of an organization. */
  readonly bucketName: string;
}

/** Templates too large for a call, in the region of their packs: AWS Config reads them from nowhere else. */
export class TemplateBucket extends Construct {
  private readonly ready: readonly ITerraformDependable[];
  private readonly bucket: S3Bucket;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TemplateBucketProps,
  ) {
    super(scope, id);
    const { place, partition, organizationId, bucketName } = props;
    const arn = bucketArn(partition, bucketName);
    this.bucket = new S3Bucket(this, 'bucket', { ...place, bucket: bucketName, forceDestroy: true });
    const { bucket } = this.bucket;
    const access = new S3BucketPublicAccessBlock(this, 'public-access-block', {
      ...place,
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', {
      ...place,
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    const versioned = new S3BucketVersioningA(this, 'versioning', {
      ...place,
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      ...place,
      bucket,
      // The role that reads in each account has no right to any key of ours; rules are no secret.
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
    const reader = roleArn(
      partition,
      '*',
      'aws-service-role/config-conforms.amazonaws.com/AWSServiceRoleForConfigConforms',
    );
    const policy = new S3BucketPolicy(this, 'policy', {
      ...place,
      bucket,
      policy: toPolicyJson([
        denyPlainHttp(arn),
        denyOutsiders(organizationId, arn),
        allowRoles(organizationId, [reader], {
          sid: 'PacksAreRead',
          actions: ['s3:GetObject'],
          resources: [`${arn}/*`],
        }),
        allowRoles(organizationId, [reader], {
          sid: 'PacksAreChecked',
          actions: ['s3:GetBucketAcl'],
          resources: [arn],
        }),
      ]),
      dependsOn: [access],
    });
    this.ready = [versioned, policy];
  }

  /**
   * Puts a template there.
   *
   * @returns its address, which changes with its content: a pack whose template keeps its address is never updated
   */
  put(name: string, template: string): { readonly uri: string; readonly ready: ITerraformDependable } {
    const key = `${name}-${createHash('sha256').update(template).digest('hex').slice(0, 12)}.yaml`;
    const object = new S3Object(this, name, {
      ...this.props.place,
      bucket: this.bucket.bucket,
      key,
      content: literal(template),
      contentType: 'application/yaml',
      dependsOn: [...this.ready],
      // The pack goes over to the new template before the old one is taken away.
      lifecycle: { createBeforeDestroy: true },
    });
    return { uri: `s3://${this.props.bucketName}/${key}`, ready: object };
  }
}
