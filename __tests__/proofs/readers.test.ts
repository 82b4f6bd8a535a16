import { organization } from '../organizations';
import { object, Policies } from './policies';
import {
  administrator,
  ANYBODY,
  ARCHIVE,
  AUDIT,
  FOREIGN,
  LOG_ARCHIVE,
  MANAGEMENT,
  MEMBER,
  role,
  rootUser,
} from './principals';
import { decideWith, type Decision } from './simulator';

const policies = new Policies(
  organization({
    accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, archive: ARCHIVE, members: [MEMBER] },
    storage: { readers: [`arn:aws:iam::${AUDIT}:role/AuditReader`] },
  }),
);
const READER = role(AUDIT, 'AuditReader');
const KEY = 'AWSLogs/x.json.gz';
const BUCKETS = ['trail', 'config', 'access-logs', 'archive'] as const;
const HOSTS = { evidence: 's3.us-east-1.amazonaws.com', archive: 's3.us-west-2.amazonaws.com' };

describe.each(BUCKETS)('a reader in the %s bucket', (name) => {
  const bucket = policies.bucket(name);

  test.each<[string, Decision]>([
    ['s3:ListBucket', 'Allowed'],
    ['s3:ListBucketVersions', 'Allowed'],
    ['s3:GetBucketLocation', 'Allowed'],
    ['s3:PutBucketPolicy', 'ImplicitlyDenied'],
    ['s3:PutLifecycleConfiguration', 'ImplicitlyDenied'],
    ['s3:DeleteBucket', 'ImplicitlyDenied'],
  ])('doing %s is %s', async (action, decision) => {
    expect(await decideWith(policies, { principal: READER, action, target: bucket })).toBe(decision);
  });

  test.each<[string, Decision]>([
    ['s3:GetObject', 'Allowed'],
    ['s3:GetObjectVersion', 'Allowed'],
    ['s3:GetObjectRetention', 'Allowed'],
    ['s3:PutObject', 'ExplicitlyDenied'],
    ['s3:DeleteObject', 'ImplicitlyDenied'],
    ['s3:DeleteObjectVersion', 'ImplicitlyDenied'],
    ['s3:PutObjectRetention', 'ImplicitlyDenied'],
    ['s3:BypassGovernanceRetention', 'ImplicitlyDenied'],
  ])('doing %s to an object is %s', async (action, decision) => {
    expect(await decideWith(policies, { principal: READER, action, target: object(bucket, KEY) })).toBe(decision);
  });

  test.each([
    role(AUDIT, 'AuditReader2'),
    role(AUDIT, 'x/AuditReader'),
    role(MEMBER, 'AuditReader'),
    administrator(AUDIT),
    administrator(MEMBER),
    administrator(MANAGEMENT),
  ])('is not $name', async (principal) => {
    expect(await decideWith(policies, { principal, action: 's3:GetObject', target: object(bucket, KEY) })).toBe(
      'ImplicitlyDenied',
    );
  });

  test.each([role(FOREIGN, 'AuditReader'), ANYBODY])('is least of all $name', async (principal) => {
    expect(await decideWith(policies, { principal, action: 's3:GetObject', target: object(bucket, KEY) })).toBe(
      'ExplicitlyDenied',
    );
  });
});

describe.each(['evidence', 'archive'] as const)('decrypting with the %s key', (name) => {
  const key = policies.key(name);
  const through = (host: string | undefined) => ({ 'kms:ViaService': host });

  test.each<[string, string | undefined, Decision]>([
    ['through S3', HOSTS[name], 'Allowed'],
    ['through S3 in another region', 's3.eu-west-1.amazonaws.com', 'ImplicitlyDenied'],
    ['through another service', HOSTS[name].replace('s3', 'dynamodb'), 'ImplicitlyDenied'],
    ['by hand', undefined, 'ImplicitlyDenied'],
  ])('as a reader %s (%s) is %s', async (_name, host, decision) => {
    expect(
      await decideWith(policies, { principal: READER, action: 'kms:Decrypt', target: key, context: through(host) }),
    ).toBe(decision);
  });

  test.each([
    administrator(key.account),
    rootUser(key.account),
    role(key.account, 'OrganizationAccountAccessRole'),
    administrator(MANAGEMENT),
    administrator(AUDIT),
    administrator(MEMBER),
    role(MEMBER, 'AuditReader'),
    role(AUDIT, 'AuditReader2'),
    role(FOREIGN, 'AuditReader'),
    ANYBODY,
  ])('is impossible for $name', async (principal) => {
    const context = through(HOSTS[name]);
    expect(await decideWith(policies, { principal, action: 'kms:Decrypt', target: key, context })).toBe(
      'ImplicitlyDenied',
    );
    expect(await decideWith(policies, { principal, action: 'kms:Decrypt', target: key })).toBe('ImplicitlyDenied');
  });

  test.each(['kms:GenerateDataKey', 'kms:Encrypt', 'kms:ReEncryptFrom', 'kms:CreateGrant', 'kms:PutKeyPolicy'])(
    'does not let a reader do %s',
    async (action) => {
      const request = { principal: READER, action, target: key, context: through(HOSTS[name]) };
      expect(await decideWith(policies, request)).toBe('ImplicitlyDenied');
    },
  );

  test.each<[string, Decision]>([
    ['kms:DescribeKey', 'Allowed'],
    ['kms:GetKeyPolicy', 'Allowed'],
    ['kms:CancelKeyDeletion', 'Allowed'],
    ['kms:EnableKey', 'Allowed'],
    ['kms:Encrypt', 'ImplicitlyDenied'],
    ['kms:GenerateDataKey', 'ImplicitlyDenied'],
    ['kms:ReEncryptFrom', 'ImplicitlyDenied'],
    ['kms:CreateGrant', 'ImplicitlyDenied'],
    ['kms:DisableKeyRotation', 'ImplicitlyDenied'],
  ])('is one thing, administering the key another: %s is %s for the administrator', async (action, decision) => {
    expect(await decideWith(policies, { principal: administrator(key.account), action, target: key })).toBe(decision);
  });
});
