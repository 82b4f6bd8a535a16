import { compliant, nonCompliant, type Verdict } from '../shared/verdict';

/** A user has at most one active access key; an inactive one may wait beside it to be deleted. */
export const evaluate = (activeKeys: readonly string[]): Verdict =>
  activeKeys.length > 1
    ? nonCompliant(`access keys ${activeKeys.join(' and ')} are active; deactivate all but one`)
    : compliant;
