import { ACCOUNT } from './configuration-item';

export type Statement = Readonly<Record<string, unknown>>;

/** How services write a policy document down. */
export type Form = (document: object) => string;

export const compact: Form = (document) => JSON.stringify(document);
/** As people type it, and as IAM and VPC endpoints give it back. */
export const indented: Form = (document) => JSON.stringify(document, null, '\t');
/** KMS puts a space in front of the colon as well. */
export const spaced: Form = (document) => JSON.stringify(document, null, 2).replaceAll('": ', '" : ');
/** Breaks wherever JSON allows one, as editors on Windows leave them. */
export const spread: Form = (document) =>
  JSON.stringify(document, null, '\t').replaceAll('\n', '\r\n').replaceAll('": ', '"\r\n:\r\n');
/** IAM encodes its documents after RFC 3986, which JavaScript's own function does but for five characters. */
export const encoded =
  (form: Form): Form =>
  (document) =>
    encodeURIComponent(form(document)).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
/** The encoding of web forms: plus signs for spaces, and the asterisk as it is. */
const asForm =
  (form: Form): Form =>
  (document) =>
    new URLSearchParams({ '': form(document) }).toString().slice(1);

export const ALL_TEXT_FORMS: Readonly<Record<string, Form>> = { compact, indented, spaced, spread };
export const ALL_IAM_FORMS: Readonly<Record<string, Form>> = {
  'encoded, compact': encoded(compact),
  'encoded, indented': encoded(indented),
  'encoded, spaced': encoded(spaced),
  'encoded, spread': encoded(spread),
  'encoded, in lower case': (document) => encoded(compact)(document).replaceAll(/%../g, (c) => c.toLowerCase()),
  'encoded as a form': asForm(spaced),
  ...ALL_TEXT_FORMS,
};

export const document = (...statements: readonly Statement[]) => ({ Version: '2012-10-17', Statement: statements });

export const allow = (principal: unknown, action: unknown, resource: unknown, condition?: object): Statement => ({
  Sid: 'Statement1',
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  Resource: resource,
  ...(condition && { Condition: condition }),
});

/** Whoever is not named, hence anyone. */
export function allowAllBut(
  notPrincipal: unknown,
  ...rest: readonly [action: unknown, resource: unknown, condition?: object]
): Statement {
  const { Principal: _, ...statement } = allow(undefined, ...rest);
  return { ...statement, NotPrincipal: notPrincipal };
}

/** A statement of a trust policy, which has no resource. */
export function assume(principal: unknown, condition?: object, action = 'sts:AssumeRole'): Statement {
  const { Resource: _, ...statement } = allow(principal, action, undefined, condition);
  return statement;
}

export const deny = (...rest: Parameters<typeof allow>): Statement => ({ ...allow(...rest), Effect: 'Deny' });

/** Members in the opposite order: JSON has none, and services keep the author's. */
export const reversed = (statement: Statement): Statement => Object.fromEntries(Object.entries(statement).reverse());

export const root = (account: string) => `arn:aws:iam::${account}:root`;
export const OWNER = allow({ AWS: root(ACCOUNT) }, '*', '*');
export const NO_PLAIN_TRANSPORT = deny('*', '*', '*', { Bool: { 'aws:SecureTransport': 'false' } });

/** Keys of conditions that callers from anywhere can satisfy. */
const WEAK_KEYS = [
  'aws:SecureTransport',
  'aws:MultiFactorAuthPresent',
  'aws:MultiFactorAuthAge',
  'aws:RequestedRegion',
  'aws:CurrentTime',
  'aws:EpochTime',
  'aws:TokenIssueTime',
  'aws:UserAgent',
  'aws:Referer',
  'aws:PrincipalType',
  'aws:PrincipalIsAWSService',
  'aws:ViaAWSService',
  'aws:CalledVia',
  'aws:CalledViaFirst',
  'aws:CalledViaLast',
  'aws:TagKeys',
  's3:x-amz-acl',
  's3:x-amz-server-side-encryption',
  's3:prefix',
  's3:delimiter',
  's3:max-keys',
  's3:TlsVersion',
  's3:authType',
  's3:signatureversion',
  's3:signatureAge',
  's3:ExistingObjectTag/public',
  's3:RequestObjectTagKeys',
  'kms:ViaService',
  'kms:EncryptionContext:aws:s3:arn',
  'kms:EncryptionContextKeys',
  'kms:EncryptionAlgorithm',
  'kms:GrantIsForAWSResource',
  'lambda:FunctionUrlAuthType',
  'lambda:InvokedViaFunctionUrl',
  'sns:Protocol',
  'aws:PrincipalTag/team',
  'aws:RequestTag/team',
  'aws:ResourceTag/team',
  'aws:SourceIdentity',
  'aws:username',
];

/** Conditions that confine nobody, each by another trick. */
export const WEAK_CONDITIONS: Readonly<Record<string, object>> = {
  ...Object.fromEntries(WEAK_KEYS.map((key) => [`on ${key}`, { StringEquals: { [key]: 'value' } }])),
  'on transport': { Bool: { 'aws:SecureTransport': 'true' } },
  'on transport, as a truth value': { Bool: { 'aws:SecureTransport': true } },
  'on its absence, as a truth value': { Bool: { 'aws:ViaAWSService': false } },
  'on transport, in lower case': { bool: { 'aws:securetransport': 'true' } },
  'on an age, as a number': { NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 } },
  'on transport and region': {
    Bool: { 'aws:SecureTransport': 'true' },
    StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'us-east-1'] },
  },
  'that is empty': {},
  'with a wildcard for the organization': { StringLike: { 'aws:PrincipalOrgID': '*' } },
  'with a wildcard among organizations': { StringLike: { 'aws:PrincipalOrgID': ['o-a1b2c3d4e5', '*'] } },
  'on the buckets of everybody': { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } },
  'on the topics of everybody': { ArnLike: { 'aws:SourceArn': 'arn:aws-us-gov:sns:*:*:alerts' } },
  'on every address': { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
  'on every address of IPv6': { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '::/0', '2001:db8::/32'] } },
  'that holds where the key is missing': { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  'for all of no values': { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } },
  'that excludes instead of including': { StringNotEquals: { 'aws:PrincipalAccount': '999999999999' } },
  'that excludes, in lower case': { stringnotequals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  'that excludes what a variable says': { StringNotEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' } },
  'that excludes an address': { NotIpAddress: { 'aws:SourceIp': '203.0.113.7/32' } },
  'on every organization': { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
  'on every part of every organization': { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*/*' } },
  'on the roles of everybody': { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } },
  'on the roles of everybody, by question marks': {
    ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::????????????:role/x' },
  },
  'on an ARN of any kind': { ArnLike: { 'aws:PrincipalArn': '*' } },
  'on the ARN of any role of a name': { StringLike: { 'aws:PrincipalArn': '*:role/deploy' } },
  'on an ARN that ends before it names anybody': { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*' } },
  'on both halves of the internet': { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } },
  'on every address that IPv6 gives out': { IpAddress: { 'aws:SourceIp': '2000::/3' } },
  'on the presence of a key': { Null: { 'aws:PrincipalOrgID': 'false' } },
};

/** Conditions that confine, in the ways that people write them. */
export const CONFINING_CONDITIONS: Readonly<Record<string, object>> = {
  'on the organization': { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  'on the organization, in lower case': { stringequals: { 'aws:principalorgid': ['o-a1b2c3d4e5'] } },
  'on a part of the organization': {
    'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5/r-a1b2/ou-a1b2-c3d4e5f6/*'] },
  },
  'on roles of an account': { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/*` } },
  'on ARNs of an account, in every region': { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${ACCOUNT}:*` } },
  'on the organization, and on a role of any of its accounts': {
    StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
    ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' },
  },
  'on the organization, with a second factor where there is one': {
    StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
    BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' },
  },
  'on an account of the source': { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
  'on the owner of the source': { StringEquals: { 'AWS:SourceOwner': ACCOUNT } },
  'on an ARN of the source': { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:eu-central-1:${ACCOUNT}:alerts` } },
  'on addresses of the office': { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } },
  'on the organization, besides a weak one': {
    Bool: { 'aws:SecureTransport': 'true' },
    StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
  },
  'on the organization, under the same operator as a weak one': {
    StringEquals: { 'aws:RequestedRegion': 'eu-central-1', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
  },
};

/** One entry for each entry of a record, with a name made of both. */
export function each<In, Out>(
  name: string,
  entries: Readonly<Record<string, In>>,
  make: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [`${name} ${key}`, make(value)]));
}
