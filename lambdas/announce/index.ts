import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { type Aws, AwsOfAccount } from '../shared/aws';
import { parseJson, show } from '../shared/json';
import { parseEvent } from './event';
import { messageOf } from './message';

/** What the handler finds around itself, or a test puts there. */
export interface Surroundings {
  readonly aws: Aws;
  readonly topicArns: readonly string[];
}

/**
 * Tells every topic of an event. All are tried before a failure is raised; when Lambda tries again, those that were
 * reached hear it twice, which is better than never.
 *
 * @throws Error that names the topics which could not be told, or why the event is none
 */
export async function announce(event: unknown, { aws, topicArns }: Surroundings): Promise<void> {
  const { subject, text } = messageOf(parseEvent(event));
  const results = await Promise.allSettled(
    topicArns.map((topicArn) =>
      aws
        .client(SNSClient, topicArn.split(':')[3])
        .send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text })),
    ),
  );
  const failures = results.flatMap((result, at) =>
    result.status === 'rejected' ? [`${topicArns[at]}: ${String(result.reason)}`] : [],
  );
  if (failures.length > 0) throw new Error(`'${subject}' could not be told to ${failures.join('; ')}`);
}

export const handler = async (event: unknown, context?: { readonly invokedFunctionArn?: string }): Promise<void> => {
  const account = context?.invokedFunctionArn?.split(':')[4] ?? '';
  const aws = new AwsOfAccount(account, 'announce', { AWS_REGION: process.env['AWS_REGION'] });
  try {
    await announce(event, { aws, topicArns: topicsIn(process.env['TOPICS']) });
  } finally {
    aws.close();
  }
};

/** @throws Error when no topic is named: then nobody would hear anything */
export function topicsIn(text: string | undefined): readonly string[] {
  const value = parseJson(text ?? '', 'the environment variable TOPICS');
  if (!Array.isArray(value) || value.length === 0 || value.some((arn) => typeof arn !== 'string'))
    throw new Error(`TOPICS is ${show(value)}; set it to a JSON list of ARNs of SNS topics`);
  return value as string[];
}
