import { handler } from '../../lambdas/iam-root-unused/index';
import { evaluate } from '../../lambdas/iam-root-unused/evaluate';
import type { CredentialRow } from '../../lambdas/shared/credential-report';
import { scheduled } from './events';
import { ACCOUNT } from './fake-aws';
import { runOverHttp } from './over-http';
import { key, noKey, ready, report, rootLine } from './reports';

const NOW = new Date('2026-03-31T12:00:00Z');
const PARAMETERS = { minimumDaysUnused: 30 };

const root = (uses: { password?: string; keys?: readonly (string | undefined)[] } = {}): CredentialRow => ({
  user: '<root_account>',
  arn: 'arn:aws:iam::111122223333:root',
  createdAt: new Date('2020-01-01T00:00:00Z'),
  ...(uses.password && { passwordLastUsed: new Date(uses.password) }),
  keys: (uses.keys ?? [undefined, undefined]).map((lastUsed) => ({
    active: false,
    ...(lastUsed && { lastUsed: new Date(lastUsed) }),
  })),
});

describe('the decision', () => {
  test.each([
    ['never', root()],
    ['exactly 30 days ago', root({ password: '2026-03-01T12:00:00Z' })],
    ['30 days ago by every means', root({ password: '2026-03-01T12:00:00Z', keys: ['2026-03-01T12:00:00Z', '2025-01-01T00:00:00Z'] })],
  ])('root used %s is COMPLIANT', (_when, row) => {
    expect(evaluate(row, PARAMETERS, NOW)).toEqual({ compliance: 'COMPLIANT' });
  }); // prettier-ignore

  test.each([
    ['a second short of 30 days ago', root({ password: '2026-03-01T12:00:01Z' }), 'its password on 2026-03-01T12:00Z'],
    ['in the future, by a clock that is off', root({ password: '2026-04-01T00:00:00Z' }), 'its password on 2026-04-01T00:00Z'],
    ['by its first key', root({ keys: ['2026-03-30T00:00:00Z', undefined] }), 'access key 1 on 2026-03-30T00:00Z'],
    ['by its second key, inactive by now', root({ keys: [undefined, '2026-03-30T00:00:00Z'] }), 'access key 2 on 2026-03-30T00:00Z'],
    ['by several means, of which the last is named', root({ password: '2026-03-20T00:00:00Z', keys: ['2026-03-22T00:00:00Z', '2026-03-21T00:00:00Z'] }), 'access key 1 on 2026-03-22T00:00Z'],
  ])('root used %s is NON_COMPLIANT', (_when, row, means) => {
    expect(evaluate(row, PARAMETERS, NOW)).toEqual({
      compliance: 'NON_COMPLIANT',
      annotation:
        `the root user was used with ${means}; it must rest for 30 days: ` +
        'use roles for daily work and keep root for what only root can do',
    });
  }); // prettier-ignore

  test('its days are a parameter', () => {
    const row = root({ password: '2026-03-30T12:00:00Z' });
    expect(evaluate(row, { minimumDaysUnused: 1 }, NOW).compliance).toBe('COMPLIANT');
    expect(evaluate(row, { minimumDaysUnused: 2 }, NOW).compliance).toBe('NON_COMPLIANT');
  });
});

describe('the rule', () => {
  const daysAgo = (days: number) => `${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 19)}Z`;
  const run = (line: string, ruleParameters = '{}') =>
    runOverHttp(handler, scheduled({ ruleParameters }), ready(report(line)));

  test('reports the account, by default with 30 days', async () => {
    const { reported } = await run(rootLine({ used: daysAgo(31) }));
    expect(reported).toMatchObject([
      { ComplianceResourceType: 'AWS::::Account', ComplianceResourceId: ACCOUNT, ComplianceType: 'COMPLIANT' },
    ]);
    expect((await run(rootLine({ used: daysAgo(29) }))).reported).toMatchObject([{ ComplianceType: 'NON_COMPLIANT' }]);
  });

  test('counts keys, by the days it is given', async () => {
    const line = rootLine({ keys: [noKey, key({ active: false, used: daysAgo(29) })] });
    expect((await run(line, '{"minimumDaysUnused":"28"}')).reported).toMatchObject([{ ComplianceType: 'COMPLIANT' }]);
    expect((await run(line)).reported).toMatchObject([{ ComplianceType: 'NON_COMPLIANT' }]);
  });

  test.each([['0'], ['3651'], ['soon']])('takes no %s days', async (days) => {
    await expect(run(rootLine(), JSON.stringify({ minimumDaysUnused: days }))).rejects.toThrow(
      `'minimumDaysUnused' is "${days}"; write a whole number from 1 to 3650`,
    );
  });

  test('reports nothing of a report that it cannot read', async () => {
    await expect(run('nonsense')).rejects.toThrow('does not fit its 22 columns');
  });
});
