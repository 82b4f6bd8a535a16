import type { Organization } from '../config/organization';
import { all, any, type Condition, fits, isAbsent, isNoneOf, isOneOf, isTrue } from './condition';
import { platformCalls } from './platform-calls';
import { callsOf, mutating, naming, Watch } from './watch';

/** Queries and the like. */
const EVERYDAY_TRAIL_CALLS = [
  'StartQuery',
  'CancelQuery',
  'GenerateQuery',
  'GenerateQueryResultsSummary',
  'StartDashboardRefresh',
];

/** Asks Config to look, or mends what it found. Evaluations are watched by who sends them. */
const EVERYDAY_CONFIG_CALLS = [
  'PutEvaluations',
  'StartConfigRulesEvaluation',
  'StartResourceEvaluation',
  'StartRemediationExecution',
  'DeliverConfigSnapshot',
];

/** What loses a key, or lends it to somebody. Cancelling a deletion and enabling are recovery. */
const KEY_CALLS = [
  'ScheduleKeyDeletion',
  'DisableKey',
  'PutKeyPolicy',
  'CreateGrant',
  'RevokeGrant',
  'RetireGrant',
  'DisableKeyRotation',
  'DeleteAlias',
  'UpdateAlias',
  'DeleteImportedKeyMaterial',
  'ImportKeyMaterial',
  'ReplicateKey',
  'UpdatePrimaryRegion',
];

const SECURITY_SERVICES = ['guardduty', 'securityhub', 'access-analyzer', 'macie2', 'inspector2', 'detective'];

/** Ends a service's watch, or keeps findings out of sight. Importing findings and working on them is everyday. */
const SECURITY_CALLS = [
  'Delete*',
  'Disable*',
  'Disassociate*',
  'Stop*',
  'Update*',
  'Archive*',
  'BatchDelete*',
  'BatchDisable*',
  'BatchUpdateMember*',
  'BatchUpdateAutomatedDiscovery*',
  'BatchUpdateStandards*',
  'BatchUpdateAutomation*',
  'CreateFilter',
  'CreateFindingsFilter',
  'CreateArchiveRule',
  'ApplyArchiveRule',
  'CreateAutomationRule*',
  'CreateIPSet',
  'CreateTrustedEntitySet',
  'StartConfigurationPolicy*',
  'EnableOrganizationAdminAccount',
  'EnableDelegatedAdminAccount',
  'PutFindingsPublicationConfiguration',
  'PutClassificationExportConfiguration',
];

const SERVICE_LINKED_ROLES = ['AWSServiceRoleForConfig*', 'AWSServiceRoleForCloudTrail*'];

/**
 * What somebody must hear of because no policy can prevent it everywhere: SCPs do not bind the management account. The
 * trail is the organization's, so every account and region is seen.
 *
 * @param topicArns - topics that the alarms tell
 * @throws ConfigError for more roles than a filter can hold
 */
export function watchesOf(organization: Organization, topicArns: readonly string[] = []): Watch[] {
  const { evidenceAccounts, auditAccount, trailAccount } = organization;
  const inEvidenceAccounts = isOneOf('recipientAccountId', evidenceAccounts);
  // Alarms tell encrypted topics, and the audit account's events are kept with the same key.
  const withKeys = new Set([...evidenceAccounts, auditAccount, trailAccount]);
  return [
    new Watch(
      'trail-changes',
      'Somebody changed, or tried to change, a trail, an event data store or their settings',
      'Check that the organization trail logs, in all regions and to its bucket',
      mutating(callsOf('cloudtrail'), isNoneOf('eventName', EVERYDAY_TRAIL_CALLS)),
    ),
    new Watch(
      'config-changes',
      'Somebody changed, or tried to change, what AWS Config records, evaluates or delivers, or reported results that are not a rule’s',
      'Check that the recorder of the account runs and that its rules and results are as they were',
      any([
        mutating(callsOf('config'), isNoneOf('eventName', EVERYDAY_CONFIG_CALLS)),
        ...foreignEvaluations(organization),
      ]),
    ),
    new Watch(
      'organization-changes',
      'Somebody changed, or tried to change, the organization, its policies, its accounts or their regions',
      'Check that the policies are attached as before and that no account has left',
      mutating(callsOf('organizations', 'account')),
    ),
    new Watch(
      'key-changes',
      'Somebody disabled, lent or changed, or tried to, a key in an account that holds evidence or tells people of alarms',
      'Cancel the deletion or enable the key: without it the evidence cannot be read, or alarms tell nobody',
      all([callsOf('kms'), isOneOf('eventName', KEY_CALLS), isOneOf('recipientAccountId', [...withKeys])]),
    ),
    new Watch(
      'bucket-changes',
      'Somebody changed, or tried to change, a bucket or the S3 settings of an account that holds evidence',
      'Compare policy, lifecycle, replication and Object Lock of the evidence buckets with what was applied',
      mutating(callsOf('s3'), isTrue('managementEvent'), inEvidenceAccounts),
    ),
    new Watch(
      'role-changes',
      'Somebody changed, or tried to change, a role of the audit platform, one that policies exempt, or one that AWS Config or CloudTrail works with',
      'Check who may assume the role and what it may do',
      mutating(callsOf('iam'), any(naming(['roleName'], ...roleNames(organization)))),
    ),
    new Watch(
      'platform-changes',
      'Somebody changed, or tried to change, the machinery of the audit: a log group, rule, alarm, dashboard, topic, queue, function, document or table',
      'Check that the log group still has its filters, the alarms their actions and the topics their subscribers',
      mutating(platformCalls(organization, topicArns)),
    ),
    new Watch(
      'security-service-changes',
      'Somebody ended, narrowed or muted, or tried to, a security service such as GuardDuty or Security Hub',
      'Check that the service runs in the account and that no filter hides findings',
      mutating(callsOf(...SECURITY_SERVICES), isOneOf('eventName', SECURITY_CALLS)),
    ),
  ];
}

/** Results sent to AWS Config by nobody who evaluates a rule: neither a rule's function nor Config itself. */
function foreignEvaluations(organization: Organization): readonly Condition[] {
  const { names, config } = organization;
  const evaluators = [
    // Nobody else can create a role at this path.
    'aws-service-role/*',
    `${names.ruleRolePrefix}*`,
    // Config's own rules report with the recorder's role.
    ...(config.recorder.role === 'custom' ? [names.recorderRole] : []),
    ...config.guardrails.evaluatorRoles,
  ];
  const role = 'userIdentity.sessionContext.sessionIssuer.arn';
  const isEvaluation = [callsOf('config'), isOneOf('eventName', ['PutEvaluations'])];
  const byOtherRoles = all([
    ...isEvaluation,
    isNoneOf(
      role,
      evaluators.map((name) => `*:role/${name}`),
    ),
  ]);
  if (!fits(byOtherRoles)) {
    organization.refuse({
      problems: [
        {
          path: ['guardrails', 'evaluatorRoles'],
          what: `holds ${config.guardrails.evaluatorRoles.length} roles, more than a metric filter that tells forged evaluations from theirs can name`,
          mend: 'name several by one with a closing *, as in ConfigRules*',
        },
      ],
      fileProblems: [],
    });
  }
  return [byOtherRoles, all([...isEvaluation, isAbsent(role), isAbsent('userIdentity.invokedBy')])];
}

/** Roles that policies protect, without the paths that requests leave out. */
function roleNames(organization: Organization): readonly string[] {
  const { names, config, exemptRoleArns } = organization;
  const protectedRoles = [
    ...exemptRoleArns,
    ...config.guardrails.evaluatorRoles,
    ...config.guardrails.securityRoles,
    ...config.storage.readers,
    // Adopted ones have names of their own.
    names.trailLogsRole,
    names.aggregatorRole,
  ]
    .map((role) => role.slice(role.lastIndexOf('/') + 1))
    .filter((name) => !name.startsWith(names.platformPrefix));
  return [...new Set([`${names.platformPrefix}*`, ...SERVICE_LINKED_ROLES, ...protectedRoles])];
}
