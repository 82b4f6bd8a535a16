import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import type { DeadLetters } from '../events/dead-letters';
import type { Place } from '../placement/placement';
import { arn, roleArn } from '../policy/arn';
import { toPolicyJson } from '../policy/statement';

export interface WorkQueueProps {
  readonly place: Place;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** Name of the only role that puts work in and takes it out. */
  readonly workerRole: string;
  /** Longest that a piece of work takes. */
  readonly workSeconds: number;
  /** Where work goes that fails again and again. */
  readonly deadLetters: Pick<DeadLetters, 'arn' | 'ready'>;
}

/** In seconds: two days, in which whatever keeps the function from running is mended. */
const KEPT = 172_800;
/** Failures of one piece of work, half an hour apart, before it is given up: what AWS throttled succeeds by then. */
const ATTEMPTS = 4;

/** A queue that one role alone fills and empties: work that somebody else takes out is evidence that nobody looks at. */
export class WorkQueue extends Construct {
  readonly arn: string;
  readonly url: string;
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { place, partition, account, region, name, workerRole, workSeconds, deadLetters } = props;
    this.arn = arn({ partition, service: 'sqs', region, account, resource: name });
    this.queue = new SqsQueue(this, 'queue', {
      ...place,
      name,
      messageRetentionSeconds: KEPT,
      // While it is being worked on, nobody else begins with it.
      visibilityTimeoutSeconds: 2 * workSeconds,
      sqsManagedSseEnabled: true,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: ATTEMPTS }),
      dependsOn: [deadLetters.ready],
    });
    this.url = this.queue.url;
    const everybody = { effect: 'Deny', principal: '*', resources: [this.arn] } as const;
    new SqsQueuePolicy(this, 'policy', {
      ...place,
      queueUrl: this.queue.url,
      policy: toPolicyJson([
        {
          ...everybody,
          sid: 'DenyPlainHttp',
          actions: ['sqs:*'],
          condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        {
          ...everybody,
          sid: 'DenyAllButTheWorker',
          actions: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
          condition: { ArnNotEquals: { 'aws:PrincipalArn': roleArn(partition, account, workerRole) } },
        },
      ]),
    });
  }
}
