import { createHash } from 'node:crypto';
import type { Finding, FindingKind } from '../evidence/finding';

/** What rings. */
export type Alarm = 'changed-file' | 'invalid-signature' | 'gap';

/** Besides what is wrong with evidence itself: an archived public key that is not CloudTrail's. */
export type Kind = FindingKind | 'archived-key';

/** One thing that people must hear of. */
export interface Found {
  /** The same for the same thing, whenever it is found. */
  readonly id: string;
  readonly alarm: Alarm;
  readonly kind: Kind;
  readonly account: string;
  readonly region?: string | undefined;
  /** Key of the file that is to blame, in the trail's bucket. */
  readonly key?: string | undefined;
  /** Key of the digest that shows it. */
  readonly digest?: string | undefined;
  readonly message: string;
}

/** Nothing: what a few hours of evidence cannot tell, and no sign that anything is wrong. */
const ALARMS: Readonly<Record<Kind, Alarm | undefined>> = {
  'altered-log': 'changed-file',
  'missing-log': 'changed-file',
  'extra-log': 'changed-file',
  moved: 'changed-file',
  unreadable: 'changed-file',
  'unknown-object': 'changed-file',
  'altered-digest': 'invalid-signature',
  'altered-signature': 'invalid-signature',
  'unknown-key': 'invalid-signature',
  // Signed, but for somebody else's bucket.
  'other-bucket': 'invalid-signature',
  'wrong-key': 'invalid-signature',
  'unsupported-algorithm': 'invalid-signature',
  'archived-key': 'invalid-signature',
  // Where CloudTrail itself delivers, each digest has its signature.
  unproven: 'invalid-signature',
  'missing-digest': 'gap',
  'extra-digest': 'gap',
  'chain-ends-early': 'gap',
  'chain-restarted': 'gap',
  gap: 'gap',
  'no-chain': 'gap',
  'continues-elsewhere': undefined,
};

/** What a finding is to people. Nothing: they need not hear of it. */
export function found(
  account: string,
  finding: Omit<Finding, 'kind' | 'severity'> & { readonly kind: Kind },
): Found | undefined {
  const { kind, region, key, digest, message } = finding;
  const alarm = ALARMS[kind];
  if (alarm === undefined) return undefined;
  const id = createHash('sha256')
    .update(JSON.stringify([kind, account, region, key, digest]))
    .digest('hex');
  return { id: id.slice(0, 16), alarm, kind, account, region, key, digest, message };
}
