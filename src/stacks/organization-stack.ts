import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
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
import { type ForwardedCalls, patternOf } from '../response/healer';
import type { HealerSpec } from '../response/healer-spec';
import { guardrailHealer } from '../response/healers/guardrails';
import { trailHealer } from '../response/healers/trail';
import { eventSelectors } from '../trail/event-selectors';
import { OrganizationTrail } from '../trail/organization-trail';
import { TrailLogGroup } from '../trail/trail-log-group';
import { TrailNotifications } from '../trail/trail-notifications';
import type { AlertingStack } from './alerting-stack';
import type { Detections } from './detections';
import type { EvidenceStack } from './evidence-stack';
import { PlatformStack } from './platform-stack';
import type { Responses } from './responses';
import { TrailAlerting } from './trail-alerting';

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
      exist: config.adopt.delegatedAdministrators,
      left: organization.ownership.configAdministrator === 'ours' ? [] : ['config.amazonaws.com'],
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
    if (organization.ownership.trail === 'ours') this.trail({ owner, management }, evidenceKey, after);
    else this.watchOthersTrail(owner);

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
      adopted: config.adopt.policies,
    });
  }

  /** Nothing of the trail is ours; what its log group receives is looked at all the same. */
  private watchOthersTrail(owner: Placement): void {
    const alerting = new TrailAlerting(this, this.organization, owner);
    alerting.alarms([]);
    alerting.forward();
  }

  /** The trail with its log group and topic, in the account of whoever administers it. */
  private trail(
    { owner, management }: { readonly owner: Placement; readonly management: Placement },
    keyArn: string,
    after: readonly ITerraformDependable[],
  ): void {
    const { organization } = this;
    const { home, names, config, trailArn, trailAccount } = organization;
    const existing = config.adopt.trail;
    const place = owner.in(home);
    const alerting = new TrailAlerting(this, organization, owner);
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
      exists: { group: existing?.logGroup !== undefined, role: existing?.logsRole !== undefined },
    });
    alerting.alarms(logGroup.ready);
    const topic = config.trail.notifications
      ? new TrailNotifications(this, 'trail-deliveries', {
          place,
          name: names.trailTopic,
          arn: organization.trailTopicArn,
          keyArn,
          trailArn,
          exists: existing?.topic !== undefined,
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
      adoptedArn: existing && trailArn,
    });
    alerting.forward();
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
