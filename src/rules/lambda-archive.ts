import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { zipSync } from 'fflate';

/** The code of one rule as Lambda runs it. */
export interface LambdaArchive {
  /** One CommonJS file, its dependencies within; exports `handler`. */
  readonly code: Uint8Array;
  /** The file as `index.js` in a zip whose bytes depend on nothing else. */
  readonly zip: Uint8Array;
  /** SHA-256 of the zip in base64, as Lambda and `source_code_hash` have it. */
  readonly hash: string;
}

/** The earliest time that a zip can hold, in local time, which is what it holds. */
const NO_TIME = new Date(1980, 0, 1);

/**
 * Bundles rules, each from `<folder>/<rule>/index.ts`. The SDK is bundled too: the runtime's own changes without notice,
 * and a bundle of what a rule uses starts sooner.
 *
 * @throws Error of esbuild that names file and line when a rule cannot be bundled
 */
export function lambdaArchives(folder: string, rules: readonly string[]): Map<string, LambdaArchive> {
  if (rules.length === 0) return new Map();
  const { outputFiles } = buildSync({
    entryPoints: rules.map((rule) => ({ in: join(folder, rule, 'index.ts'), out: rule })),
    outdir: 'bundles',
    bundle: true,
    write: false,
    minify: true,
    platform: 'node',
    // nodejs22.x, and what tests run it with.
    target: 'node20',
    format: 'cjs',
    // Modules in their original form let unused commands be left out.
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'silent',
  });
  // esbuild keeps the order of the entry points.
  return new Map(rules.map((rule, at) => [rule, archive(outputFiles[at]!.contents)]));
}

function archive(code: Uint8Array): LambdaArchive {
  const zip = zipSync({ 'index.js': [code, { mtime: NO_TIME, level: 9 }] });
  return { code, zip, hash: createHash('sha256').update(zip).digest('base64') };
}
