import type { ConfigurationItem as HistoryItem } from '@aws-sdk/client-config-service';
import { fromHistory, isThere, parseItem, parseSummary } from '../../../lambdas/shared/configuration-item';
import { CAPTURED, item } from '../events';

test.each([
  ['OK', true],
  ['ResourceDiscovered', true],
  ['ResourceDeleted', false],
  ['ResourceDeletedNotRecorded', false],
  ['ResourceNotRecorded', false],
])('with status %s a resource is there: %s', (configurationItemStatus, there) => {
  expect(isThere(parseSummary(item({ configurationItemStatus })))).toBe(there);
});

test.each(['ok', 'ResourceRenamed', 'toString'])('status %s is refused', (configurationItemStatus) => {
  expect(() => isThere(parseSummary(item({ configurationItemStatus })))).toThrow(
    new Error(
      `AWS::IAM::User AIDAEXAMPLE has the unknown status "${configurationItemStatus}"; nothing is reported on it`,
    ),
  );
});

test('an item keeps what it says', () => {
  expect(parseItem(item())).toEqual(item());
});

test.each([undefined, null])('members that are %s become empty', (nothing) => {
  const absent = { configuration: nothing, supplementaryConfiguration: nothing, tags: nothing, relationships: nothing };
  expect(parseItem(item(absent))).toMatchObject({
    configuration: null,
    supplementaryConfiguration: {},
    tags: {},
    relationships: [],
  });
});

test.each<[unknown, string]>([
  [undefined, 'it is nothing, not an object'],
  [null, 'it is null, not an object'],
  ['item', 'it is "item", not an object'],
  [[], 'it is [], not an object'],
  [item({ resourceType: '' }), 'resourceType is "", not a text'],
  [item({ resourceId: undefined }), 'resourceId is nothing, not a text'],
  [item({ configurationItemStatus: 1 }), 'configurationItemStatus is 1, not a text'],
  [item({ configurationItemCaptureTime: 'noon' }), 'configurationItemCaptureTime is "noon", not a time'],
  [item({ configurationItemCaptureTime: null }), 'configurationItemCaptureTime is null, not a time'],
])('%j is no summary', (value, why) => {
  expect(() => parseSummary(value)).toThrow(new Error(`the configuration item is malformed: ${why}`));
  expect(() => parseItem(value)).toThrow(new Error(`the configuration item is malformed: ${why}`));
});

test('every problem of an item is listed at once', () => {
  const broken = {
    awsAccountId: 1,
    awsRegion: '',
    configuration: '{}',
    supplementaryConfiguration: [],
    tags: 'a',
    relationships: {},
  };
  expect(() => parseItem(item({ ...broken, resourceId: '' }))).toThrow(
    new Error(
      'the configuration item is malformed: resourceId is "", not a text; awsAccountId is 1, not a text; ' +
        'awsRegion is "", not a text; configuration is "{}", not an object; ' +
        'supplementaryConfiguration is [], not an object; tags is "a", not an object; relationships is {}, not a list',
    ),
  );
});

const history = (rest: Partial<HistoryItem> = {}): HistoryItem => ({
  version: '1.3',
  accountId: '111122223333',
  configurationItemCaptureTime: new Date(CAPTURED),
  configurationItemStatus: 'OK',
  configurationStateId: '1',
  configurationItemMD5Hash: 'd41d8',
  arn: 'arn:aws:s3:::bucket',
  resourceType: 'AWS::S3::Bucket',
  resourceId: 'bucket',
  resourceName: 'bucket',
  awsRegion: 'eu-central-1',
  availabilityZone: 'Regional',
  resourceCreationTime: new Date('2026-01-01T00:00:00.000Z'),
  tags: { team: 'audit' },
  relatedEvents: [],
  relationships: [{ resourceType: 'AWS::KMS::Key', resourceId: 'key', relationshipName: 'Is encrypted by ' }],
  configuration: '{"name":"bucket","grants":[1]}',
  supplementaryConfiguration: { BucketPolicy: '{"policyText":null}', AccessControlList: '"{\\"grantSet\\":null}"' },
  ...rest,
});

test("an item of the history is spelt as a notification's", () => {
  const converted = fromHistory(history());
  expect(converted).toEqual({
    configurationItemVersion: '1.3',
    awsAccountId: '111122223333',
    configurationItemCaptureTime: CAPTURED,
    configurationItemStatus: 'OK',
    configurationStateId: '1',
    configurationStateMd5Hash: 'd41d8',
    ARN: 'arn:aws:s3:::bucket',
    resourceType: 'AWS::S3::Bucket',
    resourceId: 'bucket',
    resourceName: 'bucket',
    awsRegion: 'eu-central-1',
    availabilityZone: 'Regional',
    resourceCreationTime: new Date('2026-01-01T00:00:00.000Z'),
    tags: { team: 'audit' },
    relatedEvents: [],
    relationships: [{ resourceType: 'AWS::KMS::Key', resourceId: 'key', name: 'Is encrypted by ' }],
    configuration: { name: 'bucket', grants: [1] },
    supplementaryConfiguration: { BucketPolicy: { policyText: null }, AccessControlList: '{"grantSet":null}' },
  });
  for (const old of ['arn', 'accountId', 'version', 'configurationItemMD5Hash'])
    expect(converted).not.toHaveProperty(old);
  expect(converted.relationships[0]).not.toHaveProperty('relationshipName');
});

test.each<[Partial<HistoryItem>]>([
  [{ configuration: undefined }],
  [{ configuration: '' }],
  [{ configuration: 'null' }],
])('a gone item of the history (%j) has no configuration', (gone) => {
  const bare = { ...gone, supplementaryConfiguration: undefined, relationships: undefined, tags: undefined };
  expect(fromHistory(history(bare))).toMatchObject({
    configuration: null,
    supplementaryConfiguration: {},
    relationships: [],
    tags: {},
  });
});

test.each<[Partial<HistoryItem>, string]>([
  [{ configuration: '{' }, 'configuration is not JSON: "{"'],
  [{ configuration: '7' }, 'the configuration item is malformed: configuration is 7, not an object'],
  [{ supplementaryConfiguration: { Policy: 'text' } }, 'supplementaryConfiguration.Policy is not JSON: "text"'],
  [{ accountId: undefined }, 'the configuration item is malformed: awsAccountId is nothing, not a text'],
  [
    { configurationItemCaptureTime: undefined },
    'the configuration item is malformed: configurationItemCaptureTime is nothing, not a time',
  ],
])('an item of the history with %j is refused', (broken, why) => {
  expect(() => fromHistory(history(broken))).toThrow(new Error(why));
});
