import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { SigningKey } from './organization-evidence';

/** What a bucket of the endpoint holds. */
export interface ServedObject {
  readonly bytes: Buffer;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A trail as DescribeTrails tells of it, of an organization where there is one. */
export interface ServedTrail {
  readonly arn: string;
  readonly bucket: string;
  /** Without a slash; absent for none. */
  readonly prefix?: string;
  readonly organization?: string;
}

/**
 * As much of AWS as it takes to verify evidence, on loopback: S3's lists and objects of one bucket, CloudTrail's public keys by
 * region and its trail, the organization. Both the SDK and the AWS CLI talk to it, with `AWS_ENDPOINT_URL`.
 */
export class AwsEndpoint {
  /** Requests so far, by what was asked: `GetObject`, `ListObjectsV2`, `ListPublicKeys`... */
  readonly asked = new Map<string, number>();
  /** How long each object is kept back; milliseconds, as a network and a service take them. */
  latency = 0;
  /** Keys whose objects the endpoint refuses to give. */
  readonly refused = new Set<string>();

  private constructor(
    private readonly server: Server,
    private readonly trail: ServedTrail,
    private readonly keys: Readonly<Record<string, SigningKey['entry']>>,
    private readonly pageSize: number,
    private objects: ReadonlyMap<string, ServedObject>,
    private sorted = [...objects.keys()].sort(),
  ) {}

  static async start(
    objects: ReadonlyMap<string, ServedObject>,
    trail: ServedTrail,
    keys: Readonly<Record<string, SigningKey['entry']>>,
    pageSize = 1000,
  ): Promise<AwsEndpoint> {
    const server = createServer((request, response) => void endpoint.answer(request, response));
    const endpoint: AwsEndpoint = new AwsEndpoint(server, trail, keys, pageSize, objects);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return endpoint;
  }

  /** Serves other objects from now on. */
  serve(objects: ReadonlyMap<string, ServedObject>): void {
    this.objects = objects;
    this.sorted = [...objects.keys()].sort();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What a process needs to talk to this AWS and to no other. */
  get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'nobody-looks-at-it',
      AWS_REGION: 'eu-central-1',
      AWS_DEFAULT_REGION: 'eu-central-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    };
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') return this.answerJson(target.split('.').at(-1)!, request, response);
    const url = new URL(request.url!, this.url);
    const [bucket, ...rest] = url.pathname.slice(1).split('/');
    const key = decodeURIComponent(rest.join('/'));
    if (bucket !== this.trail.bucket) return refuse(response, 404, 'NoSuchBucket');
    if (key !== '' && this.latency > 0) await setTimeout(this.latency);
    if (key !== '') return this.object(key, response);
    if (url.searchParams.has('location')) return this.xml('GetBucketLocation', response, '<LocationConstraint/>');
    this.list(url.searchParams, response);
  }

  private object(key: string, response: ServerResponse): void {
    this.count('GetObject');
    const object = this.objects.get(key);
    if (this.refused.has(key)) return refuse(response, 403, 'AccessDenied');
    if (!object) return refuse(response, 404, 'NoSuchKey');
    for (const [name, value] of Object.entries(object.metadata)) response.setHeader(`x-amz-meta-${name}`, value);
    response.writeHead(200, { 'content-length': object.bytes.length }).end(object.bytes);
  }

  private list(query: URLSearchParams, response: ServerResponse): void {
    const isSecond = query.get('list-type') === '2';
    const prefix = query.get('prefix') ?? '';
    const delimiter = query.get('delimiter');
    const after = query.get('continuation-token') ?? query.get('start-after') ?? query.get('marker') ?? '';
    const limit = Math.min(this.pageSize, Number(query.get('max-keys') ?? this.pageSize));
    const [keys, folders]: [string[], Set<string>] = [[], new Set()];
    let last = '';
    let isTruncated = false;
    for (let at = firstAfter(this.sorted, prefix > after ? prefix : after); at < this.sorted.length; at++) {
      const key = this.sorted[at]!;
      if (!key.startsWith(prefix)) break;
      const slash = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
      if (key <= after || (slash >= 0 && after.startsWith(key.slice(0, slash + 1)))) continue;
      if (slash >= 0 && folders.has(key.slice(0, slash + 1))) continue;
      if (keys.length + folders.size === limit) {
        isTruncated = true;
        break;
      }
      if (slash >= 0) folders.add(key.slice(0, slash + 1));
      else keys.push(key);
      last = slash >= 0 ? key.slice(0, slash + 1) : key;
    }
    const next = isSecond
      ? `<NextContinuationToken>${last}</NextContinuationToken>`
      : `<NextMarker>${last}</NextMarker>`;
    const contents = keys.map(
      (key) =>
        `<Contents><Key>${key}</Key><LastModified>2026-11-21T07:00:00.000Z</LastModified><Size>${this.objects.get(key)!.bytes.length}</Size></Contents>`,
    );
    const prefixes = [...folders].map((folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`);
    const body = `<ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${isTruncated ? next : ''}${contents.join('')}${prefixes.join('')}</ListBucketResult>`;
    this.xml(isSecond ? 'ListObjectsV2' : 'ListObjects', response, body);
  }

  private xml(what: string, response: ServerResponse, body: string): void {
    this.count(what);
    response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?>${body}`);
  }

  private answerJson(action: string, request: IncomingMessage, response: ServerResponse): void {
    this.count(action);
    request.resume();
    const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const { arn, bucket, prefix, organization } = this.trail;
    const answers: Record<string, () => object> = {
      ListPublicKeys: () => ({ PublicKeyList: this.keys[region] ? [inSeconds(this.keys[region])] : [] }),
      DescribeTrails: () => ({
        trailList: [
          { TrailARN: arn, S3BucketName: bucket, S3KeyPrefix: prefix, IsOrganizationTrail: organization !== undefined },
        ],
      }),
      DescribeOrganization: () => ({ Organization: { Id: organization } }),
    };
    const answer = answers[action];
    if (!answer) return refuse(response, 400, `UnknownOperation ${action}`);
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer()));
  }

  private count(what: string): void {
    this.asked.set(what, (this.asked.get(what) ?? 0) + 1);
  }
}

/** As the service writes times in JSON. */
const inSeconds = (entry: SigningKey['entry']): object => ({
  ...entry,
  ValidityStartTime: Date.parse(entry.ValidityStartTime) / 1000,
  ValidityEndTime: Date.parse(entry.ValidityEndTime) / 1000,
});

function refuse(response: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
}

/** Index of the first of sorted texts that is not before another. */
function firstAfter(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
