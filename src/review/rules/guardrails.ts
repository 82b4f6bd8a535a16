import { guardrailWeakenings } from './guardrails/difference';
import type { Family } from './watch';

/** Service and resource control policies: what nobody may do, whatever other policies allow. */
export const guardrails: Family = {
  name: 'guardrails',
  rules: {
    'guardrail-detached': {
      title: 'a guardrail is detached or deleted',
      severity: 'critical',
      why: 'Acts against the evidence that it denied are from then on allowed to whom another policy allows them.',
      better: 'a guardrail is attached',
    },
    'guardrail-weakened': {
      title: 'guardrails deny less',
      severity: 'high',
      why: 'A statement is gone, or spares somebody: acts that were denied depend on other policies from then on.',
      better: 'guardrails deny more',
    },
  },
  types: ['aws_organizations_policy', 'aws_organizations_policy_attachment'],
  ends: [],
  watches: [],
  together: guardrailWeakenings,
};
