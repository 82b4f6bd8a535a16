/** Acts that a policy allows after a change and did not allow before it, or that it no longer denies. */
export interface Gain {
  /** `denial`: nothing new is allowed here, but a refusal is gone that held whatever another policy allows. */
  readonly kind: 'grant' | 'denial';
  /**
   * Who gains: `*` for everybody, account ids, ARNs, names of services and providers. Empty where the document names
   * nobody, as in guardrails.
   */
  readonly principals: readonly string[];
  /** Whether principals gain that neither document names. */
  readonly everybody: boolean;
  /** All actions that AWS has today, as it spells them; empty where the change reaches actions of the future alone. */
  readonly actions: readonly string[];
  /** Whether one of them is more than reading, or not known. */
  readonly writes: boolean;
  /** ARN patterns as the document has them; `all but ...` for what NotResource spares. */
  readonly resources: readonly string[];
  /** Under which circumstances, one a line, such as `aws:SourceArn is absent`; empty where under any. */
  readonly conditions: readonly string[];
  /** All of it in one line: lists are summarised and cut, with a count. */
  readonly text: string;
}

/** What a policy allows more after a change, by effect: how it is written does not matter. */
export interface Comparison {
  /** All of them, sorted: what is judged by a gain must not miss one. Reports show some, see `linesOf`. */
  readonly gains: readonly Gain[];
  /** Why it cannot be decided, whole sentences: there may be gains that are not listed. */
  readonly undecided: readonly string[];
}

/**
 * `resource`: what identity policies of its own account allow, it need not allow again, so a refusal that goes is always
 * told (S3, SNS, SQS, ...). `exclusive`: nobody gets in but by this policy, so that it is told only where the policy
 * allows the act (KMS keys, trust policies of roles).
 */
export type Reach = 'resource' | 'exclusive';

const LISTED = 20;

/** Some of many gains in words, and how many more there are. */
export function linesOf(gains: readonly Gain[]): readonly string[] {
  const rest = gains.length - LISTED;
  const shown = gains.slice(0, LISTED).map(({ text }) => text);
  return rest > 0 ? [...shown, `And ${rest} more.`] : shown;
}
