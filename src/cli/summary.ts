import type { PlatformStack } from '../stacks/platform-stack';

/** What the summary says of one stack. */
export interface StackSummary {
  readonly name: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly resources: number;
  /** What a person should know before applying. */
  readonly notices: readonly string[];
}

export const summarize = (stack: PlatformStack, resources: number): StackSummary => ({
  name: stack.node.id,
  accounts: stack.accounts,
  regions: stack.regions,
  resources,
  notices: stack.notices,
});

/** Baselines are alike: past this many only the first are listed. */
const LISTED_BASELINES = 8;

/** What a person wants to know when a synth has ended: what was written, what to mind, what to type next. */
export function printSummary(stacks: readonly StackSummary[], notices: readonly string[], folder: string): string {
  const total = stacks.reduce((sum, { resources }) => sum + resources, 0);
  return [
    ...table(shorten(stacks)),
    '',
    `${stacks.length} stacks, ${total} resources in ${folder}`,
    ...(notices.length > 0 ? ['', 'Notices', ...notices.map((notice) => `  ${notice}`)] : []),
    '',
    'Next',
    `  terraform -chdir=${folder}/stacks/${stacks[0]!.name} init`,
    `  terraform -chdir=${folder}/stacks/${stacks[0]!.name} plan`,
    '  apply in this order: evidence, alerting, organization, baselines, detection',
    '',
  ].join('\n');
}

function shorten(stacks: readonly StackSummary[]): string[][] {
  const isBaseline = ({ name }: StackSummary) => name.startsWith('baseline-');
  const baselines = stacks.filter(isBaseline);
  const hidden = new Set(baselines.length > LISTED_BASELINES ? baselines.slice(LISTED_BASELINES - 1) : []);
  const rows = stacks
    .filter((stack) => !hidden.has(stack))
    .map(({ name, accounts, regions, resources }) => [name, accounts.join(', '), places(regions), String(resources)]);
  if (hidden.size > 0) {
    const resources = [...hidden].reduce((sum, stack) => sum + stack.resources, 0);
    rows.splice(rows.length - 1, 0, [`and ${hidden.size} more baselines`, '', '', String(resources)]);
  }
  return [['stack', 'account', 'regions', 'resources'], ...rows];
}

const places = (regions: readonly string[]): string => {
  const all = [...new Set(regions)];
  return all.length > 3 ? `${all[0]} and ${all.length - 1} more` : all.join(', ');
};

function table(rows: readonly string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  '),
  );
}
