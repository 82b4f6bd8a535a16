import { organization } from '../organizations';
import { object, Policies } from './policies';
import {
  actingFor,
  administrator,
  ANYBODY,
  AUDIT,
  FOREIGN,
  LOG_ARCHIVE,
  MEMBER,
  ORGANIZATION,
  type Principal,
  role,
  service,
} from './principals';
import { type Context, decide, decideWith, type Decision, type Request } from './simulator';

const CONFIG = service('config.amazonaws.com');
const accounts = { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] };
const SNAPSHOT = `config/AWSLogs/${MEMBER}/Config/eu-west-1/2026/11/23/ConfigSnapshot/x.json.gz`;
const LOG_FILE = `AWSLogs/${ORGANIZATION}/${MEMBER}/CloudTrail/us-east-1/2026/11/23/x.json.gz`;
/** Config writes it when a delivery channel is made, to see whether it can. No region is in its key. */
const PROBE = `config/AWSLogs/${MEMBER}/Config/ConfigWritabilityCheckFile`;

const FULL_CONTROL: Context = { 's3:x-amz-acl': 'bucket-owner-full-control' };
const forUs = actingFor(MEMBER);
const forOthers = actingFor(FOREIGN);
const forNobody: Context = { 'aws:SourceAccount': FOREIGN };

/** Even with a role of its own, Config falls back on the service's name where the role has no access. */
const RECORDERS = {
  'service-linked': new Policies(organization({ accounts })),
  custom: new Policies(organization({ accounts, recorder: { role: 'custom' } })),
};

describe.each(Object.entries(RECORDERS))('with a %s recorder role, AWS Config as a service', (_name, policies) => {
  const bucket = policies.bucket('config');
  const key = policies.key('evidence');

  test.each<[string, Decision, string, Context]>([
    ['delivering a snapshot', 'Allowed', SNAPSHOT, { ...forUs, ...FULL_CONTROL }],
    [
      'delivering another account’s snapshot',
      'Allowed',
      SNAPSHOT.replace(MEMBER, AUDIT),
      { ...forUs, 'aws:SourceAccount': AUDIT, ...FULL_CONTROL },
    ],
    ['delivering history', 'Allowed', SNAPSHOT.replace('Snapshot', 'History'), { ...forUs, ...FULL_CONTROL }],
    ['probing the bucket', 'Allowed', PROBE, { ...forUs, ...FULL_CONTROL }],
    ['delivering for another organization', 'ImplicitlyDenied', SNAPSHOT, { ...forOthers, ...FULL_CONTROL }],
    ['delivering for an account in no organization', 'ImplicitlyDenied', SNAPSHOT, { ...forNobody, ...FULL_CONTROL }],
    [
      'delivering outside the prefix',
      'ImplicitlyDenied',
      SNAPSHOT.replace('config/', ''),
      { ...forUs, ...FULL_CONTROL },
    ],
    ['delivering under another prefix', 'ImplicitlyDenied', `x/${SNAPSHOT}`, { ...forUs, ...FULL_CONTROL }],
    [
      'delivering what is not Config’s',
      'ImplicitlyDenied',
      SNAPSHOT.replace('/Config/', '/CloudTrail/'),
      { ...forUs, ...FULL_CONTROL },
    ],
    ['keeping the object to itself', 'ImplicitlyDenied', SNAPSHOT, { ...forUs, 's3:x-amz-acl': 'private' }],
    ['not saying who owns the object', 'ImplicitlyDenied', SNAPSHOT, forUs],
    ['over plain HTTP', 'ExplicitlyDenied', SNAPSHOT, { ...forUs, ...FULL_CONTROL, 'aws:SecureTransport': 'false' }],
  ])('%s is %s', async (_row, decision, path, context) => {
    const request = { principal: CONFIG, action: 's3:PutObject', target: object(bucket, path), context };
    expect(await decideWith(policies, request)).toBe(decision);
  });

  test.each<[string, Decision, Context]>([
    ['s3:GetBucketAcl', 'Allowed', forUs],
    ['s3:GetBucketAcl', 'ImplicitlyDenied', forOthers],
    ['s3:ListBucket', 'Allowed', forUs],
    ['s3:ListBucket', 'ImplicitlyDenied', forOthers],
    ['s3:ListBucket', 'ImplicitlyDenied', forNobody],
    ['s3:PutBucketAcl', 'ImplicitlyDenied', forUs],
  ])('%s on the bucket is %s when it asks for %j', async (action, decision, context) => {
    expect(await decideWith(policies, { principal: CONFIG, action, target: bucket, context })).toBe(decision);
  });

  test.each<[string, Decision, Context]>([
    ['kms:GenerateDataKey', 'Allowed', forUs],
    ['kms:GenerateDataKey', 'ImplicitlyDenied', forOthers],
    ['kms:GenerateDataKey', 'ImplicitlyDenied', forNobody],
    ['kms:Decrypt', 'Allowed', forUs],
    ['kms:Decrypt', 'ImplicitlyDenied', forOthers],
    ['kms:Encrypt', 'ImplicitlyDenied', forUs],
    ['kms:PutKeyPolicy', 'ImplicitlyDenied', forUs],
  ])('%s with the evidence key is %s when it asks for %j', async (action, decision, context) => {
    expect(await decideWith(policies, { principal: CONFIG, action, target: key, context })).toBe(decision);
  });
});

describe('the custom recorder role', () => {
  const policies = RECORDERS.custom;
  const grants = policies.grants(`baseline-${MEMBER}`, 'role_delivers');
  const recorder = role(MEMBER, 'acme-audit-recorder', grants);
  /** In the bucket's own account, where what either policy allows is allowed. */
  const ownGrants = policies.grants(`baseline-${LOG_ARCHIVE}`, 'role_delivers');
  const ownRecorder = role(LOG_ARCHIVE, 'acme-audit-recorder', ownGrants);
  const OWN_SNAPSHOT = SNAPSHOT.replaceAll(MEMBER, LOG_ARCHIVE);
  /** Its name and every right: what it would be after somebody had changed its own policy. */
  const mightyRecorder = role(MEMBER, 'acme-audit-recorder');
  const bucket = policies.bucket('config');
  const key = policies.key('evidence');
  /** Of bucket, role and guardrails together. */
  const decideAll = (request: Request) => decide(request, policies);

  // An upload that sets an ACL takes both.
  const upload = async (principal: Principal, path: string, context: Context): Promise<readonly Decision[]> =>
    Promise.all(
      ['s3:PutObject', 's3:PutObjectAcl'].map((action) =>
        decideAll({ principal, action, target: object(bucket, path), context }),
      ),
    );

  test.each<[string, Decision, typeof recorder, string, Context]>([
    ['delivering its account’s snapshot', 'Allowed', recorder, SNAPSHOT, FULL_CONTROL],
    ['probing the bucket', 'Allowed', recorder, PROBE, FULL_CONTROL],
    [
      'delivering another account’s snapshot',
      'ImplicitlyDenied',
      recorder,
      SNAPSHOT.replaceAll(MEMBER, AUDIT),
      FULL_CONTROL,
    ],
    ['delivering outside the prefix', 'ImplicitlyDenied', recorder, SNAPSHOT.replace('config/', ''), FULL_CONTROL],
    ['not saying who owns the object', 'ImplicitlyDenied', recorder, SNAPSHOT, {}],
    ['not saying so with every right', 'ImplicitlyDenied', mightyRecorder, SNAPSHOT, {}],
    ['delivering within the bucket’s account', 'Allowed', ownRecorder, OWN_SNAPSHOT, FULL_CONTROL],
    ['not saying who owns the object there', 'ImplicitlyDenied', ownRecorder, OWN_SNAPSHOT, {}],
    ['delivering outside the prefix there', 'ImplicitlyDenied', ownRecorder, `x/${OWN_SNAPSHOT}`, FULL_CONTROL],
    ['keeping the object to itself', 'ImplicitlyDenied', recorder, SNAPSHOT, { 's3:x-amz-acl': 'private' }],
    ['showing the object to everybody', 'ImplicitlyDenied', recorder, SNAPSHOT, { 's3:x-amz-acl': 'public-read' }],
    [
      'delivering over plain HTTP',
      'ExplicitlyDenied',
      recorder,
      SNAPSHOT,
      { ...FULL_CONTROL, 'aws:SecureTransport': 'false' },
    ],
    ['another role delivering', 'ExplicitlyDenied', role(MEMBER, 'Administrator'), SNAPSHOT, FULL_CONTROL],
    [
      'a role whose name begins so delivering',
      'ExplicitlyDenied',
      role(MEMBER, 'acme-audit-recorder2'),
      SNAPSHOT,
      FULL_CONTROL,
    ],
    [
      'a role of that name under a path delivering',
      'ExplicitlyDenied',
      role(MEMBER, 'x/acme-audit-recorder'),
      SNAPSHOT,
      FULL_CONTROL,
    ],
    [
      'another organization’s role of that name delivering',
      'ExplicitlyDenied',
      role(FOREIGN, 'acme-audit-recorder'),
      SNAPSHOT,
      FULL_CONTROL,
    ],
    ['anybody delivering', 'ExplicitlyDenied', ANYBODY, SNAPSHOT, FULL_CONTROL],
  ])('%s is %s', async (_row, decision, principal, path, context) => {
    expect(await upload(principal, path, context)).toEqual([decision, decision]);
  });

  test('sets no ACL of an older version', async () => {
    const request = {
      principal: recorder,
      action: 's3:PutObjectVersionAcl',
      target: object(bucket, SNAPSHOT),
      context: FULL_CONTROL,
    };
    expect(await decideAll(request)).toBe('ExplicitlyDenied');
  });

  test('sets ACLs by the guardrails’ leave: without its exemption they would refuse', async () => {
    const request = {
      principal: recorder,
      action: 's3:PutObjectAcl',
      target: object(bucket, SNAPSHOT),
      context: FULL_CONTROL,
    };
    expect(await decide(request, RECORDERS['service-linked'])).toBe('ExplicitlyDenied');
  });

  test.each(
    (['trail', 'access-logs', 'archive'] as const).flatMap((name) =>
      [SNAPSHOT, SNAPSHOT.replace('config/', ''), LOG_FILE].map((path) => [name, path] as const),
    ),
  )('sets no ACL in the %s bucket, of %s', async (name, path) => {
    for (const principal of [recorder, mightyRecorder, ownRecorder]) {
      const target = object(policies.bucket(name), path);
      const request = { principal, action: 's3:PutObjectAcl', target, context: FULL_CONTROL };
      expect(await decideAll(request)).toBe('ImplicitlyDenied');
    }
  });

  test.each<[string, Decision]>([
    ['s3:GetBucketAcl', 'Allowed'],
    ['s3:ListBucket', 'Allowed'],
    ['s3:PutBucketPolicy', 'ExplicitlyDenied'],
  ])('%s on the bucket is %s', async (action, decision) => {
    expect(await decideAll({ principal: recorder, action, target: bucket })).toBe(decision);
  });

  test.each<[string, Decision, typeof recorder, string, string | undefined]>([
    ['encrypting through S3', 'Allowed', recorder, 'kms:GenerateDataKey', 's3.us-east-1.amazonaws.com'],
    ['decrypting through S3', 'Allowed', recorder, 'kms:Decrypt', 's3.us-east-1.amazonaws.com'],
    ['decrypting by itself', 'ImplicitlyDenied', recorder, 'kms:Decrypt', undefined],
    ['decrypting through S3 elsewhere', 'ImplicitlyDenied', recorder, 'kms:Decrypt', 's3.eu-west-1.amazonaws.com'],
    [
      'another role decrypting through S3',
      'ImplicitlyDenied',
      administrator(MEMBER),
      'kms:Decrypt',
      's3.us-east-1.amazonaws.com',
    ],
    [
      'a foreign role of that name decrypting',
      'ExplicitlyDenied',
      role(FOREIGN, 'acme-audit-recorder'),
      'kms:Decrypt',
      's3.us-east-1.amazonaws.com',
    ],
  ])('%s is %s', async (_row, decision, principal, action, host) => {
    expect(await decideAll({ principal, action, target: key, context: { 'kms:ViaService': host } })).toBe(decision);
  });
});

describe('the role that the aggregator lists accounts with', () => {
  test.each<[string, Decision, Principal, Context]>([
    ['AWS Config for the audit account', 'Allowed', CONFIG, { 'aws:SourceAccount': AUDIT }],
    // AWS does not document that Config says for which account: enforced where it does.
    ['AWS Config for an account it does not name', 'Allowed', CONFIG, {}],
    ['AWS Config for a member', 'ImplicitlyDenied', CONFIG, { 'aws:SourceAccount': MEMBER }],
    ['AWS Config for another organization', 'ImplicitlyDenied', CONFIG, { 'aws:SourceAccount': FOREIGN }],
    ['another service', 'ImplicitlyDenied', service('lambda.amazonaws.com'), { 'aws:SourceAccount': AUDIT }],
    ['the account’s administrator', 'ImplicitlyDenied', administrator(AUDIT), {}],
    ['anybody', 'ImplicitlyDenied', ANYBODY, {}],
  ])('assumed by %s is %s', async (_row, decision, principal, context) => {
    const target = RECORDERS.custom.role('detection', 'organization_role');
    expect(await decide({ principal, action: 'sts:AssumeRole', target, context })).toBe(decision);
  });
});
