import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { letGo } from '../state/state-changes';

export interface MultiAccountSetupRoleProps {
  /** Place of IAM in the management account. */
  readonly anywhere: Place;
  /** Create it; an account can hold it once only. */
  readonly create: boolean;
}

/**
 * AWSServiceRoleForConfigMultiAccountSetup in the management account. AWS creates it there only when that account
 * deploys organization rules itself; without it those of a delegated administrator pass the management account over.
 * Source: Config developer guide, "Managing organization-wide rules".
 */
export class MultiAccountSetupRole extends Construct {
  constructor(scope: Construct, id: string, { anywhere, create }: MultiAccountSetupRoleProps) {
    super(scope, id);
    if (create) {
      new IamServiceLinkedRole(this, 'service-linked', {
        ...anywhere,
        awsServiceName: 'config-multiaccountsetup.amazonaws.com',
      });
    } else {
      // Others may deploy organization rules with it.
      letGo(this, `${IamServiceLinkedRole.tfResourceType}.${id}_service-linked`);
    }
  }
}
