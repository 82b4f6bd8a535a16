import { parseOrganization } from '../src/config/load';
import type { Organization } from '../src/config/organization';

type Settings = Record<string, unknown>;

/** The smallest organization there can be. Every test that needs another one says only what differs. */
const SMALLEST = {
  name: 'acme',
  organization: { id: 'o-a1b2c3d4e5', rootId: 'r-a1b2', managementAccountId: '111111111111' },
  accounts: { audit: '222222222222' },
  regions: { home: 'us-east-1', governed: ['us-east-1'], archive: 'us-west-2' },
  retention: { mode: 'COMPLIANCE', years: 7 },
};
/** Stands at the end, so that lines of what tests give do not move. */
const ALARMS = { subscriptions: [{ protocol: 'email', endpoint: 'security@example.com' }] };

/** An organization's file, with the given groups of keys merged over the smallest one's. */
export function declare(settings: Settings = {}): string {
  const merged: Settings = { ...SMALLEST };
  for (const [key, value] of Object.entries(settings)) {
    const base = key === 'alarms' ? ALARMS : merged[key];
    merged[key] = isGroup(base) && isGroup(value) ? { ...base, ...value } : value;
  }
  // JSON is YAML.
  return JSON.stringify({ ...merged, alarms: merged.alarms ?? ALARMS }, null, 2);
}

const isGroup = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const organization = (settings: Settings = {}): Organization =>
  parseOrganization(declare(settings), 'audit.yaml');

/** Every region that needs no opt-in. */
const ALL_REGIONS = [
  'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1', 'eu-central-1', 'eu-north-1', 'eu-west-1',
  'eu-west-2', 'eu-west-3', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2',
]; // prettier-ignore

/** Organizations that differ in everything that shapes the Terraform. Invariants hold in each of them. */
export const EXAMPLES: Readonly<Record<string, Settings>> = {
  'single region': {},
  'many regions': {
    accounts: { members: ['333333333333', '444444444444'] },
    regions: { home: 'eu-west-1', governed: ALL_REGIONS, archive: 'eu-central-1' },
    recorder: { exclude: ['AWS::EC2::NetworkInterface'], frequency: 'DAILY', continuousTypes: ['AWS::IAM::Role'] },
    alarms: {
      subscriptions: [],
      topicArns: ['arn:aws:sns:eu-west-1:222222222222:security-alerts', 'arn:aws:sns:eu-west-1:333333333333:on-call'],
    },
    rules: {
      managed: [{ rule: 'S3_BUCKET_VERSIONING_ENABLED' }, { rule: 'IAM_USER_NO_POLICIES_CHECK' }],
      lambda: [{ rule: 'iam-user-mfa' }, { rule: 'vpc-flow-logs', regions: ['eu-west-1', 'eu-west-2'] }],
    },
  },
  'many regions, provider 5': {
    accounts: { members: ['333333333333'] },
    regions: { home: 'us-east-1', governed: ['us-east-1', 'eu-west-1', 'ap-south-1'], archive: 'us-west-2' },
    provider: { version: 5 },
    trail: { dataEvents: { s3Buckets: 'all', calls: 'write' }, notifications: true },
    guardrails: { resourceControlPolicies: { attachTo: ['r-a1b2'] } },
    conformancePacks: [
      { pack: 'audit-baseline' },
      { pack: 'cis-aws-5.0.0', excludedAccounts: ['333333333333'] },
      { pack: 'pci-dss-4.0.1-us-east-1', regions: ['us-east-1'] },
    ],
  },
  GovCloud: {
    accounts: { logArchive: '333333333333' },
    regions: { home: 'us-gov-west-1', governed: ['us-gov-west-1', 'us-gov-east-1'], archive: 'us-gov-east-1' },
    guardrails: { optional: [{ policy: 'deny-ungoverned-regions' }] },
    conformancePacks: [{ pack: 'fedramp-moderate-r5-access-and-logging' }],
  },
  China: {
    regions: { home: 'cn-north-1', governed: ['cn-north-1', 'cn-northwest-1'], archive: 'cn-northwest-1' },
    storage: { readers: ['arn:aws-cn:iam::222222222222:role/AuditReader'] },
    rules: { managed: [{ rule: 'IAM_PASSWORD_POLICY', parameters: { MinimumPasswordLength: 14 } }] },
  },
  'separate log archive and archive accounts': {
    accounts: { logArchive: '333333333333', archive: '444444444444', members: ['555555555555'] },
    storage: { readers: ['arn:aws:iam::222222222222:role/AuditReader'], expireAfterYears: 10 },
    trail: { dataEvents: { s3Buckets: ['customer-records'] } },
  },
  'separate accounts, provider 5': {
    accounts: { logArchive: '333333333333', archive: '444444444444' },
    provider: { version: 5, managementRoleName: 'AuditDeployment' },
    organization: { trustedAccess: 'managed' },
    guardrails: { resourceControlPolicies: { enabled: false } },
  },
  'delegated administrator, custom role': {
    accounts: { logArchive: '333333333333', members: ['444444444444'] },
    trail: { administrator: 'delegated', notifications: true },
    recorder: { role: 'custom', snsTopicName: 'config-changes', dailyTypes: ['AWS::EC2::NetworkInterface'] },
    guardrails: {
      attachTo: ['ou-a1b2-11111111', '444444444444'],
      optional: [{ policy: 'deny-root-user' }, { policy: 'quarantine', attachTo: ['ou-a1b2-22222222'] }],
      limits: { scp: { alreadyAttachedTo: { 'ou-a1b2-11111111': 4 } } },
      exemptRoles: ['BreakGlass', 'aws-reserved/sso.amazonaws.com/AWSReservedSSO_Audit_*'],
    },
    tags: { owner: 'security' },
    rules: {
      managed: [
        {
          rule: 'REQUIRED_TAGS',
          deploy: 'accounts',
          parameters: { tag1Key: 'owner' },
          scope: { resourceTypes: ['AWS::S3::Bucket'] },
        },
        {
          rule: 'ACCESS_KEYS_ROTATED',
          parameters: { maxAccessKeyAge: 60 },
          frequency: 'Twelve_Hours',
          excludedAccounts: ['444444444444'],
        },
      ],
      lambda: [{ rule: 'cloudtrail-multi-region' }, { rule: 'cis-monitoring-alarms' }],
      guard: [{ rule: 'ec2-instance-hardened' }, { rule: 'ec2-security-group-world-ports', deploy: 'accounts' }],
    },
    conformancePacks: [
      {
        pack: 'cis-aws-3.0.0',
        deploy: 'accounts',
        parameters: { RemediationRole: 'AuditRemediation', AccessKeysRotatedMaxAccessKeyAge: 45 },
      },
    ],
  },
  // Everything that can be found; beside it what cannot, so that both forms are seen.
  adopted: {
    accounts: { logArchive: '333333333333', archive: '444444444444', members: ['555555555555'] },
    regions: { home: 'us-east-1', governed: ['us-east-1', 'eu-west-1'], archive: 'us-west-2' },
    organization: { trustedAccess: 'managed' },
    trail: { notifications: true },
    recorder: { serviceLinkedRoleExistsIn: ['555555555555'] },
    adopt: {
      delegatedAdministrators: ['cloudtrail.amazonaws.com', 'config.amazonaws.com'],
      trail: {
        name: 'Org_Trail',
        logGroup: 'CloudTrail/logs',
        logsRole: 'service-role/CloudTrailToLogs',
        topic: 'trail_deliveries',
      },
      buckets: {
        trail: { name: 'acme.logs', has: ['policy', 'versioning', 'encryption', 'public-access-block', 'lifecycle'] },
        config: { name: 'acme-config-history', has: ['policy', 'ownership', 'logging', 'replication'] },
        archive: { name: 'acme-vault', objectLock: true, has: ['versioning', 'object-lock'] },
      },
      keys: {
        evidence: { id: '1234abcd-12ab-34cd-56ef-1234567890ab', alias: 'alias/audit/logs' },
        archive: { id: 'arn:aws:kms:us-west-2:444444444444:key/mrk-1234abcd12ab34cd56ef1234567890ab' },
      },
      recorders: [
        { account: '555555555555', region: 'us-east-1', recorder: 'main', channel: 'to-s3', retention: true },
        { account: '555555555555', region: 'eu-west-1', recorder: 'main' },
        { account: '222222222222', region: 'eu-west-1', channel: 'default' },
        { account: '111111111111', region: 'us-east-1', retention: true },
      ],
      aggregator: { name: 'everybody', role: 'ConfigAggregator' },
      policies: [
        { policy: 'scp-1', id: 'p-a1b2c3d4', attachedTo: ['r-a1b2'] },
        { policy: 'rcp-1', id: 'p-e5f6a7b8' },
      ],
    },
  },
  // One account is not enrolled, and one region is not the landing zone's.
  'Control Tower 3': {
    accounts: { logArchive: '333333333333', members: ['444444444444', '555555555555'] },
    regions: { home: 'us-east-1', governed: ['us-east-1', 'us-east-2', 'eu-west-1'], archive: 'us-west-2' },
    controlTower: { version: 3, regions: ['us-east-1', 'us-east-2'], notEnrolled: ['555555555555'] },
    provider: { roleName: 'AWSControlTowerExecution' },
    guardrails: { attachTo: ['ou-a1b2-11111111'] },
    rules: {
      managed: [{ rule: 'S3_BUCKET_VERSIONING_ENABLED' }, { rule: 'ROOT_ACCOUNT_MFA_ENABLED', deploy: 'accounts' }],
      lambda: [{ rule: 'iam-user-mfa' }, { rule: 'cis-monitoring-alarms' }],
      guard: [{ rule: 'ec2-instance-hardened', deploy: 'accounts' }],
    },
    conformancePacks: [{ pack: 'cis-aws-5.0.0', deploy: 'accounts' }],
    response: { remediations: [{ remediation: 's3-account-public-access', mode: 'auto' }] },
  },
  'Control Tower 4, with its trail': {
    accounts: { logArchive: '333333333333', archive: '444444444444', members: ['555555555555'] },
    regions: { home: 'us-east-1', governed: ['us-east-1', 'eu-west-1'], archive: 'us-west-2' },
    controlTower: {
      version: 4,
      trail: 'control-tower',
      trailLogGroup: 'aws-controltower/CloudTrailLogs-abc-def',
      trailBucket: 'aws-controltower-cloudtrail-logs-333333333333-abc-def',
    },
    guardrails: { exemptRoles: ['AWSControlTowerExecution'] },
    rules: { lambda: [{ rule: 'cloudtrail-multi-region' }, { rule: 'cis-monitoring-alarms' }] },
  },
  'throw-away': { retention: { mode: 'GOVERNANCE', years: 1 }, deletionProtection: false },
};

/** Those in which the trail is ours. Control Tower's delivers to buckets of its own. */
export const WITH_TRAIL: Readonly<Record<string, Settings>> = Object.fromEntries(
  Object.entries(EXAMPLES).filter(([, settings]) => organization(settings).ownership.trail === 'ours'),
);
