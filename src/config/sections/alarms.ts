import type { z } from 'zod';
import { choice, flag, listOf, section, text } from '../fields';

/** What each kind of subscriber is called by SNS. */
export const PROTOCOLS = ['email', 'email-json', 'https', 'sqs', 'lambda'] as const;

const subscription = section({
  protocol: choice(PROTOCOLS).describe('How SNS delivers.'),
  endpoint: text(/^\S{1,2048}$/, 'an endpoint', 'write it without spaces').describe(
    'Where to: an address for `email`, a URL for `https`, the ARN of a queue or function in the home region for `sqs` and `lambda`. Whoever it belongs to confirms; queues and functions must let `sns.amazonaws.com` deliver for the topic.',
  ),
});

export const alarms = section({
  subscriptions: listOf(subscription)
    .default([])
    .describe(
      'Who is told. The platform makes an encrypted topic for them in the audit account, and one where the trail’s alarms are. This or `topicArns` is required.',
    ),
  topicArns: listOf(
    text(
      /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
      'the ARN of a standard SNS topic',
      'write the whole ARN of a topic in the home region',
    ),
  )
    .default([])
    .describe(
      'Topics of yours that the alarms tell, in the home region. Their policies must let `cloudwatch.amazonaws.com` publish for the audit account and for the account that owns the trail, and the announcing role of the audit account too; so must the policies of their keys.',
    ),
  cis: flag()
    .default(true)
    .describe(
      'The 15 metric filters and alarms of the CIS AWS Foundations Benchmark, over the log group of the organization trail, in the form that Security Hub accepts.',
    ),
})
  .prefault({})
  .describe(
    'Alarms over the organization trail, which notice in every account what no policy prevents in the management account, and over what the platform reports of itself. Somebody must hear them.',
  );

export type SubscriptionConfig = z.output<typeof subscription>;
