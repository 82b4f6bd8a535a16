import { inParallel } from '../shared/parallel';
import { absences, endings, type ExpectedChain, isExplained, withAbsences } from './endings';
import type { Finding } from './finding';
import { KeyTrust } from './key-trust';
import { type Lead, lead, settled } from './lead';
import { joinMoves } from './moves';
import { bucketsOf, strangers } from './origin';
import { findPlaces, type PlaceFilter } from './place';
import { PlaceWalk, type WalkedChain } from './place-walk';
import type { PublicKeySource } from './public-key';
import type { EvidenceStore } from './store';
import type { ChainReport, Verification } from './verification';
import type { Window } from './window';
import { instant } from './words';

/** Accounts and regions walked through at a time. */
const PLACES = 4;

export interface VerifyOptions extends PlaceFilter {
  /**
   * Logs written in this time, and digests about it. With `to`, chains must reach it; a live bucket has them some two hours
   * later. Default: all.
   */
  readonly window?: Window;
  /** Accounts and regions that must have digests. */
  readonly expected?: readonly ExpectedChain[];
  /** Buckets that the trail delivers to, or once did. Default: the store's own, if it is one of them. */
  readonly buckets?: readonly string[];
  /** Now, milliseconds since 1970. Default: the clock. */
  readonly now?: number;
  /** Called for each digest and log that has been read. */
  readonly onFile?: () => void;
}

/**
 * Verifies the digests and logs of every account, region and trail of a store.
 *
 * Each place, an account in a region, is walked through in the order of time (`PlaceWalk`), each of its chains judged digest
 * by digest (`Chain`), its logs compared with what the digests list (`LogListing`). What only all places together can tell
 * follows here: which chain ends early, which key is wrong, what was moved. So one wrong thing is one finding. Signatures
 * are checked with the bucket and key that a digest names, so replicas and copies verify, wherever they lie (`Layout`).
 *
 * Memory depends on the number of places, of files of one day, and of findings; not on the number of files.
 *
 * @throws UnreadableEvidence, or whatever the store says, when evidence cannot be read; PublicKeyError
 */
export async function verifyEvidence(
  store: EvidenceStore,
  keys: PublicKeySource,
  options: VerifyOptions = {},
): Promise<Verification> {
  const { window = {}, expected = [], buckets = [], now = Date.now(), onFile } = options;
  const trust = new KeyTrust();
  const walks: PlaceWalk[] = [];
  const walk = inParallel(PLACES, findPlaces(store, options), (place) =>
    new PlaceWalk(store, place, keys, { window, trust, onFile }).run(),
  );
  for await (const walked of walk) walks.push(walked);
  const ends = withAbsences(endings(walks, window, now), absences(walks, expected));
  const single = walks.flatMap(({ leads }) => leads).filter((one) => !isExplained(one, walks));
  const joined = await joinMoves(joinKeys([...single, ...ends, ...strangers(walks, buckets, store)], trust), store);
  const findings = joined.map(settled).sort(inOrder);
  return {
    evidence: store.name,
    window,
    copiesOf: [...bucketsOf(walks)].filter((one) => one !== store.bucket).sort(),
    chains: walks.flatMap((walked) => chainReports(walked, findings)),
    unlisted: {
      pending: sum(walks, ({ logs }) => logs.pending),
      beforeTheChain: sum(walks, ({ logs }) => logs.before),
      uncovered: sum(walks, ({ logs }) => logs.uncovered),
    },
    findings,
  };
}

/** One finding for each key that is unknown or wrong, whatever the number of digests that it signed. */
function joinKeys(leads: readonly Lead[], trust: KeyTrust): Lead[] {
  const keys = new Map<string, Lead>();
  const others: Lead[] = [];
  for (const one of leads) {
    const { fingerprint, region } = one;
    const wrongFor = fingerprint === undefined ? undefined : trust.wrongFor(fingerprint);
    if (fingerprint === undefined || (one.kind !== 'unknown-key' && wrongFor === undefined)) {
      others.push(one);
      continue;
    }
    const id = `${region} ${fingerprint}`;
    const known = keys.get(id);
    if (known) {
      known.logs += one.logs;
      if (one.kind === 'unknown-key') known.digests += one.digests;
    } else if (one.kind === 'unknown-key') {
      keys.set(id, { ...one, account: undefined });
    } else {
      const message = `the public key ${fingerprint} fits none of the signatures that it should, though the digests agree with each other: it is not the key that signed them`;
      keys.set(id, lead('wrong-key', { region, message, digests: wrongFor, logs: one.logs }));
    }
  }
  return [...others, ...keys.values()];
}

function chainReports({ place, chains }: PlaceWalk, findings: readonly Finding[]): ChainReport[] {
  const isFailed = findings.some(
    ({ severity, account, region }) =>
      severity === 'failure' && region === place.region && (account === undefined || account === place.account),
  );
  return [...chains.values()].map((walked) => chainReport(walked, place, isFailed));
}

function chainReport(
  { chain, provenLogs, unprovenLogs }: WalkedChain,
  { account, region, folder }: PlaceWalk['place'],
  isFailed: boolean,
): ChainReport {
  const { trail, trailRegion, backfill, digests, proven, newestUnproven } = chain;
  const [bucket] = chain.buckets.keys();
  return {
    account,
    region,
    trail,
    trailRegion,
    backfill,
    folder,
    bucket,
    from: instant(chain.from!),
    to: instant(chain.to!),
    digests,
    provenDigests: proven,
    provenLogs,
    unprovenLogs,
    state: isFailed ? 'failed' : newestUnproven || proven < digests ? 'newest-unproven' : 'proven',
  };
}

function inOrder(one: Finding, other: Finding): number {
  const order = ({ account, region, key, kind }: Finding): string =>
    [account ?? '', region ?? '', key ?? '', kind].join('\n');
  const [first, second] = [order(one), order(other)];
  return first < second ? -1 : first === second ? 0 : 1;
}

const sum = (walks: readonly PlaceWalk[], of: (walk: PlaceWalk) => number): number =>
  walks.reduce((total, walk) => total + of(walk), 0);
