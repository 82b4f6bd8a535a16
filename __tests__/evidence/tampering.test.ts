import { PublicKeys } from '../../lambdas/evidence/public-key';
import type { Finding } from '../../lambdas/evidence/finding';
import { verifyEvidence, type VerifyOptions } from '../../lambdas/evidence/verify';
import { Bucket } from './bucket';
import { HOUR, publicKeys, SMALL } from './organization-evidence';
import { labels, NEWEST, TAMPERINGS, told } from './tamperings';

const KEYS = PublicKeys.parse([{ name: 'keys.json', text: JSON.stringify(publicKeys(SMALL)) }]);

/** When everything of the plan has long been delivered. */
const NOW = SMALL.start + 100 * HOUR;

async function findingsOf(bucket: Bucket, keys = KEYS, options: VerifyOptions = {}): Promise<readonly Finding[]> {
  return (await verifyEvidence(bucket, keys, { now: NOW, ...options })).findings;
}

const sorted = (lines: readonly string[]): string[] => [...lines].sort();

describe('evidence in its bucket, with signatures', () => {
  test.each(TAMPERINGS)('tampered with: $what', async ({ tamper, found }) => {
    const bucket = Bucket.of(SMALL);
    tamper(bucket);
    expect(sorted((await findingsOf(bucket)).map(told))).toEqual(sorted(found));
  });
});

describe('a plain copy, without signatures', () => {
  test.each(TAMPERINGS)('tampered with: $what', async ({ tamper, found, plain, unproven = [], notNewest = [] }) => {
    const bucket = Bucket.of(SMALL);
    tamper(bucket);
    const all = (await findingsOf(bucket.plain())).map((one) => ({ ...one, told: told(one) }));
    const failures = all.filter(({ severity }) => severity === 'failure').map((one) => one.told);
    expect(sorted(failures)).toEqual(sorted(plain ?? found));
    const warnings = all.filter(({ severity }) => severity === 'warning').map((one) => one.told);
    const newest = NEWEST.filter((label) => !notNewest.includes(label));
    expect(sorted(warnings)).toEqual(sorted([...newest, ...unproven].map((label) => `unproven ${label}`)));
  });
});

describe('evidence with other things wrong as well', () => {
  const key = (label: string): string => labels.key(label);

  test.each(TAMPERINGS)('tampered with: $what', async ({ tamper, found }) => {
    const bucket = Bucket.of(SMALL);
    bucket.rewrite(key('333/us D2'), (text) => text.replace('"digestStartTime":"2025', '"digestStartTime":"2024'));
    bucket.flipSignature(key('333/us D5'));
    bucket.remove(key('333/us L4.0'), key('111/us D3'), key('111/us D4'), key('111/us L7.1'));
    tamper(bucket);
    expect(sorted((await findingsOf(bucket)).map(told))).toEqual(
      sorted([
        ...found,
        'altered-digest 333/us D2 by 333/us D3',
        'altered-signature 333/us D5 by 333/us D6',
        'missing-log 333/us L4.0 by 333/us D4',
        'missing-digest 111/us D4 by 111/us D5, 4 logs',
        'missing-log 111/us L7.1 by 111/us D7',
      ]),
    );
  });
});
