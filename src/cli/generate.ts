import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alarmsPage, type SynthesizedStack } from './alarms-page';
import { authorizationReference } from './authorization-reference';
import { generatedFiles } from './generated-files';

/** Pages that a command prints for the example organization, by its arguments. */
const PRINTED = {
  'docs/proofs.md': ['prove', '--config', 'audit.yaml'],
  'docs/recipe.md': ['prove', '--config', 'audit.yaml', '--recipe'],
};

const run = (args: readonly string[]): Buffer =>
  execFileSync(process.execPath, ['src/cli/bin.cjs', ...args], { maxBuffer: 2 ** 26 });

/** The Terraform of the example organization, by stack. */
function synthesized(): Record<string, SynthesizedStack> {
  const folder = mkdtempSync(join(tmpdir(), 'org-audit-generate-'));
  try {
    run(['synth', '--config', 'audit.yaml', '--output', join(folder, 'cdktf.out')]);
    const stacks = join(folder, 'cdktf.out', 'stacks');
    return Object.fromEntries(
      readdirSync(stacks).map((name) => [name, JSON.parse(readFileSync(join(stacks, name, 'cdk.tf.json'), 'utf8'))]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function generate(): Promise<void> {
  writeFileSync('src/authorization/reference.json', await authorizationReference());
  for (const [path, content] of Object.entries(generatedFiles())) writeFileSync(path, content);
  for (const [path, args] of Object.entries(PRINTED)) {
    writeFileSync(path, run(args));
  }
  writeFileSync('docs/alarms.md', alarmsPage(synthesized()));
}

void generate();
