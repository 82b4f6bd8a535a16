import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { Resource } from '../synthesized';
import { both, HERE, OWN, stack, THEIRS } from './alerting';

const alarmNamed = (name: string): Resource =>
  stack.all(CloudwatchMetricAlarm).find(({ alarm_name: one }) => one === `acme-audit-${name}`);
describe('alarms', () => {
  test('have actions: they tell every topic', () => {
    const alarms = both.all(CloudwatchMetricAlarm);
    expect(alarms.map(({ alarm_name: name }) => name.slice('acme-audit-'.length)).sort()).toEqual([
      ...[
        'announcer-errors',
        'config-delivery',
        'dead-letters',
        'digest-gap',
        'drift',
        'evidence-findings',
        'heartbeats',
      ],
      ...['recorder-stopped', 'remediation-failed', 'roll-call-errors', 'roll-call-missing', 'self-healing-acted'],
      ...['self-healing-failed', 'trail-delivery', 'undelivered'],
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

  test.each([
    'trail-delivery',
    'digest-gap',
    'recorder-stopped',
    'config-delivery',
    'dead-letters',
    'drift',
    'heartbeats',
  ])('on what is reported each hour, as %s, ring once and stay: two reports may be missing', (name) => {
    expect(alarmNamed(name)).toMatchObject({
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

  test.each(['self-healing-acted', 'self-healing-failed', 'remediation-failed'])(
    'on single events, as %s, ring at each, within minutes',
    (name) => {
      const alarm = alarmNamed(name);
      expect(alarm).toMatchObject({ metric_name: name, period: 300, evaluation_periods: 1, threshold: 1 });
      expect(alarm).not.toHaveProperty('datapoints_to_alarm');
    },
  );

  test('look no further back than CloudWatch allows', () => {
    for (const { period, evaluation_periods: periods } of stack.all(CloudwatchMetricAlarm))
      expect(period * periods).toBeLessThanOrEqual(period < 3600 ? 24 * 3600 : 7 * 24 * 3600);
  });

  test('ring when anything comes into the queue, whatever waits there already', () => {
    expect(alarmNamed('undelivered')).toMatchObject({
      namespace: 'AWS/SQS',
      metric_name: 'NumberOfMessagesSent',
      dimensions: { QueueName: 'acme-audit-dead-letters' },
      statistic: 'Sum',
      period: 300,
      threshold: 1,
      treat_missing_data: 'notBreaching',
    });
  });

  test.each([
    ['announcer-errors', 'acme-audit-announce'],
    ['roll-call-errors', 'acme-audit-roll-call'],
  ])('ring when a function fails: %s', (name, FunctionName) => {
    expect(alarmNamed(name)).toMatchObject({
      namespace: 'AWS/Lambda',
      metric_name: 'Errors',
      dimensions: { FunctionName },
      statistic: 'Sum',
      period: 300,
      evaluation_periods: 1,
      threshold: 1,
      comparison_operator: 'GreaterThanOrEqualToThreshold',
      treat_missing_data: 'notBreaching',
    });
  });

  test('ring when for two hours nobody calls the roll', () => {
    expect(alarmNamed('roll-call-missing')).toMatchObject({
      namespace: 'AWS/Lambda',
      metric_name: 'Invocations',
      dimensions: { FunctionName: 'acme-audit-roll-call' },
      statistic: 'Sum',
      period: 3600,
      evaluation_periods: 2,
      threshold: 1,
      comparison_operator: 'LessThanThreshold',
      treat_missing_data: 'breaching',
    });
  });
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

  test('shows how many healers are expected and heard, and reads the log that there is', () => {
    const healers = widgets.find(({ properties }) => /^Healers/.test(properties.title))!.properties;
    expect(healers.stat).toBe('Maximum');
    expect(healers.metrics.map(([, name]: string[]) => name)).toEqual([
      ...['healers-expected', 'healers-heard', 'healers-standing', 'heartbeats'],
    ]);
    const { query } = widgets.find(({ type }) => type === 'log')!.properties;
    expect(query).toMatch(/^SOURCE '\/acme-audit\/events'\n\| fields /);
  });
});
