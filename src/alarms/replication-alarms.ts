import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { addAlarm } from './alarm';

export interface ReplicationAlarmsProps {
  /** Region of the source buckets, where S3 counts failures. */
  readonly sourcePlace: Place;
  /** Region of the archive, of the sources' account, where S3 measures the lag. Source: S3 user guide, "repl-metrics". */
  readonly archivePlace: Place;
  /** Source buckets by a name for people, as in `trail`. */
  readonly sources: Readonly<Record<string, string>>;
  readonly archiveBucket: string;
  /** Starts the names of alarms. */
  readonly namePrefix: string;
  /** Whether S3 promises to replicate within 15 minutes. */
  readonly timeControl: boolean;
  /** Topics of the sources' region. Where there is none, EventBridge forwards the change of an alarm's state. */
  readonly topicArns: readonly string[];
}

/** Of every replication rule that the platform writes. */
export const REPLICATION_RULE = 'archive';

/** In seconds: what S3 promises, or where it promises nothing, what leaves half a day to look into it. */
const LAG = { promised: 15 * 60, otherwise: 12 * 60 * 60 };

/** Evidence that is not copied is evidence that one deletion loses. */
export class ReplicationAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ReplicationAlarmsProps) {
    super(scope, id);
    const { sourcePlace, archivePlace, sources, archiveBucket, namePrefix, timeControl, topicArns } = props;
    for (const [source, bucket] of Object.entries(sources)) {
      const metric = {
        namespace: 'AWS/S3',
        dimensions: { SourceBucket: bucket, DestinationBucket: archiveBucket, RuleId: REPLICATION_RULE },
      };
      addAlarm(this, `${source}-lag`, {
        ...metric,
        place: archivePlace,
        name: `${namePrefix}replication-${source}-lag`,
        title: `Copies of ${bucket} in the archive lag behind`,
        firstStep: 'Check the replication role, the policies of both keys and the status of the newest objects',
        metricName: 'ReplicationLatency',
        statistic: 'Maximum',
        period: 300,
        // S3 reaches its limit now and then; a quarter of an hour beyond it is no chance.
        periods: 3,
        threshold: (timeControl ? LAG.promised : LAG.otherwise) + 1,
        // S3 measures while there is something to copy.
        silence: 'notBreaching',
        // An alarm tells topics of its own region only.
        topicArns: [],
      });
      addAlarm(this, `${source}-failures`, {
        ...metric,
        place: sourcePlace,
        name: `${namePrefix}replication-${source}-failures`,
        title: `Objects of ${bucket} could not be copied into the archive`,
        firstStep: 'Find the objects whose replication status is FAILED, mend the cause and copy them by a batch job',
        metricName: 'OperationsFailedReplication',
        statistic: 'Sum',
        period: 300,
        threshold: 1,
        silence: 'notBreaching',
        topicArns,
      });
    }
  }
}
