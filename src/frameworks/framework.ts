import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One requirement of a standard, and what looks at it. Titles are this project's own words: standards are licensed. */
export interface Control {
  readonly id: string;
  readonly title: string;
  /** Level of the CIS benchmarks. */
  readonly level?: number;
  /** Managed rules. */
  readonly rules: readonly string[];
  /** `published`: AWS names these rules for this control. `derived`: somebody else does, or this project. */
  readonly basis: 'published' | 'derived';
  /** Rules of AWS's pack whose control AWS states nowhere we know of, beside a rule of the same concern. */
  readonly related?: readonly string[];
  /** Candidates of a second source. */
  readonly additional?: readonly string[];
  /** Rules of lambdas/; always derived. */
  readonly lambda?: readonly string[];
  /** Rules of policies/guard/; always derived. */
  readonly guard?: readonly string[];
  /** Why no rule can decide it. Beside additional rules: why these are a sign of it, no more. */
  readonly manual?: string;
}

/** A standard, its controls in its own order. */
export interface Framework {
  readonly id: string;
  readonly title: string;
  /** What descriptions of rules call it. */
  readonly short: string;
  readonly version: string;
  /** Where the mapping comes from and how sound it is. */
  readonly source: string;
  /** AWS's own sample pack that comes nearest, a key of official-packs.json. */
  readonly official?: string;
  /** How many controls the standard has; more than are listed where a list of the rest would say nothing. */
  readonly controlsAll: number;
  /**
   * One file per topic rather than one in all. Said here, not worked out from the number of rules, so that a further
   * rule never moves others to another pack.
   */
  readonly divided?: boolean;
  readonly controls: readonly Control[];
}

/** Every file of src/frameworks/data/, by name. Trusted: tests hold what it says against the catalogue. */
export function frameworks(project: string): Framework[] {
  const folder = join(project, 'src/frameworks/data');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Framework);
}

/** What the standard is called in full. */
export const fullTitle = ({ title, version }: Framework): string => `${title}, ${version}`;
