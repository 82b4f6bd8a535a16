import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import {
  ConfigServiceClient,
  PutConfigurationAggregatorCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  PutRetentionConfigurationCommand,
  StartConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { loadOrganization } from '../../src/config/load';
import { MANAGEMENT_ACCOUNT } from './aws-double';
import { OrganizationOnMoto } from './organization-on-moto';
import { describeWith } from './terraform';

jest.setTimeout(600_000);
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const HOME = 'us-east-1';

describeWith(['moto_server'], 'an organization that exists already, on moto, discovered by the command line', () => {
  let moto: OrganizationOnMoto;
  let folder: string;
  let file: string;
  let keyArn: string;

  /** Settings of clients that work in an account. */
  const within = async (account: string, region = HOME) => {
    const settings = { endpoint: moto.aws.url, region, forcePathStyle: true };
    const management = { accessKeyId: 'management', secretAccessKey: 'management' };
    if (account === MANAGEMENT_ACCOUNT) return { ...settings, credentials: management };
    const sts = new STSClient({ ...settings, credentials: management });
    const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
    return {
      ...settings,
      credentials: {
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      },
    };
  };

  const discover = (...args: string[]) => cli('discover', ...args);
  const cli = (...args: string[]) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      const child = spawn(process.execPath, ['src/cli/bin.cjs', ...args], {
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          AWS_ENDPOINT_URL: moto.aws.url,
          AWS_ACCESS_KEY_ID: 'management',
          AWS_SECRET_ACCESS_KEY: 'management',
          AWS_REGION: HOME,
          AWS_EC2_METADATA_DISABLED: 'true',
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        },
      });
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk) => (out += String(chunk)));
      child.stderr.on('data', (chunk) => (err += String(chunk)));
      child.on('close', (code) => resolve({ code, out, err }));
    });

  const record = async (account: string, region: string, bucket: string) => {
    const config = new ConfigServiceClient(await within(account, region));
    const roleARN = `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
    const recordingGroup = { allSupported: true, includeGlobalResourceTypes: true };
    await config.send(
      new PutConfigurationRecorderCommand({ ConfigurationRecorder: { name: 'org', roleARN, recordingGroup } }),
    );
    await config.send(new PutDeliveryChannelCommand({ DeliveryChannel: { name: 'org', s3BucketName: bucket } }));
    await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: 'org' }));
    await config.send(new PutRetentionConfigurationCommand({ RetentionPeriodInDays: 2557 }));
  };

  beforeAll(async () => {
    moto = await OrganizationOnMoto.create({ prepared: true });
    folder = mkdtempSync(join(tmpdir(), 'org-audit-discover-'));
    file = join(folder, 'audit.yaml');
    const { audit, logArchive, member } = moto.accounts;
    await moto.aws.organizations('RegisterDelegatedAdministrator', {
      AccountId: audit,
      ServicePrincipal: 'config.amazonaws.com',
    });

    const logs = await within(logArchive);
    const kms = new KMSClient(logs);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    keyArn = KeyMetadata!.Arn!;
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/org-logs', TargetKeyId: KeyMetadata!.KeyId! }));
    const s3 = new S3Client(logs);
    await s3.send(new CreateBucketCommand({ Bucket: 'org-trail-logs', ObjectLockEnabledForBucket: true }));
    await s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket: 'org-trail-logs',
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1000 } },
        },
      }),
    );
    await s3.send(new CreateBucketCommand({ Bucket: 'org-config' }));
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: 'org-config', VersioningConfiguration: { Status: 'Enabled' } }),
    );
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket: 'org-config',
        PublicAccessBlockConfiguration: { BlockPublicAcls: true },
      }),
    );

    const cloudtrail = new CloudTrailClient(await within(MANAGEMENT_ACCOUNT));
    await cloudtrail.send(
      new CreateTrailCommand({
        Name: 'org-trail',
        S3BucketName: 'org-trail-logs',
        IsMultiRegionTrail: true,
        IsOrganizationTrail: true,
        EnableLogFileValidation: true,
        KmsKeyId: keyArn,
      }),
    );
    await cloudtrail.send(new StartLoggingCommand({ Name: 'org-trail' }));

    for (const account of [logArchive, member]) {
      for (const region of [HOME, 'eu-west-1']) await record(account, region, 'org-config');
    }
    const iam = new IAMClient(await within(member));
    // moto gives the service-linked role another name.
    const Path = '/aws-service-role/config.amazonaws.com/';
    const RoleName = 'AWSServiceRoleForConfig';
    await iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: '{}' }));
    const RoleArn = `arn:aws:iam::${audit}:role/audit/aggregator`;
    await new ConfigServiceClient(await within(audit)).send(
      new PutConfigurationAggregatorCommand({
        ConfigurationAggregatorName: 'org-aggregator',
        OrganizationAggregationSource: { RoleArn, AllAwsRegions: true },
      }),
    );
  });
  afterAll(() => {
    moto?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('becomes a file that a synth accepts, and that adopts what is there', async () => {
    const { audit, logArchive, archive, member } = moto.accounts;
    const wishes = ['--name', 'acme', '--email', 'security@example.com'];
    const { code, out, err } = await discover('--output', file, '--regions', `${HOME},eu-west-1`, ...wishes);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`organization ${moto.id}: 5 of 5 active accounts read in 2 regions`);

    const { config } = loadOrganization(file);
    expect(config.organization).toEqual({
      id: moto.id,
      rootId: moto.rootId,
      managementAccountId: MANAGEMENT_ACCOUNT,
      trustedAccess: 'assumed',
    });
    expect(config.accounts).toEqual({ audit, logArchive, members: [archive, member].sort() });
    expect(config.retention).toEqual({ mode: 'GOVERNANCE', years: 3 });
    expect(config.recorder.serviceLinkedRoleExistsIn).toEqual([member]);
    expect(config.adopt).toEqual({
      delegatedAdministrators: ['config.amazonaws.com'],
      trail: { name: 'org-trail' },
      buckets: {
        trail: { name: 'org-trail-logs', objectLock: true, has: ['versioning', 'object-lock'] },
        config: { name: 'org-config', objectLock: false, has: ['versioning', 'public-access-block'] },
      },
      keys: { evidence: { id: keyArn.split('/')[1], alias: 'alias/org-logs' } },
      recorders: [logArchive, member]
        .sort()
        .flatMap((account) =>
          [HOME, 'eu-west-1'].map((region) => ({ account, region, recorder: 'org', channel: 'org', retention: true })),
        ),
      aggregator: { name: 'org-aggregator', role: 'audit/aggregator' },
      policies: [],
    });
  });

  test('is not written over, and knows all there is until something is added', async () => {
    const before = readFileSync(file, 'utf8');
    const again = await discover('--output', file);
    expect(again.code).toBe(1);
    expect(again.err).toContain('exists; write elsewhere with --output, or over it with --force');
    expect(readFileSync(file, 'utf8')).toBe(before);

    const regions = ['--regions', `${HOME},eu-west-1`];
    expect(await discover('--config', file, ...regions)).toMatchObject({
      code: 0,
      out: `${file} knows all that was found\n`,
    });
    await record(moto.accounts.audit, HOME, 'org-trail-logs');
    expect(await discover('--config', file, ...regions)).toMatchObject({
      code: 1,
      out: `recorders that were there before: ${moto.accounts.audit} ${HOME}; list them in adopt.recorders\n`,
    });
  });

  test('becomes stacks that import all of it, by ids that Terraform takes', async () => {
    const output = join(folder, 'cdktf.out');
    const { code, out, err } = await cli('synth', '--config', file, '--output', output);
    expect({ code, err: code === 0 ? '' : err + out }).toEqual({ code: 0, err: '' });
    const imported = (stack: string) => {
      const text = readFileSync(join(output, 'stacks', stack, 'cdk.tf.json'), 'utf8');
      const { import: imports = [] } = JSON.parse(text) as { import?: { to: string; id: string }[] };
      return Object.fromEntries(imports.map(({ to, id }) => [to, id]));
    };
    const { audit, member } = moto.accounts;
    expect(imported('evidence')).toEqual({
      'aws_kms_key.evidence_key': keyArn.split('/')[1],
      'aws_kms_alias.evidence_alias': 'alias/org-logs',
      'aws_s3_bucket.trail_bucket': 'org-trail-logs',
      'aws_s3_bucket_versioning.trail_versioning': 'org-trail-logs',
      'aws_s3_bucket_object_lock_configuration.trail_object-lock': 'org-trail-logs',
      'aws_s3_bucket.config_bucket': 'org-config',
      'aws_s3_bucket_public_access_block.config_public-access-block': 'org-config',
      'aws_s3_bucket_versioning.config_versioning': 'org-config',
    });
    expect(imported('organization')).toEqual({
      'aws_organizations_delegated_administrator.delegated_config': `${audit}/config.amazonaws.com`,
      'aws_cloudtrail.organization_trail': `arn:aws:cloudtrail:${HOME}:${MANAGEMENT_ACCOUNT}:trail/org-trail`,
    });
    expect(imported(`baseline-${member}`)).toEqual(
      Object.fromEntries(
        [
          [HOME, ''],
          ['eu-west-1', '@eu-west-1'],
        ].flatMap(([region, suffix]) => [
          [`aws_config_configuration_recorder.${region}_recorder`, `org${suffix}`],
          [`aws_config_configuration_recorder_status.${region}_status`, `org${suffix}`],
          [`aws_config_delivery_channel.${region}_channel`, `org${suffix}`],
          [`aws_config_retention_configuration.${region}_retention`, `default${suffix}`],
        ]),
      ),
    );
    expect(Object.values(imported('detection'))).toEqual(['org-aggregator', 'aggregator']);
  });
});
