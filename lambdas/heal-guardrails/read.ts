import {
  DescribePolicyCommand,
  ListRootsCommand,
  type OrganizationsClient,
  paginateListPolicies,
  paginateListTargetsForPolicy,
  type PolicyType,
} from '@aws-sdk/client-organizations';

/** The organization's root, and the types of policies that take effect below it. */
export interface Root {
  readonly id: string;
  readonly enabled: readonly string[];
}

/** @throws Error when AWS Organizations shows no root */
export async function readRoot(client: OrganizationsClient): Promise<Root> {
  const { Roots = [] } = await client.send(new ListRootsCommand({}));
  const { Id: id, PolicyTypes = [] } = Roots[0] ?? {};
  if (!id) throw new Error('AWS Organizations shows no root');
  return { id, enabled: PolicyTypes.flatMap(({ Type, Status }) => (Type && Status === 'ENABLED' ? [Type] : [])) };
}

/** The ids of all policies of a type, by name. */
export async function readIds(client: OrganizationsClient, type: string): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for await (const { Policies = [] } of paginateListPolicies({ client }, { Filter: type as PolicyType }))
    for (const { Id, Name, AwsManaged } of Policies) if (Id && Name && !AwsManaged) ids.set(Name, Id);
  return ids;
}

export async function readContent(client: OrganizationsClient, id: string): Promise<string> {
  const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId: id }));
  if (!Policy?.Content) throw new Error(`AWS Organizations shows no content of ${id}`);
  return Policy.Content;
}

/** What a policy is attached to. */
export async function readTargets(client: OrganizationsClient, id: string): Promise<readonly string[]> {
  const targets: string[] = [];
  for await (const { Targets = [] } of paginateListTargetsForPolicy({ client }, { PolicyId: id }))
    targets.push(...Targets.flatMap(({ TargetId }) => TargetId ?? []));
  return targets;
}
