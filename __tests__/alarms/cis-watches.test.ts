import { evaluate } from '../../lambdas/cis-monitoring-alarms/evaluate';
import { call, NEUTRAL, signIn } from '../../lambdas/cis-monitoring-alarms/events';
import { filterOf } from '../../lambdas/cis-monitoring-alarms/filter';
import { parsePattern } from '../../lambdas/cis-monitoring-alarms/filter-pattern';
import { matches } from '../../lambdas/cis-monitoring-alarms/match';
import { TOPICS } from '../../lambdas/cis-monitoring-alarms/topics';
import type { JsonObject } from '../../lambdas/shared/json';
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { PATTERN_LIMIT } from '../../src/alarms/condition';
import { CIS_TOPICS, cisWatches } from '../../src/alarms/cis-watches';
import { Silence } from '../../src/alarms/silence';
import { TrailAlarms } from '../../src/alarms/trail-alarms';
import { watchesOf } from '../../src/alarms/watches';
import { SECURITY_HUB } from '../lambdas/security-hub-patterns';
import { organization } from '../organizations';

const named = CIS_TOPICS.map((topic) => [topic.topic, topic] as const);
const withoutSpace = (pattern: string) => pattern.replace(/\s+/g, '');

test('there are the 15 topics that our own rule looks for, in the order of the benchmark', () => {
  expect(CIS_TOPICS.map(({ topic }) => topic)).toEqual(TOPICS.map(({ name }) => name));
  for (const [at, { ids, securityHub }] of CIS_TOPICS.entries()) {
    expect(ids).toEqual({
      ...Object.fromEntries(['1.4.0', '3.0.0', '4.0.1', '5.0.0'].map((version) => [version, `4.${at + 1}`])),
      ...Object.fromEntries(['6.0.0', '7.0.0'].map((version) => [version, `5.${at + 1}`])),
    });
    // The first three controls of Security Hub stand in another order; nothing looks for the last topic.
    expect(securityHub).toBe([2, 3, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((no) => `CloudWatch.${no}`)[at]);
  }
});

test.each(named)('the filter of %s is what Security Hub asks for, but for white space', (topic, { pattern }) => {
  expect(withoutSpace(pattern)).toBe(withoutSpace(SECURITY_HUB[topic]!));
  expect(pattern.length).toBeLessThanOrEqual(PATTERN_LIMIT);
});

const IN_MEMBER = { recipientAccountId: '444444444444', awsRegion: 'eu-west-1' };

/** Of each topic, what it is not about though it is near. */
const NEAR: Readonly<Record<string, readonly JsonObject[]>> = {
  'unauthorized-calls': [
    call('s3', 'GetObject', { errorCode: 'NoSuchKey' }),
    call('ec2', 'RunInstances', { errorCode: 'Client.InsufficientInstanceCapacity' }),
    call('ec2', 'RunInstances', { errorMessage: 'AccessDenied' }),
  ],
  'sign-in-without-mfa': [
    signIn({ additionalEventData: { MFAUsed: 'No' }, responseElements: { ConsoleLogin: 'Failure' } }),
    signIn({ additionalEventData: { MFAUsed: 'No' }, userIdentity: { type: 'AssumedRole' } }),
  ],
  'root-use': [
    call('iam', 'CreateUser'),
    call('s3', 'GetBucketAcl', { userIdentity: { type: 'Root', invokedBy: 'config.amazonaws.com' } }),
    call('kms', 'RotateKey', { userIdentity: { type: 'Root' }, eventType: 'AwsServiceEvent' }),
  ],
  'iam-policies': [call('iam', 'GetPolicy', { readOnly: true }), call('organizations', 'CreatePolicy')],
  cloudtrail: [call('cloudtrail', 'GetTrailStatus', { readOnly: true }), call('cloudtrail', 'PutEventSelectors')],
  'failed-sign-in': [
    signIn({ errorMessage: 'No username found in supplied account' }),
    call('signin', 'SwitchRole', { errorMessage: 'Failed authentication' }),
  ],
  'kms-keys': [call('kms', 'CancelKeyDeletion'), call('kms', 'EnableKey'), call('cloudhsm', 'DisableKey')],
  's3-bucket-policies': [call('s3', 'GetBucketPolicy', { readOnly: true }), call('s3', 'CreateBucket')],
  config: [call('config', 'StartConfigurationRecorder'), call('config', 'DescribeConfigRules', { readOnly: true })],
  'security-groups': [
    call('ec2', 'DescribeSecurityGroups', { readOnly: true }),
    call('ec2', 'UpdateSecurityGroupRuleDescriptionsIngress'),
  ],
  'network-acls': [call('ec2', 'DescribeNetworkAcls', { readOnly: true })],
  gateways: [call('ec2', 'CreateNatGateway'), call('ec2', 'DescribeInternetGateways', { readOnly: true })],
  'route-tables': [call('ec2', 'AssociateRouteTable'), call('route53', 'CreateRoute')],
  vpcs: [call('ec2', 'DescribeVpcs', { readOnly: true }), call('ec2', 'CreateSubnet')],
  organizations: [call('organizations', 'DescribeOrganization', { readOnly: true }), call('iam', 'AttachPolicy')],
};

/** What versions of the benchmark have added since, of which Security Hub’s filter knows nothing. */
const ADDED: Readonly<Record<string, readonly JsonObject[]>> = {
  'security-groups': [call('ec2', 'ModifySecurityGroupRules')],
};

test.each(named)('what has been added to %s is counted by a filter of its own', (topic, { pattern, also }) => {
  const { patterns } = cisWatches().find(({ name }) => name === `cis-${topic}`)!;
  const added = ADDED[topic] ?? [];
  expect(patterns).toEqual(added.length === 0 ? [pattern] : [pattern, also]);
  for (const event of added) {
    expect(patterns.map((one) => matches(parsePattern(one), event))).toEqual([false, true]);
    for (const near of [...NEAR[topic]!, ...NEUTRAL]) expect(matches(parsePattern(also!), near)).toBe(false);
  }
});

describe.each(named)('the filter of %s', (topic, { pattern }) => {
  const parsed = parsePattern(pattern);
  const { events } = TOPICS.find(({ name }) => name === topic)!;

  test.each([...events])('counts %s, in any account', (_name, event) => {
    expect(matches(parsed, event)).toBe(true);
    expect(matches(parsed, { ...event, ...IN_MEMBER })).toBe(true);
  });

  test('counts nothing that is merely near', () => {
    expect(NEAR[topic]!.length).toBeGreaterThan(0);
    for (const event of [...NEAR[topic]!, ...NEUTRAL])
      expect([JSON.stringify(event), matches(parsed, event)]).toEqual([JSON.stringify(event), false]);
  });
});

type Resource = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- JSON of two resource types
const TOPIC = 'arn:aws:sns:us-east-1:111111111111:acme-audit-alerts';

const resources = (stack: TerraformStack, { tfResourceType }: { tfResourceType: string }): Resource[] =>
  Object.values(JSON.parse(Testing.synth(stack)).resource[tfResourceType]);

const stackWith = (exemptRoles: readonly string[] = []) => {
  const stack = new TerraformStack(Testing.app(), 'test');
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  const declared = organization({ guardrails: { exemptRoles } });
  new TrailAlarms(stack, 'alarms', {
    place: {},
    logGroupName: declared.names.trailLogGroup,
    watches: [...watchesOf(declared), ...cisWatches()],
    silence: new Silence(declared),
    namePrefix: declared.names.platformPrefix,
    namespace: declared.names.metricNamespace,
    topicArns: [TOPIC],
  });
  return stack;
};

test('the rule of our own finds every topic watched by what is synthesized', () => {
  const stack = stackWith();
  const filters = resources(stack, CloudwatchLogMetricFilter).map(({ name, pattern, metric_transformation: metric }) =>
    filterOf(
      {
        filterName: name,
        filterPattern: pattern,
        metricTransformations: [
          { metricNamespace: metric.namespace, metricName: metric.name, metricValue: metric.value },
        ],
      },
      { region: 'us-east-1', name: 'trail' },
    ),
  );
  const alarms = resources(stack, CloudwatchMetricAlarm);
  const of = ({ namespace, name }: { namespace: string; name: string }) =>
    alarms
      .filter((alarm) => alarm.namespace === namespace && alarm.metric_name === name)
      .map((alarm) => ({
        name: alarm.alarm_name,
        actionsEnabled: alarm.actions_enabled,
        rises: alarm.comparison_operator === 'GreaterThanOrEqualToThreshold',
        notifies: alarm.alarm_actions,
      }));
  const found = { of, audienceOf: (arn: string) => (arn === TOPIC ? 'confirmed' : 'gone') } as const;
  expect(evaluate(TOPICS, filters, found, TOPIC)).toEqual({ compliance: 'COMPLIANT' });
  const isCis = ({ name }: { readonly name: string }) => name.startsWith('acme-audit-cis-');
  const benchmark = filters.filter(isCis);
  expect(evaluate(TOPICS, benchmark, found, TOPIC)).toEqual({ compliance: 'COMPLIANT' });
  // Ours watch more, or less.
  const ours = filters.filter((filter) => !isCis(filter));
  expect(evaluate(TOPICS, ours, found, TOPIC)).toMatchObject({ compliance: 'NON_COMPLIANT' });
});

test('what is added to a topic counts into the same metric, of which there is one alarm', () => {
  const stack = stackWith();
  const of = (metric: string) =>
    resources(stack, CloudwatchLogMetricFilter).filter(({ metric_transformation: into }) => into.name === metric);
  const names = of('cis-security-groups').map(({ name }) => name);
  expect(names.sort()).toEqual(['acme-audit-cis-security-groups', 'acme-audit-cis-security-groups-2']);
  expect(of('cis-network-acls')).toHaveLength(1);
  expect(
    resources(stack, CloudwatchMetricAlarm).filter(({ metric_name: name }) => name === 'cis-security-groups'),
  ).toHaveLength(1);
});

test('each alarm is named after its topic and says its numbers and the first step', () => {
  const alarms = new Map(
    resources(stackWith(), CloudwatchMetricAlarm).map((alarm) => [alarm.alarm_name, alarm.alarm_description]),
  );
  for (const [at, { topic }] of CIS_TOPICS.entries()) {
    const said = alarms.get(`acme-audit-cis-${topic}`);
    const numbers = `4\\.${at + 1} in 1\\.4\\.0 to 5\\.0\\.0, 5\\.${at + 1} in 6\\.0\\.0 to 7\\.0\\.0`;
    expect(said).toMatch(
      new RegExp(`^[A-Z].+ \\(CIS AWS Foundations ${numbers}\\)\\. (Look|Ask|Check|Find) .+[^.]\\.$`),
    );
    expect(said.length).toBeLessThanOrEqual(1024);
  }
});

test('the filters of the benchmark count towards what a log group takes', () => {
  const roles = (count: number) => Array.from({ length: count }, (_, at) => `${'BreakGlass'.repeat(6)}-${at}`);
  const count = (exempt: number) =>
    watchesOf(organization({ guardrails: { exemptRoles: roles(exempt) } })).flatMap(({ patterns }) => patterns).length;
  // As many roles as our own watches alone would leave room for.
  let exempt = 0;
  while (count(exempt + 10) <= 100) exempt += 10;
  expect(count(exempt)).toBeGreaterThan(85);
  expect(() => Testing.synth(stackWith(roles(exempt)), true)).toThrow(/the alarms take 1\d\d metric filters/);
});
