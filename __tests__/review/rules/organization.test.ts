import { organization } from '../../../src/review/rules/organization';
import type { Value } from '../../../src/review/value';
import { holds, type Case } from './cases';

const type = 'aws_organizations_organization';
const base = {
  feature_set: 'ALL',
  aws_service_access_principals: ['cloudtrail.amazonaws.com', 'config.amazonaws.com', 'ram.amazonaws.com'],
  enabled_policy_types: ['RESOURCE_CONTROL_POLICY', 'SERVICE_CONTROL_POLICY', 'TAG_POLICY'],
};
const of = (name: string, after: Record<string, Value> | null, finds: Case['finds']): Case => ({
  name,
  change: { type, base, before: {}, after },
  finds,
});
const trusts = (...names: string[]): Record<string, Value> => ({
  aws_service_access_principals: names.map((name) => `${name}.amazonaws.com`),
});
const account = { name: 'prod', id: '222222222222', parent_id: 'ou-1', close_on_deletion: false };
const policy = (...statements: unknown[]): Record<string, Value> => ({ content: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }); // prettier-ignore
const DELEGATE = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::222222222222:root' }, Action: 'organizations:List*', Resource: '*' }; // prettier-ignore
const MORE = { ...DELEGATE, Action: 'organizations:DetachPolicy' };
const ALL = { ...DELEGATE, Action: 'organizations:*' };
const DENIAL = { ...DELEGATE, Effect: 'Deny', Principal: '*', Action: 'organizations:DeletePolicy' };
const delegation = 'aws_organizations_resource_policy';

holds(organization, [
  { ...of('destroyed', null, [['organization-destroyed', 'critical', 'The organization is destroyed.']]) },
  of('trust in the audit', trusts('config', 'ram'), [['trusted-access-removed', 'high', 'Trusted access to the organization is taken from cloudtrail.amazonaws.com.']]), // prettier-ignore
  of('trust in something else', trusts('cloudtrail', 'config'), [['trusted-access-removed', 'medium']]),
  of('in another order', trusts('ram', 'config', 'cloudtrail'), []),
  of('no SCPs', { enabled_policy_types: ['RESOURCE_CONTROL_POLICY', 'TAG_POLICY'] }, [['policy-type-disabled', 'critical', 'Policies of type SERVICE_CONTROL_POLICY no longer hold anywhere in the organization.']]), // prettier-ignore
  of('no tag policies', { enabled_policy_types: ['RESOURCE_CONTROL_POLICY', 'SERVICE_CONTROL_POLICY'] }, [['policy-type-disabled', 'high']]), // prettier-ignore
  {
    name: 'administrator removed',
    change: { type: 'aws_organizations_delegated_administrator', base: { account_id: '222222222222', service_principal: 'config.amazonaws.com' }, after: null }, // prettier-ignore
    finds: [['delegated-administrator-removed', 'high', 'Account 222222222222 no longer administers config.amazonaws.com for the organization.']], // prettier-ignore
  },
  {
    name: 'administrator of CloudTrail replaced',
    change: { type: 'aws_cloudtrail_organization_delegated_admin_account', before: { account_id: '2' }, after: { account_id: '3' }, kind: 'replace' }, // prettier-ignore
    finds: [['delegated-administrator-removed', 'high', 'Account 2 no longer administers CloudTrail for the organization; another one does.']], // prettier-ignore
  },
  {
    name: 'account removed',
    change: { type: 'aws_organizations_account', base: account, after: null },
    finds: [['account-removed', 'high', 'Account prod leaves the organization.']],
  },
  {
    name: 'account moved',
    change: { type: 'aws_organizations_account', base: account, before: {}, after: { parent_id: 'ou-2' } },
    finds: [['account-moved', 'medium', 'Account prod moves to where other guardrails may hold.']],
    mirror: [['account-moved', 'medium']],
  },
  {
    name: 'account to be closed next time',
    change: { type: 'aws_organizations_account', base: account, before: {}, after: { close_on_deletion: true } },
    finds: [['account-removed', 'medium', 'The next plan that removes account prod closes it, with everything in it.']],
  },
  {
    name: 'delegation widened',
    change: { type: delegation, before: policy(DELEGATE), after: policy(DELEGATE, MORE) },
    finds: [['delegation-policy-widened', 'high']],
  },
  {
    name: 'delegation denies less',
    change: { type: delegation, before: policy(ALL, DENIAL), after: policy(ALL) },
    finds: [['delegation-denial-removed', 'high', "The policy of the organization’s delegation no longer denies something."]], // prettier-ignore
  },
]);
