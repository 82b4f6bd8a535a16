import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';

/** Beyond this much a file is not unpacked at once but hashed piece by piece; bytes, unpacked. */
const AT_ONCE = 16 * 1024 * 1024;
/** No digest is larger, unpacked: one lists an hour's files, some 500 bytes each. What claims to be is not let into memory. */
const LARGEST_DIGEST = 64 * 1024 * 1024;

const unpackAtOnce = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

/** A file that is not gzip, or not all of it. */
export class NotGzip extends Error {}

/** SHA-256, hexadecimal. */
export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Unpacks a digest.
 *
 * @throws NotGzip
 */
export async function unpack(compressed: Buffer): Promise<Buffer> {
  try {
    return await unpackAtOnce(compressed, { maxOutputLength: LARGEST_DIGEST });
  } catch (error) {
    throw new NotGzip(reason(error));
  }
}

/**
 * SHA-256 of what a gzip file holds, hexadecimal. Every member of the file counts, as for those who read it; memory is
 * bounded however much a file unpacks to.
 *
 * @throws NotGzip
 */
export async function contentHash(compressed: Buffer): Promise<string> {
  try {
    return sha256(await unpackAtOnce(compressed, { maxOutputLength: AT_ONCE }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw new NotGzip(reason(error));
  }
  return hashInPieces(compressed);
}

async function hashInPieces(compressed: Buffer): Promise<string> {
  const hash = createHash('sha256');
  const unpacking = createGunzip();
  unpacking.end(compressed);
  try {
    for await (const piece of unpacking) hash.update(piece as Buffer);
  } catch (error) {
    throw new NotGzip(reason(error));
  }
  return hash.digest('hex');
}

/** zlib's own words: `incorrect header check`, `unexpected end of file`. */
const reason = (error: unknown): string => (error as Error).message;
