import {
  ACCOUNT,
  assume,
  call,
  DENIED,
  foreign,
  objectCall,
  role,
  root,
  signIn,
  STRANGER,
  type TrailEvent,
  user,
} from '../events';

/** What each question finds at a moment. Those that compare have something a day before, which is not it. */
const DAY_BEFORE = '2026-11-19T10:30:00Z';
const i = 'i-0123456789abcdef0';
export const SPARKS: Readonly<Record<string, (eventTime: string) => readonly TrailEvent[]>> = {
  'access-denied-by-principal': (eventTime) => [call('x', 'iam:ListUsers', user('a'), { ...DENIED, eventTime })],
  'activity-in-unused-regions': (eventTime) => [
    call('x', 's3:ListBuckets', user('a'), { eventTime, awsRegion: 'sa-east-1' }),
  ],
  'activity-of-access-key': (eventTime) => [call('x', 's3:ListBuckets', user('a'), { eventTime })],
  'activity-of-address': (eventTime) => [call('x', 's3:ListBuckets', user('a'), { eventTime })],
  'activity-of-principal': (eventTime) => [call('x', 's3:ListBuckets', user('a'), { eventTime })],
  'audit-tampering': (eventTime) => [call('x', 'cloudtrail:StopLogging', user('a'), { eventTime })],
  'bucket-reads': (eventTime) => [
    objectCall('x', 'GetObject', user('a'), { bucketName: 'b', key: 'k' }, { eventTime }),
  ],
  'compute-launched': (eventTime) => [call('x', 'ec2:RunInstances', user('a'), { eventTime })],
  'console-sign-in-failures': (eventTime) => [signIn('x', user('a'), 'Failure', 'No', { eventTime })],
  'console-sign-in-without-mfa': (eventTime) => [signIn('x', user('a'), 'Success', 'No', { eventTime })],
  'cross-account-access': (eventTime) => [
    call('x', 'sts:AssumeRole', foreign('AIDAX', STRANGER), { eventTime, recipientAccountId: ACCOUNT }),
  ],
  'data-copied-out': (eventTime) => [call('x', 'ec2:CreateSnapshot', user('a'), { eventTime, requestParameters: {} })],
  deletions: (eventTime) => [call('x', 's3:DeleteBucket', user('a'), { eventTime, requestParameters: {} })],
  'federated-sign-ins': (eventTime) => [signIn('x', role('a', 'b'), 'Success', 'No', { eventTime })],
  'first-seen-addresses-of-principals': (eventTime) => [
    call('y', 's3:ListBuckets', user('a'), { eventTime: DAY_BEFORE }),
    call('x', 's3:ListBuckets', user('a'), { eventTime, sourceIPAddress: '198.51.100.1' }),
  ],
  'first-seen-calls-by-principal': (eventTime) => [call('x', 's3:ListBuckets', user('a'), { eventTime })],
  'insights-in-window': (eventTime) => [
    call('x', 'iam:ListUsers', {}, { eventTime, insightDetails: { state: 'Start' } }),
  ],
  'instance-credentials-outside': (eventTime) => [
    call('y', 's3:ListBuckets', role('web', i), { eventTime: DAY_BEFORE }),
    call('x', 's3:ListBuckets', role('web', i), { eventTime, sourceIPAddress: '198.51.100.1' }),
  ],
  'interactive-access': (eventTime) => [call('x', 'ssm:StartSession', user('a'), { eventTime })],
  'kms-key-tampering': (eventTime) => [call('x', 'kms:DisableKey', user('a'), { eventTime })],
  'new-credentials': (eventTime) => [call('x', 'iam:CreateUser', user('a'), { eventTime })],
  'objects-deleted': (eventTime) => [
    objectCall('x', 'DeleteObject', user('a'), { bucketName: 'b', key: 'k' }, { eventTime }),
  ],
  'privilege-escalation': (eventTime) => [call('x', 'iam:AddUserToGroup', user('a'), { eventTime })],
  'public-sharing': (eventTime) => [
    call('x', 's3:DeleteBucketPublicAccessBlock', user('a'), { eventTime, requestParameters: { bucketName: 'b' } }),
  ],
  'resource-changes': (eventTime) => [
    call('x', 's3:PutBucketPolicy', user('a'), { eventTime, requestParameters: { bucketName: 'b' } }),
  ],
  'role-assumption-chains': (eventTime) => [assume('x', user('a'), 'r', 's', 'k', { eventTime })],
  'root-activity': (eventTime) => [call('x', 's3:ListBuckets', root(), { eventTime })],
  'secrets-read': (eventTime) => [call('x', 'secretsmanager:GetSecretValue', user('a'), { eventTime })],
  'security-group-opened': (eventTime) => [
    call('x', 'ec2:AuthorizeSecurityGroupIngress', user('a'), {
      eventTime,
      requestParameters: { groupId: 'sg', cidrIp: '0.0.0.0/0' },
    }),
  ],
  'unusual-user-agents': (eventTime) => [
    call('y', 's3:ListBuckets', user('a'), { eventTime: DAY_BEFORE }),
    call('x', 's3:ListBuckets', user('a'), { eventTime, userAgent: 'curl/8' }),
  ],
};

export const INSIGHTS = 'insights-in-window';

/** What must be given beside the window to find it. */
export const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'activity-of-access-key': { key: 'AKIAA' },
  'activity-of-address': { address: '203.0.113.7' },
  'activity-of-principal': { principal: '%:user/a' },
  'resource-changes': { resource: 'b' },
};
