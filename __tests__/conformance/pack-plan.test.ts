import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { printPath } from '../../src/config/problem';
import { PackPlan, type PackedLambda } from '../../src/conformance/pack-plan';
import { organization } from '../organizations';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'org-audit-packs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const THREE = { regions: { home: 'eu-west-1', governed: ['eu-west-1', 'eu-central-1', 'us-east-1'] } };

const managed = (name: string, id: string, said: object = {}) => ({
  Type: 'AWS::Config::ConfigRule',
  Properties: { ConfigRuleName: name, ...said, Source: { Owner: 'AWS', SourceIdentifier: id } },
});
const TOPIC = managed('topic', 'SNS_ENCRYPTED_KMS');
const arnOf = (name: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${name}`,
});
const lambda = (name: string, said: object = {}, functionName = `acme-audit-rule-${name}`) => ({
  Type: 'AWS::Config::ConfigRule',
  Properties: {
    ConfigRuleName: name,
    ...said,
    Source: {
      Owner: 'CUSTOM_LAMBDA',
      SourceIdentifier: arnOf(functionName),
      SourceDetails: [{ EventSource: 'aws.config', MessageType: 'ScheduledNotification' }],
    },
  },
});
/** A rule that takes some room. */
const large = (name: string, characters: number, said: object = {}) => ({
  Type: 'AWS::Config::ConfigRule',
  Properties: {
    ConfigRuleName: name,
    ...said,
    Source: {
      Owner: 'CUSTOM_POLICY',
      SourceDetails: [{ EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' }],
      CustomPolicyDetails: { PolicyRuntime: 'guard-2.x.x', PolicyText: `${name} ${'x'.repeat(characters)}` },
    },
  },
});
const MEND = {
  Type: 'AWS::Config::RemediationConfiguration',
  Properties: { ConfigRuleName: 'topic', TargetType: 'SSM_DOCUMENT', TargetId: 'AWSConfigRemediation-X' },
};

const lambdaRule = (name: string, said: Partial<PackedLambda> = {}): PackedLambda => ({
  name,
  isGlobal: false,
  isForTrail: false,
  messages: ['ScheduledNotification'],
  parameterProblems: () => [],
  ...said,
});
const LAMBDAS = [
  lambdaRule('everywhere'),
  lambdaRule('at-home', { isGlobal: true }),
  lambdaRule('of-trail', { isGlobal: true, isForTrail: true }),
  lambdaRule('on-change', { messages: ['ConfigurationItemChangeNotification', 'AnotherNotification'] }),
  lambdaRule('strict', {
    parameterProblems: ({ days }) => [
      ...(days === '30' ? [] : [{ name: 'days', what: `${JSON.stringify(days)} is not 30`, mend: 'write 30' }]),
      ...(days === '0' ? [{ what: 'all is wrong', mend: 'begin anew' }] : []),
    ],
  }),
];

interface Template {
  readonly Parameters?: object;
  readonly Conditions?: object;
  readonly Resources: object;
}

/** Writes packs, a line for each key so that lines can be named, and plans those that `conformancePacks` lists. */
function plan(files: Readonly<Record<string, Template>>, items: readonly object[], settings: object = {}): PackPlan {
  for (const [name, template] of Object.entries(files)) {
    writeFileSync(join(folder, `${name}.yaml`), JSON.stringify(template, null, 1));
  }
  return new PackPlan(organization({ ...settings, conformancePacks: items }), folder, LAMBDAS);
}
const one = (resources: object, item: object = {}, settings: object = {}) =>
  plan({ team: { Resources: resources } }, [{ pack: 'team', ...item }], settings);
const told = ({ problems }: PackPlan) => problems.map(({ path, what, mend }) => `${printPath(path)}: ${what}; ${mend}`);
/** Names of rules by region. */
const rulesBy = ({ packs }: PackPlan) =>
  Object.fromEntries(packs.map(({ region, template }) => [region, Object.keys(parse(template()).Resources)]));

test('there may be no packs, whatever lies in the folder', () => {
  const planned = plan({ team: { Resources: {} } }, []);
  expect([planned.packs, planned.lambdas, planned.problems, planned.fileProblems, planned.notices]).toEqual([
    [],
    [],
    [],
    [],
    [],
  ]);
});

describe('a pack', () => {
  test('is planned for each governed region', () => {
    const { packs } = one({ Topic: TOPIC }, { excludedAccounts: ['111111111111'] }, THREE);
    expect(packs.map(({ template: _, ...pack }) => pack)).toEqual(
      ['eu-west-1', 'eu-central-1', 'us-east-1'].map((region) => ({
        name: 'acme-team',
        region,
        deploy: 'organization',
        excludedAccounts: ['111111111111'],
        ruleCount: 1,
        throughS3: false,
      })),
    );
  });

  test('is planned where audit.yaml says, as it says', () => {
    const { packs } = one({ Topic: TOPIC }, { regions: ['us-east-1'], deploy: 'accounts' }, THREE);
    expect(packs).toMatchObject([{ region: 'us-east-1', deploy: 'accounts' }]);
  });

  test('has no dots in its name', () => {
    const { packs } = plan({ 'cis-1.4.0': { Resources: { Topic: TOPIC } } }, [{ pack: 'cis-1.4.0' }]);
    expect(packs.map(({ name }) => name)).toEqual(['acme-cis-1-4-0']);
  });

  test('has values of its parameters from audit.yaml, as text', () => {
    const parameters = { Days: { Type: 'String', Default: '90' }, Unit: { Type: 'String', Default: 'd' } };
    const keys = managed('keys', 'ACCESS_KEYS_ROTATED', {
      Description: { 'Fn::Sub': '${Days}${Unit}' },
      InputParameters: { maxAccessKeyAge: { Ref: 'Days' } },
    });
    const { packs } = plan({ team: { Parameters: parameters, Resources: { Keys: keys } } }, [
      { pack: 'team', parameters: { Days: 30 } },
    ]);
    expect(parse(packs[0]!.template()).Resources.Keys.Properties).toMatchObject({
      Description: '30d',
      InputParameters: { maxAccessKeyAge: '30' },
    });
  });

  test('differs from region to region where it names the region', () => {
    const { packs } = one({ Own: lambda('other', {}, 'other') }, {}, THREE);
    expect(
      packs.map(({ template }) => parse(template('111111111111')).Resources.Own.Properties.Source.SourceIdentifier),
    ).toEqual(
      ['eu-west-1', 'eu-central-1', 'us-east-1'].map(
        (region) => `arn:aws:lambda:${region}:111111111111:function:other`,
      ),
    );
  });

  test('is absent where nothing is left of it', () => {
    const { packs, contents } = one({ Password: managed('password', 'IAM_PASSWORD_POLICY') }, {}, THREE);
    expect(packs.map(({ region }) => region)).toEqual(['eu-west-1']);
    expect(contents).toMatchObject([{ pack: 'team', region: 'eu-west-1', rules: [{ id: 'Password' }] }]);
  });
});

describe('rules go', () => {
  test('where AWS has them', () => {
    const planned = one({ Topic: TOPIC, Front: managed('front', 'CLOUDFRONT_SNI_ENABLED') }, {}, THREE);
    expect(rulesBy(planned)).toEqual({
      'eu-west-1': ['Topic'],
      'eu-central-1': ['Topic'],
      'us-east-1': ['Topic', 'Front'],
    });
    expect(planned.notices).toEqual([
      'left out: team loses 1 rule where AWS does not offer them: CLOUDFRONT_SNI_ENABLED (eu-west-1, eu-central-1)',
    ]);
  });

  test('home alone when they are about the account as a whole', () => {
    const planned = one({ Topic: TOPIC, Password: managed('password', 'IAM_PASSWORD_POLICY') }, {}, THREE);
    expect(rulesBy(planned)).toEqual({
      'eu-west-1': ['Topic', 'Password'],
      'eu-central-1': ['Topic'],
      'us-east-1': ['Topic'],
    });
    expect(planned.notices).toEqual([]);
  });

  test('home alone, also where another region lacks them anyway', () => {
    const settings = { regions: { home: 'eu-west-1', governed: ['eu-west-1', 'eu-central-2'] } };
    const keys = managed('keys', 'ACCESS_KEYS_ROTATED', { InputParameters: { maxAccessKeyAge: 90 } });
    const planned = one({ Keys: keys }, {}, settings);
    expect([rulesBy(planned), planned.notices]).toEqual([{ 'eu-west-1': ['Keys'] }, []]);
  });

  test('everywhere when they are custom, and when they remind a person', () => {
    const planned = one(
      { Policy: large('policy', 1), Reminder: managed('reminder', 'AWS_CONFIG_PROCESS_CHECK') },
      {},
      THREE,
    );
    const both = ['Policy', 'Reminder'];
    expect(rulesBy(planned)).toEqual({ 'eu-west-1': both, 'eu-central-1': both, 'us-east-1': both });
  });

  test('home alone when all that they look at is recorded there alone', () => {
    const scope = (...types: string[]) => ({ Scope: { ComplianceResourceTypes: types } });
    const roles = large('roles', 1, scope('AWS::IAM::Role', 'AWS::IAM::User'));
    const both = large('both', 1, scope('AWS::IAM::Role', 'AWS::S3::Bucket'));
    expect(rulesBy(one({ Roles: roles, Both: both }, {}, THREE))).toEqual({
      'eu-west-1': ['Roles', 'Both'],
      'eu-central-1': ['Both'],
      'us-east-1': ['Both'],
    });
  });

  test('where their functions are', () => {
    const rules = {
      Every: lambda('everywhere'),
      Home: lambda('at-home'),
      Trail: lambda('of-trail'),
      Other: lambda('x', {}, 'other'),
    };
    const planned = one(rules, { excludedAccounts: ['222222222222'] }, THREE);
    expect(rulesBy(planned)).toEqual({
      'eu-west-1': ['Every', 'Home', 'Other'],
      'eu-central-1': ['Every', 'Other'],
      'us-east-1': ['Every', 'Other'],
    });
    const excludedAccounts = ['222222222222'];
    expect(planned.lambdas).toEqual([
      { rule: 'everywhere', region: 'eu-west-1', excludedAccounts },
      { rule: 'at-home', region: 'eu-west-1', excludedAccounts },
      { rule: 'of-trail', region: 'eu-west-1', excludedAccounts, alone: {} },
      { rule: 'everywhere', region: 'eu-central-1', excludedAccounts },
      { rule: 'everywhere', region: 'us-east-1', excludedAccounts },
    ]);
    expect(planned.fileProblems).toEqual([]);
  });

  test.each<[sentence: string, given: unknown]>([
    ['as a group', { a: 'x', b: 5 }],
    ['as JSON', '{"a": "x", "b": 5}'],
  ])('alone with the parameters that the pack gives %s', (_, given) => {
    expect(one({ Trail: lambda('of-trail', { InputParameters: given }) }).lambdas).toEqual([
      { rule: 'of-trail', region: 'us-east-1', excludedAccounts: [], alone: { a: 'x', b: '5' } },
    ]);
  });
});

describe('a parameter that the platform knows', () => {
  const file = {
    Parameters: {
      LambdaRulePrefix: { Type: 'String', Default: '' },
      ConfigRecordingRegions: { Type: 'String', Default: '' },
    },
    Conditions: { WithLambda: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'LambdaRulePrefix' }, ''] }] } },
    Resources: {
      Topic: TOPIC,
      Own: {
        Condition: 'WithLambda',
        ...lambda(
          'everywhere',
          { InputParameters: { r: { Ref: 'ConfigRecordingRegions' } } },
          '${LambdaRulePrefix}everywhere',
        ),
      },
    },
  };
  const own = (item: object) => {
    const { packs, problems, fileProblems } = plan({ team: file }, [{ pack: 'team', ...item }], THREE);
    expect([problems, fileProblems]).toEqual([[], []]);
    return parse(packs[0]!.template('111111111111')).Resources.Own?.Properties;
  };

  test('is filled in', () => {
    const { InputParameters, Source } = own({});
    expect(InputParameters).toEqual({ r: 'eu-west-1,eu-central-1,us-east-1' });
    expect(Source.SourceIdentifier).toBe('arn:aws:lambda:eu-west-1:111111111111:function:acme-audit-rule-everywhere');
  });

  test('may be given another value', () => {
    const { InputParameters, Source } = own({
      parameters: { LambdaRulePrefix: 'team-', ConfigRecordingRegions: 'us-east-1' },
    });
    expect(InputParameters).toEqual({ r: 'us-east-1' });
    expect(Source.SourceIdentifier).toBe('arn:aws:lambda:eu-west-1:111111111111:function:team-everywhere');
  });

  test('may be given none', () => {
    expect(own({ parameters: { LambdaRulePrefix: '' } })).toBeUndefined();
  });
});

describe('audit.yaml may not name', () => {
  const files = {
    'cis-1.0-data': { Resources: { Topic: TOPIC } },
    'cis-1.0-network': { Resources: { Topic: TOPIC } },
    soc: { Resources: { Topic: TOPIC } },
  };
  test.each<[sentence: string, item: object, line: string]>([
    [
      'a pack that is not there',
      { pack: 'finma' },
      'conformancePacks[0].pack: there is no pack finma; name what lies in conformance-packs/',
    ],
    ['one near another', { pack: 'sox' }, 'conformancePacks[0].pack: there is no pack sox; did you mean soc?'],
    [
      'one that comes in parts',
      { pack: 'cis-1.0' },
      'conformancePacks[0].pack: there is no pack cis-1.0; it comes in parts: cis-1.0-data, cis-1.0-network',
    ],
    [
      'a parameter of a pack that has none',
      { pack: 'soc', parameters: { Age: 1 } },
      'conformancePacks[0].parameters.Age: is no parameter of soc; remove it; the pack takes none',
    ],
  ])('%s', (_, item, line) => {
    const planned = plan(files, [item]);
    expect([told(planned), planned.fileProblems, planned.packs]).toEqual([[line], [], []]);
  });

  const KEYS = managed('keys', 'ACCESS_KEYS_ROTATED', { InputParameters: { maxAccessKeyAge: { Ref: 'Age' } } });
  test.each<[sentence: string, name: string, line: string]>([
    [
      'a parameter near another',
      'Agee',
      'conformancePacks[0].parameters.Agee: is no parameter of team; did you mean "Age"?',
    ],
    ['a parameter near none', 'Colour', 'conformancePacks[0].parameters.Colour: is no parameter of team; use Age'],
  ])('%s', (_, name, line) => {
    const file = { Parameters: { Age: { Type: 'String', Default: '90' } }, Resources: { Keys: KEYS } };
    const planned = plan({ team: file }, [{ pack: 'team', parameters: { [name]: 1 } }], THREE);
    expect([told(planned), planned.packs]).toEqual([[line], []]);
  });
});

describe('a pack with remediations', () => {
  test('goes to accounts', () => {
    const planned = one({ Topic: TOPIC, Mend: MEND }, { deploy: 'accounts' }, THREE);
    expect([told(planned), planned.fileProblems]).toEqual([[], []]);
    expect(rulesBy(planned)).toMatchObject({ 'us-east-1': ['Topic', 'Mend'] });
  });

  test('does not go to the organization, which is said once', () => {
    const planned = one({ Topic: TOPIC, Mend: MEND }, {}, THREE);
    expect(told(planned)).toEqual([
      'conformancePacks[0].deploy: team holds remediations, whose role must name its account, which a pack of the organization cannot; deploy it to accounts, or leave its remediations off',
    ]);
    expect(planned.packs).toEqual([]);
  });

  test('loses them with their rules', () => {
    const front = managed('topic', 'CLOUDFRONT_SNI_ENABLED');
    const planned = one({ Front: front, Mend: MEND }, { deploy: 'accounts' }, THREE);
    expect(rulesBy(planned)).toEqual({ 'us-east-1': ['Front', 'Mend'] });
  });
});

describe('a large pack', () => {
  const SIX = Object.fromEntries(['A', 'B', 'C', 'D', 'E', 'F'].map((id) => [id, large(id, 9_500)]));

  test('is split into packs of their own names', () => {
    const { packs } = one(SIX, {}, THREE);
    for (const region of THREE.regions.governed) {
      const here = packs.filter((pack) => pack.region === region);
      expect(here.map(({ name, throughS3 }) => [name, throughS3])).toEqual([
        ['acme-team-part-1', false],
        ['acme-team-part-2', false],
      ]);
      expect(here.reduce((sum, { ruleCount }) => sum + ruleCount, 0)).toBe(6);
      expect(here.flatMap(({ template }) => Object.keys(parse(template()).Resources)).sort()).toEqual(Object.keys(SIX));
      for (const { template } of here) expect(Buffer.byteLength(template())).toBeLessThanOrEqual(51_200);
    }
  });

  test('is split for accounts', () => {
    expect(one(SIX, { deploy: 'accounts' }).packs).toMatchObject([{ throughS3: false }, { throughS3: false }]);
  });

  test('goes through a bucket whole', () => {
    const { packs } = one(SIX, { oversized: 's3' });
    expect(packs).toMatchObject([{ name: 'acme-team', throughS3: true, ruleCount: 6 }]);
  });

  test('goes through no bucket when it is not that large', () => {
    expect(one({ Topic: TOPIC }, { oversized: 's3' }).packs).toMatchObject([{ name: 'acme-team', throughS3: false }]);
  });

  test('is split through a bucket too, when it has too many rules', () => {
    const rules = Object.fromEntries(Array.from({ length: 131 }, (_, at) => [`R${at}`, large(`r${at}`, 900)]));
    const { packs } = one(rules, { oversized: 's3' });
    expect(packs.map(({ name, throughS3 }) => [name, throughS3])).toEqual([
      ['acme-team-part-1', true],
      ['acme-team-part-2', true],
    ]);
  });

  test('goes through no bucket to accounts, which is said once', () => {
    const planned = one(SIX, { oversized: 's3', deploy: 'accounts' }, THREE);
    expect(told(planned)).toEqual([
      'conformancePacks[0].oversized: s3 is for packs of the organization: the bucket is that of the audit account; write split',
    ]);
  });

  test('has no rule that is too large by itself', () => {
    const values = Array.from({ length: 60 }, () => 'x'.repeat(1000));
    const parameters = { a: { StaticValue: { Values: values } } };
    const mend = { ...MEND, Properties: { ...MEND.Properties, Parameters: parameters } };
    const planned = one({ Topic: TOPIC, Mend: mend }, { deploy: 'accounts' }, THREE);
    expect(told(planned)).toEqual(['conformancePacks[0].pack: has a rule of more than 51200 bytes; shorten it']);
  });

  test('goes through a bucket whose name S3 takes', () => {
    const bucket = (name: string) => one(SIX, { oversized: 's3' }, { name });
    expect(told(bucket('a'.repeat(22)))).toEqual([]);
    expect(told(bucket('a'.repeat(23)))).toEqual([
      `conformancePacks[0].oversized: the bucket awsconfigconforms-${'a'.repeat(23)}-222222222222-us-east-1 for its template has 64 characters of 63; write split, or shorten \`name\``,
    ]);
    expect(told(one(SIX, {}, { name: 'a'.repeat(23) }))).toEqual([]);
  });
});

describe('AWS takes', () => {
  const files = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, { Resources: { Topic: TOPIC } }]));
  const all = (packs: object) => Object.keys(packs).map((pack) => ({ pack }));

  test('50 packs in a region', () => {
    const fifty = plan(files(50), all(files(50)), THREE);
    expect([fifty.packs.length, fifty.problems]).toEqual([150, []]);
    expect(told(plan(files(51), [...all(files(50)), { pack: 'p50', regions: ['us-east-1'] }], THREE))).toEqual([
      'conformancePacks: make 51 packs in us-east-1 where AWS takes 50; deploy fewer',
    ]);
  });

  test('one pack of a name in a region', () => {
    const two = { 'team.1': { Resources: { Topic: TOPIC } }, 'team-1': { Resources: { Topic: TOPIC } } };
    expect(told(plan(two, all(two)))).toEqual([
      'conformancePacks: make two packs of the name acme-team-1 in us-east-1; rename a file',
    ]);
    const apart = [
      { pack: 'team.1', regions: ['us-east-1'] },
      { pack: 'team-1', regions: ['eu-west-1'] },
    ];
    expect(told(plan(two, apart, THREE))).toEqual([]);
  });

  test.each<[deploy: string, most: number]>([
    ['organization', 128],
    ['accounts', 256],
  ])('a name for packs of the %s of %s characters', (deploy, most) => {
    const name = 'a'.repeat(28);
    const named = (characters: number) => {
      const pack = 'p'.repeat(characters - name.length - 1);
      return plan({ [pack]: { Resources: { Topic: TOPIC } } }, [{ pack, deploy }], { ...THREE, name: 'a'.repeat(25) });
    };
    // The home region of these three leaves room for a name of 25 characters.
    const longer = 'a'.repeat(25);
    const base = (characters: number) => `${longer}-${'p'.repeat(characters - name.length - 1)}`;
    expect(told(named(most + 3))).toEqual([]);
    expect(told(named(most + 4))).toEqual([
      `conformancePacks[0].pack: its name ${base(most + 4)} has ${most + 1} characters of ${most}; shorten the name of the file`,
    ]);
  });
});

describe('a file that is wrong', () => {
  test('is told of once, however many regions and entries it has', () => {
    const items = [
      { pack: 'team', regions: ['eu-west-1', 'us-east-1'] },
      { pack: 'team', regions: ['eu-central-1'] },
    ];
    const bad = plan({ team: { Resources: { Topic: managed('topic', 'SNS_ENCRYPTED') } } }, items, THREE);
    expect(bad.fileProblems).toEqual([
      'conformance-packs/team.yaml: line 9, Resources.Topic.Properties.Source.SourceIdentifier: "SNS_ENCRYPTED" is no managed rule of AWS Config; did you mean SNS_ENCRYPTED_KMS?',
    ]);
    const worse = plan({ team: { Resources: {} } }, items, THREE);
    expect(worse.fileProblems).toEqual(['conformance-packs/team.yaml: line 2, Resources: holds nothing; add a rule']);
    expect([bad.packs, worse.packs, bad.problems, worse.problems]).toEqual([[], [], [], []]);
  });

  test('is read no further when it is no pack', () => {
    const file = { Outputs: {}, Resources: { Topic: managed('topic', 'SNS_ENCRYPTED') } };
    expect(plan({ team: file }, [{ pack: 'team' }]).fileProblems).toEqual([
      'conformance-packs/team.yaml: line 2, Outputs: is no section of a conformance pack; use Parameters, Conditions, Resources',
    ]);
  });

  test('is told of beside others', () => {
    const files = { a: { Resources: {} }, b: { Resources: { Topic: TOPIC } }, c: { Resources: {} } };
    expect(plan(files, [{ pack: 'a' }, { pack: 'b' }, { pack: 'c' }]).fileProblems).toEqual([
      'conformance-packs/a.yaml: line 2, Resources: holds nothing; add a rule',
      'conformance-packs/c.yaml: line 2, Resources: holds nothing; add a rule',
    ]);
  });

  test.each<[sentence: string, name: string, mend: string]>([
    ['near one', 'everywher', 'did you mean everywhere?'],
    ['near none', 'of', 'name what lies in lambdas/'],
    ['that begins as one does', 'at', 'name what lies in lambdas/'],
  ])('names a function of ours that nobody makes, %s', (_, name, mend) => {
    const { fileProblems } = one({ Own: lambda(name) }, {}, THREE);
    expect(fileProblems).toEqual([
      `conformance-packs/team.yaml: line 9, Resources.Own.Properties.Source.SourceIdentifier: there is no Lambda rule ${name}; ${mend}`,
    ]);
  });

  test('starts a function by what it has no answer to', () => {
    expect(one({ Own: lambda('on-change') }, {}, THREE).fileProblems).toEqual([
      'conformance-packs/team.yaml: line 12, Resources.Own.Properties.Source.SourceDetails: on-change has no answer to a ScheduledNotification; use ConfigurationItemChangeNotification, AnotherNotification',
    ]);
  });

  test('gives a function what it would refuse', () => {
    const given = (days: string) =>
      one({ Own: lambda('strict', { InputParameters: { days } }) }, {}, THREE).fileProblems;
    expect(given('30')).toEqual([]);
    expect(given('0')).toEqual([
      'conformance-packs/team.yaml: line 8, Resources.Own.Properties.InputParameters.days: "0" is not 30; write 30',
      'conformance-packs/team.yaml: line 7, Resources.Own.Properties.InputParameters: all is wrong; begin anew',
    ]);
  });
});

describe('it is to be known', () => {
  const notices = (...args: Parameters<typeof one>) => one(...args).notices;
  const front = [
    'CLOUDFRONT_SNI_ENABLED',
    'CLOUDFRONT_VIEWER_POLICY_HTTPS',
    'ROUTE53_QUERY_LOGGING_ENABLED',
    'SHIELD_DRT_ACCESS',
  ];
  const rules = (ids: readonly string[]) => Object.fromEntries(ids.map((id, at) => [`R${at}`, managed(`r${at}`, id)]));

  test('which rules regions lack, the first few by name', () => {
    const { governed } = THREE.regions;
    const five = { regions: { home: 'eu-west-1', governed: [...governed, 'eu-west-2', 'eu-west-3'] } };
    expect(notices(rules(front.slice(0, 3)), {}, THREE)).toEqual([
      'left out: team loses 3 rules where AWS does not offer them: CLOUDFRONT_SNI_ENABLED, CLOUDFRONT_VIEWER_POLICY_HTTPS, ROUTE53_QUERY_LOGGING_ENABLED (eu-west-1, eu-central-1)',
    ]);
    expect(notices(rules(front), {}, five)).toEqual([
      'left out: team loses 4 rules where AWS does not offer them: CLOUDFRONT_SNI_ENABLED, CLOUDFRONT_VIEWER_POLICY_HTTPS, ROUTE53_QUERY_LOGGING_ENABLED and 1 more (eu-west-1, eu-central-1, eu-west-2 and 1 more)',
    ]);
    expect(notices(rules(front), { regions: ['us-east-1'] }, THREE)).toEqual([]);
  });

  test('which rules never see what they look at', () => {
    const resources = { Topic: TOPIC, Tags: managed('tags', 'REQUIRED_TAGS', { InputParameters: { tag1Key: 'a' } }) };
    const exclude = { recorder: { exclude: ['AWS::SNS::Topic'] } };
    const line =
      'unrecorded: 1 rule of team stay INSUFFICIENT_DATA, because recorder.exclude leaves out what they look at: topic';
    expect(notices(resources, {}, { ...THREE, ...exclude })).toEqual([line]);
    expect(notices(resources, { regions: ['us-east-1'] }, { ...THREE, ...exclude })).toEqual([line]);
    expect(notices(resources, {}, THREE)).toEqual([]);
  });

  test('which rules run a day late', () => {
    const scope = { Scope: { ComplianceResourceTypes: ['AWS::SNS::Topic'] } };
    const resources = {
      Topic: TOPIC,
      Policy: large('policy', 1, scope),
      Open: large('open', 1),
      Bucket: managed('bucket', 'S3_BUCKET_VERSIONING_ENABLED'),
      Keys: managed('keys', 'ACCESS_KEYS_ROTATED', { InputParameters: { maxAccessKeyAge: 90 } }),
    };
    expect(notices(resources, {}, { ...THREE, recorder: { dailyTypes: ['AWS::SNS::Topic'] } })).toEqual([
      'daily: 2 rules of team run up to a day late: topic, policy',
    ]);
    expect(notices(resources, {}, { recorder: { frequency: 'DAILY', continuousTypes: ['AWS::S3::Bucket'] } })).toEqual([
      'daily: 2 rules of team run up to a day late: topic, policy',
    ]);
  });

  test('not of global types, which other regions do not record on purpose', () => {
    const mixed = managed('mixed', 'IAM_POLICY_IN_USE', { InputParameters: { policyARN: 'a' } });
    const users = managed('users', 'IAM_USER_NO_POLICIES_CHECK');
    expect(notices({ Users: users, Mixed: mixed, Topic: TOPIC }, {}, THREE)).toEqual([]);
  });

  test('nothing of a rule that sees one of its types, at once', () => {
    const scope = { Scope: { ComplianceResourceTypes: ['AWS::IAM::Role', 'AWS::SNS::Topic'] } };
    const resources = { Both: large('both', 1, scope) };
    expect(notices(resources, {}, { ...THREE, recorder: { exclude: ['AWS::SNS::Topic'] } })).toEqual([]);
    expect(notices(resources, {}, { ...THREE, recorder: { dailyTypes: ['AWS::SNS::Topic'] } })).toEqual([]);
  });

  test('which rules run at home alone, when the pack does not', () => {
    const resources = { Topic: TOPIC, Users: managed('users', 'IAM_PASSWORD_POLICY'), Own: lambda('at-home') };
    expect(notices(resources, { regions: ['us-east-1', 'eu-central-1'] }, THREE)).toEqual([
      'left out: team loses 2 rules about the account as a whole, which run in eu-west-1 alone: users, at-home',
    ]);
    expect(notices(resources, { regions: ['us-east-1', 'eu-west-1'] }, THREE)).toEqual([]);
    expect(notices({ Topic: TOPIC }, { regions: ['us-east-1'] }, THREE)).toEqual([]);
  });
});
