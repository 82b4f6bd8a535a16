import {
  CloudTrailClient,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  type GetTrailStatusCommandOutput,
  InsightNotEnabledException,
  TrailNotFoundException,
} from '@aws-sdk/client-cloudtrail';
import type { Aws } from '../shared/aws';
import type { TrailSettings } from './desired';

export interface Insight {
  readonly InsightType?: string;
  /** Absent: management events. */
  readonly EventCategories?: readonly string[];
}

/** A trail as CloudTrail has it. */
export interface Trail {
  readonly settings: { readonly [Name in keyof TrailSettings]: TrailSettings[Name] | undefined };
  readonly isLogging: boolean;
  readonly selectors: { readonly basic: readonly unknown[]; readonly advanced: readonly unknown[] };
  readonly insights: readonly Insight[];
}

/** Nothing where there is no such trail. */
export async function readTrail(aws: Aws, name: string): Promise<Trail | undefined> {
  const client = aws.client(CloudTrailClient);
  try {
    const { Trail: trail = {} } = await client.send(new GetTrailCommand({ Name: name }));
    const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name: name }));
    if (IsLogging === undefined) throw new Error(`CloudTrail does not say whether ${name} is logging`);
    const { EventSelectors: basic = [], AdvancedEventSelectors: advanced = [] } = await client.send(
      new GetEventSelectorsCommand({ TrailName: name }),
    );
    return {
      settings: {
        s3BucketName: trail.S3BucketName,
        s3KeyPrefix: trail.S3KeyPrefix ?? '',
        kmsKeyId: trail.KmsKeyId,
        isMultiRegion: trail.IsMultiRegionTrail,
        isOrganization: trail.IsOrganizationTrail,
        includeGlobal: trail.IncludeGlobalServiceEvents,
        logFileValidation: trail.LogFileValidationEnabled,
        cloudWatchLogsLogGroupArn: trail.CloudWatchLogsLogGroupArn,
        cloudWatchLogsRoleArn: trail.CloudWatchLogsRoleArn,
        snsTopicArn: trail.SnsTopicARN ?? '',
      },
      isLogging: IsLogging,
      selectors: { basic, advanced },
      insights: await readInsights(client, name),
    };
  } catch (error) {
    if (error instanceof TrailNotFoundException) return undefined;
    throw error;
  }
}

/** How the trail's deliveries go; nothing where there is no such trail. */
export async function readStatus(aws: Aws, name: string): Promise<GetTrailStatusCommandOutput | undefined> {
  try {
    return await aws.client(CloudTrailClient).send(new GetTrailStatusCommand({ Name: name }));
  } catch (error) {
    if (error instanceof TrailNotFoundException) return undefined;
    throw error;
  }
}

async function readInsights(client: CloudTrailClient, name: string): Promise<readonly Insight[]> {
  try {
    const { InsightSelectors = [] } = await client.send(new GetInsightSelectorsCommand({ TrailName: name }));
    return InsightSelectors;
  } catch (error) {
    if (error instanceof InsightNotEnabledException) return [];
    throw error;
  }
}
