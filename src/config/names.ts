import { roleParts } from '../policy/arn';
import { adoptedNames } from './adoption';
import { controlTowerNames } from './control-tower';
import type { OrganizationConfig } from './schema';

/**
 * Every name the platform gives, computed from audit.yaml alone, and every name that it finds. Changing one replaces the
 * resource in users' state. Adopted roles carry their path.
 */
export interface Names {
  readonly trail: string;
  readonly trailLogGroup: string;
  readonly trailTopic: string;
  readonly trailBucket: string;
  readonly configBucket: string;
  readonly accessLogBucket: string;
  readonly archiveBucket: string;
  readonly evidenceKeyAlias: string;
  readonly archiveKeyAlias: string;
  readonly aggregator: string;
  readonly trailLogsRole: string;
  readonly replicationRole: string;
  readonly recorderRole: string;
  readonly aggregatorRole: string;
  /** Roles whose Lambda functions evaluate Config rules start with it. */
  readonly ruleRolePrefix: string;
  /** Of the metrics that alarms look at. */
  readonly metricNamespace: string;
  /** Roles that mend findings and the platform itself start with it. SCPs do not bind them. */
  readonly remediationRolePrefix: string;
  /**
   * Every role of the platform starts with it, and so does all of its machinery in members: functions, event rules,
   * alarms, topics, documents. One pattern protects them all.
   */
  readonly platformPrefix: string;
  /** Starts the names of Glue databases, in which Athena wants no hyphens. */
  readonly catalogPrefix: string;
  /** Buckets of pack templates in the audit account; the region ends their names. */
  readonly templateBucketPrefix: string;
  /** Starts the name of every policy of AWS Organizations. */
  readonly policyPrefix: string;
  /** EventBridge bus of each account and governed region; all forward to the one of the audit account at home. */
  readonly eventBus: string;
  /** Of the audit account: keeps everything that reaches its bus. */
  readonly eventLogGroup: string;
  readonly alertTopic: string;
  readonly alertKeyAlias: string;
  /** Tells people what the bus of the audit account hears. */
  readonly announcer: string;
  /** Tells by the hour which healers report, and what they report. */
  readonly rollCall: string;
  readonly rollCallRole: string;
  readonly dashboard: string;
  /** Queue, in each account and region, of what could not be delivered. */
  readonly deadLetterQueue: string;
  /** Role that EventBridge forwards with. */
  readonly forwarderRole: string;
  /** Role that EventBridge starts Automation documents with. */
  readonly starterRole: string;
  /** Functions that mend the platform itself start with it. */
  readonly healerPrefix: string;
  readonly healerRolePrefix: string;
  /** Athena workgroup in which investigators ask. */
  readonly forensicsWorkgroup: string;
  readonly forensicsDatabase: string;
  /** What they were answered: extracts of evidence. */
  readonly forensicsResultsBucket: string;
  readonly forensicsKeyAlias: string;
  readonly investigatorRole: string;
  /** Validates the newest evidence by itself. */
  readonly verifier: string;
  readonly verifierRole: string;
  /** What of the evidence it has yet to look at. */
  readonly verifierQueue: string;
}

const ROLE = 'IAM role';

/** AWS's limit on each name, in characters. Source: the create call of each service. */
const LIMITS: Partial<Record<keyof Names, { readonly most: number; readonly what: string }>> = {
  trail: { most: 128, what: 'trail' },
  trailLogGroup: { most: 512, what: 'log group' },
  trailTopic: { most: 256, what: 'SNS topic' },
  trailBucket: { most: 63, what: 'S3 bucket' },
  configBucket: { most: 63, what: 'S3 bucket' },
  accessLogBucket: { most: 63, what: 'S3 bucket' },
  archiveBucket: { most: 63, what: 'S3 bucket' },
  evidenceKeyAlias: { most: 256, what: 'KMS alias' },
  archiveKeyAlias: { most: 256, what: 'KMS alias' },
  forensicsResultsBucket: { most: 63, what: 'S3 bucket' },
  forensicsKeyAlias: { most: 256, what: 'KMS alias' },
  forensicsWorkgroup: { most: 128, what: 'Athena workgroup' },
  aggregator: { most: 256, what: 'Config aggregator' },
  trailLogsRole: { most: 64, what: ROLE },
  replicationRole: { most: 64, what: ROLE },
  recorderRole: { most: 64, what: ROLE },
  aggregatorRole: { most: 64, what: ROLE },
  investigatorRole: { most: 64, what: ROLE },
  verifierRole: { most: 64, what: ROLE },
  // The longest of what follows is `guardrails`.
  healerRolePrefix: { most: 54, what: 'start of IAM roles' },
};

type Naming = Pick<OrganizationConfig, 'name' | 'accounts' | 'regions'>;

/** @param config - without `adopt` and `controlTower`, nothing is taken to exist */
export const namesOf = (config: Naming & Partial<Pick<OrganizationConfig, 'adopt' | 'controlTower'>>): Names => ({
  ...computedNames(config),
  ...controlTowerNames(config),
  ...(config.adopt && adoptedNames(config.adopt)),
});

function computedNames({ name, accounts, regions }: Naming): Names {
  const evidence = accounts.logArchive ?? accounts.audit;
  const archive = accounts.archive ?? evidence;
  const platformPrefix = `${name}-audit-`;
  const catalogPrefix = `${name.replaceAll('-', '_')}_audit`;
  const trail = `${name}-organization-trail`;
  return {
    trail,
    trailLogGroup: `/aws/cloudtrail/${trail}`,
    trailTopic: `${name}-audit-trail-deliveries`,
    // Bucket names are shared by all of AWS: account and region make them ours.
    trailBucket: `${name}-trail-${evidence}-${regions.home}`,
    configBucket: `${name}-config-${evidence}-${regions.home}`,
    accessLogBucket: `${name}-access-logs-${evidence}-${regions.home}`,
    archiveBucket: `${name}-archive-${archive}-${regions.archive}`,
    evidenceKeyAlias: `alias/${name}-audit-evidence`,
    archiveKeyAlias: `alias/${name}-audit-archive`,
    aggregator: `${name}-organization`,
    trailLogsRole: `${platformPrefix}trail-logs`,
    replicationRole: `${platformPrefix}replication`,
    recorderRole: `${platformPrefix}recorder`,
    aggregatorRole: `${platformPrefix}aggregator`,
    ruleRolePrefix: `${platformPrefix}rule-`,
    metricNamespace: `${platformPrefix}trail`,
    remediationRolePrefix: `${platformPrefix}remediation-`,
    platformPrefix,
    catalogPrefix,
    // AWS asks for this start.
    templateBucketPrefix: `awsconfigconforms-${name}-${accounts.audit}-`,
    policyPrefix: platformPrefix,
    eventBus: `${platformPrefix}events`,
    eventLogGroup: `/${name}-audit/events`,
    alertTopic: `${platformPrefix}alerts`,
    alertKeyAlias: `alias/${platformPrefix}alerts`,
    announcer: `${platformPrefix}announce`,
    rollCall: `${platformPrefix}roll-call`,
    dashboard: `${platformPrefix}health`,
    deadLetterQueue: `${platformPrefix}dead-letters`,
    // These do what SCPs deny everybody else: write to a bus of the platform, and hand on its roles.
    rollCallRole: `${platformPrefix}remediation-roll-call`,
    forwarderRole: `${platformPrefix}remediation-forward`,
    starterRole: `${platformPrefix}remediation-start`,
    healerPrefix: `${platformPrefix}heal-`,
    healerRolePrefix: `${platformPrefix}remediation-heal-`,
    forensicsWorkgroup: `${platformPrefix}forensics`,
    forensicsDatabase: catalogPrefix,
    forensicsResultsBucket: `${name}-forensics-${accounts.audit}-${regions.home}`,
    forensicsKeyAlias: `alias/${platformPrefix}forensics`,
    investigatorRole: `${platformPrefix}investigator`,
    verifier: `${platformPrefix}verify-evidence`,
    verifierRole: `${platformPrefix}remediation-verify-evidence`,
    verifierQueue: `${platformPrefix}verify-evidence`,
  };
}

/** The computed name that exceeds its limit by most, or nothing. */
export function longestOffender(names: Names): { what: string; value: string; over: number; most: number } | undefined {
  return Object.entries(LIMITS)
    .map(([key, { most, what }]) => {
      const value = names[key as keyof Names];
      const counted = what === ROLE ? roleParts(value).name : value;
      return { what, value, most, over: counted.length - most };
    })
    .filter(({ over }) => over > 0)
    .sort((a, b) => b.over - a.over)[0];
}
