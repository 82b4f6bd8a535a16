import { anonymousPrincipal, type AnonymousRequestPrincipal } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument } from '../policy/document';
import { roleArn } from '../policy/arn';

/** Condition keys of a request. A key given as undefined is not sent. */
export type Context = Readonly<Record<string, string | undefined>>;

/** Who asks, and what AWS knows of them. */
export interface Principal {
  readonly name: string;
  readonly value: string | AnonymousRequestPrincipal;
  readonly context: Context;
  readonly policies: readonly PolicyDocument[];
  /** Absent for AWS services and for the anonymous. */
  readonly account?: string;
  /** Neither SCPs nor RCPs bind it. Source: AWS Organizations user guide, of both. */
  readonly isServiceLinked?: boolean;
}

/** What the worst insider has: people in these proofs are stopped by our policies, never for want of their own. */
const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** The people of one account. */
export class Account {
  constructor(
    readonly id: string,
    private readonly organizationId: string,
    private readonly partition: string,
  ) {}

  /** Somebody who assumed a role; AWS compares aws:PrincipalArn with the role, path included, not with the session. */
  role(path: string, policies: readonly PolicyDocument[] = [EVERYTHING]): Principal {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const session = `arn:${this.partition}:sts::${this.id}:assumed-role/${name}/session`;
    return this.person(roleArn(this.partition, this.id, path), session, policies);
  }

  user(name: string): Principal {
    const arn = this.iamArn(`user/${name}`);
    return this.person(arn, arn);
  }

  get rootUser(): Principal {
    const arn = this.iamArn('root');
    return this.person(arn, arn);
  }

  get administrator(): Principal {
    return this.role('Administrator');
  }

  /** How people sign in with IAM Identity Center. */
  get signedInAdministrator(): Principal {
    return this.role('aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0123456789abcdef');
  }

  serviceLinkedRole(host: string, name: string): Principal {
    return { ...this.role(`aws-service-role/${host}/${name}`), isServiceLinked: true };
  }

  private iamArn(resource: string): string {
    return `arn:${this.partition}:iam::${this.id}:${resource}`;
  }

  private person(arn: string, value: string, policies: readonly PolicyDocument[] = [EVERYTHING]): Principal {
    return {
      name: arn,
      value,
      account: this.id,
      context: {
        'aws:PrincipalArn': arn,
        'aws:PrincipalAccount': this.id,
        'aws:PrincipalOrgID': this.organizationId,
        'aws:PrincipalIsAWSService': 'false',
        'aws:SecureTransport': 'true',
      },
      policies,
    };
  }
}

/** An AWS service that calls under its own name. */
export const service = (host: string, context: Context = {}): Principal => ({
  name: host,
  value: host,
  context: { 'aws:PrincipalIsAWSService': 'true', 'aws:SecureTransport': 'true', ...context },
  policies: [],
});

/** Unsigned requests carry nothing about the principal. */
export const ANYBODY: Principal = {
  name: 'anybody on the internet',
  value: anonymousPrincipal,
  context: { 'aws:SecureTransport': 'true' },
  policies: [],
};
