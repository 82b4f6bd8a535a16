import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { arn } from '../policy/arn';

export interface ScheduleProps {
  readonly place: Place;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Of the rule. */
  readonly name: string;
  readonly description: string;
  /** As EventBridge writes it, `cron(...)` or `rate(...)`. */
  readonly expression: string;
  readonly targetId: string;
  /** Queue for events that never reached the function. */
  readonly deadLetterArn: string;
}

/** Invokes a function by the clock. */
export function addSchedule(scope: Construct, run: LambdaFunction, props: ScheduleProps): void {
  const { place, partition, account, region, name } = props;
  const rule = new CloudwatchEventRule(scope, 'rule', {
    ...place,
    name,
    description: props.description,
    scheduleExpression: props.expression,
  });
  const permission = new LambdaPermission(scope, 'permission', {
    ...place,
    statementId: 'RuleInvokes',
    functionName: run.functionName,
    action: 'lambda:InvokeFunction',
    principal: 'events.amazonaws.com',
    sourceArn: arn({ partition, service: 'events', region, account, resource: `rule/${name}` }),
  });
  new CloudwatchEventTarget(scope, 'target', {
    ...place,
    rule: rule.name,
    targetId: props.targetId,
    arn: run.arn,
    deadLetterConfig: { arn: props.deadLetterArn },
    dependsOn: [permission],
  });
}
