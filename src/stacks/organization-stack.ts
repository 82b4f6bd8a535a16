import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { AlertTopic, alertTopicArns } from '../alarms/alert-topic';
import { cisWatches } from '../alarms/cis-watches';
import type { Organization } from '../config/organization';
import { organizationsRegionOf } from '../config/regions';
import { DeadLetters } from '../events/dead-letters';
import type { GuardrailPlan } from '../guardrails/guardrail-plan';
import { Guardrails } from '../guardrails/guardrails';
import { keyStandIns } from '../guardrails/placeholders';
import { DelegatedAdministrators } from '../organization/delegated-administrators';
import { MultiAccountSetupRole } from '../organization/multi-account-setup-role';
import { TrustedAccess } from '../organization/trusted-access';
import type { Placement } from '../placement/placement';
import { Forward, ForwarderRole } from '../response/event-forwarding';
import { alarmsOf } from '../response/event-patterns';
import { type ForwardedCalls, patternOf } from '../response/healer';
import type { HealerSpec } from '../response/healer-spec';
import { guardrailHealer } from '../response/healers/guardrails';
import { trailHealer } from '../response/healers/trail';
import { eventSelectors } from '../trail/event-selectors';
import { Silence } from '../alarms/silence';
import { TrailAlarms } from '../alarms/trail-alarms';
import { watchesOf } from '../alarms/watches';
import { OrganizationTrail } from '../trail/organization-trail';
import { TrailLogGroup } from '../trail/trail-log-group';
import { TrailNotifications } from '../trail/trail-notifications';
import type { AlertingStack } from './alerting-stack';
import type { Detections } from './detections';
import type { EvidenceStack } from './evidence-stack';
import { PlatformStack } from './platform-stack';
import type { Responses } from './responses';

/** What the organization's own stack builds upon. */
export interface OrganizationNeeds {
  readonly detections: Detections;
  readonly guardrails: GuardrailPlan;
  readonly responses: Responses;
  readonly alerting: AlertingStack;
}

/** Where a healer stands, and whose calls besides its own account's wake it. */
interface HealerPlace {
  readonly placement: Placement;
  readonly account: string;
  readonly region: string;
  readonly forwarded?: ForwardedCalls;
}

/** What only the management account can do: trust, delegate, restrict, and record everybody. */
export class OrganizationStack extends PlatformStack {
  readonly guardrails: GuardrailPlan;
  private readonly responses: Responses;

  constructor(
    scope: Construct,
    organization: Organization,
    evidence: EvidenceStack,
    { detections, guardrails, responses, alerting }: OrganizationNeeds,
  ) {
    const { home, managementAccount, config } = organization;
    const eventRegion = organizationsRegionOf(organization.partition);
    super(scope, 'organization', organization, managementAccount, [...new Set([home, eventRegion])]);
    this.guardrails = guardrails;
    this.responses = responses;
    this.addDependency(alerting);
    this.notices.push(...responses.remediations.notices);
    const [evidenceKey, archiveKey] = this.read(evidence, 'evidence-key-arn', 'archive-key-arn') as [string, string];
    const management = this.placement([home, eventRegion]);
    const { anywhere } = management;

    const access = new TrustedAccess(this, 'access', {
      anywhere,
      organizationId: organization.id,
      managementAccount,
      mode: config.organization.trustedAccess,
      policyTypes: guardrails.policyTypes,
    });
    const delegated = new DelegatedAdministrators(this, 'delegated', {
      anywhere,
      auditAccount: organization.auditAccount,
      after: access.ready,
    });
    new MultiAccountSetupRole(this, 'multi-account-setup', {
      anywhere,
      create: detections.spanOrganization && !config.rules.serviceLinkedRoleExists,
    });
    const isDelegated = config.trail.administrator === 'delegated';
    const owner = isDelegated
      ? this.placement([home], { account: organization.auditAccount, alias: 'audit' })
      : management;
    const after = isDelegated ? [access.ready, delegated.cloudtrail] : [access.ready];
    this.trail({ owner, management }, evidenceKey, after);

    const standIns = keyStandIns(organization);
    const spec = guardrailHealer(organization, {
      policies: guardrails.policies.map(({ id: policy, type, text, targets }) => ({
        name: `${organization.names.policyPrefix}${policy}`,
        type,
        content: text,
        targets,
      })),
      evidenceKey: { standIn: standIns.evidence, reference: evidenceKey },
      archiveKey: { standIn: standIns.archive, reference: archiveKey },
    });
    const guard = this.heal(spec, { placement: management, account: managementAccount, region: eventRegion });
    new Guardrails(this, 'guardrails', {
      anywhere,
      policies: guardrails.policies,
      references: { [standIns.evidence]: evidenceKey, [standIns.archive]: archiveKey },
      namePrefix: organization.names.policyPrefix,
      after: [access.ready, ...guard],
    });
  }

  /** The trail with its log group and topic, in the account of whoever administers it. */
  private trail(
    { owner, management }: { readonly owner: Placement; readonly management: Placement },
    keyArn: string,
    after: readonly ITerraformDependable[],
  ): void {
    const { organization } = this;
    const { home, names, config, trailArn, trailAccount } = organization;
    const place = owner.in(home);
    const logGroup = new TrailLogGroup(this, 'trail-logs', {
      place,
      anywhere: owner.anywhere,
      name: names.trailLogGroup,
      arn: organization.trailLogGroupArn,
      retentionDays: config.trail.logRetentionDays ?? organization.retention.logGroupDays,
      keyArn,
      roleName: names.trailLogsRole,
      trailArn,
      account: trailAccount,
      region: home,
      organizationId: organization.id,
    });
    const topicArns = alertTopicArns(organization, trailAccount);
    const { subscriptions } = config.alarms;
    if (trailAccount !== organization.auditAccount && subscriptions.length > 0) {
      new AlertTopic(this, 'alerts', {
        place,
        partition: organization.partition,
        account: trailAccount,
        region: home,
        name: names.alertTopic,
        keyAlias: names.alertKeyAlias,
        subscriptions,
      });
    }
    new TrailAlarms(this, 'alarms', {
      place,
      logGroupName: names.trailLogGroup,
      watches: [...watchesOf(organization, config.alarms.topicArns), ...(config.alarms.cis ? cisWatches() : [])],
      silence: new Silence(organization),
      namePrefix: names.platformPrefix,
      namespace: names.metricNamespace,
      topicArns,
      after: logGroup.ready,
    });
    const topic = config.trail.notifications
      ? new TrailNotifications(this, 'trail-deliveries', {
          place,
          name: names.trailTopic,
          arn: organization.trailTopicArn,
          keyArn,
          trailArn,
        })
      : undefined;
    const selectors = eventSelectors(
      config.trail.dataEvents,
      (name) => organization.bucketArn(name),
      organization.evidenceBucketArns,
    );
    const { insights } = config.trail;
    const spec = trailHealer(organization, { selectors, insights, evidenceKeyArn: keyArn });
    const forwarded = owner === management ? undefined : this.forwardCalls(spec, management);
    const guard = this.heal(spec, { placement: owner, account: trailAccount, region: home, forwarded });
    new OrganizationTrail(this, 'organization', {
      place,
      name: names.trail,
      bucketName: names.trailBucket,
      keyArn,
      selectors,
      insights,
      logGroupArn: organization.trailLogGroupArn,
      logGroupRoleArn: organization.roleArn(trailAccount, names.trailLogsRole),
      topicName: topic?.topicName,
      dependsOn: [...after, ...logGroup.ready, ...(topic?.ready ?? []), ...guard],
      preventDestroy: config.deletionProtection,
    });
    if (trailAccount !== organization.auditAccount) this.forwardAlarms(owner);
  }

  /** Alarms over the trail tell people from here; the audit account keeps them beside what else happens. */
  private forwardAlarms(owner: Placement): void {
    const { organization } = this;
    const { home: region, trailAccount: account, partition, names, eventBusArn } = organization;
    const role = new ForwarderRole(this, 'forward-alarms', {
      anywhere: owner.anywhere,
      partition,
      account,
      roleName: `${names.forwarderRole}-alarms`,
      centralBusArn: eventBusArn,
    });
    // The queue of the trail's healer, which reports what lies in it; it takes letters of rules that are named so.
    const name = `${names.healerPrefix}trail-`;
    const resource = `alarm:${names.platformPrefix}`;
    new Forward(this, `forward-alarms-${region}`, {
      place: owner.in(region),
      name: `${name}alarms`,
      pattern: alarmsOf(organization.arn('cloudwatch', { region, account, resource })),
      centralBusArn: eventBusArn,
      role,
      deadLetters: { arn: organization.arn('sqs', { region, account, resource: `${name}dead-letters` }) },
    });
  }

  /**
   * Brings the management account's calls to the healer of a trail that the audit account administers. The trail stays
   * its own, and no SCP keeps it from stopping the trail.
   */
  private forwardCalls({ name: healer, events }: HealerSpec, management: Placement): ForwardedCalls {
    const { home: region, managementAccount: account, partition, names, eventBusArn } = this.organization;
    const place = management.in(region);
    const id = `forward-${healer}`;
    const name = `${names.healerPrefix}${healer}-forward`;
    const role = new ForwarderRole(this, id, {
      anywhere: management.anywhere,
      partition,
      account,
      roleName: `${names.forwarderRole}-${healer}`,
      centralBusArn: eventBusArn,
    });
    const deadLetters = new DeadLetters(this, `${id}-dead-letters`, {
      place,
      partition,
      account,
      region,
      name: `${name}-dead-letters`,
      rulePrefix: name,
    });
    events.forEach((calls, at) => {
      const part = events.length === 1 ? 'calls' : `calls-${at + 1}`;
      new Forward(this, `${id}-${part}`, {
        place,
        name: `${name}-${part}`,
        pattern: patternOf(calls),
        centralBusArn: eventBusArn,
        role,
        deadLetters,
      });
    });
    return { account, busName: names.eventBus };
  }

  /** A healer with a queue of its own. What it guards changes once it knows of the change. */
  private heal(
    spec: HealerSpec,
    { placement, account, region, forwarded }: HealerPlace,
  ): readonly ITerraformDependable[] {
    const { names, partition } = this.organization;
    const { name } = spec;
    const queueName = `${names.healerPrefix}${name}-dead-letters`;
    const place = placement.in(region);
    const deadLetters = new DeadLetters(this, `heal-${name}-dead-letters`, {
      place,
      partition,
      account,
      region,
      name: queueName,
      rulePrefix: `${names.healerPrefix}${name}`,
    });
    const healers = this.responses.heal(this, this, `heal-${name}`, {
      anywhere: placement.anywhere,
      account,
      places: [{ place, region, spec, deadLetters, queueName, forwarded }],
    });
    return healers.get(region)!;
  }
}
