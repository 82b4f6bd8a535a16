import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { authorizationReference } from './authorization-reference';
import { generatedFiles } from './generated-files';

/** Pages that a command prints for the example organization, by its arguments. */
const PRINTED = {
  'docs/proofs.md': ['prove', '--config', 'audit.yaml'],
  'docs/recipe.md': ['prove', '--config', 'audit.yaml', '--recipe'],
};

async function generate(): Promise<void> {
  writeFileSync('src/authorization/reference.json', await authorizationReference());
  for (const [path, content] of Object.entries(generatedFiles())) writeFileSync(path, content);
  for (const [path, args] of Object.entries(PRINTED)) {
    writeFileSync(path, execFileSync(process.execPath, ['src/cli/bin.cjs', ...args], { maxBuffer: 2 ** 26 }));
  }
}

void generate();
