import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { action } from '../../src/authorization/authorization';
import { onlyReading } from '../../src/discovery/aws';
import { CALLS, policyFor, refuseUnlisted } from '../../src/discovery/calls';

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: string;
}
const statements = (...given: Parameters<typeof policyFor>) =>
  (policyFor(...given) as { Statement: Statement[] }).Statement;
const actionsOf = (...given: Parameters<typeof policyFor>) => statements(...given).flatMap(({ Action }) => Action);

const SOURCES = readdirSync('src/discovery').map((file) => readFileSync(join('src/discovery', file), 'utf8'));

test('every command in the sources is listed, and every listed call is in the sources', () => {
  const commands = SOURCES.flatMap((source) => [...source.matchAll(/new (\w+)Command\(/g)].map(([, name]) => name!));
  const listed = Object.keys(CALLS).map((call) => call.split('.')[1]!);
  expect([...new Set(commands)].sort()).toEqual([...new Set(listed)].sort());
});

test('nothing but reads is listed, besides the role that leads into an account', () => {
  const others = Object.keys(CALLS).filter((call) => !/\.(?:Describe|Get|List|Lookup)/.test(call));
  expect(others).toEqual(['STS.AssumeRole']);
});

/** Services as IAM calls them, where the SDK has another name. */
const PREFIXES: Readonly<Record<string, string>> = { CloudWatchLogs: 'logs', ConfigService: 'config' };
/** Calls whose action has another name. Source: S3 user guide, "Required permissions for S3 API operations"; STS API reference. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  'STS.GetCallerIdentity': [],
  'S3.GetBucketEncryption': ['s3:GetEncryptionConfiguration'],
  'S3.GetBucketLifecycleConfiguration': ['s3:GetLifecycleConfiguration'],
  'S3.GetBucketReplication': ['s3:GetReplicationConfiguration'],
  'S3.GetObjectLockConfiguration': ['s3:GetBucketObjectLockConfiguration'],
  'S3.GetPublicAccessBlock': ['s3:GetBucketPublicAccessBlock'],
  'S3.ListBuckets': ['s3:ListAllMyBuckets'],
};

test.each(Object.entries(CALLS))('%s needs the action of its name, or the one that IAM has for it', (call, actions) => {
  const [service = '', name = ''] = call.split('.');
  expect(actions).toEqual(OTHERWISE[call] ?? [`${PREFIXES[service] ?? service.toLowerCase()}:${name}`]);
});

test.each(Object.values(CALLS).flat())('%s exists, and reads or lists', (name) => {
  expect(action(name)).toBeDefined();
  if (name !== 'sts:AssumeRole') expect(['Read', 'List']).toContain(action(name)!.access);
});

test('a client of discovery refuses what is not listed before it leaves', async () => {
  const unreachable = { region: 'us-east-1', endpoint: 'http://127.0.0.1:1', maxAttempts: 1 };
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = onlyReading(new S3Client({ ...unreachable, credentials }));
  await expect(client.send(new DeleteBucketCommand({ Bucket: 'evidence' }))).rejects.toThrow(
    'discovery does not send S3.DeleteBucket: it is not listed as a read',
  );
});

test.each(['S3.GetObject', 'toString', 'S3.', ''])('%p is refused', (call) => {
  expect(() => refuseUnlisted(call)).toThrow(`discovery does not send ${call}`);
});

describe('the policy', () => {
  test('of the caller allows what the calls need, each once, and nothing more', () => {
    const needed = [...new Set(Object.values(CALLS).flat())].sort();
    expect(actionsOf('caller', 'aws', 'Deployer').sort()).toEqual(needed);
  });

  test('of the role allows what accounts are asked, and neither the organization nor other roles', () => {
    const services = [...new Set(actionsOf('role', 'aws', 'Deployer').map((name) => name.split(':')[0]))].sort();
    expect(services).toEqual(['cloudtrail', 'config', 'iam', 'kms', 'logs', 's3', 'sns']);
  });

  test.each([
    ['aws', 'arn:aws:iam::*:role/audit/Deployer'],
    ['aws-us-gov', 'arn:aws-us-gov:iam::*:role/audit/Deployer'],
    ['aws-cn', 'arn:aws-cn:iam::*:role/audit/Deployer'],
  ] as const)('names the role and nothing else to assume, in %s', (partition, Resource) => {
    const assuming = statements('caller', partition, 'audit/Deployer').filter(({ Action }) =>
      Action.includes('sts:AssumeRole'),
    );
    expect(assuming).toEqual([{ Sid: 'EnterAccounts', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource }]);
  });

  test('reads the role of AWS Config and no other', () => {
    const reading = statements('role', 'aws', 'x').filter(({ Action }) => Action.some((one) => one.startsWith('iam:')));
    expect(reading.map(({ Resource }) => Resource)).toEqual([
      'arn:aws:iam::*:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig',
    ]);
  });

  // Source: IAM quotas, managed policies, white space not counted.
  test.each(['caller', 'role'] as const)('of the %s fits into a managed policy', (holder) => {
    expect(JSON.stringify(policyFor(holder, 'aws-us-gov', 'x'.repeat(64))).length).toBeLessThan(6144);
  });
});
