import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { letGo } from '../state/state-changes';
import { arn, roleArn } from '../policy/arn';
import { type Statement, toPolicyJson, trustService } from '../policy/statement';

/** Whose rights a recorder reads and delivers with. */
export interface RecorderRole {
  readonly arn: string;
  /** What must exist before a recorder may use it. */
  readonly ready: readonly ITerraformDependable[];
}

export interface ServiceLinkedRoleProps {
  readonly anywhere: Place;
  readonly partition: string;
  readonly account: string;
  /** Create it; an account can hold it once only. */
  readonly create: boolean;
}

/** AWSServiceRoleForConfig. It cannot write to S3, so Config delivers under its own name. */
export class ServiceLinkedRecorderRole extends Construct implements RecorderRole {
  readonly arn: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { anywhere, partition, account, create }: ServiceLinkedRoleProps) {
    super(scope, id);
    this.arn = roleArn(partition, account, 'aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig');
    if (create) {
      const role = new IamServiceLinkedRole(this, 'service-linked', {
        ...anywhere,
        awsServiceName: 'config.amazonaws.com',
      });
      this.ready = [role];
    } else {
      this.ready = [];
      keepServiceLinkedRole(this);
    }
  }
}

/** Once created it may serve others, Security Hub among them: no change of audit.yaml may delete it. */
const keepServiceLinkedRole = (role: Construct): void =>
  letGo(role, `${IamServiceLinkedRole.tfResourceType}.${role.node.id}_service-linked`);

export interface CustomRoleProps {
  readonly anywhere: Place;
  readonly partition: string;
  readonly account: string;
  readonly roleName: string;
  /** ARN of the bucket Config delivers to. */
  readonly bucketArn: string;
  readonly prefix: string;
  readonly keyArn: string;
  /** Topics Config notifies. */
  readonly topicArns: readonly string[];
}

/** A role of our own: AWS's managed read rights, and writing to the one prefix, key and topics. */
export class CustomRecorderRole extends Construct implements RecorderRole {
  readonly arn: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: CustomRoleProps) {
    super(scope, id);
    const { anywhere, partition, account, roleName } = props;
    this.arn = roleArn(partition, account, roleName);
    const role = new IamRole(this, 'custom', {
      ...anywhere,
      name: roleName,
      description: 'Records the configuration of this account',
      assumeRolePolicy: trustService('config.amazonaws.com', { sourceAccount: account }),
    });
    const reads = new IamRolePolicyAttachment(this, 'reads', {
      ...anywhere,
      role: role.name,
      policyArn: arn({ partition, service: 'iam', account: 'aws', resource: 'policy/service-role/AWS_ConfigRole' }),
    });
    const delivers = new IamRolePolicy(this, 'delivers', {
      ...anywhere,
      role: role.name,
      name: 'deliver',
      policy: toPolicyJson(deliveryGrants(props)),
    });
    this.ready = [role, reads, delivers];
    keepServiceLinkedRole(this);
  }
}

const deliveryGrants = ({ account, bucketArn, prefix, keyArn, topicArns }: CustomRoleProps): Statement[] => [
  {
    sid: 'CheckBucket',
    effect: 'Allow',
    actions: ['s3:GetBucketAcl', 's3:ListBucket'],
    resources: [bucketArn],
  },
  {
    sid: 'Deliver',
    effect: 'Allow',
    // An upload that sets an ACL takes both.
    actions: ['s3:PutObject', 's3:PutObjectAcl'],
    resources: [`${bucketArn}/${prefix}/AWSLogs/${account}/Config/*`],
    condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
  },
  { sid: 'Encrypt', effect: 'Allow', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [keyArn] },
  ...(topicArns.length === 0
    ? []
    : [{ sid: 'Notify', effect: 'Allow' as const, actions: ['sns:Publish'], resources: topicArns }]),
];
