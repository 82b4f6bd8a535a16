import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { OrganizationsPolicyAttachment } from '@cdktf/provider-aws/lib/organizations-policy-attachment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { ConfigError } from '../config/problem';
import type { Place } from '../placement/placement';
import { type Placeholders, type PolicyFile } from './policy-file';

export interface GuardrailsProps {
  /** Place of Organizations in the management account. */
  readonly anywhere: Place;
  readonly policies: readonly PolicyFile[];
  readonly placeholders: Placeholders;
  /**
   * As `placeholders`, with a stand-in of the right length for each value that only AWS knows: sizes are checked
   * before anything exists.
   */
  readonly measured: Placeholders;
  readonly namePrefix: string;
  /** Roots, organizational units and accounts. */
  readonly targets: readonly string[];
  readonly limits: { readonly characters: number; readonly attachments: number; readonly alreadyAttached: number };
  /** Policies of this type must be enabled first. */
  readonly after: ITerraformDependable;
}

/** Service control policies that keep members, their root users included, from blinding the audit. */
export class Guardrails extends Construct {
  constructor(scope: Construct, id: string, props: GuardrailsProps) {
    super(scope, id);
    const problems = problemsOf(props);
    if (problems.length > 0) throw new ConfigError('policies/scp', problems);

    const { anywhere, policies, placeholders, namePrefix, targets, after } = props;
    for (const file of policies) {
      const policy = new OrganizationsPolicy(this, file.name, {
        ...anywhere,
        name: `${namePrefix}${file.name}`,
        description: `Audit guardrail ${file.name}`,
        type: 'SERVICE_CONTROL_POLICY',
        content: file.render(placeholders),
        dependsOn: [after],
      });
      for (const target of targets) {
        new OrganizationsPolicyAttachment(this, `${file.name}-${target}`, {
          ...anywhere,
          policyId: policy.id,
          targetId: target,
        });
      }
    }
  }
}

/** AWS Organizations' limit on a policy's name, in characters. */
const NAME_LIMIT = 128;

function problemsOf({ policies, measured, limits, namePrefix, targets }: GuardrailsProps): string[] {
  const problems = policies.flatMap((file) => {
    const wrong = file.problems(Object.keys(measured));
    if (wrong.length > 0) return wrong;
    const name = `${namePrefix}${file.name}`;
    const size = file.render(measured).length;
    return [
      ...(size > limits.characters
        ? [
            `${file.path}: has ${size} characters of ${limits.characters}; split it, or raise guardrails.limits.policyCharacters if your quota is higher`,
          ]
        : []),
      ...(name.length > NAME_LIMIT
        ? [`${file.path}: its name ${name} has ${name.length} characters of ${NAME_LIMIT}; shorten the file's name`]
        : []),
    ];
  });
  const attached = policies.length + limits.alreadyAttached;
  if (targets.length > 0 && attached > limits.attachments) {
    problems.push(
      `${policies.length} policies and the ${limits.alreadyAttached} attached already exceed the ${limits.attachments} that a target takes; merge files, or raise guardrails.limits.attachments if your quota is higher`,
    );
  }
  return problems;
}
