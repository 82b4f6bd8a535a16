import {
  ACCOUNT,
  call,
  DENIED,
  objectCall,
  OTHER_ACCOUNT,
  role,
  service,
  serviceLinkedRole,
  through,
  user,
} from '../events';
import { answersOf } from './answers';

const at = (minute: string, more: object = {}) => ({ eventTime: `2026-11-20T10:${minute}Z`, ...more });
const ops = role('ops', 'bob');
const OPS = `arn:aws:iam::${ACCOUNT}:role/ops`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234`;
const hour = (number: number, more: object = {}) => ({
  eventTime: `2026-11-20T${String(number).padStart(2, '0')}:15:00.500Z`,
  ...more,
});
const DAY = { from: '2026-11-20T00:00:00Z', to: '2026-11-20T12:00:00Z' };
const heard = (region: string, ...hours: number[]) =>
  hours.map((number) => call(`${region}-${number}`, 's3:ListBuckets', ops, hour(number, { awsRegion: region })));

answersOf(
  'kms-key-tampering',
  [
    call(
      'scheduled',
      'kms:ScheduleKeyDeletion',
      ops,
      at('01:00', { requestParameters: { keyId: '1234', pendingWindowInDays: 7 } }),
    ),
    call('denied', 'kms:DisableKey', ops, at('01:00.100', { ...DENIED, requestParameters: { keyId: KEY } })),
    call(
      'granted',
      'kms:CreateGrant',
      user('alice'),
      at('02:00', { requestParameters: { keyId: '1234', granteePrincipal: OPS } }),
    ),
    call(
      'policy',
      'kms:PutKeyPolicy',
      ops,
      at('03:00', { requestParameters: { keyId: '1234', policyName: 'default', policy: '{}' } }),
    ),
    call('alias', 'kms:DeleteAlias', ops, at('04:00', { requestParameters: { aliasName: 'alias/evidence' } })),
    call(
      'gone',
      'kms:DeleteKey',
      { accountId: ACCOUNT, invokedBy: 'AWS Internal' },
      at('05:00', {
        eventType: 'AwsServiceEvent',
        resources: [{ ARN: KEY, accountId: ACCOUNT, type: 'AWS::KMS::Key' }],
        serviceEventDetails: { keyId: '1234' },
      }),
    ),
    call(
      'moved',
      'kms:UpdateAlias',
      ops,
      at('05:30', { requestParameters: { aliasName: 'alias/evidence', targetKeyId: '9' } }),
    ),
    call(
      'store',
      'kms:DisconnectCustomKeyStore',
      ops,
      at('05:40', { requestParameters: { customKeyStoreId: 'cks-1' } }),
    ),
    // Look alike.
    call(
      'volume',
      'kms:CreateGrant',
      through('ec2', user('alice')),
      at('06:00', { requestParameters: { keyId: '1234' } }),
    ),
    call(
      'linked-by-itself',
      'kms:CreateGrant',
      { ...serviceLinkedRole('AWSServiceRoleForAutoScaling'), invokedBy: undefined },
      at('07:10'),
    ),
    call('linked', 'kms:RetireGrant', serviceLinkedRole('AWSServiceRoleForAutoScaling'), at('07:00')),
    call('rescued', 'kms:CancelKeyDeletion', ops, at('08:00', { requestParameters: { keyId: '1234' } })),
    call('read', 'kms:DescribeKey', ops, at('09:00', { requestParameters: { keyId: '1234' } })),
    call('other-service', 'lookalike:DisableKey', ops, at('10:00', { requestParameters: { keyId: '1234' } })),
  ],
  {
    'what was done to keys, attempts and the end included': {
      columns: ['eventid', 'principal', 'key_id', 'detail', 'errorcode'],
      rows: [
        ['scheduled', OPS, '1234', '7', null],
        ['denied', OPS, KEY, null, 'AccessDenied'],
        ['granted', `arn:aws:iam::${ACCOUNT}:user/alice`, '1234', OPS, null],
        ['policy', OPS, '1234', '{}', null],
        ['alias', OPS, 'alias/evidence', 'alias/evidence', null],
        ['gone', 'AWS Internal', '1234', null, null],
        ['moved', OPS, '9', 'alias/evidence', null],
        ['store', OPS, 'cks-1', null, null],
      ],
    },
    'one key': { with: { key: '%:key/1234' }, columns: ['eventid'], rows: [['denied']] },
  },
);

answersOf(
  'audit-tampering',
  [
    call('stopped', 'cloudtrail:StopLogging', ops, at('01:00', { requestParameters: { name: 'org-trail' } })),
    call('denied', 'config:DeleteConfigurationRecorder', user('alice'), at('01:00.100', DENIED)),
    call('detector', 'guardduty:DeleteDetector', ops, at('02:00', { awsRegion: 'eu-west-1' })),
    call('flow', 'ec2:DeleteFlowLogs', ops, at('03:00')),
    call('logs', 'logs:DeleteLogGroup', ops, at('04:00')),
    call('rule', 'events:DisableRule', ops, at('05:00')),
    call('scp', 'organizations:DetachPolicy', role('ops', 'bob', OTHER_ACCOUNT), at('06:00')),
    call(
      'bucket',
      's3:PutBucketLifecycle',
      ops,
      at('07:00', { requestParameters: { bucketName: 'org-evidence-trail' } }),
    ),
    call('other-bucket', 's3:PutBucketLifecycle', ops, at('08:00', { requestParameters: { bucketName: 'website' } })),
    objectCall(
      'object',
      'DeleteObject',
      ops,
      { bucketName: 'org-evidence-trail', key: 'AWSLogs/x' },
      at('09:00', DENIED),
    ),
    // Look alike.
    call('read', 'cloudtrail:GetTrailStatus', ops, at('10:00')),
    call('started', 'cloudtrail:StartLogging', ops, at('11:00')),
    call('other-service', 'lookalike:StopLogging', ops, at('12:00')),
    call('same-name', 'dax:DeleteAlarms', ops, at('13:00')),
    call('service', 'config:PutConfigurationRecorder', service('config'), at('14:00')),
    call('linked', 'events:RemoveTargets', serviceLinkedRole('AWSServiceRoleForConfig'), at('15:00')),
  ],
  {
    'everything that blinds, and every attempt': {
      columns: ['eventid', 'account', 'region', 'principal', 'errorcode'],
      rows: [
        ['stopped', ACCOUNT, 'us-east-1', OPS, null],
        ['denied', ACCOUNT, 'us-east-1', `arn:aws:iam::${ACCOUNT}:user/alice`, 'AccessDenied'],
        ['detector', ACCOUNT, 'eu-west-1', OPS, null],
        ['flow', ACCOUNT, 'us-east-1', OPS, null],
        ['logs', ACCOUNT, 'us-east-1', OPS, null],
        ['rule', ACCOUNT, 'us-east-1', OPS, null],
        ['scp', OTHER_ACCOUNT, 'us-east-1', `arn:aws:iam::${OTHER_ACCOUNT}:role/ops`, null],
        ['bucket', ACCOUNT, 'us-east-1', OPS, null],
        ['other-bucket', ACCOUNT, 'us-east-1', OPS, null],
      ],
    },
    'with the evidence known: its buckets alone, and their objects': {
      with: { evidence: 'org-evidence-%', from: '2026-11-20T10:07:00Z' },
      columns: ['eventid', 'errorcode'],
      rows: [
        ['bucket', null],
        ['object', 'AccessDenied'],
      ],
    },
    'one principal': { with: { principal: '%:user/alice' }, columns: ['eventid'], rows: [['denied']] },
  },
);

answersOf(
  'silent-hours',
  [
    ...heard('us-east-1', 0, 1, 2, 5, 6, 7, 8, 9, 10, 11),
    ...heard('us-east-1', 5, 5),
    // Silent at both ends.
    ...heard('eu-west-1', 3, 4, 5, 6, 7, 8, 9),
    // One silent hour is below what is asked for; a quiet region says nothing.
    ...heard('eu-north-1', 0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11),
    ...heard('ap-south-1', 6),
  ],
  {
    'in the middle and at the ends': {
      with: DAY,
      rows: [
        [ACCOUNT, 'eu-west-1', '2026-11-20T00:00:00Z', '2026-11-20T03:00:00Z', 3, 58],
        [ACCOUNT, 'us-east-1', '2026-11-20T03:00:00Z', '2026-11-20T05:00:00Z', 2, 83],
        [ACCOUNT, 'eu-west-1', '2026-11-20T10:00:00Z', '2026-11-20T12:00:00Z', 2, 58],
      ],
    },
    'single hours too': {
      with: { ...DAY, hours: '1', busy: '84' },
      columns: ['region', 'silent_from', 'silent_hours'],
      rows: [['eu-north-1', '2026-11-20T06:00:00Z', 1]],
    },
    'quiet regions too': {
      with: { ...DAY, hours: '6', busy: '0' },
      columns: ['region', 'silent_from', 'silent_to'],
      rows: [['ap-south-1', '2026-11-20T00:00:00Z', '2026-11-20T06:00:00Z']],
    },
    'within an hour': {
      with: { from: '2026-11-20T05:10:00Z', to: '2026-11-20T05:50:00Z', hours: '0', busy: '0' },
      rows: [],
    },
  },
);
