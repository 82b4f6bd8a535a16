import type { Organization } from '../config/organization';
import { arn, bucketArn, roleArn } from '../policy/arn';
import type { HealerSpec } from '../response/healer-spec';
import { evidenceHealer } from '../response/healers/evidence';
import { type DeclaredGroup, type DeclaredMode, recorderHealer } from '../response/healers/recorder';
import { OPERATORS, trailHealer } from '../response/healers/trail';
import { BUCKET_NAME, KEY_ARN, RECORDER_NAME, ROLE_ARN, TRAIL_ARN } from './forms';
import type { ModuleStack } from './module';
import { elementStandIn, listStandIn, someStandIn, standIn } from './stand-in';
import { isLike, shaped, type Variable } from './variable';

/**
 * What is kept as it is, told in the words of the resources that made it: Terraform takes whole resources for these types,
 * and drops what they do not ask for.
 */

/** One part of an object that a variable takes, which may be left out as a whole. */
const part = (
  type: string,
  description: string,
  parts: Readonly<Record<string, readonly [string, string]>>,
): Variable<string> =>
  shaped(type, {
    description,
    default: null,
    checks: (name) =>
      Object.entries(parts).map(([path, [condition, wrong]]) => ({
        condition: `var.${name} == null ? true : ${condition.replaceAll('@', `var.${name}`)}`,
        message: `${name}${path === '' ? '' : `.${path}`} ${wrong}.`,
      })),
  });

const has = (path: string, { pattern, what, mend }: typeof KEY_ARN): [string, readonly [string, string]] => [
  path,
  [isLike(pattern, `@.${path}`), `is not ${what}; ${mend}`],
];

const OPERATOR_NAMES = Object.entries(OPERATORS).map(
  ([name, call]) =>
    [name === 'equalTo' ? 'equals' : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), call] as const,
);

const texts = 'optional(list(string))';

/** As `aws_cloudtrail` has it. */
export const trail = part(
  `object({ arn = string, s3_bucket_name = string, s3_key_prefix = optional(string), kms_key_id = string, cloud_watch_logs_group_arn = string, cloud_watch_logs_role_arn = string, sns_topic_arn = optional(string), is_organization_trail = bool, is_multi_region_trail = bool, include_global_service_events = bool, enable_log_file_validation = bool, advanced_event_selector = list(object({ name = optional(string), field_selector = list(object({ field = string, ${OPERATOR_NAMES.map(([name]) => `${name} = ${texts}`).join(', ')} })) })), insight_selector = optional(list(object({ insight_type = string })), []) })`,
  'The organization’s trail, where this is the account and region in which it was created: `trail` of the module organization-trail, or a resource `aws_cloudtrail` with advanced event selectors. Default: none here.',
  Object.fromEntries([
    has('arn', TRAIL_ARN),
    has('s3_bucket_name', BUCKET_NAME),
    has('kms_key_id', KEY_ARN),
    has('cloud_watch_logs_role_arn', ROLE_ARN),
    [
      'cloud_watch_logs_group_arn',
      [
        isLike(/^arn:aws[a-z-]*:logs:[^:]+:\d{12}:log-group:[^:]+(:\*)?$/, '@.cloud_watch_logs_group_arn'),
        'is not the ARN of a log group; write the whole ARN',
      ],
    ],
    [
      '',
      [
        '@.is_organization_trail && @.is_multi_region_trail && @.include_global_service_events && @.enable_log_file_validation',
        'is not a trail of the whole organization, in every region, with global events and validated files; make it so, or leave it out',
      ],
    ],
    [
      'advanced_event_selector',
      [
        'length(@.advanced_event_selector) > 0',
        'is empty, so that nothing would be logged; write the advanced selectors of the trail',
      ],
    ],
  ]),
);

/** As the resources of AWS Config have it. */
export const recording = part(
  'object({ recorder = object({ name = string, role_arn = string, recording_group = list(object({ all_supported = optional(bool), include_global_resource_types = optional(bool), resource_types = optional(set(string)), exclusion_by_resource_types = optional(list(object({ resource_types = set(string) })), []), recording_strategy = list(object({ use_only = string })) })), recording_mode = list(object({ recording_frequency = string, recording_mode_override = optional(list(object({ description = optional(string), recording_frequency = string, resource_types = set(string) })), []) })) }), channel = object({ name = string, s3_bucket_name = string, s3_key_prefix = string, s3_kms_key_arn = string, sns_topic_arn = optional(string), snapshot_delivery_properties = list(object({ delivery_frequency = string })) }), retention = object({ retention_period_in_days = number }) })',
  'AWS Config in this account and region: `recording` of the module config-baseline, or an object of three resources: `aws_config_configuration_recorder` as `recorder`, `aws_config_delivery_channel` as `channel`, `aws_config_retention_configuration` as `retention`. Default: none here.',
  Object.fromEntries([
    has('recorder.name', RECORDER_NAME),
    has('recorder.role_arn', ROLE_ARN),
    has('channel.name', RECORDER_NAME),
    has('channel.s3_bucket_name', BUCKET_NAME),
    has('channel.s3_kms_key_arn', KEY_ARN),
    [
      'channel.s3_key_prefix',
      [
        '@.channel.s3_key_prefix == null ? false : length(@.channel.s3_key_prefix) > 0',
        'is empty; deliver below a prefix',
      ],
    ],
    [
      'recorder.recording_group',
      [
        'length(@.recorder.recording_group) == 1 ? length(@.recorder.recording_group[0].recording_strategy) == 1 : false',
        'has no strategy; write one group with one recording_strategy',
      ],
    ],
    [
      'recorder.recording_mode',
      ['length(@.recorder.recording_mode) == 1', 'is not one mode; write how often is recorded'],
    ],
    [
      'channel.snapshot_delivery_properties',
      [
        'length(@.channel.snapshot_delivery_properties) == 1',
        'does not say how often a snapshot is delivered; write delivery_frequency',
      ],
    ],
  ]),
);

/** Policies as `aws_s3_bucket_policy` has them. */
export const evidence = part(
  'object({ buckets = list(object({ bucket = string, policy = string })), key_arn = string })',
  'Buckets of evidence in this account and region, with their policies, and the key of what lies in them: `evidence` of the module evidence-store or, in the region of the archive, `archive_evidence`; or resources `aws_s3_bucket_policy` as `buckets`. Default: none here.',
  Object.fromEntries([
    has('key_arn', KEY_ARN),
    [
      'buckets',
      [
        `length(@.buckets) > 0 && alltrue([for item in @.buckets : ${isLike(BUCKET_NAME.pattern, 'item.bucket')} && can(length(jsondecode(item.policy).Statement))])`,
        'is empty, or holds something that is no bucket with its policy; write name and policy of each',
      ],
    ],
  ]),
);

/** @param of - the expression of what `trail` takes */
export function trailSpec(module: ModuleStack, of: string): HealerSpec {
  const { partition, account, region } = module.here;
  const known = (name: string) => `${of}.${name} == "" ? null : ${of}.${name}`;
  const owner = `element(split(":", ${of}.arn), 4)`;
  const name = `element(split("/", ${of}.arn), 1)`;
  const logsRole = 'logs';
  const isHere = `${owner} == data.aws_caller_identity.current.account_id`;
  // A delegated administrator may act on the trail under its own account.
  module.local(
    'trail_arns',
    `${of} == null ? [] : distinct([for id in [${owner}, data.aws_caller_identity.current.account_id] : replace(${of}.arn, "/:[0-9]{12}:/", ":\${id}:")])`,
  );
  const spec = trailHealer(
    {
      arn: () => someStandIn('local.trail_arns'),
      roleArn: (_account, role) =>
        role === logsRole ? standIn(`${of}.cloud_watch_logs_role_arn`) : roleArn(partition, account, role),
      home: region,
      managementAccount: standIn(owner),
      trailAccount: account,
      trailArn: standIn(`${isHere} ? ${name} : ${of}.arn`),
      trailLogGroupArn: standIn(`trimsuffix(${of}.cloud_watch_logs_group_arn, ":*")`),
      trailTopicArn: standIn(known('sns_topic_arn')),
      config: { trail: { notifications: true } },
      names: { trail: standIn(name), trailBucket: standIn(`${of}.s3_bucket_name`), trailLogsRole: logsRole },
    },
    {
      selectors: [],
      insights: listStandIn(`[for item in ${of}.insight_selector : item.insight_type]`),
      evidenceKeyArn: standIn(`${of}.kms_key_id`),
    },
  );
  const operators = OPERATOR_NAMES.map(([one, call]) => `${call} = field.${one}`).join(', ');
  const fields = `[for field in item.field_selector : merge({ Field = field.field }, { for operator, values in { ${operators} } : operator => values if values == null ? false : length(values) > 0 })]`;
  return {
    ...spec,
    desired: {
      ...(spec.desired as object),
      s3KeyPrefix: standIn(known('s3_key_prefix')),
      advancedEventSelectors: standIn(
        `[for item in ${of}.advanced_event_selector : { Name = item.name == "" ? null : item.name, FieldSelectors = ${fields} }]`,
      ),
    },
  };
}

/** @param of - the expression of what `recording` takes */
export function recorderSpec({ here }: ModuleStack, of: string): HealerSpec {
  const { partition, account, region } = here;
  const [group, mode] = [`${of}.recorder.recording_group[0]`, `${of}.recorder.recording_mode[0]`];
  // Members of the group are flags or lists; what is empty is absent.
  const listed = (types: string) => standIn(`try(length(${types}) > 0, false) ? sort(${types}) : null`);
  const recordingGroup = {
    allSupported: standIn(`${group}.all_supported`),
    includeGlobalResourceTypes: standIn(`${group}.include_global_resource_types`),
    resourceTypes: listed(`${group}.resource_types`),
    exclusionByResourceTypes: [
      standIn(
        `length(${group}.exclusion_by_resource_types) > 0 ? { resourceTypes = sort(${group}.exclusion_by_resource_types[0].resource_types) } : null`,
      ),
    ],
    recordingStrategy: [{ useOnly: standIn(`${group}.recording_strategy[0].use_only`) }],
  };
  const recordingMode = {
    recordingFrequency: standIn(`${mode}.recording_frequency`),
    recordingModeOverride: elementStandIn(
      `[for item in ${mode}.recording_mode_override : { description = item.description, recordingFrequency = item.recording_frequency, resourceTypes = sort(item.resource_types) }]`,
    ),
  };
  return recorderHealer(
    { arn: (service, parts) => arn({ partition, service, ...parts }) } satisfies Pick<Organization, 'arn'>,
    account,
    [region],
    {
      name: standIn(`${of}.recorder.name`),
      channelName: standIn(`${of}.channel.name`),
      roleArn: standIn(`${of}.recorder.role_arn`),
      recordingGroup: recordingGroup as unknown as DeclaredGroup,
      recordingMode: recordingMode as unknown as DeclaredMode,
      bucketName: standIn(`${of}.channel.s3_bucket_name`),
      prefix: standIn(`${of}.channel.s3_key_prefix`),
      keyArn: standIn(`${of}.channel.s3_kms_key_arn`),
      topicArn: standIn(`${of}.channel.sns_topic_arn == "" ? null : ${of}.channel.sns_topic_arn`),
      snapshotFrequency: standIn(`${of}.channel.snapshot_delivery_properties[0].delivery_frequency`),
      // Only what is written as JSON sees it.
      historyDays: standIn(`${of}.retention.retention_period_in_days`) as unknown as number,
    },
  );
}

/** @param of - the expression of what `evidence` takes */
export const evidenceSpec = ({ here }: ModuleStack, of: string): HealerSpec =>
  evidenceHealer(
    { bucketArn: (name) => bucketArn(here.partition, name) },
    {
      buckets: [{ name: elementStandIn(`${of}.buckets`, 'bucket'), policy: elementStandIn(`${of}.buckets`, 'policy') }],
      keyArns: { EvidenceKeyArn: standIn(`${of}.key_arn`) },
    },
  );
