import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConfigServiceClient,
  DeleteConfigurationRecorderCommand,
  DeleteDeliveryChannelCommand,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannelsCommand,
  DescribeRetentionConfigurationsCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  PutRetentionConfigurationCommand,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { literal } from '../../../src/policy/literal';
import { evidenceHealer } from '../../../src/response/healers/evidence';
import { recorderHealer } from '../../../src/response/healers/recorder';
import { organization } from '../../organizations';
import { AwsDouble } from '../../terraform/aws-double';
import { describeWith } from '../../terraform/terraform';
import { REGION } from '../fake-aws';
import { jsonAnswer, Service, type WireAnswer, type WireCall } from '../service';
import { ACCOUNT, Artifacts } from './artifact';

const acme = organization({ regions: { home: REGION, governed: [REGION], archive: 'eu-west-1' } });
const roleOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const BUS = 'acme-audit-events';
const QUEUE = 'acme-audit-dead-letters';
const BUCKET = 'acme-audit-trail-222222222222';
const OTHER_BUCKET = 'holiday-pictures';
const BLOCKED = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'DenyPlainHttp',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Sid: 'Own',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      NotResource: `arn:aws:s3:::${BUCKET}/\${aws:PrincipalAccount}/*`,
    },
  ],
};

interface Announced {
  readonly DetailType: string;
  readonly EventBusName: string;
  readonly detail: Record<string, unknown>;
}

/** moto, mended: it says nothing of deliveries, and knows keys by ARN in some calls only. */
async function answer(url: string, call: WireCall): Promise<WireAnswer> {
  if (call.action === 'DescribeDeliveryChannelStatus')
    return jsonAnswer({ DeliveryChannelsStatus: [{ name: 'default', configHistoryDeliveryInfo: { lastStatus: 'SUCCESS' } }] }); // prettier-ignore
  const body = call.service === 'kms' ? Buffer.from(call.body.toString().replace(/arn:aws:kms:[^"]*:key\//, '')) : call.body; // prettier-ignore
  const kept = Object.entries(call.headers).filter(
    ([name]) => !['host', 'connection', 'content-length'].includes(name),
  );
  const answered = await fetch(`${url}${call.path}`, {
    method: call.method,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  const type = answered.headers.get('content-type') ?? 'text/xml';
  const { status } = answered;
  return { status, headers: { 'content-type': type }, body: Buffer.from(await answered.arrayBuffer()) };
}

describeWith(['moto_server'], 'healers, as deployed, on moto', () => {
  let moto: AwsDouble;
  let front: Service;
  let artifacts: Artifacts;
  let folder: string;
  let key: string;
  const clients: { destroy(): void }[] = [];
  const client = <C extends { destroy(): void }>(made: C): C => (clients.push(made), made);
  let config: ConfigServiceClient;
  let s3: S3Client;
  let kms: KMSClient;

  beforeAll(async () => {
    artifacts = new Artifacts(['heal-recorder', 'heal-evidence']);
    folder = mkdtempSync(join(tmpdir(), 'healers-'));
    moto = await AwsDouble.start();
    front = await Service.start((call) => answer(moto.url, call));
    const credentials = { accessKeyId: 'AKIAFUNCTION', secretAccessKey: 'secret' };
    const settings = { endpoint: front.url, region: REGION, credentials };
    config = client(new ConfigServiceClient(settings));
    s3 = client(new S3Client({ ...settings, forcePathStyle: true }));
    kms = client(new KMSClient(settings));
    await client(new EventBridgeClient(settings)).send(new CreateEventBusCommand({ Name: BUS }));
    await client(new SQSClient(settings)).send(new CreateQueueCommand({ QueueName: QUEUE }));
    key = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
    const declared = {
      name: 'default',
      roleArn: roleOf('aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig'),
      recordingGroup: {
        allSupported: true,
        includeGlobalResourceTypes: true,
        recordingStrategy: [{ useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' }],
      },
      recordingMode: { recordingFrequency: 'CONTINUOUS' },
      bucketName: 'acme-audit-config-222222222222',
      prefix: 'config',
      keyArn: key,
      snapshotFrequency: 'TwentyFour_Hours',
      historyDays: 2557,
    };
    const policy = literal(JSON.stringify(POLICY));
    const evidence = { buckets: [{ name: BUCKET, policy }], keyArns: { EvidenceKeyArn: key } };
    for (const { name, desired } of [recorderHealer(acme, ACCOUNT, [REGION], declared), evidenceHealer(acme, evidence)])
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(desired));
  }, 120_000);

  afterAll(() => {
    for (const each of clients) each.destroy();
    front?.stop();
    moto?.stop();
    artifacts?.remove();
    if (folder) rmSync(folder, { recursive: true });
  });

  /** Wakes a healer: what it told of, what it called and logged. */
  async function wake(healer: 'recorder' | 'evidence', event: unknown) {
    const before = front.calls.length;
    const { error, log } = await artifacts.run(`heal-${healer}`, event, front.url, {
      MODE: 'mend',
      OWN_ROLE: roleOf(`acme-audit-remediation-heal-${healer}`),
      TRUSTED_ROLES: JSON.stringify(['arn:aws:iam::*:role/OrganizationAccountAccessRole']),
      EVENT_BUS: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${BUS}`,
      DEAD_LETTER_QUEUE: `${front.url}/${ACCOUNT}/${QUEUE}`,
      EvidenceKeyArn: key,
      DESIRED_FILE: join(folder, `${healer}.json`),
    });
    const calls = front.calls.slice(before);
    const told = calls
      .filter(({ service }) => service === 'events')
      .flatMap(({ body }) => (JSON.parse(body.toString()) as { Entries: (Announced & { Detail: string })[] }).Entries)
      .map(({ Detail, ...entry }): Announced => ({ ...entry, detail: JSON.parse(Detail) }));
    return { error, log, calls, told };
  }

  /** A call as EventBridge tells of it. */
  const called = (eventSource: string, eventName: string, requestParameters: object, role?: string) => ({
    'version': '0',
    'detail-type': 'AWS API Call via CloudTrail',
    'source': eventSource.replace(/^(\w+)\.amazonaws\.com$/, 'aws.$1'),
    'account': ACCOUNT,
    'region': REGION,
    'detail': {
      eventVersion: '1.11',
      userIdentity: role
        ? {
            type: 'AssumedRole',
            arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/session`,
            sessionContext: { sessionIssuer: { type: 'Role', arn: roleOf(role), accountId: ACCOUNT } },
          }
        : { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/mallory` },
      eventTime: '2026-03-01T10:00:00Z',
      eventSource,
      eventName,
      awsRegion: REGION,
      sourceIPAddress: '203.0.113.1',
      requestParameters,
      responseElements: null,
      eventID: 'a1b2c3d4-0000-4000-8000-000000000000',
    },
  }); // prettier-ignore
  const HOURLY = { 'detail-type': 'Scheduled Event', 'source': 'aws.events', 'detail': {} }; // prettier-ignore

  const mended = (healer: string, ...changes: string[]) => [
    {
      Source: 'org-audit',
      DetailType: 'Audit Self-Healing',
      EventBusName: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${BUS}`,
      detail: expect.objectContaining({
        healer,
        outcome: 'mended',
        account: ACCOUNT,
        region: REGION,
        cause: expect.objectContaining({ principal: `arn:aws:iam::${ACCOUNT}:user/mallory` }),
        changes: changes.map((what) => expect.objectContaining({ what, mended: true })),
      }),
    },
  ];

  const healthy = (healer: string) => ({
    DetailType: 'Audit Health',
    detail: { healer, account: ACCOUNT, region: REGION, healthy: true, problems: [] },
  });

  describe('the recorder’s', () => {
    const of = (eventName: string, role?: string) =>
      called('config.amazonaws.com', eventName, { configurationRecorderName: 'default' }, role);
    const isRecording = async () =>
      (await config.send(new DescribeConfigurationRecorderStatusCommand({}))).ConfigurationRecordersStatus![0]!.recording; // prettier-ignore
    const stop = () => config.send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));

    test('makes everything where there is nothing, by the hour', async () => {
      const { error, told } = await wake('recorder', HOURLY);
      expect(error).toBeUndefined();
      expect(told.map(({ DetailType }) => DetailType)).toEqual(['Audit Self-Healing', 'Audit Health']);
      expect(told[0]!.detail).toMatchObject({ outcome: 'mended', cause: null });
      expect(await isRecording()).toBe(true);
      const { DeliveryChannels } = await config.send(new DescribeDeliveryChannelsCommand({}));
      expect(DeliveryChannels).toEqual([
        {
          name: 'default',
          s3BucketName: 'acme-audit-config-222222222222',
          s3KeyPrefix: 'config',
          s3KmsKeyArn: key,
          configSnapshotDeliveryProperties: { deliveryFrequency: 'TwentyFour_Hours' },
        },
      ]);
      const { RetentionConfigurations } = await config.send(new DescribeRetentionConfigurationsCommand({}));
      expect(RetentionConfigurations).toMatchObject([{ RetentionPeriodInDays: 2557 }]);
    }, 60_000);

    test('starts a recorder that was stopped, and the same event again does nothing', async () => {
      await stop();
      const { error, told } = await wake('recorder', of('StopConfigurationRecorder'));
      expect(error).toBeUndefined();
      expect(told).toEqual(mended('recorder', 'the configuration recorder does not record'));
      expect(await isRecording()).toBe(true);

      const again = await wake('recorder', of('StopConfigurationRecorder'));
      expect(again.error).toBeUndefined();
      expect(again.told).toEqual([]);
      expect(again.calls.filter(({ action }) => !action.startsWith('Describe'))).toEqual([]);
      expect(again.log.join()).toContain('nothing differs');
    }, 60_000);

    test.each([
      ['its own', 'acme-audit-remediation-heal-recorder'],
      ['those of who deploys', 'OrganizationAccountAccessRole'],
    ])(
      'leaves alone %s',
      async (_whose, role) => {
        await stop();
        const { error, told, calls, log } = await wake('recorder', of('StopConfigurationRecorder', role));
        expect(error).toBeUndefined();
        expect([told, calls]).toEqual([[], []]);
        expect(log).toHaveLength(1);
        expect(await isRecording()).toBe(false);
        await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));
      },
      60_000,
    );

    test('widens a recorder that was narrowed, while it runs', async () => {
      await config.send(
        new PutConfigurationRecorderCommand({
          ConfigurationRecorder: {
            name: 'default',
            roleARN: roleOf('aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig'),
            recordingGroup: { allSupported: false, resourceTypes: ['AWS::EC2::Instance'] },
          },
        }),
      );
      const { error, told } = await wake('recorder', of('PutConfigurationRecorder'));
      expect(error).toBeUndefined();
      expect(told).toEqual(mended('recorder', 'the configuration recorder does not record what it should'));
      const { ConfigurationRecorders } = await config.send(new DescribeConfigurationRecordersCommand({}));
      expect(ConfigurationRecorders![0]!.recordingGroup).toMatchObject({
        allSupported: true,
        includeGlobalResourceTypes: true,
      });
      expect(await isRecording()).toBe(true);
    }, 60_000);

    test('makes a deleted channel and a deleted recorder anew', async () => {
      await stop();
      await config.send(new DeleteDeliveryChannelCommand({ DeliveryChannelName: 'default' }));
      const channel = await wake('recorder', of('DeleteDeliveryChannel'));
      expect(channel.error).toBeUndefined();
      expect(channel.told).toEqual(
        mended('recorder', 'there is no delivery channel', 'the configuration recorder does not record'),
      );
      await config.send(new DeleteConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));
      const recorder = await wake('recorder', of('DeleteConfigurationRecorder'));
      expect(recorder.error).toBeUndefined();
      expect(recorder.told).toEqual(
        mended('recorder', 'there is no configuration recorder', 'the configuration recorder does not record'),
      );
      expect(await isRecording()).toBe(true);
    }, 60_000);

    test('sends deliveries to our bucket, and keeps history for its time', async () => {
      const elsewhere = { name: 'default', s3BucketName: 'mine' };
      await config.send(new PutDeliveryChannelCommand({ DeliveryChannel: elsewhere }));
      await config.send(new PutRetentionConfigurationCommand({ RetentionPeriodInDays: 30 }));
      const { error, told } = await wake('recorder', of('PutDeliveryChannel'));
      expect(error).toBeUndefined();
      expect(told).toEqual(
        mended(
          'recorder',
          'the delivery channel does not deliver as it should',
          'configuration items are kept for another number of days',
        ),
      );
    }, 60_000);

    test('is healthy once nothing differs', async () => {
      const { error, told } = await wake('recorder', HOURLY);
      expect(error).toBeUndefined();
      expect(told).toMatchObject([healthy('recorder')]);
    }, 60_000);
  });

  describe('the one of evidence', () => {
    const ofBucket = (eventName: string, bucketName = BUCKET) =>
      called('s3.amazonaws.com', eventName, { bucketName, Host: `${bucketName}.s3.amazonaws.com` });
    const ofKey = (eventName: string, keyId = key) => called('kms.amazonaws.com', eventName, { keyId });
    const Bucket = BUCKET;
    const policyOf = async () => JSON.parse((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy!);
    const blocksOf = async () =>
      (await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration;
    const stateOf = async () => (await kms.send(new DescribeKeyCommand({ KeyId: key }))).KeyMetadata!.KeyState;
    const isRotated = async () => (await kms.send(new GetKeyRotationStatusCommand({ KeyId: key }))).KeyRotationEnabled;

    beforeAll(async () => {
      for (const name of [BUCKET, OTHER_BUCKET])
        await s3.send(
          new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: { LocationConstraint: REGION } }),
        );
    });

    test('closes a bare bucket and rotates a bare key, by the hour, and is healthy then', async () => {
      const { error, told } = await wake('evidence', HOURLY);
      expect(error).toBeUndefined();
      expect(told).toMatchObject([{ detail: { outcome: 'mended', cause: null } }, healthy('evidence')]);
      expect(await blocksOf()).toEqual(BLOCKED);
      expect(await policyOf()).toEqual(POLICY);
      expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
      expect(await isRotated()).toBe(true);
      expect((await wake('evidence', HOURLY)).told).toMatchObject([healthy('evidence')]);
    }, 60_000);

    test('closes a bucket again, and the same event again does nothing', async () => {
      await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
      const { error, told } = await wake('evidence', ofBucket('DeleteBucketPublicAccessBlock'));
      expect(error).toBeUndefined();
      expect(told).toEqual(mended('evidence', `the bucket ${BUCKET} may become public`));
      expect(await blocksOf()).toEqual(BLOCKED);

      const again = await wake('evidence', ofBucket('DeleteBucketPublicAccessBlock'));
      expect(again.error).toBeUndefined();
      expect(again.told).toEqual([]);
      expect(again.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
    }, 60_000);

    test('restores a policy and a block that were weakened, each upon its event', async () => {
      const weaker = { ...BLOCKED, BlockPublicPolicy: false };
      await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: weaker }));
      const Statement = [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${BUCKET}/*` }]; // prettier-ignore
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ ...POLICY, Statement }) }));
      const first = await wake('evidence', ofBucket('PutBucketPublicAccessBlock'));
      expect(first.error).toBeUndefined();
      expect(first.told).toEqual(
        mended('evidence', `the bucket ${BUCKET} may become public`, `the bucket ${BUCKET} has another policy`),
      );
      expect([await blocksOf(), await policyOf()]).toEqual([BLOCKED, POLICY]);
      expect((await wake('evidence', ofBucket('PutBucketPolicy'))).told).toEqual([]);

      await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
      const { told } = await wake('evidence', ofBucket('DeleteBucketPolicy'));
      expect(told).toEqual(mended('evidence', `the bucket ${BUCKET} has another policy`));
      expect(await policyOf()).toEqual(POLICY);
    }, 60_000);

    test('keeps versions again', async () => {
      const VersioningConfiguration = { Status: 'Suspended' } as const;
      await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
      const { told } = await wake('evidence', ofBucket('PutBucketVersioning'));
      expect(told).toEqual(mended('evidence', `the bucket ${BUCKET} keeps no versions`));
      expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
    }, 60_000);

    test('enables a key that was disabled, and cancels its deletion', async () => {
      await kms.send(new DisableKeyCommand({ KeyId: key }));
      const disabled = await wake('evidence', ofKey('DisableKey', key.split('/')[1]));
      expect(disabled.error).toBeUndefined();
      expect(disabled.told).toEqual(mended('evidence', `the key ${key} is disabled`));
      expect(await stateOf()).toBe('Enabled');

      await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }));
      const scheduled = await wake('evidence', ofKey('ScheduleKeyDeletion'));
      expect(scheduled.error).toBeUndefined();
      expect(scheduled.told).toEqual(mended('evidence', `the key ${key} is to be deleted`));
      expect(await stateOf()).toBe('Enabled');

      expect((await wake('evidence', ofKey('ScheduleKeyDeletion'))).told).toEqual([]);
      await kms.send(new DisableKeyRotationCommand({ KeyId: key }));
      const rotation = await wake('evidence', ofKey('DisableKeyRotation'));
      expect(rotation.told).toEqual(mended('evidence', `the key ${key} is not rotated`));
      expect(await isRotated()).toBe(true);
    }, 60_000);

    test('reads nothing for other buckets and keys of the account', async () => {
      for (const event of [ofBucket('DeleteBucketPolicy', OTHER_BUCKET), ofKey('DisableKey', '00000000-aaaa')]) {
        const { error, calls } = await wake('evidence', event);
        expect(error).toBeUndefined();
        expect(calls).toEqual([]);
      }
    }, 60_000);

    test.each([
      ['its own', 'acme-audit-remediation-heal-evidence'],
      ['those of who deploys', 'OrganizationAccountAccessRole'],
    ])(
      'leaves alone %s',
      async (_whose, role) => {
        await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
        const event = called('s3.amazonaws.com', 'DeleteBucketPublicAccessBlock', { bucketName: BUCKET }, role);
        const { error, told, calls, log } = await wake('evidence', event);
        expect(error).toBeUndefined();
        expect([told, calls]).toEqual([[], []]);
        expect(log).toHaveLength(1);
        await expect(blocksOf()).rejects.toThrow('public access block');
      },
      60_000,
    );

    test('pages people for a bucket that is gone', async () => {
      await s3.send(new DeleteBucketCommand({ Bucket }));
      const { error, told } = await wake('evidence', ofBucket('DeleteBucket'));
      expect(error).toBeUndefined();
      expect(told).toMatchObject([
        {
          DetailType: 'Audit Self-Healing',
          detail: {
            outcome: 'page',
            changes: [{ what: `the bucket ${BUCKET} is gone`, mended: false }],
            firstStep: expect.stringContaining(`Find out who deleted the bucket ${BUCKET}`),
          },
        },
      ]);
    }, 60_000);
  });
});
