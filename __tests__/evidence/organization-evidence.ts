import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

export const HOUR = 60 * 60 * 1000;

/** A key pair as CloudTrail has one for each region, and its entry in ListPublicKeys' answer. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly entry: {
    readonly Value: string;
    readonly Fingerprint: string;
    readonly ValidityStartTime: string;
    readonly ValidityEndTime: string;
  };
}

const pairs = new Map<string, SigningKey>();

/** A region's key pair; one for each name, made once, for it takes a while. */
export function signingKey(name: string): SigningKey {
  const known = pairs.get(name);
  if (known) return known;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key: SigningKey = {
    privateKey,
    entry: {
      Value: publicKey.export({ format: 'der', type: 'pkcs1' }).toString('base64'),
      Fingerprint: createHash('md5').update(name).digest('hex'),
      ValidityStartTime: '2025-11-01T00:00:00.000Z',
      ValidityEndTime: '2025-12-01T00:00:00.000Z',
    },
  };
  pairs.set(name, key);
  return key;
}

/** What an organization's trail delivers, and for how long. */
export interface EvidencePlan {
  readonly bucket: string;
  /** Before `AWSLogs`, with a slash; empty for none. */
  readonly prefix: string;
  /** Absent: the layout of a trail of single accounts. */
  readonly organization?: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly trail: string;
  readonly trailRegion: string;
  /** The beginning of the first digest. */
  readonly start: number;
  readonly hours: number;
  /** Logs that are delivered in an hour, counted from 0. */
  readonly logs: (hour: number) => number;
  /** Events of each log. */
  readonly events: number;
  /** Logs of the first account and region that are delivered most of a day late: by hour, how late. */
  readonly late: Readonly<Record<number, number>>;
  /** Hours after which a backfill digest is made for a log that no other digest lists. */
  readonly backfills: readonly number[];
  /** Logs that are delivered after the last digest, and before the first. */
  readonly after: number;
  readonly before: number;
  /** Hours of which the first account's and region's trail makes no digest, though its chain goes on. */
  readonly skipped: readonly number[];
}

/** A management account and two members, in two regions, over midnight; with a late log, empty hours and a backfill. */
export const SMALL: EvidencePlan = {
  bucket: 'acme-audit-trail',
  prefix: 'trail/',
  organization: 'o-abcdefghij',
  accounts: ['111111111111', '222222222222', '333333333333'],
  regions: ['eu-central-1', 'us-east-1'],
  trail: 'acme_audit-trail',
  trailRegion: 'eu-central-1',
  start: Date.UTC(2025, 10, 20, 20, 1, 31),
  hours: 8,
  logs: (hour) => (hour % 4 === 2 ? 0 : 2),
  events: 2,
  late: { 6: 4 * HOUR },
  backfills: [3, 5],
  after: 1,
  before: 1,
  skipped: [],
};

/** An object as CloudTrail delivers it. */
export interface Delivered {
  readonly key: string;
  readonly bytes: Buffer;
  readonly metadata: Readonly<Record<string, string>>;
}

export const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

/** `20251120T200131Z`. */
export const compact = (time: number): string => iso(time).replaceAll(/[-:]/g, '');
export const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');
const day = (time: number): string => iso(time).slice(0, 10).replaceAll('-', '/');

/** Everything that a trail delivers into its bucket, in the order of time for each account and region. */
export function* delivered(plan: EvidencePlan): Generator<Delivered> {
  for (const account of plan.accounts) {
    for (const region of plan.regions) yield* new Delivery(plan, account, region).objects();
  }
}

/** What ListPublicKeys answers in all regions of a plan together. */
export const publicKeys = (plan: EvidencePlan): object => ({
  PublicKeyList: plan.regions.map((region) => signingKey(region).entry),
});

/** One account's and region's deliveries. */
export class Delivery {
  private count = 0;

  constructor(
    private readonly plan: EvidencePlan,
    private readonly account: string,
    private readonly region: string,
  ) {}

  /** @param previous - the digest that the first one continues, if any */
  *objects(previous?: SignedDigest): Generator<Delivered> {
    const { plan } = this;
    const isFirst = this.account === plan.accounts[0] && this.region === plan.regions[0];
    for (let at = 0; at < plan.before; at++) yield this.log(plan.start - 5 * HOUR - at * 60_000);
    let previousBackfill: SignedDigest | undefined;
    for (let hour = 0; hour < plan.hours; hour++) {
      const start = plan.start + hour * HOUR;
      const logs = Array.from({ length: plan.logs(hour) }, (_, at) =>
        this.log(start + Math.floor(((at + 0.5) * HOUR) / Math.max(1, plan.logs(hour)))),
      );
      const lateness = plan.late[hour];
      if (isFirst && lateness !== undefined) logs.push(this.log(start - lateness));
      yield* logs;
      if (isFirst && plan.skipped.includes(hour)) continue;
      previous = this.digest({ start, end: start + HOUR }, logs, previous);
      yield previous;
      if (!isFirst || !plan.backfills.includes(hour)) continue;
      const forgotten = this.log(start + 40 * 60_000);
      yield forgotten;
      previousBackfill = this.digest({ start, end: start + HOUR, backfill: true }, [forgotten], previousBackfill);
      yield previousBackfill;
    }
    for (let at = 0; at < plan.after; at++) yield this.log(plan.start + plan.hours * HOUR + (at + 5) * 60_000);
  }

  /** A log file; each has content and a name of its own. */
  log(time: number, folder = 'CloudTrail'): Delivered {
    const { plan, account, region } = this;
    const unique = sha256(`${account} ${region} ${this.count++}`).slice(0, 16);
    const name = `${account}_${folder}_${region}_${compact(time).slice(0, 13)}Z_${unique}.json.gz`;
    const records = Array.from({ length: plan.events }, (_, at) => record(account, region, time, `${unique}-${at}`));
    return {
      key: `${this.folder()}${folder}/${region}/${day(time)}/${name}`,
      bytes: gzipSync(JSON.stringify({ Records: records })),
      metadata: {},
    };
  }

  digest(
    { start, end, backfill = false }: { start: number; end: number; backfill?: boolean },
    logs: readonly Delivered[],
    previous: SignedDigest | undefined,
  ): SignedDigest {
    const { plan, account, region } = this;
    const suffix = backfill ? '_backfill' : '';
    const name = `${account}_CloudTrail-Digest_${region}_${plan.trail}_${plan.trailRegion}_${compact(end)}${suffix}.json.gz`;
    const newest = logs.length > 0 ? iso(end - 60_000) : null;
    const content = {
      awsAccountId: account,
      digestStartTime: iso(start),
      digestEndTime: iso(end),
      digestS3Bucket: plan.bucket,
      digestS3Object: `${this.folder()}CloudTrail-Digest/${region}/${day(end)}/${name}`,
      digestPublicKeyFingerprint: signingKey(region).entry.Fingerprint,
      digestSignatureAlgorithm: 'SHA256withRSA',
      newestEventTime: newest,
      oldestEventTime: newest,
      previousDigestS3Bucket: previous?.bucket ?? null,
      previousDigestS3Object: previous?.key ?? null,
      previousDigestHashValue: previous?.hash ?? null,
      previousDigestHashAlgorithm: previous ? 'SHA-256' : null,
      previousDigestSignature: previous?.signature ?? null,
      logFiles: logs.map(({ key, bytes }) => listed(plan.bucket, key, bytes)),
    };
    return signed(content, region, backfill ? end + 24 * HOUR : undefined);
  }

  private folder(): string {
    const { prefix, organization } = this.plan;
    return `${prefix}AWSLogs/${organization === undefined ? '' : `${organization}/`}${this.account}/`;
  }
}

export interface SignedDigest extends Delivered {
  readonly bucket: string;
  readonly hash: string;
  readonly signature: string;
}

/** What a digest says, for tests that change it. */
export interface DigestContent {
  readonly digestStartTime: string;
  readonly digestEndTime: string;
  readonly digestS3Bucket: string;
  readonly digestS3Object: string;
  readonly previousDigestSignature: string | null;
  readonly logFiles: readonly unknown[];
  readonly [field: string]: unknown;
}

/**
 * Signs a digest as CloudTrail does.
 *
 * Source: CloudTrail user guide, "CloudTrail digest file structure" and "Custom implementations of CloudTrail log file
 * integrity validation".
 */
export function signed(content: DigestContent, keyName: string, backfilledAt?: number): SignedDigest {
  const text = JSON.stringify(content);
  const hash = sha256(text);
  const { digestEndTime, digestS3Bucket, digestS3Object, previousDigestSignature } = content;
  const toSign = [digestEndTime, `${digestS3Bucket}/${digestS3Object}`, hash, previousDigestSignature ?? 'null'].join(
    '\n',
  );
  const signature = sign('RSA-SHA256', Buffer.from(toSign), signingKey(keyName).privateKey).toString('hex');
  return {
    key: digestS3Object,
    bucket: digestS3Bucket,
    bytes: gzipSync(text),
    hash,
    signature,
    metadata: {
      signature,
      'signature-algorithm': 'SHA256withRSA',
      ...(backfilledAt !== undefined && { 'backfill-generation-timestamp': iso(backfilledAt) }),
    },
  };
}

const listed = (bucket: string, key: string, bytes: Buffer): object => ({
  s3Bucket: bucket,
  s3Object: key,
  hashValue: sha256(gunzipSync(bytes)),
  hashAlgorithm: 'SHA-256',
  newestEventTime: '2025-11-20T20:00:00Z',
  oldestEventTime: '2025-11-20T20:00:00Z',
});

function record(account: string, region: string, time: number, id: string): object {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'AssumedRole', principalId: `AROA:${id}`, accountId: account, accessKeyId: 'ASIA' },
    eventTime: iso(time - (time % 1000)),
    eventSource: 's3.amazonaws.com',
    eventName: 'GetBucketAcl',
    awsRegion: region,
    sourceIPAddress: '192.0.2.17',
    userAgent: `aws-sdk/${sha256(id)}`,
    requestParameters: { bucketName: `bucket-${sha256(id).slice(0, 12)}` },
    responseElements: null,
    requestID: sha256(`request ${id}`).slice(0, 16),
    eventID: sha256(`event ${id}`).slice(0, 32),
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
}

/** Writes objects below a folder as a plain copy has them, or with their metadata in sidecars. */
export function write(folder: string, objects: Iterable<Delivered>, { sidecars = false } = {}): void {
  for (const { key, bytes, metadata } of objects) {
    const file = join(folder, key);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    if (sidecars && Object.keys(metadata).length > 0) writeFileSync(`${file}.metadata.json`, JSON.stringify(metadata));
  }
}
