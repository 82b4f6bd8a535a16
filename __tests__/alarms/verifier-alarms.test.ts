import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { announcedPatterns } from '../../src/alarms/announcer';
import { PATTERN_LIMIT } from '../../src/alarms/condition';
import { findingAlerts, VERIFIED } from '../../src/alarms/verifier-alarms';
import { organization } from '../organizations';
import { Platform, type Resource } from '../synthesized';
import { matchesPattern } from './event-pattern';

const stack = new Platform(organization({ accounts: { logArchive: '333333333333' } })).stack('evidence');
const isOurs = ({ alarm_name: name }: Resource) => /^acme-audit-(integrity|verifier)-/.test(name);
const alarms = stack.all(CloudwatchMetricAlarm).filter(isOurs);
const alarm = (name: string): Resource => alarms.find(({ alarm_name: each }) => each === `acme-audit-${name}`);
const FINDINGS = ['integrity-changed-file', 'integrity-gap', 'integrity-invalid-signature'];
const OF_VERIFIER = ['verifier-behind', 'verifier-errors', 'verifier-silent'];

const rings = (alarmName: string) => ({
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  account: '333333333333',
  region: 'us-east-1',
  resources: [`arn:aws:cloudwatch:us-east-1:333333333333:alarm:${alarmName}`],
  detail: { alarmName, state: { value: 'ALARM' } },
});

test('there is an alarm for each kind of finding, and for a verifier that fails, falls silent or behind', () => {
  expect(alarms.map(({ alarm_name: name }) => name.slice('acme-audit-'.length)).sort()).toEqual([
    ...FINDINGS,
    ...OF_VERIFIER,
  ]);
  for (const { alarm_description: text, actions_enabled: enabled, alarm_actions: actions } of alarms) {
    expect(text).toMatch(/^[A-Z].*[^.]\. (Read|Check) .*[^.]\.$/);
    expect(text.length).toBeLessThanOrEqual(1024);
    expect([enabled, actions]).toEqual([true, []]);
  }
});

test.each(FINDINGS)('%s rings at the first finding, and for as long as the hours before have one', (name) => {
  expect(alarm(name)).toMatchObject({
    namespace: 'acme-audit-integrity',
    metric_name: name,
    statistic: 'Maximum',
    period: 3600,
    evaluation_periods: 3,
    datapoints_to_alarm: 1,
    threshold: 1,
    comparison_operator: 'GreaterThanOrEqualToThreshold',
    treat_missing_data: 'notBreaching',
  });
});

test('first steps of findings name the command that shows how far it goes', () => {
  for (const name of FINDINGS)
    expect(alarm(name).alarm_description).toContain(
      'org-audit verify-evidence --logs s3://acme-trail-333333333333-us-east-1',
    );
});

test('silence is an alarm after three hours, a late account after one', () => {
  expect(alarm('verifier-silent')).toMatchObject({
    namespace: 'acme-audit-integrity',
    metric_name: 'verified-accounts',
    period: 3600,
    evaluation_periods: 3,
    threshold: 1,
    comparison_operator: 'LessThanThreshold',
    treat_missing_data: 'breaching',
  });
  expect(alarm('verifier-behind')).toMatchObject({
    namespace: 'AWS/SQS',
    metric_name: 'ApproximateAgeOfOldestMessage',
    dimensions: { QueueName: 'acme-audit-verify-evidence' },
    statistic: 'Maximum',
    threshold: 3600,
    treat_missing_data: 'notBreaching',
  });
  expect(alarm('verifier-errors')).toMatchObject({
    namespace: 'AWS/Lambda',
    metric_name: 'Errors',
    dimensions: { FunctionName: 'acme-audit-verify-evidence' },
    threshold: 1,
    treat_missing_data: 'notBreaching',
  });
});

test('what alarms look at is counted, in the function’s log and after that exists', () => {
  const filters = stack.all(CloudwatchLogMetricFilter);
  const metrics = filters.map(({ metric_transformation: { namespace, name } }) => `${namespace} ${name}`);
  const looked = alarms
    .filter(({ namespace }) => !namespace.startsWith('AWS/'))
    .map(({ namespace, metric_name: name }) => `${namespace} ${name}`);
  expect(metrics).toEqual(expect.arrayContaining(looked));
  for (const filter of filters) {
    expect(filter.log_group_name).toBe('/aws/lambda/acme-audit-verify-evidence');
    expect(filter.depends_on).toEqual(['aws_lambda_function.verifier_function']);
    expect(filter.pattern.length).toBeLessThanOrEqual(PATTERN_LIMIT);
  }
  expect(filters.map(({ name }) => name.slice('acme-audit-'.length)).sort()).toEqual(
    [...findingAlerts('x'), ...VERIFIED].map(({ name }) => name).sort(),
  );
});

test('every alarm reaches the audit account; people hear of those that no event of the verifier tells of', () => {
  const rules = stack.all(CloudwatchEventRule).filter(({ name }) => name === 'acme-audit-forward-alarms');
  expect(rules).toHaveLength(2);
  const patterns = announcedPatterns('acme-audit-', '222222222222');
  const home = rules.filter(({ event_pattern: text }) => text.includes(':us-east-1:'));
  expect(home).toHaveLength(1);
  const pattern = JSON.parse(home[0].event_pattern);
  const all: string[] = stack.all(CloudwatchMetricAlarm).map(({ alarm_name: name }) => name);
  expect(all.filter((name) => /-lag$/.test(name)).length).toBeGreaterThan(0);
  for (const name of all) {
    const reaches = matchesPattern(pattern, rings(name));
    expect([name, reaches]).toEqual([name, true]);
    const told = Object.entries(patterns).filter(([, each]) => matchesPattern(each, rings(name)));
    expect([name, told.map(([rule]) => rule)]).toEqual([name, name.includes('-integrity-') ? [] : ['alarms']]);
  }
  expect(matchesPattern(pattern, rings('orders'))).toBe(false);
  expect(matchesPattern(pattern, rings('acme-audit-orders'))).toBe(false);
});
