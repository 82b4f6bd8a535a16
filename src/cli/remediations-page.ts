import { managedRule } from '../catalogue/managed-rule';
import {
  type RemediationFields,
  type RemediationFile,
  type RemediationRead,
  type RemediationStep,
  readsTags,
} from '../response/remediation-file';

/** docs/remediations.md: what the library of remediations mends, and how a file of one's own is written. */
export function remediationsPage(files: readonly RemediationFile[]): string {
  return [
    '# Remediations',
    '',
    '<!-- Generated from policies/remediations and src/cli/remediations-page.ts by `npm run generate`. -->',
    '',
    'Each file of `policies/remediations/` becomes a Systems Manager document, with a role of its own, in the accounts and',
    'regions where `audit.yaml` asks for it. How a document runs, and what makes it stop, is told in',
    '[response](response.md); keys of `audit.yaml` are in [configuration](configuration.md#response).',
    '',
    `## The library (${files.length})`,
    '',
    ...files.flatMap(sectionOf),
    '## A file of your own',
    '',
    ...OWN_FILE,
    '| key | says |',
    '| --- | --- |',
    ...rows(FILE_KEYS),
    '',
    'A read or change:',
    '',
    '| key | says |',
    '| --- | --- |',
    ...rows(STEP_KEYS),
    '',
    ...JUDGE,
  ].join('\n');
}

function sectionOf(file: RemediationFile): string[] {
  const parameters = Object.entries(file.parameters).map(
    ([name, { description, default: usual }]) =>
      `- \`${name}\`: ${description}${usual === undefined ? ' (must be given, here or by a rule)' : `; \`${JSON.stringify(usual)}\` unless told otherwise`}`,
  );
  return [
    `### ${file.name}`,
    '',
    `${file.title}.${file.disruptive ? ' **May cut off people or traffic.**' : ''}`,
    '',
    `- Answers ${Object.keys(file.answers).map(ruleOf).join(', ')}; mends \`${file.resourceType}\`${file.global ? ', in the home region' : ''}.`,
    `- May ${actionsOf(file).join(', ')}.`,
    `- To undo: ${file.reversible}.`,
    ...(readsTags(file) ? [] : ['- Reads no tags: `exemptTag` spares nothing here, exceptions do.']),
    ...parameters,
    '',
  ];
}

/** Rules go by the names that AWS Config shows. */
const ruleOf = (check: string): string => `\`${managedRule(check)?.name ?? check}\``;

/** What the role of this document alone may do; all of them may count runs, read tags, have rules look again and report. */
function actionsOf({ reads, changes }: RemediationFile): string[] {
  const actions = [...reads, ...changes].flatMap(({ service, api, action, needs }) => [
    action ?? `${service}:${api}`,
    ...needs.map((need) => need.split(' ')[0]!),
  ]);
  return [...new Set(actions)].sort().map((action) => `\`${action}\``);
}

const OWN_FILE = [
  'A file added to `policies/remediations/` is a remediation, called like the file. Short ones to begin with are',
  '[kms-key-rotation](../policies/remediations/kms-key-rotation.yaml) and, with parameters,',
  '[security-group-ports](../policies/remediations/security-group-ports.yaml). Everything is checked before a plan exists:',
  'keys, rules and their parameters, actions and the ARNs that they take, and what `{{ }}` stands for. Whether an operation',
  'takes its inputs is for you to try, with `mode: approve` in one account.',
  '',
];

/** Every key of a file; the compiler misses none. */
const FILE_KEYS: Readonly<Record<keyof RemediationFields, string>> = {
  title: 'what it does, in a sentence',
  resourceType: 'what it mends, as AWS Config calls it; `AWS::::Account` for what exists once in an account and region',
  resourceId: 'the pattern of an identifier, from `^` to `$`; nothing else reaches a call',
  arn: 'the ARN of the resource, of which tags are read; without it and `tags` neither `tag` nor `exemptTag` can be heeded',
  tags: 'instead of `arn`: `<read>.<field>` where an answer carries the tags, of a list its first item, as in `ReadUser.User.Tags`',
  global: '`true` for what an account has once, as in IAM: it is mended in the home region alone',
  reversible: 'how to undo it from the reported `previous`',
  disruptive: '`true` where it may cut off people or traffic: synth says so when it runs by itself',
  answers:
    'rules whose findings it mends: identifiers of managed rules, `lambda:<rule>` or `guard:<rule>`; below each, values of parameters that a finding implies, or `from` which parameters of the rule they come, and their `default`',
  parameters:
    'by name: `type` (`String`, `StringList`, `Integer`, `Boolean`), `description`, `pattern` of each value, and `default`',
  reads:
    'calls that tell how the resource is; they are made before the change, after an approval, and after the change',
  judge: 'a Python function, below',
  changes:
    'calls that mend it; one that AWS refuses does not end the run, for somebody may have come before: the second look decides',
  settleSeconds: 'how long to wait after the change before the second look; 10 unless told otherwise',
  outputs:
    'types of what the judge hands on in `change`: `String`, `StringList`, `StringMap`, `MapList`, `Boolean`, `Integer`',
};

const STEP_KEYS: Readonly<Record<keyof (RemediationRead & RemediationStep & { when: unknown }), string>> = {
  name: 'of the step, as in `ReadRules`',
  service: 'its name in botocore',
  api: 'the operation',
  inputs:
    'of the operation; `{{ ResourceId }}`, `{{ <parameter> }}`, `{{ global:ACCOUNT_ID }}`, `{{ <read>.<output> }}`, `{{ each.<field> }}` and, in changes, `{{ change.<output> }}` stand for values',
  action: 'the action of IAM, where it is not `service:api`',
  resource:
    'ARN that the role may do it on, with `${Partition}`, `${Region}`, `${Account}` and `${ResourceId}`; `*` unless told otherwise',
  needs: 'further actions that IAM asks for, each with a resource behind a space if it takes one',
  tolerates:
    'in reads: codes of errors that are an answer, as `NoSuchBucketPolicy`: the judge sees `{"Tolerated": <code>}`',
  each: 'in reads: `<read>.<list>`; the call is made once for each item of that answer, and the judge sees the answers as the list `answers`',
  outputs: 'in reads: names and JSONPaths of texts that later calls use',
  when: 'in changes: an output; the call is made only where it is neither empty nor false',
};

const JUDGE = [
  'The judge is a function of what was read. `event` holds `reads` (answers by name of the read), `parameters`, `resourceId`,',
  '`account`, `region`, `partition` and `now`, in UTC. It may import `re`, `json`, `datetime` and `ipaddress`, calls nothing,',
  'and answers with',
  '',
  '- `wrong`: `True` or `False`, whether the resource needs the change. It is asked again after the change, and only `False`',
  '  is a success;',
  '- `why`: a sentence for people;',
  '- `previous`: what was, reported before anything changes; less than 100 KB;',
  '- `change`: a value for each of `outputs`, lists of at most 100 items;',
  '- `left`: `True`, where wanted, if something remains that the rule finds and people must mend: they are told so.',
  '',
  'A resource that cannot be judged, or must not be mended here, raises `ValueError` with a sentence that says why: the run',
  'fails, and people hear of it.',
  '',
];

const rows = (keys: Readonly<Record<string, string>>): string[] =>
  Object.entries(keys).map(([key, says]) => `| \`${key}\` | ${says} |`);
