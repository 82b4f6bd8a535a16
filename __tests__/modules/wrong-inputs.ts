import { WRONG_CONFIG_RULES, WRONG_CONFORMANCE_PACKS, WRONG_GUARDRAILS } from './wrong-policies-and-rules';
import { WRONG_REMEDIATION, WRONG_SELF_HEALING } from './wrong-responses';

/** Calls of a module that it refuses, and what it says: every fault of a call at once. */
export interface WrongInputs {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly says: readonly string[];
  /** It is about several inputs together, which Terraform compares once each is right by itself. */
  readonly together?: true;
}

const STORE = {
  name: 'acme',
  organization_id: 'o-a1b2c3d4e5',
  management_account_id: '111111111111',
  retention_mode: 'GOVERNANCE',
  retention_years: 7,
  providers: { aws: 'aws', 'aws.archive': 'aws.archive' },
};

/** Days and tier of each. */
const tiers = (...all: readonly (readonly [number, string])[]) =>
  all.map(([after_days, storage_class]) => ({ after_days, storage_class }));

const ORDER = (name: string) =>
  `${name} is out of order; each tier is colder and later than the one before it, and 30 days later than STANDARD_IA.`;
const TOO_LATE = (name: string) =>
  `${name} moves objects after they have expired; move them earlier, or leave the tier out.`;
const ACCOUNT = (name: string) => `${name} is not an account id; quote all 12 digits.`;

const KEY = 'arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000000';
const NOT_A_KEY = (name: string) =>
  `${name} is not the ARN of a KMS key; write that of the key itself, not of an alias.`;
const NOT_A_BUCKET = (name: string) =>
  `${name} is not a bucket name; write the name alone, 3 to 63 lower-case letters, digits, dots and hyphens.`;
const TRAIL = { name: 'acme', organization_id: 'o-a1b2c3d4e5', bucket_name: 'acme-trail', key_arn: KEY };
const BASELINE = { is_home: true, bucket_name: 'acme-config', key_arn: KEY };
const ALARMS = { name: 'acme', log_group_name: 'trail', topic_arns: ['arn:aws:sns:us-east-1:222222222222:security'] };
const FORENSICS = {
  name: 'acme',
  organization_id: 'o-a1b2c3d4e5',
  account_ids: ['111111111111'],
  trail_bucket_name: 'acme-trail',
  config_bucket_name: 'acme-config',
  evidence_key_arn: KEY,
  investigator_arns: ['arn:aws:iam::222222222222:role/Security'],
};

const NAME = 'name is not a name; use lower-case letters, digits and single hyphens, starting with a letter.';

export const WRONG_INPUTS: Readonly<Record<string, readonly WrongInputs[]>> = {
  'evidence-store': [
    { inputs: { ...STORE, name: 'a'.repeat(25) }, says: ['name is longer than 24 characters; shorten it.'] },
    {
      inputs: { ...STORE, organization_id: 'o-A1', management_account_id: '11111111111', trail_account_id: 'audit' },
      says: [
        'organization_id is not an organization id; copy it from `aws organizations describe-organization`, as in o-a1b2c3d4e5.',
        ACCOUNT('management_account_id'),
        ACCOUNT('trail_account_id'),
      ],
    },
    {
      inputs: { ...STORE, trail_name: 'a"b' },
      says: [
        'trail_name is not the name of a trail; write 3 to 128 letters, digits, dots, hyphens and underscores, beginning and ending with a letter or digit.',
      ],
    },
    {
      inputs: { ...STORE, retention_mode: 'compliance' },
      says: ['retention_mode is not one of the choices; write COMPLIANCE or GOVERNANCE.'],
    },
    ...[0, 101, 1.5].map((retention_years) => ({
      inputs: { ...STORE, retention_years },
      says: ['retention_years is not a whole number of years from 1 to 100.'],
    })),
    {
      together: true,
      inputs: { ...STORE, expire_after_years: 6 },
      says: [
        'expire_after_years ends before retention_years; write as many or more, or leave it out to keep objects for ever.',
      ],
    },
    {
      inputs: { ...STORE, transitions: tiers([0, 'GLACIER_IR']), archive_transitions: tiers([1, 'GLACIER2']) },
      says: [
        'transitions holds something that is not a whole number of days from 1 to 36500.',
        'archive_transitions holds a storage class that is not one of STANDARD_IA, INTELLIGENT_TIERING, GLACIER_IR, GLACIER, DEEP_ARCHIVE.',
      ],
    },
    {
      inputs: { ...STORE, transitions: tiers([29, 'STANDARD_IA']) },
      says: ['transitions moves objects to STANDARD_IA too early; S3 takes them after 30 days at the earliest.'],
    },
    ...[
      tiers([90, 'GLACIER'], [90, 'DEEP_ARCHIVE']),
      tiers([90, 'GLACIER'], [91, 'GLACIER_IR']),
      tiers([90, 'GLACIER'], [91, 'GLACIER']),
      tiers([30, 'STANDARD_IA'], [59, 'GLACIER']),
    ].map((archive_transitions) => ({
      inputs: { ...STORE, archive_transitions },
      says: [ORDER('archive_transitions')],
    })),
    {
      together: true,
      inputs: {
        ...STORE,
        expire_after_years: 7,
        transitions: tiers([2562, 'GLACIER']),
        archive_transitions: tiers([30, 'STANDARD_IA'], [3000, 'DEEP_ARCHIVE']),
      },
      says: [TOO_LATE('transitions'), TOO_LATE('archive_transitions')],
    },
    {
      inputs: {
        ...STORE,
        reader_role_arns: ['arn:aws:iam::222222222222:user/Ann'],
        investigator_role_arns: ['arn:aws:iam::*:role/Investigator'],
        snapshot_reader_role_arns: ['*', 'arn:aws:iam::*:role/acme-*'],
      },
      says: [
        'reader_role_arns holds something that is not the ARN of a role; write the whole ARN of a role in one of the accounts.',
        'investigator_role_arns holds something that is not the ARN of a role; write the whole ARN of a role in one of the accounts.',
        'snapshot_reader_role_arns holds something that is not the ARN of a role; write the whole ARN; the account, but no part of the name, may be *.',
      ],
    },
    {
      inputs: {
        ...STORE,
        reader_role_arns: Array.from({ length: 21 }, (_, at) => `arn:aws:iam::222222222222:role/Reader${at}`),
      },
      says: ['reader_role_arns takes 0 to 20 values, each once.'],
    },
  ],
  'organization-trail': [
    {
      inputs: { ...TRAIL, bucket_name: 'Acme', key_arn: 'alias/acme', log_retention_days: 2 },
      says: [
        NOT_A_BUCKET('bucket_name'),
        NOT_A_KEY('key_arn'),
        'log_retention_days is not one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.',
      ],
    },
    {
      inputs: { ...TRAIL, insights: ['ApiCallRateInsight', 'ApiCallRateInsight'] },
      says: ['insights takes ApiCallRateInsight, ApiErrorRateInsight, each once.'],
    },
    {
      inputs: { ...TRAIL, insights: ['Everything'], evidence_bucket_arns: ['arn:aws:s3:::acme/'] },
      says: [
        'insights takes ApiCallRateInsight, ApiErrorRateInsight, each once.',
        'evidence_bucket_arns holds something that is not the ARN of a bucket; write the whole ARN, without a slash.',
      ],
    },
    {
      inputs: { ...TRAIL, data_events: { s3_buckets: ['Records'], all_s3_buckets: true, calls: 'reads' } },
      says: [
        'data_events holds something in s3_buckets that is not a bucket name; write the name alone, 3 to 63 lower-case letters, digits, dots and hyphens.',
        'data_events names buckets and all buckets; write one of them.',
        'data_events holds other calls than all, read or write.',
      ],
    },
    ...[{ s3_buckets: ['records'] }, { all_s3_buckets: true }].map((data_events) => ({
      together: true as const,
      inputs: { ...TRAIL, data_events },
      says: ['data_events would log the log; write the bucket_arns of the evidence store as evidence_bucket_arns.'],
    })),
  ],
  'config-baseline': [
    {
      inputs: { ...BASELINE, bucket_prefix: 'config/', frequency: 'HOURLY', snapshot_frequency: 'Daily' },
      says: [
        'bucket_prefix is not a prefix; write it without a slash at either end.',
        'frequency is not one of the choices; write CONTINUOUS or DAILY.',
        'snapshot_frequency is not one of the choices; write One_Hour or Three_Hours or Six_Hours or Twelve_Hours or TwentyFour_Hours.',
      ],
    },
    ...[29, 2558, 30.5].map((history_days) => ({
      inputs: { ...BASELINE, history_days },
      says: ['history_days is not a whole number of days from 30 to 2557.'],
    })),
    {
      inputs: { ...BASELINE, exclude: ['EC2'], topic_arn: 'config', recorder_name: '', channel_name: 'a b' },
      says: [
        'exclude holds something that is not a type of resource; write it as in AWS::EC2::Instance.',
        'topic_arn is not the ARN of a standard SNS topic; write the whole ARN.',
        'recorder_name is not a name; write 1 to 256 letters, digits, hyphens and underscores.',
        'channel_name is not a name; write 1 to 256 letters, digits, hyphens and underscores.',
      ],
    },
    {
      inputs: { ...BASELINE, daily_types: ['AWS::Config::ResourceCompliance'] },
      says: [
        'daily_types holds a type that cannot be recorded daily; remove AWS::Config::ResourceCompliance and AWS::Config::ConformancePackCompliance.',
      ],
    },
    {
      together: true,
      inputs: { ...BASELINE, frequency: 'DAILY', daily_types: ['AWS::IAM::Role'] },
      says: ['daily_types has no effect unless frequency is CONTINUOUS; leave it out, or change frequency.'],
    },
    {
      together: true,
      inputs: { ...BASELINE, continuous_types: ['AWS::IAM::Role'], exclude: ['AWS::IAM::Role'] },
      says: [
        'continuous_types has no effect unless frequency is DAILY; leave it out, or change frequency.',
        'continuous_types holds a type that exclude holds as well; remove it from one of them.',
      ],
    },
  ],
  'cis-alarms': [
    {
      inputs: { ...ALARMS, log_group_name: 'arn:aws:logs', topic_arns: [] },
      says: [
        'log_group_name is not the name of a log group; write the name, not the ARN.',
        'topic_arns takes 1 to 5 values, each once.',
      ],
    },
    {
      inputs: { ...ALARMS, topic_arns: ['security'] },
      says: ['topic_arns holds something that is not the ARN of a standard SNS topic; write the whole ARN.'],
    },
  ],
  forensics: [
    {
      inputs: { ...FORENSICS, account_ids: [], investigator_arns: [] },
      says: ['account_ids takes 1 to 1000 values, each once.', 'investigator_arns takes 1 to 20 values, each once.'],
    },
    {
      inputs: { ...FORENSICS, investigator_arns: ['arn:aws:iam::222222222222:root'] },
      says: [
        'investigator_arns holds something that is not the ARN of a role or user; write the whole ARN of a role or user in one of the accounts.',
      ],
    },
    {
      inputs: { ...FORENSICS, trail_bucket_name: 'a', config_bucket_name: 's3://acme', evidence_key_arn: 'key' },
      says: [NOT_A_BUCKET('trail_bucket_name'), NOT_A_BUCKET('config_bucket_name'), NOT_A_KEY('evidence_key_arn')],
    },
    {
      inputs: { ...FORENSICS, scan_limit_gb: 0, results_expire_after_days: 3651 },
      says: [
        'scan_limit_gb is not a whole number of GB from 1 to 1000000.',
        'results_expire_after_days is not a whole number of days from 1 to 3650.',
      ],
    },
  ],
  'config-rules': WRONG_CONFIG_RULES,
  'conformance-packs': WRONG_CONFORMANCE_PACKS,
  guardrails: WRONG_GUARDRAILS,
  'self-healing': WRONG_SELF_HEALING,
  remediation: WRONG_REMEDIATION,
  'config-aggregator': [
    ...['', 'Acme', '1acme', 'acme-', 'ac--me', 'acme"'].map((name) => ({ inputs: { name }, says: [NAME] })),
    { inputs: { name: 'a'.repeat(41) }, says: ['name is longer than 40 characters; shorten it.'] },
    {
      inputs: { name: 'acme', regions: ['eu-west-1', 'Europe'] },
      says: ['regions holds something that is not a region; write it as in eu-west-1.'],
    },
    { inputs: { name: 'acme', regions: [] }, says: ['regions takes 1 to 60 values, each once.'] },
    {
      inputs: { name: 'acme', regions: ['eu-west-1', 'eu-west-1'] },
      says: ['regions takes 1 to 60 values, each once.'],
    },
    {
      inputs: { name: 'acme-', regions: ['"]},{"'] },
      says: [NAME, 'regions holds something that is not a region; write it as in eu-west-1.'],
    },
  ],
};
