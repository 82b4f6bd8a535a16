import { compliant, nonCompliant, type Verdict } from '../shared/verdict';

/** How a user may sign in. With an MFA device, console access does not matter. */
export type SignIn = { readonly mfa: true } | { readonly mfa: false; readonly consoleAccess: boolean };

/** Whoever may sign in to the console does so with an MFA device. */
export const evaluate = (signIn: SignIn): Verdict =>
  !signIn.mfa && signIn.consoleAccess
    ? nonCompliant('the user has a console password and no MFA device; register one, or delete the password')
    : compliant;
