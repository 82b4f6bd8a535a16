import { type DuckDBConnection, LIST, listValue, VARCHAR } from '@duckdb/node-api';
import { TABLES } from '../question';
import { type LogFile, weigh, type Weight } from './log-files';
import { findUnreadable, refusal, type Unreadable } from './unreadable';
import { type Layout, viewOf, WITHOUT_RECORDS } from './view';

/** What was read for an answer. */
export interface Scan {
  readonly files: number;
  /** On disk, compressed as they are. */
  readonly bytes: number;
  readonly skipped: readonly Unreadable[];
}

/** What DuckDB says when it cannot read a file, in contrast to a question that it cannot answer. */
const ABOUT_FILES = new RegExp(`in file "|GZIP|gzip|${WITHOUT_RECORDS}|Invalid unicode`);
const TOO_LARGE = /"maximum_object_size" of (\d+) bytes exceeded/;

/**
 * The files behind an answer, and how they are read. AWS's files are all alike, so it is tried the fast way first; what
 * DuckDB then says of a file is learnt from, and it is tried again.
 */
export class Reading {
  private layout: Layout = 'newline_delimited';
  private logs: readonly LogFile[];
  private readonly weights = new Map<string, Weight>();
  private leastObject = 0;

  /** @param skipped - files that are known to be no logs; those found are added */
  constructor(
    logs: readonly LogFile[],
    private readonly skipped: Unreadable[],
    private readonly options: { readonly logs: string; readonly skipUnreadable?: boolean },
  ) {
    this.logs = logs;
    this.withoutSkipped();
    for (const { path } of this.logs) this.weights.set(path, weigh(path));
    // DuckDB takes a file without anything for one without records.
    const empty = this.logs.filter(({ path }) => this.weights.get(path)!.uncompressed === 0);
    if (empty.length > 0) this.leaveOut(empty.map(({ path }) => ({ path, why: 'it is empty' })));
  }

  get scan(): Scan {
    const bytes = this.logs.reduce((sum, { path }) => sum + this.weights.get(path)!.bytes, 0);
    return { files: this.logs.length, bytes, skipped: [...this.skipped] };
  }

  /**
   * Makes the tables, as views over the files.
   *
   * @param sql - the statement that is to be run over them
   */
  async show(connection: DuckDBConnection, sql: string): Promise<void> {
    for (const table of TABLES) {
      const paths = this.logs.filter((log) => log.table === table).map(({ path }) => path);
      const variable = `${table}_files`;
      // A value, not SQL: a hundred thousand names would be a long statement to parse.
      await connection.run(`SET VARIABLE ${variable} = CAST(? AS VARCHAR[])`, [listValue(paths)], [LIST(VARCHAR)]);
      const largestBytes = paths.reduce(
        (most, path) => Math.max(most, this.weights.get(path)!.uncompressed),
        this.leastObject,
      );
      const view = viewOf(table, { variable, empty: paths.length === 0, layout: this.layout, largestBytes, sql });
      await connection.run(`CREATE OR REPLACE VIEW ${table} AS ${view}`);
    }
  }

  /**
   * Changes how files are read, after DuckDB could not.
   *
   * @throws the error, when it is about something else; ConfigError when files are no logs, unless they are to be skipped
   */
  async learn(error: Error): Promise<void> {
    const tooLarge = TOO_LARGE.exec(error.message);
    if (tooLarge) {
      this.leastObject = Number(tooLarge[1]) * 4;
      return;
    }
    if (!ABOUT_FILES.test(error.message)) throw error;
    const unreadable = await findUnreadable(this.logs);
    if (unreadable.length > 0) return this.leaveOut(unreadable);
    // Nothing is wrong with any file: JSON is laid out over several lines; or DuckDB knows better, and names the file.
    if (this.layout === 'newline_delimited') {
      this.layout = 'unstructured';
      return;
    }
    const named = this.logs.find(({ path }) => error.message.includes(`"${path}"`));
    if (!named) throw error;
    const why = error.message.split('\n')[0]!.replace(/^.*?in file "[^"]*",? ?/, '');
    this.leaveOut([{ path: named.path, why }]);
  }

  private leaveOut(unreadable: readonly Unreadable[]): void {
    if (!this.options.skipUnreadable) throw refusal(this.options.logs, unreadable);
    this.skipped.push(...unreadable);
    this.withoutSkipped();
  }

  private withoutSkipped(): void {
    const without = new Set(this.skipped.map(({ path }) => path));
    this.logs = this.logs.filter(({ path }) => !without.has(path));
  }
}
