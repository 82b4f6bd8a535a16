import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEvent } from '../../lambdas/announce/event';
import { messageOf } from '../../lambdas/announce/message';
import { parsePattern } from '../../lambdas/cis-monitoring-alarms/filter-pattern';
import { matches } from '../../lambdas/cis-monitoring-alarms/match';
import { healerHandler, type HealthProblem } from '../../lambdas/shared/healer';
import { alertsOf, COUNTERS } from '../../src/alarms/event-counts';
import { ACCOUNT, FakeAws, REGION } from '../lambdas/fake-aws';
import type { SampleEvent } from './bus-events';

/** Everything that a healer's hourly run puts on the bus, as the bus hands it on. */
async function reported(...problems: readonly HealthProblem[]): Promise<SampleEvent[]> {
  const folder = mkdtempSync(join(tmpdir(), 'healer-'));
  const DESIRED_FILE = join(folder, 'desired.json');
  writeFileSync(DESIRED_FILE, '{}');
  const aws = new FakeAws({
    PutEvents: () => ({ FailedEntryCount: 0 }),
    GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: '0' } }),
  });
  const env = {
    MODE: 'mend',
    OWN_ROLE: `arn:aws:iam::${ACCOUNT}:role/acme-audit-remediation-heal-trail`,
    TRUSTED_ROLES: '[]',
    EVENT_BUS: 'arn:aws:events:us-east-1:222222222222:event-bus/acme-audit-events',
    DEAD_LETTER_QUEUE: 'https://sqs.us-east-1.amazonaws.com/222222222222/acme-audit-dead-letters',
    DESIRED_FILE,
  };
  const healer = { name: 'trail', readDesired: () => ({}), inspect: async () => [], health: async () => problems };
  try {
    await healerHandler(healer, { aws, env, log: () => undefined })({ 'detail-type': 'Scheduled Event' });
  } finally {
    rmSync(folder, { recursive: true });
  }
  return aws.inputsOf('PutEvents').flatMap(({ Entries }) =>
    (Entries as Record<string, string>[]).map(({ Source, DetailType, Detail }) => ({
      version: '0',
      id: '0',
      source: Source!,
      'detail-type': DetailType!,
      account: ACCOUNT,
      region: REGION,
      time: '2026-11-23T10:00:00Z',
      resources: [],
      detail: JSON.parse(Detail!) as Record<string, unknown>,
    })),
  );
}

const counted = (event: SampleEvent) =>
  [...alertsOf('acme-audit-'), ...COUNTERS]
    .filter(({ patterns }) => patterns.some((pattern) => matches(parsePattern(pattern), event)))
    .map(({ name }) => name);

test('filters count what healers really report, and people can read it', async () => {
  const events = await reported(
    { kind: 'digest-gap', detail: 'no digest for 3 hours' },
    { kind: 'trail-logs-delivery', detail: 'access denied' },
  );
  expect(events.map(counted)).toEqual([['trail-delivery', 'digest-gap', 'heartbeats']]);
  expect(messageOf(parseEvent(events[0]))).toMatchObject({
    subject: `Unhealthy: trail of the audit in ${ACCOUNT} ${REGION}: digest-gap, trail-logs-delivery`,
    text: expect.stringContaining('- digest-gap: no digest for 3 hours\n'),
  });
});

test('good health is a heartbeat and nothing else', async () => {
  const events = await reported();
  expect(events.map(counted)).toEqual([['heartbeats']]);
});
