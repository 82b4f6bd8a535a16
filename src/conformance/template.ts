import {
  type CollectionTag,
  type Document,
  isAlias,
  isMap,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  type ScalarTag,
} from 'yaml';
import { faultsOf, offsetOf } from '../config/yaml-file';

/** A value of a template, intrinsic functions in their long form: `{ Ref: ... }`, `{ 'Fn::Sub': ... }`. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Group = { readonly [key: string]: Value };

export const isGroup = (value: Value | undefined): value is Group =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Short forms of CloudFormation's functions, `!Ref` and the like, and what each is short for. */
const SHORT_FORMS: Readonly<Record<string, string>> = {
  '!Ref': 'Ref',
  '!Condition': 'Condition',
  '!Sub': 'Fn::Sub',
  '!If': 'Fn::If',
  '!Equals': 'Fn::Equals',
  '!Not': 'Fn::Not',
  '!And': 'Fn::And',
  '!Or': 'Fn::Or',
  '!Join': 'Fn::Join',
  // Not for packs; known so that the refusal can name them.
  '!GetAtt': 'Fn::GetAtt',
  '!FindInMap': 'Fn::FindInMap',
  '!ImportValue': 'Fn::ImportValue',
  '!Select': 'Fn::Select',
  '!Split': 'Fn::Split',
};

const TAGS: (ScalarTag | CollectionTag)[] = Object.keys(SHORT_FORMS).flatMap((tag): (ScalarTag | CollectionTag)[] => [
  { tag, resolve: (text: string) => text } as ScalarTag,
  { tag, collection: 'seq' } as CollectionTag,
]);

/** A CloudFormation template as text: its data, and where in the text each value stands. */
export class Template {
  readonly data: Value;
  /** What makes it no YAML; then `data` is null. */
  readonly faults: readonly string[];
  private readonly document: Document.Parsed;
  private readonly lines = new LineCounter();

  constructor(source: string) {
    this.document = parseDocument(source, {
      customTags: TAGS,
      lineCounter: this.lines,
      prettyErrors: false,
      stringKeys: true,
    });
    this.faults = faultsOf(this.document).map(
      ({ offset, message }) => `line ${this.lines.linePos(offset).line}: ${message}`,
    );
    this.data = this.faults.length > 0 ? null : longForm(this.document.contents, this.document);
  }

  /** `line 12, Resources.Name.Properties`: the place of a key, or of what is nearest above it. */
  where(path: readonly string[]): string {
    return path.length === 0
      ? 'the file'
      : `line ${this.lines.linePos(offsetOf(this.document, path)).line}, ${path.join('.')}`;
  }
}

function longForm(node: Node | null, document: Document): Value {
  if (node === null) return null;
  // What an alias stands for holds no other: there is no end of it otherwise.
  if (isAlias(node)) return longForm(node.resolve(document)!, document);
  const tag = node.tag === undefined ? undefined : SHORT_FORMS[node.tag];
  const value = untagged(node, document);
  return tag === undefined ? value : { [tag]: value };
}

function untagged(node: Node, document: Document): Value {
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map(({ key, value }) => [String(key), longForm(value as Node | null, document)]),
    );
  }
  if (isSeq(node)) return node.items.map((item) => longForm(item as Node | null, document));
  const { value, source } = node as Scalar;
  // To AWS every value is text: 1.30 and 012 are meant as they are written.
  return typeof value === 'number' && source !== String(value) ? source! : (value as Value);
}
