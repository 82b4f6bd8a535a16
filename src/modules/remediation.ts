import { join } from 'node:path';
import type { SsmDocument } from '@cdktf/provider-aws/lib/ssm-document';
import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { RemediationConfig } from '../config/schema';
import { DeadLetters } from '../events/dead-letters';
import { roleArn } from '../policy/arn';
import { toPolicyJson } from '../policy/statement';
import { EventForwarding, ForwarderRole } from '../response/event-forwarding';
import { readsTags, RemediationFile } from '../response/remediation-file';
import type { PlannedRemediation } from '../response/remediation-plan';
import { type RemediationsProps, Remediations, starterRights } from '../response/remediations';
import { expressionOf } from './expression';
import { BUS_ARN, namePrefix, regionCode } from './forms';
import { defineModule, type ModuleStack, type Sources } from './module';
import { library, publish, remediations } from './remediated';
import { elementStandIn, numberStandIn, someStandIn, standIn } from './stand-in';
import { flag, isLike, shaped } from './variable';

export const remediation = defineModule({
  name: 'remediation',
  title:
    'Mends what rules of AWS Config find: documents of Systems Manager, each with a role that may do its steps and nothing else',
  description: [
    'Once for each account and region whose findings are mended. A run reads the resource and judges it anew, spares what is exempt, stops at its limits, tells what was before it changes anything, changes, reads again, and succeeds only if nothing is wrong any more. What each remediation does, what it may cut off and how it is undone is told in [docs/remediations.md](../../docs/remediations.md); how runs go, in [docs/response.md](../../docs/response.md).',
    'Rules that the account has itself are answered by AWS Config, which goes on while a resource stays as it is; those of organizations and packs by events. Findings from before make no event. Remediations of IAM and of the account belong in one region of it. The rules must exist before AWS Config is told what mends them: pass the attributes of their resources.',
    '`event_bus` is told of every run. In the account and region of that bus itself set `own_bus = false`.',
  ],
  chapters: (sources) => library(filesIn(sources)),
  variables: {
    name: namePrefix(30),
    region_code: regionCode(),
    remediations,
    exempt_tag: shaped('object({ key = string, value = string })', {
      description:
        'Tag of resources that every remediation spares. Whoever may tag a resource may spare it. Default: no tag spares.',
      default: null,
      checks: (name) => [
        {
          condition: `var.${name} == null ? true : can(regex("^[\\\\w\\\\s.:/=+@-]{1,128}$", var.${name}.key)) && can(regex("^[\\\\w\\\\s.:/=+@-]{0,256}$", var.${name}.value)) && !startswith(var.${name}.key, "aws:")`,
          message: `${name} is not a tag; write key and value with letters, digits and . : / = + @ - _, not starting with aws:.`,
        },
      ],
    }),
    event_bus: shaped('object({ arn = string })', {
      description:
        'Bus that is told: `event_bus` of the module self-healing, or a resource `aws_cloudwatch_event_bus`.',
      checks: (name) => [
        {
          condition: isLike(BUS_ARN.pattern, `var.${name}.arn`),
          message: `${name}.arn is not ${BUS_ARN.what}; ${BUS_ARN.mend}.`,
        },
      ],
    }),
    own_bus: flag({
      description:
        'Make the bus `<name>-audit-events` here, on which documents report and from which `event_bus` is told. False where that is `event_bus` itself.',
      default: true,
    }),
  },
  compose(module, given) {
    const { place, partition, account, region } = module.here;
    const names = module.names(given.name);
    const code = module.local('region_part', 'var.region_code == "" ? "" : "${var.region_code}-"');
    const files = filesIn(module.sources);
    publish(module, files);
    module.local(
      'exempt_tag',
      '{ for name, value in { Key = try(var.exempt_tag.key, null), Value = try(var.exempt_tag.value, null) } : name => value if value != null }',
    );
    module.local(
      'started',
      'sort([for name, one in var.remediations : name if one.mode == "auto" && length(one.rule_prefixes) > 0])',
    );

    const here = { place, anywhere: place, partition, account, region, namePrefix: names.platformPrefix };
    const rolePrefix = `${names.remediationRolePrefix}${code}`;
    const centralBusArn = standIn('var.event_bus.arn');
    const deadLetters = new DeadLetters(module, 'dead-letters', {
      ...here,
      name: `${names.remediationRolePrefix}dead-letters`,
      rulePrefix: names.platformPrefix,
    });
    const role = new ForwarderRole(module, 'forwarder', { ...here, roleName: `${rolePrefix}forward`, centralBusArn });
    const forwarding = new EventForwarding(module, 'events', {
      ...here,
      busName: names.eventBus,
      centralBusArn,
      role,
      deadLetters,
    });
    for (const part of ['bus', 'reports']) module.onlyIf('var.own_bus', forwarding.node.findChild(part) as Construct);

    const props: RemediationsProps = { ...here, rolePrefix, starterRole: `${rolePrefix}start`, exemptTag: EXEMPT };
    const made = new Remediations(module, 'remediations', props, [
      { region, place, forwarding, deadLetters, planned: files.flatMap(bothModes) },
    ]);
    const find = (id: string) => made.node.findChild(id) as TerraformResource;
    for (const file of files) {
      const { name } = file;
      const one = itemOf(name);
      const arn = roleArn(partition, account, `${rolePrefix}${name}`);
      module.onlyIf(`try(${one}.mode, "off") == "manual"`, forwarding.node.findChild(name) as Construct);
      for (const id of [`${name}-role`, `${name}-rights`, `${region}-${name}`])
        module.onlyIf(`try(${one}.mode, "off") != "off"`, find(id));
      for (const id of [`${region}-${name}-rule`, `${region}-${name}-target`])
        module.onlyIf(`contains(local.started, "${name}")`, find(id));
      const document = find(`${region}-${name}`) as SsmDocument;
      document.addOverride('content', tagged(document.contentInput!, one));
      find(`${region}-${name}-target`).addOverride('input_transformer.input_template', startedWith(one, arn));
      remediate(module, find(`${region}-${name}-${EACH.replaceAll('_', '-')}`), { file, arn, document });
    }
    for (const id of ['starter', 'starter-rights']) module.onlyIf('length(local.started) > 0', find(id));
    const rights = starterRights(props, [someStandIn('local.started')]);
    find('starter-rights').addOverride('policy', toPolicyJson(rights));

    const acting = (value: string) =>
      standIn(`{ for name, one in var.remediations : name => ${value} if one.mode != "off" }`);
    return {
      document_names: {
        value: acting(`"${'${var.name}'}-audit-${'${name}'}"`),
        description: 'Documents by remediation, to start one by hand for what was found before.',
        after: [made],
      },
      role_arns: {
        value: acting(expressionOf(roleArn(partition, account, `${rolePrefix}${standIn('name')}`))),
        description: 'Roles that they run as, by remediation, which policies of the organization must spare.',
      },
      dead_letter_queue_arn: { value: deadLetters.arn, description: 'Queue of what could not be delivered.' },
    };
  },
});

function filesIn({ policies }: Sources): readonly RemediationFile[] {
  const { files, problems } = RemediationFile.readAll(join(policies, 'remediations'));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return files;
}

/** A rule of the account itself, of which there is one remediation each. */
const EACH = standIn('each.value');
const EXEMPT = { key: standIn('exempt.key'), value: standIn('exempt.value') };
const SCOPE = { key: standIn('scope.key'), value: standIn('scope.value') };

const itemOf = (name: string): string => `var.remediations["${name}"]`;

/** What a remediation is in either mode; conditions choose. */
function bothModes(file: RemediationFile): PlannedRemediation[] {
  const one = itemOf(file.name);
  const begun = elementStandIn(`[for item in ${one}.rule_prefixes : { prefix = item }]`);
  const config = {
    limits: { perHour: numberStandIn(`${one}.runs_per_hour`), failures: numberStandIn(`${one}.failures_per_hour`) },
    ...(readsTags(file) && { tag: SCOPE }),
    exceptions: [
      {
        resourceId: elementStandIn(`${one}.exceptions`, 'resource_id'),
        until: elementStandIn(`${one}.exceptions`, 'until'),
      },
    ],
  } as unknown as RemediationConfig;
  const answer = (mode: 'notify' | 'auto', eventNames: readonly string[]) => ({
    file,
    mode,
    config,
    answers: [{ id: file.name, eventNames, ownNames: [EACH], values: {} }],
  });
  return [answer('notify', [elementStandIn(`${one}.rules`), begun]), answer('auto', [begun])];
}

/** The document, which takes no tag for an empty object. */
function tagged(content: string, one: string): string {
  const scope = `{ for name, value in { Key = try(${one}.scope_tag.key, null), Value = try(${one}.scope_tag.value, null) } : name => value if value != null }`;
  const written = ({ key, value }: typeof EXEMPT) => JSON.stringify({ Key: key, Value: value });
  return content
    .replaceAll(written(EXEMPT), () => JSON.stringify(standIn('local.exempt_tag')))
    .replaceAll(written(SCOPE), () => JSON.stringify(standIn(scope)));
}

/** What EventBridge starts the document with; it fills in `<name>`, which `jsonencode` would write otherwise. */
function startedWith(one: string, arn: string): string {
  const start = JSON.stringify('{"ResourceId":[<resource>],"Rule":[<rule>],"AutomationAssumeRole":');
  const values = `join("", [for name, values in ${one}.parameters : ",\${jsonencode(name)}:\${jsonencode(values)}"])`;
  return standIn(`join("", [${start}, jsonencode([${expressionOf(arn)}]), ${values}, "}"])`);
}

/** One for each rule that the account has itself. */
function remediate(
  module: ModuleStack,
  resource: TerraformResource,
  { file, arn, document }: { readonly file: RemediationFile; readonly arn: string; readonly document: SsmDocument },
): void {
  const one = itemOf(file.name);
  const ifAuto = (value: string) => standIn(`${one}.mode == "auto" ? ${value} : null`);
  const own = `{ AutomationAssumeRole = [${expressionOf(arn)}], Rule = [each.value], ResourceId = [] }`;
  resource.addOverride('for_each', standIn(`toset(try(${one}.mode == "off" ? [] : ${one}.rules, []))`));
  resource.addOverride('config_rule_name', EACH);
  resource.addOverride('target_id', document.nameInput);
  resource.addOverride('automatic', standIn(`${one}.mode == "auto"`));
  resource.addOverride('maximum_automatic_attempts', ifAuto(`${one}.attempts`));
  resource.addOverride('retry_attempt_seconds', ifAuto(`${one}.attempt_seconds`));
  resource.addOverride('execution_controls.ssm_controls', {
    concurrent_execution_rate_percentage: standIn(`${one}.concurrent_percent`),
    error_percentage: standIn(`${one}.error_percent`),
  });
  resource.addOverride('parameter', undefined);
  // In the order of their names, in which the provider reads them back.
  resource.addOverride('dynamic.parameter', {
    for_each: standIn(`merge(${own}, ${one}.parameters)`),
    content: {
      name: standIn('parameter.key'),
      resource_value: standIn('parameter.key == "ResourceId" ? "RESOURCE_ID" : null'),
      static_value: standIn('length(parameter.value) == 1 ? parameter.value[0] : null'),
      static_values: standIn('length(parameter.value) > 1 ? parameter.value : null'),
    },
  });
  resource.addOverride('depends_on', [module.addressOf(document)]);
}
