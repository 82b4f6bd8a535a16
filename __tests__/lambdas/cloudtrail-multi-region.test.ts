import { gzipSync } from 'node:zlib';
import { evaluate, isOutsideSnapshot, multiRegionTrail } from '../../lambdas/cloudtrail-multi-region/evaluate';
import { handler } from '../../lambdas/cloudtrail-multi-region/index';
import { delivered, item } from './events';
import { ACCOUNT, REGION } from './fake-aws';
import { runOverHttp, type WireAnswers } from './over-http';
import { jsonAnswer, throttled, type WireAnswer, type WireCall } from './service';

const arnOf = (name: string, account = ACCOUNT, region = REGION) =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;

const trailItem = (name: string, configuration: object | null = {}, rest: object = {}) =>
  item({
    resourceType: 'AWS::CloudTrail::Trail',
    resourceId: arnOf(name),
    configuration: configuration && { isMultiRegionTrail: true, trailARN: arnOf(name), ...configuration },
    ...rest,
  });

describe('an item', () => {
  test('gives the ARN of a multi-region trail', () => {
    expect(multiRegionTrail(trailItem('main'))).toBe(arnOf('main'));
    const discovered = trailItem('main', {}, { configurationItemStatus: 'ResourceDiscovered' });
    expect(multiRegionTrail(discovered)).toBe(arnOf('main'));
  });

  test.each<[string, unknown]>([
    ['a trail of one region', trailItem('main', { isMultiRegionTrail: false })],
    ['a trail that is gone', trailItem('main', null, { configurationItemStatus: 'ResourceDeleted' })],
    ['a bucket that mentions a trail', item({ resourceType: 'AWS::S3::Bucket', tags: { for: 'AWS::CloudTrail::Trail' } })],
    ['what has no type', {}],
    ['a text', 'AWS::CloudTrail::Trail'],
  ])('gives nothing for %s', (_what, value) => {
    expect(multiRegionTrail(value)).toBeUndefined();
  }); // prettier-ignore

  test.each<[string, unknown, string]>([
    ['a configuration', trailItem('main', null), `trail ${arnOf('main')} has isMultiRegionTrail nothing and trailARN nothing`],
    ['a reach', trailItem('main', { isMultiRegionTrail: undefined }), 'has isMultiRegionTrail nothing'],
    ['a boolean reach', trailItem('main', { isMultiRegionTrail: 'true' }), 'has isMultiRegionTrail "true"'],
    ['an ARN', trailItem('main', { trailARN: undefined }), 'and trailARN nothing; nothing is reported'],
    ['a known status', trailItem('main', {}, { configurationItemStatus: 'Lost' }), 'unknown status "Lost"'],
    ['an id', trailItem('main', {}, { resourceId: '' }), 'resourceId is "", not a text'],
  ])('of a trail is refused without %s', (_what, value, message) => {
    expect(() => multiRegionTrail(value)).toThrow(message);
  }); // prettier-ignore
});

test.each([
  ['the organization’s', { isOrganization: true }, true],
  ['one with another home', { homeRegion: 'us-east-1' }, true],
  ['one with its home here', {}, false],
  ['the organization’s, of one region', { isOrganization: true, isMultiRegion: false }, false],
  ['one of another region alone', { homeRegion: 'us-east-1', isMultiRegion: false }, false],
])('a trail outside of the snapshot: %s', (_what, rest, expected) => {
  const trail = { arn: 'a', isMultiRegion: true, isOrganization: false, homeRegion: REGION, ...rest };
  expect(isOutsideSnapshot(trail, { region: REGION })).toBe(expected);
});

test.each([
  [[], 'no multi-region trail: none in the snapshot, none of the organization, none with another home region; create one'],
  [['a'], 'no multi-region trail is logging; start a'],
  [['a', 'b', 'c'], 'no multi-region trail is logging; start a and 2 more'],
])('inactive trails %j are reported', (inactive, annotation) => {
  expect(evaluate(inactive)).toEqual({ compliance: 'NON_COMPLIANT', annotation });
}); // prettier-ignore

describe('the rule', () => {
  const snapshot = (...items: readonly object[]): WireAnswer => ({
    status: 200,
    headers: { 'content-type': 'application/x-gzip' },
    body: gzipSync(JSON.stringify({ fileVersion: '1.0', configSnapshotId: 'id', configurationItems: items })),
  });
  const missing = () => jsonAnswer({ __type: 'TrailNotFoundException', message: 'unknown' }, 400);
  const nameIn = (call: WireCall) => (JSON.parse(call.body.toString()) as { Name: string }).Name;
  /** S3's requests carry no action. */
  const aws = (s3: WireAnswer, logging: readonly string[], trailList: readonly object[] = []): WireAnswers => ({
    '': () => s3,
    GetTrailStatus: (call) => jsonAnswer({ IsLogging: logging.includes(nameIn(call)) }),
    DescribeTrails: () => jsonAnswer({ trailList }),
  });
  const run = (answers: WireAnswers) => runOverHttp(handler, delivered(), answers);
  const described = (name: string, rest: object = {}) => ({
    TrailARN: arnOf(name),
    HomeRegion: REGION,
    IsMultiRegionTrail: true,
    IsOrganizationTrail: false,
    ...rest,
  });
  const organization = described('org', { TrailARN: arnOf('org', '999999999999'), IsOrganizationTrail: true });

  test('finds the active trail of the snapshot and asks no further', async () => {
    const items = [item(), trailItem('local', { isMultiRegionTrail: false }), trailItem('off'), trailItem('on'), trailItem('later')]; // prettier-ignore
    const { reported, service } = await run(aws(snapshot(...items), [arnOf('on')]));
    expect(reported).toMatchObject([
      { ComplianceResourceType: 'AWS::::Account', ComplianceResourceId: ACCOUNT, ComplianceType: 'COMPLIANT' },
    ]);
    expect(service.of('').map(({ method, path }) => [method, path])).toEqual([
      ['GET', '/config-bucket/AWSLogs/key.json.gz?x-id=GetObject'],
    ]);
    expect(service.of('GetTrailStatus').map(nameIn)).toEqual([arnOf('off'), arnOf('on')]);
    expect(service.of('DescribeTrails')).toEqual([]);
  });

  test('asks a member’s organization for its trail, by its whole ARN', async () => {
    const { reported, service } = await run(aws(snapshot(item()), [organization.TrailARN], [organization]));
    expect(reported).toMatchObject([{ ComplianceType: 'COMPLIANT' }]);
    expect(service.of('GetTrailStatus').map(nameIn)).toEqual([organization.TrailARN]);
    expect(JSON.parse(service.of('DescribeTrails')[0]!.body.toString())).toEqual({ includeShadowTrails: true });
  });

  test('counts a trail with another home', async () => {
    const trail = described('far', { TrailARN: arnOf('far', ACCOUNT, 'us-east-1'), HomeRegion: 'us-east-1' });
    const { reported } = await run(aws(snapshot(), [trail.TrailARN], [trail]));
    expect(reported).toMatchObject([{ ComplianceType: 'COMPLIANT' }]);
  });

  test.each<[string, readonly object[], readonly string[], readonly object[], string]>([
    ['no trail', [item()], [], [], 'no multi-region trail: none in the snapshot'],
    ['a trail of one region that is logging', [trailItem('one', { isMultiRegionTrail: false })], [arnOf('one')], [], 'no multi-region trail: none'],
    ['a trail that is not logging', [trailItem('off')], [], [], `start ${arnOf('off')}`],
    ['an organization that is not logging', [], [], [organization], `start ${organization.TrailARN}`],
    ['a trail that both know, not logging', [trailItem('off', { isOrganizationTrail: true })], [], [described('off', { IsOrganizationTrail: true })], `no multi-region trail is logging; start ${arnOf('off')}`],
    ['a trail with its home here that the snapshot lacks', [], [arnOf('new')], [described('new')], 'no multi-region trail: none in the snapshot'],
  ])('reports an account with %s', async (_what, items, logging, trails, annotation) => {
    const { reported, service } = await run(aws(snapshot(...items), logging, trails));
    expect(reported).toMatchObject([
      { ComplianceType: 'NON_COMPLIANT', Annotation: expect.stringContaining(annotation) },
    ]);
    const asked = service.of('GetTrailStatus').map(nameIn);
    expect(asked).toEqual([...new Set(asked)]);
  }); // prettier-ignore

  test('takes a trail deleted since the snapshot for inactive', async () => {
    const answers = { ...aws(snapshot(trailItem('gone')), []), GetTrailStatus: missing };
    expect((await run(answers)).reported).toMatchObject([{ ComplianceType: 'NON_COMPLIANT' }]);
  });

  test('asks again when it is throttled', async () => {
    let calls = 0;
    const GetTrailStatus = () => (++calls === 1 ? throttled() : jsonAnswer({ IsLogging: true }));
    const { reported } = await run({ ...aws(snapshot(trailItem('on')), []), GetTrailStatus });
    expect(reported).toMatchObject([{ ComplianceType: 'COMPLIANT' }]);
    expect(calls).toBe(2);
  });

  const s3Error = (code: string, status: number): WireAnswer => ({
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>`,
  });
  const whole = snapshot(trailItem('on'));
  test.each<[string, WireAnswers, string | RegExp]>([
    ['no such snapshot', aws(s3Error('NoSuchKey', 404), []), 'the snapshot s3://config-bucket/AWSLogs/key.json.gz cannot be read: NoSuchKey'],
    ['a snapshot that is closed to it', aws(s3Error('AccessDenied', 403), []), 'cannot be read: AccessDenied'],
    ['a snapshot that is cut off', aws({ ...whole, body: Buffer.from(whole.body).subarray(0, 50) }, []), /cannot be read: .*unexpected end of file/],
    ['a snapshot that is no gzip', aws({ ...whole, body: '{"configurationItems":[]}' }, []), /cannot be read: .*incorrect header check/],
    ['a trail whose state is closed to it', { ...aws(whole, []), GetTrailStatus: () => jsonAnswer({ __type: 'AccessDeniedException', message: 'denied' }, 400) }, 'denied'],
    ['a trail without state', { ...aws(whole, []), GetTrailStatus: () => jsonAnswer({}) }, `CloudTrail does not say whether ${arnOf('on')} is logging`],
    ['trails described in part', aws(snapshot(), [], [{ TrailARN: arnOf('x'), HomeRegion: REGION }]), `describes the trail ${arnOf('x')} without`],
  ])('reports nothing with %s', async (_what, answers, message) => {
    await expect(run(answers)).rejects.toThrow(message);
  }); // prettier-ignore
});
