import { handlerFor } from '../../../lambdas/shared/config-rule';
import { compliant, type Verdict } from '../../../lambdas/shared/verdict';
import { CAPTURED, changed, item, NOTIFIED, oversized, scheduled } from '../events';
import { ACCOUNT, REGION } from '../fake-aws';
import { assumedRole, jsonAnswer, Service, throttled, type WireAnswer, type WireCall } from '../service';

/** The handler with the SDK's real clients, credentials and retries. */
let service: Service;
let answers: Record<string, (times: number, call: WireCall) => WireAnswer>;
beforeAll(async () => {
  service = await Service.start((call) => answers[call.action]!(service.of(call.action).length, call));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: service.url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'AKIAFUNCTION',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
});
afterAll(() => service.stop());
beforeEach(() => {
  service.calls.length = 0;
  answers = { PutEvaluations: () => jsonAnswer({}), AssumeRole: () => assumedRole('ASIAEVALUATED') };
  delete process.env['EVALUATION_ROLE'];
});

const own = { invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:rule` };
const judge = jest.fn<Verdict, unknown[]>();
beforeEach(() => judge.mockReset().mockReturnValue(compliant));
const handler = handlerFor(
  {
    readParameters: () => ({}),
    onChange: judge,
    async *onSchedule() {
      for (let number = 0; number < 250; number++)
        yield { resourceType: 'AWS::IAM::User', resourceId: `AIDA${number}`, verdict: compliant };
    },
  },
  { log: () => undefined },
);

const bodiesOf = (action: string) =>
  service.of(action).map(({ body }) => JSON.parse(body.toString()) as Record<string, unknown>);

test('a verdict reaches Config in its own spelling', async () => {
  await handler(changed(), own);
  expect(service.calls).toHaveLength(1);
  expect(service.calls[0]).toMatchObject({ service: 'config', region: REGION, accessKeyId: 'AKIAFUNCTION' });
  expect(bodiesOf('PutEvaluations')).toEqual([
    {
      ResultToken: 'token',
      Evaluations: [
        {
          ComplianceResourceType: 'AWS::IAM::User',
          ComplianceResourceId: 'AIDAEXAMPLE',
          ComplianceType: 'COMPLIANT',
          OrderingTimestamp: Date.parse(CAPTURED) / 1000,
        },
      ],
    },
  ]);
});

test('no connection is left open, whether the run ends well or fails', async () => {
  for (const status of [200, 400]) {
    answers['PutEvaluations'] = () => jsonAnswer({}, status);
    await handler(changed(), own).catch(() => undefined);
    // The server hears of it a moment later.
    for (let wait = 0; wait < 50 && (await service.connections()) > 0; wait++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await service.connections()).toBe(0);
  }
});

test('the TESTMODE token asks Config to keep nothing', async () => {
  await handler(changed(item(), { resultToken: 'TESTMODE' }), own);
  expect(bodiesOf('PutEvaluations')[0]).toMatchObject({ ResultToken: 'TESTMODE', TestMode: true });
});

test('a call that is throttled twice is sent a third time, and judged once', async () => {
  answers['PutEvaluations'] = (times) => (times <= 2 ? throttled() : jsonAnswer({}));
  await handler(changed(), own);
  const bodies = service.of('PutEvaluations').map(({ body }) => body.toString());
  expect(bodies).toHaveLength(3);
  expect(new Set(bodies).size).toBe(1);
  expect(judge).toHaveBeenCalledTimes(1);
}, 30_000);

test('an error that is no throttling is not tried again', async () => {
  answers['PutEvaluations'] = () => jsonAnswer({ __type: 'InvalidResultTokenException', message: 'no' }, 400);
  await expect(handler(changed(), own)).rejects.toMatchObject({ name: 'InvalidResultTokenException' });
  expect(service.calls).toHaveLength(1);
});

test('a batch that fails fails the run; the first one stays', async () => {
  answers['PutEvaluations'] = (times, { body }) => {
    const { Evaluations } = JSON.parse(body.toString()) as { Evaluations: object[] };
    return jsonAnswer({ FailedEvaluations: times === 2 ? Evaluations.slice(0, 1) : [] });
  };
  await expect(handler(scheduled(), own)).rejects.toThrow('Config refused 1 of 100 results: AWS::IAM::User AIDA100');
  expect(bodiesOf('PutEvaluations').map(({ Evaluations }) => (Evaluations as object[]).length)).toEqual([100, 100]);
});

test('an oversized item is converted from what the API sends', async () => {
  answers['GetResourceConfigHistory'] = () =>
    jsonAnswer({
      configurationItems: [
        {
          version: '1.3',
          accountId: ACCOUNT,
          configurationItemCaptureTime: Date.parse(CAPTURED) / 1000,
          configurationItemStatus: 'OK',
          configurationStateId: '1',
          configurationItemMD5Hash: '',
          arn: `arn:aws:iam::${ACCOUNT}:user/ann`,
          resourceType: 'AWS::IAM::User',
          resourceId: 'AIDAEXAMPLE',
          resourceName: 'ann',
          awsRegion: 'global',
          tags: {},
          relationships: [
            { resourceType: 'AWS::IAM::Group', resourceId: 'AGPA', relationshipName: 'is attached to Group' },
          ],
          configuration: '{"userName":"ann"}',
          supplementaryConfiguration: { Note: '{"a":1}' },
        },
      ],
    });
  await handler(oversized(), own);
  expect(bodiesOf('GetResourceConfigHistory')).toEqual([
    { resourceType: 'AWS::IAM::User', resourceId: 'AIDAEXAMPLE', laterTime: Date.parse(CAPTURED) / 1000, limit: 1 },
  ]);
  expect(judge.mock.calls[0]![0]).toMatchObject({
    awsAccountId: ACCOUNT,
    ARN: `arn:aws:iam::${ACCOUNT}:user/ann`,
    configuration: { userName: 'ann' },
    supplementaryConfiguration: { Note: { a: 1 } },
    relationships: [{ resourceType: 'AWS::IAM::Group', resourceId: 'AGPA', name: 'is attached to Group' }],
  });
  expect(bodiesOf('PutEvaluations')).toHaveLength(1);
});

test('with EVALUATION_ROLE, all is done in the evaluated account; the role is assumed once an invocation', async () => {
  process.env['EVALUATION_ROLE'] = 'arn:aws:iam::{account}:role/evaluation';
  const accounts = ['444455556666', '777788889999'];
  for (const accountId of accounts) await handler(scheduled({ accountId }), own);
  const roles = service.of('AssumeRole').map(({ body }) => new URLSearchParams(body.toString()).get('RoleArn'));
  expect(roles).toEqual(accounts.map((account) => `arn:aws:iam::${account}:role/evaluation`));
  expect(service.of('PutEvaluations').map(({ accessKeyId }) => accessKeyId)).toEqual(Array(6).fill('ASIAEVALUATED'));
  expect(bodiesOf('PutEvaluations')[0]!['Evaluations']).toHaveLength(100);
  expect((bodiesOf('PutEvaluations')[0]!['Evaluations'] as { OrderingTimestamp: number }[])[0]!.OrderingTimestamp).toBe(
    Date.parse(NOTIFIED) / 1000,
  );
});

test('without EVALUATION_ROLE, the rule of another account is refused before anything is read', async () => {
  await expect(handler(changed(item(), { accountId: '444455556666' }), own)).rejects.toThrow(
    `the rule is of account 444455556666, the function of ${ACCOUNT}`,
  );
  expect(judge).not.toHaveBeenCalled();
  expect(service.calls).toEqual([]);
});
