import type { Finding } from './finding';
import type { ChainReport, UnlistedLogs, Verification } from './verification';
import { instant } from './words';

/** Raised when a field changes its meaning or goes; not when one is added. */
export const REPORT_VERSION = 1;

/** A verification for machines: what `verify-evidence --json` writes. Times are ISO 8601, UTC. */
export interface Report {
  readonly version: number;
  readonly evidence: string;
  readonly verifiedAt: string;
  readonly window: { readonly from: string | null; readonly to: string | null };
  /** Where the public keys are from. */
  readonly publicKeys: string;
  readonly copiesOf: readonly string[];
  /** Whether there is no failure. Digests may still be unproven: see `totals.warnings`. */
  readonly proven: boolean;
  readonly totals: Totals;
  readonly chains: readonly ChainReport[];
  readonly unlisted: UnlistedLogs;
  readonly findings: readonly Finding[];
}

export interface Totals {
  readonly accounts: number;
  readonly regions: number;
  readonly digests: number;
  readonly provenDigests: number;
  readonly provenLogs: number;
  readonly unprovenLogs: number;
  readonly failures: number;
  readonly warnings: number;
}

export function report(verification: Verification, publicKeys: string, now: number): Report {
  const { evidence, window, copiesOf, chains, unlisted, findings } = verification;
  const totals = totalsOf(verification);
  return {
    version: REPORT_VERSION,
    evidence,
    verifiedAt: instant(now),
    window: {
      from: window.from === undefined ? null : instant(window.from),
      to: window.to === undefined ? null : instant(window.to),
    },
    publicKeys,
    copiesOf,
    proven: totals.failures === 0,
    totals,
    chains,
    unlisted,
    findings,
  };
}

export function totalsOf({ chains, findings }: Verification): Totals {
  const sum = (of: (chain: ChainReport) => number): number => chains.reduce((total, chain) => total + of(chain), 0);
  const failures = findings.filter(({ severity }) => severity === 'failure').length;
  return {
    accounts: new Set(chains.map(({ account }) => account)).size,
    regions: new Set(chains.map(({ region }) => region)).size,
    digests: sum(({ digests }) => digests),
    provenDigests: sum(({ provenDigests }) => provenDigests),
    provenLogs: sum(({ provenLogs }) => provenLogs),
    unprovenLogs: sum(({ unprovenLogs }) => unprovenLogs),
    failures,
    warnings: findings.length - failures,
  };
}
