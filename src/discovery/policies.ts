import {
  DescribePolicyCommand,
  ListPoliciesCommand,
  ListTagsForResourceCommand,
  ListTargetsForPolicyCommand,
  OrganizationsClient,
  type PolicySummary,
} from '@aws-sdk/client-organizations';
import { POLICY_TAG } from '../config/organization';
import type { Aws } from './aws';
import type { Gaps } from './gap';
import { everyPage, inParallel } from './parallel';

export const POLICY_TYPES = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const;
export type PolicyType = (typeof POLICY_TYPES)[number];

/** A service or resource control policy as it is. */
export interface PolicyFound {
  readonly id: string;
  readonly name: string;
  readonly type: PolicyType;
  /** FullAWSAccess and RCPFullAWSAccess. They count where they are attached. */
  readonly isOfAws: boolean;
  /** Size of its content; absent when it could not be read. */
  readonly characters?: number;
  /** What one of ours is tagged with: its name at birth. */
  readonly tag?: string;
  /** Roots, organizational units and accounts. */
  readonly targets: readonly string[];
}

/** Organizations answers few calls a second. */
const WIDTH = 4;

/** Every policy of the types that are enabled. A type that cannot be read is a gap; so is a single policy. */
export async function readPolicies(aws: Aws, enabled: readonly string[], gaps: Gaps): Promise<PolicyFound[]> {
  const client = aws.client(OrganizationsClient);
  const here = { account: aws.account };
  const found: PolicyFound[] = [];
  for (const type of POLICY_TYPES.filter((one) => enabled.includes(one))) {
    const all = await gaps.attempt(here, `policies of type ${type}`, () =>
      everyPage(
        (NextToken) => client.send(new ListPoliciesCommand({ Filter: type, NextToken })),
        ({ Policies }) => Policies,
        ({ NextToken }) => NextToken,
      ),
    );
    const read = (policy: PolicySummary) =>
      gaps.attempt(here, `the policy ${policy.Name} (${policy.Id})`, () => readPolicy(client, type, policy));
    const policies = await inParallel(WIDTH, all ?? [], read);
    found.push(...policies.filter((policy) => policy !== undefined));
  }
  return found.sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
}

async function readPolicy(
  client: OrganizationsClient,
  type: PolicyType,
  { Id, Name, AwsManaged = false }: PolicySummary,
): Promise<PolicyFound> {
  const targets = await everyPage(
    (NextToken) => client.send(new ListTargetsForPolicyCommand({ PolicyId: Id!, NextToken })),
    ({ Targets }) => Targets,
    ({ NextToken }) => NextToken,
  );
  const found = {
    id: Id!,
    name: Name!,
    type,
    isOfAws: AwsManaged,
    targets: targets.map((one) => one.TargetId!).sort(),
  };
  if (AwsManaged) return found;
  const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId: Id! }));
  const tags = await everyPage(
    (NextToken) => client.send(new ListTagsForResourceCommand({ ResourceId: Id!, NextToken })),
    ({ Tags }) => Tags,
    ({ NextToken }) => NextToken,
  );
  const tag = tags.find(({ Key }) => Key === POLICY_TAG)?.Value;
  return { ...found, characters: Policy?.Content?.length ?? 0, ...(tag !== undefined && { tag }) };
}
