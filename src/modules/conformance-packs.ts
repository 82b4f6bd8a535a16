import { ConfigConformancePack } from '@cdktf/provider-aws/lib/config-conformance-pack';
import { ConfigOrganizationConformancePack } from '@cdktf/provider-aws/lib/config-organization-conformance-pack';
import { PackFile } from '../conformance/pack-file';
import { MOST_PACKS } from '../conformance/pack-plan';
import { AccountPacks, OrganizationPacks } from '../conformance/packs';
import { INLINE_BYTES } from '../conformance/split';
import { LambdaRule } from '../rules/lambda-rule';
import { MOST_RULES } from '../stacks/detections';
import {
  after,
  excludedAccounts,
  isHome,
  isOffered,
  jsonAsset,
  listing,
  parameterChecks,
  scopeOf,
  spread,
  waitFor,
} from './detection-forms';
import { namePrefix, REGION } from './forms';
import { defineModule } from './module';
import { PackTemplate } from './pack-template';
import { elementStandIn, standIn } from './stand-in';
import { type Check, flag, type Form, shaped, text, texts } from './variable';

/** Source: PutOrganizationConformancePack, DeliveryS3Bucket. */
const DELIVERY_BUCKET: Form = {
  pattern: /^awsconfigconforms[a-z0-9.-]{1,45}[a-z0-9]$/,
  what: 'the name of a bucket for packs',
  mend: 'write the name alone; AWS takes those that start with awsconfigconforms',
};

const GIVEN =
  'flatten([for pack, given in var.packs : [for name, value in given.parameters : { key = pack, rule = pack, name = name, value = value } if contains(keys(local.pack_facts), pack)]])';

const packChecks = (name: string): Check[] => [
  {
    condition: `length(var.${name}) <= ${MOST_PACKS}`,
    message: `${name} holds more packs than the ${MOST_PACKS} that AWS takes in a region.`,
  },
  listing(
    `[for pack in keys(var.${name}) : pack if !contains(keys(local.pack_facts), pack)]`,
    (unknown) => `${name} holds ${unknown}, which there is not; assets/ has a file of each that there is.`,
  ),
  ...parameterChecks({
    name,
    of: 'pack',
    file: 'packs.json',
    given: GIVEN,
    forms: 'local.pack_facts[item.rule].parameters',
  }),
  listing(
    `[for pack, given in var.${name} : pack if contains(keys(local.pack_facts), pack) ? length([for key, one in local.pack_facts[pack].parameters : key if one.default == null && !contains(keys(given.parameters), key)]) > 0 : false]`,
    (lacking) => `${name} lacks parameters that have no default, of ${lacking}.`,
  ),
  ...excludedAccounts(name, `flatten([for given in values(var.${name}) : given.excluded_accounts])`),
  {
    condition: `var.scope == "account" || alltrue([for given in values(var.${name}) : try(given.parameters.RemediationRole, "") == ""])`,
    message: `${name} holds remediations, whose role must name its account, which a pack of the organization cannot; leave RemediationRole out, or make the packs of each account.`,
  },
];

export const conformancePacks = defineModule({
  name: 'conformance-packs',
  title: 'Conformance packs for CIS, PCI DSS, HIPAA, SOC 2, ISO 27001, FedRAMP and NIST 800-53, in one region',
  description: [
    'With `scope = "organization"` for the account that AWS Config is delegated to: it deploys them to every account, those that join later included. With `scope = "account"` for each account by itself. Either way once for each region, and only where AWS Config records.',
    'Packs are named by the files of `assets/`, which show every rule: `audit-baseline`, `cis-aws-5.0.0`, `pci-dss-4.0.1-access-and-logging` and so on; large frameworks come in parts by topic. Rules that a region does not have are left out there, and rules about the account as a whole where `is_home` is false. A pack that has no rule left is not made.',
    'Lambda rules stay out of the packs unless `lambda_rules` is true. Their functions are those of the module config-rules under the same `name`, in every account that gets the pack, and must be there first.',
  ],
  variables: {
    name: namePrefix(40),
    scope: scopeOf('packs'),
    is_home: isHome('rules about the account as a whole'),
    packs: shaped(
      'map(object({ parameters = optional(map(string), {}), excluded_accounts = optional(list(string), []) }))',
      {
        description:
          'Packs by the names of their files, each with parameters that differ from their defaults, and with accounts that go without it.',
        checks: packChecks,
      },
    ),
    lambda_rules: flag({
      description: 'Whether packs hold their Lambda rules, whose functions the module config-rules makes.',
      default: false,
    }),
    recorded_regions: texts(
      REGION,
      { most: 60 },
      {
        description: 'Regions in which a Lambda rule wants AWS Config to record. Without any the rule is left out.',
        default: [],
      },
    ),
    delivery_bucket_name: text(DELIVERY_BUCKET, {
      description: 'Bucket that AWS keeps templates of the packs in. Default: one of its own.',
      default: null,
    }),
    after: after('packs', '`recorder_name` of the module config-baseline, and `function_names` of config-rules'),
  },
  compose(module, given) {
    const { place, partition, account, region } = module.here;
    const { packs: folder, lambdas } = module.sources;
    const { rules } = LambdaRule.readAll(lambdas);
    const packs = PackFile.namesIn(folder).map((name) => new PackTemplate(name, folder, rules));
    const managed = packs.flatMap((pack) => pack.managed).sort((a, b) => a.id.localeCompare(b.id));
    for (const { name, text: content } of packs) module.asset(`${name}.yaml.tftpl`, Buffer.from(content));
    module.local(
      'pack_facts',
      jsonAsset(module, 'packs.json', Object.fromEntries(packs.map(({ name, facts }) => [name, facts]))),
    );
    module.local(
      'managed_rules',
      jsonAsset(module, 'regions.json', Object.fromEntries(managed.map((rule) => [rule.id, spread(rule)]))),
    );
    module.local('region', region.slice(1, -1));
    module.local('missing', `[for id, rule in local.managed_rules : id if !${isOffered('rule')}]`);
    module.local(
      'parameters',
      `{ for pack, given in var.packs : pack => merge({ for name, one in local.pack_facts[pack].parameters : name => one.default }, { LambdaRulePrefix = var.lambda_rules ? ${JSON.stringify('${var.name}-audit-rule-')} : "", ConfigRecordingRegions = join(",", var.recorded_regions) }, given.parameters) }`,
    );
    module.local(
      'rules',
      '{ for pack in keys(var.packs) : pack => [for id, rule in local.pack_facts[pack].rules : id if (rule.managed == null ? true : !contains(local.missing, rule.managed)) && (var.is_home || !rule.home) && alltrue([for name in rule.needs : local.parameters[pack][name] != ""])] }',
    );
    const isWide = 'var.scope == "organization"';
    module.local(
      'templates',
      `{ for pack, rules in local.rules : pack => templatefile("\${path.module}/assets/\${pack}.yaml.tftpl", { parameters = local.parameters[pack], rules = rules, partition = ${partition.slice(1, -1)}, region = local.region, account = ${isWide} ? "$\${AWS::AccountId}" : ${account.slice(1, -1)}, open = ${isWide} ? "{ \\"Fn::Sub\\": \\"" : "", close = ${isWide} ? "\\" }" : "" }) if length(rules) > 0 }`,
    );
    const planned = {
      name: standIn('format("%s-%s", var.name, replace(each.key, "/[^a-zA-Z0-9]+/", "-"))'),
      region,
      excludedAccounts: [
        elementStandIn(
          'length(var.packs[each.key].excluded_accounts) == 0 ? null : sort(var.packs[each.key].excluded_accounts)',
        ),
      ],
      ruleCount: 1,
      throughS3: false,
      template: () => standIn('each.value'),
    };
    const wide = new OrganizationPacks(module, 'organization', {
      placeIn: () => place,
      partition,
      organizationId: '',
      bucketNameIn: () => '',
    });
    wide.add({ ...planned, deploy: 'organization' });
    const own = new AccountPacks(module, 'account', { placeIn: () => place, account, after: () => [] });
    own.add({ ...planned, deploy: 'accounts' });
    for (const [construct, type, scope] of [
      [wide, ConfigOrganizationConformancePack.tfResourceType, 'organization'],
      [own, ConfigConformancePack.tfResourceType, 'account'],
    ] as const) {
      const pack = module.resource(construct, type);
      module.forEach(`{ for pack, template in local.templates : pack => template if var.scope == "${scope}" }`, pack);
      waitFor(pack);
      pack.addOverride('delivery_s3_bucket', given.delivery_bucket_name);
      const count = 'sum(concat([0], [for rules in values(local.rules) : length(rules)]))';
      const bytes = 'floor(length(replace(base64encode(each.value), "=", "")) * 3 / 4)';
      pack.addOverride('lifecycle.precondition', [
        {
          condition: `\${${bytes} <= ${INLINE_BYTES}}`,
          error_message: `\${each.key} has \${${bytes}} bytes of ${INLINE_BYTES}; shorten its parameters.`,
        },
        {
          condition: `\${${count} <= ${MOST_RULES}}`,
          error_message: `packs make \${${count}} rules where AWS takes ${MOST_RULES} in an account and region; name fewer.`,
        },
      ]);
    }
    return {
      pack_names: {
        value: standIn(
          `{ for pack in keys(local.templates) : pack => ${planned.name.slice(1, -1).replace('each.key', 'pack')} }`,
        ),
        description: 'Names of the packs that were made, by the names of their files.',
        after: [wide, own],
      },
      rule_counts: {
        value: standIn('{ for pack, rules in local.rules : pack => length(rules) }'),
        description: 'How many rules of each pack this region has; 0 where none is left, and no pack.',
      },
    };
  },
});
