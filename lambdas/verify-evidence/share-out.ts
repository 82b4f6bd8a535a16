import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Aws } from '../shared/aws';
import { inParallel } from '../shared/parallel';
import { textOf, type Work } from './work';

/** Messages that SQS takes at once. */
const BATCH = 10;
const BATCHES_AT_ONCE = 10;
/** Of one batch; what SQS refuses of it is sent again. */
const ATTEMPTS = 3;

/**
 * Puts work into the queue. A second run of the schedule's event puts it there twice, which costs and does no harm.
 *
 * @throws Error that says how much of it the queue did not take, once it has taken all else
 */
export async function shareOut(aws: Aws, queue: string, work: readonly Work[]): Promise<void> {
  let left = 0;
  let reason = '';
  for await (const refused of inParallel(BATCHES_AT_ONCE, batchesOf(work), (batch) => send(aws, queue, batch))) {
    left += refused.length;
    reason ||= refused[0] ?? '';
  }
  if (left > 0) throw new Error(`${queue} did not take ${left} of ${work.length} pieces of work: ${reason}`);
}

/** @returns why each piece of work that is left was refused */
async function send(aws: Aws, queue: string, batch: readonly Work[]): Promise<readonly string[]> {
  let left = batch;
  let reasons: readonly string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS && left.length > 0; attempt++) {
    const { Failed = [] } = await aws.client(SQSClient).send(
      new SendMessageBatchCommand({
        QueueUrl: queue,
        Entries: left.map((work, at) => ({ Id: String(at), MessageBody: textOf(work) })),
      }),
    );
    reasons = Failed.map(({ Code = 'no code', Message = 'no reason' }) => `${Code}, ${Message}`);
    left = Failed.map(({ Id }) => left[Number(Id)]!);
  }
  return reasons;
}

async function* batchesOf<T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let at = 0; at < items.length; at += BATCH) yield items.slice(at, at + BATCH);
}
