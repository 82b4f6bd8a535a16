import { compliant, nonCompliant, type Verdict } from '../shared/verdict';

/** Each user has an MFA device, whether it has a password or only access keys. */
export const evaluate = (mfa: boolean): Verdict =>
  mfa ? compliant : nonCompliant('the user has no MFA device; register one, or delete the user');
