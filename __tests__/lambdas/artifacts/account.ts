import { AwsDouble } from '../../terraform/aws-double';
import { REGION } from '../fake-aws';
import { jsonAnswer, Service, type WireAnswer, type WireCall } from '../service';

interface Evaluation {
  readonly ComplianceResourceType: string;
  readonly ComplianceResourceId: string;
  readonly ComplianceType: string;
  readonly Annotation?: string;
  readonly OrderingTimestamp: number;
}

/** An account on moto, and in front of it a Config that takes every result: moto knows no result tokens. */
export class Account {
  /** What Config took, batch by batch. */
  readonly reported: Evaluation[][] = [];

  private constructor(
    private readonly moto: AwsDouble,
    readonly front: Service,
  ) {}

  static async start(): Promise<Account> {
    const moto = await AwsDouble.start();
    const account: Account = new Account(
      moto,
      await Service.start(async (call) => {
        if (call.action !== 'PutEvaluations') return forward(moto.url, call);
        const { Evaluations } = JSON.parse(call.body.toString()) as { Evaluations: Evaluation[] };
        account.reported.push(Evaluations);
        return jsonAnswer({});
      }),
    );
    return account;
  }

  get url(): string {
    return this.front.url;
  }

  /** Settings of a client that prepares the account. */
  get settings() {
    const credentials = { accessKeyId: 'AKIAFUNCTION', secretAccessKey: 'secret' };
    return { endpoint: this.front.url, region: REGION, credentials };
  }

  /** Verdicts by resource since the last call, which must be one batch at the most. */
  taken(): Record<string, { type: string; compliance: string; annotation?: string; time: string }> {
    const [batch = [], ...others] = this.reported.splice(0);
    if (others.length > 0) throw new Error(`${others.length + 1} batches were reported`);
    return Object.fromEntries(
      batch.map((evaluation) => [
        evaluation.ComplianceResourceId,
        {
          type: evaluation.ComplianceResourceType,
          compliance: evaluation.ComplianceType,
          ...(evaluation.Annotation !== undefined && { annotation: evaluation.Annotation }),
          time: new Date(evaluation.OrderingTimestamp * 1000).toISOString(),
        },
      ]),
    );
  }

  stop(): void {
    this.front.stop();
    this.moto.stop();
  }
}

async function forward(url: string, { method, path, headers, body }: WireCall): Promise<WireAnswer> {
  const kept = Object.entries(headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name));
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  const type = answer.headers.get('content-type') ?? 'text/xml';
  return { status: answer.status, headers: { 'content-type': type }, body: Buffer.from(await answer.arrayBuffer()) };
}
