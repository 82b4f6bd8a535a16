import type { Readable } from 'node:stream';
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import {
  type EvidenceStore,
  type ListOptions,
  type StoredContent,
  type StoredObject,
  UnreadableEvidence,
} from './store';

/** Loaded when a bucket is read: a folder does without. */
const sdk = () => import('@aws-sdk/client-s3');

/** No file of CloudTrail is larger, packed: its logs have some 50 MB at most, unpacked. In bytes. */
const LARGEST = 128 * 1024 * 1024;

/** As many connections as there may be reads at a time. */
const CONNECTIONS = 128;

/** A bucket, or what lies below a prefix of one. Credentials and region are the environment's. */
export class S3Store implements EvidenceStore {
  readonly name: string;

  private constructor(
    private readonly client: S3Client,
    readonly bucket: string,
    readonly root: string,
  ) {
    this.name = `s3://${bucket}/${root}`;
  }

  /**
   * @param url `s3://bucket` or `s3://bucket/prefix`
   * @param client made from the environment when absent; AWS_ENDPOINT_URL is honoured, with the bucket in the path
   * @throws UnreadableEvidence when the text is no such URL or the bucket cannot be listed
   */
  static async open(url: string, client?: S3Client): Promise<S3Store> {
    const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(url) ?? [];
    if (bucket === undefined) throw new UnreadableEvidence(`${url}: is not s3://bucket or s3://bucket/prefix`);
    const root = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
    const store = new S3Store(client ?? (await newClient()), bucket, root);
    await store.page('', { MaxKeys: 1 });
    return store;
  }

  async *list(prefix: string, { after }: ListOptions = {}): AsyncGenerator<StoredObject> {
    let token: string | undefined;
    let next = this.page(prefix, after === undefined ? {} : { StartAfter: this.root + after });
    do {
      const { Contents = [], NextContinuationToken } = await next;
      token = NextContinuationToken;
      // The next page is on its way while this one is worked on.
      if (token !== undefined) {
        next = this.page(prefix, { ContinuationToken: token });
        next.catch(() => undefined);
      }
      for (const { Key, Size } of Contents) yield { key: Key!.slice(this.root.length), size: Size ?? 0 };
    } while (token !== undefined);
  }

  async folders(prefix: string): Promise<readonly string[]> {
    const names: string[] = [];
    let token: string | undefined;
    do {
      const page = await this.page(prefix, { Delimiter: '/', ...(token && { ContinuationToken: token }) });
      const below = this.root.length + prefix.length;
      for (const { Prefix } of page.CommonPrefixes ?? []) names.push(Prefix!.slice(below, -1));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return names;
  }

  async read(key: string): Promise<StoredContent | undefined> {
    if (this.root + key === '') return undefined;
    const { GetObjectCommand } = await sdk();
    let answer: GetObjectCommandOutput;
    try {
      answer = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: this.root + key }));
    } catch (error) {
      // No key is longer than keys may be, whatever a forged digest says.
      if (['NoSuchKey', 'KeyTooLongError'].includes((error as Error).name)) return undefined;
      throw new UnreadableEvidence(`${this.name}${key}: ${(error as Error).name}: ${(error as Error).message}`);
    }
    const metadata = Object.entries(answer.Metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    return { bytes: await bytesOf(answer), metadata: Object.fromEntries(metadata) as Record<string, string> };
  }

  private async page(prefix: string, options: object) {
    const { ListObjectsV2Command } = await sdk();
    try {
      return await this.client.send(
        new ListObjectsV2Command({ Bucket: this.bucket, Prefix: this.root + prefix, ...options }),
      );
    } catch (error) {
      throw new UnreadableEvidence(`${this.name}: ${(error as Error).name}: ${(error as Error).message}`);
    }
  }
}

async function bytesOf({ Body, ContentLength = 0 }: GetObjectCommandOutput): Promise<Buffer> {
  if (ContentLength <= LARGEST) return Buffer.from(await Body!.transformToByteArray());
  // Else the connection would wait for somebody to read the rest.
  (Body as Readable).destroy();
  return Buffer.alloc(0);
}

async function newClient(): Promise<S3Client> {
  const { S3Client } = await sdk();
  return new S3Client({
    requestHandler: { httpsAgent: { maxSockets: CONNECTIONS }, httpAgent: { maxSockets: CONNECTIONS } },
    // Digests and logs have hashes of their own, signed.
    responseChecksumValidation: 'WHEN_REQUIRED',
    forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined || process.env.AWS_ENDPOINT_URL_S3 !== undefined,
  });
}
