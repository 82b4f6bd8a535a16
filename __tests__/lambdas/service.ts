import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

// The SDK's notice of the Node.js versions it will support says nothing about a test.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** A call as it came over the wire. */
export interface WireCall {
  /** `config`, `sts`, ..., from the signature's scope. */
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly action: string;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers?: IncomingHttpHeaders;
  readonly body: Buffer | string;
}

/** An endpoint on loopback that records what real SDK clients send, and answers it. */
export class Service {
  readonly calls: WireCall[] = [];

  private constructor(private readonly server: Server) {}

  static async start(
    answer: (call: WireCall, calls: readonly WireCall[]) => WireAnswer | Promise<WireAnswer>,
  ): Promise<Service> {
    const server = createServer();
    const service = new Service(server);
    server.on('request', (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', async () => {
        const { method = 'GET', url: path = '/', headers } = incoming;
        const call = wireCall(method, path, headers, Buffer.concat(chunks));
        service.calls.push(call);
        const { status, headers: answered, body } = await answer(call, service.calls);
        outgoing.writeHead(status, { ...answered, 'content-length': Buffer.byteLength(body) });
        outgoing.end(body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** How many clients hold a connection open. */
  connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  of(action: string): WireCall[] {
    return this.calls.filter((call) => call.action === action);
  }
}

export const jsonAnswer = (body: unknown, status = 200): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});

export const throttled = (): WireAnswer => jsonAnswer({ __type: 'ThrottlingException', message: 'Rate exceeded' }, 400);

export const xmlAnswer = (body: string, status = 200): WireAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});

/** STS's answer to AssumeRole. */
export const assumedRole = (accessKeyId: string, expiration = new Date(Date.now() + 3600 * 1000)): WireAnswer =>
  xmlAnswer(
    `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
      <AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
      <SessionToken>session</SessionToken><Expiration>${expiration.toISOString()}</Expiration>
    </Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  );

function wireCall(method: string, path: string, headers: IncomingHttpHeaders, body: Buffer): WireCall {
  const [, accessKeyId = '', region = '', service = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const target = String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  const action = target || (new URLSearchParams(body.toString()).get('Action') ?? '');
  return { service, region, accessKeyId, action, method, path, headers, body };
}
