import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { TerraformStack, Testing } from 'cdktf';
import { Silence } from '../../src/alarms/silence';
import { TrailAlarms, type TrailAlarmsProps } from '../../src/alarms/trail-alarms';
import { watchesOf } from '../../src/alarms/watches';
import { organization } from '../organizations';

const TOPICS = ['arn:aws:sns:us-east-1:111111111111:pagers', 'arn:aws:sns:us-east-1:111111111111:mail'];
const LOG_GROUP = '/aws/cloudtrail/acme-organization-trail';
const roles = (count: number) => Array.from({ length: count }, (_, at) => `${'BreakGlass'.repeat(6)}-${at}`);
const watchesWith = (exemptRoles: string[]) => watchesOf(organization({ guardrails: { exemptRoles } }));
const watches = watchesWith(roles(20));

const stackWith = (props: Partial<TrailAlarmsProps> = {}) => {
  const stack = new TerraformStack(Testing.app(), 'test');
  new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  new TrailAlarms(stack, 'alarms', {
    place: { region: 'us-east-1' },
    logGroupName: LOG_GROUP,
    watches,
    silence: new Silence(organization()),
    namePrefix: 'acme-audit-',
    namespace: 'acme-audit',
    topicArns: TOPICS,
    ...props,
  });
  return stack;
};
type Resource = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- JSON of two resource types
const resources = (stack: TerraformStack, { tfResourceType }: { tfResourceType: string }): Record<string, Resource> =>
  JSON.parse(Testing.synth(stack)).resource[tfResourceType];

const stack = stackWith();
const filters = Object.values(resources(stack, CloudwatchLogMetricFilter));
const every: Resource[] = Object.values(resources(stack, CloudwatchMetricAlarm));
const isSilence = ({ alarm_name: name }: Resource) => name === 'acme-audit-trail-silence';
const alarms = every.filter((alarm) => !isSilence(alarm));
const names = watches.map(({ name }) => name);

test('there is one alarm for each watch, of its name', () => {
  expect(alarms.map(({ alarm_name }) => alarm_name).sort()).toEqual(names.map((name) => `acme-audit-${name}`).sort());
});

test('every alarm rings at the first event, tells every topic, and takes silence for peace', () => {
  for (const alarm of alarms) {
    expect(alarm).toMatchObject({
      region: 'us-east-1',
      namespace: 'acme-audit',
      statistic: 'Maximum',
      period: 300,
      evaluation_periods: 1,
      threshold: 1,
      comparison_operator: 'GreaterThanOrEqualToThreshold',
      treat_missing_data: 'notBreaching',
      actions_enabled: true,
      alarm_actions: TOPICS,
    });
  }
});

test('no number that somebody puts into a metric takes away what filters count', () => {
  const counted = filters.map(({ metric_transformation: { value } }) => Number(value));
  const forged = -1000;
  const statistics: Record<string, (values: readonly number[]) => number> = {
    Sum: (values) => values.reduce((sum, value) => sum + value, 0),
    Maximum: (values) => Math.max(...values),
  };
  for (const { statistic, threshold } of alarms) {
    for (const one of counted) expect(statistics[statistic]!([one, forged])).toBeGreaterThanOrEqual(threshold);
  }
});

test('one alarm rings when nothing at all arrives for an hour, and tells every topic', () => {
  expect(every.filter(isSilence)).toEqual([
    {
      region: 'us-east-1',
      alarm_name: 'acme-audit-trail-silence',
      alarm_description:
        'For an hour no event of the organization trail has reached its log group. Check that the trail logs, that the log group exists and that its key is enabled.',
      namespace: 'AWS/Logs',
      metric_name: 'IncomingLogEvents',
      dimensions: { LogGroupName: LOG_GROUP },
      statistic: 'Sum',
      period: 3600,
      evaluation_periods: 1,
      threshold: 1,
      comparison_operator: 'LessThanThreshold',
      treat_missing_data: 'breaching',
      actions_enabled: true,
      alarm_actions: TOPICS,
    },
  ]);
});

test('every alarm says what happened and what to do first', () => {
  for (const { alarm_description: said } of alarms)
    expect(said).toMatch(/^Somebody .+[^.]\. (Check|Cancel|Compare) .+[^.]\.$/);
});

test('every pattern is a filter of the trail’s log group, and counts into its watch’s metric', () => {
  expect(filters).toHaveLength(watches.flatMap(({ patterns }) => patterns).length);
  for (const { name, patterns } of watches) {
    const own = filters.filter(({ metric_transformation: metric }) => metric.name === name);
    expect(own.map(({ pattern }) => pattern).sort()).toEqual([...patterns].sort());
  }
  for (const filter of filters) {
    expect(filter).toMatchObject({
      region: 'us-east-1',
      log_group_name: LOG_GROUP,
      metric_transformation: { namespace: 'acme-audit', value: '1' },
    });
    // A dimension makes a metric of each of its values, and no alarm sees them.
    expect(filter.metric_transformation).not.toHaveProperty('dimensions');
  }
});

test('every alarm looks at a metric that filters count into, and every metric has its alarm', () => {
  const counted = new Set(filters.map(({ metric_transformation: { namespace, name } }) => `${namespace}/${name}`));
  expect(new Set(alarms.map(({ namespace, metric_name }) => `${namespace}/${metric_name}`))).toEqual(counted);
});

test('filters have names of their own, the first of a watch without a number', () => {
  const all = filters.map(({ name }) => name);
  expect(new Set(all).size).toBe(all.length);
  expect(all).toEqual(expect.arrayContaining(names.map((name) => `acme-audit-${name}`)));
  expect(all).toContain('acme-audit-role-changes-2');
});

test('one more role changes no filter but those of the roles', () => {
  const before = resources(stack, CloudwatchLogMetricFilter);
  const after = resources(stackWith({ watches: watchesWith(roles(21)) }), CloudwatchLogMetricFilter);
  const changed = Object.keys(after).filter((id) => JSON.stringify(after[id]) !== JSON.stringify(before[id]));
  expect(changed).toEqual([expect.stringMatching(/role-changes-filter/)]);
});

test('filters wait for the log group', () => {
  const waiting = new TerraformStack(Testing.app(), 'test');
  new AwsProvider(waiting, 'aws', { region: 'us-east-1' });
  const group = new SnsTopic(waiting, 'stand-in', {});
  new TrailAlarms(waiting, 'alarms', {
    place: {},
    logGroupName: LOG_GROUP,
    watches,
    silence: new Silence(organization()),
    namePrefix: 'acme-audit-',
    namespace: 'acme-audit',
    topicArns: [],
    after: [group],
  });
  for (const filter of Object.values(resources(waiting, CloudwatchLogMetricFilter))) {
    expect(filter.depends_on).toEqual(['aws_sns_topic.stand-in']);
    expect(filter).not.toHaveProperty('region');
  }
  for (const filter of filters) expect(filter).not.toHaveProperty('depends_on');
});

test('more filters than a log group takes fail the synth', () => {
  const crowded = stackWith({ watches: watchesWith(roles(900)) });
  expect(() => Testing.synth(crowded, true)).toThrow(
    /the alarms take \d{3} metric filters, and \/aws\/cloudtrail\/acme-organization-trail takes 100; name fewer roles/,
  );
});
