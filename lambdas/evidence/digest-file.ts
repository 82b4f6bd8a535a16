import { verify } from 'node:crypto';
import { NotGzip, sha256, unpack } from './content';
import { type Digest, NotADigest, readDigest, SIGNATURE_ALGORITHM, signedText } from './digest';
import type { DigestName } from './object-key';
import type { PublicKey, PublicKeySource } from './public-key';
import type { EvidenceStore } from './store';
import type { Window } from './window';

const HOUR = 60 * 60 * 1000;
/** A backfill digest is made within so long, at most: a year, for CloudTrail does not say. */
const BACKFILLED = 366 * 24 * HOUR;

/** Why there is no digest to be had from a file. */
export interface Trouble {
  readonly kind: 'unreadable' | 'altered-digest';
  readonly message: string;
}

/** A digest as it lies in the store, read: what it says, and whether the signature kept with it fits. */
export interface DigestFile extends DigestName {
  /** Its key in the store. */
  readonly path: string;
  /** What it says; absent when it cannot be read. */
  readonly digest?: Digest;
  /** Why what it says counts for nothing. */
  readonly trouble?: Trouble;
  /** SHA-256 of the uncompressed bytes, hexadecimal; empty when they cannot be had. */
  readonly hash: string;
  /** The key that its fingerprint names; absent when nobody has it. */
  readonly publicKey?: PublicKey;
  /** Whether the signature kept with it fits; absent when there is none, or no key to tell. */
  readonly signed?: boolean;
}

/**
 * Reads a digest with its signature, from S3's user metadata or a sidecar, and looks its public key up.
 *
 * @returns nothing when the file is gone since it was listed
 */
export async function readDigestFile(
  store: EvidenceStore,
  path: string,
  name: DigestName,
  keys: PublicKeySource,
): Promise<DigestFile | undefined> {
  const stored = await store.read(path, { metadata: true });
  if (!stored) return undefined;
  const file = { ...name, path };
  let content: Buffer;
  try {
    content = await unpack(stored.bytes);
  } catch (error) {
    if (!(error instanceof NotGzip)) throw error;
    return { ...file, hash: '', trouble: unreadable(`it cannot be unpacked (${error.message})`) };
  }
  const hash = sha256(content);
  try {
    const digest = readDigest(content);
    const publicKey = await keys.find(digest.fingerprint, name.region, signedAt(name, stored.metadata));
    const { signature, 'signature-algorithm': algorithm = SIGNATURE_ALGORITHM } = stored.metadata;
    const signed = signature === undefined ? undefined : fits(publicKey, digest, hash, signature, algorithm);
    return { ...file, hash, digest, publicKey, signed };
  } catch (error) {
    if (!(error instanceof NotADigest)) throw error;
    return { ...file, hash, trouble: unreadable(`it is no digest: ${error.message}`) };
  }
}

const unreadable = (message: string): Trouble => ({ kind: 'unreadable', message });

/**
 * When a digest was signed, as far as looking for its key goes: not as its content says, which may be forged to have CloudTrail
 * asked for times that it refuses. A backfill digest says in its metadata when it was made.
 *
 * Source: the AWS CLI's `cloudtrail validate-logs`, which asks for keys an hour around that time, and otherwise until two
 * hours after the end of what it validates.
 */
function signedAt({ time, backfill }: DigestName, metadata: Readonly<Record<string, string>>): Required<Window> {
  const made = backfill ? Date.parse(metadata['backfill-generation-timestamp'] ?? '') : Number.NaN;
  if (made >= time && made < time + BACKFILLED) return { from: made - HOUR, to: made + HOUR };
  return { from: time - HOUR, to: time + 2 * HOUR };
}

/**
 * Whether a signature fits a digest, wherever either lies now: what was signed is the place that the digest names.
 *
 * @returns nothing when there is no key, or the algorithm is none that CloudTrail is known to use
 */
export function fits(
  publicKey: PublicKey | undefined,
  digest: Digest,
  hash: string,
  signature: string,
  algorithm = SIGNATURE_ALGORITHM,
): boolean | undefined {
  if (!publicKey || digest.signatureAlgorithm !== SIGNATURE_ALGORITHM) return undefined;
  if (algorithm !== SIGNATURE_ALGORITHM || !/^(?:[0-9a-f]{2})+$/i.test(signature)) return false;
  return verify('RSA-SHA256', Buffer.from(signedText(digest, hash)), publicKey.key, Buffer.from(signature, 'hex'));
}
