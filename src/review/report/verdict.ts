import { type Finding, type Improvement, SEVERITIES, type Severity } from '../finding';
import type { Review } from '../review';
import type { Acceptance, ReviewSettings, Threshold } from '../settings';

/** A finding, and what somebody wrote about accepting it. */
export interface Judged extends Finding {
  readonly acceptance?: Acceptance;
}

/** A review held against what is accepted: what all reports tell, each in its way. */
export interface Verdict {
  readonly failOn: Threshold;
  /** What counts, worst first. One with an acceptance is here because that has expired. */
  readonly open: readonly Judged[];
  /** Findings whose acceptance holds. They count for nothing. */
  readonly accepted: readonly (Finding & { readonly acceptance: Acceptance })[];
  /** Acceptances of what is not found any more. */
  readonly unused: readonly Acceptance[];
  readonly improvements: readonly Improvement[];
  readonly incomplete: Review['incomplete'];
  /** Names of the plans, in the order given. */
  readonly plans: readonly string[];
  /** Resources looked at. */
  readonly resources: number;
}

/** @param today - the day in UTC: an acceptance holds to the end of the day on which it expires */
export function verdictOf(
  review: Review,
  settings: Pick<ReviewSettings, 'failOn' | 'accepted'>,
  plans: readonly string[],
  today: string,
): Verdict {
  const byFinding = new Map(settings.accepted.map((acceptance) => [acceptance.finding, acceptance]));
  const judged = review.findings.map((finding): Judged => {
    const acceptance = byFinding.get(finding.id);
    return acceptance ? { ...finding, acceptance } : finding;
  });
  const isAccepted = (one: Judged): one is Finding & { acceptance: Acceptance } =>
    one.acceptance !== undefined && one.acceptance.expires >= today;
  const found = new Set(review.findings.map(({ id }) => id));
  return {
    failOn: settings.failOn,
    open: judged.filter((one) => !isAccepted(one)),
    accepted: judged.filter(isAccepted),
    unused: settings.accepted.filter(({ finding }) => !found.has(finding)),
    improvements: review.improvements,
    incomplete: review.incomplete,
    plans,
    resources: review.resources,
  };
}

/** Open findings at or above the threshold: what fails a review. */
export function failing({ open, failOn }: Verdict): readonly Judged[] {
  if (failOn === 'none') return [];
  const last = SEVERITIES.indexOf(failOn);
  return open.filter(({ severity }) => SEVERITIES.indexOf(severity) <= last);
}

/** How many open findings there are of each severity. */
export function counts({ open }: Verdict): Readonly<Record<Severity, number>> {
  const all = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const { severity } of open) all[severity]++;
  return all;
}
