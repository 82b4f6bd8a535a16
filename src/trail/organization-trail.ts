import { Cloudtrail, type CloudtrailAdvancedEventSelector } from '@cdktf/provider-aws/lib/cloudtrail';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { adopt } from '../state/state-changes';

export type InsightType = 'ApiCallRateInsight' | 'ApiErrorRateInsight';

export interface OrganizationTrailProps {
  readonly place: Place;
  readonly name: string;
  readonly bucketName: string;
  readonly keyArn: string;
  readonly selectors: readonly CloudtrailAdvancedEventSelector[];
  readonly insights: readonly InsightType[];
  /** ARN of the log group, without the closing `:*`. */
  readonly logGroupArn: string;
  readonly logGroupRoleArn: string;
  /**
   * Topic to tell of each delivered file, in the same account and region. By name: the provider reads such a topic back
   * by name, so its ARN would be a change in every plan. Absent: nobody is told.
   */
  readonly topicName?: string;
  /** Trusted access, bucket, key, log group and role: CloudTrail tests all of them when the trail is created. */
  readonly dependsOn: readonly ITerraformDependable[];
  readonly preventDestroy: boolean;
  /** ARN of the trail that exists. Absent: it is created. */
  readonly adoptedArn?: string;
}

/** The trail of the whole organization: every region, global services, validated log files, encrypted. */
export class OrganizationTrail extends Construct {
  constructor(scope: Construct, id: string, props: OrganizationTrailProps) {
    super(scope, id);
    const trail = new Cloudtrail(this, 'trail', {
      ...props.place,
      name: props.name,
      s3BucketName: props.bucketName,
      kmsKeyId: props.keyArn,
      isOrganizationTrail: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
      cloudWatchLogsGroupArn: `${props.logGroupArn}:*`,
      cloudWatchLogsRoleArn: props.logGroupRoleArn,
      snsTopicName: props.topicName,
      advancedEventSelector: [...props.selectors],
      insightSelector: props.insights.map((insightType) => ({ insightType })),
      dependsOn: [...props.dependsOn],
      lifecycle: { preventDestroy: props.preventDestroy },
    });
    if (props.adoptedArn !== undefined) adopt(trail, props.adoptedArn);
  }
}
