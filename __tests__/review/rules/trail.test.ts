import { trail } from '../../../src/review/rules/trail';
import { Hidden, UNKNOWN, type Value } from '../../../src/review/value';
import { holds, type Case } from './cases';

const type = 'aws_cloudtrail';
const TRAIL = {
  name: 'org',
  enable_logging: true,
  enable_log_file_validation: true,
  include_global_service_events: true,
  is_multi_region_trail: true,
  is_organization_trail: true,
  s3_bucket_name: 'logs',
  s3_key_prefix: '',
  kms_key_id: 'arn:aws:kms:us-east-1:111111111111:key/one',
  cloud_watch_logs_group_arn: 'arn:aws:logs:us-east-1:111111111111:log-group:trail:*',
  sns_topic_name: 'deliveries',
  event_selector: [],
  advanced_event_selector: [],
  insight_selector: [{ insight_type: 'ApiCallRateInsight' }, { insight_type: 'ApiErrorRateInsight' }],
};

const of = (name: string, before: Record<string, Value>, after: Record<string, Value>, finds: Case['finds'], mirror: Case['mirror'] = []): Case => ({ name, change: { type, base: TRAIL, before, after }, finds, mirror }); // prettier-ignore

const off = (attribute: string, rule: string, severity: string, title: string): Case =>
  of(`${attribute} off`, { [attribute]: true }, { [attribute]: false }, [[rule, severity, title]]);

type Field = Readonly<Record<string, Value>>;
const advanced = (...selectors: readonly (readonly Field[])[]): Record<string, Value> => ({
  advanced_event_selector: selectors.map((fields) => ({ name: 'any', field_selector: fields })),
});
const classic = (...selectors: readonly Record<string, Value>[]): Record<string, Value> => ({
  event_selector: selectors,
});
const field = (name: string, ...equals: string[]): Field => ({ field: name, equals });
const management = [field('eventCategory', 'Management')];
const objects = (...more: Field[]) => [
  field('eventCategory', 'Data'),
  field('resources.type', 'AWS::S3::Object'),
  ...more,
];
const allObjects = { type: 'AWS::S3::Object', values: ['arn:aws:s3'] };

const narrowed = (name: string, before: Record<string, Value>, after: Record<string, Value>): Case =>
  of(`narrowed: ${name}`, before, after, [['trail-selectors-narrowed', 'high', 'Trail org records less than before.']]);
const alike = (name: string, before: Record<string, Value>, after: Record<string, Value>): Case =>
  of(`alike: ${name}`, before, after, []);

holds(trail, [
  {
    name: 'destroyed',
    change: { type, base: TRAIL, after: null },
    finds: [['trail-destroyed', 'critical', 'Trail org is destroyed: it records nothing any more.']],
  },
  {
    name: 'replaced',
    change: { type, base: TRAIL, before: {}, after: { name: 'other' }, kind: 'replace', replacedBecause: ['name'] },
    finds: [
      ['trail-replaced', 'critical', 'Trail org is destroyed and made again: what happens in between is not recorded.'],
    ],
  },
  off('enable_logging', 'trail-stopped', 'critical', 'Trail org stops logging: nothing is recorded any more.'),
  off('is_multi_region_trail', 'trail-single-region', 'critical', 'Trail org records its home region only.'),
  off('is_organization_trail', 'trail-single-account', 'critical', 'Trail org no longer records the accounts of the organization.'), // prettier-ignore
  off('enable_log_file_validation', 'trail-unvalidated', 'high', 'Trail org writes no digests any more: that its files are genuine cannot be proven.'), // prettier-ignore
  off('include_global_service_events', 'trail-global-events-off', 'high', 'Trail org leaves out calls of global services such as IAM.'), // prettier-ignore
  of('another bucket', {}, { s3_bucket_name: 'other' }, [['trail-bucket-changed', 'high', 'Trail org delivers to another bucket.']], [['trail-bucket-changed', 'high']]), // prettier-ignore
  of('another prefix', {}, { s3_key_prefix: 'x' }, [['trail-bucket-changed', 'medium', 'Trail org delivers to another prefix of its bucket.']], [['trail-bucket-changed', 'medium']]), // prettier-ignore
  of('no prefix is an empty one', {}, { s3_key_prefix: null }, []),
  of('another key', {}, { kms_key_id: 'two' }, [['trail-key-changed', 'high', 'Trail org is encrypted with another key.']], [['trail-key-changed', 'high']]), // prettier-ignore
  of('the same key by its id', {}, { kms_key_id: 'one' }, []),
  {
    name: 'the same key by an alias',
    change: { type, base: TRAIL, before: {}, after: { kms_key_id: 'alias/trail' } },
    around: [{ type: 'aws_kms_alias', base: { name: 'alias/trail', target_key_id: 'one' } }],
    finds: [],
  },
  of('no key', {}, { kms_key_id: '' }, [
    ['trail-key-removed', 'high', 'Trail org is no longer encrypted with a KMS key.'],
  ]),
  of('no log group', {}, { cloud_watch_logs_group_arn: '' }, [['trail-log-group-removed', 'high', 'Trail org no longer writes to CloudWatch Logs: alarms hear nothing.']]), // prettier-ignore
  of('another role for its log group', { cloud_watch_logs_role_arn: 'arn:aws:iam::111111111111:role/a' }, { cloud_watch_logs_role_arn: 'arn:aws:iam::111111111111:role/b' }, [['trail-log-group-changed', 'medium', 'Trail org writes to CloudWatch Logs with another role: alarms hear nothing if it may not.']], [['trail-log-group-changed', 'medium']]), // prettier-ignore
  of('another log group', {}, { cloud_watch_logs_group_arn: 'arn:aws:logs:us-east-1:111111111111:log-group:b:*' }, [['trail-log-group-changed', 'medium']], [['trail-log-group-changed', 'medium']]), // prettier-ignore
  of('no topic', {}, { sns_topic_name: null }, [['trail-topic-removed', 'medium', 'Trail org no longer announces what it delivers.']]), // prettier-ignore
  of('another topic', {}, { sns_topic_name: 'b' }, [['trail-topic-removed', 'medium']], [['trail-topic-removed', 'medium']]), // prettier-ignore
  of('fewer insights', {}, { insight_selector: [{ insight_type: 'ApiCallRateInsight' }] }, [['trail-insights-removed', 'medium', 'Trail org no longer looks for unusual activity: ApiErrorRateInsight.']]), // prettier-ignore
  of('insights in another order', {}, { insight_selector: [...TRAIL.insight_selector].reverse() }, []),
  of('other tags', { tags: { a: 'b' } }, { tags: {} }, []),

  of('unknown', {}, { kms_key_id: UNKNOWN }, [
    [
      'trail-key-removed',
      'high',
      'It cannot be seen in the plan whether a trail is no longer encrypted with a KMS key.',
    ],
  ], [['trail-key-removed', 'high']]), // prettier-ignore
  of('hidden and different', { kms_key_id: new Hidden('a') }, { kms_key_id: new Hidden('b') }, [['trail-key-removed', 'high']], [['trail-key-removed', 'high']]), // prettier-ignore
  of('hidden and the same', { kms_key_id: new Hidden('a') }, { kms_key_id: new Hidden('a') }, []),
  of('of another form', {}, { enable_logging: ['x'] }, [['trail-stopped', 'critical', 'It cannot be seen in the plan whether a trail stops logging.']], [['trail-stopped', 'critical']]), // prettier-ignore

  of('management events gone', advanced(management, objects()), advanced(objects()), [
    ['trail-blind', 'critical', 'Trail org records no management events any more: who changed what in AWS is not known from then on.'],
  ]), // prettier-ignore
  narrowed('data events gone', advanced(management, objects()), advanced(management)),
  narrowed('reads only', advanced(management), advanced([...management, field('readOnly', 'true')])),
  narrowed('writes only', advanced(management), advanced([...management, field('readOnly', 'false')])),
  narrowed('a source left out', advanced(management), advanced([...management, { field: 'eventSource', not_equals: ['kms.amazonaws.com'] }])), // prettier-ignore
  narrowed('one bucket instead of all', advanced(management, objects()), advanced(management, objects({ field: 'resources.ARN', starts_with: ['arn:aws:s3:::a/'] }))), // prettier-ignore
  narrowed('one bucket less', advanced(management, objects({ field: 'resources.ARN', starts_with: ['arn:aws:s3:::a/', 'arn:aws:s3:::b/'] })), advanced(management, objects({ field: 'resources.ARN', starts_with: ['arn:aws:s3:::a/'] }))), // prettier-ignore
  narrowed('one bucket more left out', advanced(management, objects({ field: 'resources.ARN', not_starts_with: ['arn:aws:s3:::a/'] })), advanced(management, objects({ field: 'resources.ARN', not_starts_with: ['arn:aws:s3:::a/', 'arn:aws:s3:::b/'] }))), // prettier-ignore
  narrowed('a longer prefix', advanced(management, objects({ field: 'resources.ARN', starts_with: ['arn:aws:s3:::a'] })), advanced(management, objects({ field: 'resources.ARN', starts_with: ['arn:aws:s3:::ab'] }))), // prettier-ignore
  narrowed(
    'the default against writes only',
    {},
    classic({ read_write_type: 'WriteOnly', include_management_events: true }),
  ),
  narrowed('classic: sources left out', classic({ read_write_type: 'All', include_management_events: true }), classic({ read_write_type: 'All', include_management_events: true, exclude_management_event_sources: ['kms.amazonaws.com'] })), // prettier-ignore
  narrowed('classic: data events gone', classic({ read_write_type: 'All', include_management_events: true, data_resource: [allObjects] }), classic({ read_write_type: 'All', include_management_events: true })), // prettier-ignore
  narrowed('classic: no bucket named any more', classic({ read_write_type: 'All', include_management_events: true, data_resource: [allObjects] }), classic({ read_write_type: 'All', include_management_events: true, data_resource: [{ type: 'AWS::S3::Object', values: [] }] })), // prettier-ignore
  narrowed('classic to advanced', classic({ read_write_type: 'All', include_management_events: true, data_resource: [allObjects] }), { event_selector: [], ...advanced(management, [...objects(), field('readOnly', 'false')]) }), // prettier-ignore

  alike('the default, written out', {}, advanced(management)),
  alike('the default, classic', {}, classic({ read_write_type: 'All', include_management_events: true })),
  alike('reordered', advanced(management, objects(field('readOnly', 'true', 'false'))), advanced([...objects(field('readOnly', 'false', 'true'))].reverse(), management)), // prettier-ignore
  alike('split into reads and writes', advanced(management), advanced([...management, field('readOnly', 'true')], [...management, field('readOnly', 'false')])), // prettier-ignore
  alike('split by bucket', advanced(management, objects({ field: 'resources.ARN', starts_with: ['a', 'b'] })), advanced(objects({ field: 'resources.ARN', starts_with: ['b'] }), management, objects({ field: 'resources.ARN', starts_with: ['a'] }))), // prettier-ignore
  alike('classic to advanced', classic({ read_write_type: 'All', include_management_events: true, data_resource: [allObjects] }), { event_selector: [], ...advanced(management, objects()) }), // prettier-ignore
  alike('a prefix covered by another', advanced(management, objects({ field: 'resources.ARN', starts_with: ['a', 'ab'] })), advanced(management, objects({ field: 'resources.ARN', starts_with: ['a'] }))), // prettier-ignore
  alike('named sources and all but another', advanced([...management, field('eventSource', 'iam.amazonaws.com')]), advanced([...management, field('eventSource', 'iam.amazonaws.com')], [...management, { field: 'eventSource', not_equals: ['iam.amazonaws.com'], equals: ['iam.amazonaws.com'] }])), // prettier-ignore
]);
