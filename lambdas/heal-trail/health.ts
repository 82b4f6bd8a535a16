import type { Aws } from '../shared/aws';
import type { HealthProblem } from '../shared/healer';
import type { DesiredTrail } from './desired';
import { readStatus } from './read';

/** Digests are delivered each hour. In milliseconds. */
const DIGEST_LATE = 2 * 60 * 60 * 1000;

/** What of the trail's deliveries fails, by CloudTrail's own account. */
export async function health({ trail }: DesiredTrail, aws: Aws, now = Date.now()): Promise<readonly HealthProblem[]> {
  const status = await readStatus(aws, trail);
  if (!status) return [{ kind: 'trail-stopped', detail: `there is no trail ${trail}` }];
  const failing = (kind: string, what: string, error: string | undefined): HealthProblem[] =>
    error ? [{ kind, detail: `${what} of ${trail} fail: ${error}` }] : [];
  return [
    ...(status.IsLogging ? [] : [{ kind: 'trail-stopped', detail: `${trail} does not log` }]),
    ...failing('trail-delivery', 'deliveries', status.LatestDeliveryError),
    ...failing('trail-delivery', 'notifications', status.LatestNotificationError),
    ...failing('trail-logs-delivery', 'deliveries to CloudWatch Logs', status.LatestCloudWatchLogsDeliveryError),
    ...failing('digest-gap', 'digests', status.LatestDigestDeliveryError),
    ...lateDigest(status, now),
  ];
}

interface Status {
  readonly IsLogging?: boolean | undefined;
  readonly StartLoggingTime?: Date | undefined;
  readonly LatestDigestDeliveryTime?: Date | undefined;
}

/** While nothing is logged there are no digests, and a trail that has just started has none yet. */
function lateDigest({ IsLogging, StartLoggingTime: start, LatestDigestDeliveryTime: latest }: Status, now: number) {
  const isOld = (time?: Date) => now - (time?.getTime() ?? 0) > DIGEST_LATE;
  if (!IsLogging || !isOld(start) || !isOld(latest)) return [];
  return [{ kind: 'digest-gap', detail: `the latest digest is of ${latest?.toISOString() ?? 'no time at all'}` }];
}
