import { CloudWatchLogsClient, GetQueryResultsCommand, StartQueryCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Aws } from '../shared/aws';
import { inParallel } from '../shared/parallel';

/** A row of a query's result: texts by the names of fields. A field that an event lacks is missing. */
export type Row = Readonly<Record<string, string>>;

/** Milliseconds since 1970; both ends belong to it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Most rows that a query gives. Source: CloudWatch Logs, StartQuery. */
export const MOST_ROWS = 10_000;
/** Of the 30 queries that an account may run at a time. */
const QUERIES_AT_ONCE = 4;
const PAUSE_MS = 1_000;
/** Most queries take some seconds. */
const LOOKS = 120;
/** CloudWatch Logs knows whole seconds. */
const SECOND = 1_000;

/** What CloudWatch Logs Insights answers about one log group. Each query is paid by the bytes of the events in its span. */
export class Insights {
  constructor(
    private readonly aws: Aws,
    private readonly logGroup: string,
    private readonly sleep: (ms: number) => Promise<void>,
  ) {}

  /**
   * Every event that a query finds, some of them twice. What is more than a query gives is asked for in shorter spans,
   * which reads no byte more than one long span.
   *
   * @param parts - spans to begin with, so that few of them have to be parted again
   * @throws Error when a query fails or does not end in two minutes, or when one second has too many events
   */
  async events(query: string, span: Span, parts: number): Promise<readonly Row[]> {
    const length = Math.ceil((span.to - span.from) / parts / SECOND) * SECOND;
    const spans = Array.from({ length: parts }, (_one, at) => ({
      from: span.from + at * length,
      to: Math.min(span.to, span.from + (at + 1) * length),
    }));
    return this.each(spans, (part) => this.parted(query, part));
  }

  /**
   * The results of queries that do not share what they count, all over one span.
   *
   * @throws Error when one fails, does not end in two minutes, or has more rows than a query gives
   */
  counts(queries: readonly string[], span: Span): Promise<readonly Row[]> {
    return this.each(queries, async (query) => {
      const rows = await this.rows(query, span);
      if (rows.length < MOST_ROWS) return rows;
      throw new Error(`a query of ${this.logGroup} has ${MOST_ROWS} rows or more; who sends so many kinds of reports?`);
    });
  }

  private async parted(query: string, span: Span): Promise<readonly Row[]> {
    const rows = await this.rows(query, span);
    if (rows.length < MOST_ROWS) return rows;
    const half = Math.floor((span.to - span.from) / 2 / SECOND) * SECOND;
    if (half === 0)
      throw new Error(
        `${this.logGroup} has ${MOST_ROWS} events or more in a second, at ${new Date(span.from).toISOString()}; who sends them?`,
      );
    const middle = span.from + half;
    const first = await this.parted(query, { from: span.from, to: middle });
    return [...first, ...(await this.parted(query, { from: middle, to: span.to }))];
  }

  private async each<T>(items: readonly T[], task: (item: T) => Promise<readonly Row[]>): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for await (const some of inParallel(QUERIES_AT_ONCE, streamOf(items), task)) for (const row of some) rows.push(row);
    return rows;
  }

  private async rows(queryString: string, { from, to }: Span): Promise<readonly Row[]> {
    const client = this.aws.client(CloudWatchLogsClient);
    const { queryId } = await client.send(
      new StartQueryCommand({
        logGroupName: this.logGroup,
        queryString,
        startTime: from / SECOND,
        endTime: to / SECOND,
        limit: MOST_ROWS,
      }),
    );
    for (let look = 0; look < LOOKS; look++) {
      await this.sleep(PAUSE_MS);
      const { status, results = [] } = await client.send(new GetQueryResultsCommand({ queryId }));
      if (status === 'Complete')
        return results.map((fields) =>
          Object.fromEntries(fields.map(({ field = '', value = '' }) => [field, value] as const)),
        );
      // While it runs, its results are some of the rows.
      if (status !== 'Running' && status !== 'Scheduled')
        throw new Error(`a query of ${this.logGroup} ended as ${status}: ${queryString}`);
    }
    throw new Error(
      `a query of ${this.logGroup} did not end in ${(LOOKS * PAUSE_MS) / SECOND} seconds: ${queryString}`,
    );
  }
}

/** When an event was written, in milliseconds; NaN where a row does not say. */
export const timeOf = (text = ''): number =>
  /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(`${text.replace(' ', 'T')}Z`);

async function* streamOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
