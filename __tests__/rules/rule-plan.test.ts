import { printPath } from '../../src/config/problem';
import { RulePlan } from '../../src/rules/rule-plan';
import { organization } from '../organizations';
import { folderOf, guardText, MANIFEST } from './folders';

const [MANAGEMENT, AUDIT, MEMBER] = ['111111111111', '222222222222', '333333333333'];
const THREE = {
  accounts: { members: [MEMBER] },
  regions: { home: 'eu-west-1', governed: ['eu-west-1', 'eu-central-1', 'us-east-1'] },
};

const LAMBDAS = folderOf({
  'everywhere/rule.json': MANIFEST,
  'at-home/rule.json': {
    ...MANIFEST,
    regions: 'home',
    trigger: { change: ['AWS::IAM::User'], schedule: 'One_Hour' },
    parameters: { days: { type: 'wholeNumber', description: 'Days.', default: '30' } },
  },
  'of-trail/rule.json': {
    ...MANIFEST,
    regions: 'home',
    accounts: 'trail',
    parameters: { topic: { type: 'text', description: 'A topic.' } },
  },
  'on-change/rule.json': { ...MANIFEST, trigger: { change: ['AWS::EC2::VPC'] } },
});
const GUARD = folderOf({
  'bucket.guard': guardText('AWS::S3::Bucket'),
  'role.guard': guardText('AWS::IAM::Role'),
  'tags.guard': `${guardText('AWS::S3::Bucket')}\nlet tags = \${RequiredTags}\n`,
  'lists.guard': `${guardText('AWS::S3::Bucket')}\nlet a = \${AllowedPublicPorts}\nlet b = \${AccountIds}\nlet c = \${OrganizationIds}\n`,
  'broken.guard': 'let a = ${Nothing}',
  [`${'g'.repeat(60)}.guard`]: guardText('AWS::S3::Bucket'),
  [`${'g'.repeat(124)}.guard`]: guardText('AWS::S3::Bucket'),
});

const plan = (rules: object, settings: object = {}, folders: object = {}) =>
  new RulePlan(organization({ ...settings, rules }), { lambdas: LAMBDAS, guard: GUARD, ...folders });
const told = ({ problems }: RulePlan) => problems.map(({ path, what, mend }) => `${printPath(path)}: ${what}; ${mend}`);

describe('managed rules', () => {
  const of = (item: object, settings: object = THREE) => plan({ managed: [item] }, settings).managed[0]!;

  test('run in each governed region, for the organization, by the name of the guide', () => {
    expect(of({ rule: 'SNS_ENCRYPTED_KMS' })).toEqual({
      name: 'acme-sns-encrypted-kms',
      rule: expect.objectContaining({ id: 'SNS_ENCRYPTED_KMS' }),
      parameters: undefined,
      scope: {},
      frequency: undefined,
      regions: ['eu-west-1', 'eu-central-1', 'us-east-1'],
      excludedAccounts: [],
      deploy: 'organization',
    });
  });

  test('run as audit.yaml says', () => {
    const item = {
      rule: 'ACCESS_KEYS_ROTATED',
      name: 'keys',
      parameters: { maxAccessKeyAge: 60 },
      scope: { tagKey: 'a' },
      frequency: 'One_Hour',
      regions: ['us-east-1'],
      excludedAccounts: [MEMBER],
      deploy: 'accounts',
    };
    const { rule: _, ...said } = of(item);
    expect(said).toEqual({ ...item, rule: undefined, parameters: '{"maxAccessKeyAge":"60"}' });
  });

  test.each<[sentence: string, id: string, regions: string[]]>([
    ['at home alone when they are about the account', 'IAM_PASSWORD_POLICY', ['eu-west-1']],
    ['where AWS has them', 'CLOUDFRONT_SNI_ENABLED', ['us-east-1']],
  ])('run %s', (_, rule, regions) => {
    expect(of({ rule }).regions).toEqual(regions);
  });
});

describe('Lambda rules', () => {
  const names = (planned: RulePlan, account: string) => planned.lambdaRulesOf(account).map(({ name }) => name);
  const everything = plan(
    { lambda: ['everywhere', 'at-home', 'of-trail', 'on-change'].map((rule) => ({ rule })) },
    THREE,
  );

  test('run in every account, or in that of the trail', () => {
    const everywhere = ['acme-everywhere', 'acme-at-home', 'acme-on-change'];
    expect(names(everything, MANAGEMENT)).toEqual([...everywhere.slice(0, 2), 'acme-of-trail', 'acme-on-change']);
    expect([names(everything, AUDIT), names(everything, MEMBER)]).toEqual([everywhere, everywhere]);
  });

  test('run in the audit account when it has the trail', () => {
    const delegated = plan({ lambda: [{ rule: 'of-trail' }] }, { ...THREE, trail: { administrator: 'delegated' } });
    expect([names(delegated, MANAGEMENT), names(delegated, AUDIT)]).toEqual([[], ['acme-of-trail']]);
  });

  test('run not in accounts that go without', () => {
    const without = plan({ lambda: [{ rule: 'everywhere', excludedAccounts: [MEMBER, AUDIT] }] }, THREE);
    expect([names(without, MANAGEMENT), names(without, AUDIT), names(without, MEMBER)]).toEqual([
      ['acme-everywhere'],
      [],
      [],
    ]);
    expect([...without.functionsOf(MEMBER)]).toEqual([]);
  });

  test('run in governed regions, or at home', () => {
    expect(
      everything.lambdaRulesOf(AUDIT).map(({ rule, regions, frequency }) => [rule.name, regions, frequency]),
    ).toEqual([
      ['everywhere', ['eu-west-1', 'eu-central-1', 'us-east-1'], 'TwentyFour_Hours'],
      ['at-home', ['eu-west-1'], 'One_Hour'],
      ['on-change', ['eu-west-1', 'eu-central-1', 'us-east-1'], undefined],
    ]);
  });

  test('run where and as often as audit.yaml says, with what it gives', () => {
    const items = [
      { rule: 'everywhere', regions: ['us-east-1'], frequency: 'Six_Hours' },
      { rule: 'at-home', regions: ['eu-west-1'], parameters: { days: 60 } },
    ];
    const planned = plan({ lambda: items }, THREE);
    expect(told(planned)).toEqual([]);
    expect(planned.lambdaRulesOf(AUDIT)).toMatchObject([
      { regions: ['us-east-1'], frequency: 'Six_Hours', given: {} },
      { regions: ['eu-west-1'], frequency: 'One_Hour', given: { days: 60 } },
    ]);
  });

  test('are counted in their regions', () => {
    const rules = {
      managed: [{ rule: 'SNS_ENCRYPTED_KMS' }, { rule: 'IAM_PASSWORD_POLICY' }],
      lambda: [{ rule: 'everywhere' }, { rule: 'at-home' }],
      guard: [{ rule: 'bucket' }, { rule: 'role' }],
    };
    const planned = plan(rules, THREE);
    expect(['eu-west-1', 'us-east-1', 'eu-west-2'].map((region) => planned.countIn(region))).toEqual([6, 3, 0]);
  });
});

describe('packs that need Lambda rules', () => {
  const functions = (planned: RulePlan, account: string) =>
    Object.fromEntries([...planned.functionsOf(account)].map(([{ name }, regions]) => [name, regions]));
  const need = (rules: object, ...needed: Parameters<RulePlan['need']>[0]) => {
    const planned = plan(rules, THREE);
    planned.need(needed);
    return planned;
  };
  const everywhere = (region: string, excludedAccounts: string[] = []) => ({
    rule: 'everywhere',
    region,
    excludedAccounts,
  });

  test('get their functions, and no rules', () => {
    const planned = need({}, everywhere('us-east-1'), everywhere('eu-west-1'));
    expect(functions(planned, MEMBER)).toEqual({ everywhere: ['eu-west-1', 'us-east-1'] });
    expect(planned.lambdaRulesOf(MEMBER)).toEqual([]);
    expect(planned.lambdasInUse.map(({ name }) => name)).toEqual(['everywhere']);
    expect(planned.countIn('us-east-1')).toBe(0);
  });

  test('share them with each other and with rules of their own', () => {
    const planned = need(
      { lambda: [{ rule: 'everywhere', regions: ['eu-central-1'], excludedAccounts: [AUDIT] }] },
      everywhere('us-east-1'),
      everywhere('us-east-1', [MEMBER]),
      { rule: 'at-home', region: 'eu-west-1', excludedAccounts: [] },
    );
    const home = { 'at-home': ['eu-west-1'] };
    expect(functions(planned, MEMBER)).toEqual({ ...home, everywhere: ['eu-central-1', 'us-east-1'] });
    expect(functions(planned, AUDIT)).toEqual({ ...home, everywhere: ['us-east-1'] });
  });

  test('get none in accounts that all of them go without', () => {
    const planned = need({}, everywhere('us-east-1', [MEMBER]), everywhere('eu-west-1', [MEMBER, AUDIT]));
    expect(functions(planned, MEMBER)).toEqual({});
    expect(functions(planned, AUDIT)).toEqual({ everywhere: ['us-east-1'] });
    expect(functions(planned, MANAGEMENT)).toEqual({ everywhere: ['eu-west-1', 'us-east-1'] });
  });

  describe('of the trail', () => {
    const alone = (given: object, excludedAccounts: string[] = []) =>
      ({ rule: 'of-trail', region: 'eu-west-1', excludedAccounts, alone: given }) as Parameters<
        RulePlan['need']
      >[0][number];
    const NOTICE =
      "alone: of-trail runs as a rule of its own in 111111111111, where the trail's log group is, instead of in every account of its packs";

    test('get a rule in its account', () => {
      const planned = need({}, alone({ topic: 'a' }));
      expect(planned.lambdaRulesOf(MANAGEMENT)).toMatchObject([
        { name: 'acme-of-trail', given: { topic: 'a' }, regions: ['eu-west-1'] },
      ]);
      expect([functions(planned, MANAGEMENT), functions(planned, AUDIT)]).toEqual([{ 'of-trail': ['eu-west-1'] }, {}]);
      expect(planned.notices).toEqual([NOTICE]);
    });

    test('get one rule, however many they are', () => {
      const planned = need({}, alone({ topic: 'a' }), alone({ topic: 'a' }));
      expect(planned.lambdaRulesOf(MANAGEMENT)).toHaveLength(1);
      expect(planned.notices).toEqual([NOTICE]);
    });

    test('get that of audit.yaml where there is one', () => {
      const planned = need({ lambda: [{ rule: 'of-trail', parameters: { topic: 5 } }] }, alone({ topic: '5' }));
      expect(planned.lambdaRulesOf(MANAGEMENT)).toMatchObject([{ given: { topic: 5 } }]);
      expect(planned.notices).toEqual([]);
    });

    test('get the parameters of the first, which is told', () => {
      const planned = need({}, alone({ topic: 'a' }), alone({ topic: 'b' }));
      expect(planned.lambdaRulesOf(MANAGEMENT)).toMatchObject([{ given: { topic: 'a' } }]);
      expect(planned.notices).toEqual([
        NOTICE,
        'alone: of-trail runs once, with the parameters of the first that asks for it; a pack asks for others',
      ]);
    });

    test('get nothing where its account goes without', () => {
      const planned = need({}, alone({ topic: 'a' }, [MANAGEMENT]));
      expect(planned.lambdaRulesOf(MANAGEMENT)).toEqual([]);
      expect([planned.lambdasInUse, planned.notices]).toEqual([[], []]);
      const both = need({}, alone({ topic: 'a' }, [MANAGEMENT]), alone({ topic: 'b' }));
      expect(both.lambdaRulesOf(MANAGEMENT)).toMatchObject([{ given: { topic: 'b' } }]);
    });
  });
});

describe('Guard rules', () => {
  const of = (item: object, rules: object = {}, settings: object = THREE) =>
    plan({ ...rules, guard: [item] }, settings);

  test('run in each governed region, for the organization, by the name of their file', () => {
    expect(of({ rule: 'bucket' }).guard).toEqual([
      {
        name: 'acme-bucket',
        rule: expect.objectContaining({ name: 'bucket' }),
        text: 'rule a when resourceType == "AWS::S3::Bucket" {\n  configuration exists\n}\n',
        regions: ['eu-west-1', 'eu-central-1', 'us-east-1'],
        excludedAccounts: [],
        deploy: 'organization',
      },
    ]);
  });

  test('run where and for whom audit.yaml says', () => {
    const item = { rule: 'bucket', regions: ['us-east-1'], excludedAccounts: [MEMBER], deploy: 'accounts' };
    expect(of(item).guard).toMatchObject([{ ...item, rule: { name: 'bucket' } }]);
  });

  test('run at home alone when their types are recorded there alone', () => {
    expect(of({ rule: 'role' }).guard).toMatchObject([{ regions: ['eu-west-1'] }]);
    expect(of({ rule: 'role', regions: ['eu-west-1', 'us-east-1'] }).guard).toMatchObject([
      { regions: ['eu-west-1', 'us-east-1'] },
    ]);
  });

  test('have lists of audit.yaml in them', () => {
    const rules = { allowedPublicPorts: [443], requiredTags: ['owner', 'cost center'] };
    expect(of({ rule: 'lists' }, rules).guard[0]!.text).toMatch(
      /let a = \[443\]\nlet b = \['111111111111', '222222222222', '333333333333'\]\nlet c = \['o-a1b2c3d4e5'\]\n$/,
    );
    expect(of({ rule: 'tags' }, rules).guard[0]!.text).toMatch(/let tags = \['owner', 'cost center'\]\n$/);
  });

  test('are read only where one is used', () => {
    expect(plan({}, {}, { guard: '/nowhere' }).guard).toEqual([]);
  });
});

describe('audit.yaml', () => {
  const LAMBDA = 'rules.lambda[0]';
  const GUARD_AT = 'rules.guard[0]';
  const lambda = (item: object) => ({ lambda: [item] });
  const guard = (item: object) => ({ guard: [item] });
  test.each<[sentence: string, rules: object, ...lines: string[]]>([
    [
      'names a Lambda rule that is near one',
      lambda({ rule: 'everywere' }),
      `${LAMBDA}.rule: there is no Lambda rule everywere; did you mean everywhere?`,
    ],
    [
      'names a Lambda rule that is near none',
      lambda({ rule: 'vpc' }),
      `${LAMBDA}.rule: there is no Lambda rule vpc; name what lies in lambdas/`,
    ],
    [
      'gives a parameter that there is not',
      lambda({ rule: 'at-home', parameters: { day: 1 } }),
      `${LAMBDA}.parameters.day: is no parameter of at-home; use days`,
    ],
    [
      'gives a value of another form',
      lambda({ rule: 'at-home', parameters: { days: 'a' } }),
      `${LAMBDA}.parameters.days: "a" is not a whole number from 0 up; write a whole number from 0 up`,
    ],
    [
      'gives a frequency where no clock runs',
      lambda({ rule: 'on-change', frequency: 'One_Hour' }),
      `${LAMBDA}.frequency: on-change does not run by the clock; remove it`,
    ],
    [
      'gives regions to a rule about the account',
      lambda({ rule: 'at-home', regions: ['eu-west-1', 'us-east-1'] }),
      `${LAMBDA}.regions: at-home is about the account as a whole and runs in eu-west-1; remove it`,
    ],
    [
      'leaves out the one account of a rule',
      lambda({ rule: 'of-trail', excludedAccounts: [MANAGEMENT] }),
      `${LAMBDA}.excludedAccounts: of-trail runs in the account of the trail alone; remove the rule instead`,
    ],
    ['leaves out another account', lambda({ rule: 'of-trail', excludedAccounts: [AUDIT] })],
    [
      'names a Guard rule that is near one',
      guard({ rule: 'buckets' }),
      `${GUARD_AT}.rule: there is no Guard rule buckets; did you mean bucket?`,
    ],
    [
      'names a Guard rule that is near none',
      guard({ rule: 'volume' }),
      `${GUARD_AT}.rule: there is no Guard rule volume; name what lies in policies/guard/`,
    ],
    [
      'runs a rule where its types are not recorded',
      guard({ rule: 'role', regions: ['us-east-1'] }),
      `${GUARD_AT}.regions: role would never run: its types are recorded in eu-west-1 alone; write [eu-west-1], or nothing`,
    ],
    [
      'has no tags for a rule that asks for them',
      guard({ rule: 'tags' }),
      `${GUARD_AT}.rule: tags has nothing to ask for; list tag keys in rules.requiredTags`,
    ],
    [
      'names a rule too long for an organization',
      guard({ rule: 'g'.repeat(60) }),
      `${GUARD_AT}.rule: its name acme-${'g'.repeat(60)} has 65 characters of 64; shorten the name of its file`,
    ],
    ['names a rule that is not too long for accounts', guard({ rule: 'g'.repeat(60), deploy: 'accounts' })],
    [
      'names a rule too long for accounts',
      guard({ rule: 'g'.repeat(124), deploy: 'accounts' }),
      `${GUARD_AT}.rule: its name acme-${'g'.repeat(124)} has 129 characters of 128; shorten the name of its file`,
    ],
    [
      'names a managed rule as a Lambda rule is',
      { managed: [{ rule: 'SNS_ENCRYPTED_KMS', name: 'acme-at_home' }], ...lambda({ rule: 'at-home' }) },
      `${LAMBDA}: its name acme-at-home is that of rules.managed[0]; give one of them another name`,
    ],
    [
      'names a managed rule as a Guard rule is',
      {
        managed: [{ rule: 'SNS_ENCRYPTED_KMS' }, { rule: 'SNS_ENCRYPTED_KMS', name: 'acme-bucket' }],
        ...guard({ rule: 'bucket' }),
      },
      `${GUARD_AT}: its name acme-bucket is that of rules.managed[1]; give one of them another name`,
    ],
    [
      'names a Lambda rule in two regions',
      {
        lambda: [
          { rule: 'everywhere', regions: ['eu-west-1'] },
          { rule: 'everywhere', regions: ['us-east-1'] },
        ],
      },
    ],
    [
      'is wrong in more than one way',
      { lambda: [{ rule: 'x' }, { rule: 'at-home', parameters: { day: 1, days: 'a' } }], guard: [{ rule: 'x' }] },
      `${LAMBDA}.rule: there is no Lambda rule x; name what lies in lambdas/`,
      'rules.lambda[1].parameters.day: is no parameter of at-home; use days',
      'rules.lambda[1].parameters.days: "a" is not a whole number from 0 up; write a whole number from 0 up',
      `${GUARD_AT}.rule: there is no Guard rule x; name what lies in policies/guard/`,
    ],
  ])('%s', (_, rules, ...lines) => {
    const planned = plan(rules, THREE);
    expect([told(planned), planned.fileProblems]).toEqual([lines, []]);
  });

  test('leaves no pack a rule of the trail whose name is another’s', () => {
    const planned = plan({ managed: [{ rule: 'SNS_ENCRYPTED_KMS', name: 'acme-of-trail' }] }, THREE);
    planned.need([{ rule: 'of-trail', region: 'eu-west-1', excludedAccounts: [], alone: {} }]);
    expect(told(planned)).toEqual([
      'conformancePacks: its name acme-of-trail is that of rules.managed[0]; give one of them another name',
    ]);
  });

  test('gives the platform a name that leaves room for roles', () => {
    const lambdas = folderOf(
      Object.fromEntries([24, 25].map((length) => [`${'r'.repeat(length)}/rule.json`, MANIFEST])),
    );
    const settings = { name: 'a'.repeat(28) };
    const line = `the role ${'a'.repeat(28)}-audit-rule-${'r'.repeat(25)} has 65 characters of 64; shorten \`name\``;
    const listed = (length: number) => plan({ lambda: [{ rule: 'r'.repeat(length) }] }, settings, { lambdas });
    expect(told(listed(24))).toEqual([]);
    expect(told(listed(25))).toEqual([`${LAMBDA}.rule: ${line}`]);
    const packed = plan({}, settings, { lambdas });
    packed.need(['us-east-1', 'us-west-2'].map((region) => ({ rule: 'r'.repeat(25), region, excludedAccounts: [] })));
    expect(told(packed)).toEqual([`conformancePacks: ${line}`]);
  });
});

describe('a file that is wrong', () => {
  test('is told of once', () => {
    const items = ['eu-west-1', 'us-east-1'].map((region) => ({ rule: 'broken', regions: [region] }));
    const planned = plan({ guard: items }, THREE);
    expect(planned.fileProblems).toEqual([
      'policies/guard/broken.guard: ${Nothing} stands for nothing; use RequiredTags, AllowedPublicPorts, AccountIds, OrganizationIds',
      'policies/guard/broken.guard: asks for no type of resource; write when resourceType == "AWS::..." so that it has a scope',
      'policies/guard/broken.guard: has no description; open the file with a comment of 1 to 256 characters that says what it wants',
    ]);
    expect([planned.guard, planned.problems]).toEqual([[], []]);
  });

  test('is not told of where nobody uses it', () => {
    expect(plan({ guard: [{ rule: 'bucket' }] }).fileProblems).toEqual([]);
  });

  test('is told of when it is a rule.json, used or not', () => {
    const lambdas = folderOf({
      'a/rule.json': { ...MANIFEST, memoryMb: 1 },
      'b/rule.json': {
        ...MANIFEST,
        permissions: [{ actions: ['s3:GetObject'], resources: ['${BucketArn}'], why: 'a' }],
      },
    });
    expect(plan({}, {}, { lambdas }).fileProblems).toEqual([
      'lambdas/a/rule.json: memoryMb: 1 is out of range; write a whole number of megabytes from 128 to 10240',
      'lambdas/b/rule.json: ${BucketArn} stands for nothing; use Partition, Account, HomeRegion, GovernedRegions, TrailArn, TrailLogGroupArn, ConfigBucketArn, ConfigObjectArns, EvidenceKeyArn',
    ]);
  });
});

test('placeholders of a rule.json stand for what is known of an account', () => {
  expect(plan({}, THREE).placeholders(MEMBER, 'arn:of:key')).toEqual({
    Partition: 'aws',
    Account: MEMBER,
    HomeRegion: 'eu-west-1',
    GovernedRegions: ['eu-west-1', 'eu-central-1', 'us-east-1'],
    TrailArn: 'arn:aws:cloudtrail:eu-west-1:111111111111:trail/acme-organization-trail',
    TrailLogGroupArn: 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/cloudtrail/acme-organization-trail',
    ConfigBucketArn: 'arn:aws:s3:::acme-config-222222222222-eu-west-1',
    ConfigObjectArns:
      'arn:aws:s3:::acme-config-222222222222-eu-west-1/config/AWSLogs/333333333333/Config/*/ConfigSnapshot/*',
    EvidenceKeyArn: 'arn:of:key',
  });
});

describe('it is to be known', () => {
  const notices = (rules: object, settings: object = {}) => plan(rules, { ...THREE, ...settings }).notices;
  const managed = (rule: string, said: object = {}) => ({ managed: [{ rule, ...said }] });

  test.each<[sentence: string, rules: object, settings: object, ...lines: string[]]>([
    [
      'nothing',
      { managed: [{ rule: 'SNS_ENCRYPTED_KMS' }], lambda: [{ rule: 'on-change' }], guard: [{ rule: 'bucket' }] },
      {},
    ],
    [
      'where AWS lacks a rule',
      managed('CLOUDFRONT_SNI_ENABLED'),
      {},
      'left out: CLOUDFRONT_SNI_ENABLED does not exist in eu-west-1, eu-central-1',
    ],
    [
      'nothing of regions that audit.yaml leaves out itself',
      managed('CLOUDFRONT_SNI_ENABLED', { regions: ['us-east-1'] }),
      {},
    ],
    ['nothing of a rule about the account', managed('IAM_PASSWORD_POLICY'), {}],
    [
      'what a rule never sees',
      managed('IAM_NO_INLINE_POLICY_CHECK'),
      { recorder: { exclude: ['AWS::IAM::Role'] } },
      'unrecorded: IAM_NO_INLINE_POLICY_CHECK never sees AWS::IAM::Role',
    ],
    [
      'nothing of what is not in its scope',
      managed('IAM_NO_INLINE_POLICY_CHECK', { scope: { resourceTypes: ['AWS::IAM::User'] } }),
      { recorder: { exclude: ['AWS::IAM::Role'] } },
    ],
    [
      'nothing of a rule that only the clock starts',
      managed('ACCESS_KEYS_ROTATED', { parameters: { maxAccessKeyAge: 9 } }),
      { recorder: { exclude: ['AWS::IAM::User'] } },
    ],
    [
      'what a Lambda rule never sees',
      { lambda: [{ rule: 'on-change' }] },
      { recorder: { exclude: ['AWS::EC2::VPC'] } },
      'unrecorded: on-change never sees AWS::EC2::VPC',
    ],
    [
      'what a Guard rule never sees',
      { guard: [{ rule: 'bucket' }] },
      { recorder: { exclude: ['AWS::S3::Bucket'] } },
      'unrecorded: bucket never sees AWS::S3::Bucket',
    ],
    [
      'that a rule is late',
      managed('SNS_ENCRYPTED_KMS'),
      { recorder: { dailyTypes: ['AWS::SNS::Topic'] } },
      'daily: SNS_ENCRYPTED_KMS runs up to a day late; its types are recorded once a day',
    ],
    [
      'that all are late',
      { lambda: [{ rule: 'on-change' }, { rule: 'everywhere' }], guard: [{ rule: 'bucket' }] },
      { recorder: { frequency: 'DAILY' } },
      'daily: on-change runs up to a day late; its types are recorded once a day',
      'daily: bucket runs up to a day late; its types are recorded once a day',
    ],
    [
      'nothing of one of several types',
      managed('IAM_NO_INLINE_POLICY_CHECK'),
      { recorder: { dailyTypes: ['AWS::IAM::Role'] } },
    ],
  ])('%s', (_, rules, settings, ...lines) => {
    expect(notices(rules, settings)).toEqual(lines);
  });
});
