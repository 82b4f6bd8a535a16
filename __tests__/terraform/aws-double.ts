import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { untaggedWorkgroupsAndDeletedQueries } from './athena-doubles';
import { configPacksAndOrganizationRules, configRemediations, customConfigRules } from './config-doubles';
import {
  type Answer,
  bucketConfigurations,
  type Call,
  delegatedAdministrators,
  type Double,
  functionDeadLetters,
  redrivePolicies,
  trailsByArn,
} from './doubles';

/** The account of keys that moto never issued. */
export const MANAGEMENT_ACCOUNT = '123456789012';

/** AWS on loopback: moto, and in front of it test doubles for what it lacks. */
export class AwsDouble {
  /** What a double answered, or mended, in moto's place. */
  readonly doubled = new Set<string>();
  private readonly doubles: readonly Double[];

  private constructor(
    private readonly moto: ChildProcess,
    private readonly motoPort: number,
    private readonly front: Server,
    more: readonly ((doubled: Set<string>) => Double)[],
  ) {
    this.doubles = [
      ...more,
      bucketConfigurations,
      delegatedAdministrators,
      trailsByArn,
      configPacksAndOrganizationRules,
      configRemediations,
      customConfigRules,
      functionDeadLetters,
      redrivePolicies,
      untaggedWorkgroupsAndDeletedQueries,
    ].map((double) => double(this.doubled));
  }

  /** @param more - doubles that not every suite wants */
  static async start(...more: readonly ((doubled: Set<string>) => Double)[]): Promise<AwsDouble> {
    const port = await freePort();
    const moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
      stdio: 'ignore',
      env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
    });
    const front = createServer();
    const aws = new AwsDouble(moto, port, front, more);
    front.on('request', (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', async () => {
        const { method = 'GET', url = '/', headers } = incoming;
        const answer = await aws.answer({ method, path: url, headers, body: Buffer.concat(chunks) });
        // A double may have changed the body; a HEAD's length speaks of one that is not sent.
        const length = method === 'HEAD' ? answer.headers['content-length'] : String(answer.body.length);
        outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': length });
        outgoing.end(answer.body);
      });
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    await aws.untilReady();
    return aws;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.front.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.front.close();
    this.front.closeAllConnections();
    this.moto.kill('SIGKILL');
  }

  /** Calls AWS Organizations as the management account. */
  async organizations<T>(action: string, body: object = {}): Promise<T> {
    const answer = await this.call('organizations', 'POST', '/', Buffer.from(JSON.stringify(body)), {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSOrganizationsV20161128.${action}`,
    });
    return JSON.parse(answer || '{}') as T;
  }

  /** Creates a bucket in the management account. */
  async createBucket(name: string): Promise<void> {
    await this.call('s3', 'PUT', `/${name}`, Buffer.alloc(0), {});
  }

  private async call(
    service: string,
    method: string,
    path: string,
    body: Buffer,
    headers: Call['headers'],
  ): Promise<string> {
    // moto reads account and service from the signature's scope and does not verify it.
    const scope = `management/20260101/us-east-1/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
    const answer = await this.answer({ method, path, headers: { host: 'localhost', authorization, ...headers }, body });
    if (answer.status !== 200)
      throw new Error(
        `${method} ${path} ${String(headers['x-amz-target'] ?? '')} answered ${answer.status}: ${answer.body.toString()}`,
      );
    return answer.body.toString();
  }

  private answer(call: Call): Promise<Answer> {
    const from = (at: number) => (passed: Call) => {
      const double = this.doubles[at];
      return double ? double(passed, from(at + 1)) : this.toMoto(passed);
    };
    return from(0)(call);
  }

  private toMoto({ method, path, headers, body }: Call): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { 'transfer-encoding': _, ...rest } = headers;
      const options = {
        host: '127.0.0.1',
        port: this.motoPort,
        method,
        path,
        headers: { ...rest, 'content-length': body.length },
      };
      const forward = request(options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          const { 'transfer-encoding': _chunked, ...answered } = incoming.headers;
          resolve({ status: incoming.statusCode ?? 500, headers: answered, body: Buffer.concat(chunks) });
        });
      });
      forward.on('error', reject);
      forward.end(body);
    });
  }

  private async untilReady(): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt++) {
      try {
        await this.toMoto({ method: 'GET', path: '/moto-api/data.json', headers: {}, body: Buffer.alloc(0) });
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
    throw new Error('moto_server did not answer within a minute');
  }
}

/** Below the ports that connections are given: moto takes seconds to start, in which one of those may be taken. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const socket = createSocket()
        .once('error', () => resolve(false))
        .listen(port, '127.0.0.1', () => socket.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
