import { Command } from 'commander';
import { synth, type Composition } from './synth';

/** The command line. Each subcommand parses its arguments, calls the noun that does the work, and prints. */
export function orgAudit(compose: Composition): Command {
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
  return program;
}
