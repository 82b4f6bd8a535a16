import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Access } from './aws';
import type { Gaps } from './gap';
import { everyPage } from './parallel';

/** Where a trail delivers besides its bucket. */
export interface OutletsFound {
  readonly trail: string;
  /** `gone`: the trail names it, but it does not exist. Absent when it could not be read. */
  readonly logGroup?: 'gone' | LogGroupFound;
  readonly topic?: { readonly isEncrypted: boolean };
}

export interface LogGroupFound {
  /** Absent: it keeps events for ever. */
  readonly days?: number;
  readonly isEncrypted: boolean;
  /** `STANDARD`, or one that takes no metric filters. Source: CloudWatch Logs user guide, "Log classes". */
  readonly class: string;
}

/** `access` must be of the account that holds them. */
export async function readLogGroup(access: Access, arn: string, gaps: Gaps): Promise<OutletsFound['logGroup']> {
  const { account } = access;
  const [, , , region = '', , , name = ''] = arn.split(':');
  const like = await gaps.attempt({ account, region }, `the log group ${name}`, () =>
    everyPage(
      (nextToken) =>
        access
          .client(CloudWatchLogsClient, region)
          .send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name, nextToken })),
      ({ logGroups }) => logGroups,
      ({ nextToken }) => nextToken,
    ),
  );
  if (like === undefined) return undefined;
  const found = like.find(({ logGroupName }) => logGroupName === name);
  if (found === undefined) return 'gone';
  const { retentionInDays: days, kmsKeyId, logGroupClass = 'STANDARD' } = found;
  return { ...(days !== undefined && { days }), isEncrypted: kmsKeyId !== undefined, class: logGroupClass };
}

/** `access` must be of the account that holds it. */
export async function readTopic(access: Access, arn: string, gaps: Gaps): Promise<OutletsFound['topic']> {
  const [, , , region = '', , name = ''] = arn.split(':');
  const answer = await gaps.attempt({ account: access.account, region }, `the topic ${name}`, () =>
    access.client(SNSClient, region).send(new GetTopicAttributesCommand({ TopicArn: arn })),
  );
  return answer && { isEncrypted: Boolean(answer.Attributes?.KmsMasterKeyId) };
}
