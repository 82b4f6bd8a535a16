import type { Finding } from '../evidence/finding';
import type { PublicKeySource } from '../evidence/public-key';
import type { EvidenceStore } from '../evidence/store';
import type { Verification } from '../evidence/verification';
import { verifyEvidence, type VerifyOptions } from '../evidence/verify';
import { AccountStore } from './account-store';
import { type Found, found } from './found';
import type { Journal, Memory } from './journal';
import type { Settings } from './settings';
import { type Hearers, tell } from './tell';

/** In milliseconds. */
const HOUR = 3_600_000;
/** Evidence is judged when it is so old: CloudTrail delivers digests an hour late now and then. */
const PATIENCE = 2 * HOUR;
/** Of it, two hours and what is left of a third: each digest is judged three times, so that two runs in a row may fail. */
const WINDOW = 2 * HOUR;
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
 * one to four hours before, and that there are such digests. What is found is logged each time, and told once a day.
 *
 * A run lists the digests and the logs of the day in each region and reads each file once. Memory holds the names of a day's
 * files of four regions, and at most 64 files.
 *
 * @throws Error when evidence cannot be read or what was found cannot be told; another run finds the same
 */
export async function verifyAccount(account: string, until: number, verifying: Verifying): Promise<void> {
  const { store, keys, settings, journal } = verifying;
  const { organization, declared } = settings;
  const expected = declared.accounts.includes(account) ? declared.regions.map((region) => ({ account, region })) : [];
  const own = new AccountStore(store, organization, account);
  const verify = (to: number, more: Pick<VerifyOptions, 'expected' | 'regions'>): Promise<Verification> => {
    const window = { from: until - PATIENCE - WINDOW, to };
    return verifyEvidence(own, keys, { accounts: [account], window, now: until - LATENESS, ...more });
  };
  const { chains, findings } = await verify(until - PATIENCE, { expected });
  const lateLogs = await delivered(findings, (regions) => verify(until, { regions }));
  const relevant = findings.filter(
    (one) => !lateLogs.includes(one) && (!isAbsence(one) || expected.some(({ region }) => region === one.region)),
  );
  const memory = relevant.length > 0 ? await journal.remembered(account, until) : NOTHING;
  const due = relevant.filter((one) => one.kind !== 'no-chain' || isDue(one, memory, until));
  const awaited = new Set(relevant.filter((one) => !due.includes(one)).flatMap(({ region }) => region ?? []));
  if (awaited.size > 0) journal.awaited(account, [...awaited]);
  const told = eachOnce(due.flatMap((one) => found(account, one) ?? []));
  await tell(account, until, told, memory, verifying);
  journal.verified(account, {
    digests: sum(chains, ({ digests }) => digests),
    logs: sum(chains, ({ provenLogs }) => provenLogs),
    findings: told.length,
  });
}

/**
 * Logs that no digest of the hours that are judged lists, but a newer one does: CloudTrail delivered them late.
 *
 * @param look - at regions until now; only where there are such logs
 */
async function delivered(
  findings: readonly Finding[],
  look: (regions: readonly string[]) => Promise<Verification>,
): Promise<readonly Finding[]> {
  const extra = findings.filter(({ kind }) => kind === 'extra-log');
  if (extra.length === 0) return [];
  const { findings: now } = await look([...new Set(extra.flatMap(({ region }) => region ?? []))]);
  return extra.filter((one) => !now.some(({ kind, key }) => kind === one.kind && key === one.key));
}

/** No evidence at all, as of an account that has left, or of a region that was disabled. Nobody misses what is not declared. */
const isAbsence = ({ kind, key }: Finding): boolean => kind === 'no-chain' && key === undefined;

const isDue = ({ region }: Finding, { awaited }: Memory, until: number): boolean =>
  region === undefined || (awaited.get(region) ?? until) <= until - GRACE;

const eachOnce = (all: readonly Found[]): Found[] => [...new Map(all.map((one) => [one.id, one])).values()];

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
