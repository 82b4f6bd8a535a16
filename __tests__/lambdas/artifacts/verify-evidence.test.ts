import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bucket } from '../../evidence/bucket';
import { delivered, signingKey } from '../../evidence/organization-evidence';
import { jsonAnswer, Service, type WireAnswer, type WireCall, xmlAnswer } from '../service';
import { BUCKET, ENV, LABELS, MEMBER, messageOf, PLAN, UNTIL } from '../verified-evidence';
import { Artifacts } from './artifact';

jest.setTimeout(60_000);

const NAME = 'verify-evidence';

/** S3, CloudTrail, SQS, EventBridge and CloudWatch Logs as far as the function speaks with them. */
class Endpoint {
  readonly bucket = new Bucket(delivered(PLAN), BUCKET);

  answer({ action, method, path, headers, body, region }: WireCall): WireAnswer {
    if (action === 'ListPublicKeys') return jsonAnswer(this.publicKeys(region));
    if (action !== '') return jsonAnswer(action === 'PutEvents' ? { FailedEntryCount: 0, Entries: [{}] } : {});
    const { pathname, searchParams } = new URL(path, 'http://s3');
    const key = decodeURIComponent(pathname.slice(`/${BUCKET}/`.length));
    if (searchParams.has('list-type')) return xmlAnswer(this.listing(searchParams));
    const stored = this.bucket.objects.get(key);
    if (method === 'PUT') {
      if (stored && headers['if-none-match'] === '*') return s3Error('PreconditionFailed', 412);
      this.bucket.objects.set(key, { bytes: unchunked(body), metadata: {} });
      return { status: 200, body: '' };
    }
    if (!stored) return s3Error('NoSuchKey', 404);
    const metadata = Object.entries(stored.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
    return { status: 200, headers: Object.fromEntries(metadata), body: stored.bytes };
  }

  private listing(query: URLSearchParams): string {
    const [prefix, after] = [query.get('prefix') ?? '', query.get('start-after') ?? ''];
    const keys = [...this.bucket.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    const folders = keys.flatMap((key) => /^([^/]+)\//.exec(key.slice(prefix.length))?.[1] ?? []);
    const entries = query.has('delimiter')
      ? [...new Set(folders)].map((name) => `<CommonPrefixes><Prefix>${prefix}${name}/</Prefix></CommonPrefixes>`)
      : keys.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`);
    return `<ListBucketResult><IsTruncated>false</IsTruncated>${entries.join('')}</ListBucketResult>`;
  }

  private publicKeys(region: string) {
    const { ValidityStartTime, ValidityEndTime, ...entry } = signingKey(region).entry;
    const [from, to] = [ValidityStartTime, ValidityEndTime].map((time) => Date.parse(time) / 1000);
    return { PublicKeyList: [{ ...entry, ValidityStartTime: from, ValidityEndTime: to }] };
  }
}

const s3Error = (code: string, status: number): WireAnswer => xmlAnswer(`<Error><Code>${code}</Code></Error>`, status);

/** What the SDK sends in chunks, with a checksum behind them. */
const unchunked = (body: Buffer): Buffer => {
  const text = body.toString();
  return Buffer.from(
    /^[0-9a-f]+\r\n/.test(text) ? text.slice(text.indexOf('\r\n') + 2, text.lastIndexOf('\r\n0\r\n')) : text,
  );
};

describe('the verifier of evidence, as deployed', () => {
  let artifacts: Artifacts;
  let folder: string;
  let service: Service;
  let endpoint: Endpoint;

  beforeAll(() => {
    artifacts = new Artifacts([NAME]);
    folder = mkdtempSync(join(tmpdir(), 'declared-'));
    const declared = { accounts: PLAN.accounts, regions: PLAN.regions };
    writeFileSync(join(folder, 'declared.json'), JSON.stringify(declared));
  });
  afterAll(() => {
    artifacts.remove();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    endpoint = new Endpoint();
    service = await Service.start((call) => endpoint.answer(call));
  });
  afterEach(() => service.stop());

  const run = (event: object) =>
    artifacts.run(NAME, event, service.url, {
      ...ENV,
      // SQS is called where its queues are.
      QUEUE: `${service.url}${new URL(ENV.QUEUE).pathname}`,
      DECLARED_FILE: join(folder, 'declared.json'),
    });
  const until = new Date(UNTIL).toISOString();

  test('shares out work, which it then does: keys are kept, accounts verified, nobody is told', async () => {
    expect(await run({ 'detail-type': 'Scheduled Event', time: until })).toEqual({ error: undefined, log: [] });
    const [batch] = service.of('SendMessageBatch').map(({ body }) => JSON.parse(body.toString()));
    const work: object[] = batch.Entries.map(({ MessageBody }: { MessageBody: string }) => JSON.parse(MessageBody));
    expect(work).toEqual([{ keys: 'all', until }, ...PLAN.accounts.map((account) => ({ account, until }))]);
    const outcomes = await Promise.all(work.map((each) => run(messageOf(each))));
    expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
    expect(outcomes.flatMap(({ log }) => log.map((line) => JSON.parse(line)))).toEqual(
      PLAN.accounts.map((account) => ({ event: 'verified', account, digests: 8, logs: 12, findings: 0 })),
    );
    expect(service.of('PutEvents')).toEqual([]);
    for (const region of PLAN.regions) {
      const { bytes } = endpoint.bucket.at(`PublicKeys/${region}/${signingKey(region).entry.Fingerprint}.json`);
      expect(JSON.parse(bytes.toString())).toEqual({ PublicKeyList: [signingKey(region).entry] });
    }
    const puts = service.calls.filter(({ method }) => method === 'PUT');
    for (const { headers } of puts)
      expect(headers).toMatchObject({ 'if-none-match': '*', 'x-amz-sdk-checksum-algorithm': 'CRC32' });
    expect(puts).toHaveLength(2);
  });

  test('finds a changed log and a deleted one, and says so in its log and on the bus', async () => {
    const [changed, deleted] = [LABELS.key('222/eu L9.0'), LABELS.key('222/us L9.1')];
    endpoint.bucket.rewrite(changed, (text) => text.replace('GetBucketAcl', 'PutBucketAcl'));
    endpoint.bucket.remove(deleted);
    const { error, log } = await run(messageOf({ account: MEMBER, until }));
    expect(error).toBeUndefined();
    const lines = log.map((line) => JSON.parse(line));
    expect(lines.map(({ event, kind, key }) => [event, kind, key])).toEqual([
      ['finding', 'altered-log', changed],
      ['finding', 'missing-log', deleted],
      ['told', undefined, undefined],
      ['verified', undefined, undefined],
    ]);
    const [event] = service.of('PutEvents').map(({ body }) => JSON.parse(body.toString()).Entries[0]);
    expect(event).toMatchObject({ Source: 'org-audit', DetailType: 'Audit Evidence Findings' });
    expect(JSON.parse(event.Detail)).toMatchObject({ evidenceOf: MEMBER, count: 2, alarms: ['changed-file'] });
  });

  test('says everything that is wrong with its environment', async () => {
    const outcome = await artifacts.run(NAME, {}, service.url, { BUCKET: 'x' });
    expect(outcome.error).toBe(
      'Error: the function\'s environment is wrong: BUCKET is "x", not a bucket’s name; ORGANIZATION is nothing, not an organization’s id; KEY_PREFIX is nothing, not a folder’s name; QUEUE is nothing, not a queue’s URL; EVENT_BUS is nothing, not a bus’s ARN; AWS_LAMBDA_LOG_GROUP_NAME is nothing, not a log group’s name',
    );
  });
});
