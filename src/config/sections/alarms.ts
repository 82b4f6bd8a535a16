import { listOf, section, text } from '../fields';

export const alarms = section({
  topicArns: listOf(
    text(
      /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
      'the ARN of a standard SNS topic',
      'write the whole ARN of a topic in the home region',
    ),
  )
    .default([])
    .describe(
      'Topics that the alarms tell, in the home region. Their policies must let `cloudwatch.amazonaws.com` publish for the account that owns the trail.',
    ),
})
  .prefault({})
  .describe(
    'Alarms over the organization trail: they notice, in every account, what no policy prevents in the management account.',
  );
