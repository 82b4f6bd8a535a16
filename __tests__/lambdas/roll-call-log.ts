import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callTheRoll } from '../../lambdas/roll-call/index';
import type { RollCall } from '../../lambdas/roll-call/compare';
import { type Answers, FakeAws } from './fake-aws';

export const AUDIT = '222222222222';
export const BUS = `arn:aws:events:us-east-1:${AUDIT}:event-bus/acme-audit-events`;
/** The hour that is judged ends here; the function is woken ten minutes later. */
export const UNTIL = Date.parse('2026-11-23T10:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** An event of the log, as the bus wrote it. */
export interface Kept {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly reached?: number;
  /** The sender, for whom EventBridge vouches. */
  readonly account: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, string>>;
}

export interface Voice {
  readonly healer?: string;
  readonly account?: string;
  readonly region?: string;
  readonly sender?: string;
  readonly reached?: number;
}

/** A report of a healer, some minutes before the end of the hour. */
export const said = (minutesBefore: number, kinds = '', voice: Voice = {}): Kept => {
  const { healer = 'recorder', account = '444444444444', region = 'us-east-1', sender = account, reached } = voice;
  const at = UNTIL - minutesBefore * MINUTE;
  return { at, account: sender, detailType: 'Audit Health', detail: { healer, account, region, kinds }, reached };
};

/** An earlier roll call for the same healers. */
export const called = (hoursBefore: number, declared: string, account = AUDIT): Kept => {
  const until = UNTIL - hoursBefore * HOUR;
  const detail = { until: new Date(until).toISOString(), declared };
  return { at: until + 10 * MINUTE, account, detailType: 'Audit Roll Call', detail };
};

/** As in `2026-11-23 10:00:00.000`. */
const stamp = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, -1);

/** The fields of an event that our queries ask for, as CloudWatch Logs names them; what is empty is missing. */
function fieldsOf({ at, reached = at + 2_000, account, detail }: Kept): Record<string, string> {
  const fields: Record<string, string> = { '@timestamp': stamp(at), '@ingestionTime': stamp(reached), account };
  for (const [name, value] of Object.entries(detail)) if (value !== '') fields[`detail.${name}`] = value;
  return fields;
}

/** Of the queries that the function makes: which events they find, and whether they count them. */
function answer(kept: readonly Kept[], input: QueryInput): Record<string, string>[] {
  const { queryString, startTime, endTime, limit } = input;
  const detailType = /`detail-type` = "([^"]+)"/.exec(queryString)?.[1];
  const accounts = /detail\.account in \[([^\]]*)\]/.exec(queryString)?.[1];
  const found = kept.filter(
    (one) =>
      one.detailType === detailType &&
      (accounts === undefined || accounts.includes(`"${one.detail['account']}"`)) &&
      one.at >= startTime * 1000 &&
      one.at <= endTime * 1000,
  );
  if (!queryString.includes('stats max(@timestamp) as last by')) return found.slice(0, limit).map(fieldsOf);
  const rows = new Map<string, Record<string, string>>();
  for (const one of found.toSorted((a, b) => a.at - b.at)) {
    const { '@timestamp': _time, '@ingestionTime': _reached, 'detail.kinds': _kinds, ...by } = fieldsOf(one);
    rows.set(JSON.stringify(by), { ...by, last: String(one.at) });
  }
  return [...rows.values()].slice(0, limit);
}

interface QueryInput {
  readonly logGroupName: string;
  readonly queryString: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly limit: number;
}

/** AWS with these events in the log. A query runs for a moment before it is complete. */
export function awsWith(kept: readonly Kept[], answers: Answers = {}): FakeAws {
  const queries = new Map<string, { readonly rows: Record<string, string>[]; looks: number }>();
  return new FakeAws({
    StartQuery: (input: QueryInput) => {
      const queryId = `q-${queries.size}`;
      queries.set(queryId, { rows: answer(kept, input), looks: 0 });
      return { queryId };
    },
    GetQueryResults: ({ queryId }: { queryId: string }) => {
      const query = queries.get(queryId)!;
      query.looks++;
      const asFields = (row: Record<string, string>) => Object.entries(row).map(([field, value]) => ({ field, value }));
      // While it runs it shows some of the rows.
      if (query.looks === 1) return { status: 'Running', results: query.rows.slice(0, 1).map(asFields) };
      return { status: 'Complete', results: query.rows.map(asFields) };
    },
    PutEvents: () => ({ FailedEntryCount: 0 }),
    ...answers,
  });
}

/** One healer in one account and region. */
export const ONE = [{ healer: 'recorder', accounts: ['444444444444'], regions: ['us-east-1'] }];

export const EVENT = { time: '2026-11-23T10:10:00Z' };

/** What the roll call of these healers puts on the bus. */
export async function roll(aws: FakeAws, declared: unknown = ONE, event: unknown = EVENT): Promise<RollCall> {
  const folder = mkdtempSync(join(tmpdir(), 'roll-call-'));
  try {
    const DECLARED_FILE = join(folder, 'declared.json');
    writeFileSync(DECLARED_FILE, JSON.stringify(declared));
    const env = { LOG_GROUP: '/acme-audit/events', EVENT_BUS: BUS, DECLARED_FILE };
    const outcome = await callTheRoll(event, { aws, env, sleep: async () => undefined });
    const [{ Entries }] = aws.inputsOf('PutEvents') as [{ Entries: Record<string, string>[] }];
    expect(Entries).toEqual([
      { Source: 'org-audit', DetailType: 'Audit Roll Call', EventBusName: BUS, Detail: JSON.stringify(outcome) },
    ]);
    return outcome;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
