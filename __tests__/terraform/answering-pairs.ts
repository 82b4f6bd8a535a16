import { organization } from '../organizations';
import { Deployed } from '../response/deployed';
import type { Pair } from './pair';

const KEY = 'arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000000';
const TOPIC = 'arn:aws:sns:us-east-1:111111111111:security';
const event_bus = { arn: 'arn:aws:events:us-east-1:222222222222:event-bus/acme-audit-events' };

/** One region of each account, so that its healers have roles for no other. */
const platform = new Deployed(
  organization({
    provider: { version: 5, roleName: 'Deploy', managementRoleName: 'DeployAll' },
    accounts: { audit: '222222222222', archive: '333333333333', members: ['444444444444'] },
    trail: {
      administrator: 'delegated',
      notifications: true,
      dataEvents: { s3Buckets: ['records', 'letters'], calls: 'write' },
      logRetentionDays: 365,
    },
    recorder: { exclude: ['AWS::EC2::Volume', 'AWS::IAM::User'], dailyTypes: ['AWS::IAM::Role', 'AWS::EC2::Instance'] },
    alarms: { subscriptions: [], topicArns: [TOPIC] },
    rules: {
      logRetentionDays: 365,
      managed: [
        { rule: 'INCOMING_SSH_DISABLED', deploy: 'accounts' },
        { rule: 'VPC_SG_PORT_RESTRICTION_CHECK' },
        { rule: 'S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED', deploy: 'accounts' },
        { rule: 'S3_BUCKET_PUBLIC_READ_PROHIBITED' },
      ],
    },
    response: {
      exemptTag: { key: 'audit-exempt', value: 'yes' },
      remediations: [
        {
          remediation: 's3-bucket-public-access',
          mode: 'auto',
          tag: { key: 'mend', value: 'yes' },
          limits: { perHour: 5, failures: 2 },
          exceptions: [{ resourceId: 'web', reason: 'the website until May', until: '2099-05-01' }],
        },
        {
          remediation: 'security-group-ports',
          mode: 'auto',
          parameters: { Ports: [22, 3389], Protocols: ['TCP'], Families: ['ALL'] },
        },
      ],
    },
  }),
);

/** What a healer of the stacks is told. Its key has another ARN there. */
export function desiredOf(stack: string, id: string): unknown {
  const healer = platform.healers.find((one) => one.stack.name === stack && one.id === id)!;
  const own = new RegExp(platform.value(healer.stack, healer.resource.environment.variables.EvidenceKeyArn), 'g');
  return JSON.parse(JSON.stringify(healer.desired).replace(own, KEY));
}

const policyOf = (bucket: string): string =>
  platform.stack('evidence').json.resource.aws_s3_bucket_policy[`${bucket}_policy`].policy;

const HEAL = { name: 'acme', event_bus, log_retention_days: 365 };
/** Functions of the stack stand for a region each, roles for the account. */
const inRegion = (id: string, healer: string) => (name: string) =>
  name.replace(new RegExp(`^${healer}_`), `${id}-us-east-1_`).replace(new RegExp(`^heal-${healer}_`), `${id}_`);

export const ANSWERING_PAIRS: readonly Pair[] = [
  {
    module: 'self-healing',
    account: '222222222222',
    stack: 'organization',
    healer: 'heal-trail-us-east-1',
    platform,
    inputs: {
      ...HEAL,
      trusted_role_arns: ['arn:aws:iam::222222222222:role/Deploy', 'arn:aws:iam::111111111111:role/DeployAll'],
      trail: {
        arn: 'arn:aws:cloudtrail:us-east-1:111111111111:trail/acme-organization-trail',
        s3_bucket_name: 'acme-trail-222222222222-us-east-1',
        kms_key_id: KEY,
        cloud_watch_logs_group_arn:
          'arn:aws:logs:us-east-1:222222222222:log-group:/aws/cloudtrail/acme-organization-trail:*',
        cloud_watch_logs_role_arn: 'arn:aws:iam::222222222222:role/acme-audit-trail-logs',
        sns_topic_arn: 'arn:aws:sns:us-east-1:222222222222:acme-audit-trail-deliveries',
        is_organization_trail: true,
        is_multi_region_trail: true,
        include_global_service_events: true,
        enable_log_file_validation: true,
        advanced_event_selector:
          platform.stack('organization').json.resource.aws_cloudtrail['organization_trail'].advanced_event_selector,
        insight_selector: [{ insight_type: 'ApiCallRateInsight' }, { insight_type: 'ApiErrorRateInsight' }],
      },
    },
    nameInStack: (name) => inRegion('heal-trail', 'trail')(name).replace(/^dead-letters_/, 'heal-trail-dead-letters_'),
    renamed: {
      'acme-audit-heal-trail-dead-letters': 'acme-audit-heal-dead-letters',
      'rule/acme-audit-heal-trail*': 'rule/acme-audit-*',
      'rule/*/acme-audit-heal-trail*': 'rule/*/acme-audit-*',
    },
  },
  {
    module: 'self-healing',
    account: '444444444444',
    stack: 'baseline-444444444444',
    healer: 'heal-recorder-us-east-1',
    platform,
    inputs: {
      ...HEAL,
      trusted_role_arns: ['arn:aws:iam::444444444444:role/Deploy'],
      recording: {
        recorder: {
          name: 'default',
          role_arn: 'arn:aws:iam::444444444444:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig',
          recording_group: [
            {
              all_supported: false,
              exclusion_by_resource_types: [{ resource_types: ['AWS::IAM::User', 'AWS::EC2::Volume'] }],
              recording_strategy: [{ use_only: 'EXCLUSION_BY_RESOURCE_TYPES' }],
            },
          ],
          recording_mode: [
            {
              recording_frequency: 'CONTINUOUS',
              recording_mode_override: [
                {
                  description: 'Recorded daily',
                  recording_frequency: 'DAILY',
                  resource_types: ['AWS::IAM::Role', 'AWS::EC2::Instance'],
                },
              ],
            },
          ],
        },
        channel: {
          name: 'default',
          s3_bucket_name: 'acme-config-222222222222-us-east-1',
          s3_key_prefix: 'config',
          s3_kms_key_arn: KEY,
          snapshot_delivery_properties: [{ delivery_frequency: 'TwentyFour_Hours' }],
        },
        retention: { retention_period_in_days: 2557 },
      },
    },
    nameInStack: (name) =>
      inRegion('heal-recorder', 'recorder')(name).replace(/^dead-letters_/, 'dead-letters-us-east-1_'),
    renamed: { 'acme-audit-dead-letters': 'acme-audit-heal-dead-letters' },
  },
  {
    module: 'self-healing',
    account: '222222222222',
    stack: 'evidence',
    healer: 'heal-evidence-222222222222-us-east-1',
    platform,
    inputs: {
      ...HEAL,
      trusted_role_arns: ['arn:aws:iam::222222222222:role/Deploy'],
      evidence: {
        buckets: ['trail', 'config', 'access-logs'].map((kind) => ({
          bucket: `acme-${kind}-222222222222-us-east-1`,
          policy: policyOf(kind),
        })),
        key_arn: KEY,
      },
    },
    nameInStack: (name) =>
      inRegion(
        'heal-evidence-222222222222',
        'evidence',
      )(name).replace(/^dead-letters_/, 'evidence-dead-letters-222222222222-us-east-1_'),
    renamed: { 'acme-audit-evidence-dead-letters': 'acme-audit-heal-dead-letters' },
  },
  {
    module: 'self-healing',
    account: '222222222222',
    stack: 'alerting',
    platform,
    inputs: {
      name: 'acme',
      organization_id: 'o-a1b2c3d4e5',
      topic_arns: [TOPIC],
      log_key_arn: KEY,
      log_retention_days: 365,
    },
    nameInStack: (name) => name.replace(/^alerting_/, ''),
    // An alarm has the queue's name in the stack.
    renamed: Object.fromEntries(
      [':', 'queue ', '"QueueName":"', '"message_retention_seconds":1209600,"name":"'].map((before) => [
        `${before}acme-audit-dead-letters`,
        `${before}acme-audit-heal-dead-letters`,
      ]),
    ),
  },
  {
    module: 'remediation',
    account: '444444444444',
    stack: 'baseline-444444444444',
    platform,
    inputs: {
      name: 'acme',
      event_bus,
      exempt_tag: { key: 'audit-exempt', value: 'yes' },
      remediations: {
        's3-bucket-public-access': {
          mode: 'auto',
          rules: ['acme-s3-bucket-level-public-access-prohibited'],
          rule_prefixes: ['OrgConfigRule-acme-s3-bucket-public-read-prohibited-'],
          scope_tag: { key: 'mend', value: 'yes' },
          runs_per_hour: 5,
          failures_per_hour: 2,
          exceptions: [{ resource_id: 'web', until: '2099-05-01' }],
        },
        'security-group-ports': {
          mode: 'auto',
          rules: ['acme-restricted-ssh'],
          rule_prefixes: ['OrgConfigRule-acme-vpc-sg-port-restriction-check-'],
          parameters: { Ports: ['22', '3389'], Protocols: ['TCP'], Families: ['ALL'] },
        },
      },
    },
    nameInStack: (name, type) => {
      const [scope, id = ''] = name.split('_');
      if (scope === 'events' || scope === 'dead-letters') return name.replace(/_/, '-us-east-1_');
      if (scope !== 'remediations' || /(?:-role|-rights|^starter)$/.test(id)) return name;
      const rule =
        id === 'security-group-ports' ? 'acme-restricted-ssh' : 'acme-s3-bucket-level-public-access-prohibited';
      return `remediations_us-east-1-${id}${type === 'aws_config_remediation_configuration' ? `-${rule}` : ''}`;
    },
    renamed: { 'acme-audit-dead-letters': 'acme-audit-remediation-dead-letters' },
  },
];
