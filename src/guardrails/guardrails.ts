import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { OrganizationsPolicyAttachment } from '@cdktf/provider-aws/lib/organizations-policy-attachment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { POLICY_TAG } from '../config/organization';
import type { Place } from '../placement/placement';
import { literal } from '../policy/literal';
import { adopt } from '../state/state-changes';
import type { AdoptedPolicy } from './adopted-policies';
import type { PlannedPolicy } from './guardrail-plan';

export interface GuardrailsProps {
  /** Place of Organizations in the management account. */
  readonly anywhere: Place;
  readonly policies: readonly PlannedPolicy[];
  /** What replaces each stand-in: a value that only AWS knows, as Terraform refers to it. */
  readonly references: Readonly<Record<string, string>>;
  readonly namePrefix: string;
  /** Policies of these types must be enabled first, and whoever guards them must know of a change. */
  readonly after: readonly ITerraformDependable[];
  /** Those that exist already. */
  readonly adopted: readonly AdoptedPolicy[];
}

/** Policies of AWS Organizations that keep everybody, root users included, from blinding the audit. */
export class Guardrails extends Construct {
  constructor(scope: Construct, id: string, props: GuardrailsProps) {
    super(scope, id);
    const { anywhere, policies, references, namePrefix, after, adopted } = props;
    for (const { id: policyId, type, text, targets } of policies) {
      const name = `${namePrefix}${policyId}`;
      const policy = new OrganizationsPolicy(this, policyId, {
        ...anywhere,
        name,
        // Goes before a tag of the same key that the provider sets on everything.
        tags: { [POLICY_TAG]: name },
        description: DESCRIPTIONS[type],
        type,
        content: referring(text, references),
        dependsOn: [...after],
      });
      const existing = adopted.find((one) => one.policy === policyId);
      if (existing) adopt(policy, existing.id);
      for (const target of targets) {
        const attachment = new OrganizationsPolicyAttachment(this, `${policyId}-${target}`, {
          ...anywhere,
          policyId: policy.id,
          targetId: target,
        });
        if (existing?.attachedTo.includes(target)) adopt(attachment, `${target}:${existing.id}`);
      }
    }
  }
}

/** Not what a policy contains: that changes with each statement, and a description would change with it. */
const DESCRIPTIONS = {
  SERVICE_CONTROL_POLICY: 'Audit guardrails: what members may not do',
  RESOURCE_CONTROL_POLICY: 'Audit guardrails: what nobody may do to evidence',
} as const;

/** IAM has ${...} of its own, which Terraform must not read; the references come after. */
const referring = (text: string, references: Readonly<Record<string, string>>): string =>
  Object.entries(references).reduce(
    (content, [standIn, reference]) => content.replaceAll(standIn, () => reference),
    literal(text),
  );
