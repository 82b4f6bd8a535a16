import { expand } from '../../src/authorization/authorization';
import { GuardrailPlan } from '../../src/guardrails/guardrail-plan';
import { list } from '../../src/policy/document';
import { Matrix } from '../../src/proofs/matrix';
import { organization } from '../organizations';
import { AUDIT, LOG_ARCHIVE, MEMBER } from './principals';
import { ALL_ACTS, prover } from './prover';

jest.setTimeout(120_000);

/** Whatever is protected is there. */
const SETTINGS = {
  accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] },
  trail: { administrator: 'delegated', notifications: true },
  recorder: { role: 'custom' },
};
const { policies, sources } = prover(SETTINGS);
const { rootId } = policies.organization.config.organization;

/** Each statement as a policy of its own, so that one can be taken out without those that it is packed with. */
const statements = new GuardrailPlan(organization(SETTINGS), 'policies').statements.map(
  ({ origin, statement, type }) => ({
    name: origin,
    type,
    policy: { Version: '2012-10-17', Statement: [statement] },
    targets: [rootId],
    statement,
  }),
);

/** RCPs say the same of ACLs; either alone stops everybody who must be stopped. */
const REPEATED = ['policies/scp/protect-evidence.json ProtectEvidenceAcls'];

test('as many statements as there are, and one that is repeated', () => {
  expect(statements.length).toBeGreaterThanOrEqual(30);
  expect(statements.filter(({ name }) => REPEATED.includes(name))).toHaveLength(REPEATED.length);
});

test.each(statements)('$name is missed when it is gone', async ({ name, statement }) => {
  const without = new Matrix(policies.having(statements.filter((one) => one.name !== name)), sources);
  const whole = new Matrix(policies.having(statements), sources);
  const actions = new Set(list(statement.Action).flatMap((action) => expand(action).map(({ name: one }) => one)));
  const acts = ALL_ACTS.filter(({ action, on }) => actions.has(action) && without.targets.exists(on));
  let missed = 0;
  for (const act of acts) {
    const { gaps } = await without.row(act);
    if (gaps.length === 0) continue;
    expect((await whole.row(act)).gaps).toEqual([]);
    missed++;
    break;
  }
  expect(missed).toBe(REPEATED.includes(name) ? 0 : 1);
});
