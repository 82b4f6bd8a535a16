import { Document, isCollection, isMap, isScalar, type Node, type Pair, Scalar, YAMLMap, type YAMLSeq } from 'yaml';

/** Columns of a comment. */
const WIDTH = 100;
/** Marks what a person has to write: nothing but that keeps the file from being read. */
export const BLANK = 'FILL IN';

/** A first audit.yaml under construction: values, in the order they are set, and what explains them. */
export class AuditFile {
  private readonly document = new Document(new YAMLMap());
  private readonly remarks = new Map<string, string[]>();
  private readonly blankKeys: string[] = [];

  /** @param head - the comment that the file begins with */
  constructor(private readonly head: readonly string[]) {}

  /** Keys that are left to a person, as in `retention.mode`. */
  get blanks(): readonly string[] {
    return this.blankKeys;
  }

  /** @param beside - follows the value on its line */
  set(path: readonly string[], value: unknown, beside?: string): void {
    const node = this.document.createNode(value);
    if (isCollection(node) && path.length > 1) node.flow = true;
    this.put(path, node, beside);
  }

  /** A list with one item on each line, which may have a comment. */
  list(path: readonly string[], items: readonly { readonly value: unknown; readonly beside?: string }[]): void {
    const list = this.document.createNode([]) as YAMLSeq;
    for (const { value, beside } of items) {
      const node = this.document.createNode(value) as Node;
      if (isCollection(node)) node.flow = true;
      if (beside) node.comment = ` ${oneLine(beside)}`;
      list.add(node);
    }
    this.put(path, list);
  }

  /** A key that nobody can know but a person. Left empty, it is the very thing that a synth complains about. */
  leave(path: readonly string[], hint: string, empty: unknown = null): void {
    this.blankKeys.push(path.join('.'));
    const node = this.document.createNode(empty) as Node;
    if (isCollection(node)) node.flow = true;
    this.put(path, node, `${BLANK}: ${hint}`);
  }

  /** A comment above a key, or above the nearest group around it that is there; at the end of the file where none is. */
  say(path: readonly string[], ...sentences: readonly string[]): void {
    if (sentences.length === 0) return;
    const key = path.join('.');
    this.remarks.set(key, [...(this.remarks.get(key) ?? []), ...sentences]);
  }

  toString(): string {
    for (const [key, sentences] of this.remarks) this.comment(key.split('.'), sentences);
    const head = this.head.flatMap((sentence) => (sentence === '' ? [''] : wrapped(sentence, '')));
    const comment = head.map((line) => `#${line}`.trimEnd()).join('\n');
    const text = this.document.toString({ lineWidth: 0, nullStr: '', flowCollectionPadding: true });
    // One empty line before each group and its comment, as people write it.
    const spaced = `\n${text}`
      .replaceAll(/\n+(?=[#a-zA-Z])/g, '\n\n')
      .replaceAll(/(?<=\n#[^\n]*)\n\n(?=[#a-zA-Z])/g, '\n');
    return `${comment}${spaced.replaceAll(/^(?! *#)[^#\n]*/gm, tightened)}`;
  }

  private put(path: readonly string[], node: Node, beside?: string): void {
    if (beside) node.comment = ` ${oneLine(beside)}`;
    for (let length = 1; length < path.length; length++) {
      const group = path.slice(0, length);
      if (!this.document.hasIn(group)) this.document.setIn(group, new YAMLMap());
    }
    this.document.setIn(path, node);
  }

  private comment(path: readonly string[], sentences: readonly string[]): void {
    let pair: Pair | undefined;
    let depth = 0;
    let node: unknown = this.document.contents;
    for (const part of path) {
      if (!isMap(node)) break;
      const next = node.items.find(({ key }) => (isScalar(key) ? key.value : key) === part);
      if (next === undefined) break;
      pair = next;
      depth++;
      node = next.value;
    }
    if (pair === undefined) {
      const lines = sentences.flatMap((sentence) => wrapped(sentence, ''));
      this.document.comment = [...(this.document.comment ? [this.document.comment] : []), ...lines].join('\n');
      return;
    }
    const key = isScalar(pair.key) ? pair.key : new Scalar(pair.key);
    pair.key = key;
    const lines = sentences.flatMap((sentence) => wrapped(sentence, '  '.repeat(depth - 1)));
    key.commentBefore = [...(key.commentBefore ? [key.commentBefore] : []), ...lines].join('\n');
  }
}

/** `[a, b]` and `{ a: b }`, as formatters have them; the library knows one style for both. */
const tightened = (code: string): string => code.replaceAll(/\[ (?=\S)/g, '[').replaceAll(/(?<=[^\s[]) \]/g, ']');

/** Names that people gave may hold anything. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** Lines of a comment, each with the blank that follows `#`. What follows the first is set in. */
function wrapped(sentence: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(sentence).split(' ')) {
    const longer = `${line} ${word}`;
    if (line !== '' && indent.length + 1 + longer.length > WIDTH) {
      lines.push(line);
      line = `   ${word}`;
    } else line = longer;
  }
  return [...lines, line];
}
