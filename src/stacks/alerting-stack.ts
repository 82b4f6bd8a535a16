import { CloudwatchEventBus } from '@cdktf/provider-aws/lib/cloudwatch-event-bus';
import { CloudwatchEventBusPolicy } from '@cdktf/provider-aws/lib/cloudwatch-event-bus-policy';
import type { Construct } from 'constructs';
import { AlertTopic, alertTopicArns } from '../alarms/alert-topic';
import { Announcer } from '../alarms/announcer';
import { Dashboard } from '../alarms/dashboard';
import { alertsOf } from '../alarms/event-counts';
import { EventLog } from '../alarms/event-log';
import { type DeclaredHealers, RollCall } from '../alarms/roll-call';
import { addUndeliveredAlarm } from '../alarms/undelivered-alarm';
import type { Organization } from '../config/organization';
import { dnsSuffix } from '../config/regions';
import { DeadLetters } from '../events/dead-letters';
import { type StoredArchive, withFile } from '../functions/lambda-archive';
import type { Place } from '../placement/placement';
import { allowRoles, toPolicyJson } from '../policy/statement';
import { PlatformStack } from './platform-stack';

export interface AlertingNeeds {
  /** Code of lambdas/announce. */
  readonly announcer: StoredArchive;
  /** Code of lambdas/roll-call. */
  readonly rollCall: StoredArchive;
  /** Who is to report each hour. */
  readonly healers: readonly DeclaredHealers[];
}

/** Where everything that happens to the audit comes together, is kept, and is told to people: the audit account, at home. */
export class AlertingStack extends PlatformStack {
  /** Bus to which every account forwards. */
  readonly busArn: string;
  /** Queue of what was given up here; other rules of the account and region may use it too. */
  readonly deadLetters: DeadLetters;

  constructor(scope: Construct, organization: Organization, { announcer, rollCall, healers }: AlertingNeeds) {
    const { home: region, auditAccount: account, names, partition, config } = organization;
    super(scope, 'alerting', organization, account, [region]);
    const placement = this.placement([region]);
    const place = placement.in(region);
    const here = { place, partition, account, region, namePrefix: names.platformPrefix };
    const topicArns = alertTopicArns(organization, account);
    const snsHost = `sns.${region}.${dnsSuffix(partition)}`;
    const { subscriptions } = config.alarms;
    // The key stays when nobody subscribes any more: without it the log group's past could not be read.
    const topic = new AlertTopic(this, 'alerts', {
      ...here,
      name: names.alertTopic,
      keyAlias: names.alertKeyAlias,
      subscriptions,
      publisher: { roleArn: organization.roleArn(account, names.announcer), snsHost },
      logGroup: {
        arn: organization.arn('logs', { region, account, resource: `log-group:${names.eventLogGroup}` }),
        service: `logs.${region}.${dnsSuffix(partition)}`,
      },
      preventDestroy: config.deletionProtection,
    });
    this.deadLetters = new DeadLetters(this, 'dead-letters', {
      ...here,
      name: names.deadLetterQueue,
      rulePrefix: names.platformPrefix,
    });
    addUndeliveredAlarm(this, 'undelivered-alarm', {
      place,
      name: `${names.platformPrefix}undelivered`,
      queueName: names.deadLetterQueue,
      topicArns,
    });
    this.busArn = organization.arn('events', { region, account, resource: `event-bus/${names.eventBus}` });
    const after = [this.bus(place)];

    const namespace = names.eventBus;
    new EventLog(this, 'events', {
      ...here,
      name: names.eventLogGroup,
      retentionDays: config.trail.logRetentionDays ?? organization.retention.logGroupDays,
      keyArn: topic.keyArn,
      busName: names.eventBus,
      after,
      namespace,
      topicArns,
      deadLetters: this.deadLetters,
    });
    new Announcer(this, 'announcer', {
      ...here,
      anywhere: placement.anywhere,
      name: names.announcer,
      busName: names.eventBus,
      after,
      topicArns,
      keyArn: subscriptions.length > 0 ? topic.keyArn : undefined,
      snsHost,
      code: { path: this.asset('announce.zip', announcer.zip), hash: announcer.hash },
      logRetentionDays: config.rules.logRetentionDays,
      deadLetters: this.deadLetters,
    });
    const called = withFile(rollCall, 'declared.json', JSON.stringify(healers));
    new RollCall(this, 'roll-call', {
      ...here,
      anywhere: placement.anywhere,
      name: names.rollCall,
      roleName: names.rollCallRole,
      busArn: this.busArn,
      eventLogGroup: names.eventLogGroup,
      topicArns,
      code: { path: this.asset('roll-call.zip', called.zip), hash: called.hash },
      logRetentionDays: config.rules.logRetentionDays,
      deadLetters: this.deadLetters,
    });
    new Dashboard(this, 'health', {
      ...here,
      name: names.dashboard,
      alarms: [...alertsOf(names.platformPrefix, account).map(({ name }) => name), ...OWN_ALARMS],
      namespace,
      logGroupName: names.eventLogGroup,
      busName: names.eventBus,
      queueName: names.deadLetterQueue,
    });
  }

  /** The bus, on which only roles that deploy nothing and are protected by SCPs may put events. */
  private bus(place: Place): CloudwatchEventBus {
    const { names, id: organizationId } = this.organization;
    const bus = new CloudwatchEventBus(this, 'bus', {
      ...place,
      name: names.eventBus,
      description: 'What happens to the audit, in every account and region',
    });
    new CloudwatchEventBusPolicy(this, 'bus-policy', {
      ...place,
      eventBusName: bus.name,
      policy: toPolicyJson([
        allowRoles(organizationId, [this.organization.roleArn('*', `${names.remediationRolePrefix}*`)], {
          sid: 'PlatformReports',
          actions: ['events:PutEvents'],
          resources: [this.busArn],
        }),
      ]),
    });
    return bus;
  }
}

/** Alarms besides those over the event log's counts. */
const OWN_ALARMS = ['announcer-errors', 'roll-call-errors', 'roll-call-missing', 'undelivered'];
