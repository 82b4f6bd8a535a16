import { runSimulation } from '@cloud-copilot/iam-simulate';
import { simulate } from '../../src/proofs/simulator';
import { type Document, type Target } from './policies';
import { administrator, LOG_ARCHIVE, service } from './principals';
import { decide, type Decision } from './simulator';

const LOGS = service('logs.us-east-1.amazonaws.com');
const CONTEXT_KEY = 'kms:EncryptionContext:aws:logs:arn';
const LOG_GROUP = 'arn:aws:logs:us-east-1:111111111111:log-group:ours';

const KEY_ARN = `arn:aws:kms:us-east-1:${LOG_ARCHIVE}:key/00000000-0000-0000-0000-000000000000`;
const KEY_POLICY: Document = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'logs.us-east-1.amazonaws.com' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { ArnEquals: { [CONTEXT_KEY]: LOG_GROUP } },
    },
  ],
};
const KEY: Target = { arn: KEY_ARN, account: LOG_ARCHIVE, policy: KEY_POLICY };

test('the simulator by itself drops encryption contexts, and denies what AWS allows', async () => {
  const answer = await runSimulation(
    {
      request: {
        principal: 'logs.us-east-1.amazonaws.com',
        action: 'kms:Decrypt',
        resource: { resource: KEY_ARN, accountId: LOG_ARCHIVE },
        contextVariables: { [CONTEXT_KEY]: LOG_GROUP },
      },
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: KEY_POLICY,
    },
    {},
  );

  expect(answer).toMatchObject({
    overallResult: 'ImplicitlyDenied',
    result: { ignoredContextKeys: [CONTEXT_KEY] },
  });
});

test.each<[string, string | undefined, Decision]>([
  ['with the right encryption context', LOG_GROUP, 'Allowed'],
  ['with another encryption context', 'arn:aws:logs:us-east-1:111111111111:log-group:theirs', 'ImplicitlyDenied'],
  ['without an encryption context', undefined, 'ImplicitlyDenied'],
])('through the adapter, a request %s is compared', async (_name, logGroup, decision) => {
  expect(
    await decide({ principal: LOGS, action: 'kms:Decrypt', target: KEY, context: { [CONTEXT_KEY]: logGroup } }),
  ).toBe(decision);
});

describe('a statement about aliases of keys', () => {
  const policy: Document = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ProtectNamedKeys',
        Effect: 'Deny',
        Action: 'kms:DisableKey',
        Resource: '*',
        Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/ours' } },
      },
    ],
  };
  const OPEN: Document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: LOG_ARCHIVE }, Action: 'kms:*', Resource: '*' }],
  };
  const disable = async (alias?: string) => {
    const { decision } = await simulate(
      {
        principal: administrator(LOG_ARCHIVE),
        action: 'kms:DisableKey',
        target: { arn: KEY_ARN, account: LOG_ARCHIVE, policy: OPEN },
        context: { 'kms:ResourceAliases': alias },
      },
      { scps: [{ name: 'keys', policy }] },
    );
    return decision;
  };

  test.each<[string, string | undefined, Decision]>([
    ['the alias', 'alias/ours', 'ExplicitlyDenied'],
    ['another alias', 'alias/ours-too', 'Allowed'],
    ['no alias', undefined, 'Allowed'],
  ])('is held against a key with %s', async (_name, alias, decision) => {
    expect(await disable(alias)).toBe(decision);
  });
});

test.each([
  [
    'a context key that the action never carries',
    'kms:DescribeKey',
    KEY,
    { 's3:x-amz-acl': 'private' },
    'never carries s3:x-amz-acl',
  ],
  ['an action that does not exist', 'kms:Unlock', KEY, {}, 'invalid.action'],
  ['a resource of another kind', 'kms:Decrypt', { ...KEY, arn: 'arn:aws:s3:::bucket' }, {}, 'no.resource.types'],
  ['more than one resource', 'kms:Decrypt', { ...KEY, arn: KEY_ARN.replace('-0000-', '-*-') }, {}, 'name one resource'],
])('a proof about %s is refused', async (_name, action, target, context, message) => {
  await expect(decide({ principal: administrator(LOG_ARCHIVE), action, target, context })).rejects.toThrow(message);
});
