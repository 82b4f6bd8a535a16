import { evaluate } from '../../lambdas/iam-user-mfa/evaluate';

test.each([
  [true, { compliance: 'COMPLIANT' }],
  [false, { compliance: 'NON_COMPLIANT', annotation: 'the user has no MFA device; register one, or delete the user' }],
])('a user whose MFA is %s is judged %j', (mfa, verdict) => {
  expect(evaluate(mfa)).toEqual(verdict);
});
