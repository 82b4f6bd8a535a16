import { parseOrganization } from '../../src/config/load';
import { discover } from '../../src/discovery/discovery';
import { type Draft, draftOf, type Wishes } from '../../src/discovery/draft';
import {
  type Answers,
  AUDIT,
  awsError,
  buckets,
  type BucketWanted,
  ELSEWHERE,
  EMPTY,
  enabled,
  FakeAws,
  HOME,
  lock,
  LOGS,
  MANAGEMENT,
  MEMBER,
  recorders,
  refused,
  trails,
  type TrailWanted,
  USUAL,
} from './fake-organization';

const NOTHING: Wishes = { emails: [], topicArns: [], roleName: 'OrganizationAccountAccessRole' };
const ALL: Wishes = { ...NOTHING, name: 'acme', years: 7, emails: ['security@example.com'] };

async function draft(answers: Answers, wishes: Wishes = ALL, aws = new FakeAws(answers)): Promise<Draft> {
  return draftOf(await discover(aws, { regions: [], accounts: [] }), wishes);
}
/** As a synth reads it. */
const read = ({ text }: Draft) => parseOrganization(text, 'audit.yaml').config;
/** Without line breaks, as a person reads it. */
const commentsOf = ({ text }: Draft) => text.replaceAll(/\n\s*#\s*/g, ' ');

const ARCHIVE_KEY = `arn:aws:kms:eu-central-1:${MEMBER}:key/98765432-12ab-34cd-56ef-1234567890ab`;
const KEY = `arn:aws:kms:${HOME}:${LOGS}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const usual = (...answers: Answers[]): Answers => Object.assign({}, USUAL, ...answers) as Answers;
const trail = (...wanted: TrailWanted[]) => usual(trails(...wanted.map((one) => ({ KmsKeyId: KEY, ...one }))));

test('a usual organization becomes a file that a synth accepts, and that adopts all there is', async () => {
  const drafted = await draft(USUAL);
  const { adopt, accounts, regions, retention, organization, recorder } = read(drafted);
  expect(organization).toEqual({
    id: 'o-a1b2c3d4e5',
    rootId: 'r-a1b2',
    managementAccountId: MANAGEMENT,
    trustedAccess: 'assumed',
  });
  expect(accounts).toEqual({ audit: AUDIT, logArchive: LOGS, members: [MEMBER] });
  expect(regions).toMatchObject({ home: HOME, governed: [HOME, ELSEWHERE] });
  expect(retention).toEqual({ mode: 'GOVERNANCE', years: 7 });
  expect(recorder).toMatchObject({ frequency: 'CONTINUOUS', exclude: [], serviceLinkedRoleExistsIn: [] });
  expect(adopt).toEqual({
    delegatedAdministrators: ['config.amazonaws.com'],
    trail: { name: 'org-trail' },
    buckets: {
      trail: { name: 'org-logs', objectLock: true, has: ['versioning', 'object-lock'] },
      config: { name: 'org-config', objectLock: false, has: ['versioning'] },
    },
    keys: { evidence: { id: '1234abcd-12ab-34cd-56ef-1234567890ab', alias: 'alias/org-logs' } },
    recorders: [MANAGEMENT, MEMBER].flatMap((account) =>
      [HOME, ELSEWHERE].map((region) => ({
        account,
        region,
        recorder: 'default',
        channel: 'default',
        retention: true,
      })),
    ),
    policies: [],
  });
  expect(drafted.blanks).toEqual([]);
  expect(drafted.notes.left).toEqual([]);
});

test('the same organization gives the same text', async () => {
  expect((await draft(USUAL)).text).toBe((await draft(USUAL)).text);
});

test('an empty organization becomes a file that creates everything', async () => {
  const drafted = await draft(EMPTY);
  const { adopt, accounts, regions } = read(drafted);
  expect(adopt).toEqual({ delegatedAdministrators: [], buckets: {}, keys: {}, recorders: [], policies: [] });
  expect(accounts).toEqual({ audit: AUDIT, logArchive: LOGS, members: [MEMBER] });
  expect(regions).toMatchObject({ home: HOME, governed: [HOME], archive: ELSEWHERE });
  expect(drafted.notes).toEqual({
    adopted: [],
    left: [],
    doubtful: [
      `accounts.audit is ${AUDIT}: by nothing but its name, Audit`,
      `accounts.logArchive is ${LOGS}: by nothing but its name, Log Archive`,
      `regions.home is ${HOME}: where these credentials work`,
      `regions.archive is ${ELSEWHERE}: any region but home will do; nothing tells of one, and a later change makes a new archive`,
    ],
  });
});

describe('what only a person knows', () => {
  const problems = ({ text }: Draft): string => {
    try {
      parseOrganization(text, 'audit.yaml');
      return '';
    } catch (error) {
      return (error as Error).message.replaceAll(/line \d+/g, 'line n');
    }
  };

  test('is left to fill in, and a synth names just that', async () => {
    const Accounts = [
      { Id: MANAGEMENT, Name: 'Acme', State: 'ACTIVE' },
      { Id: MEMBER, Name: 'production', State: 'ACTIVE' },
    ];
    const drafted = await draft({ ...EMPTY, 'Organizations.ListAccounts': () => ({ Accounts }) }, NOTHING);
    expect(drafted.blanks).toEqual(['name', 'accounts.audit', 'retention.years', 'alarms.subscriptions']);
    expect(drafted.text.match(/# FILL IN: /g)).toHaveLength(4);
    expect(problems(drafted)).toBe(
      [
        'audit.yaml has 4 problems:',
        '  line n, name: null is not a name; use lower-case letters, digits and single hyphens, starting with a letter',
        '  line n, accounts.audit: null is not an account id; quote all 12 digits, as in "012345678901"',
        '  line n, retention.years: null is not a number; write a whole number of years from 1 to 100, without quotes',
        '  line n, alarms: nobody is told of any alarm; list subscriptions or topicArns below it',
      ].join('\n'),
    );
  });

  test('COMPLIANCE is never written by itself, even where a bucket has it', async () => {
    const locked = usual(
      buckets({
        'org-logs': { account: LOGS, GetObjectLockConfiguration: lock({ Mode: 'COMPLIANCE', Years: 10 }) },
      }),
    );
    const drafted = await draft(locked, { ...ALL, years: undefined } as Wishes);
    expect(drafted.blanks).toEqual(['retention.mode']);
    expect(drafted.text).toMatch(/mode: # FILL IN: COMPLIANCE, as the trail bucket has it/);
    expect(drafted.text).toMatch(/years: 10 # as the trail bucket locks/);
    expect(problems(drafted)).toContain('retention.mode: null is not one of the choices; use COMPLIANCE, GOVERNANCE');
  });

  test('years that shorten a lock are told', async () => {
    const { notes, text } = await draft(USUAL, { ...ALL, years: 2 });
    expect(notes.doubtful).toContain('the trail bucket locks for 3 years today, and you asked for 2');
    expect(text).toMatch(/# CHECK: the trail bucket locks for 3 years today, and you asked for 2\.\n {2}years: 2/);
    expect((await draft(USUAL, { ...ALL, years: 3 })).text).not.toContain('you asked for');
  });

  test('topics and another role are written', async () => {
    const topicArn = `arn:aws:sns:${HOME}:${AUDIT}:alerts`;
    const config = read(await draft(USUAL, { ...ALL, emails: [], topicArns: [topicArn], roleName: 'audit/Deployer' }));
    expect(config.alarms).toMatchObject({ subscriptions: [], topicArns: [topicArn] });
    expect(config.provider.roleName).toBe('audit/Deployer');
  });
});

describe('who holds what', () => {
  const delegated = (by: Readonly<Record<string, readonly string[]>>): Answers => ({
    'Organizations.ListDelegatedAdministrators': ({ ServicePrincipal }: { ServicePrincipal: string }) => ({
      DelegatedAdministrators: (by[ServicePrincipal.split('.')[0]!] ?? []).map((Id) => ({ Id })),
    }),
  });

  test.each<[string, Answers, string | undefined, string]>([
    ['its delegation', delegated({ cloudtrail: [MEMBER] }), MEMBER, 'administers cloudtrail.amazonaws.com already'],
    [
      'most delegations',
      delegated({ cloudtrail: [LOGS], config: [MEMBER], 'config-multiaccountsetup': [MEMBER] }),
      MEMBER,
      `administers config.amazonaws.com, config-multiaccountsetup.amazonaws.com already; so do ${LOGS} in part`,
    ],
    ['its name', delegated({}), AUDIT, 'CHECK: by nothing but its name, Audit.'],
    ['its name, as the management account cannot', delegated({ config: [MANAGEMENT] }), AUDIT, 'CHECK: by nothing'],
  ])('the audit account is told by %s', async (_, answers, audit, because) => {
    const drafted = await draft(usual(answers));
    expect(read(drafted).accounts.audit).toBe(audit);
    expect(commentsOf(drafted)).toContain(because);
  });

  test('other administrators are kept, and told', async () => {
    const drafted = await draft(usual(delegated({ config: [AUDIT, MEMBER], 'config-multiaccountsetup': [AUDIT] })));
    expect(commentsOf(drafted)).toContain(`Kept beside: ${MEMBER}, which administers config.amazonaws.com too.`);
  });

  test('of two accounts with such a name neither is guessed', async () => {
    const Accounts = ['Acme', 'Audit', 'Security', 'Logs'].map((Name, at) => ({
      Id: [MANAGEMENT, AUDIT, MEMBER, LOGS][at],
      Name,
      State: 'ACTIVE',
    }));
    const answers = { ...EMPTY, 'Organizations.ListAccounts': () => ({ Accounts }) };
    expect((await draft(answers)).blanks).toEqual(['accounts.audit']);
  });

  test('accounts that are closed, unreachable or not asked for are no members, and told', async () => {
    const Accounts = [
      { Id: MANAGEMENT, Name: 'Acme', State: 'ACTIVE' },
      { Id: AUDIT, Name: 'Audit', State: 'ACTIVE' },
      { Id: LOGS, Name: 'Log Archive', State: 'ACTIVE' },
      { Id: MEMBER, Name: 'production', State: 'ACTIVE' },
      { Id: '555555555555', Name: 'old', State: 'SUSPENDED' },
      { Id: '666666666666', Name: 'other', State: 'ACTIVE' },
      { Id: '077777777777', Name: 'strange # name\nof: it', State: 'ACTIVE' },
    ];
    const answers = { ...USUAL, 'Organizations.ListAccounts': () => ({ Accounts }) };
    const aws = new FakeAws(answers, MANAGEMENT, HOME, { [MEMBER]: awsError('AccessDenied') });
    const found = await discover(aws, { regions: [], accounts: [AUDIT, LOGS, MEMBER, '077777777777'] });
    const drafted = draftOf(found, ALL);
    expect(read(drafted).accounts.members).toEqual(['077777777777']);
    expect(drafted.text).toContain('- "077777777777" # strange # name of: it\n');
    const told = commentsOf(drafted);
    expect(told).toContain(`Not listed: "${MEMBER}" (production) could not be entered: access denied.`);
    expect(told).toContain('Not listed: "555555555555" (old) is SUSPENDED.');
    expect(told).toContain('Not listed: "666666666666" (other) was not asked for.');
  });

  test('a management account that cannot be entered is told', async () => {
    const aws = new FakeAws(USUAL, AUDIT, HOME, { [MANAGEMENT]: awsError('AccessDenied') });
    const { notes } = await draft(USUAL, ALL, aws);
    expect(notes.doubtful).toContain(`${MANAGEMENT} could not be entered: access denied; what is there is unknown`);
  });

  test('an audit account that cannot be entered is written all the same, and told', async () => {
    const aws = new FakeAws(USUAL, MANAGEMENT, HOME, { [AUDIT]: awsError('AccessDenied') });
    const drafted = await draft(USUAL, ALL, aws);
    expect(read(drafted).accounts.audit).toBe(AUDIT);
    const what = `${AUDIT} could not be entered: access denied; what is there is unknown`;
    expect(drafted.notes.doubtful).toContain(what);
    expect(commentsOf(drafted)).toContain(`CHECK: ${what}.`);
    expect(drafted.text).not.toContain('Not listed');
  });
});

describe('trusted access', () => {
  test.each<[string, Answers, string, string]>([
    [
      'a service is not trusted',
      {
        'Organizations.ListAWSServiceAccessForOrganization': () => ({
          EnabledServicePrincipals: [{ ServicePrincipal: 'cloudtrail.amazonaws.com' }],
        }),
      },
      'managed',
      'gains what is missing: trusted access of config.amazonaws.com, trusted access of config-multiaccountsetup.amazonaws.com. Nothing is ever disabled.',
    ],
    [
      'a type of policies is off',
      {
        'Organizations.ListRoots': () => ({
          Roots: [
            {
              Id: 'r-a1b2',
              PolicyTypes: [
                ...enabled('SERVICE_CONTROL_POLICY'),
                { Type: 'RESOURCE_CONTROL_POLICY', Status: 'PENDING_ENABLE' },
              ],
            },
          ],
        }),
      },
      'managed',
      'gains what is missing: RESOURCE_CONTROL_POLICY.',
    ],
    [
      'it could not be read',
      { 'Organizations.ListAWSServiceAccessForOrganization': refused('AccessDeniedException') },
      'assumed',
      'CHECK: which services are trusted could not be read',
    ],
  ])('is %s where %s', async (_, answers, expected, comment) => {
    const drafted = await draft(usual(answers));
    expect(read(drafted).organization.trustedAccess).toBe(expected);
    expect(commentsOf(drafted)).toContain(comment);
  });

  test('without all features nothing works, which is told', async () => {
    const Organization = { Id: 'o-a1b2c3d4e5', MasterAccountId: MANAGEMENT, FeatureSet: 'CONSOLIDATED_BILLING' };
    const { notes } = await draft(usual({ 'Organizations.DescribeOrganization': () => ({ Organization }) }));
    expect(notes.left).toEqual([
      'the organization has consolidated billing only; enable all features before anything else',
    ]);
  });
});

describe('regions', () => {
  const at = (...places: string[]) => usual(recorders(places));

  test.each([
    ['half of the recording accounts', at(`${MEMBER} ${HOME}`, `${AUDIT} ${ELSEWHERE}`), [HOME, ELSEWHERE]],
    ['fewer', at(`${MEMBER} ${HOME}`, `${AUDIT} ${HOME}`, `${LOGS} ${HOME}`, `${LOGS} ${ELSEWHERE}`), [HOME]],
    ['nobody, but it is home', at(`${MEMBER} ${ELSEWHERE}`), [HOME, ELSEWHERE]],
  ])('a region where %s record', async (_, answers, governed) => {
    expect(read(await draft(answers)).regions.governed).toEqual(governed);
  });

  test('a region that is not governed is told, with its recorders', async () => {
    const drafted = await draft(at(`${MEMBER} ${HOME}`, `${AUDIT} ${HOME}`, `${LOGS} ${HOME}`, `${LOGS} ${ELSEWHERE}`));
    expect(commentsOf(drafted)).toContain(
      `Not governed: ${ELSEWHERE}, where 1 of 3 recording accounts have a recorder.`,
    );
    expect(commentsOf(drafted)).toContain(`1 recorder left in regions that are not governed: ${LOGS} ${ELSEWHERE}.`);
    expect(drafted.notes.left).toEqual(['1 recorder left in regions that are not governed']);
    expect(read(drafted).adopt.recorders.map(({ region }) => region)).toEqual([HOME, HOME, HOME]);
  });

  test.each([
    ['us-gov-west-1', 'us-gov-east-1'],
    ['cn-north-1', 'cn-northwest-1'],
  ])('the archive of %s lies in the same partition', async (home, archive) => {
    const answers = usual(
      { 'EC2.DescribeRegions': () => ({ Regions: [{ RegionName: home }] }) },
      trails({ HomeRegion: home }),
      recorders([`${MEMBER} ${home}`]),
      { 'S3.GetBucketLocation': () => ({ LocationConstraint: home }) },
    );
    const drafted = await draft(answers, ALL, new FakeAws(answers, MANAGEMENT, home));
    const { regions, adopt } = read(drafted);
    expect(regions).toMatchObject({ home, governed: [home], archive });
    expect(adopt.trail).toEqual({ name: 'org-trail' });
    expect(adopt.buckets.trail?.name).toBe('org-logs');
  });

  test('the home of a trail in an opt-in region is not taken', async () => {
    const drafted = await draft(trail({ HomeRegion: 'ap-east-1' }));
    expect(read(drafted)).toMatchObject({ regions: { home: HOME }, adopt: { buckets: expect.anything() } });
    expect(read(drafted).adopt.trail).toBeUndefined();
    expect(drafted.notes.left).toContain(
      `the organization trail org-trail is at home in ap-east-1, an opt-in region, where few accounts deliver; the home region is ${HOME}`,
    );
  });
});

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

describe('buckets and keys', () => {
  const both = (trailBucket: Partial<BucketWanted>, configBucket: Partial<BucketWanted> = {}, more = {}) =>
    usual(
      buckets({
        'org-logs': { account: LOGS, ...trailBucket },
        'org-config': { account: LOGS, ...configBucket },
        ...more,
      }),
    );

  test.each<[string, Answers, string]>([
    ['it lies in another region', both({ region: ELSEWHERE }), `it lies in ${ELSEWHERE}, not in ${HOME}`],
    [
      'it lies in the management account',
      both({ account: MANAGEMENT }),
      'it lies in the management account, where no policy protects it',
    ],
    ['nobody owns it', usual({ 'S3.ListBuckets': () => ({ Buckets: [] }) }), 'no account that was entered owns it'],
    [
      'nobody knows where it lies',
      { ...USUAL, 'S3.GetBucketLocation': refused('AccessDenied') },
      'where it lies could not be read',
    ],
  ])('the trail bucket is not adopted where %s', async (_, answers, why) => {
    const drafted = await draft(answers);
    expect(read(drafted).adopt.buckets.trail).toBeUndefined();
    expect(drafted.notes.left).toContain(`the trail bucket org-logs: ${why}`);
    expect(commentsOf(drafted)).toContain(`Not adopted: the trail bucket org-logs: ${why}. A new one is created`);
  });

  test.each<[string, Answers, string]>([
    [
      'it lies in another account',
      both({}, { account: AUDIT }),
      `it lies in ${AUDIT}, not in the log archive account ${LOGS}`,
    ],
    [
      'it is locked',
      both({}, { GetObjectLockConfiguration: lock() }),
      'it has Object Lock, into which AWS Config does not deliver',
    ],
    ['it is in another region', both({}, { region: ELSEWHERE }), `it lies in ${ELSEWHERE}, not in ${HOME}`],
  ])('the Config bucket is not adopted where %s', async (_, answers, why) => {
    const drafted = await draft(answers);
    expect(read(drafted).adopt.buckets.config).toBeUndefined();
    expect(drafted.notes.left).toContain(`the Config bucket org-config: ${why}`);
  });

  test('one bucket for trail and Config becomes the trail bucket', async () => {
    const drafted = await draft(usual(recorders([`${MEMBER} ${HOME}`], {}, { s3BucketName: 'org-logs' })));
    expect(Object.keys(read(drafted).adopt.buckets)).toEqual(['trail']);
    expect(drafted.notes.left).toContain(
      'the Config bucket org-logs: it is the trail bucket too, which is locked, and each needs its own',
    );
  });

  test('the bucket that most channels deliver to is adopted; others are told', async () => {
    const few = recorders([`${MEMBER} ${HOME}`, `${AUDIT} ${HOME}`, `${LOGS} ${HOME}`]);
    const drafted = await draft(
      usual(few, {
        'ConfigService.DescribeDeliveryChannels': (_, { account, region }) => ({
          DeliveryChannels:
            region === HOME && account !== MANAGEMENT
              ? [{ name: 'default', s3BucketName: account === AUDIT ? 'a-config' : 'org-config' }]
              : [],
        }),
      }),
    );
    expect(read(drafted).adopt.buckets.config?.name).toBe('org-config');
    expect(commentsOf(drafted)).toContain('Left as they are: other buckets that AWS Config delivers to, a-config.');
  });

  test('a trail bucket without Object Lock is adopted, and that it is locked then is told', async () => {
    const drafted = await draft(both({ GetBucketVersioning: { Status: 'Enabled' } }));
    expect(read(drafted).adopt.buckets.trail).toEqual({ name: 'org-logs', objectLock: false, has: ['versioning'] });
    expect(commentsOf(drafted)).toContain('It has no Object Lock; the plan enables it, for good.');
    expect(commentsOf(await draft(USUAL))).not.toContain('It has no Object Lock');
  });

  test('access logs and copies are followed; what we never set on them is not listed', async () => {
    const replication = {
      ReplicationConfiguration: { Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::copies' } }] },
    };
    const drafted = await draft(
      both(
        { GetBucketLogging: { LoggingEnabled: { TargetBucket: 'access' } }, GetBucketReplication: replication },
        {},
        {
          access: {
            account: LOGS,
            GetBucketLogging: { LoggingEnabled: { TargetBucket: 'x' } },
            GetBucketVersioning: { Status: 'Enabled' },
          },
          copies: {
            account: MEMBER,
            region: 'eu-central-1',
            GetObjectLockConfiguration: lock(),
            GetBucketReplication: replication,
            GetBucketEncryption: {
              ServerSideEncryptionConfiguration: {
                Rules: [
                  {
                    ApplyServerSideEncryptionByDefault: {
                      KMSMasterKeyID: ARCHIVE_KEY,
                    },
                  },
                ],
              },
            },
          },
        },
      ),
    );
    const { adopt, accounts, regions } = read(drafted);
    expect(accounts).toEqual({ audit: AUDIT, logArchive: LOGS, archive: MEMBER, members: [] });
    expect(regions.archive).toBe('eu-central-1');
    expect(adopt.buckets.accessLogs).toEqual({ name: 'access', objectLock: false, has: ['versioning'] });
    expect(adopt.buckets.archive).toEqual({ name: 'copies', objectLock: true, has: ['encryption'] });
    expect(adopt.keys.archive).toEqual({ id: ARCHIVE_KEY.split('/')[1], alias: 'alias/org-logs' });
  });

  test.each<[string, object, string]>([
    ['AWS owns it', { KeyManager: 'AWS' }, 'AWS owns it, and nobody can change its policy'],
    ['it lies in another account', { AWSAccountId: MEMBER }, `it lies in ${MEMBER}, not in ${LOGS}`],
    ['it is asymmetric', { KeySpec: 'RSA_2048' }, 'it is not symmetric'],
    ['it is disabled', { Enabled: false }, 'it is disabled or about to be deleted'],
    [
      'its material is imported',
      { Origin: 'EXTERNAL' },
      'its material comes from elsewhere (EXTERNAL), so it cannot rotate by itself',
    ],
    [
      'it is a replica',
      { MultiRegion: true, MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA' } },
      'it is a replica of another key, by which it rotates',
    ],
  ])('a key is not adopted where %s', async (_, metadata, why) => {
    const described = USUAL['KMS.DescribeKey']!;
    const drafted = await draft(
      usual({
        'KMS.DescribeKey': (input, at) => ({
          KeyMetadata: { ...(described(input, at) as { KeyMetadata: object }).KeyMetadata, ...metadata },
        }),
      }),
    );
    expect(read(drafted).adopt.keys).toEqual({});
    expect(drafted.notes.left).toContain(`the key ${KEY}: ${why}`);
  });

  test.each(['alias/org-logs', KEY.split('/')[1]!, KEY.replace(/key\/.*/, 'alias/org-logs'), KEY])(
    'a key that only a bucket names, as %s, is adopted',
    async (KMSMasterKeyID) => {
      const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } }];
      const GetBucketEncryption = { ServerSideEncryptionConfiguration: { Rules } };
      const encrypted = { 'org-logs': { account: LOGS, GetBucketEncryption } };
      const drafted = await draft(usual(trails({ KmsKeyId: undefined }), buckets(encrypted)));
      expect(read(drafted).adopt.keys.evidence).toEqual({ id: KEY.split('/')[1], alias: 'alias/org-logs' });
    },
  );

  test.each<[Answers, string]>([
    [{ 'KMS.GetKeyRotationStatus': () => ({ KeyRotationEnabled: false }) }, 'the plan turns rotation on'],
    [{ 'KMS.DescribeKey': refused('AccessDeniedException') }, `Not adopted: the key ${KEY}: it could not be read.`],
  ])('what is notable of a key is told', async (answers, comment) => {
    expect(commentsOf(await draft(usual(answers)))).toContain(comment);
  });
});

describe('AWS Config', () => {
  const everywhere = [MANAGEMENT, MEMBER].flatMap((account) =>
    [HOME, ELSEWHERE].map((region) => `${account} ${region}`),
  );
  const recording = (recorder: object, channel: object = {}) =>
    usual(recorders(everywhere, recorder as Record<string, unknown>, channel as Record<string, unknown>));

  test('daily recorders stay daily', async () => {
    const drafted = await draft(recording({ recordingMode: { recordingFrequency: 'DAILY' } }));
    expect(read(drafted).recorder.frequency).toBe('DAILY');
  });

  test('only what every recorder leaves out is left out', async () => {
    const types = ['AWS::EC2::NetworkInterface', 'AWS::IAM::Role', 'AWS::No::Such'];
    const recordingGroup = { allSupported: false, exclusionByResourceTypes: { resourceTypes: types } };
    expect(read(await draft(recording({ recordingGroup }))).recorder.exclude).toEqual(['AWS::EC2::NetworkInterface']);
    const some = recording({});
    const one = await draft({
      ...some,
      'ConfigService.DescribeConfigurationRecorders': (_, { account }) => ({
        ConfigurationRecorders: [{ name: 'default', roleARN: '', ...(account === MEMBER && { recordingGroup }) }],
      }),
    });
    expect(read(one).recorder.exclude).toEqual([]);
  });

  test.each<[string, object, string]>([
    [
      'confined',
      { recordingGroup: { allSupported: false, resourceTypes: ['AWS::EC2::EIP'] } },
      '4 recorders of 4 record listed types only; the plan makes them record all.',
    ],
    ['with roles', { roleARN: `arn:aws:iam::${MEMBER}:role/recorder` }, '4 recorders of 4 have roles of their own;'],
    ['named', { name: 'org' }, '4 recorders with names of their own, which are kept'],
  ])('recorders that are %s are adopted, and that is told', async (_, recorder, comment) => {
    const drafted = await draft(recording(recorder));
    expect(read(drafted).adopt.recorders).toHaveLength(4);
    expect(commentsOf(drafted)).toContain(comment);
    expect(commentsOf(await draft(recording({})))).not.toContain(comment);
  });

  test('recorders that stopped are told', async () => {
    const drafted = await draft({
      ...recording({}),
      'ConfigService.DescribeConfigurationRecorderStatus': () => ({
        ConfigurationRecordersStatus: [{ name: 'default', recording: false }],
      }),
    });
    expect(commentsOf(drafted)).toContain('4 recorders stopped today; the plan starts them:');
  });

  test('accounts that have the role of AWS Config are listed; where nobody knows, that is told', async () => {
    const drafted = await draft({
      ...USUAL,
      'IAM.GetRole': (_, { account }) => {
        if (account === MEMBER) throw awsError('AccessDenied');
        if (account === AUDIT) throw awsError('NoSuchEntityException');
        return { Role: {} };
      },
    });
    expect(read(drafted).recorder.serviceLinkedRoleExistsIn).toEqual([MANAGEMENT, LOGS]);
    expect(commentsOf(drafted)).toContain(`Unknown: whether AWSServiceRoleForConfig exists in ${MEMBER}.`);
  });

  test.each<[string, string | undefined]>([
    [`arn:aws:sns:${HOME}:${AUDIT}:config`, 'config'],
    [`arn:aws:sns:${HOME}:${MEMBER}:config`, undefined],
  ])('the topic %s that channels tell', async (snsTopicARN, name) => {
    const drafted = await draft(recording({}, { snsTopicARN }));
    expect(read(drafted).recorder.snsTopicName).toBe(name);
    expect(commentsOf(drafted).includes('Delivery channels tell config')).toBe(name === undefined);
  });

  test('where AWS Config cannot be read, that is told, and nothing is listed', async () => {
    const known = USUAL['ConfigService.DescribeConfigurationRecorders']!;
    const drafted = await draft({
      ...USUAL,
      'ConfigService.DescribeConfigurationRecorders': (input, at) => {
        if (at.account === MEMBER && at.region === ELSEWHERE) throw awsError('AccessDeniedException');
        return known(input, at);
      },
    });
    expect(read(drafted).adopt.recorders).toHaveLength(3);
    expect(commentsOf(drafted)).toContain(
      `Unknown in 1 place: what is there makes an apply fail until it is listed: ${MEMBER} ${ELSEWHERE}.`,
    );
    expect(drafted.notes.doubtful).toContain('AWS Config could not be read in 1 place');
  });

  test('rules and packs are counted', async () => {
    const drafted = await draft({ ...USUAL, 'ConfigService.DescribeConfigRules': () => ({ ConfigRules: [{}, {}] }) });
    expect(drafted.notes.left).toEqual(['8 rules and 0 conformance packs of AWS Config']);
  });

  const aggregators = (...wanted: { in: string; at?: string; [key: string]: unknown }[]) =>
    usual({
      'ConfigService.DescribeConfigurationAggregators': (_, { account, region }) => ({
        ConfigurationAggregators: wanted
          .filter((one) => one.in === account && (one.at ?? HOME) === region)
          .map((one) => ({
            ConfigurationAggregatorName: 'org',
            OrganizationAggregationSource: {
              RoleArn: `arn:aws:iam::${AUDIT}:role/service-role/aggregate`,
              AllAwsRegions: true,
            },
            ...one,
          })),
      }),
    });

  test('the aggregator of the audit account at home is adopted, with its role and regions', async () => {
    const OrganizationAggregationSource = {
      RoleArn: `arn:aws:iam::${AUDIT}:role/service-role/aggregate`,
      AwsRegions: [HOME],
    };
    const { adopt, aggregator } = read(await draft(aggregators({ in: AUDIT, OrganizationAggregationSource })));
    expect(adopt.aggregator).toEqual({ name: 'org', role: 'service-role/aggregate' });
    expect(aggregator.regions).toEqual([HOME]);
  });

  test.each([
    ['of another account', { in: MANAGEMENT }],
    ['of another region', { in: AUDIT, at: ELSEWHERE }],
    ['of accounts', { in: AUDIT, OrganizationAggregationSource: undefined }],
    ['of a service', { in: AUDIT, CreatedBy: 'securityhub.amazonaws.com' }],
  ])('an aggregator %s is left, and told', async (_, wanted) => {
    const drafted = await draft(aggregators(wanted));
    expect(read(drafted).adopt.aggregator).toBeUndefined();
    expect(drafted.notes.left).toEqual(['1 aggregator of others']);
  });

  test('of several the widest is adopted', async () => {
    const narrow = { RoleArn: 'x', AwsRegions: [HOME] };
    const drafted = await draft(
      aggregators(
        { in: AUDIT, ConfigurationAggregatorName: 'narrow', OrganizationAggregationSource: narrow },
        { in: AUDIT, ConfigurationAggregatorName: 'wide' },
      ),
    );
    expect(read(drafted).adopt.aggregator?.name).toBe('wide');
    expect(commentsOf(drafted)).toContain(`narrow in ${AUDIT} ${HOME}.`);
  });
});

describe('policies', () => {
  const policies = (...wanted: { id: string; name: string; targets: string[]; tag?: string; type?: string }[]) =>
    usual({
      'Organizations.ListPolicies': ({ Filter }: { Filter: string }) => ({
        Policies: wanted
          .filter(({ type = 'SERVICE_CONTROL_POLICY' }) => type === Filter)
          .map(({ id, name }) => ({ Id: id, Name: name, AwsManaged: name.includes('Full') })),
      }),
      'Organizations.ListTargetsForPolicy': ({ PolicyId }: { PolicyId: string }) => ({
        Targets: wanted.find(({ id }) => id === PolicyId)!.targets.map((TargetId) => ({ TargetId })),
      }),
      'Organizations.DescribePolicy': () => ({ Policy: { Content: '{}' } }),
      'Organizations.ListTagsForResource': ({ ResourceId }: { ResourceId: string }) => {
        const { tag } = wanted.find(({ id }) => id === ResourceId)!;
        return { Tags: tag === undefined ? [] : [{ Key: 'org-audit-policy', Value: tag }] };
      },
    });
  const full = { id: 'p-FullAWSAccess', name: 'FullAWSAccess', targets: ['r-a1b2', MEMBER] };
  const deny = { id: 'p-11111111', name: 'deny-all', targets: ['r-a1b2'] };

  test('that are ours are adopted, by tag or name, for the platform of that name alone', async () => {
    const ours = [
      { id: 'p-22222222', name: 'renamed', targets: ['r-a1b2'], tag: 'acme-audit-scp-1' },
      { id: 'p-33333333', name: 'acme-audit-scp-2', targets: [] },
      { id: 'p-44444444', name: 'other-audit-scp-1', targets: [] },
      { id: 'p-55555555', name: 'acme-audit-scp', targets: [] },
    ];
    const drafted = await draft(policies(full, ...ours));
    expect(read(drafted).adopt.policies).toEqual([
      { policy: 'scp-2', id: 'p-33333333', attachedTo: [] },
      { policy: 'scp-1', id: 'p-22222222', attachedTo: ['r-a1b2'] },
    ]);
    const { name: _, ...nameless } = ALL;
    expect((await draft(policies(full, ...ours), nameless)).text).not.toContain('policy: scp-1');
  });

  test('of others are told, and counted where ours attach', async () => {
    const rcp = (id: string) => ({ id, name: id, targets: [LOGS], type: 'RESOURCE_CONTROL_POLICY' });
    const drafted = await draft(policies(full, deny, rcp('p-RCPFullAWSAccess'), rcp('p-66666666'), rcp('p-77777777')));
    const { limits } = read(drafted).guardrails;
    expect(limits.scp.alreadyAttachedTo).toEqual({ 'r-a1b2': 2 });
    expect(limits.rcp.alreadyAttachedTo).toEqual({ [LOGS]: 3 });
    expect(drafted.notes.left).toEqual(['3 policies of others, which keep holding beside ours']);
    expect(commentsOf(drafted)).toContain('deny-all (p-11111111, 2 characters, on r-a1b2)');
  });

  test('of AWS alone need no mention', async () => {
    const drafted = await draft(policies(full));
    expect(drafted.text).not.toContain('guardrails:');
    expect(drafted.notes.left).toEqual([]);
  });
});
