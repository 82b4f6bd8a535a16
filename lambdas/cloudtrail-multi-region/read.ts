import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  TrailNotFoundException,
} from '@aws-sdk/client-cloudtrail';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import type { Aws } from '../shared/aws';
import type { Trail } from './evaluate';
import { itemsWith } from './snapshot';

/**
 * The items of a delivered snapshot that mention a resource type, as a stream.
 *
 * @throws Error, naming the snapshot, when it cannot be read or is broken
 */
export async function* snapshotItems(
  aws: Aws,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  type: string,
): AsyncGenerator<unknown> {
  try {
    const { Body } = await aws.client(S3Client).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!Body) throw new Error('S3 gave no content');
    yield* itemsWith(type, Body as Readable);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the snapshot s3://${bucket}/${key} cannot be read: ${reason}`, { cause: error });
  }
}

/** Whether a trail is logging. One deleted since the snapshot is not. */
export async function isLogging(aws: Aws, arn: string): Promise<boolean> {
  try {
    const { IsLogging } = await aws.client(CloudTrailClient).send(new GetTrailStatusCommand({ Name: arn }));
    if (IsLogging === undefined) throw new Error(`CloudTrail does not say whether ${arn} is logging`);
    return IsLogging;
  } catch (error) {
    if (error instanceof TrailNotFoundException) return false;
    throw error;
  }
}

/** All trails that cover this account and region: its own, the organization's, and those of other home regions. */
export async function describeTrails(aws: Aws): Promise<readonly Trail[]> {
  const { trailList = [] } = await aws
    .client(CloudTrailClient)
    .send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  return trailList.map(({ TrailARN, IsMultiRegionTrail, IsOrganizationTrail, HomeRegion }) => {
    if (!TrailARN || !HomeRegion || IsMultiRegionTrail === undefined)
      throw new Error(`CloudTrail describes the trail ${TrailARN ?? 'without ARN'} without what every trail has`);
    return {
      arn: TrailARN,
      isMultiRegion: IsMultiRegionTrail,
      isOrganization: IsOrganizationTrail ?? false,
      homeRegion: HomeRegion,
    };
  });
}
