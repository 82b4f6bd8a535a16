import { gzipSync } from 'node:zlib';
import type { Finding } from '../../lambdas/evidence/finding';
import { type Bucket, flipped } from './bucket';
import { Labels } from './labels';
import { SMALL } from './organization-evidence';

export const labels = new Labels(SMALL);
const key = (label: string): string => labels.key(label);

/** The account and region that are tampered with. */
export const VICTIM = '222/eu';
const D = (hour: number) => `${VICTIM} D${hour}`;
const L = (hour: number, at: number) => `${VICTIM} L${hour}.${at}`;

/** What a plain copy cannot prove, whatever else: the newest digest of each chain. */
export const NEWEST = ['111/eu B5', '111/eu D7', '111/us D7', '222/eu D7', '222/us D7', '333/eu D7', '333/us D7'];

const EXTRA = key(L(1, 0)).replace(/[0-9a-f]{16}\.json/, 'ffffffffffffffff.json');

/** One thing done to the evidence of `SMALL`, and what is to be found. */
export interface Tampering {
  readonly what: string;
  readonly tamper: (bucket: Bucket) => void;
  /** All that is found where signatures are kept. */
  readonly found: readonly string[];
  /** Failures in a plain copy, where they are others. */
  readonly plain?: readonly string[];
  /** Digests that a plain copy leaves unproven besides the newest ones, and newest ones that are none any more. */
  readonly unproven?: readonly string[];
  readonly notNewest?: readonly string[];
  /** The AWS CLI sees nothing of it. */
  readonly unseen?: boolean;
  /** Much like the one before: the AWS CLI, which takes its time, is not asked. */
  readonly alike?: boolean;
}

/** Changes one field of a digest. */
const field =
  (label: string, name: string, change: (value: string) => string) =>
  (bucket: Bucket): void =>
    bucket.rewrite(key(label), (text) => {
      const json = JSON.parse(text) as Record<string, string>;
      return JSON.stringify({ ...json, [name]: change(json[name]!) });
    });

const appended = (bytes: Buffer, text: string): Buffer => Buffer.concat([bytes, gzipSync(text)]);

/** Every kind of tampering, each alone. */
export const TAMPERINGS: readonly Tampering[] = [
  { what: 'nothing', tamper: () => undefined, found: [] },
  {
    what: 'a byte of a log',
    tamper: (bucket) => bucket.rewrite(key(L(1, 0)), (text) => text.replace('192.0.2.17', '192.0.2.18')),
    found: [`altered-log ${L(1, 0)} by ${D(1)}`],
  },
  {
    what: 'a bit of a packed log',
    tamper: (bucket) => bucket.flip(key(L(1, 0))),
    found: [`unreadable ${L(1, 0)} by ${D(1)}`],
  },
  {
    what: 'a log cut off',
    tamper: (bucket) => {
      const object = bucket.at(key(L(1, 0)));
      object.bytes = object.bytes.subarray(0, -20);
    },
    found: [`unreadable ${L(1, 0)} by ${D(1)}`],
  },
  {
    what: 'events appended to a log as another member of its archive',
    unseen: true,
    tamper: (bucket) => {
      const object = bucket.at(key(L(1, 0)));
      object.bytes = appended(object.bytes, '{"Records":[]}');
    },
    found: [`altered-log ${L(1, 0)} by ${D(1)}`],
  },
  {
    what: 'a log deleted',
    tamper: (bucket) => bucket.remove(key(L(4, 1))),
    found: [`missing-log ${L(4, 1)} by ${D(4)}`],
  },
  {
    what: 'a log delivered late deleted',
    tamper: (bucket) => bucket.remove(key('111/eu L2.0')),
    found: ['missing-log 111/eu L2.0 by 111/eu D6'],
  },
  {
    what: 'a log of a backfill digest altered',
    tamper: (bucket) => bucket.rewrite(key('111/eu L3.2'), (text) => text.replace('192.0.2.17', '192.0.2.18')),
    found: ['altered-log 111/eu L3.2 by 111/eu B3'],
  },
  {
    what: 'a log added',
    unseen: true,
    tamper: (bucket) => bucket.copy(key(L(1, 0)), EXTRA),
    found: [`extra-log ${EXTRA}`],
  },
  {
    what: 'a log moved to another day',
    tamper: (bucket) => bucket.move(key(L(1, 0)), key(L(1, 0)).replace('/20/', '/21/')),
    found: [`moved ${key(L(1, 0)).replace('/20/', '/21/')} from ${L(1, 0)} by ${D(1)}`],
  },
  {
    what: 'a log renamed',
    tamper: (bucket) => bucket.move(key(L(1, 0)), EXTRA),
    found: [`moved ${EXTRA} from ${L(1, 0)} by ${D(1)}`],
  },
  {
    what: "a log moved to another account's folder",
    tamper: (bucket) => bucket.move(key(L(1, 0)), key(L(1, 0)).replace('/222222222222/', '/111111111111/')),
    found: [`moved ${key(L(1, 0)).replace('/222222222222/', '/111111111111/')} from ${L(1, 0)} by ${D(1)}`],
  },
  {
    what: 'the hash of a log in a digest',
    tamper: (bucket) => bucket.rewrite(key(D(3)), (text) => text.replace(/"hashValue":"./, '"hashValue":"x')),
    found: [`altered-digest ${D(3)} by ${D(4)}, 2 logs`],
  },
  {
    what: 'the key of a log in a digest',
    tamper: (bucket) => bucket.rewrite(key(D(3)), (text) => text.replace(/"s3Object":"trail/, '"s3Object":"frail')),
    found: [`altered-digest ${D(3)} by ${D(4)}, 3 logs`],
  },
  {
    what: 'a digest emptied',
    tamper: (bucket) =>
      bucket.rewrite(key(D(3)), (text) => JSON.stringify({ ...(JSON.parse(text) as object), logFiles: [] })),
    found: [`altered-digest ${D(3)} by ${D(4)}, 2 logs`],
  },
  ...['awsAccountId', 'digestS3Bucket', 'digestS3Object', 'digestPublicKeyFingerprint', 'digestSignatureAlgorithm'].map(
    (name) => ({
      what: `${name} of a digest`,
      alike: true,
      tamper: field(D(3), name, (value) => `x${value.slice(1)}`),
      found: [`altered-digest ${D(3)} by ${D(4)}, 2 logs`],
    }),
  ),
  ...['digestStartTime', 'digestEndTime'].map((name) => ({
    what: `${name} of a digest`,
    alike: true,
    tamper: field(D(3), name, (value) => `2027${value.slice(4)}`),
    found: [`altered-digest ${D(3)} by ${D(4)}, 2 logs`],
  })),
  ...['previousDigestS3Bucket', 'previousDigestS3Object', 'previousDigestHashAlgorithm'].map((name) => ({
    what: `${name} of a digest`,
    alike: true,
    tamper: field(D(3), name, (value) => `x${value.slice(1)}`),
    found: [`altered-digest ${D(3)} by ${D(4)}, 2 logs`],
  })),
  {
    what: 'the hash of the digest before, in a digest',
    tamper: field(D(3), 'previousDigestHashValue', flipped),
    found: [`altered-digest ${D(3)} by ${D(4)}, 2 logs`],
  },
  {
    what: 'the signature of the digest before, in a digest',
    tamper: field(D(3), 'previousDigestSignature', flipped),
    found: [`altered-digest ${D(3)} by ${D(4)}, 2 logs`],
    unproven: [D(2)],
  },
  {
    what: 'a bit of a packed digest',
    tamper: (bucket) => bucket.flip(key(D(3))),
    found: [`unreadable ${D(3)}, 2 logs`],
    unproven: [D(2)],
  },
  {
    what: 'a digest that is no JSON',
    tamper: (bucket) => bucket.rewrite(key(D(3)), (text) => text.slice(1)),
    found: [`unreadable ${D(3)}, 2 logs`],
    unproven: [D(2)],
  },
  {
    what: 'two digests, one after the other',
    tamper: (bucket) => {
      for (const hour of [3, 4])
        bucket.rewrite(key(D(hour)), (text) => text.replace(/"hashValue":"./, '"hashValue":"x'));
    },
    found: [`altered-digest ${D(3)} by ${D(4)}, 2 logs`, `altered-digest ${D(4)} by ${D(5)}, 2 logs`],
  },
  {
    what: 'a digest, and the hash of it in the next',
    tamper: (bucket) => {
      bucket.rewrite(key(D(3)), (text) => text.replace(/"hashValue":"./, '"hashValue":"x'));
      field(D(4), 'previousDigestHashValue', flipped)(bucket);
    },
    found: [`altered-digest ${D(3)} by ${D(4)}, 2 logs`, `altered-digest ${D(4)} by ${D(5)}, 2 logs`],
  },
  {
    what: 'the signature of a digest',
    tamper: (bucket) => bucket.flipSignature(key(D(3))),
    found: [`altered-signature ${D(3)} by ${D(4)}`],
    plain: [],
  },
  {
    what: 'the signature of the newest digest',
    tamper: (bucket) => bucket.flipSignature(key(D(7))),
    found: [`altered-digest ${D(7)}, 2 logs`],
    plain: [],
  },
  {
    what: 'the newest digest, which nothing in a plain copy speaks against',
    tamper: field(D(7), 'newestEventTime', (value) => `2027${value.slice(4)}`),
    found: [`altered-digest ${D(7)}, 2 logs`],
    plain: [],
  },
  {
    what: 'the hash of a log in the newest digest',
    tamper: (bucket) => bucket.rewrite(key(D(7)), (text) => text.replace(/"hashValue":"./, '"hashValue":"x')),
    found: [`altered-digest ${D(7)}, 2 logs`],
    plain: [`altered-log ${L(7, 0)} by ${D(7)}`],
  },
  ...['previousDigestHashValue', 'previousDigestSignature'].map((name) => ({
    what: `${name} of the newest digest, the only one without a signature`,
    alike: true,
    tamper: (bucket: Bucket) => {
      field(D(7), name, flipped)(bucket);
      bucket.at(key(D(7))).metadata = {};
    },
    found: [`altered-digest ${D(7)}, 2 logs`],
    ...(name === 'previousDigestSignature' && { unproven: [D(6)] }),
    notNewest: [D(7)],
  })),
  {
    what: 'a digest deleted from the middle',
    tamper: (bucket) => bucket.remove(key(D(3))),
    found: [`missing-digest ${D(3)} by ${D(4)}, 2 logs`],
    unproven: [D(2)],
  },
  {
    what: 'two digests deleted from the middle',
    tamper: (bucket) => bucket.remove(key(D(3)), key(D(4))),
    found: [`missing-digest ${D(4)} by ${D(5)}, 4 logs`],
    unproven: [D(2)],
  },
  {
    what: 'every other digest deleted',
    tamper: (bucket) => bucket.remove(key(D(1)), key(D(3)), key(D(5))),
    found: [
      `missing-digest ${D(1)} by ${D(2)}, 2 logs`,
      `missing-digest ${D(3)} by ${D(4)}, 2 logs`,
      `missing-digest ${D(5)} by ${D(6)}, 2 logs`,
    ],
    unproven: [D(0), D(2), D(4)],
  },
  {
    what: 'the first digest deleted',
    tamper: (bucket) => bucket.remove(key(D(0))),
    found: [`missing-digest ${D(0)} by ${D(1)}, 2 logs`],
  },
  {
    what: 'the newest digest deleted',
    unseen: true,
    tamper: (bucket) => bucket.remove(key(D(7))),
    found: [`chain-ends-early 222222222222/eu-central-1 by ${D(6)}, 3 logs`],
    unproven: [D(6)],
    notNewest: [D(7)],
  },
  {
    what: 'the three newest digests deleted',
    unseen: true,
    tamper: (bucket) => bucket.remove(key(D(5)), key(D(6)), key(D(7))),
    found: [`chain-ends-early 222222222222/eu-central-1 by ${D(4)}, 5 logs`],
    unproven: [D(4)],
    notNewest: [D(7)],
  },
  {
    what: 'all digests deleted',
    unseen: true,
    tamper: (bucket) => bucket.remove(...[0, 1, 2, 3, 4, 5, 6, 7].map((hour) => key(D(hour)))),
    found: ['no-chain trail/AWSLogs/o-abcdefghij/222222222222/CloudTrail/eu-central-1/, 14 logs'],
    notNewest: [D(7)],
  },
  {
    what: 'a backfill digest altered',
    tamper: (bucket) => bucket.rewrite(key('111/eu B3'), (text) => text.replace(/"hashValue":"./, '"hashValue":"x')),
    found: ['altered-digest 111/eu B3 by 111/eu B5, 1 logs'],
  },
  {
    what: 'a backfill digest deleted',
    tamper: (bucket) => bucket.remove(key('111/eu B3')),
    found: ['missing-digest 111/eu B3 by 111/eu B5, 1 logs'],
  },
  {
    what: 'a digest moved to another day',
    tamper: (bucket) => bucket.move(key(D(2)), key(D(2)).replace('/20/', '/21/')),
    found: [`moved ${key(D(2)).replace('/20/', '/21/')} from ${D(2)}`],
  },
  {
    what: 'a digest renamed',
    tamper: (bucket) => bucket.move(key(D(2)), key(D(2)).replace('20251120T230131', '20251120T231500')),
    found: [`moved ${key(D(2)).replace('20251120T230131', '20251120T231500')} from ${D(2)}`],
  },
  {
    what: 'a digest renamed to an earlier time',
    alike: true,
    tamper: (bucket) => bucket.move(key(D(2)), key(D(2)).replace('20251120T230131', '20251120T223000')),
    found: [`moved ${key(D(2)).replace('20251120T230131', '20251120T223000')} from ${D(2)}`],
  },
  {
    what: 'a digest put in the place of another',
    tamper: (bucket) => bucket.copy(key(D(2)), key(D(4))),
    found: [`altered-digest ${D(4)}, 2 logs`],
    unproven: [D(3)],
  },
  {
    what: 'a digest added between two others',
    unseen: true,
    tamper: (bucket) => bucket.copy(key(D(2)), key(D(2)).replace('20251120T230131', '20251120T233000')),
    found: [`extra-digest ${key(D(2)).replace('20251120T230131', '20251120T233000')}`],
  },
  {
    what: 'an object of another kind among logs, and one among digests',
    unseen: true,
    tamper: (bucket) => {
      bucket.copy(key(L(1, 0)), `${key(L(1, 0))}.bak`);
      bucket.copy(key(D(1)), `${key(D(1))}.bak`);
    },
    found: [`unknown-object ${key(L(1, 0))}.bak`, `unknown-object ${key(D(1))}.bak`],
  },
];

/** `missing-digest 222/eu D3 by 222/eu D4, 2 logs`. */
export function told(finding: Finding): string {
  const { kind, key: at, from, digest, logs, digests, account, region } = finding;
  const where = at === undefined ? `${account ?? 'all'}/${region ?? 'all'}` : labels.label(at);
  return [
    `${kind} ${where}`,
    from === undefined ? '' : ` from ${labels.label(from)}`,
    digest === undefined ? '' : ` by ${labels.label(digest)}`,
    logs === undefined ? '' : `, ${logs} logs`,
    digests === undefined ? '' : `, ${digests} digests`,
  ].join('');
}
