import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { matchesPattern } from '../alarms/event-pattern';
import type { Platform, Resource, StackData } from '../synthesized';

/** Where a resource lies. */
export interface Location {
  readonly account: string;
  readonly region: string;
}

/** Told by the provider that the resource is made with, which refuses every other account. */
export function locationOf({ name, json }: StackData, { provider, region }: Resource): Location {
  const alias = provider?.replace(/^aws\./, '');
  const found = json.provider.aws.find((one: Resource) => one.alias === alias);
  if (!found) throw new Error(`${name} has no provider ${provider}`);
  return { account: found.allowed_account_ids[0], region: region ?? found.region };
}

/** The resource to an attribute of which a text refers, as in `${aws_sqs_queue.q.url}`. */
export function refersTo({ name, json }: StackData, reference: string): Resource {
  const [, type, id] = /^\$\{(\w+)\.([\w-]+)\.\w+\}$/.exec(reference) ?? [];
  const found = json.resource?.[type!]?.[id!];
  if (!found) throw new Error(`${reference} refers to nothing in ${name}`);
  return found;
}

/** Targets, each with the rule that it belongs to. */
export const targetsOf = (stack: StackData): { target: Resource; rule: Resource }[] =>
  stack.all(CloudwatchEventTarget).map((target) => ({ target, rule: refersTo(stack, target.rule) }));

/** The policy, as JSON, of a role of the stack. */
export const rightsOf = (stack: StackData, roleName: string): string => {
  const [id] = Object.entries<Resource>(stack.named(IamRole)).find(([, role]) => role.name === roleName)!;
  return stack.all(IamRolePolicy).find(({ role }) => role === `\${aws_iam_role.${id}.name}`).policy;
};

/** A function that is started. */
export interface Woken extends Location {
  readonly stack: string;
  readonly name: string;
}

/** What EventBridge rules read of an event besides its detail. */
export interface BusEvent extends Location {
  readonly source: string;
}

/** Of an account and region. */
interface Bus extends Location {
  readonly name: string;
}

/** Every function that an event wakes, where it comes to be or on the bus to which a rule there sends it. */
export function wokenBy(
  platform: Platform,
  event: BusEvent,
  bus: Bus = { account: event.account, region: event.region, name: 'default' },
): Woken[] {
  return platform.stacks.flatMap((stack) =>
    targetsOf(stack).flatMap(({ target, rule }) => {
      const { event_pattern: pattern, event_bus_name: name = 'default' } = rule;
      const { account, region } = locationOf(stack, rule);
      if (pattern === undefined || account !== bus.account || region !== bus.region || name !== bus.name) return [];
      if (!matchesPattern(JSON.parse(pattern), event)) return [];
      const [, toRegion, toAccount, toBus] = /:events:([^:]+):(\d+):event-bus\/(.+)$/.exec(target.arn) ?? [];
      // EventBridge sends on what came from another bus no further.
      if (toBus !== undefined && bus.name === 'default')
        return wokenBy(platform, event, { account: toAccount!, region: toRegion!, name: toBus });
      if (!target.arn.startsWith('${aws_lambda_function.')) return [];
      const run = refersTo(stack, target.arn);
      return [{ stack: stack.name, name: run.function_name, ...locationOf(stack, run) }];
    }),
  );
}
