import { CloudwatchEventBus } from '@cdktf/provider-aws/lib/cloudwatch-event-bus';
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { DeadLetters } from '../events/dead-letters';
import type { Place } from '../placement/placement';
import { arn, roleArn } from '../policy/arn';
import { toPolicyJson, trustService } from '../policy/statement';
import { type EventPattern, reportsOf, runsOf } from './event-patterns';

export interface ForwarderRoleProps {
  readonly anywhere: Place;
  readonly partition: string;
  readonly account: string;
  readonly roleName: string;
  readonly centralBusArn: string;
}

/** The role with which EventBridge puts an account's events on the bus of the audit account. */
export class ForwarderRole extends Construct {
  readonly arn: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ForwarderRoleProps) {
    super(scope, id);
    const { anywhere, partition, account, roleName, centralBusArn } = props;
    this.arn = roleArn(partition, account, roleName);
    const role = new IamRole(this, 'role', {
      ...anywhere,
      name: roleName,
      description: 'Forwards events of the audit to the audit account',
      // A strict pin would keep events from being forwarded if EventBridge sent no account.
      assumeRolePolicy: trustService('events.amazonaws.com', { sourceAccountIfSent: account }),
    });
    const rights = new IamRolePolicy(this, 'rights', {
      ...anywhere,
      role: role.name,
      name: 'forward',
      policy: toPolicyJson([
        { sid: 'Forward', effect: 'Allow', actions: ['events:PutEvents'], resources: [centralBusArn] },
      ]),
    });
    this.ready = [role, rights];
  }
}

export interface ForwardProps {
  readonly place: Place;
  /** Of the rule. */
  readonly name: string;
  readonly pattern: EventPattern;
  /** Default: the account's default bus, on which AWS's own services report. */
  readonly busName?: string;
  readonly centralBusArn: string;
  readonly role: ForwarderRole;
  readonly deadLetters: Pick<DeadLetters, 'arn'>;
}

/** One kind of event that goes to the bus of the audit account. */
export class Forward extends Construct {
  constructor(scope: Construct, id: string, props: ForwardProps) {
    super(scope, id);
    const { place, name, pattern, busName, centralBusArn, role, deadLetters } = props;
    const rule = new CloudwatchEventRule(this, 'rule', {
      ...place,
      name,
      description: 'Forwards to the audit account',
      eventBusName: busName,
      eventPattern: JSON.stringify(pattern),
    });
    new CloudwatchEventTarget(this, 'target', {
      ...place,
      rule: rule.name,
      eventBusName: busName,
      targetId: 'audit-account',
      arn: centralBusArn,
      roleArn: role.arn,
      deadLetterConfig: { arn: deadLetters.arn },
      dependsOn: [...role.ready],
    });
  }
}

export interface EventForwardingProps {
  readonly place: Place;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Of the account's own bus and of that of the audit account. */
  readonly busName: string;
  readonly centralBusArn: string;
  /** Starts the names of rules and documents. */
  readonly namePrefix: string;
  readonly role: ForwarderRole;
  readonly deadLetters: Pick<DeadLetters, 'arn'>;
}

/** What documents of one account and region report, and how their runs end, reaches the bus of the audit account. */
export class EventForwarding extends Construct {
  /** Bus on which documents of this account and region report. */
  readonly busArn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EventForwardingProps,
  ) {
    super(scope, id);
    const { place, partition, account, region, busName, centralBusArn, namePrefix } = props;
    this.busArn = arn({ partition, service: 'events', region, account, resource: `event-bus/${busName}` });
    if (this.busArn !== centralBusArn) {
      const bus = new CloudwatchEventBus(this, 'bus', {
        ...place,
        name: busName,
        description: 'Reports of the audit platform, which go to the audit account',
      });
      this.forward('reports', reportsOf(account), bus.name);
    }
    this.forward('runs', runsOf(namePrefix));
  }

  /** Forwards what matches, from the account's default bus or another. */
  forward(part: string, pattern: EventPattern, busName?: string): void {
    const name = `${this.props.namePrefix}forward-${part}`;
    new Forward(this, part, { ...this.props, name, pattern, busName });
  }
}
