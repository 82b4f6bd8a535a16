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
  user,
} from '../events';
import { answersOf } from './answers';

const at = (minute: string, more: object = {}) => ({ eventTime: `2026-11-20T10:${minute}Z`, ...more });
const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;
const BOB = `arn:aws:iam::${ACCOUNT}:user/bob`;
const app = role('app', 'web');
const APP = `arn:aws:iam::${ACCOUNT}:role/app`;
const code = (errorCode: string, more: object = {}) => ({ errorCode, ...more });
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
    call('i', 'route53domains:ListDomains', user('dan'), at('07:10', code('NotAuthorized'))),
    call('j', 'es:ListDomainNames', user('dan'), at('07:20', code('ForbiddenException'))),
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
        [
          `arn:aws:iam::${ACCOUNT}:user/dan`,
          2,
          2,
          2,
          'es:ListDomainNames, route53domains:ListDomains',
          '203.0.113.7',
          '2026-11-20T10:07:10Z',
          '2026-11-20T10:07:20Z',
        ],
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
    ...failures('linked', 30, '2026-11-20T10:mm:00Z', {
      userIdentity: { ...serviceLinkedRole('AWSServiceRoleForConfig'), invokedBy: undefined },
    }),
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
    'one below the minimum': {
      with: { ...TEN_HOURS, minimum: '11' },
      columns: ['eventsource', 'failed'],
      rows: [['sqs.amazonaws.com', 13]],
    },
    'on both sides of the multiple': {
      with: { ...TEN_HOURS, times: '7' },
      columns: ['eventsource'],
      rows: [['ec2.amazonaws.com']],
    },
  },
);

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
