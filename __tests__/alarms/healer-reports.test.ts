import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEvent } from '../../lambdas/announce/event';
import { messageOf } from '../../lambdas/announce/message';
import { parsePattern } from '../../lambdas/cis-monitoring-alarms/filter-pattern';
import { matches } from '../../lambdas/cis-monitoring-alarms/match';
import { healerHandler, type HealthProblem } from '../../lambdas/shared/healer';
import { announcedPatterns } from '../../src/alarms/announcer';
import { alertsOf, countersOf } from '../../src/alarms/event-counts';
import { ACCOUNT, FakeAws, REGION } from '../lambdas/fake-aws';
import { AUDIT, awsWith, type Kept, MINUTE, roll, UNTIL } from '../lambdas/roll-call-log';
import { rollCall, type SampleEvent } from './bus-events';
import { matchesPattern } from './event-pattern';

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
  [...alertsOf('acme-audit-', AUDIT), ...countersOf(AUDIT)]
    .filter(({ patterns }) => patterns.some((pattern) => matches(parsePattern(pattern), event)))
    .map(({ name }) => name);

/** What the roll call makes of reports, each so many minutes before the end of the hour. */
async function called(...reports: readonly (readonly [minutes: number, events: readonly SampleEvent[]])[]) {
  const kept = reports.flatMap(([minutes, events]) =>
    events.map(({ account, 'detail-type': detailType, detail }): Kept => {
      return { at: UNTIL - minutes * MINUTE, account, detailType, detail: detail as Kept['detail'] };
    }),
  );
  const detail = await roll(awsWith(kept), [{ healer: 'trail', accounts: [ACCOUNT], regions: [REGION] }]);
  return rollCall({ ...detail });
}

const isTold = (event: SampleEvent) =>
  Object.values(announcedPatterns('acme-audit-', AUDIT)).filter((pattern) => matchesPattern(pattern, event)).length;

const DIGESTS = { kind: 'digest-gap', detail: 'no digest for 3 hours' };
const LOGS = { kind: 'trail-logs-delivery', detail: 'access denied' };

test('filters count what healers really report, and people hear of it by the roll call, once', async () => {
  const [good, bad] = [await reported(), await reported(DIGESTS, LOGS)];
  expect(bad.map(counted)).toEqual([['trail-delivery', 'digest-gap']]);
  expect(bad.map(isTold)).toEqual([0]);
  const [begun, stands, ended] = await Promise.all([
    called([61, good], [1, bad]),
    called([61, bad], [1, bad]),
    called([61, bad], [1, good]),
  ]);
  expect([begun, stands, ended].map(isTold)).toEqual([1, 0, 1]);
  expect(messageOf(parseEvent(begun))).toMatchObject({
    subject: 'Health of the audit, by healers: 1 new',
    text: expect.stringContaining(`- new: trail in account ${ACCOUNT}, ${REGION}: digest-gap, trail-logs-delivery\n`),
  });
  expect(messageOf(parseEvent(ended)).subject).toBe('Health of the audit, by healers: 1 ended');
});

test('good health is counted nowhere and told to nobody, and keeps the roll complete', async () => {
  const good = await reported();
  expect(good.map(counted)).toEqual([[]]);
  const event = await called([61, good], [1, good]);
  expect([counted(event), isTold(event)]).toEqual([['healers-expected', 'healers-heard', 'healers-standing'], 0]);
});

test('silence makes the roll incomplete, and people hear of it', async () => {
  const event = await called([121, await reported()]);
  expect([counted(event)[0], isTold(event)]).toEqual(['heartbeats', 1]);
  expect(messageOf(parseEvent(event)).text).toContain(
    `- silent: trail in account ${ACCOUNT}, ${REGION}: since 2026-11-23T07:59:00.000Z\n`,
  );
});
