import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { FolderStore } from '../../lambdas/evidence/folder-store';
import { S3Store } from '../../lambdas/evidence/s3-store';
import { type EvidenceStore, UnreadableEvidence } from '../../lambdas/evidence/store';
import { PublicKeys } from '../../lambdas/evidence/public-key';
import { verifyEvidence } from '../../lambdas/evidence/verify';
import { AwsEndpoint } from './aws-endpoint';
import { Bucket } from './bucket';
import { type Delivered, delivered, type EvidencePlan, HOUR, publicKeys, SMALL } from './organization-evidence';

const METADATA = { signature: 'abcd', 'signature-algorithm': 'SHA256withRSA' };

/** Keys whose order tells folders from files: `-` and `.` come before `/`, letters after it. */
const OBJECTS: readonly Delivered[] = ['a-b/1', 'a/1', 'a/2', 'a/b/3', 'a0/1', 'a.txt', 'é/1', 'b'].map((key) => ({
  key,
  bytes: Buffer.from(`content of ${key}`),
  metadata: key === 'a/1' ? METADATA : {},
}));
const KEYS = ['a-b/1', 'a.txt', 'a/1', 'a/2', 'a/b/3', 'a0/1', 'b', 'é/1'];

let folder: string;
let endpoint: AwsEndpoint;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'org-audit-stores-'));
  for (const { key, bytes } of OBJECTS) {
    mkdirSync(join(folder, key, '..'), { recursive: true });
    writeFileSync(join(folder, key), bytes);
  }
  const objects = new Map(OBJECTS.map((object) => [object.key, object]));
  for (const [key, object] of [...objects]) objects.set(`below/it/${key}`, object);
  endpoint = await AwsEndpoint.start(objects, { arn: '', bucket: 'bucket' }, {}, 2);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await endpoint.stop();
});

const s3 = (url: string): Promise<S3Store> =>
  S3Store.open(
    url,
    new S3Client({
      endpoint: endpoint.url,
      region: 'eu-central-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    }),
  );

const listed = async (store: EvidenceStore, prefix: string, after?: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key, size } of store.list(prefix, { after })) {
    expect(size).toBe(Buffer.byteLength(`content of ${key}`));
    keys.push(key);
  }
  return keys;
};

describe.each<[string, () => Promise<EvidenceStore>]>([
  ['a folder', () => FolderStore.open(folder)],
  ['a bucket below a prefix, two keys a page', () => s3('s3://bucket/below/it')],
  ['a bucket below a prefix with a slash', () => s3('s3://bucket/below/it/')],
])('%s', (_, open) => {
  test.each<[string, string | undefined, string[]]>([
    ['', undefined, KEYS],
    ['a', undefined, KEYS.slice(0, 6)],
    ['a/', undefined, ['a/1', 'a/2', 'a/b/3']],
    ['a/', 'a/1', ['a/2', 'a/b/3']],
    ['a/', 'a/2zz', ['a/b/3']],
    ['', 'a/b', ['a/b/3', 'a0/1', 'b', 'é/1']],
    ['nothing/', undefined, []],
  ])('lists %p after %p in the order of S3', async (prefix, after, keys) => {
    expect(await listed(await open(), prefix, after)).toEqual(keys);
  });

  test.each([
    ['', ['a', 'a-b', 'a0', 'é']],
    ['a/', ['b']],
    ['a/b/', []],
    ['nothing/', []],
  ])('has folders below %p', async (prefix, names) => {
    expect([...(await (await open()).folders(prefix))].sort()).toEqual(names);
  });

  test('reads objects, and nothing where there is none', async () => {
    const store = await open();
    expect((await store.read('a/2'))!.bytes.toString()).toBe('content of a/2');
    expect(await store.read('a/9')).toBeUndefined();
    expect(await store.read('a')).toBeUndefined();
    expect(await store.read('../etc/passwd')).toBeUndefined();
    expect(await store.read('a\0/1')).toBeUndefined();
    expect(await store.read(`a/${'1'.repeat(2_000)}`)).toBeUndefined();
  });
});

describe('metadata', () => {
  const sidecar = (text: string): void => writeFileSync(join(folder, 'a/1.metadata.json'), text);
  const read = async () => (await (await FolderStore.open(folder)).read('a/1', { metadata: true }))!.metadata;
  afterEach(() => rmSync(join(folder, 'a/1.metadata.json'), { force: true }));

  test('of an object in S3 comes with it', async () => {
    expect((await (await s3('s3://bucket')).read('a/1'))!.metadata).toEqual(METADATA);
  });

  test.each<[string, string, object]>([
    ['texts', JSON.stringify(METADATA), METADATA],
    ['names in any case', '{"Signature": "abcd"}', { signature: 'abcd' }],
    ['anything but texts', '{"signature": 1, "a": null}', {}],
    ['no JSON', '{', {}],
    ['no record', '"signature"', {}],
  ])('of a file lies beside it: %s', async (_, text, metadata) => {
    sidecar(text);
    expect(await read()).toEqual(metadata);
  });

  test('is not looked for unless asked for', async () => {
    sidecar(JSON.stringify(METADATA));
    expect((await (await FolderStore.open(folder)).read('a/1'))!.metadata).toEqual({});
    rmSync(join(folder, 'a/1.metadata.json'));
    expect(await read()).toEqual({});
  });
});

describe('what is larger than any file of CloudTrail is not read', () => {
  test('from a folder', async () => {
    truncateSync(join(folder, 'b'), 2 ** 31 + 1);
    expect(await (await FolderStore.open(folder)).read('b')).toEqual({ bytes: Buffer.alloc(0), metadata: {} });
    writeFileSync(join(folder, 'b'), 'content of b');
  });

  test.each([
    [128 * 1024 * 1024, 'read'],
    [128 * 1024 * 1024 + 1, ''],
  ])('from a bucket: %d bytes', async (ContentLength, content) => {
    const destroyed = jest.fn();
    const Body = { transformToByteArray: () => Promise.resolve(Buffer.from('read')), destroy: destroyed };
    const client = { send: () => Promise.resolve({ ContentLength, Body, Metadata: METADATA }) } as unknown as S3Client;
    const stored = await (await S3Store.open('s3://bucket', client)).read('b');
    expect(stored).toEqual({ bytes: Buffer.from(content), metadata: METADATA });
    expect(destroyed).toHaveBeenCalledTimes(content === '' ? 1 : 0);
  });
});

test('what is refused is no missing file', async () => {
  const store = await s3('s3://bucket');
  endpoint.refused.add('a/1');
  await expect(store.read('a/1')).rejects.toThrow(
    new UnreadableEvidence('s3://bucket/a/1: AccessDenied: AccessDenied'),
  );
  endpoint.refused.clear();
});

test('a listing is read as digests are, a day or two ahead, however much there is', async () => {
  const plan: EvidencePlan = {
    ...SMALL,
    accounts: ['222222222222'],
    regions: ['eu-central-1'],
    hours: 10 * 24,
    logs: () => 2,
    late: {},
    backfills: [],
    before: 0,
  };
  let [ahead, furthest] = [0, 0];
  class Watched extends Bucket {
    override async *list(prefix: string, options = {}) {
      for await (const object of super.list(prefix, options)) {
        if (prefix.includes('/CloudTrail/')) furthest = Math.max(furthest, ++ahead);
        yield object;
      }
    }

    override read(key: string) {
      if (key.includes('/CloudTrail/')) ahead -= 1;
      return super.read(key);
    }
  }
  const keys = PublicKeys.parse([{ name: 'keys', text: JSON.stringify(publicKeys(plan)) }]);
  const store = new Watched(delivered(plan));
  const { findings, chains } = await verifyEvidence(store, keys, { now: plan.start + 500 * HOUR });
  expect(findings).toEqual([]);
  expect(chains).toMatchObject([{ digests: 240, provenLogs: 480 }]);
  expect(furthest).toBeLessThanOrEqual(2 * 24 * 2);
});
