import { isObject, show } from '../shared/json';
import { Members } from '../shared/members';

/** In CloudTrail's own form. */
export interface AdvancedEventSelector {
  readonly Name?: string;
  readonly FieldSelectors: readonly { readonly Field: string; readonly [operator: string]: unknown }[];
}

/** What UpdateTrail sets, under names of our own. */
export interface TrailSettings {
  readonly s3BucketName: string;
  /** Empty: files lie at the top of the bucket. */
  readonly s3KeyPrefix: string;
  /** ARN. */
  readonly kmsKeyId: string;
  readonly isMultiRegion: boolean;
  readonly isOrganization: boolean;
  readonly includeGlobal: boolean;
  readonly logFileValidation: boolean;
  /** With the closing `:*`. */
  readonly cloudWatchLogsLogGroupArn: string;
  readonly cloudWatchLogsRoleArn: string;
  /** Of the topic that is told of each delivered file. Empty: none is. */
  readonly snsTopicArn: string;
}

export interface DesiredTrail {
  /** Name or ARN. */
  readonly trail: string;
  readonly settings: TrailSettings;
  readonly selectors: readonly AdvancedEventSelector[];
  /** Types of insights. */
  readonly insights: readonly string[];
}

/** @throws Error that lists every problem */
export function readDesired(value: unknown): DesiredTrail {
  const members = new Members(value, 'the desired trail');
  const desired = {
    trail: members.text('trail'),
    settings: {
      s3BucketName: members.text('s3BucketName'),
      s3KeyPrefix: members.optionalText('s3KeyPrefix') ?? '',
      kmsKeyId: members.text('kmsKeyId'),
      isMultiRegion: members.flag('isMultiRegion'),
      isOrganization: members.flag('isOrganization'),
      includeGlobal: members.flag('includeGlobal'),
      logFileValidation: members.flag('logFileValidation'),
      cloudWatchLogsLogGroupArn: members.text('cloudWatchLogsLogGroupArn'),
      cloudWatchLogsRoleArn: members.text('cloudWatchLogsRoleArn'),
      snsTopicArn: members.optionalText('snsTopicArn') ?? '',
    },
    selectors: members.list('advancedEventSelectors') as readonly AdvancedEventSelector[],
    insights: members.texts('insightSelectors'),
  };
  members.check();
  // A trail without selectors would log nothing.
  if (desired.selectors.length === 0) throw new Error('the desired trail is wrong: it has no advancedEventSelectors');
  for (const selector of desired.selectors as readonly unknown[]) {
    if (!isObject(selector) || !Array.isArray(selector['FieldSelectors']))
      throw new Error(`the desired trail is wrong: ${show(selector)} is no advanced event selector`);
  }
  return desired;
}
