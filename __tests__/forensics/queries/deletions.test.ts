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

answersOf(
  'deletions',
  [
    call('bucket', 's3:DeleteBucket', ops, at('01:00', { requestParameters: { bucketName: 'b', Host: 'b.s3' } })),
    call(
      'one',
      'ec2:TerminateInstances',
      user('alice'),
      at('01:00.100', { requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }] } } }),
    ),
    call(
      'two',
      'ec2:TerminateInstances',
      user('alice'),
      at('02:00', {
        requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } },
      }),
    ),
    call(
      'snapshot',
      'rds:DeleteDBSnapshot',
      ops,
      at('03:00', { requestParameters: { dBSnapshotIdentifier: 'nightly' } }),
    ),
    call('unlisted', 'apprunner:DeleteService', ops, at('04:00', { requestParameters: { serviceArn: 's' } })),
    call(
      'for-somebody',
      'ec2:DeleteSecurityGroup',
      through('cloudformation', ops),
      at('05:00', { requestParameters: { groupId: 'sg-1' } }),
    ),
    // Look alike.
    call('denied', 's3:DeleteBucket', ops, at('06:00', DENIED)),
    call('dry-run', 'ec2:TerminateInstances', ops, at('07:00', { errorCode: 'Client.DryRunOperation' })),
    call('read-only', 'lookalike:DeletePreview', ops, at('08:00', { readOnly: true })),
    call('list', 's3:ListBuckets', ops, at('09:00')),
    objectCall('object', 'DeleteObject', ops, { bucketName: 'b', key: 'k' }, at('10:00')),
    call('service', 'ec2:DeleteNetworkInterface', service('lambda'), at('11:00', { recipientAccountId: ACCOUNT })),
    call('linked', 'ec2:TerminateInstances', serviceLinkedRole('AWSServiceRoleForAutoScaling'), at('12:00')),
    call('created', 's3:CreateBucket', ops, at('13:00')),
  ],
  {
    'what was destroyed, and of which kind': {
      columns: ['eventid', 'kind', 'what'],
      rows: [
        ['bucket', 'data', 'b'],
        ['one', 'compute', 'i-1'],
        ['two', 'compute', '{"instancesSet":{"items":[{"instanceId":"i-1"},{"instanceId":"i-2"}]}}'],
        ['snapshot', 'backup', 'nightly'],
        ['unlisted', 'other', '{"serviceArn":"s"}'],
        ['for-somebody', 'network', 'sg-1'],
      ],
    },
    'one kind': { with: { kind: 'backup' }, columns: ['eventid'], rows: [['snapshot']] },
    'one principal': { with: { principal: '%:user/alice' }, columns: ['eventid'], rows: [['one'], ['two']] },
  },
);

answersOf(
  'objects-deleted',
  [
    objectCall('a', 'DeleteObject', ops, { bucketName: 'b', key: 'x' }, at('01:00')),
    objectCall(
      'b',
      'DeleteObject',
      ops,
      { bucketName: 'b', key: 'y', versionId: 'v1' },
      at('01:00.100', { sourceIPAddress: '198.51.100.1' }),
    ),
    objectCall(
      'batch',
      'DeleteObjects',
      ops,
      { bucketName: 'b', delete: { object: [{ key: 'p' }, { key: 'q' }, { key: 'r' }] } },
      at('02:00'),
    ),
    objectCall('batch-unnamed', 'DeleteObjects', ops, { bucketName: 'b', delete: '' }, at('03:00')),
    objectCall('denied', 'DeleteObject', ops, { bucketName: 'b', key: 'z' }, at('04:00', DENIED)),
    // One call, as the caller's account and the bucket's recorded it.
    objectCall(
      'shared',
      'DeleteObject',
      user('alice'),
      { bucketName: 'shared', key: 'x' },
      at('05:00', { sharedEventID: 's' }),
    ),
    objectCall(
      'shared-there',
      'DeleteObject',
      { type: 'AWSAccount', principalId: 'AIDAALICE', accountId: ACCOUNT },
      { bucketName: 'shared', key: 'x' },
      at('05:00', {
        sharedEventID: 's',
        recipientAccountId: OTHER_ACCOUNT,
      }),
    ),
    // Look alike.
    objectCall('put', 'PutObject', ops, { bucketName: 'b', key: 'x' }, at('06:00')),
    call(
      'other-service',
      'lookalike:DeleteObject',
      ops,
      at('06:30', { requestParameters: { bucketName: 'b', key: 'x' }, eventCategory: 'Data' }),
    ),
    objectCall('tags', 'DeleteObjectTagging', ops, { bucketName: 'b', key: 'x' }, at('07:00')),
    objectCall('service', 'DeleteObject', service('s3'), { bucketName: 'b', key: 'x' }, at('08:00')),
    call('bucket', 's3:DeleteBucket', ops, at('09:00', { requestParameters: { bucketName: 'b' } })),
  ],
  {
    'counted for each principal and bucket, a shared call once': {
      rows: [
        ['b', OPS, 4, 6, 1, 1, '198.51.100.1, 203.0.113.7', '2026-11-20T10:01:00Z', '2026-11-20T10:04:00Z'],
        [
          'shared',
          `arn:aws:iam::${ACCOUNT}:user/alice`,
          1,
          1,
          0,
          0,
          '203.0.113.7',
          '2026-11-20T10:05:00Z',
          '2026-11-20T10:05:00Z',
        ],
      ],
    },
    'one bucket': { with: { bucket: 'share_' }, columns: ['bucket'], rows: [['shared']] },
    'an escaped underscore is one': { with: { bucket: 'share\\_' }, rows: [] },
  },
);
