import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { roleParts } from '../policy/arn';
import { toPolicyJson, trustService } from '../policy/statement';
import { adopt } from '../state/state-changes';

export interface TrailLogGroupProps {
  readonly place: Place;
  /** Place of IAM in the account that creates the trail. */
  readonly anywhere: Place;
  readonly name: string;
  /** ARN without the closing `:*`. */
  readonly arn: string;
  readonly retentionDays: number;
  readonly keyArn: string;
  /** With its path. */
  readonly roleName: string;
  readonly trailArn: string;
  /** Account whose trail it is, in the names of the log streams. */
  readonly account: string;
  readonly region: string;
  readonly organizationId: string;
  /** Which of them exist already and are imported. Absent: none. */
  readonly exists?: { readonly group: boolean; readonly role: boolean };
}

/** Where alarms and live searches read the trail. Encrypted, kept for a set time, written by the one trail. */
export class TrailLogGroup extends Construct {
  /** CloudTrail tests the role when the trail is created. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: TrailLogGroupProps) {
    super(scope, id);
    const { place, anywhere, arn, account, region, organizationId } = props;
    const group = new CloudwatchLogGroup(this, 'group', {
      ...place,
      name: props.name,
      // A key of another account; CloudWatch Logs asks its policy, naming the log group in the encryption context.
      kmsKeyId: props.keyArn,
      retentionInDays: props.retentionDays,
    });
    const role = new IamRole(this, 'role', {
      ...anywhere,
      ...roleParts(props.roleName),
      description: 'Delivers the organization trail to CloudWatch Logs',
      // A strict pin would keep the trail from being created if CloudTrail sent no ARN.
      assumeRolePolicy: trustService('cloudtrail.amazonaws.com', { sourceArnIfSent: props.trailArn }),
    });
    const grants = new IamRolePolicy(this, 'grants', {
      ...anywhere,
      role: role.name,
      name: 'deliver',
      policy: toPolicyJson([
        {
          sid: 'Deliver',
          effect: 'Allow',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          // The organization's streams carry its id, the creating account's own carry the account's.
          // Source: CloudTrail user guide, "Role policy document for CloudTrail to use CloudWatch Logs".
          resources: [`${arn}:log-stream:${account}_CloudTrail_${region}*`, `${arn}:log-stream:${organizationId}_*`],
        },
      ]),
    });
    this.ready = [group, role, grants];
    if (props.exists?.group) adopt(group, props.name);
    if (props.exists?.role) adopt(role, roleParts(props.roleName).name);
  }
}
