import { CloudtrailOrganizationDelegatedAdminAccount } from '@cdktf/provider-aws/lib/cloudtrail-organization-delegated-admin-account';
import { OrganizationsDelegatedAdministrator } from '@cdktf/provider-aws/lib/organizations-delegated-administrator';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { adopt, letGo } from '../state/state-changes';

export interface DelegatedAdministratorsProps {
  /** Place of Organizations in the management account. */
  readonly anywhere: Place;
  /** The account that administers CloudTrail and Config for the organization. */
  readonly auditAccount: string;
  /** Trusted access must be given before it can be delegated. */
  readonly after: ITerraformDependable;
  /** Services that the account administers already. */
  readonly exist: readonly string[];
  /** Services of which others make it the administrator. */
  readonly left?: readonly string[];
}

/** Makes the audit account the delegated administrator of what it audits with. */
export class DelegatedAdministrators extends Construct {
  /** A trail that the audit account creates needs it. */
  readonly cloudtrail: ITerraformDependable;

  constructor(scope: Construct, id: string, props: DelegatedAdministratorsProps) {
    super(scope, id);
    const { anywhere, auditAccount, after, exist, left = [] } = props;
    // CloudTrail's own call also creates the service-linked role that Organizations' call does not.
    const cloudtrail = new CloudtrailOrganizationDelegatedAdminAccount(this, 'cloudtrail', {
      ...anywhere,
      accountId: auditAccount,
      dependsOn: [after],
    });
    this.cloudtrail = cloudtrail;
    if (exist.includes('cloudtrail.amazonaws.com')) adopt(cloudtrail, auditAccount);
    // The aggregator takes the first, organization rules and conformance packs the second.
    for (const service of ['config', 'config-multiaccountsetup']) {
      const servicePrincipal = `${service}.amazonaws.com`;
      if (left.includes(servicePrincipal)) {
        // What was ours before stays in force.
        letGo(this, `${OrganizationsDelegatedAdministrator.tfResourceType}.${this.node.id}_${service}`);
        continue;
      }
      const administrator = new OrganizationsDelegatedAdministrator(this, service, {
        ...anywhere,
        accountId: auditAccount,
        servicePrincipal,
        dependsOn: [after],
      });
      if (exist.includes(servicePrincipal)) adopt(administrator, `${auditAccount}/${servicePrincipal}`);
    }
  }
}
