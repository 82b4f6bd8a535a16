import { stacks } from '../../main';
import { synthesized } from '../../src/cli/prove';
import { ACTS, type Act } from '../../src/proofs/acts';
import { Matrix } from '../../src/proofs/matrix';
import type { PolicyStatement } from '../../src/policy/document';
import type { SynthesizedPolicies } from '../../src/proofs/synthesized-policies';
import { organization } from '../organizations';

/** The policies that a synth would write for an organization, and the matrix over them. */
export function prover(settings: Record<string, unknown> = {}) {
  const { policies, sources } = synthesized(stacks, organization(settings));
  return { policies, sources, matrix: new Matrix(policies, sources) };
}

export const ALL_ACTS: readonly Act[] = Object.values(ACTS).flat();

/** The one row of an action and a kind of target. */
export function act(action: string, on?: string): Act {
  const found = ALL_ACTS.filter((one) => one.action === action && (on === undefined || one.on === on));
  if (found.length !== 1) throw new Error(`${found.length} rows of ${action} on ${on ?? 'anything'}`);
  return found[0]!;
}

/** The same organization with every statement of a Sid replaced, or taken out. Merged statements have several Sids. */
export function changed(
  policies: SynthesizedPolicies,
  sid: string,
  change: (statement: PolicyStatement) => PolicyStatement | undefined,
): SynthesizedPolicies {
  let count = 0;
  const attached = policies.all.map((one) => ({
    ...one,
    policy: {
      ...one.policy,
      Statement: one.policy.Statement.flatMap((statement) => {
        if (!statement.Sid?.split('And').includes(sid)) return [statement];
        count++;
        return [change(statement) ?? []].flat();
      }),
    },
  }));
  if (count === 0) throw new Error(`no statement ${sid}`);
  return policies.having(attached);
}
