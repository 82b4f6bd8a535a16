import { type Problem, suggest } from '../config/problem';
import type { PlannedPolicy } from './guardrail-plan';

/** A policy that exists. */
export interface AdoptedPolicy {
  /** Which of ours it becomes, as in `scp-1`. */
  readonly policy: string;
  /** As AWS gave it. */
  readonly id: string;
  /** Targets that it is attached to already. */
  readonly attachedTo: readonly string[];
}

/** Policies that become none of ours, and attachments that ours do not have. */
export const adoptionProblems = (
  adopted: readonly AdoptedPolicy[],
  planned: readonly Pick<PlannedPolicy, 'id' | 'targets'>[],
): Problem[] =>
  adopted.flatMap(({ policy, id, attachedTo }, at): Problem[] => {
    const path = ['adopt', 'policies', at];
    const ours = planned.find((one) => one.id === policy);
    if (!ours) {
      const known = planned.map((one) => one.id);
      return [{ path: [...path, 'policy'], what: `"${policy}" is no policy of ours`, mend: suggest(policy, known) }];
    }
    return attachedTo.flatMap((target, nth) =>
      ours.targets.includes(target)
        ? []
        : {
            path: [...path, 'attachedTo', nth],
            what: `"${target}" is no target of ${policy}, which would stay attached there unseen`,
            mend: `detach ${id} from it and remove it here, or make it a target in guardrails`,
          },
    );
  });
