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
import { addAlarm, addCountedAlarm, addFilters } from './alarm';
import { alertsOf, COUNTERS, HEARTBEATS } from './event-counts';

export interface EventLogProps {
  readonly place: Place;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Of the log group. */
  readonly name: string;
  readonly retentionDays: number;
  /** Absent: CloudWatch Logs encrypts with a key of its own. */
  readonly keyArn?: string;
  readonly busName: string;
  /** The bus. */
  readonly after: readonly ITerraformDependable[];
  /** Starts the names of rules, filters, alarms and documents. */
  readonly namePrefix: string;
  /** Of the metrics. */
  readonly namespace: string;
  readonly topicArns: readonly string[];
  /** `Audit Health` events that all healers together send in an hour. */
  readonly heartbeatsPerHour: number;
  readonly deadLetters: DeadLetters;
}

/** Healers report each hour; two hours let one report be late. In seconds. */
const HEARTBEAT_PERIOD = 7200;

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
      ...(props.keyArn !== undefined && { kmsKeyId: props.keyArn }),
    });
    this.keepEvents(arn({ partition, service: 'logs', region, account, resource: `log-group:${name}` }));

    const counting = { place, logGroupName: name, namePrefix, namespace, after: [group] };
    for (const alert of alertsOf(namePrefix)) addCountedAlarm(this, alert, { ...counting, topicArns });
    for (const counter of COUNTERS) addFilters(this, counter, counting);
    this.heartbeatAlarm();
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

  /** An alarm that counts on being told is worth nothing when nobody tells any more. */
  private heartbeatAlarm(): void {
    const { place, namePrefix, namespace, topicArns, heartbeatsPerHour } = this.props;
    const expected = (heartbeatsPerHour * HEARTBEAT_PERIOD) / 3600;
    addAlarm(this, 'heartbeats-alarm', {
      place,
      name: `${namePrefix}heartbeats`,
      title: `Fewer than ${expected} reports of healers came in two hours: one of them, or the way here, is broken`,
      firstStep:
        'Count the Audit Health events by account, region and healer in the event log, and look at the log of the function that is missing',
      namespace,
      metricName: HEARTBEATS.name,
      statistic: 'Sum',
      period: HEARTBEAT_PERIOD,
      // One of them may fall into the next two hours; a healer that is gone misses two.
      threshold: Math.max(1, expected - 1),
      rings: 'below',
      silence: 'breaching',
      topicArns,
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
