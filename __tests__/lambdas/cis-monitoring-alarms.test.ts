import { handler } from '../../lambdas/cis-monitoring-alarms/index';
import { scheduled } from './events';
import { ACCOUNT } from './fake-aws';
import { queryAnswer, queryError, runOverHttp, type WireAnswers } from './over-http';
import { jsonAnswer, throttled, type WireCall } from './service';

const TRAIL = 'arn:aws:cloudtrail:eu-west-1:999999999999:trail/organization';
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:security`;
const FOREIGN = 'arn:aws:sns:eu-central-1:999999999999:central';

const bodyOf = ({ body }: WireCall) => JSON.parse(body.toString()) as Record<string, string>;
const formOf = ({ body }: WireCall) => new URLSearchParams(body.toString());

const trail = (rest: object = {}) => ({
  TrailARN: TRAIL,
  HomeRegion: 'eu-west-1',
  IsMultiRegionTrail: true,
  IsOrganizationTrail: true,
  CloudWatchLogsLogGroupArn: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:trail:*`,
  ...rest,
});
const filter = (name: string, filterPattern: string) => ({
  filterName: name,
  filterPattern,
  metricTransformations: [{ metricNamespace: 'CIS', metricName: name, metricValue: '1' }],
});
const KEYS = filter('keys', '{ $.eventSource = kms.amazonaws.com && ($.eventName = DisableKey || $.eventName = ScheduleKeyDeletion) }'); // prettier-ignore
const alarm = (rest: object = {}) => ({
  AlarmName: 'keys',
  ActionsEnabled: true,
  AlarmActions: [TOPIC],
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  ...rest,
});
const subscriptions = (...arns: readonly string[]) =>
  `<Subscriptions>${arns.map((arn) => `<member><SubscriptionArn>${arn}</SubscriptionArn></member>`).join('')}</Subscriptions>`;

/** An account that watches what is done to keys; what it answers on the second page, a test may change. */
const account = (otherwise: WireAnswers = {}): WireAnswers => ({
  DescribeTrails: () => jsonAnswer({ trailList: [{ TrailARN: 'arn:regional', IsMultiRegionTrail: false }, trail()] }),
  GetTrailStatus: () => jsonAnswer({ IsLogging: true }),
  GetEventSelectors: () =>
    jsonAnswer({ AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }] }),
  DescribeMetricFilters: (call) =>
    jsonAnswer(
      bodyOf(call)['nextToken'] === 'next'
        ? { metricFilters: [KEYS] }
        : { metricFilters: [filter('other', 'ERROR')], nextToken: 'next' },
    ),
  DescribeAlarmsForMetric: () => jsonAnswer({ MetricAlarms: [alarm()] }),
  ListSubscriptionsByTopic: (call) =>
    queryAnswer(
      'ListSubscriptionsByTopic',
      formOf(call).get('NextToken') === 'next'
        ? subscriptions('Deleted', `${TOPIC}:0000`)
        : `${subscriptions('PendingConfirmation')}<NextToken>next</NextToken>`,
    ),
  ...otherwise,
});

const keysOnly = (rest: object = {}) => scheduled({ ruleParameters: JSON.stringify({ topics: 'kms-keys', ...rest }) });
const run = (otherwise: WireAnswers = {}, event = keysOnly()) => runOverHttp(handler, event, account(otherwise));
const annotationOf = async (otherwise: WireAnswers, event = keysOnly()) => (await run(otherwise, event)).reported[0]?.Annotation; // prettier-ignore
const unwatched = (reason: string) => `1 of 1 topics unwatched: kms-keys (${reason}). Not understood: filter 'other'`;

test('follows trail, filter, alarm and subscription, each in its region', async () => {
  const { reported, service } = await run();
  expect(reported).toEqual([
    {
      ComplianceResourceType: 'AWS::::Account',
      ComplianceResourceId: ACCOUNT,
      ComplianceType: 'COMPLIANT',
      OrderingTimestamp: expect.any(Number),
    },
  ]);
  const asked = service.calls.map(({ action, region }) => `${action} ${region}`);
  expect(asked).toEqual([
    'DescribeTrails eu-central-1',
    'GetTrailStatus eu-west-1',
    'GetEventSelectors eu-west-1',
    'DescribeMetricFilters eu-west-1',
    'DescribeMetricFilters eu-west-1',
    'DescribeAlarmsForMetric eu-west-1',
    'ListSubscriptionsByTopic us-east-1',
    'ListSubscriptionsByTopic us-east-1',
    'PutEvaluations eu-central-1',
  ]);
  expect(bodyOf(service.of('GetTrailStatus')[0]!)).toEqual({ Name: TRAIL });
  expect(bodyOf(service.of('DescribeMetricFilters')[0]!)).toMatchObject({ logGroupName: 'trail' });
  expect(bodyOf(service.of('DescribeAlarmsForMetric')[0]!)).toEqual({ Namespace: 'CIS', MetricName: 'keys' });
});

test('judges all fifteen topics unless told otherwise', async () => {
  expect(await annotationOf({}, scheduled())).toMatch(/^14 of 15 topics unwatched: unauthorized-calls \(no filter\); /);
});

test('reports an account without a trail of all regions', async () => {
  expect(await annotationOf({ DescribeTrails: () => jsonAnswer({ trailList: [] }) })).toMatch(/: there is none$/);
  expect(await annotationOf({ GetTrailStatus: () => jsonAnswer({ IsLogging: false }) })).toMatch(/: organization is not logging$/); // prettier-ignore
  const foreign = trail({ CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:999999999999:log-group:trail:*' });
  expect(await annotationOf({ DescribeTrails: () => jsonAnswer({ trailList: [foreign] }) })).toMatch(/of account 999999999999$/); // prettier-ignore
});

test.each<[string, WireAnswers, string]>([
  ['a log group that is gone', { DescribeMetricFilters: () => jsonAnswer({ __type: 'ResourceNotFoundException' }, 400) }, '1 of 1 topics unwatched: kms-keys (no filter)'],
  ['no alarm', { DescribeAlarmsForMetric: () => jsonAnswer({ MetricAlarms: [] }) }, unwatched('no alarm on keys')],
  ['an alarm on a falling count', { DescribeAlarmsForMetric: () => jsonAnswer({ MetricAlarms: [alarm({ ComparisonOperator: 'LessThanThreshold' })] }) }, unwatched("alarm 'keys' goes off when the count falls")],
  ['an alarm that starts a function', { DescribeAlarmsForMetric: () => jsonAnswer({ MetricAlarms: [alarm({ AlarmActions: [`arn:aws:lambda:eu-west-1:${ACCOUNT}:function:f`] })] }) }, unwatched("alarm 'keys' notifies no SNS topic")],
  ['subscriptions that nobody confirmed', { ListSubscriptionsByTopic: () => queryAnswer('ListSubscriptionsByTopic', subscriptions('PendingConfirmation', 'Deleted')) }, unwatched('SNS topic security has no confirmed subscription')],
  ['no subscriptions', { ListSubscriptionsByTopic: () => queryAnswer('ListSubscriptionsByTopic', '<Subscriptions/>') }, unwatched('SNS topic security has no confirmed subscription')],
  ['an SNS topic that is gone', { ListSubscriptionsByTopic: () => queryError('NotFound', 404) }, unwatched('SNS topic security does not exist')],
  ['an SNS topic of another account that hides', { DescribeAlarmsForMetric: () => jsonAnswer({ MetricAlarms: [alarm({ AlarmActions: [FOREIGN] })] }), ListSubscriptionsByTopic: () => queryError('AuthorizationError', 403) }, unwatched('SNS topic central does not let this account list its subscriptions')],
])('reports %s', async (_what, otherwise, annotation) => {
  expect(await annotationOf(otherwise)).toBe(annotation);
}); // prettier-ignore

test('asks only the SNS topic that must be notified', async () => {
  const DescribeAlarmsForMetric = () => jsonAnswer({ MetricAlarms: [alarm({ AlarmActions: [TOPIC, FOREIGN] })] });
  const { reported, service } = await run({ DescribeAlarmsForMetric }, keysOnly({ topicArn: TOPIC }));
  expect(reported).toMatchObject([{ ComplianceType: 'COMPLIANT' }]);
  expect(new Set(service.of('ListSubscriptionsByTopic').map((call) => formOf(call).get('TopicArn')))).toEqual(new Set([TOPIC])); // prettier-ignore
  expect(await annotationOf({}, keysOnly({ topicArn: FOREIGN }))).toBe(
    unwatched("alarm 'keys' notifies other topics than central"),
  );
});

test('asks again when it is throttled', async () => {
  let calls = 0;
  const GetTrailStatus = () => (++calls === 1 ? throttled() : jsonAnswer({ IsLogging: true }));
  expect((await run({ GetTrailStatus })).reported).toMatchObject([{ ComplianceType: 'COMPLIANT' }]);
  expect(calls).toBe(2);
});

test.each<[string, WireAnswers, string]>([
  ['its own SNS topic refuses', { ListSubscriptionsByTopic: () => queryError('AuthorizationError', 403) }, 'AuthorizationError'],
  ['a trail has no home', { DescribeTrails: () => jsonAnswer({ trailList: [trail({ HomeRegion: undefined })] }) }, 'without ARN or home region'],
  ['a trail has no state', { GetTrailStatus: () => jsonAnswer({}) }, `does not say whether ${TRAIL} is logging`],
  ['a trail is refused', { GetEventSelectors: () => jsonAnswer({ __type: 'AccessDeniedException', message: 'denied' }, 400) }, 'denied'],
  ['an alarm has no state', { DescribeAlarmsForMetric: () => jsonAnswer({ MetricAlarms: [{ AlarmName: 'keys' }] }) }, 'describes an alarm on CIS/keys without'],
  ['a filter has no metric', { DescribeMetricFilters: () => jsonAnswer({ metricFilters: [{ filterName: 'x', filterPattern: '' }] }) }, "describes filter 'x' without metric"],
])('reports nothing when %s', async (_what, otherwise, message) => {
  await expect(run(otherwise)).rejects.toThrow(message);
}); // prettier-ignore

test('knows its topics', async () => {
  await expect(run({}, keysOnly({ topics: 'kms-keys,kms' }))).rejects.toThrow("'topics' names kms; known are: ");
});
