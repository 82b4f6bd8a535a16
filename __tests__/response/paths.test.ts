import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { ConfigConfigRule } from '@cdktf/provider-aws/lib/config-config-rule';
import { ConfigRemediationConfiguration } from '@cdktf/provider-aws/lib/config-remediation-configuration';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { SsmDocument } from '@cdktf/provider-aws/lib/ssm-document';
import { matchesPattern } from '../alarms/event-pattern';
import { organization } from '../organizations';
import { Platform, type Resource, type StackData } from '../synthesized';
import { refersTo, rightsOf, targetsOf } from './routes';

const ACCOUNTS = { management: '111111111111', audit: '222222222222', member: '333333333333' };
const REGIONS = ['us-east-1', 'eu-west-1'];

const remediation = (name: string, more: Record<string, unknown> = {}) => ({
  remediation: name,
  mode: 'auto',
  ...more,
});

const declared = organization({
  accounts: { audit: ACCOUNTS.audit, members: [ACCOUNTS.member] },
  regions: { home: 'us-east-1', governed: REGIONS, archive: 'us-west-2' },
  rules: {
    managed: [
      { rule: 'INCOMING_SSH_DISABLED' },
      { rule: 'RESTRICTED_INCOMING_TRAFFIC', parameters: { blockedPort1: 5432, blockedPorts: '8080,9200' } },
      { rule: 'S3_BUCKET_VERSIONING_ENABLED', deploy: 'accounts' },
      { rule: 'CMK_BACKING_KEY_ROTATION_ENABLED', deploy: 'accounts' },
    ],
    lambda: [{ rule: 'vpc-flow-logs' }],
  },
  conformancePacks: [{ pack: 'cis-aws-5.0.0' }],
  response: {
    exemptTag: { key: 'audit', value: 'exempt' },
    remediations: [
      remediation('security-group-ports', { excludedAccounts: [ACCOUNTS.audit] }),
      remediation('s3-bucket-versioning'),
      remediation('kms-key-rotation', { mode: 'approve', approval: { approvers: ['SecurityEngineer'] } }),
      remediation('vpc-flow-logs', {
        accounts: [ACCOUNTS.member],
        regions: ['eu-west-1'],
        parameters: { LogDestinationArn: 'arn:aws:s3:::flow-logs' },
      }),
      remediation('iam-password-policy', { mode: 'notify' }),
      remediation('ebs-encryption-default', { mode: 'off' }),
    ],
  },
});
const platform = new Platform(declared);

/** An event of AWS Config as the account of the resource sees it. */
const finding = (configRuleName: string, resourceType: string, complianceType = 'NON_COMPLIANT') => ({
  source: 'aws.config',
  'detail-type': 'Config Rules Compliance Change',
  detail: {
    resourceId: 'sg-0123456789abcdef0',
    awsRegion: 'eu-west-1',
    awsAccountId: ACCOUNTS.member,
    configRuleName,
    recordVersion: '1.0',
    messageType: 'ComplianceChangeNotification',
    resourceType,
    newEvaluationResult: { complianceType },
    oldEvaluationResult: { complianceType: complianceType === 'COMPLIANT' ? 'NON_COMPLIANT' : 'COMPLIANT' },
  },
});

const placeOf = ({ region, provider }: Resource): string => region ?? provider;

const heardBy = (stack: StackData, event: unknown) =>
  targetsOf(stack).filter(
    ({ rule }) =>
      rule.event_pattern !== undefined &&
      rule.event_bus_name === undefined &&
      matchesPattern(JSON.parse(rule.event_pattern), event),
  );

const documentsIn = (stack: StackData): Resource[] => stack.all(SsmDocument);

describe.each(Object.values(ACCOUNTS))('every path in %s', (account) => {
  const stack = platform.stack(`baseline-${account}`);
  const starts = targetsOf(stack).filter(({ target }) => target.arn.includes(':automation-definition/'));

  test('each start leads to a document of its region, by a role that may start it and hand on the document’s role', () => {
    expect(starts.length).toBeGreaterThan(0);
    for (const { target } of starts) {
      const [, region, owner, name] =
        /^arn:aws:ssm:([\w-]+):(\d+):automation-definition\/([\w-]+):\$DEFAULT$/.exec(target.arn) ?? [];
      expect([owner, placeOf(target)]).toEqual([account, region]);
      const document = documentsIn(stack).find((one) => one.name === name && placeOf(one) === region);
      expect(document).toBeDefined();

      const starter = stack.all(IamRole).find((role) => target.role_arn.endsWith(`:role/${role.name}`));
      expect(starter).toBeDefined();
      const rights = JSON.parse(rightsOf(stack, starter.name));
      const started = rights.Statement.find(({ Sid }: Resource) => Sid === 'Start').Resource;
      expect(started).toEqual(
        expect.arrayContaining([
          `arn:aws:ssm:*:${account}:automation-definition/${name}:*`,
          `arn:aws:ssm:*:${account}:document/${name}`,
          `arn:aws:ssm:*:${account}:automation-execution/*`,
        ]),
      );

      const input = JSON.parse(target.input_transformer.input_template.replace(/<(\w+)>/g, '"$1"'));
      const parameters = JSON.parse(document.content).parameters;
      expect(Object.keys(parameters)).toEqual(expect.arrayContaining(Object.keys(input)));
      for (const [parameter, values] of Object.entries<string[]>(input)) {
        const { allowedPattern } = parameters[parameter];
        if (parameter === 'ResourceId' || parameter === 'Rule' || allowedPattern === undefined) continue;
        for (const value of values) expect(value).toMatch(new RegExp(allowedPattern));
      }
      const required = Object.entries<Resource>(parameters).flatMap(([parameter, { default: usual }]) =>
        usual === undefined ? parameter : [],
      );
      expect(Object.keys(input)).toEqual(expect.arrayContaining(required));

      const passed = rights.Statement.find(({ Sid }: Resource) => Sid === 'HandOnRoles');
      expect([passed.Resource].flat()).toContain(input.AutomationAssumeRole[0]);
      expect(passed.Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } });
      const role = stack.all(IamRole).find((one) => input.AutomationAssumeRole[0].endsWith(`:role/${one.name}`));
      expect(JSON.parse(role.assume_role_policy).Statement[0]).toMatchObject({
        Principal: { Service: 'ssm.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      });
    }
  });

  test('what AWS Config itself starts leads from a rule of the account to a document and its role', () => {
    for (const own of stack.all(ConfigRemediationConfiguration)) {
      const rule = stack
        .all(ConfigConfigRule)
        .find((one) => one.name === own.config_rule_name && placeOf(one) === placeOf(own));
      expect(rule).toBeDefined();
      const document = refersTo(stack, own.target_id);
      expect(placeOf(document)).toEqual(placeOf(own));
      const known = Object.keys(JSON.parse(document.content).parameters);
      expect(known).toEqual(expect.arrayContaining(own.parameter.map(({ name }: Resource) => name)));
      const assumed = own.parameter.find(({ name }: Resource) => name === 'AutomationAssumeRole').static_value;
      expect(stack.all(IamRole).some(({ name }) => assumed.endsWith(`:role/${name}`))).toBe(true);
      expect(own.automatic).toBe(true);
    }
  });

  test('no two documents share a role', () => {
    const pairs = starts.map(({ target }) => {
      const input = JSON.parse(target.input_transformer.input_template.replace(/<(\w+)>/g, '"$1"'));
      return [input.AutomationAssumeRole[0], /definition\/([\w-]+):/.exec(target.arn)![1]!] as const;
    });
    const own = stack
      .all(ConfigRemediationConfiguration)
      .map((one) => [
        one.parameter.find(({ name }: Resource) => name === 'AutomationAssumeRole').static_value,
        refersTo(stack, one.target_id).name,
      ]);
    const all = [...pairs, ...own];
    for (const [role, document] of all) {
      expect(all.filter(([other]) => other === role).every(([, name]) => name === document)).toBe(true);
    }
  });

  test('each document is started by something', () => {
    const started = [
      ...starts.map(({ target }) => `${placeOf(target)} ${/definition\/([\w-]+):/.exec(target.arn)![1]}`),
      ...stack
        .all(ConfigRemediationConfiguration)
        .map((own) => `${placeOf(own)} ${refersTo(stack, own.target_id).name}`),
    ];
    for (const document of documentsIn(stack)) expect(started).toContain(`${placeOf(document)} ${document.name}`);
  });
});

describe('what a finding leads to in a member', () => {
  const stack = platform.stack(`baseline-${ACCOUNTS.member}`);
  const inIreland = (event: unknown) =>
    heardBy(stack, event)
      .filter(({ rule }) => placeOf(rule) === 'eu-west-1')
      .map(({ target }) => /definition\/([\w-]+):/.exec(target.arn)?.[1] ?? target.target_id);
  const GROUP = 'AWS::EC2::SecurityGroup';

  test.each([
    [
      'a rule of the organization',
      'OrgConfigRule-acme-restricted-ssh-a1b2c3d4',
      GROUP,
      ['acme-audit-security-group-ports'],
    ],
    ['a rule of the same start', 'OrgConfigRule-acme-restricted-sshd-a1b2c3d4', GROUP, []],
    ['a rule of somebody else', 'restricted-ssh', GROUP, []],
    ['another type', 'OrgConfigRule-acme-restricted-ssh-a1b2c3d4', 'AWS::EC2::VPC', []],
    ['a Lambda rule of the account, which Config remediates itself', 'acme-vpc-flow-logs', 'AWS::EC2::VPC', []],
  ])('%s', (_, name, type, documents) => {
    expect(inIreland(finding(name, type))).toEqual(documents);
    expect(inIreland(finding(name, type, 'COMPLIANT'))).toEqual([]);
  });

  test('a rule of a pack', () => {
    const names = declared.config.response.remediations.map(({ remediation: name }) => name);
    expect(names).toContain('kms-key-rotation');
    const heard = inIreland(finding('cmk-backing-key-rotation-enabled-conformance-pack-a1b2c3d4e', 'AWS::KMS::Key'));
    expect(heard).toEqual(['acme-audit-kms-key-rotation']);
  });

  test('an approval is asked for by an event, not by AWS Config, even where the account holds the rule', () => {
    expect(inIreland(finding('acme-cmk-backing-key-rotation-enabled', 'AWS::KMS::Key'))).toEqual([
      'acme-audit-kms-key-rotation',
    ]);
    const own = stack.all(ConfigRemediationConfiguration).map(({ config_rule_name: name }) => name);
    expect(new Set(own)).toEqual(new Set(['acme-s3-bucket-versioning-enabled', 'acme-vpc-flow-logs']));
  });

  test('a rule’s own parameters say which ports; without them its defaults do', () => {
    const ports = targetsOf(stack)
      .filter(({ target }) => target.arn.includes(':eu-west-1:') && target.arn.includes('security-group-ports'))
      .map(({ target }) => JSON.parse(target.input_transformer.input_template.replace(/<(\w+)>/g, '"$1"')).Ports);
    expect(ports).toEqual(expect.arrayContaining([['22'], ['5432', '21', '3389', '3306', '4333', '8080', '9200']]));
  });

  test('a mode of notify forwards and mends nothing; off and scopes leave nothing behind', () => {
    const names = documentsIn(stack).map((document) => `${placeOf(document)} ${document.name}`);
    expect(names.filter((name) => /password|ebs/.test(name))).toEqual([]);
    expect(names.filter((name) => name.endsWith('vpc-flow-logs'))).toEqual(['eu-west-1 acme-audit-vpc-flow-logs']);
    const audit = documentsIn(platform.stack(`baseline-${ACCOUNTS.audit}`)).map(({ name }) => name);
    expect(audit).not.toContain('acme-audit-security-group-ports');
    const forwards = stack
      .all(CloudwatchEventRule)
      .filter(({ name }) => name === 'acme-audit-forward-iam-password-policy');
    expect(forwards.map(placeOf)).toEqual(['us-east-1']);
  });
});
