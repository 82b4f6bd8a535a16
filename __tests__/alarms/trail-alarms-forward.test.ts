import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { announcedPatterns } from '../../src/alarms/announcer';
import { organization } from '../organizations';
import { Platform, type Resource } from '../synthesized';
import { matchesPattern } from './event-pattern';

const MANAGEMENT = '111111111111';
const AUDIT = '222222222222';

const stackOf = (settings: Record<string, unknown>) => new Platform(organization(settings)).stack('organization');
const stack = stackOf({});
const isForward = ({ name }: Resource) => name === 'acme-audit-heal-trail-alarms';
const rule = stack.all(CloudwatchEventRule).find(isForward);
const target = stack.all(CloudwatchEventTarget).find(({ target_id: id, rule: its }) => {
  const [address] = Object.entries(stack.named(CloudwatchEventRule)).find(([, one]) => isForward(one))!;
  return id === 'audit-account' && its === `\${aws_cloudwatch_event_rule.${address}.name}`;
});

const rings = (alarmName: string, account = MANAGEMENT) => ({
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  account,
  region: 'us-east-1',
  resources: [`arn:aws:cloudwatch:us-east-1:${account}:alarm:${alarmName}`],
  detail: { alarmName, state: { value: 'ALARM' } },
});
const announced = (event: object) =>
  Object.entries(announcedPatterns('acme-audit-', '222222222222'))
    .filter(([, pattern]) => matchesPattern(pattern, event))
    .map(([name]) => name);

test('every alarm over the trail of the management account goes to the bus of the audit account', () => {
  const alarms = stack.all(CloudwatchMetricAlarm).map(({ alarm_name: name }) => String(name));
  expect(alarms.length).toBeGreaterThan(20);
  for (const name of alarms)
    expect([name, matchesPattern(JSON.parse(rule.event_pattern), rings(name))]).toEqual([name, true]);
  expect(rule.event_bus_name).toBeUndefined();
  expect(target).toMatchObject({
    arn: `arn:aws:events:us-east-1:${AUDIT}:event-bus/acme-audit-events`,
    role_arn: `arn:aws:iam::${MANAGEMENT}:role/acme-audit-remediation-forward-alarms`,
    // That of the trail's healer, which counts what lies in it.
    dead_letter_config: { arn: `arn:aws:sqs:us-east-1:${MANAGEMENT}:acme-audit-heal-trail-dead-letters` },
  });
});

test('no other alarm does', () => {
  const pattern = JSON.parse(rule.event_pattern);
  expect(matchesPattern(pattern, rings('orders'))).toBe(false);
  expect(matchesPattern(pattern, rings('my-acme-audit-x'))).toBe(false);
  expect(
    matchesPattern(pattern, { ...rings('acme-audit-x'), 'detail-type': 'CloudWatch Alarm Configuration Change' }),
  ).toBe(false);
});

test('where the audit account administers the trail its alarms are there already', () => {
  const delegated = stackOf({ trail: { administrator: 'delegated' } });
  expect(delegated.all(CloudwatchEventRule).filter(isForward)).toEqual([]);
});

test('people, whom alarms over the trail tell themselves, do not hear of them twice', () => {
  for (const { alarm_name: name } of stack.all(CloudwatchMetricAlarm)) expect(announced(rings(name))).toEqual([]);
});

test('people hear of alarms of the evidence account, which tell nobody themselves, once', () => {
  const silent = new Platform(organization())
    .stack('evidence')
    .all(CloudwatchMetricAlarm)
    .filter(({ alarm_actions: told }) => told.length === 0);
  expect(silent.length).toBeGreaterThan(3);
  // Of findings the verifier's own event tells them.
  for (const { alarm_name: name } of silent)
    expect([name, announced(rings(name, AUDIT))]).toEqual([name, name.includes('-integrity-') ? [] : ['alarms']]);
  const ended = rings('acme-audit-replication-trail-lag', AUDIT);
  expect(announced({ ...ended, detail: { ...ended.detail, state: { value: 'OK' } } })).toEqual([]);
});
