import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Aws } from './aws';
import type { HealerSettings } from './healer-settings';

export type DetailType = 'Audit Self-Healing' | 'Audit Health' | 'Audit Roll Call' | 'Audit Evidence Findings';

/** Whose events they are. */
const SOURCE = 'org-audit';

/** Tells the rest of the platform what a healer saw and did. */
export class Announcer {
  constructor(
    private readonly aws: Aws,
    private readonly settings: Pick<HealerSettings, 'eventBus' | 'deadLetterQueue'>,
  ) {}

  /**
   * What the bus does not take goes to the dead-letter queue: once something is mended, a later attempt finds nothing
   * to tell of.
   *
   * @throws Error when the bus does not take it, also where the queue does
   */
  async tell(detailType: DetailType, detail: object): Promise<void> {
    try {
      await putEvent(this.aws, this.settings.eventBus, detailType, detail);
    } catch (error) {
      const MessageBody = JSON.stringify({ source: SOURCE, 'detail-type': detailType, detail });
      const { deadLetterQueue: QueueUrl } = this.settings;
      const kept = this.aws.client(SQSClient).send(new SendMessageCommand({ QueueUrl, MessageBody }));
      await kept.catch((cause: Error) => {
        throw new Error(`${String(error)}; nor did the dead-letter queue: ${cause.message}`, { cause });
      });
      throw error;
    }
  }

  /** How many messages wait in the dead-letter queue. */
  async deadLetters(): Promise<number> {
    const { Attributes } = await this.aws.client(SQSClient).send(
      new GetQueueAttributesCommand({
        QueueUrl: this.settings.deadLetterQueue,
        AttributeNames: ['ApproximateNumberOfMessages'],
      }),
    );
    const number = Number(Attributes?.['ApproximateNumberOfMessages'] ?? NaN);
    if (Number.isNaN(number)) throw new Error('SQS does not say how many messages wait in the dead-letter queue');
    return number;
  }
}

/**
 * Puts one event on a bus, in whichever region it is.
 *
 * @throws Error when the bus does not take it
 */
export async function putEvent(aws: Aws, eventBus: string, detailType: DetailType, detail: object): Promise<void> {
  const { FailedEntryCount, Entries } = await aws.client(EventBridgeClient, eventBus.split(':')[3]).send(
    new PutEventsCommand({
      Entries: [{ Source: SOURCE, DetailType: detailType, EventBusName: eventBus, Detail: JSON.stringify(detail) }],
    }),
  );
  if (FailedEntryCount === 0) return;
  const { ErrorCode = 'no code', ErrorMessage = 'no reason' } = Entries?.[0] ?? {};
  throw new Error(`${eventBus} did not take an event: ${ErrorCode}, ${ErrorMessage}`);
}
