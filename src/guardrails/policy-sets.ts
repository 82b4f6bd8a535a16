import { join } from 'node:path';
import { type Problem, suggest } from '../config/problem';
import type { Guarded } from './guarded';
import { PolicyFile } from './policy-file';

export type PolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

/** Files whose statements attach to the same targets: they share policies. */
export interface PolicySet {
  /** Starts the ids of its policies. */
  readonly id: string;
  readonly type: PolicyType;
  readonly files: readonly PolicyFile[];
  /** Roots, organizational units and accounts. */
  readonly targets: readonly string[];
}

/** Where policies lie, from the folder of all policies. */
const OPTIONAL = 'scp/optional';

/** Which files attach to which targets, and optional policies that audit.yaml names and nobody has written. */
export function policySets(organization: Guarded, folder: string): { sets: PolicySet[]; problems: Problem[] } {
  const read = (path: string) => PolicyFile.readAll(join(folder, path), `policies/${path}`);
  const { scpTargets, rcpTargets, hasResourceControlPolicies } = organization;
  const optional = new Map(read(OPTIONAL).map((file) => [file.name, file]));
  const wanted = organization.config.guardrails.optional;

  const usual: PolicySet = { id: 'scp', type: 'SERVICE_CONTROL_POLICY', files: read('scp'), targets: scpTargets };
  const sets = new Map([[keyOf(scpTargets), usual]]);
  for (const { policy, attachTo = scpTargets } of wanted) {
    const file = optional.get(policy);
    if (!file) continue;
    const set = sets.get(keyOf(attachTo)) ?? { ...usual, id: `scp-${policy}`, files: [], targets: attachTo };
    sets.set(keyOf(attachTo), { ...set, files: [...set.files, file] });
  }
  const resources: PolicySet = { id: 'rcp', type: 'RESOURCE_CONTROL_POLICY', files: read('rcp'), targets: rcpTargets };
  return {
    sets: [...sets.values(), ...(hasResourceControlPolicies ? [resources] : [])],
    problems: wanted.flatMap(({ policy }, at) =>
      optional.has(policy) ? [] : unknown(policy, at, [...optional.keys()]),
    ),
  };
}

const unknown = (policy: string, at: number, known: readonly string[]): Problem => ({
  path: ['guardrails', 'optional', at, 'policy'],
  what: `"${policy}" is no file of policies/${OPTIONAL}`,
  mend: known.length === 0 ? 'add it there' : suggest(policy, known),
});

const keyOf = (targets: readonly string[]): string => [...targets].sort().join(' ');
