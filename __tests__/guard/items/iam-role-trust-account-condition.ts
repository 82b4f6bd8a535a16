import { ACCOUNT, type Cases, OURS, STRANGER } from '../configuration-item';
import { ALL_IAM_FORMS, assume, compact, document, each, encoded, reversed, root, type Statement } from '../documents';
import { role } from '../resources';

const form = encoded(compact);
const trust = (...statements: readonly Statement[]) => role(form(document(...statements)));
const VENDOR = { AWS: root(STRANGER) };
const CALLER_KEYS = Object.fromEntries(
  [
    'sts:ExternalId',
    'aws:PrincipalOrgID',
    'aws:PrincipalOrgPaths',
    'aws:PrincipalArn',
    'aws:PrincipalTag/team',
    'aws:MultiFactorAuthPresent',
    'aws:userid',
    'aws:username',
    'AWS:principalarn',
  ].map((key) => [key, key]),
);
const unconditionally = 'The role trusts a whole account without a condition';
const conditionally = 'under conditions that do not say who is calling';

export const cases: Cases = {
  passing: {
    ...each('for a vendor with an external id,', ALL_IAM_FORMS, (one) =>
      role(one(document(assume(VENDOR, { StringEquals: { 'sts:ExternalId': '7f3c1d' } })))),
    ),
    'for an account of the organization': trust(
      assume({ AWS: root(OURS) }, { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    ),
    'for people with a second factor': trust(
      assume({ AWS: root(ACCOUNT) }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    ),
    ...each('for an account under a condition on', CALLER_KEYS, (key) =>
      trust(assume({ AWS: root(OURS) }, { StringLike: { [key]: 'value' } })),
    ),
    ...each('for an account under an encoded condition on', ALL_IAM_FORMS, (one) =>
      role(one(document(assume({ AWS: root(OURS) }, { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/x' } })))),
    ),
    'for a role by name': trust(assume({ AWS: `arn:aws:iam::${OURS}:role/deploy` })),
    'for a service': trust(assume({ Service: 'lambda.amazonaws.com' })),
    'that denies an account': trust(assume({ Service: 'lambda.amazonaws.com' }), { ...assume(VENDOR), Effect: 'Deny' }),
    'that denies an account without TLS': trust(assume({ Service: 'lambda.amazonaws.com' }), {
      ...assume(VENDOR, { Bool: { 'aws:SecureTransport': 'false' } }),
      Effect: 'Deny',
    }),
  },
  failing: {
    ...each('for a vendor,', ALL_IAM_FORMS, (one) => [role(one(document(assume(VENDOR)))), unconditionally] as const),
    ...each(
      'for a vendor, members reversed,',
      ALL_IAM_FORMS,
      (one) => [role(one(document(reversed(assume(VENDOR))))), unconditionally] as const,
    ),
    'for a vendor by its number': [trust(assume({ AWS: STRANGER })), unconditionally],
    'for a vendor by its number, members reversed': [trust(reversed(assume({ AWS: STRANGER }))), unconditionally],
    ...each(
      'for a vendor by its number over TLS,',
      { forwards: (one: Statement) => one, backwards: reversed },
      (order) =>
        [trust(order(assume({ AWS: STRANGER }, { Bool: { 'aws:SecureTransport': 'true' } }))), conditionally] as const,
    ),
    'for a vendor that names its session': [
      trust(assume(VENDOR, { StringLike: { 'sts:RoleSessionName': 'vendor-*' } })),
      conditionally,
    ],
    'for a vendor in a list': [
      trust(assume({ AWS: [`arn:aws:iam::${OURS}:role/deploy`, root(STRANGER)] })),
      unconditionally,
    ],
    'for a vendor in China': [trust(assume({ AWS: `arn:aws-cn:iam::${STRANGER}:root` })), unconditionally],
    'for a vendor after a service': [
      trust(assume({ Service: 'lambda.amazonaws.com' }), assume(VENDOR)),
      unconditionally,
    ],
    'for its own account': [trust(assume({ AWS: root(ACCOUNT) })), unconditionally],
    'for a vendor over TLS, members reversed': [
      trust(reversed(assume(VENDOR, { Bool: { 'aws:SecureTransport': 'true' } }))),
      conditionally,
    ],
    ...each(
      'for a vendor over TLS,',
      ALL_IAM_FORMS,
      (one) =>
        [role(one(document(assume(VENDOR, { Bool: { 'aws:SecureTransport': 'true' } })))), conditionally] as const,
    ),
  },
  skipping: {
    'that AWS Organizations made': role(form(document(assume({ AWS: root(OURS) }))), {
      roleName: 'OrganizationAccountAccessRole',
    }),
    'that Control Tower made': role(form(document(assume({ AWS: root(OURS) }))), {
      roleName: 'AWSControlTowerExecution',
    }),
  },
};
