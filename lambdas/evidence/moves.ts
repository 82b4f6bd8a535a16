import { contentHash, NotGzip, unpack } from './content';
import { NotADigest, readDigest } from './digest';
import { type Lead, lead } from './lead';
import type { EvidenceStore } from './store';

/** Files that turn up where nobody expects them. */
const STRAYS: readonly string[] = ['extra-log', 'extra-digest', 'unknown-object', 'moved'];

/**
 * Joins what is missing with what lies somewhere else: a file that was moved is one wrong thing, not two. A log is known by
 * its content, a digest by the place that it names.
 */
export async function joinMoves(leads: readonly Lead[], store: EvidenceStore): Promise<Lead[]> {
  const missing = leads.filter(({ kind }) => kind === 'missing-log' || kind === 'missing-digest');
  if (missing.length === 0) return [...leads];
  const strays = leads.filter(({ kind }) => STRAYS.includes(kind));
  const byIdentity = new Map(missing.map((one) => [one.hash ?? one.original!, one]));
  const gone = new Set<Lead>();
  const moved: Lead[] = [];
  for (const stray of strays) {
    const lost = await lostFor(stray, byIdentity, store);
    if (!lost || gone.has(lost)) continue;
    gone.add(lost).add(stray);
    const { account, region, digest, logs } = lost;
    const message = 'it was moved; its content is genuine';
    moved.push(lead('moved', { account, region, key: stray.key, from: lost.key, digest, logs, message }));
  }
  return [...leads.filter((one) => !gone.has(one)), ...moved];
}

async function lostFor(
  stray: Lead,
  byIdentity: ReadonlyMap<string, Lead>,
  store: EvidenceStore,
): Promise<Lead | undefined> {
  if (stray.original !== undefined && byIdentity.has(stray.original)) return byIdentity.get(stray.original);
  const stored = await store.read(stray.key!);
  if (!stored) return undefined;
  try {
    return (
      byIdentity.get(await contentHash(stored.bytes)) ?? byIdentity.get(readDigest(await unpack(stored.bytes)).key)
    );
  } catch (error) {
    if (error instanceof NotGzip || error instanceof NotADigest) return undefined;
    throw error;
  }
}
