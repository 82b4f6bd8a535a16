import { ConfigConfigurationAggregator } from '@cdktf/provider-aws/lib/config-configuration-aggregator';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { arn, roleParts } from '../policy/arn';
import { trustService } from '../policy/statement';
import { adopt } from '../state/state-changes';

export interface OrganizationAggregatorProps {
  readonly place: Place;
  readonly anywhere: Place;
  readonly partition: string;
  readonly account: string;
  readonly name: string;
  /** With its path. */
  readonly roleName: string;
  /** All, present and future, or a list. */
  readonly regions: 'all' | readonly string[];
  /** Which of them exist already and are imported. Absent: none. */
  readonly exists?: { readonly aggregator: boolean; readonly role: boolean };
}

/**
 * The configuration of every account of the organization in one place, read-only. Members need not authorize it:
 * that is only for aggregators of single accounts.
 * Source: Config developer guide, "Creating aggregators".
 */
export class OrganizationAggregator extends Construct {
  constructor(scope: Construct, id: string, props: OrganizationAggregatorProps) {
    super(scope, id);
    const { place, anywhere, partition, account, regions, exists } = props;
    const role = new IamRole(this, 'role', {
      ...anywhere,
      ...roleParts(props.roleName),
      description: 'Lists the accounts of the organization for AWS Config',
      // A strict pin would keep the aggregator from being created if Config sent no account.
      assumeRolePolicy: trustService('config.amazonaws.com', { sourceAccountIfSent: account }),
    });
    const lists = new IamRolePolicyAttachment(this, 'lists-accounts', {
      ...anywhere,
      role: role.name,
      policyArn: arn({
        partition,
        service: 'iam',
        account: 'aws',
        resource: 'policy/service-role/AWSConfigRoleForOrganizations',
      }),
    });
    const aggregator = new ConfigConfigurationAggregator(this, 'aggregator', {
      ...place,
      name: props.name,
      organizationAggregationSource: {
        roleArn: role.arn,
        ...(regions === 'all' ? { allRegions: true } : { regions: [...regions] }),
      },
      dependsOn: [lists],
    });
    if (exists?.aggregator) adopt(aggregator, props.name);
    if (exists?.role) adopt(role, roleParts(props.roleName).name);
  }
}
