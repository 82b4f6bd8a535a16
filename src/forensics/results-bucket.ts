import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { denyOutsiders, denyPlainHttp, type Statement, toPolicyJson } from '../policy/statement';
import type { Questioned } from './questioned';
import type { ResultsKey } from './results-key';

export interface ResultsBucketProps {
  readonly place: Place;
  readonly organization: Questioned;
  readonly key: ResultsKey;
}

/** Days after which S3 forgets the parts of an upload that was never completed. */
const ABANDONED_UPLOAD_DAYS = 1;

/** Where Athena leaves its answers: extracts of evidence, for investigators alone, and only for a while. */
export class ResultsBucket extends Construct {
  readonly bucketName: string;
  /** Answers are safe there only once these exist. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ResultsBucketProps) {
    super(scope, id);
    const { place, organization, key } = props;
    const { names, config } = organization;
    this.bucketName = names.forensicsResultsBucket;
    const { bucket } = new S3Bucket(this, 'bucket', {
      ...place,
      bucket: this.bucketName,
      forceDestroy: !config.deletionProtection,
    });
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
    const encrypted = new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      ...place,
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn },
          bucketKeyEnabled: true,
        },
      ],
    });
    const policy = new S3BucketPolicy(this, 'policy', {
      ...place,
      bucket,
      policy: toPolicyJson(resultsPolicy(organization)),
      // S3 refuses two changes of a bucket's access at once.
      dependsOn: [access],
    });
    const expiry = this.expire(bucket, versioned, props);
    this.ready = [versioned, encrypted, policy, expiry];
  }

  /** Three steps: an answer is hidden, its version is deleted a day later, and then the marker that hid it. */
  private expire(
    bucket: string,
    versioned: ITerraformDependable,
    { place, organization }: ResultsBucketProps,
  ): ITerraformDependable {
    return new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      ...place,
      bucket,
      rule: [
        {
          id: 'forget-answers',
          status: 'Enabled',
          filter: [{}],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: ABANDONED_UPLOAD_DAYS }],
          expiration: [{ days: organization.config.forensics.resultsExpireAfterDays }],
          noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
        },
      ],
      dependsOn: [versioned],
    });
  }
}

/** Nobody is let in by it: investigators come with rights of their own, and others are kept out whatever theirs are. */
export function resultsPolicy(organization: Questioned): Statement[] {
  const bucket = organization.bucketArn(organization.names.forensicsResultsBucket);
  return [
    denyPlainHttp(bucket),
    denyOutsiders(organization.id, bucket),
    {
      sid: 'DenyOthersThanInvestigators',
      effect: 'Deny',
      principal: '*',
      actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:ReplicateObject'],
      resources: [`${bucket}/*`],
      condition: { ArnNotEquals: { 'aws:PrincipalArn': organization.investigatorRoleArn } },
    },
  ];
}
