import { type Organization, POLICY_TAG } from '../../config/organization';
import type { Statement } from '../../policy/statement';
import type { HealerSpec } from '../healer-spec';

/** A policy of AWS Organizations as it was planned. */
export interface GuardrailPolicy {
  /** As it is called in AWS. */
  readonly name: string;
  /** As in `SERVICE_CONTROL_POLICY`. */
  readonly type: string;
  /** JSON, with stand-ins for the ARNs of keys. */
  readonly content: string;
  /** Roots, organizational units and accounts. */
  readonly targets: readonly string[];
}

/** A value that AWS invents. */
export interface StandIn {
  /** What the contents have in its place. */
  readonly standIn: string;
  /** Terraform reference. */
  readonly reference: string;
}

export interface GuardrailHealerProps {
  readonly policies: readonly GuardrailPolicy[];
  readonly evidenceKey: StandIn;
  readonly archiveKey: StandIn;
}

/** Keeps the policies of the organization: in the management account, in the region of the events of Organizations. */
export function guardrailHealer(organization: Organization, props: GuardrailHealerProps): HealerSpec {
  const keys = Object.entries({ EvidenceKeyArn: props.evidenceKey, ArchiveKeyArn: props.archiveKey });
  const policies = props.policies.map(({ name, type, content, targets }) => ({
    name,
    type,
    // IAM's own variables have a colon in their names, so the function tells them from these.
    content: keys.reduce((text, [key, { standIn }]) => text.replaceAll(standIn, () => `\${${key}}`), content),
    targets,
  }));
  const used = keys.filter(([key]) => policies.some(({ content }) => content.includes(`\${${key}}`)));
  return {
    name: 'guardrails',
    description: 'Keeps the policies of the organization as they were reviewed, and attached',
    events: [
      {
        source: 'aws.organizations',
        eventSource: 'organizations.amazonaws.com',
        names: ['DetachPolicy', 'UpdatePolicy', 'DeletePolicy', 'DisablePolicyType'],
      },
    ],
    desired: { tagKey: POLICY_TAG, policies },
    references: Object.fromEntries(used.map(([key, { reference }]) => [key, reference])),
    permissions: permissions(organization, props.policies),
  };
}

function permissions(organization: Organization, policies: readonly GuardrailPolicy[]): Statement[] {
  const distinct = (of: (policy: GuardrailPolicy) => readonly string[]) => [...new Set(policies.flatMap(of))];
  // AWS invents the ids of policies.
  const policyArns = distinct(({ type }) => [organizationArn(organization, 'policy', `${type.toLowerCase()}/p-*`)]);
  const targetArns = distinct(({ targets }) => targets).map((target) => targetArn(organization, target));
  const { rootId } = organization.config.organization;
  const actions = (...calls: readonly string[]) => calls.map((call) => `organizations:${call}`);
  // AWS asks for the policy and for the target.
  const attachTo: Statement = {
    sid: 'AttachToTargets',
    effect: 'Allow',
    actions: actions('AttachPolicy'),
    resources: targetArns,
  };
  return [
    { sid: 'FindPolicies', effect: 'Allow', actions: actions('ListPolicies', 'ListRoots'), resources: ['*'] },
    {
      sid: 'ReadPolicies',
      effect: 'Allow',
      actions: actions('DescribePolicy', 'ListTagsForResource', 'ListTargetsForPolicy'),
      resources: policyArns,
    },
    // Not confined to the tag: whoever takes it away first must not be safe from us.
    { sid: 'MendPolicies', effect: 'Allow', actions: actions('AttachPolicy', 'UpdatePolicy'), resources: policyArns },
    ...(targetArns.length === 0 ? [] : [attachTo]),
    {
      sid: 'EnablePolicyTypes',
      effect: 'Allow',
      actions: actions('EnablePolicyType'),
      resources: [organizationArn(organization, 'root', rootId)],
    },
  ];
}

/** ARNs of AWS Organizations carry the management account and the organization. */
const organizationArn = (organization: Organization, kind: string, id: string): string =>
  organization.arn('organizations', {
    account: organization.managementAccount,
    resource: `${kind}/${organization.id}/${id}`,
  });

function targetArn(organization: Organization, target: string): string {
  const kind = target.startsWith('r-') ? 'root' : target.startsWith('ou-') ? 'ou' : 'account';
  return organizationArn(organization, kind, target);
}
