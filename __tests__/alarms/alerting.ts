import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { App } from 'cdktf';
import { zipSync } from 'fflate';
import { AlertingStack } from '../../src/stacks/alerting-stack';
import { organization } from '../organizations';
import { type Resource, StackData } from '../synthesized';

export const ACCOUNT = '222222222222';
export const HERE = `us-east-1:${ACCOUNT}`;
export const OWN = `arn:aws:sns:${HERE}:acme-audit-alerts`;
export const THEIRS = 'arn:aws:sns:us-east-1:333333333333:on-call';
export const EMAIL = { protocol: 'email', endpoint: 'security@example.com' };

export const HEALERS = [
  { healer: 'recorder', accounts: [ACCOUNT, '333333333333'], regions: ['us-east-1', 'eu-west-1'] },
];

/** The stack of the smallest organization, or one that differs in these settings. */
export const composed = (settings: Record<string, unknown> = {}) =>
  new AlertingStack(new App({ stackTraces: false }), organization(settings), {
    announcer: { zip: Buffer.from('zip'), hash: 'hash' },
    rollCall: { zip: zipSync({ 'index.js': Buffer.from('code') }), hash: 'without healers' },
    healers: HEALERS,
  });
export const stackOf = (settings?: Record<string, unknown>) =>
  new StackData('alerting', JSON.parse(JSON.stringify(composed(settings).toTerraform())));

export const stack = stackOf();
/** Tells a topic of its own and one of somebody else. */
export const both = stackOf({ alarms: { subscriptions: [EMAIL], topicArns: [THEIRS] } });
export const statements = (policy: string): Resource[] => JSON.parse(policy).Statement;
/** What a function may do. */
export const rightsOf = (part: 'announcer' | 'roll-call', of = stack) =>
  statements(of.named(IamRolePolicy)[`${part}_rights`].policy);
