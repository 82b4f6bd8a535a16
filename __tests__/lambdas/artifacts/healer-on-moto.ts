import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { HealerSpec } from '../../../src/response/healer-spec';
import { organization } from '../../organizations';
import { AwsDouble } from '../../terraform/aws-double';
import { REGION } from '../fake-aws';
import { jsonAnswer, Service, type WireAnswer, type WireCall } from '../service';
import { ACCOUNT, Artifacts } from './artifact';

export const acme = organization({ regions: { home: REGION, governed: [REGION], archive: 'eu-west-1' } });
export const roleOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const BUS = 'acme-audit-events';
const QUEUE = 'acme-audit-dead-letters';
const CREDENTIALS = { accessKeyId: 'AKIAFUNCTION', secretAccessKey: 'secret' };

interface Announced {
  readonly DetailType: string;
  readonly EventBusName: string;
  readonly detail: Record<string, unknown>;
}

/** moto, mended: it says nothing of deliveries, and knows keys by ARN in some calls only. */
async function answer(url: string, call: WireCall): Promise<WireAnswer> {
  if (call.action === 'DescribeDeliveryChannelStatus')
    return jsonAnswer({ DeliveryChannelsStatus: [{ name: 'default', configHistoryDeliveryInfo: { lastStatus: 'SUCCESS' } }] }); // prettier-ignore
  const body = call.service === 'kms' ? Buffer.from(call.body.toString().replace(/arn:aws:kms:[^"]*:key\//, '')) : call.body; // prettier-ignore
  const kept = Object.entries(call.headers).filter(
    ([name]) => !['host', 'connection', 'content-length'].includes(name),
  );
  const answered = await fetch(`${url}${call.path}`, {
    method: call.method,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  const type = answered.headers.get('content-type') ?? 'text/xml';
  const { status } = answered;
  return { status, headers: { 'content-type': type }, body: Buffer.from(await answered.arrayBuffer()) };
}

/** A healer as it is deployed, with a key, a bus and a queue on moto. */
export class HealerOnMoto {
  private constructor(
    private readonly name: string,
    private readonly moto: AwsDouble,
    private readonly front: Service,
    private readonly artifacts: Artifacts,
    private readonly folder: string,
    /** ARN of the evidence key. */
    readonly key: string,
  ) {}

  static async start(name: string, specOf: (keyArn: string) => HealerSpec): Promise<HealerOnMoto> {
    const artifacts = new Artifacts([`heal-${name}`]);
    const folder = mkdtempSync(join(tmpdir(), 'healers-'));
    const moto = await AwsDouble.start();
    const front = await Service.start((call) => answer(moto.url, call));
    const settings = { endpoint: front.url, region: REGION, credentials: CREDENTIALS };
    const [events, sqs, kms] = [new EventBridgeClient(settings), new SQSClient(settings), new KMSClient(settings)];
    await events.send(new CreateEventBusCommand({ Name: BUS }));
    await sqs.send(new CreateQueueCommand({ QueueName: QUEUE }));
    const key = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
    for (const client of [events, sqs, kms]) client.destroy();
    writeFileSync(join(folder, 'desired.json'), JSON.stringify(specOf(key).desired));
    return new HealerOnMoto(name, moto, front, artifacts, folder, key);
  }

  /** Of clients. */
  get settings() {
    return { endpoint: this.front.url, region: REGION, credentials: CREDENTIALS };
  }

  stop(): void {
    this.front.stop();
    this.moto.stop();
    this.artifacts.remove();
    rmSync(this.folder, { recursive: true });
  }

  /** What it told of, what it called and logged. */
  async wake(event: unknown) {
    const { name, front, key, folder } = this;
    const before = front.calls.length;
    const { error, log } = await this.artifacts.run(`heal-${name}`, event, front.url, {
      MODE: 'mend',
      OWN_ROLE: roleOf(`acme-audit-remediation-heal-${name}`),
      TRUSTED_ROLES: JSON.stringify(['arn:aws:iam::*:role/OrganizationAccountAccessRole']),
      EVENT_BUS: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${BUS}`,
      DEAD_LETTER_QUEUE: `${front.url}/${ACCOUNT}/${QUEUE}`,
      EvidenceKeyArn: key,
      DESIRED_FILE: join(folder, 'desired.json'),
    });
    const calls = front.calls.slice(before);
    const told = calls
      .filter(({ service }) => service === 'events')
      .flatMap(({ body }) => (JSON.parse(body.toString()) as { Entries: (Announced & { Detail: string })[] }).Entries)
      .map(({ Detail, ...entry }): Announced => ({ ...entry, detail: JSON.parse(Detail) }));
    return { error, log, calls, told };
  }

  mended(...changes: string[]) {
    return [
      {
        Source: 'org-audit',
        DetailType: 'Audit Self-Healing',
        EventBusName: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${BUS}`,
        detail: expect.objectContaining({
          ...this.place(),
          outcome: 'mended',
          cause: expect.objectContaining({ principal: `arn:aws:iam::${ACCOUNT}:user/mallory` }),
          changes: changes.map((what) => expect.objectContaining({ what, mended: true })),
        }),
      },
    ];
  }

  healthy() {
    return { DetailType: 'Audit Health', detail: { ...this.place(), healthy: true, problems: [] } };
  }

  private place() {
    return { healer: this.name, account: ACCOUNT, region: REGION };
  }
}

/** A call as EventBridge tells of it. */
export const called = (eventSource: string, eventName: string, requestParameters: object, role?: string) => ({
  'version': '0',
  'detail-type': 'AWS API Call via CloudTrail',
  'source': eventSource.replace(/^(\w+)\.amazonaws\.com$/, 'aws.$1'),
  'account': ACCOUNT,
  'region': REGION,
  'detail': {
    eventVersion: '1.11',
    userIdentity: role
      ? {
          type: 'AssumedRole',
          arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/session`,
          sessionContext: { sessionIssuer: { type: 'Role', arn: roleOf(role), accountId: ACCOUNT } },
        }
      : { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/mallory` },
    eventTime: '2026-03-01T10:00:00Z',
    eventSource,
    eventName,
    awsRegion: REGION,
    sourceIPAddress: '203.0.113.1',
    requestParameters,
    responseElements: null,
    eventID: 'a1b2c3d4-0000-4000-8000-000000000000',
  },
}); // prettier-ignore
export const HOURLY = { 'detail-type': 'Scheduled Event', 'source': 'aws.events', 'detail': {} }; // prettier-ignore
