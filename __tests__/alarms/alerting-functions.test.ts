import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { unzipSync } from 'fflate';
import { hashOf } from '../../src/functions/lambda-archive';
import { ACCOUNT, both, composed, HEALERS, HERE, OWN, rightsOf, stack, stackOf, statements, THEIRS } from './alerting';

describe('the announcer', () => {
  test('is invoked by its rules alone, and fails into the queue', () => {
    expect(stack.named(LambdaPermission)['announcer_permission']).toMatchObject({
      principal: 'events.amazonaws.com',
      action: 'lambda:InvokeFunction',
      function_name: '${aws_lambda_function.announcer_function.function_name}',
      source_arn: `arn:aws:events:${HERE}:rule/acme-audit-events/acme-audit-announce-*`,
    });
    expect(stack.named(LambdaFunction)['announcer_function']).toMatchObject({
      function_name: 'acme-audit-announce',
      timeout: 60,
      runtime: 'nodejs22.x',
      filename: 'assets/announce.zip',
      source_code_hash: 'hash',
      dead_letter_config: { target_arn: `arn:aws:sqs:${HERE}:acme-audit-dead-letters` },
      environment: { variables: { TOPICS: JSON.stringify([OWN]) } },
    });
    expect([...composed().assets.keys()]).toEqual(['announce.zip', 'roll-call.zip']);
  });

  test('may tell the topics, give up and log, and nothing else', () => {
    expect(statements(stack.named(IamRole)['announcer_role'].assume_role_policy)[0]).toMatchObject({
      Principal: { Service: 'lambda.amazonaws.com' },
      Condition: { StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } },
    });
    const viaSns = { StringEquals: { 'kms:ViaService': 'sns.us-east-1.amazonaws.com' } };
    const encrypted = { Action: ['kms:GenerateDataKey*', 'kms:Decrypt'], Condition: viaSns };
    expect(rightsOf('announcer')).toMatchObject([
      { Action: 'sns:Publish', Resource: OWN },
      { ...encrypted, Resource: '${aws_kms_key.alerts_key.arn}' },
      { Action: 'sqs:SendMessage', Resource: `arn:aws:sqs:${HERE}:acme-audit-dead-letters` },
      {
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:aws:logs:${HERE}:log-group:/aws/lambda/acme-audit-announce:log-stream:*`,
      },
    ]);
    const [tell, encrypt] = rightsOf('announcer', both);
    expect(tell.Resource).toEqual([OWN, THEIRS]);
    expect(encrypt).toMatchObject({
      ...encrypted,
      Resource: [`arn:aws:kms:${HERE}:key/*`, 'arn:aws:kms:us-east-1:333333333333:key/*'],
    });
  });
});

describe('the roll call', () => {
  test('is called ten minutes after each hour by its rule alone, and fails into the queue', () => {
    const deadLetters = `arn:aws:sqs:${HERE}:acme-audit-dead-letters`;
    const rule = stack.named(CloudwatchEventRule)['roll-call_rule'];
    expect(rule).toMatchObject({ name: 'acme-audit-roll-call', schedule_expression: 'cron(10 * * * ? *)' });
    expect(rule).not.toHaveProperty('event_bus_name');
    expect(stack.named(CloudwatchEventTarget)['roll-call_target']).toMatchObject({
      rule: '${aws_cloudwatch_event_rule.roll-call_rule.name}',
      arn: '${aws_lambda_function.roll-call_function.arn}',
      dead_letter_config: { arn: deadLetters },
      depends_on: ['aws_lambda_permission.roll-call_permission'],
    });
    expect(stack.named(LambdaPermission)['roll-call_permission']).toMatchObject({
      principal: 'events.amazonaws.com',
      action: 'lambda:InvokeFunction',
      function_name: '${aws_lambda_function.roll-call_function.function_name}',
      source_arn: `arn:aws:events:${HERE}:rule/acme-audit-roll-call`,
    });
    expect(stack.named(LambdaFunction)['roll-call_function']).toMatchObject({
      region: 'us-east-1',
      function_name: 'acme-audit-roll-call',
      filename: 'assets/roll-call.zip',
      // Queries wait two minutes at most, and a large organization makes a dozen, four at a time.
      timeout: 900,
      memory_size: 512,
      dead_letter_config: { target_arn: deadLetters },
      environment: {
        variables: { LOG_GROUP: '/acme-audit/events', EVENT_BUS: `arn:aws:events:${HERE}:event-bus/acme-audit-events` },
      },
    });
  });

  test('carries the list of healers beside its code', () => {
    const zip = composed().assets.get('roll-call.zip')!;
    const files = unzipSync(zip);
    expect(Object.keys(files).sort()).toEqual(['declared.json', 'index.js']);
    expect(JSON.parse(Buffer.from(files['declared.json']!).toString())).toEqual(HEALERS);
    expect(stack.named(LambdaFunction)['roll-call_function'].source_code_hash).toBe(hashOf(zip));
  });

  test('may ask the one log group, tell the bus, give up and log, and nothing else', () => {
    const group = `arn:aws:logs:${HERE}:log-group:/acme-audit/events`;
    expect(stack.named(IamRole)['roll-call_role'].name).toBe('acme-audit-remediation-roll-call');
    expect(rightsOf('roll-call').map(({ Action, Resource: on }) => [Action, on])).toEqual([
      [
        ['logs:StartQuery', 'logs:GetQueryResults'],
        [group, `${group}:*`],
      ],
      ['events:PutEvents', `arn:aws:events:${HERE}:event-bus/acme-audit-events`],
      ['sqs:SendMessage', `arn:aws:sqs:${HERE}:acme-audit-dead-letters`],
      [
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        `arn:aws:logs:${HERE}:log-group:/aws/lambda/acme-audit-roll-call:log-stream:*`,
      ],
    ]);
  });
});

test('functions’ logs are kept as long as those of rules', () => {
  const kept = (settings?: Record<string, unknown>) =>
    ['announcer_logs', 'roll-call_logs'].map((id) => stackOf(settings).named(CloudwatchLogGroup)[id].retention_in_days);
  expect(kept()).toEqual([365, 365]);
  expect(kept({ rules: { logRetentionDays: 90 } })).toEqual([90, 90]);
});
