import { complaintAbout, report, smallest, type Case } from '../audit-file';

describe('the same item twice', () => {
  test.each<Case>([
    [
      'regions.governed',
      { 10: '  governed: [us-east-1, us-east-1]' },
      'line 10, regions.governed[1]: "us-east-1" is listed twice; remove one',
    ],
    [
      'storage.readers',
      { 15: 'storage: { readers: [&a "arn:aws:iam::222222222222:role/Reader", *a] }' },
      'line 15, storage.readers[1]: "arn:aws:iam::222222222222:role/Reader" is listed twice; remove one',
    ],
    [
      'trail.insights',
      { 15: 'trail: { insights: [ApiCallRateInsight, ApiErrorRateInsight, ApiCallRateInsight] }' },
      'line 15, trail.insights[2]: "ApiCallRateInsight" is listed twice; remove one',
    ],
    [
      'trail.dataEvents.s3Buckets',
      { 15: 'trail: { dataEvents: { s3Buckets: [records, records] } }' },
      'line 15, trail.dataEvents.s3Buckets[1]: "records" is listed twice; remove one',
    ],
    [
      'recorder.exclude',
      { 15: 'recorder: { exclude: [AWS::S3::Bucket, AWS::S3::Bucket] }' },
      'line 15, recorder.exclude[1]: "AWS::S3::Bucket" is listed twice; remove one',
    ],
    [
      'recorder.dailyTypes',
      { 15: 'recorder: { dailyTypes: [AWS::S3::Bucket, AWS::S3::Bucket] }' },
      'line 15, recorder.dailyTypes[1]: "AWS::S3::Bucket" is listed twice; remove one',
    ],
    [
      'recorder.continuousTypes',
      { 15: 'recorder: { frequency: DAILY, continuousTypes: [AWS::S3::Bucket, AWS::S3::Bucket] }' },
      'line 15, recorder.continuousTypes[1]: "AWS::S3::Bucket" is listed twice; remove one',
    ],
    [
      'recorder.serviceLinkedRoleExistsIn',
      { 15: 'recorder: { serviceLinkedRoleExistsIn: ["222222222222", "222222222222"] }' },
      'line 15, recorder.serviceLinkedRoleExistsIn[1]: "222222222222" is listed twice; remove one',
    ],
    [
      'aggregator.regions',
      { 15: 'aggregator: { regions: [us-east-1, us-east-1] }' },
      'line 15, aggregator.regions[1]: "us-east-1" is listed twice; remove one',
    ],
    [
      'guardrails.attachTo',
      { 15: 'guardrails: { attachTo: [r-a1b2, r-a1b2] }' },
      'line 15, guardrails.attachTo[1]: "r-a1b2" is listed twice; remove one',
    ],
    [
      'guardrails.optional[].attachTo',
      { 15: 'guardrails: { optional: [{ policy: a }, { policy: b, attachTo: [r-a1b2, r-a1b2] }] }' },
      'line 15, guardrails.optional[1].attachTo[1]: "r-a1b2" is listed twice; remove one',
    ],
    [
      'guardrails.resourceControlPolicies.attachTo',
      { 15: 'guardrails: { resourceControlPolicies: { attachTo: ["222222222222", "222222222222"] } }' },
      'line 15, guardrails.resourceControlPolicies.attachTo[1]: "222222222222" is listed twice; remove one',
    ],
    [
      'alarms.topicArns',
      { 15: 'alarms: { topicArns: [&a "arn:aws:sns:us-east-1:222222222222:alerts", *a] }' },
      'line 15, alarms.topicArns[1]: "arn:aws:sns:us-east-1:222222222222:alerts" is listed twice; remove one',
    ],
    [
      'guardrails.exemptRoles',
      { 15: 'guardrails: { exemptRoles: [BreakGlass, BreakGlass] }' },
      'line 15, guardrails.exemptRoles[1]: "BreakGlass" is listed twice; remove one',
    ],
    [
      'guardrails.evaluatorRoles',
      { 15: 'guardrails: { evaluatorRoles: [Rules, Rules] }' },
      'line 15, guardrails.evaluatorRoles[1]: "Rules" is listed twice; remove one',
    ],
    [
      'guardrails.securityRoles',
      { 15: 'guardrails: { securityRoles: [Security, Security] }' },
      'line 15, guardrails.securityRoles[1]: "Security" is listed twice; remove one',
    ],
  ])('is refused in %s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });

  test('may be in several lists of targets', () => {
    const source = smallest({
      15: `guardrails:
  attachTo: ["222222222222"]
  optional: [{ policy: a, attachTo: ["222222222222"] }, { policy: b, attachTo: ["222222222222"] }]
  resourceControlPolicies: { attachTo: ["222222222222"] }`,
    });
    expect(complaintAbout(source)).toBe('no problem');
  });

  test('is told each time', () => {
    const source = smallest({ 15: 'guardrails:\n  exemptRoles:\n    - Demo\n    - Other\n    - Demo\n    - Demo' });
    expect(complaintAbout(source)).toBe(
      report(
        'line 19, guardrails.exemptRoles[2]: "Demo" is listed twice; remove one',
        'line 20, guardrails.exemptRoles[3]: "Demo" is listed twice; remove one',
      ),
    );
  });
});

describe('tags', () => {
  const tags = (count: number) => `tags: { ${Array.from({ length: count }, (_, at) => `tag${at}: x`).join(', ')} }`;
  test.each<Case>([
    ['may be 50', { 15: tags(50) }],
    ['may not be 51', { 15: tags(51) }, 'line 15, tags: has 51 tags; AWS takes 50 on a resource'],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
