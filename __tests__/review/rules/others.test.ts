import { Hidden, UNKNOWN, type Attributes, type Value } from '../../../src/review/value';
import { reviewOf, type Given } from './cases';

/** What anybody's HCL makes of plans, which the project's own stacks do not. */
interface Shape {
  readonly name: string;
  readonly given: readonly Given[];
  readonly finds: readonly (readonly [rule: string, severity: string])[];
}

const NEW_KEY: Attributes = { kms_key_id: UNKNOWN };
const role = (more: Partial<Given>): Given => ({ type: 'aws_iam_role', base: { name: 'deliver' }, ...more });
const LOGS: Given = { type: 'aws_cloudtrail', base: { name: 'org', cloud_watch_logs_role_arn: 'arn:aws:iam::1:role/deliver' } }; // prettier-ignore
const text = (...Action: string[]): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }); // prettier-ignore
const WRITES = text('logs:CreateLogStream', 'logs:PutLogEvents');
const BOUNDARY = { permissions_boundary: 'arn:aws:iam::1:policy/b' };
const DISARMED = [['delivery-role-disarmed', 'high']] as const;

const ROOT_MFA = { name: 'root', source: [{ owner: 'AWS', source_identifier: 'ROOT_ACCOUNT_MFA_ENABLED' }] };
const rule = (region: string, more: Partial<Given> = {}): Given => ({
  type: 'aws_config_config_rule',
  address: `aws_config_config_rule.root["${region}"]`,
  base: { ...ROOT_MFA, region },
  ...more,
});
const judging = (...modes: string[]): Attributes => ({ evaluation_mode: modes.map((mode) => ({ mode })) });
const pack = (template: Attributes, before: string, after: string): Given => ({
  type: 'aws_config_conformance_pack',
  base: { name: 'p', ...template },
  before: { input_parameter: [{ parameter_name: 'maxAge', parameter_value: before }] },
  after: { input_parameter: [{ parameter_name: 'maxAge', parameter_value: after }] },
});
const written = (maxAccessKeyAge: unknown, Conditions: unknown = {}): Attributes => ({
  template_body: JSON.stringify({
    Conditions,
    Resources: {
      keys: {
        Type: 'AWS::Config::ConfigRule',
        Properties: {
          ConfigRuleName: 'keys',
          Source: { Owner: 'AWS', SourceIdentifier: 'ACCESS_KEYS_ROTATED' },
          InputParameters: { maxAccessKeyAge },
        },
      },
    },
  }),
});
const WEAKER = [['check-parameters-weakened', 'medium']] as const;

const RECORDER: Given = { type: 'aws_config_configuration_recorder', base: { name: 'default' } };
const STATUS: Given = { type: 'aws_config_configuration_recorder_status', base: { name: 'default', is_enabled: false }, before: null }; // prettier-ignore

const EVIDENCE: Given = { type: 'aws_cloudtrail', base: { name: 'org', s3_bucket_name: 'logs' } };
const bucket = (more: Partial<Given>): Given => ({ type: 'aws_s3_bucket', base: { bucket: 'logs', id: 'logs' }, ...more }); // prettier-ignore
const inlineVersions = (enabled: boolean, mfa_delete = false): Given =>
  bucket({ before: { versioning: [{ enabled, mfa_delete }] }, after: { versioning: [{ enabled, mfa_delete }] } });
const versions = (status: string): Given => ({ type: 'aws_s3_bucket_versioning', before: null, after: { bucket: 'logs', versioning_configuration: [{ status, mfa_delete: UNKNOWN }] } }); // prettier-ignore
const encrypted = (sse_algorithm: string, kms_master_key_id: Value): Attributes => ({
  rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm, kms_master_key_id }] }],
});
const encryption = (before: Attributes): Given => ({ type: 'aws_s3_bucket_server_side_encryption_configuration', base: { bucket: 'logs' }, before, after: encrypted('aws:kms', UNKNOWN) }); // prettier-ignore
const owner = { type: 'CanonicalUser', id: 'owner', permissions: ['FULL_CONTROL'], uri: '' };

const shapes: readonly Shape[] = [
  { name: 'a trail gets a key, a log group and a topic that are made with it', given: [{ type: 'aws_cloudtrail', base: { name: 'org' }, before: { kms_key_id: '', cloud_watch_logs_group_arn: '', sns_topic_name: null }, after: { ...NEW_KEY, cloud_watch_logs_group_arn: UNKNOWN, sns_topic_name: UNKNOWN } }], finds: [] },
  { name: 'the key of a trail changes to one that is made with it', given: [{ type: 'aws_cloudtrail', base: { name: 'org' }, before: { kms_key_id: 'alias/a' }, after: NEW_KEY }], finds: [['trail-key-removed', 'high']] },
  { name: 'a channel gets a key and a topic', given: [{ type: 'aws_config_delivery_channel', base: { s3_bucket_name: 'logs' }, before: { s3_kms_key_arn: '', sns_topic_arn: '' }, after: { s3_kms_key_arn: UNKNOWN, sns_topic_arn: UNKNOWN } }], finds: [] },
  { name: 'a channel gets a key and another bucket', given: [{ type: 'aws_config_delivery_channel', before: { s3_bucket_name: 'logs', s3_kms_key_arn: '' }, after: { s3_bucket_name: 'mine', s3_kms_key_arn: UNKNOWN } }], finds: [['channel-moved', 'high']] },
  { name: 'a log group and an event data store get a key', given: [{ type: 'aws_cloudwatch_log_group', base: { name: 'cloudtrail' }, before: { kms_key_id: '' }, after: NEW_KEY }, { type: 'aws_cloudtrail_event_data_store', before: { kms_key_id: '' }, after: NEW_KEY }], finds: [] },
  { name: 'an alarm gets its first receiver', given: [{ type: 'aws_cloudwatch_metric_alarm', base: { alarm_name: 'cis' }, before: { alarm_actions: [] }, after: { alarm_actions: [UNKNOWN] } }], finds: [] },
  { name: 'a value becomes sensitive', given: [{ type: 'aws_cloudtrail', before: { s3_bucket_name: 'logs' }, after: { s3_bucket_name: new Hidden('logs') } }], finds: [] },
  { name: 'another value becomes sensitive', given: [{ type: 'aws_cloudtrail', before: { s3_bucket_name: 'logs' }, after: { s3_bucket_name: new Hidden('mine') } }], finds: [['trail-bucket-changed', 'high']] },

  { name: 'rules of two regions, one removed and one tagged', given: [rule('eu-west-1', { after: null }), rule('us-east-1', { before: {}, after: { tags: { a: 'b' } } })], finds: [['check-removed', 'high']] },
  { name: 'a rule is removed in one region and made in another', given: [rule('eu-west-1', { after: null }), rule('us-east-1', { before: null })], finds: [['check-removed', 'high']] },
  { name: 'a rule is made with a provider of another region', given: [rule('', { base: ROOT_MFA, before: { arn: 'arn:aws:config:eu-west-1:222222222222:config-rule/a' }, after: null }), rule('us-east-1', { base: ROOT_MFA, before: null, providerRegion: 'us-east-1' })], finds: [['check-removed', 'high']] },
  { name: 'a rule is made with another provider of its region', given: [rule('', { base: ROOT_MFA, before: { arn: 'arn:aws:config:eu-west-1:222222222222:config-rule/a' }, after: null }), rule('us-east-1', { base: ROOT_MFA, before: null, providerRegion: 'eu-west-1' })], finds: [] },
  { name: 'a rule gets another address', given: [rule('eu-west-1', { after: null }), rule('eu-west-1', { address: 'aws_config_config_rule.other', before: null })], finds: [] },
  { name: 'a rule and an alarm are replaced in another region', given: [rule('eu-west-1', { kind: 'replace', before: {}, after: { region: 'us-east-1' } }), { type: 'aws_cloudwatch_metric_alarm', base: { alarm_name: 'cis' }, kind: 'replace', before: { region: 'eu-west-1' }, after: { region: 'us-east-1' } }], finds: [['check-removed', 'high'], ['alarm-removed', 'medium']] },
  { name: 'a rule judges only what is about to be deployed', given: [rule('eu-west-1', { before: judging('DETECTIVE', 'PROACTIVE'), after: judging('PROACTIVE') })], finds: [['check-narrowed', 'medium']] },
  { name: 'a rule judges what is about to be deployed as well', given: [rule('eu-west-1', { before: judging(), after: judging('PROACTIVE', 'DETECTIVE') })], finds: [] },
  { name: 'a rule is made again as it was', given: [rule('eu-west-1', { kind: 'replace', before: judging('DETECTIVE'), after: { name: 'other', evaluation_mode: UNKNOWN } })], finds: [] },
  { name: 'a rule is made again with a mode that is known later', given: [rule('eu-west-1', { kind: 'replace', before: judging('DETECTIVE'), after: { evaluation_mode: UNKNOWN }, expressions: { evaluation_mode: [{ mode: { references: ['var.mode'] } }] } })], finds: [['check-narrowed', 'medium']] },

  { name: 'parameters of a template in S3', given: [pack({ template_s3_uri: 's3://b/t' }, '90', '900')], finds: WEAKER },
  { name: 'parameters of a template in S3, stricter', given: [pack({ template_s3_uri: 's3://b/t' }, '900', '90')], finds: [] },
  { name: 'a parameter within a text', given: [pack(written({ 'Fn::Sub': '${maxAge}' }), '90', '900')], finds: WEAKER },
  { name: 'a parameter within a list', given: [pack(written({ 'Fn::Join': [',', [{ Ref: 'maxAge' }]] }), '90', '900')], finds: WEAKER },
  { name: 'a parameter that decides between two values', given: [pack(written({ 'Fn::If': ['strict', '90', '900'] }, { strict: { 'Fn::Equals': [{ Ref: 'maxAge' }, 'strict'] } }), 'strict', 'lax')], finds: WEAKER },
  { name: 'a condition that chooses by itself', given: [pack(written({ 'Fn::If': ['a', '90', '900'] }, { a: { 'Fn::Equals': [{ 'Fn::If': ['a', '1', '2'] }, '1'] } }), 'x', 'y')], finds: [] },

  { name: 'a role reads back the policy that is taken from it', given: [LOGS, role({ base: { name: 'deliver', inline_policy: [{ name: 'w', policy: WRITES }] } }), { type: 'aws_iam_role_policy', base: { role: 'deliver', name: 'w', policy: WRITES }, after: null }], finds: DISARMED },
  { name: 'a role reads back the attachment that is taken from it', given: [LOGS, role({ base: { name: 'deliver', managed_policy_arns: ['arn:aws:iam::aws:policy/x'] } }), { type: 'aws_iam_role_policy_attachment', base: { role: 'deliver', policy_arn: 'arn:aws:iam::aws:policy/x' }, after: null }], finds: DISARMED },
  { name: 'a role names its own policies no more', given: [LOGS, role({ before: { managed_policy_arns: ['arn:aws:iam::aws:policy/x'] }, after: { managed_policy_arns: [] } })], finds: DISARMED },
  { name: 'a role names one policy more', given: [LOGS, role({ before: { managed_policy_arns: [] }, after: { managed_policy_arns: ['arn:aws:iam::aws:policy/x'] } })], finds: [['delivery-role-widened', 'medium']] },
  { name: 'a role whose policies the configuration does not name', given: [LOGS, role({ before: { managed_policy_arns: null, description: 'a' }, after: { managed_policy_arns: UNKNOWN, description: 'b' } })], finds: [] },
  { name: 'a role names policies that are known later', given: [LOGS, role({ before: { managed_policy_arns: [] }, after: { managed_policy_arns: UNKNOWN }, expressions: { managed_policy_arns: { references: ['var.x'] } } })], finds: [['delivery-role-widened', 'medium']] },
  { name: 'a role gets a boundary', given: [LOGS, role({ before: { permissions_boundary: '' }, after: BOUNDARY })], finds: DISARMED },
  { name: 'a role loses its boundary', given: [LOGS, role({ before: BOUNDARY, after: { permissions_boundary: null } })], finds: [['delivery-role-widened', 'medium']] },

  { name: 'a recorder gets a status that stops it', given: [RECORDER, STATUS], finds: [['recorder-stopped', 'critical']] },
  { name: 'a new recorder is not started yet', given: [{ ...RECORDER, before: null }, STATUS], finds: [] },
  { name: 'a recorder is let go of and that of another region taken in', given: [{ ...RECORDER, before: { id: 'default', region: 'eu-west-1' }, after: null, kind: 'forget' }, { ...RECORDER, plan: 'other', base: { id: 'default', region: 'us-east-1' }, imported: true }], finds: [['evidence-unmanaged', 'medium']] },
  { name: 'a log group is told to stay', given: [{ type: 'aws_cloudwatch_log_group', base: { name: 'cloudtrail', skip_destroy: true }, after: null }], finds: [['evidence-unmanaged', 'medium']] },

  { name: 'a bucket that keeps versions says so by a resource', given: [EVIDENCE, inlineVersions(true), versions('Enabled')], finds: [] },
  { name: 'a bucket keeps versions from now on', given: [EVIDENCE, inlineVersions(false), versions('Enabled')], finds: [] },
  { name: 'a bucket that keeps versions gets a resource that suspends them', given: [EVIDENCE, inlineVersions(true), versions('Suspended')], finds: [['versioning-suspended', 'high']] },
  { name: 'a bucket with MFA delete gets a resource that may end it', given: [EVIDENCE, inlineVersions(true, true), versions('Enabled')], finds: [['versioning-suspended', 'high']] },
  { name: 'a bucket is encrypted with a key that is made with it', given: [EVIDENCE, encryption(encrypted('AES256', ''))], finds: [] },
  { name: 'a bucket under a key gets one that is made with it', given: [EVIDENCE, encryption(encrypted('aws:kms', 'alias/a'))], finds: [['encryption-lowered', 'high']] },
  { name: 'a bucket whose encryption was not to be seen gets a key', given: [EVIDENCE, encryption(encrypted('aws:kms', new Hidden('alias/a')))], finds: [['encryption-lowered', 'high']] },
  { name: 'an inline grant to another account', given: [EVIDENCE, bucket({ before: { grant: [owner] }, after: { grant: [{ ...owner, id: 'other' }, owner] } })], finds: [['acl-widened', 'high']] },
]; // prettier-ignore

test.each(shapes)('$name', ({ given, finds }) => {
  expect(reviewOf(given).findings.map(({ rule, severity }) => [rule, severity])).toEqual(finds);
});
