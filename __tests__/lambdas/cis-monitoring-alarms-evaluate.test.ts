import { type Alarm, type Audience, evaluate, withoutTrail } from '../../lambdas/cis-monitoring-alarms/evaluate';
import { type Filter, filterOf, type Metric } from '../../lambdas/cis-monitoring-alarms/filter';
import { topicsNamed } from '../../lambdas/cis-monitoring-alarms/topics';
import { hasAllManagementEvents, logGroupOf, type Trail } from '../../lambdas/cis-monitoring-alarms/trail';

const ACCOUNT = '111122223333';

describe('a trail', () => {
  const GROUP = `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:trail/events:*`;
  const ALL = { basic: [{ IncludeManagementEvents: true, ReadWriteType: 'All' as const }], advanced: [] };
  const trail = (rest: Partial<Trail> = {}): Trail => ({
    arn: `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/main`,
    isLogging: true,
    logGroupArn: GROUP,
    selectors: ALL,
    ...rest,
  });
  const { logGroupArn: _, ...homeless } = trail();

  test('gives its log group', () => {
    expect(logGroupOf(trail(), ACCOUNT)).toEqual({ region: 'eu-central-1', name: 'trail/events' });
  });

  test.each<[string, Trail]>([
    ['is not logging', trail({ isLogging: false })],
    ['leaves out management events', trail({ selectors: { basic: [], advanced: [] } })],
    ['has no log group', homeless],
    ['sends to a log group of account 999999999999', trail({ logGroupArn: GROUP.replace(ACCOUNT, '999999999999') })],
  ])('gives none if it %s', (reason, without) => {
    expect(logGroupOf(without, ACCOUNT)).toBe(reason);
    expect(withoutTrail([without], ACCOUNT)).toEqual({
      compliance: 'NON_COMPLIANT',
      annotation: `no multi-region trail sends all management events to a log group of this account: main ${reason}`,
    });
  });

  test('may be missing', () => {
    expect(withoutTrail([], ACCOUNT)).toMatchObject({ annotation: expect.stringMatching(/: there is none$/) });
  });

  const basic = (...selectors: object[]) => ({ basic: selectors, advanced: [] });
  const advanced = (...selectors: [string, object][][]) => ({
    basic: [],
    advanced: selectors.map((fields) => ({ FieldSelectors: fields.map(([Field, test]) => ({ Field, ...test })) })),
  });
  const management: [string, object] = ['eventCategory', { Equals: ['Management'] }];
  const readOnly = (...Equals: string[]): [string, object] => ['readOnly', { Equals }];
  const on = { IncludeManagementEvents: true };

  test.each([
    ['one basic selector', basic({ ...on, ReadWriteType: 'All' })],
    ['one that excludes nothing', basic({ ...on, ReadWriteType: 'All', ExcludeManagementEventSources: [] })],
    ['two basic selectors', basic({ ...on, ReadWriteType: 'ReadOnly' }, { ...on, ReadWriteType: 'WriteOnly' })],
    ['one advanced selector', advanced([management])],
    ['two advanced selectors', advanced([management, readOnly('true')], [readOnly('false'), management])],
    ['one more for data', advanced([['eventCategory', { Equals: ['Data'] }], ['resources.type', {}]], [management])],
  ])('has all management events with %s', (_what, selectors) => {
    expect(hasAllManagementEvents(selectors)).toBe(true);
  }); // prettier-ignore

  test.each([
    ['no selector', basic()],
    ['reads alone', basic({ ...on, ReadWriteType: 'ReadOnly' })],
    ['writes alone', basic({ ...on, ReadWriteType: 'WriteOnly' })],
    ['no management events', basic({ IncludeManagementEvents: false, ReadWriteType: 'All' })],
    ['KMS excluded', basic({ ...on, ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] })],
    ['one half excluding KMS', basic({ ...on, ReadWriteType: 'ReadOnly' }, { ...on, ReadWriteType: 'WriteOnly', ExcludeManagementEventSources: ['kms.amazonaws.com'] })],
    ['an advanced selector for data', advanced([['eventCategory', { Equals: ['Data'] }]])],
    ['an advanced selector for reads', advanced([management, readOnly('true')])],
    ['an advanced selector for writes', advanced([management, readOnly('false')])],
    ['an advanced selector for neither', advanced([management, readOnly('true', 'false')])],
    ['an advanced selector without KMS', advanced([management, ['eventSource', { NotEquals: ['kms.amazonaws.com'] }]])],
    ['an advanced selector without category', advanced([readOnly('true')])],
    ['an advanced selector of nothing', { basic: [], advanced: [{}] }],
  ])('lacks management events with %s', (_what, selectors) => {
    expect(hasAllManagementEvents(selectors as Trail['selectors'])).toBe(false);
  }); // prettier-ignore
});

const KMS =
  '{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }';
const described = (rest: object = {}) => ({
  filterName: 'kms',
  filterPattern: KMS,
  metricTransformations: [{ metricNamespace: 'CIS', metricName: 'Keys', metricValue: '1' }],
  ...rest,
});
const GROUP = { region: 'eu-central-1', name: 'trail' };
const filter = (rest: object = {}): Filter => filterOf(described(rest), GROUP);

describe('a filter', () => {
  test('has a metric', () => {
    expect(filter().metric).toEqual({ region: 'eu-central-1', namespace: 'CIS', name: 'Keys' });
    expect(filter({ applyOnTransformedLogs: false, emitSystemFieldDimensions: [] }).metric).toEqual(filter().metric);
  });

  const counting = (rest: object) => ({
    metricTransformations: [{ ...described().metricTransformations[0], ...rest }],
  });
  test.each([
    ['takes the events of some accounts or regions only', { fieldSelectionCriteria: '@aws.region = "us-east-1"' }],
    ['sees transformed events', { applyOnTransformedLogs: true }],
    ['counts by dimension', counting({ dimensions: { user: '$.userIdentity.arn' } })],
    ['counts by dimension', { emitSystemFieldDimensions: ['@aws.region'] }],
    ["counts each match as '0'", counting({ metricValue: '0' })],
    ["counts each match as '$.ratio'", counting({ metricValue: '$.ratio' })],
  ])('proves nothing if it %s', (reason, rest) => {
    expect(filter(rest).metric).toBe(reason);
    expect(evaluate(topicsNamed(['kms-keys']), [filter(rest)], watched(), undefined)).toMatchObject({
      annotation: `1 of 1 topics unwatched: kms-keys (filter 'kms' ${reason})`,
    });
  });

  test.each([
    ['name', { filterName: undefined }],
    ['pattern', { filterPattern: undefined }],
    ['metric', { metricTransformations: [] }],
  ])('without %s is not judged', (_what, rest) => {
    expect(() => filter(rest)).toThrow('CloudWatch Logs describes filter');
  });
});

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:security';
const alarm = (rest: Partial<Alarm> = {}): Alarm => ({
  name: 'keys',
  actionsEnabled: true,
  rises: true,
  notifies: [TOPIC],
  ...rest,
});
const watched = (alarms: readonly Alarm[] = [alarm()], audience: Record<string, Audience> = { [TOPIC]: 'confirmed' }) => ({
  of: ({ name }: Metric) => (name === 'Keys' ? alarms : []),
  audienceOf: (arn: string): Audience => audience[arn] ?? 'none',
}); // prettier-ignore

describe('a topic', () => {
  const judge = (filters: readonly Filter[], alarms = watched(), topicArn?: string) =>
    evaluate(topicsNamed(['kms-keys']), filters, alarms, topicArn);
  const problem = (reason: string) => ({
    compliance: 'NON_COMPLIANT',
    annotation: `1 of 1 topics unwatched: kms-keys (${reason})`,
  });
  const OTHER = 'arn:aws:sns:us-east-1:999999999999:other';

  test('is watched', () => {
    expect(judge([filter()])).toEqual({ compliance: 'COMPLIANT' });
    expect(judge([filter()], watched(), TOPIC)).toEqual({ compliance: 'COMPLIANT' });
  });

  test('is watched by one filter and one alarm of several', () => {
    const wide = filter({ filterName: 'wide', filterPattern: '{ $.eventName = * }' });
    const alarms = [alarm({ actionsEnabled: false }), alarm({ notifies: [OTHER, TOPIC] })];
    expect(judge([wide, filter()], watched(alarms))).toEqual({ compliance: 'COMPLIANT' });
  });

  const half = filter({ filterName: 'half', filterPattern: '{ $.eventName = DisableKey }' });
  const none = filter({ filterName: 'none', filterPattern: '{ $.eventName = RotateKey }' });
  const wide = filter({ filterName: 'wide', filterPattern: '{ $.eventName = * }' });
  const elsewhere = filter({
    metricTransformations: [{ metricNamespace: 'CIS', metricName: 'More', metricValue: '1' }],
  });

  test.each<[string, readonly Filter[], ReturnType<typeof watched>, string | undefined, string]>([
    ['no filter', [], watched(), undefined, 'no filter'],
    ['a filter for something else', [none], watched(), undefined, 'no filter'],
    ['a filter for a part', [none, half], watched(), undefined, "filter 'half' misses ScheduleKeyDeletion"],
    ['no alarm', [half, filter()], watched([]), undefined, 'no alarm on Keys'],
    ['an alarm on another metric', [elsewhere], watched(), undefined, 'no alarm on More'],
    ['an alarm that goes off without events', [filter()], watched([alarm({ rises: false })]), undefined, "alarm 'keys' goes off when the count falls"],
    ['actions off', [filter()], watched([alarm({ actionsEnabled: false })]), undefined, "alarm 'keys' has its actions off"],
    ['no SNS topic', [filter()], watched([alarm({ notifies: [] })]), undefined, "alarm 'keys' notifies no SNS topic"],
    ['nobody confirmed', [filter()], watched([alarm()], {}), undefined, 'SNS topic security has no confirmed subscription'],
    ['an SNS topic that is gone', [filter()], watched([alarm()], { [TOPIC]: 'gone' }), undefined, 'SNS topic security does not exist'],
    ['an SNS topic that hides', [filter()], watched([alarm({ notifies: [TOPIC, OTHER] })], { [OTHER]: 'hidden' }), undefined, 'SNS topic other does not let this account list its subscriptions'],
    ['another SNS topic than asked for', [filter()], watched(), OTHER, "alarm 'keys' notifies other topics than other"],
    ['the SNS topic asked for, unconfirmed', [filter()], watched([alarm({ notifies: [TOPIC, OTHER] })]), OTHER, 'SNS topic other has no confirmed subscription'],
    ['several alarms alike, of which the first is named', [filter()], watched([alarm({ name: 'one', actionsEnabled: false }), alarm({ actionsEnabled: false })]), undefined, "alarm 'one' has its actions off"],
    ['several alarms, of which the furthest is named', [filter()], watched([alarm({ rises: false }), alarm({ name: 'quiet', notifies: [] }), alarm({ actionsEnabled: false })]), undefined, "alarm 'quiet' notifies no SNS topic"],
  ])('is unwatched with %s', (_what, filters, alarms, topicArn, reason) => {
    expect(judge(filters, alarms, topicArn)).toEqual(problem(reason));
  }); // prettier-ignore

  test('names the first of many calls that a filter misses', () => {
    const created = filter({ filterPattern: '{ $.eventName = CreateTrail }' });
    expect(evaluate(topicsNamed(['cloudtrail']), [created], watched(), undefined)).toMatchObject({
      annotation: "1 of 1 topics unwatched: cloudtrail (filter 'kms' misses UpdateTrail and 3 more)",
    });
  });

  test('is told of filters that could not be read', () => {
    const terms = filter({ filterName: 'terms', filterPattern: 'DisableKey' });
    const one = 'kms-keys (no filter). Not understood: filter';
    expect(judge([terms])).toMatchObject({ annotation: `1 of 1 topics unwatched: ${one} 'terms'` });
    expect(judge([terms, terms, terms])).toMatchObject({
      annotation: `1 of 1 topics unwatched: ${one} 'terms' and 2 more`,
    });
    expect(judge([terms, filter()])).toEqual({ compliance: 'COMPLIANT' });
  });

  test('is told of filters that match its events and far more', () => {
    const reads = filter({ filterName: 'reads', filterPattern: '{ $.readOnly IS TRUE }' });
    expect(judge([reads, wide, wide])).toMatchObject({
      annotation: "1 of 1 topics unwatched: kms-keys (no filter). Matches too much: filter 'wide' and 1 more",
    });
    expect(judge([wide, filter()])).toEqual({ compliance: 'COMPLIANT' });
  });
});

describe('the annotation', () => {
  const annotationOf = (filters: readonly Filter[], names: readonly string[]): string => {
    const verdict = evaluate(topicsNamed(names), filters, watched(), undefined);
    return verdict.compliance === 'NON_COMPLIANT' ? verdict.annotation : '';
  };
  const ALL = ['unauthorized-calls', 'sign-in-without-mfa', 'root-use', 'iam-policies', 'cloudtrail', 'failed-sign-in', 'kms-keys', 's3-bucket-policies', 'config', 'security-groups', 'network-acls', 'gateways', 'route-tables', 'vpcs', 'organizations']; // prettier-ignore

  test('names the first topics, and counts those that Config would cut off', () => {
    const annotation = annotationOf([], ALL);
    expect(annotation).toMatch(
      /^15 of 15 topics unwatched: unauthorized-calls \(no filter\); .* \(no filter\); 7 more$/,
    );
    expect(annotation.length).toBeLessThanOrEqual(256);
  });

  test('keeps long names short', () => {
    const long = filter({ filterName: 'f'.repeat(512), filterPattern: '{ $.eventName = DisableKey }' });
    const annotation = annotationOf([long, filter({ filterName: 'g'.repeat(512), filterPattern: 'terms' })], ALL);
    expect(annotation).toContain(`. Not understood: filter '${'g'.repeat(39)}…'`);
    expect(annotation.length).toBeLessThanOrEqual(256);
    expect(annotationOf([long], ['kms-keys'])).toContain(`'${'f'.repeat(39)}…'`);
  });
});
