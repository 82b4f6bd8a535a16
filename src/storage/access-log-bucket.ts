import type { Construct } from 'constructs';
import { allowService } from '../policy/statement';
import { EvidenceBucket, type EvidenceBucketProps } from './evidence-bucket';

export interface AccessLogBucketProps extends EvidenceBucketProps {
  /** Account of this bucket and its sources: S3 delivers within one account only. */
  readonly account: string;
  /** Comes before the name of the source bucket in every key. */
  readonly prefix: string;
}

/**
 * Who asked what of the evidence buckets. S3 delivers access logs neither to a bucket with Object Lock nor to one with
 * a KMS key; the replicas in the archive bucket are locked.
 * Source: S3 user guide, "Enabling Amazon S3 server access logging".
 */
export class AccessLogBucket extends EvidenceBucket {
  private readonly account: string;
  private readonly prefix: string;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id, props, {});
    this.account = props.account;
    this.prefix = props.prefix;
  }

  /** Receives the access logs of `source`, under a prefix of its own. */
  receiveFrom(source: EvidenceBucket, sid: string): void {
    const prefix = `${this.prefix}/${source.bucketName}/`;
    this.allow(
      allowService(
        'logging.s3.amazonaws.com',
        { sourceArn: source.arn, sourceAccount: this.account },
        {
          sid,
          actions: ['s3:PutObject'],
          resources: [`${this.arn}/${prefix}*`],
        },
      ),
    );
    source.logAccessTo(this, prefix);
  }
}
