/** A log file as a digest lists it. */
export interface ListedLog {
  readonly bucket: string;
  /** The key that CloudTrail gave it. */
  readonly key: string;
  /** Of the uncompressed content, hexadecimal. */
  readonly hash: string;
  readonly hashAlgorithm: string;
}

/** The digest before. */
export interface Predecessor {
  readonly bucket: string;
  readonly key: string;
  /** Of the uncompressed content, hexadecimal. */
  readonly hash: string;
  readonly hashAlgorithm: string;
  /** Hexadecimal. */
  readonly signature: string;
}

/**
 * What CloudTrail signed every hour: which log files it delivered, and which digest came before.
 *
 * Source: CloudTrail user guide, "CloudTrail digest file structure".
 */
export interface Digest {
  readonly account: string;
  /** What it is about; milliseconds since 1970, UTC. */
  readonly start: number;
  readonly end: number;
  /** `digestEndTime` to the letter, as it was signed. */
  readonly endText: string;
  /** Where CloudTrail put it. It is this that was signed, wherever a copy lies. */
  readonly bucket: string;
  readonly key: string;
  /** Fingerprint of the public key that verifies it. */
  readonly fingerprint: string;
  readonly signatureAlgorithm: string;
  /** Absent in the first of a chain. */
  readonly previous?: Predecessor;
  readonly logs: readonly ListedLog[];
}

/** A file that should be a digest and is none. */
export class NotADigest extends Error {}

/** The only ones there are. Source: the same page. */
export const SIGNATURE_ALGORITHM = 'SHA256withRSA';
export const HASH_ALGORITHM = 'SHA-256';

/** Whether a value is a record of JSON. */
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the uncompressed bytes of a digest.
 *
 * @throws NotADigest that lists what is wrong with it
 */
export function readDigest(content: Buffer): Digest {
  let json: unknown;
  try {
    json = JSON.parse(content.toString('utf8'));
  } catch {
    throw new NotADigest('it is not JSON');
  }
  if (!isRecord(json)) throw new NotADigest('it is JSON, but no digest');
  const fields = new Fields(json);
  const hasPrevious = json.previousDigestS3Object !== null && json.previousDigestS3Object !== undefined;
  const digest: Digest = {
    account: fields.text('awsAccountId'),
    start: fields.time('digestStartTime'),
    end: fields.time('digestEndTime'),
    endText: fields.text('digestEndTime'),
    bucket: fields.text('digestS3Bucket'),
    key: fields.text('digestS3Object'),
    fingerprint: fields.text('digestPublicKeyFingerprint'),
    signatureAlgorithm: fields.text('digestSignatureAlgorithm'),
    ...(hasPrevious && {
      previous: {
        bucket: fields.text('previousDigestS3Bucket'),
        key: fields.text('previousDigestS3Object'),
        hash: fields.text('previousDigestHashValue'),
        hashAlgorithm: fields.text('previousDigestHashAlgorithm'),
        signature: fields.text('previousDigestSignature'),
      },
    }),
    logs: fields.list('logFiles').map((log, at) => listedLog(log, at, fields)),
  };
  if (fields.problems.length > 0) throw new NotADigest(fields.problems.join(', '));
  return digest;
}

/**
 * The text that CloudTrail signed: end, place, hash of the content, signature of the digest before.
 *
 * Source: CloudTrail user guide, "Custom implementations of CloudTrail log file integrity validation".
 *
 * @param hash of the digest's uncompressed bytes, hexadecimal
 */
export function signedText(digest: Digest, hash: string): string {
  const { endText, bucket, key, previous } = digest;
  return `${endText}\n${bucket}/${key}\n${hash}\n${previous?.signature ?? 'null'}`;
}

function listedLog(log: unknown, at: number, fields: Fields): ListedLog {
  const own = new Fields(isRecord(log) ? log : {}, `logFiles[${at}].`, fields.problems);
  return {
    bucket: own.text('s3Bucket'),
    key: own.text('s3Object'),
    hash: own.text('hashValue'),
    hashAlgorithm: own.text('hashAlgorithm'),
  };
}

/** Takes fields of a record and collects what is wrong with them. */
class Fields {
  constructor(
    private readonly record: Record<string, unknown>,
    private readonly path = '',
    readonly problems: string[] = [],
  ) {}

  text(name: string): string {
    const value = this.record[name];
    if (typeof value === 'string' && value !== '') return value;
    this.refuse(name, 'a text');
    return '';
  }

  time(name: string): number {
    const time = Date.parse(String(this.record[name]));
    if (!Number.isFinite(time)) this.refuse(name, 'a time');
    return time;
  }

  list(name: string): readonly unknown[] {
    const value = this.record[name] ?? [];
    if (Array.isArray(value)) return value;
    this.refuse(name, 'a list');
    return [];
  }

  private refuse(name: string, what: string): void {
    this.problems.push(`${this.path}${name} is not ${what}`);
  }
}
