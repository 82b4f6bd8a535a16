import type { Organization } from '../config/organization';
import { placeholdersOf } from '../guardrails/placeholders';
import type { PolicyFile } from '../guardrails/policy-file';
import { list, type PolicyStatement, type Values } from '../policy/document';

const code = (values: Values | undefined): string =>
  list(values).map((value) => `\`${value}\``).join('<br>'); // prettier-ignore

/** Files by the folder that they lie in. */
export interface PolicyFolders {
  readonly scp: readonly PolicyFile[];
  readonly optional: readonly PolicyFile[];
  readonly rcp: readonly PolicyFile[];
}

/** docs/guardrails.md: what each policy denies, and what its placeholders stand for in an organization. */
export function guardrailsPage({ scp, optional, rcp }: PolicyFolders, example: Organization): string {
  return [
    '# Guardrails',
    '',
    '<!-- Generated from policies/ and src/guardrails by `npm run generate`. -->',
    '',
    'Service control policies (SCPs) keep members, their root users included, from blinding the audit. They bind neither the',
    'management account nor service-linked roles. Resource control policies (RCPs) guard the evidence itself, buckets and keys,',
    'against everybody: the management account, other organizations, services that act for strangers. Which act is stopped',
    'by which statement, and what notices where none can: [proofs.md](proofs.md). Why the common recipe does not suffice:',
    '[recipe.md](recipe.md).',
    '',
    'What they take from teams: changing AWS Config rules, packs, stored queries and tags of them, and reporting evaluations;',
    'changing event data stores, channels and federation of CloudTrail, their own included; account policies of CloudWatch Logs;',
    'muting, archiving and switching off in GuardDuty, Security Hub, Access Analyzer, Macie, Inspector and Detective; switching',
    'on regions that are not governed; accepting another organization’s invitation. Name the roles of custom rules that exist',
    'already in `guardrails.evaluatorRoles`, and those that administer security services in `guardrails.securityRoles`, before',
    'the first apply.',
    '',
    '## Policies of your own',
    '',
    'A file added to `policies/scp` or `policies/rcp` takes part; one in `policies/scp/optional` does when',
    '`guardrails.optional` names it. It is an ordinary policy document; a value may be one of the placeholders below, alone.',
    'A placeholder that stands for several values becomes a list, and within a list it is spliced in. IAM’s own variables,',
    'such as `${aws:username}`, stay as they are.',
    '',
    'Every synth checks each statement: its actions, operators and condition keys exist; a denial that is limited to',
    'resources lists no action that never meets one; the Sid is the only one; and every denial spares the exempt roles with',
    '`"ArnNotLike": { "aws:PrincipalArn": "${ExemptRoleArns}" }` (in RCPs `"${EvidenceExemptRoleArns}"`), or says why not in',
    'an element of its own, `"ExemptsNobodyBecause": "..."`, which AWS never sees.',
    '',
    'The statements of all files are then packed into as few policies as fit, `acme-audit-scp-1` and so on, by the limits in',
    '`guardrails.limits`. Which policy a statement goes to depends on itself, not on its neighbours, so that one more changes',
    'one policy as a rule. `npm run prove` shows what the result stops and leaves open.',
    '',
    '| placeholder | in the example `audit.yaml` |',
    '| --- | --- |',
    ...Object.entries(placeholdersOf(example)).map(([name, values]) => `| \`\${${name}}\` | ${code(values)} |`),
    '',
    '## Service control policies',
    '',
    ...scp.flatMap(table),
    '## Optional service control policies',
    '',
    ...optional.flatMap(table),
    '## Resource control policies',
    '',
    ...rcp.flatMap(table),
  ].join('\n');
}

type Written = PolicyStatement & { readonly ExemptsNobodyBecause?: string };

const table = (policy: PolicyFile): string[] => [
  `### ${policy.name}`,
  '',
  '| statement | denies | on | where |',
  '| --- | --- | --- | --- |',
  ...(JSON.parse(policy.source) as { Statement: Written[] }).Statement.map(row),
  '',
];

function row({ Sid, Action, NotAction, Resource, Condition = {}, ExemptsNobodyBecause }: Written): string {
  const denies = NotAction === undefined ? code(Action) : `all but<br>${code(NotAction)}`;
  const when = Object.entries(Condition)
    .flatMap(([operator, keys]) => Object.entries(keys).map(([key, values]) => ({ operator, key, values })))
    .map(({ operator, key, values }) => `${operator} ${key} ${code(values)}`);
  const nobody = ExemptsNobodyBecause === undefined ? [] : [`exempts nobody: ${ExemptsNobodyBecause}`];
  return `| ${Sid} | ${denies} | ${code(Resource)} | ${[...when, ...nobody].join('<br>')} |`;
}
