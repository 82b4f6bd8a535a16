import { parseOrganization } from '../../../src/config/load';
import { complaintAbout, report, smallest, type Case } from '../audit-file';

/** A file whose line 17 begins the first rule of a list, and has one line for each of its keys. */
const listed = (list: string, ...rules: string[][]) =>
  [
    'rules:',
    `  ${list}:`,
    ...rules.flatMap(([first, ...others]) => [`    - ${first}`, ...others.map((line) => `      ${line}`)]),
  ].join('\n');
const managed = (...rules: string[][]) => ({ 15: listed('managed', ...rules) });
const lambda = (...rules: string[][]) => ({ 15: listed('lambda', ...rules) });
const guard = (...rules: string[][]) => ({ 15: listed('guard', ...rules) });
/** The same, from line 16 on. */
const packs = (...items: string[][]) => ({
  15: [
    'conformancePacks:',
    ...items.flatMap(([first, ...others]) => [`  - ${first}`, ...others.map((line) => `    ${line}`)]),
  ].join('\n'),
});

const REGIONS = { 9: '  home: eu-west-1', 10: '  governed: [eu-west-1, eu-central-1, us-east-1]' };
const VERSIONING = 'rule: S3_BUCKET_VERSIONING_ENABLED';
const KEYS = 'rule: ACCESS_KEYS_ROTATED';
const AGE = 'parameters: { maxAccessKeyAge: 90 }';
const CERTIFICATE = 'rule: ACM_CERTIFICATE_EXPIRATION_CHECK';

const check = (_: string, changes: Case[1], ...lines: string[]) => {
  expect(complaintAbout(smallest(changes))).toBe(report(...lines));
};

describe('an identifier', () => {
  const GENERAL = 'write an identifier as in S3_BUCKET_VERSIONING_ENABLED';
  const of = (id: string) => managed([`rule: ${id}`]);
  test.each<Case>([
    ['is a managed rule’s', of('S3_BUCKET_VERSIONING_ENABLED')],
    [
      'is missing',
      managed(['name: a']),
      'line 17, rules.managed[0].rule: is missing; write the identifier of a managed rule',
    ],
    [
      'is near one',
      of('S3_BUCKET_VERSONING_ENABLED'),
      'line 17, rules.managed[0].rule: "S3_BUCKET_VERSONING_ENABLED" is no managed rule of AWS Config; did you mean S3_BUCKET_VERSIONING_ENABLED?',
    ],
    [
      'is near none',
      of('BUCKETS'),
      `line 17, rules.managed[0].rule: "BUCKETS" is no managed rule of AWS Config; ${GENERAL}`,
    ],
    [
      'is written as the guide titles it',
      of('s3-bucket-versioning-enabled'),
      'line 17, rules.managed[0].rule: "s3-bucket-versioning-enabled" is no managed rule of AWS Config; did you mean S3_BUCKET_VERSIONING_ENABLED?',
    ],
    [
      'is written as the guide titles it, which is another word',
      of('restricted-ssh'),
      'line 17, rules.managed[0].rule: "restricted-ssh" is no managed rule of AWS Config; did you mean INCOMING_SSH_DISABLED?',
    ],
    [
      'is written as the guide titles it, with slips',
      of('rds-im-bakcup-plam'),
      'line 17, rules.managed[0].rule: "rds-im-bakcup-plam" is no managed rule of AWS Config; did you mean RDS_IN_BACKUP_PLAN?',
    ],
    [
      'is that of a rule that is no more',
      of('ECS_TASK_DEFINITION_MEMORY_HARD_LIMIT'),
      'line 17, rules.managed[0].rule: "ECS_TASK_DEFINITION_MEMORY_HARD_LIMIT" is withdrawn: AWS no longer evaluates it since 2026-04-03; remove the rule',
    ],
    [
      'is a word of every object',
      of('constructor'),
      `line 17, rules.managed[0].rule: "constructor" is no managed rule of AWS Config; ${GENERAL}`,
    ],
    ['is a number', of('5'), `line 17, rules.managed[0].rule: 5 is no managed rule of AWS Config; ${GENERAL}`],
    ['is nothing', of(''), `line 17, rules.managed[0].rule: null is no managed rule of AWS Config; ${GENERAL}`],
    ['is a list', of('[A]'), `line 17, rules.managed[0].rule: ["A"] is no managed rule of AWS Config; ${GENERAL}`],
  ])('%s', check);
});

describe('the parameters of a managed rule', () => {
  test.each<Case>([
    ['are taken', managed([KEYS, AGE])],
    [
      'have the names that AWS gives them',
      managed([KEYS, 'parameters:', '  maxAccessKeyAge: 90', '  maxAge: 90', '  MaxAccessKeyAge: 9']),
      'line 20, rules.managed[0].parameters.maxAge: is no parameter of ACCESS_KEYS_ROTATED; use maxAccessKeyAge',
      'line 21, rules.managed[0].parameters.MaxAccessKeyAge: is no parameter of ACCESS_KEYS_ROTATED; did you mean maxAccessKeyAge?',
    ],
    [
      'have the form that AWS asks for',
      managed([KEYS, 'parameters:', '  maxAccessKeyAge: ninety']),
      'line 19, rules.managed[0].parameters.maxAccessKeyAge: "ninety" is not a whole number; write a whole number, such as 90',
    ],
    [
      'lack none that AWS requires',
      managed([KEYS]),
      'line 17, rules.managed[0].parameters: ACCESS_KEYS_ROTATED lacks maxAccessKeyAge, which AWS requires; give it a value, such as 90',
    ],
    [
      'are remarked where they stand',
      managed(['rule: ACTIVE_MQ_SUPPORTED_VERSION', 'name: mq', 'parameters: {}']),
      'line 19, rules.managed[0].parameters: ACTIVE_MQ_SUPPORTED_VERSION lacks supportedEngineVersion, which AWS requires; give it a value',
    ],
    [
      'may have 1,024 characters',
      managed(['rule: ACTIVE_MQ_SUPPORTED_VERSION', `parameters: { supportedEngineVersion: ${'x'.repeat(995)} }`]),
    ],
    [
      'may not have 1,025',
      managed(['rule: ACTIVE_MQ_SUPPORTED_VERSION', `parameters: { supportedEngineVersion: ${'x'.repeat(996)} }`]),
      'line 18, rules.managed[0].parameters: the parameters take 1025 characters of 1024; shorten the values',
    ],
  ])('%s', check);
});

test('a parameter is taken as it is written', () => {
  const source = smallest({
    15: `rules:
  managed: [{ rule: EKS_CLUSTER_OLDEST_SUPPORTED_VERSION, parameters: { oldestVersionSupported: 1.30 } }]
  lambda: [{ rule: a, parameters: { account: 012345678901, age: 90, share: 0.5, big: 1e21, text: "007" } }]
conformancePacks: [{ pack: b, parameters: { Version: 5.10, Sign: +5, Strict: true } }]`,
  });
  const { rules, conformancePacks } = parseOrganization(source, 'audit.yaml').config;
  expect(rules.managed[0]!.parameters).toEqual({ oldestVersionSupported: '1.30' });
  expect(rules.lambda[0]!.parameters).toEqual({
    account: '012345678901',
    age: 90,
    share: 0.5,
    big: '1e21',
    text: '007',
  });
  expect(conformancePacks[0]!.parameters).toEqual({ Version: '5.10', Sign: '+5', Strict: true });
});

describe('a frequency', () => {
  test.each<Case>([
    ['is for a rule that runs by the clock', managed([KEYS, AGE, 'frequency: Six_Hours'])],
    ['is for a rule that runs by the clock too', managed([CERTIFICATE, 'frequency: One_Hour'])],
    [
      'is not for a rule that runs when something changes',
      managed([VERSIONING, 'frequency: Six_Hours']),
      'line 18, rules.managed[0].frequency: S3_BUCKET_VERSIONING_ENABLED runs when a resource changes, never by the clock; remove it',
    ],
  ])('%s', check);
});

describe('a scope', () => {
  const of = (...lines: string[]) => managed([VERSIONING, 'scope:', ...lines.map((line) => `  ${line}`)]);
  test.each<Case>([
    ['may be one of its types', of('resourceTypes: [AWS::S3::Bucket]')],
    ['may be one resource', of('resourceTypes: [AWS::S3::Bucket]', 'resourceId: records')],
    ['may be a tag', of('tagKey: stage')],
    ['may be a tag of one value', of('tagKey: stage', 'tagValue: production')],
    [
      'is not a type that the rule does not look at',
      of('resourceTypes:', '  - AWS::S3::Bucket', '  - AWS::EC2::Instance'),
      'line 21, rules.managed[0].scope.resourceTypes[1]: S3_BUCKET_VERSIONING_ENABLED does not look at "AWS::EC2::Instance"; use AWS::S3::Bucket',
    ],
    [
      'may be any type of a rule that names none',
      managed(['rule: IAM_PASSWORD_POLICY', 'scope: { resourceTypes: [AWS::S3::Bucket] }']),
    ],
    [
      'names no type twice',
      of('resourceTypes: [AWS::S3::Bucket, AWS::S3::Bucket]'),
      'line 19, rules.managed[0].scope.resourceTypes[1]: "AWS::S3::Bucket" is listed twice; remove one',
    ],
    [
      'names no resource without its type',
      of('resourceId: records'),
      'line 19, rules.managed[0].scope.resourceId: needs exactly one type beside it; name one type in scope.resourceTypes',
    ],
    [
      'names no resource of two types',
      managed([
        'rule: REQUIRED_TAGS',
        'parameters: { tag1Key: a }',
        'scope: { resourceTypes: [AWS::S3::Bucket, AWS::EC2::Instance], resourceId: a }',
      ]),
      'line 19, rules.managed[0].scope.resourceId: needs exactly one type beside it; name one type in scope.resourceTypes',
    ],
    [
      'names no value without its tag',
      of('tagValue: production'),
      'line 19, rules.managed[0].scope.tagValue: needs the key of the tag beside it; add scope.tagKey',
    ],
    [
      'is either a tag or a type',
      of('resourceTypes: [AWS::S3::Bucket]', 'tagKey: stage'),
      'line 20, rules.managed[0].scope.tagKey: cannot be combined with resourceTypes; choose resources by tag or by type',
    ],
  ])('%s', check);
});

describe('the regions of a managed rule', () => {
  test.each<Case>([
    [
      'may be some of the governed ones',
      { ...REGIONS, ...managed([VERSIONING, 'regions: [us-east-1, eu-central-1]']) },
    ],
    [
      'are governed',
      { ...REGIONS, ...managed([VERSIONING, 'regions:', '  - eu-west-1', '  - eu-west-2']) },
      'line 20, rules.managed[0].regions[1]: "eu-west-2" is not governed; add it to regions.governed, or remove it',
    ],
    [
      'have the rule',
      { ...REGIONS, ...managed(['rule: CLOUDFRONT_SNI_ENABLED', 'regions: [us-east-1, eu-west-1]']) },
      'line 18, rules.managed[0].regions[1]: CLOUDFRONT_SNI_ENABLED does not exist in eu-west-1; remove the region',
    ],
    [
      'are told of once when they are neither governed nor have the rule',
      { ...REGIONS, ...managed(['rule: CLOUDFRONT_SNI_ENABLED', 'regions: [us-east-1, eu-west-2]']) },
      'line 18, rules.managed[0].regions[1]: "eu-west-2" is not governed; add it to regions.governed, or remove it',
    ],
    ['are those that have it', { ...REGIONS, ...managed(['rule: CLOUDFRONT_SNI_ENABLED']) }],
    [
      'do not have the rule at all',
      { 9: '  home: eu-west-1', 10: '  governed: [eu-west-1]', ...managed(['rule: CLOUDFRONT_SNI_ENABLED']) },
      'line 17, rules.managed[0].rule: CLOUDFRONT_SNI_ENABLED exists in no governed region; remove the rule, or govern another region',
    ],
    [
      'have the rule, but the home region does not, of which it speaks',
      {
        9: '  home: cn-north-1',
        10: '  governed: [cn-north-1, cn-northwest-1]',
        11: '  archive: cn-northwest-1',
        ...managed(['rule: ACCOUNT_PART_OF_ORGANIZATIONS']),
      },
      'line 17, rules.managed[0].regions: ACCOUNT_PART_OF_ORGANIZATIONS is about the account as a whole and does not exist in cn-north-1; write [cn-northwest-1]',
    ],
  ])('%s', check);
});

describe('a rule that changes start', () => {
  const ROLES = 'rule: IAM_NO_INLINE_POLICY_CHECK';
  const exclude = (types: string, ...lines: string[]) => ({
    15: `${managed(lines)[15]}\nrecorder: { exclude: [${types}] }`,
  });
  test.each<Case>([
    ['runs where its type is recorded', exclude('AWS::EC2::Instance', VERSIONING)],
    [
      'never runs where its type is left out',
      exclude('AWS::S3::Bucket', VERSIONING),
      'line 17, rules.managed[0].rule: S3_BUCKET_VERSIONING_ENABLED would never run in us-east-1: recorder.exclude leaves out AWS::S3::Bucket; record the type, or remove the rule',
    ],
    ['runs where one of its types is recorded', exclude('AWS::IAM::User', ROLES)],
    [
      'never runs where none is',
      exclude('AWS::IAM::User, AWS::IAM::Role, AWS::IAM::Group', ROLES),
      'line 17, rules.managed[0].rule: IAM_NO_INLINE_POLICY_CHECK would never run in us-east-1: recorder.exclude leaves out AWS::IAM::Group, AWS::IAM::Role, AWS::IAM::User; record the type, or remove the rule',
    ],
    [
      'never runs where its type is left out, in whichever regions',
      { ...REGIONS, ...exclude('AWS::S3::Bucket', VERSIONING) },
      'line 17, rules.managed[0].rule: S3_BUCKET_VERSIONING_ENABLED would never run in eu-west-1, eu-central-1, us-east-1: recorder.exclude leaves out AWS::S3::Bucket; record the type, or remove the rule',
    ],
    [
      'never runs where those that it is told of are left out',
      exclude('AWS::IAM::User', ROLES, 'scope: { resourceTypes: [AWS::IAM::User] }'),
      'line 17, rules.managed[0].rule: IAM_NO_INLINE_POLICY_CHECK would never run in us-east-1: recorder.exclude leaves out AWS::IAM::User; record the type, or remove the rule',
    ],
    ['runs by the clock too when it is started by the clock alone', exclude('AWS::IAM::User', KEYS, AGE)],
    [
      'never runs beyond the home region when its types are global',
      { ...REGIONS, ...managed([ROLES, 'regions: [eu-west-1, us-east-1]']) },
      'line 18, rules.managed[0].regions: IAM_NO_INLINE_POLICY_CHECK would never run in us-east-1: global types are recorded in eu-west-1 alone; write [eu-west-1], or nothing',
    ],
    ['runs in the home region when its types are global', { ...REGIONS, ...managed([ROLES]) }],
  ])('%s', check);
});

describe('the name of a managed rule', () => {
  const x = (length: number) => 'x'.repeat(length);
  test.each<Case>([
    ['may have 64 characters', managed([VERSIONING, `name: ${x(64)}`])],
    [
      'may not have 65 in an organization',
      managed([VERSIONING, `name: ${x(65)}`]),
      `line 18, rules.managed[0].name: "${x(65)}" has 65 characters where an organization rule takes 64; give the rule a shorter name`,
    ],
    ['may have 128 in accounts', managed([VERSIONING, `name: ${x(128)}`, 'deploy: accounts'])],
    [
      'may not have 129',
      managed([VERSIONING, `name: ${x(129)}`, 'deploy: accounts']),
      `line 18, rules.managed[0].name: "${x(76)}... is not the name of a rule; use up to 128 letters, digits, hyphens and underscores (64 for an organization rule)`,
    ],
    [
      'may be too long without being given',
      { 1: `name: ${'a'.repeat(28)}`, ...managed(['rule: SAGEMAKER_INF_EXPERIMENT_INSTANCE_STORAGE_KMS_ENCRYPTED']) },
      `line 17, rules.managed[0].name: "${'a'.repeat(28)}-sagemaker-inf-experiment-instance-storage-kms-e... has 84 characters where an organization rule takes 64; give the rule a shorter name`,
    ],
    [
      'may not be that of another',
      managed([VERSIONING, 'name: a'], ['rule: SNS_ENCRYPTED_KMS', 'name: a']),
      'line 19, rules.managed[1]: its name a is that of rules.managed[0]; give one of them another name',
    ],
    [
      'may not differ in underscores alone',
      managed([VERSIONING, 'name: a_b-c'], ['rule: SNS_ENCRYPTED_KMS', 'name: a-b_c']),
      'line 19, rules.managed[1]: its name a-b_c is that of rules.managed[0]; give one of them another name',
    ],
    [
      'is needed by the second of two',
      { ...REGIONS, ...managed([VERSIONING, 'regions: [eu-west-1]'], [VERSIONING, 'regions: [us-east-1]']) },
      'line 19, rules.managed[1]: its name acme-s3-bucket-versioning-enabled is that of rules.managed[0]; give one of them another name',
    ],
    ['lets a rule be there twice', managed([VERSIONING], [VERSIONING, 'name: again'])],
    [
      'may have a space',
      managed([VERSIONING, 'name: a b']),
      'line 18, rules.managed[0].name: "a b" is not the name of a rule; use up to 128 letters, digits, hyphens and underscores (64 for an organization rule)',
    ],
  ])('%s', check);
});

/** What the four lists have in common, with the line on which keys of their first item begin. */
const LISTS: [list: string, of: (...items: string[][]) => Record<number, string>, first: string, line: number][] = [
  ['rules.managed', managed, VERSIONING, 18],
  ['rules.lambda', lambda, 'rule: iam-user-mfa', 18],
  ['rules.guard', guard, 'rule: s3-bucket-no-website', 18],
  ['conformancePacks', packs, 'pack: cis-aws-5.0.0', 17],
];

describe.each(LISTS)('in %s', (list, of, first, line) => {
  const ACCOUNTS = { 7: '  audit: "222222222222"\n  members: ["333333333333"]' };

  test.each<Case>([
    ['accounts may go without', { ...ACCOUNTS, ...of([first, 'excludedAccounts: ["111111111111", "333333333333"]']) }],
    ['nobody may go without', of([first, 'excludedAccounts: []'])],
    [
      'no account goes without twice',
      { ...ACCOUNTS, ...of([first, 'excludedAccounts: ["111111111111", "111111111111"]']) },
      `line ${line + 1}, ${list}[0].excludedAccounts[1]: "111111111111" is listed twice; remove one`,
    ],
    [
      'not everybody goes without',
      of([first, 'excludedAccounts: ["111111111111", "222222222222"]']),
      `line ${line}, ${list}[0].excludedAccounts: excludes every account; remove the entry instead`,
    ],
    [
      'regions are governed',
      of([first, 'regions: [us-east-1, us-west-1]']),
      `line ${line}, ${list}[0].regions[1]: "us-west-1" is not governed; add it to regions.governed, or remove it`,
    ],
    [
      'regions are one at least',
      of([first, 'regions: []']),
      `line ${line}, ${list}[0].regions: is empty; list a region, or remove it`,
    ],
    [
      'regions are listed once',
      of([first, 'regions: [us-east-1, us-east-1]']),
      `line ${line}, ${list}[0].regions[1]: "us-east-1" is listed twice; remove one`,
    ],
  ])('%s', check);
});

describe.each(LISTS.slice(1))('in %s', (list, of, first, line) => {
  test.each<Case>([
    [
      'the same stands once',
      of([first], [first]),
      `line ${line}, ${list}[1]: ${first.split(' ')[1]} is listed already as ${list}[0]; remove one`,
    ],
    [
      'the same stands once in a region',
      { ...REGIONS, ...of([first, 'regions: [eu-west-1, us-east-1]'], [first, 'regions: [us-east-1]']) },
      `line ${line + 1}, ${list}[1]: ${first.split(' ')[1]} is listed already as ${list}[0]; remove one`,
    ],
    [
      'the same stands once when one of the two is everywhere',
      { ...REGIONS, ...of([first, 'regions: [us-east-1]'], [first]) },
      `line ${line + 1}, ${list}[1]: ${first.split(' ')[1]} is listed already as ${list}[0]; remove one`,
    ],
    [
      'the same may stand in other regions',
      { ...REGIONS, ...of([first, 'regions: [eu-west-1]'], [first, 'regions: [us-east-1]']) },
    ],
  ])('%s', check);
});

describe.each(LISTS.filter(([list]) => list !== 'rules.lambda'))('in %s', (list, of, first, line) => {
  const ids = Array.from({ length: 1001 }, (_, at) => `"${300_000_000_000 + at}"`);
  const excluded = (count: number) => `excludedAccounts: [${ids.slice(0, count).join(', ')}]`;
  const members = { 7: `  audit: "222222222222"\n  members: [${ids.join(', ')}]` };
  test.each<Case>([
    [
      'accounts of the organization that the file does not list may go without',
      of([first, 'excludedAccounts: ["999999999999"]']),
    ],
    [
      'accounts may not that the file does not list, when they hold their own',
      of([first, 'deploy: accounts', 'excludedAccounts: ["111111111111", "999999999999"]']),
      `line ${line + 1}, ${list}[0].excludedAccounts[1]: "999999999999" is not an account of this file; add it, or remove it here`,
    ],
    ['1,000 accounts may go without', of([first, excluded(1000)])],
    [
      '1,001 may not',
      of([first, excluded(1001)]),
      `line ${line}, ${list}[0].excludedAccounts: lists 1001 accounts where AWS takes 1000; list fewer`,
    ],
    ['1,001 may when they hold their own', { ...members, ...of([first, 'deploy: accounts', excluded(1001)]) }],
  ])('%s', check);
});

test('an account that the file does not list has no functions to go without', () => {
  const source = smallest(lambda(['rule: iam-user-mfa', 'excludedAccounts: ["999999999999"]']));
  expect(complaintAbout(source)).toBe(
    report(
      'line 18, rules.lambda[0].excludedAccounts[0]: "999999999999" is not an account of this file; add it, or remove it here',
    ),
  );
});

describe('a list for Guard rules holds nothing twice', () => {
  test.each<Case>([
    [
      'tags',
      { 15: 'rules: { requiredTags: [a, b, a] }' },
      'line 15, rules.requiredTags[2]: "a" is listed twice; remove one',
    ],
    ['tags of another case', { 15: 'rules: { requiredTags: [a, A] }' }],
    [
      'ports',
      { 15: 'rules: { allowedPublicPorts: [443, 443] }' },
      'line 15, rules.allowedPublicPorts[1]: 443 is listed twice; remove one',
    ],
  ])('%s', check);
});

describe('a value of another type', () => {
  const FREQUENCY = 'use One_Hour, Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours';
  const ACCOUNT = 'quote all 12 digits, as in "012345678901"';
  const NAME = 'write the name alone, lower-case, without folder or extension';
  const RETENTION =
    'use one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653';
  test.each<Case>([
    [
      'rules',
      { 15: 'rules: []' },
      'line 15, rules: [] is not a group of keys; write managed, lambda, guard, ... below it',
    ],
    [
      'rules, nothing',
      { 15: 'rules:' },
      'line 15, rules: null is not a group of keys; write managed, lambda, guard, ... below it',
    ],
    [
      'rules.managed',
      { 15: 'rules: { managed: SNS_ENCRYPTED_KMS }' },
      'line 15, rules.managed: "SNS_ENCRYPTED_KMS" is not a list; write ["SNS_ENCRYPTED_KMS"]',
    ],
    [
      'rules.managed[0]',
      managed(['SNS_ENCRYPTED_KMS']),
      'line 17, rules.managed[0]: "SNS_ENCRYPTED_KMS" is not a group of keys; write rule, name, parameters, ... below it',
    ],
    [
      'rules.managed[0].name',
      managed([VERSIONING, 'name: 5']),
      'line 18, rules.managed[0].name: 5 is not the name of a rule; use up to 128 letters, digits, hyphens and underscores (64 for an organization rule)',
    ],
    [
      'rules.managed[0].parameters',
      managed([VERSIONING, 'parameters: [a]']),
      'line 18, rules.managed[0].parameters: ["a"] is not a group of parameters; write name: value below it',
    ],
    [
      'rules.managed[0].parameters, nothing',
      managed([VERSIONING, 'parameters:']),
      'line 18, rules.managed[0].parameters: null is not a group of parameters; write name: value below it',
    ],
    [
      'rules.managed[0].parameters.a',
      managed([VERSIONING, 'parameters: { a: [b] }']),
      'line 18, rules.managed[0].parameters.a: ["b"] is not one value; write a text, a number, true or false',
    ],
    [
      'rules.managed[0].parameters.a, nothing',
      managed([VERSIONING, 'parameters: { a: }']),
      'line 18, rules.managed[0].parameters.a: null is not one value; write a text, a number, true or false',
    ],
    [
      'rules.managed[0].scope',
      managed([VERSIONING, 'scope: AWS::S3::Bucket']),
      'line 18, rules.managed[0].scope: "AWS::S3::Bucket" is not a group of keys; write resourceTypes, resourceId, tagKey, ... below it',
    ],
    [
      'rules.managed[0].scope.resourceTypes',
      managed([VERSIONING, 'scope: { resourceTypes: AWS::S3::Bucket }']),
      'line 18, rules.managed[0].scope.resourceTypes: "AWS::S3::Bucket" is not a list; write ["AWS::S3::Bucket"]',
    ],
    [
      'rules.managed[0].scope.resourceTypes[0]',
      managed([VERSIONING, 'scope: { resourceTypes: [AWS::S3::Buckets] }']),
      'line 18, rules.managed[0].scope.resourceTypes[0]: "AWS::S3::Buckets" is not a type AWS Config records; did you mean "AWS::S3::Bucket"?',
    ],
    [
      'rules.managed[0].scope.resourceId',
      managed([VERSIONING, 'scope: { resourceId: 5 }']),
      'line 18, rules.managed[0].scope.resourceId: 5 is not a resource id; write the id of one resource',
    ],
    [
      'rules.managed[0].scope.tagKey',
      managed([VERSIONING, `scope: { tagKey: ${'k'.repeat(129)} }`]),
      `line 18, rules.managed[0].scope.tagKey: "${'k'.repeat(76)}... is not a tag key; write 1 to 128 characters`,
    ],
    [
      'rules.managed[0].scope.tagValue',
      managed([VERSIONING, `scope: { tagKey: k, tagValue: ${'v'.repeat(257)} }`]),
      `line 18, rules.managed[0].scope.tagValue: "${'v'.repeat(76)}... is not a tag value; write 1 to 256 characters`,
    ],
    [
      'rules.managed[0].frequency',
      managed([KEYS, AGE, 'frequency: Daily']),
      `line 19, rules.managed[0].frequency: "Daily" is not one of the choices; ${FREQUENCY}`,
    ],
    [
      'rules.managed[0].regions',
      managed([VERSIONING, 'regions: us-east-1']),
      'line 18, rules.managed[0].regions: "us-east-1" is not a list; write ["us-east-1"]',
    ],
    [
      'rules.managed[0].regions[0]',
      managed([VERSIONING, 'regions: [us-esat-1]']),
      'line 18, rules.managed[0].regions[0]: "us-esat-1" is not an AWS region; did you mean "us-east-1"?',
    ],
    [
      'rules.managed[0].excludedAccounts',
      managed([VERSIONING, 'excludedAccounts: "111111111111"']),
      'line 18, rules.managed[0].excludedAccounts: "111111111111" is not a list; write ["111111111111"]',
    ],
    [
      'rules.managed[0].excludedAccounts[0]',
      managed([VERSIONING, 'excludedAccounts: [111111111111]']),
      `line 18, rules.managed[0].excludedAccounts[0]: 111111111111 is not an account id; ${ACCOUNT}`,
    ],
    [
      'rules.managed[0].deploy',
      managed([VERSIONING, 'deploy: account']),
      'line 18, rules.managed[0].deploy: "account" is not one of the choices; did you mean "accounts"?',
    ],
    ['rules.lambda', { 15: 'rules: { lambda: {} }' }, 'line 15, rules.lambda: {} is not a list; write [...]'],
    [
      'rules.lambda[0]',
      lambda(['iam-user-mfa']),
      'line 17, rules.lambda[0]: "iam-user-mfa" is not a group of keys; write rule, parameters, frequency, ... below it',
    ],
    [
      'rules.lambda[0].rule',
      lambda(['rule: IamUserMfa']),
      `line 17, rules.lambda[0].rule: "IamUserMfa" is not the name of a Lambda rule; ${NAME}`,
    ],
    ['rules.lambda[0].rule, missing', lambda(['parameters: {}']), `line 17, rules.lambda[0].rule: is missing; ${NAME}`],
    [
      'rules.lambda[0].parameters',
      lambda(['rule: iam-user-mfa', 'parameters: 5']),
      'line 18, rules.lambda[0].parameters: 5 is not a group of parameters; write name: value below it',
    ],
    [
      'rules.lambda[0].frequency',
      lambda(['rule: iam-user-mfa', 'frequency: 6']),
      `line 18, rules.lambda[0].frequency: 6 is not one of the choices; ${FREQUENCY}`,
    ],
    [
      'rules.lambda[0].regions',
      lambda(['rule: iam-user-mfa', 'regions: all']),
      'line 18, rules.lambda[0].regions: "all" is not a list; write ["all"]',
    ],
    [
      'rules.lambda[0].excludedAccounts',
      lambda(['rule: iam-user-mfa', 'excludedAccounts: {}']),
      'line 18, rules.lambda[0].excludedAccounts: {} is not a list; write [...]',
    ],
    ['rules.guard', { 15: 'rules: { guard: 5 }' }, 'line 15, rules.guard: 5 is not a list; write [...]'],
    [
      'rules.guard[0]',
      guard(['[a]']),
      'line 17, rules.guard[0]: ["a"] is not a group of keys; write rule, regions, excludedAccounts, ... below it',
    ],
    [
      'rules.guard[0].rule',
      guard(['rule: policies/guard/a']),
      `line 17, rules.guard[0].rule: "policies/guard/a" is not the name of a Guard rule; ${NAME}`,
    ],
    [
      'rules.guard[0].regions',
      guard(['rule: a', 'regions: 1']),
      'line 18, rules.guard[0].regions: 1 is not a list; write [...]',
    ],
    [
      'rules.guard[0].excludedAccounts',
      guard(['rule: a', 'excludedAccounts: [a]']),
      `line 18, rules.guard[0].excludedAccounts[0]: "a" is not an account id; ${ACCOUNT}`,
    ],
    [
      'rules.guard[0].deploy',
      guard(['rule: a', 'deploy: true']),
      'line 18, rules.guard[0].deploy: true is not one of the choices; use organization, accounts',
    ],
    [
      'rules.requiredTags',
      { 15: 'rules: { requiredTags: owner }' },
      'line 15, rules.requiredTags: "owner" is not a list; write ["owner"]',
    ],
    [
      'rules.requiredTags[0]',
      { 15: 'rules: { requiredTags: ["it\'s"] }' },
      'line 15, rules.requiredTags[0]: "it\'s" is not a tag key; write 1 to 128 characters that tags may have',
    ],
    [
      'rules.requiredTags[0], empty',
      { 15: 'rules: { requiredTags: [""] }' },
      'line 15, rules.requiredTags[0]: "" is not a tag key; write 1 to 128 characters that tags may have',
    ],
    [
      'rules.allowedPublicPorts',
      { 15: 'rules: { allowedPublicPorts: 443 }' },
      'line 15, rules.allowedPublicPorts: 443 is not a list; write [...]',
    ],
    [
      'rules.allowedPublicPorts[0]',
      { 15: 'rules: { allowedPublicPorts: [-1] }' },
      'line 15, rules.allowedPublicPorts[0]: -1 is not a port; write a whole number from 0 to 65535',
    ],
    [
      'rules.allowedPublicPorts[0], too great',
      { 15: 'rules: { allowedPublicPorts: [65536] }' },
      'line 15, rules.allowedPublicPorts[0]: 65536 is not a port; write a whole number from 0 to 65535',
    ],
    [
      'rules.allowedPublicPorts[0], in quotes',
      { 15: 'rules: { allowedPublicPorts: ["443"] }' },
      'line 15, rules.allowedPublicPorts[0]: "443" is not a port; write a whole number from 0 to 65535',
    ],
    [
      'rules.allowedPublicPorts[0], divided',
      { 15: 'rules: { allowedPublicPorts: [44.3] }' },
      'line 15, rules.allowedPublicPorts[0]: 44.3 is not a port; write a whole number from 0 to 65535',
    ],
    [
      'rules.logRetentionDays',
      { 15: 'rules: { logRetentionDays: 366 }' },
      `line 15, rules.logRetentionDays: 366 is not a retention CloudWatch Logs offers; ${RETENTION}`,
    ],
    [
      'rules.serviceLinkedRoleExists',
      { 15: 'rules: { serviceLinkedRoleExists: "true" }' },
      'line 15, rules.serviceLinkedRoleExists: "true" is neither true nor false; write true or false, without quotes',
    ],
    [
      'conformancePacks',
      { 15: 'conformancePacks: { pack: a }' },
      'line 15, conformancePacks: {"pack":"a"} is not a list; write [...]',
    ],
    [
      'conformancePacks[0]',
      packs(['cis-aws-5.0.0']),
      'line 16, conformancePacks[0]: "cis-aws-5.0.0" is not a group of keys; write pack, parameters, regions, ... below it',
    ],
    [
      'conformancePacks[0].pack',
      packs(['pack: CIS']),
      `line 16, conformancePacks[0].pack: "CIS" is not the name of a conformance pack; ${NAME}`,
    ],
    [
      'conformancePacks[0].pack, missing',
      packs(['regions: [us-east-1]']),
      `line 16, conformancePacks[0].pack: is missing; ${NAME}`,
    ],
    [
      'conformancePacks[0].parameters',
      packs(['pack: a', 'parameters: { b: { c: d } }']),
      'line 17, conformancePacks[0].parameters.b: {"c":"d"} is not one value; write a text, a number, true or false',
    ],
    [
      'conformancePacks[0].regions',
      packs(['pack: a', 'regions: {}']),
      'line 17, conformancePacks[0].regions: {} is not a list; write [...]',
    ],
    [
      'conformancePacks[0].excludedAccounts',
      packs(['pack: a', 'excludedAccounts: 5']),
      'line 17, conformancePacks[0].excludedAccounts: 5 is not a list; write [...]',
    ],
    [
      'conformancePacks[0].deploy',
      packs(['pack: a', 'deploy: organisation']),
      'line 17, conformancePacks[0].deploy: "organisation" is not one of the choices; did you mean "organization"?',
    ],
    [
      'conformancePacks[0].oversized',
      packs(['pack: a', 'oversized: bucket']),
      'line 17, conformancePacks[0].oversized: "bucket" is not one of the choices; use split, s3',
    ],
  ])('%s', check);
});

describe('an unknown key', () => {
  test.each<Case>([
    ['of rules', { 15: 'rules: { managd: [] }' }, 'line 15, rules.managd: is not a known key; did you mean "managed"?'],
    [
      'of rules, near none',
      { 15: 'rules: { custom: [] }' },
      'line 15, rules.custom: is not a known key; use managed, lambda, guard, requiredTags, allowedPublicPorts, logRetentionDays, serviceLinkedRoleExists',
    ],
    [
      'of a managed rule',
      managed([VERSIONING, 'organization: true']),
      'line 18, rules.managed[0].organization: is not a known key; use rule, name, parameters, scope, frequency, regions, excludedAccounts, deploy',
    ],
    [
      'of a managed rule, near one',
      managed([VERSIONING, 'region: [us-east-1]']),
      'line 18, rules.managed[0].region: is not a known key; did you mean "regions"?',
    ],
    [
      'of a scope',
      managed([VERSIONING, 'scope: { types: [AWS::S3::Bucket] }']),
      'line 18, rules.managed[0].scope.types: is not a known key; use resourceTypes, resourceId, tagKey, tagValue',
    ],
    [
      'of a Lambda rule',
      lambda(['rule: iam-user-mfa', 'deploy: accounts']),
      'line 18, rules.lambda[0].deploy: is not a known key; use rule, parameters, frequency, regions, excludedAccounts',
    ],
    [
      'of a Guard rule',
      guard(['rule: s3-bucket-no-website', 'parameters: {}']),
      'line 18, rules.guard[0].parameters: is not a known key; use rule, regions, excludedAccounts, deploy',
    ],
    [
      'of a pack',
      packs(['pack: cis-aws-5.0.0', 'split: true']),
      'line 17, conformancePacks[0].split: is not a known key; use pack, parameters, regions, excludedAccounts, deploy, oversized',
    ],
  ])('%s', check);
});

test('everything that is wrong is told at once, in the order of the file', () => {
  const source = smallest({
    15: `rules:
  managed:
    - rule: S3_BUCKET_VERSIONING_ENABLED
      frequency: One_Hour
      regions: [eu-west-1]
    - rule: ACCESS_KEYS_ROTATED
  lambda:
    - rule: iam-user-mfa
    - rule: iam-user-mfa
conformancePacks:
  - pack: cis-aws-5.0.0
    deploy: accounts
    excludedAccounts: ["999999999999"]`,
  });
  expect(complaintAbout(source)).toBe(
    report(
      'line 18, rules.managed[0].frequency: S3_BUCKET_VERSIONING_ENABLED runs when a resource changes, never by the clock; remove it',
      'line 19, rules.managed[0].regions[0]: "eu-west-1" is not governed; add it to regions.governed, or remove it',
      'line 20, rules.managed[1].parameters: ACCESS_KEYS_ROTATED lacks maxAccessKeyAge, which AWS requires; give it a value, such as 90',
      'line 23, rules.lambda[1]: iam-user-mfa is listed already as rules.lambda[0]; remove one',
      'line 27, conformancePacks[0].excludedAccounts[0]: "999999999999" is not an account of this file; add it, or remove it here',
    ),
  );
});
