import {
  ACCOUNT,
  assume,
  call,
  DENIED,
  foreign,
  identityCenterUser,
  OTHER_ACCOUNT,
  role,
  saml,
  service,
  STRANGER,
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
        ['user', ACCOUNT, 'us-east-1', `arn:aws:iam::${ACCOUNT}:user/alice`, null, 'AKIAALICE', null],
      ],
    },
    'a network': { with: { address: '203.0.113.%' }, columns: ['eventid'], rows: [['role'], ['user'], ['neighbour']] },
    'IPv6 in capitals': { with: { address: '2001:DB8::7' }, columns: ['eventid'], rows: [['v6']] },
  },
);

const arn = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
const session = (name: string, key: string, account = ACCOUNT) => ({
  ...role(name, 'chain', account),
  accessKeyId: key,
});
const START = `arn:aws:iam::${ACCOUNT}:user/alice`;

answersOf(
  'role-assumption-chains',
  [
    assume('one', user('alice'), arn('build'), 's1', 'ASIA1', at('01:00')),
    // Across accounts: the same call as both accounts recorded it.
    assume(
      'two',
      session('build', 'ASIA1'),
      arn('deploy', OTHER_ACCOUNT),
      's2',
      'ASIA2',
      at('02:00', { sharedEventID: 'shared-two' }),
    ),
    assume(
      'two-there',
      foreign('AROABUILD:s1', ACCOUNT),
      arn('deploy', OTHER_ACCOUNT),
      's2',
      'ASIA2',
      at('02:00', {
        sharedEventID: 'shared-two',
        recipientAccountId: OTHER_ACCOUNT,
      }),
    ),
    assume('three', session('deploy', 'ASIA2', OTHER_ACCOUNT), arn('admin', OTHER_ACCOUNT), 's3', 'ASIA3', at('03:00')),
    assume('four', session('admin', 'ASIA3', OTHER_ACCOUNT), arn('owner', OTHER_ACCOUNT), 's4', 'ASIA4', at('04:00')),
    assume('five', session('owner', 'ASIA4', OTHER_ACCOUNT), arn('last', OTHER_ACCOUNT), 's5', 'ASIA5', at('05:00')),
    // A key cannot be used before it was handed out: no link.
    assume('early', session('deploy', 'ASIA2', OTHER_ACCOUNT), arn('early', OTHER_ACCOUNT), 's', 'ASIA6', at('01:30')),
    call(
      'denied',
      'sts:AssumeRole',
      session('build', 'ASIA1'),
      at('06:00', { ...DENIED, requestParameters: { roleArn: arn('vault'), roleSessionName: 's' } }),
    ),
    assume('instance', service('ec2'), arn('web'), 'i-0123456789abcdef0', 'ASIAWEB', at('07:00')),
    assume(
      'from-instance',
      { ...role('web', 'i-0123456789abcdef0'), accessKeyId: 'ASIAWEB' },
      arn('admin'),
      's',
      'ASIA8',
      at('08:00'),
    ),
    call(
      'saml',
      'sts:AssumeRoleWithSAML',
      saml('carol'),
      at('09:00', {
        requestParameters: { roleArn: arn('Corp'), roleSessionName: 'carol' },
        responseElements: { credentials: { accessKeyId: 'ASIA9' } },
        recipientAccountId: ACCOUNT,
      }),
    ),
    assume(
      'stranger',
      foreign('AROASTRANGER:x', STRANGER),
      arn('audit'),
      'v',
      'ASIA10',
      at('10:00', { recipientAccountId: ACCOUNT }),
    ),
    // Look alike.
    call('token', 'sts:GetSessionToken', user('alice')),
    call('other-service', 'lookalike:AssumeRole', user('alice')),
  ],
  {
    'each step with the way to it, whatever it crosses': {
      columns: ['eventid', 'steps', 'origin', 'principal', 'role', 'account', 'errorcode'],
      rows: [
        ['one', 1, START, START, arn('build'), ACCOUNT, null],
        [
          'early',
          1,
          arn('deploy', OTHER_ACCOUNT),
          arn('deploy', OTHER_ACCOUNT),
          arn('early', OTHER_ACCOUNT),
          OTHER_ACCOUNT,
          null,
        ],
        ['two', 2, START, arn('build'), arn('deploy', OTHER_ACCOUNT), OTHER_ACCOUNT, null],
        ['three', 3, START, arn('deploy', OTHER_ACCOUNT), arn('admin', OTHER_ACCOUNT), OTHER_ACCOUNT, null],
        ['four', 4, START, arn('admin', OTHER_ACCOUNT), arn('owner', OTHER_ACCOUNT), OTHER_ACCOUNT, null],
        ['five', 4, arn('build'), arn('owner', OTHER_ACCOUNT), arn('last', OTHER_ACCOUNT), OTHER_ACCOUNT, null],
        ['denied', 2, START, arn('build'), arn('vault'), ACCOUNT, 'AccessDenied'],
        ['from-instance', 2, 'ec2.amazonaws.com', arn('web'), arn('admin'), ACCOUNT, null],
        ['saml', 1, 'Rk1xY2V5:carol', 'Rk1xY2V5:carol', arn('Corp'), ACCOUNT, null],
        ['stranger', 1, 'AROASTRANGER:x', 'AROASTRANGER:x', arn('audit'), ACCOUNT, null],
      ],
    },
    'the way as text, and the keys that link it': {
      with: { principal: 'user/alice' },
      columns: ['path', 'session', 'used_key', 'issued_key'],
      rows: [
        [`${START} > ${arn('build')}`, 's1', 'AKIAALICE', 'ASIA1'],
        [`${START} > ${arn('build')} > ${arn('deploy', OTHER_ACCOUNT)}`, 's2', 'ASIA1', 'ASIA2'],
        [
          `${START} > ${arn('build')} > ${arn('deploy', OTHER_ACCOUNT)} > ${arn('admin', OTHER_ACCOUNT)}`,
          's3',
          'ASIA2',
          'ASIA3',
        ],
        [
          `${START} > ${arn('build')} > ${arn('deploy', OTHER_ACCOUNT)} > ${arn('admin', OTHER_ACCOUNT)} > ${arn('owner', OTHER_ACCOUNT)}`,
          's4',
          'ASIA3',
          'ASIA4',
        ],
        [`${START} > ${arn('build')} > ${arn('vault')}`, 's', 'ASIA1', null],
      ],
    },
  },
);
