import { ConfigConfigRule } from '@cdktf/provider-aws/lib/config-config-rule';
import { ConfigOrganizationCustomPolicyRule } from '@cdktf/provider-aws/lib/config-organization-custom-policy-rule';
import { ConfigOrganizationManagedRule } from '@cdktf/provider-aws/lib/config-organization-managed-rule';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { storedArchives } from '../functions/archive-cache';
import { bucketArn, roleArn } from '../policy/arn';
import { AccountRules } from '../rules/account-rules';
import { GuardRule, TEXT_LIMIT } from '../rules/guard-rule';
import { LambdaRule } from '../rules/lambda-rule';
import { OrganizationRules } from '../rules/organization-rules';
import { RuleFunction } from '../rules/rule-function';
import { isOffered, jsonAsset, waitFor } from './detection-forms';
import { expressionOf } from './expression';
import { defineModule, type ModuleStack } from './module';
import { guardFacts, guardText, lambdaFacts, managedFacts } from './rule-facts';
import { ruleVariables } from './rule-variables';
import { elementStandIn, standIn } from './stand-in';
import type { Given } from './variable';

/** The rule that reads snapshots in the evidence store, in the home region of its account. */
const SNAPSHOT_READER = 'cloudtrail-multi-region';

export const configRules = defineModule({
  name: 'config-rules',
  title: 'Rules of AWS Config in one region: managed ones, Guard rules, and Lambda rules with their functions',
  description: [
    'With `scope = "organization"` for the account that AWS Config is delegated to: managed and Guard rules go to every account, those that join later included. With `scope = "account"` for each account by itself. Lambda rules are always the account’s own, so that no account reaches into another; each region has roles of its own. Once for each region, and only where AWS Config records.',
    'Rules that a region does not have are left out there, and rules about the account as a whole where `is_home` is false: `left_out` names them. So one set of inputs serves every region.',
    'What there is to choose from is listed in `assets/managed-rules.json`, `assets/guard-rules.json` and `assets/lambda-rules.json`. The Lambda rule cis-monitoring-alarms belongs only into the account that holds the log group of the trail.',
  ],
  variables: ruleVariables,
  compose(module, given) {
    const { lambdas, policies } = module.sources;
    const { rules } = LambdaRule.readAll(lambdas);
    const guard = GuardRule.readAll(`${policies}/guard`);
    module.local('region', module.here.region.slice(1, -1));
    module.local('managed_rules', jsonAsset(module, 'managed-rules.json', managedFacts()));
    module.local('guard_rules', jsonAsset(module, 'guard-rules.json', guardFacts(guard)));
    module.local('lambda_rules', jsonAsset(module, 'lambda-rules.json', lambdaFacts(rules)));
    for (const rule of guard) module.asset(rule.path, Buffer.from(guardText(rule)));
    const here = (facts: string) => `(var.is_home || !${facts}.home)`;
    const managed = 'local.managed_rules[given.rule]';
    module.local(
      'managed',
      `{ for key, given in var.managed : key => given if ${here(managed)} && ${isOffered(managed)} }`,
    );
    module.local('guard', `{ for key, given in var.guard : key => given if ${here('local.guard_rules[key]')} }`);
    module.local('lambda', `{ for key, given in var.lambda : key => given if ${here('local.lambda_rules[key]')} }`);
    module.local(
      'functions',
      `distinct(concat(keys(local.lambda), [for key in var.functions : key if ${here('local.lambda_rules[key]')}]))`,
    );
    module.local('role_suffix', 'var.is_home ? "" : "-${substr(md5(local.region), 0, 6)}"');
    writeGuardTexts(module);
    addManaged(module);
    addGuard(module);
    addLambda(module, rules, given);
    const made = module.resourcesOf(module);
    const madeRules = made.filter(({ terraformResourceType: type }) => /^aws_config_/.test(type));
    for (const rule of madeRules) waitFor(rule);
    return {
      rule_names: {
        value: standIn(
          '[for key in concat(keys(local.managed), keys(local.guard), keys(local.lambda)) : "${var.name}-${key}"]',
        ),
        description: 'Names of the rules that were made.',
        after: madeRules,
      },
      left_out: {
        value: standIn(
          'sort(setsubtract(concat(keys(var.managed), keys(var.guard), keys(var.lambda)), concat(keys(local.managed), keys(local.guard), keys(local.lambda))))',
        ),
        description: 'Rules that this region does not have, or that are judged in the home region alone.',
      },
      function_names: {
        value: standIn('[for key in local.functions : "${var.name}-audit-rule-${key}"]'),
        description:
          'Names of the functions. Their roles have the same, with a hash of the region behind it where `is_home` is false.',
        after: made.filter((one) => !madeRules.includes(one)),
      },
      snapshot_reader_role_arn: {
        value: roleArn(
          module.here.partition,
          module.here.account,
          `${module.names(given.name).ruleRolePrefix}${SNAPSHOT_READER}`,
        ),
        description:
          'Role of the rule cloudtrail-multi-region, known before it is made, for `snapshot_reader_role_arns` of the evidence store.',
      },
    };
  },
});

const NAME = standIn('format("%s-%s", var.name, each.key)');

/** In the region of the provider, nothing to wait for. */
const rulesOf = (module: ModuleStack, id: string): AccountRules =>
  new AccountRules(module, id, { placeIn: () => module.here.place, after: () => [] });

const EXCLUDED = elementStandIn(
  'length(each.value.excluded_accounts) == 0 ? null : sort(each.value.excluded_accounts)',
);

function addManaged(module: ModuleStack): void {
  const { place, region } = module.here;
  const planned = {
    name: NAME,
    rule: { id: standIn('each.value.rule'), name: '', trigger: 'hybrid' as const, types: [], parameters: [] },
    parameters: standIn('length(each.value.parameters) == 0 ? null : jsonencode(each.value.parameters)'),
    scope: {
      resourceTypes: [elementStandIn('each.value.resource_types')],
      resourceId: standIn('each.value.resource_id'),
      tagKey: standIn('each.value.tag_key'),
      tagValue: standIn('each.value.tag_value'),
    },
    frequency: standIn('each.value.frequency'),
    regions: [region],
    excludedAccounts: [EXCLUDED],
  };
  const wide = new OrganizationRules(module, 'organization-managed', () => place);
  wide.addManaged({ ...planned, deploy: 'organization' });
  const own = rulesOf(module, 'account-managed');
  own.addManaged({ ...planned, deploy: 'accounts' });
  const organizations = module.resource(wide, ConfigOrganizationManagedRule.tfResourceType);
  const accounts = module.resource(own, ConfigConfigRule.tfResourceType);
  for (const rule of [organizations, accounts]) {
    rule.addOverride('description', standIn('local.managed_rules[each.value.rule].description'));
  }
  module.forEach('{ for key, given in local.managed : key => given if var.scope == "organization" }', organizations);
  module.forEach('{ for key, given in local.managed : key => given if var.scope == "account" }', accounts);
  module.blockIf('each.value.resource_types != null || each.value.tag_key != null', accounts, 'scope');
}

/** Each Guard file with its placeholders filled in. */
function writeGuardTexts(module: ModuleStack): void {
  const quoted = (list: string) => `"[\${join(", ", [for one in ${list} : "'\${one}'"])}]"`;
  const values = {
    AccountIds: quoted('sort(var.account_ids)'),
    AllowedPublicPorts: '"[${join(", ", var.allowed_public_ports)}]"',
    OrganizationIds: quoted('compact([var.organization_id])'),
    RequiredTags: quoted('var.required_tags'),
  };
  const filled = Object.entries(values).reduce(
    (inner, [placeholder, value]) => `replace(${inner}, "$\${${placeholder}}", ${value})`,
    'file("${path.module}/assets/${key}.guard")',
  );
  module.local('guard_texts', `{ for key in keys(local.guard) : key => ${filled} }`);
}

function addGuard(module: ModuleStack): void {
  const { place, region } = module.here;
  const planned = {
    name: NAME,
    rule: {
      name: '',
      description: standIn('local.guard_rules[each.key].description'),
      types: [elementStandIn('local.guard_rules[each.key].types')],
    },
    text: standIn('local.guard_texts[each.key]'),
    regions: [region],
    excludedAccounts: [EXCLUDED],
  };
  const wide = new OrganizationRules(module, 'organization-guard', () => place);
  wide.addGuard({ ...planned, deploy: 'organization' });
  const own = rulesOf(module, 'account-guard');
  own.addGuard({ ...planned, deploy: 'accounts' });
  for (const [construct, type, scope] of [
    [wide, ConfigOrganizationCustomPolicyRule.tfResourceType, 'organization'],
    [own, ConfigConfigRule.tfResourceType, 'account'],
  ] as const) {
    const rule = module.resource(construct, type);
    module.forEach(`{ for key, given in local.guard : key => given if var.scope == "${scope}" }`, rule);
    const size = 'length(local.guard_texts[each.key])';
    rule.addOverride('lifecycle.precondition', [
      {
        condition: `\${${size} <= ${TEXT_LIMIT}}`,
        error_message: `\${each.key} has \${${size}} characters of ${TEXT_LIMIT}; name fewer accounts, ports or tags.`,
      },
    ]);
  }
}

/** Every Lambda rule of the library, each where it is wanted; functions may be wanted without their rule. */
function addLambda(module: ModuleStack, rules: readonly LambdaRule[], given: Given<typeof ruleVariables>): void {
  const { place, partition, account, region } = module.here;
  const { ruleRolePrefix } = module.names(given.name);
  const archives = storedArchives(
    module.sources.lambdas,
    rules.map(({ name }) => name),
  );
  const bucket = bucketArn(partition, given.config_bucket_name);
  const placeholders = {
    Partition: partition,
    Account: account,
    GovernedRegions: [standIn('join(",", var.recorded_regions)')],
    ConfigObjectArns: `${bucket}/${given.config_prefix}/AWSLogs/${account}/Config/*/ConfigSnapshot/*`,
    EvidenceKeyArn: given.evidence_key_arn,
  };
  const own = rulesOf(module, 'lambda');
  for (const rule of rules) {
    const { zip, hash } = archives.get(rule.name)!;
    const key = JSON.stringify(rule.name);
    const run = new RuleFunction(module, `rule-${rule.name}`, {
      anywhere: place,
      placeIn: () => place,
      partition,
      account,
      rule,
      regions: [region],
      name: `${ruleRolePrefix}${rule.name}`,
      placeholders,
      code: { path: module.asset(`${rule.name}.zip`, zip), hash },
      logRetentionDays: given.log_retention_days,
    });
    // A role is of no region, but its name is of one of its account.
    module
      .resource(run, IamRole.tfResourceType)
      .addOverride('name', `${ruleRolePrefix}${rule.name}${standIn('local.role_suffix')}`);
    module.onlyIf(`contains(local.functions, ${key})`, run);
    const name = `${given.name}-${rule.name}`;
    const frequency =
      rule.frequency && standIn(`coalesce(var.lambda[${key}].frequency, ${JSON.stringify(rule.frequency)})`);
    own.addLambda({ name, rule, given: {}, frequency, regions: [region], excludedAccounts: [] }, {}, run);
    const made = own.rule(name, region) as ConfigConfigRule;
    module.onlyIf(`contains(keys(local.lambda), ${key})`, made);
    if (Object.keys(rule.manifest.parameters).length === 0) continue;
    const defaults = expressionOf(rule.parameters({}, placeholders));
    made.addOverride('input_parameters', standIn(`jsonencode(merge(${defaults}, var.lambda[${key}].parameters))`));
  }
}
