import type { CredentialRow } from '../shared/credential-report';
import { compliant, nonCompliant, type Verdict } from '../shared/verdict';

export interface UnusedParameters {
  readonly minimumDaysUnused: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The root user must not have been used for a number of whole days. A key counts even if it is inactive by now. Uses
 * that are younger than the report, which is up to four hours old, are seen the next time.
 */
export function evaluate(root: CredentialRow, { minimumDaysUnused }: UnusedParameters, now: Date): Verdict {
  const uses = [
    { means: 'its password', last: root.passwordLastUsed },
    ...root.keys.map(({ lastUsed }, index) => ({ means: `access key ${index + 1}`, last: lastUsed })),
  ];
  const recent = uses
    .flatMap(({ means, last }) => (last ? [{ means, last }] : []))
    .filter(({ last }) => now.getTime() - last.getTime() < minimumDaysUnused * DAY_MS)
    .sort((one, other) => other.last.getTime() - one.last.getTime())[0];
  if (!recent) return compliant;
  return nonCompliant(
    `the root user was used with ${recent.means} on ${recent.last.toISOString().slice(0, 16)}Z; ` +
      `it must rest for ${minimumDaysUnused} days: use roles for daily work and keep root for what only root can do`,
  );
}
