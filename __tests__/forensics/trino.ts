import Module from 'node:module';
import { buildSync } from 'esbuild';
import { SHAPES } from '../../src/forensics/laptop/view';
import { lostNames } from './trino-names';
import { childrenOf, kindOf, type Tree } from './trino-tree';

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
  /** What something is divided by that may be zero: Trino fails, DuckDB answers NULL. */
  readonly divisors: readonly string[];
  /** Columns that Trino does not find where they are named, and why. */
  readonly lostNames: readonly string[];
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

const COLUMNS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(SHAPES).map(([table, { columns, partitions }]) => [
    table,
    [...Object.keys(columns), ...Object.keys(partitions)],
  ]),
);

/** Parses a statement with Trino's grammar. Types are not checked: the parser knows no tables. */
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
    divisors: [] as string[],
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
      case 'ArithmeticBinary': {
        const [, sign, divisor] = childrenOf(tree);
        const isSafe = /^([1-9]\d*|nullif\(.*,0\))$/i.test(divisor!.getText());
        if (/^[/%]$/.test(sign!.getText()) && !isSafe) found.divisors.push(textOf(divisor!));
        break;
      }
      case 'TableName': {
        const table = tree.getText().toLowerCase();
        if (COLUMNS.has(table)) {
          found.scans.push({ table, conditions: conditionsOf(tree).map(textOf) });
        }
      }
    }
    for (const child of childrenOf(tree)) visit(child);
  };
  const tree = problems.length === 0 ? parser.parse(sql) : undefined;
  if (tree) visit(tree);
  return {
    problems,
    functions: [...found.functions].sort(),
    scans: found.scans,
    fixedIndexes: found.indexes,
    casts: [...found.casts].sort(),
    divisors: found.divisors,
    lostNames: tree ? lostNames(tree, COLUMNS) : [],
  };
}

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
