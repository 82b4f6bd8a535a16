import { CAPTURED, changed, event, item, oversized, scheduled } from '../events';
import { assumedRole, jsonAnswer, Service, throttled, type WireAnswer, type WireCall, xmlAnswer } from '../service';
import { ACCOUNT, Artifacts } from './artifact';

/** A rule as deployed, before an AWS that misbehaves. Each of its users has no MFA device. */
const RULE = 'iam-user-mfa';
const own = { accountId: ACCOUNT };
const user = item({ awsAccountId: ACCOUNT });

let artifacts: Artifacts;
let service: Service;
let answers: Record<string, (times: number, call: WireCall) => WireAnswer>;
beforeAll(async () => {
  artifacts = new Artifacts([RULE]);
  service = await Service.start((call) => {
    const answer = answers[call.action];
    return answer ? answer(service.of(call.action).length, call) : xmlAnswer(`${call.action} was not expected`, 400);
  });
}, 60_000);
afterAll(() => {
  service.stop();
  artifacts.remove();
});

const iam = (action: string, result: string) =>
  xmlAnswer(`<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`);
const iamError = (code: string, status: number) =>
  xmlAnswer(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
    status,
  );

beforeEach(() => {
  service.calls.length = 0;
  answers = {
    ListMFADevices: () => iam('ListMFADevices', '<MFADevices/><IsTruncated>false</IsTruncated>'),
    ListUsers: () => {
      const member = (at: number) => `<member><UserName>user-${at}</UserName><UserId>AIDA${at}</UserId></member>`;
      const users = Array.from({ length: 150 }, (_, at) => member(at)).join('');
      return iam('ListUsers', `<Users>${users}</Users><IsTruncated>false</IsTruncated>`);
    },
    PutEvaluations: () => jsonAnswer({ FailedEvaluations: [] }),
  };
});

const run = (message: unknown, environment = {}) => artifacts.run(RULE, message, service.url, environment);
const reported = () =>
  service.of('PutEvaluations').map(({ body }) => {
    const { Evaluations } = JSON.parse(body.toString()) as { Evaluations: Record<string, unknown>[] };
    return Evaluations.map(({ ComplianceResourceId: id, ComplianceType: compliance }) => `${id} ${compliance}`);
  });

test('throttled twice by IAM and twice by Config, it reports once', async () => {
  const list = answers['ListMFADevices']!;
  answers['ListMFADevices'] = (times, call) => (times <= 2 ? iamError('Throttling', 400) : list(times, call));
  answers['PutEvaluations'] = (times) => (times <= 2 ? throttled() : jsonAnswer({}));
  expect((await run(changed(user, own))).error).toBeUndefined();
  expect(service.of('ListMFADevices')).toHaveLength(3);
  expect(reported()).toEqual(Array(3).fill(['AIDAEXAMPLE NON_COMPLIANT']));
}, 60_000);

test('refused in a part of a later batch, it fails and names the part', async () => {
  answers['PutEvaluations'] = (times, { body }) => {
    const { Evaluations } = JSON.parse(body.toString()) as { Evaluations: object[] };
    return jsonAnswer({ FailedEvaluations: times === 2 ? Evaluations.slice(0, 2) : [] });
  };
  expect(await run(scheduled(own))).toEqual({
    error: 'Error: Config refused 2 of 50 results: AWS::IAM::User AIDA100, AWS::IAM::User AIDA101',
    log: [],
  });
  expect(reported().map(({ length }) => length)).toEqual([100, 50]);
}, 60_000);

test('denied by IAM part way through a sweep, it fails, with whole batches at the most', async () => {
  answers['ListMFADevices'] = (_times, { body }) =>
    new URLSearchParams(body.toString()).get('UserName') === 'user-120'
      ? iamError('AccessDenied', 403)
      : iam('ListMFADevices', '<MFADevices/>');
  expect(await run(scheduled(own))).toEqual({ error: 'AccessDenied: no', log: [] });
  expect(reported().map(({ length }) => length)).toEqual([100]);
}, 60_000);

test.each<[string, unknown, string]>([
  ['no event', null, 'Error: the event is null, not an object; only AWS Config may invoke this'],
  [
    'an event without an item',
    event({ messageType: 'ConfigurationItemChangeNotification' }, own),
    'Error: the configuration item is malformed: it is nothing, not an object',
  ],
  [
    'an unknown message',
    event({ messageType: 'Surprise' }, own),
    'Error: the message type "Surprise" is unknown; nothing is reported',
  ],
  [
    'a snapshot',
    event({ messageType: 'ConfigurationSnapshotDeliveryCompleted', s3Bucket: 'b', s3ObjectKey: 'k' }, own),
    'Error: the rule has no answer to a ConfigurationSnapshotDeliveryCompleted; mend the triggers it is deployed with',
  ],
  [
    'a bucket',
    changed(item({ resourceType: 'AWS::S3::Bucket' }), own),
    'Error: the rule judges AWS::IAM::User, not AWS::S3::Bucket (AIDAEXAMPLE); mend the scope it is deployed with',
  ],
  [
    'parameters it does not know',
    changed(user, { ...own, ruleParameters: '{"days":"1"}' }),
    "Error: the rule's parameters are wrong:\n  'days' is unknown; this rule has none",
  ],
])('given %s, it fails and calls nothing', async (_name, message, error) => {
  expect(await run(message)).toEqual({ error, log: [] });
  expect(service.calls).toEqual([]);
});

test('an oversized item is read from the history', async () => {
  answers['GetResourceConfigHistory'] = () =>
    jsonAnswer({
      configurationItems: [
        {
          version: '1.3',
          accountId: ACCOUNT,
          arn: `arn:aws:iam::${ACCOUNT}:user/ann`,
          configurationItemCaptureTime: Date.parse(CAPTURED) / 1000,
          configurationItemStatus: 'OK',
          resourceType: 'AWS::IAM::User',
          resourceId: 'AIDAEXAMPLE',
          resourceName: 'ann',
          awsRegion: 'global',
          configuration: '{"userName":"ann"}',
          supplementaryConfiguration: {},
        },
      ],
    });
  expect((await run(oversized(user, own))).error).toBeUndefined();
  expect(service.calls.map(({ action }) => action)).toEqual([
    'GetResourceConfigHistory',
    'ListMFADevices',
    'PutEvaluations',
  ]);
  expect(reported()).toEqual([['AIDAEXAMPLE NON_COMPLIANT']]);
});

test.each([
  ['deleted', changed(item({ configurationItemStatus: 'ResourceDeleted', configuration: null }), own)],
  ['deleted, oversized', oversized(item({ configurationItemStatus: 'ResourceDeleted' }), own)],
  ['out of scope', changed(user, { ...own, eventLeftScope: true })],
])('a user that is %s is cleared without a look at IAM', async (_name, message) => {
  expect((await run(message)).error).toBeUndefined();
  expect(service.calls.map(({ action }) => action)).toEqual(['PutEvaluations']);
  expect(reported()).toEqual([['AIDAEXAMPLE NOT_APPLICABLE']]);
});

test('the rule of another account is refused', async () => {
  const { error } = await run(changed(user, { accountId: '999999999999' }));
  expect(error).toMatch(/^Error: the rule is of account 999999999999, the function of /);
  expect(service.calls).toEqual([]);
});

test('with EVALUATION_ROLE, all is done in the evaluated account', async () => {
  answers['AssumeRole'] = () => assumedRole('ASIAEVALUATED');
  const environment = { EVALUATION_ROLE: 'arn:aws:iam::{account}:role/evaluation' };
  expect((await run(changed(user, { accountId: '999999999999' }), environment)).error).toBeUndefined();
  expect(service.calls.map(({ action, accessKeyId }) => `${action} by ${accessKeyId}`)).toEqual([
    'AssumeRole by AKIAFUNCTION',
    'ListMFADevices by ASIAEVALUATED',
    'PutEvaluations by ASIAEVALUATED',
  ]);
  expect(new URLSearchParams(service.calls[0]!.body.toString()).get('RoleArn')).toBe(
    'arn:aws:iam::999999999999:role/evaluation',
  );
});
