import { recorder } from '../../../src/review/rules/recorder';
import { UNKNOWN, type Value } from '../../../src/review/value';
import { holds, type Case } from './cases';

const RECORDER = 'aws_config_configuration_recorder';
const STATUS = 'aws_config_configuration_recorder_status';
const CHANNEL = 'aws_config_delivery_channel';
const HISTORY = 'aws_config_retention_configuration';

type Group = Record<string, Value>;
const recording = (group: Group | null, mode: Group | null = null): Record<string, Value> => ({
  recording_group: group === null ? [] : [group],
  recording_mode: mode === null ? [] : [mode],
});
const group = (use_only: string, more: Group = {}): Group => ({
  all_supported: use_only === 'ALL_SUPPORTED_RESOURCE_TYPES',
  include_global_resource_types: false,
  resource_types: [],
  exclusion_by_resource_types: [],
  recording_strategy: [{ use_only }],
  ...more,
});
const all = (global = true): Group => group('ALL_SUPPORTED_RESOURCE_TYPES', { include_global_resource_types: global });
const but = (...types: string[]): Group => group('EXCLUSION_BY_RESOURCE_TYPES', { exclusion_by_resource_types: [{ resource_types: types }] }); // prettier-ignore
const only = (...types: string[]): Group => group('INCLUSION_BY_RESOURCE_TYPES', { resource_types: types });
const mode = (recording_frequency: string, ...exceptions: string[]): Group => ({
  recording_frequency,
  recording_mode_override: exceptions.length === 0 ? [] : [{ description: '', recording_frequency: recording_frequency === 'DAILY' ? 'CONTINUOUS' : 'DAILY', resource_types: exceptions }], // prettier-ignore
});

const records = (name: string, before: Record<string, Value>, after: Record<string, Value>, finds: Case['finds'], mirror: Case['mirror'] = []): Case => ({
  name,
  change: { type: RECORDER, base: { name: 'default', role_arn: 'r' }, before, after },
  finds,
  mirror,
}); // prettier-ignore
const narrowed = (title: string): Case['finds'] => [['recorder-narrowed', 'high', `Recorder default ${title}.`]];
const slower = (title: string): Case['finds'] => [['recorder-slower', 'medium', `Recorder default records ${title} once a day instead of at every change.`]]; // prettier-ignore

const channel = (name: string, before: Record<string, Value>, after: Record<string, Value>, finds: Case['finds'], mirror: Case['mirror'] = []): Case => ({
  name,
  change: { type: CHANNEL, base: { name: 'default', s3_bucket_name: 'config' }, before, after },
  finds,
  mirror,
}); // prettier-ignore
const every = (delivery_frequency: string): Record<string, Value> => ({
  snapshot_delivery_properties: [{ delivery_frequency }],
});

holds(recorder, [
  {
    name: 'destroyed with its status',
    change: { type: RECORDER, base: { name: 'default' }, after: null },
    around: [{ type: STATUS, base: { name: 'default', is_enabled: true }, after: null }],
    finds: [['recorder-destroyed', 'critical', 'Recorder default is destroyed: nothing is recorded there any more.']],
  },
  {
    name: 'replaced',
    change: { type: RECORDER, before: { name: 'default' }, after: { name: 'other' }, kind: 'replace' },
    finds: [['recorder-destroyed', 'critical']],
  },
  {
    name: 'stopped',
    change: { type: STATUS, base: { name: 'default' }, before: { is_enabled: true }, after: { is_enabled: false } },
    finds: [['recorder-stopped', 'critical', 'Recorder default is stopped: nothing is recorded any more.']],
  },
  {
    name: 'status destroyed',
    change: { type: STATUS, base: { name: 'default', is_enabled: true }, after: null },
    finds: [['recorder-stopped', 'critical']],
  },
  {
    name: 'status of a stopped recorder destroyed',
    change: { type: STATUS, base: { name: 'default', is_enabled: false }, after: null },
    finds: [],
  },
  records('global types', recording(all()), recording(all(false)), narrowed('no longer records 4 types')),
  records(
    'a type excluded',
    recording(all()),
    recording(but('AWS::EC2::Instance')),
    narrowed('no longer records 1 type'),
  ),
  records('one more excluded', recording(but('AWS::EC2::Instance')), recording(but('AWS::EC2::Instance', 'AWS::IAM::Role')), narrowed('no longer records 1 type')), // prettier-ignore
  records('some instead of all', recording(all(false)), recording(only('AWS::EC2::Instance')), [['recorder-narrowed', 'high']]), // prettier-ignore
  records('one of two', recording(only('AWS::EC2::Instance', 'AWS::IAM::Role')), recording(only('AWS::IAM::Role')), narrowed('no longer records 1 type')), // prettier-ignore
  records('a type that nobody knows', recording(only('AWS::New::Thing')), recording(only('AWS::IAM::Role')), narrowed('no longer records 1 type'), [['recorder-narrowed', 'high']]), // prettier-ignore
  records('no group is all regional types', recording(all(false)), recording(null), []),
  records(
    'old form without a strategy',
    recording(all(false)),
    recording({ all_supported: true, resource_types: [] }),
    [],
  ),
  records('all, but nothing, is all', recording(all()), recording(but()), []),
  records('all regional types, said otherwise', recording(all(false)), recording(but('AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User')), []), // prettier-ignore
  records('reordered', recording(but('AWS::EC2::Instance', 'AWS::IAM::Role')), recording(but('AWS::IAM::Role', 'AWS::EC2::Instance')), []), // prettier-ignore
  records('unknown group', recording(all()), { recording_group: UNKNOWN }, [['recorder-narrowed', 'high', 'It cannot be seen in the plan whether a recorder records fewer types.']], [['recorder-narrowed', 'high']]), // prettier-ignore
  records(
    'daily',
    recording(only('AWS::IAM::Role')),
    recording(only('AWS::IAM::Role'), mode('DAILY')),
    slower('1 type'),
  ),
  records('a type daily', recording(all(), mode('CONTINUOUS')), recording(all(), mode('CONTINUOUS', 'AWS::IAM::Role')), slower('1 type')), // prettier-ignore
  records('an exception less', recording(all(), mode('DAILY', 'AWS::IAM::Role')), recording(all(), mode('DAILY')), slower('1 type')), // prettier-ignore
  records('an exception for what is not recorded', recording(only('AWS::IAM::Role')), recording(only('AWS::IAM::Role'), mode('CONTINUOUS', 'AWS::EC2::Instance')), []), // prettier-ignore
  records('another role', { role_arn: 'r' }, { role_arn: 's' }, [['recorder-role-changed', 'medium', 'Recorder default works with another role.']], [['recorder-role-changed', 'medium']]), // prettier-ignore

  {
    name: 'channel destroyed',
    change: { type: CHANNEL, base: { name: 'default' }, after: null },
    finds: [['channel-destroyed', 'critical', 'Delivery channel default is destroyed: history and snapshots reach no bucket any more.']], // prettier-ignore
  },
  channel('another bucket', {}, { s3_bucket_name: 'other' }, [['channel-moved', 'high', 'Delivery channel default delivers elsewhere or under another key.']], [['channel-moved', 'high']]), // prettier-ignore
  channel('another prefix', { s3_key_prefix: null }, { s3_key_prefix: 'a' }, [['channel-moved', 'high']], [['channel-moved', 'high']]), // prettier-ignore
  channel('no prefix is an empty one', { s3_key_prefix: null }, { s3_key_prefix: '' }, []),
  channel('no key', { s3_kms_key_arn: 'one' }, { s3_kms_key_arn: null }, [['channel-moved', 'high']]),
  channel('hourly to daily', every('One_Hour'), every('TwentyFour_Hours'), [['channel-slower', 'medium', 'Delivery channel default delivers snapshots less often.']]), // prettier-ignore
  channel('no snapshots', every('TwentyFour_Hours'), { snapshot_delivery_properties: [] }, [['channel-slower', 'medium', 'Delivery channel default delivers snapshots no longer.']]), // prettier-ignore
  channel('no topic', { sns_topic_arn: 't' }, { sns_topic_arn: null }, [['channel-topic-removed', 'medium']]),
  channel('another topic', { sns_topic_arn: 't' }, { sns_topic_arn: 'u' }, [['channel-topic-removed', 'medium']], [['channel-topic-removed', 'medium']]), // prettier-ignore

  {
    name: 'history shorter by a day',
    change: { type: HISTORY, before: { retention_period_in_days: 366 }, after: { retention_period_in_days: 365 } },
    finds: [['config-history-shortened', 'high', 'AWS Config keeps its history for 365 days instead of 366.']],
  },
  {
    name: 'history shorter than the default',
    change: { type: HISTORY, before: null, after: { retention_period_in_days: 2556 } },
    finds: [['config-history-shortened', 'high']],
  },
  {
    name: 'history as long as the default',
    change: { type: HISTORY, before: null, after: { retention_period_in_days: 2557 } },
    finds: [],
  },
  {
    name: 'history where recording begins',
    change: { type: HISTORY, before: null, after: { retention_period_in_days: 30 } },
    around: [{ type: RECORDER, before: null, after: { name: 'default' } }],
    finds: [],
  },
]);
