import type { WrongInputs } from './wrong-inputs';

const KEY = 'arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000000';
const ROLE = 'arn:aws:iam::222222222222:role/a';
const BUS = { arn: 'arn:aws:events:us-east-1:222222222222:event-bus/audit' };
const TOPICS = ['arn:aws:sns:us-east-1:222222222222:security'];
const HEALING = { name: 'acme', topic_arns: TOPICS };

const TRAIL = {
  arn: 'arn:aws:cloudtrail:us-east-1:222222222222:trail/acme',
  s3_bucket_name: 'acme-trail',
  kms_key_id: KEY,
  cloud_watch_logs_group_arn: 'arn:aws:logs:us-east-1:222222222222:log-group:trail:*',
  cloud_watch_logs_role_arn: ROLE,
  is_organization_trail: true,
  is_multi_region_trail: true,
  include_global_service_events: true,
  enable_log_file_validation: true,
  advanced_event_selector: [{ field_selector: [{ field: 'eventCategory', equals: ['Management'] }] }],
};

const RECORDING = {
  recorder: {
    name: 'default',
    role_arn: ROLE,
    recording_group: [{ recording_strategy: [{ use_only: 'ALL_SUPPORTED_RESOURCE_TYPES' }] }],
    recording_mode: [{ recording_frequency: 'DAILY' }],
  },
  channel: {
    name: 'default',
    s3_bucket_name: 'acme-config',
    s3_key_prefix: 'config',
    s3_kms_key_arn: KEY,
    snapshot_delivery_properties: [{ delivery_frequency: 'One_Hour' }],
  },
  retention: { retention_period_in_days: 30 },
};

const NOT_A_KEY = (name: string) =>
  `${name} is not the ARN of a KMS key; write that of the key itself, not of an alias.`;
const NOT_A_ROLE = (name: string) =>
  `${name} is not the ARN of a role; write the whole ARN of a role in one of the accounts.`;
const NOT_A_BUCKET = (name: string) =>
  `${name} is not a bucket name; write the name alone, 3 to 63 lower-case letters, digits, dots and hyphens.`;
const WEAK_TRAIL =
  'trail is not a trail of the whole organization, in every region, with global events and validated files; make it so, or leave it out.';
const NO_EVIDENCE =
  'evidence.buckets is empty, or holds something that is no bucket with its policy; write name and policy of each.';
const NO_WORD =
  'region_code is not a word for a region; write lower-case letters, digits and single hyphens, as in euw1.';

export const WRONG_SELF_HEALING: readonly WrongInputs[] = [
  {
    inputs: { ...HEALING, mode: 'mend', region_code: 'eu_west' },
    says: ['mode is not one of the choices; write heal or report.', NO_WORD],
  },
  {
    together: true,
    inputs: { ...HEALING, name: 'a'.repeat(24), region_code: 'euw1-abc' },
    says: ['name and region_code are longer than 31 characters together; shorten one of them.'],
  },
  {
    together: true,
    inputs: { name: 'acme' },
    says: ['topic_arns is empty and event_bus is missing, so that nobody would be told; name a topic or a bus.'],
  },
  {
    together: true,
    inputs: { ...HEALING, event_bus: BUS },
    says: ['topic_arns has no effect beside event_bus; leave one of them out.'],
  },
  {
    inputs: { ...HEALING, event_bus: { arn: 'default' }, topic_arns: [] },
    says: ['event_bus.arn is not the ARN of an event bus; write the whole ARN.'],
  },
  {
    inputs: { ...HEALING, trusted_role_arns: ['arn:aws:iam::*:role/Deploy*', 'Deploy'] },
    says: [
      'trusted_role_arns holds something that is not the ARN of a role; write the whole ARN; the account, but no part of the name, may be *.',
    ],
  },
  {
    inputs: { ...HEALING, trail: { ...TRAIL, arn: 'acme', s3_bucket_name: '', kms_key_id: 'alias/acme' } },
    says: [
      'trail.arn is not the ARN of a trail; write the whole ARN.',
      NOT_A_BUCKET('trail.s3_bucket_name'),
      NOT_A_KEY('trail.kms_key_id'),
    ],
  },
  {
    inputs: {
      ...HEALING,
      trail: { ...TRAIL, cloud_watch_logs_group_arn: '', cloud_watch_logs_role_arn: '', advanced_event_selector: [] },
    },
    says: [
      'trail.cloud_watch_logs_group_arn is not the ARN of a log group; write the whole ARN.',
      NOT_A_ROLE('trail.cloud_watch_logs_role_arn'),
      'trail.advanced_event_selector is empty, so that nothing would be logged; write the advanced selectors of the trail.',
    ],
  },
  ...[
    'is_organization_trail',
    'is_multi_region_trail',
    'include_global_service_events',
    'enable_log_file_validation',
  ].map((flag) => ({ inputs: { ...HEALING, trail: { ...TRAIL, [flag]: false } }, says: [WEAK_TRAIL] })),
  {
    inputs: {
      ...HEALING,
      recording: {
        recorder: { name: '', role_arn: '', recording_group: [], recording_mode: [] },
        channel: {
          name: '',
          s3_bucket_name: '',
          s3_key_prefix: '',
          s3_kms_key_arn: '',
          snapshot_delivery_properties: [],
        },
        retention: { retention_period_in_days: 30 },
      },
    },
    says: [
      ...['recorder', 'channel'].map(
        (part) => `recording.${part}.name is not a name; write 1 to 256 letters, digits, hyphens and underscores.`,
      ),
      NOT_A_ROLE('recording.recorder.role_arn'),
      'recording.recorder.recording_group has no strategy; write one group with one recording_strategy.',
      'recording.recorder.recording_mode is not one mode; write how often is recorded.',
      NOT_A_BUCKET('recording.channel.s3_bucket_name'),
      'recording.channel.s3_key_prefix is empty; deliver below a prefix.',
      NOT_A_KEY('recording.channel.s3_kms_key_arn'),
      'recording.channel.snapshot_delivery_properties does not say how often a snapshot is delivered; write delivery_frequency.',
    ],
  },
  {
    inputs: { ...HEALING, recording: { ...RECORDING, channel: { ...RECORDING.channel, s3_key_prefix: null } } },
    says: ['recording.channel.s3_key_prefix is empty; deliver below a prefix.'],
  },
  ...[
    [],
    [{ bucket: 'acme-trail', policy: '{}' }],
    [{ bucket: 'acme-trail', policy: 'none' }],
    [{ bucket: 'arn:aws:s3:::acme-trail', policy: '{"Statement":[{}]}' }],
  ].map((buckets) => ({
    inputs: { ...HEALING, evidence: { buckets, key_arn: KEY } },
    says: [NO_EVIDENCE],
  })),
  {
    inputs: { ...HEALING, evidence: { buckets: [], key_arn: '' } },
    says: [NO_EVIDENCE, NOT_A_KEY('evidence.key_arn')],
  },
];

const MENDING = { name: 'acme', event_bus: BUS };
const AUTO = { mode: 'auto', rules: ['a'] };

/** A call that mends with one remediation. */
const mends = (item: object, says: string, name = 's3-bucket-versioning'): WrongInputs => ({
  inputs: { ...MENDING, remediations: { [name]: { ...AUTO, ...item } } },
  says: [says],
});

const PARAMETERS =
  'remediations holds a parameter that its remediation has not, or a value that it does not take; the README lists them.';
const RULES =
  'remediations holds something in rules or rule_prefixes that is not the name of a rule, or twice; write names, not ARNs, each once.';
const EXCEPTION =
  'remediations holds an exception that is none; write resource_id as AWS Config shows it, and until as in 2027-03-31.';
const TAG =
  'exempt_tag is not a tag; write key and value with letters, digits and . : / = + @ - _, not starting with aws:.';

export const WRONG_REMEDIATION: readonly WrongInputs[] = [
  { inputs: { ...MENDING, remediations: {}, region_code: 'EU' }, says: [NO_WORD] },
  {
    inputs: { ...MENDING, remediations: {}, event_bus: { arn: 'audit' } },
    says: ['event_bus.arn is not the ARN of an event bus; write the whole ARN.'],
  },
  ...[
    { key: '', value: 'yes' },
    { key: 'aws:name', value: 'yes' },
    { key: 'name', value: '<' },
  ].map((exempt_tag) => ({ inputs: { ...MENDING, remediations: {}, exempt_tag }, says: [TAG] })),
  mends(
    {},
    'remediations holds a name that no remediation has; write some of default-security-group, ebs-encryption-default, ec2-imdsv2, iam-access-keys, iam-password-policy, kms-key-rotation, rds-public-access, s3-account-public-access, s3-bucket-encryption, s3-bucket-public-access, s3-bucket-tls-only, s3-bucket-versioning, security-group-ports, trail-log-validation, vpc-flow-logs.',
    's3-versioning',
  ),
  {
    inputs: { ...MENDING, remediations: { 's3-bucket-versioning': null } },
    says: ['remediations holds null; write {} for what is usual, or leave the entry out.'],
  },
  mends({ parameters: { MfaDelete: null } }, PARAMETERS),
  mends({ parameters: { MfaDelete: [null] } }, PARAMETERS),
  mends({ rules: [null] }, RULES),
  mends({ mode: 'approve' }, 'remediations holds a mode that is none; write off, manual or auto.'),
  mends(
    { rules: [] },
    'remediations holds a remediation whose findings nothing makes; name rules, or how the names of rules begin.',
  ),
  ...[{ rules: ['a', 'a'] }, { rules: ['a b'] }, { rule_prefixes: ['arn:aws:config'] }].map((item) =>
    mends(item, RULES),
  ),
  ...[{ MfaDelete: ['maybe'] }, { MfaDelete: ['true', 'false'] }, { MfaDelete: [] }, { Mfa: ['true'] }].map(
    (parameters) => mends({ parameters }, PARAMETERS),
  ),
  mends({ parameters: { Ports: ['22', 'ssh'] } }, PARAMETERS, 'security-group-ports'),
  mends(
    {},
    'remediations lacks a parameter that its remediation cannot do without; the README lists them.',
    'security-group-ports',
  ),
  ...(
    [
      ['runs_per_hour', [0, 50, 1.5], '1 to 49'],
      ['failures_per_hour', [0, 50], '1 to 49'],
      ['concurrent_percent', [0, 101], '1 to 100'],
      ['error_percent', [0, 101], '1 to 100'],
      ['attempts', [0, 26], '1 to 25'],
      ['attempt_seconds', [0, 2_678_001], '1 to 2678000'],
    ] as const
  ).flatMap(([name, wrong, range]) =>
    wrong.map((value) =>
      mends({ [name]: value }, `remediations holds ${name} that is not a whole number from ${range}.`),
    ),
  ),
  mends(
    { scope_tag: { key: 'a', value: 'b' } },
    'remediations confines a remediation to a tag that reads none; leave scope_tag out.',
    'trail-log-validation',
  ),
  ...[
    { resource_id: 'a b', until: '2027-03-31' },
    { resource_id: 'a', until: '2027-02-29' },
    { resource_id: 'a', until: '31.3.2027' },
  ].map((exception) => mends({ exceptions: [exception] }, EXCEPTION)),
  {
    inputs: { ...MENDING, remediations: { 's3-bucket-versioning': AUTO, 's3-bucket-tls-only': AUTO } },
    says: ['remediations holds a rule in two remediations, and AWS Config takes one of a rule; leave it out of one.'],
  },
  {
    together: true,
    inputs: { ...MENDING, name: 'a'.repeat(26), remediations: { 's3-bucket-versioning': { ...AUTO, mode: 'off' } } },
    says: ['remediations holds a name whose role would have more than 64 characters; shorten name or region_code.'],
  },
];
