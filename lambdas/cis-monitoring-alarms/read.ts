import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, DescribeAlarmsForMetricCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  paginateDescribeMetricFilters,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AuthorizationErrorException,
  NotFoundException,
  paginateListSubscriptionsByTopic,
  SNSClient,
} from '@aws-sdk/client-sns';
import type { Aws } from '../shared/aws';
import type { Alarm, Audience } from './evaluate';
import { type Filter, filterOf, type Metric } from './filter';
import type { LogGroup, Trail } from './trail';

/** The multi-region trails that cover this account, the organization's included. */
export async function readTrails(aws: Aws): Promise<readonly Trail[]> {
  const { trailList = [] } = await aws
    .client(CloudTrailClient)
    .send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  return Promise.all(
    trailList
      .filter(({ IsMultiRegionTrail }) => IsMultiRegionTrail)
      .map(async ({ TrailARN: arn, HomeRegion: home, CloudWatchLogsLogGroupArn: logGroupArn }): Promise<Trail> => {
        if (!arn || !home) throw new Error(`CloudTrail describes the trail ${arn} without ARN or home region`);
        const trails = aws.client(CloudTrailClient, home);
        const { IsLogging } = await trails.send(new GetTrailStatusCommand({ Name: arn }));
        if (IsLogging === undefined) throw new Error(`CloudTrail does not say whether ${arn} is logging`);
        const { EventSelectors: basic = [], AdvancedEventSelectors: advanced = [] } = await trails.send(
          new GetEventSelectorsCommand({ TrailName: arn }),
        );
        return { arn, isLogging: IsLogging, ...(logGroupArn && { logGroupArn }), selectors: { basic, advanced } };
      }),
  );
}

/** All metric filters of a log group; none if the group is gone, for then nothing is watched in it. */
export async function readFilters(aws: Aws, group: LogGroup): Promise<readonly Filter[]> {
  const filters: Filter[] = [];
  const client = aws.client(CloudWatchLogsClient, group.region);
  try {
    for await (const page of paginateDescribeMetricFilters({ client }, { logGroupName: group.name }))
      filters.push(...(page.metricFilters ?? []).map((description) => filterOf(description, group)));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
  return filters;
}

/** The alarms that watch a metric by itself: neither composite ones nor those of a calculation. */
export async function readAlarms(aws: Aws, { region, namespace, name }: Metric): Promise<readonly Alarm[]> {
  const { MetricAlarms = [] } = await aws
    .client(CloudWatchClient, region)
    .send(new DescribeAlarmsForMetricCommand({ Namespace: namespace, MetricName: name }));
  return MetricAlarms.map(({ AlarmName, ActionsEnabled, AlarmActions = [], ComparisonOperator }) => {
    if (!AlarmName || ActionsEnabled === undefined)
      throw new Error(`CloudWatch describes an alarm on ${namespace}/${name} without name or state`);
    return {
      name: AlarmName,
      actionsEnabled: ActionsEnabled,
      rises: ComparisonOperator === 'GreaterThanThreshold' || ComparisonOperator === 'GreaterThanOrEqualToThreshold',
      notifies: AlarmActions.filter((arn) => arn.split(':')[2] === 'sns'),
    };
  });
}

/**
 * Whether anybody has confirmed to be told by an SNS topic, of whichever account and region.
 *
 * @throws Error when this account's own topic does not let its subscriptions be listed: that is a fault of the rule's
 * role, while another account's topic is a fault of the setup, to be reported
 */
export async function readAudience(aws: Aws, topicArn: string): Promise<Audience> {
  const [, , , region, owner] = topicArn.split(':');
  try {
    const pages = paginateListSubscriptionsByTopic({ client: aws.client(SNSClient, region) }, { TopicArn: topicArn });
    for await (const { Subscriptions = [] } of pages)
      // Instead of an ARN: PendingConfirmation, Deleted.
      if (Subscriptions.some(({ SubscriptionArn }) => SubscriptionArn?.startsWith('arn:'))) return 'confirmed';
    return 'none';
  } catch (error) {
    if (error instanceof NotFoundException) return 'gone';
    if (error instanceof AuthorizationErrorException && owner !== aws.accountId) return 'hidden';
    throw error;
  }
}
