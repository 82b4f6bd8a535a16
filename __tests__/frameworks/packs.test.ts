import { isOfferedIn, managedRule } from '../../src/catalogue/managed-rule';
import { parameterProblems } from '../../src/catalogue/parameters';
import { entriesOf } from '../../src/frameworks/contents';
import { logicalId } from '../../src/frameworks/pack-resources';
import { PACKS, type ParsedPack, type Resource, rulesOf } from './packs';
import { STANDARDS } from './standards';

const repeated = (names: readonly string[]) => names.filter((name, at) => names.indexOf(name) !== at);

/** Every `{ [key]: text }` below a node, such as every Ref. */
function usesOf(key: string, node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, inner]) =>
    name === key && typeof inner === 'string' ? [inner] : usesOf(key, inner),
  );
}

/** Names within the `${...}` of every Sub below a node, AWS's own apart. */
const substituted = (node: unknown): string[] =>
  usesOf('Fn::Sub', node).flatMap((text) => [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!));

/** Inputs as AWS gets them where every parameter keeps its default. */
function inputsOf({ template }: ParsedPack, { Properties }: Resource): Record<string, string> {
  return Object.fromEntries(
    Object.entries(Properties.InputParameters ?? {}).map(([name, value]) => {
      const [parameter] = usesOf('Ref', { value });
      const [text] = usesOf('Fn::Sub', { value });
      return [
        name,
        parameter ? String(template.Parameters![parameter]!.Default) : text!.replaceAll('${AWS::Partition}', 'aws'),
      ];
    }),
  );
}

test('files have names of their own, fit for a pack', () => {
  const names = PACKS.map(({ name }) => name);
  expect(names.filter((name) => !/^[a-z][a-z0-9.-]{0,59}$/.test(name))).toEqual([]);
  expect(repeated(names)).toEqual([]);
});

test('every rule of a framework stands in exactly one of its files', () => {
  for (const framework of STANDARDS) {
    const inFiles = PACKS.filter(({ contents }) => contents.framework.id === framework.id).flatMap(({ contents }) =>
      contents.entries.map(({ name }) => name),
    );
    expect(inFiles.sort()).toEqual(
      entriesOf(framework)
        .map(({ name }) => name)
        .sort(),
    );
  }
});

describe.each(PACKS.map((pack) => [pack.name, pack] as const))('%s', (name, pack) => {
  const { text, template, contents } = pack;
  const rules = rulesOf(pack);
  const managed = rules.filter(([, { Properties }]) => Properties.Source!.Owner === 'AWS');
  const ruleOf = (resource: Resource) => managedRule(resource.Properties.Source!.SourceIdentifier as string)!;

  test('stays within the limits of AWS, with room for more', () => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(51_200);
    expect(rules.length).toBeLessThanOrEqual(125);
    expect(Object.keys(template.Parameters ?? {}).length).toBeLessThanOrEqual(60);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  });

  test('says at its head where it comes from and what it is worth', () => {
    const head = text.slice(0, text.indexOf('\n\n')).replaceAll('\n# ', ' ');
    const { title, version, source, id } = contents.framework;
    expect(head).toContain(`# ${title}, ${version}: a conformance pack for AWS Config.`);
    expect(head).toContain(source);
    expect(head).toContain(`Generated from src/frameworks/data/${id}.json by npm run generate`);
  });

  test('holds rules and remediations only, each rule of the framework once', () => {
    const types = new Set(Object.values(template.Resources).map(({ Type }) => Type));
    types.delete('AWS::Config::RemediationConfiguration');
    expect([...types]).toEqual(['AWS::Config::ConfigRule']);
    expect(rules.map(([id]) => id)).toEqual(contents.entries.map((entry) => logicalId(entry.name)));
    expect(repeated(rules.map(([, { Properties }]) => Properties.ConfigRuleName))).toEqual([]);
    expect(repeated(managed.map(([, { Properties }]) => String(Properties.Source!.SourceIdentifier)))).toEqual([]);
  });

  test('describes each rule within 256 characters, with a control of the framework', () => {
    const { short, controls } = contents.framework;
    const ids = new Set(controls.map(({ id }) => id));
    const wrong = rules.filter(([, { Properties }]) => {
      const [, words, id] =
        new RegExp(`^(\\S.*[.]) ${short}(?:, (?:related to|candidate for))? ([^ ,]+)`).exec(Properties.Description!) ??
        [];
      const first = id?.replace(/^([A-Z]{2}-\d+\(\d+\))(?:\(\d+\))+$/, '$1');
      return !words || !first || !ids.has(first) || Properties.Description!.length > 256;
    });
    expect(wrong.map(([, { Properties }]) => Properties.Description)).toEqual([]);
  });

  test('names every control of every rule, above it', () => {
    const lost = contents.entries.filter(({ name: rule, mapping }) => {
      const above = new RegExp(`((?:\\n  # .*)+)\\n  ${logicalId(rule)}:\\n`).exec(text)?.[1] ?? '';
      const named = above.replaceAll('\n  # ', ' ').match(/[^ ,]+(?=,|$| (?:derived|related|additional):)/g) ?? [];
      return JSON.stringify(named) !== JSON.stringify(Object.values(mapping).flat());
    });
    expect(lost.map((entry) => entry.name)).toEqual([]);
  });

  test('gives AWS the inputs that each managed rule takes', () => {
    const problems = managed.flatMap(([id, resource]) =>
      parameterProblems(ruleOf(resource), inputsOf(pack, resource)).map(({ what }) => `${id}: ${what}`),
    );
    expect(problems).toEqual([]);
  });

  test('calls managed rules what the guide of AWS calls them, and asks for nothing that follows from them', () => {
    for (const [, resource] of managed) {
      const { ConfigRuleName, Source, Scope, MaximumExecutionFrequency } = resource.Properties;
      expect(ConfigRuleName).toBe(ruleOf(resource).name);
      expect([Object.keys(Source!), Scope, MaximumExecutionFrequency]).toEqual([
        ['Owner', 'SourceIdentifier'],
        undefined,
        undefined,
      ]);
    }
  });

  test('deploys with its defaults: parameters are texts, declared and used', () => {
    const declared = Object.entries(template.Parameters ?? {});
    const { Resources, Conditions } = template;
    const used = [...usesOf('Ref', { Resources, Conditions }), ...substituted({ Resources, Conditions })];
    expect(declared.filter(([, { Type, Default }]) => Type !== 'String' || typeof Default !== 'string')).toEqual([]);
    expect(declared.map(([parameter]) => parameter).sort()).toEqual([...new Set(used)].sort());
    const logicalIds = [...declared.map(([parameter]) => parameter), ...Object.keys(Resources)];
    expect(repeated(logicalIds)).toEqual([]);
    expect(logicalIds.filter((id) => !/^[A-Za-z0-9]{1,255}$/.test(id))).toEqual([]);
  });

  test('declares the conditions that it uses', () => {
    const { Resources, Conditions = {} } = template;
    const used = [...usesOf('Condition', Resources), ...usesOf('Condition', Conditions)];
    expect(Object.keys(Conditions).sort()).toEqual([...new Set(used)].sort());
  });

  test('leaves Lambda rules and remediations out unless asked for', () => {
    const conditional = Object.values(template.Resources).filter(
      ({ Type, Properties }) =>
        Type === 'AWS::Config::RemediationConfiguration' || Properties.Source!.Owner === 'CUSTOM_LAMBDA',
    );
    expect(conditional.filter(({ Condition }) => !Condition)).toEqual([]);
    for (const [condition, parameter] of [
      ['WithLambdaRules', 'LambdaRulePrefix'],
      ['WithRemediations', 'RemediationRole'],
    ] as const) {
      const said = template.Conditions?.[condition];
      if (said === undefined) continue;
      expect(said).toEqual({ 'Fn::Not': [{ 'Fn::Equals': [{ Ref: parameter }, ''] }] });
      expect(template.Parameters![parameter]!.Default).toBe('');
    }
  });

  test('mends only what a rule beside it finds, and nothing by itself', () => {
    for (const [id, { Type, DependsOn, Properties }] of Object.entries(template.Resources)) {
      if (Type !== 'AWS::Config::RemediationConfiguration') continue;
      expect(DependsOn).toBe(id.replace(/Remediation$/, ''));
      expect(Properties.ConfigRuleName).toBe(template.Resources[DependsOn!]!.Properties.ConfigRuleName);
      expect([Properties.TargetType, Properties.Automatic]).toEqual(['SSM_DOCUMENT', false]);
      expect(Properties.TargetId).toMatch(/^AWS(?:ConfigRemediation)?-[A-Z]/);
      expect(usesOf('Fn::Sub', (Properties.Parameters as Record<string, unknown>).AutomationAssumeRole)).toEqual([
        'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${RemediationRole}',
      ]);
    }
  });

  test('exists as a whole in us-east-1, and elsewhere unless its name says so', () => {
    const regions = name.endsWith('-us-east-1') ? ['us-east-1'] : ['us-east-1', 'eu-west-1'];
    const missing = managed.filter(([, resource]) => !regions.every((region) => isOfferedIn(ruleOf(resource), region)));
    expect(missing.map(([id]) => id)).toEqual([]);
    if (!name.endsWith('-us-east-1')) return;
    expect(managed.filter(([, resource]) => isOfferedIn(ruleOf(resource), 'eu-west-1'))).toEqual([]);
  });
});

describe('values that a standard asks for', () => {
  const inputs = (name: string, rule: string) => {
    const pack = PACKS.find((one) => one.name === name)!;
    return inputsOf(pack, pack.template.Resources[logicalId(rule)]!);
  };

  test.each([
    ['cis-aws-5.0.0', 'IAM_PASSWORD_POLICY', { MinimumPasswordLength: '14', PasswordReusePrevention: '24' }],
    ['cis-aws-5.0.0', 'IAM_USER_UNUSED_CREDENTIALS_CHECK', { maxCredentialUsageAge: '45' }],
    ['cis-aws-5.0.0', 'VPC_SG_PORT_RESTRICTION_CHECK', { restrictPorts: '22,445,3389', ipType: 'ALL' }],
    [
      'cis-aws-3.0.0',
      'IAM_POLICY_BLACKLISTED_CHECK',
      { policyArns: 'arn:aws:iam::aws:policy/AWSCloudShellFullAccess' },
    ],
    ['cis-aws-1.4.0', 'IAM_POLICY_IN_USE', { policyARN: 'arn:aws:iam::aws:policy/AWSSupportAccess' }],
    ['pci-dss-4.0.1-access-and-logging', 'IAM_PASSWORD_POLICY', { MinimumPasswordLength: '12', MaxPasswordAge: '90' }],
    ['pci-dss-4.0.1-access-and-logging', 'CW_LOGGROUP_RETENTION_PERIOD_CHECK', { MinRetentionTime: '365' }],
  ])('%s, %s', (name, rule, values) => {
    expect(inputs(name, rule)).toMatchObject(values);
  });
});
