import { roles } from '../../../src/review/rules/roles';
import { UNKNOWN, type Attributes, type Value } from '../../../src/review/value';
import { holds, reviewOf, type Case, type Given } from './cases';

const ROLE = 'aws_iam_role';
const INLINE = 'aws_iam_role_policy';
const ATTACHMENT = 'aws_iam_role_policy_attachment';
const arn = 'arn:aws:iam::111111111111:role/audit/deliver';
const LOGS: Given = { type: 'aws_cloudtrail', base: { name: 'org', cloud_watch_logs_role_arn: arn } };
const RECORDER: Given = { type: 'aws_config_configuration_recorder', base: { name: 'default', role_arn: arn } };
const COPIES: Given[] = [
  { type: 'aws_cloudtrail', base: { s3_bucket_name: 'logs' } },
  { type: 'aws_s3_bucket_replication_configuration', base: { bucket: 'logs', role: arn, rule: [] } },
];

type Finds = Case['finds'];
const trusting = (...principals: Value[]): Attributes => ({
  assume_role_policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })),
  }),
});
const service = (name: string): Value => ({ Service: `${name}.amazonaws.com` });
const statement = (Action: string | string[], more: Record<string, unknown> = {}): Record<string, unknown> => ({ Effect: 'Allow', Action, Resource: '*', ...more }); // prettier-ignore
const policy = (...statements: unknown[]): Attributes => ({ policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }); // prettier-ignore
const WRITE = ['logs:CreateLogStream', 'logs:PutLogEvents'];

const role = (name: string, before: Attributes | null, after: Attributes | null, finds: Finds, around: readonly Given[] = [LOGS], mirror: Case['mirror'] = []): Case => ({ name, change: { type: ROLE, base: { name: 'deliver' }, before, after }, around, finds, mirror }); // prettier-ignore
const inline = (name: string, before: Attributes | null, after: Attributes | null, finds: Finds, mirror: Case['mirror'] = [], around: readonly Given[] = [LOGS]): Case => ({ name, change: { type: INLINE, base: { role: 'deliver', name: 'p' }, before, after }, around, finds, mirror }); // prettier-ignore
const WIDENED = [['delivery-role-widened', 'medium']] as const;
const TRUSTED = [['delivery-role-trust-widened', 'high']] as const;

holds(roles, [
  role('destroyed', {}, null, [['delivery-role-removed', 'high', 'Role deliver, which delivers evidence, is destroyed.']]),
  role('that records, destroyed', {}, null, [['delivery-role-removed', 'critical']], [RECORDER]),
  role('of copies, destroyed', {}, null, [['delivery-role-removed', 'high']], COPIES),
  role('of copies of pictures, destroyed', {}, null, [], [COPIES[1]!]),
  role("somebody's, destroyed", {}, null, [], []),
  role('destroyed with its trail', {}, null, [['trail-destroyed', 'critical']], [{ ...LOGS, after: null }]),
  role('destroyed when another delivers', {}, null, [['trail-log-group-changed', 'medium']], [{ ...LOGS, before: {}, after: { cloud_watch_logs_role_arn: 'arn:aws:iam::1:role/other' } }], [['trail-log-group-changed', 'medium']]),
  {
    name: 'replaced',
    change: { type: ROLE, before: { name: 'deliver' }, after: { name: 'other' }, kind: 'replace', replacedBecause: ['name'] },
    around: [LOGS],
    finds: [['delivery-role-removed', 'high', 'Role deliver, which delivers evidence, is destroyed and made again.']],
  },
  role('not for the service', trusting(service('cloudtrail'), service('ec2')), trusting(service('ec2')), [['delivery-role-untrusted', 'high', 'cloudtrail.amazonaws.com may no longer take role deliver.']], [LOGS], TRUSTED),
  role('not for AWS Config', trusting(service('config')), { assume_role_policy: JSON.stringify({ Statement: [] }) }, [['delivery-role-untrusted', 'critical']], [RECORDER], TRUSTED),
  role('for an account too', trusting(service('cloudtrail')), trusting(service('cloudtrail'), { AWS: '999999999999' }), [['delivery-role-trust-widened', 'high', 'Others may take role deliver, which delivers evidence.']]),
  role('for nobody more', trusting(service('cloudtrail'), service('ec2')), trusting(service('ec2'), service('cloudtrail')), []),
  role('for whom cannot be seen', trusting(service('cloudtrail')), { assume_role_policy: UNKNOWN }, [['delivery-role-untrusted', 'high']], [LOGS], [['delivery-role-untrusted', 'high']]),

  inline('a need less', policy(statement(WRITE)), policy(statement('logs:CreateLogStream')), [['delivery-role-disarmed', 'high', 'Role deliver may no longer do what it delivers evidence with.']], WIDENED),
  inline('no rights', policy(statement(WRITE)), null, [['delivery-role-disarmed', 'high']], WIDENED),
  inline('refused', policy(statement(WRITE)), policy(statement(WRITE), statement('logs:*', { Effect: 'Deny' })), [['delivery-role-disarmed', 'high']], WIDENED),
  inline('all but one need', policy({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }), policy({ Effect: 'Allow', NotAction: ['s3:*', 'logs:PutLogEvents'], Resource: '*' }), [['delivery-role-disarmed', 'high']], WIDENED),
  inline('only what it needs', policy(statement('logs:*')), policy(statement(WRITE)), [], WIDENED),
  inline('written otherwise', policy(statement(WRITE)), policy(statement('logs:PutLogEvents'), statement('LOGS:createlogstream', { Sid: 'S' })), []),
  inline('more rights', policy(statement(WRITE)), policy(statement([...WRITE, 's3:DeleteObject'])), [['delivery-role-widened', 'medium', 'Role deliver, which delivers evidence, may do more.']]),
  inline('more to read', policy(statement(WRITE)), policy(statement([...WRITE, 's3:GetObject'])), []),
  inline('unknown rights', policy(statement(WRITE)), { policy: UNKNOWN }, [['delivery-role-disarmed', 'high', 'It cannot be decided whether role deliver may still do what it delivers evidence with.'], ['delivery-role-widened', 'medium']], WIDENED),
  inline('of copies', policy(statement('s3:*')), policy(statement('s3:Get*')), [['delivery-role-disarmed', 'high']], WIDENED, COPIES),
  inline('rights that are no JSON', policy(statement(WRITE)), { policy: '{' }, [['delivery-role-disarmed', 'high'], ['delivery-role-widened', 'medium']], WIDENED),
  {
    name: 'rights given to another role',
    change: { type: INLINE, base: { name: 'p', ...policy(statement(WRITE)) }, before: { role: 'deliver' }, after: { role: 'other' }, kind: 'replace', replacedBecause: ['role'] },
    around: [LOGS],
    finds: [['delivery-role-disarmed', 'high']],
    mirror: WIDENED,
  },
  inline("somebody's", policy(statement(WRITE)), null, [], [], []),
  inline('moved to a policy of its own', policy(statement(WRITE)), null, [], [], [
    LOGS,
    { type: 'aws_iam_policy', before: null, after: { ...policy(statement(WRITE)), arn: UNKNOWN } },
    { type: ATTACHMENT, before: null, after: { role: 'deliver', policy_arn: UNKNOWN }, refersTo: { policy_arn: ['aws_iam_policy.this2'] } },
  ]),
  inline('with its role', policy(statement(WRITE)), null, [['delivery-role-removed', 'high']], [], [LOGS, { type: ROLE, base: { name: 'deliver' }, after: null }]),
  {
    name: 'a policy of AWS detached',
    change: { type: ATTACHMENT, base: { role: 'deliver', policy_arn: 'arn:aws:iam::aws:policy/x' }, after: null },
    around: [RECORDER],
    finds: [['delivery-role-disarmed', 'high', 'It cannot be decided whether role deliver may still do what it delivers evidence with.']],
    mirror: WIDENED,
  },
]); // prettier-ignore

test('a role that a new trail refers to is one that delivers', () => {
  const trail: Given = { ...LOGS, before: null, after: { cloud_watch_logs_role_arn: UNKNOWN }, refersTo: { cloud_watch_logs_role_arn: ['aws_iam_role.to_logs'] } }; // prettier-ignore
  const change: Given = { type: ROLE, address: 'aws_iam_role.to_logs', base: { name: 'x' }, before: trusting(service('cloudtrail')), after: trusting(service('cloudtrail'), { AWS: '999999999999' }) }; // prettier-ignore
  expect(reviewOf([{ ...trail, base: {} }, change]).findings.map(({ rule }) => rule)).toEqual(['delivery-role-trust-widened']); // prettier-ignore
});
