import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { selectorsOf } from '../../src/discovery/selectors';

const NONE = { logsManagement: false, s3Buckets: [], calls: 'all', others: [] };
const MANAGEMENT = { ...NONE, logsManagement: true };
const objects = (...Values: string[]) => [{ Type: 'AWS::S3::Object', Values }];
const field = (Field: string, ...Equals: string[]) => ({ Field, Equals });
const ofObjects = [field('eventCategory', 'Data'), field('resources.type', 'AWS::S3::Object')];

test.each<[string, EventSelector[], object]>([
  ['none: management events', [], MANAGEMENT],
  ['all management events', [{}], MANAGEMENT],
  ['only writes', [{ ReadWriteType: 'WriteOnly' }], { ...NONE }],
  ['not all sources', [{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }], NONE],
  ['no management events', [{ IncludeManagementEvents: false }], NONE],
  ['one bucket', [{ DataResources: objects('arn:aws:s3:::a/') }], { ...MANAGEMENT, s3Buckets: ['a'] }],
  [
    'buckets of China',
    [{ DataResources: objects('arn:aws-cn:s3:::b/', 'arn:aws-cn:s3:::a/') }],
    { ...MANAGEMENT, s3Buckets: ['a', 'b'] },
  ],
  ['every bucket', [{ DataResources: objects('arn:aws:s3') }], { ...MANAGEMENT, s3Buckets: 'all' }],
  ['every bucket, otherwise', [{ DataResources: objects('arn:aws:s3:::') }], { ...MANAGEMENT, s3Buckets: 'all' }],
  [
    'reads of a prefix',
    [{}, { ReadWriteType: 'ReadOnly', DataResources: objects('arn:aws:s3:::a/x') }],
    { ...MANAGEMENT, s3Buckets: ['a'], calls: 'read', others: ['objects below a prefix only'] },
  ],
  [
    'different calls',
    [
      { DataResources: objects('arn:aws:s3:::a/') },
      { ReadWriteType: 'ReadOnly', DataResources: objects('arn:aws:s3:::b/') },
    ],
    { ...MANAGEMENT, s3Buckets: ['a', 'b'], others: ['different calls for different buckets'] },
  ],
  [
    'functions and tables',
    [{ DataResources: [{ Type: 'AWS::Lambda::Function', Values: ['x'] }, { Type: 'AWS::DynamoDB::Table' }] }],
    { ...MANAGEMENT, others: ['data events of AWS::Lambda::Function', 'data events of AWS::DynamoDB::Table'] },
  ],
])('classic selectors: %s', (_, EventSelectors, expected) => {
  expect(selectorsOf({ EventSelectors })).toEqual(expected);
});

test.each<[string, AdvancedEventSelector['FieldSelectors'][], object]>([
  ['all management events', [[field('eventCategory', 'Management')]], MANAGEMENT],
  ['only reads', [[field('eventCategory', 'Management'), field('readOnly', 'true')]], NONE],
  [
    'not all sources',
    [[field('eventCategory', 'Management'), { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }]],
    NONE,
  ],
  ['every bucket', [ofObjects], { ...NONE, s3Buckets: 'all' }],
  [
    'writes to a bucket',
    [[...ofObjects, field('readOnly', 'false'), { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::a/'] }]],
    { ...NONE, s3Buckets: ['a'], calls: 'write' },
  ],
  [
    'buckets whose names start alike',
    [[...ofObjects, { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::a/', 'arn:aws:s3:::logs'] }]],
    { ...NONE, s3Buckets: 'all', others: ['buckets whose names start alike only'] },
  ],
  [
    'one object, and a bucket itself',
    [[...ofObjects, field('resources.ARN', 'arn:aws:s3:::a/x', 'arn:aws:s3:::b')]],
    { ...NONE, s3Buckets: ['a', 'b'], others: ['objects below a prefix only'] },
  ],
  [
    'every bucket but one',
    [[...ofObjects, { Field: 'resources.ARN', NotStartsWith: ['arn:aws:s3:::a/'] }]],
    { ...NONE, s3Buckets: 'all', others: ['S3 objects narrowed by resources.ARN'] },
  ],
  [
    'some calls',
    [[...ofObjects, field('eventName', 'DeleteObject')]],
    { ...NONE, s3Buckets: 'all', others: ['S3 objects narrowed by eventName'] },
  ],
  [
    'other types',
    [[field('eventCategory', 'Data'), field('resources.type', 'AWS::SQS::Queue')]],
    { ...NONE, others: ['data events of AWS::SQS::Queue'] },
  ],
  ['network activity', [[field('eventCategory', 'NetworkActivity')]], { ...NONE, others: ['NetworkActivity events'] }],
])('advanced selectors: %s', (_, selectors, expected) => {
  expect(selectorsOf({ AdvancedEventSelectors: selectors.map((FieldSelectors) => ({ FieldSelectors })) })).toEqual(
    expected,
  );
});
