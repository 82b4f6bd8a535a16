import type { Athena } from '@aws-sdk/client-athena';
import { setTimeout as wait } from 'node:timers/promises';
import { loadOrganization } from '../config/load';
import { ConfigError } from '../config/problem';
import { forOneAccount, type Question, valuesFor } from '../forensics/question';
import { missingTables } from '../forensics/tables';
import type { Plain } from '../forensics/laptop/plain';
import type { Rows } from './forensics-format';
import { counted, deliver, megabytes, print } from './forensics-output';
import { type ForensicsOptions, lastDay, type Request, withTimes } from './forensics-request';

/** A question as Athena is asked it. */
interface AthenaQuery {
  readonly region: string;
  readonly workgroup: string;
  readonly database: string;
  readonly sql: string;
  /** SQL texts, in quotes. */
  readonly parameters: readonly string[];
}

/**
 * Prints the command that asks Athena, or asks it with the credentials of the environment.
 *
 * @returns the exit code: 0, 1 when Athena refuses or fails, 130 when interrupted
 */
export async function askAthena(request: Request, options: ForensicsOptions): Promise<number> {
  const query = queryOf(request, options);
  if (!options.run) {
    await print(`${commandOf(query)}\n`);
    process.stderr.write('nothing was asked yet: run the command, or add --run\n');
    return 0;
  }
  const { Athena } = await import('@aws-sdk/client-athena');
  return new Run(new Athena({ region: query.region }), query, request).answer();
}

function queryOf(request: Request, options: ForensicsOptions): AthenaQuery {
  const organization = loadOrganization(options.config ?? (process.env.AUDIT_CONFIG || 'audit.yaml'));
  const { names, config, home } = organization;
  const missing = missingTables(organization, request.question);
  if (missing.length > 0) {
    throw new ConfigError(`question ${request.question.name}`, [
      `there is no table ${missing.join(', ')}, as controlTower.trail leaves the trail to Control Tower; fetch its files and ask with --logs`,
    ]);
  }
  const parameters = withTimes(request, lastDay(request));
  const [account] = request.accounts;
  const oneOnly = config.forensics.accounts === 'any';
  let question: Question = request.question;
  if (oneOnly && account === undefined && parameters.account === undefined) {
    throw new ConfigError('forensics', [
      'name an account with --account: forensics.accounts is "any", and Athena is then asked about one at a time',
    ]);
  }
  if (oneOnly || account !== undefined) {
    question = forOneAccount(question);
    parameters.account = account ?? parameters.account!;
  }
  return {
    region: home,
    workgroup: names.forensicsWorkgroup,
    database: names.forensicsDatabase,
    sql: question.sql,
    parameters: valuesFor(question, parameters).map((value) => `'${value.replaceAll("'", "''")}'`),
  };
}

/** For a POSIX shell. Options of the AWS CLI that begin with hyphens, as SQL with a comment does, are joined by `=`. */
function commandOf({ region, workgroup, database, sql, parameters }: AthenaQuery): string {
  return [
    'aws athena start-query-execution',
    `--region ${region}`,
    `--work-group ${shell(workgroup)}`,
    `--query-execution-context ${shell(`Database=${database}`)}`,
    `--query-string=${shell(sql.trimEnd())}`,
    `--execution-parameters ${parameters.map(shell).join(' ')}`,
  ].join(' \\\n  ');
}

/** One word to a POSIX shell, whatever stands in it. */
const shell = (text: string): string => (/^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** How long to wait before asking again whether the query has ended; in milliseconds. */
const [FIRST_WAIT, LONGEST_WAIT] = [250, 4000];

class Run implements Rows {
  private id: string | undefined;
  private interrupted = false;
  columns: readonly string[] = [];
  private types: readonly string[] = [];

  constructor(
    private readonly athena: Athena,
    private readonly query: AthenaQuery,
    private readonly request: Request,
  ) {}

  async answer(): Promise<number> {
    const started = Date.now();
    const interrupt = () => {
      this.interrupted = true;
      if (this.id) void this.athena.stopQueryExecution({ QueryExecutionId: this.id }).catch(() => undefined);
    };
    process.once('SIGINT', interrupt);
    try {
      const scanned = await this.execute();
      await this.describe();
      const rows = await deliver(this, this.request);
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      process.stderr.write(`${counted(rows, 'row')}, ${megabytes(scanned)} scanned, ${seconds} s, query ${this.id}\n`);
      return 0;
    } catch (error) {
      if (this.interrupted) {
        process.stderr.write('interrupted; the query is stopped\n');
        return 130;
      }
      if (error instanceof ConfigError) throw error;
      const { name, message } = error as Error;
      throw new ConfigError('Athena', [`${name}: ${message}`]);
    } finally {
      process.off('SIGINT', interrupt);
      this.athena.destroy();
    }
  }

  /** Waits for the end of the query; returns the bytes scanned. */
  private async execute(): Promise<number> {
    const { QueryExecutionId } = await this.athena.startQueryExecution({
      QueryString: this.query.sql,
      WorkGroup: this.query.workgroup,
      QueryExecutionContext: { Database: this.query.database },
      ...(this.query.parameters.length > 0 && { ExecutionParameters: [...this.query.parameters] }),
    });
    this.id = QueryExecutionId!;
    for (let pause = FIRST_WAIT; ; pause = Math.min(pause * 1.5, LONGEST_WAIT)) {
      const { QueryExecution } = await this.athena.getQueryExecution({ QueryExecutionId: this.id });
      const { State, StateChangeReason } = QueryExecution!.Status!;
      const reason = StateChangeReason ? `: ${StateChangeReason}` : '';
      if (State === 'SUCCEEDED') return QueryExecution!.Statistics?.DataScannedInBytes ?? 0;
      if (State === 'FAILED') throw new ConfigError('Athena', [`query ${this.id} failed${reason}`]);
      if (State === 'CANCELLED') throw new ConfigError('Athena', [`query ${this.id} was cancelled${reason}`]);
      await wait(pause);
      if (this.interrupted) throw new Error('interrupted');
    }
  }

  private async describe(): Promise<void> {
    const { ResultSet } = await this.athena.getQueryResults({ QueryExecutionId: this.id, MaxResults: 1 });
    const columns = ResultSet!.ResultSetMetadata!.ColumnInfo!;
    this.columns = columns.map(({ Name }) => Name!);
    this.types = columns.map(({ Type }) => Type!);
  }

  async *batches(): AsyncGenerator<readonly (readonly Plain[])[]> {
    let token: string | undefined;
    do {
      if (this.interrupted) throw new Error('interrupted');
      const { ResultSet, NextToken } = await this.athena.getQueryResults({
        QueryExecutionId: this.id,
        ...(token !== undefined && { NextToken: token }),
      });
      // The first row of the first page repeats the names of the columns.
      const rows = (ResultSet?.Rows ?? []).slice(token === undefined ? 1 : 0);
      yield rows.map(({ Data = [] }) => this.types.map((type, at) => typed(type, Data[at]?.VarCharValue)));
      token = NextToken;
    } while (token !== undefined);
  }
}

/** Athena writes every value as text; nothing where there is none. */
function typed(type: string, text: string | undefined): Plain {
  if (text === undefined) return null;
  if (type === 'boolean') return text === 'true';
  if (!['tinyint', 'smallint', 'integer', 'bigint', 'double', 'float'].includes(type)) return text;
  const number = Number(text);
  return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number)) ? number : text;
}
