import type { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { expiryDays } from '../config/retention';
import type { Transition } from '../config/schema';
import type { Place } from '../placement/placement';

export interface Lifecycle {
  /** Colder tiers, in order. */
  readonly transitions: readonly Transition[];
  /** Years after which objects are deleted; at least the retention. Absent: never. */
  readonly expireAfterYears?: number;
}

/** Days after which S3 forgets the parts of an upload that was never completed. */
const ABANDONED_UPLOAD_DAYS = 7;

/** S3 deletes old versions only after the day on which it moved them last. */
const afterTransitions = (transitions: readonly Transition[]): number =>
  Math.max(0, ...transitions.map(({ afterDays }) => afterDays)) + 1;

/** Moves objects to colder tiers and, if told so, deletes them once their retention is long over. */
export function writeLifecycle(
  scope: Construct,
  bucket: S3Bucket,
  place: Place,
  { transitions, expireAfterYears }: Lifecycle,
  locked: boolean,
  versioned: ITerraformDependable,
): S3BucketLifecycleConfiguration {
  const days = expireAfterYears === undefined ? undefined : expiryDays(expireAfterYears);
  return new S3BucketLifecycleConfiguration(scope, 'lifecycle', {
    ...place,
    bucket: bucket.bucket,
    rule: [
      {
        id: 'keep-evidence',
        status: 'Enabled',
        filter: [{}],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: ABANDONED_UPLOAD_DAYS }],
        transition: transitions.map(({ afterDays, storageClass }) => ({ days: afterDays, storageClass })),
        noncurrentVersionTransition: transitions.map(({ afterDays, storageClass }) => ({
          noncurrentDays: afterDays,
          storageClass,
        })),
        ...(days === undefined
          ? {}
          : {
              // Hides the object, which makes its version an old one; S3 forgets the marker by the same rule later.
              expiration: [{ days }],
              // A lock outlasts any rule. Without one an overwritten version keeps its own full time, so that
              // overwriting is no way to delete; what expired is then gone after twice the time.
              noncurrentVersionExpiration: [{ noncurrentDays: locked ? afterTransitions(transitions) : days }],
            }),
      },
    ],
    dependsOn: [versioned],
  });
}
