import {
  type AdvancedEventSelector,
  CloudTrailClient,
  type InsightSelector,
  PutEventSelectorsCommand,
  PutInsightSelectorsCommand,
  StartLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import type { ApiCall } from '../shared/api-call';
import type { Aws } from '../shared/aws';
import { differing, same } from '../shared/differences';
import type { Drift } from '../shared/healer';
import type { DesiredTrail, TrailSettings } from './desired';
import { readTrail, type Trail } from './read';

/**
 * What of the trail differs. Logging comes first: each minute without it is lost. After a call about another trail
 * nothing is read: what differs then is not for its caller to answer.
 */
export async function inspect(desired: DesiredTrail, aws: Aws, cause?: ApiCall): Promise<readonly Drift[]> {
  if (cause && !concerns(cause, desired)) return [];
  const trail = await readTrail(aws, desired.trail);
  if (!trail) return [gone(desired)];
  const client = aws.client(CloudTrailClient);
  return [
    ...logging(desired, trail, client),
    ...settings(desired, trail, client),
    ...selectors(desired, trail, client),
    ...insights(desired, trail, client),
  ];
}

/** A call that does not say what it is about may be about our trail. */
function concerns({ requestParameters }: ApiCall, { trail }: DesiredTrail): boolean {
  const { name, trailName, eventDataStore } = requestParameters;
  const subject = [name, trailName, eventDataStore].find((each) => typeof each === 'string');
  return subject === undefined || nameOf(subject) === nameOf(trail);
}

/** Callers give names or ARNs; nowhere does CloudTrail say that case counts. */
const nameOf = (trail: string): string => trail.split('/').at(-1)!.toLowerCase();

const gone = ({ trail }: DesiredTrail): Drift => ({
  what: 'the trail is gone',
  was: null,
  wanted: trail,
  firstStep:
    `Apply the organization stack from the reviewed state: it creates ${trail} anew. ` +
    'The bucket is locked and keeps all that was delivered; what happened since the deletion is in the event history ' +
    'of each account and region for 90 days.',
});

function logging({ trail: Name }: DesiredTrail, { isLogging }: Trail, client: CloudTrailClient): Drift[] {
  if (isLogging) return [];
  const mend = async () => void (await client.send(new StartLoggingCommand({ Name })));
  return [{ what: 'the trail does not log', was: false, wanted: true, mend }];
}

function settings({ trail: Name, settings: wanted }: DesiredTrail, { settings: was }: Trail, client: CloudTrailClient) {
  const differences = differing<TrailSettings>(was, wanted);
  if (!differences) return [];
  const mend = async () =>
    void (await client.send(
      new UpdateTrailCommand({
        Name,
        S3BucketName: wanted.s3BucketName,
        KmsKeyId: wanted.kmsKeyId,
        IsMultiRegionTrail: wanted.isMultiRegion,
        IsOrganizationTrail: wanted.isOrganization,
        IncludeGlobalServiceEvents: wanted.includeGlobal,
        EnableLogFileValidation: wanted.logFileValidation,
        CloudWatchLogsLogGroupArn: wanted.cloudWatchLogsLogGroupArn,
        CloudWatchLogsRoleArn: wanted.cloudWatchLogsRoleArn,
        // These may be empty, which CloudTrail takes as removal.
        ...('s3KeyPrefix' in differences.wanted && { S3KeyPrefix: wanted.s3KeyPrefix }),
        // By name, as it was created; an ARN would be a change in every plan of Terraform.
        ...('snsTopicArn' in differences.wanted && { SnsTopicName: wanted.snsTopicArn.split(':').at(-1)! }),
      }),
    ));
  return [{ what: 'the settings of the trail differ', ...differences, mend }];
}

function selectors({ trail, selectors: wanted }: DesiredTrail, { selectors: was }: Trail, client: CloudTrailClient) {
  if (was.basic.length === 0 && same(was.advanced, wanted)) return [];
  const AdvancedEventSelectors = wanted as unknown as AdvancedEventSelector[];
  const mend = async () =>
    void (await client.send(new PutEventSelectorsCommand({ TrailName: trail, AdvancedEventSelectors })));
  const had = was.basic.length > 0 ? was.basic : was.advanced;
  return [{ what: 'the event selectors of the trail differ', was: had, wanted, mend }];
}

function insights({ trail, insights: wanted }: DesiredTrail, { insights: was }: Trail, client: CloudTrailClient) {
  const ofManagement = was.filter(({ EventCategories }) => EventCategories?.includes('Management') ?? true);
  const types = ofManagement.map(({ InsightType }) => InsightType);
  if (same(types, wanted) && was.length === wanted.length) return [];
  const InsightSelectors = wanted.map((InsightType) => ({ InsightType }) as InsightSelector);
  const mend = async () =>
    void (await client.send(new PutInsightSelectorsCommand({ TrailName: trail, InsightSelectors })));
  return [{ what: 'the insights of the trail differ', was, wanted, mend }];
}
