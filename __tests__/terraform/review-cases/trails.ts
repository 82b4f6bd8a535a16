import { ACCOUNT, keyArn, LET_GO, of, uuid, type Found, type Values } from './planned-case';

const trail = of('aws_cloudtrail', (name) => ({
  base: {
    name: `trail-${name}`,
    s3_bucket_name: 'trail-bucket',
    enable_logging: true,
    enable_log_file_validation: true,
    is_multi_region_trail: true,
    is_organization_trail: true,
    include_global_service_events: true,
  },
  computed: {
    id: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/${name}`,
    arn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/${name}`,
  },
}));

const store = of('aws_cloudtrail_event_data_store', (name) => ({
  base: {
    name: `lake-${name}`,
    multi_region_enabled: true,
    organization_enabled: true,
    retention_period: 2555,
    termination_protection_enabled: true,
    billing_mode: 'EXTENDABLE_RETENTION_PRICING',
  },
  computed: {
    id: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:eventdatastore/${name}`,
    arn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:eventdatastore/${name}`,
  },
}));

const field = (name: string, values: Values): Values => ({ field: name, ends_with: [], equals: [], not_ends_with: [], not_equals: [], not_starts_with: [], starts_with: [], ...values }); // prettier-ignore
const management = { name: 'Management', field_selector: [field('eventCategory', { equals: ['Management'] })] };
const objects = (...more: readonly Values[]): Values => ({ name: 'Objects', field_selector: [field('eventCategory', { equals: ['Data'] }), field('resources.type', { equals: ['AWS::S3::Object'] }), ...more] }); // prettier-ignore
const writesOnly = field('readOnly', { equals: ['false'] });
const advanced = (...selectors: readonly Values[]): Values => ({ advanced_event_selector: selectors });

const S3 = { type: 'AWS::S3::Object', values: ['arn:aws:s3'] };
const LAMBDA = { type: 'AWS::Lambda::Function', values: ['arn:aws:lambda'] };
const classic = (more: Values = {}): Values => ({
  event_selector: [{ read_write_type: 'All', include_management_events: true, exclude_management_event_sources: [], data_resource: [S3], ...more }],
}); // prettier-ignore
const logs = (name: string): Values => ({
  cloud_watch_logs_group_arn: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${name}:*`,
  cloud_watch_logs_role_arn: `arn:aws:iam::${ACCOUNT}:role/to-logs`,
});

const NARROWED: Found = [['trail-selectors-narrowed', 'high']];
const MOVED: Found = [['trail-bucket-changed', 'high']];

export const trails = [
  trail('gone', {}, null, [['trail-destroyed', 'critical']]),
  trail('stopped', {}, { enable_logging: false }, [['trail-stopped', 'critical']]),
  trail('region', {}, { is_multi_region_trail: false }, [['trail-single-region', 'critical']]),
  trail('account', {}, { is_organization_trail: false }, [['trail-single-account', 'critical']]),
  trail('unvalidated', {}, { enable_log_file_validation: false }, [['trail-unvalidated', 'high']]),
  trail('iam', {}, { include_global_service_events: false }, [['trail-global-events-off', 'high']]),
  trail('renamed', {}, { name: 'trail-other' }, [['trail-replaced', 'critical']], [['trail-replaced', 'critical']]),
  trail('moved', {}, { s3_bucket_name: 'other-bucket' }, MOVED, MOVED),
  trail('prefixed', {}, { s3_key_prefix: 'elsewhere' }, [['trail-bucket-changed', 'medium']], [['trail-bucket-changed', 'medium']]), // prettier-ignore
  trail('key', { kms_key_id: keyArn(uuid(901)) }, { kms_key_id: keyArn(uuid(902)) }, [['trail-key-changed', 'high']], [['trail-key-changed', 'high']]), // prettier-ignore
  trail('keyless', { kms_key_id: keyArn(uuid(901)) }, {}, [['trail-key-removed', 'high']]),
  trail('unwatched', logs('one'), {}, [['trail-log-group-removed', 'high']]),
  trail('regrouped', logs('one'), logs('two'), [['trail-log-group-changed', 'medium']], [['trail-log-group-changed', 'medium']]), // prettier-ignore
  trail('silent', { sns_topic_name: 'deliveries' }, {}, [['trail-topic-removed', 'medium']]),
  trail('insights', { insight_selector: [{ insight_type: 'ApiCallRateInsight' }, { insight_type: 'ApiErrorRateInsight' }] }, { insight_selector: [{ insight_type: 'ApiCallRateInsight' }] }, [['trail-insights-removed', 'medium']]), // prettier-ignore
  trail('forgotten', {}, LET_GO, [['evidence-unmanaged', 'medium']]),

  trail('advanced', advanced(management, objects()), advanced(management, objects(writesOnly)), NARROWED),
  trail('advanced_fewer', advanced(management, objects()), advanced(management), NARROWED),
  trail('advanced_but', advanced(management), advanced({ ...management, field_selector: [...management.field_selector, field('eventSource', { not_equals: ['kms.amazonaws.com'] })] }), NARROWED), // prettier-ignore
  trail('blind', advanced(management, objects()), advanced(objects()), [['trail-blind', 'critical']]),
  trail('reordered', advanced(management, objects()), advanced(objects(), management), []),
  trail('split', advanced(objects()), advanced(objects(writesOnly), objects(field('readOnly', { equals: ['true'] }))), []), // prettier-ignore
  trail('classic', classic(), classic({ read_write_type: 'WriteOnly' }), NARROWED),
  trail('classic_but', classic(), classic({ exclude_management_event_sources: ['kms.amazonaws.com'] }), NARROWED),
  trail('classic_fewer', classic({ data_resource: [S3, LAMBDA] }), classic(), NARROWED),
  trail('classic_one', classic(), classic({ data_resource: [{ ...S3, values: ['arn:aws:s3:::one/'] }] }), NARROWED),
  trail('classic_blind', classic(), classic({ include_management_events: false }), [['trail-blind', 'critical']]),
  trail('converted', classic(), advanced(management, objects()), []),
  trail('converted_less', classic(), advanced(management, objects(writesOnly)), NARROWED),

  store('gone', {}, null, [['event-store-destroyed', 'critical']]),
  store('stopped', {}, { suspend: true }, [['event-store-stopped', 'critical']]),
  store('region', {}, { multi_region_enabled: false }, [['event-store-single-region', 'critical']]),
  store('account', {}, { organization_enabled: false }, [['event-store-single-account', 'critical']]),
  store('unprotected', {}, { termination_protection_enabled: false }, [['event-store-unprotected', 'high']]),
  store('shorter', {}, { retention_period: 2554 }, [['event-store-retention-shortened', 'high']]),
  store('key', { kms_key_id: keyArn(uuid(901)) }, { kms_key_id: keyArn(uuid(902)) }, [['event-store-destroyed', 'critical'], ['event-store-key-changed', 'high']], [['event-store-destroyed', 'critical'], ['event-store-key-changed', 'high']]), // prettier-ignore
  store('narrow', advanced(management, objects()), advanced(management, objects(writesOnly)), [['event-store-narrowed', 'high']]), // prettier-ignore
  store('ordered', advanced(management, objects(writesOnly)), advanced(objects(writesOnly), management), []),
  store('blind', advanced(management, objects()), advanced(objects()), [['event-store-blind', 'critical']]),
];
