import { CATALOGUE_DATE, MANAGED_RULE_IDS } from '../catalogue/managed-rule';
import type { GuardRule } from '../rules/guard-rule';
import type { LambdaRule, Manifest } from '../rules/lambda-rule';

/** docs/rules.md: how rules and packs are declared, and what the libraries of Lambda and Guard rules hold. */
export function rulesPage(lambdas: readonly LambdaRule[], guards: readonly GuardRule[]): string {
  return [
    '# Rules and conformance packs',
    '',
    '<!-- Generated from lambdas, policies/guard and src/cli/rules-page.ts by `npm run generate`. -->',
    '',
    ...INTRODUCTION,
    `## Lambda rules (${lambdas.length})`,
    '',
    ...LAMBDA,
    '| rule | asks | runs | parameters |',
    '| --- | --- | --- | --- |',
    ...lambdas.map(lambdaRow),
    '',
    `## Guard rules (${guards.length})`,
    '',
    ...GUARD,
    '| rule | asks | of |',
    '| --- | --- | --- |',
    ...guards.map(
      (rule) => `| \`${rule.name}\` | ${cell(rule.description)} | ${rule.types.map(shortType).join(', ')} |`,
    ),
    '',
  ].join('\n');
}

const INTRODUCTION = [
  '```yaml',
  'rules:',
  '  managed:',
  '    - rule: ACCESS_KEYS_ROTATED',
  '      parameters: { maxAccessKeyAge: 60 }',
  '      frequency: Twelve_Hours',
  '  lambda:',
  '    - rule: iam-user-console-mfa',
  '  guard:',
  '    - rule: ec2-security-group-world-ports',
  'conformancePacks:',
  '  - pack: audit-baseline',
  '  - pack: cis-aws-5.0.0',
  '    parameters: { AccessKeysRotatedMaxAccessKeyAge: 60 }',
  '```',
  '',
  'Every key is described in [configuration](configuration.md), every pack and control in [coverage](coverage.md).',
  '',
  '## What is checked before a plan exists',
  '',
  `- **Managed rules**, alone or in a pack, against a catalogue of ${MANAGED_RULE_IDS.length} (as of ${CATALOGUE_DATE}): the identifier exists and is not`,
  '  withdrawn, parameters exist, have the right form and include all that AWS requires, a frequency only where a clock',
  '  starts the rule, the region has it, and the recorder records what it looks at: without a record a rule stays',
  '  INSUFFICIENT_DATA for ever.',
  '- **Packs**: grammar, names, duplicates, unused and missing parameters, remediations without a rule, and the limits: 130',
  '  rules, 51,200 bytes, 60 parameters, 50 packs, 1,000 rules in a region of an account over all that is deployed.',
  '- **Lambda and Guard rules**: parameters, placeholders, size, names.',
  '',
  'All problems come in one message. What is legal but worth knowing is a notice: rules that a region lacks, rules that two',
  'packs both hold, rules that run a day late.',
  '',
  '## Where they run',
  '',
  'The audit account deploys managed rules, Guard rules and packs to the whole organization, accounts that join later',
  'included; `excludedAccounts` go without. `deploy: accounts` puts them into each baseline instead. Rules about the account',
  'as a whole, IAM above all, run in the home region alone: elsewhere they would give the same answer at a price.',
  '',
  '- Every account of the organization needs a recorder, or must be excluded: AWS tries for seven hours and then calls the',
  '  rule or pack failed. List all accounts in `audit.yaml`.',
  '- Deployed by a delegated administrator, rules reach the management account only if that has',
  '  `AWSServiceRoleForConfigMultiAccountSetup`. The organization stack creates it; set `rules.serviceLinkedRoleExists` where',
  '  it exists already.',
  '- A large organization takes hours. Timeouts are long; keep the deploying session alive, or apply again.',
  '',
  '## Packs',
  '',
  'What AWS gets is the file with every parameter, condition and function worked out: literal values, which a plan shows. Left',
  'out are rules that a region lacks, and rules about the account as a whole outside the home region. `RemediationRole`,',
  'empty by default, is the name of a role in each account that SSM Automation assumes; remediations then wait for a person',
  'to start them. They need `deploy: accounts`, because the role of a remediation must name its account.',
  '',
  'A file dropped into `conformance-packs/` is a pack: CloudFormation in YAML, rules and remediations only, with `Ref`,',
  '`Fn::Sub`, `Fn::If`, `Fn::Join` and conditions. One that exceeds 130 rules or 51,200 bytes is split into parts; a further',
  'rule then changes one part only, until one part more is needed. Becoming parts, or more of them, starts the history of',
  'the rules that move anew. With `oversized: s3` a pack of up to 300 KB stays whole and is read from a bucket.',
  '',
];

const LAMBDA = [
  'Each account runs its own copy, made by its baseline: a Node.js 22 function on arm64, with a role that can do what the',
  'rule reads and nothing else, and a permission that only AWS Config of that account can use. Functions of rules in packs',
  'come by themselves. `LambdaRulePrefix: ""` leaves a pack’s Lambda rules out.',
  '',
  'A folder added to `lambdas/` is a rule: `index.ts` exports `handler`, made by `handlerFor` of `lambdas/shared`, and `rule.json`',
  'says the rest:',
  '',
  '| key of rule.json | says |',
  '| --- | --- |',
  '| `description` | what the rule asks, in up to 200 characters |',
  '| `trigger` | `change`: types whose changes start it; `schedule`: how often a clock does; `snapshot: true`: each delivered snapshot |',
  '| `regions` | `home`: its facts are those of the account; `governed`: each region has its own |',
  '| `accounts` | `every`, or `trail`: the account that holds the log group of the trail |',
  '| `parameters` | by name: `type` (`text`, `wholeNumber`, `list`, `flag`), `description`, and where they apply `default`, `required`, `minimum`, `maximum`, `allowed` |',
  '| `permissions` | `actions`, `resources` and `why`; wildcards in actions are refused. Reporting and logging are added |',
  '| `memoryMb`, `timeoutSeconds` | of its function |',
  '',
  'In defaults and resources `${Partition}`, `${Account}`, `${HomeRegion}`, `${GovernedRegions}`, `${TrailArn}`, `${TrailLogGroupArn}`,',
  '`${ConfigBucketArn}`, `${ConfigObjectArns}` and `${EvidenceKeyArn}` stand for what `audit.yaml` decides.',
  '',
];

const GUARD = [
  'Written for configuration items, as AWS Config records them, not for CloudFormation templates. A file added to',
  '`policies/guard/` is a rule: the comment that opens it is its description, the types it asks `resourceType` for are its',
  'scope. `${RequiredTags}`, `${AllowedPublicPorts}`, `${AccountIds}` and `${OrganizationIds}` stand for lists of `audit.yaml`.',
  '',
];

const lambdaRow = ({ name, manifest }: LambdaRule): string =>
  `| \`${name}\` | ${cell(manifest.description)} | ${runs(manifest)} | ${parameters(manifest)} |`;

function runs({ trigger, regions, accounts }: Manifest): string {
  const when = [
    trigger.change && `on changes of ${trigger.change.map(shortType).join(', ')}`,
    trigger.schedule && `every ${EVERY[trigger.schedule]}`,
    trigger.snapshot && 'on each snapshot',
  ].filter((one) => one !== undefined);
  const where =
    accounts === 'trail'
      ? 'account of the trail, home region'
      : `${regions === 'home' ? 'home region' : 'each region'}`;
  return `${when.join(' and ')}; ${where}`;
}

const EVERY = {
  One_Hour: 'hour',
  Three_Hours: '3 hours',
  Six_Hours: '6 hours',
  Twelve_Hours: '12 hours',
  TwentyFour_Hours: '24 hours',
} as const;

const parameters = ({ parameters: all }: Manifest): string =>
  Object.entries(all)
    .map(([name, { description, default: usual }]) =>
      cell(`\`${name}\`: ${description}${usual === undefined ? '' : ` Default: \`${usual}\`.`}`),
    )
    .join('<br>');

const shortType = (type: string): string => type.replace('AWS::', '').replaceAll('::', ' ');

const cell = (text: string): string => text.replaceAll('|', '\\|');
