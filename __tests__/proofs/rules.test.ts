import { organization } from '../organizations';
import { object, Policies, type Target } from './policies';
import { administrator, ANYBODY, AUDIT, FOREIGN, LOG_ARCHIVE, MEMBER, role, service } from './principals';
import { decide, type Decision } from './simulator';

const accounts = { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] };
const policies = new Policies(
  organization({ accounts, rules: { lambda: [{ rule: 'cloudtrail-multi-region' }, { rule: 'iam-user-mfa' }] } }),
);
const STACK = `baseline-${MEMBER}`;
const READER = 'acme-audit-rule-cloudtrail-multi-region';
const reader = role(MEMBER, READER, policies.grants(STACK, 'rule-cloudtrail-multi-region_rights'));
/** What it would be after somebody had changed its policy. */
const mightyReader = role(MEMBER, READER);
const bucket = policies.bucket('config');
const key = policies.key('evidence');
const THROUGH_S3 = { 'kms:ViaService': 's3.us-east-1.amazonaws.com' };

const SNAPSHOT = (account: string) =>
  `config/AWSLogs/${account}/Config/us-east-1/2026/11/23/ConfigSnapshot/${account}_Config_us-east-1_ConfigSnapshot_x.json.gz`;

describe('a rule that reads snapshots', () => {
  test('reads those of its account and decrypts them through S3', async () => {
    const target = object(bucket, SNAPSHOT(MEMBER));
    expect(await decide({ principal: reader, action: 's3:GetObject', target })).toBe('Allowed');
    expect(await decide({ principal: reader, action: 'kms:Decrypt', target: key, context: THROUGH_S3 })).toBe(
      'Allowed',
    );
  });

  test.each<[string, string, string]>([
    ['the snapshots of another account', 's3:GetObject', SNAPSHOT(AUDIT)],
    ['the history', 's3:GetObject', SNAPSHOT(MEMBER).replaceAll('ConfigSnapshot', 'ConfigHistory')],
    ['another version', 's3:GetObjectVersion', SNAPSHOT(MEMBER)],
    ['what it would delete', 's3:DeleteObject', SNAPSHOT(MEMBER)],
  ])('reaches neither %s, with its own rights nor with any', async (_what, action, path) => {
    for (const principal of [reader, mightyReader]) {
      expect(await decide({ principal, action, target: object(bucket, path) })).toBe('ImplicitlyDenied');
    }
  });

  test('cannot plant one', async () => {
    const target = object(bucket, SNAPSHOT(MEMBER));
    expect(await decide({ principal: mightyReader, action: 's3:PutObject', target })).toBe('ExplicitlyDenied');
  });

  test.each(['trail', 'access-logs', 'archive'] as const)('reads nothing in the %s bucket', async (name) => {
    const target = object(policies.bucket(name), SNAPSHOT(MEMBER));
    expect(await decide({ principal: mightyReader, action: 's3:GetObject', target })).toBe('ImplicitlyDenied');
  });

  test.each<[string, object]>([
    ['by hand', {}],
    ['through S3 elsewhere', { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' }],
  ])('does not decrypt %s', async (_how, context) => {
    expect(await decide({ principal: mightyReader, action: 'kms:Decrypt', target: key, context: { ...context } })).toBe(
      'ImplicitlyDenied',
    );
  });

  test.each([
    role(MEMBER, 'acme-audit-rule-iam-user-mfa'),
    role(MEMBER, `x/${READER}`),
    role(MEMBER, `${READER}2`),
    administrator(MEMBER),
    administrator(AUDIT),
  ])('is not $name', async (principal) => {
    const target = object(bucket, SNAPSHOT(MEMBER));
    expect(await decide({ principal, action: 's3:GetObject', target })).toBe('ImplicitlyDenied');
    expect(await decide({ principal, action: 'kms:Decrypt', target: key, context: THROUGH_S3 })).toBe(
      'ImplicitlyDenied',
    );
  });

  test.each([role(FOREIGN, READER), ANYBODY])('is least of all $name', async (principal) => {
    const target = object(bucket, SNAPSHOT(FOREIGN));
    expect(await decide({ principal, action: 's3:GetObject', target })).toBe('ExplicitlyDenied');
    expect(await decide({ principal, action: 'kms:Decrypt', target: key, context: THROUGH_S3 })).toBe(
      'ImplicitlyDenied',
    );
  });
});

describe('the role of a rule', () => {
  const users = role(MEMBER, 'acme-audit-rule-iam-user-mfa', policies.grants(STACK, 'rule-iam-user-mfa_rights'));
  const at = (arn: string): Target => ({ arn, account: MEMBER });
  const LOGS = `arn:aws:logs:us-east-1:${MEMBER}:log-group:/aws/lambda/acme-audit-rule-iam-user-mfa:log-stream:x`;

  test.each<[action: string, arn: string, Decision]>([
    ['iam:ListMFADevices', `arn:aws:iam::${MEMBER}:user/somebody`, 'Allowed'],
    ['iam:ListMFADevices', `arn:aws:iam::${AUDIT}:user/somebody`, 'ImplicitlyDenied'],
    ['iam:DeactivateMFADevice', `arn:aws:iam::${MEMBER}:user/somebody`, 'ImplicitlyDenied'],
    ['logs:PutLogEvents', LOGS, 'Allowed'],
    ['logs:PutLogEvents', LOGS.replace('iam-user-mfa', 'vpc-flow-logs'), 'ImplicitlyDenied'],
    ['logs:DeleteLogStream', LOGS, 'ExplicitlyDenied'],
  ])('doing %s on %s: %s', async (action, arn, decision) => {
    expect(await decide({ principal: users, action, target: at(arn) }, policies)).toBe(decision);
  });

  test.each<[action: string, arn: string, Decision]>([
    ['config:PutEvaluations', '*', 'Allowed'],
    ['config:GetResourceConfigHistory', '*', 'Allowed'],
    ['config:PutConfigRule', `arn:aws:config:us-east-1:${MEMBER}:config-rule/config-rule-a1b2c3`, 'ExplicitlyDenied'],
  ])('doing %s on %s under the guardrails: %s', async (action, arn, decision) => {
    expect(await decide({ principal: users, action, target: at(arn) }, policies)).toBe(decision);
  });

  test.each<[string, string | undefined, Decision]>([
    ['of this account', MEMBER, 'Allowed'],
    ['that does not say its account', undefined, 'Allowed'],
    ['of another account', FOREIGN, 'ImplicitlyDenied'],
  ])('may be assumed by Lambda %s: %s', async (_which, source, expected) => {
    const target = policies.role(STACK, 'rule-iam-user-mfa_role');
    const context = source === undefined ? {} : { 'aws:SourceAccount': source };
    const principal = service('lambda.amazonaws.com');
    expect(await decide({ principal, action: 'sts:AssumeRole', target, context })).toBe(expected);
  });
});
