import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  ConfigServiceClient,
  PutConfigurationAggregatorCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  PutRetentionConfigurationCommand,
} from '@aws-sdk/client-config-service';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { MANAGEMENT_ACCOUNT } from './aws-double';
import type { OrganizationOnMoto } from './organization-on-moto';
import { as } from './tampering';

/** An organization that has audited itself for years, its own way; made by calls, as no Terraform of ours would. */
export class Existing {
  /** The `adopt` section that says what there is. */
  readonly adopt: Record<string, unknown>;

  private constructor(
    readonly keyId: string,
    readonly policyId: string,
    moto: OrganizationOnMoto,
  ) {
    const { member } = moto.accounts;
    this.adopt = {
      delegatedAdministrators: ['config.amazonaws.com'],
      trail: {
        name: 'everything',
        logGroup: 'trail-events',
        logsRole: 'service-role/TrailToLogs',
        topic: 'trail-files',
      },
      buckets: {
        trail: { name: 'corp-logs', has: ['policy', 'versioning', 'encryption', 'public-access-block'] },
        config: { name: 'corp-config', has: ['policy'] },
        archive: { name: 'corp-vault', objectLock: true, has: ['versioning', 'object-lock'] },
      },
      keys: { evidence: { id: keyId, alias: 'alias/logs' } },
      recorders: [
        { account: member, region: 'us-east-1', recorder: 'main', channel: 'to-s3', retention: true },
        { account: member, region: 'eu-west-1', recorder: 'main' },
      ],
      aggregator: { name: 'everybody', role: 'service-role/Aggregator' },
      policies: [{ policy: 'scp-1', id: policyId, attachedTo: [moto.rootId] }],
    };
  }

  static async create(moto: OrganizationOnMoto): Promise<Existing> {
    const keyId = await evidence(moto);
    await recorders(moto);
    await trail(moto);
    await aggregator(moto);
    return new Existing(keyId, await organization(moto), moto);
  }
}

const trusting = (service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });

/** Buckets and a key, each with settings of its own; one bucket holds an object, so that replacing it would be seen. */
async function evidence(moto: OrganizationOnMoto): Promise<string> {
  const { logArchive } = moto.accounts;
  const home = await as(moto, logArchive, 'us-east-1');
  const s3 = new S3Client({ ...home, forcePathStyle: true });
  const policy = (Bucket: string) => ({
    Bucket,
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'config.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: `arn:aws:s3:::${Bucket}/*`,
        },
      ],
    }),
  });
  for (const Bucket of ['corp-logs', 'corp-config']) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutBucketPolicyCommand(policy(Bucket)));
  }
  const Bucket = 'corp-logs';
  const AES256 = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } };
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }));
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [AES256] } }));
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'old/log.json', Body: '{}' }));
  s3.destroy();

  const afar = new S3Client({ ...home, region: 'us-west-2', forcePathStyle: true });
  const vault = { Bucket: 'corp-vault' };
  const CreateBucketConfiguration = { LocationConstraint: 'us-west-2' as const };
  await afar.send(new CreateBucketCommand({ ...vault, CreateBucketConfiguration, ObjectLockEnabledForBucket: true }));
  const Rule = { DefaultRetention: { Mode: 'GOVERNANCE' as const, Days: 30 } };
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' as const, Rule };
  await afar.send(new PutObjectLockConfigurationCommand({ ...vault, ObjectLockConfiguration }));
  afar.destroy();

  const kms = new KMSClient(home);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: 'logs', KeyUsage: 'ENCRYPT_DECRYPT' }));
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/logs', TargetKeyId: KeyMetadata!.KeyId! }));
  kms.destroy();
  return KeyMetadata!.KeyId!;
}

/** Recorders that do not have the usual name; in one region nothing was ever delivered. */
async function recorders(moto: OrganizationOnMoto): Promise<void> {
  const { member } = moto.accounts;
  const ConfigurationRecorder = {
    name: 'main',
    roleARN: `arn:aws:iam::${member}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
    recordingGroup: { allSupported: false, resourceTypes: ['AWS::EC2::Instance' as const] },
  };
  for (const region of ['us-east-1', 'eu-west-1']) {
    const config = new ConfigServiceClient(await as(moto, member, region));
    await config.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder }));
    if (region === 'us-east-1') {
      const DeliveryChannel = { name: 'to-s3', s3BucketName: 'corp-config' };
      await config.send(new PutDeliveryChannelCommand({ DeliveryChannel }));
      await config.send(new PutRetentionConfigurationCommand({ RetentionPeriodInDays: 365 }));
    }
    config.destroy();
  }
}

/** A trail of the management account alone, with classic selectors and a prefix. */
async function trail(moto: OrganizationOnMoto): Promise<void> {
  const management = await as(moto, MANAGEMENT_ACCOUNT, 'us-east-1');
  const logs = new CloudWatchLogsClient(management);
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'trail-events' }));
  logs.destroy();
  const iam = new IAMClient(management);
  const AssumeRolePolicyDocument = trusting('cloudtrail.amazonaws.com');
  await iam.send(new CreateRoleCommand({ RoleName: 'TrailToLogs', Path: '/service-role/', AssumeRolePolicyDocument }));
  iam.destroy();
  const sns = new SNSClient(management);
  await sns.send(new CreateTopicCommand({ Name: 'trail-files' }));
  sns.destroy();
  const cloudtrail = new CloudTrailClient(management);
  const Name = 'everything';
  await cloudtrail.send(new CreateTrailCommand({ Name, S3BucketName: 'corp-logs', S3KeyPrefix: 'old' }));
  const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true }];
  await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: Name, EventSelectors }));
  await cloudtrail.send(new StartLoggingCommand({ Name }));
  cloudtrail.destroy();
}

async function aggregator(moto: OrganizationOnMoto): Promise<void> {
  const audit = await as(moto, moto.accounts.audit, 'us-east-1');
  const iam = new IAMClient(audit);
  const AssumeRolePolicyDocument = trusting('config.amazonaws.com');
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'Aggregator', Path: '/service-role/', AssumeRolePolicyDocument }),
  );
  iam.destroy();
  const config = new ConfigServiceClient(audit);
  const OrganizationAggregationSource = { RoleArn: Role!.Arn!, AwsRegions: ['us-east-1'] };
  await config.send(
    new PutConfigurationAggregatorCommand({ ConfigurationAggregatorName: 'everybody', OrganizationAggregationSource }),
  );
  config.destroy();
}

async function organization(moto: OrganizationOnMoto): Promise<string> {
  const organizations = new OrganizationsClient(await as(moto, MANAGEMENT_ACCOUNT, 'us-east-1'));
  const Content = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 'cloudtrail:StopLogging', Resource: '*' }],
  });
  const { Policy } = await organizations.send(
    new CreatePolicyCommand({ Name: 'keep-trails', Description: 'x', Type: 'SERVICE_CONTROL_POLICY', Content }),
  );
  const PolicyId = Policy!.PolicySummary!.Id!;
  await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: moto.rootId }));
  const AccountId = moto.accounts.audit;
  await organizations.send(
    new RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal: 'config.amazonaws.com' }),
  );
  organizations.destroy();
  return PolicyId;
}
