import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { keyList, type PublicKey } from '../evidence/public-key';
import type { Aws } from '../shared/aws';
import { publicKeysOf } from './service-keys';

/** An archived key that is not the one CloudTrail has of that fingerprint. */
export interface Discrepancy {
  readonly region: string;
  /** Of the object. */
  readonly key: string;
  readonly message: string;
}

interface Archive {
  readonly bucket: string;
  /** Without slashes. */
  readonly prefix: string;
}

/** What became of the keys of all regions. */
export interface Keeping {
  readonly discrepancies: readonly Discrepancy[];
  /** Regions whose keys could not be kept, and why. */
  readonly failures: readonly string[];
}

const DAY = 24 * 3_600_000;
const HTTP_PRECONDITION_FAILED = 412;

/**
 * Keeps the public keys that CloudTrail signed with in a day beside the evidence, each once: without them nobody can prove the
 * evidence once CloudTrail does not list them any more. What is there already is compared.
 */
export async function keepPublicKeys(
  aws: Aws,
  archive: Archive,
  regions: readonly string[],
  until: number,
): Promise<Keeping> {
  const discrepancies: Discrepancy[] = [];
  const failures: string[] = [];
  for (const region of regions) {
    try {
      for (const key of await publicKeysOf(aws, region, { from: until - DAY, to: until }))
        discrepancies.push(...(await keep(aws, archive, region, key)));
    } catch (error) {
      failures.push(`${region}: ${String(error)}`);
    }
  }
  return { discrepancies, failures };
}

async function keep(aws: Aws, { bucket, prefix }: Archive, region: string, key: PublicKey): Promise<Discrepancy[]> {
  const name = `${prefix}/${region}/${key.fingerprint}.json`;
  const known = (await read(aws, bucket, name)) ?? (await put(aws, bucket, name, key));
  if (known === undefined || valueIn(known) === key.value) return [];
  const message = `the archived public key ${key.fingerprint} is not the one that AWS CloudTrail has in ${region}`;
  return [{ region, key: name, message }];
}

async function read(aws: Aws, Bucket: string, Key: string): Promise<string | undefined> {
  try {
    const { Body } = await aws.client(S3Client).send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString()) ?? '';
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** @returns what is there, where another run was faster */
async function put(aws: Aws, Bucket: string, Key: string, key: PublicKey): Promise<string | undefined> {
  const Body = `${JSON.stringify(keyList([key]), null, 2)}\n`;
  const object = { Bucket, Key, Body, ContentType: 'application/json' };
  try {
    // A locked object must come with a checksum, and the bucket takes it only where none is.
    await aws.client(S3Client).send(new PutObjectCommand({ ...object, IfNoneMatch: '*', ChecksumAlgorithm: 'CRC32' }));
    return undefined;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === HTTP_PRECONDITION_FAILED)
      return read(aws, Bucket, Key);
    throw error;
  }
}

function valueIn(text: string): string | undefined {
  try {
    const { PublicKeyList } = JSON.parse(text) as { PublicKeyList?: readonly { Value?: string }[] };
    return PublicKeyList?.length === 1 ? PublicKeyList[0]!.Value : undefined;
  } catch {
    return undefined;
  }
}
