import { stacks } from '../../main';
import { Silence } from '../../src/alarms/silence';
import type { TrailEvent } from '../../src/alarms/trail-event';
import { watchesOf } from '../../src/alarms/watches';
import { proofOf } from '../../src/cli/prove';
import { gapsOf } from '../../src/proofs/proof';
import { EXAMPLES, organization } from '../organizations';

/** A call in the management account, where nothing but an alarm speaks of it. */
const call = (service: string, eventName: string, requestParameters: Record<string, unknown>): TrailEvent => ({
  eventSource: `${service}.amazonaws.com`,
  eventName,
  readOnly: false,
  managementEvent: true,
  recipientAccountId: '111111111111',
  requestParameters,
});

describe('an alarm notices changes of what was adopted', () => {
  const TOPIC = 'arn:aws:sns:us-east-1:111111111111:trail_deliveries';
  test.each([
    ['role-changes', call('iam', 'DeleteRole', { roleName: 'CloudTrailToLogs' })],
    ['role-changes', call('iam', 'PutRolePolicy', { roleName: 'ConfigAggregator' })],
    ['platform-changes', call('sns', 'DeleteTopic', { topicArn: TOPIC })],
    ['platform-changes', call('sns', 'Unsubscribe', { subscriptionArn: `${TOPIC}:1` })],
    ['platform-changes', call('sns', 'CreateTopic', { name: 'trail_deliveries' })],
    ['platform-changes', call('logs', 'DeleteLogGroup', { logGroupName: 'CloudTrail/logs' })],
  ])('%s %o', (name, event) => {
    const noticing = (settings: Record<string, unknown>) =>
      watchesOf(organization(settings)).flatMap((watch) => (watch.notices(event) ? [watch.name] : []));
    expect(noticing(EXAMPLES['adopted']!)).toEqual([name]);
    expect(noticing({})).toEqual([]);
  });

  test('a role of the log group’s name without its path ends the stream of events', () => {
    const silence = new Silence(organization(EXAMPLES['adopted']));
    expect(silence.notices(call('iam', 'DeleteRole', { roleName: 'CloudTrailToLogs' }))).toBe(true);
    expect(silence.notices(call('iam', 'DeleteRole', { roleName: 'acme-audit-trail-logs' }))).toBe(false);
  });
});

// Policies speak of names that were found: whoever may do something under ours may under those, and nobody else.
test('of what was adopted no act is left uncovered, and every delivery works', async () => {
  const proof = await proofOf(stacks, organization(EXAMPLES['adopted']));
  expect(gapsOf(proof)).toEqual([]);
}, 240_000);
