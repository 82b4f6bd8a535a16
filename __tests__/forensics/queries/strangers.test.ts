import { ACCOUNT, call, DENIED, OTHER_ACCOUNT, role, serviceLinkedRole, user } from '../events';
import { answersOf } from './answers';

const at = (minute: string, more: object = {}) => ({ eventTime: `2026-11-20T10:${minute}Z`, ...more });

answersOf(
  'cross-account-access',
  [
    call(
      'in-1',
      'sts:AssumeRole',
      { type: 'AWSAccount', principalId: 'AIDASTRANGER', accountId: '999988887777' },
      at('01:00', {
        recipientAccountId: ACCOUNT,
        requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/vendor` },
        sharedEventID: 's1',
      }),
    ),
    call(
      'in-2',
      'sts:AssumeRole',
      { type: 'AWSAccount', principalId: 'AIDASTRANGER', accountId: '999988887777' },
      at('02:00', {
        ...DENIED,
        recipientAccountId: ACCOUNT,
        requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/admin` },
      }),
    ),
    // The caller's own record of a call between two accounts of the organization, and the other's.
    call('out', 's3:GetObject', role('etl', 'x', OTHER_ACCOUNT), at('03:00', { sharedEventID: 's2' })),
    call(
      'out-there',
      's3:GetObject',
      { type: 'AWSAccount', principalId: 'AROAETL:x', accountId: OTHER_ACCOUNT },
      at('03:00', {
        recipientAccountId: ACCOUNT,
        sharedEventID: 's2',
        resources: [{ ARN: 'arn:aws:s3:::b/k', type: 'AWS::S3::Object' }],
      }),
    ),
    call(
      'nobody',
      's3:GetObject',
      { type: 'AWSAccount', principalId: '', accountId: 'anonymous' },
      at('04:00.500', {
        recipientAccountId: ACCOUNT,
        requestParameters: { bucketName: 'site' },
      }),
    ),
    // Look alike.
    call(
      'linked',
      'kms:Decrypt',
      { ...serviceLinkedRole('AWSServiceRoleForBackup', OTHER_ACCOUNT), invokedBy: undefined },
      at('06:30', { recipientAccountId: ACCOUNT }),
    ),
    call('own', 's3:GetObject', user('alice'), at('05:00')),
    call(
      'service',
      'sts:AssumeRole',
      { type: 'AWSService', invokedBy: 'ec2.amazonaws.com', accountId: '999988887777' },
      at('06:00', { recipientAccountId: ACCOUNT }),
    ),
    call(
      'event',
      'kms:RotateKey',
      { accountId: '999988887777', invokedBy: 'AWS Internal' },
      at('07:00', { recipientAccountId: ACCOUNT, eventType: 'AwsServiceEvent' }),
    ),
  ],
  {
    'who came in from where': {
      rows: [
        [
          '444455556666',
          'AROAETL:x',
          ACCOUNT,
          's3:GetObject',
          1,
          0,
          'arn:aws:s3:::b/k',
          '203.0.113.7',
          '2026-11-20T10:03:00Z',
          '2026-11-20T10:03:00Z',
        ],
        [
          '999988887777',
          'AIDASTRANGER',
          ACCOUNT,
          'sts:AssumeRole',
          1,
          1,
          `arn:aws:iam::${ACCOUNT}:role/admin, arn:aws:iam::${ACCOUNT}:role/vendor`,
          '203.0.113.7',
          '2026-11-20T10:01:00Z',
          '2026-11-20T10:02:00Z',
        ],
        [
          'anonymous',
          'AWSAccount',
          ACCOUNT,
          's3:GetObject',
          1,
          0,
          'site',
          '203.0.113.7',
          '2026-11-20T10:04:00.500Z',
          '2026-11-20T10:04:00.500Z',
        ],
      ],
    },
    'strangers only': {
      with: { known: `${ACCOUNT},${OTHER_ACCOUNT}` },
      columns: ['caller_account'],
      rows: [['999988887777'], ['anonymous']],
    },
  },
);
