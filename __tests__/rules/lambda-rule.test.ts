import type { Parameters } from '../../src/catalogue/parameters';
import { fill, LambdaRule, lambdaParameterProblems } from '../../src/rules/lambda-rule';
import { folderOf, MANIFEST } from './folders';

/** The one rule of a folder, whose rule.json differs from the plainest in what is said. */
function ruleWith(said: object): LambdaRule {
  const { rules, problems } = LambdaRule.readAll(folderOf({ 'a-rule/rule.json': { ...MANIFEST, ...said } }));
  expect(problems).toEqual([]);
  return rules[0]!;
}
const problemsOf = (manifest: unknown) => LambdaRule.readAll(folderOf({ 'a-rule/rule.json': manifest })).problems;

describe('the rules of a folder', () => {
  test('are its folders that have a rule.json, by name', () => {
    const folder = folderOf({
      'vpc/rule.json': MANIFEST,
      'iam-user-1/rule.json': { ...MANIFEST, trigger: { change: ['AWS::IAM::User'], schedule: 'One_Hour' } },
      'shared/aws.ts': '',
      'README.md': '',
    });
    const { rules, problems } = LambdaRule.readAll(folder);
    expect(problems).toEqual([]);
    expect(rules.map(({ name, types, frequency }) => [name, types, frequency])).toEqual([
      ['iam-user-1', ['AWS::IAM::User'], 'One_Hour'],
      ['vpc', [], 'TwentyFour_Hours'],
    ]);
  });

  test('may be none', () => {
    expect(LambdaRule.readAll(folderOf({ 'shared/aws.ts': '' }))).toEqual({ rules: [], problems: [] });
  });

  test('need no parameters and no rights', () => {
    const { parameters: _, ...manifest } = { ...MANIFEST, permissions: [] };
    expect(problemsOf(manifest)).toEqual([]);
  });

  test('are read beside others that are wrong, of which all is told', () => {
    const { rules, problems } = LambdaRule.readAll(
      folderOf({
        'a/rule.json': '{',
        'b/rule.json': MANIFEST,
        'c/rule.json': { ...MANIFEST, memoryMb: 1, regions: 'all' },
      }),
    );
    expect(rules.map(({ name }) => name)).toEqual(['b']);
    expect(problems).toEqual([
      expect.stringMatching(/^lambdas\/a\/rule\.json: is not JSON: .*; mend the JSON$/),
      'lambdas/c/rule.json: regions: "all" is not one of the choices; use home, governed',
      'lambdas/c/rule.json: memoryMb: 1 is out of range; write a whole number of megabytes from 128 to 10240',
    ]);
  });

  test.each(['Upper', 'under_score', 'do.t', '1st'])('are not called %s', (name) => {
    expect(LambdaRule.readAll(folderOf({ [`${name}/rule.json`]: MANIFEST })).problems).toEqual([
      `lambdas/${name}: is no name for a function; use lower-case letters, digits and hyphens`,
    ]);
  });
});

describe('a rule.json', () => {
  const permission = MANIFEST.permissions[0]!;
  const withPermission = (said: object) => ({ permissions: [{ ...permission, ...said }] });
  const withParameter = (said: object) => ({ parameters: { days: { type: 'text', description: 'Days.', ...said } } });
  const REFUSED = 'is not one of the choices; use One_Hour, Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours';

  test.each<[sentence: string, said: object, ...lines: string[]]>([
    ['of the plainest kind', {}],
    ['with another key', { descripton: 'a' }, 'descripton: is not a known key; did you mean "description"?'],
    ['without a description', { description: undefined }, 'description: is missing; write up to 200 characters'],
    ['with an empty one', { description: '' }, 'description: "" is not a description; write up to 200 characters'],
    ['with one of 200 characters', { description: 'x'.repeat(200) }],
    [
      'with one of 201',
      { description: 'x'.repeat(201) },
      `description: "${'x'.repeat(76)}... is not a description; write up to 200 characters`,
    ],
    [
      'with one of two lines',
      { description: 'a\nb' },
      'description: "a\\nb" is not a description; write up to 200 characters',
    ],
    ['without a trigger', { trigger: undefined }, 'trigger: is missing; write change, schedule, snapshot below it'],
    [
      'with a trigger that is none',
      { trigger: {} },
      'trigger: says nothing of what starts the rule; add change, schedule or snapshot',
    ],
    [
      'with a trigger of another kind',
      { trigger: { cron: 'x' } },
      'trigger.cron: is not a known key; use change, schedule, snapshot',
      'trigger: says nothing of what starts the rule; add change, schedule or snapshot',
    ],
    ['that a change starts', { trigger: { change: ['AWS::EC2::VPC', 'AWS::S3::Bucket'] } }],
    ['that a change of nothing starts', { trigger: { change: [] } }, 'trigger.change: is empty; list one at least'],
    [
      'that a change of one thing starts',
      { trigger: { change: 'AWS::EC2::VPC' } },
      'trigger.change: "AWS::EC2::VPC" is not a list; write ["AWS::EC2::VPC"]',
    ],
    [
      'that a change of no type starts',
      { trigger: { change: ['VPC'] } },
      'trigger.change[0]: "VPC" is not a resource type; write it as in AWS::S3::Bucket',
    ],
    [
      'that another clock starts',
      { trigger: { schedule: 'rate(1 day)' } },
      `trigger.schedule: "rate(1 day)" ${REFUSED}`,
    ],
    ['that snapshots start', { trigger: { snapshot: true } }],
    [
      'that snapshots do not start',
      { trigger: { snapshot: false } },
      'trigger.snapshot: false is not true; write true, or remove it',
    ],
    ['that all of them start', { trigger: { change: ['AWS::EC2::VPC'], schedule: 'One_Hour', snapshot: true } }],
    [
      'of other regions',
      { regions: ['us-east-1'] },
      'regions: ["us-east-1"] is not one of the choices; use home, governed',
    ],
    ['of no regions', { regions: undefined }, 'regions: is missing; write home or governed'],
    ['of other accounts', { accounts: 'all' }, 'accounts: "all" is not one of the choices; use every, trail'],
    ['of no accounts', { accounts: undefined }, 'accounts: is missing; write every or trail'],
    ['with parameters in a list', { parameters: [] }, 'parameters: [] is not a group of parameters; write {} for none'],
    [
      'with a parameter of each kind of key',
      withParameter({ type: 'wholeNumber', default: '5', required: true, minimum: 1, maximum: 9 }),
    ],
    [
      'with a parameter of another type',
      withParameter({ type: 'int' }),
      'parameters.days.type: "int" is not one of the choices; use text, wholeNumber, list, flag',
    ],
    [
      'with a parameter without words',
      withParameter({ description: undefined }),
      'parameters.days.description: is missing; write a text',
    ],
    ['with an empty default', withParameter({ default: '' })],
    [
      'with a default that is a number',
      withParameter({ default: 5 }),
      'parameters.days.default: 5 is not a text; write the value in quotes',
    ],
    ['with a choice of texts', withParameter({ allowed: ['a', 'b'] })],
    ['with a choice for a list', withParameter({ type: 'list', allowed: ['a', 'b'] })],
    ['with a choice of none', withParameter({ allowed: [] }), 'parameters.days.allowed: is empty; list one at least'],
    [
      'with a choice of numbers',
      withParameter({ type: 'wholeNumber', allowed: ['1'] }),
      'parameters.days.allowed: belongs to a text or a list only; remove it',
    ],
    [
      'with a parameter that is required, or so',
      withParameter({ required: 'yes' }),
      'parameters.days.required: "yes" is neither true nor false; write true or false, without quotes',
    ],
    [
      'with bounds in quotes',
      withParameter({ minimum: '1', maximum: '2' }),
      'parameters.days.minimum: "1" is not a number; write a number',
      'parameters.days.maximum: "2" is not a number; write a number',
    ],
    ['without rights', { permissions: undefined }, 'permissions: is missing; write a list'],
    [
      'with a right to everything of a service',
      withPermission({ actions: ['iam:*'] }),
      'permissions[0].actions[0]: "iam:*" is not an action; write it without wildcards, as in s3:GetObject',
    ],
    [
      'with a right to everything',
      withPermission({ actions: ['*'] }),
      'permissions[0].actions[0]: "*" is not an action; write it without wildcards, as in s3:GetObject',
    ],
    [
      'with a right to more than it says',
      withPermission({ actions: ['iam:List*'] }),
      'permissions[0].actions[0]: "iam:List*" is not an action; write it without wildcards, as in s3:GetObject',
    ],
    ['with a right to nothing', withPermission({ actions: [] }), 'permissions[0].actions: is empty; list one at least'],
    [
      'with a right on nothing',
      withPermission({ resources: [] }),
      'permissions[0].resources: is empty; list one at least',
    ],
    [
      'with a right without a reason',
      withPermission({ why: '' }),
      'permissions[0].why: "" is not a text; write a text',
    ],
    [
      'with a right of another kind',
      withPermission({ effect: 'Allow' }),
      'permissions[0].effect: is not a known key; use actions, resources, why',
    ],
    ['with 128 megabytes', { memoryMb: 128 }],
    [
      'with 127',
      { memoryMb: 127 },
      'memoryMb: 127 is out of range; write a whole number of megabytes from 128 to 10240',
    ],
    ['with 10,240 megabytes', { memoryMb: 10240 }],
    [
      'with 10,241',
      { memoryMb: 10241 },
      'memoryMb: 10241 is out of range; write a whole number of megabytes from 128 to 10240',
    ],
    ['with 900 seconds', { timeoutSeconds: 900 }],
    [
      'with 901',
      { timeoutSeconds: 901 },
      'timeoutSeconds: 901 is out of range; write a whole number of seconds from 1 to 900',
    ],
    [
      'with none',
      { timeoutSeconds: 0 },
      'timeoutSeconds: 0 is out of range; write a whole number of seconds from 1 to 900',
    ],
  ])('%s', (_, said, ...lines) => {
    expect(problemsOf({ ...MANIFEST, ...said })).toEqual(lines.map((line) => `lambdas/a-rule/rule.json: ${line}`));
  });

  test('that is no group', () => {
    expect(problemsOf([])).toEqual([
      'lambdas/a-rule/rule.json: the file: [] is not a group of keys; write description, trigger, regions, ...',
    ]);
  });
});

const PLACES = {
  Partition: 'aws',
  Account: '111111111111',
  GovernedRegions: ['us-east-1', 'eu-west-1'],
  Buckets: ['a', 'b', 'c'],
  EvidenceKeyArn: '${aws_kms_key.evidence.arn}',
};

describe('a text is filled in', () => {
  test.each<[sentence: string, source: string, filled: string[]]>([
    ['that has nothing to fill in', 'arn:*', ['arn:*']],
    ['by a value', 'arn:${Partition}:iam', ['arn:aws:iam']],
    ['by several', '${Partition}:${Account}', ['aws:111111111111']],
    ['by the same twice', '${Partition}-${Partition}', ['aws-aws']],
    ['by a list, once for each', 'in ${GovernedRegions}', ['in us-east-1', 'in eu-west-1']],
    [
      'by two lists, each with each',
      '${GovernedRegions}/${Buckets}',
      ['us-east-1/a', 'us-east-1/b', 'us-east-1/c', 'eu-west-1/a', 'eu-west-1/b', 'eu-west-1/c'],
    ],
    ['by what Terraform knows', '${EvidenceKeyArn}', ['${aws_kms_key.evidence.arn}']],
    ['by what Terraform knows, and more', '${EvidenceKeyArn}/${Account}', ['${aws_kms_key.evidence.arn}/111111111111']],
  ])('%s', (_, source, filled) => {
    expect(fill(source, PLACES)).toEqual(filled);
  });

  test('by a value as it is, whatever is in it', () => {
    expect(fill('a ${X} b', { X: '$& $1 $$' })).toEqual(['a $& $1 $$ b']);
  });

  test('by an empty value', () => {
    expect(fill('a${X}b', { X: '' })).toEqual(['ab']);
  });

  test('by nothing that is not there: that is our mistake', () => {
    expect(() => fill('${Nobody}', PLACES)).toThrow(new Error('${Nobody} in a rule.json stands for nothing'));
  });
});

test('placeholders that stand for nothing are told, each once', () => {
  const rule = ruleWith({
    parameters: {
      regions: { type: 'list', description: 'Regions.', default: '${GovernedRegion}' },
      topic: { type: 'text', description: 'A topic.' },
    },
    permissions: [
      { actions: ['s3:GetObject'], resources: ['arn:${Partition}:s3:::a', '${Bucket}/${Bucket}'], why: 'a' },
      { actions: ['s3:GetObject'], resources: ['${Bucket}', '${GovernedRegion}'], why: 'a' },
    ],
  });
  const known = Object.keys(PLACES);
  expect(rule.placeholderProblems(known)).toEqual([
    'lambdas/a-rule/rule.json: ${GovernedRegion} stands for nothing; did you mean "GovernedRegions"?',
    'lambdas/a-rule/rule.json: ${Bucket} stands for nothing; did you mean "Buckets"?',
  ]);
  expect(ruleWith({}).placeholderProblems(known)).toEqual([]);
});

const WITH_PARAMETERS = {
  parameters: {
    days: { type: 'wholeNumber', description: 'Days.', default: '30', minimum: 1, maximum: 365 },
    count: { type: 'wholeNumber', description: 'A count.' },
    regions: { type: 'list', description: 'Regions.', default: '${GovernedRegions}' },
    role: { type: 'text', description: 'A role.', default: 'arn:${Partition}:iam::${Account}:role/x' },
    strict: { type: 'flag', description: 'Strictly?' },
    topic: { type: 'text', description: 'A topic.', required: true },
    colour: { type: 'text', description: 'A colour.', allowed: ['red', 'green'] },
    weekdays: { type: 'list', description: 'Days of the week.', allowed: ['monday', 'friday'] },
    sure: { type: 'text', description: 'Sure.', required: true, default: 'a' },
  },
};

describe('the parameters of a rule', () => {
  const rule = ruleWith(WITH_PARAMETERS);
  const usual = { days: '30', regions: 'us-east-1,eu-west-1', role: 'arn:aws:iam::111111111111:role/x', sure: 'a' };

  test('are its defaults, with what they stand for', () => {
    expect(rule.parameters({}, PLACES)).toEqual(usual);
  });

  test('are what is given, as text', () => {
    const given = { days: 60, strict: true, topic: '${Account}', regions: 'us-east-1' };
    expect(rule.parameters(given, PLACES)).toEqual({
      ...usual,
      days: '60',
      strict: 'true',
      topic: '${Account}',
      regions: 'us-east-1',
    });
  });

  test('may be none', () => {
    expect(ruleWith({}).parameters({}, PLACES)).toEqual({});
  });
});

describe('a value of', () => {
  const rule = ruleWith(WITH_PARAMETERS);
  const TOPIC = { topic: 'a' };
  const DAYS = 'a whole number from 1 to 365';
  const COUNT = 'a whole number from 0 up';
  test.each<[sentence: string, given: Parameters, ...lines: string[]]>([
    ['nothing', {}],
    ['the least days', { days: 1 }],
    ['fewer', { days: 0 }, `days: 0 is not ${DAYS}; write ${DAYS}`],
    ['the most days', { days: '365' }],
    ['more', { days: 366 }, `days: 366 is not ${DAYS}; write ${DAYS}`],
    ['half a day', { days: 1.5 }, `days: 1.5 is not ${DAYS}; write ${DAYS}`],
    ['no days', { days: '' }, `days: "" is not ${DAYS}; write ${DAYS}`],
    ['days in words', { days: 'ten' }, `days: "ten" is not ${DAYS}; write ${DAYS}`],
    ['a count without bounds', { count: 0 }],
    ['a count below nothing', { count: -1 }, `count: -1 is not ${COUNT}; write ${COUNT}`],
    ['a count beyond all', { count: '9007199254740992' }, `count: "9007199254740992" is not ${COUNT}; write ${COUNT}`],
    ['a list', { regions: 'a,b , c' }],
    ['a list of one', { regions: 'a' }],
    [
      'a list of nothing',
      { regions: '' },
      'regions: "" is not a list divided by commas; write a list divided by commas',
    ],
    [
      'a list with a gap',
      { regions: 'a,,b' },
      'regions: "a,,b" is not a list divided by commas; write a list divided by commas',
    ],
    [
      'a list with an open end',
      { regions: 'a, ' },
      'regions: "a, " is not a list divided by commas; write a list divided by commas',
    ],
    ['a flag', { strict: true }],
    ['a flag in quotes', { strict: 'false' }],
    ['a flag in another case', { strict: 'True' }, 'strict: "True" is not true or false; write true or false'],
    ['a flag of one', { strict: 1 }, 'strict: 1 is not true or false; write true or false'],
    ['a text', { role: 'a' }],
    ['an empty text', { role: ' ' }, 'role: " " is not a text; write a text'],
    ['one of a choice', { colour: 'red' }],
    ['one of a choice, with spaces', { colour: ' red ' }],
    ['none of a choice', { colour: 'rde' }, 'colour: "rde" is not one of the choices; use red, green'],
    ['none of a choice in its case', { colour: 'Blue' }, 'colour: "Blue" is not one of the choices; use red, green'],
    ['several of a choice', { weekdays: 'monday, friday' }],
    [
      'several that are none',
      { weekdays: 'monday,someday,fridya' },
      'weekdays: "someday" is not one of the choices; use monday, friday',
      'weekdays: "fridya" is not one of the choices; did you mean "friday"?',
    ],
    [
      'no such name',
      { shade: 'red' },
      'shade: is no parameter of a-rule; use days, count, regions, role, strict, topic, colour, weekdays, sure',
    ],
    [
      'what every object has',
      { constructor: 'red' } as unknown as Parameters,
      'constructor: is no parameter of a-rule; use days, count, regions, role, strict, topic, colour, weekdays, sure',
    ],
  ])('%s', (_, given, ...lines) => {
    const told = lambdaParameterProblems(rule, { ...TOPIC, ...given });
    expect(told.map(({ name, what, mend }) => `${name}: ${what}; ${mend}`)).toEqual(lines);
  });

  test('what is required and has no default cannot be left out', () => {
    expect(lambdaParameterProblems(rule, {})).toEqual([
      { what: 'a-rule lacks topic, which it requires', mend: 'give it a value' },
    ]);
  });

  test('a rule that takes none', () => {
    expect(lambdaParameterProblems(ruleWith({}), { a: 1 })).toEqual([
      { name: 'a', what: 'is no parameter of a-rule', mend: 'remove it; the rule takes none' },
    ]);
  });
});
