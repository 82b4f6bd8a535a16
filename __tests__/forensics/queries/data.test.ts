import {
  ACCOUNT,
  call,
  DENIED,
  foreign,
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
const app = role('app', 'web');
const APP = `arn:aws:iam::${ACCOUNT}:role/app`;
const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;
const sent = (bytesTransferredOut: number) => ({ additionalEventData: { bytesTransferredIn: 0, bytesTransferredOut } });

answersOf(
  'bucket-reads',
  [
    objectCall('a', 'GetObject', app, { bucketName: 'data', key: 'x' }, at('02:00', sent(100))),
    objectCall('b', 'GetObject', app, { bucketName: 'data', key: 'y' }, at('01:00.900', sent(50.0))),
    objectCall('again', 'GetObject', app, { bucketName: 'data', key: 'x' }, at('01:00', sent(100))),
    objectCall('list', 'ListObjects', app, { bucketName: 'data', prefix: '' }, at('03:00', sent(7))),
    objectCall(
      'denied',
      'GetObject',
      app,
      { bucketName: 'data', key: 'secret' },
      at('04:00', { ...DENIED, ...sent(243) }),
    ),
    // Copies name where they read from in a header; the bucket called is where they write to.
    objectCall(
      'copy',
      'CopyObject',
      user('alice'),
      { bucketName: 'loot', key: 'z', 'x-amz-copy-source': 'data/dir/z' },
      at('05:00'),
    ),
    objectCall(
      'copy-slash',
      'UploadPartCopy',
      user('alice'),
      { bucketName: 'loot', key: 'q', 'x-amz-copy-source': '/data/q' },
      at('06:00'),
    ),
    // One call, as both accounts recorded it.
    objectCall(
      'shared',
      'GetObject',
      role('etl', 's', OTHER_ACCOUNT),
      { bucketName: 'data', key: 'x' },
      at('07:00', { ...sent(10), sharedEventID: 's' }),
    ),
    objectCall(
      'shared-there',
      'GetObject',
      foreign('AROAETL:s', OTHER_ACCOUNT),
      { bucketName: 'data', key: 'x' },
      at('07:00', {
        ...sent(10),
        sharedEventID: 's',
        recipientAccountId: ACCOUNT,
      }),
    ),
    // Look alike.
    objectCall('put', 'PutObject', app, { bucketName: 'data', key: 'x' }, at('08:00', sent(9))),
    objectCall('other', 'GetObject', app, { bucketName: 'data-2', key: 'x' }, at('09:00', sent(9))),
    objectCall(
      'replication',
      'GetObject',
      service('s3'),
      { bucketName: 'data', key: 'x' },
      at('10:00', { ...sent(9), recipientAccountId: ACCOUNT }),
    ),
    objectCall(
      'linked',
      'GetObject',
      serviceLinkedRole('AWSServiceRoleForMacie'),
      { bucketName: 'data', key: 'x' },
      at('11:00', sent(9)),
    ),
    call('management', 's3:GetBucketPolicy', app, at('12:00', { requestParameters: { bucketName: 'data' } })),
    call(
      'other-service',
      'lookalike:GetObject',
      app,
      at('13:00', { requestParameters: { bucketName: 'data', key: 'x' }, eventCategory: 'Data' }),
    ),
  ],
  {
    'who read what and how much of it': {
      with: { bucket: 'data' },
      rows: [
        [
          'data',
          APP,
          '203.0.113.7',
          4,
          2,
          500,
          1,
          'GetObject, ListObjects',
          'secret, x, y',
          '2026-11-20T10:01:00Z',
          '2026-11-20T10:04:00Z',
        ],
        [
          'data',
          `arn:aws:iam::${OTHER_ACCOUNT}:role/etl`,
          '203.0.113.7',
          1,
          1,
          10,
          0,
          'GetObject',
          'x',
          '2026-11-20T10:07:00Z',
          '2026-11-20T10:07:00Z',
        ],
        [
          'data',
          ALICE,
          '203.0.113.7',
          2,
          2,
          0,
          0,
          'CopyObject, UploadPartCopy',
          'dir/z, q',
          '2026-11-20T10:05:00Z',
          '2026-11-20T10:06:00Z',
        ],
      ],
    },
    'all buckets': {
      columns: ['bucket', 'bytes'],
      rows: [
        ['data', 500],
        ['data', 10],
        ['data-2', 9],
        ['data', 0],
      ],
    },
  },
);

answersOf(
  'secrets-read',
  [
    call('a', 'secretsmanager:GetSecretValue', app, at('02:00.100', { requestParameters: { secretId: 'db' } })),
    call('b', 'secretsmanager:GetSecretValue', app, at('02:00', { requestParameters: { secretId: 'api' } })),
    call('again', 'secretsmanager:GetSecretValue', app, at('03:00', { requestParameters: { secretId: 'db' } })),
    call(
      'denied',
      'secretsmanager:GetSecretValue',
      app,
      at('04:00', { ...DENIED, requestParameters: { secretId: 'root' } }),
    ),
    call(
      'parameters',
      'ssm:GetParameters',
      user('alice'),
      at('05:00', { requestParameters: { names: ['/a', '/b'], withDecryption: true } }),
    ),
    call('by-hand', 'kms:Decrypt', user('alice'), at('06:00', { resources: [{ ARN: 'key-1' }], sharedEventID: 's' })),
    call(
      'by-hand-there',
      'kms:Decrypt',
      foreign('AIDAALICE', ACCOUNT),
      at('06:00', {
        resources: [{ ARN: 'key-1' }],
        recipientAccountId: OTHER_ACCOUNT,
        sharedEventID: 's',
      }),
    ),
    // Look alike.
    call(
      'plain',
      'ssm:GetParameter',
      user('alice'),
      at('07:00', { requestParameters: { name: '/a', withDecryption: false } }),
    ),
    call('for-somebody', 'kms:Decrypt', through('secretsmanager', app), at('08:00', { resources: [{ ARN: 'key-1' }] })),
    call('list', 'secretsmanager:ListSecrets', app, at('09:00')),
    call('described', 'secretsmanager:DescribeSecret', app, at('10:00', { requestParameters: { secretId: 'db' } })),
    call('service', 'secretsmanager:GetSecretValue', service('rds'), at('11:00')),
    call('other-service', 'lookalike:GetSecretValue', app, at('12:00', { requestParameters: { secretId: 'db' } })),
  ],
  {
    'for each principal and action, what was given out': {
      rows: [
        [
          APP,
          '203.0.113.7',
          'secretsmanager:GetSecretValue',
          3,
          1,
          2,
          'api, db',
          '2026-11-20T10:02:00Z',
          '2026-11-20T10:04:00Z',
        ],
        [ALICE, '203.0.113.7', 'kms:Decrypt', 1, 0, 1, 'key-1', '2026-11-20T10:06:00Z', '2026-11-20T10:06:00Z'],
        [
          ALICE,
          '203.0.113.7',
          'ssm:GetParameters',
          1,
          0,
          1,
          '["/a","/b"]',
          '2026-11-20T10:05:00Z',
          '2026-11-20T10:05:00Z',
        ],
      ],
    },
    'one principal': {
      with: { principal: '%:user/alice' },
      columns: ['action'],
      rows: [['kms:Decrypt'], ['ssm:GetParameters']],
    },
  },
);

answersOf(
  'data-copied-out',
  [
    call('snapshot', 'ec2:CreateSnapshot', user('alice'), at('01:00', { requestParameters: { volumeId: 'vol-1' } })),
    call(
      'export',
      'rds:StartExportTask',
      app,
      at('03:00', { requestParameters: { sourceArn: 'arn:x', s3BucketName: 'loot' } }),
    ),
    call(
      'replication',
      's3:PutBucketReplication',
      user('alice'),
      at('03:00.5', {
        requestParameters: {
          bucketName: 'data',
          ReplicationConfiguration: { Rule: { Destination: { Bucket: 'arn:aws:s3:::loot' } } },
        },
      }),
    ),
    call(
      'rules',
      's3:PutBucketReplication',
      user('alice'),
      at('03:00.7', {
        requestParameters: { bucketName: 'data', ReplicationConfiguration: { Rule: [] } },
      }),
    ),
    call(
      'block',
      'ebs:GetSnapshotBlock',
      user('alice'),
      at('05:00', { requestParameters: { snapshotId: 'snap-1' }, eventCategory: 'Data' }),
    ),
    // Look alike.
    call('denied', 'ec2:CreateSnapshot', user('alice'), at('06:00', DENIED)),
    call('described', 'ec2:DescribeSnapshots', user('alice'), at('07:00')),
    call('backup', 'ec2:CreateSnapshot', serviceLinkedRole('AWSServiceRoleForBackup'), at('08:00')),
    call('other-service', 'elasticache:CreateSnapshot', user('alice'), at('09:00')),
  ],
  {
    'what was copied, and where to': {
      columns: ['eventid', 'principal', 'what', 'destination'],
      rows: [
        ['snapshot', ALICE, 'vol-1', null],
        ['export', APP, 'arn:x', 'loot'],
        ['replication', ALICE, 'data', 'arn:aws:s3:::loot'],
        ['rules', ALICE, 'data', null],
        ['block', ALICE, 'snap-1', null],
      ],
    },
    'one principal': { with: { principal: '%/APP' }, columns: ['eventid'], rows: [['export']] },
  },
);
