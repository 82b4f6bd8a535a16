import { type Cases, OURS } from '../configuration-item';
import {
  ALL_IAM_FORMS,
  CONFINING_CONDITIONS,
  type Form,
  assume,
  compact,
  document,
  each,
  encoded,
  reversed,
  root,
  type Statement,
} from '../documents';
import { role } from '../resources';

const form = encoded(compact);
const trust = (...statements: readonly Statement[]) => role(form(document(...statements)));
const EC2 = assume({ Service: 'ec2.amazonaws.com' });
const DENY = { ...assume('*', { Bool: { 'aws:SecureTransport': 'false' } }), Effect: 'Deny' };
const OVER_TLS = { Bool: { 'aws:SecureTransport': 'true' } };
const unconditionally = 'Anyone may assume the role';
const conditionally = 'The role trusts anyone who meets a condition that confines nobody';
const inEachForm = (name: string, make: (form: Form) => readonly [ReturnType<typeof role>, string]) =>
  each(name, ALL_IAM_FORMS, make);

export const cases: Cases = {
  passing: {
    ...each('for EC2,', ALL_IAM_FORMS, (one) => role(one(document(EC2)))),
    'for an account': trust(assume({ AWS: root(OURS) })),
    ...each('for anyone of the organization,', ALL_IAM_FORMS, (one) =>
      role(one(document(assume('*', CONFINING_CONDITIONS['on the organization'])))),
    ),
    'for anyone with the ARN of a role': trust(
      assume({ AWS: '*' }, { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/deploy' } }),
    ),
    ...each('that denies everybody without TLS,', ALL_IAM_FORMS, (one) => role(one(document(EC2, DENY)))),
    'that denies everybody without TLS, members reversed': trust(reversed(DENY), EC2),
    ...each(
      'for anyone under a condition on',
      Object.fromEntries(
        [
          'aws:PrincipalOrgID',
          'aws:PrincipalOrgPaths',
          'aws:PrincipalAccount',
          'aws:PrincipalArn',
          'aws:userid',
          'AWS:principalarn',
        ].map((key) => [key, key]),
      ),
      (key) => trust(assume('*', { StringLike: { [key]: 'value' } })),
    ),
    'that denies everybody': trust(EC2, { ...assume('*'), Effect: 'Deny' }),
  },
  failing: {
    ...inEachForm('for *,', (one) => [role(one(document(EC2, assume('*')))), unconditionally]),
    ...inEachForm('for every principal of AWS,', (one) => [role(one(document(assume({ AWS: '*' })))), unconditionally]),
    ...inEachForm('for a list with *,', (one) => [
      role(one(document(assume({ AWS: [root(OURS), '*'] })))),
      unconditionally,
    ]),
    ...inEachForm('for *, members reversed,', (one) => [role(one(document(reversed(assume('*'))))), unconditionally]),
    ...inEachForm('for anyone over TLS,', (one) => [
      role(one(document(assume({ AWS: '*' }, { Bool: { 'aws:SecureTransport': 'true' } })))),
      conditionally,
    ]),
    ...inEachForm('for anyone over TLS, members reversed,', (one) => [
      role(one(document(reversed(assume('*', OVER_TLS))))),
      conditionally,
    ]),
    ...inEachForm('for a list with * over TLS, members reversed,', (one) => [
      role(one(document(reversed(assume({ AWS: [root(OURS), '*'] }, OVER_TLS))))),
      conditionally,
    ]),
    ...inEachForm('for a list with * in the middle, members reversed,', (one) => [
      role(one(document(reversed(assume({ AWS: [root(OURS), '*', OURS] }))))),
      unconditionally,
    ]),
    'for a provider of any kind': [trust(assume({ Federated: '*' })), unconditionally],
  },
  skipping: {},
};
