import { CloudtrailOrganizationDelegatedAdminAccount } from '@cdktf/provider-aws/lib/cloudtrail-organization-delegated-admin-account';
import { OrganizationsDelegatedAdministrator } from '@cdktf/provider-aws/lib/organizations-delegated-administrator';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';

export interface DelegatedAdministratorsProps {
  /** Place of Organizations in the management account. */
  readonly anywhere: Place;
  /** The account that administers CloudTrail and Config for the organization. */
  readonly auditAccount: string;
  /** Trusted access must be given before it can be delegated. */
  readonly after: ITerraformDependable;
}

/** Makes the audit account the delegated administrator of what it audits with. */
export class DelegatedAdministrators extends Construct {
  /** A trail that the audit account creates needs it. */
  readonly cloudtrail: ITerraformDependable;

  constructor(scope: Construct, id: string, { anywhere, auditAccount, after }: DelegatedAdministratorsProps) {
    super(scope, id);
    // CloudTrail's own call also creates the service-linked role that Organizations' call does not.
    this.cloudtrail = new CloudtrailOrganizationDelegatedAdminAccount(this, 'cloudtrail', {
      ...anywhere,
      accountId: auditAccount,
      dependsOn: [after],
    });
    // The aggregator takes the first, organization rules and conformance packs the second.
    for (const service of ['config', 'config-multiaccountsetup']) {
      new OrganizationsDelegatedAdministrator(this, service, {
        ...anywhere,
        accountId: auditAccount,
        servicePrincipal: `${service}.amazonaws.com`,
        dependsOn: [after],
      });
    }
  }
}
