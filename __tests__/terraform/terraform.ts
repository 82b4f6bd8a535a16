import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A run of the real Terraform. */
export interface Run {
  readonly code: number;
  readonly output: string;
}

const home = mkdtempSync(join(tmpdir(), 'org-audit-terraform-'));

/** Settings of every run: providers from a local mirror where TF_PROVIDER_MIRROR names one, else from the registry. */
const environment = (): NodeJS.ProcessEnv => {
  const mirror = process.env.TF_PROVIDER_MIRROR;
  const settings = join(home, 'terraformrc');
  writeFileSync(
    settings,
    mirror ? `provider_installation { filesystem_mirror { path = ${JSON.stringify(mirror)} } }\n` : '',
  );
  return {
    PATH: process.env.PATH,
    HOME: home,
    TF_CLI_CONFIG_FILE: settings,
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
    // A fifth of the processor's time of a short run is collecting garbage.
    GOGC: '400',
    // The management account's; moto takes any key for its default account.
    AWS_ACCESS_KEY_ID: 'management',
    AWS_SECRET_ACCESS_KEY: 'management',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
};

export function terraform(folder: string, ...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: environment(), maxBuffer: 64 * 1024 * 1024 };
    execFile('terraform', args, options, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
      resolve({ code, output: `${stdout}${stderr}` });
    });
  });
}

/** As `terraform`, but a run that fails fails the test, showing what Terraform said. */
export async function succeed(folder: string, ...args: string[]): Promise<string> {
  const { code, output } = await terraform(folder, ...args);
  if (code !== 0) throw new Error(`terraform ${args.join(' ')} in ${folder} ended with ${code}:\n${output}`);
  return output;
}

const isThere = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

const TOOLS: Record<string, () => boolean> = {
  terraform: () => isThere('terraform', 'version'),
  moto_server: () => isThere('moto_server', '--help'),
};

/** Describes a suite that needs tools. Where one is missing it says so and skips; with CI set it fails. */
export function describeWith(tools: readonly (keyof typeof TOOLS)[], name: string, suite: () => void): void {
  const missing = tools.filter((tool) => !TOOLS[tool]!());
  if (missing.length === 0) describe(name, suite);
  else if (process.env.CI) test(`${name}: needs ${missing.join(' and ')}`, () => expect(missing).toEqual([]));
  else describe.skip(`${name} (skipped: ${missing.join(' and ')} not found)`, suite);
}
