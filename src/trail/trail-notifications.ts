import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { allowService, toPolicyJson } from '../policy/statement';

export interface TrailNotificationsProps {
  readonly place: Place;
  readonly name: string;
  readonly arn: string;
  readonly keyArn: string;
  readonly trailArn: string;
}

/** An encrypted topic that tells of each delivered log file. */
export class TrailNotifications extends Construct {
  readonly topicName: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { place, name, arn, keyArn, trailArn }: TrailNotificationsProps) {
    super(scope, id);
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
  }
}
