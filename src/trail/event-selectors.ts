import type { CloudtrailAdvancedEventSelector } from '@cdktf/provider-aws/lib/cloudtrail';

export interface DataEvents {
  /** Names of buckets, or all there are. */
  readonly s3Buckets: 'all' | readonly string[];
  readonly calls: 'all' | 'read' | 'write';
}

/**
 * What the trail logs. Advanced selectors log management events only when one of them says so, hence the first.
 *
 * @param arnOf - the ARN of a bucket
 * @param ownBucketArns - buckets the trail writes to or that hold copies: logging their objects would feed itself
 */
export function eventSelectors(
  { s3Buckets, calls }: DataEvents,
  arnOf: (bucket: string) => string,
  ownBucketArns: readonly string[],
): CloudtrailAdvancedEventSelector[] {
  const management: CloudtrailAdvancedEventSelector = {
    name: 'Management events',
    fieldSelector: [{ field: 'eventCategory', equalTo: ['Management'] }],
  };
  if (s3Buckets !== 'all' && s3Buckets.length === 0) return [management];

  // The slash keeps `logs` from matching `logs-of-a-team` as well.
  const objectsOf = (bucketArn: string) => `${bucketArn}/`;
  return [
    management,
    {
      name: s3Buckets === 'all' ? 'Objects of all buckets but our own' : 'Objects of named buckets',
      fieldSelector: [
        { field: 'eventCategory', equalTo: ['Data'] },
        { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
        {
          field: 'resources.ARN',
          notStartsWith: ownBucketArns.map(objectsOf),
          ...(s3Buckets === 'all' ? {} : { startsWith: s3Buckets.map((bucket) => objectsOf(arnOf(bucket))) }),
        },
        ...(calls === 'all' ? [] : [{ field: 'readOnly', equalTo: [calls === 'read' ? 'true' : 'false'] }]),
      ],
    },
  ];
}
