import { Document, isScalar, type YAMLMap } from 'yaml';
import type { Entry, PackContents } from './contents';
import { fullTitle } from './framework';
import type { OwnRules } from './own-rules';
import { type Sections, sectionsOf } from './pack-resources';
import { REMEDIATIONS } from './remediations';

/** A file of conformance-packs/. */
export interface PackFile {
  /** Name without extension. */
  readonly name: string;
  readonly text: string;
}

/** What AWS takes without a bucket, in bytes. Source: PutConformancePack, TemplateBody. */
export const PACK_LIMIT = 51_200;

/** Stands in the header of every file that `npm run generate` writes, and in no other. */
export const GENERATED = 'Generated from src/frameworks/data/';

/** The width of comments, `# ` not counted. */
const WIDTH = 116;

/**
 * A pack as a template for `aws configservice put-conformance-pack`. Comments name every control of every rule; where
 * they do not fit within AWS's limit they are left out, all of them, and the header says so.
 */
export function packFile(contents: PackContents, own: OwnRules): PackFile {
  const full = render(contents, own, true);
  const text = Buffer.byteLength(full) <= PACK_LIMIT ? full : render(contents, own, false);
  return { name: contents.name, text };
}

function render(contents: PackContents, own: OwnRules, commented: boolean): string {
  const { framework, entries } = contents;
  const parts = entries.map((entry) => ({ entry, sections: sectionsOf(framework, entry, own) }));
  const merged = (section: keyof Sections) =>
    Object.assign({}, ...parts.map(({ sections }) => sections[section])) as object;
  const template = {
    ...nonEmpty('Parameters', sorted(merged('parameters'))),
    ...nonEmpty('Conditions', sorted(merged('conditions'))),
    Resources: merged('resources'),
  };
  const document = new Document(template, { aliasDuplicateObjects: false });
  if (commented) {
    const resources = document.get('Resources') as YAMLMap;
    const entryOf = new Map(parts.map(({ entry, sections }) => [Object.keys(sections.resources)[0], entry]));
    for (const { key } of resources.items) {
      const entry = isScalar(key) ? entryOf.get(key.value as string) : undefined;
      if (entry && isScalar(key)) key.commentBefore = asComment(controlLines(entry));
    }
  }
  document.commentBefore = asComment(header(contents, commented));
  return document.toString({ lineWidth: 0, indentSeq: true, flowCollectionPadding: false });
}

const nonEmpty = (name: string, section: object): object =>
  Object.keys(section).length > 0 ? { [name]: section } : {};

const sorted = (section: object): object =>
  Object.fromEntries(Object.entries(section).sort(([one], [other]) => (one < other ? -1 : 1)));

function header({ name, framework, entries }: PackContents, commented: boolean): string[] {
  const hasLambda = entries.some(({ kind }) => kind === 'lambda');
  const hasRemediation = entries.some((entry) => entry.name in REMEDIATIONS);
  return [
    `${fullTitle(framework)}: a conformance pack for AWS Config.`,
    ...PARTS.filter(([end]) => name.includes(end)).map(([, says]) => says),
    framework.source,
    'What a rule finds is evidence on a control, never the whole of it. Words are those of this project.',
    ...(hasLambda ? ['Lambda rules wait for LambdaRulePrefix, and run only where their functions exist.'] : []),
    ...(hasRemediation ? [REMEDIATION_NOTE] : []),
    commented
      ? 'Above each rule: the controls it stands for, and on what ground.'
      : 'Comments with all controls of each rule would exceed what AWS takes; docs/coverage.md has them.',
    `${GENERATED}${framework.id}.json by npm run generate; changes made here are lost.`,
  ];
}

/** Source: AWS Config developer guide, "Prerequisites for using a conformance pack with remediation". */
const REMEDIATION_NOTE =
  'Remediations wait for RemediationRole and for a person. AWS says that their role takes no intrinsic function: if a ' +
  'deployment by hand is refused for it, write the ARN of the role in its place.';

/** What parts of a file's name say of what it holds. */
const PARTS: readonly (readonly [string, string])[] = [
  ['-access-and-logging', 'This part: who may do what, keys, and what is logged.'],
  ['-compute-and-network', 'This part: compute, network, applications.'],
  ['-data', 'This part: storage, databases, streams, backups.'],
  ['-additional', 'Further candidates of a second source, for those who want to pay for them too.'],
  ['-us-east-1', 'Rules that exist in us-east-1 alone within their partition; deploy it there.'],
];

const GROUNDS = ['published', 'derived', 'related', 'additional'] as const;

const controlLines = ({ mapping }: Entry): string[] =>
  GROUNDS.filter((ground) => mapping[ground].length > 0).map((ground) => `${ground}: ${mapping[ground].join(', ')}`);

/** The text of a comment as the YAML library wants it: each line with the space that follows `#`. */
const asComment = (paragraphs: readonly string[]): string =>
  paragraphs
    .flatMap((paragraph) => wrap(paragraph))
    .map((line) => ` ${line}`)
    .join('\n');

function wrap(paragraph: string): string[] {
  const lines: string[] = [];
  for (const word of paragraph.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
