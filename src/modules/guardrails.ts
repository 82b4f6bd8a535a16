import type { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import type { OrganizationsPolicyAttachment } from '@cdktf/provider-aws/lib/organizations-policy-attachment';
import { roleName, roleNames } from '../config/sections/aws-names';
import { policyTarget } from '../config/sections/guardrails';
import { GuardrailPlan, type PlannedPolicy } from '../guardrails/guardrail-plan';
import { Guardrails } from '../guardrails/guardrails';
import { expressionOf, type Json } from './expression';
import {
  ACCOUNT_ID,
  BUCKET_ARN,
  KEY_ARN,
  LOG_GROUP_ARN,
  namePrefix,
  organizationId,
  REGION,
  ROLE_ARN,
  TOPIC_ARN,
  TRAIL_NAME,
} from './forms';
import { GuardrailModel, LEAST_LIMITS } from './guardrail-model';
import { defineModule, type ModuleStack } from './module';
import { standIn } from './stand-in';
import { type Check, flagOrNull, type Form, patternOf, shaped, text, texts, type Variable } from './variable';

const ROLE_NAME: Form = {
  pattern: patternOf(roleName()),
  what: 'the name of a role',
  mend: 'write the name with its path, as in audit/Deployer',
};
const ROLE_NAMES: Form = {
  pattern: patternOf(roleNames()),
  what: 'the name of a role',
  mend: 'write the name with its path, as in audit/BreakGlass; a closing * needs 4 characters before it',
};
const TARGET = JSON.stringify(patternOf(policyTarget()).source);

const roles = (description: string) => texts(ROLE_NAMES, { most: 20 }, { description, default: [] });

/** Checks of a map of targets, which `of` leads to. */
const targetChecks = (name: string, of: string): Check[] => [
  {
    condition: `alltrue([for target in values(${of}) : can(regex(${TARGET}, target))])`,
    message: `${name} holds something that is no target; write a root id (r-...), an organizational unit (ou-...) or a quoted account id.`,
  },
  {
    condition: `length(distinct(values(${of}))) == length(${of})`,
    message: `${name} names a target twice; remove one.`,
  },
];

/** Ids may be known only after apply, so they are told apart by names of the caller's. */
const targets = (description: string): Variable<string> =>
  shaped('map(string)', { description, checks: (name) => targetChecks(name, `var.${name}`) });

const limits = (kind: string, characters: string, attachments: string): Variable<string> =>
  shaped(
    'object({ characters = optional(number), attachments = optional(number), already_attached = optional(number, 1) })',
    {
      description: `Quotas of ${kind}s, for whoever has others: characters of one (default ${characters}), how many attach to a target (default ${attachments}), how many are there already, that of AWS included.`,
      default: {},
      checks: (name) => [
        {
          condition: `alltrue([for number in [var.${name}.characters, var.${name}.attachments, var.${name}.already_attached] : number == null ? true : number >= 0 && floor(number) == number])`,
          message: `${name} holds something that is not a whole number from 0 up.`,
        },
      ],
    },
  );

const OPTIONAL_POLICIES = ['deny-root-user', 'deny-ungoverned-regions', 'quarantine'] as const;

export const guardrails = defineModule({
  name: 'guardrails',
  title: 'Service and resource control policies that keep everybody, root users included, from blinding the audit',
  description: [
    'For the management account, or a delegated administrator of policies. Policy types SERVICE_CONTROL_POLICY and RESOURCE_CONTROL_POLICY must be enabled in the organization. SCPs bind no principal of the management account; so evidence lies in members.',
    'SCPs spare `deployer_role`, `exempt_roles` and the roles that mend the platform (`<name>-audit-remediation-*`), in any account, and let nobody else create or change roles of these names. RCPs spare the same roles in the accounts that hold evidence. Make sure that the role which applies in member accounts is among them: an SCP that does not spare it locks it out of what it manages.',
    `Statements are packed into policies of ${LEAST_LIMITS.characters} characters, which fit in every partition. How long they become depends on what is given: a plan fails with the number of characters where one is too long, and with the number of policies where a target has too many.`,
  ],
  variables: {
    name: namePrefix(24),
    organization_id: organizationId(),
    attach_to: targets(
      'Where the SCPs attach: ids of the root, of organizational units or accounts, each under a name of your choice. Empty: they are made and attached to nothing.',
    ),
    rcp_attach_to: targets('Where the RCPs attach, in the same way: the accounts that hold keys and evidence.'),
    deployer_role: text(ROLE_NAME, {
      description: 'Role, of this name in any account, that applies Terraform in members. No policy binds it.',
    }),
    exempt_roles: roles(
      'Names of other roles, in any account, that no policy binds, such as break-glass; one name may stand for many by a closing *.',
    ),
    evaluator_roles: roles('Names of roles of custom rules that may report evaluations to AWS Config.'),
    security_roles: roles(
      'Names of roles that administer security services, such as GuardDuty, and may mute and end them.',
    ),
    recorder_roles: roles(
      'Names of roles that recorders work with, where it is not AWSServiceRoleForConfig: they report evaluations and upload with an ACL.',
    ),
    reader_role_arns: texts(
      ROLE_ARN,
      { most: 20 },
      {
        description: 'Roles that read evidence, as the evidence store has them: nobody may create or change them.',
        default: [],
      },
    ),
    audit_account_id: text(ACCOUNT_ID, {
      description: 'Account that administers AWS Config, where answers and templates lie.',
    }),
    evidence_key_arn: text(KEY_ARN, { description: '`evidence_key_arn` of the evidence store.' }),
    archive_key_arn: text(KEY_ARN, { description: '`archive_key_arn` of the evidence store.' }),
    bucket_arns: texts(BUCKET_ARN, { least: 1, most: 20 }, { description: '`bucket_arns` of the evidence store.' }),
    trail_name: text(TRAIL_NAME, {
      description: '`trail_name` of the module organization-trail. Default: `<name>-organization-trail`.',
      default: null,
    }),
    trail_log_group_arn: text(LOG_GROUP_ARN, { description: '`log_group_arn` of the module organization-trail.' }),
    topic_arns: texts(
      TOPIC_ARN,
      { most: 20 },
      {
        description: 'Topics besides the platform’s own that alarms tell.',
        default: [],
      },
    ),
    governed_regions: texts(
      REGION,
      { least: 1, most: 60 },
      {
        description:
          'Regions that members may enable, and work in under `deny-ungoverned-regions`; those of the keys belong to them.',
      },
    ),
    optional: shaped('map(map(string))', {
      description: `Further SCPs, ${OPTIONAL_POLICIES.map((name) => `\`${name}\``).join(', ')}, each with its targets as in \`attach_to\`.`,
      default: {},
      checks: (name) => [
        {
          condition: `length(setsubtract(keys(var.${name}), ${JSON.stringify(OPTIONAL_POLICIES)})) == 0`,
          message: `${name} holds a policy that there is not; write ${OPTIONAL_POLICIES.join(', ')}.`,
        },
        ...targetChecks(name, '{}').map(({ condition, message }) => ({
          condition: `alltrue([for map in values(var.${name}) : ${condition.replaceAll('{}', 'map')}])`,
          message,
        })),
      ],
    }),
    resource_control_policies: flagOrNull({
      description: 'Whether there are RCPs. Default: true, but false in China, for which AWS has announced none.',
    }),
    scp_limits: limits('SCP', '10240 in the partition aws, 5120 elsewhere', '10 in the partition aws, 5 elsewhere'),
    rcp_limits: limits('RCP', '5120', '5'),
  },
  compose(module, given) {
    writeLocals(module);
    const model = new GuardrailModel(
      OPTIONAL_POLICIES.map((policy) => ({ policy, attachTo: [standIn(`${optionalTargets(policy)}[each.key]`)] })),
      { scp: standIn('var.attach_to[each.key]'), rcp: standIn('var.rcp_attach_to[each.key]') },
    );
    const plan = new GuardrailPlan(model.organization, module.sources.policies);
    const problems = [...plan.fileProblems, ...plan.problems.map(({ what }) => what)];
    if (problems.length > 0) throw new Error(problems.join('\n'));
    const made = new Guardrails(module, 'guardrails', {
      anywhere: module.here.place,
      policies: plan.policies,
      references: model.references,
      namePrefix: module.names(given.name).policyPrefix,
      after: [],
      adopted: [],
    });
    const planned = plan.policies.map((policy) => ({ policy, ...attachedTo(policy) }));
    for (const kind of ['scp', 'rcp'] as const) {
      // Each target as often as a policy attaches to it.
      const all = planned.filter(({ policy }) => kindOf(policy) === kind).map(({ targets }) => `values(${targets})`);
      module.local(`${kind}_targets`, `concat(${all.join(', ')})`);
    }
    for (const one of planned) restrict(module, made, one);
    const named = planned.map(
      ({ policy: { id }, condition }) =>
        `${condition} ? { ${JSON.stringify(id)} = one(aws_organizations_policy.guardrails_${id}[*].id) } : {}`,
    );
    return {
      policy_ids: {
        value: standIn(`merge(${named.join(', ')})`),
        description: 'Ids of the policies, by what ends their names.',
        after: [made],
      },
    };
  },
});

const optionalTargets = (policy: string): string => `var.optional[${JSON.stringify(policy)}]`;

const kindOf = ({ type }: PlannedPolicy) => (type === 'SERVICE_CONTROL_POLICY' ? 'scp' : 'rcp');

/** When there is a policy, and the map of its targets. */
function attachedTo(policy: PlannedPolicy): { readonly condition: string; readonly targets: string } {
  if (kindOf(policy) === 'rcp')
    return { condition: 'local.has_rcps', targets: '(local.has_rcps ? var.rcp_attach_to : {})' };
  const optional = OPTIONAL_POLICIES.find((name) => policy.id.startsWith(`scp-${name}-`));
  if (optional === undefined) return { condition: 'true', targets: 'var.attach_to' };
  const name = JSON.stringify(optional);
  return { condition: `contains(keys(var.optional), ${name})`, targets: `lookup(var.optional, ${name}, {})` };
}

function writeLocals(module: ModuleStack): void {
  const part = (key: string, at: number) => `split(":", var.${key}_key_arn)[${at}]`;
  module.local('home_region', part('evidence', 3));
  module.local('archive_region', part('archive', 3));
  module.local('evidence_account', part('evidence', 4));
  module.local('archive_account', part('archive', 4));
  module.local('evidence_accounts', 'distinct([local.evidence_account, local.archive_account])');
  module.local('other_regions', 'sort(setsubtract(var.governed_regions, [local.home_region, local.archive_region]))');
  module.local('catalog_name', 'replace(var.name, "-", "_")');
  module.local('trail_name', 'coalesce(var.trail_name, "${var.name}-organization-trail")');
  module.local(
    'exempt_roles',
    'distinct(concat([var.deployer_role], var.exempt_roles, ["${var.name}-audit-remediation-*"]))',
  );
  module.local(
    'evidence_exempt_role_arns',
    '[for pair in setproduct(local.evidence_accounts, local.exempt_roles) : "arn:${data.aws_partition.current.partition}:iam::${pair[0]}:role/${pair[1]}"]',
  );
  const isRaised = 'data.aws_partition.current.partition == "aws"';
  module.local('has_rcps', 'coalesce(var.resource_control_policies, data.aws_partition.current.partition != "aws-cn")');
  module.local(
    'scp_characters',
    `coalesce(var.scp_limits.characters, ${isRaised} ? 10240 : ${LEAST_LIMITS.characters})`,
  );
  module.local(
    'scp_attachments',
    `coalesce(var.scp_limits.attachments, ${isRaised} ? 10 : ${LEAST_LIMITS.attachments})`,
  );
  module.local('rcp_characters', `coalesce(var.rcp_limits.characters, ${LEAST_LIMITS.characters})`);
  module.local('rcp_attachments', `coalesce(var.rcp_limits.attachments, ${LEAST_LIMITS.attachments})`);
}

interface Restricted {
  readonly policy: PlannedPolicy;
  readonly condition: string;
  readonly targets: string;
}

/** What a synth checks of a policy and of its targets, a plan checks here: only then is it known. */
function restrict(
  module: ModuleStack,
  made: Guardrails,
  { policy: { id, ...policy }, condition, targets }: Restricted,
): void {
  const kind = kindOf({ id, ...policy });
  const resource = made.node.findChild(id) as OrganizationsPolicy;
  const content = module.local(
    `content_of_${id.replaceAll('-', '_')}`,
    expressionOf(JSON.parse(resource.contentInput!) as Json),
  );
  resource.addOverride('content', standIn(`jsonencode(${content.slice(1, -1)})`));
  const size = `length(jsonencode(${content.slice(1, -1)}))`;
  resource.addOverride('lifecycle.precondition', [
    {
      condition: `\${${size} <= local.${kind}_characters}`,
      error_message: `${id} has \${${size}} characters of \${local.${kind}_characters}; name fewer roles, buckets, topics or regions, or raise ${kind}_limits.characters if your quota is higher.`,
    },
  ]);
  if (condition !== 'true') module.onlyIf(condition, resource);

  const attachment = made.node.findChild(`${id}-${policy.targets[0]!}`) as OrganizationsPolicyAttachment;
  module.forEach(targets, attachment, condition);
  const count = `length([for target in local.${kind}_targets : target if target == each.value]) + var.${kind}_limits.already_attached`;
  attachment.addOverride('lifecycle.precondition', [
    {
      condition: `\${${count} <= local.${kind}_attachments}`,
      error_message: `\${each.value} would have \${${count}} policies, those counted that are there already, of \${local.${kind}_attachments}; attach optional ones elsewhere, or raise ${kind}_limits.attachments if your quota is higher.`,
    },
  ]);
}
