import { isOfferedIn, MANAGED_RULE_IDS, type ManagedRule, managedRule } from '../catalogue/managed-rule';
import { type PackContents, packContents } from '../frameworks/contents';
import {
  type Coverage,
  coverageOf,
  groundOf,
  OFFICIAL_SOURCE,
  officialPack,
  rulesLeftOut,
} from '../frameworks/coverage';
import { type Control, type Framework, fullTitle } from '../frameworks/framework';
import type { PackFile } from '../frameworks/pack-file';

/** Lists of rules longer than this are folded. */
const UNFOLDED = 6;

/** docs/coverage.md: which rules stand for which control, on what ground, and which controls no rule can decide. */
export function coveragePage(all: readonly Framework[], files: readonly PackFile[]): string {
  return [
    '# Coverage of frameworks',
    '',
    '<!-- Generated from src/frameworks/data by `npm run generate`. -->',
    '',
    'Which rules of `conformance-packs/` stand for which control of a standard. A rule that complies is evidence on a',
    'control, never the whole of it. Titles are words of this project, NIST’s apart, which are in the public domain; the',
    'other standards are licensed.',
    '',
    'Each control counts once, under the best ground it has:',
    '',
    '- **published**: AWS names the rules for the control, in a conformance pack’s page, Security Hub or Audit Manager',
    '- **derived**: somebody else does, or this project, or a rule of the same concern is *related*',
    '- **own**: rules of this project alone, marked *Lambda* or *Guard*, where no managed rule exists',
    '- **candidates**: a second source names rules; they stand in the pack only because the control has no others',
    '- **manual**: no rule can decide it; reasons are below',
    '',
    ...summary(all.map(coverageOf)),
    ...comparison(all, files),
    ...fileTable(all, files),
    ...left(all),
    ...all.flatMap(chapter),
  ].join('\n');
}

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${' --- |'.repeat(head.length)}`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
  '',
];

const anchor = (framework: Framework): string =>
  fullTitle(framework)
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

const summary = (rows: readonly Coverage[]): string[] => [
  '## Summary',
  '',
  ...table(
    [
      'framework',
      'controls',
      'published',
      'derived',
      'own',
      'candidates',
      'manual',
      'managed rules',
      'further candidates',
      'own rules',
    ],
    rows.map(({ framework, grounds, managed, candidates, own }) => [
      `[${fullTitle(framework)}](#${anchor(framework)})`,
      framework.controlsAll,
      grounds.published,
      grounds.derived,
      grounds.own,
      grounds.candidates,
      framework.controlsAll - framework.controls.length + grounds.manual,
      managed,
      candidates,
      own,
    ]),
  ),
  'An account takes 1,000 rules in a region and 50 packs: choose frameworks, not all of them.',
  '',
];

const comparison = (all: readonly Framework[], files: readonly PackFile[]): string[] => [
  '## Beside the sample packs of AWS',
  '',
  `Theirs: ${OFFICIAL_SOURCE}.`,
  '',
  ...table(
    [
      'pack',
      'files',
      'managed rules',
      'process checks',
      'withdrawn rules',
      'rules of our own',
      'remediations',
      'largest file, bytes',
      'control ids in it',
    ],
    all.flatMap((framework) => {
      const theirs = officialPack(framework);
      if (!theirs) return [];
      const { managed, candidates, own, files: names } = coverageOf(framework);
      const texts = files.filter(({ name }) => names.includes(name)).map(({ text }) => text);
      const count = (what: RegExp) => texts.join('').match(what)?.length ?? 0;
      const withCandidates = candidates > 0 ? `${managed} and ${candidates} candidates` : managed;
      return [
        [
          `AWS: ${framework.official!.replace(/\.yaml$/, '')}`,
          1,
          theirs.managed,
          theirs.processChecks,
          theirs.withdrawn.length,
          0,
          0,
          theirs.bytes,
          'no',
        ],
        [
          `**${framework.id}**`,
          names.length,
          withCandidates,
          0,
          0,
          own,
          count(/AWS::Config::RemediationConfiguration/g),
          Math.max(...texts.map((text) => Buffer.byteLength(text))),
          'each rule',
        ],
      ];
    }),
  ),
  'A process check is a reminder whose result a person sets by hand. AWS has no pack for the others of our frameworks.',
  '',
];

const fileTable = (all: readonly Framework[], files: readonly PackFile[]): string[] => [
  '## Files',
  '',
  'By hand, a file deploys only where each of its rules exists. Where one is missing `audit.yaml` leaves it out by itself.',
  '',
  ...table(
    ['file', 'rules', 'bytes', 'complete in'],
    all.flatMap(packContents).map((contents) => {
      const { text } = files.find(({ name }) => name === contents.name)!;
      return [code(contents.name), contents.entries.length, Buffer.byteLength(text), completeIn(contents)];
    }),
  ),
];

const MANAGED_RULES: readonly ManagedRule[] = MANAGED_RULE_IDS.map((id) => managedRule(id)!);

/** Every region that the catalogue names. */
const REGIONS = [...new Set(MANAGED_RULES.flatMap(({ notIn = [], onlyIn = [] }) => [...notIn, ...onlyIn]))].sort();

/** Regions that have every rule of a file. Rules of this project run wherever their functions are. */
function completeIn({ entries }: PackContents): string {
  const rules = entries.filter(({ kind }) => kind === 'managed').map(({ name }) => managedRule(name)!);
  const regions = REGIONS.filter((region) => rules.every((rule) => isOfferedIn(rule, region)));
  return fold(regions, ', ', `${regions.length} regions`);
}

const left = (all: readonly Framework[]): string[] => [
  '## Rules that need a value of your own',
  '',
  'No pack holds these; `rules.managed` of `audit.yaml` does, with the value.',
  '',
  ...table(
    ['rule', 'why'],
    rulesLeftOut(all).map(([rule, why]) => [code(nameOf(rule)), why]),
  ),
];

function chapter(framework: Framework): string[] {
  const decided = framework.controls.filter((control) => groundOf(control) !== 'manual');
  const seen = new Map<string, string>();
  const rows = decided.map((control) => {
    const { id, title, level } = control;
    const rules = rulesOf(control);
    const before = rules.length > 200 ? seen.get(rules) : undefined;
    if (!seen.has(rules)) seen.set(rules, id);
    return [id, title, ...(level ? [level] : []), groundOf(control), before ? `as ${before}` : rules];
  });
  return [
    `## ${fullTitle(framework)}`,
    '',
    framework.source,
    '',
    ...table(['control', 'title', ...(framework.controls[0]!.level ? ['level'] : []), 'ground', 'rules'], rows),
    ...manual(framework),
  ];
}

/** Controls without a rule, by reason. */
function manual({ controls, controlsAll }: Framework): string[] {
  const byReason = new Map<string, string[]>();
  for (const control of controls) {
    if (control.manual === undefined) continue;
    const proxies = groundOf(control) === 'manual' ? '' : ' (candidates stand in)';
    byReason.set(control.manual, [...(byReason.get(control.manual) ?? []), `${control.id} ${control.title}${proxies}`]);
  }
  const unlisted = controlsAll - controls.length;
  return [
    ...[...byReason].flatMap(([why, names]) => [`**${why}** ${names.join('; ')}.`, '']),
    ...(unlisted > 0 ? [`**No rule known.** The other ${unlisted} of ${controlsAll} controls.`, ''] : []),
  ];
}

const nameOf = (rule: string): string => managedRule(rule)!.name;
const code = (name: string): string => `\`${name}\``;

function rulesOf({ rules, related = [], additional = [], lambda = [], guard = [] }: Control): string {
  const names = (ids: readonly string[]) => ids.map(nameOf).sort();
  return [
    listed('', names(rules)),
    listed('related: ', names(related)),
    listed('Lambda: ', lambda),
    listed('Guard: ', guard),
    listed('candidates: ', names(additional)),
  ]
    .filter((part) => part !== '')
    .join('<br>');
}

const listed = (what: string, names: readonly string[]): string =>
  names.length === 0 ? '' : what + fold(names.map(code), ', ', `${names.length} rules`);

const fold = (items: readonly string[], by: string, title: string): string =>
  items.length <= UNFOLDED ? items.join(by) : `<details><summary>${title}</summary>${items.join(by)}</details>`;
