import type { Guarded } from './guarded';

/** What a placeholder such as `${TrailArns}` stands for. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** What the placeholders of policies/scp and policies/rcp stand for in one organization. */
export function placeholdersOf(organization: Guarded): Placeholders {
  return { ...people(organization), ...evidence(organization), ...machinery(organization) };
}

function people(organization: Guarded): Placeholders {
  const { names, config, exemptRoleArns, evidenceExemptRoleArns, evidenceAccounts } = organization;
  const anyRole = (name: string) => organization.roleArn('*', name);
  const platformRoles = anyRole(`${names.platformPrefix}*`);
  const evaluatorRoles = config.guardrails.evaluatorRoles.map(anyRole);
  const securityRoles = config.guardrails.securityRoles.map(anyRole);
  // Those that were there before have names of their own.
  const adoptedRoles = [names.trailLogsRole, names.aggregatorRole]
    .filter((name) => !name.startsWith(names.platformPrefix))
    .map(anyRole);
  // Without one, AWS Config works with its service-linked role, which no SCP binds.
  const recorderRoles = config.recorder.role === 'custom' ? [anyRole(names.recorderRole)] : [];
  return {
    Partition: [organization.partition],
    OrganizationId: [organization.id],
    EvidenceAccountIds: evidenceAccounts,
    GovernedRegions: [...new Set([organization.home, ...config.regions.governed, config.regions.archive])],
    ExemptRoleArns: exemptRoleArns,
    EvidenceExemptRoleArns: evidenceExemptRoleArns,
    // Evaluations may come from the platform's rules, from Config's own, which report with the recorder's role, and from
    // those that were there before.
    EvaluatorRoleArns: [
      ...new Set([...exemptRoleArns, anyRole(`${names.ruleRolePrefix}*`), ...recorderRoles, ...evaluatorRoles]),
    ],
    SecurityRoleArns: [...new Set([...exemptRoleArns, ...securityRoles])],
    // The custom recorder role uploads with an ACL, which takes the right to set one.
    RecorderRoleArns: recorderRoles,
    TrailLogWriterArns: [...exemptRoleArns, anyRole(names.trailLogsRole)],
    PlatformRoleArns: [platformRoles],
    // A role with an exemption, or with the evidence to read, that anybody could create, change or hand to a machine
    // would be anybody's.
    ProtectedRoleArns: [
      ...new Set([
        platformRoles,
        ...adoptedRoles,
        ...exemptRoleArns,
        ...evaluatorRoles,
        ...securityRoles,
        ...config.storage.readers,
      ]),
    ],
    ServiceLinkedRoleArns: ['config', 'config-conforms', 'config-multiaccountsetup', 'cloudtrail'].map((service) =>
      anyRole(`aws-service-role/${service}.amazonaws.com/*`),
    ),
    RootUserArns: [organization.arn('iam', { account: '*', resource: 'root' })],
  };
}

function evidence(organization: Guarded): Placeholders {
  const { names, config, home, evidenceAccount, archiveAccount, evidenceBucketArns } = organization;
  const keys = keyStandIns(organization);
  return {
    // Members see the trail under the management account; a delegated administrator may act on it under its own.
    TrailArns: [organization.arn('cloudtrail', { region: '*', account: '*', resource: `trail/${names.trail}` })],
    EventDataStoreArns: [organization.arn('cloudtrail', { region: '*', account: '*', resource: 'eventdatastore/*' })],
    TrailLogGroupArns: [organization.trailLogGroupArn, `${organization.trailLogGroupArn}:*`],
    EvidenceBucketArns: evidenceBucketArns,
    EvidenceObjectArns: evidenceBucketArns.map((arn) => `${arn}/*`),
    // Extracts of evidence, which investigators alone write.
    ResultsBucketArns: [organization.bucketArn(names.forensicsResultsBucket.replace(home, '*'))],
    // Of packs that are too large to be sent; whoever changes one changes the rules of every account.
    TemplateBucketArns: [organization.bucketArn(`${names.templateBucketPrefix}*`)],
    KeyArns: [keys.evidence, keys.archive],
    KeyAliasArns: [
      organization.arn('kms', { region: home, account: evidenceAccount, resource: names.evidenceKeyAlias }),
      organization.arn('kms', {
        region: config.regions.archive,
        account: archiveAccount,
        resource: names.archiveKeyAlias,
      }),
    ],
  };
}

/** The machinery in members is known by the start of its names. */
function machinery(organization: Guarded): Placeholders {
  const { platformPrefix, catalogPrefix, policyPrefix, trailTopic } = organization.names;
  const anywhere = (service: string, ...resources: readonly string[]) =>
    resources.map((resource) => organization.arn(service, { region: '*', account: '*', resource }));
  const ours = `${platformPrefix}*`;
  return {
    PlatformEventArns: anywhere('events', `rule/${ours}`, `rule/*/${ours}`, `event-bus/${ours}`, `archive/${ours}`),
    PlatformLogGroupArns: anywhere(
      'logs',
      `log-group:/aws/lambda/${ours}`,
      `log-group:/${policyPrefix.slice(0, -1)}/*`,
    ),
    PlatformAlarmArns: anywhere('cloudwatch', `alarm:${ours}`),
    // Dashboards are of no region.
    PlatformDashboardArns: [organization.arn('cloudwatch', { account: '*', resource: `dashboard/${ours}` })],
    // Metrics have no ARNs; their namespaces stand for them.
    MetricNamespaces: [ours],
    PlatformTopicArns: anywhere('sns', ours, ...(trailTopic.startsWith(platformPrefix) ? [] : [trailTopic])),
    // AWS invents the ids of keys, those of alerts and of answers among them; aliases, which nobody moves, stand for them.
    PlatformKeyAliases: [`alias/${ours}`],
    PlatformAliasArns: anywhere('kms', `alias/${ours}`),
    // They may be anybody's, of any name. There may be none.
    AlarmTopicArns: organization.config.alarms.topicArns,
    PlatformQueueArns: anywhere('sqs', ours),
    PlatformFunctionArns: anywhere('lambda', `function:${ours}`),
    PlatformDocumentArns: anywhere('ssm', `document/${ours}`),
    PlatformWorkgroupArns: anywhere('athena', `workgroup/${ours}`),
    PlatformCatalogArns: anywhere('glue', `database/${catalogPrefix}*`, `table/${catalogPrefix}*/*`),
  };
}

export interface KeyArns {
  readonly evidence: string;
  readonly archive: string;
}

/**
 * AWS invents the id of a key, so policies are worked out, measured and proven with stand-ins of the same length, which
 * Terraform's references replace at last. No other value contains one.
 */
export function keyStandIns(organization: Guarded): KeyArns {
  const keyArn = (region: string, account: string) =>
    organization.arn('kms', { region, account, resource: 'key/00000000-0000-0000-0000-000000000000' });
  return {
    evidence: keyArn(organization.home, organization.evidenceAccount),
    archive: keyArn(organization.config.regions.archive, organization.archiveAccount),
  };
}
