import { CloudwatchEventBusPolicy } from '@cdktf/provider-aws/lib/cloudwatch-event-bus-policy';
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { EXAMPLES } from '../organizations';
import type { Resource } from '../synthesized';
import { automation, awsAlarm, finding, health, outcome, rollCall, selfHealing, type SampleEvent } from './bus-events';
import { matchesPattern } from './event-pattern';
import { ACCOUNT, EMAIL, HERE, OWN, rightsOf, stack, stackOf, statements, THEIRS } from './alerting';

describe('the topic', () => {
  test('is encrypted with a key of its own that rotates', () => {
    expect(stack.only(SnsTopic)).toMatchObject({
      region: 'us-east-1',
      name: 'acme-audit-alerts',
      kms_master_key_id: '${aws_kms_key.alerts_key.arn}',
    });
    expect(stack.only(KmsKey)).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
    expect(stack.only(KmsAlias).name).toBe('alias/acme-audit-alerts');
  });

  test('lets alarms of the account publish over TLS, and nobody else', () => {
    expect(statements(stack.only(SnsTopicPolicy).policy)).toEqual([
      {
        Sid: 'AlarmsTell',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: OWN,
        Condition: {
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
          ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${HERE}:alarm:*` },
        },
      },
      {
        Sid: 'DenyPlainHttp',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: OWN,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test('has a key that alarms, the announcer and the event log use, and administrators only manage', () => {
    const [administer, alarms, publisher, logs, ...others] = statements(stack.only(KmsKey).policy);
    expect(others).toEqual([]);
    expect(administer.Principal).toEqual({ AWS: `arn:aws:iam::${ACCOUNT}:root` });
    const usable = /^kms:(\*|Decrypt|Encrypt|ReEncrypt|GenerateDataKey|CreateGrant)/;
    expect(administer.Action.filter((action: string) => usable.test(action))).toEqual([]);
    expect(alarms).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
      Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    });
    expect(publisher).toMatchObject({
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/acme-audit-announce` },
        StringEquals: { 'kms:ViaService': 'sns.us-east-1.amazonaws.com' },
      },
    });
    expect(logs).toMatchObject({
      Principal: { Service: 'logs.us-east-1.amazonaws.com' },
      Condition: {
        ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${HERE}:log-group:/acme-audit/events` },
      },
    });
  });

  test('has each subscription by an address that does not depend on its place in the list', () => {
    const list = [EMAIL, { protocol: 'https', endpoint: 'https://pager.example.com/a_b' }];
    const named = (subscriptions: object[]) => stackOf({ alarms: { subscriptions } }).named(SnsTopicSubscription);
    expect(named(list)).toEqual(named(list.toReversed()));
    const names = Object.keys(named(list));
    expect(names).toEqual([
      expect.stringMatching(/^alerts_email-[0-9a-f]{8}$/),
      expect.stringMatching(/^alerts_https-[0-9a-f]{8}$/),
    ]);
    expect(Object.values(named(list))).toMatchObject(
      list.map((one) => ({ ...one, region: 'us-east-1', topic_arn: '${aws_sns_topic.alerts_topic.arn}' })),
    );
  });

  test('is not made where nobody subscribes to it; the key stays, and is the log group’s alone', () => {
    const theirs = stackOf({ alarms: { subscriptions: [], topicArns: [THEIRS] } });
    for (const type of [SnsTopic, SnsTopicPolicy, SnsTopicSubscription]) expect(theirs.all(type)).toEqual([]);
    for (const { alarm_actions: told } of theirs.all(CloudwatchMetricAlarm)) expect(told).toEqual([THEIRS]);
    expect(theirs.only(KmsAlias).name).toBe('alias/acme-audit-alerts');
    expect(statements(theirs.only(KmsKey).policy).map(({ Sid }) => Sid)).toEqual([
      'AdministerWithoutUse',
      'LogGroupEncrypts',
    ]);
    expect(theirs.named(CloudwatchLogGroup)['events_group'].kms_key_id).toBe('${aws_kms_key.alerts_key.arn}');
    const [, encrypt] = rightsOf('announcer', theirs);
    expect(encrypt.Resource).toBe('arn:aws:kms:us-east-1:333333333333:key/*');
  });

  test('has a key that nobody destroys by mistake, unless everything may be', () => {
    expect(stack.only(KmsKey).lifecycle).toEqual({ prevent_destroy: true });
    expect(stackOf(EXAMPLES['throw-away']).only(KmsKey).lifecycle).toBeUndefined();
  });
});

describe('the bus', () => {
  test('takes events of remediating roles of the organization, and of nobody else', () => {
    expect(statements(stack.only(CloudwatchEventBusPolicy).policy)).toEqual([
      {
        Sid: 'PlatformReports',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 'events:PutEvents',
        Resource: `arn:aws:events:${HERE}:event-bus/acme-audit-events`,
        Condition: {
          StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
          ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/acme-audit-remediation-*'] },
        },
      },
    ]);
  });

  test('has rules of the platform’s names only, each with a target that can fail into the queue', () => {
    const { 'roll-call_rule': _scheduled, ...rules } = stack.named(CloudwatchEventRule);
    const { 'roll-call_target': _called, ...others } = stack.named(CloudwatchEventTarget);
    const targets = Object.values(others);
    expect(targets.map(({ rule }) => rule).sort()).toEqual(
      Object.keys(rules)
        .map((name) => `\${aws_cloudwatch_event_rule.${name}.name}`)
        .sort(),
    );
    for (const { name, event_bus_name: bus, depends_on: after } of Object.values(rules)) {
      expect(name).toMatch(/^acme-audit-/);
      expect([bus, after]).toEqual(['acme-audit-events', ['aws_cloudwatch_event_bus.bus']]);
    }
    for (const { dead_letter_config: queue, role_arn: role } of targets) {
      expect(queue).toEqual({ arn: `arn:aws:sqs:${HERE}:acme-audit-dead-letters` });
      // Neither functions nor log groups take one.
      expect(role).toBeUndefined();
    }
  });

  test('leaves nothing out of the log', () => {
    const [pattern] = patternsNamed(/keep$/);
    for (const event of [automation('Success'), awsAlarm('OK'), health(), selfHealing('mended')])
      expect(matchesPattern(pattern, event)).toBe(true);
  });

  test('writes to its log group alone, and only for the one rule', () => {
    const group = `arn:aws:logs:${HERE}:log-group:/acme-audit/events`;
    const written = statements(stack.only(CloudwatchLogResourcePolicy).policy_document);
    expect(written.map(({ Principal }) => Principal.Service)).toEqual([
      'events.amazonaws.com',
      'events.amazonaws.com',
      'delivery.logs.amazonaws.com',
      'delivery.logs.amazonaws.com',
    ]);
    for (const { Action, Resource: resource, Condition } of written) {
      expect(resource).toBe(`${group}:*`);
      expect([Action, Condition]).toEqual(
        Action === 'logs:PutLogEvents'
          ? [
              Action,
              {
                StringEquals: {
                  'aws:SourceArn': `arn:aws:events:${HERE}:rule/acme-audit-events/acme-audit-keep`,
                },
              },
            ]
          : ['logs:CreateLogStream', { StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } }],
      );
    }
    expect(stack.named(CloudwatchLogGroup)['events_group']).toMatchObject({
      name: '/acme-audit/events',
      kms_key_id: '${aws_kms_key.alerts_key.arn}',
      // Seven years, as the evidence itself.
      retention_in_days: 2557,
    });
    const kept = stackOf({ trail: { logRetentionDays: 400 } }).named(CloudwatchLogGroup)['events_group'];
    expect(kept.retention_in_days).toBe(400);
  });
});

const patternsNamed = (name: RegExp): unknown[] =>
  stack
    .all(CloudwatchEventRule)
    .filter((rule) => name.test(rule.name) && rule.event_pattern !== undefined)
    .map(({ event_pattern: pattern }) => JSON.parse(pattern));

test.each<[what: string, heard: boolean, event: SampleEvent]>([
  ['self-healing', true, selfHealing('mended')],
  ['self-healing that failed', true, selfHealing('failed')],
  ['bad health, which the roll call tells of', false, health('digest-gap')],
  ['good health', false, health()],
  ['a roll call with news', true, rollCall({ worthTelling: true })],
  ['a roll call that misses those it missed before', false, rollCall({ complete: false })],
  ['a roll call of another account', false, { ...rollCall({ worthTelling: true }), account: '444444444444' }],
  ['a wanted approval', true, outcome('Remediation Awaits Approval')],
  ['a run that starts', false, outcome('Remediation Started')],
  ['a mended finding', true, outcome('Remediation Outcome', 'mended')],
  ['a refused run', true, outcome('Remediation Outcome', 'over-limit')],
  ['what is left to people', true, outcome('Remediation Outcome', 'left')],
  ['a finding mended before', false, outcome('Remediation Outcome', 'already-mended')],
  ['a spared resource', false, outcome('Remediation Outcome', 'exempt')],
  ['a failed run', true, automation('Failed')],
  ['a rejected run', true, automation('Rejected')],
  ['a run that went well', false, automation('Success')],
  ['a failed run of others', false, automation('Failed', 'AWS-StopEC2Instance')],
  ['a finding', true, finding('NON_COMPLIANT')],
  ['no finding any more', false, finding('COMPLIANT')],
  ['an alarm that rings', true, awsAlarm('ALARM')],
  ['an alarm that has ended', false, awsAlarm('OK')],
])('people hear of %s once: %s', (_name, heard, event) => {
  const told = patternsNamed(/announce-/).filter((pattern) => matchesPattern(pattern, event));
  expect(told).toHaveLength(heard ? 1 : 0);
});

test('the queue is encrypted and keeps what failed for 14 days', () => {
  expect(stack.only(SqsQueue)).toMatchObject({
    name: 'acme-audit-dead-letters',
    sqs_managed_sse_enabled: true,
    message_retention_seconds: 14 * 24 * 3600,
  });
});

test('no policy lets a service act unpinned, or anybody without the organization', () => {
  const policies = [
    ...stack.all(SnsTopicPolicy).map(({ policy }) => policy),
    ...stack.all(KmsKey).map(({ policy }) => policy),
    ...stack.all(SqsQueuePolicy).map(({ policy }) => policy),
    ...stack.all(CloudwatchEventBusPolicy).map(({ policy }) => policy),
    ...stack.all(CloudwatchLogResourcePolicy).map(({ policy_document: policy }) => policy),
    ...stack.all(IamRole).map(({ assume_role_policy: policy }) => policy),
  ];
  const allowed = policies.flatMap(statements).filter(({ Effect }) => Effect === 'Allow');
  const pin = /aws:Source(Arn|Account)|kms:EncryptionContext:aws:logs:arn/;
  for (const { Principal, Condition, Action } of allowed as Resource[]) {
    if (Principal.Service) expect(JSON.stringify(Condition)).toMatch(pin);
    else if (Principal.AWS === '*') expect(Condition.StringEquals['aws:PrincipalOrgID']).toBe('o-a1b2c3d4e5');
    else expect(Principal.AWS).toBe(`arn:aws:iam::${ACCOUNT}:root`);
    expect([Action].flat().filter((action) => /:\*$/.test(action))).toEqual([]);
  }
});

test.each([
  [
    'China',
    { home: 'cn-north-1', governed: ['cn-north-1'], archive: 'cn-northwest-1' },
    'sns.cn-north-1.amazonaws.com.cn',
  ],
  [
    'GovCloud',
    { home: 'us-gov-west-1', governed: ['us-gov-west-1'], archive: 'us-gov-east-1' },
    'sns.us-gov-west-1.amazonaws.com',
  ],
])('in %s everything is of the partition', (_name, regions, host) => {
  const elsewhere = stackOf({ regions });
  expect(JSON.stringify(elsewhere.json)).not.toContain('arn:aws:');
  expect(elsewhere.named(IamRolePolicy)['announcer_rights'].policy).toContain(host);
});
