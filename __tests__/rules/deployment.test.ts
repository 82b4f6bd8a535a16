import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { ConfigConfigRule } from '@cdktf/provider-aws/lib/config-config-rule';
import { ConfigConformancePack } from '@cdktf/provider-aws/lib/config-conformance-pack';
import { ConfigOrganizationConformancePack } from '@cdktf/provider-aws/lib/config-organization-conformance-pack';
import { ConfigOrganizationCustomPolicyRule } from '@cdktf/provider-aws/lib/config-organization-custom-policy-rule';
import { ConfigOrganizationManagedRule } from '@cdktf/provider-aws/lib/config-organization-managed-rule';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { TerraformStack, Testing } from 'cdktf';
import { parse } from 'yaml';
import { stacks } from '../../main';
import { isGlobal, managedRule } from '../../src/catalogue/managed-rule';
import { write } from '../../src/cli/synth';
import { OrganizationPacks } from '../../src/conformance/packs';
import { organization } from '../organizations';
import { Platform, type Resource, StackData } from '../synthesized';

const [MANAGEMENT, AUDIT, MEMBER, EXCLUDED] = ['111111111111', '222222222222', '333333333333', '444444444444'];
const REGIONS = ['us-east-1', 'eu-west-1'];

/** Something of every kind, for the organization and for accounts. */
const EVERYTHING = {
  accounts: { members: [MEMBER, EXCLUDED] },
  regions: { home: 'us-east-1', governed: REGIONS },
  rules: {
    managed: [
      {
        rule: 'REQUIRED_TAGS',
        name: 'acme_tags',
        parameters: { tag1Key: 'owner', tag1Value: '${anybody}' },
        scope: { resourceTypes: ['AWS::S3::Bucket'] },
        excludedAccounts: [EXCLUDED, MANAGEMENT],
      },
      {
        rule: 'ACCESS_KEYS_ROTATED',
        parameters: { maxAccessKeyAge: 60 },
        frequency: 'Twelve_Hours',
        deploy: 'accounts',
        excludedAccounts: [EXCLUDED],
      },
      {
        rule: 'SNS_ENCRYPTED_KMS',
        scope: { tagKey: 'stage', tagValue: '%{live}' },
        deploy: 'accounts',
        regions: ['eu-west-1'],
      },
    ],
    lambda: [
      { rule: 'iam-user-mfa', frequency: 'Six_Hours' },
      { rule: 'vpc-flow-logs', excludedAccounts: [EXCLUDED] },
      { rule: 'cis-monitoring-alarms' },
    ],
    guard: [
      { rule: 's3-bucket-no-website', excludedAccounts: [EXCLUDED, MEMBER] },
      { rule: 'kms-key-policy-not-public', deploy: 'accounts' },
    ],
    logRetentionDays: 90,
  },
  conformancePacks: [
    { pack: 'audit-baseline', excludedAccounts: [EXCLUDED] },
    { pack: 'cis-aws-5.0.0', deploy: 'accounts', excludedAccounts: [MEMBER] },
  ],
};

const ORGANIZATION_TYPES = [
  ConfigOrganizationManagedRule,
  ConfigOrganizationCustomPolicyRule,
  ConfigOrganizationConformancePack,
];
const ACCOUNT_TYPES = [ConfigConfigRule, ConfigConformancePack, LambdaFunction, LambdaPermission, CloudwatchLogGroup];
const RULE_ROLE = 'acme-audit-rule-';
const ruleRoles = (stack: StackData) => stack.all(IamRole).filter(({ name }) => name.startsWith(RULE_ROLE));
/** Names and addresses of what rules are made of, among functions of other purposes. */
const OF_RULE = /^(\/aws\/lambda\/)?acme-audit-rule-|^\$\{aws_lambda_function\.rule-/;
const SHARED_TYPES: readonly object[] = [LambdaFunction, LambdaPermission, CloudwatchLogGroup];
/** Resources of a type that belong to rules or packs, with the names of their blocks. */
const ofRules = (stack: StackData, type: (typeof ACCOUNT_TYPES)[number] | (typeof ORGANIZATION_TYPES)[number]) =>
  Object.entries(stack.named(type)).filter(
    ([, { function_name: functionName, name }]) => !SHARED_TYPES.includes(type) || OF_RULE.test(functionName ?? name),
  );
const accountOf = ({ name }: StackData) => name.slice('baseline-'.length);
const list = (value: string | string[]) => (typeof value === 'string' ? [value] : value);

const folder = mkdtempSync(join(tmpdir(), 'org-audit-'));
write(stacks, organization(EVERYTHING), folder);
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (stack: StackData, ...path: string[]) => join(folder, 'stacks', stack.name, ...path);
const platform = readdirSync(join(folder, 'stacks')).map(
  (name) => new StackData(name, JSON.parse(readFileSync(join(folder, 'stacks', name, 'cdk.tf.json'), 'utf8'))),
);
const baselines = platform.filter(({ name }) => name.startsWith('baseline-'));
const detection = platform.find(({ name }) => name === 'detection')!;

/** Every rule's function of every account, with the name of its block. */
const functions = baselines.flatMap((stack) =>
  ofRules(stack, LambdaFunction).map(([name, resource]) => ({ stack, name, resource })),
);
const hasFunction = (account: string, region: string, functionName: string) =>
  functions.some(
    ({ stack, resource }) =>
      accountOf(stack) === account && resource.region === region && resource.function_name === functionName,
  );

describe('the function of a rule', () => {
  test('is in each account that runs the rule, in each of its regions', () => {
    const places = (rule: string) =>
      functions
        .filter(({ resource }) => resource.function_name === `${RULE_ROLE}${rule}`)
        .map(({ stack, resource }) => `${accountOf(stack)} ${resource.region}`)
        .sort();
    expect(places('iam-user-mfa')).toEqual([MANAGEMENT, AUDIT, MEMBER, EXCLUDED].map((id) => `${id} us-east-1`));
    expect(places('cis-monitoring-alarms')).toEqual([`${MANAGEMENT} us-east-1`]);
    expect(places('vpc-flow-logs')).toEqual(
      [MANAGEMENT, AUDIT, MEMBER].flatMap((id) => [`${id} eu-west-1`, `${id} us-east-1`]),
    );
  });

  test('runs on the newest runtime and on arm64', () => {
    expect(functions.length).toBeGreaterThan(12);
    for (const { resource } of functions) {
      expect(resource).toMatchObject({ runtime: 'nodejs22.x', architectures: ['arm64'], handler: 'index.handler' });
    }
  });

  test('logs into a group that is there first and forgets', () => {
    for (const { stack, resource } of functions) {
      const logs = Object.entries(stack.named(CloudwatchLogGroup)).filter(
        ([, { name, region }]) => name === `/aws/lambda/${resource.function_name}` && region === resource.region,
      );
      expect(logs).toMatchObject([[expect.anything(), { retention_in_days: 90 }]]);
      expect(resource.depends_on).toContain(`aws_cloudwatch_log_group.${logs[0]![0]}`);
    }
    const groups = platform.flatMap((stack) => ofRules(stack, CloudwatchLogGroup));
    expect(groups).toHaveLength(functions.length);
  });

  test('has a role that no other rule has, called as policies expect it', () => {
    for (const stack of baselines) {
      const roles = stack.named(IamRole);
      const used = ofRules(stack, LambdaFunction).map(([, { role, function_name: name }]) => {
        const block = /^\$\{aws_iam_role\.(.*)\.arn\}$/.exec(role)![1]!;
        expect(roles[block].name).toBe(name);
        return name;
      });
      expect(
        ruleRoles(stack)
          .map(({ name }) => name)
          .sort(),
      ).toEqual([...new Set(used)].sort());
      for (const name of used) expect(name).toMatch(/^acme-audit-rule-[a-z0-9-]+$/);
    }
  });

  test('has a role that Lambda alone assumes, for its account', () => {
    for (const stack of baselines) {
      for (const { assume_role_policy: policy } of ruleRoles(stack)) {
        expect(JSON.parse(policy).Statement).toEqual([
          {
            Sid: 'Trust',
            Effect: 'Allow',
            Principal: { Service: 'lambda.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: { StringEqualsIfExists: { 'aws:SourceAccount': accountOf(stack) } },
          },
        ]);
      }
    }
  });

  test('has rights without wildcards in their actions, which it waits for', () => {
    for (const stack of baselines) {
      const rights = Object.entries(stack.named(IamRolePolicy)).filter(([name]) => name.startsWith('rule-'));
      expect(rights).toHaveLength(ruleRoles(stack).length);
      for (const [, { policy }] of rights) {
        for (const { Effect, Action } of JSON.parse(policy).Statement) {
          expect(Effect).toBe('Allow');
          expect(list(Action).filter((action) => !/^[a-z0-9-]+:[A-Za-z]+$/.test(action))).toEqual([]);
        }
      }
    }
    for (const { name, resource } of functions) {
      expect(resource.depends_on).toContain(`aws_iam_role_policy.${name.split('_')[0]}_rights`);
    }
  });

  test('reports, and writes into its own logs: in each region, and nowhere else', () => {
    for (const stack of baselines) {
      for (const [name, { policy }] of Object.entries(stack.named(IamRolePolicy))) {
        if (!name.startsWith('rule-')) continue;
        const functionName = `${RULE_ROLE}${name.slice('rule-'.length, -'_rights'.length)}`;
        const here = functions.filter((one) => one.stack === stack && one.resource.function_name === functionName);
        const statements = JSON.parse(policy).Statement as Resource[];
        const { Resource: streams, Action: logs } = statements.find(({ Sid }) => Sid === 'Log');
        expect(list(streams).sort()).toEqual(
          here
            .map(
              ({ resource }) =>
                `arn:aws:logs:${resource.region}:${accountOf(stack)}:log-group:/aws/lambda/${functionName}:log-stream:*`,
            )
            .sort(),
        );
        expect(logs).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
        expect(list(statements.find(({ Sid }) => Sid === 'Evaluate').Action)).toContain('config:PutEvaluations');
      }
    }
  });

  test('is started by AWS Config of its own account, and by nobody else', () => {
    for (const { stack, name, resource } of functions) {
      const permissions = stack
        .all(LambdaPermission)
        .filter(({ function_name: of }) => of === `\${aws_lambda_function.${name}.function_name}`);
      expect(permissions).toHaveLength(1);
      expect(permissions[0]).toMatchObject({
        principal: 'config.amazonaws.com',
        source_account: accountOf(stack),
        action: 'lambda:InvokeFunction',
        region: resource.region,
      });
    }
    const all = platform.flatMap((stack) => stack.all(LambdaPermission));
    expect(all.filter(({ principal }) => principal === 'config.amazonaws.com')).toHaveLength(functions.length);
    expect(platform.flatMap((stack) => ofRules(stack, LambdaPermission))).toHaveLength(functions.length);
  });

  test('has the code whose hash it names', () => {
    const every = platform.flatMap((stack) => stack.all(LambdaFunction).map((resource) => ({ stack, resource })));
    expect(every.length).toBeGreaterThan(functions.length);
    for (const { stack, resource } of every) {
      const zip = readFileSync(fileOf(stack, resource.filename));
      expect(resource.source_code_hash).toBe(createHash('sha256').update(zip).digest('base64'));
    }
  });

  test('has its code beside the stack, which holds no other', () => {
    for (const stack of platform) {
      const used = [...new Set(stack.all(LambdaFunction).map(({ filename }) => filename))];
      expect([stack.name, existsSync(fileOf(stack, 'assets'))]).toEqual([stack.name, used.length > 0]);
      if (used.length === 0) continue;
      const held = readdirSync(fileOf(stack, 'assets')).map((file) => `assets/${file}`);
      expect(held.sort()).toEqual(used.sort());
    }
  });
});

describe('a rule that an account holds', () => {
  const rules = baselines.flatMap((stack) =>
    Object.entries(stack.named(ConfigConfigRule)).map(([block, resource]) => ({ stack, block, resource })),
  );
  const named = (name: string) => rules.filter(({ resource }) => resource.name === name);
  const places = (name: string) =>
    named(name)
      .map(({ stack, resource }) => `${accountOf(stack)} ${resource.region}`)
      .sort();

  test('waits for the recorder of its region', () => {
    expect(rules.length).toBeGreaterThan(16);
    for (const { resource } of rules)
      expect(resource.depends_on).toContain(`aws_config_configuration_recorder_status.${resource.region}_status`);
  });

  test('waits for the permission of its function, which is in the same account and region', () => {
    const ours = rules.filter(({ resource }) => resource.source.owner === 'CUSTOM_LAMBDA');
    expect(ours.length).toBeGreaterThan(8);
    for (const { stack, resource } of ours) {
      const { source_identifier: identifier } = resource.source;
      const [arn, functionName] = /^(.*):function:(.*)$/.exec(identifier)!.slice(1) as [string, string];
      expect(arn).toBe(`arn:aws:lambda:${resource.region}:${accountOf(stack)}`);
      expect(hasFunction(accountOf(stack), resource.region, functionName)).toBe(true);
      const rule = functionName.slice(RULE_ROLE.length);
      expect(resource.depends_on).toContain(`aws_lambda_permission.rule-${rule}_${resource.region}-permission`);
    }
  });

  test('is where audit.yaml wants it', () => {
    const [everybody, some] = [
      [MANAGEMENT, AUDIT, MEMBER, EXCLUDED],
      [MANAGEMENT, AUDIT, MEMBER],
    ];
    expect(places('acme-access-keys-rotated')).toEqual(some.map((id) => `${id} us-east-1`));
    expect(places('acme-sns-encrypted-kms')).toEqual(everybody.map((id) => `${id} eu-west-1`));
    expect(places('acme-kms-key-policy-not-public')).toEqual(
      everybody.flatMap((id) => [`${id} eu-west-1`, `${id} us-east-1`]),
    );
    expect(places('acme-vpc-flow-logs')).toEqual(some.flatMap((id) => [`${id} eu-west-1`, `${id} us-east-1`]));
    expect(places('acme-iam-user-mfa')).toEqual(everybody.map((id) => `${id} us-east-1`));
    expect(places('acme-cis-monitoring-alarms')).toEqual([`${MANAGEMENT} us-east-1`]);
    expect(new Set(rules.map(({ resource }) => resource.name)).size).toBe(6);
  });

  test('says what audit.yaml says, of AWS’s rules', () => {
    expect(named('acme-access-keys-rotated')[0]!.resource).toMatchObject({
      input_parameters: '{"maxAccessKeyAge":"60"}',
      maximum_execution_frequency: 'Twelve_Hours',
      source: { owner: 'AWS', source_identifier: 'ACCESS_KEYS_ROTATED' },
    });
    expect(named('acme-access-keys-rotated')[0]!.resource.scope).toBeUndefined();
    expect(named('acme-sns-encrypted-kms')[0]!.resource.scope).toEqual({ tag_key: 'stage', tag_value: '%%{live}' });
    expect(named('acme-sns-encrypted-kms')[0]!.resource.input_parameters).toBeUndefined();
  });

  test('says what starts it, of Lambda’s', () => {
    const { resource } = named('acme-iam-user-mfa')[0]!;
    expect(resource.scope).toEqual({ compliance_resource_types: ['AWS::IAM::User'] });
    expect(resource.source.source_detail).toEqual([
      { event_source: 'aws.config', message_type: 'ConfigurationItemChangeNotification' },
      { event_source: 'aws.config', message_type: 'OversizedConfigurationItemChangeNotification' },
      {
        event_source: 'aws.config',
        message_type: 'ScheduledNotification',
        maximum_execution_frequency: 'Six_Hours',
      },
    ]);
  });

  test('has its policy in it, of Guard’s', () => {
    for (const { resource } of named('acme-kms-key-policy-not-public')) {
      const { owner, custom_policy_details: details, source_detail: detail } = resource.source;
      expect([owner, details.policy_runtime, details.enable_debug_log_delivery]).toEqual([
        'CUSTOM_POLICY',
        'guard-2.x.x',
        false,
      ]);
      expect(details.policy_text).toContain('AWS::KMS::Key');
      expect(details.policy_text).not.toMatch(/(^|[^$])\$\{|^#/m);
      expect(resource.scope.compliance_resource_types).toContain('AWS::KMS::Key');
      expect(detail).toHaveLength(2);
    }
  });
});

describe('a rule of the organization', () => {
  test('and a pack are in the detection stack alone', () => {
    for (const stack of platform) {
      const found = ORGANIZATION_TYPES.map((type) => stack.all(type).length);
      expect([stack.name, found]).toEqual([stack.name, stack === detection ? [2, 2, 2] : [0, 0, 0]]);
      if (baselines.includes(stack)) continue;
      expect(ACCOUNT_TYPES.flatMap((type) => ofRules(stack, type))).toEqual([]);
      expect(ruleRoles(stack)).toEqual([]);
    }
  });

  test('and a pack have hours, and are in each region', () => {
    for (const type of ORGANIZATION_TYPES) {
      const found = detection.all(type);
      expect(found.map(({ region }) => region).sort()).toEqual([...REGIONS].sort());
      for (const { timeouts } of found) {
        expect(Object.keys(timeouts).sort()).toEqual(['create', 'delete', 'update']);
        for (const time of Object.values<string>(timeouts))
          expect(Number(/^(\d+)h$/.exec(time)![1])).toBeGreaterThanOrEqual(4);
      }
    }
  });

  test('and a pack pass over accounts, in their order', () => {
    const excluded = (type: (typeof ORGANIZATION_TYPES)[number]) =>
      detection.all(type).map(({ excluded_accounts: accounts }) => accounts);
    expect(ORGANIZATION_TYPES.map(excluded)).toEqual([
      REGIONS.map(() => [MANAGEMENT, EXCLUDED]),
      REGIONS.map(() => [MEMBER, EXCLUDED]),
      REGIONS.map(() => [EXCLUDED]),
    ]);
  });

  test('says what audit.yaml says', () => {
    for (const rule of detection.all(ConfigOrganizationManagedRule)) {
      expect(rule).toMatchObject({
        name: 'acme_tags',
        rule_identifier: 'REQUIRED_TAGS',
        input_parameters: '{"tag1Key":"owner","tag1Value":"$${anybody}"}',
        resource_types_scope: ['AWS::S3::Bucket'],
      });
    }
    for (const rule of detection.all(ConfigOrganizationCustomPolicyRule)) {
      expect(rule).toMatchObject({
        name: 'acme-s3-bucket-no-website',
        policy_runtime: 'guard-2.x.x',
        resource_types_scope: ['AWS::S3::Bucket'],
        trigger_types: ['ConfigurationItemChangeNotification', 'OversizedConfigurationItemChangeNotification'],
      });
      expect(rule.policy_text).toContain('AWS::S3::Bucket');
    }
  });

  test('passes over nobody where nobody is named', () => {
    const settings = { rules: { managed: [{ rule: 'SNS_ENCRYPTED_KMS' }], guard: [{ rule: 's3-bucket-no-website' }] } };
    const stack = new Platform(
      organization({ ...settings, conformancePacks: [{ pack: 'soc2-tsc-additional' }] }),
    ).stack('detection');
    for (const type of ORGANIZATION_TYPES) expect(stack.only(type)).not.toHaveProperty('excluded_accounts');
  });
});

describe('a pack', () => {
  /** Names of functions, by what the text says before them. */
  const functionsIn = (body: string) =>
    [...body.matchAll(/arn:aws:lambda:([\w-]+):([^:]+):function:([\w-]+)/g)].map(([, region, account, name]) => ({
      region,
      account,
      name: name!,
    }));

  test('of an account is in each region of it, unless it goes without', () => {
    for (const stack of baselines) {
      const found = stack.all(ConfigConformancePack).map(({ name, region }) => `${name} ${region}`);
      const expected = REGIONS.map((region) => `acme-cis-aws-5-0-0 ${region}`);
      expect(found.sort()).toEqual(accountOf(stack) === MEMBER ? [] : expected.sort());
    }
  });

  test('of an account waits for the recorder, and for every function of its region', () => {
    for (const stack of baselines) {
      for (const { region, depends_on: waits } of stack.all(ConfigConformancePack)) {
        const permissions = ofRules(stack, LambdaPermission)
          .filter(([, permission]) => permission.region === region)
          .map(([name]) => `aws_lambda_permission.${name}`);
        expect([...waits].sort()).toEqual(
          [`aws_config_configuration_recorder_status.${region}_status`, ...permissions].sort(),
        );
      }
    }
  });

  test('of an account names functions that it has', () => {
    let count = 0;
    for (const stack of baselines) {
      for (const { region, template_body: body } of stack.all(ConfigConformancePack)) {
        expect(body).not.toMatch(/Fn::|!Sub|Ref:/);
        for (const found of functionsIn(body)) {
          count += 1;
          expect([found.region, found.account]).toEqual([region, accountOf(stack)]);
          expect([found.name, hasFunction(accountOf(stack), region, found.name)]).toEqual([found.name, true]);
        }
      }
    }
    expect(count).toBeGreaterThan(0);
  });

  test('of the organization names functions that each account has, which it leaves to AWS to name', () => {
    let count = 0;
    for (const { region, template_body: body, excluded_accounts: excluded } of detection.all(
      ConfigOrganizationConformancePack,
    )) {
      // Terraform takes the text as it is.
      expect(body).not.toMatch(/(^|[^$])\$\{/);
      for (const found of functionsIn(body.replaceAll('$${AWS::AccountId}', 'ANY'))) {
        count += 1;
        expect([found.region, found.account]).toEqual([region, 'ANY']);
        for (const stack of baselines.filter((one) => !excluded.includes(accountOf(one))))
          expect([stack.name, found.name, hasFunction(accountOf(stack), region, found.name)]).toEqual([
            stack.name,
            found.name,
            true,
          ]);
      }
      expect(Object.keys(parse(body).Resources).length).toBeGreaterThan(10);
    }
    expect(count).toBeGreaterThan(0);
  });

  test('holds what is about the account as a whole in the home region alone', () => {
    const global = (region: string) =>
      detection
        .all(ConfigOrganizationConformancePack)
        .filter((pack) => pack.region === region)
        .flatMap(({ template_body: body }) => Object.values<Resource>(parse(body).Resources))
        .filter(
          ({ Properties: { Source } }) => Source.Owner === 'AWS' && isGlobal(managedRule(Source.SourceIdentifier)!),
        );
    expect(global('us-east-1').length).toBeGreaterThan(0);
    expect(global('eu-west-1')).toEqual([]);
  });
});

describe('a pack too large for a call', () => {
  const stack = new TerraformStack(Testing.app(), 'test');
  const packs = new OrganizationPacks(stack, 'packs', {
    placeIn: (region) => ({ region }),
    partition: 'aws',
    organizationId: 'o-a1b2c3d4e5',
    bucketNameIn: (region) => `awsconfigconforms-acme-222222222222-${region}`,
  });
  const text = (words: string) => `Resources:\n  A:\n    Description: ${words} \${AWS::AccountId}\n`;
  const planned = (name: string, region: string, throughS3: boolean, words: string) =>
    packs.add({
      name,
      region,
      throughS3,
      deploy: 'organization',
      excludedAccounts: [],
      ruleCount: 1,
      template: () => text(words),
    });
  planned('large', 'us-east-1', true, 'large');
  planned('larger', 'us-east-1', true, 'larger');
  planned('large', 'eu-west-1', true, 'large');
  planned('small', 'ap-south-1', false, 'small');
  const data = new StackData('test', JSON.parse(Testing.synth(stack)));

  test('shares a bucket with others of its region, where there are any', () => {
    expect(data.all(S3Bucket).map(({ bucket, region }) => [region, bucket])).toEqual(
      [...REGIONS].sort().map((region) => [region, `awsconfigconforms-acme-222222222222-${region}`]),
    );
  });

  test('is an object whose address changes with it', () => {
    const key = (words: string) => createHash('sha256').update(text(words)).digest('hex').slice(0, 12);
    const objects = data.all(S3Object);
    expect(objects.map((object) => [object.key, object.region])).toEqual([
      [`large-${key('large')}.yaml`, 'eu-west-1'],
      [`large-${key('large')}.yaml`, 'us-east-1'],
      [`larger-${key('larger')}.yaml`, 'us-east-1'],
    ]);
    for (const object of objects) {
      expect(object.content).toContain('$${AWS::AccountId}');
      expect(object.lifecycle).toEqual({ create_before_destroy: true });
    }
  });

  test('is read from there, once it is there', () => {
    const found = Object.entries(data.named(ConfigOrganizationConformancePack));
    expect(found).toHaveLength(4);
    for (const [name, pack] of found) {
      if (pack.name === 'small') {
        expect([pack.template_s3_uri, pack.template_body]).toEqual([undefined, expect.stringContaining('small')]);
        continue;
      }
      const [block, object] = Object.entries(data.named(S3Object)).find(
        ([, { key, region }]) => region === pack.region && key.startsWith(`${pack.name}-`),
      )!;
      expect([name, pack.template_body]).toEqual([name, undefined]);
      expect(pack.template_s3_uri).toBe(`s3://awsconfigconforms-acme-222222222222-${pack.region}/${object.key}`);
      expect(pack.depends_on).toEqual([`aws_s3_object.${block}`]);
    }
  });

  test('lies in a bucket that is closed, versioned, encrypted, and read by the role of packs alone', () => {
    for (const type of [S3BucketPublicAccessBlock, S3BucketVersioningA, S3BucketServerSideEncryptionConfigurationA])
      expect(data.all(type)).toHaveLength(2);
    for (const block of data.all(S3BucketPublicAccessBlock))
      expect(block).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
    const allowed = data
      .all(S3BucketPolicy)
      .flatMap(({ policy }) => JSON.parse(policy).Statement.filter(({ Effect }: Resource) => Effect === 'Allow'));
    expect(allowed.map(({ Action }: Resource) => Action)).toEqual([
      's3:GetObject',
      's3:GetBucketAcl',
      's3:GetObject',
      's3:GetBucketAcl',
    ]);
    for (const { Condition } of allowed) {
      expect(Condition).toEqual({
        StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
        ArnLike: {
          'aws:PrincipalArn': [
            'arn:aws:iam::*:role/aws-service-role/config-conforms.amazonaws.com/AWSServiceRoleForConfigConforms',
          ],
        },
      });
    }
  });
});

describe('where nothing is declared', () => {
  const bare = new Platform(organization({ regions: { governed: REGIONS } }));

  test('there is nothing of it', () => {
    for (const type of [...ORGANIZATION_TYPES, ...ACCOUNT_TYPES])
      expect(bare.stacks.flatMap((stack) => ofRules(stack, type))).toEqual([]);
    expect(bare.all(S3Object)).toEqual([]);
    for (const stack of bare.stacks) expect([stack.name, ruleRoles(stack)]).toEqual([stack.name, []]);
    expect(
      bare.stacks.filter(({ json }) => JSON.stringify(json).includes(RULE_ROLE)).map(({ name }) => name),
    ).not.toContain('evidence');
  });

  test('no file of a rule lies beside a stack', () => {
    const parent = mkdtempSync(join(tmpdir(), 'org-audit-'));
    try {
      write(stacks, organization(), parent);
      for (const name of readdirSync(join(parent, 'stacks'))) {
        const files = readdirSync(join(parent, 'stacks', name), { recursive: true }).map(String);
        const others = files.filter(
          (file) =>
            !/^assets(\/(announce|roll-call|verify-evidence|heal-[a-z]+(-[0-9]{12})?-us-(ea|we)st-[12])\.zip)?$/.test(
              file,
            ),
        );
        expect([name, others]).toEqual([name, ['cdk.tf.json']]);
      }
    } finally {
      rmSync(parent, { recursive: true });
    }
  });

  test('no files stay of what was declared before', () => {
    const parent = mkdtempSync(join(tmpdir(), 'org-audit-'));
    try {
      write(stacks, organization({ rules: { lambda: [{ rule: 'iam-user-mfa' }] } }), parent);
      const assets = join(parent, 'stacks', `baseline-${AUDIT}`, 'assets');
      expect(readdirSync(assets).sort()).toEqual(['heal-recorder-us-east-1.zip', 'iam-user-mfa.zip']);
      write(stacks, organization(), parent);
      expect(readdirSync(assets)).toEqual(['heal-recorder-us-east-1.zip']);
    } finally {
      rmSync(parent, { recursive: true });
    }
  });
});

describe('the role by which organization rules reach the management account', () => {
  const PACK = { conformancePacks: [{ pack: 'soc2-tsc-additional' }] };
  const [RULE, GUARD] = [{ managed: [{ rule: 'SNS_ENCRYPTED_KMS' }] }, { guard: [{ rule: 's3-bucket-no-website' }] }];
  const ofAccounts = (rules: Record<string, object[]>) =>
    Object.fromEntries(
      Object.entries(rules).map(([key, items]) => [key, items.map((item) => ({ ...item, deploy: 'accounts' }))]),
    );
  test.each<[sentence: string, settings: Record<string, unknown>, expected: boolean]>([
    ['is created for a managed rule', { rules: RULE }, true],
    ['is created for a Guard rule', { rules: GUARD }, true],
    ['is created for a pack', PACK, true],
    ['is not created twice', { ...PACK, rules: { ...RULE, serviceLinkedRoleExists: true } }, false],
    ['is not created for what accounts hold', { rules: ofAccounts({ ...RULE, ...GUARD }), ...ofAccounts(PACK) }, false],
    ['is not created for Lambda rules', { rules: { lambda: [{ rule: 'iam-user-mfa' }] } }, false],
    ['is not created for nothing', {}, false],
  ])('%s', (_, settings, expected) => {
    const created = new Platform(organization(settings)).stacks.flatMap((stack) =>
      stack
        .all(IamServiceLinkedRole)
        .filter(({ aws_service_name: name }) => name === 'config-multiaccountsetup.amazonaws.com')
        .map(() => stack.name),
    );
    expect(created).toEqual(expected ? ['organization'] : []);
  });

  test('is let go of, not destroyed, when it is not created', () => {
    const removed = (settings: object) =>
      JSON.stringify(new Platform(organization({ ...settings })).stack('organization').json.removed ?? []);
    const address = 'aws_iam_service_linked_role.multi-account-setup_service-linked';
    expect(removed({})).toContain(address);
    expect(removed(PACK)).not.toContain(address);
  });
});

describe('snapshots in the Config bucket', () => {
  const sids = (settings: object) => {
    const evidence = new Platform(organization({ ...settings })).stack('evidence');
    const policies = [
      ...evidence.all(S3BucketPolicy).map(({ policy }) => policy),
      ...evidence.all(KmsKey).map(({ policy }) => policy),
    ];
    const statements = policies.flatMap((policy) => JSON.parse(policy).Statement as Resource[]);
    return statements.filter(({ Sid }) => ['RulesReadSnapshots', 'RulesDecrypt'].includes(Sid));
  };
  const READERS = ['arn:aws:iam::*:role/acme-audit-rule-cloudtrail-multi-region'];

  test('are read by the rules that need them: each those of its own account', () => {
    const [read, decrypt] = sids({ rules: { lambda: [{ rule: 'cloudtrail-multi-region' }] } }) as [Resource, Resource];
    expect(read).toMatchObject({
      Sid: 'RulesReadSnapshots',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource:
        'arn:aws:s3:::acme-config-222222222222-us-east-1/config/AWSLogs/$${aws:PrincipalAccount}/Config/*/ConfigSnapshot/*',
      Condition: {
        StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
        ArnLike: { 'aws:PrincipalArn': READERS },
      },
    });
    expect(decrypt).toMatchObject({
      Sid: 'RulesDecrypt',
      Action: 'kms:Decrypt',
      Condition: { ArnLike: { 'aws:PrincipalArn': READERS } },
    });
  });

  test('are read by rules of packs too', () => {
    const found = sids({ conformancePacks: [{ pack: 'audit-baseline' }] });
    expect(found.map(({ Condition }) => Condition.ArnLike['aws:PrincipalArn'])).toEqual([READERS, READERS]);
  });

  test.each<[sentence: string, settings: object]>([
    ['nothing is declared', {}],
    ['rules do without', { rules: { lambda: [{ rule: 'iam-user-mfa' }], managed: [{ rule: 'SNS_ENCRYPTED_KMS' }] } }],
  ])('are read by nobody where %s', (_, settings) => {
    expect(sids(settings)).toEqual([]);
  });
});

describe('regions are reached', () => {
  const types = [...ORGANIZATION_TYPES, ...ACCOUNT_TYPES];
  /** Where a resource is, by its name. Only the evidence's healer is in the region of the archive. */
  const regionOf = (name: string) => {
    if (/^heal-evidence-[0-9]{12}-us-west-2_/.test(name)) return 'us-west-2';
    return name.includes('eu-west-1') ? 'eu-west-1' : 'us-east-1';
  };
  const placed = (one: readonly StackData[]) =>
    types.flatMap((type) =>
      one.filter(({ name }) => name !== 'organization').flatMap((stack) => Object.entries(stack.named(type))),
    );

  test('with provider 6 by their names', () => {
    const resources = placed(platform);
    expect(resources.length).toBeGreaterThan(50);
    for (const [name, { region, provider }] of resources) {
      expect([name, region]).toEqual([name, regionOf(name)]);
      expect([name, provider]).toEqual([name, undefined]);
    }
  });

  test('with provider 5 by aliases, but for the home region', () => {
    const old = new Platform(organization({ ...EVERYTHING, provider: { version: 5 } }));
    const resources = placed(old.stacks);
    expect(resources).toHaveLength(placed(platform).length);
    for (const [name, { region, provider }] of resources) {
      expect([name, region]).toEqual([name, undefined]);
      const at = regionOf(name);
      expect([name, provider]).toEqual([name, at === 'us-east-1' ? undefined : `aws.${at}`]);
    }
    expect(resources.filter(([, { provider }]) => provider).length).toBeGreaterThan(10);
  });

  test('under the same addresses, whichever provider it is', () => {
    const old = new Platform(organization({ ...EVERYTHING, provider: { version: 5 } }));
    for (const stack of platform) expect(old.stack(stack.name).addresses).toEqual(stack.addresses);
  });
});
