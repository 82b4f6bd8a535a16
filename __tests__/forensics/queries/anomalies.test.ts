import type { InsightEvent } from '../evidence-folder';
import {
  ACCOUNT,
  call,
  DENIED,
  foreign,
  OTHER_ACCOUNT,
  role,
  service,
  serviceLinkedRole,
  signIn,
  through,
  user,
} from '../events';
import { answersOf } from './answers';

const at = (minute: string, more: object = {}) => ({ eventTime: `2026-11-20T10:${minute}Z`, ...more });
const before = (day: number, more: object = {}) => ({ eventTime: `2026-11-${day}T10:30:00Z`, ...more });
const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;
const BOB = `arn:aws:iam::${ACCOUNT}:user/bob`;
const app = role('app', 'web');
const APP = `arn:aws:iam::${ACCOUNT}:role/app`;
const code = (errorCode: string, more: object = {}) => ({ errorCode, ...more });

answersOf(
  'access-denied-by-principal',
  [
    call('a', 's3:ListBuckets', user('alice'), at('01:00', code('AccessDenied'))),
    call('b', 'ec2:DescribeInstances', user('alice'), at('01:00.500', code('Client.UnauthorizedOperation'))),
    call(
      'c',
      'kms:ListKeys',
      user('alice'),
      at('02:00', code('AccessDeniedException', { sourceIPAddress: '198.51.100.1' })),
    ),
    call('d', 'sns:ListTopics', user('alice'), at('03:00', code('AuthorizationError'))),
    call('e', 's3:ListBuckets', user('alice'), at('04:00', code('AccessDenied'))),
    call('f', 'ec2:RunInstances', app, at('05:00', code('UnauthorizedOperation'))),
    call('g', 'dynamodb:ListTables', role('app', 'other'), at('06:00', code('Server.AccessDenied'))),
    call('h', 's3:GetObject', user('bob'), at('07:00', code('VpceAccessDenied'))),
    // One call, as both accounts recorded it.
    call('shared', 'sts:AssumeRole', user('bob'), at('08:00', { ...DENIED, sharedEventID: 's' })),
    call(
      'shared-there',
      'sts:AssumeRole',
      foreign('AIDABOB', ACCOUNT),
      at('08:00', { ...DENIED, sharedEventID: 's', recipientAccountId: OTHER_ACCOUNT }),
    ),
    // Look alike.
    call('fine', 'iam:ListUsers', user('alice'), at('09:00')),
    call('throttled', 'iam:ListUsers', user('alice'), at('10:00', code('ThrottlingException'))),
    call('missing', 's3:GetBucketPolicy', user('alice'), at('11:00', code('NoSuchBucketPolicy'))),
    signIn('sign-in', user('carol'), 'Failure', 'No'),
    call('service', 'sts:AssumeRole', service('ec2'), at('12:00', DENIED)),
    call('linked', 's3:ListBuckets', serviceLinkedRole('AWSServiceRoleForConfig'), at('13:00', DENIED)),
  ],
  {
    'counted for each principal, whatever the service calls it': {
      rows: [
        [
          ALICE,
          5,
          4,
          4,
          'ec2:DescribeInstances, kms:ListKeys, s3:ListBuckets, sns:ListTopics',
          '198.51.100.1, 203.0.113.7',
          '2026-11-20T10:01:00Z',
          '2026-11-20T10:04:00Z',
        ],
        [
          APP,
          2,
          2,
          2,
          'dynamodb:ListTables, ec2:RunInstances',
          '203.0.113.7',
          '2026-11-20T10:05:00Z',
          '2026-11-20T10:06:00Z',
        ],
        [BOB, 2, 2, 2, 's3:GetObject, sts:AssumeRole', '203.0.113.7', '2026-11-20T10:07:00Z', '2026-11-20T10:08:00Z'],
      ],
    },
    'one principal': { with: { principal: '%:ROLE/app' }, columns: ['principal', 'denied'], rows: [[APP, 2]] },
    'the first of several with and without a fraction': {
      with: { from: '2026-11-20T10:01:00.500Z', to: '2026-11-20T10:02:00Z' },
      columns: ['first_seen', 'last_seen'],
      rows: [['2026-11-20T10:01:00.500Z', '2026-11-20T10:01:00.500Z']],
    },
  },
);

const where = (awsRegion: string, more: object = {}) => ({ awsRegion, ...more });

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

const from = (sourceIPAddress: string, more: object = {}) => ({ sourceIPAddress, ...more });

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

const using = (userAgent: string, more: object = {}) => ({ userAgent, ...more });

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

const failures = (id: string, many: number, time: string, more: object = {}) =>
  Array.from({ length: many }, (_, number) =>
    call(`${id}-${number}`, 'sqs:SendMessage', app, {
      eventTime: time.replace('mm', String(10 + number)),
      ...code('AccessDenied'),
      ...more,
    }),
  );
/** Ten hours to compare with. */
const TEN_HOURS = { since: '2026-11-20T00:00:00Z' };

answersOf(
  'error-spikes',
  [
    // Failing in six hours of ten: in the middle of all ten stands the smallest number but none, 2.
    ...[3, 4, 5, 6, 7, 8].flatMap((hour) =>
      failures(`before-${hour}`, hour === 3 ? 2 : 4, `2026-11-20T0${hour}:mm:00Z`),
    ),
    ...failures('spike', 12, '2026-11-20T10:mm:00.250Z'),
    call('spike-other', 'sqs:GetQueueUrl', app, at('50:00', code('QueueDoesNotExist'))),
    ...failures('less', 9, '2026-11-20T11:mm:00Z'),
    // Failing in one hour of ten: usually not at all.
    call('rare', 'ec2:RunInstances', app, {
      eventTime: '2026-11-20T05:00:00Z',
      ...code('Client.UnauthorizedOperation'),
    }),
    ...failures('burst', 10, '2026-11-20T11:mm:00Z', { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' }),
    // Look alike.
    ...failures('service', 30, '2026-11-20T10:mm:00Z', { userIdentity: service('ec2') }),
    ...Array.from({ length: 20 }, (_, number) => call(`fine-${number}`, 's3:GetObject', app, at('05:00'))),
  ],
  {
    'hours with many more failures than the median hour': {
      with: TEN_HOURS,
      rows: [
        [
          '2026-11-20T10:00:00Z',
          APP,
          'sqs.amazonaws.com',
          13,
          2,
          'AccessDenied, QueueDoesNotExist',
          'GetQueueUrl, SendMessage',
        ],
        ['2026-11-20T11:00:00Z', APP, 'ec2.amazonaws.com', 10, 0, 'AccessDenied', 'RunInstances'],
      ],
    },
    'on both sides of the minimum': {
      with: { ...TEN_HOURS, minimum: '9', times: '4' },
      columns: ['hour', 'eventsource', 'failed'],
      rows: [
        ['2026-11-20T10:00:00Z', 'sqs.amazonaws.com', 13],
        ['2026-11-20T11:00:00Z', 'ec2.amazonaws.com', 10],
        ['2026-11-20T11:00:00Z', 'sqs.amazonaws.com', 9],
      ],
    },
    'on both sides of the multiple': {
      with: { ...TEN_HOURS, times: '7' },
      columns: ['eventsource'],
      rows: [['ec2.amazonaws.com']],
    },
  },
);

const instance = (id: string) => role('web', id);
const I1 = 'i-0123456789abcdef0';

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
    call('user', 's3:ListBuckets', user(I1), at('08:00', from('198.51.100.1'))),
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

const insight = (
  id: string,
  state: 'Start' | 'End',
  sharedEventID: string,
  time: string,
  more: object = {},
): InsightEvent => ({
  ...call(
    id,
    'x:x',
    {},
    {
      eventTime: time,
      sharedEventID,
      recipientAccountId: ACCOUNT,
      eventType: 'AwsCloudTrailInsight',
      eventCategory: 'Insight',
    },
  ),
  insightDetails: {
    state,
    eventSource: 'iam.amazonaws.com',
    eventName: 'ListUsers',
    insightType: 'ApiCallRateInsight',
    insightContext: {
      statistics: {
        baseline: { average: 0.25 },
        insight: { average: 12.5 },
        ...(state === 'End' && { insightDuration: 7 }),
        baselineDuration: 10080,
      },
      attributions: [
        { attribute: 'userAgent', insight: [{ value: 'curl/8', average: 12.5 }], baseline: [] },
        { attribute: 'userIdentityArn', insight: [{ value: ALICE, average: 12.5 }], baseline: [] },
      ],
    },
    ...more,
  },
});

answersOf(
  'insights-in-window',
  (folder) =>
    folder
      .insights([
        insight('s1', 'Start', 'one', '2026-11-20T10:10:00Z'),
        insight('e1', 'End', 'one', '2026-11-20T10:17:00.500Z'),
        insight('s2', 'Start', 'two', '2026-11-20T11:50:00Z', {
          insightType: 'ApiErrorRateInsight',
          errorCode: 'AccessDenied',
        }),
        insight('e2', 'End', 'two', '2026-11-20T12:00:00Z', {
          insightType: 'ApiErrorRateInsight',
          errorCode: 'AccessDenied',
        }),
        insight('e3', 'End', 'three', '2026-11-20T10:00:00Z'),
        insight('s4', 'Start', 'four', '2026-11-20T09:59:59.999Z'),
      ])
      .trail([call('trail', 'iam:ListUsers', user('alice'))]),
  {
    'one row for each, with both ends where they lie in the window': {
      rows: [
        [
          ACCOUNT,
          'us-east-1',
          'ApiCallRateInsight',
          'iam.amazonaws.com',
          'ListUsers',
          null,
          null,
          '2026-11-20T10:00:00Z',
          0.25,
          12.5,
          7,
          ALICE,
          'three',
        ],
        [
          ACCOUNT,
          'us-east-1',
          'ApiCallRateInsight',
          'iam.amazonaws.com',
          'ListUsers',
          null,
          '2026-11-20T10:10:00Z',
          '2026-11-20T10:17:00.500Z',
          0.25,
          12.5,
          7,
          ALICE,
          'one',
        ],
        [
          ACCOUNT,
          'us-east-1',
          'ApiErrorRateInsight',
          'iam.amazonaws.com',
          'ListUsers',
          'AccessDenied',
          '2026-11-20T11:50:00Z',
          null,
          0.25,
          12.5,
          null,
          ALICE,
          'two',
        ],
      ],
    },
  },
);
