import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformProvider, type TerraformResource, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Blocks that change what a state knows without touching AWS. Written as data: cdktf's own run the terraform binary at
 * synth, and it has none for letting go.
 */
const blocks = new WeakMap<TerraformStack, Record<string, unknown[]>>();

function add(scope: Construct, kind: 'import' | 'moved' | 'removed', block: unknown): void {
  const stack = TerraformStack.of(scope);
  const known = blocks.get(stack) ?? {};
  known[kind] = [...(known[kind] ?? []), block];
  blocks.set(stack, known);
  stack.addOverride(kind, known[kind]);
}

/** Any resource; those of IAM and Organizations have no region. */
type Regional = TerraformResource & { readonly regionInput?: string };

/**
 * Takes what exists in AWS into the state, through the provider of the resource that it becomes. Once it is there, the
 * block says nothing more.
 *
 * @param id - what the provider's documentation asks for, without a region
 */
export function adopt(resource: Regional, id: string): void {
  const to = `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
  add(resource, 'import', { to, id: placed(resource, id) });
}

/**
 * A resource that names its region is looked for in that of its provider unless its id says otherwise.
 * Source: Terraform AWS provider 6, guide "Enhanced Region Support".
 */
function placed(resource: Regional, id: string): string {
  const { regionInput: region } = resource;
  const provider = (resource.provider ?? ownProvider(resource)) as AwsProvider | undefined;
  const isElsewhere = region !== undefined && region !== provider?.region;
  return isElsewhere ? `${id}@${region}` : id;
}

const ownProvider = (scope: Construct) =>
  TerraformStack.of(scope)
    .node.children.filter(TerraformProvider.isTerraformProvider)
    .find(({ alias }) => alias === undefined);

/** Takes what the state knows under an address of an earlier release to the one of this. Nothing is made anew. */
export const moved = (scope: Construct, from: string, to: string): void => add(scope, 'moved', { from, to });

/**
 * Lets go of what may have been in the state before: it stays in AWS. A resource that is merely left out of the
 * configuration would be destroyed, `prevent_destroy` or not, because that goes with the block it stands in.
 */
export const letGo = (scope: Construct, address: string): void =>
  add(scope, 'removed', { from: address, lifecycle: { destroy: false } });
