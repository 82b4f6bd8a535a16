import { handler } from '../../lambdas/iam-user-no-initial-access-key/index';
import { evaluate, findings, type ListedUser } from '../../lambdas/iam-user-no-initial-access-key/evaluate';
import type { AccessKey, CredentialRow } from '../../lambdas/shared/credential-report';
import { scheduled } from './events';
import { queryAnswer, runOverHttp } from './over-http';
import { key, noKey, ready, report, rootLine, userLine } from './reports';
import type { WireCall } from './service';

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

describe('the rule', () => {
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
