import type { Aws } from './aws';
import type { Verdict } from './verdict';

/** A verdict and the resource it is about, by the type and id under which Config records that resource. */
export interface Finding {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly verdict: Verdict;
}

/** Findings in the order they are found: all at once, or as a stream, so that memory does not grow with their number. */
export type Findings = AsyncIterable<Finding> | Promise<readonly Finding[]>;

/** A finding about the evaluated account as a whole. */
export const account = ({ accountId }: Pick<Aws, 'accountId'>, verdict: Verdict): Finding => ({
  resourceType: 'AWS::::Account',
  resourceId: accountId,
  verdict,
});
