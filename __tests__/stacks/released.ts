import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLES, organization } from '../organizations';
import { Platform, type StackData } from '../synthesized';

/** What one organization had in its states: what audit.yaml said then, and the addresses of each stack. */
export interface Released {
  readonly settings: Record<string, unknown>;
  readonly stacks: Readonly<Record<string, readonly string[]>>;
}

const FOLDER = '__tests__/stacks/released-addresses';

/** Versions of which the addresses are kept, newest last. */
const versions = (): string[] =>
  readdirSync(FOLDER)
    .map((file) => file.replace(/\.json$/, ''))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

/** The addresses of the last release, by example organization. */
export function lastRelease(): {
  readonly version: string;
  readonly organizations: Readonly<Record<string, Released>>;
} {
  const version = versions().at(-1)!;
  const text = readFileSync(join(FOLDER, `${version}.json`), 'utf8');
  return { version, organizations: JSON.parse(text) as Record<string, Released> };
}

/** Keeps the addresses of today as those of a release. */
export function keepRelease(version: string): void {
  const organizations = Object.entries(EXAMPLES).map(([name, settings]): [string, Released] => {
    const { stacks } = new Platform(organization(settings));
    return [name, { settings, stacks: Object.fromEntries(stacks.map((stack) => [stack.name, stack.addresses])) }];
  });
  writeFileSync(join(FOLDER, `${version}.json`), `${JSON.stringify(Object.fromEntries(organizations), null, 1)}\n`);
}

interface Blocks {
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  readonly removed?: readonly { readonly from: string }[];
}

/**
 * Addresses that users have in their state, and whose resources the next apply would destroy without a word.
 *
 * @param upgrading - where people read of what is let go of
 */
export function vanished(released: readonly string[], stack: StackData, upgrading: string): string[] {
  const { moved = [], removed = [] } = stack.json as Blocks;
  const now = new Set(stack.addresses);
  const isLed = (address: string): boolean => {
    if (now.has(address)) return true;
    const onward = moved.find(({ from }) => from === address);
    if (onward) return isLed(onward.to);
    return removed.some(({ from }) => from === address) && upgrading.includes(`\`${address}\``);
  };
  return released.filter((address) => !isLed(address));
}
