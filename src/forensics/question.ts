import { ConfigError, suggest } from '../config/problem';
import { lineOf, type Piece, pieces } from './sql-text';

/** What a question asks for. Every value is text, as Athena's execution parameters are quoted. */
export interface Parameter {
  readonly name: string;
  readonly meaning: string;
  /** Taken when no value is given; without one the parameter must be given. */
  readonly preset?: string;
}

export interface AnswerColumn {
  readonly name: string;
  readonly meaning: string;
}

/** A question to the evidence: one SQL file, and what its header says of it. */
export interface Question {
  /** The file's name without `.sql`. */
  readonly name: string;
  readonly title: string;
  /** What it asks and how to read the answer. */
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly columns: readonly AnswerColumn[];
  /** The whole file, in Trino's SQL; Athena and DuckDB both run it as it stands. */
  readonly sql: string;
  /** Names of the parameters in the order of their placeholders; one may occur several times. */
  readonly placeholders: readonly string[];
}

/** The tables of the evidence, in Athena and on a laptop alike. */
export const TABLES = ['cloudtrail', 'insights', 'config_history', 'config_snapshots'] as const;
export type Table = (typeof TABLES)[number];

/** When the events happened, from <= time < to. Every question takes them. */
const TIMES = ['from', 'to'];

const PARAMETER = /^-- {3}([a-z][a-z0-9_]*)(?: \(default ?(.*?)\))?: (\S.*)$/;
const COLUMN = /^-- {3}([a-z][a-z0-9_]*): (\S.*)$/;

/**
 * Reads a question:
 *
 *     -- <title>
 *     --
 *     -- <what it asks, how to read the answer>
 *     --
 *     -- Parameters:
 *     --   from: <meaning>
 *     --   to: <meaning>
 *     --   principal (default %): <meaning>
 *     --
 *     -- Columns:
 *     --   eventtime: <meaning>
 *     SELECT ... WHERE useridentity.arn LIKE ? /* principal *\/
 *
 * @throws ConfigError that lists every problem of the file
 */
export function readQuestion(name: string, sql: string, file = `${name}.sql`): Question {
  const { question, problems } = parse(name, sql);
  if (problems.length > 0) throw new ConfigError(file, problems);
  return question;
}

function parse(name: string, sql: string): { question: Question; problems: string[] } {
  const problems: string[] = [];
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    problems.push(`the name ${name} must be words of small letters and digits, joined by hyphens: rename the file`);
  }
  const header = readHeader(sql, problems);
  const placeholders = readPlaceholders(sql, problems);
  const question = { name, ...header, sql, placeholders };
  // Without its list of parameters every name would be wrong.
  if (header.parameters.length === 0) return { question, problems };
  const declared = header.parameters.map((parameter) => parameter.name);
  for (const time of TIMES) {
    if (!declared.includes(time)) problems.push(`Parameters: ${time} is missing; every question is about a time`);
  }
  for (const unknown of new Set(placeholders.filter((placeholder) => !declared.includes(placeholder)))) {
    problems.push(`? /* ${unknown} */ is no parameter of the header: add it there, or ${suggest(unknown, declared)}`);
  }
  for (const unused of declared.filter((parameter) => !placeholders.includes(parameter))) {
    problems.push(`Parameters: ${unused} is never used: write ? /* ${unused} */ where it belongs, or take it out`);
  }
  return { question, problems };
}

function readHeader(sql: string, problems: string[]): Omit<Question, 'name' | 'sql' | 'placeholders'> {
  const end = sql.search(/^(?!--)/m);
  const lines = sql
    .slice(0, end < 0 ? undefined : end)
    .split('\n')
    .filter(Boolean);
  const [title = '', ...rest] = lines;
  const at = (heading: string) => rest.indexOf(`-- ${heading}:`);
  const [parametersAt, columnsAt] = [at('Parameters'), at('Columns')];
  if (!/^-- \S/.test(title)) problems.push('line 1: write the title, as -- <what is asked>');
  if (parametersAt < 0) problems.push('the header has no line "-- Parameters:"');
  if (columnsAt < 0) problems.push('the header has no line "-- Columns:"');
  if (columnsAt >= 0 && columnsAt < parametersAt) problems.push('the header must name Parameters first, then Columns');
  const firstList = Math.min(...[parametersAt, columnsAt, rest.length].filter((line) => line >= 0));
  const description = prose(rest.slice(0, firstList));
  if (!description)
    problems.push('the header does not say what the question is: write it between title and Parameters');
  const parameters = entries(rest, parametersAt, columnsAt, PARAMETER, 'Parameters', problems).map(
    ([name, preset, meaning]): Parameter => ({
      name: name!,
      meaning: meaning!,
      ...(preset !== undefined && { preset }),
    }),
  );
  const columns = entries(
    rest,
    columnsAt,
    columnsAt < parametersAt ? -1 : rest.length,
    COLUMN,
    'Columns',
    problems,
  ).map(([name, meaning]): AnswerColumn => ({ name: name!, meaning: meaning! }));
  return { title: title.replace(/^-- ?/, ''), description, parameters, columns };
}

/** Lines of comments as paragraphs. */
const prose = (lines: readonly string[]): string =>
  lines
    .map((line) => line.replace(/^-- ?/, ''))
    .join('\n')
    .trim()
    .replace(/([^\n])\n(?=\S)/g, '$1 ');

/** What a list of the header holds; a line that is indented further goes on with the one above. */
function entries(
  lines: readonly string[],
  heading: number,
  end: number,
  form: RegExp,
  list: 'Parameters' | 'Columns',
  problems: string[],
): (string | undefined)[][] {
  if (heading < 0 || end < heading || end < 0) return [];
  const joined: string[] = [];
  for (const line of lines.slice(heading + 1, end)) {
    if (line.trim() === '--') continue;
    if (/^-- {4,}\S/.test(line) && joined.length > 0) joined.push(`${joined.pop()!} ${line.slice(2).trim()}`);
    else joined.push(line);
  }
  if (joined.length === 0) problems.push(`${list}: the list is empty`);
  const found: (string | undefined)[][] = [];
  const names = new Set<string>();
  for (const line of joined) {
    const match = form.exec(line);
    if (!match) {
      problems.push(
        `${list}: cannot read "${line}"; write --   name${list === 'Parameters' ? ' (default x)' : ''}: meaning`,
      );
      continue;
    }
    if (names.has(match[1]!)) problems.push(`${list}: ${match[1]} is there twice`);
    names.add(match[1]!);
    found.push(match.slice(1));
  }
  return found;
}

/** They stand for parameters and between statements. */
const SIGNS = ['?', ';'] as const;

function readPlaceholders(sql: string, problems: string[]): string[] {
  const all = pieces(sql);
  const where = (piece: Piece) => `line ${lineOf(sql, piece.at)}`;
  const names: string[] = [];
  for (const [at, piece] of all.entries()) {
    const { kind, text } = piece;
    if (kind !== 'sign') {
      // Whoever takes SQL apart without reading it, as drivers do, would count it.
      const sign = SIGNS.find((one) => text.includes(one));
      if (sign)
        problems.push(
          `${where(piece)}: a ${sign} stands in a ${kind === 'quoted' ? 'quoted text' : 'comment'}; write it another way`,
        );
    } else if (text === ';') problems.push(`${where(piece)}: a file is one statement: take out the semicolon`);
    else if (text === '?') {
      const next = all[at + 1];
      const name = next && /^\/\* ([a-z][a-z0-9_]*) \*\/$/.exec(next.text)?.[1];
      if (name) names.push(name);
      else problems.push(`${where(piece)}: name the parameter behind its placeholder: ? /* name */`);
    }
  }
  if (all.every(({ kind }) => kind.endsWith('comment'))) problems.push('there is no SQL');
  return names;
}

/**
 * The values for the placeholders of a question, in their order.
 *
 * @param given - texts by name of the parameter
 * @throws ConfigError that lists everything missing and everything unknown
 */
export function valuesFor(question: Question, given: Readonly<Record<string, string>>): string[] {
  const names = question.parameters.map(({ name }) => name);
  const missing = question.parameters.filter(({ name, preset }) => given[name] === undefined && preset === undefined);
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  const problems = [
    ...missing.map(({ name, meaning }) => `${name} is missing: ${meaning}`),
    ...unknown.map((name) => `${name} is no parameter of it; ${suggest(name, names)}`),
  ];
  if (problems.length > 0) throw new ConfigError(`question ${question.name}`, problems);
  const presets = Object.fromEntries(question.parameters.map(({ name, preset }) => [name, preset]));
  return question.placeholders.map((name) => given[name] ?? presets[name]!);
}

const ACCOUNT = 'account';
const ACCOUNT_MEANING = 'the account to look into, 12 digits (these tables answer for one account at a time)';

/**
 * The same question for tables whose account partition is `injected`: Athena then asks for an account in every scan. Each
 * scan of a table gets `account = ? /* account *\/ AND` behind its WHERE, and the header the parameter.
 */
export function forOneAccount(question: Question): Question {
  const all = code(question.sql);
  const wheres = all.flatMap((_, at) => (isScan(all, at) ? [scanEnd(all, at)] : []));
  let sql = question.sql;
  for (const where of [...new Set(wheres)].sort((a, b) => b - a)) {
    sql = `${sql.slice(0, where)} ${ACCOUNT} = ? /* ${ACCOUNT} */ AND${sql.slice(where)}`;
  }
  if (!question.parameters.some(({ name }) => name === ACCOUNT)) {
    sql = sql.replace(/^-- Parameters:\n/m, (heading) => `${heading}--   ${ACCOUNT}: ${ACCOUNT_MEANING}\n`);
  } else {
    // A pattern as the preset would not be one account.
    sql = sql.replace(/^(-- {3}account) \(default ?.*?\):/m, '$1:');
  }
  return readQuestion(question.name, sql);
}

/** The tables that a question looks into. */
export function tablesOfQuestion({ sql }: Pick<Question, 'sql'>): Table[] {
  const all = code(sql);
  const scanned = all.filter((_, at) => isScan(all, at)).map(({ text }) => text.toLowerCase());
  return TABLES.filter((table) => scanned.includes(table));
}

const code = (sql: string): Piece[] => pieces(sql).filter(({ kind }) => !kind.endsWith('comment'));

const isWord = (piece: Piece | undefined, ...words: string[]): boolean =>
  piece?.kind === 'word' && words.includes(piece.text.toLowerCase());

/** A table's name right after FROM or JOIN. */
const isScan = (all: readonly Piece[], at: number): boolean =>
  isWord(all[at], ...TABLES) && isWord(all[at - 1], 'from', 'join');

/** The end of the WHERE that restricts a scan. */
function scanEnd(all: readonly Piece[], at: number): number {
  const { depth } = all[at]!;
  for (const piece of all.slice(at)) {
    if (piece.depth < depth) break;
    if (piece.depth === depth && isWord(piece, 'where')) return piece.at + piece.text.length;
  }
  throw new Error(`a scan of ${all[at]!.text} has no WHERE of its own`);
}
