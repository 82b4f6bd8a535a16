import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { DeadLetters } from '../events/dead-letters';
import { BAD_ENDS, OWN_SOURCE } from '../events/reports';
import { addFunctionRole, addNodeFunction, logGroup } from '../functions/node-function';
import type { Place } from '../placement/placement';
import { arn } from '../policy/arn';
import type { Statement } from '../policy/statement';
import { addAlarm } from './alarm';
import { PUBLISHING } from './alert-topic';
import { VERIFIER_ALARMS } from './verifier-alarms';

export interface AnnouncerProps {
  readonly place: Place;
  /** Place of IAM. */
  readonly anywhere: Place;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Of the function and its role. */
  readonly name: string;
  readonly busName: string;
  /** The bus. */
  readonly after: readonly ITerraformDependable[];
  /** Starts the names of rules, alarms and documents. */
  readonly namePrefix: string;
  /** Topics that are told: the platform's own and those of audit.yaml. */
  readonly topicArns: readonly string[];
  /** Accounts of the topics. Default: those in their ARNs. */
  readonly topicAccounts?: readonly string[];
  /** Key of the platform's own topic. */
  readonly keyArn?: string;
  /** SNS as KMS sees it calling. */
  readonly snsHost: string;
  /** Path of the archive from the stack's folder, and its hash. */
  readonly code: { readonly path: string; readonly hash: string };
  readonly logRetentionDays: number;
  readonly deadLetters: DeadLetters;
}

/** Start the names of alarms that nothing else tells of. */
const ALONE = ['replication-', VERIFIER_ALARMS];

/**
 * What reaches the bus of the audit account and people must hear, by a name of the rule. The event log keeps the rest.
 *
 * @param auditAccount - where the roll is called
 */
export const announcedPatterns = (documentPrefix: string, auditAccount: string) => ({
  'self-healing': { source: [OWN_SOURCE], 'detail-type': ['Audit Self-Healing'] },
  // What healers report each hour, people hear in one message, and only what is new.
  health: {
    source: [OWN_SOURCE],
    'detail-type': ['Audit Roll Call'],
    account: [auditAccount],
    detail: { worthTelling: [true] },
  },
  evidence: { source: [OWN_SOURCE], 'detail-type': ['Audit Evidence Findings'] },
  approvals: { source: [OWN_SOURCE], 'detail-type': ['Remediation Awaits Approval'] },
  // Of what needed no mending nobody has to hear.
  outcomes: {
    source: [OWN_SOURCE],
    'detail-type': ['Remediation Outcome'],
    detail: { outcome: [{ 'anything-but': ['already-mended', 'exempt', 'out-of-scope'] }] },
  },
  failures: {
    source: ['aws.ssm'],
    'detail-type': ['EC2 Automation Execution Status-change Notification'],
    detail: { Definition: [{ prefix: documentPrefix }], Status: BAD_ENDS },
  },
  // Only findings whose remediation notifies are forwarded to the bus.
  findings: {
    source: ['aws.config'],
    'detail-type': ['Config Rules Compliance Change'],
    detail: { newEvaluationResult: { complianceType: ['NON_COMPLIANT'] } },
  },
  // Alarms over the trail's log group come too, but tell a topic of their own; those over evidence have their own event.
  alarms: {
    source: ['aws.cloudwatch'],
    'detail-type': ['CloudWatch Alarm State Change'],
    detail: { state: { value: ['ALARM'] }, alarmName: ALONE.map((start) => ({ prefix: `${documentPrefix}${start}` })) },
  },
});

/**
 * Tells the topics of events, in words. EventBridge could publish by itself, but cannot be pinned in the policy of an
 * encrypted topic's key, and what it writes takes a programmer to read.
 */
export class Announcer extends Construct {
  constructor(scope: Construct, id: string, props: AnnouncerProps) {
    super(scope, id);
    const { place, anywhere, partition, account, region, name, busName, namePrefix, deadLetters, topicArns, after } =
      props;
    const description = 'Tells people what the audit platform reports';
    const { role, rights } = addFunctionRole(this, {
      anywhere,
      partition,
      account,
      regions: [region],
      name,
      functionName: name,
      description,
      rightsName: 'announce',
      rights: grants(props),
    });
    const run = addNodeFunction(
      this,
      { function: 'function', logs: 'logs' },
      {
        place,
        name,
        description,
        roleArn: role.arn,
        code: props.code,
        memoryMb: 256,
        timeoutSeconds: 60,
        logRetentionDays: props.logRetentionDays,
        environment: { TOPICS: JSON.stringify(topicArns) },
        deadLetterArn: deadLetters.arn,
        after: [role, rights],
      },
    );
    const rulePrefix = `${namePrefix}announce-`;
    const permission = new LambdaPermission(this, 'permission', {
      ...place,
      statementId: 'RulesInvoke',
      functionName: run.functionName,
      action: 'lambda:InvokeFunction',
      principal: 'events.amazonaws.com',
      sourceArn: arn({ partition, service: 'events', region, account, resource: `rule/${busName}/${rulePrefix}*` }),
    });
    for (const [kind, pattern] of Object.entries(announcedPatterns(namePrefix, account))) {
      const rule = new CloudwatchEventRule(this, `${kind}-rule`, {
        ...place,
        name: `${rulePrefix}${kind}`,
        description: 'People hear of it',
        eventBusName: busName,
        eventPattern: JSON.stringify(pattern),
        dependsOn: [...after],
      });
      new CloudwatchEventTarget(this, `${kind}-target`, {
        ...place,
        rule: rule.name,
        eventBusName: busName,
        targetId: 'announcer',
        arn: run.arn,
        deadLetterConfig: { arn: deadLetters.arn },
        dependsOn: [permission],
      });
    }
    addAlarm(this, 'errors-alarm', {
      place,
      name: `${namePrefix}announcer-errors`,
      title: 'The function that tells people of the audit’s events failed',
      firstStep: `Read its log, ${logGroup(name)}; what it could not tell is in the dead-letter queue`,
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensions: { FunctionName: name },
      statistic: 'Sum',
      period: 300,
      threshold: 1,
      silence: 'notBreaching',
      topicArns,
    });
  }
}

function grants({ partition, region, topicArns, keyArn, snsHost, deadLetters, ...props }: AnnouncerProps): Statement[] {
  // Which keys the topics of audit.yaml have is not known here; those keys' own policies have the last word.
  const owners = props.topicAccounts ?? [...new Set(topicArns.map((topicArn) => topicArn.split(':')[4]!))];
  const keys = owners.map((owner) => arn({ partition, service: 'kms', region, account: owner, resource: 'key/*' }));
  return [
    { sid: 'Tell', effect: 'Allow', actions: ['sns:Publish'], resources: topicArns },
    {
      sid: 'TellEncrypted',
      effect: 'Allow',
      actions: PUBLISHING,
      resources: keyArn !== undefined && topicArns.length === 1 ? [keyArn] : keys,
      condition: { StringEquals: { 'kms:ViaService': snsHost } },
    },
    { sid: 'GiveUp', effect: 'Allow', actions: ['sqs:SendMessage'], resources: [deadLetters.arn] },
  ];
}
