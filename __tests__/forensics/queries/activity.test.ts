import {
  ACCOUNT,
  assume,
  call,
  DENIED,
  foreign,
  identityCenterUser,
  OTHER_ACCOUNT,
  role,
  service,
  through,
  user,
} from '../events';
import { answersOf } from './answers';

const DEPLOY = `arn:aws:iam::${ACCOUNT}:role/deploy`;
const at = (minute: string, more: object = {}) => ({ eventTime: `2026-11-20T10:${minute}Z`, ...more });
const withSource = role('deploy_app', 'mallory');
const named = {
  ...withSource,
  sessionContext: { ...(withSource['sessionContext'] as object), sourceIdentity: 'mallory@example.com' },
};

answersOf(
  'activity-of-principal',
  [
    call('role-1', 's3:ListBuckets', role('deploy', 'alice'), at('01:00')),
    call('role-2', 'iam:CreateUser', role('deploy', 'bob'), at('02:00', { requestParameters: { userName: 'x' } })),
    call('role-denied', 'iam:DeleteUser', role('deploy', 'bob'), at('03:00', DENIED)),
    call('on-behalf', 'kms:Decrypt', through('athena', role('deploy', 'alice')), at('04:00')),
    call('similar', 's3:ListBuckets', named, at('05:00')),
    call('user', 's3:ListBuckets', user('alice'), at('06:00')),
    call('center', 'sso:ListAccounts', identityCenterUser('u-7'), at('07:00')),
    call(
      'abroad',
      'sts:AssumeRole',
      foreign('AROADEPLOY:alice', ACCOUNT),
      at('08:00', { recipientAccountId: OTHER_ACCOUNT }),
    ),
    call('service', 'sts:AssumeRole', service('ec2'), at('09:00')),
    call('fraction', 's3:ListBuckets', role('deploy', 'alice'), at('01:00.900')),
  ],
  {
    'a role, all its sessions': {
      with: { principal: '%:role/deploy' },
      columns: ['eventid', 'principal', 'session', 'errorcode', 'invokedby'],
      rows: [
        ['role-1', DEPLOY, 'alice', null, null],
        ['fraction', DEPLOY, 'alice', null, null],
        ['role-2', DEPLOY, 'bob', null, null],
        ['role-denied', DEPLOY, 'bob', 'AccessDenied', null],
        ['on-behalf', DEPLOY, 'alice', null, 'athena.amazonaws.com'],
      ],
    },
    'one session, whatever the case': {
      with: { principal: '%:ASSUMED-ROLE/deploy/bob' },
      columns: ['eventid', 'requestparameters', 'readonly'],
      rows: [
        ['role-2', '{"userName":"x"}', 'false'],
        ['role-denied', null, 'false'],
      ],
    },
    'by unique id, across accounts': {
      with: { principal: 'AROADEPLOY:alice' },
      columns: ['eventid', 'account'],
      rows: [
        ['role-1', ACCOUNT],
        ['fraction', ACCOUNT],
        ['on-behalf', ACCOUNT],
        ['abroad', OTHER_ACCOUNT],
      ],
    },
    'by the source identity that a person brought along': {
      with: { principal: 'mallory@%' },
      columns: ['eventid'],
      rows: [['similar']],
    },
    'a user by name': { with: { principal: 'alice' }, columns: ['eventid'], rows: [['user']] },
    'a person of the Identity Center': { with: { principal: 'u-7' }, columns: ['eventid'], rows: [['center']] },
    'a service': { with: { principal: 'ec2.amazonaws.com' }, columns: ['eventid'], rows: [['service']] },
    'an escaped underscore is one': {
      with: { principal: '%role/deploy\\_app' },
      columns: ['eventid'],
      rows: [['similar']],
    },
    'nothing that only begins alike': { with: { principal: '%:role/dep' }, rows: [] },
  },
);

answersOf(
  'activity-of-access-key',
  [
    call(
      'made',
      'iam:CreateAccessKey',
      role('admin', 'eve'),
      at('01:00', {
        requestParameters: { userName: 'alice' },
        responseElements: { accessKey: { accessKeyId: 'AKIAALICE', userName: 'alice', status: 'Active' } },
      }),
    ),
    call('used', 's3:ListBuckets', user('alice'), at('02:00')),
    call('denied', 'iam:ListUsers', user('alice'), at('02:00.100', DENIED)),
    call('service', 'kms:Decrypt', through('s3', user('alice')), at('03:00')),
    assume('handed-out', user('alice'), DEPLOY, 'x', 'ASIASESSION', at('04:00')),
    call('session-used', 's3:ListBuckets', { ...role('deploy', 'x'), accessKeyId: 'ASIASESSION' }, at('05:00')),
    call(
      'off',
      'iam:UpdateAccessKey',
      role('admin', 'eve'),
      at('06:00', {
        requestParameters: { accessKeyId: 'AKIAALICE', status: 'Inactive' },
      }),
    ),
    // Look alike.
    call('other-key', 's3:ListBuckets', user('alicea'), at('07:00')),
    call(
      'other-service',
      'lookalike:UpdateAccessKey',
      user('bob'),
      at('08:00', { requestParameters: { accessKeyId: 'AKIAALICE' } }),
    ),
  ],
  {
    'a long-lived key: made, used, switched off': {
      with: { key: 'AKIAALICE' },
      columns: ['eventid', 'relation', 'errorcode'],
      rows: [
        ['made', 'issued', null],
        ['used', 'used', null],
        ['denied', 'used', 'AccessDenied'],
        ['service', 'used', null],
        ['handed-out', 'used', null],
        ['off', 'about', null],
      ],
    },
    'a temporary key: handed out, used': {
      with: { key: 'ASIASESSION' },
      columns: ['eventid', 'relation', 'principal', 'session'],
      rows: [
        ['handed-out', 'issued', `arn:aws:iam::${ACCOUNT}:user/alice`, null],
        ['session-used', 'used', DEPLOY, 'x'],
      ],
    },
    'no key at all': { with: { key: 'AKIANOBODY' }, rows: [] },
  },
);

answersOf(
  'activity-of-address',
  [
    call('user', 's3:ListBuckets', user('alice'), at('02:00')),
    call(
      'role',
      'iam:ListUsers',
      role('deploy', 'bob', OTHER_ACCOUNT),
      at('01:00', { ...DENIED, awsRegion: 'eu-west-1' }),
    ),
    call('fraction', 's3:ListBuckets', user('alice'), at('01:00.5')),
    call('neighbour', 's3:ListBuckets', user('alice'), at('03:00', { sourceIPAddress: '203.0.113.70' })),
    call('v6', 's3:ListBuckets', user('alice'), at('04:00', { sourceIPAddress: '2001:db8::7' })),
    call('on-behalf', 'kms:Decrypt', through('s3', user('alice')), at('05:00')),
  ],
  {
    'one address, exactly': {
      with: { address: '203.0.113.7' },
      columns: ['eventid', 'account', 'region', 'principal', 'session', 'accesskeyid', 'errorcode'],
      rows: [
        [
          'role',
          OTHER_ACCOUNT,
          'eu-west-1',
          `arn:aws:iam::${OTHER_ACCOUNT}:role/deploy`,
          'bob',
          'ASIABOB',
          'AccessDenied',
        ],
        ['fraction', ACCOUNT, 'us-east-1', `arn:aws:iam::${ACCOUNT}:user/alice`, null, 'AKIAALICE', null],
        ['user', ACCOUNT, 'us-east-1', `arn:aws:iam::${ACCOUNT}:user/alice`, null, 'AKIAALICE', null],
      ],
    },
    'a network': {
      with: { address: '203.0.113.%' },
      columns: ['eventid'],
      rows: [['role'], ['fraction'], ['user'], ['neighbour']],
    },
    'IPv6 in capitals': { with: { address: '2001:DB8::7' }, columns: ['eventid'], rows: [['v6']] },
  },
);
