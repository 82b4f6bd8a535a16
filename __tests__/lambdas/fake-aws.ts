import type { Aws, ClientSettings } from '../../lambdas/shared/aws';

// The SDK's notice of the Node.js versions it will support says nothing about a test.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';

/** What each command answers, by its name without `Command`; a command that is not named fails. */
export type Answers = Readonly<Record<string, (input: never) => unknown>>;

/** AWS without a network: the SDK's own clients and paginators, each command answered here. */
export class FakeAws implements Aws {
  readonly accountId = ACCOUNT;
  readonly region = REGION;
  /** Every command sent, in order. */
  readonly sent: { readonly command: string; readonly input: Record<string, unknown>; readonly region: string }[] = [];

  constructor(private readonly answers: Answers) {}

  client<C extends { destroy(): void }>(Client: new (settings: ClientSettings) => C, region = this.region): C {
    const client = new Client({ region, maxAttempts: 1, retryMode: 'adaptive' });
    const send = async (sent: { input: Record<string, unknown> }): Promise<unknown> => {
      const command = sent.constructor.name.replace(/Command$/, '');
      // A copy, because paginators write the next token into the same input.
      this.sent.push({ command, input: { ...sent.input }, region });
      const answer = this.answers[command];
      if (!answer) throw new Error(`${command} was not expected`);
      return answer(sent.input as never);
    };
    return Object.assign(client, { send });
  }

  inputsOf(command: string): Record<string, unknown>[] {
    return this.sent.filter((each) => each.command === command).map(({ input }) => input);
  }

  /** What was reported to Config, batch by batch. */
  get reported(): Evaluation[][] {
    return this.inputsOf('PutEvaluations').map(({ Evaluations }) => Evaluations as Evaluation[]);
  }
}

export interface Evaluation {
  readonly ComplianceResourceType: string;
  readonly ComplianceResourceId: string;
  readonly ComplianceType: string;
  readonly Annotation?: string;
  readonly OrderingTimestamp: Date;
}

/** Collects a stream. */
export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
