import { parsePattern } from '../../lambdas/cis-monitoring-alarms/filter-pattern';
import { matches } from '../../lambdas/cis-monitoring-alarms/match';
import { FINDINGS } from '../../lambdas/evidence/finding';
import { parseEvent } from '../../lambdas/announce/event';
import { messageOf as announcedAs } from '../../lambdas/announce/message';
import { type Kind, found } from '../../lambdas/verify-evidence/found';
import { ServiceKeys } from '../../lambdas/verify-evidence/service-keys';
import { findingAlerts, VERIFIED } from '../../src/alarms/verifier-alarms';
import { HOUR, type SigningKey, signingKey } from '../evidence/organization-evidence';
import { ACCOUNT, type FakeAws } from './fake-aws';
import { BUCKET, LABELS, MEMBER, messageOf, PLAN, preconditionFailed, UNTIL, VerifierWorld } from './verified-evidence';

const key = (label: string) => LABELS.key(label);
const DAY = 24 * HOUR;

/** Metrics that a line of the log counts into. */
const counted = (line: object): string[] =>
  [...findingAlerts(BUCKET), ...VERIFIED]
    .filter(({ patterns }) => patterns.some((pattern) => matches(parsePattern(pattern), line)))
    .map(({ name }) => name);

/** Details of the events that the bus was given. */
const told = (aws: FakeAws): Record<string, unknown>[] =>
  aws
    .inputsOf('PutEvents')
    .flatMap(({ Entries }) =>
      (Entries as { DetailType: string; Detail: string }[]).map(({ Detail }) => JSON.parse(Detail)),
    );

describe('clean evidence', () => {
  test.each(PLAN.accounts)('of %s is verified, and nobody is told', async (account) => {
    const world = new VerifierWorld();
    const aws = await world.verify(account);
    expect(told(aws)).toEqual([]);
    expect(world.log.map(({ message }) => JSON.parse(message))).toEqual([
      // Two regions: digests 7 to 10, the logs of three hours, and the newest digest only as a witness.
      { event: 'verified', account, digests: 8, logs: 12, findings: 0 },
    ]);
    expect(counted(world.logged('verified')[0]!)).toEqual(['verified-accounts', 'verified-digests', 'verified-logs']);
  });

  test('is read from the account’s own folders only, and from the day of the window on', async () => {
    const aws = await new VerifierWorld().verify(MEMBER);
    const prefixes = aws.inputsOf('ListObjectsV2').map(({ Prefix, MaxKeys }) => [Prefix, MaxKeys]);
    const own = `AWSLogs/o-abcdefghij/${MEMBER}/`;
    const others = prefixes.filter(([prefix, most]) => !String(prefix).startsWith(own) && most !== 1);
    // Where a trail that is not the whole organization's would deliver.
    expect(others).toEqual([[`AWSLogs/${MEMBER}/`, undefined]]);
    const starts = aws
      .inputsOf('ListObjectsV2')
      .filter(({ Prefix, Delimiter }) => Delimiter === undefined && Prefix !== '');
    expect(starts).toHaveLength(4);
    for (const { Prefix, StartAfter } of starts) expect(StartAfter).toBe(`${String(Prefix)}2025/11/20`);
    expect(
      aws
        .inputsOf('GetObject')
        .map(({ Key }) => LABELS.label(String(Key)))
        .filter((label) => /[DL][0-6]\b/.test(label)),
    ).toEqual([]);
  });

  test('of an account that nobody declared is verified as well; of one that has none nothing is missed', async () => {
    const world = new VerifierWorld();
    world.declared = { ...world.declared, accounts: ['111111111111'] };
    await world.verify(MEMBER);
    await world.verify('999999999999');
    expect(world.logged('verified')).toEqual([
      { event: 'verified', account: MEMBER, digests: 8, logs: 12, findings: 0 },
      { event: 'verified', account: '999999999999', digests: 0, logs: 0, findings: 0 },
    ]);
    expect(world.log).toHaveLength(2);
  });

  test('with logs that were delivered late is whole, as newer digests say', async () => {
    const late = { ...PLAN, late: { 11: 40 * 60_000 } };
    const world = new VerifierWorld(late);
    const [first] = PLAN.accounts;
    const aws = await world.verify(first!);
    expect(told(aws)).toEqual([]);
    expect(world.logged('verified').map(({ findings }) => findings)).toEqual([0]);
    // Without that digest the same log is one that CloudTrail did not deliver.
    world.bucket.remove(key('111/eu D11'));
    await world.verify(first!);
    expect(world.logged('finding').map(({ kind }) => kind)).toEqual(['extra-log']);
  });

  test('in the layout of a single account, as before the trail was the organization’s, is verified too', async () => {
    const world = new VerifierWorld();
    for (const name of [...world.bucket.objects.keys()].filter((one) => one.includes(`/${MEMBER}/`)))
      world.bucket.move(name, name.replace('AWSLogs/o-abcdefghij/', 'AWSLogs/'));
    await world.verify(MEMBER);
    expect(world.logged('verified')).toEqual([
      { event: 'verified', account: MEMBER, digests: 8, logs: 12, findings: 0 },
    ]);
  });
});

const otherKey = (): SigningKey['entry'] => ({
  ...signingKey('somebody else').entry,
  Fingerprint: signingKey('eu-central-1').entry.Fingerprint,
});

describe('each tampering is logged, counted by one alarm, and told once with its file', () => {
  test.each<[string, (world: VerifierWorld) => void, Kind, string, string | undefined]>([
    [
      'a changed log',
      ({ bucket }) => bucket.rewrite(key('222/eu L9.0'), (text) => text.replace('GetBucketAcl', 'PutBucketAcl')),
      'altered-log',
      'integrity-changed-file',
      '222/eu L9.0',
    ],
    [
      'a log that is no gzip any more',
      ({ bucket }) => void (bucket.at(key('222/eu L9.0')).bytes = Buffer.from('{}')),
      'unreadable',
      'integrity-changed-file',
      '222/eu L9.0',
    ],
    [
      'a deleted log',
      ({ bucket }) => bucket.remove(key('222/eu L9.1')),
      'missing-log',
      'integrity-changed-file',
      '222/eu L9.1',
    ],
    [
      'an added log',
      ({ bucket }) =>
        bucket.copy(key('222/eu L9.0'), key('222/eu L9.0').replace(/_[0-9a-f]{16}\./, '_planted000000000.')),
      'extra-log',
      'integrity-changed-file',
      undefined,
    ],
    [
      'a file that is no log',
      ({ bucket }) => bucket.copy(key('222/eu L9.0'), key('222/eu L9.0').replace(/[^/]+$/, 'notes.txt')),
      'unknown-object',
      'integrity-changed-file',
      undefined,
    ],
    [
      'a changed digest',
      ({ bucket }) => bucket.rewrite(key('222/eu D9'), (text) => text.replace('"hashValue":"', '"hashValue":"0')),
      'altered-digest',
      'integrity-invalid-signature',
      '222/eu D9',
    ],
    [
      'a changed signature',
      ({ bucket }) => bucket.flipSignature(key('222/eu D9')),
      'altered-signature',
      'integrity-invalid-signature',
      '222/eu D9',
    ],
    [
      'a key that CloudTrail does not have',
      (world) => void (world.keys = { ...world.keys, 'eu-central-1': [] }),
      'unknown-key',
      'integrity-invalid-signature',
      undefined,
    ],
    [
      'another key of that fingerprint',
      (world) => void (world.keys = { ...world.keys, 'eu-central-1': [otherKey()] }),
      'wrong-key',
      'integrity-invalid-signature',
      undefined,
    ],
    [
      'a deleted digest',
      ({ bucket }) => bucket.remove(key('222/eu D9')),
      'missing-digest',
      'integrity-gap',
      '222/eu D9',
    ],
    [
      'deleted newest digests',
      ({ bucket }) => bucket.remove(...['D9', 'D10', 'D11'].map((name) => key(`222/eu ${name}`))),
      'chain-ends-early',
      'integrity-gap',
      undefined,
    ],
  ])('%s', async (_what, tamper, kind, alarm, label) => {
    const world = new VerifierWorld();
    tamper(world);
    const aws = await world.verify(MEMBER);
    const lines = world.logged('finding');
    expect(lines.map((line) => [line['kind'], line['region'], counted(line)])).toEqual([
      [kind, 'eu-central-1', [alarm]],
    ]);
    expect(lines.map((line) => line['account'])).toEqual([MEMBER]);
    if (label !== undefined) expect(lines[0]!['key']).toBe(key(label));
    const [detail, ...more] = told(aws);
    expect(more).toEqual([]);
    const { id, account: _account, event: _event, ...finding } = lines[0]!;
    expect(detail).toEqual({
      bucket: BUCKET,
      evidenceOf: MEMBER,
      until: new Date(UNTIL).toISOString(),
      alarms: [String(finding['alarm'])],
      count: 1,
      findings: [finding],
      isCrowded: false,
    });
    expect(world.logged('told')).toEqual([{ event: 'told', account: MEMBER, ids: [id] }]);
    expect(world.logged('verified').map(({ findings }) => findings)).toEqual([1]);
  });

  test('what people read names the file and the digest that shows it', async () => {
    const world = new VerifierWorld();
    world.bucket.remove(key('222/eu L9.1'));
    const [detail] = told(await world.verify(MEMBER));
    const event = {
      source: 'org-audit',
      'detail-type': 'Audit Evidence Findings',
      account: ACCOUNT,
      region: 'eu-central-1',
      time: '2025-11-20T12:36:31Z',
      detail,
    };
    const { text } = announcedAs(parseEvent(event));
    expect(text).toContain(`s3://${BUCKET}/${key('222/eu L9.1')} (by the digest s3://${BUCKET}/${key('222/eu D9')})`);
    expect(text).not.toContain('Beware');
  });

  test('what lies before the hours that are judged is left to the runs of its time', async () => {
    const world = new VerifierWorld();
    world.bucket.remove(key('222/eu L3.0'), key('222/eu D2'));
    expect(told(await world.verify(MEMBER))).toEqual([]);
    expect(world.logged('finding')).toEqual([]);
  });
});

test('every kind of finding has its alarm, but one that says nothing about a few hours', () => {
  const kinds = [...Object.keys(FINDINGS), 'archived-key'] as Kind[];
  const silent = kinds.filter((kind) => found(MEMBER, { kind, message: 'x' }) === undefined);
  expect(silent).toEqual(['continues-elsewhere']);
  for (const kind of kinds.filter((one) => !silent.includes(one)))
    expect([kind, counted({ event: 'finding', ...found(MEMBER, { kind, message: 'x' }) }).length]).toEqual([kind, 1]);
});

describe('what was told', () => {
  const tampered = () => {
    const world = new VerifierWorld();
    world.bucket.remove(key('222/eu L9.1'));
    return world;
  };

  test('is not told again while runs overlap, nor when SQS hands the same work out twice, but is counted', async () => {
    const world = tampered();
    const runs = [await world.verify(MEMBER), await world.verify(MEMBER), await world.verify(MEMBER, UNTIL + HOUR)];
    expect(runs.map((aws) => told(aws).length)).toEqual([1, 0, 0]);
    expect(world.logged('finding').filter(({ kind }) => kind === 'missing-log')).toHaveLength(3);
  });

  test('is told again with nothing of what was told when more is found', async () => {
    const world = tampered();
    await world.verify(MEMBER);
    world.bucket.remove(key('222/us L9.0'));
    const [detail] = told(await world.verify(MEMBER));
    expect(detail).toMatchObject({ count: 1, findings: [{ kind: 'missing-log', region: 'us-east-1' }] });
  });

  test('of another account does not count', async () => {
    const world = tampered();
    await world.verify(MEMBER);
    world.bucket.remove(key('111/eu L9.1'));
    expect(told(await world.verify('111111111111'))).toHaveLength(1);
  });

  test('a day ago is told again', async () => {
    const world = tampered();
    const last = world.log;
    last.push({ at: UNTIL - DAY - 60_000, message: JSON.stringify({ event: 'told', account: MEMBER, ids: [] }) });
    await world.verify(MEMBER);
    const [line] = world.logged('told').slice(-1);
    for (const at of [UNTIL - DAY - 1, UNTIL - DAY]) {
      world.log.splice(0, world.log.length, { at, message: JSON.stringify(line) });
      expect([at, told(await world.verify(MEMBER)).length]).toEqual([at, at < UNTIL - DAY ? 1 : 0]);
    }
  });

  test('is told twice rather than never where the log cannot be read', async () => {
    const world = tampered();
    world.answers = {
      FilterLogEvents: () => {
        throw new Error('access denied');
      },
    };
    const runs = [await world.verify(MEMBER), await world.verify(MEMBER)];
    expect(runs.map((aws) => told(aws).length)).toEqual([1, 1]);
    expect(world.logged('note')[0]).toEqual({
      event: 'note',
      account: MEMBER,
      text: 'what was told before cannot be read: Error: access denied',
    });
  });

  test('counts only once the bus has taken it', async () => {
    const world = tampered();
    world.answers = { PutEvents: () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] }) };
    await expect(world.verify(MEMBER)).rejects.toThrow('did not take an event: InternalFailure, no reason');
    expect([world.logged('told'), world.logged('verified')]).toEqual([[], []]);
    expect(world.logged('finding')).toHaveLength(1);
    world.answers = {};
    expect(told(await world.verify(MEMBER))).toHaveLength(1);
  });

  test('of ten accounts at once is all that people hear within an hour; the tenth message says that there are more', async () => {
    const crowdOf = (others: number) => {
      const world = tampered();
      for (let at = 0; at < others; at++) {
        const account = String(300_000_000_000 + at);
        world.log.push({ at: UNTIL + 1, message: JSON.stringify({ event: 'told', account, ids: ['x'] }) });
      }
      return world;
    };
    const [few, nine, ten] = [crowdOf(8), crowdOf(9), crowdOf(10)];
    expect(told(await few.verify(MEMBER))).toMatchObject([{ isCrowded: false }]);
    // What it was told of itself does not make it one of them.
    nine.log.push({ at: UNTIL + 1, message: JSON.stringify({ event: 'told', account: MEMBER, ids: ['y'] }) });
    expect(told(await nine.verify(MEMBER))).toMatchObject([{ isCrowded: true }]);
    expect(told(await ten.verify(MEMBER))).toEqual([]);
    expect(ten.logged('note')).toEqual([
      { event: 'note', account: MEMBER, text: 'not told yet: 10 other accounts were, this hour' },
    ]);
    expect(ten.logged('finding')).toHaveLength(1);
    expect(told(await ten.verify(MEMBER, UNTIL + HOUR))).toHaveLength(1);
  });

  test('names 20 findings and counts all', async () => {
    const world = new VerifierWorld();
    for (let at = 0; at < 25; at++)
      world.bucket.copy(key('222/eu L9.0'), key('222/eu L9.0').replace(/_[0-9a-f]{16}\./, `_planted00000000${at}.`));
    const [detail] = told(await world.verify(MEMBER));
    expect([detail!['count'], (detail!['findings'] as unknown[]).length]).toEqual([25, 20]);
    expect((world.logged('told')[0]!['ids'] as unknown[]).length).toBe(25);
  });
});

describe('an account of which nothing was ever delivered', () => {
  const NEW = '555555555555';
  const expecting = () => {
    const world = new VerifierWorld();
    world.declared = { ...world.declared, accounts: [...PLAN.accounts, NEW] };
    return world;
  };

  test('is awaited for six hours, then told of', async () => {
    const world = expecting();
    for (let hour = 0; hour <= 6; hour++) {
      expect(told(await world.verify(NEW, UNTIL + hour * HOUR))).toEqual([]);
      expect(world.logged('awaited')).toHaveLength(hour + 1);
    }
    expect(world.logged('awaited')[0]).toEqual({ event: 'awaited', account: NEW, regions: PLAN.regions });
    expect(world.logged('finding')).toEqual([]);
    // A run begins a minute after its hour.
    const [detail] = told(await world.verify(NEW, UNTIL + 6 * HOUR + 60_000));
    expect(detail).toMatchObject({
      alarms: ['gap'],
      count: 2,
      findings: PLAN.regions.map((region) => ({ kind: 'no-chain', region })),
    });
    expect(world.logged('finding').map(counted)).toEqual([['integrity-gap'], ['integrity-gap']]);
  });

  test('is not taken for another one that has been awaited for long', async () => {
    const world = expecting();
    const message = JSON.stringify({ event: 'awaited', account: '666666666666', regions: PLAN.regions });
    world.log.push({ at: UNTIL - 7 * HOUR, message });
    expect(told(await world.verify(NEW))).toEqual([]);
  });

  test('has a region with neither digests nor logs any more, which nobody misses unless it is declared', async () => {
    const world = new VerifierWorld();
    for (const hour of [7, 8, 9, 10, 11])
      world.bucket.remove(...['D#', 'L#.0', 'L#.1'].map((name) => key(`222/eu ${name.replace('#', String(hour))}`)));
    world.declared = { ...world.declared, regions: ['us-east-1'] };
    await world.verify(MEMBER);
    expect(world.log.map(({ message }) => JSON.parse(message).event)).toEqual(['verified']);
    world.declared = { ...world.declared, regions: PLAN.regions };
    await world.verify(MEMBER);
    expect(world.logged('awaited')).toEqual([{ event: 'awaited', account: MEMBER, regions: ['eu-central-1'] }]);
    world.log[0] = { ...world.log[0]!, at: UNTIL - 7 * HOUR, message: JSON.stringify(world.logged('awaited')[0]) };
    await world.verify(MEMBER);
    expect(world.logged('finding').map(({ kind, region }) => [kind, region])).toEqual([['no-chain', 'eu-central-1']]);
  });

  test('is missed in each region that is declared, and in no other', async () => {
    const world = new VerifierWorld();
    world.declared = { ...world.declared, regions: ['eu-central-1', 'sa-east-1'] };
    await world.verify(MEMBER);
    expect(world.logged('awaited')).toEqual([{ event: 'awaited', account: MEMBER, regions: ['sa-east-1'] }]);
  });

  test('a region whose digests ended long ago is nobody’s loss unless it is declared', async () => {
    const end = UNTIL + 2 * DAY;
    const world = new VerifierWorld();
    world.declared = { accounts: [], regions: [] };
    await world.verify(MEMBER, end);
    expect(world.log.map(({ message }) => JSON.parse(message).event)).toEqual(['verified']);
    world.declared = { accounts: [MEMBER], regions: PLAN.regions };
    await world.verify(MEMBER, end);
    expect(world.logged('awaited')).toEqual([{ event: 'awaited', account: MEMBER, regions: PLAN.regions }]);
  });
});

describe('what keeps evidence from being read is no finding', () => {
  test.each([
    ['ListObjectsV2', 'SlowDown'],
    ['GetObject', 'AccessDenied'],
    ['ListPublicKeys', 'ThrottlingException'],
  ])('%s that fails is thrown, so that SQS hands the work out again', async (command, name) => {
    const world = new VerifierWorld();
    world.answers = {
      [command]: () => {
        throw Object.assign(new Error('no'), { name });
      },
    };
    await expect(world.verify(MEMBER)).rejects.toThrow('no');
    expect(world.log).toEqual([]);
  });

  test.each([
    ['a region that this account has not enabled', 'UnrecognizedClientException'],
    ['a time of which CloudTrail has none', 'InvalidTimeRangeException'],
  ])('%s has no keys', async (_, name) => {
    const world = new VerifierWorld();
    world.answers = {
      ListPublicKeys: () => {
        throw Object.assign(new Error('no'), { name });
      },
    };
    await world.verify(MEMBER);
    expect(world.logged('finding').map(({ kind }) => kind)).toEqual(['unknown-key', 'unknown-key']);
  });
});

describe('public keys', () => {
  const archived = (world: VerifierWorld) =>
    [...world.bucket.objects]
      .filter(([name]) => name.startsWith('PublicKeys/'))
      .map(([name, { bytes }]) => [name, JSON.parse(bytes.toString())] as const);
  const name = (region: string) => `PublicKeys/${region}/${signingKey(region).entry.Fingerprint}.json`;

  test('are kept once, each in the shape of ListPublicKeys, and only where nothing is', async () => {
    const world = new VerifierWorld();
    const [first, second] = [await world.keepKeys(), await world.keepKeys()];
    expect(archived(world)).toEqual(
      PLAN.regions.map((region) => [name(region), { PublicKeyList: [signingKey(region).entry] }]),
    );
    expect(first.inputsOf('PutObject')).toEqual(
      PLAN.regions.map((region) =>
        expect.objectContaining({ Bucket: BUCKET, Key: name(region), IfNoneMatch: '*', ChecksumAlgorithm: 'CRC32' }),
      ),
    );
    expect(second.inputsOf('PutObject')).toEqual([]);
    expect(first.inputsOf('ListPublicKeys')[0]).toMatchObject({
      StartTime: new Date(UNTIL - DAY),
      EndTime: new Date(UNTIL),
    });
    expect(world.log).toEqual([]);
  });

  test('are kept of regions from which digests of this account come, declared or not', async () => {
    const world = new VerifierWorld();
    world.declared = { ...world.declared, regions: [] };
    world.bucket.copy(
      key('222/us D9'),
      `AWSLogs/o-abcdefghij/${ACCOUNT}/CloudTrail-Digest/us-east-1/2025/11/20/x.json.gz`,
    );
    await world.keepKeys();
    expect(archived(world).map(([one]) => one)).toEqual([name('us-east-1')]);
  });

  test.each([
    ['another key', JSON.stringify({ PublicKeyList: [otherKey()] })],
    ['two keys', JSON.stringify({ PublicKeyList: [otherKey(), signingKey('eu-central-1').entry] })],

    [
      'two keys, the right one first',
      JSON.stringify({ PublicKeyList: [signingKey('eu-central-1').entry, otherKey()] }),
    ],
    ['no list', '{}'],
    ['no JSON', 'x'],
    ['nothing', ''],
  ])('where %s was archived, people are told, and it stays as it is', async (_what, text) => {
    const world = new VerifierWorld();
    world.bucket.objects.set(name('eu-central-1'), { bytes: Buffer.from(text), metadata: {} });
    const aws = await world.keepKeys();
    expect(told(aws)).toMatchObject([
      {
        evidenceOf: ACCOUNT,
        alarms: ['invalid-signature'],
        findings: [{ kind: 'archived-key', region: 'eu-central-1', key: name('eu-central-1') }],
      },
    ]);
    expect(world.logged('finding').map(counted)).toEqual([['integrity-invalid-signature']]);
    expect(world.bucket.at(name('eu-central-1')).bytes.toString()).toBe(text);
    expect(told(await world.keepKeys())).toEqual([]);
  });

  test('that cannot be read are not written', async () => {
    const world = new VerifierWorld();
    world.answers = {
      GetObject: () => {
        throw Object.assign(new Error('no'), { name: 'AccessDenied' });
      },
      PutObject: () => {
        throw new Error('it must not be written');
      },
    };
    await expect(world.keepKeys()).rejects.toThrow(
      'public keys could not be kept: eu-central-1: AccessDenied: no; us-east-1: AccessDenied: no',
    );
  });

  test('that another run keeps at the same time are compared', async () => {
    const world = new VerifierWorld();
    const real = { bytes: Buffer.from(JSON.stringify({ PublicKeyList: [otherKey()] })), metadata: {} };
    world.answers = {
      PutObject: ({ Key }: { Key: string }) => {
        world.bucket.objects.set(Key, real);
        throw preconditionFailed();
      },
    };
    world.declared = { ...world.declared, regions: ['eu-central-1'] };
    expect(told(await world.keepKeys())).toHaveLength(1);
  });

  test('of the other regions are kept, and what is wrong with them told, before a region that fails is thrown', async () => {
    const world = new VerifierWorld();
    world.keys = { 'us-east-1': [signingKey('us-east-1').entry] };
    world.declared = { ...world.declared, regions: ['ap-south-1', 'us-east-1'] };
    world.answers = {
      PutObject: ({ Key }: { Key: string }) => {
        if (Key.includes('us-east-1')) throw new Error('access denied');
        return {};
      },
    };
    await expect(world.keepKeys()).rejects.toThrow('public keys could not be kept: us-east-1: Error: access denied');
  });
});

describe('public keys that CloudTrail gave once', () => {
  test('are not asked for again as long as the function lives', async () => {
    const world = new VerifierWorld();
    const runs = [await world.verify(MEMBER), await world.verify('111111111111', UNTIL + 60_000)];
    expect(runs.map((aws) => aws.inputsOf('ListPublicKeys').length)).toEqual([2, 0]);
    expect(world.logged('verified').map(({ findings }) => findings)).toEqual([0, 0]);
  });

  test('are those of one region: another one may have another key of that fingerprint', async () => {
    const world = new VerifierWorld();
    const fingerprint = signingKey('eu-central-1').entry.Fingerprint;
    world.keys = {
      'eu-central-1': [signingKey('eu-central-1').entry],
      'us-east-1': [{ ...signingKey('us-east-1').entry, Fingerprint: fingerprint }],
    };
    const keys = new ServiceKeys(await world.verify(MEMBER), new Map());
    const window = { from: UNTIL - HOUR, to: UNTIL };
    const found = [];
    for (const region of PLAN.regions) found.push((await keys.find(fingerprint, region, window))?.value);
    expect(found).toEqual(PLAN.regions.map((region) => signingKey(region).entry.Value));
  });
});

describe('the schedule', () => {
  const scheduled = { 'detail-type': 'Scheduled Event', time: new Date(UNTIL).toISOString() };
  const sent = (aws: FakeAws) =>
    aws
      .inputsOf('SendMessageBatch')
      .map(({ Entries }) =>
        (Entries as { Id: string; MessageBody: string }[]).map(({ MessageBody }) => JSON.parse(MessageBody)),
      );

  test('shares out one piece of work for each account, declared or with evidence, and one for the keys', async () => {
    const world = new VerifierWorld();
    world.declared = { ...world.declared, accounts: ['111111111111', '999999999999'] };
    world.bucket.copy(key('222/eu D9'), 'AWSLogs/444444444444/CloudTrail-Digest/eu-central-1/2025/11/20/x.json.gz');
    world.pageSize = 1;
    const until = new Date(UNTIL).toISOString();
    expect(sent(await world.run(scheduled))).toEqual([
      [
        { keys: 'all', until },
        ...['111111111111', MEMBER, '444444444444', '999999999999'].map((account) => ({ account, until })),
      ],
    ]);
    expect(world.log).toEqual([]);
  });

  const many = Array.from({ length: 24 }, (_, at) => String(300_000_000_000 + at));

  test('sends ten pieces at a time, and again only what SQS refused', async () => {
    const world = new VerifierWorld();
    world.declared = { ...world.declared, accounts: many };
    let refusals = 2;
    world.answers = {
      SendMessageBatch: ({ Entries }: { Entries: { Id: string }[] }) =>
        refusals-- > 0 ? { Failed: [{ Id: Entries[3]?.Id ?? '0', Code: 'InternalError', Message: 'later' }] } : {},
    };
    const batches = sent(await world.run(scheduled));
    expect(batches.map((batch) => batch.length).sort((one, other) => other - one)).toEqual([10, 10, 7, 1, 1]);
    expect(new Set(batches.flat().map((work) => JSON.stringify(work))).size).toBe(27);
  });

  test('says how much the queue did not take after three attempts, once it took the rest', async () => {
    const world = new VerifierWorld();
    world.declared = { ...world.declared, accounts: many };
    world.answers = {
      SendMessageBatch: ({ Entries }: { Entries: { Id: string; MessageBody: string }[] }) => ({
        Failed: Entries.filter(({ MessageBody }) => MessageBody.includes('"300000000005"')).map(({ Id }) => ({
          Id,
          Code: 'Throttled',
          Message: 'no',
        })),
      }),
    };
    await expect(world.run(scheduled)).rejects.toThrow(
      'acme-audit-verify-evidence did not take 1 of 27 pieces of work: Throttled, no',
    );
  });
});

describe('what wakes the function', () => {
  test('may be a letter of the dead-letter queue as it is', async () => {
    const world = new VerifierWorld();
    await world.run({ account: MEMBER, until: new Date(UNTIL).toISOString() });
    expect(world.logged('verified')).toHaveLength(1);
  });

  test.each<[unknown, string]>([
    [undefined, 'the event is nothing, not an object'],
    [{ 'detail-type': 'Scheduled Event' }, 'it has no time: {"detail-type":"Scheduled Event"}'],
    [{ time: '2025-11-20T12:00:00Z' }, 'it has no time: {"time":"2025-11-20T12:00:00Z"}'],
    [{ account: MEMBER }, `it has no time: {"account":"${MEMBER}"}`],
    [
      messageOf({ account: 'x', until: '2025-11-20T12:00:00Z' }),
      'it is no work of this function: {"account":"x","until":"2025-11-20T12:00:00Z"}; write {"account": "...", "until": "..."}',
    ],
    [{ Records: [{ body: 'x' }] }, 'a message of the queue is not JSON: "x"'],
    [{ Records: [{ body: '[]' }] }, 'a message of the queue is [], not an object'],
  ])('%j is refused', async (event, message) => {
    await expect(new VerifierWorld().run(event as object)).rejects.toThrow(message);
  });
});
