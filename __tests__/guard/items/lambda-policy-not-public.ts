import { ACCOUNT, type Cases } from '../configuration-item';
import {
  ALL_TEXT_FORMS,
  CONFINING_CONDITIONS,
  WEAK_CONDITIONS,
  allow,
  allowAllBut,
  compact,
  document,
  each,
  reversed,
  type Statement,
} from '../documents';
import { lambda } from '../resources';

const ARN = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:example`;
const withPolicy = (Policy: string) => lambda({ Policy });
const withStatement = (...statements: readonly Statement[]) => withPolicy(compact(document(...statements)));
const anyone = (condition?: object) => allow('*', 'lambda:InvokeFunction', ARN, condition);
const service = (Service: string | string[], condition?: object, action: unknown = 'lambda:InvokeFunction') =>
  allow({ Service }, action, ARN, condition);
const url = (authentication: string) =>
  allow('*', 'lambda:InvokeFunctionUrl', ARN, { StringEquals: { 'lambda:FunctionUrlAuthType': authentication } });

const saysAnyone = "The function's policy allows anyone";
const saysService = 'A service may invoke the function on behalf of any account';
const FROM_A_RULE = {
  ArnLike: { 'AWS:SourceArn': `arn:aws:events:eu-central-1:${ACCOUNT}:rule/nightly` },
};

export const cases: Cases = {
  passing: {
    'for another account': withStatement(allow({ AWS: '222222222222' }, 'lambda:InvokeFunction', ARN)),
    'for a rule': withStatement(service('events.amazonaws.com', FROM_A_RULE)),
    'for a bucket and its account': withStatement(
      service('s3.amazonaws.com', { StringEquals: { 'AWS:SourceAccount': ACCOUNT } }),
    ),
    ...each('for anyone under a condition', CONFINING_CONDITIONS, (condition) => withStatement(anyone(condition))),
    'for the replicator of Lambda@Edge': withStatement(
      service('replicator.lambda.amazonaws.com', undefined, 'lambda:GetFunction'),
    ),
  },
  failing: {
    ...each('for anyone,', ALL_TEXT_FORMS, (form) => [withPolicy(form(document(anyone()))), saysAnyone] as const),
    ...each(
      'for anyone under a condition',
      WEAK_CONDITIONS,
      (condition) => [withStatement(anyone(condition)), saysAnyone] as const,
    ),
    'for all but one': [withStatement(allowAllBut({ AWS: ACCOUNT }, 'lambda:InvokeFunction', ARN)), saysAnyone],
    'for anyone in a statement without a list': [withPolicy(compact({ Statement: anyone() })), saysAnyone],
    ...each(
      'with a URL without authentication,',
      ALL_TEXT_FORMS,
      (form) => [withPolicy(form(document(url('NONE')))), 'The function URL asks for no authentication'] as const,
    ),
    'with a URL for every account of AWS': [withStatement(url('AWS_IAM')), saysAnyone],
    'for anyone through the URL': [
      withStatement(anyone({ Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } })),
      saysAnyone,
    ],
    ...each(
      'for a service,',
      ALL_TEXT_FORMS,
      (form) => [withPolicy(form(document(service('events.amazonaws.com')))), saysService] as const,
    ),
    'for a service, members reversed': [withStatement(reversed(service('sns.amazonaws.com'))), saysService],
    'for two services': [withStatement(service(['sns.amazonaws.com', 'events.amazonaws.com'])), saysService],
    'for a service with every action': [
      withStatement(service('sns.amazonaws.com', undefined, ['lambda:GetFunction', 'lambda:*'])),
      saysService,
    ],
    'for a service after a rule': [
      withStatement(service('events.amazonaws.com', FROM_A_RULE), service('sns.amazonaws.com')),
      saysService,
    ],
  },
  skipping: {
    'without a policy': lambda(),
    'with a concurrency and no policy': lambda({ Concurrency: { reservedConcurrentExecutions: 5 } }),
  },
};
