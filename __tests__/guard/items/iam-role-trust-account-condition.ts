import { ACCOUNT, type Cases, OURS, STRANGER } from '../configuration-item';
import { ALL_IAM_FORMS, assume, compact, document, each, encoded, reversed, root, type Statement } from '../documents';
import { role } from '../resources';

const form = encoded(compact);
const trust = (...statements: readonly Statement[]) => role(form(document(...statements)));
const VENDOR = { AWS: root(STRANGER) };
const OVER_TLS = { Bool: { 'aws:SecureTransport': 'true' } };
const EXTERNAL_ID = { StringEquals: { 'sts:ExternalId': '7f3c1d' } };
const CALLERS = Object.fromEntries(
  Object.entries({
    'sts:ExternalId': ['7f3c1d', '7f3c1e'],
    'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
    'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*',
    'aws:PrincipalArn': `arn:aws:iam::${OURS}:role/*/deploy`,
    'aws:PrincipalTag/team': 'audit',
    'aws:userid': 'AROAABCDEFGHIJKLMNOPQ:*',
    'aws:username': 'deploy',
    'AWS:principalarn': 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*',
  }).map(([key, value]) => [key, { [key]: value }]),
);
/** Conditions that name a caller and still let any in. */
const NOBODYS: Readonly<Record<string, object>> = {
  'that excludes': { StringNotEquals: { 'sts:ExternalId': '7f3c1d' } },
  'that excludes an ARN': { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::999999999999:role/x' } },
  'that holds where the id is missing': { StringEqualsIfExists: { 'sts:ExternalId': '7f3c1d' } },
  'for all of no values': { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  'on the presence of an id': { Null: { 'sts:ExternalId': 'false' } },
  'on any id': { StringLike: { 'sts:ExternalId': '*' } },
  'on any of the ids': { StringLike: { 'sts:ExternalId': ['7f3c1d', '*'] } },
  'on any id of a length': { StringLike: { 'sts:ExternalId': '??????' } },
  'on any ARN': { ArnLike: { 'aws:PrincipalArn': '*' } },
  'on any role': { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } },
  'on no second factor': { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
  'on a second factor, where it is known': { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } },
};
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
    ...each('for an account under a condition on', CALLERS, (condition) =>
      trust(assume({ AWS: root(OURS) }, { StringLike: condition })),
    ),
    'for people with a second factor, as a truth value': trust(
      assume({ AWS: root(ACCOUNT) }, { Bool: { 'aws:MultiFactorAuthPresent': true } }),
    ),
    ...each('for a vendor with an external id, beside others,', ALL_IAM_FORMS, (one) =>
      role(
        one(
          document(
            assume({ Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] }),
            assume({ AWS: [`arn:aws:iam::${OURS}:role/deploy`, 'AROAABCDEFGHIJKLMNOPQ'] }, OVER_TLS),
            reversed(assume(VENDOR, { ...OVER_TLS, ...EXTERNAL_ID })),
            assume({ Federated: `arn:aws:iam::${OURS}:saml-provider/x`, Service: 'ec2.amazonaws.com' }, OVER_TLS),
            { ...assume('*', OVER_TLS), Effect: 'Deny' },
          ),
        ),
      ),
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
    ...each(
      'for a vendor over TLS, beside another with an external id,',
      ALL_IAM_FORMS,
      (one) =>
        [
          role(one(document(assume({ AWS: root(OURS) }, EXTERNAL_ID), assume(VENDOR, OVER_TLS)))),
          conditionally,
        ] as const,
    ),
    ...each(
      'for a vendor over TLS, beside a denial without a second factor,',
      ALL_IAM_FORMS,
      (one) =>
        [
          role(
            one(
              document(reversed(assume(VENDOR, OVER_TLS)), {
                ...assume(VENDOR, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
                Effect: 'Deny',
              }),
            ),
          ),
          conditionally,
        ] as const,
    ),
    ...each(
      'for a vendor under a condition',
      NOBODYS,
      (condition) => [trust(assume(VENDOR, condition)), conditionally] as const,
    ),
    'for a vendor over TLS in a statement without a list': [
      role(form({ Statement: assume(VENDOR, OVER_TLS) })),
      conditionally,
    ],
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
