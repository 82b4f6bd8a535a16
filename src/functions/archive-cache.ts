import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { version } from 'esbuild';
import { hashOf, lambdaArchives, RECIPE, type StoredArchive } from './lambda-archive';

/**
 * Archives of functions, from an earlier synth where nothing that goes into them has changed since: bundling takes seconds.
 * They are kept in `node_modules/.cache`, which may be deleted at any time.
 *
 * @param folder - the folder of all functions, beside which package-lock.json says what is installed
 */
export function storedArchives(folder: string, names: readonly string[]): Map<string, StoredArchive> {
  const lock = resolve(folder, '..', 'package-lock.json');
  if (!existsSync(lock)) return lambdaArchives(folder, names);
  const key = createHash('sha256')
    .update(version)
    .update(RECIPE)
    .update(readFileSync(lock))
    .update(fingerprint(folder))
    .digest('hex');
  const store = join(dirname(lock), 'node_modules', '.cache', 'org-audit', key);
  const pathOf = (name: string) => join(store, `${name}.zip`);

  const missing = names.filter((name) => !existsSync(pathOf(name)));
  const made = lambdaArchives(folder, missing);
  if (missing.length > 0) mkdirSync(store, { recursive: true });
  for (const [name, { zip }] of made) {
    // Another synth at the same time sees a whole file or none.
    const part = `${pathOf(name)}.${process.pid}`;
    writeFileSync(part, zip);
    renameSync(part, pathOf(name));
  }
  return new Map(names.map((name) => [name, made.get(name) ?? read(pathOf(name))]));
}

function read(path: string): StoredArchive {
  const zip = readFileSync(path);
  return { zip, hash: hashOf(zip) };
}

/** Every file below a folder, by path and content. */
function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = join(folder, path);
    if (!statSync(file).isFile()) continue;
    const content = readFileSync(file);
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
