import Module from 'node:module';
import { buildSync } from 'esbuild';
import { TABLES } from '../../src/forensics/question';

/** The little that is needed of ANTLR's parse tree. */
interface Tree {
  readonly start?: { readonly start: number };
  readonly stop?: { readonly stop: number } | null;
  readonly parent: Tree | null;
  getText(): string;
  getChildCount(): number;
  getChild(at: number): Tree;
}

interface Parser {
  validate(sql: string): readonly { startLine: number; startColumn: number; message: string }[];
  parse(sql: string): Tree;
}

/** Where a question reads a table, and what it asks of each row there: the parts of the WHERE that AND joins. */
export interface TableScan {
  readonly table: string;
  readonly conditions: readonly string[];
}

export interface ParsedSql {
  /** What is no SQL of Trino's: `line:column message`. */
  readonly problems: readonly string[];
  /** Names of the functions called, in lower case, each once. */
  readonly functions: readonly string[];
  readonly scans: readonly TableScan[];
  /** Indexes written out, as in `x[1]`: those fail in Trino where a list is too short. */
  readonly fixedIndexes: readonly string[];
  /** Types that something is cast to, in lower case. */
  readonly casts: readonly string[];
}

/** dt-sql-parser carries Trino's own grammar. Node cannot load it, since its modules import folders: so it is bundled. */
function loadParser(): Parser {
  const { outputFiles } = buildSync({
    stdin: { contents: "export { TrinoSQL } from 'dt-sql-parser/dist/parser/trino'", resolveDir: process.cwd() },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  const module: { exports: { TrinoSQL?: new () => Parser } } = { exports: {} };
  const load = new Function('module', 'exports', 'require', outputFiles[0]!.text);
  load(module, module.exports, Module.createRequire(`${process.cwd()}/`));
  return new module.exports.TrinoSQL!();
}

let parser: Parser | undefined;

/** Parses a statement with Trino's grammar. Names are not resolved and types not checked: the parser knows no tables. */
export function parse(sql: string): ParsedSql {
  parser ??= loadParser();
  const problems = parser
    .validate(sql)
    .map(({ startLine, startColumn, message }) => `${startLine}:${startColumn} ${message}`);
  const found = {
    functions: new Set<string>(),
    scans: [] as TableScan[],
    indexes: [] as string[],
    casts: new Set<string>(),
  };
  const textOf = ({ start, stop }: Tree) => sql.slice(start!.start, stop!.stop + 1).replace(/\s+/g, ' ');
  const visit = (tree: Tree): void => {
    switch (kindOf(tree)) {
      case 'FunctionName':
        found.functions.add(tree.getText().toLowerCase());
        break;
      case 'Cast':
        found.casts.add(
          tree
            .getChild(tree.getChildCount() - 2)
            .getText()
            .toLowerCase(),
        );
        break;
      case 'Subscript':
        if (/^\d+$/.test(tree.getChild(2).getText())) found.indexes.push(textOf(tree));
        break;
      case 'TableName': {
        const table = tree.getText().toLowerCase();
        if ((TABLES as readonly string[]).includes(table)) {
          found.scans.push({ table, conditions: conditionsOf(tree).map(textOf) });
        }
      }
    }
    for (const child of childrenOf(tree)) visit(child);
  };
  if (problems.length === 0) visit(parser.parse(sql));
  return {
    problems,
    functions: [...found.functions].sort(),
    scans: found.scans,
    fixedIndexes: found.indexes,
    casts: [...found.casts].sort(),
  };
}

const kindOf = (tree: Tree): string => tree.constructor.name.replace(/^_/, '').replace(/Context\d*$/, '');

const childrenOf = (tree: Tree): Tree[] => Array.from({ length: tree.getChildCount() }, (_, at) => tree.getChild(at));

/** The conditions of the query that a table stands in. */
function conditionsOf(table: Tree): Tree[] {
  let query: Tree | null = table;
  while (query && kindOf(query) !== 'QuerySpecification') query = query.parent;
  if (!query) return [];
  const where = childrenOf(query).find((child) => kindOf(child) === 'WhereClause');
  return where ? joined(where.getChild(1)) : [];
}

const joined = (condition: Tree): Tree[] =>
  kindOf(condition) === 'And'
    ? childrenOf(condition).flatMap((child) => (child.getText().toLowerCase() === 'and' ? [] : joined(child)))
    : [condition];
