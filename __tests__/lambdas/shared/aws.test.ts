import { ConfigServiceClient, DescribeConfigRulesCommand } from '@aws-sdk/client-config-service';
import { IAMClient } from '@aws-sdk/client-iam';
import { AwsOfAccount, type ClientSettings } from '../../../lambdas/shared/aws';
import { assumedRole, jsonAnswer, Service, type WireAnswer, type WireCall, xmlAnswer } from '../service';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const AWS_REGION = 'eu-central-1';
const EVALUATION_ROLE = 'arn:aws:iam::{account}:role/audit/{account}-evaluation';
const functionOf = (account: string) => `arn:aws:lambda:${AWS_REGION}:${account}:function:rule`;

let service: Service;
let answer: (call: WireCall, calls: readonly WireCall[]) => WireAnswer;
beforeAll(async () => {
  service = await Service.start((call, calls) => answer(call, calls));
  process.env['AWS_ENDPOINT_URL'] = service.url;
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAFUNCTION';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
});
afterAll(() => service.stop());
beforeEach(() => {
  service.calls.length = 0;
  answer = ({ service: asked }) => (asked === 'sts' ? assumedRole('ASIAEVALUATED') : jsonAnswer({ ConfigRules: [] }));
});

const call = (aws: AwsOfAccount, region?: string) =>
  aws.client(ConfigServiceClient, region).send(new DescribeConfigRulesCommand({}));

test('there is one client for each class and region', () => {
  const aws = new AwsOfAccount(ACCOUNT, 'rule', { AWS_REGION });
  expect(aws.client(IAMClient)).toBe(aws.client(IAMClient));
  expect(aws.client(IAMClient)).toBe(aws.client(IAMClient, AWS_REGION));
  expect(aws.client(IAMClient)).not.toBe(aws.client(IAMClient, 'us-east-1'));
  expect(aws.client(IAMClient)).not.toBe(aws.client(ConfigServiceClient));
});

test('clients retry adaptively, in the region asked for', async () => {
  const made: ClientSettings[] = [];
  class Client {
    constructor(settings: ClientSettings) {
      made.push(settings);
    }
    destroy() {}
  }
  const aws = new AwsOfAccount(ACCOUNT, 'rule', { AWS_REGION });
  aws.client(Client);
  aws.client(Client, 'us-east-1');
  const retries = { maxAttempts: 8, retryMode: 'adaptive' };
  expect(made).toEqual([
    { region: AWS_REGION, ...retries },
    { region: 'us-east-1', ...retries },
  ]);
});

test('closing destroys every client', () => {
  const destroyed: string[] = [];
  class Client {
    constructor(private readonly settings: ClientSettings) {}
    destroy() {
      destroyed.push(this.settings.region);
    }
  }
  const aws = new AwsOfAccount(ACCOUNT, 'rule', { AWS_REGION });
  aws.client(Client);
  aws.client(Client, 'us-east-1');
  aws.close();
  expect(destroyed).toEqual([AWS_REGION, 'us-east-1']);
});

test("without a role, the function's own credentials are used", async () => {
  const aws = new AwsOfAccount(ACCOUNT, 'rule', { AWS_REGION, invokedFunctionArn: functionOf(ACCOUNT) });
  await call(aws);
  await call(aws, 'us-east-1');
  expect(service.calls.map(({ service: asked, accessKeyId, region }) => [asked, accessKeyId, region])).toEqual([
    ['config', 'AKIAFUNCTION', AWS_REGION],
    ['config', 'AKIAFUNCTION', 'us-east-1'],
  ]);
});

test('without a role, another account is refused', () => {
  expect(() => new AwsOfAccount(OTHER, 'rule', { AWS_REGION, invokedFunctionArn: functionOf(ACCOUNT) })).toThrow(
    new Error(
      `the rule is of account ${OTHER}, the function of ${ACCOUNT}; deploy the function in ${OTHER}, ` +
        'or set EVALUATION_ROLE to the ARN of a role in which {account} stands for the account',
    ),
  );
});

test.each([undefined, 'arn:aws-cn:lambda'])(
  'an account that cannot be compared (function %s) is left to IAM',
  (invokedFunctionArn) => {
    expect(new AwsOfAccount(OTHER, 'rule', { AWS_REGION, invokedFunctionArn }).accountId).toBe(OTHER);
  },
);

test('the role of the evaluated account is assumed once, for all clients', async () => {
  const surroundings = { AWS_REGION, EVALUATION_ROLE, invokedFunctionArn: functionOf(ACCOUNT) };
  const aws = new AwsOfAccount(OTHER, 'iam user: mfa/ä', surroundings);
  await Promise.all([call(aws), call(aws), call(aws, 'us-east-1')]);
  await call(aws, 'us-west-2');
  const assumed = service.of('AssumeRole');
  expect(assumed).toHaveLength(1);
  expect(assumed[0]).toMatchObject({ accessKeyId: 'AKIAFUNCTION', region: AWS_REGION });
  expect(Object.fromEntries(new URLSearchParams(assumed[0]!.body.toString()))).toMatchObject({
    RoleArn: `arn:aws:iam::${OTHER}:role/audit/${OTHER}-evaluation`,
    RoleSessionName: 'iam-user--mfa--',
  });
  const described = service.of('DescribeConfigRules');
  expect(described.map(({ accessKeyId }) => accessKeyId)).toEqual(Array(4).fill('ASIAEVALUATED'));
  expect(described.map(({ headers }) => headers['x-amz-security-token'])).toEqual(Array(4).fill('session'));
});

test.each([
  ['rule', 'rule'],
  ['r', 'r-'],
  ['x'.repeat(128), 'x'.repeat(64)],
])('the session of rule %s is named %s', async (rule, name) => {
  await call(new AwsOfAccount(ACCOUNT, rule, { AWS_REGION, EVALUATION_ROLE }));
  expect(new URLSearchParams(service.of('AssumeRole')[0]!.body.toString()).get('RoleSessionName')).toBe(name);
});

test.each([
  ['are kept with 6 minutes left', 6, true],
  ['are renewed with 4 minutes left', 4, false],
])('credentials %s', async (_name, minutes, kept) => {
  answer = ({ service: asked }, calls) =>
    asked === 'sts'
      ? assumedRole(`ASIA${calls.length}`, new Date(Date.now() + minutes * 60_000))
      : jsonAnswer({ ConfigRules: [] });
  const aws = new AwsOfAccount(ACCOUNT, 'rule', { AWS_REGION, EVALUATION_ROLE });
  await call(aws);
  await call(aws);
  const [first, second] = service.of('DescribeConfigRules').map(({ accessKeyId }) => accessKeyId);
  expect(second === first).toBe(kept);
});

test('a role that may not be assumed is an error, and the next call tries again', async () => {
  const usual = answer;
  const denied = '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>';
  answer = () => xmlAnswer(denied, 403);
  const aws = new AwsOfAccount(OTHER, 'rule', { AWS_REGION, EVALUATION_ROLE });
  await expect(call(aws)).rejects.toMatchObject({ name: 'AccessDenied' });
  expect(service.of('DescribeConfigRules')).toEqual([]);
  answer = usual;
  await call(aws);
  expect(service.of('DescribeConfigRules')).toHaveLength(1);
});

test('credentials that are not whole are an error', async () => {
  answer = () => xmlAnswer('<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>');
  const aws = new AwsOfAccount(OTHER, 'rule', { AWS_REGION, EVALUATION_ROLE: 'arn:aws:iam::{account}:role/r' });
  await expect(call(aws)).rejects.toThrow(`STS gave no whole credentials for arn:aws:iam::${OTHER}:role/r`);
});

test('a role of one account only is refused', () => {
  const surroundings = { AWS_REGION, EVALUATION_ROLE: `arn:aws:iam::${ACCOUNT}:role/r` };
  expect(() => new AwsOfAccount(OTHER, 'rule', surroundings)).toThrow(
    new Error(
      `EVALUATION_ROLE is 'arn:aws:iam::${ACCOUNT}:role/r'; write {account} where the evaluated account's id belongs`,
    ),
  );
});

test('without a region nothing is done', () => {
  expect(() => new AwsOfAccount(ACCOUNT, 'rule', {})).toThrow('AWS_REGION is not set');
});
