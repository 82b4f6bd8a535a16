import { HOUR, type Report } from './compare';
import { type Declared, keyOf, type Place } from './declared';
import { type Insights, type Row, timeOf } from './insights';

/** How far back a roll call looks for those that it does not hear. In milliseconds. */
export const MEMORY = 24 * HOUR;
/** Rows that a query is made for, well below what it may give: healers are woken together. */
const ROWS_A_QUERY = 5_000;

const HEALTH = 'filter source = "org-audit" and `detail-type` = "Audit Health"';

/** Reports of healers, declared or not, in the three hours before. */
export async function reports(insights: Insights, { places }: Declared, until: number): Promise<readonly Report[]> {
  const hours = 3;
  const query = `${HEALTH} | fields @timestamp, @ingestionTime, account, detail.healer, detail.account, detail.region, detail.kinds`;
  const parts = Math.ceil((hours * places.length) / ROWS_A_QUERY);
  const rows = await insights.events(query, { from: until - hours * HOUR, to: until }, parts);
  return rows.flatMap((row) => {
    const place = senderOf(row);
    const at = timeOf(row['@timestamp']);
    if (!place || Number.isNaN(at)) return [];
    const reached = timeOf(row['@ingestionTime']);
    return [
      {
        ...place,
        at,
        reached: Number.isNaN(reached) ? at : reached,
        kinds: [...new Set((row['detail.kinds'] ?? '').split(/\s+/).filter(Boolean))],
      },
    ];
  });
}

/** When each of these healers was last heard within a day, by its key; those that were not are missing. */
export async function lastHeard(
  insights: Insights,
  places: readonly Place[],
  until: number,
): Promise<ReadonlyMap<string, number>> {
  const regions = new Set(places.map(({ region }) => region)).size;
  const healers = new Set(places.map(({ healer }) => healer)).size;
  const accounts = [...new Set(places.map(({ account }) => account))];
  // A query takes 10,000 characters; an account takes 15.
  const atOnce = Math.max(1, Math.min(300, Math.floor(ROWS_A_QUERY / regions / healers)));
  const queries = Array.from({ length: Math.ceil(accounts.length / atOnce) }, (_one, at) => {
    const some = accounts.slice(at * atOnce, (at + 1) * atOnce).map((account) => `"${account}"`);
    return `${HEALTH} and detail.account in [${some.join(', ')}] | stats max(@timestamp) as last by account, detail.healer, detail.account, detail.region`;
  });
  const rows = await insights.counts(queries, { from: until - MEMORY, to: until });
  return new Map(
    rows.flatMap((row) => {
      const place = senderOf(row);
      const last = timeOf(row['last']);
      return place && !Number.isNaN(last) ? [[keyOf(place), last] as const] : [];
    }),
  );
}

/** For which hours of the day before a roll call asked for the same healers. In milliseconds since 1970. */
export async function earlierCalls(
  insights: Insights,
  { digest }: Declared,
  { ownAccount, until }: { readonly ownAccount: string; readonly until: number },
): Promise<readonly number[]> {
  const query =
    'filter source = "org-audit" and `detail-type` = "Audit Roll Call" | fields @timestamp, account, detail.until, detail.declared';
  const rows = await insights.events(query, { from: until - MEMORY, to: until }, 1);
  return rows.flatMap((row) => {
    const called = Date.parse(row['detail.until'] ?? '');
    return row['account'] === ownAccount && row['detail.declared'] === digest ? [called] : [];
  });
}

/** The healer that speaks; nobody where another account sent the event than it says: the sender writes the detail. */
function senderOf(row: Row): Place | undefined {
  const { account, 'detail.healer': healer, 'detail.account': told, 'detail.region': region } = row;
  return account && account === told && healer && region ? { healer, account, region } : undefined;
}
