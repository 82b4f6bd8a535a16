import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Organization } from '../config/organization';
import type { GuardrailPlan } from '../guardrails/guardrail-plan';
import { Guardrails } from '../guardrails/guardrails';
import { keyStandIns } from '../guardrails/placeholders';
import { DelegatedAdministrators } from '../organization/delegated-administrators';
import { MultiAccountSetupRole } from '../organization/multi-account-setup-role';
import { TrustedAccess } from '../organization/trusted-access';
import type { Placement } from '../placement/placement';
import { eventSelectors } from '../trail/event-selectors';
import { Silence } from '../alarms/silence';
import { TrailAlarms } from '../alarms/trail-alarms';
import { watchesOf } from '../alarms/watches';
import { OrganizationTrail } from '../trail/organization-trail';
import { TrailLogGroup } from '../trail/trail-log-group';
import { TrailNotifications } from '../trail/trail-notifications';
import type { Detections } from './detections';
import type { EvidenceStack } from './evidence-stack';
import { PlatformStack } from './platform-stack';

/** What only the management account can do: trust, delegate, restrict, and record everybody. */
export class OrganizationStack extends PlatformStack {
  constructor(
    scope: Construct,
    organization: Organization,
    evidence: EvidenceStack,
    detections: Detections,
    readonly guardrails: GuardrailPlan,
  ) {
    const { home, managementAccount, config } = organization;
    super(scope, 'organization', organization, managementAccount, [home]);
    const [evidenceKey, archiveKey] = this.read(evidence, 'evidence-key-arn', 'archive-key-arn') as [string, string];
    const management = this.placement([home]);
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
    this.trail(owner, evidenceKey, isDelegated ? [access.ready, delegated.cloudtrail] : [access.ready]);

    const standIns = keyStandIns(organization);
    new Guardrails(this, 'guardrails', {
      anywhere,
      policies: guardrails.policies,
      references: { [standIns.evidence]: evidenceKey, [standIns.archive]: archiveKey },
      namePrefix: organization.names.policyPrefix,
      after: access.ready,
    });
  }

  /** The trail with its log group and topic, in the account of whoever administers it. */
  private trail(owner: Placement, keyArn: string, after: readonly ITerraformDependable[]): void {
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
    new TrailAlarms(this, 'alarms', {
      place,
      logGroupName: names.trailLogGroup,
      watches: watchesOf(organization, config.alarms.topicArns),
      silence: new Silence(organization),
      namePrefix: names.platformPrefix,
      namespace: names.metricNamespace,
      topicArns: config.alarms.topicArns,
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
    new OrganizationTrail(this, 'organization', {
      place,
      name: names.trail,
      bucketName: names.trailBucket,
      keyArn,
      selectors: eventSelectors(
        config.trail.dataEvents,
        (name) => organization.bucketArn(name),
        organization.evidenceBucketArns,
      ),
      insights: config.trail.insights,
      logGroupArn: organization.trailLogGroupArn,
      logGroupRoleArn: organization.roleArn(trailAccount, names.trailLogsRole),
      topicName: topic?.topicName,
      dependsOn: [...after, ...logGroup.ready, ...(topic?.ready ?? [])],
      preventDestroy: config.deletionProtection,
    });
  }
}
