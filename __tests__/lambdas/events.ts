import { ACCOUNT, REGION } from './fake-aws';

/** Events as AWS Config sends them; members given here take the place of the usual ones. */
export const event = (invokingEvent: object, rest: object = {}): Record<string, unknown> => ({
  version: '1.0',
  invokingEvent: JSON.stringify({ recordVersion: '1.3', notificationCreationTime: NOTIFIED, ...invokingEvent }),
  ruleParameters: '{}',
  resultToken: 'token',
  eventLeftScope: false,
  executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/config`,
  configRuleArn: `arn:aws:config:${REGION}:${ACCOUNT}:config-rule/config-rule-abcdef`,
  configRuleName: 'the-rule',
  configRuleId: 'config-rule-abcdef',
  accountId: ACCOUNT,
  ...rest,
});

export const CAPTURED = '2026-03-01T10:00:00.250Z';
export const NOTIFIED = '2026-03-01T10:05:00.750Z';

export const item = (rest: object = {}): Record<string, unknown> => ({
  configurationItemVersion: '1.3',
  configurationItemCaptureTime: CAPTURED,
  configurationStateId: 1,
  awsAccountId: ACCOUNT,
  configurationItemStatus: 'OK',
  resourceType: 'AWS::IAM::User',
  resourceId: 'AIDAEXAMPLE',
  resourceName: 'ann',
  ARN: `arn:aws:iam::${ACCOUNT}:user/ann`,
  awsRegion: 'global',
  availabilityZone: 'Not Applicable',
  configurationStateMd5Hash: '',
  resourceCreationTime: '2026-01-01T00:00:00.000Z',
  relatedEvents: [],
  tags: {},
  relationships: [],
  configuration: { userName: 'ann', userId: 'AIDAEXAMPLE' },
  supplementaryConfiguration: {},
  ...rest,
});

export const changed = (configurationItem: object = item(), rest: object = {}): Record<string, unknown> =>
  event({ messageType: 'ConfigurationItemChangeNotification', configurationItem, configurationItemDiff: null }, rest);

/** What the item of an oversized notification has left. */
const DETAILS = ['configuration', 'supplementaryConfiguration', 'tags', 'relationships'];
const summaryOf = (configurationItem: object) =>
  Object.fromEntries(Object.entries(configurationItem).filter(([name]) => !DETAILS.includes(name)));

export const oversized = (
  configurationItem: Record<string, unknown> = item(),
  rest: object = {},
): Record<string, unknown> =>
  event(
    {
      messageType: 'OversizedConfigurationItemChangeNotification',
      configurationItemSummary: { changeType: 'UPDATE', ...summaryOf(configurationItem) },
    },
    rest,
  );

export const scheduled = (rest: object = {}): Record<string, unknown> =>
  event({ messageType: 'ScheduledNotification', awsAccountId: ACCOUNT }, rest);

export const delivered = (rest: object = {}): Record<string, unknown> =>
  event(
    {
      messageType: 'ConfigurationSnapshotDeliveryCompleted',
      configSnapshotId: '00000000-0000-4000-8000-000000000000',
      s3Bucket: 'config-bucket',
      s3ObjectKey: 'AWSLogs/key.json.gz',
    },
    rest,
  );
