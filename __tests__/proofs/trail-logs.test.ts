import { organization } from '../organizations';
import { Policies, type Target } from './policies';
import {
  administrator,
  ANYBODY,
  AUDIT,
  FOREIGN,
  LOG_ARCHIVE,
  MANAGEMENT,
  MEMBER,
  type Principal,
  role,
  service,
} from './principals';
import { type Context, decideWith, type Decision } from './simulator';

const accounts = { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] };
const TRAIL = `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/acme-organization-trail`;
const OTHER_TRAIL = `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/marketing`;
const CLOUDTRAIL = service('cloudtrail.amazonaws.com');
const GROUP = 'log-group:/aws/cloudtrail/acme-organization-trail';

/** Log group, role and topic live with whoever creates the trail; the trail stays the management account's. */
const OWNERS = {
  [MANAGEMENT]: new Policies(organization({ accounts, trail: { notifications: true } })),
  [AUDIT]: new Policies(organization({ accounts, trail: { administrator: 'delegated', notifications: true } })),
};

describe.each(Object.entries(OWNERS))('in account %s, which creates the trail', (account, policies) => {
  const logGroup = `arn:aws:logs:us-east-1:${account}:${GROUP}`;

  describe('the evidence key for CloudWatch Logs', () => {
    const LOGS = service('logs.us-east-1.amazonaws.com');
    const encrypting = (arn: string | undefined): Context => ({ 'kms:EncryptionContext:aws:logs:arn': arn });

    test.each<[string, Decision, Principal, string, string | undefined]>([
      ['encrypting the trail’s log group', 'Allowed', LOGS, 'kms:Encrypt', logGroup],
      ['decrypting the trail’s log group', 'Allowed', LOGS, 'kms:Decrypt', logGroup],
      ['making data keys for it', 'Allowed', LOGS, 'kms:GenerateDataKey', logGroup],
      ['encrypting it anew', 'Allowed', LOGS, 'kms:ReEncryptTo', logGroup],
      ['encrypting another log group', 'ImplicitlyDenied', LOGS, 'kms:Encrypt', logGroup.replace('acme', 'team')],
      ['encrypting a log group whose name begins so', 'ImplicitlyDenied', LOGS, 'kms:Encrypt', `${logGroup}-2`],
      [
        'decrypting a member’s log group of that name',
        'ImplicitlyDenied',
        LOGS,
        'kms:Decrypt',
        logGroup.replace(account, MEMBER),
      ],
      ['decrypting without naming a log group', 'ImplicitlyDenied', LOGS, 'kms:Decrypt', undefined],
      [
        'in another region, decrypting',
        'ImplicitlyDenied',
        service('logs.eu-west-1.amazonaws.com'),
        'kms:Decrypt',
        logGroup,
      ],
      ['scheduling its deletion', 'ImplicitlyDenied', LOGS, 'kms:ScheduleKeyDeletion', undefined],
    ])('%s is %s', async (_row, decision, principal, action, arn) => {
      const request = { principal, action, target: policies.key('evidence'), context: encrypting(arn) };
      expect(await decideWith(policies, request)).toBe(decision);
    });
  });

  describe('the role that CloudTrail writes the log group with', () => {
    const writer = role(account, 'acme-audit-trail-logs', policies.grants('organization', 'trail-logs_grants'));
    const stream = (name: string, group = logGroup): Target => ({ arn: `${group}:log-stream:${name}`, account });

    test.each<[string, Decision, Principal, Context]>([
      ['CloudTrail for our trail', 'Allowed', CLOUDTRAIL, { 'aws:SourceArn': TRAIL }],
      ['CloudTrail for another trail of ours', 'ImplicitlyDenied', CLOUDTRAIL, { 'aws:SourceArn': OTHER_TRAIL }],
      [
        'CloudTrail for a trail of others',
        'ImplicitlyDenied',
        CLOUDTRAIL,
        { 'aws:SourceArn': TRAIL.replace(MANAGEMENT, FOREIGN) },
      ],
      [
        'CloudTrail for a trail whose name begins so',
        'ImplicitlyDenied',
        CLOUDTRAIL,
        { 'aws:SourceArn': `${TRAIL}-2` },
      ],
      // AWS does not document that CloudTrail says for which trail: enforced where it does.
      ['CloudTrail for a trail it does not name', 'Allowed', CLOUDTRAIL, {}],
      ['AWS Config', 'ImplicitlyDenied', service('config.amazonaws.com'), { 'aws:SourceArn': TRAIL }],
      ['AWS Config for nothing it names', 'ImplicitlyDenied', service('config.amazonaws.com'), {}],
      ['the account’s administrator', 'ImplicitlyDenied', administrator(account), {}],
    ])('assumed by %s is %s', async (_row, decision, principal, context) => {
      const target = policies.role('organization', 'trail-logs_role');
      expect(await decideWith(policies, { principal, action: 'sts:AssumeRole', target, context })).toBe(decision);
    });

    test.each<[string, Decision, string, Target]>([
      [
        'the organization’s stream',
        'Allowed',
        'logs:PutLogEvents',
        stream('o-a1b2c3d4e5_444444444444_CloudTrail_us-east-1'),
      ],
      ['a new stream of the organization', 'Allowed', 'logs:CreateLogStream', stream('o-a1b2c3d4e5_x')],
      ['its own account’s stream', 'Allowed', 'logs:PutLogEvents', stream(`${account}_CloudTrail_us-east-1`)],
      ['any other stream', 'ImplicitlyDenied', 'logs:PutLogEvents', stream('planted')],
      ['another log group', 'ImplicitlyDenied', 'logs:PutLogEvents', stream('o-a1b2c3d4e5_x', `${logGroup}-2`)],
      ['deleting the stream', 'ImplicitlyDenied', 'logs:DeleteLogStream', stream('o-a1b2c3d4e5_x')],
      ['deleting the log group', 'ImplicitlyDenied', 'logs:DeleteLogGroup', { arn: logGroup, account }],
    ])('%s is %s to it', async (_row, decision, action, target) => {
      expect(await decideWith(policies, { principal: writer, action, target })).toBe(decision);
    });
  });

  describe('the topic that tells of deliveries', () => {
    test.each<[string, Decision, Principal, Context]>([
      ['CloudTrail for our trail', 'Allowed', CLOUDTRAIL, { 'aws:SourceArn': TRAIL }],
      ['CloudTrail for another trail of ours', 'ImplicitlyDenied', CLOUDTRAIL, { 'aws:SourceArn': OTHER_TRAIL }],
      [
        'CloudTrail for another organization',
        'ImplicitlyDenied',
        CLOUDTRAIL,
        { 'aws:SourceArn': TRAIL.replace(MANAGEMENT, FOREIGN) },
      ],
      ['another service', 'ImplicitlyDenied', service('events.amazonaws.com'), { 'aws:SourceArn': TRAIL }],
      ['a member’s administrator', 'ImplicitlyDenied', administrator(MEMBER), {}],
      ['anybody', 'ImplicitlyDenied', ANYBODY, {}],
    ])('published to by %s is %s', async (_row, decision, principal, context) => {
      expect(
        await decideWith(policies, { principal, action: 'sns:Publish', target: policies.notifications(), context }),
      ).toBe(decision);
    });

    test.each<[string, Decision, string]>([
      ['kms:GenerateDataKey', 'Allowed', TRAIL],
      ['kms:Decrypt', 'Allowed', TRAIL],
      ['kms:GenerateDataKey', 'ImplicitlyDenied', OTHER_TRAIL],
      ['kms:Decrypt', 'ImplicitlyDenied', OTHER_TRAIL],
    ])('is encrypted with %s, which is %s for %s', async (action, decision, trail) => {
      const request = {
        principal: CLOUDTRAIL,
        action,
        target: policies.key('evidence'),
        context: { 'aws:SourceArn': trail },
      };
      expect(await decideWith(policies, request)).toBe(decision);
    });
  });
});
