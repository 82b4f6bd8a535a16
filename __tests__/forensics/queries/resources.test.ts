import type { ConfigurationItem } from '../evidence-folder';
import { ACCOUNT, call, DENIED, OTHER_ACCOUNT, role, user } from '../events';
import { answersOf } from './answers';

// Many answers, on machines that may be busy.
jest.setTimeout(60_000);

const at = (minute: string, more: object = {}) => ({ eventTime: `2026-11-20T10:${minute}Z`, ...more });
const ops = role('ops', 'bob');
const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;
const OPS = `arn:aws:iam::${ACCOUNT}:role/ops`;

const bucket = (name: string, time: string, configuration: unknown, more: object = {}): ConfigurationItem => ({
  configurationItemVersion: '1.3',
  configurationItemCaptureTime: time,
  configurationItemStatus: 'OK',
  configurationStateId: 1,
  awsAccountId: ACCOUNT,
  awsRegion: 'us-east-1',
  ARN: `arn:aws:s3:::${name}`,
  resourceType: 'AWS::S3::Bucket',
  resourceId: name,
  resourceName: name,
  relatedEvents: [],
  relationships: [],
  configuration,
  supplementaryConfiguration: { BucketPolicy: '{"policyText":null}' },
  tags: { team: 'data' },
  ...more,
});
const gone = {
  configurationItemStatus: 'ResourceDeleted',
  configuration: null,
  supplementaryConfiguration: {},
  tags: {},
};
const changed = (id: string, action: string, time: string, bucketName: string, by = ops, more: object = {}) =>
  call(id, `s3:${action}`, by, at(time, { requestParameters: { bucketName }, ...more }));

answersOf(
  'resource-changes',
  (folder) =>
    folder
      .history([
        bucket('logs', '2026-11-20T10:10:00.000Z', { state: 1 }),
        bucket('logs', '2026-11-20T10:30:00.000Z', { state: 2 }, { relatedEvents: ['named'] }),
        bucket('logs', '2026-11-20T10:40:00.000Z', { state: 3 }),
        bucket('logs-2', '2026-11-20T10:20:00.000Z', { state: 9 }),
      ])
      // Recorded before the window, though delivered in it; the first call has not led to it.
      .history([bucket('logs', '2026-11-20T09:00:00.000Z', { state: 0 })])
      // Of the next day in the bucket, though captured on this one.
      .history([bucket('vault', '2026-11-20T11:59:00.000Z', { vault: 1 })])
      // After the window, which says what the last call led to.
      .history([
        bucket('vault', '2026-11-20T12:30:00.000Z', { vault: 2 }),
        bucket('vault', '2026-11-20T12:40:00.000Z', { vault: 3 }),
      ])
      .trail([
        changed('first', 'PutBucketPolicy', '05:00', 'logs', user('alice')),
        changed('second', 'PutBucketAcl', '12:00.900', 'logs'),
        // Config names it, though it names the bucket nowhere.
        call('named', 'cloudformation:UpdateStack', ops, at('11:00', { requestParameters: { stackName: 's' } })),
        changed('late', 'DeleteBucketPolicy', '50:00', 'logs'),
        changed('vault', 'PutBucketPolicy', '59:00', 'vault', ops, { eventTime: '2026-11-20T11:59:30Z' }),
        // By ARN, and in the answer only.
        call(
          'by-arn',
          'iam:PutRolePolicy',
          ops,
          at('08:00', { resources: [{ ARN: 'arn:aws:s3:::logs', accountId: ACCOUNT }] }),
        ),
        // Look alike.
        changed('neighbour', 'PutBucketPolicy', '06:00', 'logs-2'),
        changed('denied', 'PutBucketPolicy', '07:00', 'logs', ops, DENIED),
        changed('read', 'GetBucketPolicy', '07:30', 'logs'),
        call(
          'object',
          's3:PutObject',
          ops,
          at('07:40', {
            requestParameters: { bucketName: 'logs' },
            eventCategory: 'Data',
            managementEvent: false,
          }),
        ),
      ]),
  {
    'each item with the calls that led to it, and the calls after the last one': {
      with: { resource: 'logs' },
      columns: ['captured', 'link', 'eventid', 'principal', 'configuration'],
      rows: [
        ['2026-11-20T10:10:00.000Z', 'time', 'first', ALICE, '{"state":1}'],
        ['2026-11-20T10:30:00.000Z', 'event', 'named', OPS, '{"state":2}'],
        ['2026-11-20T10:30:00.000Z', 'time', 'second', OPS, '{"state":2}'],
        ['2026-11-20T10:40:00.000Z', null, null, null, '{"state":3}'],
        [null, 'time', 'late', OPS, null],
      ],
    },
    'by ARN, which calls name whole or by its end': {
      with: { resource: 'arn:aws:s3:::logs', to: '2026-11-20T10:11:00Z' },
      columns: ['captured', 'link', 'eventid'],
      rows: [
        ['2026-11-20T10:10:00.000Z', 'time', 'first'],
        ['2026-11-20T10:10:00.000Z', 'time', 'by-arn'],
      ],
    },
    'an item after the window counts where a call in it led to it': {
      with: { resource: 'vault' },
      columns: ['captured', 'eventid', 'configuration'],
      rows: [
        ['2026-11-20T11:59:00.000Z', null, '{"vault":1}'],
        ['2026-11-20T12:30:00.000Z', 'vault', '{"vault":2}'],
      ],
    },
    'nothing of what nobody knows': { with: { resource: 'log' }, rows: [] },
  },
);

const many = Array.from({ length: 10_001 }, (_, number) =>
  bucket(`one-of-many-${number}`, '2026-11-20T08:00:00.000Z', { number }),
);

answersOf(
  'resource-at-time',
  (folder) =>
    folder
      .history([bucket('data', '2026-11-18T10:00:00.000Z', { state: 1 })])
      .history([
        bucket('data', '2026-11-20T10:00:00.000Z', { state: 2 }),
        bucket('data', '2026-11-20T11:00:00.000Z', null, gone),
      ])
      .history([
        bucket(
          'data',
          '2026-11-20T10:30:00.000Z',
          { type: 'role' },
          { resourceType: 'AWS::IAM::Role', awsAccountId: OTHER_ACCOUNT },
        ),
      ])
      // Unchanged since long before; the snapshot holds it.
      .snapshot([bucket('old', '2026-01-01T00:00:00.000Z', { state: 0 }), ...many], '2026-11-19T03:00:00Z')
      .snapshot([bucket('old', '2026-01-01T00:00:00.000Z', { state: 0 })], '2026-11-20T03:00:00Z')
      .snapshot([bucket('new', '2026-11-20T11:00:00.500Z', { state: 0 })], '2026-11-20T23:00:00Z'),
  {
    'the newest item by then': {
      with: { resource: 'data', from: '2026-11-17T00:00:00Z', to: '2026-11-20T10:00:00Z' },
      rows: [
        [
          ACCOUNT,
          'us-east-1',
          'AWS::S3::Bucket',
          'data',
          'data',
          true,
          '2026-11-20T10:00:00.000Z',
          'OK',
          'history',
          '{"state":2}',
          '{"BucketPolicy":"{\\"policyText\\":null}"}',
          '{"team":"data"}',
        ],
      ],
    },
    'a moment before': {
      with: { resource: 'data', from: '2026-11-17T00:00:00Z', to: '2026-11-20T09:59:59.999Z' },
      columns: ['captured', 'configuration'],
      rows: [['2026-11-18T10:00:00.000Z', '{"state":1}']],
    },
    'gone by then, and another of the same name': {
      with: { resource: 'data', from: '2026-11-17T00:00:00Z', to: '2026-11-20T12:00:00Z' },
      columns: ['account', 'resource_type', 'existed', 'status', 'configuration'],
      rows: [
        [ACCOUNT, 'AWS::S3::Bucket', false, 'ResourceDeleted', null],
        [OTHER_ACCOUNT, 'AWS::IAM::Role', true, 'OK', '{"type":"role"}'],
      ],
    },
    'unchanged for long: out of a snapshot, once': {
      with: { resource: 'arn:aws:s3:::old', from: '2026-11-19T00:00:00Z', to: '2026-11-20T12:00:00Z' },
      columns: ['captured', 'source', 'configuration'],
      rows: [['2026-01-01T00:00:00.000Z', 'snapshot', '{"state":0}']],
    },
    'in no file that was looked at': {
      with: { resource: 'data', from: '2026-11-19T00:00:00Z', to: '2026-11-19T12:00:00Z' },
      rows: [],
    },
    'not there yet': { with: { resource: 'new', from: '2026-11-19T00:00:00Z', to: '2026-11-20T11:00:00Z' }, rows: [] },
    'the last of more items than a sequence may have': {
      with: { resource: 'one-of-many-10000', from: '2026-11-19T00:00:00Z', to: '2026-11-20T12:00:00Z' },
      columns: ['configuration'],
      rows: [['{"number":10000}']],
    },
  },
);
