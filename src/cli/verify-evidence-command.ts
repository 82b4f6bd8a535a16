import { type Command, type CommanderError } from 'commander';
import type { VerifyEvidenceOptions } from './verify-evidence-request';

const several = (one: string, before: readonly string[] = []): string[] => [...before, one];

/** Exit codes, and what keys are worth: what nobody should have to look up when it matters. */
const NOTES = `
Exit codes: 0 proven; 1 something is wrong (with --strict, also when a digest is unproven); 2 nothing could be said.

A copy of a live bucket lacks the digest of the last hour, and so does the bucket: give --to a time two hours ago (--to 2h).
Keys found beside the evidence prove nothing against somebody who could change both; trust ListPublicKeys, or a copy of its
answer that was kept elsewhere.`;

/** `org-audit verify-evidence`. The AWS SDK is loaded when a bucket is read or keys are asked for. */
export function verifyEvidenceSubcommand(program: Command): void {
  const command = program
    .command('verify-evidence')
    .description(
      'prove that nobody touched the evidence: digest chains and log files of all accounts, regions and trails',
    )
    .option(
      '-l, --logs <where>',
      "a folder, or s3://bucket/prefix: the bucket's root or any folder above an account's logs",
    )
    .option(
      '-k, --keys <file or folder>',
      "public keys in the shape of ListPublicKeys' answer (default: PublicKeys/ of the evidence, else ListPublicKeys)",
    )
    .option('--fetch-keys <file>', 'write the public keys of the regions named with --region to a file, and end')
    .option('--from <time>', 'logs from this instant, day, or span back from now (24h, 7d)')
    .option('--to <time>', 'logs before this instant, or to the end of this day; chains must reach it')
    .option('-a, --account <id>', 'only this account; once for each', several)
    .option('--region <region>', 'only this region; once for each', several)
    .option('--expect-account <id>', 'fail unless there are digests of this account; once for each', several)
    .option('--bucket <name>', 'fail where CloudTrail delivered digests to any other bucket; once for each', several)
    .option(
      '-c, --config <file>',
      'fail unless there are digests of every account declared here, in every governed region, delivered to its bucket',
    )
    .option('--strict', 'fail also when a digest is unproven')
    .option('--json <file>', 'write a report for machines; - writes it in place of the summary')
    .option('--progress', 'say how many files are done, terminal or not')
    .addHelpText('after', NOTES)
    .action(async (options: VerifyEvidenceOptions) => {
      const { verifyEvidenceCommand } = await import('./verify-evidence');
      process.exitCode = await verifyEvidenceCommand(options);
    });
  // 1 would say that something is wrong with the evidence.
  command.exitOverride((error: CommanderError) => process.exit(error.exitCode === 0 ? 0 : 2));
}
