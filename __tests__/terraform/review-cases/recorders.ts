import { ACCOUNT, keyArn, of, role, uuid, type Found, type Values } from './planned-case';

const recorder = of('aws_config_configuration_recorder', (name) => ({ base: { name, role_arn: role('config') } }));
const status = of('aws_config_configuration_recorder_status', (name) => ({ base: { name } }));
const channel = of('aws_config_delivery_channel', (name) => ({ base: { name, s3_bucket_name: 'config' } }));
const history = of('aws_config_retention_configuration', () => ({ computed: { id: 'default', name: 'default' } }));
const aggregator = of('aws_config_configuration_aggregator', (name) => ({ base: { name, account_aggregation_source: [], organization_aggregation_source: [] } })); // prettier-ignore
const authorization = of('aws_config_aggregate_authorization', () => ({ base: { account_id: '222222222222', region: 'us-east-1' }, computed: { id: '222222222222:us-east-1' } })); // prettier-ignore

const group = (strategy: string, more: Values): Values => ({
  recording_group: [{ all_supported: false, include_global_resource_types: false, resource_types: [], exclusion_by_resource_types: [], recording_strategy: [{ use_only: strategy }], ...more }],
  recording_mode: [],
}); // prettier-ignore
const ALL = group('ALL_SUPPORTED_RESOURCE_TYPES', { all_supported: true, include_global_resource_types: true });
const but = (...types: readonly string[]): Values => group('EXCLUSION_BY_RESOURCE_TYPES', { exclusion_by_resource_types: [{ resource_types: types }] }); // prettier-ignore
const only = (...types: readonly string[]): Values => group('INCLUSION_BY_RESOURCE_TYPES', { resource_types: types });
const recorded = (recording_frequency: string, ...daily: readonly string[]): Values => ({
  ...ALL,
  recording_mode: [
    {
      recording_frequency,
      recording_mode_override: daily.length === 0 ? [] : [{ description: '', recording_frequency: 'DAILY', resource_types: daily }],
    },
  ],
}); // prettier-ignore
const every = (delivery_frequency: string): Values => ({ snapshot_delivery_properties: [{ delivery_frequency }] });
const organization = (regions: readonly string[], as = 'aggregator'): Values => ({ organization_aggregation_source: [{ all_regions: regions.length === 0, regions, role_arn: role(as) }] }); // prettier-ignore
const accounts = (...account_ids: readonly string[]): Values => ({ account_aggregation_source: [{ account_ids, all_regions: true, regions: [] }] }); // prettier-ignore

const NARROWED: Found = [['recorder-narrowed', 'high']];
const MOVED: Found = [['channel-moved', 'high']];
const FEWER: Found = [['aggregator-narrowed', 'high']];
const ROLE = 'AWS::IAM::Role';
const INSTANCE = 'AWS::EC2::Instance';

export const recorders = [
  recorder('recorder-gone', ALL, null, [['recorder-destroyed', 'critical']]),
  recorder('no-roles', ALL, but(ROLE), NARROWED),
  recorder('no-instances', but(ROLE), but(ROLE, INSTANCE), NARROWED),
  recorder('only-roles', only(ROLE, INSTANCE), only(ROLE), NARROWED),
  recorder('only-two', but(ROLE), only(ROLE, INSTANCE), NARROWED, NARROWED),
  recorder('no-global', ALL, group('ALL_SUPPORTED_RESOURCE_TYPES', { all_supported: true }), NARROWED),
  recorder('other-order', but(ROLE, INSTANCE), but(INSTANCE, ROLE), []),
  recorder('daily', recorded('CONTINUOUS'), recorded('DAILY'), [['recorder-slower', 'medium']]),
  recorder('daily-roles', recorded('CONTINUOUS'), recorded('CONTINUOUS', ROLE), [['recorder-slower', 'medium']]),
  recorder('other-role', ALL, { ...ALL, role_arn: role('other') }, [['recorder-role-changed', 'medium']], [['recorder-role-changed', 'medium']]), // prettier-ignore
  status('stopped', { is_enabled: true }, { is_enabled: false }, [['recorder-stopped', 'critical']]),
  status('status-gone', { is_enabled: true }, null, [['recorder-stopped', 'critical']]),
  channel('channel-gone', {}, null, [['channel-destroyed', 'critical']]),
  channel('moved', {}, { s3_bucket_name: 'other' }, MOVED, MOVED),
  channel('prefixed', {}, { s3_key_prefix: 'elsewhere' }, MOVED, MOVED),
  channel('rekeyed', { s3_kms_key_arn: keyArn(uuid(901)) }, { s3_kms_key_arn: keyArn(uuid(902)) }, MOVED, MOVED),
  channel('slower', every('One_Hour'), every('TwentyFour_Hours'), [['channel-slower', 'medium']]),
  channel('unannounced', { sns_topic_arn: `arn:aws:sns:us-east-1:${ACCOUNT}:config` }, {}, [['channel-topic-removed', 'medium']]), // prettier-ignore
  history('history', { retention_period_in_days: 366 }, { retention_period_in_days: 365 }, [['config-history-shortened', 'high']]), // prettier-ignore

  aggregator('aggregator-gone', organization([]), null, [['aggregator-destroyed', 'high']]),
  aggregator('fewer-regions', organization([]), organization(['us-east-1']), FEWER),
  aggregator('fewer-accounts', accounts('222222222222', '333333333333'), accounts('333333333333'), FEWER),
  aggregator('no-organization', organization([]), accounts('222222222222'), FEWER),
  aggregator('other-order', accounts('222222222222', '333333333333'), accounts('333333333333', '222222222222'), []),
  aggregator('other-role', organization([]), organization([], 'other'), [['aggregator-role-changed', 'medium']], [['aggregator-role-changed', 'medium']]), // prettier-ignore
  authorization('authorization', {}, null, [['aggregation-authorization-removed', 'medium']]),
];
