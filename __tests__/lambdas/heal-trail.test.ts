import { InsightNotEnabledException, TrailNotFoundException } from '@aws-sdk/client-cloudtrail';
import { readDesired } from '../../lambdas/heal-trail/desired';
import { health } from '../../lambdas/heal-trail/health';
import { inspect } from '../../lambdas/heal-trail/inspect';
import { ACCOUNT, type Answers, FakeAws, REGION } from './fake-aws';
import { causeOf } from './healers';

const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:acme-trail`;
const MANAGEMENT = { Name: 'Management', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
const OBJECTS = {
  Name: 'Objects',
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.ARN', NotStartsWith: ['a', 'b'] },
  ],
};
const DESIRED = {
  trail: 'main',
  s3BucketName: 'evidence',
  kmsKeyId: 'key',
  isMultiRegion: true,
  isOrganization: true,
  includeGlobal: true,
  logFileValidation: true,
  cloudWatchLogsLogGroupArn: 'group:*',
  cloudWatchLogsRoleArn: 'role',
  snsTopicArn: TOPIC,
  advancedEventSelectors: [MANAGEMENT, OBJECTS],
  insightSelectors: ['ApiCallRateInsight', 'ApiErrorRateInsight'],
};
const TRAIL = {
  S3BucketName: 'evidence',
  KmsKeyId: 'key',
  IsMultiRegionTrail: true,
  IsOrganizationTrail: true,
  IncludeGlobalServiceEvents: true,
  LogFileValidationEnabled: true,
  CloudWatchLogsLogGroupArn: 'group:*',
  CloudWatchLogsRoleArn: 'role',
  SnsTopicARN: TOPIC,
};
const UPDATE = {
  Name: 'main',
  S3BucketName: 'evidence',
  KmsKeyId: 'key',
  IsMultiRegionTrail: true,
  IsOrganizationTrail: true,
  IncludeGlobalServiceEvents: true,
  EnableLogFileValidation: true,
  CloudWatchLogsLogGroupArn: 'group:*',
  CloudWatchLogsRoleArn: 'role',
};
const missing = () => {
  throw new TrailNotFoundException({ message: 'unknown', $metadata: {} });
};
const INSIGHTS = [{ InsightType: 'ApiErrorRateInsight' }, { InsightType: 'ApiCallRateInsight', EventCategories: ['Management'] }]; // prettier-ignore

const aws = (answers: Answers = {}) =>
  new FakeAws({
    GetTrail: () => ({ Trail: TRAIL }),
    GetTrailStatus: () => ({ IsLogging: true }),
    GetEventSelectors: () => ({ AdvancedEventSelectors: [MANAGEMENT, OBJECTS] }),
    GetInsightSelectors: () => ({ InsightSelectors: INSIGHTS }),
    StartLogging: () => ({}),
    UpdateTrail: () => ({}),
    PutEventSelectors: () => ({}),
    PutInsightSelectors: () => ({}),
    ...answers,
  });

/** What differs, and the calls that mend it. */
async function healed(answers: Answers, desired: object = {}) {
  const fake = aws(answers);
  const drifts = await inspect(readDesired({ ...DESIRED, ...desired }), fake);
  const read = fake.sent.splice(0).map(({ command }) => command);
  expect(read.every((command) => command.startsWith('Get'))).toBe(true);
  for (const { mend } of drifts) await mend?.();
  return { drifts, calls: fake.sent.map(({ command, input }) => [command, input]) };
}

test('a trail as it should be is left alone, in whatever order its selectors and insights come', async () => {
  expect(await healed({})).toEqual({ drifts: [], calls: [] });
  const turned = { ...OBJECTS, FieldSelectors: [{ Field: 'resources.ARN', NotStartsWith: ['b', 'a'] }, OBJECTS.FieldSelectors[0]] }; // prettier-ignore
  const GetEventSelectors = () => ({ EventSelectors: [], AdvancedEventSelectors: [turned, MANAGEMENT] });
  expect(await healed({ GetEventSelectors })).toEqual({ drifts: [], calls: [] });
});

test('a trail that was stopped is started, and nothing else', async () => {
  const { drifts, calls } = await healed({ GetTrailStatus: () => ({ IsLogging: false }) });
  expect(drifts).toMatchObject([{ what: 'the trail does not log', was: false, wanted: true }]);
  expect(calls).toEqual([['StartLogging', { Name: 'main' }]]);
});

describe('settings that were weakened are set again', () => {
  test.each<[string, object, object, object, object?]>([
    ['bucket', { S3BucketName: 'theirs' }, { s3BucketName: 'theirs' }, { s3BucketName: 'evidence' }],
    ['key', { KmsKeyId: undefined }, { kmsKeyId: null }, { kmsKeyId: 'key' }],
    ['reach', { IsMultiRegionTrail: false }, { isMultiRegion: false }, { isMultiRegion: true }],
    ['organization', { IsOrganizationTrail: false }, { isOrganization: false }, { isOrganization: true }],
    ['global services', { IncludeGlobalServiceEvents: false }, { includeGlobal: false }, { includeGlobal: true }],
    ['validation', { LogFileValidationEnabled: false }, { logFileValidation: false }, { logFileValidation: true }],
    ['log group', { CloudWatchLogsLogGroupArn: undefined }, { cloudWatchLogsLogGroupArn: null }, { cloudWatchLogsLogGroupArn: 'group:*' }],
    ['role', { CloudWatchLogsRoleArn: 'x' }, { cloudWatchLogsRoleArn: 'x' }, { cloudWatchLogsRoleArn: 'role' }],
    ['prefix', { S3KeyPrefix: 'x' }, { s3KeyPrefix: 'x' }, { s3KeyPrefix: '' }, { S3KeyPrefix: '' }],
    ['topic', { SnsTopicARN: undefined }, { snsTopicArn: '' }, { snsTopicArn: TOPIC }, { SnsTopicName: 'acme-trail' }],
    ['topic, by one of the same name elsewhere', { SnsTopicARN: 'arn:x:acme-trail' }, { snsTopicArn: 'arn:x:acme-trail' }, { snsTopicArn: TOPIC }, { SnsTopicName: 'acme-trail' }],
  ])('%s', async (_what, trail, was, wanted, more = {}) => {
    const { drifts, calls } = await healed({ GetTrail: () => ({ Trail: { ...TRAIL, ...trail } }) });
    expect(drifts).toMatchObject([{ what: 'the settings of the trail differ', was, wanted }]);
    expect(Object.keys(drifts[0]!.was as object)).toHaveLength(1);
    expect(calls).toEqual([['UpdateTrail', { ...UPDATE, ...more }]]);
  }); // prettier-ignore

  test('a topic that none is to be told by is taken away', async () => {
    const { calls } = await healed({}, { snsTopicArn: undefined });
    expect(calls).toEqual([['UpdateTrail', { ...UPDATE, SnsTopicName: '' }]]);
  });
});

test.each<[string, object]>([
  ['basic ones', { EventSelectors: [{ ReadWriteType: 'WriteOnly' }] }],
  ['basic ones beside ours', { EventSelectors: [{}], AdvancedEventSelectors: [MANAGEMENT, OBJECTS] }],
  ['fewer', { AdvancedEventSelectors: [MANAGEMENT] }],
  ['narrower ones', { AdvancedEventSelectors: [{ ...MANAGEMENT, FieldSelectors: [...MANAGEMENT.FieldSelectors, { Field: 'readOnly', Equals: ['false'] }] }, OBJECTS] }],
  ['more exceptions', { AdvancedEventSelectors: [MANAGEMENT, { ...OBJECTS, FieldSelectors: [OBJECTS.FieldSelectors[0], { Field: 'resources.ARN', NotStartsWith: ['a', 'b', 'c'] }] }] }],
])('event selectors are put back: %s', async (_what, selectors) => {
  const { drifts, calls } = await healed({ GetEventSelectors: () => selectors });
  expect(drifts).toMatchObject([{ what: 'the event selectors of the trail differ' }]);
  expect(calls).toEqual([['PutEventSelectors', { TrailName: 'main', AdvancedEventSelectors: [MANAGEMENT, OBJECTS] }]]);
}); // prettier-ignore

const none = () => {
  throw new InsightNotEnabledException({ message: 'none', $metadata: {} });
};
const wantedInsights = DESIRED.insightSelectors.map((InsightType) => ({ InsightType }));
test.each<[string, Answers[string], readonly string[], readonly object[]]>([
  ['none', none, DESIRED.insightSelectors, wantedInsights],
  ['fewer', () => ({ InsightSelectors: INSIGHTS.slice(1) }), DESIRED.insightSelectors, wantedInsights],
  ['of data events alone', () => ({ InsightSelectors: [INSIGHTS[0], { ...INSIGHTS[1], EventCategories: ['Data'] }] }), DESIRED.insightSelectors, wantedInsights],
  ['some where none were wanted', () => ({ InsightSelectors: INSIGHTS }), [], []],
])('insights are put back: %s', async (_what, GetInsightSelectors, insightSelectors, expected) => {
  const { drifts, calls } = await healed({ GetInsightSelectors: GetInsightSelectors! }, { insightSelectors });
  expect(drifts).toMatchObject([{ what: 'the insights of the trail differ' }]);
  expect(calls).toEqual([['PutInsightSelectors', { TrailName: 'main', InsightSelectors: expected }]]);
}); // prettier-ignore

test('no insights, where none are wanted, are right', async () => {
  expect(await healed({ GetInsightSelectors: none }, { insightSelectors: [] })).toEqual({ drifts: [], calls: [] });
});

test('a trail that is gone is nothing to mend: people are told what to do first', async () => {
  const { drifts, calls } = await healed({ GetTrail: missing });
  expect(drifts).toEqual([
    { what: 'the trail is gone', was: null, wanted: 'main', firstStep: expect.stringContaining('Apply the organization stack from the reviewed state') },
  ]);
  expect(calls).toEqual([]);
}); // prettier-ignore

test('everything at once is mended in order, logging first', async () => {
  const { calls } = await healed({
    GetTrail: () => ({ Trail: { ...TRAIL, IsMultiRegionTrail: false } }),
    GetTrailStatus: () => ({ IsLogging: false }),
    GetEventSelectors: () => ({ AdvancedEventSelectors: [] }),
    GetInsightSelectors: none,
  });
  expect(calls.map(([command]) => command)).toEqual([
    'StartLogging',
    'UpdateTrail',
    'PutEventSelectors',
    'PutInsightSelectors',
  ]);
});

describe('a call', () => {
  const ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/main`;
  const looked = async (parameters: object, trail = 'main') => {
    const fake = aws({ GetTrailStatus: () => ({ IsLogging: false }) });
    const cause = causeOf('cloudtrail.amazonaws.com', { ...parameters });
    const drifts = await inspect(readDesired({ ...DESIRED, trail }), fake, cause);
    return [drifts.map(({ what }) => what), fake.sent.length > 0];
  };
  const stopped = [['the trail does not log'], true];

  test.each<[string, object]>([
    ['our trail', { name: 'main' }],
    ['our trail, by ARN', { name: ARN }],
    ['our trail, in other letters', { name: 'Main' }],
    ['the selectors of our trail', { trailName: 'main' }],
    ['the selectors of our trail, by ARN', { trailName: ARN }],
    ['the insights of our trail, in an event data store', { trailName: 'main', eventDataStore: 'x' }],
    ['nothing it names', {}],
    ['nothing it names in words', { name: null, trailName: 7 }],
  ])('about %s is answered', async (_what, parameters) => {
    expect(await looked(parameters)).toEqual(stopped);
    expect(await looked(parameters, ARN)).toEqual(stopped);
  });

  test.each<[string, object]>([
    ['another trail', { name: 'mine' }],
    ['another trail, by ARN', { name: ARN.replace('main', 'mine') }],
    ['a trail of a longer name', { name: 'main-2' }],
    ['a trail whose name ends like it', { name: 'not-main' }],
    ['the selectors of another trail', { trailName: 'mine' }],
    ['the insights of an event data store', { eventDataStore: 'x' }],
  ])('about %s is not even looked into', async (_what, parameters) => {
    expect(await looked(parameters)).toEqual([[], false]);
    expect(await looked(parameters, ARN)).toEqual([[], false]);
  });
});

test('a trail whose state is not said is an error', async () => {
  await expect(healed({ GetTrailStatus: () => ({}) })).rejects.toThrow('does not say whether main is logging');
});

test.each<[string, object, string]>([
  ['a wrong form', { isMultiRegion: 'true', kmsKeyId: '' }, 'kmsKeyId is "", not a text; isMultiRegion is "true"'],
  ['no selectors', { advancedEventSelectors: [] }, 'it has no advancedEventSelectors'],
  ['a selector of another form', { advancedEventSelectors: [{ name: 'x' }] }, 'is no advanced event selector'],
])('a desired state with %s is refused', (_what, rest, message) => {
  expect(() => readDesired({ ...DESIRED, ...rest })).toThrow(message);
});

describe('health', () => {
  const NOW = Date.parse('2026-03-01T12:00:00Z');
  const ago = (hours: number) => new Date(NOW - hours * 3_600_000);
  const sound = { IsLogging: true, StartLoggingTime: ago(100), LatestDigestDeliveryTime: ago(1) };
  const of = (GetTrailStatus: () => unknown) => health(readDesired(DESIRED), aws({ GetTrailStatus }), NOW);

  test.each<[string, object, readonly string[]]>([
    ['all is well', {}, []],
    ['deliveries fail', { LatestDeliveryError: 'NoSuchBucket' }, ['trail-delivery']],
    ['notifications fail', { LatestNotificationError: 'NotFound' }, ['trail-delivery']],
    ['logs fail', { LatestCloudWatchLogsDeliveryError: 'AccessDenied' }, ['trail-logs-delivery']],
    ['digests fail', { LatestDigestDeliveryError: 'AccessDenied' }, ['digest-gap']],
    ['digests are late', { LatestDigestDeliveryTime: ago(2.1) }, ['digest-gap']],
    ['there are no digests', { LatestDigestDeliveryTime: undefined }, ['digest-gap']],
    ['a digest is just in time', { LatestDigestDeliveryTime: ago(1.9) }, []],
    ['the trail has just started', { StartLoggingTime: ago(1), LatestDigestDeliveryTime: undefined }, []],
    ['the trail is stopped', { IsLogging: false, LatestDigestDeliveryTime: ago(9) }, ['trail-stopped']],
  ])('when %s', async (_what, status, kinds) => {
    expect((await of(() => ({ ...sound, ...status }))).map(({ kind }) => kind)).toEqual(kinds);
  });

  test('when there is no trail', async () => {
    expect(await of(missing)).toEqual([{ kind: 'trail-stopped', detail: 'there is no trail main' }]);
  });
});
