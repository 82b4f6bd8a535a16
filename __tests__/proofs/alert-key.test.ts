import { Account } from '../../src/proofs/principals';
import { AUDIT, MEMBER } from './principals';
import { act, prover } from './prover';

jest.setTimeout(60_000);

const TURN_OFF = ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:PutKeyPolicy'];
const settings = { accounts: { audit: AUDIT, members: [MEMBER] } };

describe.each([
  ['management', 'open', ['key-changes']],
  ['delegated', 'apart', []],
])('the key of alerts, the trail being administered as %s', (administrator, management, noticedBy) => {
  const { matrix } = prover({ ...settings, trail: { administrator } });

  test.each(TURN_OFF)('%s is for nobody but exempt roles, and noticed where no policy binds', async (action) => {
    const row = await matrix.row(act(action, 'alert-key'));
    expect(row.gaps).toEqual([]);
    for (const part of ['administrator', 'root', 'path', 'lookalike', 'delegated'] as const) {
      expect([part, row.cells[part].outcome]).toEqual([part, 'refused']);
      expect(row.cells[part].by.map(({ sid }) => sid)).toEqual(['ProtectNamedKeys']);
    }
    expect(row.cells.exempt.by).toEqual([]);
    expect(row.cells.management.outcome).toBe(management);
    expect(row.noticedBy).toEqual(expect.arrayContaining(noticedBy));
  });

  test.each(['kms:UpdateAlias', 'kms:DeleteAlias'])(
    '%s takes the alias that protects it from nobody',
    async (action) => {
      const row = await matrix.row(act(action, 'alert-alias'));
      expect([row.gaps, row.cells.administrator.by.map(({ sid }) => sid)]).toEqual([[], ['ProtectKeys']]);
    },
  );

  test('keys of other names stay free in the same account', async () => {
    const { administrator: somebody } = new Account(AUDIT, 'o-a1b2c3d4e5', 'aws');
    for (const aliases of ['alias/acme-alerts', 'alias/team', undefined]) {
      const target = matrix.targets.target('alert-key', AUDIT);
      const decided = await matrix.decide(somebody, 'kms:DisableKey', target, { 'kms:ResourceAliases': aliases });
      expect([aliases, decided.deniedBy]).toEqual([aliases, []]);
    }
  });
});
