import { type Cases, OURS } from '../configuration-item';
import {
  ALL_IAM_FORMS,
  WEAK_CONDITIONS,
  allowAllBut,
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
const ORGANIZATION = CONFINING_CONDITIONS['on the organization']!;
const NOT_THE_ORGANIZATION = { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } };
const VARIABLE = { StringEquals: { 'aws:PrincipalTag/team': '${aws:ResourceTag/team}' } };
/** Where a network or a source is no answer to who is calling. */
const ORGANIZATIONS_AND_ACCOUNTS = Object.fromEntries(
  Object.entries(CONFINING_CONDITIONS).filter(([name]) => !/source|addresses|every region/.test(name)),
);
const CONFINING = Object.fromEntries(
  Object.entries({
    'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
    'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-a1b2/ou-a1b2-c3d4e5f6/*',
    'aws:PrincipalAccount': OURS,
    'aws:PrincipalArn': `arn:aws-us-gov:iam::${OURS}:role/deploy`,
    'aws:userid': 'AROAABCDEFGHIJKLMNOPQ:*',
    'AWS:principalarn': `arn:aws:sts::${OURS}:assumed-role/deploy/*`,
  }).map(([key, value]) => [key, { [key]: value }]),
);
const assumeAllBut = (notPrincipal: unknown, condition?: object): Statement => {
  const { Resource: _, ...statement } = allowAllBut(notPrincipal, 'sts:AssumeRole', undefined, condition);
  return statement;
};
/** The condition between effect and principal, where few put it. */
const between = ({ Effect, Condition, ...rest }: Statement): Statement => ({ Effect, Condition, ...rest });
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
    ...each('for anyone under a condition on', CONFINING, (condition) => trust(assume('*', { StringLike: condition }))),
    ...each('for anyone under a condition', ORGANIZATIONS_AND_ACCOUNTS, (condition) => trust(assume('*', condition))),
    ...each('for anyone, as few have it, under a condition', ORGANIZATIONS_AND_ACCOUNTS, (condition) =>
      trust(EC2, between(assume({ AWS: '*' }, condition)), DENY),
    ),
    ...each('for anyone of a list of organizations,', ALL_IAM_FORMS, (one) =>
      role(one(document(assume('*', { StringEquals: { 'aws:PrincipalOrgID': ['o-a1b2c3d4e5', 'o-f6e5d4c3b2'] } })))),
    ),
    ...each('for anyone in a statement without a list,', ALL_IAM_FORMS, (one) =>
      role(one({ Statement: assume('*', ORGANIZATION), Version: '2012-10-17' })),
    ),
    ...each('beside a statement with a variable,', ALL_IAM_FORMS, (one) =>
      role(one(document(assume('*', ORGANIZATION), assume({ AWS: root(OURS) }, VARIABLE)))),
    ),
    'that denies all but one': trust(EC2, { ...assumeAllBut({ AWS: root(OURS) }), Effect: 'Deny' }),
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
    ...inEachForm('for all but one,', (one) => [
      role(one(document(EC2, assumeAllBut({ AWS: root(OURS) })))),
      unconditionally,
    ]),
    ...inEachForm('for all but one, members reversed,', (one) => [
      role(one(document(reversed(assumeAllBut({ AWS: root(OURS) }))))),
      unconditionally,
    ]),
    ...inEachForm('for all but one over TLS,', (one) => [
      role(one(document(assumeAllBut({ AWS: root(OURS) }, OVER_TLS)))),
      conditionally,
    ]),
    ...inEachForm('for anyone over TLS, beside a statement for the organization,', (one) => [
      role(one(document(assume({ AWS: root(OURS) }, ORGANIZATION), assume('*', OVER_TLS)))),
      conditionally,
    ]),
    ...inEachForm('for anyone over TLS, before a statement for the organization,', (one) => [
      role(one(document(reversed(assume('*', OVER_TLS)), assume('*', ORGANIZATION)))),
      conditionally,
    ]),
    ...inEachForm('for anyone over TLS, beside a denial of other organizations,', (one) => [
      role(one(document(assume('*', OVER_TLS), { ...assume('*', NOT_THE_ORGANIZATION), Effect: 'Deny' }))),
      conditionally,
    ]),
    ...inEachForm('for anyone over TLS in a statement without a list,', (one) => [
      role(one({ Version: '2012-10-17', Statement: assume('*', OVER_TLS) })),
      conditionally,
    ]),
    ...Object.assign(
      {},
      ...Object.entries(WEAK_CONDITIONS).map(([name, condition]) => ({
        ...inEachForm(`for anyone under a condition ${name},`, (one) => [
          role(one(document(assume('*', condition)))),
          '',
        ]),
        ...inEachForm(`for anyone, as few have it, under a condition ${name},`, (one) => [
          role(one(document(DENY, between(assume({ AWS: [root(OURS), '*'] }, condition))))),
          '',
        ]),
      })),
    ),
    'for anyone with a condition that names the organization as a value': [
      trust(assume('*', { StringEquals: { 'aws:UserAgent': 'aws:PrincipalOrgID' } })),
      conditionally,
    ],
    'for anyone with a name that sounds like a denial': [
      trust({ ...assume('*', OVER_TLS), Sid: 'EffectDeny' }),
      conditionally,
    ],
  },
  skipping: {},
};
