import type { Finding } from '../evidence/finding';
import type { PublicKeySource } from '../evidence/public-key';
import type { EvidenceStore } from '../evidence/store';
import { verifyEvidence } from '../evidence/verify';
import { AccountStore } from './account-store';
import { found } from './found';
import type { Journal, Memory } from './journal';
import type { Settings } from './settings';
import { type Hearers, tell } from './tell';

/** In milliseconds. */
const HOUR = 3_600_000;
/** Evidence is judged when it is so old: CloudTrail delivers digests an hour late now and then. */
const PATIENCE = 2 * HOUR;
/** Of it, three hours: each log and each digest is judged at least three times, so that two runs in a row may fail. */
const WINDOW = 3 * HOUR;
/** A digest is missing once it is so late. */
const LATENESS = HOUR;
/** Time in which a new account or region gets its first digests, and the stack of a new organization its trail. */
export const GRACE = 6 * HOUR;

const NOTHING: Memory = { told: new Set(), awaited: new Map() };

/** What is needed to verify one account. */
export interface Verifying extends Hearers {
  readonly store: EvidenceStore;
  readonly keys: PublicKeySource;
  readonly journal: Journal;
  readonly settings: Pick<Settings, 'organization' | 'declared'>;
}

/**
 * Verifies the newest evidence of an account in all of its regions: chain, signatures and log files of the digests that ended
 * one to five hours before, and that there are such digests. What is found is logged each time, and told once a day.
 *
 * A run lists the digests and the logs of the day in each region and reads each file once. Memory holds the names of a day's
 * files of four regions, and at most 64 files.
 *
 * @throws Error when evidence cannot be read or what was found cannot be told; another run finds the same
 */
export async function verifyAccount(account: string, until: number, verifying: Verifying): Promise<void> {
  const { store, keys, settings, journal, bucket } = verifying;
  const { organization, declared } = settings;
  const expected = declared.accounts.includes(account) ? declared.regions.map((region) => ({ account, region })) : [];
  const own = new AccountStore(store, organization, account);
  const window = { from: until - PATIENCE - WINDOW, to: until - PATIENCE };
  const options = { accounts: [account], window, now: until - LATENESS, expected, buckets: [bucket] };
  const { chains, findings } = await verifyEvidence(own, keys, options);
  const relevant = findings.filter((one) => !isAbsence(one) || expected.some(({ region }) => region === one.region));
  const memory = relevant.length > 0 ? await journal.remembered(account, until) : NOTHING;
  const due = relevant.filter((one) => one.kind !== 'no-chain' || isDue(one, memory, until));
  const awaited = new Set(relevant.filter((one) => !due.includes(one)).flatMap(({ region }) => region ?? []));
  if (awaited.size > 0) journal.awaited(account, [...awaited]);
  const told = due.flatMap((one) => found(account, one) ?? []);
  await tell(account, until, told, memory, verifying);
  journal.verified(account, {
    digests: sum(chains, ({ digests }) => digests),
    logs: sum(chains, ({ provenLogs }) => provenLogs),
    findings: told.length,
  });
}

/** No evidence at all, as of an account that has left, or of a region that was disabled. Nobody misses what is not declared. */
const isAbsence = ({ kind, key }: Finding): boolean => kind === 'no-chain' && key === undefined;

const isDue = ({ region }: Finding, { awaited }: Memory, until: number): boolean =>
  region === undefined || (awaited.get(region) ?? until) <= until - GRACE;

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
