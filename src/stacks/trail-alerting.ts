import type { ITerraformDependable } from 'cdktf';
import { AlertTopic, alertTopicArns } from '../alarms/alert-topic';
import { cisWatches } from '../alarms/cis-watches';
import { Silence } from '../alarms/silence';
import { TrailAlarms } from '../alarms/trail-alarms';
import { addUndeliveredAlarm } from '../alarms/undelivered-alarm';
import { watchesOf } from '../alarms/watches';
import type { Organization } from '../config/organization';
import { DeadLetters } from '../events/dead-letters';
import type { Placement } from '../placement/placement';
import { Forward, ForwarderRole } from '../response/event-forwarding';
import { alarmsOf } from '../response/event-patterns';
import type { PlatformStack } from './platform-stack';

/** Alarms over the log group of the organization trail, whoever owns that, and whom they tell. */
export class TrailAlerting {
  /** @param owner - reaches the account of the log group */
  constructor(
    private readonly stack: PlatformStack,
    private readonly organization: Organization,
    private readonly owner: Placement,
  ) {}

  /** @param after - the log group, where it is ours */
  alarms(after: readonly ITerraformDependable[]): void {
    const { organization } = this;
    const { home, names, config, trailAccount, auditAccount, partition } = organization;
    const place = this.owner.in(home);
    const { subscriptions } = config.alarms;
    if (trailAccount !== auditAccount && subscriptions.length > 0) {
      new AlertTopic(this.stack, 'alerts', {
        place,
        partition,
        account: trailAccount,
        region: home,
        name: names.alertTopic,
        keyAlias: names.alertKeyAlias,
        subscriptions,
      });
    }
    new TrailAlarms(this.stack, 'alarms', {
      place,
      logGroupName: names.trailLogGroup,
      watches: [...watchesOf(organization, config.alarms.topicArns), ...(config.alarms.cis ? cisWatches() : [])],
      silence: new Silence(organization),
      namePrefix: names.platformPrefix,
      namespace: names.metricNamespace,
      topicArns: alertTopicArns(organization, trailAccount),
      after,
    });
  }

  /** Alarms over the trail tell people from here; the audit account keeps them beside what else happens. */
  forward(): void {
    const { organization } = this;
    const {
      home: region,
      trailAccount: account,
      auditAccount,
      ownership,
      partition,
      names,
      eventBusArn,
    } = organization;
    if (account === auditAccount) return;
    const role = new ForwarderRole(this.stack, 'forward-alarms', {
      anywhere: this.owner.anywhere,
      partition,
      account,
      roleName: `${names.forwarderRole}-alarms`,
      centralBusArn: eventBusArn,
    });
    const letters = ownership.trail === 'ours' ? this.healersQueue() : this.queue();
    const resource = `alarm:${names.platformPrefix}`;
    new Forward(this.stack, `forward-alarms-${region}`, {
      place: this.owner.in(region),
      name: letters.rule,
      pattern: alarmsOf(organization.arn('cloudwatch', { region, account, resource })),
      centralBusArn: eventBusArn,
      role,
      deadLetters: { arn: letters.arn },
    });
  }

  /** The queue of the trail's healer, which reports what lies in it; it takes letters of rules that are named so. */
  private healersQueue(): { readonly rule: string; readonly arn: string } {
    const { home: region, trailAccount: account, names } = this.organization;
    const name = `${names.healerPrefix}trail-`;
    const resource = `${name}dead-letters`;
    return { rule: `${name}alarms`, arn: this.organization.arn('sqs', { region, account, resource }) };
  }

  /** Where the trail has no healer, an alarm tells what lies in a queue of its own. */
  private queue(): { readonly rule: string; readonly arn: string } {
    const { home: region, trailAccount: account, partition, names } = this.organization;
    const rule = `${names.platformPrefix}forward-alarms`;
    const name = `${rule}-dead-letters`;
    const place = this.owner.in(region);
    const { arn } = new DeadLetters(this.stack, 'forward-alarms-dead-letters', {
      place,
      partition,
      account,
      region,
      name,
      rulePrefix: rule,
    });
    addUndeliveredAlarm(this.stack, 'forward-alarms-undelivered-alarm', {
      place,
      name: `${names.platformPrefix}undelivered`,
      queueName: name,
      what: 'The state of an alarm could not be told to the audit account',
      topicArns: alertTopicArns(this.organization, account),
    });
    return { rule, arn };
  }
}
