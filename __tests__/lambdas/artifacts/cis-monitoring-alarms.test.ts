import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, DeleteAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteMetricFilterCommand,
  PutMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { describeWith } from '../../terraform/terraform';
import { scheduled } from '../events';
import { REGION } from '../fake-aws';
import { SECURITY_HUB } from '../security-hub-patterns';
import { Account } from './account';
import { ACCOUNT, Artifacts } from './artifact';

const RULE = 'cis-monitoring-alarms';
const GROUP = 'trail';

describeWith(['moto_server'], `${RULE}, as deployed, on moto`, () => {
  let account: Account;
  let artifacts: Artifacts;
  let logs: CloudWatchLogsClient;
  let alarms: CloudWatchClient;
  let sns: SNSClient;
  let trails: CloudTrailClient;
  let topicArn: string;
  let subscriptionArn: string;

  const deleteFilter = (filterName: string) =>
    logs.send(new DeleteMetricFilterCommand({ logGroupName: GROUP, filterName }));
  const putFilter = (name: string, pattern = SECURITY_HUB[name]!) =>
    logs.send(
      new PutMetricFilterCommand({
        logGroupName: GROUP,
        filterName: name,
        filterPattern: pattern,
        metricTransformations: [{ metricNamespace: 'CIS', metricName: name, metricValue: '1' }],
      }),
    );
  const putAlarm = (name: string, ActionsEnabled = true) =>
    alarms.send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        Namespace: 'CIS',
        MetricName: name,
        Statistic: 'Sum',
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        ActionsEnabled,
        AlarmActions: [topicArn],
      }),
    );
  const subscribe = async () => {
    const sent = await sns.send(
      new SubscribeCommand({ TopicArn: topicArn, Protocol: 'email', Endpoint: 'security@example.com' }),
    );
    return sent.SubscriptionArn!;
  };

  beforeAll(async () => {
    artifacts = new Artifacts([RULE]);
    account = await Account.start();
    const { settings } = account;
    [logs, alarms, sns, trails] = [new CloudWatchLogsClient(settings), new CloudWatchClient(settings), new SNSClient(settings), new CloudTrailClient(settings)]; // prettier-ignore
    const s3 = new S3Client(settings);
    await s3.send(
      new CreateBucketCommand({ Bucket: 'trail', CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
    s3.destroy();
    await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
    await trails.send(
      new CreateTrailCommand({
        Name: 'main',
        S3BucketName: 'trail',
        IsMultiRegionTrail: true,
        CloudWatchLogsLogGroupArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}:*`,
        CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/trail`,
      }),
    );
    // CloudTrail gives every trail this selector; moto does not.
    const EventSelectors = [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true }];
    await trails.send(new PutEventSelectorsCommand({ TrailName: 'main', EventSelectors }));
    await trails.send(new StartLoggingCommand({ Name: 'main' }));
    topicArn = (await sns.send(new CreateTopicCommand({ Name: 'security' }))).TopicArn!;
    subscriptionArn = await subscribe();
    for (const name of Object.keys(SECURITY_HUB)) {
      await putFilter(name);
      await putAlarm(name);
    }
  }, 120_000);

  afterAll(() => {
    for (const client of [logs, alarms, sns, trails]) client?.destroy();
    account?.stop();
    artifacts?.remove();
  });

  const judge = async (ruleParameters = '{}') => {
    const { error } = await artifacts.run(RULE, scheduled({ accountId: ACCOUNT, ruleParameters }), account.url);
    expect(error).toBeUndefined();
    const taken = account.taken();
    expect(Object.keys(taken)).toEqual([ACCOUNT]);
    expect(taken[ACCOUNT]!.type).toBe('AWS::::Account');
    return taken[ACCOUNT]!;
  };

  test('an account that watches all fifteen topics is compliant', async () => {
    expect(await judge()).toMatchObject({ compliance: 'COMPLIANT' });
    expect(await judge(JSON.stringify({ topicArn }))).toMatchObject({ compliance: 'COMPLIANT' });
  }, 60_000);

  const broken: [string, () => Promise<unknown>, () => Promise<unknown>, string][] = [
    ['filter', () => deleteFilter('vpcs'), () => putFilter('vpcs'), '1 of 15 topics unwatched: vpcs (no filter)'],
    [
      'part of a filter',
      // moto keeps a filter that another of its name replaces.
      async () => {
        await deleteFilter('config');
        await putFilter('config', SECURITY_HUB['config']!.replace('DeleteDeliveryChannel', 'Other'));
      },
      async () => {
        await deleteFilter('config');
        await putFilter('config');
      },
      "1 of 15 topics unwatched: config (filter 'config' misses DeleteDeliveryChannel)",
    ],
    [
      'alarm',
      () => alarms.send(new DeleteAlarmsCommand({ AlarmNames: ['root-use'] })),
      () => putAlarm('root-use'),
      '1 of 15 topics unwatched: root-use (no alarm on root-use)',
    ],
    [
      'alarm’s actions',
      () => putAlarm('kms-keys', false),
      () => putAlarm('kms-keys'),
      "1 of 15 topics unwatched: kms-keys (alarm 'kms-keys' has its actions off)",
    ],
    [
      'subscription',
      () => sns.send(new UnsubscribeCommand({ SubscriptionArn: subscriptionArn })),
      async () => (subscriptionArn = await subscribe()),
      '15 of 15 topics unwatched: unauthorized-calls (SNS topic security has no confirmed subscription); ',
    ],
    [
      'logging trail',
      () => trails.send(new StopLoggingCommand({ Name: 'main' })),
      () => trails.send(new StartLoggingCommand({ Name: 'main' })),
      'no multi-region trail sends all management events to a log group of this account: main is not logging',
    ],
  ];
  test.each(broken)(
    'one without its %s is not',
    async (_what, take, giveBack, annotation) => {
      await take();
      const { compliance, annotation: given } = await judge();
      expect([compliance, given]).toEqual(['NON_COMPLIANT', expect.stringContaining(annotation)]);
      await giveBack();
      expect(await judge()).toMatchObject({ compliance: 'COMPLIANT' });
    },
    60_000,
  );
});
