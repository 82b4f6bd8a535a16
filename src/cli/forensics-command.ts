import { type Command, Option } from 'commander';
import type { ForensicsOptions } from './forensics-request';

const several = (one: string, before: readonly string[] = []): string[] => [...before, one];

/** `org-audit forensics`. What it needs, DuckDB and Athena's client, is loaded when it is asked something. */
export function forensicsCommand(program: Command, questions: string): void {
  program
    .command('forensics')
    .description('ask the evidence a question: a folder of logs with DuckDB, or Athena; the same SQL for both')
    .argument('[query]', 'the question, by name; --list shows them')
    .option('--list', 'show all questions with their parameters')
    .option('--show <query>', 'show the SQL of a question')
    .option('--sql', 'show the SQL of the question that is named')
    .option(
      '-l, --logs <folder>',
      "a folder of files as AWS delivers them: a copy of the bucket's root, or any folder below it",
    )
    .option(
      '--from <time>',
      'events from this instant, day, or span back from now (24h, 7d); default: all that the folder holds; Athena: the 24 hours before --to',
    )
    .option(
      '--to <time>',
      'events before this instant, or to the end of this day; default: all that the folder holds; Athena: now',
    )
    .option('-p, --param <name=value>', 'a parameter of the question; once for each', several)
    .option('-a, --account <id>', 'only this account; a folder can be asked about several', several)
    .option('--region <region>', 'only this region, of a folder; once for each', several)
    .addOption(new Option('-f, --format <format>', 'table, csv, json or parquet').default('table'))
    .option('-o, --output <file>', 'write the answer to a file; it appears when it is complete')
    .option('-n, --limit <rows>', 'write no more rows than this')
    .option('--skip-unreadable', 'leave out files that are no logs, and say which')
    .option('--progress', 'say how far the scan is, terminal or not')
    .option('--athena', 'print the command that asks Athena')
    .option('--run', 'with --athena: ask it, with the credentials of the environment')
    .option('-c, --config <file>', 'the organization, for --athena (default: $AUDIT_CONFIG, or audit.yaml)')
    .action(async (query: string | undefined, options: ForensicsOptions) => {
      const { forensics } = await import('./forensics');
      process.exitCode = await forensics(questions, query, options);
    });
}
