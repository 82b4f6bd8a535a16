import { parseOrganization } from '../../src/config/load';
import { discover } from '../../src/discovery/discovery';
import { type Draft, draftOf, type Wishes } from '../../src/discovery/draft';
import { NOTHING, ALL, draft, read, commentsOf, usual, trail } from './drafted';
import {
  type Answers,
  AUDIT,
  awsError,
  buckets,
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
  USUAL,
} from './fake-organization';

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

  test('neither bucket comes to lock less than it does, the archive among them', async () => {
    const rule = { Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::copies' } };
    const locks = (mode: string) =>
      usual(
        buckets({
          'org-logs': {
            account: LOGS,
            GetObjectLockConfiguration: lock({ Mode: 'GOVERNANCE', Years: 3 }),
            GetBucketReplication: { ReplicationConfiguration: { Rules: [rule] } },
          },
          copies: {
            account: LOGS,
            region: 'eu-central-1',
            GetObjectLockConfiguration: lock({ Mode: mode, Years: 10 }),
          },
        }),
      );
    const wishes = { ...ALL, years: undefined } as Wishes;
    const strict = await draft(locks('COMPLIANCE'), wishes);
    expect(strict.blanks).toEqual(['retention.mode']);
    expect(strict.text).toContain(
      'COMPLIANCE, as the archive bucket has it, locks the trail bucket too, for good; GOVERNANCE weakens the archive bucket',
    );
    expect(read(await draft(locks('GOVERNANCE'), wishes)).retention).toEqual({ mode: 'GOVERNANCE', years: 10 });
    expect((await draft(locks('GOVERNANCE'))).notes.doubtful).toContain(
      'the archive bucket locks for 10 years today, and you asked for 7',
    );
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

  test('a suspended account is not the audit account, whatever it administers', async () => {
    const { Accounts } = EMPTY['Organizations.ListAccounts']!(undefined as never, undefined as never) as {
      Accounts: { Id: string }[];
    };
    const suspended = Accounts.map((one) => (one.Id === MEMBER ? { ...one, State: 'SUSPENDED' } : one));
    const answers = { 'Organizations.ListAccounts': () => ({ Accounts: suspended }) };
    const drafted = await draft(usual(delegated({ config: [MEMBER] }), answers));
    expect(read(drafted).accounts.audit).toBe(AUDIT);
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
