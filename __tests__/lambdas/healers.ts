import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiCall } from '../../lambdas/shared/api-call';
import { REGION } from './fake-aws';

export const HOURLY = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

export const MALLORY = 'arn:aws:sts::111122223333:assumed-role/Admin/mallory';

/** The identity of a role's session, as CloudTrail has it. */
export const sessionOf = (role: string) => ({
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:mallory',
  arn: MALLORY,
  sessionContext: { sessionIssuer: { type: 'Role', principalId: 'AROAEXAMPLE', arn: role } },
});

/** A call as EventBridge tells of it; members of the record given here take the place of the usual ones. */
export const call = (record: Record<string, unknown> = {}) => ({
  source: 'aws.cloudtrail',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    eventVersion: '1.11',
    userIdentity: sessionOf('arn:aws:iam::111122223333:role/Admin'),
    eventTime: '2026-03-01T10:00:00Z',
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    awsRegion: 'eu-central-1',
    sourceIPAddress: '203.0.113.1',
    requestParameters: { name: 'main' },
    responseElements: null,
    eventID: 'e-1',
    ...record,
  },
});

/** The cause that `call` leads to. */
export const CAUSE = {
  eventName: 'StopLogging',
  eventId: 'e-1',
  principal: MALLORY,
  sourceIp: '203.0.113.1',
  time: '2026-03-01T10:00:00Z',
};

/** A call as healers see it. */
export const causeOf = (eventSource: string, requestParameters: Record<string, unknown>): ApiCall => ({
  eventName: 'Any',
  eventSource,
  eventId: 'e',
  principal: 'arn:aws:iam::111122223333:user/mallory',
  sourceIp: '203.0.113.1',
  time: '2026-03-01T10:00:00Z',
  region: REGION,
  requestParameters,
});

/** What the construct sets, of an account and region. */
export const environment = (account: string, region: string, queue = 'https://sqs.example/dead-letters') => ({
  AWS_REGION: region,
  MODE: 'mend',
  OWN_ROLE: `arn:aws:iam::${account}:role/acme-audit-remediation-heal-trail`,
  TRUSTED_ROLES: JSON.stringify(['arn:aws:iam::*:role/Deploy']),
  EVENT_BUS: `arn:aws:events:us-east-1:222222222222:event-bus/acme-audit-events`,
  DEAD_LETTER_QUEUE: queue,
});

const folders: string[] = [];
afterAll(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** A desired.json; gone after the tests of the file. */
export function desiredFile(value: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'desired-'));
  folders.push(folder);
  writeFileSync(join(folder, 'desired.json'), JSON.stringify(value));
  return join(folder, 'desired.json');
}
