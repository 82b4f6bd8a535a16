import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ANY_ACCOUNT } from '../../src/conformance/intrinsics';
import { type Deployment, PackFile } from '../../src/conformance/pack-file';
import { type Changes, pack, remediation, rule } from './pack-text';

const HERE: Deployment = { parameters: {}, partition: 'aws', region: 'eu-west-1' };
const KEYS = 'Resources.Keys.Properties';

/** Everything that is wrong with a pack, as the plan would tell it. */
const complaints = (file: PackFile, deployment: Partial<Deployment> = {}): readonly string[] => {
  const problems = file.problems();
  return problems.length > 0 ? problems : file.resolve({ ...HERE, ...deployment }).problems;
};
const lines = (...said: string[]) => said.map((line) => `conformance-packs/team.yaml: ${line}`);

/** What is not as in the small pack, and the lines of the complaint; none when it is accepted. */
type Case = [sentence: string, changes: Changes, ...said: string[]];
const check = (_: string, changes: Changes, ...said: string[]) => {
  expect(complaints(pack(changes))).toEqual(lines(...said));
};

describe('a file', () => {
  test.each<Case>([
    ['is in order', {}],
    ['is no YAML', { 13: '  Other: "a' }, 'line 14: Missing closing "quote; mend the YAML'],
    [
      'gives a key twice',
      { 10: '      ConfigRuleName: keys' },
      'line 10: this key is given above already; remove one of them',
    ],
    [
      'has no conditions and no parameters',
      { 1: '', 2: '', 3: '', 4: '', 11: '      InputParameters: { maxAccessKeyAge: 90 }' },
    ],
    [
      'has a section that packs lack',
      { 1: 'Outputs: {}\nParameters:' },
      'line 1, Outputs: is no section of a conformance pack; use Parameters, Conditions, Resources',
    ],
    [
      'misspells a section',
      { 1: 'Parameter: {}\nParameters:' },
      'line 1, Parameter: is no section of a conformance pack; did you mean "Parameters"?',
    ],
    [
      'has sections that are no groups',
      { 1: 'Parameters: []', 2: '', 3: 'Conditions: Old', 4: '' },
      'line 1, Parameters: is no group; write Name: ...',
      'line 3, Conditions: is no group; write Name: ...',
    ],
  ])('%s', check);

  test.each<[sentence: string, source: string, ...lines: string[]]>([
    ['is empty', '', 'the file: is no template; write Parameters and Resources'],
    ['is a list', '- a', 'the file: is no template; write Parameters and Resources'],
    ['is a word', 'Resources', 'the file: is no template; write Parameters and Resources'],
    ['holds nothing', 'Parameters: {}', 'line 1, Resources: holds nothing; add a rule'],
    ['holds no rule', 'Resources: {}', 'line 1, Resources: holds nothing; add a rule'],
    [
      'holds an empty section',
      'Resources:',
      'line 1, Resources: is no group; write Name: ...',
      'line 1, Resources: holds nothing; add a rule',
    ],
  ])('%s', (_, source, ...expected) => {
    expect(complaints(new PackFile('team.yaml', source))).toEqual(lines(...expected));
  });

  test.each([
    ['team.yaml', 'team'],
    ['team.yml', 'team'],
    ['cis-1.4.0.yaml', 'cis-1.4.0'],
  ])('%s is the pack %s', (path, name) => {
    expect(new PackFile(path, '').name).toBe(name);
  });
});

describe('the packs of a folder', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'org-audit-packs-'));
    for (const file of ['b.yml', 'a.yaml', 'a-1.2.yaml', 'README.md', 'c.yaml.bak']) {
      writeFileSync(join(folder, file), `Resources: { ${file[0]}: 1 }`);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('are its YAML files, sorted', () => {
    expect(PackFile.namesIn(folder)).toEqual(['a-1.2', 'a', 'b']);
  });

  test('are read by name', () => {
    expect([PackFile.read(folder, 'a'), PackFile.read(folder, 'b')].map(({ path, name }) => [path, name])).toEqual([
      ['a.yaml', 'a'],
      ['b.yml', 'b'],
    ]);
  });
});

describe('a parameter', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => `  P${at}: { Type: String, Default: a }`).join('\n');
  test.each<Case>([
    ['is a group', { 2: '  Age: "90"' }, 'line 2, Parameters.Age: is no group; write Type: String and a Default'],
    [
      'is a text',
      { 2: '  Age: { Type: Number, Default: 90 }' },
      'line 2, Parameters.Age.Type: is not String; write Type: String',
    ],
    ['says so', { 2: '  Age: { Default: "90" }' }, 'line 2, Parameters.Age.Type: is not String; write Type: String'],
    [
      'may have words',
      { 2: '  Age: { Type: String, Default: "90", Description: Days., AllowedValues: ["90", "60"] }' },
    ],
    [
      'has no other key',
      { 2: '  Age:\n    Type: String\n    Default: "90"\n    MinLength: 1\n    AllowedValue: []' },
      'line 5, Parameters.Age.MinLength: is no key of a parameter; use Type, Default, Description, AllowedValues',
      'line 6, Parameters.Age.AllowedValue: is no key of a parameter; did you mean "AllowedValues"?',
    ],
    [
      'may have a default of 4,096 characters',
      {
        2: `  Age: { Type: String, Default: "90" }\n  Long: { Type: String, Default: ${'x'.repeat(4096)} }`,
        4: '  Old: !Equals [!Ref Long, ""]',
      },
    ],
    [
      'may not have one of 4,097',
      { 2: `  Age: { Type: String, Default: "${'9'.repeat(4097)}" }` },
      'line 2, Parameters.Age.Default: exceeds 4096 characters; shorten it',
    ],
    [
      'is used',
      { 3: '  Colour: { Type: String, Default: red }\nConditions:' },
      'line 3, Parameters.Colour: is used nowhere; remove it',
    ],
    [
      'needs a value',
      { 2: '  Age: { Type: String }' },
      'line 2, Parameters.Age: has no default; give it a value where audit.yaml names the pack',
      `line 11, ${KEYS}.InputParameters.maxAccessKeyAge: "" is not a whole number; write a whole number, such as 90`,
    ],
    [
      'needs a value that is something',
      { 2: '  Age: { Type: String, Default: }' },
      'line 2, Parameters.Age: has no default; give it a value where audit.yaml names the pack',
      `line 11, ${KEYS}.InputParameters.maxAccessKeyAge: "" is not a whole number; write a whole number, such as 90`,
    ],
    [
      'has one of the values that it allows',
      { 2: '  Age: { Type: String, Default: "90", AllowedValues: [60, 30] }' },
      'line 2, Parameters.Age: does not take "90"; use 60, 30',
    ],
    ['compares them as text', { 2: '  Age: { Type: String, Default: "90", AllowedValues: [90] }' }],
    [
      'is declared',
      { 11: '      InputParameters: { maxAccessKeyAge: !Ref Days }' },
      'line 6, Resources.Keys: there is no parameter Days; declare it under Parameters',
    ],
    [
      'is one of 60',
      { 2: `  Age: { Type: String, Default: "90" }\n${many(60)}` },
      'line 1, Parameters: holds 61, AWS takes 60; declare fewer',
    ],
  ])('%s', check);

  test('may be one of 60', () => {
    const names = Array.from({ length: 59 }, (_, at) => `P${at}`);
    const use = rule(
      'Other',
      'ConfigRuleName: other',
      `Description: !Join ["", [${names.map((name) => `!Ref ${name}`).join(', ')}]]`,
      'Source: { Owner: AWS, SourceIdentifier: SNS_ENCRYPTED_KMS }',
    );
    expect(complaints(pack({ 2: `  Age: { Type: String, Default: "90" }\n${many(59)}`, 13: use }))).toEqual([]);
  });

  test('may be given a value in place of its default, or of none', () => {
    const values = (changes: Changes, parameters: Record<string, string>) =>
      pack(changes).resolve({ ...HERE, parameters }).content.rules[0]!.properties.InputParameters;
    expect(values({}, {})).toEqual({ maxAccessKeyAge: '90' });
    expect(values({}, { Age: '60' })).toEqual({ maxAccessKeyAge: '60' });
    expect(values({ 2: '  Age: { Type: String }' }, { Age: '60' })).toEqual({ maxAccessKeyAge: '60' });
    expect(values({ 2: '  Age: { Type: String, Default: 90 }' }, {})).toEqual({ maxAccessKeyAge: '90' });
  });

  test('is a text, written in quotes or not', () => {
    const value = (usual: string) =>
      pack({ 2: `  Age: { Type: String, Default: ${usual} }` }).resolve(HERE).content.rules[0]!.properties
        .InputParameters;
    for (const usual of ['90', '012', '1.30', 'true', 'yes']) {
      expect(value(usual)).toEqual({ maxAccessKeyAge: usual });
      expect(value(`"${usual}"`)).toEqual({ maxAccessKeyAge: usual });
    }
  });

  test('may be given none but the values that it allows', () => {
    const file = pack({ 2: '  Age: { Type: String, Default: "90", AllowedValues: ["90", "60"] }' });
    expect(complaints(file, { parameters: { Age: '60' } })).toEqual([]);
    expect(complaints(file, { parameters: { Age: '61' } })).toEqual(
      lines('line 2, Parameters.Age: does not take "61"; use 90, 60'),
    );
  });

  test('is known by its name', () => {
    expect(pack({ 2: '  Age: { Type: String, Default: "90" }\n  B: 1' }).parameters).toEqual(['Age', 'B']);
    expect(pack({ 1: 'Parameters: []', 2: '' }).parameters).toEqual([]);
  });
});

describe('a resource', () => {
  test.each<Case>([
    [
      'is a rule or a remediation',
      { 13: '  Bucket: { Type: AWS::S3::Bucket, Properties: {} }' },
      'line 13, Resources.Bucket.Type: is "AWS::S3::Bucket"; a conformance pack holds nothing but rules and remediations; use AWS::Config::ConfigRule or AWS::Config::RemediationConfiguration',
    ],
    [
      'says what it is',
      { 13: '  Bucket: { Properties: {} }' },
      'line 13, Resources.Bucket.Type: is null; a conformance pack holds nothing but rules and remediations; use AWS::Config::ConfigRule or AWS::Config::RemediationConfiguration',
    ],
    [
      'is a group',
      { 13: '  Bucket: a' },
      'line 13, Resources.Bucket.Type: is null; a conformance pack holds nothing but rules and remediations; use AWS::Config::ConfigRule or AWS::Config::RemediationConfiguration',
    ],
    [
      'has properties',
      { 13: '  Bare: { Type: AWS::Config::ConfigRule }' },
      'line 13, Resources.Bare: has no Properties; add them',
    ],
    ['may depend on another', { 7: '    Type: AWS::Config::ConfigRule\n    DependsOn: Other' }],
    [
      'has no other key',
      { 7: '    Type: AWS::Config::ConfigRule\n    DeletionPolicy: Retain' },
      'line 8, Resources.Keys.DeletionPolicy: is no key of a resource here; remove it',
    ],
    [
      'has functions that packs may use',
      { 10: '      Description: !GetAtt a.b' },
      'line 6, Resources.Keys: Fn::GetAtt is not among the functions a pack may use: Ref, Fn::Sub, Fn::If, Fn::Join',
    ],
    [
      'has conditions that are declared',
      { 7: '    Type: AWS::Config::ConfigRule\n    Condition: Older' },
      'line 8, Resources.Keys.Condition: there is no condition Older; declare it under Conditions',
    ],
    [
      'is resolved, wanted or not',
      { 7: '    Type: AWS::Config::ConfigRule\n    Condition: Old', 10: '      Description: !Ref Words' },
      'line 6, Resources.Keys: there is no parameter Words; declare it under Parameters',
    ],
  ])('%s', check);

  const ids = (changes: Changes, parameters: Record<string, string>) =>
    pack(changes)
      .resolve({ ...HERE, parameters })
      .content.rules.map(({ id }) => id);
  const OTHER = rule('Other', 'ConfigRuleName: other', 'Source: { Owner: AWS, SourceIdentifier: SNS_ENCRYPTED_KMS }');

  test('is there when its condition holds', () => {
    const changes = { 7: '    Type: AWS::Config::ConfigRule\n    Condition: Old', 13: OTHER };
    expect(ids(changes, { Age: '365' })).toEqual(['Keys', 'Other']);
    expect(ids(changes, { Age: '90' })).toEqual(['Other']);
  });

  test('tells what its condition refers to as used', () => {
    expect(complaints(pack({ 7: '    Type: AWS::Config::ConfigRule\n    Condition: Old', 13: OTHER }))).toEqual([]);
  });
});

describe('a condition', () => {
  test.each<Case>([
    ['may refer to another', { 4: '  Old: !Not [!Condition Young]\n  Young: !Equals [!Ref Age, "90"]' }],
    [
      'is in order, used or not',
      { 4: '  Old: !Equals [!Ref Days, "365"]\n  Odd: yes' },
      'line 4, Conditions.Old: there is no parameter Days; declare it under Parameters',
      'line 5, Conditions.Odd: a condition is made of Fn::Equals, Fn::Not, Fn::And, Fn::Or and Condition',
    ],
    [
      'does not refer to itself',
      { 4: '  Old: !Condition Older\n  Older: !Condition Old' },
      'line 4, Conditions.Old: the condition Old refers to itself',
      'line 5, Conditions.Older: the condition Older refers to itself',
    ],
  ])('%s', check);
});

describe('a rule', () => {
  const SNS = 'Source: { Owner: AWS, SourceIdentifier: SNS_ENCRYPTED_KMS }';
  const x = (length: number) => 'x'.repeat(length);
  test.each<Case>([
    [
      'has no other key',
      { 10: '      Discription: a\n      Tags: []' },
      `line 10, ${KEYS}.Discription: is no key here; did you mean "Description"?`,
      `line 11, ${KEYS}.Tags: is no key here; use ConfigRuleName, Description, InputParameters, MaximumExecutionFrequency, Scope, Source`,
    ],
    ['has a name', { 9: '' }, `line 8, ${KEYS}.ConfigRuleName: null is no name of a rule; write 1 to 128 characters`],
    [
      'has a name that is something',
      { 9: '      ConfigRuleName: ""' },
      `line 9, ${KEYS}.ConfigRuleName: "" is no name of a rule; write 1 to 128 characters`,
    ],
    [
      'has a name that is a text',
      { 9: '      ConfigRuleName: 5' },
      `line 9, ${KEYS}.ConfigRuleName: 5 is no name of a rule; write 1 to 128 characters`,
    ],
    ['may have a name of 128 characters', { 9: `      ConfigRuleName: ${x(128)}` }],
    [
      'may not have one of 129',
      { 9: `      ConfigRuleName: ${x(129)}` },
      `line 9, ${KEYS}.ConfigRuleName: "${x(76)}... is no name of a rule; write 1 to 128 characters`,
    ],
    ['may have no description', { 10: '' }],
    ['may have one of 256 characters', { 10: `      Description: ${x(256)}` }],
    [
      'may not have one of 257',
      { 10: `      Description: ${x(257)}` },
      `line 10, ${KEYS}.Description: has 257 characters of 256; shorten it`,
    ],
    [
      'says whose it is',
      { 12: '      Source: { SourceIdentifier: ACCESS_KEYS_ROTATED }' },
      `line 12, ${KEYS}.Source.Owner: does not say whose rule it is; write Owner: AWS or CUSTOM_LAMBDA or CUSTOM_POLICY`,
    ],
    [
      'has a source',
      { 12: '' },
      `line 8, ${KEYS}.Source.Owner: does not say whose rule it is; write Owner: AWS or CUSTOM_LAMBDA or CUSTOM_POLICY`,
    ],
    [
      'is AWS’s or custom',
      { 12: '      Source: { Owner: CUSTOM, SourceIdentifier: a }' },
      `line 12, ${KEYS}.Source.Owner: does not say whose rule it is; write Owner: AWS or CUSTOM_LAMBDA or CUSTOM_POLICY`,
    ],
    [
      'has a name of its own, not another’s',
      { 9: '      ConfigRuleName: !Ref Keys' },
      'line 6, Resources.Keys: there is no parameter Keys; declare it under Parameters',
    ],
    [
      'is not another by name',
      { 13: rule('Again', 'ConfigRuleName: keys', SNS) },
      'line 13, Resources.Again: has the name keys of Keys; give it a name of its own',
    ],
    [
      'is not another by what it asks',
      {
        13: rule(
          'Again',
          'ConfigRuleName: again',
          'InputParameters: { maxAccessKeyAge: 90 }',
          'Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED }',
        ),
      },
      'line 13, Resources.Again: is the same rule as Keys; remove one',
    ],
    [
      'may be AWS’s same rule with other values',
      {
        13: rule(
          'Again',
          'ConfigRuleName: again',
          'InputParameters: { maxAccessKeyAge: 30 }',
          'Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED }',
        ),
      },
    ],
    [
      'may be AWS’s same rule for other resources',
      {
        13: `${rule('One', 'ConfigRuleName: one', 'Scope: { TagKey: a }', SNS)}\n${rule('Two', 'ConfigRuleName: two', 'Scope: { TagKey: b }', SNS)}`,
      },
    ],
  ])('%s', check);
});

describe('a managed rule', () => {
  const of = (...properties: string[]) => ({ 13: rule('One', 'ConfigRuleName: one', ...properties) });
  const source = (id: string) => `Source: { Owner: AWS, SourceIdentifier: ${id} }`;
  const ONE = 'Resources.One.Properties';
  test.each<Case>([
    ['is known', of(source('SNS_ENCRYPTED_KMS'))],
    [
      'is near one',
      of(source('SNS_ENCRYPTED_KSM')),
      `line 17, ${ONE}.Source.SourceIdentifier: "SNS_ENCRYPTED_KSM" is no managed rule of AWS Config; did you mean SNS_ENCRYPTED_KMS?`,
    ],
    [
      'is written as the guide titles it',
      of(source('restricted-ssh')),
      `line 17, ${ONE}.Source.SourceIdentifier: "restricted-ssh" is no managed rule of AWS Config; did you mean INCOMING_SSH_DISABLED?`,
    ],
    [
      'is near none',
      of(source('TOPICS')),
      `line 17, ${ONE}.Source.SourceIdentifier: "TOPICS" is no managed rule of AWS Config; write an identifier as in S3_BUCKET_VERSIONING_ENABLED`,
    ],
    [
      'is a word of every object',
      of(source('constructor')),
      `line 17, ${ONE}.Source.SourceIdentifier: "constructor" is no managed rule of AWS Config; write an identifier as in S3_BUCKET_VERSIONING_ENABLED`,
    ],
    [
      'is missing',
      of('Source: { Owner: AWS }'),
      `line 17, ${ONE}.Source.SourceIdentifier: null is no managed rule of AWS Config; write an identifier as in S3_BUCKET_VERSIONING_ENABLED`,
    ],
    [
      'is withdrawn',
      of(source('ECS_TASK_DEFINITION_MEMORY_HARD_LIMIT')),
      `line 17, ${ONE}.Source.SourceIdentifier: "ECS_TASK_DEFINITION_MEMORY_HARD_LIMIT" is withdrawn: AWS no longer evaluates it since 2026-04-03; remove the rule`,
    ],
    [
      'lacks what AWS requires',
      { 11: '' },
      `line 8, ${KEYS}.InputParameters: ACCESS_KEYS_ROTATED lacks maxAccessKeyAge, which AWS requires; give it a value, such as 90`,
    ],
    [
      'has a parameter of no such name',
      { 11: '      InputParameters: { maxAccessKeyAge: !Ref Age, maxaccesskeyage: 5 }' },
      `line 11, ${KEYS}.InputParameters.maxaccesskeyage: is no parameter of ACCESS_KEYS_ROTATED; did you mean maxAccessKeyAge?`,
    ],
    [
      'has a value of the wrong form',
      { 2: '  Age: { Type: String, Default: old }' },
      `line 11, ${KEYS}.InputParameters.maxAccessKeyAge: "old" is not a whole number; write a whole number, such as 90`,
    ],
    ['has parameters in JSON', of('InputParameters: \'{"maxAccessKeyAge": "30"}\'', source('ACCESS_KEYS_ROTATED'))],
    [
      'has parameters in JSON that are wrong',
      of('InputParameters: \'{"maxAge": 30}\'', source('SNS_ENCRYPTED_KMS')),
      `line 17, ${ONE}.InputParameters.maxAge: is no parameter of SNS_ENCRYPTED_KMS; use kmsKeyIds`,
    ],
    [
      'has parameters that are a list',
      of('InputParameters: [a]', source('SNS_ENCRYPTED_KMS')),
      `line 17, ${ONE}.InputParameters: ["a"] is no group of parameters; write name: value below it`,
    ],
    [
      'has parameters that are a text',
      of('InputParameters: "{"', source('SNS_ENCRYPTED_KMS')),
      `line 17, ${ONE}.InputParameters: "{" is no group of parameters; write name: value below it`,
    ],
    [
      'has parameters that are nothing',
      of('InputParameters:', source('SNS_ENCRYPTED_KMS')),
      `line 17, ${ONE}.InputParameters: null is no group of parameters; write name: value below it`,
    ],
    [
      'has a parameter that its condition drops',
      of('InputParameters: { kmsKeyIds: !If [Old, a, !Ref AWS::NoValue] }', source('SNS_ENCRYPTED_KMS')),
    ],
    [
      'runs by the clock',
      of(
        'MaximumExecutionFrequency: Six_Hours',
        'InputParameters: { maxAccessKeyAge: 30 }',
        source('ACCESS_KEYS_ROTATED'),
      ),
    ],
    ['runs by the clock too', of('MaximumExecutionFrequency: One_Hour', source('ACM_CERTIFICATE_EXPIRATION_CHECK'))],
    [
      'runs by a clock of no such kind',
      of(
        'MaximumExecutionFrequency: Six_Hour',
        'InputParameters: { maxAccessKeyAge: 30 }',
        source('ACCESS_KEYS_ROTATED'),
      ),
      `line 17, ${ONE}.MaximumExecutionFrequency: "Six_Hour" is no frequency; did you mean "Six_Hours"?`,
    ],
    [
      'runs by no clock',
      of('MaximumExecutionFrequency: Six_Hours', source('SNS_ENCRYPTED_KMS')),
      `line 17, ${ONE}.MaximumExecutionFrequency: SNS_ENCRYPTED_KMS runs when a resource changes, never by the clock; remove it`,
    ],
    ['looks at its types', of('Scope: { ComplianceResourceTypes: [AWS::SNS::Topic] }', source('SNS_ENCRYPTED_KMS'))],
    [
      'looks at others',
      of('Scope: { ComplianceResourceTypes: [AWS::SNS::Topic, AWS::SQS::Queue] }', source('SNS_ENCRYPTED_KMS')),
      `line 17, ${ONE}.Scope.ComplianceResourceTypes: SNS_ENCRYPTED_KMS does not look at "AWS::SQS::Queue"; use AWS::SNS::Topic`,
    ],
    [
      'looks at any type when it names none',
      of('Scope: { ComplianceResourceTypes: [AWS::SNS::Topic] }', source('IAM_PASSWORD_POLICY')),
    ],
    ['has a scope of another kind', of('Scope: { TagKey: stage }', source('SNS_ENCRYPTED_KMS'))],
  ])('%s', check);
});

describe('a process check', () => {
  const reminder = (id: string, ...more: string[]) =>
    rule(id, `ConfigRuleName: ${id}`, ...more, 'Source: { Owner: AWS, SourceIdentifier: AWS_CONFIG_PROCESS_CHECK }');
  test.each<Case>([
    ['is taken', { 13: reminder('One') }],
    [
      'is taken beside others',
      { 13: [reminder('One'), reminder('Two'), reminder('Three', 'Description: a')].join('\n') },
    ],
    [
      'has a name of its own',
      { 13: [reminder('One'), reminder('Two').replace('ConfigRuleName: Two', 'ConfigRuleName: One')].join('\n') },
      'line 18, Resources.Two: has the name One of One; give it a name of its own',
    ],
    [
      'has a description that fits',
      { 13: reminder('One', `Description: ${'x'.repeat(257)}`) },
      'line 17, Resources.One.Properties.Description: has 257 characters of 256; shorten it',
    ],
  ])('%s', check);
});

describe('a Lambda rule', () => {
  const ONE = 'Resources.One.Properties';
  const MESSAGE = 'SourceDetails: [{ EventSource: aws.config, MessageType: ScheduledNotification }]';
  const of = (arn: string, details = MESSAGE, ...more: string[]) => ({
    13: rule(
      'One',
      'ConfigRuleName: one',
      ...more,
      'Source:',
      '  Owner: CUSTOM_LAMBDA',
      `  SourceIdentifier: ${arn}`,
      `  ${details}`,
    ),
  });
  const OURS = '!Sub "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:check"';
  const message = (type: string) => `SourceDetails: [{ EventSource: aws.config, MessageType: ${type} }]`;
  const NO_ARN = `line 19, ${ONE}.Source.SourceIdentifier: is not the ARN of a function; write the ARN of a Lambda function, its parts from AWS::Partition, AWS::Region and AWS::AccountId`;
  const ALL =
    'use ConfigurationItemChangeNotification, OversizedConfigurationItemChangeNotification, ScheduledNotification, ConfigurationSnapshotDeliveryCompleted';
  test.each<Case>([
    ['names a function of its account', of(OURS)],
    ['names a function of a certain account', of('arn:aws:lambda:eu-west-1:111111111111:function:check')],
    ['names an alias of a function', of('arn:aws-us-gov:lambda:us-gov-west-1:111111111111:function:check:live')],
    ['names a function alone', of('check'), NO_ARN],
    ['names a role', of('arn:aws:iam::111111111111:role/check'), NO_ARN],
    ['names nothing', of(''), NO_ARN],
    ['names a function of no account', of('arn:aws:lambda:eu-west-1::function:check'), NO_ARN],
    [
      'says no message',
      of(OURS, 'SourceDetails: []'),
      `line 20, ${ONE}.Source.SourceDetails: does not say what starts the rule; list EventSource: aws.config and a MessageType`,
    ],
    [
      'says one that is no list',
      of(OURS, 'SourceDetails: ScheduledNotification'),
      `line 20, ${ONE}.Source.SourceDetails: does not say what starts the rule; list EventSource: aws.config and a MessageType`,
    ],
    ['starts with a change', of(OURS, message('ConfigurationItemChangeNotification'))],
    ['starts with a large change', of(OURS, message('OversizedConfigurationItemChangeNotification'))],
    ['starts with a snapshot', of(OURS, message('ConfigurationSnapshotDeliveryCompleted'))],
    [
      'starts with something else',
      of(OURS, message('ConfigurationHistoryDeliveryCompleted')),
      `line 20, ${ONE}.Source.SourceDetails: names a message that does not start the rule; ${ALL}`,
    ],
    [
      'starts with two things else, which is said once',
      of(OURS, 'SourceDetails: [ScheduledNotification, Sunrise]'),
      `line 20, ${ONE}.Source.SourceDetails: names a message that does not start the rule; ${ALL}`,
    ],
    [
      'starts with a word',
      of(OURS, 'SourceDetails: [ScheduledNotification]'),
      `line 20, ${ONE}.Source.SourceDetails: names a message that does not start the rule; ${ALL}`,
    ],
    ['has parameters of 1,024 characters', of(OURS, MESSAGE, `InputParameters: { a: ${'x'.repeat(1016)} }`)],
    [
      'has parameters of 1,025',
      of(OURS, MESSAGE, `InputParameters: { a: ${'x'.repeat(1017)} }`),
      `line 17, ${ONE}.InputParameters: the parameters take 1025 characters of 1024; shorten the values`,
    ],
  ])('%s', (_, changes, ...expected) => {
    expect(complaints(pack(changes))).toEqual(lines(...expected));
    // An account that is known changes nothing.
    expect(complaints(pack(changes), { account: '111111111111' })).toEqual(lines(...expected));
  });
});

describe('a Guard rule', () => {
  const ONE = 'Resources.One.Properties';
  const of = (
    policy: string,
    runtime = 'PolicyRuntime: guard-2.x.x',
    message = 'ConfigurationItemChangeNotification',
  ) => ({
    13: rule(
      'One',
      'ConfigRuleName: one',
      'Source:',
      '  Owner: CUSTOM_POLICY',
      `  SourceDetails: [{ EventSource: aws.config, MessageType: ${message} }]`,
      '  CustomPolicyDetails:',
      `    ${runtime}`,
      `    PolicyText: ${policy}`,
    ),
  });
  const NO_POLICY = `line 22, ${ONE}.Source.CustomPolicyDetails.PolicyText: is no Guard policy of 1 to 10000 characters; write one, or divide it`;
  test.each<Case>([
    ['has a policy', of('rule a { b exists }')],
    ['has a policy of 10,000 characters', of('x'.repeat(10_000))],
    ['has none of 10,001', of('x'.repeat(10_001)), NO_POLICY],
    ['has none that is empty', of('" "'), NO_POLICY],
    ['has none that is nothing', of(''), NO_POLICY],
    [
      'has a runtime',
      of('a', 'EnableDebugLogDelivery: false'),
      `line 20, ${ONE}.Source.CustomPolicyDetails.PolicyRuntime: is null; write guard-2.x.x`,
    ],
    [
      'has a runtime that there is',
      of('a', 'PolicyRuntime: guard-3.x.x'),
      `line 21, ${ONE}.Source.CustomPolicyDetails.PolicyRuntime: is "guard-3.x.x"; write guard-2.x.x`,
    ],
    ['starts with a large change', of('a', undefined, 'OversizedConfigurationItemChangeNotification')],
    [
      'does not run by the clock',
      of('a', undefined, 'ScheduledNotification'),
      `line 19, ${ONE}.Source.SourceDetails: names a message that does not start the rule; use ConfigurationItemChangeNotification, OversizedConfigurationItemChangeNotification`,
    ],
  ])('%s', check);

  test('without details says nothing at all', () => {
    const changes = { 13: rule('One', 'ConfigRuleName: one', 'Source: { Owner: CUSTOM_POLICY }') };
    expect(complaints(pack(changes))).toEqual(
      lines(
        `line 17, ${ONE}.Source.SourceDetails: does not say what starts the rule; list EventSource: aws.config and a MessageType`,
        `line 17, ${ONE}.Source.CustomPolicyDetails.PolicyRuntime: is null; write guard-2.x.x`,
        `line 17, ${ONE}.Source.CustomPolicyDetails.PolicyText: is no Guard policy of 1 to 10000 characters; write one, or divide it`,
      ),
    );
  });
});

describe('a remediation', () => {
  const MEND = 'Resources.Mend.Properties';
  const [NAME, TYPE, TARGET] = ['ConfigRuleName: keys', 'TargetType: SSM_DOCUMENT', 'TargetId: AWSConfigRemediation-X'];
  const of = (...properties: string[]) => ({ 13: remediation('Mend', ...properties) });
  test.each<Case>([
    ['is of a rule of the pack', of(NAME, TYPE, TARGET)],
    ['is of a rule by its key', of('ConfigRuleName: Keys', TYPE, TARGET)],
    ['is of a rule by a reference', of('ConfigRuleName: !Ref Keys', TYPE, TARGET)],
    [
      'is of another rule',
      of('ConfigRuleName: locks', TYPE, TARGET),
      `line 16, ${MEND}.ConfigRuleName: names locks, which is no rule of the pack; name one of its rules`,
    ],
    [
      'is of a reference to nothing',
      of('ConfigRuleName: !Ref Locks', TYPE, TARGET),
      'line 13, Resources.Mend: there is no parameter Locks; declare it under Parameters',
    ],
    [
      'is of a rule that is not wanted',
      { 7: '    Type: AWS::Config::ConfigRule\n    Condition: Old', ...of(NAME, TYPE, TARGET) },
      `line 17, ${MEND}.ConfigRuleName: names keys, which is no rule of the pack; name one of its rules`,
    ],
    ['is of no rule', of(TYPE, TARGET), `line 15, ${MEND}.ConfigRuleName: is missing; add it`],
    [
      'runs a document',
      of(NAME, 'TargetType: LAMBDA', TARGET),
      `line 17, ${MEND}.TargetType: is not SSM_DOCUMENT; write SSM_DOCUMENT`,
    ],
    ['names its document', of(NAME, TYPE, 'TargetId: ""'), `line 18, ${MEND}.TargetId: is missing; add it`],
    [
      'has every key that there is',
      of(
        NAME,
        TYPE,
        TARGET,
        'TargetVersion: "1"',
        'ResourceType: AWS::IAM::User',
        'Parameters: { a: { StaticValue: { Values: [b] } } }',
        'ExecutionControls: { SsmControls: {} }',
        'Automatic: false',
      ),
    ],
    [
      'has no other key',
      of(NAME, TYPE, TARGET, 'Automatical: true'),
      `line 19, ${MEND}.Automatical: is no key here; did you mean "Automatic"?`,
    ],
    [
      'is automatic',
      of(NAME, TYPE, TARGET, 'Automatic: true', 'MaximumAutomaticAttempts: 5', 'RetryAttemptSeconds: 60'),
    ],
    [
      'is automatic by a text',
      of(NAME, TYPE, TARGET, 'Automatic: "true"', 'MaximumAutomaticAttempts: "5"'),
      `line 15, ${MEND}.RetryAttemptSeconds: is missing, which Automatic needs; write a number`,
    ],
    [
      'is automatic without attempts',
      of(NAME, TYPE, TARGET, 'Automatic: true', 'RetryAttemptSeconds: soon'),
      `line 15, ${MEND}.MaximumAutomaticAttempts: is missing, which Automatic needs; write a number`,
      `line 20, ${MEND}.RetryAttemptSeconds: is missing, which Automatic needs; write a number`,
    ],
    [
      'is automatic or not',
      of(NAME, TYPE, TARGET, 'Automatic: yes'),
      `line 19, ${MEND}.Automatic: "yes" is neither true nor false; write true or false`,
    ],
  ])('%s', check);

  test('keeps its rule’s name, however it says it', () => {
    for (const name of ['keys', 'Keys', '!Ref Keys']) {
      const { content } = pack(of(`ConfigRuleName: ${name}`, TYPE, TARGET)).resolve(HERE);
      expect(content.remediations).toMatchObject([{ id: 'Mend', ruleName: 'keys' }]);
    }
  });

  test('goes with its rule', () => {
    const source = 'Source: { Owner: AWS, SourceIdentifier: SNS_ENCRYPTED_KMS }';
    const changes = { 13: `${rule('Topic', 'ConfigRuleName: topic', source)}\n${of(NAME, TYPE, TARGET)[13]}` };
    const { content } = pack(changes).resolve(HERE);
    const part = (wanted: string) => {
      const { rules, remediations } = content.part(({ name }) => name === wanted);
      return [rules.map(({ id }) => id), remediations.map(({ id }) => id)];
    };
    expect([part('keys'), part('topic'), part('other')]).toEqual([
      [['Keys'], ['Mend']],
      [['Topic'], []],
      [[], []],
    ]);
  });
});

describe('what is resolved', () => {
  const LAMBDA = rule(
    'Own',
    'ConfigRuleName: own',
    'Source:',
    '  Owner: CUSTOM_LAMBDA',
    '  SourceIdentifier: !Sub "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:own"',
    '  SourceDetails: [{ EventSource: aws.config, MessageType: ScheduledNotification }]',
  );

  test('says of each rule whose it is', () => {
    const { content } = pack({ 13: LAMBDA }).resolve(HERE);
    expect(content.rules).toMatchObject([
      { id: 'Keys', name: 'keys', managed: { id: 'ACCESS_KEYS_ROTATED' }, functionArn: undefined },
      {
        id: 'Own',
        name: 'own',
        managed: undefined,
        functionArn: `arn:aws:lambda:eu-west-1:${ANY_ACCOUNT}:function:own`,
      },
    ]);
    expect(content.rules[0]!.properties).toEqual({
      ConfigRuleName: 'keys',
      Description: 'Keys are young.',
      InputParameters: { maxAccessKeyAge: '90' },
      Source: { Owner: 'AWS', SourceIdentifier: 'ACCESS_KEYS_ROTATED' },
    });
  });

  test('follows partition, region and account', () => {
    const china = { partition: 'aws-cn', region: 'cn-north-1', account: '111111111111' };
    const { content } = pack({ 13: LAMBDA }).resolve({ ...HERE, ...china });
    expect(content.rules[1]!.functionArn).toBe('arn:aws-cn:lambda:cn-north-1:111111111111:function:own');
  });

  test('tells everything at once, each thing once', () => {
    const changes = {
      2: '  Age: { Type: String, Default: "90", AllowedValues: ["60"] }\n  B: { Type: String, Default: b }',
      9: '',
      13: rule('Other', 'ConfigRuleName: other', 'Description: !Ref C', 'Source: { Owner: AWS }'),
    };
    expect(complaints(pack(changes))).toEqual(
      lines(
        'line 2, Parameters.Age: does not take "90"; use 60',
        'line 14, Resources.Other: there is no parameter C; declare it under Parameters',
        'line 3, Parameters.B: is used nowhere; remove it',
        `line 9, ${KEYS}.ConfigRuleName: null is no name of a rule; write 1 to 128 characters`,
      ),
    );
  });
});
