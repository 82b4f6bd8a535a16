/** Who calls, as CloudTrail writes it under userIdentity. */
export type Identity = Readonly<Record<string, unknown>> & { readonly type?: string; readonly accountId?: string };

/** A record of a trail; `deliveredAt` only says in which file it arrives. */
export type TrailEvent = Readonly<Record<string, unknown>> & {
  readonly eventID: string;
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly recipientAccountId: string;
  readonly deliveredAt?: string;
};

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';
export const STRANGER = '999988887777';

/** An IAM user with a long-lived key. */
export const user = (name: string, account = ACCOUNT): Identity => ({
  type: 'IAMUser',
  principalId: `AIDA${name.toUpperCase()}`,
  arn: `arn:aws:iam::${account}:user/${name}`,
  accountId: account,
  accessKeyId: `AKIA${name.toUpperCase()}`,
  userName: name,
});

/** A session of a role; its ARN is the session's, the role's own stands in the issuer. */
export const role = (name: string, session: string, account = ACCOUNT): Identity => ({
  type: 'AssumedRole',
  principalId: `AROA${name.toUpperCase()}:${session}`,
  arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
  accountId: account,
  accessKeyId: `ASIA${session.toUpperCase()}`,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: `AROA${name.toUpperCase()}`,
      arn: `arn:aws:iam::${account}:role/${name}`,
      accountId: account,
      userName: name,
    },
    attributes: { creationDate: '2026-11-20T09:00:00Z', mfaAuthenticated: 'false' },
  },
});

/** A role that only a service can take. */
export const serviceLinkedRole = (name: string, account = ACCOUNT): Identity => {
  const session = role(name, 'service', account) as Identity & { sessionContext: { sessionIssuer: object } };
  const sessionIssuer = {
    ...session.sessionContext.sessionIssuer,
    arn: `arn:aws:iam::${account}:role/aws-service-role/x.amazonaws.com/${name}`,
  };
  return { ...session, invokedBy: 'x.amazonaws.com', sessionContext: { ...session.sessionContext, sessionIssuer } };
};

export const root = (account = ACCOUNT): Identity => ({
  type: 'Root',
  principalId: account,
  arn: `arn:aws:iam::${account}:root`,
  accountId: account,
});

/** A service on its own account. */
export const service = (name: string): Identity => ({ type: 'AWSService', invokedBy: `${name}.amazonaws.com` });

/** A caller as the account called sees it: an id and an account, no ARN. */
export const foreign = (principalId: string, account: string): Identity => ({
  type: 'AWSAccount',
  principalId,
  accountId: account,
});

/** A person of an identity provider, before there is a role. */
export const saml = (name: string): Identity => ({
  type: 'SAMLUser',
  principalId: `Rk1xY2V5:${name}`,
  userName: name,
  identityProvider: 'Rk1xY2V5',
});

export const identityCenterUser = (userId: string, account = ACCOUNT): Identity => ({
  type: 'IdentityCenterUser',
  accountId: account,
  onBehalfOf: { userId, identityStoreArn: `arn:aws:identitystore::${account}:identitystore/d-1234567890` },
  credentialId: 'd0e1f2',
});

/** A federated user, out of GetFederationToken. */
export const federated = (name: string, account = ACCOUNT): Identity => ({
  type: 'FederatedUser',
  principalId: `${account}:${name}`,
  arn: `arn:aws:sts::${account}:federated-user/${name}`,
  accountId: account,
  accessKeyId: 'ASIAFEDERATED',
  sessionContext: {
    sessionIssuer: {
      type: 'IAMUser',
      principalId: 'AIDABROKER',
      arn: `arn:aws:iam::${account}:user/broker`,
      accountId: account,
      userName: 'broker',
    },
  },
});

/** The same identity while a service acts for it. */
export const through = (name: string, identity: Identity): Identity => ({
  ...identity,
  invokedBy: `${name}.amazonaws.com`,
});

const READS = /^(Get|List|Describe|Head|Lookup|Search|Batch(Get|Describe)|Decrypt)/;

/**
 * A record of version 1.11 of a call that succeeded, at 10:30 from 203.0.113.7; `more` replaces members of it.
 *
 * @param id - a name in place of a UUID, so that answers can be read
 * @param action - as policies write it, `iam:CreateUser`
 */
export function call(
  id: string,
  action: string,
  by: Identity,
  more: Readonly<Record<string, unknown>> = {},
): TrailEvent {
  const [service, eventName] = action.split(':') as [string, string];
  return {
    eventVersion: '1.11',
    userIdentity: by,
    eventTime: '2026-11-20T10:30:00Z',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: by['invokedBy'] ?? '203.0.113.7',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: null,
    responseElements: null,
    requestID: `request-${id}`,
    eventID: id,
    readOnly: READS.test(eventName),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: by.accountId ?? ACCOUNT,
    eventCategory: 'Management',
    ...more,
  };
}

/** Denied, in the words of most services. */
export const DENIED = { errorCode: 'AccessDenied', errorMessage: 'not authorized', responseElements: null } as const;

/** A data event of S3. */
export const objectCall = (
  id: string,
  action: string,
  by: Identity,
  requestParameters: object,
  more: Readonly<Record<string, unknown>> = {},
): TrailEvent =>
  call(id, `s3:${action}`, by, { requestParameters, managementEvent: false, eventCategory: 'Data', ...more });

/** A sign-in to the console, which says in its own way how it went. */
export const signIn = (
  id: string,
  by: Identity,
  result: 'Success' | 'Failure',
  mfa: 'Yes' | 'No',
  more: Readonly<Record<string, unknown>> = {},
): TrailEvent =>
  call(id, 'signin:ConsoleLogin', by, {
    userAgent: 'Mozilla/5.0',
    responseElements: { ConsoleLogin: result },
    additionalEventData: { LoginTo: 'https://console.aws.amazon.com/', MobileVersion: 'No', MFAUsed: mfa },
    eventType: 'AwsConsoleSignIn',
    readOnly: false,
    ...(result === 'Failure' && { errorMessage: 'Failed authentication' }),
    ...more,
  });

/** A call that hands out temporary credentials of a role. */
export const assume = (
  id: string,
  by: Identity,
  roleArn: string,
  roleSessionName: string,
  key: string,
  more: Readonly<Record<string, unknown>> = {},
): TrailEvent =>
  call(id, 'sts:AssumeRole', by, {
    requestParameters: { roleArn, roleSessionName },
    responseElements: { credentials: { accessKeyId: key, expiration: 'Nov 20, 2026, 11:30:00 AM' } },
    readOnly: true,
    ...more,
  });
