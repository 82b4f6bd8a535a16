import { arn, roleArn } from '../policy/arn';
import type { Partition } from '../config/regions';

/** The role that every account has that runs AWS Config with it. */
export const CONFIG_ROLE = 'AWSServiceRoleForConfig';

/**
 * Every call that discovery sends, and the actions that IAM asks for it: those about the organization, of whoever
 * asks, and those that every account is asked. A call that is not listed is refused before it leaves; so this is all
 * that can happen, and the policy that a person needs follows from it.
 */
const ORGANIZATION_CALLS: Readonly<Record<string, readonly string[]>> = {
  // Anybody may ask who they are. Source: STS API reference.
  'STS.GetCallerIdentity': [],
  'STS.AssumeRole': ['sts:AssumeRole'],
  'EC2.DescribeRegions': ['ec2:DescribeRegions'],
  'Organizations.DescribeOrganization': ['organizations:DescribeOrganization'],
  'Organizations.DescribePolicy': ['organizations:DescribePolicy'],
  'Organizations.ListAWSServiceAccessForOrganization': ['organizations:ListAWSServiceAccessForOrganization'],
  'Organizations.ListAccounts': ['organizations:ListAccounts'],
  'Organizations.ListDelegatedAdministrators': ['organizations:ListDelegatedAdministrators'],
  'Organizations.ListPolicies': ['organizations:ListPolicies'],
  'Organizations.ListRoots': ['organizations:ListRoots'],
  'Organizations.ListTagsForResource': ['organizations:ListTagsForResource'],
  'Organizations.ListTargetsForPolicy': ['organizations:ListTargetsForPolicy'],
};

const ACCOUNT_CALLS: Readonly<Record<string, readonly string[]>> = {
  'CloudTrail.DescribeTrails': ['cloudtrail:DescribeTrails'],
  'CloudTrail.GetEventSelectors': ['cloudtrail:GetEventSelectors'],
  'CloudTrail.GetInsightSelectors': ['cloudtrail:GetInsightSelectors'],
  'CloudTrail.GetTrailStatus': ['cloudtrail:GetTrailStatus'],
  'CloudTrail.ListTrails': ['cloudtrail:ListTrails'],
  'CloudWatchLogs.DescribeLogGroups': ['logs:DescribeLogGroups'],
  'ConfigService.DescribeConfigRules': ['config:DescribeConfigRules'],
  'ConfigService.DescribeConfigurationAggregators': ['config:DescribeConfigurationAggregators'],
  'ConfigService.DescribeConfigurationRecorderStatus': ['config:DescribeConfigurationRecorderStatus'],
  'ConfigService.DescribeConfigurationRecorders': ['config:DescribeConfigurationRecorders'],
  'ConfigService.DescribeConformancePacks': ['config:DescribeConformancePacks'],
  'ConfigService.DescribeDeliveryChannels': ['config:DescribeDeliveryChannels'],
  'ConfigService.DescribeRetentionConfigurations': ['config:DescribeRetentionConfigurations'],
  'IAM.GetRole': ['iam:GetRole'],
  'KMS.DescribeKey': ['kms:DescribeKey'],
  'KMS.GetKeyRotationStatus': ['kms:GetKeyRotationStatus'],
  'KMS.ListAliases': ['kms:ListAliases'],
  // S3 calls several actions otherwise than the calls. Source: S3 user guide, "Required permissions for S3 API operations".
  'S3.GetBucketEncryption': ['s3:GetEncryptionConfiguration'],
  'S3.GetBucketLifecycleConfiguration': ['s3:GetLifecycleConfiguration'],
  'S3.GetBucketLocation': ['s3:GetBucketLocation'],
  'S3.GetBucketLogging': ['s3:GetBucketLogging'],
  'S3.GetBucketOwnershipControls': ['s3:GetBucketOwnershipControls'],
  'S3.GetBucketPolicy': ['s3:GetBucketPolicy'],
  'S3.GetBucketReplication': ['s3:GetReplicationConfiguration'],
  'S3.GetBucketVersioning': ['s3:GetBucketVersioning'],
  'S3.GetObjectLockConfiguration': ['s3:GetBucketObjectLockConfiguration'],
  'S3.GetPublicAccessBlock': ['s3:GetBucketPublicAccessBlock'],
  'S3.ListBuckets': ['s3:ListAllMyBuckets'],
  'SNS.GetTopicAttributes': ['sns:GetTopicAttributes'],
};

/** Calls by service and name, as in `S3.GetBucketPolicy`. */
export const CALLS: Readonly<Record<string, readonly string[]>> = { ...ORGANIZATION_CALLS, ...ACCOUNT_CALLS };

/** The call that a client is about to send, as the SDK names both. */
export const callOf = (clientName: string, commandName: string): string =>
  `${clientName.replace(/Client$/, '')}.${commandName.replace(/Command$/, '')}`;

/** @throws Error when the call is not one of ours: a mistake in this program, never of whoever runs it */
export function refuseUnlisted(call: string): void {
  if (!Object.hasOwn(CALLS, call)) throw new Error(`discovery does not send ${call}: it is not listed as a read`);
}

/** `caller`: whoever runs discovery. `role`: the role that it assumes in the other accounts. */
export type PolicyHolder = 'caller' | 'role';

/** The IAM policy that discovery needs: nothing it could do without. */
export function policyFor(holder: PolicyHolder, partition: Partition, roleName: string): object {
  const reads = (calls: typeof CALLS, ...apart: string[]): string[] =>
    [...new Set(Object.values(calls).flat())].filter((action) => !apart.includes(action)).sort();
  const statement = (Sid: string, Action: string[], Resource = '*') => ({ Sid, Effect: 'Allow', Action, Resource });
  const configRole = arn({
    partition,
    service: 'iam',
    account: '*',
    resource: `role/aws-service-role/config.amazonaws.com/${CONFIG_ROLE}`,
  });
  const account = [
    statement('ReadAccounts', reads(ACCOUNT_CALLS, 'iam:GetRole')),
    statement('FindConfigRole', ['iam:GetRole'], configRole),
  ];
  const organization = [
    statement('ReadOrganization', reads(ORGANIZATION_CALLS, 'sts:AssumeRole')),
    statement('EnterAccounts', ['sts:AssumeRole'], roleArn(partition, '*', roleName)),
  ];
  return { Version: '2012-10-17', Statement: holder === 'caller' ? [...organization, ...account] : account };
}
