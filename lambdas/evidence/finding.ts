/**
 * Everything that can be wrong, and how much that says.
 *
 * A failure: the evidence is not what AWS CloudTrail delivered, or that cannot be shown. A warning: nothing is known to be
 * wrong, but something remains unproven that more evidence would prove.
 */
export const FINDINGS = {
  'altered-log': { severity: 'failure', title: 'Altered logs' },
  'missing-log': { severity: 'failure', title: 'Missing logs' },
  'extra-log': { severity: 'failure', title: 'Logs that no digest lists' },
  moved: { severity: 'failure', title: 'Moved files' },
  'altered-digest': { severity: 'failure', title: 'Altered digests' },
  'altered-signature': { severity: 'failure', title: 'Altered signatures' },
  'missing-digest': { severity: 'failure', title: 'Missing digests' },
  'extra-digest': { severity: 'failure', title: 'Digests that do not belong to their chain' },
  'chain-ends-early': { severity: 'failure', title: 'Chains that end early' },
  'chain-restarted': { severity: 'failure', title: 'Chains that stop and begin anew' },
  gap: { severity: 'failure', title: 'Gaps in time' },
  'no-chain': { severity: 'failure', title: 'Accounts and regions without digests' },
  'other-bucket': { severity: 'failure', title: 'Chains that CloudTrail delivered to another bucket' },
  'unknown-key': { severity: 'failure', title: 'Unknown public keys' },
  'wrong-key': { severity: 'failure', title: 'Wrong public keys' },
  'unsupported-algorithm': { severity: 'failure', title: 'Unsupported algorithms' },
  unreadable: { severity: 'failure', title: 'Unreadable files' },
  'unknown-object': { severity: 'failure', title: 'Objects of unknown kind' },
  unproven: { severity: 'warning', title: 'Digests that nothing proves yet' },
  'continues-elsewhere': { severity: 'warning', title: 'Chains that begin in another place' },
} as const satisfies Record<string, { severity: Severity; title: string }>;

export type Severity = 'failure' | 'warning';
export type FindingKind = keyof typeof FINDINGS;

/** One wrong thing. What follows from it alone, such as logs of a missing digest, is counted in it, not found anew. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly account?: string;
  readonly region?: string;
  /** Key in the store of the file that is to blame; of a missing file, where it should be. */
  readonly key?: string;
  /** Where it was moved from: its original key's place in the store. */
  readonly from?: string;
  /** Key in the store of the digest that shows it. */
  readonly digest?: string;
  /** What happened, in plain words. */
  readonly message: string;
  /** Log files that cannot be proven because of it. */
  readonly logs?: number;
  /** Digests concerned, where they are many: those signed with an unknown or wrong key. */
  readonly digests?: number;
  /** Hash of the content that a missing or altered file should have: SHA-256 of the uncompressed bytes, hexadecimal. */
  readonly hash?: string;
}

export function finding(kind: FindingKind, rest: Omit<Finding, 'kind' | 'severity'>): Finding {
  return { kind, severity: FINDINGS[kind].severity, ...rest };
}
