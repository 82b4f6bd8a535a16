import { DataAwsOrganizationsOrganization } from '@cdktf/provider-aws/lib/data-aws-organizations-organization';
import { OrganizationsOrganization } from '@cdktf/provider-aws/lib/organizations-organization';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { adopt, letGo } from '../state/state-changes';

/** Services that must be trusted across the organization. Source: AWS Organizations user guide, service by service. */
export const TRUSTED_SERVICES = [
  'cloudtrail.amazonaws.com',
  'config.amazonaws.com',
  'config-multiaccountsetup.amazonaws.com',
] as const;

export interface TrustedAccessProps {
  /** Place of Organizations in the management account. */
  readonly anywhere: Place;
  readonly organizationId: string;
  readonly managementAccount: string;
  /** Adopt the organization and enable what is missing, or only read it and refuse to go on. */
  readonly mode: 'assumed' | 'managed';
  /** Types of policies that must be enabled on the root. */
  readonly policyTypes: readonly string[];
}

/**
 * The organization the platform stands on. It is never created, and nothing in it is ever disabled: the lists that
 * Terraform is given are unions with what the organization has at that moment, so they can only grow.
 */
export class TrustedAccess extends Construct {
  /** Depend on it before using what the organization must allow. */
  readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, props: TrustedAccessProps) {
    super(scope, id);
    const { anywhere, organizationId, managementAccount, mode, policyTypes } = props;
    const current = new DataAwsOrganizationsOrganization(this, 'current', {
      ...anywhere,
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.id == "${organizationId}" && self.master_account_id == "${managementAccount}"}`,
            errorMessage: `These credentials see another organization than ${organizationId} of ${managementAccount}; check organization in audit.yaml, or the credentials.`,
          },
          ...(mode === 'assumed' ? assumptions(policyTypes) : []),
        ],
      },
    });
    if (mode === 'managed') {
      this.ready = this.manage(current, props);
      return;
    }
    this.ready = current;
    letGo(this, `${OrganizationsOrganization.tfResourceType}.${this.node.id}_organization`);
  }

  private manage(
    current: DataAwsOrganizationsOrganization,
    { anywhere, organizationId, policyTypes }: TrustedAccessProps,
  ): ITerraformDependable {
    const organization = new OrganizationsOrganization(this, 'organization', {
      ...anywhere,
      featureSet: 'ALL',
      // Whatever else is switched off, destroying this would delete the organization itself.
      lifecycle: { preventDestroy: true },
    });
    const union = (attribute: string, needed: readonly string[]) =>
      `\${setunion(data.${current.terraformResourceType}.${current.friendlyUniqueId}.${attribute}, ${JSON.stringify(needed)})}`;
    organization.addOverride('aws_service_access_principals', union('aws_service_access_principals', TRUSTED_SERVICES));
    organization.addOverride('enabled_policy_types', union('enabled_policy_types', policyTypes));
    adopt(organization, organizationId);
    return organization;
  }
}

/** What an organization that is only read must have already, each with the command that mends it. */
const assumptions = (policyTypes: readonly string[]) => [
  ...TRUSTED_SERVICES.map((service) => ({
    condition: `\${contains(self.aws_service_access_principals, "${service}")}`,
    errorMessage: `${service} has no trusted access. Run: aws organizations enable-aws-service-access --service-principal ${service} (or set organization.trustedAccess to managed).`,
  })),
  ...policyTypes.map((type) => ({
    condition: `\${contains(self.enabled_policy_types, "${type}")}`,
    errorMessage: `The policy type ${type} is not enabled. Run: aws organizations enable-policy-type --root-id <root id> --policy-type ${type} (or set organization.trustedAccess to managed).`,
  })),
];
