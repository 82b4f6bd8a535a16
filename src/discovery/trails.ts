import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailStatusCommand,
  ListTrailsCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import type { Access } from './aws';
import { type Gaps, isAbsence } from './gap';
import { everyPage } from './parallel';
import { type SelectorsFound, selectorsOf } from './selectors';

/** A trail as it is. */
export interface TrailFound {
  readonly arn: string;
  readonly name: string;
  /** That its ARN names: for an organization trail the management account, whoever made it. */
  readonly account: string;
  readonly home: string;
  readonly isOrganization: boolean;
  readonly isMultiRegion: boolean;
  readonly validates: boolean;
  readonly bucket: string;
  readonly prefix?: string;
  /** ARN of the key that it encrypts with. */
  readonly key?: string;
  readonly logGroupArn?: string;
  readonly logsRoleArn?: string;
  readonly topicArn?: string;
  /** Absent when that could not be read. */
  readonly isLogging?: boolean;
  /** Why it could not deliver last. */
  readonly deliveryError?: string;
  /** Absent when they could not be read. */
  readonly selectors?: SelectorsFound;
  /** Absent when they could not be read. */
  readonly insights?: readonly string[];
}

const [LISTED, DESCRIBED] = ['its trails', 'the trails there'];
/** What is wanted where a gap may hide trails. */
export const TRAILS_UNREAD: readonly string[] = [LISTED, DESCRIBED];

/**
 * Trails of an account, in whichever region they are at home.
 *
 * @param alsoOthers - also those of the organization, which every member sees, and only few may ask about
 */
export async function readTrails(
  access: Access,
  { regions, alsoOthers }: { regions: readonly string[]; alsoOthers: boolean },
  gaps: Gaps,
): Promise<TrailFound[]> {
  const { account } = access;
  const matters = ({ TrailARN }: { TrailARN?: string }) => alsoOthers || accountIn(TrailARN!) === account;
  const listed = await gaps.attempt({ account }, LISTED, () =>
    everyPage(
      (NextToken) => access.client(CloudTrailClient).send(new ListTrailsCommand({ NextToken })),
      ({ Trails }) => Trails,
      ({ NextToken }) => NextToken,
    ),
  );
  // Where trails cannot be listed, regions that are looked at anyway may still answer.
  const homes = listed ? [...new Set(listed.filter(matters).map(({ HomeRegion }) => HomeRegion!))].sort() : regions;
  const trails: TrailFound[] = [];
  for (const region of homes) {
    const here = { account, region };
    const client = access.client(CloudTrailClient, region);
    const answer = await gaps.attempt(here, DESCRIBED, () =>
      client.send(new DescribeTrailsCommand({ includeShadowTrails: true })),
    );
    for (const trail of answer?.trailList ?? []) {
      if (trail.HomeRegion === region && matters(trail)) trails.push(await readTrail(client, trail, account, gaps));
    }
  }
  return trails;
}

const accountIn = (arn: string): string => arn.split(':')[4]!;

async function readTrail(client: CloudTrailClient, trail: Trail, account: string, gaps: Gaps): Promise<TrailFound> {
  const arn = trail.TrailARN!;
  const region = trail.HomeRegion!;
  const about = <T>(what: string, read: () => Promise<T>) =>
    gaps.attempt({ account, region }, `${what} of the trail ${trail.Name}`, read);
  const status = await about('the status', () => client.send(new GetTrailStatusCommand({ Name: arn })));
  const selectors = await about('the event selectors', () =>
    client.send(new GetEventSelectorsCommand({ TrailName: arn })),
  );
  const insights = await about('the insight selectors', () => insightsOf(client, arn));
  const { S3KeyPrefix, KmsKeyId, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn, SnsTopicARN } = trail;
  return {
    arn,
    name: trail.Name!,
    account: accountIn(arn),
    home: region,
    isOrganization: trail.IsOrganizationTrail ?? false,
    isMultiRegion: trail.IsMultiRegionTrail ?? false,
    validates: trail.LogFileValidationEnabled ?? false,
    bucket: trail.S3BucketName!,
    ...(S3KeyPrefix && { prefix: S3KeyPrefix }),
    ...(KmsKeyId && { key: KmsKeyId }),
    ...(CloudWatchLogsLogGroupArn && { logGroupArn: CloudWatchLogsLogGroupArn }),
    ...(CloudWatchLogsRoleArn && { logsRoleArn: CloudWatchLogsRoleArn }),
    ...(SnsTopicARN && { topicArn: SnsTopicARN }),
    ...(status?.IsLogging !== undefined && { isLogging: status.IsLogging }),
    ...(status?.LatestDeliveryError && { deliveryError: status.LatestDeliveryError }),
    ...(selectors && { selectors: selectorsOf(selectors) }),
    ...(insights && { insights }),
  };
}

/** CloudTrail calls it an error when a trail has none. */
async function insightsOf(client: CloudTrailClient, TrailName: string): Promise<string[]> {
  try {
    const { InsightSelectors = [] } = await client.send(new GetInsightSelectorsCommand({ TrailName }));
    return InsightSelectors.map(({ InsightType }) => InsightType!).sort();
  } catch (error) {
    if ((error as Error).name === 'InsightNotEnabledException' || isAbsence(error)) return [];
    throw error;
  }
}
