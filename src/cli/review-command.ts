import type { Command, CommanderError } from 'commander';
import type { ReviewOptions } from './review-request';

const several = (one: string, before: readonly string[] = []): string[] => [...before, one];

const NOTES = `
Exit codes: 0 nothing at or above the threshold; 1 findings; 2 a plan or the settings cannot be read: nothing was reviewed.

Drift that a plan found is always reviewed; for drift alone, make the plan with -refresh-only. A plan is called like its
file, or like the folder of a plan.json; the name is part of finding ids. Review the plans of all stacks together: what is
evidence in one is often decided in another.

  terraform plan -out plan.bin && terraform show -json plan.bin > plan.json
  org-audit review plan.json
  org-audit review cdktf.out/stacks/*/plan.json --format markdown --output review.md --format sarif --output review.sarif
  terraform show -json plan.bin | org-audit review network=- --fail-on medium`;

/** `org-audit review`. What reads plans is loaded when there is one to read. */
export function reviewSubcommand(program: Command): void {
  const command = program
    .command('review')
    .description(
      'tell what plans of Terraform do to the evidence: ours or anybody else’s; reads `terraform show -json`',
    )
    .argument('<plan...>', 'files, <name>=<file>, or - for standard input')
    .option('-f, --format <format>', 'markdown, json or sarif; once for each (default: markdown)', several)
    .option(
      '-o, --output <file>',
      'where to write, one for each format in the same order; - is standard output',
      several,
    )
    .option('--fail-on <severity>', 'critical, high, medium, low or none (default: failOn of the settings, or high)')
    .option('-s, --settings <file>', 'evidence and accepted findings (default: audit-review.yaml, if there is one)')
    .option('--source <file>', 'the file that SARIF shows findings at, such as audit.yaml (default: the plan)')
    .addHelpText('after', NOTES)
    .action(async (plans: readonly string[], options: ReviewOptions) => {
      const { reviewCommand } = await import('./review');
      process.exitCode = await reviewCommand(plans, options);
    });
  // 1 would say that something was found.
  command.exitOverride((error: CommanderError) => process.exit(error.exitCode === 0 ? 0 : 2));
}
