/**
 * The constructs that the stacks are made of, for stacks of your own in cdktf. Each adds resources under its id and takes
 * plain values: names and ARNs are computed with `arn`, `bucketArn` and `roleArn`, and only what AWS invents is a reference.
 *
 * What is exported here keeps its meaning within a major version, and so do the addresses of what it makes.
 */

import { join } from 'node:path';

/** ARNs as text; the partition is always an argument. */
export { arn, bucketArn, roleArn, type ArnParts } from './policy/arn';
/** Policy statements as values. One for an AWS service cannot be written without saying whose behalf it acts on. */
export { allowRoles, allowService, toPolicyJson, type Condition, type Pin, type Statement } from './policy/statement';
/** One account's regions, under provider 5 or 6: spread `placement.in(region)` into what you add. */
export { Placement, type Place, type PlacementProps } from './placement/placement';
/** Every name that the platform gives. */
export { namesOf, type Names } from './config/names';
/** How long evidence is kept, and what follows for AWS Config and log groups. */
export { Retention, type Lock } from './config/retention';

/** Keys. Each `allow` names one user and one use; what nobody was allowed is impossible. */
export { EvidenceKey, type EvidenceKeyProps } from './keys/evidence-key';
/** Buckets: versioned, encrypted, TLS only, never public, for the organization alone; and their copies. */
export { AccessLogBucket, type AccessLogBucketProps } from './storage/access-log-bucket';
export { ArchiveBucket, type ArchiveBucketProps } from './storage/archive-bucket';
export { ConfigBucket, type ConfigBucketProps } from './storage/config-bucket';
export { EvidenceBucket, type EvidenceBucketProps } from './storage/evidence-bucket';
export { type Lifecycle } from './storage/lifecycle';
export { Replication, type ReplicationProps, type ReplicationSource } from './storage/replication';
export { TrailBucket, type TrailBucketProps, type TrailIdentity } from './storage/trail-bucket';

/** The trail of the organization, its log group and its topic. */
export { eventSelectors, type DataEvents } from './trail/event-selectors';
export { OrganizationTrail, type InsightType, type OrganizationTrailProps } from './trail/organization-trail';
export { TrailLogGroup, type TrailLogGroupProps } from './trail/trail-log-group';
export { TrailNotifications, type TrailNotificationsProps } from './trail/trail-notifications';

/** AWS Config in one account and region, and its view of the organization. */
export { OrganizationAggregator, type OrganizationAggregatorProps } from './aggregation/organization-aggregator';
export { Recorder, type RecorderProps } from './recorder/recorder';
export {
  CustomRecorderRole,
  ServiceLinkedRecorderRole,
  type CustomRoleProps,
  type RecorderRole,
  type ServiceLinkedRoleProps,
} from './recorder/recorder-role';
export { type RecordingProps } from './recorder/recording';

/** Metric filters and alarms over the trail's log group, those of the CIS benchmark among them. */
export { addAlarm, addCountedAlarm, type AlarmProps, type Counting } from './alarms/alarm';
export { AlertTopic, type AlertTopicProps } from './alarms/alert-topic';
export { cisWatches } from './alarms/cis-watches';
export { type Counted } from './alarms/watch';
export { TrailAlarms, type TrailAlarmsProps } from './alarms/trail-alarms';

/** Members' rights to look into the organization, and the accounts that administer services for it. */
export { DelegatedAdministrators, type DelegatedAdministratorsProps } from './organization/delegated-administrators';
export { TrustedAccess, type TrustedAccessProps } from './organization/trusted-access';

/** Policies of the organization: files of `sources.policies` planned for what they protect, then made and attached. */
export { type Guarded } from './guardrails/guarded';
export { GuardrailPlan, type PlannedPolicy } from './guardrails/guardrail-plan';
export { Guardrails, type GuardrailsProps } from './guardrails/guardrails';
/** What stands for keys in planned policies, for `references` of `Guardrails`. */
export { keyStandIns } from './guardrails/placeholders';

/** Rules of AWS Config: managed ones by their identifier, Guard files, Lambda rules with their functions. */
export { managedRule, type ManagedRule } from './catalogue/managed-rule';
export { AccountRules, type AccountRulesProps } from './rules/account-rules';
export { GuardRule } from './rules/guard-rule';
export { LambdaRule } from './rules/lambda-rule';
export { OrganizationRules } from './rules/organization-rules';
export { RuleFunction, type RuleFunctionProps } from './rules/rule-function';
export { type PlannedGuardRule, type PlannedLambdaRule, type PlannedManagedRule } from './rules/rule-plan';
export { storedArchives } from './functions/archive-cache';

/** Conformance packs of the organization or of one account; files of `sources.packs` are resolved, then rendered. */
export { PackFile, type Deployment } from './conformance/pack-file';
export { render as renderPack } from './conformance/render';
export { type PlannedPack } from './conformance/pack-plan';
export {
  AccountPacks,
  OrganizationPacks,
  type AccountPacksProps,
  type OrganizationPacksProps,
} from './conformance/packs';

/** What answers findings and tampering: documents that mend, healers, and events for the audit account. */
export { DeadLetters, type DeadLettersProps } from './events/dead-letters';
export {
  EventForwarding,
  Forward,
  ForwarderRole,
  type EventForwardingProps,
  type ForwarderRoleProps,
  type ForwardProps,
} from './response/event-forwarding';
/** Healers read what should be from `desired.json` beside their code: `withFile` puts it there. */
export { withFile } from './functions/lambda-archive';
export { Healer, HealerRole, type HealerProps, type HealerRoleProps } from './response/healer';
export { type HealerSpec } from './response/healer-spec';
export { evidenceHealer } from './response/healers/evidence';
export { recorderHealer } from './response/healers/recorder';
export { trailHealer } from './response/healers/trail';
export { RemediationFile } from './response/remediation-file';
export { type PlannedRemediation } from './response/remediation-plan';
export { Remediations, type RemediationRegion, type RemediationsProps } from './response/remediations';

/** Athena over the evidence: tables, saved questions, a workgroup, and who may ask. */
export { Catalog, type CatalogProps } from './forensics/catalog';
export { InvestigatorRole, type KeyArns } from './forensics/investigator';
export { type Question } from './forensics/question';
export { type Questioned } from './forensics/questioned';
export { Questions } from './forensics/questions';
export { ResultsBucket, type ResultsBucketProps } from './forensics/results-bucket';
export { ResultsKey } from './forensics/results-key';
export { tablesOf, type EvidenceTable } from './forensics/tables';
export { Workgroup, type WorkgroupProps } from './forensics/workgroup';

/** Folders of the package: functions, policies and Guard rules, packs, questions. */
export const sources = {
  lambdas: join(__dirname, '..', 'lambdas'),
  policies: join(__dirname, '..', 'policies'),
  packs: join(__dirname, '..', 'conformance-packs'),
  queries: join(__dirname, '..', 'src', 'forensics', 'queries'),
} as const;
