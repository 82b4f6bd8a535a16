import { gzipSync } from 'node:zlib';
import { isLike, parseAlert } from '../../../lambdas/shared/api-call';
import type { Drift } from '../../../lambdas/shared/healer';
import { ACCOUNT, REGION } from '../fake-aws';
import { call, CAUSE, environment, HOURLY, sessionOf } from '../healers';
import { FIRST_STEP, run, type Settings, type Thing } from './healer-run';

const OWN = `arn:aws:iam::${ACCOUNT}:role/acme-audit-remediation-heal-trail`;
const place = { healer: 'trail', account: ACCOUNT, region: REGION };

test('a call that stopped something is undone, once, and told of', async () => {
  const things: Record<string, Thing> = { logging: { wrong: true, mends: 'well' } };
  const { mended, healing, told, health, error, log, aws } = await run(call(), { things });
  expect(error).toBeUndefined();
  expect(mended).toEqual(['logging']);
  const changes = [{ what: 'logging', was: 1, wanted: 2, mended: true }];
  expect(healing).toEqual([{ ...place, outcome: 'mended', cause: CAUSE, changes }]);
  expect(health).toEqual([]);
  expect(told[0]).toMatchObject({ Source: 'org-audit', EventBusName: environment('', '').EVENT_BUS });
  expect(aws.sent.map(({ command, region }) => [command, region])).toEqual([['PutEvents', 'us-east-1']]);
  expect(log).toEqual(['{"healer":"trail","event":"StopLogging","outcome":"mended: logging"}\n']);

  // The same event once more, as EventBridge may send it.
  const again = await run(call(), { things });
  expect([again.mended, again.told, again.error]).toEqual([[], [], undefined]);
  expect(again.log).toEqual([expect.stringContaining('nothing differs')]);
});

describe('what is left alone', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['our own call', { userIdentity: sessionOf(OWN) }, 'it was our own'],
    ['a trusted role’s', { userIdentity: sessionOf('arn:aws:iam::999999999999:role/Deploy') }, 'is trusted'],
    ['one that AWS refused', { errorCode: 'AccessDenied' }, 'it failed with AccessDenied'],
  ])('%s', async (_what, record, reason) => {
    const { aws, inspect, log, error } = await run(call(record), { things: { logging: { wrong: true, mends: 'well' } } });
    expect(error).toBeUndefined();
    expect(aws.sent).toEqual([]);
    expect(inspect).not.toHaveBeenCalled();
    expect(log).toEqual([expect.stringContaining(reason)]);
  }); // prettier-ignore

  const role = 'arn:aws:iam::999999999999:role/Deploy';
  test.each<[string, object]>([
    ['a role of another name', sessionOf(`${role}er`)],
    ['a role whose name ends like it', sessionOf('arn:aws:iam::1:role/Deploy/arn:aws:iam::1:role/Deploy')],
    ['a role of a longer path', sessionOf('arn:aws:iam::111122223333:role/x/Deploy')],
    ['another healer', sessionOf(`${OWN}s`)],
    ['the root user', { type: 'Root', arn: 'arn:aws:iam::111122223333:root', sessionContext: { sessionIssuer: {} } }],
    ['a user of that name', { type: 'IAMUser', arn: role, sessionContext: { sessionIssuer: { type: 'Role', arn: role } } }],
    ['a user’s session', { type: 'FederatedUser', arn: role, sessionContext: { sessionIssuer: { type: 'IAMUser', arn: role } } }],
    ['a service', { type: 'AWSService', invokedBy: 'x.amazonaws.com' }],
    ['a session whose issuer is no role', { type: 'AssumedRole', sessionContext: { sessionIssuer: { type: 'Root', arn: role } } }],
    ['nobody', {}],
  ])('never %s', async (_what, userIdentity) => {
    const { mended } = await run(call({ userIdentity }), { things: { logging: { wrong: true, mends: 'well' } } });
    expect(mended).toEqual(['logging']);
  }); // prettier-ignore
});

test.each([
  ['arn:aws:iam::*:role/Deploy', 'arn:aws:iam::111122223333:role/Deploy', true],
  ['arn:aws:iam::*:role/acme-*', 'arn:aws:iam::111122223333:role/acme-x', true],
  ['arn:aws:iam::*:role/D.ploy', 'arn:aws:iam::111122223333:role/Deploy', false],
  ['arn:aws:iam::*:role/Deploy', 'arn:aws:iam::1:x:role/Deploy', false],
])('%s and %s: %s', (pattern, arn, expected) => {
  expect(isLike(arn, pattern)).toBe(expected);
});

describe('truthful outcomes', () => {
  test.each<[string, Record<string, Thing>, string, readonly object[]]>([
    ['all is mended', { a: { wrong: true, mends: 'well' }, b: { wrong: true, mends: 'late' } }, 'mended', [{ what: 'a', mended: true }, { what: 'b', mended: true }]],
    ['one mend fails, the next is done', { a: { wrong: true, mends: 'fails' }, b: { wrong: true, mends: 'well' } }, 'failed', [{ what: 'a', mended: false, why: 'Error: refused' }, { what: 'b', mended: true }]],
    ['a mend has no effect', { a: { wrong: true, mends: 'badly' } }, 'failed', [{ what: 'a', mended: false, why: 'it still differs after it was mended' }]],
    ['one cannot be mended', { a: { wrong: true }, b: { wrong: true, mends: 'well' } }, 'page', [{ what: 'a', mended: false }, { what: 'b', mended: true }]],
    ['one cannot be mended, another fails', { a: { wrong: true }, b: { wrong: true, mends: 'fails' } }, 'failed', [{ what: 'a', mended: false }, { what: 'b', mended: false }]],
  ])('when %s', async (_what, things, outcome, changes) => {
    const { healing, error } = await run(call(), { things });
    expect(healing).toMatchObject([{ outcome, changes, ...('a' in things && !things['a']!.mends && { firstStep: FIRST_STEP }) }]);
    expect(error === undefined).toBe(outcome !== 'failed');
  }); // prettier-ignore

  test('AWS is given time to show what was mended', async () => {
    const { pauses } = await run(call(), { things: { a: { wrong: true, mends: 'badly' } } });
    expect(pauses).toEqual([2000, 8000]);
  });

  test('what a mend broke is told of', async () => {
    const things: Record<string, Thing> = { a: { wrong: true, mends: 'well' }, b: { wrong: false, mends: 'well' } };
    const inspect = jest.fn(async () => [
      things['a']!.wrong
        ? { what: 'a', was: 1, wanted: 2, mend: async () => void (things['a']!.wrong = false) }
        : { what: 'b', was: 1, wanted: 2, mend: async () => undefined },
    ]);
    const { healing, error } = await run(call(), { healer: { inspect } });
    const why = 'it differs since something else was mended';
    expect(healing).toMatchObject([
      {
        outcome: 'failed',
        changes: [
          { what: 'a', mended: true },
          { what: 'b', why },
        ],
      },
    ]);
    expect(error).toContain(`b: ${why}`);
  });

  test('nothing counts as mended that cannot be read again, what needs people included', async () => {
    let looks = 0;
    const inspect = async (): Promise<Drift[]> => {
      if (++looks > 1) throw new Error('gone dark');
      return [{ what: 'a', was: 1, wanted: 2, mend: async () => undefined }, { what: 'b', was: 1, wanted: 2 }];
    };
    const { healing, error } = await run(call(), { healer: { inspect } });
    const why = 'it cannot be read again: Error: gone dark';
    const changes = [{ what: 'a', mended: false, why }, { what: 'b', mended: false }];
    expect(healing).toMatchObject([{ outcome: 'failed', changes }]);
    expect(error).toContain(why);
  }); // prettier-ignore

  test('in report mode nothing is touched', async () => {
    const things: Record<string, Thing> = { a: { wrong: true, mends: 'well' } };
    const { mended, healing, error, inspect } = await run(call(), { things, env: { MODE: 'report' } });
    expect([mended, error, inspect.mock.calls.length]).toEqual([[], undefined, 1]);
    expect(healing).toMatchObject([{ outcome: 'reported', changes: [{ mended: false, why: 'the mode is report' }] }]);
    const lost = await run(call(), { things: { a: { wrong: true } }, env: { MODE: 'report' } });
    expect(lost.healing).toMatchObject([{ outcome: 'page', firstStep: FIRST_STEP }]);
  });

  test('what cannot be read is told of and thrown', async () => {
    const inspect = () => Promise.reject(new Error('denied'));
    const { healing, error } = await run(call(), { healer: { inspect } });
    expect(healing).toMatchObject([{ outcome: 'failed', cause: CAUSE, changes: [{ mended: false, why: 'Error: denied' }] }]);
    expect(error).toContain('denied');
  }); // prettier-ignore
});

describe('by the hour', () => {
  test('health is told of when all is well', async () => {
    const { told, health, inspect, error } = await run(HOURLY);
    expect(error).toBeUndefined();
    expect(told).toHaveLength(1);
    expect(health).toEqual([{ ...place, healthy: true, problems: [], kinds: '' }]);
    expect(inspect.mock.calls[0]!.slice(2)).toEqual([undefined]);
  });

  test('drift is mended although no event came', async () => {
    const { mended, healing, health } = await run(HOURLY, { things: { a: { wrong: true, mends: 'well' } } });
    expect(mended).toEqual(['a']);
    expect(healing).toMatchObject([{ outcome: 'mended', cause: null }]);
    expect(health).toMatchObject([{ healthy: true }]);
  });

  test('drift that remains, dead letters and the healer’s own findings are problems', async () => {
    const { health, healing } = await run(HOURLY, {
      things: { a: { wrong: true } },
      answers: { GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: '3' } }) },
      healer: { health: async () => [{ kind: 'digest-gap', detail: 'none' }] },
    });
    expect(healing).toMatchObject([{ outcome: 'page' }]);
    expect(health).toMatchObject([{ healthy: false, kinds: expect.stringContaining('digest-gap') }]);
    expect(health[0]!['problems']).toEqual([
      { kind: 'drift', detail: expect.stringContaining('a: ') },
      { kind: 'digest-gap', detail: 'none' },
      { kind: 'dead-letters', detail: '3 messages wait in https://sqs.example/dead-letters' },
    ]);
  });

  const denied = () => {
    throw new Error('denied');
  };
  test.each<[string, Settings, string]>([
    ['state', { healer: { inspect: denied as never } }, 'drift'],
    ['desired state', { healer: { readDesired: denied } }, 'drift'],
    ['health', { healer: { health: denied as never } }, 'drift'],
    ['queue', { answers: { GetQueueAttributes: denied } }, 'dead-letters'],
    ['queue’s length', { answers: { GetQueueAttributes: () => ({}) } }, 'dead-letters'],
  ])('what is unknown is no health: the %s', async (_what, settings, kind) => {
    const { health, error, log } = await run(HOURLY, settings);
    expect(health).toMatchObject([{ healthy: false, problems: [{ kind }] }]);
    expect(error).toBeUndefined();
    expect(log.at(-1)).toMatch(/"outcome":"left to the next hour: /);
  }); // prettier-ignore
});

describe('what the bus does not take', () => {
  const full = {
    PutEvents: () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'Full', ErrorMessage: 'no room' }] }),
  };

  test('lies in the dead-letter queue, and the run fails', async () => {
    const { aws, error } = await run(call(), { things: { a: { wrong: true, mends: 'well' } }, answers: full });
    expect(error).toContain('did not take an event: Full, no room');
    const [{ QueueUrl, MessageBody }] = aws.inputsOf('SendMessage') as [{ QueueUrl: string; MessageBody: string }];
    expect(QueueUrl).toBe('https://sqs.example/dead-letters');
    expect(JSON.parse(MessageBody)).toMatchObject({ 'detail-type': 'Audit Self-Healing', detail: { outcome: 'mended' } });
  }); // prettier-ignore

  test('is at least in the error when the queue takes nothing either', async () => {
    const SendMessage = () => {
      throw new Error('no queue');
    };
    const { error, log } = await run(call(), { things: { a: { wrong: true, mends: 'well' } }, answers: { ...full, SendMessage } }); // prettier-ignore
    expect(error).toMatch(/no room.*no queue/);
    expect(log).toEqual([expect.stringContaining('mended: a')]);
  });
});

describe('the desired state', () => {
  test('refers to the environment; IAM’s variables stay', async () => {
    const desired = { key: '${KeyArn}', list: [{ text: 'a ${KeyArn} ${aws:username} ${*} $KeyArn' }], number: 1, none: null };
    const { readDesired } = await run(call(), { desired, env: { KeyArn: 'arn$&' } });
    expect(readDesired).toHaveBeenCalledWith({
      key: 'arn$&',
      list: [{ text: 'a arn$& ${aws:username} ${*} $KeyArn' }],
      number: 1,
      none: null,
    });
  }); // prettier-ignore

  const packed = (desired: unknown): string => gzipSync(JSON.stringify(desired)).toString('base64');

  test('as Terraform packs it takes the place of the file; null stands for what is absent', async () => {
    const desired = { key: '${KeyArn}', none: null, list: [{ none: null, text: '${aws:username}' }, null], zero: 0 };
    const { readDesired } = await run(call(), {
      desired: { other: true },
      env: { DESIRED: packed(desired), KeyArn: 'arn' },
    });
    expect(readDesired).toHaveBeenCalledWith({ key: 'arn', list: [{ text: '${aws:username}' }, null], zero: 0 });
  });

  test.each([
    ['it is not packed', '{"key":1}', /the environment variable DESIRED is no gzip in base64: /],
    ['it was cut', packed({ key: 1 }).slice(0, 12), /the environment variable DESIRED is no gzip in base64: /],
    ['it is no JSON', gzipSync('{').toString('base64'), /the environment variable DESIRED.*JSON/s],
    ['a reference is missing', packed(['${A}']), /the environment variable DESIRED refers to A; set each/],
  ])('mends nothing where %s', async (_name, DESIRED, message) => {
    const { error, mended } = await run(call(), { env: { DESIRED }, things: { a: { wrong: true, mends: 'well' } } });
    expect(error).toMatch(message);
    expect(mended).toEqual([]);
  });

  test('with an unknown reference mends nothing', async () => {
    const { error, mended, healing } = await run(call(), { desired: ['${A} ${B}', '${A}'], things: { a: { wrong: true, mends: 'well' } } }); // prettier-ignore
    expect(error).toContain('refers to A, B; set each in the environment');
    expect(mended).toEqual([]);
    expect(healing).toMatchObject([{ outcome: 'failed' }]);
  });
});

test.each<[string, Record<string, string | undefined>]>([
  ['MODE', { MODE: 'maybe' }],
  ['OWN_ROLE', { OWN_ROLE: 'role' }],
  ['TRUSTED_ROLES', { TRUSTED_ROLES: '[1]' }],
  ['TRUSTED_ROLES', { TRUSTED_ROLES: undefined }],
  ['EVENT_BUS', { EVENT_BUS: 'default' }],
  ['DEAD_LETTER_QUEUE', { DEAD_LETTER_QUEUE: undefined }],
])('an environment with a wrong %s is refused', async (name, env) => {
  const { error, aws } = await run(call(), { env });
  expect(error).toContain(`the function's environment is wrong: ${name} is`);
  expect(aws.sent).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'detail-type is nothing'],
  ['another kind', { 'detail-type': 'EC2 Instance State-change Notification', detail: {} }, 'mend the rule that sends it'],
  ['a record without name and source', call({ eventName: '', eventSource: 1 }), 'eventName is "", not a text; eventSource is 1, not a text'],
])('an event is refused: %s', (_what, value, message) => {
  expect(() => parseAlert(value)).toThrow(message);
}); // prettier-ignore

test('a record that lacks who, where and when wakes a healer all the same', async () => {
  const bare = { eventID: undefined, eventTime: '', sourceIPAddress: null, awsRegion: 1, userIdentity: undefined };
  const { mended, healing } = await run(call({ ...bare, requestParameters: null }), {
    things: { logging: { wrong: true, mends: 'well' } },
  });
  expect(mended).toEqual(['logging']);
  const unknown = { eventId: 'unknown', principal: 'unknown', sourceIp: 'unknown', time: 'unknown' };
  expect(healing).toMatchObject([{ outcome: 'mended', cause: { eventName: 'StopLogging', ...unknown } }]);
});

test('the cause reaches the inspection with its parameters', async () => {
  const { inspect } = await run(call());
  expect((inspect.mock.calls[0] as unknown[])[2]).toMatchObject({
    requestParameters: { name: 'main' },
    region: REGION,
  });
});
