import { type Entry, packContents } from '../../src/frameworks/contents';
import type { Control, Framework } from '../../src/frameworks/framework';
import type { OwnRules } from '../../src/frameworks/own-rules';
import { packFile } from '../../src/frameworks/pack-file';
import { topicOf } from '../../src/frameworks/topics';
import { parseTemplate } from './packs';
import { STANDARDS } from './standards';

const control = (id: string, said: Partial<Control> = {}): Control => ({
  id,
  title: id,
  rules: [],
  basis: 'derived',
  ...said,
});

const framework = (controls: readonly Control[], said: Partial<Framework> = {}): Framework => ({
  id: 'standard',
  title: 'A Standard',
  short: 'STD',
  version: '1',
  source: 'Derived: made up.',
  controlsAll: controls.length,
  controls,
  ...said,
});

const NO_RULES: OwnRules = { lambda: {}, guard: {} };
const file = (standard: Framework, own: OwnRules, name = 'standard') =>
  packFile(
    packContents(standard).find((one) => one.name === name)!,
    own,
  ).text;

/** Files by name, with the names of their rules. */
const layout = (standard: Framework) =>
  Object.fromEntries(packContents(standard).map(({ name, entries }) => [name, entries.map((entry) => entry.name)]));

describe('which rules go where', () => {
  test('additional rules have a file of their own, but where they are all that a control has', () => {
    const standard = framework([
      control('1', { rules: ['S3_BUCKET_VERSIONING_ENABLED'], additional: ['RDS_STORAGE_ENCRYPTED'] }),
      control('2', { related: ['SNS_ENCRYPTED_KMS'], additional: ['EFS_ENCRYPTED_CHECK'] }),
      control('3', { additional: ['EFS_ENCRYPTED_CHECK'], lambda: ['iam-root-unused'] }),
    ]);
    expect(layout(standard)).toEqual({
      standard: ['EFS_ENCRYPTED_CHECK', 'S3_BUCKET_VERSIONING_ENABLED', 'SNS_ENCRYPTED_KMS', 'iam-root-unused'],
      'standard-additional': ['RDS_STORAGE_ENCRYPTED'],
    });
  });

  test('rules of us-east-1 have a file of their own', () => {
    const standard = framework([
      control('1', { rules: ['CLOUDFRONT_ACCESSLOGS_ENABLED', 'SNS_ENCRYPTED_KMS'] }),
      control('2', { rules: ['SNS_ENCRYPTED_KMS'], additional: ['CLOUDFRONT_SECURITY_POLICY_CHECK'] }),
    ]);
    expect(layout(standard)).toEqual({
      standard: ['SNS_ENCRYPTED_KMS'],
      'standard-additional-us-east-1': ['CLOUDFRONT_SECURITY_POLICY_CHECK'],
      'standard-us-east-1': ['CLOUDFRONT_ACCESSLOGS_ENABLED'],
    });
  });

  test('a divided framework has a file for each topic', () => {
    const rules = ['EC2_EBS_ENCRYPTION_BY_DEFAULT', 'EC2_IMDSV2_CHECK', 'IAM_PASSWORD_POLICY', 'RDS_STORAGE_ENCRYPTED'];
    const own = { lambda: ['vpc-flow-logs'], guard: ['config-recorder-complete'] };
    expect(layout(framework([control('1', { rules, ...own })], { divided: true }))).toEqual({
      'standard-access-and-logging': ['IAM_PASSWORD_POLICY', 'config-recorder-complete'],
      'standard-compute-and-network': ['EC2_IMDSV2_CHECK', 'vpc-flow-logs'],
      'standard-data': ['EC2_EBS_ENCRYPTION_BY_DEFAULT', 'RDS_STORAGE_ENCRYPTED'],
    });
  });

  test('rules that need a value of their user are in no file', () => {
    const standard = framework([control('1', { rules: ['IAM_ROLE_MANAGED_POLICY_CHECK', 'SNS_ENCRYPTED_KMS'] })]);
    expect(layout(standard)).toEqual({ standard: ['SNS_ENCRYPTED_KMS'] });
  });

  test('a further rule moves no other', () => {
    const pci = STANDARDS.find(({ id }) => id === 'pci-dss-4.0.1')!;
    const [first, ...others] = pci.controls;
    const further = ['AMPLIFY_APP_TAGGED', 'GLUE_JOB_TAGGED', 'IAM_OIDC_PROVIDER_TAGGED', 'LIGHTSAIL_DISK_TAGGED'];
    const more = layout({ ...pci, controls: [{ ...first!, rules: further }, ...others] });
    const before = Object.entries(layout(pci));
    expect(before.map(([name, rules]) => [name, rules.filter((rule) => !more[name]?.includes(rule))])).toEqual(
      before.map(([name]) => [name, []]),
    );
  });

  test.each([
    ['access-and-logging', 'ROOT_ACCOUNT_MFA_ENABLED', []],
    ['access-and-logging', 'CW_LOGGROUP_RETENTION_PERIOD_CHECK', ['AWS::Logs::LogGroup']],
    ['data', 'ENCRYPTED_VOLUMES', ['AWS::EC2::Volume']],
    ['data', 'EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK', ['AWS::::Account']],
    ['compute-and-network', 'SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED', ['AWS::EC2::Subnet']],
    ['compute-and-network', 'A_SERVICE_OF_TOMORROW', []],
  ])('%s: %s', (topic, id, types) => {
    expect(topicOf({ id, types })).toBe(topic);
  });
});

describe('a Lambda rule', () => {
  const source = {
    description: 'All is well.',
    trigger: { change: ['AWS::EC2::VPC'], schedule: 'Six_Hours', snapshot: true as const },
    parameters: {
      usual: { description: 'Has a default.', default: '5' },
      silent: { description: 'The function knows it by itself' },
      needed: { description: 'Only its user knows it.', required: true },
      placed: { description: 'Follows from audit.yaml', default: '${GovernedRegions}' },
    },
  };
  const { Parameters, Conditions, Resources } = parseTemplate(
    file(framework([control('1', { lambda: ['vpc-quiet'] })]), { lambda: { 'vpc-quiet': source }, guard: {} }),
  );

  test('waits for the prefix of its function, and for values that it needs', () => {
    const given = (parameter: string) => ({ 'Fn::Not': [{ 'Fn::Equals': [{ Ref: parameter }, ''] }] });
    expect(Conditions).toEqual({
      WithLambdaRules: given('LambdaRulePrefix'),
      WithVpcQuiet: {
        'Fn::And': [{ Condition: 'WithLambdaRules' }, given('VpcQuietNeeded'), given('VpcQuietPlaced')],
      },
    });
    expect(Object.entries(Parameters!).map(([name, { Default }]) => [name, Default])).toEqual([
      ['LambdaRulePrefix', ''],
      ['VpcQuietNeeded', ''],
      ['VpcQuietPlaced', ''],
      ['VpcQuietUsual', '5'],
    ]);
    expect(Parameters).toMatchObject({
      VpcQuietNeeded: { Description: 'Only its user knows it; empty for no such rule.' },
    });
  });

  test('runs in the account that has it, when its rule.json says', () => {
    expect(Resources).toEqual({
      VpcQuiet: {
        Type: 'AWS::Config::ConfigRule',
        Condition: 'WithVpcQuiet',
        Properties: {
          ConfigRuleName: 'vpc-quiet',
          Description: 'All is well. STD 1',
          InputParameters: {
            usual: { Ref: 'VpcQuietUsual' },
            needed: { Ref: 'VpcQuietNeeded' },
            placed: { Ref: 'VpcQuietPlaced' },
          },
          Scope: { ComplianceResourceTypes: ['AWS::EC2::VPC'] },
          Source: {
            Owner: 'CUSTOM_LAMBDA',
            SourceIdentifier: {
              'Fn::Sub':
                'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${LambdaRulePrefix}vpc-quiet',
            },
            SourceDetails: [
              { EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' },
              { EventSource: 'aws.config', MessageType: 'OversizedConfigurationItemChangeNotification' },
              {
                EventSource: 'aws.config',
                MessageType: 'ScheduledNotification',
                MaximumExecutionFrequency: 'Six_Hours',
              },
              { EventSource: 'aws.config', MessageType: 'ConfigurationSnapshotDeliveryCompleted' },
            ],
          },
        },
      },
    });
  });
});

test('a Guard rule carries its text', () => {
  const text = 'rule quiet when resourceType == "AWS::EC2::VPC" {\n  configuration.state == "available"\n}\n';
  const source = { description: 'All is well.', types: ['AWS::EC2::VPC'], text };
  const standard = framework([control('1', { guard: ['quiet', 'still'] })]);
  const own = { lambda: {}, guard: { quiet: source, still: source } };
  expect(parseTemplate(file(standard, own)).Resources.Quiet).toEqual({
    Type: 'AWS::Config::ConfigRule',
    Properties: {
      ConfigRuleName: 'quiet',
      Description: 'All is well. STD 1',
      Scope: { ComplianceResourceTypes: ['AWS::EC2::VPC'] },
      Source: {
        Owner: 'CUSTOM_POLICY',
        CustomPolicyDetails: { PolicyRuntime: 'guard-2.x.x', PolicyText: text },
        SourceDetails: [
          { EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' },
          { EventSource: 'aws.config', MessageType: 'OversizedConfigurationItemChangeNotification' },
        ],
      },
    },
  });
  // CloudFormation knows no aliases.
  expect(file(standard, own)).not.toMatch(/[&*]a\d/);
});

test('a rule of ours that does not exist is an error that says where to mend it', () => {
  const standard = framework([control('1', { lambda: ['gone'] })]);
  expect(() => file(standard, NO_RULES)).toThrow('no lambda rule gone can stand in a pack; mend src/frameworks/data');
});

describe('where a pack grows', () => {
  const rules = [...new Set(STANDARDS.flatMap(({ controls }) => controls.flatMap((one) => one.rules)))].slice(0, 60);
  /** Sixty rules, each for so many controls. */
  const standard = (count: number) =>
    framework(Array.from({ length: count }, (_, at) => control(`1.${at}.${at}`, { rules })));

  test('comments stay as long as AWS takes them', () => {
    const text = file(standard(20), NO_RULES);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(51_200);
    expect(text).toContain('# Above each rule: the controls it stands for, and on what ground.');
    expect(text).toContain('1.19.19');
  });

  test('beyond that all of them go, and the header says so', () => {
    const text = file(standard(100), NO_RULES);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(51_200);
    expect(text).toContain('Comments with all controls of each rule would exceed what AWS takes; docs/coverage.md has');
    expect(text).not.toContain('1.99.99');
    expect(text.slice(text.indexOf('Resources:'))).not.toContain('#');
  });
});

test('the same rules make the same bytes', () => {
  const contents = packContents(STANDARDS[0]!);
  const entries = (all: readonly Entry[]) => all.map(({ kind, name }) => `${kind} ${name}`);
  const reversed = packContents({ ...STANDARDS[0]!, controls: [...STANDARDS[0]!.controls].reverse() });
  expect(reversed.map((one) => [one.name, entries(one.entries)])).toEqual(
    contents.map((one) => [one.name, entries(one.entries)]),
  );
});
