import { Matrix, type Sources } from '../../src/proofs/matrix';
import { type Decision, type Request, simulate } from '../../src/proofs/simulator';
import type { SynthesizedPolicies } from '../../src/proofs/synthesized-policies';

export type { Context } from '../../src/proofs/principals';
export type { Decision, Request } from '../../src/proofs/simulator';

/** What AWS decides, of all policies: those of the principal, of the target, and those of the organization. */
export async function decide(
  { principal, action, target, context }: Request,
  policies?: SynthesizedPolicies,
): Promise<Decision> {
  if (!policies) return (await simulate({ principal, action, target, context })).decision;
  return (await new Matrix(policies, NO_SOURCES).decide(principal, action, target, context)).decision;
}

/**
 * What the policies of principal and target decide, provided that those of the organization take nothing of it back:
 * what must work works with all of them in place, and what must not needs none of them.
 */
export async function decideWith(policies: SynthesizedPolicies, request: Request): Promise<string> {
  const [alone, together] = await Promise.all([decide(request), decide(request, policies)]);
  return (alone === 'Allowed') === (together === 'Allowed') ? alone : `${alone}, but ${together} with all policies`;
}

const NO_SOURCES: Sources = { notices: () => [], sidOf: (_kind, sid) => sid };
