import {
  type CollectionTag,
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type ScalarTag,
} from 'yaml';

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
    this.document = parseDocument(source, { customTags: TAGS, lineCounter: this.lines, prettyErrors: false });
    this.faults = [...this.document.errors, ...this.document.warnings].map(
      ({ message, pos: [offset] }) => `line ${this.lines.linePos(offset).line}: ${message}; mend the YAML`,
    );
    this.data = this.faults.length > 0 ? null : longForm(this.document.contents);
  }

  /** `line 12, Resources.Name.Properties`: the place of a value, or of what is nearest above it. */
  where(path: readonly string[]): string {
    for (let length = path.length; length > 0; length--) {
      const node = this.document.getIn(path.slice(0, length), true) as Node | undefined;
      const offset = node?.range?.[0];
      if (offset !== undefined) return `line ${this.lines.linePos(offset).line}, ${path.join('.')}`;
    }
    return path.join('.') || 'the file';
  }
}

function longForm(node: Node | null): Value {
  if (node === null) return null;
  const tag = node.tag === undefined ? undefined : SHORT_FORMS[node.tag];
  const value = untagged(node);
  return tag === undefined ? value : { [tag]: value };
}

function untagged(node: Node): Value {
  if (isMap(node)) {
    return Object.fromEntries(node.items.map(({ key, value }) => [String(key), longForm(value as Node | null)]));
  }
  if (isSeq(node)) return node.items.map((item) => longForm(item as Node | null));
  // An anchor's alias stands for what it names.
  return isScalar(node) ? (node.value as Value) : (node.toJSON() as Value);
}
