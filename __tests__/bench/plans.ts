import { Random } from '../review/random';

/** Plans as a large platform team has them, of any size: what belongs to an audit stands among what does not. */

type Attributes = Readonly<Record<string, unknown>>;

/** Attributes of the nth resource: as it is, or as somebody has edited it. */
type Kind = readonly [type: string, weight: number, attributes: (at: number, edited: boolean) => Attributes];

const REGIONS = ['us-east-1', 'eu-central-1', 'ap-southeast-2'];
const account = (at: number): string => String(100_000_000_000 + ((at * 7919) % 900_000_000_000));
const region = (at: number): string => REGIONS[at % REGIONS.length]!;
const arn = (service: string, at: number, rest: string): string =>
  `arn:aws:${service}:${region(at)}:${account(at)}:${rest}`;
const keyArn = (at: number): string => arn('kms', at, `key/${String(at).padStart(8, '0')}-1111-4222-8333-444455556666`);
const bucket = (at: number): string => `acme-${at}-evidence-${account(at)}`;
const document = (Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const tags = (at: number) => ({
  tags: { Name: `n-${at}`, Team: 'orders', CostCenter: '4711', ManagedBy: 'terraform' },
  tags_all: { Name: `n-${at}`, Team: 'orders', CostCenter: '4711', ManagedBy: 'terraform', Environment: 'prod' },
});

const bucketPolicy = (at: number, edited: boolean): string => {
  const [own, objects] = [`arn:aws:s3:::${bucket(at)}`, `arn:aws:s3:::${bucket(at)}/*`];
  const trail = arn('cloudtrail', at, 'trail/organization');
  const organization = { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' };
  return document([
    { Sid: 'TrailReadsAcl', Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:GetBucketAcl', Resource: own, Condition: { StringEquals: { 'aws:SourceArn': trail } } },
    { Sid: 'TrailDelivers', Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject', Resource: `${own}/AWSLogs/*`, Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': trail } } },
    { Sid: 'ConfigDelivers', Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action: ['s3:PutObject', 's3:GetBucketAcl', 's3:ListBucket'], Resource: [own, `${own}/AWSLogs/*/Config/*`], Condition: { StringEquals: { 'aws:SourceAccount': account(at) } } },
    { Sid: 'AuditorsRead', Effect: 'Allow', Principal: { AWS: [`arn:aws:iam::${account(at + 1)}:root`, `arn:aws:iam::${account(at + 2)}:role/Auditor`, ...(edited ? [account(at + 3)] : [])] }, Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'], Resource: [own, objects], Condition: { StringEquals: organization } },
    { Sid: 'EncryptedTransport', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [own, objects], Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    { Sid: 'NobodyDeletes', Effect: 'Deny', Principal: '*', Action: ['s3:DeleteObject*', 's3:PutBucketPolicy', 's3:DeleteBucket'], Resource: [own, objects], Condition: { ArnNotLike: { 'aws:PrincipalArn': [`arn:aws:iam::${account(at)}:role/break-glass`, ...(edited ? [`arn:aws:iam::${account(at)}:role/ci-*`] : [])] } } },
  ]);
}; // prettier-ignore

const keyPolicy = (at: number, edited: boolean): string =>
  document([
    { Sid: 'Administrators', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account(at)}:root` }, Action: ['kms:Create*', 'kms:Describe*', 'kms:Enable*', 'kms:List*', 'kms:Put*', 'kms:Update*', 'kms:Get*', 'kms:TagResource', ...(edited ? ['kms:Decrypt'] : [])], Resource: '*' },
    { Sid: 'TrailEncrypts', Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: ['kms:GenerateDataKey*', 'kms:DescribeKey'], Resource: '*', Condition: { StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${account(at)}:trail/*` } } },
    { Sid: 'OrganizationDecrypts', Effect: 'Allow', Principal: '*', Action: ['kms:Decrypt', 'kms:ReEncryptFrom'], Resource: '*', Condition: { StringEquals: { 'kms:CallerAccount': account(at), 'kms:ViaService': `s3.${region(at)}.amazonaws.com` } } },
    { Sid: 'NobodyDeletes', Effect: 'Deny', Principal: { AWS: '*' }, Action: ['kms:ScheduleKeyDeletion', 'kms:DisableKey'], Resource: '*', Condition: { ArnNotEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account(at)}:role/break-glass` } } },
  ]); // prettier-ignore

const guardrail = (at: number, edited: boolean): string =>
  document([
    { Sid: 'KeepTrails', Effect: 'Deny', Action: ['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:UpdateTrail', 'cloudtrail:PutEventSelectors'], Resource: `arn:aws:cloudtrail:*:*:trail/organization-${at}`, Condition: { ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/platform', ...(edited ? ['arn:aws:iam::*:role/Admin*'] : [])] } } },
    { Sid: 'KeepRecorders', Effect: 'Deny', Action: ['config:Delete*', 'config:StopConfigurationRecorder', ...(edited ? [] : ['config:PutConfigurationRecorder'])], Resource: '*' },
    { Sid: 'Regions', Effect: 'Deny', NotAction: ['iam:*', 'organizations:*', 'route53:*', 'sts:*', 'support:*'], Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': REGIONS } } },
  ]); // prettier-ignore

const pack = (at: number, edited: boolean): string =>
  ['Parameters:', '  Days:', `    Default: "${edited ? 180 : 90}"`, '    Type: String', 'Resources:']
    .concat(
      ['S3_BUCKET_VERSIONING_ENABLED', 'CLOUD_TRAIL_ENABLED', 'ACCESS_KEYS_ROTATED', 'IAM_USER_UNUSED_CREDENTIALS_CHECK']
        .concat(Array.from({ length: 26 }, (_, nth) => `CHECK_${nth}_OF_${at % 5}`))
        .flatMap((id) => [
          `  ${id.replaceAll('_', '')}:`,
          '    Type: AWS::Config::ConfigRule',
          '    Properties:',
          `      ConfigRuleName: ${id.toLowerCase().replaceAll('_', '-')}`,
          '      InputParameters:',
          '        maxAccessKeyAge: !Ref Days',
          '      Source:',
          '        Owner: AWS',
          `        SourceIdentifier: ${id}`,
        ]),
    )
    .join('\n'); // prettier-ignore

/** By weight: out of 100 resources that many. Most of what a platform runs is no evidence. */
const KINDS: readonly Kind[] = [
  ['aws_instance', 7, (at, edited) => ({ ami: `ami-${at}`, instance_type: edited ? 'm8g.large' : 'm7g.large', ...tags(at), ebs_block_device: [{ device_name: '/dev/sda1', volume_size: 100, encrypted: true }], user_data: null, vpc_security_group_ids: [`sg-${at}`] })],
  ['aws_iam_role', 10, (at, edited) => ({ name: `role-${at}`, arn: `arn:aws:iam::${account(at)}:role/role-${at}`, max_session_duration: edited ? 7200 : 3600, assume_role_policy: document([{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }]), ...tags(at) })],
  ['aws_security_group_rule', 10, (at, edited) => ({ type: 'ingress', from_port: 443, to_port: edited ? 444 : 443, protocol: 'tcp', security_group_id: `sg-${at}`, cidr_blocks: ['10.0.0.0/8'] })],
  ['aws_route53_record', 6, (at, edited) => ({ name: `n-${at}.acme.example`, type: 'CNAME', ttl: edited ? 60 : 300, zone_id: `Z${at}`, records: [`lb-${at}.acme.example`] })],
  ['aws_ssm_parameter', 6, (at, edited) => ({ name: `/app/${at}`, type: 'SecureString', value: edited ? 'b' : 'a', ...tags(at) })],
  ['aws_lambda_function', 5, (at, edited) => ({ function_name: `audit-heal-${at}`, handler: 'index.handler', memory_size: 256, reserved_concurrent_executions: edited ? 0 : -1, environment: [{ variables: { A: 'b' } }], ...tags(at) })],
  ['aws_lambda_permission', 3, (at, edited) => ({ function_name: `audit-heal-${at}`, principal: 'events.amazonaws.com', action: 'lambda:InvokeFunction', statement_id: edited ? 'b' : 'a' })],
  ['aws_cloudwatch_event_rule', 4, (at, edited) => ({ name: `audit-${at}`, state: edited ? 'DISABLED' : 'ENABLED', event_pattern: '{"source":["aws.cloudtrail"],"detail-type":["AWS API Call via CloudTrail"]}', event_bus_name: 'default' })],
  ['aws_cloudwatch_event_target', 4, (at, edited) => ({ rule: `audit-${at}`, target_id: 't', arn: arn('lambda', at, `function:${edited ? 'b' : 'a'}`) })],
  ['aws_cloudwatch_log_group', 8, (at, edited) => ({ name: `/aws/cloudtrail/${at}`, retention_in_days: edited ? 90 : 365, kms_key_id: keyArn(at), ...tags(at) })],
  ['aws_cloudwatch_log_metric_filter', 2, (at, edited) => ({ name: `root-${at}`, log_group_name: `/aws/cloudtrail/${at}`, pattern: edited ? '{ $.x = 1 }' : '{ $.userIdentity.type = "Root" }', metric_transformation: [{ name: `Root${at}`, namespace: 'Audit', value: '1' }] })],
  ['aws_cloudwatch_metric_alarm', 2, (at, edited) => ({ alarm_name: `root-${at}`, metric_name: `Root${at}`, namespace: 'Audit', threshold: edited ? 5 : 1, evaluation_periods: 1, period: 300, statistic: 'Sum', comparison_operator: 'GreaterThanOrEqualToThreshold', actions_enabled: true, alarm_actions: [arn('sns', at, `topic-${at}`)] })],
  ['aws_sns_topic', 2, (at, edited) => ({ name: `topic-${at}`, arn: arn('sns', at, `topic-${at}`), kms_master_key_id: keyArn(at), display_name: edited ? 'b' : 'a', policy: null })],
  ['aws_sns_topic_policy', 2, (at, edited) => ({ arn: arn('sns', at, `topic-${at}`), policy: document([{ Effect: 'Allow', Principal: { Service: edited ? ['cloudwatch.amazonaws.com', 'events.amazonaws.com'] : 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: arn('sns', at, `topic-${at}`), Condition: { StringEquals: { 'aws:SourceAccount': account(at) } } }]) })],
  ['aws_s3_bucket', 4, (at, edited) => ({ bucket: bucket(at), id: bucket(at), arn: `arn:aws:s3:::${bucket(at)}`, force_destroy: edited, object_lock_enabled: true, ...tags(at) })],
  ['aws_s3_bucket_policy', 4, (at, edited) => ({ bucket: bucket(at), policy: bucketPolicy(at, edited) })],
  ['aws_s3_bucket_versioning', 3, (at, edited) => ({ bucket: bucket(at), versioning_configuration: [{ status: edited ? 'Suspended' : 'Enabled', mfa_delete: null }] })],
  ['aws_s3_bucket_public_access_block', 3, (at, edited) => ({ bucket: bucket(at), block_public_acls: true, block_public_policy: !edited, ignore_public_acls: true, restrict_public_buckets: true })],
  ['aws_s3_bucket_lifecycle_configuration', 2, (at, edited) => ({ bucket: bucket(at), rule: [{ id: 'expire', status: 'Enabled', expiration: [{ days: edited ? 30 : 2555 }], filter: [{ prefix: '' }] }] })],
  ['aws_s3_bucket_server_side_encryption_configuration', 2, (at, edited) => ({ bucket: bucket(at), rule: [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: keyArn(at), sse_algorithm: edited ? 'AES256' : 'aws:kms' }] }] })],
  ['aws_kms_key', 3, (at, edited) => ({ key_id: keyArn(at).split('/')[1], arn: keyArn(at), description: `key ${at}`, enable_key_rotation: true, is_enabled: true, policy: keyPolicy(at, edited), deletion_window_in_days: 30 })],
  ['aws_kms_alias', 3, (at, edited) => ({ name: `alias/a-${at}`, target_key_id: keyArn(edited ? at + 1 : at) })],
  ['aws_config_config_rule', 3, (at, edited) => ({ name: `rule-${at}`, source: [{ owner: 'AWS', source_identifier: at % 2 ? 'ACCESS_KEYS_ROTATED' : 'CLOUD_TRAIL_ENABLED', source_detail: [] }], input_parameters: JSON.stringify({ maxAccessKeyAge: edited ? '180' : '90' }), maximum_execution_frequency: 'One_Hour' })],
  ['aws_organizations_policy', 0.5, (at, edited) => ({ id: `p-${at}`, name: `guard-${at}`, type: 'SERVICE_CONTROL_POLICY', content: guardrail(at, edited) })],
  ['aws_organizations_policy_attachment', 0.5, (at) => ({ policy_id: `p-${at}`, target_id: `ou-${at % 20}` })],
  ['aws_config_configuration_recorder', 0.5, (at, edited) => ({ name: `default-${at}`, recording_group: [{ all_supported: !edited, include_global_resource_types: true, resource_types: edited ? ['AWS::S3::Bucket'] : [] }] })],
  ['aws_cloudtrail', 0.3, (at, edited) => ({ name: `trail-${at}`, s3_bucket_name: bucket(at), kms_key_id: keyArn(at), enable_logging: true, is_multi_region_trail: !edited, is_organization_trail: true, enable_log_file_validation: true, include_global_service_events: true })],
  ['aws_config_conformance_pack', 0.2, (at, edited) => ({ name: `pack-${at}`, template_body: pack(at, edited), input_parameter: [] })],
]; // prettier-ignore

/** How many of a plan's resources change, and how many have drifted. */
export interface Share {
  readonly changed: number;
  readonly drifted: number;
}

type Resource = Readonly<Record<string, unknown>>;

/** A plan as `terraform show -json` prints it, with the state and what will be beside the changes. */
export function planOf(resources: number, { changed, drifted }: Share): string {
  const random = new Random(resources);
  const total = KINDS.reduce((sum, [, weight]) => sum + weight, 0);
  // What belongs to the same number belongs together: a bucket, its policy, its key.
  const kinds = KINDS.flatMap(([type, weight, attributes]) =>
    Array.from({ length: Math.round((weight / total) * resources) }, (_, at) => ({ type, attributes, at })),
  );
  const [changes, drift, planned, prior]: [Resource[], Resource[], Resource[], Resource[]] = [[], [], [], []];
  for (const { type, attributes, at } of random.shuffled(kinds)) {
    const module = `module.team["t${at % 100}"]`;
    const named = { address: `${module}.${type}.r[${at}]`, mode: 'managed', type, name: 'r', index: at };
    const entry = { ...named, provider_name: 'registry.terraform.io/hashicorp/aws' };
    // What drifted is put back by the plan.
    const isDrifted = random.chance(drifted);
    const action = isDrifted
      ? 'update'
      : !random.chance(changed)
        ? 'no-op'
        : random.chance(0.85)
          ? 'update'
          : random.one(['create', 'delete', 'delete,create']);
    const [was, edited] = [attributes(at, false), attributes(at, true)];
    const before = action === 'create' ? null : isDrifted ? edited : was;
    const after = action === 'delete' ? null : action === 'no-op' || isDrifted ? was : edited;
    const sensitive = (value: Attributes | null) => (value === null ? false : 'value' in value ? { value: true } : {});
    changes.push({
      ...entry,
      module_address: module,
      change: {
        actions: action.split(','),
        before,
        after,
        after_unknown: action === 'create' ? { id: true, tags: {} } : {},
        before_sensitive: sensitive(before),
        after_sensitive: sensitive(after),
      },
    });
    if (isDrifted) {
      const change = { actions: ['update'], before: was, after: edited, after_unknown: {} };
      drift.push({
        ...entry,
        change: { ...change, before_sensitive: sensitive(was), after_sensitive: sensitive(edited) },
      });
    }
    if (before) prior.push({ ...entry, schema_version: 1, values: before, sensitive_values: {} });
    if (after) planned.push({ ...entry, schema_version: 1, values: after, sensitive_values: {} });
  }
  const references = ['policy', 'bucket', 'target_key_id', 'policy_id'].map((name) => [
    name,
    { references: ['aws_s3_bucket.r', 'each.key'] },
  ]);
  const blocks = KINDS.map(([type]) => ({
    address: `${type}.r`,
    mode: 'managed',
    type,
    name: 'r',
    expressions: Object.fromEntries(references) as Attributes,
  }));
  const module = (list: readonly Resource[]) => ({ root_module: { child_modules: [{ resources: list }] } });
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: module(planned),
    resource_drift: drift,
    resource_changes: changes,
    prior_state: { format_version: '1.0', terraform_version: '1.11.4', values: module(prior) },
    configuration: { root_module: { module_calls: { team: { module: { resources: blocks } } } } },
    applyable: changed > 0,
    complete: true,
    errored: false,
  });
}
