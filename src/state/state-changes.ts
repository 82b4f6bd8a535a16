import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Blocks that change what a state knows without touching AWS. Written as data: cdktf's own run the terraform binary at
 * synth, and it has none for letting go.
 */
const blocks = new WeakMap<TerraformStack, Record<string, unknown[]>>();

function add(scope: Construct, kind: 'import' | 'removed', block: unknown): void {
  const stack = TerraformStack.of(scope);
  const known = blocks.get(stack) ?? {};
  known[kind] = [...(known[kind] ?? []), block];
  blocks.set(stack, known);
  stack.addOverride(kind, known[kind]);
}

/** Takes what exists in AWS into the state. */
export const adopt = (scope: Construct, address: string, id: string): void => add(scope, 'import', { to: address, id });

/**
 * Lets go of what may have been in the state before: it stays in AWS. A resource that is merely left out of the
 * configuration would be destroyed, `prevent_destroy` or not, because that goes with the block it stands in.
 */
export const letGo = (scope: Construct, address: string): void =>
  add(scope, 'removed', { from: address, lifecycle: { destroy: false } });
