import { CloudwatchEventBus } from '@cdktf/provider-aws/lib/cloudwatch-event-bus';
import { CloudwatchEventBusPolicy } from '@cdktf/provider-aws/lib/cloudwatch-event-bus-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { Construct } from 'constructs';
import { Announcer } from '../alarms/announcer';
import { EventLog } from '../alarms/event-log';
import { addUndeliveredAlarm } from '../alarms/undelivered-alarm';
import { DeadLetters } from '../events/dead-letters';
import { storedArchives } from '../functions/archive-cache';
import type { StoredArchive } from '../functions/lambda-archive';
import { arn, roleArn } from '../policy/arn';
import { allowRoles, toPolicyJson } from '../policy/statement';
import { Healer, HealerRole } from '../response/healer';
import type { HealerSpec } from '../response/healer-spec';
import { expressionOf } from './expression';
import {
  BUS_ARN,
  KEY_ARN,
  logRetentionDays,
  namePrefix,
  ORGANIZATION_ID,
  regionCode,
  ROLE_ARN_ANYWHERE,
  TOPIC_ARN,
} from './forms';
import { evidence, evidenceSpec, recorderSpec, recording, trail, trailSpec } from './healed';
import { defineModule, type ModuleStack } from './module';
import { listStandIn, standIn } from './stand-in';
import { choice, isLike, shaped, text, texts, withCheck } from './variable';

/** Lambda takes 4 KB of variables: packed, what should be and who is trusted may take this much of it, in characters. */
const MOST_DESIRED = 3500;

/** Only the roll call, which a module has not, and the hourly verification of evidence report these. */
const REPORTED_ELSEWHERE = ['heartbeats', 'evidence-findings', 'healers-expected', 'healers-heard', 'healers-standing'];

/** Where nobody else’s bus is told. */
const OWN_BUS = 'var.event_bus == null';

const bus = () =>
  shaped('object({ arn = string })', {
    description:
      'Bus that is told: `event_bus` of this module in the audit account, or a resource `aws_cloudwatch_event_bus`. Default: one is made here, with a log group, alarms, and a function that tells `topic_arns` in words.',
    default: null,
    checks: (name) => [
      {
        condition: `var.${name} == null ? true : ${isLike(BUS_ARN.pattern, `var.${name}.arn`)}`,
        message: `${name}.arn is not ${BUS_ARN.what}; ${BUS_ARN.mend}.`,
      },
    ],
  });

/** Somebody must be told, in one place. */
const topics = () =>
  withCheck(
    withCheck(
      texts(
        TOPIC_ARN,
        { most: 5 },
        {
          description:
            'Topics of this region that the bus made here tells. Their policies, and those of their keys, must let `cloudwatch.amazonaws.com` publish for the account, and keys the role of the output `announcer_role_arn`.',
          default: [],
        },
      ),
      {
        condition: 'var.event_bus == null ? length(var.topic_arns) > 0 : true',
        message: 'topic_arns is empty and event_bus is missing, so that nobody would be told; name a topic or a bus.',
      },
    ),
    {
      condition: 'var.event_bus == null ? true : length(var.topic_arns) == 0',
      message: 'topic_arns has no effect beside event_bus; leave one of them out.',
    },
  );

export const selfHealing = defineModule({
  name: 'self-healing',
  title: 'Sets right what somebody stops or weakens: the trail, AWS Config, the buckets and the key of evidence',
  description: [
    'Once for each account and region in which there is something to keep. A healer is a function that is woken by the calls that change what it keeps, and looks once an hour besides, because events are best effort. It sets right what differs, looks again, and tells of it; what cannot be set right blindly, such as a deleted trail, it pages people for.',
    'What should be is what you pass, packed into a variable of the function. Each role may do exactly what its healer does. Changes by `trusted_role_arns` and by the healers themselves are left alone until the next hourly look: name the roles that apply your Terraform, or the healer undoes what a plan has not yet told it. Before you destroy what is kept, set `mode = "report"` and apply.',
    'One call makes the bus, where people are told, and the others pass its output `event_bus`. Policies of the organization have no healer here: they do not fit into a function’s variables.',
  ],
  variables: {
    name: withCheck(namePrefix(30), {
      // IAM takes 64: this is what `-audit-remediation-heal-evidence` leaves, or with a code in it.
      condition: 'length(var.name) + (var.region_code == "" ? 0 : length(var.region_code) + 1) <= 32',
      message: 'name and region_code are longer than 31 characters together; shorten one of them.',
    }),
    region_code: regionCode(),
    mode: choice(['heal', 'report'], {
      description: '`heal`: what differs is set right and told of. `report`: it is told of.',
      default: 'heal',
    }),
    trail,
    recording,
    evidence,
    trusted_role_arns: texts(
      ROLE_ARN_ANYWHERE,
      { most: 10 },
      {
        description:
          'Roles whose changes are left alone until the next hourly look, above all those that apply Terraform.',
        default: [],
      },
    ),
    event_bus: bus(),
    organization_id: text(ORGANIZATION_ID, {
      description:
        'Organization whose accounts may tell the bus that is made here, with roles that this module and `remediation` make there under the same `name`. Default: this account alone.',
      default: null,
    }),
    topic_arns: topics(),
    log_key_arn: text(KEY_ARN, {
      description:
        'Key of the log group of events, which CloudWatch Logs of the account may use. Default: the one that AWS owns.',
      default: null,
    }),
    log_retention_days: logRetentionDays('Days that events and what functions log are kept.'),
  },
  compose(module, given) {
    const { place, partition, account, region, dnsSuffix } = module.here;
    const names = module.names(given.name);
    const code = module.local('region_part', 'var.region_code == "" ? "" : "${var.region_code}-"');
    const archives = storedArchives(module.sources.lambdas, [
      'announce',
      'heal-evidence',
      'heal-recorder',
      'heal-trail',
    ]);
    const queueName = `${names.healerPrefix}dead-letters`;
    const here = { place, anywhere: place, partition, account, region, namePrefix: names.platformPrefix };
    const deadLetters = new DeadLetters(module, 'dead-letters', {
      ...here,
      name: queueName,
      rulePrefix: names.platformPrefix,
    });

    const ownBus = arn({ partition, service: 'events', region, account, resource: `event-bus/${names.eventBus}` });
    const eventBusArn = module.local('event_bus_arn', `${OWN_BUS} ? ${expressionOf(ownBus)} : var.event_bus.arn`);
    const owned = new Construct(module, 'alerting');
    const eventBus = new CloudwatchEventBus(owned, 'bus', {
      ...place,
      name: names.eventBus,
      description: 'What happens to the audit, in every account and region',
    });
    const telling = { ...here, busName: names.eventBus, after: [eventBus], deadLetters, topicArns: given.topic_arns };
    new EventLog(owned, 'events', {
      ...telling,
      name: names.eventLogGroup,
      retentionDays: given.log_retention_days,
      keyArn: given.log_key_arn,
      without: REPORTED_ELSEWHERE,
      namespace: names.eventBus,
    });
    new Announcer(owned, 'announcer', {
      ...telling,
      name: names.announcer,
      topicAccounts: listStandIn('distinct([for item in var.topic_arns : element(split(":", item), 4)])'),
      snsHost: `sns.${region}.${dnsSuffix}`,
      code: packed(module, 'announce', archives),
      logRetentionDays: given.log_retention_days,
    });
    addUndeliveredAlarm(owned, 'undelivered-alarm', {
      place,
      name: `${names.platformPrefix}undelivered`,
      queueName,
      topicArns: given.topic_arns,
    });
    module.onlyIf(OWN_BUS, owned);
    const busPolicy = new CloudwatchEventBusPolicy(module, 'bus-policy', {
      ...place,
      eventBusName: names.eventBus,
      policy: toPolicyJson([
        allowRoles(given.organization_id, [roleArn(partition, '*', `${names.remediationRolePrefix}*`)], {
          sid: 'PlatformReports',
          actions: ['events:PutEvents'],
          resources: [ownBus],
        }),
      ]),
      dependsOn: [eventBus],
    });
    module.onlyIf(`${OWN_BUS} && var.organization_id != null`, busPolicy);

    const heal = (input: string, spec: HealerSpec) => {
      const { name } = spec;
      const roleName = `${names.remediationRolePrefix}${code}heal-${name}`;
      const common = { ...here, namePrefix: names.healerPrefix, spec, eventBusArn };
      const role = new HealerRole(module, `heal-${name}`, { ...common, regions: [region], roleName, queueName });
      const healer = new Healer(module, name, {
        ...common,
        role,
        code: packed(module, `heal-${name}`, archives),
        mode: standIn('var.mode == "heal" ? "mend" : "report"') as 'mend',
        trustedRoleArns: given.trusted_role_arns,
        logRetentionDays: given.log_retention_days,
        deadLetters,
      });
      // As in desired.json of a healer that is synthesized: references are resolved by the function.
      const desired = module.expression(escaped(spec.desired));
      const isGiven = `var.${input} != null`;
      const value = module.local(`desired_${input}`, `${isGiven} ? base64gzip(jsonencode(${desired})) : ""`);
      const run = module.resource(healer, LambdaFunction.tfResourceType);
      run.addOverride('environment.variables.DESIRED', value);
      const size = `length(local.desired_${input}) + length(jsonencode(var.trusted_role_arns))`;
      run.addOverride('lifecycle.precondition', [
        {
          condition: standIn(`${size} <= ${MOST_DESIRED}`),
          error_message: `${input} and trusted_role_arns take ${standIn(size)} of the ${MOST_DESIRED} characters that a function has for them; pass fewer buckets, types, selectors or roles.`,
        },
      ]);
      for (const construct of [role, healer]) module.onlyIf(isGiven, construct);
      return { isGiven, functionName: `${names.healerPrefix}${name}`, roleArn: role.arn };
    };
    const healers = [
      heal('trail', trailSpec(module, 'var.trail')),
      heal('recording', recorderSpec(module, 'var.recording')),
      heal('evidence', evidenceSpec(module, 'var.evidence')),
    ];
    const those = (of: (healer: (typeof healers)[number]) => string) =>
      standIn(`concat(${healers.map((one) => `${one.isGiven} ? [${expressionOf(of(one))}] : []`).join(', ')})`);
    return {
      event_bus: {
        value: standIn(`{ arn = ${expressionOf(eventBusArn)} }`),
        description: 'Bus that is told, for `event_bus` of other calls and of the module remediation.',
        after: [eventBus],
      },
      announcer_role_arn: {
        value: standIn(`${OWN_BUS} ? ${expressionOf(roleArn(partition, account, names.announcer))} : null`),
        description: 'Role that publishes to `topic_arns`, or null.',
      },
      function_names: { value: those(({ functionName }) => functionName), description: 'Names of the healers.' },
      role_arns: {
        value: those((healer) => healer.roleArn),
        description: 'ARNs of their roles, which policies of the organization must spare.',
      },
      dead_letter_queue_arn: { value: deadLetters.arn, description: 'Queue of what could not be delivered.' },
    };
  },
});

/** Adds the archive of a function. */
function packed(module: ModuleStack, name: string, archives: ReadonlyMap<string, StoredArchive>) {
  const { zip, hash } = archives.get(name)!;
  return { path: module.asset(`${name}.zip`, zip), hash };
}

/** What Terraform would take for an expression of its own, in every text of a value. */
function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('${') ? `$${value}` : value;
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, escaped(one)]));
}
