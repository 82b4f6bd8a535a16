import { ACCOUNT, type Cases } from '../configuration-item';
import {
  ALL_TEXT_FORMS,
  CONFINING_CONDITIONS,
  NO_PLAIN_TRANSPORT,
  OWNER,
  WEAK_CONDITIONS,
  allow,
  compact,
  deny,
  document,
  each,
  reversed,
  type Statement,
} from '../documents';
import { queue, topic } from '../resources';

const ARN = `arn:aws:sqs:eu-central-1:${ACCOUNT}:example`;
const anyone = (condition?: object) => allow({ AWS: '*' }, 'sqs:SendMessage', ARN, condition);
const withPolicy = (Policy: string) => queue({ Policy });
const withStatement = (...statements: readonly Statement[]) => withPolicy(compact(document(...statements)));
const queueSays = "The queue's policy allows anyone";
const topicSays = "The topic's policy allows anyone";

export const cases: Cases = {
  passing: {
    ...each('a queue for its owner,', ALL_TEXT_FORMS, (form) => withPolicy(form(document(OWNER)))),
    ...each('a queue for anyone under a condition', CONFINING_CONDITIONS, (condition) =>
      withStatement(anyone(condition)),
    ),
    'a queue that denies everybody something': withStatement(NO_PLAIN_TRANSPORT, OWNER),
    'a queue that denies everybody everything': withStatement(deny('*', 'sqs:*', ARN)),
    'a queue for anyone of the organization, members reversed': withStatement(
      reversed(anyone(CONFINING_CONDITIONS['on the organization'])),
    ),
    'a topic with the policy that AWS gives it': topic(),
  },
  failing: {
    ...each(
      'a queue for anyone,',
      ALL_TEXT_FORMS,
      (form) => [withPolicy(form(document(anyone()))), queueSays] as const,
    ),
    ...each(
      'a queue for anyone under a condition',
      WEAK_CONDITIONS,
      (condition) => [withStatement(anyone(condition)), queueSays] as const,
    ),
    'a queue for anyone, members reversed': [withStatement(reversed(anyone())), queueSays],
    'a queue for anyone after its owner': [withStatement(OWNER, anyone()), queueSays],
    'a queue for anyone in a statement without a list': [withPolicy(compact({ Statement: anyone() })), queueSays],
    'a queue for *': [withStatement(allow('*', ['sqs:SendMessage'], [ARN])), queueSays],
    'a queue for a list with *': [withStatement(allow({ AWS: [ACCOUNT, '*'] }, 'sqs:*', ARN)), queueSays],
    'a queue for all but one': [
      withStatement({ Effect: 'Allow', NotPrincipal: { AWS: ACCOUNT }, Action: 'sqs:*', Resource: ARN }),
      queueSays,
    ],
    'a queue for all but a text': [
      withStatement({ Effect: 'Allow', NotPrincipal: 'nobody', Action: 'sqs:*', Resource: ARN }),
      queueSays,
    ],
    'a queue for anyone with all but one action': [
      withStatement({
        Effect: 'Allow',
        Principal: '*',
        NotAction: ['sqs:DeleteQueue'],
        NotResource: 'arn:aws:sqs:::other',
      }),
      queueSays,
    ],
    'a queue with a variable in the resource': [
      withStatement(allow('*', 'sqs:*', `${ARN}-\${aws:username}`)),
      queueSays,
    ],
    'a topic for anyone': [topic({ Policy: compact(document(allow('*', 'sns:Subscribe', '*'))) }), topicSays],
    'a topic for anyone with an https endpoint': [
      topic({
        Policy: compact(document(allow('*', 'sns:Subscribe', '*', { StringEquals: { 'sns:Protocol': 'https' } }))),
      }),
      topicSays,
    ],
  },
  skipping: {
    'a queue without a policy': queue(),
    'a queue with an empty policy': withPolicy(''),
  },
};
