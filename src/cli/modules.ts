import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MODULES } from '../modules/all';
import { moduleFiles } from '../modules/module-files';
import { SOURCES } from './module-sources';

/** Writes modules/: each module anew, and nothing beside them. */
function writeModules(folder: string): void {
  // All of them are made before the first is written.
  const modules = MODULES.map((module) => ({ name: module.name, files: moduleFiles(module, SOURCES) }));
  rmSync(folder, { recursive: true, force: true });
  for (const { name, files } of modules) {
    for (const [path, content] of files) {
      const file = join(folder, name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
}

writeModules('modules');
