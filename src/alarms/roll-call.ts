import { Construct } from 'constructs';
import type { DeadLetters } from '../events/dead-letters';
import { addFunctionRole, addNodeFunction, logGroup } from '../functions/node-function';
import { addSchedule } from '../functions/schedule';
import type { Place } from '../placement/placement';
import { arn } from '../policy/arn';
import type { Statement } from '../policy/statement';
import { addAlarm } from './alarm';

/** A healer in each of these regions of each of these accounts, as the function reads it in declared.json. */
export interface DeclaredHealers {
  readonly healer: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

export interface RollCallProps {
  readonly place: Place;
  /** Place of IAM. */
  readonly anywhere: Place;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Of the function. */
  readonly name: string;
  readonly roleName: string;
  /** Starts the names of alarms. */
  readonly namePrefix: string;
  /** Bus of the same account and region. */
  readonly busArn: string;
  /** Log group of what reaches the bus. */
  readonly eventLogGroup: string;
  readonly topicArns: readonly string[];
  /** Path of the archive, declared.json in it, from the stack's folder, and its hash. */
  readonly code: { readonly path: string; readonly hash: string };
  readonly logRetentionDays: number;
  readonly deadLetters: DeadLetters;
}

/** Ten minutes after each hour, in which late reports still come; not by a rate, or runs would drift across the hour. */
const SCHEDULE = 'cron(10 * * * ? *)';
/** In seconds. Queries of a large organization's log wait for one another. */
const TIMEOUT = 900;
const MEMORY_MB = 512;

/** Finds out each hour which healers reported and what is new in what they report, and puts it on the bus. */
export class RollCall extends Construct {
  constructor(scope: Construct, id: string, props: RollCallProps) {
    super(scope, id);
    const { place, partition, account, region, name, roleName, deadLetters } = props;
    const description = 'Tells which healers of the audit report, and what they newly report';
    const { role, rights } = addFunctionRole(this, {
      anywhere: props.anywhere,
      partition,
      account,
      regions: [region],
      name: roleName,
      functionName: name,
      description,
      rightsName: 'call',
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
        memoryMb: MEMORY_MB,
        timeoutSeconds: TIMEOUT,
        logRetentionDays: props.logRetentionDays,
        environment: { LOG_GROUP: props.eventLogGroup, EVENT_BUS: props.busArn },
        deadLetterArn: deadLetters.arn,
        after: [role, rights],
      },
    );
    addSchedule(this, run, {
      place,
      partition,
      account,
      region,
      name,
      description: 'Calls the roll of healers',
      expression: SCHEDULE,
      targetId: 'roll-call',
      deadLetterArn: deadLetters.arn,
    });
    this.alarms(props);
  }

  /** Whoever is to notice silence must not fall silent unheard. */
  private alarms({ place, name, namePrefix, topicArns }: RollCallProps): void {
    const common = { place, namespace: 'AWS/Lambda', dimensions: { FunctionName: name }, topicArns };
    addAlarm(this, 'errors-alarm', {
      ...common,
      statistic: 'Sum',
      name: `${namePrefix}roll-call-errors`,
      title: 'The roll of the audit’s healers could not be called, so nobody hears of new problems',
      firstStep: `Read the log of the function, ${logGroup(name)}; once the cause is mended, invoke it with the event that is in the dead-letter queue`,
      metricName: 'Errors',
      period: 300,
      threshold: 1,
      silence: 'notBreaching',
    });
    addAlarm(this, 'missing-alarm', {
      ...common,
      statistic: 'Sum',
      name: `${namePrefix}roll-call-missing`,
      title: 'For two hours nobody has called the roll of the audit’s healers',
      firstStep: `Check that the rule ${name} is on, and that the function of that name is there and may be invoked by it`,
      metricName: 'Invocations',
      period: 3600,
      periods: 2,
      threshold: 1,
      rings: 'below',
      silence: 'breaching',
    });
  }
}

function grants({ partition, region, account, eventLogGroup, busArn, deadLetters }: RollCallProps): Statement[] {
  const group = arn({ partition, service: 'logs', region, account, resource: `log-group:${eventLogGroup}` });
  return [
    {
      sid: 'AskTheLog',
      effect: 'Allow',
      actions: ['logs:StartQuery', 'logs:GetQueryResults'],
      // Which of the two ARNs of a log group these actions are asked with, AWS does not document.
      resources: [group, `${group}:*`],
    },
    { sid: 'Tell', effect: 'Allow', actions: ['events:PutEvents'], resources: [busArn] },
    { sid: 'GiveUp', effect: 'Allow', actions: ['sqs:SendMessage'], resources: [deadLetters.arn] },
  ];
}
