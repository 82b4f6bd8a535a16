import type { Organization } from '../config/organization';
import { keyArnsToMeasure, placeholdersOf } from '../guardrails/placeholders';
import type { PolicyFile } from '../guardrails/policy-file';

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

const code = (values: string | readonly string[]): string =>
  [values].flat().map((value) => `\`${value}\``).join('<br>'); // prettier-ignore

/** docs/guardrails.md: what each policy denies, and what its placeholders stand for in an organization. */
export function guardrailsPage(policies: readonly PolicyFile[], example: Organization): string {
  const placeholders = Object.entries(placeholdersOf(example, keyArnsToMeasure(example)));
  return [
    '# Guardrails',
    '',
    '<!-- Generated from policies/scp and src/guardrails by `npm run generate`. -->',
    '',
    'Service control policies keep members, their root users included, from blinding the audit. Each file of `policies/scp`',
    'becomes one policy, attached where `guardrails.attachTo` says. They bind neither the management account nor',
    'service-linked roles. Every statement spares the roles of `${ExemptRoleArns}`.',
    '',
    'What they take from teams: changing AWS Config rules and conformance packs, and reporting evaluations to AWS Config.',
    'Name the roles of custom rules that exist already in `guardrails.evaluatorRoles` before the first apply.',
    '',
    '## Policies of your own',
    '',
    'A file added to `policies/scp` takes part. It is an ordinary policy document; a value may be one of the placeholders',
    'below, alone. A placeholder that stands for several values becomes a list, and within a list it is spliced in. IAM’s own',
    'variables, such as `${aws:username}`, stay as they are. Sizes and the number of policies are checked at synth.',
    '',
    '| placeholder | in the example `audit.yaml` |',
    '| --- | --- |',
    ...placeholders.map(([name, values]) => `| \`\${${name}}\` | ${code(values)} |`),
    '',
    ...policies.flatMap((policy) => [`## ${policy.name}`, '', ...statements(policy)]),
  ].join('\n');
}

const statements = (policy: PolicyFile): string[] => [
  '| statement | denies | on |',
  '| --- | --- | --- |',
  ...(JSON.parse(policy.source) as { Statement: Statement[] }).Statement.map(
    ({ Sid, Action, Resource }) => `| ${Sid} | ${code(Action)} | ${code(Resource)} |`,
  ),
  '',
];
