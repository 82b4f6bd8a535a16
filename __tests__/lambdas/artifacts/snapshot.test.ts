import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { delivered, item } from '../events';
import { ACCOUNT, Artifacts, type Outcome } from './artifact';

/** The rule as deployed, given snapshots that are larger than its memory. */
const RULE = 'cloudtrail-multi-region';
const MIB = 1024 * 1024;
const TRAIL = `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/main`;

/** An instance, some 3 KB, with texts that a careless parser trips over. */
const instance = (at: number) =>
  item({
    awsAccountId: ACCOUNT,
    resourceType: 'AWS::EC2::Instance',
    resourceId: `i-${at}`,
    tags: { Name: `web-${at}`, Team: 'Zürich 😀', Note: 'a "quoted" { bracket [ and \\ more' },
    configuration: {
      instanceId: `i-${at}`,
      policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }] }),
      blockDeviceMappings: Array.from({ length: 12 }, (_, disk) => ({
        deviceName: `/dev/xvd${disk}`,
        ebs: { volumeId: `vol-${at * 31 + disk}`, status: 'attached', deleteOnTermination: disk % 2 === 0 },
      })),
      networkInterfaces: [{ ipv6Addresses: [], groups: [{ groupId: `sg-${at % 97}` }], cores: 2.5, kernelId: null }],
    },
  });
const trail = item({
  awsAccountId: ACCOUNT,
  resourceType: 'AWS::CloudTrail::Trail',
  resourceId: TRAIL,
  configuration: { isMultiRegionTrail: true, trailARN: TRAIL },
});

const HEAD = gzipSync('{"fileVersion":"1.0","configSnapshotId":"id","configurationItems":[');
const BLOCK = Array.from({ length: 6000 }, (_, at) => `${JSON.stringify(instance(at))},`).join('');
const MEMBER = gzipSync(BLOCK, { level: 1 });
const TAIL = gzipSync(`${JSON.stringify(trail)}]}`);
const EARLY = gzipSync(`${JSON.stringify(trail)},`);
/** Members that make a snapshot of 1 GiB: gzip allows them to follow each other. */
const COUNT = Math.ceil((1024 * MIB) / Buffer.byteLength(BLOCK));

interface Content {
  readonly members: readonly Buffer[];
  /** Members after which the connection breaks. */
  readonly breaksAfter?: number;
}

/** S3 and what else the rule calls. A snapshot is sent as fast as it is read, and never held as a whole. */
class Endpoint {
  sent = 0;
  readonly reported: Record<string, unknown>[] = [];
  private content: Content = { members: [] };
  private readonly server: Server;

  constructor() {
    this.server = createServer((incoming, outgoing) => {
      if (incoming.method === 'GET') return void this.send(outgoing);
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const action = String(incoming.headers['x-amz-target']).split('.').at(-1);
        const answers: Record<string, object> = { GetTrailStatus: { IsLogging: true }, PutEvaluations: {} };
        if (action === 'PutEvaluations')
          this.reported.push(...(JSON.parse(Buffer.concat(chunks).toString()) as { Evaluations: [] }).Evaluations);
        outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
        outgoing.end(JSON.stringify(answers[action!] ?? { trailList: [] }));
      });
    });
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  serve(content: Content): void {
    this.content = content;
    this.sent = 0;
    this.reported.splice(0);
  }

  private send(outgoing: ServerResponse): void {
    const { members, breaksAfter = Infinity } = this.content;
    const length = members.reduce((sum, member) => sum + member.length, 0);
    outgoing.writeHead(200, { 'content-length': length, 'content-type': 'application/x-gzip' });
    const bytes = (endpoint: Endpoint) =>
      (function* () {
        for (const [at, member] of members.entries()) {
          if (at === breaksAfter) return void outgoing.destroy();
          endpoint.sent += member.length;
          yield member;
        }
      })();
    Readable.from(bytes(this)).pipe(outgoing);
  }
}

let artifacts: Artifacts;
let folder: string;
const endpoint = new Endpoint();

beforeAll(async () => {
  artifacts = new Artifacts([RULE]);
  folder = mkdtempSync(join(tmpdir(), 'peak-'));
  await endpoint.start();
}, 60_000);

afterAll(() => {
  endpoint.stop();
  artifacts?.remove();
  rmSync(folder, { recursive: true });
});

/** Runs the rule on a snapshot, and gives the most memory that its process had. */
async function run(content: Content): Promise<Outcome & { readonly peakMiB: number }> {
  endpoint.serve(content);
  const peakFile = join(folder, 'peak.txt');
  writeFileSync(peakFile, '');
  const environment = { NODE_OPTIONS: `--require ${join(process.cwd(), '__tests__/peak.cjs')}`, PEAK_FILE: peakFile };
  const outcome = await artifacts.run(RULE, delivered({ accountId: ACCOUNT }), endpoint.url, environment);
  return { ...outcome, peakMiB: Number(readFileSync(peakFile, 'utf8')) / 1024 };
}

const blocks = (count: number): Buffer[] => Array.from({ length: count }, () => MEMBER);

test('1 GiB with the trail at its very end is read in less than 256 MiB', async () => {
  const { error, peakMiB } = await run({ members: [HEAD, ...blocks(COUNT), TAIL] });
  expect(error).toBeUndefined();
  expect(endpoint.reported).toMatchObject([
    { ComplianceResourceType: 'AWS::::Account', ComplianceResourceId: ACCOUNT, ComplianceType: 'COMPLIANT' },
  ]);
  expect(endpoint.sent).toBeGreaterThan(COUNT * MEMBER.length);
  expect(COUNT * Buffer.byteLength(BLOCK)).toBeGreaterThanOrEqual(1024 * MIB);
  expect(peakMiB).toBeLessThan(256);
}, 120_000);

test('1 GiB with the trail at its start is not read to the end', async () => {
  const { error } = await run({ members: [HEAD, EARLY, ...blocks(COUNT), TAIL] });
  expect(error).toBeUndefined();
  expect(endpoint.reported).toMatchObject([{ ComplianceType: 'COMPLIANT' }]);
  expect(endpoint.sent).toBeLessThan((COUNT * MEMBER.length) / 2);
}, 120_000);

test('an account without a trail is reported', async () => {
  const { error } = await run({ members: [HEAD, gzipSync(`${JSON.stringify(instance(0))}]}`)] });
  expect(error).toBeUndefined();
  expect(endpoint.reported).toMatchObject([
    { ComplianceType: 'NON_COMPLIANT', Annotation: expect.stringMatching(/^no multi-region trail/) },
  ]);
}, 60_000);

const half = (member: Buffer) => member.subarray(0, member.length / 2);
test.each<[string, Content, RegExp]>([
  ['ends within gzip', { members: [HEAD, ...blocks(2), half(MEMBER)] }, /: unexpected end of file$/],
  ['ends between two members', { members: [HEAD, ...blocks(2)] }, /: it ends in the middle$/],
  ['breaks off on its way', { members: [HEAD, ...blocks(20), TAIL], breaksAfter: 10 }, /: aborted$/],
  ['is no gzip', { members: [Buffer.from('{"configurationItems":[]}')] }, /: incorrect header check$/],
  ['has no list', { members: [gzipSync('{"fileVersion":"1.0"}')] }, /: it has no list configurationItems$/],
  ['is empty', { members: [] }, /: unexpected end of file$/],
])(
  'of a snapshot that %s nothing is reported',
  async (_how, content, message) => {
    const { error } = await run(content);
    expect(error).toMatch(/^Error: the snapshot s3:\/\/config-bucket\/AWSLogs\/key\.json\.gz cannot be read: /);
    expect(error).toMatch(message);
    expect(endpoint.reported).toEqual([]);
  },
  60_000,
);
