import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { DeadLetters } from '../events/dead-letters';
import type { Place } from '../placement/placement';
import { arn } from '../policy/arn';
import { allowService, type Statement, toPolicyJson } from '../policy/statement';
import { addCountedAlarm, addFilters } from './alarm';
import { alertsOf, type Counter, countersOf } from './event-counts';

export interface EventLogProps {
  readonly place: Place;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Of the log group. */
  readonly name: string;
  readonly retentionDays: number;
  readonly keyArn: string;
  /** Names of what is counted elsewhere and never reported here. Default: none. */
  readonly without?: readonly string[];
  readonly busName: string;
  /** The bus. */
  readonly after: readonly ITerraformDependable[];
  /** Starts the names of rules, filters, alarms and documents. */
  readonly namePrefix: string;
  /** Of the metrics. */
  readonly namespace: string;
  readonly topicArns: readonly string[];
  readonly deadLetters: DeadLetters;
}

/** Keeps every event that reaches the bus of the audit account, and rings when one says that something is wrong. */
export class EventLog extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: EventLogProps,
  ) {
    super(scope, id);
    const { place, partition, account, region, name, namePrefix, namespace, topicArns } = props;
    const group = new CloudwatchLogGroup(this, 'group', {
      ...place,
      name,
      retentionInDays: props.retentionDays,
      kmsKeyId: props.keyArn,
    });
    this.keepEvents(arn({ partition, service: 'logs', region, account, resource: `log-group:${name}` }));

    const counting = { place, logGroupName: name, namePrefix, namespace, after: [group] };
    const isHere = ({ name: what }: Pick<Counter, 'name'>) => !(props.without ?? []).includes(what);
    for (const alert of alertsOf(namePrefix, account).filter(isHere)) {
      addCountedAlarm(this, alert, { ...counting, topicArns });
    }
    for (const counter of countersOf(account).filter(isHere)) addFilters(this, counter, counting);
  }

  private keepEvents(groupArn: string): void {
    const { place, partition, account, region, busName, namePrefix, deadLetters, after } = this.props;
    const ruleName = `${namePrefix}keep`;
    const ruleArn = arn({ partition, service: 'events', region, account, resource: `rule/${busName}/${ruleName}` });
    const access = new CloudwatchLogResourcePolicy(this, 'access', {
      ...place,
      policyName: `${namePrefix}events`,
      policyDocument: toPolicyJson(
        ['events.amazonaws.com', 'delivery.logs.amazonaws.com'].flatMap((service) =>
          delivers(service, { groupArn, ruleArn, account }),
        ),
      ),
    });
    const rule = new CloudwatchEventRule(this, 'rule', {
      ...place,
      name: ruleName,
      description: 'Keeps all that the platform reports',
      eventBusName: busName,
      eventPattern: JSON.stringify({ source: [{ prefix: '' }] }),
      dependsOn: [...after],
    });
    new CloudwatchEventTarget(this, 'target', {
      ...place,
      rule: rule.name,
      eventBusName: busName,
      targetId: 'event-log',
      arn: groupArn,
      deadLetterConfig: { arn: deadLetters.arn },
      dependsOn: [access],
    });
  }
}

/** Source: EventBridge user guide, "CloudWatch Logs permissions". Of the first action it does not document an ARN. */
function delivers(
  service: string,
  { groupArn, ruleArn, account }: { groupArn: string; ruleArn: string; account: string },
): Statement[] {
  const sid = service.startsWith('events') ? 'Events' : 'Deliveries';
  return [
    allowService(
      service,
      { sourceAccountIfSent: account },
      { sid: `${sid}OpenStreams`, actions: ['logs:CreateLogStream'], resources: [`${groupArn}:*`] },
    ),
    allowService(
      service,
      { sourceArn: ruleArn },
      { sid: `${sid}Write`, actions: ['logs:PutLogEvents'], resources: [`${groupArn}:*`] },
    ),
  ];
}
