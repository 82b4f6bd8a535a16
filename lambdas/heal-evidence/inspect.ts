import type { ApiCall } from '../shared/api-call';
import type { Aws } from '../shared/aws';
import type { Drift } from '../shared/healer';
import { inspectBucket } from './bucket';
import type { DesiredEvidence } from './desired';
import { inspectKey } from './key';

/**
 * What differs in buckets and keys of evidence: in the one that the cause names, or without a cause in all of them.
 * Other buckets and keys of the account are not even read.
 */
export async function inspect(
  { buckets, keys }: DesiredEvidence,
  aws: Aws,
  cause?: ApiCall,
): Promise<readonly Drift[]> {
  const concerns = cause ? subjectOf(cause) : () => true;
  const drifts: Drift[] = [];
  for (const bucket of buckets) if (concerns('bucket', bucket.name)) drifts.push(...(await inspectBucket(bucket, aws)));
  for (const { arn } of keys) if (concerns('key', arn)) drifts.push(...(await inspectKey(arn, aws)));
  return drifts;
}

type Concerns = (kind: 'bucket' | 'key', name: string) => boolean;

/** A call that does not say what it is about may be about anything. */
function subjectOf({ eventSource, requestParameters: { bucketName, keyId } }: ApiCall): Concerns {
  if (eventSource === 's3.amazonaws.com' && typeof bucketName === 'string')
    return (kind, name) => kind === 'bucket' && name === bucketName;
  // The caller's own words: an id or an ARN.
  if (eventSource === 'kms.amazonaws.com' && typeof keyId === 'string')
    return (kind, arn) => kind === 'key' && (arn === keyId || arn.endsWith(`:key/${keyId}`));
  return () => true;
}
