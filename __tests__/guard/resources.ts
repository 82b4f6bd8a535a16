import { ACCOUNT, type Fields, item } from './configuration-item';

/**
 * Configuration items of resources as they are made without further thought, but for what a test says. Where the names of
 * fields come from: awslabs/aws-config-resource-schema, which leaves out documents; those after the events of
 * awslabs/aws-iam-access-analyzer-policy-validation-config-rule, recorded from AWS.
 */

const CANONICAL_ID = '40f724d17928591b941b5f87376c0a81323450b528f9ac847924b3fb4d1f12ca';

export const bucket = (supplementaryConfiguration: Fields = {}) =>
  item('AWS::S3::Bucket', {
    configuration: {
      name: 'example',
      owner: { displayName: null, id: CANONICAL_ID },
      creationDate: '2025-11-24T10:02:11.000Z',
    },
    supplementaryConfiguration: {
      // AWS Config leaves this one a text.
      AccessControlList: `{"grantSet":null,"grantList":[{"grantee":{"id":"${CANONICAL_ID}"},"permission":"FullControl"}]}`,
      BucketAccelerateConfiguration: { status: null },
      BucketLoggingConfiguration: { destinationBucketName: null, logFilePrefix: null },
      BucketNotificationConfiguration: { configurations: {} },
      BucketPolicy: { policyText: null },
      BucketVersioningConfiguration: { status: 'Off', isMfaDeleteEnabled: null },
      IsRequesterPaysEnabled: false,
      PublicAccessBlockConfiguration: {
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: true,
        restrictPublicBuckets: true,
      },
      ServerSideEncryptionConfiguration: {
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256', kmsMasterKeyID: null },
            bucketKeyEnabled: false,
          },
        ],
      },
      ...supplementaryConfiguration,
    },
  });

export const queue = (configuration: Fields = {}) =>
  item('AWS::SQS::Queue', {
    configuration: {
      ReceiveMessageWaitTimeSeconds: '0',
      CreatedTimestamp: '1763978531',
      DelaySeconds: '0',
      MessageRetentionPeriod: '345600',
      MaximumMessageSize: '262144',
      VisibilityTimeout: '45',
      LastModifiedTimestamp: '1763978531',
      SqsManagedSseEnabled: 'true',
      QueueArn: `arn:aws:sqs:eu-central-1:${ACCOUNT}:example`,
      ...configuration,
    },
    supplementaryConfiguration: { Tags: {} },
  });

export const topic = (configuration: Fields = {}) =>
  item('AWS::SNS::Topic', {
    configuration: {
      Policy: JSON.stringify({
        Version: '2008-10-17',
        Id: '__default_policy_ID',
        Statement: [
          {
            Sid: '__default_statement_ID',
            Effect: 'Allow',
            Principal: { AWS: '*' },
            Action: ['SNS:GetTopicAttributes', 'SNS:Subscribe', 'SNS:Publish', 'SNS:Receive'],
            Resource: `arn:aws:sns:eu-central-1:${ACCOUNT}:example`,
            Condition: { StringEquals: { 'AWS:SourceOwner': ACCOUNT } },
          },
        ],
      }),
      LambdaSuccessFeedbackSampleRate: '0',
      Owner: ACCOUNT,
      TopicArn: `arn:aws:sns:eu-central-1:${ACCOUNT}:example`,
      EffectiveDeliveryPolicy: '{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20}}}',
      DisplayName: '',
      ...configuration,
    },
    supplementaryConfiguration: { Tags: [] },
  });

export const key = (configuration: Fields = {}, supplementaryConfiguration: Fields = {}) =>
  item('AWS::KMS::Key', {
    configuration: {
      keyId: '8dc556cc-000e-4d91-a876-271c1197461a',
      arn: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/8dc556cc-000e-4d91-a876-271c1197461a`,
      creationDate: 1763978531421,
      enabled: true,
      description: '',
      keyUsage: 'ENCRYPT_DECRYPT',
      keyState: 'Enabled',
      origin: 'AWS_KMS',
      keyManager: 'CUSTOMER',
      customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      keySpec: 'SYMMETRIC_DEFAULT',
      encryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      signingAlgorithms: [],
      multiRegion: false,
      macAlgorithms: [],
      awsaccountId: ACCOUNT,
      ...configuration,
    },
    supplementaryConfiguration: { KeyRotationStatus: true, Policy: null, Tags: [], ...supplementaryConfiguration },
  });

export const lambda = (supplementaryConfiguration: Fields = {}) =>
  item('AWS::Lambda::Function', {
    configuration: {
      functionName: 'example',
      functionArn: `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:example`,
      runtime: 'nodejs22.x',
      role: `arn:aws:iam::${ACCOUNT}:role/example`,
      handler: 'index.handler',
      codeSize: 1024,
      description: '',
      timeout: 3,
      memorySize: 128,
      lastModified: '2025-11-24T10:02:11.000+0000',
      codeSha256: 'PuRNpHqDQ5NRCS0VB6MqIRE43iF7GNXnNHXgUUDVUXE=',
      version: '$LATEST',
      tracingConfig: { mode: 'PassThrough' },
      revisionId: '5a0d4e1b-7d0d-4a2f-9a3e-0e1c0a6c3c3f',
      layers: [],
      state: { value: 'Active' },
      packageType: 'Zip',
      architectures: ['x86_64'],
    },
    supplementaryConfiguration,
  });

export const role = (assumeRolePolicyDocument: string, configuration: Fields = {}) =>
  item('AWS::IAM::Role', {
    configuration: {
      path: '/',
      roleName: 'example',
      roleId: 'AROAABCDEFGHIJKLMNOPQ',
      arn: `arn:aws:iam::${ACCOUNT}:role/example`,
      createDate: '2025-11-24T10:02:11.000Z',
      assumeRolePolicyDocument,
      instanceProfileList: [],
      rolePolicyList: [],
      attachedManagedPolicies: [],
      permissionsBoundary: null,
      tags: [],
      roleLastUsed: null,
      ...configuration,
    },
  });

export const group = (configuration: Fields = {}) =>
  item('AWS::IAM::Group', {
    configuration: {
      path: '/',
      groupName: 'example',
      groupId: 'AGPAABCDEFGHIJKLMNOPQ',
      arn: `arn:aws:iam::${ACCOUNT}:group/example`,
      createDate: '2025-11-24T10:02:11.000Z',
      groupPolicyList: [],
      attachedManagedPolicies: [],
      ...configuration,
    },
  });

export const user = (configuration: Fields = {}) =>
  item('AWS::IAM::User', {
    configuration: {
      path: '/',
      userName: 'example',
      userId: 'AIDAABCDEFGHIJKLMNOPQ',
      arn: `arn:aws:iam::${ACCOUNT}:user/example`,
      createDate: '2025-11-24T10:02:11.000Z',
      userPolicyList: [],
      groupList: [],
      attachedManagedPolicies: [],
      permissionsBoundary: null,
      tags: [],
      ...configuration,
    },
  });

/** A policy with a version that is in force and an older one that is not. */
export const managedPolicy = (inForce: string, older: string = inForce) =>
  item('AWS::IAM::Policy', {
    configuration: {
      policyName: 'example',
      policyId: 'ANPAABCDEFGHIJKLMNOPQ',
      arn: `arn:aws:iam::${ACCOUNT}:policy/example`,
      path: '/',
      defaultVersionId: 'v2',
      attachmentCount: 1,
      permissionsBoundaryUsageCount: 0,
      isAttachable: true,
      description: null,
      createDate: '2025-11-24T10:02:11.000Z',
      updateDate: '2025-11-24T10:02:11.000Z',
      policyVersionList: [
        { document: inForce, versionId: 'v2', isDefaultVersion: true, createDate: '2025-11-24T10:02:11.000Z' },
        { document: older, versionId: 'v1', isDefaultVersion: false, createDate: '2025-11-24T10:02:11.000Z' },
      ],
    },
  });

/** A policy of AWS, as identities have it attached. */
export const attached = (policyName: string, partition = 'aws') => ({
  policyName,
  policyArn: `arn:${partition}:iam::aws:policy/${policyName}`,
});

export const inline = (policyDocument: string) => ({ policyName: 'example', policyDocument });

/** A rule of a security group. `ipRanges` repeats the IPv4 ranges: older items have nothing else. */
export const permission = (
  ipProtocol: string,
  [fromPort, toPort]: readonly [number | null, number | null],
  { v4 = [], v6 = [], groups = [] }: { v4?: readonly string[]; v6?: readonly string[]; groups?: readonly string[] },
) => ({
  ipProtocol,
  fromPort,
  toPort,
  userIdGroupPairs: groups.map((groupId) => ({ groupId, userId: ACCOUNT, vpcId: null, peeringStatus: null })),
  ipv6Ranges: v6.map((cidrIpv6) => ({ cidrIpv6 })),
  prefixListIds: [],
  ipv4Ranges: v4.map((cidrIp) => ({ cidrIp })),
  ipRanges: v4,
});

export const securityGroup = (...ipPermissions: readonly Fields[]) =>
  item('AWS::EC2::SecurityGroup', {
    configuration: {
      description: 'example',
      groupName: 'example',
      ipPermissions,
      ownerId: ACCOUNT,
      groupId: 'sg-0a1b2c3d4e5f60718',
      ipPermissionsEgress: [permission('-1', [null, null], { v4: ['0.0.0.0/0'] })],
      tags: [],
      vpcId: 'vpc-0a1b2c3d4e5f60718',
    },
  });

export const repository = (policy?: object | string) =>
  item('AWS::ECR::Repository', {
    configuration: {
      RepositoryName: 'example',
      Arn: `arn:aws:ecr:eu-central-1:${ACCOUNT}:repository/example`,
      RepositoryUri: `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/example`,
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
      EncryptionConfiguration: { EncryptionType: 'AES256' },
      ...(policy && { RepositoryPolicyText: policy }),
    },
  });

export const fileSystem = (policy?: object | string) =>
  item('AWS::EFS::FileSystem', {
    configuration: {
      FileSystemId: 'fs-0a1b2c3d4e5f60718',
      Arn: `arn:aws:elasticfilesystem:eu-central-1:${ACCOUNT}:file-system/fs-0a1b2c3d4e5f60718`,
      Encrypted: true,
      KmsKeyId: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/8dc556cc-000e-4d91-a876-271c1197461a`,
      PerformanceMode: 'generalPurpose',
      ThroughputMode: 'elastic',
      BackupPolicy: { Status: 'ENABLED' },
      ...(policy && { FileSystemPolicy: policy }),
    },
  });

export const vault = (policy?: object | string) =>
  item('AWS::Backup::BackupVault', {
    configuration: {
      BackupVaultName: 'example',
      BackupVaultArn: `arn:aws:backup:eu-central-1:${ACCOUNT}:backup-vault:example`,
      EncryptionKeyArn: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/8dc556cc-000e-4d91-a876-271c1197461a`,
      ...(policy && { AccessPolicy: policy }),
    },
  });

/** An access point without a policy has an empty one. */
export const accessPoint = (policy: object | string) =>
  item('AWS::S3::AccessPoint', {
    configuration: {
      Name: 'example',
      Alias: 'example-4cm95mea95n9gwxgjf3tn4c9bzhhause1b-s3alias',
      Bucket: 'example',
      BucketAccountId: ACCOUNT,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
      Policy: policy,
      NetworkOrigin: 'Internet',
      Arn: `arn:aws:s3:eu-central-1:${ACCOUNT}:accesspoint/example`,
    },
  });

export const container = (definition: Fields = {}) => ({
  Name: 'app',
  Image: `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/example@sha256:0a1b2c3d4e5f`,
  Essential: true,
  Privileged: false,
  ReadonlyRootFilesystem: true,
  ...definition,
});

export const task = (configuration: Fields = {}) =>
  item('AWS::ECS::TaskDefinition', {
    configuration: {
      TaskDefinitionArn: `arn:aws:ecs:eu-central-1:${ACCOUNT}:task-definition/example:1`,
      Family: 'example',
      NetworkMode: 'awsvpc',
      RequiresCompatibilities: ['FARGATE'],
      Cpu: '256',
      Memory: '512',
      ExecutionRoleArn: `arn:aws:iam::${ACCOUNT}:role/execution`,
      Status: 'ACTIVE',
      ContainerDefinitions: [container()],
      Volumes: [],
      ...configuration,
    },
  });

export const listener = (configuration: Fields = {}) =>
  item('AWS::ElasticLoadBalancingV2::Listener', {
    configuration: {
      ListenerArn: `arn:aws:elasticloadbalancing:eu-central-1:${ACCOUNT}:listener/app/example/0a1b2c3d/4e5f6071`,
      LoadBalancerArn: `arn:aws:elasticloadbalancing:eu-central-1:${ACCOUNT}:loadbalancer/app/example/0a1b2c3d`,
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      Certificates: [{ CertificateArn: `arn:aws:acm:eu-central-1:${ACCOUNT}:certificate/example` }],
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
      ...configuration,
    },
  });
