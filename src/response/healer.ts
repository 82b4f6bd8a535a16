import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { DeadLetters } from '../events/dead-letters';
import { addFunctionRole, addNodeFunction } from '../functions/node-function';
import type { Place } from '../placement/placement';
import { arn, roleArn } from '../policy/arn';
import type { Statement } from '../policy/statement';
import type { EventPattern } from './event-patterns';
import type { Calls, HealerSpec } from './healer-spec';

/** Calls of another account, which a bus in the healer's account and region receives. */
export interface ForwardedCalls {
  readonly account: string;
  readonly busName: string;
}

export interface HealerProps {
  readonly place: Place;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly spec: HealerSpec;
  /** Starts the names of functions, rules and queues. */
  readonly namePrefix: string;
  /** Shared by the copies of one healer in the regions of an account. */
  readonly role: HealerRole;
  /** Path of the archive from the stack's folder, and its hash. It holds `spec.desired` as `desired.json`. */
  readonly code: { readonly path: string; readonly hash: string };
  /** Bus of the audit account, at home. */
  readonly eventBusArn: string;
  readonly mode: 'mend' | 'report';
  /** Patterns of the ARNs of roles whose changes are left alone. */
  readonly trustedRoleArns: readonly string[];
  readonly logRetentionDays: number;
  /** Where failed invocations go, and what the healer counts each hour. */
  readonly deadLetters: Pick<DeadLetters, 'arn' | 'url'>;
  /** Wake the healer as well: EventBridge has the event of a call in the account of the caller. */
  readonly forwarded?: ForwardedCalls;
}

export interface HealerRoleProps {
  readonly anywhere: Place;
  readonly partition: string;
  readonly account: string;
  readonly regions: readonly string[];
  readonly spec: HealerSpec;
  readonly roleName: string;
  readonly namePrefix: string;
  readonly eventBusArn: string;
  /** Where failed invocations go, in each region. */
  readonly queueName: string;
}

/** How often a healer looks without being called: events are best effort. */
const SCHEDULE = 'rate(1 hour)';
/** In seconds. A second look follows each change. */
const TIMEOUT = 300;
const MEMORY_MB = 256;

const functionName = ({ namePrefix, spec }: { readonly namePrefix: string; readonly spec: HealerSpec }): string =>
  `${namePrefix}${spec.name}`;

/** @param account - of the caller. Default: any whose events are on the bus */
export const patternOf = ({ source, eventSource, names }: Calls, account?: string): EventPattern => ({
  source: [source],
  'detail-type': ['AWS API Call via CloudTrail'],
  ...(account !== undefined && { account: [account] }),
  detail: { eventSource: [eventSource], eventName: [...names] },
});

/** What one kind of healer may do in an account. */
export class HealerRole extends Construct {
  readonly arn: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: HealerRoleProps) {
    super(scope, id);
    const { partition, account, spec, roleName: name } = props;
    this.arn = roleArn(partition, account, name);
    const { role, rights } = addFunctionRole(this, {
      ...props,
      name,
      functionName: functionName(props),
      description: spec.description,
      rightsName: 'heal',
      rights: [...spec.permissions, ...everyHealer(props)],
    });
    this.ready = [role, rights];
  }
}

/** What every healer does: tell, and leave and count what failed. */
function everyHealer(props: HealerRoleProps): Statement[] {
  const { partition, account, regions, eventBusArn, queueName } = props;
  return [
    { sid: 'Tell', effect: 'Allow', actions: ['events:PutEvents'], resources: [eventBusArn] },
    {
      sid: 'CountFailures',
      effect: 'Allow',
      actions: ['sqs:GetQueueAttributes', 'sqs:SendMessage'],
      resources: regions.map((region) => arn({ partition, service: 'sqs', region, account, resource: queueName })),
    },
  ];
}

/** A function that sets one part of the platform right: when somebody changes it, and by the hour. */
export class Healer extends Construct {
  /** What is healed changes after its healer knows of it; the other way round the healer would change it back. */
  readonly ready: readonly LambdaFunction[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HealerProps,
  ) {
    super(scope, id);
    const { place, spec, role, code, deadLetters, forwarded } = props;
    const healer = addNodeFunction(
      this,
      { function: 'function', logs: 'logs' },
      {
        place,
        name: functionName(props),
        description: spec.description,
        roleArn: role.arn,
        code,
        memoryMb: MEMORY_MB,
        timeoutSeconds: TIMEOUT,
        logRetentionDays: props.logRetentionDays,
        environment: {
          MODE: props.mode,
          OWN_ROLE: role.arn,
          TRUSTED_ROLES: JSON.stringify(props.trustedRoleArns),
          EVENT_BUS: props.eventBusArn,
          DEAD_LETTER_QUEUE: deadLetters.url,
          ...spec.references,
        },
        deadLetterArn: deadLetters.arn,
        after: role.ready,
      },
    );
    new LambdaFunctionEventInvokeConfig(this, 'invocations', {
      ...place,
      functionName: healer.functionName,
      // A change that is hours old is the next hourly check's.
      maximumEventAgeInSeconds: 3600,
      maximumRetryAttempts: 2,
    });
    this.ready = [healer];
    spec.events.forEach((calls, at) => {
      const part = spec.events.length === 1 ? 'calls' : `calls-${at + 1}`;
      this.rule(healer, part, { eventPattern: JSON.stringify(patternOf(calls)) });
      if (forwarded) {
        const { account, busName } = forwarded;
        const eventPattern = JSON.stringify(patternOf(calls, account));
        this.rule(healer, `forwarded-${part}`, { eventPattern, eventBusName: busName });
      }
    });
    this.rule(healer, 'hourly', { scheduleExpression: SCHEDULE });
  }

  private rule(
    healer: LambdaFunction,
    part: string,
    when: { readonly eventPattern: string; readonly eventBusName?: string } | { readonly scheduleExpression: string },
  ): void {
    const { place, spec, deadLetters } = this.props;
    // Default: the account's default bus, on which AWS's own services report.
    const eventBusName = 'eventBusName' in when ? when.eventBusName : undefined;
    const name = `${functionName(this.props)}-${part}`;
    const rule = new CloudwatchEventRule(this, `${part}-rule`, {
      ...place,
      name,
      description: `Wakes the healer of the audit: ${spec.name}`,
      ...when,
    });
    const allowed = new LambdaPermission(this, `${part}-permission`, {
      ...place,
      statementId: `Rule-${part}`,
      functionName: healer.functionName,
      action: 'lambda:InvokeFunction',
      principal: 'events.amazonaws.com',
      sourceArn: this.ruleArn(eventBusName === undefined ? name : `${eventBusName}/${name}`),
    });
    new CloudwatchEventTarget(this, `${part}-target`, {
      ...place,
      rule: rule.name,
      eventBusName,
      targetId: 'healer',
      arn: healer.arn,
      deadLetterConfig: { arn: deadLetters.arn },
      dependsOn: [allowed],
    });
  }

  /** @param rule - its name, after that of its bus where that is not the default one */
  private ruleArn(rule: string): string {
    const { partition, account, region } = this.props;
    return arn({ partition, service: 'events', region, account, resource: `rule/${rule}` });
  }
}
