import type { Aws } from '../../../lambdas/shared/aws';
import { type ConfigRule, handlerFor } from '../../../lambdas/shared/config-rule';
import { account, type Finding } from '../../../lambdas/shared/finding';
import { readParameters, wholeNumber } from '../../../lambdas/shared/parameters';
import { compliant, nonCompliant, notApplicable, type Verdict } from '../../../lambdas/shared/verdict';
import { CAPTURED, changed, delivered, event, item, NOTIFIED, oversized, scheduled } from '../events';
import { ACCOUNT, type Answers, FakeAws } from '../fake-aws';

interface Parameters {
  readonly days: number;
}

const rule = {
  readParameters: (raw) => readParameters(raw, { days: wholeNumber({ from: 1, to: 9, default: 5 }) }),
  resourceTypes: ['AWS::IAM::User', 'AWS::IAM::Role'],
  onChange: jest.fn<Verdict | Promise<Verdict>, unknown[]>(),
  onSchedule: jest.fn<Promise<readonly Finding[]> | AsyncIterable<Finding>, unknown[]>(),
  onSnapshot: jest.fn<Promise<readonly Finding[]>, unknown[]>(),
} satisfies ConfigRule<Parameters>;

beforeEach(() => {
  rule.onChange.mockReset().mockReturnValue(compliant);
  rule.onSchedule.mockReset().mockResolvedValue([]);
  rule.onSnapshot.mockReset().mockResolvedValue([]);
});

const accepting: Answers = { PutEvaluations: () => ({ FailedEvaluations: [] }) };
const logged: string[] = [];
beforeEach(() => logged.splice(0));

/** Runs the rule on an event and tells what Config and the log got. */
async function run(
  value: unknown,
  answers: Answers = accepting,
  given: ConfigRule<Parameters> = rule,
): Promise<FakeAws> {
  const aws = new FakeAws({ ...accepting, ...answers });
  await handlerFor(given, { aws, log: (line) => logged.push(line) })(value);
  return aws;
}

async function fails(value: unknown, answers: Answers = accepting, given: ConfigRule<Parameters> = rule) {
  const aws = new FakeAws({ ...accepting, ...answers });
  const handler = handlerFor(given, { aws, log: (line) => logged.push(line) });
  const error = await handler(value).then(
    () => {
      throw new Error('the handler did not fail');
    },
    (thrown: Error) => thrown,
  );
  expect(logged).toEqual([]);
  return { error, aws };
}

const user = (rest: object = {}) => ({
  ComplianceResourceType: 'AWS::IAM::User',
  ComplianceResourceId: 'AIDAEXAMPLE',
  OrderingTimestamp: new Date(CAPTURED),
  ...rest,
});

const historyItem = (rest: object = {}) => {
  const { awsAccountId, ARN, configuration, configurationItemVersion, ...same } = item();
  return {
    ...same,
    accountId: awsAccountId,
    arn: ARN,
    version: configurationItemVersion,
    configuration: JSON.stringify(configuration),
    configurationItemCaptureTime: new Date(CAPTURED),
    ...rest,
  };
};

describe('a change', () => {
  test.each<[Verdict, object]>([
    [compliant, { ComplianceType: 'COMPLIANT' }],
    [notApplicable, { ComplianceType: 'NOT_APPLICABLE' }],
    [nonCompliant('why'), { ComplianceType: 'NON_COMPLIANT', Annotation: 'why' }],
  ])('judged %j is reported at its capture time', async (verdict, reported) => {
    rule.onChange.mockResolvedValue(verdict);
    const aws = await run(changed());
    expect(aws.sent.map(({ command }) => command)).toEqual(['PutEvaluations']);
    expect(aws.inputsOf('PutEvaluations')).toEqual([{ ResultToken: 'token', Evaluations: [user(reported)] }]);
  });

  test('is judged by its item, the parameters and the account', async () => {
    const aws = await run(changed(item(), { ruleParameters: '{"days":"7"}' }));
    expect(rule.onChange.mock.calls).toEqual([[item(), { days: 7 }, aws]]);
  });

  test.each(['OK', 'ResourceDiscovered'])('with status %s is judged', async (configurationItemStatus) => {
    const aws = await run(changed(item({ configurationItemStatus })));
    expect(rule.onChange).toHaveBeenCalledTimes(1);
    expect(aws.reported).toEqual([[user({ ComplianceType: 'COMPLIANT' })]]);
  });

  test.each(['ResourceDeleted', 'ResourceDeletedNotRecorded', 'ResourceNotRecorded'])(
    'with status %s is not judged; its old result is cleared',
    async (configurationItemStatus) => {
      const aws = await run(changed(item({ configurationItemStatus, configuration: null })));
      expect(rule.onChange).not.toHaveBeenCalled();
      expect(aws.reported).toEqual([[user({ ComplianceType: 'NOT_APPLICABLE' })]]);
    },
  );

  test('that left the scope is not judged; its old result is cleared', async () => {
    const aws = await run(changed(item(), { eventLeftScope: true }));
    expect(rule.onChange).not.toHaveBeenCalled();
    expect(aws.reported).toEqual([[user({ ComplianceType: 'NOT_APPLICABLE' })]]);
  });

  test('without eventLeftScope is judged', async () => {
    await run(changed(item(), { eventLeftScope: undefined }));
    expect(rule.onChange).toHaveBeenCalledTimes(1);
  });

  test.each([false, true])('with an unknown status fails (left scope: %s)', async (eventLeftScope) => {
    const { error, aws } = await fails(
      changed(item({ configurationItemStatus: 'ResourceRenamed' }), { eventLeftScope }),
    );
    expect(error.message).toMatch(/unknown status "ResourceRenamed"/);
    expect(aws.sent).toEqual([]);
  });

  test.each(['OK', 'ResourceDeleted'])('of another type fails with status %s', async (configurationItemStatus) => {
    const { error, aws } = await fails(changed(item({ resourceType: 'AWS::S3::Bucket', configurationItemStatus })));
    expect(error.message).toBe(
      'the rule judges AWS::IAM::User, AWS::IAM::Role, not AWS::S3::Bucket (AIDAEXAMPLE); mend the scope it is deployed with',
    );
    expect(rule.onChange).not.toHaveBeenCalled();
    expect(aws.sent).toEqual([]);
  });

  test('of any type is judged by a rule that names none', async () => {
    const { resourceTypes: _, ...any } = rule;
    const aws = await run(changed(item({ resourceType: 'AWS::S3::Bucket' })), accepting, any);
    expect(aws.reported).toEqual([[user({ ComplianceResourceType: 'AWS::S3::Bucket', ComplianceType: 'COMPLIANT' })]]);
  });

  test.each<[string, () => Verdict | Promise<Verdict>]>([
    [
      'throws',
      () => {
        throw new Error('AccessDenied');
      },
    ],
    ['rejects', () => Promise.reject(new Error('AccessDenied'))],
  ])('is not reported when judging it %s', async (_name, judge) => {
    rule.onChange.mockImplementation(judge);
    const { error, aws } = await fails(changed());
    expect(error.message).toBe('AccessDenied');
    expect(aws.sent).toEqual([]);
  });
});

describe('an oversized change', () => {
  test('is read from the history, and judged by it', async () => {
    const aws = await run(oversized(), { GetResourceConfigHistory: () => ({ configurationItems: [historyItem()] }) });
    expect(aws.inputsOf('GetResourceConfigHistory')).toEqual([
      { resourceType: 'AWS::IAM::User', resourceId: 'AIDAEXAMPLE', laterTime: new Date(CAPTURED), limit: 1 },
    ]);
    expect(rule.onChange).toHaveBeenCalledTimes(1);
    expect(rule.onChange.mock.calls[0]![0]).toMatchObject({
      awsAccountId: ACCOUNT,
      ARN: `arn:aws:iam::${ACCOUNT}:user/ann`,
      configuration: { userName: 'ann', userId: 'AIDAEXAMPLE' },
    });
    expect(aws.reported).toEqual([[user({ ComplianceType: 'COMPLIANT' })]]);
  });

  test.each<[string, object, object]>([
    ['deleted', { configurationItemStatus: 'ResourceDeleted' }, {}],
    ['deleted and not recorded', { configurationItemStatus: 'ResourceDeletedNotRecorded' }, {}],
    ['not recorded', { configurationItemStatus: 'ResourceNotRecorded' }, {}],
    ['out of scope', {}, { eventLeftScope: true }],
  ])('%s is cleared without asking the history', async (_name, status, rest) => {
    const aws = await run(oversized(item(status), rest));
    expect(aws.sent.map(({ command }) => command)).toEqual(['PutEvaluations']);
    expect(aws.reported).toEqual([[user({ ComplianceType: 'NOT_APPLICABLE' })]]);
  });

  test('that the history knows as deleted is cleared at the time of the history', async () => {
    const deleted = historyItem({
      configurationItemStatus: 'ResourceDeleted',
      configuration: undefined,
      configurationItemCaptureTime: new Date('2026-03-01T10:00:01Z'),
    });
    const aws = await run(oversized(), { GetResourceConfigHistory: () => ({ configurationItems: [deleted] }) });
    expect(rule.onChange).not.toHaveBeenCalled();
    expect(aws.reported).toEqual([
      [user({ ComplianceType: 'NOT_APPLICABLE', OrderingTimestamp: new Date('2026-03-01T10:00:01Z') })],
    ]);
  });

  test('is judged by an item whose time lost its fraction', async () => {
    const rounded = historyItem({ configurationItemCaptureTime: new Date('2026-03-01T10:00:00Z') });
    const aws = await run(oversized(), { GetResourceConfigHistory: () => ({ configurationItems: [rounded] }) });
    expect(aws.reported).toHaveLength(1);
  });

  test.each<[object, string]>([
    [{}, 'nothing'],
    [{ configurationItems: [] }, 'nothing'],
    [
      { configurationItems: [historyItem({ configurationItemCaptureTime: new Date('2026-03-01T09:59:59.999Z') })] },
      '2026-03-01T09:59:59.999Z',
    ],
  ])('whose history is behind (%j) fails', async (answer, last) => {
    const { error, aws } = await fails(oversized(), { GetResourceConfigHistory: () => answer });
    expect(error.message).toBe(
      `Config's history of AWS::IAM::User AIDAEXAMPLE does not reach ${CAPTURED}; it ends at ${last}`,
    );
    expect(aws.reported).toEqual([]);
  });

  test('of another type fails without asking the history', async () => {
    const { error, aws } = await fails(oversized(item({ resourceType: 'AWS::S3::Bucket' })));
    expect(error.message).toMatch(/^the rule judges /);
    expect(aws.sent).toEqual([]);
  });
});

describe('a schedule', () => {
  const finding = (number: number): Finding => ({
    resourceType: 'AWS::IAM::User',
    resourceId: `AIDA${number}`,
    verdict: number % 2 === 0 ? compliant : nonCompliant('odd'),
  });
  const findings = (count: number): Finding[] => [...Array(count).keys()].map(finding);
  async function* stream(count: number): AsyncGenerator<Finding> {
    yield* findings(count);
  }

  test.each([
    [1, [1]],
    [99, [99]],
    [100, [100]],
    [101, [100, 1]],
    [200, [100, 100]],
    [250, [100, 100, 50]],
  ])('%i findings are reported in batches of %j, from a list and from a stream', async (count, batches) => {
    rule.onSchedule.mockResolvedValueOnce(findings(count)).mockReturnValueOnce(stream(count));
    for (const aws of [await run(scheduled()), await run(scheduled())]) {
      expect(aws.reported.map(({ length }) => length)).toEqual(batches);
      expect(aws.reported.flat().map(({ ComplianceResourceId: id }) => id)).toEqual(
        findings(count).map(({ resourceId }) => resourceId),
      );
    }
  });

  test('that finds nothing to judge says so of the account, from a list and from a stream', async () => {
    rule.onSchedule.mockResolvedValueOnce([]).mockReturnValueOnce(stream(0));
    const nothing = {
      ComplianceResourceType: 'AWS::::Account',
      ComplianceResourceId: ACCOUNT,
      ComplianceType: 'NOT_APPLICABLE',
      OrderingTimestamp: new Date(NOTIFIED),
    };
    for (const aws of [await run(scheduled()), await run(scheduled())]) expect(aws.reported).toEqual([[nothing]]);
  });

  test('is judged by parameters and account, and reported at the time of the notification', async () => {
    const about = (aws: unknown) => [account(aws as Aws, nonCompliant('why'))];
    rule.onSchedule.mockImplementation(async (_parameters, aws) => about(aws));
    const aws = await run(scheduled({ ruleParameters: '{"days":"2"}' }));
    expect(rule.onSchedule.mock.calls).toEqual([[{ days: 2 }, aws]]);
    expect(aws.reported).toEqual([
      [
        {
          ComplianceResourceType: 'AWS::::Account',
          ComplianceResourceId: ACCOUNT,
          ComplianceType: 'NON_COMPLIANT',
          Annotation: 'why',
          OrderingTimestamp: new Date(NOTIFIED),
        },
      ],
    ]);
  });

  test('reports each batch before it reads on', async () => {
    const order: string[] = [];
    rule.onSchedule.mockImplementation(async function* () {
      for (const each of findings(201)) {
        order.push(each.resourceId);
        yield each;
      }
    } as never);
    await run(scheduled(), { PutEvaluations: () => order.push('put') });
    expect(order.flatMap((each, at) => (each === 'put' ? [at] : []))).toEqual([100, 201, 203]);
  });

  test.each([
    [0, 0],
    [99, 0],
    [100, 1],
    [150, 1],
  ])('that fails after %i findings fails as a whole; %i batches stay', async (count, batches) => {
    rule.onSchedule.mockImplementation(async function* () {
      yield* findings(count);
      throw new Error('part way');
    } as never);
    const { error, aws } = await fails(scheduled());
    expect(error.message).toBe('part way');
    expect(aws.reported).toHaveLength(batches);
  });

  test('that cannot list anything reports nothing', async () => {
    rule.onSchedule.mockRejectedValue(new Error('AccessDenied'));
    const { error, aws } = await fails(scheduled());
    expect(error.message).toBe('AccessDenied');
    expect(aws.sent).toEqual([]);
  });

  test('of which Config refuses some in a later batch fails, names them, and reads no further', async () => {
    const ended = jest.fn();
    rule.onSchedule.mockImplementation(async function* () {
      try {
        yield* findings(1000);
      } finally {
        ended();
      }
    } as never);
    const refuseSecond = ({ Evaluations }: { Evaluations: { ComplianceResourceId: string }[] }) => ({
      FailedEvaluations: Evaluations.filter(({ ComplianceResourceId: id }) => ['AIDA101', 'AIDA150'].includes(id)),
    });
    const { error, aws } = await fails(scheduled(), { PutEvaluations: refuseSecond });
    expect(error.message).toBe('Config refused 2 of 100 results: AWS::IAM::User AIDA101, AWS::IAM::User AIDA150');
    expect(aws.reported).toHaveLength(2);
    expect(ended).toHaveBeenCalledTimes(1);
  });
});

test('a snapshot is judged by where it lies, and reported at the time of the notification', async () => {
  rule.onSnapshot.mockImplementation(async (_snapshot, _parameters, aws) => [account(aws as Aws, compliant)]);
  const aws = await run(delivered());
  expect(rule.onSnapshot.mock.calls).toEqual([
    [{ bucket: 'config-bucket', key: 'AWSLogs/key.json.gz' }, { days: 5 }, aws],
  ]);
  expect(aws.reported).toEqual([
    [
      {
        ComplianceResourceType: 'AWS::::Account',
        ComplianceResourceId: ACCOUNT,
        ComplianceType: 'COMPLIANT',
        OrderingTimestamp: new Date(NOTIFIED),
      },
    ],
  ]);
});

test('a snapshot without anything to judge says so of the account', async () => {
  const aws = await run(delivered());
  expect(aws.reported).toEqual([
    [expect.objectContaining({ ComplianceResourceId: ACCOUNT, ComplianceType: 'NOT_APPLICABLE' })],
  ]);
});

test.each<[string, () => unknown, keyof ConfigRule<Parameters>]>([
  ['ConfigurationItemChangeNotification', changed, 'onChange'],
  ['OversizedConfigurationItemChangeNotification', oversized, 'onChange'],
  ['ScheduledNotification', scheduled, 'onSchedule'],
  ['ConfigurationSnapshotDeliveryCompleted', delivered, 'onSnapshot'],
])('a %s fails where the rule has no answer to it', async (type, make, answer) => {
  const { error, aws } = await fails(make(), accepting, { ...rule, [answer]: undefined });
  expect(error.message).toBe(`the rule has no answer to a ${type}; mend the triggers it is deployed with`);
  expect(aws.sent).toEqual([]);
});

describe('an annotation', () => {
  const face = '😀';
  test.each<[string, string, string]>([
    ['of 255 characters is kept', 'x'.repeat(255), 'x'.repeat(255)],
    ['of 256 characters is kept', 'x'.repeat(256), 'x'.repeat(256)],
    ['of 257 characters is cut', 'x'.repeat(257), `${'x'.repeat(255)}…`],
    ['that ends with a pair at 256 is kept', `${'x'.repeat(254)}${face}`, `${'x'.repeat(254)}${face}`],
    ['is cut before a pair, not inside', `${'x'.repeat(254)}${face}xx`, `${'x'.repeat(254)}…`],
    ['is cut behind a pair', `${'x'.repeat(253)}${face}xx`, `${'x'.repeat(253)}${face}…`],
  ])('%s', async (_name, given, kept) => {
    rule.onChange.mockReturnValue(nonCompliant(given));
    const aws = await run(changed());
    expect(aws.reported[0]![0]!.Annotation).toBe(kept);
    expect(kept.length).toBeLessThanOrEqual(256);
  });
});

test.each([
  ['TESTMODE', true],
  ['testmode', undefined],
  ['token', undefined],
])('with the token %s TestMode is %s', async (resultToken, TestMode) => {
  const aws = await run(changed(item(), { resultToken }));
  expect(aws.inputsOf('PutEvaluations')[0]).toMatchObject({ ResultToken: resultToken });
  expect(aws.inputsOf('PutEvaluations')[0]!['TestMode']).toBe(TestMode);
});

test('one line is logged of each run', async () => {
  rule.onSchedule.mockResolvedValue([
    account({ accountId: ACCOUNT }, compliant),
    account({ accountId: ACCOUNT }, nonCompliant('x')),
  ]);
  await run(scheduled());
  expect(logged).toEqual([
    `{"rule":"the-rule","account":"${ACCOUNT}","message":"ScheduledNotification","COMPLIANT":1,"NON_COMPLIANT":1,"NOT_APPLICABLE":0}\n`,
  ]);
});

describe('a malformed event fails and reports nothing:', () => {
  const message = (invoking: object) => event({ messageType: 'ScheduledNotification', ...invoking });
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'the event is nothing, not an object; only AWS Config may invoke this'],
    ['null', null, 'the event is null, not an object; only AWS Config may invoke this'],
    ['a text', 'event', 'the event is "event", not an object; only AWS Config may invoke this'],
    [
      'an empty object',
      {},
      'the event is malformed: invokingEvent is nothing, not a JSON text; resultToken is nothing, not a token; ' +
        'accountId is nothing, not an account id of 12 digits',
    ],
    [
      'no token',
      changed(item(), { resultToken: undefined }),
      'the event is malformed: resultToken is nothing, not a token',
    ],
    ['an empty token', changed(item(), { resultToken: '' }), 'the event is malformed: resultToken is "", not a token'],
    [
      'an account id that is a number',
      changed(item(), { accountId: 111122223333 }),
      'the event is malformed: accountId is 111122223333, not an account id of 12 digits',
    ],
    [
      'an account id with more behind it',
      changed(item(), { accountId: '111122223333:role/x' }),
      'the event is malformed: accountId is "111122223333:role/x", not an account id of 12 digits',
    ],
    [
      'an invoking event that is an object',
      changed(item(), { invokingEvent: {} }),
      'the event is malformed: invokingEvent is {}, not a JSON text',
    ],
    [
      'a scope that is a text',
      changed(item(), { eventLeftScope: 'false' }),
      'the event is malformed: eventLeftScope is "false", not true or false',
    ],
    [
      'parameters that are an object',
      changed(item(), { ruleParameters: {} }),
      'the event is malformed: ruleParameters is {}, not a JSON text',
    ],
    [
      'a name that is a number',
      changed(item(), { configRuleName: 7 }),
      'the event is malformed: configRuleName is 7, not a name',
    ],
    [
      'parameters that are no JSON',
      changed(item(), { ruleParameters: '{' }),
      `the event's ruleParameters is not JSON: "{"`,
    ],
    [
      'wrong parameters',
      changed(item(), { ruleParameters: '{"days":"10"}' }),
      `the rule's parameters are wrong:\n  'days' is "10"; write a whole number from 1 to 9`,
    ],
    [
      'an invoking event that is no JSON',
      changed(item(), { invokingEvent: '{' }),
      `the event's invokingEvent is not JSON: "{"`,
    ],
    [
      'an invoking event that is null',
      changed(item(), { invokingEvent: 'null' }),
      "the event's invokingEvent is null, not an object",
    ],
    [
      'an unknown message type',
      message({ messageType: 'Surprise' }),
      'the message type "Surprise" is unknown; nothing is reported',
    ],
    [
      'no message type',
      message({ messageType: undefined }),
      'the message type nothing is unknown; nothing is reported',
    ],
    [
      'a change without an item',
      message({ messageType: 'ConfigurationItemChangeNotification' }),
      'the configuration item is malformed: it is nothing, not an object',
    ],
    [
      'an oversized change without a summary',
      message({ messageType: 'OversizedConfigurationItemChangeNotification' }),
      'the configuration item is malformed: it is nothing, not an object',
    ],
    ['no time', message({ notificationCreationTime: undefined }), 'notificationCreationTime is nothing, not a time'],
    [
      'a time that is none',
      message({ notificationCreationTime: 'noon' }),
      'notificationCreationTime is "noon", not a time',
    ],
    [
      'a snapshot without a place',
      message({ messageType: 'ConfigurationSnapshotDeliveryCompleted', s3Bucket: 'b', s3ObjectKey: '' }),
      'the snapshot lies in s3Bucket "b" under s3ObjectKey ""; both must be texts',
    ],
    [
      'a snapshot without a bucket',
      message({ messageType: 'ConfigurationSnapshotDeliveryCompleted', s3ObjectKey: 'k' }),
      'the snapshot lies in s3Bucket nothing under s3ObjectKey "k"; both must be texts',
    ],
  ])('%s', async (_name, value, why) => {
    const { error, aws } = await fails(value);
    expect(error.message).toBe(why);
    expect(aws.sent).toEqual([]);
    for (const answer of [rule.onChange, rule.onSchedule, rule.onSnapshot]) expect(answer).not.toHaveBeenCalled();
  });
});
