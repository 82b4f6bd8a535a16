import { Account } from '../../src/proofs/principals';
import { recorded } from '../../src/proofs/recorded';

const ACCOUNT = '111111111111';
const administrator = new Account(ACCOUNT, 'o-aaaaaaaaaa', 'aws').administrator;
const at = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${ACCOUNT}:${resource}`;
const eventOf = (action: string, arn: string, account = ACCOUNT) =>
  recorded({ action, does: 'x', on: 'x', verdict: 'denied' }, administrator, { arn, account });

const GROUP = at('logs', 'log-group:/aws/lambda/acme-audit-healer');
const RULE = at('events', 'rule/acme-audit-x');
const ALARM = at('cloudwatch', 'alarm:acme-audit-x');
const DASHBOARD = `arn:aws:cloudwatch::${ACCOUNT}:dashboard/acme-audit-health`;
const TOPIC = at('sns', 'acme-audit-alarms');
const QUEUE = at('sqs', 'acme-audit-x');
const FUNCTION = at('lambda', 'function:acme-audit-healer');
const DOCUMENT = at('ssm', 'document/acme-audit-x');
const WORKGROUP = at('athena', 'workgroup/acme-audit-forensics');
const DATABASE = at('glue', 'database/acme_audit');
const TABLE = at('glue', 'table/acme_audit/cloudtrail');

test.each<[string, string, object]>([
  ['logs:DeleteLogGroup', GROUP, { logGroupName: '/aws/lambda/acme-audit-healer' }],
  ['logs:DeleteLogStream', `${GROUP}:log-stream:x`, { logGroupName: '/aws/lambda/acme-audit-healer' }],
  ['logs:TagLogGroup', GROUP, { logGroupName: '/aws/lambda/acme-audit-healer' }],
  ['logs:PutDataProtectionPolicy', GROUP, { logGroupIdentifier: GROUP }],
  ['logs:PutTransformer', GROUP, { logGroupIdentifier: GROUP }],
  ['logs:TagResource', GROUP, { resourceArn: GROUP }],
  ['logs:CreateLogAnomalyDetector', GROUP, { logGroupArnList: [GROUP] }],
  ['logs:PutAccountPolicy', '*', {}],
  ['cloudwatch:PutMetricAlarm', ALARM, { alarmName: 'acme-audit-x' }],
  ['cloudwatch:DeleteAlarms', ALARM, { alarmNames: ['acme-audit-x'] }],
  ['cloudwatch:PutAlarmMuteRule', ALARM, { muteTargets: { alarmNames: ['acme-audit-x'] } }],
  ['cloudwatch:PutDashboard', DASHBOARD, { dashboardName: 'acme-audit-health' }],
  ['cloudwatch:DeleteDashboards', DASHBOARD, { dashboardNames: ['acme-audit-health'] }],
  ['cloudwatch:UntagResource', ALARM, { resourceARN: ALARM }],
  ['events:PutRule', RULE, { name: 'acme-audit-x' }],
  ['events:RemoveTargets', RULE, { rule: 'acme-audit-x' }],
  ['events:TagResource', RULE, { resourceARN: RULE }],
  ['events:DeleteEventBus', at('events', 'event-bus/acme-audit-x'), { name: 'acme-audit-x' }],
  ['events:UpdateArchive', at('events', 'archive/acme-audit-x'), { archiveName: 'acme-audit-x' }],
  ['sns:DeleteTopic', TOPIC, { topicArn: TOPIC }],
  ['sns:Unsubscribe', TOPIC, { subscriptionArn: `${TOPIC}:0123` }],
  ['sns:PutDataProtectionPolicy', TOPIC, { resourceArn: TOPIC }],
  ['sns:CreateTopic', TOPIC, { name: 'acme-audit-alarms' }],
  ['sqs:PurgeQueue', QUEUE, { queueUrl: `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/acme-audit-x` }],
  ['sqs:CreateQueue', QUEUE, { queueName: 'acme-audit-x' }],
  ['sqs:StartMessageMoveTask', QUEUE, { sourceArn: QUEUE }],
  ['lambda:UpdateFunctionCode', FUNCTION, { functionName: 'acme-audit-healer' }],
  ['lambda:TagResource', FUNCTION, { resource: FUNCTION }],
  ['lambda:DeleteEventSourceMapping', at('lambda', 'event-source-mapping:0123'), {}],
  ['ssm:UpdateDocument', DOCUMENT, { name: 'acme-audit-x' }],
  ['ssm:AddTagsToResource', DOCUMENT, { resourceId: 'acme-audit-x' }],
  ['athena:UpdateWorkGroup', WORKGROUP, { workGroup: 'acme-audit-forensics' }],
  ['athena:CreateWorkGroup', WORKGROUP, { name: 'acme-audit-forensics' }],
  ['athena:DeleteNamedQuery', WORKGROUP, {}],
  ['athena:TagResource', WORKGROUP, { resourceARN: WORKGROUP }],
  ['glue:DeleteDatabase', DATABASE, { name: 'acme_audit' }],
  ['glue:CreateDatabase', DATABASE, { databaseInput: { name: 'acme_audit' } }],
  ['glue:UpdatePartition', TABLE, { databaseName: 'acme_audit' }],
  ['glue:CreateIntegration', DATABASE, { targetArn: DATABASE }],
  ['glue:TagResource', TABLE, { resourceArn: TABLE }],
  ['iam:TagRole', `arn:aws:iam::${ACCOUNT}:role/team/acme-audit-x`, { roleName: 'acme-audit-x' }],
  ['iam:CreateServiceLinkedRole', `arn:aws:iam::${ACCOUNT}:role/aws-service-role/x`, {}],
  ['kms:DisableKey', at('kms', 'key/0123'), {}],
])('%s on %s names %j', (action, arn, parameters) => {
  expect(eventOf(action, arn)!.requestParameters).toEqual(parameters);
});

test.each([
  ['a permission is none', 'iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/acme-audit-x`],
  ['a permission is none', 'logs:IntegrateWithS3Table', GROUP],
  ['messages are data', 'sqs:DeleteMessage', QUEUE],
  ['messages are data', 'sqs:ReceiveMessage', QUEUE],
  ['messages are data', 'sns:Publish', TOPIC],
  ['metrics are data', 'cloudwatch:PutMetricData', '*'],
  ['log events are data', 'logs:PutLogEvents', GROUP],
  ['calls of functions are data', 'lambda:InvokeFunction', FUNCTION],
  ['calls of functions are data', 'lambda:InvokeAsync', FUNCTION],
  ['calls of functions are data', 'lambda:InvokeFunctionUrl', FUNCTION],
  ['objects are data', 's3:PutObjectRetention', 'arn:aws:s3:::acme-trail/AWSLogs/x'],
  ['objects are data', 's3:DeleteObjectVersion', 'arn:aws-us-gov:s3:::acme-trail/x'],
])('%s, and has no event: %s', (_name, action, arn) => {
  expect(eventOf(action, arn)).toBeUndefined();
});

test.each(['arn:aws:s3:::acme-trail', at('s3', 'accesspoint/side-door'), at('s3', 'access-grants/default/grant/x')])(
  'what is done to %s is an event',
  (arn) => {
    expect(eventOf('s3:PutBucketPolicy', arn)!.managementEvent).toBe(true);
  },
);

test('the event is in the account of the thing, by whoever acted, under the name that CloudTrail gives it', () => {
  expect(eventOf('lambda:DeleteEventSourceMapping', '*', '222222222222')).toEqual({
    eventSource: 'lambda.amazonaws.com',
    eventName: 'DeleteEventSourceMapping20150331',
    readOnly: false,
    recipientAccountId: '222222222222',
    managementEvent: true,
    requestParameters: {},
    userIdentity: { sessionContext: { sessionIssuer: { arn: administrator.context['aws:PrincipalArn'] } } },
  });
  expect(eventOf('cloudwatch:PutMetricAlarm', ALARM, '')).toMatchObject({
    eventSource: 'monitoring.amazonaws.com',
    recipientAccountId: ACCOUNT,
  });
});
