import type { Finding } from '../../lambdas/evidence/finding';
import { PublicKeys } from '../../lambdas/evidence/public-key';
import { verifyEvidence, type VerifyOptions } from '../../lambdas/evidence/verify';
import { Bucket } from './bucket';
import { Labels } from './labels';
import {
  type Delivered,
  delivered,
  Delivery,
  type EvidencePlan,
  HOUR,
  iso,
  publicKeys,
  type SignedDigest,
  signingKey,
  SMALL,
} from './organization-evidence';
import { labels, told } from './tamperings';

const key = (label: string): string => labels.key(label);
const KEYS = PublicKeys.parse([{ name: 'keys.json', text: JSON.stringify(publicKeys(SMALL)) }]);
const NOW = SMALL.start + 100 * HOUR;

const verify = (bucket: Bucket, options: VerifyOptions = {}, keys = KEYS) =>
  verifyEvidence(bucket, keys, { now: NOW, ...options });
const tell = (findings: readonly Finding[]): string[] => findings.map(told).sort();

/** Evidence whose keys were changed, as copies change them. */
const moved = (change: (key: string) => string | undefined, plan = SMALL): Bucket => {
  const objects: Delivered[] = [];
  for (const object of delivered(plan)) {
    const changed = change(object.key);
    if (changed !== undefined) objects.push({ ...object, key: changed });
  }
  return new Bucket(objects);
};

describe('several things at once', () => {
  test('are each found, each named, none imagined', async () => {
    const bucket = Bucket.of(SMALL);
    const change = (text: string) => text.replace('192.0.2.17', '192.0.2.18');
    bucket.rewrite(key('111/eu L0.0'), change);
    bucket.remove(key('111/eu L4.0'), key('111/us D3'), key('333/us D7'));
    bucket.copy(key('111/us L5.0'), key('111/us L5.0').replace(/[0-9a-f]{16}\.json/, '0000000000000000.json'));
    bucket.flipSignature(key('222/eu D1'));
    bucket.flip(key('222/eu D5'));
    bucket.move(key('222/us L7.1'), key('222/us L7.1').replace('/us-east-1/', '/eu-central-1/'));
    bucket.rewrite(key('333/eu D2'), (text) => text.replace('"digestStartTime":"2025', '"digestStartTime":"2024'));
    bucket.remove(key('333/eu D5'));
    expect(tell((await verify(bucket)).findings)).toEqual([
      'altered-digest 333/eu D2 by 333/eu D3',
      'altered-log 111/eu L0.0 by 111/eu D0',
      'altered-signature 222/eu D1 by 222/eu D2',
      'chain-ends-early 333333333333/us-east-1 by 333/us D6, 3 logs',
      `extra-log ${key('111/us L5.0').replace(/[0-9a-f]{16}\.json/, '0000000000000000.json')}`,
      'missing-digest 111/us D3 by 111/us D4, 2 logs',
      'missing-digest 333/eu D5 by 333/eu D6, 2 logs',
      'missing-log 111/eu L4.0 by 111/eu D4',
      `moved ${key('222/us L7.1').replace('/us-east-1/', '/eu-central-1/')} from 222/us L7.1 by 222/us D7`,
      'unreadable 222/eu D5, 2 logs',
    ]);
  });
});

describe('layouts', () => {
  const untouched = async (bucket: Bucket, options?: VerifyOptions) => {
    const { findings, copiesOf, chains, unlisted } = await verify(bucket, options);
    expect(findings).toEqual([]);
    expect(copiesOf).toEqual(['acme-audit-trail']);
    expect(
      chains.map(({ digests, provenDigests, unprovenLogs, state }) => [provenDigests, unprovenLogs, state, digests]),
    ).toEqual(chains.map(({ digests }) => [digests, 0, 'proven', digests]));
    return { chains, unlisted };
  };
  const COPIES: readonly [string, (key: string) => string | undefined, number][] = [
    ['the whole bucket', (one) => one, 7],
    ['the whole bucket, in folders of its own', (one) => `2025/incident/${one}`, 7],
    ['s3://bucket/trail', (one) => one.slice('trail/'.length), 7],
    ['s3://bucket/trail/AWSLogs', (one) => one.slice('trail/AWSLogs/'.length), 7],
    ["the organization's folder", (one) => one.slice('trail/AWSLogs/o-abcdefghij/'.length), 7],
    [
      "the organization's folder, in one of another name",
      (one) => `acme/${one.slice('trail/AWSLogs/o-abcdefghij/'.length)}`,
      7,
    ],
    ["an account's folder", (one) => /\/222222222222\/(.*)/.exec(one)?.[1], 2],
    [
      "an account's folder, in one of another name",
      (one) => /\/222222222222\/(.*)/.exec(one)?.[1]?.replace(/^/, 'member/'),
      2,
    ],
  ];

  test.each(COPIES)('a copy of %s', async (_, change, chains) => {
    expect((await untouched(moved(change))).chains).toHaveLength(chains);
  });

  test.each(COPIES)('a copy of %s, tampered with', async (_, change) => {
    const bucket = Bucket.of(SMALL);
    bucket.remove(key('222/eu L1.0'), key('222/eu D3'));
    bucket.rewrite(key('222/us D3'), (text) => text.replace(/"hashValue":"./, '"hashValue":"x'));
    const copy = new Bucket([]);
    for (const [name, object] of bucket.objects) {
      const changed = change(name);
      if (changed !== undefined) copy.objects.set(changed, object);
    }
    const at = (label: string): string => change(key(label))!;
    const { findings } = await verify(copy);
    expect(findings.map(({ kind, key: where, digest, logs = 0 }) => [kind, where, digest, logs])).toEqual([
      ['missing-digest', at('222/eu D3'), at('222/eu D4'), 2],
      ['missing-log', at('222/eu L1.0'), at('222/eu D1'), 0],
      ['altered-digest', at('222/us D3'), at('222/us D4'), 2],
    ]);
  });

  test("of an account's own trail, without a prefix", async () => {
    const { chains } = await untouched(moved((one) => one, { ...SMALL, prefix: '', organization: undefined }));
    expect(chains.map(({ folder }) => folder)).toContain('AWSLogs/222222222222/');
  });

  test('two copies beside each other, one of them tampered with', async () => {
    const bucket = moved((one) => `bucket/${one}`);
    for (const [name, object] of Bucket.of(SMALL).objects) bucket.objects.set(`replica/${name}`, object);
    bucket.remove(`replica/${key('222/eu L1.0')}`);
    expect((await verify(bucket)).findings).toMatchObject([
      { kind: 'missing-log', key: `replica/${key('222/eu L1.0')}` },
    ]);
  });

  test("what the console makes of folders, other services' files and sidecars are no evidence", async () => {
    const bucket = Bucket.of(SMALL);
    const empty = { bytes: Buffer.alloc(0), metadata: {} };
    for (const folder of [
      'trail/',
      'trail/AWSLogs/o-abcdefghij/222222222222/CloudTrail/',
      `${key('222/eu D0')}.metadata.json`,
    ]) {
      bucket.objects.set(folder, empty);
    }
    bucket.objects.set('trail/AWSLogs/222222222222/Config/eu-central-1/2025/11/20/ConfigHistory/x.json.gz', empty);
    bucket.objects.set('PublicKeys/eu-central-1/1234.json', empty);
    expect((await verify(bucket)).findings).toEqual([]);
  });

  test('in the bucket itself it is no copy', async () => {
    expect((await verify(Bucket.of(SMALL))).copiesOf).toEqual([]);
  });

  test('insights that no digest lists are counted; where some are listed, others are extra', async () => {
    const insight = key('222/eu L1.0').replaceAll('CloudTrail', 'CloudTrail-Insight');
    const bucket = Bucket.of(SMALL);
    bucket.copy(key('222/eu L1.0'), insight);
    expect(await verify(bucket)).toMatchObject({ findings: [], unlisted: { uncovered: 1 } });
  });
});

describe('public keys', () => {
  const [eu, us] = SMALL.regions.map((region) => signingKey(region).entry);
  const keysOf = (...entries: readonly object[]) =>
    PublicKeys.parse([{ name: 'keys.json', text: JSON.stringify({ PublicKeyList: entries }) }]);
  const swapped = keysOf({ ...eu, Value: us!.Value }, { ...us, Value: eu!.Value });

  test.each([
    ['in the bucket', (bucket: Bucket) => bucket],
    ['in a plain copy', (bucket: Bucket) => bucket.plain()],
  ])('that are swapped are named once each, %s', async (_, change) => {
    const { findings } = await verify(change(Bucket.of(SMALL)), {}, swapped);
    const failures = findings.filter(({ severity }) => severity === 'failure');
    expect(failures.map(({ kind, account, region, message }) => [kind, account, region, message])).toEqual(
      [eu!, us!].map(({ Fingerprint }, at) => [
        'wrong-key',
        undefined,
        SMALL.regions[at],
        `the public key ${Fingerprint} fits none of the signatures that it should, though the digests agree with each other: it is not the key that signed them`,
      ]),
    );
  });

  test.each<[string, (bucket: Bucket) => void]>([
    [
      'the times in a digest',
      (bucket) =>
        bucket.rewrite(key('222/eu D3'), (text) => text.replaceAll(/(digest(?:Start|End)Time":")2025/g, '$12757')),
    ],
    [
      'the times in a digest, before there was CloudTrail',
      (bucket) =>
        bucket.rewrite(key('222/eu D3'), (text) => text.replaceAll(/(digest(?:Start|End)Time":")2025/g, '$11825')),
    ],
    [
      'when a backfill digest was made',
      (bucket) =>
        void (bucket.at(key('111/eu B3')).metadata['backfill-generation-timestamp'] = '+275760-09-13T00:00:00Z'),
    ],
  ])('are asked for of times at which CloudTrail signed, whoever forges %s', async (_, tamper) => {
    const bucket = Bucket.of(SMALL);
    tamper(bucket);
    const asked: number[] = [];
    const source = {
      find: (fingerprint: string, _region: string, { from, to }: { from: number; to: number }) => {
        asked.push(from, to);
        return KEYS.find(fingerprint);
      },
    };
    await verifyEvidence(bucket, source, { now: NOW });
    expect(Math.min(...asked)).toBe(SMALL.start);
    // A backfill digest of hour 5 is made a day later.
    expect(Math.max(...asked)).toBe(SMALL.start + (6 + 24 + 1) * HOUR);
  });

  test('one that is missing is named once, with the digests that it signed', async () => {
    const { findings, chains } = await verify(Bucket.of(SMALL), {}, keysOf(eu!));
    expect(tell(findings)).toEqual([`unknown-key all/us-east-1, 24 digests`]);
    expect(findings[0]!.message).toBe(`the public key ${us!.Fingerprint} is not among those given`);
    expect(chains.filter(({ state }) => state === 'failed').map(({ region }) => region)).toEqual(
      Array(3).fill('us-east-1'),
    );
  });

  test('a digest altered is named even where its key is missing, by the next one', async () => {
    const bucket = Bucket.of(SMALL);
    bucket.rewrite(key('222/us D3'), (text) => text.replace(/"hashValue":"./, '"hashValue":"x'));
    expect(tell((await verify(bucket, {}, keysOf(eu!))).findings)).toEqual([
      'altered-digest 222/us D3 by 222/us D4, 2 logs',
      'unknown-key all/us-east-1, 23 digests',
    ]);
  });
});

describe('chains', () => {
  const trail = (name: string): Partial<EvidencePlan> => ({
    trail: name,
    accounts: ['222222222222'],
    regions: ['eu-central-1'],
  });
  const quiet: Partial<EvidencePlan> = { before: 0, after: 0, backfills: [], late: {} };

  test('that begin anew after a stop: the time between, and the logs of it', async () => {
    const first = { ...SMALL, ...quiet, ...trail('acme'), hours: 3 };
    const second = { ...first, start: first.start + 9 * HOUR, before: 2 };
    const bucket = new Bucket([...delivered(first), ...delivered(second)]);
    const { findings, chains } = await verify(bucket);
    expect(findings).toMatchObject([
      {
        kind: 'chain-restarted',
        logs: 2,
        message: `it begins a new chain: the trail, or its validation, was stopped from ${iso(first.start + 3 * HOUR)} to ${iso(second.start)}`,
      },
    ]);
    expect(chains).toMatchObject([{ digests: 6, provenDigests: 6, state: 'failed' }]);
  });

  test('that are linked, but leave out an hour', async () => {
    const plan = { ...SMALL, ...quiet, ...trail('acme'), skipped: [3] };
    const { findings } = await verify(Bucket.of(plan));
    const [from, to] = [iso(SMALL.start + 3 * HOUR), iso(SMALL.start + 4 * HOUR)];
    expect(findings).toMatchObject([
      {
        kind: 'gap',
        logs: 2,
        message: `it begins 1 hour after the end of the digest before: no digest is about the time from ${from} to ${to}`,
      },
    ]);
  });

  test.each([
    ['in its bucket', (bucket: Bucket) => bucket],
    ['in a plain copy', (bucket: Bucket) => bucket.plain()],
  ])('into which somebody put files of whatever kind are linked without them, %s', async (_, change) => {
    const plan = { ...SMALL, ...quiet, ...trail('acme'), hours: 4 };
    const bucket = Bucket.of(plan);
    const after = new Labels(plan).key('222/eu D2');
    const names = ['231000', '232000', '233000'].map((time) => after.replace(/T230131Z/, `T${time}Z`));
    for (const name of names) bucket.objects.set(name, { bytes: Buffer.from('{}'), metadata: {} });
    const { findings } = await verify(change(bucket));
    const failures = findings.filter(({ severity }) => severity === 'failure');
    expect(failures.map(({ kind, key: where }) => [kind, where])).toEqual(names.map((name) => ['extra-digest', name]));
    expect(findings.filter(({ key: where }) => where === after)).toEqual([]);
  });

  test('do not go on with what only claims to belong to them', async () => {
    const plan = { ...SMALL, ...quiet, ...trail('acme'), hours: 4 };
    const forged = new Labels(plan).key('222/eu D2').replace('T230131Z', 'T233000Z');
    const bucket = Bucket.of(plan);
    bucket.copy(new Labels(plan).key('222/eu D2'), forged);
    bucket.rewrite(forged, (text) => text.replace(/"digestS3Object":"[^"]*"/, `"digestS3Object":"${forged}"`));
    bucket.at(forged).metadata = {};
    expect((await verify(bucket)).findings).toMatchObject([{ kind: 'extra-digest', key: forged }]);
  });

  test('of two trails in one place: a log is fine when either lists it', async () => {
    const one = { ...SMALL, ...quiet, ...trail('acme') };
    const bucket = new Bucket([...delivered(one), ...delivered({ ...one, trail: 'other', logs: () => 1, hours: 8 })]);
    const { findings, chains } = await verify(bucket);
    expect(findings.map(({ kind }) => kind)).not.toContain('extra-log');
    expect(chains.map(({ trail: name, state }) => [name, state])).toEqual([
      ['acme', expect.any(String)],
      ['other', expect.any(String)],
    ]);
  });

  test.each([
    ['prefix', { prefix: 'new/' }, (lost: string) => ({ kind: 'missing-digest', severity: 'failure', key: lost })],
    [
      'bucket',
      { bucket: 'acme-new-trail', prefix: 'new/' },
      (lost: string) => ({
        kind: 'continues-elsewhere',
        severity: 'warning',
        message: `it continues s3://acme-audit-trail/${lost}, which is not part of this evidence`,
      }),
    ],
  ])('whose trail was given another %s go on there', async (_, place, found) => {
    const before: EvidencePlan = { ...SMALL, ...quiet, ...trail('acme'), hours: 3 };
    const after = { ...before, ...place, start: before.start + 3 * HOUR };
    const old = [...delivered(before)];
    const last = old.findLast((object): object is SignedDigest => 'signature' in object);
    const objects = [...new Delivery(after, '222222222222', 'eu-central-1').objects(last)];
    expect((await verify(new Bucket([...old, ...objects]))).findings).toEqual([]);
    // Without the first part: of the same bucket it should be here, of another it cannot.
    expect((await verify(new Bucket(objects))).findings).toMatchObject([found(last!.key)]);
  });
});

describe("genuine chains of somebody else's trail", () => {
  // Of the same name, in the same account and region, with fewer events.
  const own: EvidencePlan = {
    ...SMALL,
    bucket: 'not-acme',
    prefix: '',
    organization: undefined,
    accounts: ['222222222222'],
    regions: ['eu-central-1'],
    events: 1,
    late: {},
    backfills: [],
  };
  const replaced = (store?: string): Bucket => {
    const bucket = new Bucket([], store);
    for (const [name, object] of Bucket.of(SMALL).objects)
      if (!/\/222222222222\/[^/]*\/eu-/.test(name)) bucket.objects.set(name, object);
    for (const { key: name, ...object } of delivered(own))
      bucket.objects.set(name.replace('AWSLogs/', 'trail/AWSLogs/o-abcdefghij/'), object);
    return bucket;
  };
  const found = (to: string) => ({
    kind: 'other-bucket',
    account: '222222222222',
    region: 'eu-central-1',
    digests: 8,
    message: `digests of the trail acme_audit-trail, the first of them ${key('222/eu D0')}, were delivered to s3://not-acme, not to ${to}: they are genuine, but another trail's`,
  });

  test.each<[string, string | undefined, readonly string[] | undefined, object[]]>([
    ["in the trail's bucket", 'acme-audit-trail', undefined, [found('s3://acme-audit-trail')]],
    ['in a replica, of which it is said', 'replica', ['acme-audit-trail'], [found('s3://acme-audit-trail')]],
    ['in a copy, of several', undefined, ['a-a-a', 'acme-audit-trail'], [found('s3://a-a-a or s3://acme-audit-trail')]],
    ['in a copy, of both', undefined, ['not-acme', 'acme-audit-trail'], []],
    ['in a copy, of nobody knows what', undefined, undefined, []],
  ])('take the place of another: %s', async (_, store, buckets, expected) => {
    const { findings, copiesOf } = await verify(replaced(store), { buckets });
    expect(findings).toMatchObject(expected);
    expect(copiesOf).toEqual(store === 'acme-audit-trail' ? ['not-acme'] : ['acme-audit-trail', 'not-acme']);
  });
});

describe('accounts and regions', () => {
  test.each<[string, VerifyOptions, number]>([
    ['one account', { accounts: ['222222222222'] }, 2],
    ['one region', { regions: ['us-east-1'] }, 3],
    ['one account in one region', { accounts: ['222222222222'], regions: ['us-east-1'] }, 1],
    ['an account that is not there', { accounts: ['999999999999'] }, 0],
  ])('%s', async (_, filter, chains) => {
    expect((await verify(Bucket.of(SMALL), filter)).chains).toHaveLength(chains);
  });

  test('that are expected, and have no more than a folder in the time, are named once', async () => {
    const bucket = Bucket.of(SMALL);
    for (const name of [...bucket.objects.keys()]) {
      if (name.includes('/333333333333/') && name.includes('/us-east-1/2025/11/21/')) bucket.remove(name);
    }
    const window = { from: Date.UTC(2025, 10, 21, 0, 30), to: Date.UTC(2025, 10, 21, 2, 30) };
    const about = async (expected?: VerifyOptions['expected']) =>
      (await verify(bucket, { window, expected })).findings.map(({ kind, message }) => [kind, message]);
    expect(await about()).toEqual([
      ['no-chain', 'there is neither a digest nor a log in this time, though other accounts or regions have some'],
    ]);
    expect(await about([{ account: '333333333333', region: 'us-east-1' }])).toEqual([
      ['no-chain', 'there is no digest of account 333333333333 in us-east-1, which should be part of this evidence'],
    ]);
  });

  test('that are expected and not there', async () => {
    const bucket = Bucket.of(SMALL);
    const expected = [
      { account: '222222222222' },
      { account: '333333333333', region: 'us-east-1' },
      { account: '333333333333', region: 'us-west-2' },
      { account: '444444444444' },
    ];
    expect((await verify(bucket, { expected })).findings.map(({ kind, message }) => [kind, message])).toEqual([
      ['no-chain', 'there is no digest of account 333333333333 in us-west-2, which should be part of this evidence'],
      ['no-chain', 'there is no digest of account 444444444444, which should be part of this evidence'],
    ]);
  });
});
