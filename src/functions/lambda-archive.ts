import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { type BuildOptions, buildSync, type Message, type OutputFile } from 'esbuild';
import { Zip, ZipDeflate, type ZipInputFile, zipSync } from 'fflate';
import { ConfigError } from '../config/problem';

/** The code of one function as Lambda runs it. */
export interface LambdaArchive {
  /** One CommonJS file, its dependencies within; exports `handler`. */
  readonly code: Uint8Array;
  /** The file as `index.js` in a zip whose bytes depend on nothing else. */
  readonly zip: Uint8Array;
  /** SHA-256 of the zip in base64, as Lambda and `source_code_hash` have it. */
  readonly hash: string;
}

/** What of an archive outlives the process that made it. */
export type StoredArchive = Pick<LambdaArchive, 'zip' | 'hash'>;

/** The earliest time that a zip can hold, in local time, which is what it holds. */
const NO_TIME = new Date(1980, 0, 1);
/** What Lambda looks for, by the handler `index.handler`. */
const CODE = 'index.js';

/** A bundle larger than this, in bytes, holds the model of a whole service. */
const LARGE = 700_000;

/** As modules are, which CommonJS must be told. */
const STRICT = '"use strict";';

const BUNDLED = {
  bundle: true,
  write: false,
  platform: 'node',
  // nodejs22.x, and what tests run it with.
  target: 'node20',
  // Modules in their original form let unused commands be left out.
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'silent',
  // A tsconfig.json counts only outside of node_modules, and where a synth is installed must not decide the bytes.
  tsconfigRaw: {},
} satisfies BuildOptions;

/**
 * Bundles functions, each from `<folder>/<name>/index.ts`. The SDK is bundled too: the runtime's own changes without notice,
 * and a bundle of what a function uses starts sooner.
 *
 * @throws ConfigError that names file and line of everything that cannot be bundled
 */
export function lambdaArchives(folder: string, names: readonly string[]): Map<string, LambdaArchive> {
  const root = resolve(folder, '..');
  const bundles = bundle(folder, names, { absWorkingDir: root, format: 'cjs', minify: true });
  const large = names.filter((name) => bundles.get(name)!.length > LARGE);
  // Paths of modules stay in this form: they must not depend on where a synth is started.
  for (const [name, code] of bundle(folder, large, { absWorkingDir: root, format: 'esm' })) {
    bundles.set(name, slim(code, root));
  }
  return new Map([...bundles].map(([name, code]) => [name, archive(Buffer.concat([Buffer.from(STRICT), code]))]));
}

function bundle(folder: string, names: readonly string[], options: BuildOptions): Map<string, Uint8Array> {
  if (names.length === 0) return new Map();
  const { outputFiles } = build({
    ...options,
    entryPoints: names.map((name) => ({ in: resolve(folder, name, 'index.ts'), out: name })),
    outdir: 'bundles',
  });
  // esbuild keeps the order of the entry points.
  return new Map(names.map((name, at) => [name, outputFiles[at]!.contents]));
}

/** Keys of CommonJS modules are their paths, which lead out of the folder where this is a package among others itself. */
const ELSEWHERE = /^( {2}")(?:\.\.\/)+(?:[^"\n]*?\/node_modules\/)?(?=[^"\n]*"\()/gm;

/**
 * Leaves out the parts of a service's model that are not used. The SDK writes the names of EC2's XML as computed keys,
 * `[_xN]: _dO`, and for all esbuild knows computing one has an effect; written as plain keys they have none.
 */
function slim(code: Uint8Array, root: string): Uint8Array {
  const text = Buffer.from(code).toString('utf8').replace(ELSEWHERE, '$1node_modules/');
  const names = new Map(
    [...text.matchAll(/^var (_\w+) = ("(?:[^"\\]|\\.)*");$/gm)].map(([, name, value]) => [name!, value!]),
  );
  const contents = text.replace(/\[(_\w+)\]:/g, (key, name: string) => (names.has(name) ? `${names.get(name)}:` : key));
  const { outputFiles } = build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root },
    format: 'cjs',
    minify: true,
  });
  return outputFiles[0]!.contents;
}

function build(options: BuildOptions): { readonly outputFiles: readonly OutputFile[] } {
  try {
    return buildSync({ ...BUNDLED, ...options, write: false });
  } catch (error) {
    const { errors } = error as { errors?: readonly Message[] };
    if (!errors) throw error;
    throw new ConfigError(
      'lambdas',
      errors.map(
        ({ location, text }) => `${location ? `${location.file}, line ${location.line}: ` : ''}${text}; mend the code`,
      ),
    );
  }
}

function archive(code: Uint8Array): LambdaArchive {
  const zip = zipSync({ [CODE]: [code, { mtime: NO_TIME, level: 9 }] });
  return { code, zip, hash: hashOf(zip) };
}

/**
 * The archive with one more file beside the code, such as what a function compares the world with. The code goes over as it
 * is: compressing it again for each account would take most of a synth.
 */
export function withFile({ zip }: Pick<LambdaArchive, 'zip'>, name: string, content: string): StoredArchive {
  const parts: Uint8Array[] = [];
  const writer = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  const { compressed, ...code } = onlyEntry(zip);
  writer.add(code);
  code.ondata!(null, compressed, true);
  const file = Object.assign(new ZipDeflate(name, { level: 9 }), { mtime: NO_TIME });
  writer.add(file);
  file.push(Buffer.from(content), true);
  writer.end();
  const together = Buffer.concat(parts);
  return { zip: together, hash: hashOf(together) };
}

/** The code as `archive` packed it. Source: APPNOTE.TXT of PKWARE, 4.3.7, "Local file header". */
function onlyEntry(zip: Uint8Array): ZipInputFile & { readonly compressed: Uint8Array<ArrayBuffer> } {
  const header = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const number = (at: number) => header.getUint32(at, true);
  const start = 30 + header.getUint16(26, true) + header.getUint16(28, true);
  return {
    filename: CODE,
    mtime: NO_TIME,
    compression: header.getUint16(8, true),
    crc: number(14),
    size: number(22),
    compressed: Uint8Array.from(zip.subarray(start, start + number(18))),
  };
}

/** All that decides the bytes besides the functions and the packages, so that a change of it makes them anew. */
export const RECIPE = [JSON.stringify(BUNDLED), LARGE, STRICT, ELSEWHERE, bundle, slim, archive].join();

/** As Lambda has it. */
export const hashOf = (zip: Uint8Array): string => createHash('sha256').update(zip).digest('base64');
