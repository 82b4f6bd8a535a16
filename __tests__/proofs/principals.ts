import { anonymousPrincipal, type AnonymousRequestPrincipal } from '@cloud-copilot/iam-simulate';
import type { Document } from './policies';
import type { Context } from './simulator';

export const ORGANIZATION = 'o-a1b2c3d4e5';
export const MANAGEMENT = '111111111111';
export const AUDIT = '222222222222';
export const LOG_ARCHIVE = '333333333333';
export const MEMBER = '444444444444';
export const ARCHIVE = '555555555555';

export const FOREIGN_ORGANIZATION = 'o-zzzzzzzzzz';
/** An account of it. */
export const FOREIGN = '999999999999';

/** Who asks, and what AWS knows of them. */
export interface Principal {
  readonly name: string;
  readonly value: string | AnonymousRequestPrincipal;
  readonly context: Context;
  readonly policies: readonly Document[];
}

/** What the worst insider has: people in these proofs are stopped by our policies, never for want of their own. */
const EVERYTHING: Document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** An AWS service that calls under its own name. */
export const service = (host: string): Principal => ({
  name: host,
  value: host,
  context: { 'aws:PrincipalIsAWSService': 'true', 'aws:SecureTransport': 'true' },
  policies: [],
});

const inAccount = (account: string, principalArn: string): Context => ({
  'aws:PrincipalArn': principalArn,
  'aws:PrincipalAccount': account,
  'aws:PrincipalOrgID': account === FOREIGN ? FOREIGN_ORGANIZATION : ORGANIZATION,
  'aws:PrincipalIsAWSService': 'false',
  'aws:SecureTransport': 'true',
});

/** Somebody who assumed a role; AWS compares aws:PrincipalArn with the role, path included, not with the session. */
export function role(account: string, path: string, policies: readonly Document[] = [EVERYTHING]): Principal {
  const arn = `arn:aws:iam::${account}:role/${path}`;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return {
    name: arn,
    value: `arn:aws:sts::${account}:assumed-role/${name}/session`,
    context: inAccount(account, arn),
    policies,
  };
}

export function user(account: string, name: string): Principal {
  const arn = `arn:aws:iam::${account}:user/${name}`;
  return { name: arn, value: arn, context: inAccount(account, arn), policies: [EVERYTHING] };
}

export function rootUser(account: string): Principal {
  const arn = `arn:aws:iam::${account}:root`;
  return { name: arn, value: arn, context: inAccount(account, arn), policies: [EVERYTHING] };
}

export const administrator = (account: string): Principal => role(account, 'Administrator');

/** Unsigned requests carry nothing about the principal. */
export const ANYBODY: Principal = {
  name: 'anybody on the internet',
  value: anonymousPrincipal,
  context: { 'aws:SecureTransport': 'true' },
  policies: [],
};
