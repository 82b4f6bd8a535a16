import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { TerraformStack, Testing } from 'cdktf';
import { REPLICATION_RULE, ReplicationAlarms, type ReplicationAlarmsProps } from '../../src/alarms/replication-alarms';
import { organization } from '../organizations';
import { Platform, type Resource } from '../synthesized';

const alarmsWith = (props: Partial<ReplicationAlarmsProps> = {}): Resource[] => {
  const stack = new TerraformStack(Testing.app(), 'test');
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  new ReplicationAlarms(stack, 'replication', {
    sourcePlace: { region: 'us-east-1' },
    archivePlace: { region: 'us-west-2' },
    sources: { trail: 'acme-trail', 'access-logs': 'acme-access-logs' },
    archiveBucket: 'acme-archive',
    namePrefix: 'acme-audit-',
    timeControl: true,
    topicArns: [],
    ...props,
  });
  return Object.values(JSON.parse(Testing.synth(stack)).resource[CloudwatchMetricAlarm.tfResourceType]);
};

test.each(['trail', 'access-logs'])('copies of %s may not lag, where S3 measures that', (source) => {
  const alarm = alarmsWith().find(({ alarm_name: name }) => name === `acme-audit-replication-${source}-lag`);
  expect(alarm).toMatchObject({
    region: 'us-west-2',
    namespace: 'AWS/S3',
    metric_name: 'ReplicationLatency',
    dimensions: { SourceBucket: `acme-${source}`, DestinationBucket: 'acme-archive', RuleId: 'archive' },
    statistic: 'Maximum',
    threshold: 901,
    evaluation_periods: 3,
    comparison_operator: 'GreaterThanOrEqualToThreshold',
    actions_enabled: true,
    alarm_actions: [],
  });
});

test.each(['trail', 'access-logs'])('copies of %s may not fail, where S3 counts that', (source) => {
  const alarm = alarmsWith({ topicArns: ['arn:aws:sns:us-east-1:222222222222:x'] }).find(
    ({ alarm_name: name }) => name === `acme-audit-replication-${source}-failures`,
  );
  expect(alarm).toMatchObject({
    region: 'us-east-1',
    metric_name: 'OperationsFailedReplication',
    dimensions: { SourceBucket: `acme-${source}`, DestinationBucket: 'acme-archive', RuleId: 'archive' },
    statistic: 'Sum',
    threshold: 1,
    alarm_actions: ['arn:aws:sns:us-east-1:222222222222:x'],
  });
});

test('no alarm of the archive’s region tells topics of the home region', () => {
  const away = alarmsWith({ topicArns: ['arn:aws:sns:us-east-1:222222222222:x'] }).filter(
    ({ region }) => region === 'us-west-2',
  );
  expect(away).toHaveLength(2);
  for (const { alarm_actions: actions } of away) expect(actions).toEqual([]);
});

test('where S3 promises nothing half a day may pass', () => {
  const [lag] = alarmsWith({ timeControl: false }).filter(({ metric_name: name }) => name === 'ReplicationLatency');
  expect(lag.threshold).toBe(43_201);
});

test('the rule is named as replication names it', () => {
  const rules = new Platform(organization()).all(S3BucketReplicationConfigurationA).flatMap(({ rule }) => rule);
  expect(rules).toHaveLength(3);
  for (const { id, destination } of rules) {
    expect(id).toBe(REPLICATION_RULE);
    // Without them S3 measures nothing.
    expect(destination.metrics.status).toBe('Enabled');
  }
});
