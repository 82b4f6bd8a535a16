import { createHash } from 'node:crypto';

/** Worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a change takes from the evidence, or may take. */
export interface Observation {
  /** Kind of weakening, such as `trail-stopped`. Part of the finding's id: never renamed. */
  readonly rule: string;
  readonly severity: Severity;
  /** One plain sentence: what happens to the evidence. */
  readonly title: string;
  /** Before and after, who gains what, what follows; a line each. */
  readonly details: readonly string[];
  /** What it costs to take the change back, where that is more than another apply. */
  readonly undo?: string;
  /** The plan does not show enough to decide: a value is known only after the apply, or is sensitive. */
  readonly undecided?: boolean;
  /**
   * What makes this change this one, besides rule and address: another value gives another id, so that whoever accepted
   * a retention of 90 days has not accepted one of 1.
   */
  readonly essence: string;
}

/** An observation, and where it was made. */
export interface Finding extends Observation {
  readonly id: string;
  readonly plan: string;
  readonly origin: 'plan' | 'drift';
  readonly address: string;
}

/** A change for the better. */
export interface Improvement {
  readonly plan: string;
  readonly address: string;
  /** One plain sentence. */
  readonly title: string;
}

/** Stable as long as the same change of the same resource is proposed, however often it is planned. */
export function findingId({ rule, essence }: Observation, plan: string, address: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([rule, plan, address, essence]))
    .digest('hex');
  return `${rule}-${digest.slice(0, 12)}`;
}
