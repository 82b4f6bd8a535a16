import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { CloudwatchEventBusPolicy } from '@cdktf/provider-aws/lib/cloudwatch-event-bus-policy';
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { App } from 'cdktf';
import { AlertingStack } from '../../src/stacks/alerting-stack';
import { organization } from '../organizations';
import { type Resource, StackData } from '../synthesized';
import { automation, awsAlarm, finding, health, outcome, selfHealing, type SampleEvent } from './bus-events';
import { matchesPattern } from './event-pattern';

const ACCOUNT = '222222222222';
const HERE = `us-east-1:${ACCOUNT}`;
const OWN = `arn:aws:sns:${HERE}:acme-audit-alerts`;
const THEIRS = 'arn:aws:sns:us-east-1:333333333333:on-call';
const EMAIL = { protocol: 'email', endpoint: 'security@example.com' };

const composed = (settings: Record<string, unknown> = {}) =>
  new AlertingStack(new App({ stackTraces: false }), organization(settings), {
    announcer: { zip: Buffer.from('zip'), hash: 'hash' },
    heartbeatsPerHour: 6,
  });
const stackOf = (settings?: Record<string, unknown>) =>
  new StackData('alerting', JSON.parse(JSON.stringify(composed(settings).toTerraform())));

const stack = stackOf();
const both = stackOf({ alarms: { subscriptions: [EMAIL], topicArns: [THEIRS] } });
const statements = (policy: string): Resource[] => JSON.parse(policy).Statement;

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

  test('is not made where nobody subscribes to it', () => {
    const theirs = stackOf({ alarms: { subscriptions: [], topicArns: [THEIRS] } });
    for (const type of [SnsTopic, SnsTopicPolicy, SnsTopicSubscription, KmsKey, KmsAlias])
      expect(theirs.all(type)).toEqual([]);
    for (const { alarm_actions: told } of theirs.all(CloudwatchMetricAlarm)) expect(told).toEqual([THEIRS]);
    expect(theirs.named(CloudwatchLogGroup)['events_group']).not.toHaveProperty('kms_key_id');
  });
});

describe('alarms', () => {
  test('have actions: they tell every topic', () => {
    const alarms = both.all(CloudwatchMetricAlarm);
    expect(alarms.map(({ alarm_name: name }) => name.slice('acme-audit-'.length)).sort()).toEqual([
      ...['announcer-errors', 'config-delivery', 'dead-letters', 'digest-gap', 'drift', 'heartbeats'],
      ...['recorder-stopped', 'remediation-failed', 'self-healing-acted', 'self-healing-failed'],
      ...['trail-delivery', 'undelivered'],
    ]);
    for (const { alarm_actions: told, actions_enabled: enabled } of alarms)
      expect([told, enabled]).toEqual([[OWN, THEIRS], true]);
  });

  test('look at metrics that filters count into, or that AWS has', () => {
    const counted = stack.all(CloudwatchLogMetricFilter).map(({ metric_transformation: metric }) => metric.name);
    const ours = stack.all(CloudwatchMetricAlarm).filter(({ namespace }) => !namespace.startsWith('AWS/'));
    expect(ours.length).toBeGreaterThan(9);
    for (const { namespace, metric_name: name } of ours) {
      expect(namespace).toBe('acme-audit-events');
      expect(counted).toContain(name);
    }
    for (const { log_group_name: group } of stack.all(CloudwatchLogMetricFilter))
      expect(group).toBe('/acme-audit/events');
  });

  test('ring when fewer reports come in two hours than healers send, one of them being late at most', () => {
    const alarm = stack.all(CloudwatchMetricAlarm).find(({ metric_name: name }) => name === 'heartbeats');
    expect(alarm).toMatchObject({
      statistic: 'Sum',
      period: 7200,
      evaluation_periods: 1,
      threshold: 11,
      comparison_operator: 'LessThanThreshold',
      treat_missing_data: 'breaching',
    });
  });

  test('ring when anything waits in the queue', () => {
    expect(stack.named(CloudwatchMetricAlarm)['undelivered-alarm']).toMatchObject({
      namespace: 'AWS/SQS',
      metric_name: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: 'acme-audit-dead-letters' },
      statistic: 'Maximum',
      threshold: 1,
    });
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
    const rules = stack.named(CloudwatchEventRule);
    const targets = stack.all(CloudwatchEventTarget);
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
      retention_in_days: expect.any(Number),
    });
  });
});

const patternsNamed = (name: RegExp): unknown[] =>
  stack
    .all(CloudwatchEventRule)
    .filter((rule) => name.test(rule.name))
    .map(({ event_pattern: pattern }) => JSON.parse(pattern));

test.each<[what: string, heard: boolean, event: SampleEvent]>([
  ['self-healing', true, selfHealing('mended')],
  ['self-healing that failed', true, selfHealing('failed')],
  ['bad health', true, health('digest-gap')],
  ['good health', false, health()],
  ['a wanted approval', true, outcome('Remediation Awaits Approval')],
  ['a run that starts', false, outcome('Remediation Started')],
  ['a mended finding', true, outcome('Remediation Outcome', 'mended')],
  ['a refused run', true, outcome('Remediation Outcome', 'over-limit')],
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

describe('the announcer', () => {
  test('is invoked by its rules alone, and fails into the queue', () => {
    expect(stack.only(LambdaPermission)).toMatchObject({
      principal: 'events.amazonaws.com',
      action: 'lambda:InvokeFunction',
      source_arn: `arn:aws:events:${HERE}:rule/acme-audit-events/acme-audit-announce-*`,
    });
    expect(stack.only(LambdaFunction)).toMatchObject({
      function_name: 'acme-audit-announce',
      runtime: 'nodejs22.x',
      filename: 'assets/announce.zip',
      source_code_hash: 'hash',
      dead_letter_config: { target_arn: `arn:aws:sqs:${HERE}:acme-audit-dead-letters` },
      environment: { variables: { TOPICS: JSON.stringify([OWN]) } },
    });
    expect([...composed().assets.keys()]).toEqual(['announce.zip']);
  });

  test('may tell the topics, give up and log, and nothing else', () => {
    expect(JSON.parse(stack.only(IamRole).assume_role_policy).Statement[0]).toMatchObject({
      Principal: { Service: 'lambda.amazonaws.com' },
      Condition: { StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } },
    });
    const viaSns = { StringEquals: { 'kms:ViaService': 'sns.us-east-1.amazonaws.com' } };
    const encrypted = { Action: ['kms:GenerateDataKey*', 'kms:Decrypt'], Condition: viaSns };
    expect(statements(stack.only(IamRolePolicy).policy)).toMatchObject([
      { Action: 'sns:Publish', Resource: OWN },
      { ...encrypted, Resource: '${aws_kms_key.alerts_key.arn}' },
      { Action: 'sqs:SendMessage', Resource: `arn:aws:sqs:${HERE}:acme-audit-dead-letters` },
      {
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:aws:logs:${HERE}:log-group:/aws/lambda/acme-audit-announce:log-stream:*`,
      },
    ]);
    const [tell, encrypt] = statements(both.only(IamRolePolicy).policy);
    expect(tell.Resource).toEqual([OWN, THEIRS]);
    expect(encrypt).toMatchObject({
      ...encrypted,
      Resource: [`arn:aws:kms:${HERE}:key/*`, 'arn:aws:kms:us-east-1:333333333333:key/*'],
    });
  });
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

describe('the dashboard', () => {
  const dashboard = stack.only(CloudwatchDashboard);
  const { widgets }: { widgets: Resource[] } = JSON.parse(dashboard.dashboard_body);

  test('has widgets that CloudWatch knows, side by side', () => {
    expect(dashboard.dashboard_name).toBe('acme-audit-health');
    const taken = new Set<string>();
    for (const { type, x, y, width, height, properties } of widgets) {
      expect(['alarm', 'metric', 'log']).toContain(type);
      expect(properties.title).toMatch(/\S/);
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column++)
        for (let row = y; row < y + height; row++) {
          expect(taken.has(`${column} ${row}`)).toBe(false);
          taken.add(`${column} ${row}`);
        }
    }
  });

  test('shows every alarm of the stack', () => {
    const shown = widgets.find(({ type }) => type === 'alarm')!.properties.alarms;
    const made = stack
      .all(CloudwatchMetricAlarm)
      .map(({ alarm_name: name }) => `arn:aws:cloudwatch:${HERE}:alarm:${name}`);
    expect([...shown].sort()).toEqual(made.sort());
  });

  test('shows metrics that are counted here, or that AWS has of what is here', () => {
    const counted = stack
      .all(CloudwatchLogMetricFilter)
      .map(({ metric_transformation: { namespace, name } }) => `${namespace} ${name}`);
    const series: Resource[][] = widgets
      .filter(({ type }) => type === 'metric')
      .flatMap(({ properties }) => properties.metrics);
    expect(series.length).toBeGreaterThan(10);
    for (const [namespace, name, ...dimensions] of series) {
      if (!String(namespace).startsWith('AWS/')) expect(counted).toContain(`${namespace} ${name}`);
      else if (name === 'MatchedEvents') {
        const rule = dimensions[dimensions.indexOf('RuleName') + 1];
        expect(stack.all(CloudwatchEventRule).map(({ name: known }) => known)).toContain(rule);
      } else expect(dimensions.slice(0, 2)).toEqual(['QueueName', stack.only(SqsQueue).name]);
    }
    const shown = new Set(series.map(([namespace, name]) => `${namespace} ${name}`));
    expect(counted.filter((one) => !shown.has(one))).toEqual([]);
  });

  test('says how many reports are expected, and reads the log that there is', () => {
    const reports = widgets.find(({ properties }) => properties.annotations)!;
    expect(reports.properties.annotations.horizontal).toEqual([{ label: 'expected', value: 6 }]);
    const { query } = widgets.find(({ type }) => type === 'log')!.properties;
    expect(query).toMatch(/^SOURCE '\/acme-audit\/events'\n\| fields /);
  });
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
  expect(elsewhere.only(IamRolePolicy).policy).toContain(host);
});
