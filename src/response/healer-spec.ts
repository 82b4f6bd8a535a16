import type { Statement } from '../policy/statement';

/** Calls of one service that wake a healer. */
export interface Calls {
  /** EventBridge's source, as in `aws.cloudtrail`. */
  readonly source: string;
  /** CloudTrail's, as in `cloudtrail.amazonaws.com`. */
  readonly eventSource: string;
  readonly names: readonly string[];
}

/** One part of the platform that mends itself: what it should be, what wakes its healer, and what that may do. */
export interface HealerSpec {
  /** As in `trail`; the function's code is `lambdas/heal-<name>`. */
  readonly name: string;
  readonly description: string;
  readonly events: readonly Calls[];
  /**
   * What should be, as plain JSON. In its texts `${Name}` stands for the reference of that name. The function reads it from
   * `desired.json` in its archive.
   */
  readonly desired: unknown;
  /** Terraform references to values that AWS invents. */
  readonly references: Readonly<Record<string, string>>;
  /** What it reads and mends. That it logs, tells and counts dead letters is granted to every healer. */
  readonly permissions: readonly Statement[];
}
