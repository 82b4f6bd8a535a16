import { Command } from 'commander';
import { discoverSubcommand } from './discover-command';
import { forensicsCommand } from './forensics-command';
import { reviewSubcommand } from './review-command';
import type { StacksOptions } from './stacks';
import { synth, type Composition } from './synth';
import { verifyEvidenceSubcommand } from './verify-evidence-command';

interface ProveArguments {
  config?: string;
  expect?: string;
  quiet?: boolean;
  recipe?: boolean;
}

/**
 * The command line. Each subcommand parses its arguments, calls the noun that does the work, and prints.
 *
 * @param questions - the folder of questions to the evidence
 */
export function orgAudit(compose: Composition, questions: string): Command {
  const program = new Command('org-audit').description(
    'Terraform for the audit of an AWS Organization, from one audit.yaml',
  );
  program
    .command('synth')
    .description('write cdktf.out/stacks/<stack>/cdk.tf.json for every stack; needs neither AWS nor Terraform')
    .option('-c, --config <file>', 'the organization (default: $AUDIT_CONFIG, or audit.yaml)')
    .option('-o, --output <folder>', 'where to write (default: $CDKTF_OUTDIR, or cdktf.out)')
    .option('-q, --quiet', 'print nothing but problems')
    .action(({ config, output, quiet }: { config?: string; output?: string; quiet?: boolean }) => {
      process.exitCode = synth(compose, { file: config, folder: output, quiet });
    });
  program
    .command('prove')
    .description('show who can do what to the audit under your policies; fails on what nothing covers')
    .option('-c, --config <file>', 'the organization (default: $AUDIT_CONFIG, or audit.yaml)')
    .option('-e, --expect <file>', 'what you expect of your policies (default: policies/expectations.yaml)')
    .option('-q, --quiet', 'print nothing but gaps')
    .option('--recipe', 'show what a well-known policy for this purpose would let through instead')
    .action(async ({ config, expect, quiet, recipe }: ProveArguments) => {
      const prove = await loadProve();
      process.exitCode = prove
        ? await prove.proveCommand(compose, { file: config, expectations: expect, quiet, recipe })
        : 1;
    });
  discoverSubcommand(program);
  program
    .command('stacks')
    .description('list the stacks of the last synth in the order of apply, one line for what may go together')
    .argument('[stack...]', 'only these')
    .option('-f, --folder <folder>', 'where synth wrote (default: $CDKTF_OUTDIR, or cdktf.out)')
    .option('--json', 'a list of lists, for scripts')
    .action(async (only: string[], options: StacksOptions) => {
      const { stacksCommand } = await import('./stacks');
      process.exitCode = stacksCommand({ ...options, only });
    });
  reviewSubcommand(program);
  forensicsCommand(program, questions);
  verifyEvidenceSubcommand(program);
  return program;
}

/** Loaded when asked for: the simulator is a development dependency, and synth does without. */
async function loadProve() {
  try {
    return await import('./prove');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'MODULE_NOT_FOUND' || !message.includes("'@cloud-copilot/")) throw error;
    process.stderr.write(
      'prove needs the policy simulator @cloud-copilot/iam-simulate, which is a development dependency; run `npm ci` without --omit=dev\n',
    );
    return undefined;
  }
}
