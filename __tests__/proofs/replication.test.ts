import { organization } from '../organizations';
import { object, Policies } from './policies';
import {
  administrator,
  ANYBODY,
  ARCHIVE,
  AUDIT,
  FOREIGN,
  LOG_ARCHIVE,
  MEMBER,
  type Principal,
  role,
  rootUser,
  service,
} from './principals';
import { type Context, decideWith, type Decision } from './simulator';

const accounts = { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] };
const PLACES = {
  'the same account': new Policies(organization({ accounts })),
  'another account': new Policies(organization({ accounts: { ...accounts, archive: ARCHIVE } })),
};
const KEY = 'AWSLogs/o-a1b2c3d4e5/444444444444/CloudTrail/us-east-1/2026/11/23/x.json.gz';
const HERE = 's3.us-east-1.amazonaws.com';
const THERE = 's3.us-west-2.amazonaws.com';

describe.each(Object.entries(PLACES))('with the archive in %s', (_name, policies) => {
  const replicator = role(LOG_ARCHIVE, 'acme-audit-replication', policies.grants('evidence', 'replication_grants'));
  /** Its name and every right: what it would be after somebody had changed its own policy. */
  const mightyReplicator = role(LOG_ARCHIVE, 'acme-audit-replication');
  const archive = policies.bucket('archive');

  describe('the replication role', () => {
    test.each<[string, Decision, string]>([
      ['s3:ReplicateObject', 'Allowed', KEY],
      ['s3:ReplicateTags', 'Allowed', KEY],
      ['s3:ReplicateDelete', 'ImplicitlyDenied', KEY],
      ['s3:PutObject', 'ImplicitlyDenied', KEY],
      ['s3:DeleteObject', 'ImplicitlyDenied', KEY],
      ['s3:DeleteObjectVersion', 'ImplicitlyDenied', KEY],
      ['s3:PutObjectRetention', 'ImplicitlyDenied', KEY],
      ['s3:BypassGovernanceRetention', 'ImplicitlyDenied', KEY],
      ['s3:GetObject', 'ImplicitlyDenied', KEY],
    ])('doing %s in the archive is %s', async (action, decision, path) => {
      expect(await decideWith(policies, { principal: replicator, action, target: object(archive, path) })).toBe(
        decision,
      );
    });

    test('cannot replicate over plain HTTP', async () => {
      const context = { 'aws:SecureTransport': 'false' };
      const request = { principal: replicator, action: 's3:ReplicateObject', target: object(archive, KEY), context };
      expect(await decideWith(policies, request)).toBe('ExplicitlyDenied');
    });

    test.each<['trail' | 'config' | 'access-logs', string, Decision]>([
      ['trail', 's3:GetObjectVersionForReplication', 'Allowed'],
      ['config', 's3:GetObjectVersionForReplication', 'Allowed'],
      ['access-logs', 's3:GetObjectVersionForReplication', 'Allowed'],
      ['trail', 's3:GetObjectRetention', 'Allowed'],
      ['trail', 's3:GetObjectLegalHold', 'Allowed'],
      ['config', 's3:GetObjectRetention', 'ImplicitlyDenied'],
      ['trail', 's3:GetObject', 'ImplicitlyDenied'],
      ['trail', 's3:DeleteObjectVersion', 'ImplicitlyDenied'],
      ['config', 's3:DeleteObject', 'ImplicitlyDenied'],
      ['config', 's3:PutObject', 'ExplicitlyDenied'],
      ['trail', 's3:ReplicateObject', 'ExplicitlyDenied'],
    ])('in the %s bucket, %s is %s', async (name, action, decision) => {
      const target = object(policies.bucket(name), KEY);
      expect(await decideWith(policies, { principal: replicator, action, target })).toBe(decision);
    });

    test.each<['evidence' | 'archive', string, string | undefined, Decision]>([
      ['evidence', 'kms:Decrypt', HERE, 'Allowed'],
      ['evidence', 'kms:Decrypt', THERE, 'ImplicitlyDenied'],
      ['evidence', 'kms:Decrypt', undefined, 'ImplicitlyDenied'],
      ['evidence', 'kms:GenerateDataKey', HERE, 'ImplicitlyDenied'],
      ['archive', 'kms:GenerateDataKey', THERE, 'Allowed'],
      ['archive', 'kms:Encrypt', THERE, 'Allowed'],
      ['archive', 'kms:Encrypt', HERE, 'ImplicitlyDenied'],
      ['archive', 'kms:Encrypt', undefined, 'ImplicitlyDenied'],
      ['archive', 'kms:Decrypt', THERE, 'ImplicitlyDenied'],
      ['archive', 'kms:ScheduleKeyDeletion', undefined, 'ImplicitlyDenied'],
    ])('with the %s key, %s through %s is %s', async (name, action, host, decision) => {
      const request = {
        principal: replicator,
        action,
        target: policies.key(name),
        context: { 'kms:ViaService': host },
      };
      expect(await decideWith(policies, request)).toBe(decision);
    });

    test('could not decrypt the archive even if its own policy were changed', async () => {
      const context = { 'kms:ViaService': THERE };
      const request = { principal: mightyReplicator, action: 'kms:Decrypt', target: policies.key('archive'), context };
      expect(await decideWith(policies, request)).toBe('ImplicitlyDenied');
    });
  });

  describe('replicating into the archive', () => {
    test.each<[string, Principal]>([
      ['another role of the evidence account', role(LOG_ARCHIVE, 'team-replication')],
      ['a role of the account that holds the archive', role(archive.account, 'team-replication')],
      ['a role of that name in a member', role(MEMBER, 'acme-audit-replication')],
      ['a role of that name under a path', role(LOG_ARCHIVE, 'x/acme-audit-replication')],
      ['a role whose name begins so', role(LOG_ARCHIVE, 'acme-audit-replication2')],
      ['a role of that name in another organization', role(FOREIGN, 'acme-audit-replication')],
      ['the administrator of the account that holds the archive', administrator(archive.account)],
      ['the root user of the account that holds the archive', rootUser(archive.account)],
      ['anybody', ANYBODY],
    ])('is not for %s', async (_name, principal) => {
      const request = { principal, action: 's3:ReplicateObject', target: object(archive, KEY) };
      expect(await decideWith(policies, request)).toBe('ExplicitlyDenied');
    });
  });

  describe('becoming the replication role', () => {
    test.each<[string, Decision, Principal, Context]>([
      ['S3 for our account', 'Allowed', service('s3.amazonaws.com'), { 'aws:SourceAccount': LOG_ARCHIVE }],
      ['S3 for an account it does not name', 'Allowed', service('s3.amazonaws.com'), {}],
      ['S3 for another account', 'ImplicitlyDenied', service('s3.amazonaws.com'), { 'aws:SourceAccount': MEMBER }],
      ['another service', 'ImplicitlyDenied', service('lambda.amazonaws.com'), { 'aws:SourceAccount': LOG_ARCHIVE }],
      ['the account’s administrator', 'ImplicitlyDenied', administrator(LOG_ARCHIVE), {}],
    ])('%s is %s', async (_name, decision, principal, context) => {
      const target = policies.role('evidence', 'replication_role');
      expect(await decideWith(policies, { principal, action: 'sts:AssumeRole', target, context })).toBe(decision);
    });
  });
});
