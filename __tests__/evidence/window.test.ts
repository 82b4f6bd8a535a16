import { PublicKeys } from '../../lambdas/evidence/public-key';
import { verifyEvidence, type VerifyOptions } from '../../lambdas/evidence/verify';
import { Bucket } from './bucket';
import { Labels } from './labels';
import { type EvidencePlan, HOUR, iso, publicKeys, SMALL } from './organization-evidence';
import { labels } from './tamperings';

const key = (label: string): string => labels.key(label);
const KEYS = PublicKeys.parse([{ name: 'keys.json', text: JSON.stringify(publicKeys(SMALL)) }]);
const NOW = SMALL.start + 100 * HOUR;
const END = SMALL.start + SMALL.hours * HOUR;

const verify = (bucket: Bucket, options: VerifyOptions = {}) => verifyEvidence(bucket, KEYS, { now: NOW, ...options });

describe('time', () => {
  const at = (hour: number, minutes = 0): number => SMALL.start + hour * HOUR + minutes * 60_000;

  test('only what lies in it is looked at', async () => {
    const bucket = Bucket.of(SMALL);
    bucket.remove(key('222/eu L0.0'), key('222/eu L7.0'), key('222/eu D0'), key('222/eu D7'));
    const { findings, chains } = await verify(bucket, { window: { from: at(2), to: at(5) } });
    expect(findings).toEqual([]);
    const own = chains.filter(({ account, region }) => account === '222222222222' && region === 'eu-central-1');
    expect(own).toMatchObject([{ digests: 3, from: iso(at(2)), to: iso(at(5)), provenLogs: 4 }]);
  });

  describe('a log of it that only a digest after it lists', () => {
    // Written at minute 20 of hour 4, listed by the digest of hour 5.
    const plan: EvidencePlan = { ...SMALL, backfills: [], late: { 5: 40 * 60_000 } };
    const late = new Labels(plan).key('111/eu L4.2');
    const window = { from: at(2), to: at(5) };

    test.each([
      ['in its bucket', (bucket: Bucket) => bucket],
      ['in a plain copy', (bucket: Bucket) => bucket.plain()],
    ])('is no stranger, %s', async (_, change) => {
      const { findings, chains } = await verify(change(Bucket.of(plan)), { window });
      expect(findings).toEqual([]);
      expect(chains[0]).toMatchObject({ account: '111111111111', region: 'eu-central-1', provenLogs: 5 });
    });

    test.each<[string, (bucket: Bucket) => void, string]>([
      ['altered', (bucket) => bucket.rewrite(late, (text) => text.replace('192.0.2.17', '192.0.2.18')), 'altered-log'],
      ['deleted', (bucket) => bucket.remove(late), 'missing-log'],
    ])('is missed or looked at: %s', async (_, tamper, kind) => {
      const bucket = Bucket.of(plan);
      tamper(bucket);
      expect((await verify(bucket, { window })).findings).toMatchObject([{ kind, key: late }]);
    });

    test('is only as well proven as that digest', async () => {
      const digest = new Labels(plan).key('111/eu D5');
      const bucket = Bucket.of(plan);
      bucket.flipSignature(digest);
      bucket.remove(new Labels(plan).key('111/eu D6'));
      expect((await verify(bucket, { window })).findings).toMatchObject([
        { kind: 'altered-digest', key: digest, logs: 1 },
      ]);
    });
  });

  test('a digest that was given a name of after it keeps none of it from being looked at', async () => {
    const bucket = Bucket.of({ ...SMALL, logs: () => 0, late: {}, backfills: [] });
    const renamed = key('222/eu D2').replace('T230131Z', 'T235931Z');
    bucket.move(key('222/eu D2'), renamed);
    const { findings } = await verify(bucket, { window: { from: at(0), to: at(3, 50) } });
    expect(findings.map(({ kind, key: where }) => [kind, where])).toEqual([['moved', renamed]]);
  });

  test('a log of it may be delivered hours after it', async () => {
    const window = { from: at(0), to: at(3) };
    const hours = (late: number) => ({ ...SMALL, hours: 18, backfills: [], late: { [late + 2]: late * HOUR } });
    const found = async (late: number) => (await verify(Bucket.of(hours(late)), { window })).findings;
    expect(await found(11)).toEqual([]);
    expect(await found(13)).toMatchObject([{ kind: 'extra-log' }]);
  });

  test('a log that no digest lists is found up to the end, where digests after it do not list it either', async () => {
    const bucket = Bucket.of(SMALL);
    const extra = key('222/eu L4.1').replace(/T\d{4}Z_[0-9a-f]{16}/, 'T0055Z_ffffffffffffffff');
    bucket.copy(key('222/eu L4.1'), extra);
    const { findings, unlisted } = await verify(bucket, { window: { from: at(2), to: at(5) } });
    expect(findings).toMatchObject([{ kind: 'extra-log', key: extra }]);
    expect(unlisted.pending).toBe(0);
  });

  test('a plain copy takes the signature of its last digest from the one after it', async () => {
    const { findings } = await verify(Bucket.of(SMALL).plain(), { window: { from: at(2), to: at(5) } });
    expect(findings.filter(({ key: where }) => !where!.includes('_backfill'))).toEqual([]);
  });

  test.each([
    ['a log', '222/eu L4.0', 'missing-log'],
    ['a digest', '222/eu D3', 'missing-digest'],
    ['the first digest', '222/eu D2', 'missing-digest'],
    ['the last digest', '222/eu D4', 'missing-digest'],
  ])('%s missing in it is found', async (_, label, kind) => {
    const bucket = Bucket.of(SMALL);
    bucket.remove(key(label));
    const { findings } = await verify(bucket, { window: { from: at(2), to: at(5) } });
    expect(findings).toMatchObject([{ kind, key: key(label) }]);
  });

  test('a chain must reach its end, once the digest is due', async () => {
    const window = { to: at(9) };
    const all = await verify(Bucket.of(SMALL), { window });
    expect(all.findings.map(({ kind }) => kind)).toEqual(Array(6).fill('chain-ends-early'));
    expect(all.findings[0]!.message).toBe(
      `digests of the trail acme_audit-trail end at ${iso(END)}, but proof is asked for until ${iso(at(9))}: the next ones are missing, or the trail was stopped`,
    );
    const due = END + HOUR + HOUR / 2;
    expect((await verify(Bucket.of(SMALL), { window, now: due - 1 })).findings).toEqual([]);
    expect((await verify(Bucket.of(SMALL), { window, now: due })).findings).toHaveLength(6);
  });

  test('logs long after the end of a chain show that it ends early', async () => {
    const bucket = Bucket.of({
      ...SMALL,
      accounts: ['222222222222'],
      regions: ['eu-central-1'],
      backfills: [],
      late: {},
    });
    expect((await verify(bucket)).findings).toEqual([]);
    bucket.remove(key('222/eu D7'), key('222/eu D6'));
    expect(await verify(bucket)).toMatchObject({
      findings: [{ kind: 'chain-ends-early', logs: 3 }],
      unlisted: { pending: 0 },
    });
  });

  test('logs before the first digest and after the last are counted', async () => {
    expect((await verify(Bucket.of(SMALL))).unlisted).toEqual({ pending: 6, beforeTheChain: 6, uncovered: 0 });
  });
});
