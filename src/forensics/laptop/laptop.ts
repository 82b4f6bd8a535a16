import { mkdtempSync, rmSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBMaterializedResult } from '@duckdb/node-api';
import { ConfigError } from '../../config/problem';
import { type Question, valuesFor } from '../question';
import { trinoMacros } from '../trino-functions';
import { LogFiles, type Selection } from './log-files';
import { type Plain, plain } from './plain';
import { Reading, type Scan } from './reading';
import { refusal, type Unreadable } from './unreadable';

export interface LaptopOptions extends Pick<Selection, 'accounts' | 'regions'> {
  /** A folder of files as AWS delivers them: a copy of the bucket, or any folder below its root. */
  readonly logs: string;
  /** Leave out files that are no logs instead of refusing to answer. */
  readonly skipUnreadable?: boolean;
}

/** What DuckDB found, complete before the first row is handed out. */
export class Answer {
  constructor(
    private readonly result: DuckDBMaterializedResult,
    readonly scan: Scan,
  ) {}

  get columns(): readonly string[] {
    return this.result.deduplicatedColumnNames();
  }

  get rowCount(): number {
    return this.result.rowCount;
  }

  /** Rows in their order, some thousand at a time. */
  async *batches(): AsyncGenerator<readonly (readonly Plain[])[]> {
    for (let at = 0; at < this.result.chunkCount; at++) {
      yield this.result
        .getChunk(at)
        .getRows()
        .map((row) => row.map(plain));
    }
  }

  /** All rows as objects; for answers that are known to be small. */
  async rows(): Promise<Record<string, Plain>[]> {
    const rows: Record<string, Plain>[] = [];
    for await (const batch of this.batches()) {
      for (const row of batch) rows.push(Object.fromEntries(this.columns.map((name, at) => [name, row[at]!])));
    }
    return rows;
  }
}

/** No question may change how it is answered, and nothing is fetched from anywhere. */
const SETTINGS: readonly string[] = [
  "SET TimeZone = 'UTC'",
  // As in Trino: 7 / 2 is 3, and x -> y is a function.
  'SET integer_division = true',
  "SET lambda_syntax = 'ENABLE_SINGLE_ARROW'",
  'SET enable_progress_bar = true',
  'SET enable_progress_bar_print = false',
];

/** DuckDB takes four fifths of the memory by itself; a laptop does other things too. What does not fit goes to disk. */
const MEMORY_SHARE = 0.5;
const LEAST_MEMORY = 512 * 2 ** 20;

/**
 * Answers questions from a folder of logs, with DuckDB:
 *
 *     const laptop = await Laptop.open({ logs: folder });
 *     const rows = await (await laptop.ask(question, { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' })).rows();
 *
 * The tables are views over the files, read as they are asked: memory depends on the answer, not on the folder. Only
 * files delivered from the day of `from`, or of an earlier `since`, to the day after `to` are opened. Call `close` at the end.
 */
export class Laptop {
  private readonly skipped: Unreadable[] = [];

  private constructor(
    private readonly options: LaptopOptions,
    readonly files: LogFiles,
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly spill: string,
  ) {}

  /** @throws ConfigError when the folder holds no logs, or files that are none */
  static async open(options: LaptopOptions): Promise<Laptop> {
    const files = new LogFiles(options.logs);
    const foreign = files.foreign.map((path) => ({ path, why: 'AWS gives no log such a name' }));
    if (foreign.length > 0 && !options.skipUnreadable) throw refusal(options.logs, foreign);
    files.refuseNone();
    const spill = mkdtempSync(join(tmpdir(), 'forensics-'));
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      memory_limit: `${Math.max(LEAST_MEMORY, Math.floor(freemem() * MEMORY_SHARE))}B`,
      temp_directory: spill,
    });
    const connection = await instance.connect();
    for (const setting of [...SETTINGS, ...trinoMacros(), 'SET lock_configuration = true'])
      await connection.run(setting);
    const laptop = new Laptop(options, files, instance, connection, spill);
    laptop.skipped.push(...foreign);
    return laptop;
  }

  /** Everything that the folder may hold events of: an hour of events is delivered until the day after. */
  get span(): { readonly from: string; readonly to: string } {
    const { first, last } = this.files.days;
    return { from: startOf(first, -1), to: startOf(last, 1) };
  }

  /** From 0 to 100, or -1 when it is not known. */
  get progress(): number {
    return this.connection.progress.percentage;
  }

  /** Ends the question that is being answered, with an error. */
  interrupt(): void {
    this.connection.interrupt();
  }

  /**
   * Runs the question's SQL as it stands.
   *
   * @param parameters - by name; the question's presets stand for those left out
   * @throws ConfigError on missing and unknown parameters, and on files that are no logs
   */
  async ask(question: Question, parameters: Readonly<Record<string, string>>): Promise<Answer> {
    const { result, scan } = await this.run(question.sql, valuesFor(question, parameters), parameters);
    return new Answer(result, scan);
  }

  /**
   * Writes the answer as Parquet; DuckDB does it by itself, without the rows coming here.
   *
   * @param limit - rows at most
   * @returns how many rows were written, and what was read for them
   */
  async write(
    question: Question,
    parameters: Readonly<Record<string, string>>,
    { file, limit = Infinity }: { readonly file: string; readonly limit?: number },
  ): Promise<{ readonly rows: number; readonly scan: Scan }> {
    // The SQL ends on a line of its own: it may end with a comment.
    const rows = `(${question.sql}\n)`;
    const limited = limit === Infinity ? rows : `(SELECT * FROM ${rows} LIMIT ${limit})`;
    const sql = `COPY ${limited} TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`;
    const { result, scan } = await this.run(sql, valuesFor(question, parameters), parameters);
    return { rows: Number((await result.getRows())[0]![0]), scan };
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
    rmSync(this.spill, { recursive: true, force: true });
  }

  private async run(
    sql: string,
    values: string[],
    parameters: Readonly<Record<string, string>>,
  ): Promise<{ readonly result: DuckDBMaterializedResult; readonly scan: Scan }> {
    const { since, from, to } = parameters;
    const firstDays = [since, from].flatMap((instant) => (instant === undefined ? [] : [dayOf(instant, 0)]));
    const logs = this.files.select({
      ...this.options,
      ...(firstDays.length > 0 && { firstDay: firstDays.sort()[0]! }),
      ...(to !== undefined && { lastDay: dayOf(to, 1) }),
    });
    const reading = new Reading(logs, this.skipped, this.options);
    for (;;) {
      try {
        await reading.show(this.connection, sql);
        const prepared = await this.connection.prepare(sql);
        prepared.bind(values);
        return { result: await prepared.run(), scan: reading.scan };
      } catch (error) {
        await reading.learn(error as Error);
      }
    }
  }
}

const DAY = 24 * 60 * 60 * 1000;

/** `YYYY/MM/DD` of an instant, some days later. */
function dayOf(instant: string, later: number): string {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) throw new ConfigError('parameters', [`${instant} is no instant; write 2026-11-20T10:00:00Z`]);
  return new Date(time + later * DAY).toISOString().slice(0, 10).replaceAll('-', '/');
}

/** The first instant of a day `YYYY/MM/DD`, some days later. */
const startOf = (day: string, later: number): string =>
  new Date(Date.parse(`${day.replaceAll('/', '-')}T00:00:00Z`) + later * DAY).toISOString().replace('.000Z', 'Z');
