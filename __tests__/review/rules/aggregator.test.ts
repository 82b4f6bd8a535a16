import { aggregator } from '../../../src/review/rules/aggregator';
import type { Value } from '../../../src/review/value';
import { holds, type Case } from './cases';

const type = 'aws_config_configuration_aggregator';
const organization = (more: Record<string, Value>): Record<string, Value> => ({
  account_aggregation_source: [],
  organization_aggregation_source: [{ all_regions: false, regions: [], role_arn: 'r', ...more }],
});
const accounts = (account_ids: string[], regions: string[]): Record<string, Value> => ({
  organization_aggregation_source: [],
  account_aggregation_source: [{ account_ids, all_regions: false, regions }],
});
const of = (name: string, before: Record<string, Value>, after: Record<string, Value>, finds: Case['finds'], mirror: Case['mirror'] = []): Case => ({ name, change: { type, base: { name: 'all' }, before, after }, finds, mirror }); // prettier-ignore
const fewer = (what: string): Case['finds'] => [['aggregator-narrowed', 'high', `Aggregator all collects from fewer ${what}.`]]; // prettier-ignore

holds(aggregator, [
  {
    name: 'destroyed',
    change: { type, base: { name: 'all' }, after: null },
    finds: [['aggregator-destroyed', 'high', 'Aggregator all is destroyed.']],
  },
  of('some regions', organization({ all_regions: true }), organization({ regions: ['a', 'b'] }), fewer('regions')),
  of('a region less', organization({ regions: ['a', 'b'] }), organization({ regions: ['b'] }), fewer('regions')),
  of('regions in another order', organization({ regions: ['a', 'b'] }), organization({ regions: ['b', 'a'] }), []),
  of('some accounts', organization({ regions: ['a'] }), accounts(['1'], ['a']), fewer('accounts')),
  of('an account less', accounts(['1', '2'], ['a']), accounts(['2'], ['a']), fewer('accounts')),
  of('another role', organization({ all_regions: true }), organization({ all_regions: true, role_arn: 's' }), [['aggregator-role-changed', 'medium', 'Aggregator all works with another role.']], [['aggregator-role-changed', 'medium']]), // prettier-ignore
  {
    name: 'authorization removed',
    change: { type: 'aws_config_aggregate_authorization', base: { account_id: '111111111111' }, after: null },
    finds: [['aggregation-authorization-removed', 'medium', 'Account 111111111111 may no longer collect what AWS Config records here.']], // prettier-ignore
  },
]);
