import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { allowService, toPolicyJson } from '../policy/statement';
import { adopt } from '../state/state-changes';

export interface TrailNotificationsProps {
  readonly place: Place;
  readonly name: string;
  readonly arn: string;
  readonly keyArn: string;
  readonly trailArn: string;
  /** Whether the topic exists already and is imported. */
  readonly exists?: boolean;
}

/** An encrypted topic that tells of each delivered log file. */
export class TrailNotifications extends Construct {
  readonly topicName: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: TrailNotificationsProps) {
    super(scope, id);
    const { place, name, arn, keyArn, trailArn } = props;
    this.topicName = name;
    const topic = new SnsTopic(this, 'topic', { ...place, name, kmsMasterKeyId: keyArn });
    const policy = new SnsTopicPolicy(this, 'policy', {
      ...place,
      arn: topic.arn,
      policy: toPolicyJson([
        allowService(
          'cloudtrail.amazonaws.com',
          { sourceArn: trailArn },
          {
            sid: 'TrailPublishes',
            actions: ['sns:Publish'],
            resources: [arn],
          },
        ),
      ]),
    });
    this.ready = [topic, policy];
    // A topic has a policy from the first.
    if (props.exists) for (const part of [topic, policy]) adopt(part, arn);
  }
}
