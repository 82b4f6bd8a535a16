import { type CollectionTag, parseDocument, type ScalarTag } from 'yaml';
import { type PackContents, packContents } from '../../src/frameworks/contents';
import { packFile } from '../../src/frameworks/pack-file';
import { OWN, STANDARDS } from './standards';

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string;
  readonly Properties: {
    readonly ConfigRuleName: string;
    readonly Description?: string;
    readonly InputParameters?: Readonly<Record<string, unknown>>;
    readonly Source?: { readonly Owner: string; readonly SourceIdentifier?: unknown };
    readonly [key: string]: unknown;
  };
}

export interface ParsedTemplate {
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

const longForm = (tag: string): string => (['!Ref', '!Condition'].includes(tag) ? tag.slice(1) : `Fn::${tag.slice(1)}`);

const TAGS = ['!Ref', '!Sub', '!Condition', '!Not', '!And', '!Equals'].flatMap((tag): (ScalarTag | CollectionTag)[] => [
  { tag, resolve: (text: string) => ({ [longForm(tag)]: text }) } as ScalarTag,
  {
    tag,
    collection: 'seq',
    resolve: (node: { toJSON: () => unknown }) => ({ [longForm(tag)]: node.toJSON() }),
  } as unknown as CollectionTag,
]);

/** A template with functions in their long form. */
export function parseTemplate(text: string): ParsedTemplate {
  const document = parseDocument(text, { customTags: TAGS });
  if (document.errors.length > 0) throw document.errors[0]!;
  return document.toJS() as ParsedTemplate;
}

/** A file of conformance-packs/, as it is generated and as it reads. */
export interface ParsedPack {
  readonly name: string;
  readonly text: string;
  readonly template: ParsedTemplate;
  readonly contents: PackContents;
}

export const PACKS: readonly ParsedPack[] = STANDARDS.flatMap(packContents).map((contents) => {
  const { name, text } = packFile(contents, OWN);
  return { name, text, template: parseTemplate(text), contents };
});

/** Resources that are rules, by logical id. */
export const rulesOf = ({ template }: Pick<ParsedPack, 'template'>): [string, Resource][] =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::Config::ConfigRule');
