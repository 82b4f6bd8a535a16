import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { arn } from '../policy/arn';
import { allowService, toPolicyJson } from '../policy/statement';

export interface DeadLettersProps {
  readonly place: Place;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** Starts the names of the EventBridge rules that may leave events here. */
  readonly rulePrefix: string;
}

/** Longest that SQS keeps a message, in seconds: 14 days. */
const KEPT = 1_209_600;

/** A queue of events that found no target and of invocations that failed. Encrypted; only our rules write to it. */
export class DeadLetters extends Construct {
  readonly arn: string;
  readonly url: string;
  /** SQS takes a redrive policy only once the queue that it names exists. */
  readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, props: DeadLettersProps) {
    super(scope, id);
    const { place, partition, account, region, name, rulePrefix } = props;
    this.arn = arn({ partition, service: 'sqs', region, account, resource: name });
    const queue = new SqsQueue(this, 'queue', {
      ...place,
      name,
      messageRetentionSeconds: KEPT,
      sqsManagedSseEnabled: true,
    });
    this.url = queue.url;
    this.ready = queue;
    const rules = arn({ partition, service: 'events', region, account, resource: 'rule/' });
    new SqsQueuePolicy(this, 'policy', {
      ...place,
      queueUrl: queue.url,
      policy: toPolicyJson([
        allowService(
          'events.amazonaws.com',
          // AWS documents that the rule is sent, and of the account nothing: a strict pin might lose every letter.
          { sourceAccountIfSent: account },
          {
            sid: 'RulesLeaveEvents',
            actions: ['sqs:SendMessage'],
            resources: [this.arn],
            // Rules of another bus than the default carry its name between.
            condition: { ArnLike: { 'aws:SourceArn': [`${rules}${rulePrefix}*`, `${rules}*/${rulePrefix}*`] } },
          },
        ),
        {
          sid: 'DenyPlainHttp',
          effect: 'Deny',
          principal: '*',
          actions: ['sqs:*'],
          resources: [this.arn],
          condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    });
  }
}
