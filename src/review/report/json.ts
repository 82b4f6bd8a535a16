import type { Finding, Improvement, Severity } from '../finding';
import type { Acceptance, Threshold } from '../settings';
import { counts, failing, type Judged, type Verdict } from './verdict';

/** Grows when a field changes its meaning or goes. New fields may come without. */
const VERSION = 1;

/** The report for machines; docs/review.md describes it. The same plans give the same bytes. */
export interface Report {
  readonly format: 'org-audit-review';
  readonly version: typeof VERSION;
  readonly passes: boolean;
  readonly failOn: Threshold;
  /** Open findings that fail the review. */
  readonly failing: number;
  /** Open findings by severity. */
  readonly open: Readonly<Record<Severity, number>>;
  readonly plans: readonly string[];
  readonly resources: number;
  readonly findings: readonly ReportedFinding[];
  readonly improvements: readonly Improvement[];
  /** Acceptances of what is not found. */
  readonly unused: readonly Acceptance[];
  /** Why a plan is less than the whole truth. */
  readonly incomplete: readonly { readonly plan: string; readonly sentence: string }[];
}

interface ReportedFinding extends Omit<Finding, 'essence' | 'undecided'> {
  readonly undecided: boolean;
  /** `expired`: was accepted, and counts again. */
  readonly status: 'open' | 'accepted' | 'expired';
  readonly acceptance?: Pick<Acceptance, 'reason' | 'expires'>;
}

export function json(verdict: Verdict): string {
  const over = failing(verdict).length;
  const report: Report = {
    format: 'org-audit-review',
    version: VERSION,
    passes: over === 0,
    failOn: verdict.failOn,
    failing: over,
    open: counts(verdict),
    plans: verdict.plans,
    resources: verdict.resources,
    findings: [
      ...verdict.open.map((one) => reported(one, one.acceptance ? 'expired' : 'open')),
      ...verdict.accepted.map((one) => reported(one, 'accepted')),
    ],
    improvements: verdict.improvements.map(({ plan, address, title }) => ({ plan, address, title })),
    unused: verdict.unused,
    incomplete: verdict.incomplete,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** Written out, so that nothing reaches a report by chance. */
function reported(one: Judged, status: ReportedFinding['status']): ReportedFinding {
  const { id, rule, severity, plan, origin, address, title, details, undo, undecided = false, acceptance } = one;
  return {
    id,
    rule,
    severity,
    status,
    plan,
    origin,
    address,
    title,
    details,
    ...(undo !== undefined && { undo }),
    undecided,
    ...(acceptance && { acceptance: { reason: acceptance.reason, expires: acceptance.expires } }),
  };
}
