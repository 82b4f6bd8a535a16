import {
  ACCOUNT,
  call,
  DENIED,
  foreign,
  OTHER_ACCOUNT,
  role,
  service,
  serviceLinkedRole,
  through,
  user,
} from '../events';
import { answersOf } from './answers';

// Many answers, on machines that may be busy.
jest.setTimeout(60_000);

const at = (minute: string, more: object = {}) => ({ eventTime: `2026-11-20T10:${minute}Z`, ...more });
const before = (day: number, more: object = {}) => ({ eventTime: `2026-11-${day}T10:30:00Z`, ...more });
const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;
const BOB = `arn:aws:iam::${ACCOUNT}:user/bob`;
const app = role('app', 'web');
const APP = `arn:aws:iam::${ACCOUNT}:role/app`;
const where = (awsRegion: string, more: object = {}) => ({ awsRegion, ...more });
const from = (sourceIPAddress: string, more: object = {}) => ({ sourceIPAddress, ...more });
const using = (userAgent: string, more: object = {}) => ({ userAgent, ...more });
const instance = (id: string) => role('web', id);
const I1 = 'i-0123456789abcdef0';

answersOf(
  'activity-in-unused-regions',
  [
    call('home-before', 'ec2:RunInstances', user('alice'), before(15)),
    call('home', 'ec2:RunInstances', user('alice'), at('01:00')),
    // Used before by somebody else: used.
    call('used-before', 's3:ListBuckets', user('bob'), before(15, where('eu-west-1'))),
    call('used', 'ec2:RunInstances', user('alice'), at('02:00', where('eu-west-1'))),
    // Used before in another account only: not used in this one.
    call('there-before', 's3:ListBuckets', user('bob', OTHER_ACCOUNT), before(15, where('sa-east-1'))),
    call('new', 'ec2:RunInstances', user('alice'), at('03:00.500', where('sa-east-1'))),
    call('new-read', 'ec2:DescribeInstances', user('alice'), at('03:00', where('sa-east-1'))),
    call('new-denied', 'ec2:RunInstances', user('alice'), at('04:00', where('sa-east-1', DENIED))),
    call('new-other', 'ec2:DescribeInstances', app, at('05:00', where('sa-east-1'))),
    // Services make no region used, and are not listed.
    call(
      'service-before',
      'kms:Decrypt',
      service('ec2'),
      before(15, where('me-south-1', { recipientAccountId: ACCOUNT })),
    ),
    call(
      'linked-before',
      'config:PutEvaluations',
      serviceLinkedRole('AWSServiceRoleForConfig'),
      before(15, where('me-south-1')),
    ),
    call('new-despite', 's3:ListBuckets', app, at('06:00', where('me-south-1'))),
    call('service', 'kms:Decrypt', service('ec2'), at('07:00', where('ap-south-2', { recipientAccountId: ACCOUNT }))),
    // Before the time to compare with.
    call('long-ago', 's3:ListBuckets', user('bob'), { eventTime: '2026-11-13T09:59:59.999Z', ...where('ca-west-1') }),
    call('again', 's3:ListBuckets', user('bob'), at('08:00', where('ca-west-1'))),
  ],
  {
    'who did what where nobody had been': {
      rows: [
        [
          ACCOUNT,
          'sa-east-1',
          ALICE,
          3,
          1,
          1,
          'ec2:DescribeInstances, ec2:RunInstances',
          '203.0.113.7',
          '2026-11-20T10:03:00Z',
          '2026-11-20T10:04:00Z',
        ],
        [
          ACCOUNT,
          'ca-west-1',
          BOB,
          1,
          0,
          0,
          's3:ListBuckets',
          '203.0.113.7',
          '2026-11-20T10:08:00Z',
          '2026-11-20T10:08:00Z',
        ],
        [
          ACCOUNT,
          'me-south-1',
          APP,
          1,
          0,
          0,
          's3:ListBuckets',
          '203.0.113.7',
          '2026-11-20T10:06:00Z',
          '2026-11-20T10:06:00Z',
        ],
        [
          ACCOUNT,
          'sa-east-1',
          APP,
          1,
          0,
          0,
          'ec2:DescribeInstances',
          '203.0.113.7',
          '2026-11-20T10:05:00Z',
          '2026-11-20T10:05:00Z',
        ],
      ],
    },
    'compared with a longer time': {
      with: { since: '2026-11-13T09:59:59.999Z' },
      columns: ['region', 'principal'],
      rows: [
        ['sa-east-1', ALICE],
        ['me-south-1', APP],
        ['sa-east-1', APP],
      ],
    },
  },
);

answersOf(
  'first-seen-calls-by-principal',
  [
    call('usual-before', 's3:GetObject', app, before(14)),
    call('usual', 's3:GetObject', app, at('01:00')),
    call('new', 'iam:ListUsers', role('app', 'elsewhere'), at('02:00', { sourceIPAddress: '198.51.100.1' })),
    call('new-again', 'iam:ListUsers', app, at('03:00', DENIED)),
    // Another service's call of the same name.
    call('same-name', 'lookalike:GetObject', app, at('02:00.500')),
    call('newcomer', 's3:ListBuckets', user('mallory'), at('04:00')),
    // Look alike.
    call('long-ago', 'iam:ListUsers', app, { eventTime: '2026-11-13T09:59:59Z' }),
    call('service', 'kms:Decrypt', service('ec2'), at('05:00')),
    call('linked', 'config:PutEvaluations', serviceLinkedRole('AWSServiceRoleForConfig'), at('06:00')),
    call(
      'abroad',
      'sts:AssumeRole',
      foreign('AROAX:session-1', OTHER_ACCOUNT),
      at('07:00', { recipientAccountId: ACCOUNT }),
    ),
  ],
  {
    'what a principal had never done': {
      rows: [
        [APP, false, 'iam.amazonaws.com', 'ListUsers', '2026-11-20T10:02:00Z', 2, 1, '198.51.100.1, 203.0.113.7'],
        [APP, false, 'lookalike.amazonaws.com', 'GetObject', '2026-11-20T10:02:00.500Z', 1, 0, '203.0.113.7'],
        [
          `arn:aws:iam::${ACCOUNT}:user/mallory`,
          true,
          's3.amazonaws.com',
          'ListBuckets',
          '2026-11-20T10:04:00Z',
          1,
          0,
          '203.0.113.7',
        ],
      ],
    },
    'compared with a longer time': {
      with: { since: '2026-11-13T09:59:59Z', principal: '%:role/%' },
      columns: ['eventsource'],
      rows: [['lookalike.amazonaws.com']],
    },
  },
);

answersOf(
  'first-seen-addresses-of-principals',
  [
    call('office-before', 's3:ListBuckets', user('alice'), before(15)),
    call('office', 's3:ListBuckets', user('alice'), at('01:00')),
    call('elsewhere', 's3:ListBuckets', user('alice'), at('02:00.001', from('198.51.100.1'))),
    call(
      'elsewhere-denied',
      'iam:ListUsers',
      user('alice'),
      at('02:00', from('198.51.100.1', { ...DENIED, userAgent: 'curl/8' })),
    ),
    // Sessions of a role share their addresses; the new one came with another key.
    call('role-before', 's3:ListBuckets', role('app', 'one'), before(15)),
    call('role-before-2', 's3:ListBuckets', role('app', 'one'), before(16, from('192.0.2.1'))),
    call('role', 's3:ListBuckets', role('app', 'two'), at('03:00', from('198.51.100.2'))),
    // Look alike.
    call('newcomer', 's3:ListBuckets', user('mallory'), at('04:00', from('198.51.100.3'))),
    call('on-behalf', 'kms:Decrypt', through('athena', user('alice')), at('05:00')),
    call('service', 'kms:Decrypt', service('ec2'), at('06:00')),
    call('abroad', 'sts:AssumeRole', foreign('AROAX', OTHER_ACCOUNT), before(15, { recipientAccountId: ACCOUNT })),
    call(
      'abroad-new',
      'sts:AssumeRole',
      foreign('AROAX', OTHER_ACCOUNT),
      at('07:00', from('198.51.100.4', { recipientAccountId: ACCOUNT })),
    ),
  ],
  {
    'principals of few addresses first': {
      rows: [
        [
          ALICE,
          '198.51.100.1',
          1,
          '2026-11-20T10:02:00Z',
          '2026-11-20T10:02:00.001Z',
          2,
          1,
          'AKIAALICE',
          'aws-cli/2.31.0, curl/8',
        ],
        [APP, '198.51.100.2', 2, '2026-11-20T10:03:00Z', '2026-11-20T10:03:00Z', 1, 0, 'ASIATWO', 'aws-cli/2.31.0'],
      ],
    },
    'one principal': { with: { principal: APP }, columns: ['sourceipaddress'], rows: [['198.51.100.2']] },
  },
);

answersOf(
  'unusual-user-agents',
  [
    call('before', 's3:ListBuckets', user('alice'), before(15, using('aws-cli/2.15.0 Python/3.11'))),
    call('newer', 's3:ListBuckets', user('alice'), at('01:00', using('aws-cli/2.31.0 Python/3.13'))),
    call('other', 's3:ListBuckets', user('alice'), at('02:00.5', using('Boto3/1.40.1 md/Botocore'))),
    call(
      'other-2',
      'iam:ListUsers',
      user('alice'),
      at('02:00', using('Boto3/1.40.2 md/Botocore', { sourceIPAddress: '198.51.100.1' })),
    ),
    // Long in use, and still made for attacks.
    call('kali-before', 's3:ListBuckets', user('bob'), before(15, using('aws-cli/2.31.0 os/linux#6.1-kali'))),
    call('kali', 's3:ListBuckets', user('bob'), at('03:00', using('aws-cli/2.31.0 os/linux#6.1-KALI'))),
    // Look alike.
    call('newcomer', 's3:ListBuckets', user('mallory'), at('04:00', using('Terraform/1.13'))),
    call('gone', 's3:ListBuckets', user('carol'), before(15, using('pacu/1.6'))),
    call('on-behalf', 'kms:Decrypt', through('athena', user('alice')), at('05:00', using('athena.amazonaws.com'))),
    call('service', 'kms:Decrypt', service('ec2'), at('06:00', using('ec2.amazonaws.com'))),
    call(
      'abroad-before',
      's3:ListBuckets',
      foreign('AROAX', OTHER_ACCOUNT),
      before(15, using('Boto3/1', { recipientAccountId: ACCOUNT })),
    ),
    call(
      'abroad',
      's3:ListBuckets',
      foreign('AROAX', OTHER_ACCOUNT),
      at('08:00', using('curl/8', { recipientAccountId: ACCOUNT })),
    ),
    call('none', 's3:ListBuckets', user('alice'), at('07:00', { userAgent: null })),
  ],
  {
    'new tools, and those made for attacks': {
      rows: [
        [BOB, 'aws-cli', true, 1, 'aws-cli/2.31.0 os/linux#6.1-KALI', 1, '203.0.113.7', '2026-11-20T10:03:00Z'],
        [
          ALICE,
          'Boto3',
          false,
          1,
          'Boto3/1.40.1 md/Botocore, Boto3/1.40.2 md/Botocore',
          2,
          '198.51.100.1, 203.0.113.7',
          '2026-11-20T10:02:00Z',
        ],
      ],
    },
    'one principal': { with: { principal: '%/bob' }, columns: ['tool'], rows: [['aws-cli']] },
  },
);

answersOf(
  'instance-credentials-outside',
  [
    call('inside-before', 's3:ListBuckets', instance(I1), before(19)),
    call('inside', 's3:ListBuckets', instance(I1), at('01:00')),
    call(
      'outside',
      'iam:ListUsers',
      instance(I1),
      at('02:00.5', from('198.51.100.1', { ...DENIED, userAgent: 'curl/8' })),
    ),
    call('outside-2', 's3:ListBuckets', instance(I1), at('03:00', from('198.51.100.1'))),
    // The same private address through another endpoint is another place.
    call(
      'private-before',
      's3:ListBuckets',
      instance('i-0aaaaaaa'),
      before(19, from('10.0.0.5', { vpcEndpointId: 'vpce-1' })),
    ),
    call(
      'private',
      's3:ListBuckets',
      instance('i-0aaaaaaa'),
      at('04:00', from('10.0.0.5', { vpcEndpointId: 'vpce-2' })),
    ),
    // Look alike.
    call('fresh', 's3:ListBuckets', instance('i-0bbbbbbb'), at('05:00', from('192.0.2.1'))),
    call('on-behalf', 'kms:Decrypt', through('s3', instance(I1)), at('06:00')),
    call('person-before', 's3:ListBuckets', role('web', 'alice'), before(19)),
    call('person', 's3:ListBuckets', role('web', 'alice'), at('07:00', from('198.51.100.1'))),
    call('user-before', 's3:ListBuckets', { ...user(I1), arn: `arn:aws:iam::${ACCOUNT}:user/web/${I1}` }, before(19)),
    call(
      'user',
      's3:ListBuckets',
      { ...user(I1), arn: `arn:aws:iam::${ACCOUNT}:user/web/${I1}` },
      at('08:00', from('198.51.100.1')),
    ),
    // Both places were known before.
    call('two-before', 's3:ListBuckets', instance('i-0ccccccc'), before(18)),
    call('two-before-2', 's3:ListBuckets', instance('i-0ccccccc'), before(19, from('192.0.2.2'))),
    call('two', 's3:ListBuckets', instance('i-0ccccccc'), at('09:00', from('192.0.2.2'))),
  ],
  {
    'the second place of an instance': {
      rows: [
        [
          I1,
          ACCOUNT,
          `arn:aws:iam::${ACCOUNT}:role/web`,
          '198.51.100.1',
          null,
          '203.0.113.7',
          2,
          1,
          'iam:ListUsers, s3:ListBuckets',
          'aws-cli/2.31.0, curl/8',
          '2026-11-20T10:02:00.5Z',
          '2026-11-20T10:03:00Z',
        ],
        [
          'i-0aaaaaaa',
          ACCOUNT,
          `arn:aws:iam::${ACCOUNT}:role/web`,
          '10.0.0.5',
          'vpce-2',
          '10.0.0.5',
          1,
          0,
          's3:ListBuckets',
          'aws-cli/2.31.0',
          '2026-11-20T10:04:00Z',
          '2026-11-20T10:04:00Z',
        ],
      ],
    },
  },
);
