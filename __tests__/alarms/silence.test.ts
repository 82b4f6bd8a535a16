import { Silence } from '../../src/alarms/silence';
import type { TrailEvent } from '../../src/alarms/trail-event';
import { organization } from '../organizations';

const EVIDENCE = '333333333333';
const silence = new Silence(organization({ accounts: { logArchive: EVIDENCE } }));
const event = (service: string, eventName: string, more: Partial<TrailEvent> = {}): TrailEvent => ({
  eventSource: `${service}.amazonaws.com`,
  eventName,
  readOnly: false,
  recipientAccountId: '111111111111',
  ...more,
});
const LOG_GROUP = { requestParameters: { logGroupName: '/aws/cloudtrail/acme-organization-trail' } };

describe('the silence of the trail', () => {
  test.each<[string, boolean, TrailEvent]>([
    ['stopping a trail', true, event('cloudtrail', 'StopLogging')],
    ['deleting a trail', true, event('cloudtrail', 'DeleteTrail')],
    ['sending a trail elsewhere', true, event('cloudtrail', 'UpdateTrail')],
    ['starting a trail', false, event('cloudtrail', 'StartLogging')],
    ['deleting its log group', true, event('logs', 'DeleteLogGroup', LOG_GROUP)],
    [
      'deleting another log group',
      false,
      event('logs', 'DeleteLogGroup', { requestParameters: { logGroupName: 'x' } }),
    ],
    ['keeping its log group shorter', false, event('logs', 'PutRetentionPolicy', LOG_GROUP)],
    [
      'changing the role that writes it',
      true,
      event('iam', 'DeleteRolePolicy', { requestParameters: { roleName: 'acme-audit-trail-logs' } }),
    ],
    ['changing another role', false, event('iam', 'DeleteRolePolicy', { requestParameters: { roleName: 'team' } })],
    ['disabling a key beside the evidence', true, event('kms', 'DisableKey', { recipientAccountId: EVIDENCE })],
    ['disabling a key of a team', false, event('kms', 'DisableKey')],
    ['enabling a key beside the evidence', false, event('kms', 'EnableKey', { recipientAccountId: EVIDENCE })],
  ])('%s may cause it: %s', (_name, causes, one) => {
    expect(silence.notices(one)).toBe(causes);
  });

  test('is all that tells of a log group that is gone', () => {
    expect(silence.swallows(event('logs', 'DeleteLogGroup', LOG_GROUP))).toBe(true);
    expect(silence.swallows(event('logs', 'DeleteLogGroup', { requestParameters: { logGroupName: 'x' } }))).toBe(false);
    expect(silence.swallows(event('cloudtrail', 'StopLogging'))).toBe(false);
  });
});
