import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { TerraformStack, Testing } from 'cdktf';
import { matches } from '../../src/authorization/wildcards';
import { DeadLetters } from '../../src/events/dead-letters';
import type { Resource } from '../synthesized';

const ACCOUNT = '222222222222';
const EVENTS = `arn:aws-cn:events:cn-north-1:${ACCOUNT}`;

const stack = new TerraformStack(Testing.app(), 'test');
new AwsProvider(stack, 'aws', { region: 'cn-north-1' });
const letters = new DeadLetters(stack, 'letters', {
  place: {},
  partition: 'aws-cn',
  account: ACCOUNT,
  region: 'cn-north-1',
  name: 'acme-audit-letters',
  rulePrefix: 'acme-audit-heal-',
});
const { resource } = JSON.parse(Testing.synth(stack)) as Resource;
const only = ({ tfResourceType }: { tfResourceType: string }): Resource =>
  Object.values(resource[tfResourceType]).flat()[0];
const [leave, plainHttp, ...others] = JSON.parse(only(SqsQueuePolicy).policy).Statement;

test('letters are kept encrypted for as long as SQS keeps any', () => {
  expect(letters.arn).toBe(`arn:aws-cn:sqs:cn-north-1:${ACCOUNT}:acme-audit-letters`);
  expect(only(SqsQueue)).toMatchObject({
    name: 'acme-audit-letters',
    sqs_managed_sse_enabled: true,
    message_retention_seconds: 14 * 24 * 3600,
  });
});

test('only EventBridge leaves letters; of what it sends, the rule must be sent, and the account right if it is', () => {
  expect(leave).toEqual({
    Sid: 'RulesLeaveEvents',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: letters.arn,
    Condition: {
      StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT },
      ArnLike: { 'aws:SourceArn': expect.any(Array) },
    },
  });
  expect(plainHttp).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
  expect(others).toEqual([]);
});

test.each([
  ['a rule of the default bus', true, `${EVENTS}:rule/acme-audit-heal-trail`],
  ['a rule of a bus of its own', true, `${EVENTS}:rule/acme-audit-events/acme-audit-heal-trail`],
  ['another rule', false, `${EVENTS}:rule/orders`],
  ['another rule of the bus', false, `${EVENTS}:rule/acme-audit-events/orders`],
  ['a rule whose name only ends so', false, `${EVENTS}:rule/my-acme-audit-heal-trail`],
  ['a rule of another account', false, `${EVENTS.replace('2222', '3333')}:rule/acme-audit-heal-trail`],
  ['a rule of another region', false, `${EVENTS.replace('north', 'northwest')}:rule/acme-audit-heal-trail`],
])('of %s letters are taken: %s', (_name, taken, ruleArn) => {
  const patterns: string[] = leave.Condition.ArnLike['aws:SourceArn'];
  expect(patterns.some((pattern) => matches(pattern, ruleArn))).toBe(taken);
});
