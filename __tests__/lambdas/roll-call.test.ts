import { handler } from '../../lambdas/roll-call/index';
import { readDeclared } from '../../lambdas/roll-call/declared';
import { AUDIT, awsWith, called, EVENT, HOUR, type Kept, MINUTE, ONE, roll, said, UNTIL } from './roll-call-log';

jest.setTimeout(60_000);

const RECORDER = { healer: 'recorder', account: '444444444444', region: 'us-east-1' };
const DIGEST = readDeclared(JSON.stringify(ONE), 'declared.json').digest;
const rollOf = (kept: readonly Kept[], declared?: unknown) => roll(awsWith(kept), declared);

describe('when all are heard', () => {
  test('the roll is complete, and nothing is worth telling', async () => {
    const aws = awsWith([said(10), said(70)]);
    expect(await roll(aws)).toEqual({
      until: '2026-11-23T10:00:00.000Z',
      declared: DIGEST,
      expected: 1,
      heard: 1,
      awaited: 0,
      complete: true,
      silent: [],
      news: [],
      ended: [],
      counts: { silent: 0, newlySilent: 0, news: 0, ended: 0 },
      standing: 0,
      worthTelling: false,
    });
    // Nobody is missed, so nothing is asked about the day.
    expect(aws.inputsOf('StartQuery')).toMatchObject([
      {
        logGroupName: '/acme-audit/events',
        startTime: (UNTIL - 3 * HOUR) / 1000,
        endTime: UNTIL / 1000,
        limit: 10_000,
      },
    ]);
  });

  test('each in its account and region is asked for, once', async () => {
    const declared = [
      { healer: 'recorder', accounts: ['444444444444', '555555555555'], regions: ['us-east-1', 'eu-west-1'] },
      { healer: 'evidence', accounts: ['444444444444'], regions: ['us-east-1'] },
      { healer: 'evidence', accounts: ['444444444444'], regions: ['us-east-1'] },
    ];
    const { expected, heard, silent } = await rollOf([said(10), said(10, '', { healer: 'evidence' })], declared);
    expect([expected, heard, silent.length]).toEqual([5, 2, 0]);
  });

  test.each([
    ['a report of a region that is not declared', { region: 'eu-west-1' }],
    ['a report of an account that is not declared', { account: '999999999999' }],
    ['a report of another healer', { healer: 'trail' }],
  ])('%s is nobody’s', async (_name, voice) => {
    const outcome = await rollOf([said(10), said(10, 'drift', voice)]);
    expect(outcome).toMatchObject({ expected: 1, heard: 1, standing: 0, worthTelling: false });
  });
});

describe('a problem', () => {
  test.each<[name: string, kept: readonly Kept[], news: readonly string[], ended: readonly string[], standing: number]>(
    [
      ['is new when the report before did not have it', [said(10, 'drift'), said(70)], ['drift'], [], 1],
      ['stands, and is not told again', [said(10, 'drift'), said(70, 'drift')], [], [], 1],
      ['is new beside one that stands', [said(10, 'drift digest-gap'), said(70, 'drift')], ['digest-gap'], [], 2],
      ['is new in a first report', [said(10, 'drift')], ['drift'], [], 1],
      ['has ended', [said(10), said(70, 'drift digest-gap')], [], ['drift', 'digest-gap'], 0],
      ['gives way to another', [said(10, 'drift'), said(70, 'digest-gap')], ['drift'], ['digest-gap'], 1],
      ['that came and went within the hour is not told', [said(5), said(30, 'drift'), said(70)], [], [], 0],
      ['of a report that is late neither ends nor begins', [said(70, 'drift'), said(130)], [], [], 1],
      [
        'counts once, however often a try repeats it',
        [said(10, 'drift drift'), said(11, 'drift'), said(70)],
        ['drift'],
        [],
        1,
      ],
      ['at the end of the hour belongs to it', [said(0, 'drift'), said(60)], ['drift'], [], 1],
    ],
  )('%s', async (_name, kept, news, ended, standing) => {
    const outcome = await rollOf(kept);
    expect(outcome.news).toEqual(news.length > 0 ? [{ ...RECORDER, kinds: news }] : []);
    expect(outcome.ended).toEqual(ended.length > 0 ? [{ ...RECORDER, kinds: ended }] : []);
    expect(outcome).toMatchObject({ standing, complete: true, worthTelling: news.length + ended.length > 0 });
  });

  test('that reached the log too late for the hour before is told now', async () => {
    const late = (reached: number) => [said(10, 'drift'), said(62, 'drift', { reached }), said(130)];
    expect((await rollOf(late(UNTIL - HOUR + 9 * MINUTE))).news).toEqual([]);
    expect((await rollOf(late(UNTIL - HOUR + 11 * MINUTE))).news).toEqual([{ ...RECORDER, kinds: ['drift'] }]);
  });

  test.each<[name: string, spell: (at: number) => string]>([
    ['as numbers', String],
    ['as texts', (at) => new Date(at).toISOString().replace('T', ' ').slice(0, -1)],
  ])('is told when times are written %s, and no arrival is known', async (_name, spell) => {
    const row = (minutes: number, kinds: string) =>
      Object.entries({
        '@timestamp': spell(UNTIL - minutes * MINUTE),
        account: RECORDER.account,
        'detail.healer': RECORDER.healer,
        'detail.account': RECORDER.account,
        'detail.region': RECORDER.region,
        'detail.kinds': kinds,
      }).map(([field, value]) => ({ field, value }));
    const timeless = row(10, 'config-delivery').filter(({ field }) => field !== '@timestamp');
    const results = [timeless, row(10, 'drift digest-gap'), row(70, 'drift'), [{ field: 'account' }]];
    const aws = awsWith([], { GetQueryResults: () => ({ status: 'Complete', results }) });
    expect((await roll(aws)).news).toEqual([{ ...RECORDER, kinds: ['digest-gap'] }]);
  });

  test('is told by one roll call and by no other, whenever in the hour its healer reports', async () => {
    for (let phase = 0; phase < 60; phase += 5) {
      // Bad in reports 3 to 5 of 9.
      const kept = Array.from({ length: 9 }, (_one, at) =>
        said(phase + (8 - at) * 60, at >= 3 && at <= 5 ? 'drift' : ''),
      );
      let [news, ended] = [0, 0];
      for (let hour = -5; hour <= 0; hour++) {
        const outcome = await roll(awsWith(kept), ONE, {
          time: new Date(UNTIL + hour * HOUR + 10 * MINUTE).toISOString(),
        });
        news += outcome.news.length;
        ended += outcome.ended.length;
      }
      expect([phase, news, ended]).toEqual([phase, 1, 1]);
    }
  });

  test('is named for 50 healers, and counted for all', async () => {
    const accounts = Array.from({ length: 60 }, (_one, at) => String(100_000_000_000 + at));
    const kept = accounts.map((account) => said(10, 'drift', { account }));
    const { news, counts, standing } = await rollOf(kept, [{ healer: 'recorder', accounts, regions: ['us-east-1'] }]);
    expect([news.length, counts.news, standing]).toEqual([50, 60, 60]);
  });
});

describe('a healer', () => {
  const since = (minutes: number) => new Date(UNTIL - minutes * MINUTE).toISOString();

  test('may be late by two hours and not by more', async () => {
    expect(await rollOf([said(119)])).toMatchObject({ complete: true, heard: 1, silent: [] });
    expect(await rollOf([said(121)])).toMatchObject({
      complete: false,
      expected: 1,
      heard: 0,
      silent: [{ ...RECORDER, lastHeard: since(121), isNew: true }],
      counts: { silent: 1, newlySilent: 1 },
      worthTelling: true,
    });
  });

  test('that is silent since yesterday is not told again, but keeps the roll from being complete', async () => {
    for (const minutes of [181, 600, 1439]) {
      expect(await rollOf([said(minutes), called(10, DIGEST)])).toMatchObject({
        complete: false,
        heard: 0,
        awaited: 0,
        silent: [{ ...RECORDER, lastHeard: since(minutes), isNew: false }],
        counts: { silent: 1, newlySilent: 0 },
        worthTelling: false,
      });
    }
  });

  test('that was heard in the wrong hour alone is silent since then', async () => {
    // Too late for the hour before, too old for this one.
    const late = said(150, '', { reached: UNTIL - 40 * MINUTE });
    expect((await rollOf([late])).silent).toEqual([{ ...RECORDER, lastHeard: since(150), isNew: false }]);
  });

  test.each<[name: string, before: readonly Kept[], awaited: boolean, isNew: boolean]>([
    ['has six hours when the roll was never called', [], true, false],
    ['has six hours from the first call', [1, 2, 3, 4, 5].map((hours) => called(hours, DIGEST)), true, false],
    ['is missed when six hours have passed', [1, 6].map((hours) => called(hours, DIGEST)), false, true],
    ['is missed though a call failed', [called(6, DIGEST)], false, true],
    ['is not told a second time', [1, 6, 7].map((hours) => called(hours, DIGEST)), false, false],
    ['has six hours after the list changed', [called(1, DIGEST), called(7, 'other')], true, false],
    ['has six hours whatever others say', [called(7, DIGEST, '999999999999')], true, false],
  ])('that has never reported %s', async (_name, before, awaited, isNew) => {
    expect(await rollOf(before)).toMatchObject({
      heard: 0,
      awaited: awaited ? 1 : 0,
      complete: awaited,
      silent: awaited ? [] : [{ ...RECORDER, lastHeard: null, isNew }],
      worthTelling: isNew,
    });
  });

  test('that comes back is heard, with all its problems', async () => {
    expect(await rollOf([said(10, 'drift'), said(600)])).toMatchObject({
      complete: true,
      news: [{ kinds: ['drift'] }],
    });
  });

  test('is not heard through another account', async () => {
    const forged = [said(10, '', { sender: '999999999999' }), said(70, 'drift', { sender: '999999999999' })];
    expect(await rollOf([...forged, called(8, DIGEST)])).toMatchObject({
      heard: 0,
      complete: false,
      silent: [{ ...RECORDER, lastHeard: null }],
      ended: [],
    });
  });

  test('is not heard when its account speaks of another', async () => {
    const declared = [{ ...ONE[0], accounts: ['444444444444', '555555555555'] }];
    const crossed = [said(10, 'drift', { sender: '555555555555' }), said(200, '', { account: '555555555555' })];
    expect(await rollOf(crossed, declared)).toMatchObject({ expected: 2, heard: 0, standing: 0, news: [] });
  });

  test('that fell silent now is named before those that did long ago', async () => {
    const accounts = Array.from({ length: 60 }, (_one, at) => String(100_000_000_000 + at));
    const kept = accounts.map((account, at) => said(at < 58 ? 600 : 130, '', { account }));
    const { silent, counts } = await rollOf(kept, [{ healer: 'recorder', accounts, regions: ['us-east-1'] }]);
    expect(silent).toHaveLength(50);
    expect(silent.map(({ isNew }) => isNew).slice(0, 4)).toEqual([true, true, false, false]);
    expect(counts).toMatchObject({ silent: 60, newlySilent: 2 });
  });
});

describe('an organization of 17,004 healers', () => {
  const accounts = Array.from({ length: 1000 }, (_one, at) => String(100_000_000_000 + at));
  const regions = Array.from({ length: 17 }, (_one, at) => `region-${at}`);
  const declared = [
    { healer: 'recorder', accounts, regions },
    { healer: 'evidence', accounts: accounts.slice(0, 4), regions: ['region-0'] },
  ];
  const healers = readDeclared(JSON.stringify(declared), 'declared.json').places;
  const everybody = (minutes: (at: number) => number): Kept[] =>
    healers.flatMap((place, at) => [0, 60, 120].map((hour) => said(minutes(at) + hour, '', place)));

  test('is heard in parts of which none is as long as a query’s answer', async () => {
    const aws = awsWith(everybody((at) => (at / healers.length) * 60));
    expect(await roll(aws, declared)).toMatchObject({ expected: 17_004, heard: 17_004, complete: true });
    expect(aws.inputsOf('StartQuery')).toHaveLength(11);
  });

  test('is heard though all report in the same minutes', async () => {
    const aws = awsWith(everybody((at) => 20 + (at % 100) / 50));
    expect(await roll(aws, declared)).toMatchObject({ heard: 17_004, complete: true });
    expect(aws.inputsOf('StartQuery').length).toBeGreaterThan(11);
  });

  test('can fall silent as a whole', async () => {
    const aws = awsWith(healers.map((place) => said(500, '', place)));
    const outcome = await roll(aws, declared);
    expect(outcome).toMatchObject({ heard: 0, complete: false, counts: { silent: 17_004, newlySilent: 0 } });
    expect(new Set(outcome.silent.map(({ lastHeard }) => lastHeard))).toEqual(new Set(['2026-11-23T01:40:00.000Z']));
    for (const { queryString } of aws.inputsOf('StartQuery'))
      expect(String(queryString).length).toBeLessThanOrEqual(10_000);
    expect(JSON.stringify(outcome).length).toBeLessThan(100_000);
  });

  test('in one region alone is asked for in queries that are short enough', async () => {
    const aws = awsWith(accounts.map((account) => said(500, '', { account })));
    const { counts } = await roll(aws, [{ healer: 'recorder', accounts, regions: ['us-east-1'] }]);
    expect(counts).toMatchObject({ silent: 1000, newlySilent: 0 });
    for (const { queryString } of aws.inputsOf('StartQuery'))
      expect(String(queryString).length).toBeLessThanOrEqual(10_000);
  });

  test('that sends more in a second than can be asked for is a failure', async () => {
    const spoken = said(10);
    const aws = awsWith(Array.from({ length: 10_000 }, () => spoken));
    await expect(roll(aws, ONE)).rejects.toThrow(/10000 events or more in a second, at 2026-11-23T09:(49:59|50:00)/);
  });

  test('whose silent ones are spoken of by too many is a failure', async () => {
    const aws = awsWith(Array.from({ length: 10_000 }, (_one, at) => said(600, '', { sender: `sender-${at}` })));
    await expect(roll(aws, ONE)).rejects.toThrow(/10000 rows or more; who sends so many kinds of reports\?/);
  });
});

describe('nobody is told anything, and the run fails,', () => {
  test.each(['Failed', 'Cancelled', 'Timeout', 'Unknown'])('when a query ends as %s', async (status) => {
    const aws = awsWith([said(10)], { GetQueryResults: () => ({ status, results: [] }) });
    await expect(roll(aws)).rejects.toThrow(`a query of /acme-audit/events ended as ${status}`);
    expect(aws.inputsOf('PutEvents')).toEqual([]);
  });

  test.each(['Running', 'Scheduled'])('when a query stays %s for two minutes', async (status) => {
    const aws = awsWith([said(10)], { GetQueryResults: () => ({ status }) });
    await expect(roll(aws)).rejects.toThrow(/did not end in 120 seconds/);
    expect(aws.inputsOf('GetQueryResults')).toHaveLength(120);
  });

  test('when the log may not be asked', async () => {
    const denied = () => {
      throw new Error('AccessDenied');
    };
    await expect(roll(awsWith([], { StartQuery: denied }))).rejects.toThrow('AccessDenied');
  });

  test('when the bus does not take the event', async () => {
    const Entries = [{ ErrorCode: 'Throttled', ErrorMessage: 'slow down' }];
    const aws = awsWith([said(10)], { PutEvents: () => ({ FailedEntryCount: 1, Entries }) });
    await expect(roll(aws)).rejects.toThrow(/did not take an event: Throttled, slow down/);
  });

  test.each([[{}], ['x'], [{ time: 'soon' }]])('when the event is %j', async (event) => {
    await expect(roll(awsWith([]), ONE, event)).rejects.toThrow(/the event has no time: .*; only EventBridge may/);
  });

  test('when it is not told where to look', async () => {
    process.env['AWS_REGION'] = 'us-east-1';
    await expect(handler(EVENT)).rejects.toThrow(/LOG_GROUP is nothing and EVENT_BUS nothing; set them to/);
  });

  test.each([
    ['nobody', []],
    ['a text', 'x'],
    ['a healer without accounts', [{ healer: 'trail', accounts: [], regions: ['us-east-1'] }]],
    ['a healer without a name', [{ accounts: [AUDIT], regions: ['us-east-1'] }]],
    ['a region that is a number', [{ healer: 'trail', accounts: [AUDIT], regions: [1] }]],
  ])('when %s is declared', async (_name, declared) => {
    await expect(roll(awsWith([]), declared)).rejects.toThrow(/not a list of healer, accounts and regions/);
  });
});

test('another try of the same hour finds the same', async () => {
  const kept = [said(10, 'drift'), said(70), said(-50, 'drift digest-gap'), called(-1, DIGEST)];
  const [first, again] = [await rollOf(kept), await roll(awsWith(kept), ONE, { time: '2026-11-23T10:59:59Z' })];
  expect(again).toEqual(first);
  expect(first.news).toEqual([{ ...RECORDER, kinds: ['drift'] }]);
});

test('two lists of healers have two digests', () => {
  const digest = (value: unknown) => readDeclared(JSON.stringify(value), 'declared.json').digest;
  expect(digest(ONE)).toMatch(/^[0-9a-f]{16}$/);
  expect(digest([{ ...ONE[0], accounts: ['444444444444', '555555555555'] }])).not.toBe(digest(ONE));
});
