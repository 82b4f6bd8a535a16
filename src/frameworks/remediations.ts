/** An Automation document that AWS keeps, and which of its parameters takes the id of the resource. */
export interface Remediation {
  readonly document: string;
  /** Absent where the document acts on the account as a whole. */
  readonly resourceParameter?: string;
}

/**
 * What mends a finding by one setting that can be set back, by managed rule. Left out: documents that set more than the
 * rule asks for, such as a whole password policy, and what is lost for good, such as the rules of a security group.
 *
 * Source: AWS Systems Manager Automation runbook reference, one page per document. Each takes AutomationAssumeRole.
 */
export const REMEDIATIONS: Readonly<Record<string, Remediation>> = {
  CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED: {
    document: 'AWSConfigRemediation-EnableCloudTrailLogFileValidation',
    resourceParameter: 'TrailName',
  },
  CMK_BACKING_KEY_ROTATION_ENABLED: {
    document: 'AWSConfigRemediation-EnableKeyRotation',
    resourceParameter: 'KeyId',
  },
  EC2_EBS_ENCRYPTION_BY_DEFAULT: { document: 'AWSConfigRemediation-EnableEbsEncryptionByDefault' },
  EC2_IMDSV2_CHECK: { document: 'AWSConfigRemediation-EnforceEC2InstanceIMDSv2', resourceParameter: 'InstanceId' },
  KMS_CMK_NOT_SCHEDULED_FOR_DELETION: {
    document: 'AWSConfigRemediation-CancelKeyDeletion',
    resourceParameter: 'KeyId',
  },
  RDS_AUTOMATIC_MINOR_VERSION_UPGRADE_ENABLED: {
    document: 'AWSConfigRemediation-EnableMinorVersionUpgradeOnRDS',
    resourceParameter: 'DbiResourceId',
  },
  RDS_CLUSTER_DELETION_PROTECTION_ENABLED: {
    document: 'AWSConfigRemediation-EnableRDSClusterDeletionProtection',
    resourceParameter: 'ClusterId',
  },
  RDS_INSTANCE_DELETION_PROTECTION_ENABLED: {
    document: 'AWSConfigRemediation-EnableRDSInstanceDeletionProtection',
    resourceParameter: 'DbInstanceResourceId',
  },
  S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC: {
    document: 'AWSConfigRemediation-ConfigureS3PublicAccessBlock',
    resourceParameter: 'AccountId',
  },
  S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED: {
    document: 'AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock',
    resourceParameter: 'BucketName',
  },
  S3_BUCKET_VERSIONING_ENABLED: { document: 'AWS-ConfigureS3BucketVersioning', resourceParameter: 'BucketName' },
};
