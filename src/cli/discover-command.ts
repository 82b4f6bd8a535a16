import type { Command } from 'commander';
import type { DiscoverOptions } from './discover-request';

/** Exit codes, and what a person has to know before. */
const NOTES = `
Only Describe, Get and List calls are sent, and AssumeRole into the accounts; \`--policy\` prints the IAM policy for them.
Sign in to the management account, or to a delegated administrator of the organization.

Exit codes: 0 written, everything was read; 1 nothing was written, or with --config something is not in the file;
2 written, though something could not be read: the summary and comments in the file say what.`;

/** `org-audit discover`. The AWS SDK is loaded when it runs. */
export function discoverSubcommand(program: Command): void {
  program
    .command('discover')
    .description('look at an organization, read-only, and write a first audit.yaml that adopts what exists')
    .option('-o, --output <file>', 'where to write; - for standard output', 'audit.yaml')
    .option('--force', 'write over a file that exists')
    .option('--name <name>', 'prefix of every new name; AWS knows none')
    .option('--years <years>', 'how long evidence is kept; default: as the locked buckets lock it')
    .option('--email <addresses...>', 'who is told of alarms')
    .option('--topic <arns...>', 'SNS topics in the home region that alarms tell')
    .option('--role-name <role>', 'the role to assume in every account', 'OrganizationAccountAccessRole')
    .option('--region <region>', 'where to ask for what has no region; default: that of the environment or profile')
    .option('--regions <regions...>', 'regions to look at; default: those that the account signed in to has enabled')
    .option('--accounts <ids...>', 'accounts to look at; default: every active account')
    .option('-c, --config <file>', 'write nothing; say what exists and this file does not know')
    .option('--policy [holder]', 'print the IAM policy of the `caller`, or of the `role` in the accounts, and end')
    .option('--progress', 'say how many accounts are done, terminal or not')
    .addHelpText('after', NOTES)
    .action(async (options: DiscoverOptions) => {
      const { discoverCommand } = await import('./discover');
      process.exitCode = await discoverCommand(options);
    });
}
