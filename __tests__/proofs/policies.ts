import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import type { Organization } from '../../src/config/organization';
import { list, type PolicyDocument } from '../../src/policy/document';
import type { Target } from '../../src/proofs/simulator';
import { SynthesizedPolicies } from '../../src/proofs/synthesized-policies';
import { Platform, type Resource } from '../synthesized';

export { list };
export type { PolicyDocument as Document, PolicyStatement } from '../../src/policy/document';
export type { Target } from '../../src/proofs/simulator';

export const object = (bucket: Target, key: string): Target => ({ ...bucket, arn: `${bucket.arn}/${key}` });

/** The policies of one organization, taken from its Terraform, those of single roles included. */
export class Policies extends SynthesizedPolicies {
  readonly platform: Platform;

  constructor(organization: Organization) {
    const platform = new Platform(organization);
    super(organization, {
      evidence: platform.stack('evidence').json,
      alerting: platform.stack('alerting').json,
      organization: platform.stack('organization').json,
    });
    this.platform = platform;
  }

  /** The topic that tells of deliveries, in organizations that have one. */
  notifications(): Target {
    this.resource('organization', SnsTopicPolicy, 'trail-deliveries_policy');
    return this.topic;
  }

  /** A role, with its trust policy. */
  role(stack: string, resource: string): Target {
    const { name, assume_role_policy } = this.resource(stack, IamRole, resource);
    const account = this.accountOf(stack);
    return { arn: this.organization.roleArn(account, name), account, policy: this.parse(assume_role_policy) };
  }

  /** What a role may do. */
  grants(stack: string, resource: string): readonly PolicyDocument[] {
    return [this.parse(this.resource(stack, IamRolePolicy, resource).policy)];
  }

  private resource(stack: string, type: { readonly tfResourceType: string }, name: string): Resource {
    const found = this.platform.stack(stack).named(type)[name];
    if (!found) throw new Error(`no ${type.tfResourceType}.${name} in ${stack}`);
    return found;
  }

  private accountOf(stack: string): string {
    const { evidenceAccount, trailAccount, auditAccount } = this.organization;
    if (stack === 'evidence') return evidenceAccount;
    if (stack === 'organization') return trailAccount;
    return stack === 'detection' ? auditAccount : stack.replace('baseline-', '');
  }
}

/** Every policy document anywhere in an organization's Terraform, with the place where it was found. */
export function everyPolicy({ stacks }: Platform): { place: string; policy: PolicyDocument }[] {
  return stacks.flatMap(({ name, json }) => documentsIn(json, name));
}

function documentsIn(node: unknown, place: string): { place: string; policy: PolicyDocument }[] {
  if (typeof node === 'string') {
    return /^\{.*"Statement":/s.test(node) ? [{ place, policy: JSON.parse(node) as PolicyDocument }] : [];
  }
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => documentsIn(value, `${place} ${key}`));
}
