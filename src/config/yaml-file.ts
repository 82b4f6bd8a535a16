import {
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
} from 'yaml';
import { ConfigError } from './problem';

/** What YAML's own words would not tell a person who does not know its specification. */
const WORDING: Partial<Record<ErrorCode, string>> = {
  DUPLICATE_KEY: 'this key is given above already; remove one of them',
  MULTIPLE_DOCS: 'a second document begins here; keep one in a file',
  NON_STRING_KEY: 'a key must be plain text; write it without brackets, braces or *',
};

interface Fault {
  readonly offset: number;
  readonly message: string;
}

/** A file of one YAML document: its data, and where in the file each value stands. */
export class YamlFile {
  readonly data: unknown;
  private readonly document: Document;
  private readonly lines = new LineCounter();

  /**
   * @param file - only named in messages
   * @throws ConfigError when there is not exactly one document that can be read
   */
  constructor(source: string, file: string) {
    const documents = parseAllDocuments(source, { lineCounter: this.lines, prettyErrors: false, stringKeys: true });
    if (documents.length > 1) {
      throw new ConfigError(file, [`it holds ${documents.length} YAML documents; keep one organization in a file`]);
    }
    const document = Array.isArray(documents) ? documents[0] : undefined;
    const faults = document ? faultsOf(document) : [];
    if (faults.length > 0) {
      throw new ConfigError(
        file,
        faults.map(({ offset, message }) => `line ${this.lines.linePos(offset).line}: ${message}`),
      );
    }
    if (document) keepAsWritten(document);
    // Aliases are limited by `aliasFaults`, which says where and why; the library's limit would only throw.
    const data: unknown = document?.toJS({ maxAliasCount: -1 }) ?? null;
    if (!document || data === null) {
      throw new ConfigError(file, ['it is empty; start from the example in docs/configuration.md']);
    }
    this.document = document;
    this.data = data;
  }

  /** The line of a key or list item; for an absent key, that of the group it belongs to. */
  lineOf(path: readonly PropertyKey[]): number {
    return this.lines.linePos(offsetOf(this.document, path)).line;
  }
}

/** AWS takes the parameters of rules as texts: 1.30 and 012345678901 are meant as they are written. */
function keepAsWritten(document: Document): void {
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'parameters' || !isMap(value)) return;
      for (const { value: one } of value.items) {
        if (isScalar(one) && typeof one.value === 'number' && one.source !== String(one.value)) one.value = one.source;
      }
    },
  });
}

/** Where a key or list item begins; for an absent key, where the group that it belongs to does. */
export function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node = document.contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = (node.items[Number(part)] as Node | undefined) ?? null;
      offset = node?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

/** What keeps a document from being read as it was meant. A tag that means nothing is a mere warning in YAML. */
export function faultsOf(document: Document): Fault[] {
  const faults = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
    offset: pos[0],
    message: WORDING[code] ?? `${message}; mend the YAML`,
  }));
  return faults.length > 0 ? faults : aliasFaults(document);
}

/** An alias may stand for a plain value alone: one that holds further aliases could hold itself, or grow without end. */
function aliasFaults(document: Document): Fault[] {
  const faults: Fault[] = [];
  const add = (node: Node, message: string) => faults.push({ offset: node.range?.[0] ?? 0, message });
  visit(document, {
    Alias(_, alias) {
      const value = alias.resolve(document);
      if (!value) {
        add(
          alias,
          `*${alias.source} stands for nothing; write &${alias.source} before a value above, or the value here`,
        );
      } else if (holdsAlias(value)) {
        add(alias, `*${alias.source} stands for a value that holds an alias itself; write the value here`);
      }
    },
    Pair(_, { key }) {
      if (isScalar(key) && key.value === '<<') add(key, '<< merges nothing in this file; write the keys out');
    },
  });
  return faults;
}

function holdsAlias(node: Node): boolean {
  let found = false;
  visit(node, {
    Alias() {
      found = true;
      return visit.BREAK;
    },
  });
  return found || isAlias(node);
}
