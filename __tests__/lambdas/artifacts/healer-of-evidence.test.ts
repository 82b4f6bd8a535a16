import {
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
import { literal } from '../../../src/policy/literal';
import { evidenceHealer } from '../../../src/response/healers/evidence';
import { describeWith } from '../../terraform/terraform';
import { REGION } from '../fake-aws';
import { acme, called, HealerOnMoto, HOURLY } from './healer-on-moto';

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

describeWith(['moto_server'], 'the healer of evidence, as deployed, on moto', () => {
  let healer: HealerOnMoto;
  let s3: S3Client;
  let kms: KMSClient;
  let key: string;

  beforeAll(async () => {
    const buckets = [{ name: BUCKET, policy: literal(JSON.stringify(POLICY)) }];
    healer = await HealerOnMoto.start('evidence', (keyArn) =>
      evidenceHealer(acme, { buckets, keyArns: { EvidenceKeyArn: keyArn } }),
    );
    ({ key } = healer);
    s3 = new S3Client({ ...healer.settings, forcePathStyle: true });
    kms = new KMSClient(healer.settings);
  }, 120_000);

  afterAll(() => {
    for (const client of [s3, kms]) client?.destroy();
    healer?.stop();
  });

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
    const { error, told } = await healer.wake(HOURLY);
    expect(error).toBeUndefined();
    expect(told).toMatchObject([{ detail: { outcome: 'mended', cause: null } }, healer.healthy()]);
    expect(await blocksOf()).toEqual(BLOCKED);
    expect(await policyOf()).toEqual(POLICY);
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
    expect(await isRotated()).toBe(true);
    expect((await healer.wake(HOURLY)).told).toMatchObject([healer.healthy()]);
  }, 60_000);

  test('closes a bucket again, and the same event again does nothing', async () => {
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    const { error, told } = await healer.wake(ofBucket('DeleteBucketPublicAccessBlock'));
    expect(error).toBeUndefined();
    expect(told).toEqual(healer.mended(`the bucket ${BUCKET} may become public`));
    expect(await blocksOf()).toEqual(BLOCKED);

    const again = await healer.wake(ofBucket('DeleteBucketPublicAccessBlock'));
    expect(again.error).toBeUndefined();
    expect(again.told).toEqual([]);
    expect(again.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  }, 60_000);

  test('restores a policy and a block that were weakened, each upon its event', async () => {
    const weaker = { ...BLOCKED, BlockPublicPolicy: false };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: weaker }));
    const Statement = [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${BUCKET}/*` }]; // prettier-ignore
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ ...POLICY, Statement }) }));
    const first = await healer.wake(ofBucket('PutBucketPublicAccessBlock'));
    expect(first.error).toBeUndefined();
    expect(first.told).toEqual(
      healer.mended(`the bucket ${BUCKET} may become public`, `the bucket ${BUCKET} has another policy`),
    );
    expect([await blocksOf(), await policyOf()]).toEqual([BLOCKED, POLICY]);
    expect((await healer.wake(ofBucket('PutBucketPolicy'))).told).toEqual([]);

    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    const { told } = await healer.wake(ofBucket('DeleteBucketPolicy'));
    expect(told).toEqual(healer.mended(`the bucket ${BUCKET} has another policy`));
    expect(await policyOf()).toEqual(POLICY);
  }, 60_000);

  test('keeps versions again', async () => {
    const VersioningConfiguration = { Status: 'Suspended' } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const { told } = await healer.wake(ofBucket('PutBucketVersioning'));
    expect(told).toEqual(healer.mended(`the bucket ${BUCKET} keeps no versions`));
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  }, 60_000);

  test('enables a key that was disabled, and cancels its deletion', async () => {
    await kms.send(new DisableKeyCommand({ KeyId: key }));
    const disabled = await healer.wake(ofKey('DisableKey', key.split('/')[1]));
    expect(disabled.error).toBeUndefined();
    expect(disabled.told).toEqual(healer.mended(`the key ${key} is disabled`));
    expect(await stateOf()).toBe('Enabled');

    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }));
    const scheduled = await healer.wake(ofKey('ScheduleKeyDeletion'));
    expect(scheduled.error).toBeUndefined();
    expect(scheduled.told).toEqual(healer.mended(`the key ${key} is to be deleted`));
    expect(await stateOf()).toBe('Enabled');

    expect((await healer.wake(ofKey('ScheduleKeyDeletion'))).told).toEqual([]);
    await kms.send(new DisableKeyRotationCommand({ KeyId: key }));
    const rotation = await healer.wake(ofKey('DisableKeyRotation'));
    expect(rotation.told).toEqual(healer.mended(`the key ${key} is not rotated`));
    expect(await isRotated()).toBe(true);
  }, 60_000);

  test('reads nothing for other buckets and keys of the account', async () => {
    for (const event of [ofBucket('DeleteBucketPolicy', OTHER_BUCKET), ofKey('DisableKey', '00000000-aaaa')]) {
      const { error, calls } = await healer.wake(event);
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
      const { error, told, calls, log } = await healer.wake(event);
      expect(error).toBeUndefined();
      expect([told, calls]).toEqual([[], []]);
      expect(log).toHaveLength(1);
      await expect(blocksOf()).rejects.toThrow('public access block');
    },
    60_000,
  );

  test('pages people for a bucket that is gone', async () => {
    await s3.send(new DeleteBucketCommand({ Bucket }));
    const { error, told } = await healer.wake(ofBucket('DeleteBucket'));
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
