import { parse } from 'yaml';
import { PackFile } from '../../src/conformance/pack-file';
import { MODULES } from '../../src/modules/all';
import { literal } from '../../src/policy/literal';
import { GuardRule } from '../../src/rules/guard-rule';
import { LambdaRule } from '../../src/rules/lambda-rule';
import { organization } from '../organizations';
import { Platform, type Resource } from '../synthesized';
import { ModuleRoot } from './module-root';
import { describeWith } from './terraform';

jest.setTimeout(600_000);

/**
 * What modules make of many things with one block, or divide otherwise than the stacks do, compared with the stacks by
 * what it says.
 */

const HOME = 'us-east-1';
const REGIONS = [HOME, 'eu-west-1'];
const MEMBER = '444444444444';
const EXEMPT = ['BreakGlass', 'audit/Second'];
const READER = 'arn:aws:iam::222222222222:role/AuditReader';
const TOPIC = 'arn:aws:sns:us-east-1:111111111111:security';
const KEYS = [HOME, 'us-west-2'].map(
  (region) => `arn:aws:kms:${region}:222222222222:key/00000000-0000-0000-0000-000000000000`,
);
/** AWS takes 1,000 rules in an account and region; between them they have all packs. */
const PACKS = {
  organization: packsLike(/^(?!nist|fedramp|cis-aws-[13])/),
  accounts: packsLike(/^(?:nist|fedramp|cis-aws-[13]|hipaa)/),
};
const GUARD = GuardRule.readAll('policies/guard').map(({ name }) => name);
const LAMBDA = LambdaRule.readAll('lambdas').rules.filter(({ manifest }) => manifest.accounts === 'every');
const TAGS = ['owner', 'cost center'];
const MANAGED = [
  { rule: 'S3_BUCKET_VERSIONING_ENABLED', scope: { resourceTypes: ['AWS::S3::Bucket'], resourceId: 'records' } },
  { rule: 'IAM_PASSWORD_POLICY', parameters: { MinimumPasswordLength: 16 }, frequency: 'Twelve_Hours' as const },
  { rule: 'REQUIRED_TAGS', parameters: { tag1Key: 'owner', tag1Value: '${a} %{b} "c"' } },
  { rule: 'EC2_IMDSV2_CHECK', scope: { tagKey: 'class', tagValue: 'secret' } },
];

function packsLike(pattern: RegExp): string[] {
  return PackFile.namesIn('conformance-packs').filter((name) => pattern.test(name));
}

const platformOf = (deploy: 'organization' | 'accounts', governed: readonly string[]) =>
  new Platform(
    organization({
      provider: { version: 5 },
      accounts: { audit: '222222222222', members: [MEMBER] },
      regions: { home: HOME, governed: [...governed], archive: 'us-west-2' },
      storage: { readers: [READER] },
      alarms: { subscriptions: [], topicArns: [TOPIC] },
      guardrails: {
        attachTo: ['r-a1b2'],
        exemptRoles: EXEMPT,
        evaluatorRoles: ['Evaluator*'],
        securityRoles: ['Security'],
        optional: [{ policy: 'deny-ungoverned-regions' }, { policy: 'quarantine', attachTo: ['ou-a1b2-11111111'] }],
      },
      rules: {
        requiredTags: TAGS,
        allowedPublicPorts: [443, 8443],
        managed: MANAGED.map((rule) => ({
          ...rule,
          deploy,
          excludedAccounts: deploy === 'organization' ? [MEMBER] : [],
        })),
        guard: GUARD.map((rule) => ({ rule, deploy })),
        lambda: LAMBDA.map(({ name }) => ({ rule: name })),
      },
      conformancePacks: PACKS[deploy].map((pack) => ({
        pack,
        deploy,
        excludedAccounts: deploy === 'organization' ? ['333333333333', MEMBER] : [],
        parameters: parametersOf(pack, deploy),
      })),
    }),
  );

function parametersOf(pack: string, deploy: string): Record<string, string> {
  return {
    ...(pack === 'cis-aws-5.0.0' && { AccessKeysRotatedMaxAccessKeyAge: '30', IamRootUnusedMinimumDaysUnused: '99' }),
    ...(deploy === 'accounts' &&
      pack.startsWith('hipaa') &&
      !pack.includes('us-east-1') && { RemediationRole: 'Mender' }),
  };
}

/** What a module plans, which a mocked provider has made up where AWS would. */
async function planned(
  name: string,
  place: { account: string; region: string },
  inputs: Readonly<Record<string, unknown>>,
) {
  const root = new ModuleRoot([MODULES.find((one) => one.name === name)!]).provide();
  try {
    root.write('main.tf.json', { module: { it: { source: `./modules/${name}`, ...escaped(inputs) } } });
    await root.init();
    return (await root.planned(place)).map(({ type, after }) => ({ type, body: after as Resource }));
  } finally {
    root.remove();
  }
}

const unescaped = (text: string): string => text.replaceAll('$${', '${').replaceAll('%%{', '%{');

const all = (platform: Platform, stack: string, type: string): Resource[] =>
  Object.values(platform.stack(stack).json.resource[type as never] ?? {});

/** Each action, or all but some, on each resource under each condition, one by one; what a wildcard covers left out. */
function denials(documents: readonly string[]): string[] {
  const list = (value: Resource): string[] => [value ?? '-'].flat();
  const covered = (one: string, others: readonly string[]) =>
    others.some((by) => by !== one && by.endsWith('*') && one.startsWith(by.slice(0, -1)));
  const tidy = (value: Resource): Resource => {
    if (Array.isArray(value) || typeof value === 'string') {
      const values: string[] = [value].flat() as string[];
      return [...new Set(values.filter((one) => !covered(one, values)))].sort();
    }
    return Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((key) => [key, tidy(value[key])]),
    );
  };
  const statements = documents.flatMap((text) => JSON.parse(text).Statement as Resource[]);
  return [
    ...new Set(
      statements.flatMap(({ Effect, Principal, Action, NotAction, Resource: resources, Condition = {} }) =>
        list(Action).flatMap((action) =>
          tidy(resources).map((resource: string) =>
            JSON.stringify([Effect, Principal, action, tidy(NotAction ?? []), resource, tidy(Condition)]),
          ),
        ),
      ),
    ),
  ].sort();
}

describeWith(['terraform'], 'modules of policies and rules say what the stacks say', () => {
  const wide = platformOf('organization', REGIONS);

  test('guardrails deny the same, however statements are packed', async () => {
    const [evidence, archive] = KEYS;
    const made = await planned(
      'guardrails',
      { account: '111111111111', region: HOME },
      {
        name: 'acme',
        organization_id: 'o-a1b2c3d4e5',
        attach_to: { root: 'r-a1b2' },
        rcp_attach_to: { evidence: '222222222222' },
        optional: { 'deny-ungoverned-regions': { root: 'r-a1b2' }, quarantine: { unit: 'ou-a1b2-11111111' } },
        deployer_role: 'OrganizationAccountAccessRole',
        exempt_roles: EXEMPT,
        evaluator_roles: ['Evaluator*'],
        security_roles: ['Security'],
        reader_role_arns: [READER],
        topic_arns: [TOPIC],
        audit_account_id: '222222222222',
        governed_regions: REGIONS,
        evidence_key_arn: evidence,
        archive_key_arn: archive,
        bucket_arns: ['trail', 'config', 'access-logs']
          .map((kind) => `arn:aws:s3:::acme-${kind}-222222222222-us-east-1`)
          .concat('arn:aws:s3:::acme-archive-222222222222-us-west-2'),
        trail_log_group_arn: 'arn:aws:logs:us-east-1:111111111111:log-group:/aws/cloudtrail/acme-organization-trail',
      },
    );
    const known = (text: string) =>
      unescaped(
        text
          .replace(/\$\{data\.[^}]*evidence-key-arn[^}]*\}/g, evidence!)
          .replace(/\$\{data\.[^}]*archive-key-arn[^}]*\}/g, archive!),
      );
    const said = all(wide, 'organization', 'aws_organizations_policy');
    const policies = made.filter(({ type }) => type === 'aws_organizations_policy').map(({ body }) => body);
    expect(policies.length).toBeGreaterThan(5);
    for (const [type, isQuarantine] of [
      ['SERVICE_CONTROL_POLICY', false],
      ['SERVICE_CONTROL_POLICY', true],
      ['RESOURCE_CONTROL_POLICY', false],
    ] as const) {
      const these = (one: Resource) => one.type === type && one.content.includes('"Quarantine"') === isQuarantine;
      const ours = denials(policies.filter(these).map(({ content }) => content));
      expect(ours.length).toBeGreaterThan(0);
      expect(ours).toEqual(denials(said.filter(these).map(({ content }) => known(content))));
    }
    expect(new Set(policies.map(({ description }) => description))).toEqual(
      new Set(said.map(({ description }) => description)),
    );
  });

  test.each(REGIONS)('every pack of the organization in %s', async (region) => {
    const made = await planned(
      'conformance-packs',
      { account: '222222222222', region },
      packInputs('organization', region),
    );
    const said = all(wide, 'detection', 'aws_config_organization_conformance_pack').filter(({ provider }) =>
      isIn(provider, region),
    );
    expect(packs(made)).toEqual(packs(said.map((body) => ({ type: '', body }))));
  });

  test('every pack of an account, remediations among them', async () => {
    const narrow = platformOf('accounts', [HOME]);
    const made = await planned(
      'conformance-packs',
      { account: MEMBER, region: HOME },
      {
        ...packInputs('account', HOME),
        recorded_regions: [HOME],
      },
    );
    const said = all(narrow, `baseline-${MEMBER}`, 'aws_config_conformance_pack');
    expect(packs(made)).toEqual(packs(said.map((body) => ({ type: '', body }))));
    expect(JSON.stringify(packs(made))).toContain('RemediationConfiguration');
  });

  test.each(REGIONS)('managed and Guard rules of the organization in %s', async (region) => {
    const made = await planned('config-rules', { account: '222222222222', region }, ruleInputs('organization', region));
    for (const type of ['aws_config_organization_managed_rule', 'aws_config_organization_custom_policy_rule']) {
      const said = all(wide, 'detection', type).filter(({ provider }) => isIn(provider, region));
      compare(
        made.filter((one) => one.type === type).map(({ body }) => body),
        said,
      );
    }
  });

  test('rules of an account, and the functions of Lambda rules', async () => {
    const narrow = platformOf('accounts', [HOME]);
    const made = await planned(
      'config-rules',
      { account: MEMBER, region: HOME },
      {
        ...ruleInputs('account', HOME),
        lambda: Object.fromEntries(LAMBDA.map(({ name }) => [name, {}])),
        recorded_regions: [HOME],
        config_bucket_name: 'acme-config-222222222222-us-east-1',
        evidence_key_arn: KEYS[0],
      },
    );
    const stack = `baseline-${MEMBER}`;
    for (const type of [
      'aws_config_config_rule',
      'aws_lambda_function',
      'aws_iam_role',
      'aws_iam_role_policy',
      'aws_cloudwatch_log_group',
      'aws_lambda_permission',
    ]) {
      const named = made.filter((one) => one.type === type).map(({ body }) => body);
      const names = named.map(keyOf);
      compare(
        named,
        all(narrow, stack, type).filter((one) => type === 'aws_config_config_rule' || names.includes(keyOf(one))),
      );
    }
  });
});

const packInputs = (scope: 'organization' | 'account', region: string) => ({
  name: 'acme',
  scope,
  is_home: region === HOME,
  lambda_rules: true,
  recorded_regions: REGIONS,
  packs: Object.fromEntries(
    PACKS[scope === 'account' ? 'accounts' : scope].map((pack) => [
      pack,
      {
        parameters: parametersOf(pack, scope === 'account' ? 'accounts' : scope),
        ...(scope === 'organization' && { excluded_accounts: [MEMBER, '333333333333'] }),
      },
    ]),
  ),
});

const ruleInputs = (scope: 'organization' | 'account', region: string) => ({
  name: 'acme',
  scope,
  is_home: region === HOME,
  managed: Object.fromEntries(
    MANAGED.map(({ rule, parameters = {}, scope: of = {}, frequency }: (typeof MANAGED)[number] & Resource) => [
      rule.toLowerCase().replaceAll('_', '-'),
      {
        rule,
        parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
        resource_types: of.resourceTypes,
        resource_id: of.resourceId,
        tag_key: of.tagKey,
        tag_value: of.tagValue,
        frequency,
        ...(scope === 'organization' && { excluded_accounts: [MEMBER] }),
      },
    ]),
  ),
  guard: Object.fromEntries(GUARD.map((name) => [name, {}])),
  required_tags: TAGS,
  allowed_public_ports: [443, 8443],
  organization_id: 'o-a1b2c3d4e5',
  account_ids: ['111111111111', '222222222222', MEMBER],
});

/** Of stacks under provider 5, where a provider stands for a region; the home region's has no alias. */
const isIn = (provider: string | undefined, region: string): boolean => (provider ?? `aws.${HOME}`).endsWith(region);

/** What each pack holds, by its name. */
const packs = (made: readonly { readonly body: Resource }[]) =>
  Object.fromEntries(
    made
      .map(
        ({ body }) =>
          [
            body.name as string,
            { content: parse(unescaped(body.template_body)), without: [...(body.excluded_accounts ?? [])].sort() },
          ] as const,
      )
      .sort(([a], [b]) => a.localeCompare(b)),
  );

/** Names what a resource is, whose own name AWS may not know. */
const keyOf = (body: Resource): string =>
  String(body.name ?? body.function_name).replace(
    /^\$\{aws_\w+\.rule-([\w-]+?)(?:_role|-us-east-1|_us-east-1)\..*$/,
    'acme-audit-rule-$1',
  );

const IGNORED = ['provider', 'depends_on', 'lifecycle', 'timeouts', 'count', 'for_each', '//', 'filename'];

/** Stands for what the stacks read from elsewhere. */
const REFERENCE = 'known after apply';

/** Data, in one form: documents read, a block alone or in a list alike, lists in one order, what is empty left out. */
function tidied(value: Resource): Resource {
  if (typeof value === 'string') {
    if (/(?<!\$)\$\{/.test(value)) return REFERENCE;
    return /^\{"/.test(value) ? tidied(JSON.parse(unescaped(value))) : unescaped(value);
  }
  if (Array.isArray(value)) {
    if (value.length === 1 && typeof value[0] === 'object') return tidied(value[0]);
    return value.map(tidied).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  }
  if (typeof value !== 'object' || value === null) return value;
  const said = Object.entries(value).filter(
    ([key, one]) => !IGNORED.includes(key) && one !== null && one !== undefined,
  );
  return Object.fromEntries(said.sort(([a], [b]) => a.localeCompare(b)).map(([key, one]) => [key, tidied(one)]));
}

/** What of `made` the stacks speak of. */
function within(made: Resource, said: Resource): Resource {
  if (said === REFERENCE) return REFERENCE;
  if (Array.isArray(said))
    return Array.isArray(made) && made.length === said.length ? said.map((one, at) => within(made[at], one)) : made;
  if (typeof said !== 'object' || typeof made !== 'object') return made;
  return Object.fromEntries(Object.keys(said).map((key) => [key, within(made[key], said[key])]));
}

function compare(made: readonly Resource[], said: readonly Resource[]): void {
  const byKey = (all: readonly Resource[]): Resource => Object.fromEntries(all.map((one) => [keyOf(one), tidied(one)]));
  const [ours, theirs] = [byKey(made.map(escaped)), byKey(said)];
  expect(Object.keys(ours).length).toBeGreaterThan(0);
  expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
  expect(within(ours, theirs)).toEqual(theirs);
}

/** As files of Terraform have it: what it has read has no escapes any more. */
function escaped(json: Resource): Resource {
  if (typeof json === 'string') return literal(json);
  if (Array.isArray(json)) return json.map(escaped);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, one]) => [key, escaped(one)]));
}
