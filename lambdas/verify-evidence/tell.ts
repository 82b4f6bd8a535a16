import { putEvent } from '../shared/announcer';
import type { Aws } from '../shared/aws';
import type { Alarm, Found } from './found';
import type { Journal, Memory } from './journal';

/** Accounts an hour of which people hear: what is wrong with many at once, such as a late CloudTrail, is one thing. */
export const MOST_ACCOUNTS = 10;
/** Of what the event names: people read it. */
export const MOST_NAMED = 20;

/** What the event `Audit Evidence Findings` says. */
export interface Findings {
  readonly bucket: string;
  /** Not `account`: who sends it is another one. */
  readonly evidenceOf: string;
  readonly until: string;
  readonly alarms: readonly Alarm[];
  /** How many are told for the first time; at most 20 are named. */
  readonly count: number;
  readonly findings: readonly Omit<Found, 'account' | 'id'>[];
  /** Whether so many accounts have findings this hour that those of others are told later. */
  readonly isCrowded: boolean;
}

/** Where findings of one account and run are told. */
export interface Hearers {
  readonly aws: Aws;
  readonly eventBus: string;
  readonly bucket: string;
  readonly journal: Journal;
}

/**
 * Logs each finding, and tells people of those that they have not heard of within a day: what runs look at overlaps. Of what
 * many accounts have at once they hear a few an hour; the log has all.
 *
 * @throws Error when the bus does not take the event; then nothing counts as told
 */
export async function tell(
  account: string,
  until: number,
  found: readonly Found[],
  memory: Memory,
  { aws, eventBus, bucket, journal }: Hearers,
): Promise<void> {
  for (const one of found) journal.found(one);
  const news = found.filter(({ id }) => !memory.told.has(id));
  if (news.length === 0) return;
  const before = await journal.accountsTold(account, until, MOST_ACCOUNTS);
  if (before >= MOST_ACCOUNTS) return journal.note(account, `not told yet: ${before} other accounts were, this hour`);
  const detail: Findings = {
    bucket,
    evidenceOf: account,
    until: new Date(until).toISOString(),
    alarms: [...new Set(news.map(({ alarm }) => alarm))].sort(),
    count: news.length,
    findings: news.slice(0, MOST_NAMED).map(({ id: _id, account: _account, ...rest }) => rest),
    isCrowded: before === MOST_ACCOUNTS - 1,
  };
  await putEvent(aws, eventBus, 'Audit Evidence Findings', detail);
  const ids = news.map(({ id }) => id);
  journal.told(account, ids);
}
