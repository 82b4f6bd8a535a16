import {
  DescribePolicyCommand,
  ListRootsCommand,
  type OrganizationsClient,
  paginateListPolicies,
  paginateListTagsForResource,
  paginateListTargetsForPolicy,
  type PolicyType,
} from '@aws-sdk/client-organizations';

/** The organization's root, and the types of policies that take effect below it. */
export interface Root {
  readonly id: string;
  readonly enabled: readonly string[];
}

export interface ListedPolicy {
  readonly id: string;
  readonly name: string;
}

/** @throws Error when AWS Organizations shows no root */
export async function readRoot(client: OrganizationsClient): Promise<Root> {
  const { Roots = [] } = await client.send(new ListRootsCommand({}));
  const { Id: id, PolicyTypes = [] } = Roots[0] ?? {};
  if (!id) throw new Error('AWS Organizations shows no root');
  return { id, enabled: PolicyTypes.flatMap(({ Type, Status }) => (Type && Status === 'ENABLED' ? [Type] : [])) };
}

/** All policies of a type but AWS's own. */
export async function readPolicies(client: OrganizationsClient, type: string): Promise<readonly ListedPolicy[]> {
  const policies: ListedPolicy[] = [];
  for await (const { Policies = [] } of paginateListPolicies({ client }, { Filter: type as PolicyType }))
    for (const { Id: id, Name: name, AwsManaged } of Policies)
      if (id && name && !AwsManaged) policies.push({ id, name });
  return policies;
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

/** The value of a policy's tag, if it has one of that key. */
export async function readTag(client: OrganizationsClient, id: string, key: string): Promise<string | undefined> {
  for await (const { Tags = [] } of paginateListTagsForResource({ client }, { ResourceId: id })) {
    const tag = Tags.find(({ Key }) => Key === key);
    if (tag) return tag.Value;
  }
  return undefined;
}
