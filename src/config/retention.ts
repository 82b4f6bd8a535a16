/** Longest history AWS Config keeps by itself. Source: PutRetentionConfiguration, RetentionPeriodInDays 30..2557. */
export const CONFIG_HISTORY_LIMIT_DAYS = 2557;

/** The only values PutRetentionPolicy accepts, in days. Source: CloudWatch Logs API reference. */
export const LOG_GROUP_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const; // prettier-ignore

const daysOf = (years: number): number => Math.ceil(years * 365.25);

/** How long, and how firmly, evidence is kept: one policy for Object Lock, Config history and log groups. */
export class Retention {
  /**
   * @param mode - COMPLIANCE: nobody, the root user and AWS included, can shorten a lock; only closing the account
   *   ends it. GOVERNANCE: holders of s3:BypassGovernanceRetention can.
   * @param years - whole years, 1 to 100 (the limit of S3 Object Lock)
   */
  constructor(
    readonly mode: 'COMPLIANCE' | 'GOVERNANCE',
    readonly years: number,
  ) {
    if (!Number.isInteger(years) || years < 1 || years > 100) {
      throw new RangeError(`retention must be a whole number of years from 1 to 100, got ${years}`);
    }
  }

  /** Days that AWS Config keeps configuration items; the copies in S3 live for the whole retention. */
  get configHistoryDays(): number {
    return Math.min(daysOf(this.years), CONFIG_HISTORY_LIMIT_DAYS);
  }

  get configHistoryIsCapped(): boolean {
    return daysOf(this.years) > CONFIG_HISTORY_LIMIT_DAYS;
  }

  /** The shortest log group retention that covers the policy, or the longest there is. */
  get logGroupDays(): number {
    return LOG_GROUP_RETENTION_DAYS.find((days) => days >= daysOf(this.years)) ?? LOG_GROUP_RETENTION_DAYS.at(-1)!;
  }

  get logGroupIsCapped(): boolean {
    return this.logGroupDays < daysOf(this.years);
  }
}

/** What Object Lock is told of it. */
export type Lock = Pick<Retention, 'mode' | 'years'>;

/** Days after which an object may expire. Leap days are rounded up, so a lock has always ended by then. */
export const expiryDays = (years: number): number => years * 366;
