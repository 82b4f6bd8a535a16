import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, nearest, show } from '../config/problem';

export interface StacksOptions {
  /** Where a synth wrote. Default: CDKTF_OUTDIR, or cdktf.out. */
  readonly folder?: string;
  /** Names of stacks to keep; all, if there are none. */
  readonly only?: readonly string[];
  readonly json?: boolean;
}

/** Part of cdktf's manifest.json. */
interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly dependencies: readonly string[] }>>;
}

/**
 * Prints stacks in the order of apply: one line, or one JSON array, for all that may be applied at the same time.
 *
 * @returns the exit code: 0, or 1 when there is nothing to read or a named stack is unknown
 */
export function stacksCommand({ folder, only = [], json = false }: StacksOptions): number {
  try {
    const waves = wavesOf(readManifest(folder || process.env.CDKTF_OUTDIR || 'cdktf.out'), only);
    process.stdout.write(json ? `${JSON.stringify(waves)}\n` : waves.map((wave) => `${wave.join(' ')}\n`).join(''));
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function readManifest(folder: string): Manifest {
  const file = join(folder, 'manifest.json');
  try {
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Partial<Manifest> | null;
    if (typeof manifest?.stacks === 'object') return manifest as Manifest;
  } catch {
    // Absent or half-written, it says the same.
  }
  throw new ConfigError(file, ['no synth wrote it; run `org-audit synth`, or name its folder with --folder']);
}

function wavesOf({ stacks }: Manifest, only: readonly string[]): string[][] {
  const names = Object.keys(stacks).sort();
  const strangers = only.filter((name) => !names.includes(name));
  if (strangers.length > 0) {
    throw new ConfigError(
      'stacks',
      strangers.map((name) => {
        const meant = nearest(name, names);
        return `there is no stack ${show(name)}; ${meant ? `did you mean ${show(meant)}?` : '`org-audit stacks` lists them'}`;
      }),
    );
  }
  const waves: string[][] = [];
  const depths = new Map<string, number>();
  for (const name of names) {
    const depth = depthOf(name, stacks, depths);
    if (only.length === 0 || only.includes(name)) (waves[depth] ??= []).push(name);
  }
  return waves.filter((wave) => wave !== undefined);
}

/** How many stacks at most come before, one after the other. cdktf refuses circles. */
function depthOf(name: string, stacks: Manifest['stacks'], known: Map<string, number>): number {
  const before = known.get(name);
  if (before !== undefined) return before;
  const depth = Math.max(-1, ...(stacks[name]?.dependencies ?? []).map((one) => depthOf(one, stacks, known))) + 1;
  known.set(name, depth);
  return depth;
}
