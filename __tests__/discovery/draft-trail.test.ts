import { draft, read, commentsOf, usual, trail } from './drafted';
import {
  type Answers,
  AUDIT,
  ELSEWHERE,
  HOME,
  MANAGEMENT,
  MEMBER,
  refused,
  type TrailWanted,
  USUAL,
} from './fake-organization';

describe('the trail', () => {
  const logGroupIn = (account: string) => `arn:aws:logs:${HOME}:${account}:log-group:/aws/trail:*`;
  const outlets = {
    'CloudWatchLogs.DescribeLogGroups': () => ({ logGroups: [{ logGroupName: '/aws/trail', retentionInDays: 400 }] }),
    'SNS.GetTopicAttributes': () => ({ Attributes: {} }),
  };

  test.each([
    [MANAGEMENT, 'management'],
    [AUDIT, 'delegated'],
  ])('made in %s keeps log group, role and topic', async (account, administrator) => {
    const { adopt, trail: settings } = read(
      await draft({
        ...trail({
          CloudWatchLogsLogGroupArn: logGroupIn(account),
          CloudWatchLogsRoleArn: `arn:aws:iam::${account}:role/service-role/ToLogs`,
          SnsTopicARN: `arn:aws:sns:${HOME}:${account}:deliveries`,
        }),
        ...outlets,
      }),
    );
    expect(adopt.trail).toEqual({
      name: 'org-trail',
      logGroup: '/aws/trail',
      logsRole: 'service-role/ToLogs',
      topic: 'deliveries',
    });
    expect(settings).toMatchObject({ administrator, logRetentionDays: 400, notifications: true });
  });

  test('outlets that lie elsewhere are let go of, and that is told', async () => {
    const drafted = await draft({
      ...trail({
        CloudWatchLogsLogGroupArn: logGroupIn(MEMBER),
        CloudWatchLogsRoleArn: `arn:aws:iam::${MEMBER}:role/ToLogs`,
        SnsTopicARN: `arn:aws:sns:${ELSEWHERE}:${MANAGEMENT}:deliveries`,
      }),
      ...outlets,
    });
    expect(read(drafted).adopt.trail).toEqual({ name: 'org-trail' });
    expect(read(drafted).trail.notifications).toBe(false);
    expect(commentsOf(drafted)).toContain(
      `Its log group lies in ${MEMBER}, neither the management nor the audit account`,
    );
    expect(commentsOf(drafted)).toContain('lies elsewhere than the trail was made; the plan lets go of it.');
  });

  test.each<[string, TrailWanted, Answers, string]>([
    [
      'it stopped',
      {},
      { 'CloudTrail.GetTrailStatus': () => ({ IsLogging: false }) },
      'It does not log today; the plan starts it.',
    ],
    [
      'nobody knows whether it logs',
      {},
      { 'CloudTrail.GetTrailStatus': refused('AccessDeniedException') },
      'Unknown: whether it logs could not be read.',
    ],
    [
      'it cannot deliver',
      {},
      { 'CloudTrail.GetTrailStatus': () => ({ IsLogging: true, LatestDeliveryError: 'AccessDenied' }) },
      'It could not deliver last: AccessDenied.',
    ],
    ['it covers one region', { IsMultiRegionTrail: false }, {}, 'the plan makes it cover all.'],
    ['it writes no digests', { LogFileValidationEnabled: false }, {}, 'the plan turns validation on.'],
    ['it has no key', { KmsKeyId: undefined }, {}, 'the plan gives it the evidence key.'],
    ['it has a prefix', { S3KeyPrefix: 'org' }, {}, 'It writes below the prefix org;'],
    [
      'its events are unknown',
      {},
      { 'CloudTrail.GetEventSelectors': refused('AccessDeniedException') },
      'Unknown: which events the trail logs could not be read.',
    ],
    [
      'its log group is gone',
      { CloudWatchLogsLogGroupArn: logGroupIn(MANAGEMENT) },
      { 'CloudWatchLogs.DescribeLogGroups': () => ({ logGroups: [] }) },
      'Its log group /aws/trail is gone; the plan makes a new one.',
    ],
    [
      'its log group takes no filters',
      { CloudWatchLogsLogGroupArn: logGroupIn(MANAGEMENT) },
      {
        'CloudWatchLogs.DescribeLogGroups': () => ({
          logGroups: [{ logGroupName: '/aws/trail', logGroupClass: 'INFREQUENT_ACCESS' }],
        }),
      },
      'Its log group /aws/trail is of the class INFREQUENT_ACCESS, which takes no metric filters; the plan makes a new one.',
    ],
    [
      'its log group never forgets',
      { CloudWatchLogsLogGroupArn: logGroupIn(MANAGEMENT) },
      { 'CloudWatchLogs.DescribeLogGroups': () => ({ logGroups: [{ logGroupName: '/aws/trail' }] }) },
      'Its log group keeps events for ever; the plan ends that after the retention.',
    ],
  ])('where %s, that is told', async (_, wanted, answers, comment) => {
    expect(commentsOf(await draft(USUAL))).not.toContain(comment);
    const drafted = await draft({ ...trail(wanted), ...answers });
    expect(commentsOf(drafted)).toContain(comment);
    expect(read(drafted).adopt.trail?.name).toBe('org-trail');
  });

  test.each([
    ['gone', []],
    ['without filters', [{ logGroupName: '/aws/trail', logGroupClass: 'INFREQUENT_ACCESS' }]],
  ])('its log group that is %s is not adopted, nor is the role', async (_, logGroups) => {
    const drafted = await draft({
      ...trail({
        CloudWatchLogsLogGroupArn: logGroupIn(MANAGEMENT),
        CloudWatchLogsRoleArn: `arn:aws:iam::${MANAGEMENT}:role/ToLogs`,
      }),
      'CloudWatchLogs.DescribeLogGroups': () => ({ logGroups }),
    });
    expect(read(drafted).adopt.trail).toEqual({ name: 'org-trail' });
  });

  test('calls on buckets that become ours are not logged, and that is told', async () => {
    const Values = ['org-logs', 'customers', 'org-config'].map((name) => `arn:aws:s3:::${name}/`);
    const EventSelectors = [{ DataResources: [{ Type: 'AWS::S3::Object', Values }] }];
    const drafted = await draft(usual({ 'CloudTrail.GetEventSelectors': () => ({ EventSelectors }) }));
    expect(read(drafted).trail.dataEvents.s3Buckets).toEqual(['customers']);
    expect(commentsOf(drafted)).toContain(
      'It logs calls on org-config, org-logs; the plan ends that, for logging a log feeds itself.',
    );
  });

  test('what it logs beyond management events is kept', async () => {
    const EventSelectors = [
      {
        ReadWriteType: 'WriteOnly',
        IncludeManagementEvents: true,
        DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::customers/'] }],
      },
    ];
    const drafted = await draft(usual({ 'CloudTrail.GetEventSelectors': () => ({ EventSelectors }) }));
    expect(read(drafted).trail.dataEvents).toEqual({ s3Buckets: ['customers'], calls: 'write' });
    expect(commentsOf(drafted)).toContain('The trail leaves out management events today');
  });

  test('what it logs beyond what the file can say is told', async () => {
    const AdvancedEventSelectors = [
      { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Data'] },
          { Field: 'resources.type', Equals: ['AWS::Lambda::Function'] },
        ],
      },
    ];
    const { notes } = await draft(usual({ 'CloudTrail.GetEventSelectors': () => ({ AdvancedEventSelectors }) }));
    expect(notes.doubtful).toContain(
      'the selectors of the trail say what this file cannot, and the plan replaces them: data events of AWS::Lambda::Function',
    );
  });

  test.each([
    [[], []],
    [['ApiErrorRateInsight'], ['ApiErrorRateInsight']],
  ])('its insights %j stay', async (insights, expected) => {
    const InsightSelectors = insights.map((InsightType) => ({ InsightType }));
    const drafted = await draft(usual({ 'CloudTrail.GetInsightSelectors': () => ({ InsightSelectors }) }));
    expect(read(drafted).trail.insights).toEqual(expected);
  });

  test.each<[string, TrailWanted, TrailWanted]>([
    ['covers all regions', { Name: 'trail-b' }, { Name: 'trail-a', IsMultiRegionTrail: false }],
    ['is validated', { Name: 'trail-b' }, { Name: 'trail-a', LogFileValidationEnabled: false }],
    ['has a key', { Name: 'trail-b' }, { Name: 'trail-a', KmsKeyId: undefined }],
    ['comes first in the alphabet', { Name: 'trail-a' }, { Name: 'trail-b' }],
  ])('of two, the one is taken over that %s', async (_, better, worse) => {
    for (const order of [
      [better, worse],
      [worse, better],
    ]) {
      const drafted = await draft(trail(...order));
      expect(read(drafted).adopt.trail?.name).toBe(better.Name);
      expect(commentsOf(drafted)).toContain(
        'Of 2 organization trails, this one is taken over: it logs, covers all regions',
      );
      expect(drafted.notes.left).toContain(
        `a second organization trail, ${worse.Name} of ${HOME}, delivers every management event once more, which costs money`,
      );
    }
  });

  test('of two, the one that logs is taken over', async () => {
    const drafted = await draft({
      ...trail({ Name: 'trail-a' }, { Name: 'trail-b' }),
      'CloudTrail.GetTrailStatus': ({ Name }: { Name: string }) => ({ IsLogging: Name.endsWith('/trail-b') }),
    });
    expect(read(drafted).adopt.trail?.name).toBe('trail-b');
  });

  test('trails of single accounts stay, and are told with what they cost', async () => {
    const drafted = await draft(
      trail(
        {},
        { Name: 'own', account: MEMBER, IsOrganizationTrail: false },
        { Name: 'own-x', IsOrganizationTrail: false },
      ),
    );
    expect(drafted.notes.left).toEqual([
      '2 trails of single accounts beside that of the organization; every further copy of a management event costs money',
    ]);
    expect(commentsOf(drafted)).toContain(`${MANAGEMENT} ${HOME} own-x; ${MEMBER} ${HOME} own.`);
  });
});
