import { PublicKeyError, PublicKeys, publicKey } from '../../lambdas/evidence/public-key';
import { PublicKeyService } from '../../lambdas/evidence/public-key-service';
import { Bucket } from './bucket';
import { signingKey } from './organization-evidence';

const { entry } = signingKey('eu-central-1');
const { entry: other } = signingKey('us-east-1');
const file = (name: string, ...entries: readonly unknown[]) => ({
  name,
  text: JSON.stringify({ PublicKeyList: entries }),
});

describe('a file of keys', () => {
  test.each([
    ['ISO 8601', entry.ValidityStartTime],
    ['seconds since 1970', Date.parse(entry.ValidityStartTime) / 1000],
  ])('has times in %s', async (_, time) => {
    const keys = PublicKeys.parse([file('a.json', { ...entry, ValidityStartTime: time })]);
    expect(keys.size).toBe(1);
    expect((await keys.find(entry.Fingerprint))!.validFrom).toBe(Date.parse('2025-11-01T00:00:00Z'));
    expect(await keys.find(other.Fingerprint)).toBeUndefined();
  });

  test('may repeat what another one holds, and is written as it was read', () => {
    const keys = PublicKeys.parse([file('a.json', other, entry), file('b.json', entry)]);
    expect(PublicKeys.parse([{ name: 'c', text: JSON.stringify(keys) }]).size).toBe(2);
    const byName = (one: { Fingerprint: string }, two: { Fingerprint: string }) =>
      one.Fingerprint < two.Fingerprint ? -1 : 1;
    expect(keys.toJSON()).toEqual({ PublicKeyList: [entry, other].sort(byName) });
  });

  test('with problems: all are named', () => {
    const files = [
      { name: 'a.json', text: '{' },
      { name: 'b.json', text: '{"keys": []}' },
      { name: 'c.json', text: 'null' },
      file('d.json', { ...entry, Value: 'AAAA' }, { ...entry, Fingerprint: '' }, null),
      file('e.json', entry, { ...other, Fingerprint: entry.Fingerprint }),
    ];
    let problems: readonly string[] = [];
    try {
      PublicKeys.parse(files);
    } catch (error) {
      expect(error).toBeInstanceOf(PublicKeyError);
      ({ problems } = error as PublicKeyError);
    }
    expect(problems).toEqual([
      expect.stringMatching(/^a\.json: is not JSON \(/),
      'b.json: has no list PublicKeyList; write one with verify-evidence --fetch-keys',
      'c.json: has no list PublicKeyList; write one with verify-evidence --fetch-keys',
      'd.json: PublicKeyList[0].Value is no RSA public key in base64 of DER, PKCS #1',
      'd.json: PublicKeyList[1].Fingerprint is no text',
      'd.json: PublicKeyList[2].Value is no RSA public key in base64 of DER, PKCS #1',
      'd.json: PublicKeyList[2].Fingerprint is no text',
      'd.json: PublicKeyList[2].ValidityStartTime is no time',
      'd.json: PublicKeyList[2].ValidityEndTime is no time',
      `e.json: PublicKeyList[1] has the fingerprint of another key, ${entry.Fingerprint}`,
    ]);
  });

  test('lies among others in a folder', async () => {
    const stored = (key: string, text: string) => ({ key, bytes: Buffer.from(text), metadata: {} });
    const store = new Bucket([
      stored('PublicKeys/eu-central-1/1.json', file('', entry).text),
      stored('PublicKeys/us-east-1/2.json', file('', other).text),
      stored('PublicKeys/README.txt', 'no key'),
      stored('Others/3.json', '{'),
    ]);
    expect((await PublicKeys.stored(store, 'PublicKeys/')).size).toBe(2);
  });
});

describe('the service', () => {
  const HOUR = 60 * 60 * 1000;
  const DAY = 24 * HOUR;
  const key = publicKey('', entry, [])!;

  test('is asked once for whole days, and again only for a key that it did not name', async () => {
    const asked: unknown[] = [];
    const service = new PublicKeyService((region, window) => {
      asked.push([region, window.from / DAY, window.to / DAY]);
      return Promise.resolve(region === 'eu-central-1' ? [key] : []);
    });
    const hour = (from: number) => ({ from: from * HOUR, to: (from + 3) * HOUR });
    expect(await service.find(entry.Fingerprint, 'eu-central-1', hour(1))).toBe(key);
    expect(await service.find(entry.Fingerprint, 'eu-central-1', hour(100))).toBe(key);
    expect(asked).toEqual([['eu-central-1', 0, 1]]);
    expect(await service.find('unknown', 'eu-central-1', hour(2))).toBeUndefined();
    expect(await service.find('unknown', 'eu-central-1', hour(22))).toBeUndefined();
    // A key of one region is none of another.
    expect(await service.find(entry.Fingerprint, 'us-east-1', hour(1))).toBeUndefined();
    expect(asked.slice(1)).toEqual([
      ['eu-central-1', 0, 2],
      ['us-east-1', 0, 1],
    ]);
  });
});
