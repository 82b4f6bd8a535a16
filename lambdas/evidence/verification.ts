import type { Finding } from './finding';
import type { Window } from './window';

/** How well a chain is proven: `newest-unproven` where only its newest digest waits for the next one. */
export type ChainState = 'proven' | 'newest-unproven' | 'failed';

/** Digests of one trail in one account and region. */
export interface ChainReport {
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  /** The region that the trail belongs to. */
  readonly trailRegion: string;
  readonly backfill: boolean;
  /** The account's folder in the store. */
  readonly folder: string;
  /** The bucket that CloudTrail delivered to, as its digests say. */
  readonly bucket?: string;
  /** What its digests are about: from the beginning of the first to the end of the last, ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly digests: number;
  readonly provenDigests: number;
  /** Logs that are as a proven digest says; and those of which an unproven digest says so. */
  readonly provenLogs: number;
  readonly unprovenLogs: number;
  readonly state: ChainState;
}

/** Log files that no digest lists, for reasons that are nobody's fault. */
export interface UnlistedLogs {
  /** Newer than the newest digest. */
  readonly pending: number;
  /** Older than the first digest. */
  readonly beforeTheChain: number;
  /** In folders of which no digest lists anything. */
  readonly uncovered: number;
}

/** What a verification found out. */
export interface Verification {
  /** Where the evidence lies. */
  readonly evidence: string;
  readonly window: Window;
  /** Buckets of which the evidence, or a part of it, is a copy. */
  readonly copiesOf: readonly string[];
  /** By account, region, trail. */
  readonly chains: readonly ChainReport[];
  readonly unlisted: UnlistedLogs;
  /** By account, region, key. */
  readonly findings: readonly Finding[];
}
