import { handler } from '../../lambdas/iam-user-no-initial-access-key/index';
import { evaluate, findings, type ListedUser } from '../../lambdas/iam-user-no-initial-access-key/evaluate';
import type { AccessKey, CredentialRow } from '../../lambdas/shared/credential-report';
import { CAPTURED, changed, item, oversized, scheduled } from './events';
import { queryAnswer, queryError, runOverHttp, type WireAnswers } from './over-http';
import { key, noKey, ready, report, rootLine, userLine } from './reports';
import { jsonAnswer, type WireCall } from './service';

const MADE = '2026-01-01T00:00:00Z';
const arnOf = (user: string) => `arn:aws:iam::111122223333:user/${user}`;
const row = (rest: Partial<CredentialRow> = {}): CredentialRow => ({
  user: 'ann',
  arn: arnOf('ann'),
  createdAt: new Date(MADE),
  passwordEnabled: true,
  keys: [{ active: false }, { active: false }],
  ...rest,
});
const madeAt = (time: string, active = true): AccessKey => ({ active, rotatedAt: new Date(`2026-01-01T${time}Z`) });
const NONE: AccessKey = { active: false };

describe('the decision', () => {
  test.each<[string, Partial<CredentialRow>, string | undefined]>([
    ['no key', {}, undefined],
    ['a key made along with it', { keys: [madeAt('00:00:00'), NONE] }, '1'],
    ['a key made exactly 5 minutes later', { keys: [madeAt('00:05:00'), NONE] }, '1'],
    ['a key made a second after that', { keys: [madeAt('00:05:01'), NONE] }, undefined],
    ['a second key made along with it', { keys: [madeAt('09:00:00'), madeAt('00:00:30')] }, '2'],
    ['two keys made along with it', { keys: [madeAt('00:00:30'), madeAt('00:00:40')] }, '1 and 2'],
    ['a key made along with it, inactive by now', { keys: [madeAt('00:00:00', false), NONE] }, undefined],
    ['such a key and no password', { passwordEnabled: false, keys: [madeAt('00:00:00'), NONE] }, undefined],
  ])('a user with %s', (_what, rest, keys) => {
    expect(evaluate(row(rest), { withinMinutes: 5 })).toEqual(
      keys === undefined
        ? { compliance: 'COMPLIANT' }
        : {
            compliance: 'NON_COMPLIANT',
            annotation:
              `access key ${keys} was made within 5 minutes of a user that has a console password; ` +
              'delete it, and let the user make one when one is needed',
          },
    );
  });

  test('its minutes are a parameter', () => {
    const user = row({ keys: [madeAt('00:01:00'), NONE] });
    expect(evaluate(user, { withinMinutes: 1 }).compliance).toBe('NON_COMPLIANT');
    expect(evaluate(user, { withinMinutes: 0 }).compliance).toBe('COMPLIANT');
  });
});

describe('report and list', () => {
  const REPORTED = new Date('2026-03-01T12:00:00Z');
  const root = row({ user: '<root_account>', keys: [madeAt('00:00:00'), NONE] });
  const judge = (rows: readonly CredentialRow[], users: readonly ListedUser[]) =>
    findings({ generatedAt: REPORTED, root, users: rows }, users, { withinMinutes: 5 });
  const listed = (user: string, createdAt: string, id = 'AIDAANN'): ListedUser => ({
    arn: arnOf(user),
    id,
    createdAt: new Date(createdAt),
  });

  test('agree: a finding by unique id, for users only', () => {
    const verdict = { compliance: 'COMPLIANT' };
    expect(judge([row()], [listed('ann', MADE)])).toEqual([
      { resourceType: 'AWS::IAM::User', resourceId: 'AIDAANN', verdict },
    ]);
    // The list may have fractions.
    expect(judge([row()], [listed('ann', '2026-01-01T00:00:00.900Z')])).toHaveLength(1);
  });

  test('differ: a user deleted since the report is left out', () => {
    expect(judge([row(), row({ arn: arnOf('bob') })], [listed('bob', MADE)])).toHaveLength(1);
  });

  test.each([
    ['after the report', 'cid', '2026-03-01T13:00:00Z'],
    ['a quarter of an hour before it, which IAM may not have known', 'cid', '2026-03-01T11:45:00Z'],
    ['after it, under the name of another', 'ann', '2026-03-01T12:00:01Z'],
  ])('differ: a user made %s waits for the next report', (_when, user, createdAt) => {
    expect(judge([row()], [listed(user, createdAt)])).toEqual([]);
  });

  test.each([
    ['cid', '2026-03-01T11:44:59Z'],
    ['ann', '2026-02-01T00:00:00Z'],
  ])('contradict each other: %s, made %s, is not in the report', (user, createdAt) => {
    expect(() => judge([row()], [listed(user, createdAt)])).toThrow(
      `${arnOf(user)}, made ${createdAt.replace('Z', '.000Z')}, is not in the credential report of 2026-03-01T12:00:00.000Z; ` +
        'if it was renamed, run the rule again once the report is four hours old',
    );
  });
});

describe('the rule on schedule', () => {
  const member = (name: string, { created = MADE, id = `AIDA${name.toUpperCase()}` } = {}) =>
    `<member><UserName>${name}</UserName><UserId>${id}</UserId><Arn>${arnOf(name)}</Arn><Path>/</Path>` +
    `<CreateDate>${created}</CreateDate></member>`;
  /** Two pages. */
  const users = (first: string, second: string) => (call: WireCall) => {
    const marker = new URLSearchParams(call.body.toString()).get('Marker');
    const page = marker === 'next' ? `<Users>${second}</Users><IsTruncated>false</IsTruncated>` : `<Users>${first}</Users><IsTruncated>true</IsTruncated><Marker>next</Marker>`; // prettier-ignore
    return queryAnswer('ListUsers', page);
  };
  const CSV = report(
    rootLine(),
    userLine('ann', { password: 'true', keys: [key({ rotated: '2026-01-01T00:03:00Z' }), noKey] }),
    userLine('bob', { password: 'true', keys: [key({ rotated: '2026-01-01T00:30:00Z' }), noKey] }),
    userLine('c,d', { password: 'false' }),
  );

  test('judges the users of all pages', async () => {
    const answers = { ...ready(CSV), ListUsers: users(member('ann') + member('bob'), member('c,d', { id: 'AIDACD' })) };
    const { reported, service } = await runOverHttp(handler, scheduled(), answers);
    const results = reported.map((each) => [
      each.ComplianceResourceType,
      each.ComplianceResourceId,
      each.ComplianceType,
    ]);
    expect(results).toEqual([
      ['AWS::IAM::User', 'AIDAANN', 'NON_COMPLIANT'],
      ['AWS::IAM::User', 'AIDABOB', 'COMPLIANT'],
      ['AWS::IAM::User', 'AIDACD', 'COMPLIANT'],
    ]);
    expect(reported[0]?.Annotation).toContain('access key 1 was made within 5 minutes');
    // Else a user made in between would be in the list and rightly not in the report.
    const order = service.calls.map(({ action }) => action);
    expect(order.indexOf('GetCredentialReport')).toBeLessThan(order.indexOf('ListUsers'));
  });

  test('takes the minutes as a parameter', async () => {
    const answers = { ...ready(CSV), ListUsers: users(member('bob'), '') };
    const event = scheduled({ ruleParameters: '{"withinMinutes":"30"}' });
    expect((await runOverHttp(handler, event, answers)).reported).toMatchObject([{ ComplianceType: 'NON_COMPLIANT' }]);
  });

  test.each([
    ['a user without id', member('ann', { id: '' }), 'lists the user arn:aws:iam::111122223333:user/ann without'],
    ['an old user that the report lacks', member('eve'), 'user/eve, made 2026-01-01T00:00:00.000Z, is not in'],
  ])('reports nothing at all with %s', async (_what, first, message) => {
    const run = runOverHttp(handler, scheduled(), { ...ready(CSV), ListUsers: users(first, member('bob')) });
    await expect(run).rejects.toThrow(message);
  });

  test('takes no negative minutes', async () => {
    const event = scheduled({ ruleParameters: '{"withinMinutes":"-1"}' });
    await expect(runOverHttp(handler, event, {})).rejects.toThrow('write a whole number from 0 to 1440');
  });
});

describe('the rule on change', () => {
  const user = (rest = `<UserId>AIDAEXAMPLE</UserId><CreateDate>${MADE}</CreateDate>`) => ({
    GetUser: () => queryAnswer('GetUser', `<User><UserName>ann</UserName>${rest}</User>`),
  });
  const password = {
    GetLoginProfile: () =>
      queryAnswer(
        'GetLoginProfile',
        `<LoginProfile><UserName>ann</UserName><CreateDate>${MADE}</CreateDate></LoginProfile>`,
      ),
  };
  const gone = () => queryError('NoSuchEntity', 404);
  const noPassword = { GetLoginProfile: gone };
  const keyOf = (id: string, time: string, status = 'Active') =>
    `<member><UserName>ann</UserName><AccessKeyId>${id}</AccessKeyId><Status>${status}</Status>` +
    `${time && `<CreateDate>2026-01-01T${time}Z</CreateDate>`}</member>`;
  /** Each on a page of its own, after an empty one. */
  const keys = (...members: readonly string[]) => ({
    ListAccessKeys: ({ body }: WireCall) => {
      const at = Number(new URLSearchParams(body.toString()).get('Marker') ?? 0);
      const more = at < members.length ? `true</IsTruncated><Marker>${at + 1}</Marker>` : 'false</IsTruncated>';
      const page = at === 0 ? '' : members[at - 1]!;
      return queryAnswer('ListAccessKeys', `<AccessKeyMetadata>${page}</AccessKeyMetadata><IsTruncated>${more}`);
    },
  });
  const TOGETHER = keys(keyOf('AKIA1', '00:00:30'));
  const once = (first: () => ReturnType<typeof gone>, answer: WireAnswers[string]): WireAnswers[string] => {
    let calls = 0;
    return (call, all) => (++calls === 1 ? first() : answer(call, all));
  };
  const judged = async (answers: WireAnswers, event: object = changed()) => {
    const { reported, service } = await runOverHttp(handler, event, answers);
    const asked = service.calls.map(({ action }) => action).filter((action) => action !== 'PutEvaluations');
    return { reported, asked, service };
  };
  const ANN = {
    ComplianceResourceType: 'AWS::IAM::User',
    ComplianceResourceId: 'AIDAEXAMPLE',
    OrderingTimestamp: Date.parse(CAPTURED) / 1000,
  };
  const ALL = ['GetUser', 'ListAccessKeys', 'GetLoginProfile'];

  test.each<[string, WireAnswers, string | undefined]>([
    ['a key made along with it', { ...user(), ...TOGETHER, ...password }, 'AKIA1'],
    ['a key made exactly 5 minutes later', { ...user(), ...keys(keyOf('AKIA1', '00:05:00')), ...password }, 'AKIA1'],
    ['a key made a second after that', { ...user(), ...keys(keyOf('AKIA1', '00:05:01')), ...password }, undefined],
    ['no key', { ...user(), ...keys(), ...password }, undefined],
    ['such a key, inactive', { ...user(), ...keys(keyOf('AKIA1', '00:00:30', 'Inactive')), ...password }, undefined],
    ['such a key, expired', { ...user(), ...keys(keyOf('AKIA1', '00:00:30', 'Expired')), ...password }, undefined],
    ['such a key and no password', { ...user(), ...TOGETHER, ...noPassword }, undefined],
    ['a second such key', { ...user(), ...keys(keyOf('AKIA1', '09:00:00'), keyOf('AKIA2', '00:01:00')), ...password }, 'AKIA2'],
    ['two such keys', { ...user(), ...keys(keyOf('AKIA1', '00:00:30'), keyOf('AKIA2', '00:01:00')), ...password }, 'AKIA1 and AKIA2'],
  ])('a user with %s', async (_what, answers, refused) => {
    const { reported, asked, service } = await judged(answers);
    const Annotation =
      `access key ${refused} was made within 5 minutes of a user that has a console password; ` +
      'delete it, and let the user make one when one is needed';
    const verdict = refused ? { ComplianceType: 'NON_COMPLIANT', Annotation } : { ComplianceType: 'COMPLIANT' };
    expect(reported).toEqual([{ ...ANN, ...verdict }]);
    // The one user, from IAM itself, and the ambiguous answer last.
    expect([...new Set(asked)]).toEqual(ALL);
    for (const { action, body } of service.calls.filter(({ action }) => ALL.includes(action)))
      expect([action, new URLSearchParams(body.toString()).get('UserName')]).toEqual([action, 'ann']);
  }); // prettier-ignore

  test('takes the minutes as a parameter', async () => {
    const answers = { ...user(), ...keys(keyOf('AKIA1', '00:30:00')), ...password };
    const event = changed(item(), { ruleParameters: '{"withinMinutes":"30"}' });
    expect((await judged(answers, event)).reported).toMatchObject([{ ComplianceType: 'NON_COMPLIANT' }]);
  });

  test.each<[string, WireAnswers, object, readonly string[]]>([
    ['deleted', {}, changed(item({ configurationItemStatus: 'ResourceDeleted', configuration: null })), []],
    ['deleted, too large an item', {}, oversized(item({ configurationItemStatus: 'ResourceDeleted' })), []],
    ['out of scope', {}, changed(item(), { eventLeftScope: true }), []],
    ['gone since the change', { GetUser: gone }, changed(), ['GetUser']],
    ['gone since it was asked for', { ...user(), ListAccessKeys: gone }, changed(), ['GetUser', 'ListAccessKeys']],
    [
      'gone, its name another user’s',
      user(`<UserId>AIDAOTHER</UserId><CreateDate>${MADE}</CreateDate>`),
      changed(),
      ['GetUser'],
    ],
  ])('does not apply to a user %s', async (_what, answers, event, calls) => {
    const { reported, asked } = await judged(answers, event);
    expect(reported).toEqual([{ ...ANN, ComplianceType: 'NOT_APPLICABLE' }]);
    expect(asked).toEqual(calls);
  });

  test.each(ALL)('asks again when %s is throttled', async (action) => {
    const answers: WireAnswers = { ...user(), ...TOGETHER, ...password };
    const throttled = { ...answers, [action]: once(() => queryError('Throttling', 400), answers[action]!) };
    const { reported, asked } = await judged(throttled);
    expect(reported).toMatchObject([{ ComplianceType: 'NON_COMPLIANT' }]);
    expect(asked.filter((each) => each === action).length).toBe(action === 'ListAccessKeys' ? 3 : 2);
  });

  test.each<[string, WireAnswers, string]>([
    ...ALL.map((action): [string, WireAnswers, string] => [
      `a refused ${action}`,
      { ...user(), ...TOGETHER, ...password, [action]: () => queryError('AccessDenied', 403) },
      'AccessDenied',
    ]),
    ['a user without date', user('<UserId>AIDAEXAMPLE</UserId>'), 'IAM gives the user ann without id or date'],
    ['a key without date', { ...user(), ...keys(keyOf('AKIA1', '')), ...password }, 'lists the access key AKIA1 of ann without'],
  ])('reports nothing with %s', async (_what, answers, message) => {
    const PutEvaluations = jest.fn(() => jsonAnswer({}));
    await expect(judged({ ...answers, PutEvaluations })).rejects.toThrow(message);
    expect(PutEvaluations).not.toHaveBeenCalled();
  }); // prettier-ignore
});
