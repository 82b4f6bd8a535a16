import { complaintAbout, report, smallest } from './audit-file';
import { longestOffender, namesOf } from '../../src/config/names';

const names = (name: string, home = 'us-east-1', archive = 'us-west-2', accounts = {}) =>
  namesOf({
    name,
    accounts: { audit: '222222222222', members: [], ...accounts },
    regions: { home, governed: [home], archive, retired: [] },
  });

test('every name follows from the name of the platform, accounts and regions', () => {
  expect(names('acme')).toEqual({
    trail: 'acme-organization-trail',
    trailLogGroup: '/aws/cloudtrail/acme-organization-trail',
    trailTopic: 'acme-audit-trail-deliveries',
    trailBucket: 'acme-trail-222222222222-us-east-1',
    configBucket: 'acme-config-222222222222-us-east-1',
    accessLogBucket: 'acme-access-logs-222222222222-us-east-1',
    archiveBucket: 'acme-archive-222222222222-us-west-2',
    evidenceKeyAlias: 'alias/acme-audit-evidence',
    archiveKeyAlias: 'alias/acme-audit-archive',
    aggregator: 'acme-organization',
    trailLogsRole: 'acme-audit-trail-logs',
    replicationRole: 'acme-audit-replication',
    recorderRole: 'acme-audit-recorder',
    aggregatorRole: 'acme-audit-aggregator',
    ruleRolePrefix: 'acme-audit-rule-',
    metricNamespace: 'acme-audit-trail',
    remediationRolePrefix: 'acme-audit-remediation-',
    platformPrefix: 'acme-audit-',
    catalogPrefix: 'acme_audit',
    templateBucketPrefix: 'awsconfigconforms-acme-222222222222-',
    policyPrefix: 'acme-audit-',
    eventBus: 'acme-audit-events',
    eventLogGroup: '/acme-audit/events',
    alertTopic: 'acme-audit-alerts',
    alertKeyAlias: 'alias/acme-audit-alerts',
    announcer: 'acme-audit-announce',
    rollCall: 'acme-audit-roll-call',
    rollCallRole: 'acme-audit-remediation-roll-call',
    dashboard: 'acme-audit-health',
    deadLetterQueue: 'acme-audit-dead-letters',
    forwarderRole: 'acme-audit-remediation-forward',
    starterRole: 'acme-audit-remediation-start',
    healerPrefix: 'acme-audit-heal-',
    healerRolePrefix: 'acme-audit-remediation-heal-',
    forensicsWorkgroup: 'acme-audit-forensics',
    forensicsDatabase: 'acme_audit',
    forensicsResultsBucket: 'acme-forensics-222222222222-us-east-1',
    forensicsKeyAlias: 'alias/acme-audit-forensics',
    investigatorRole: 'acme-audit-investigator',
    verifier: 'acme-audit-verify-evidence',
    verifierRole: 'acme-audit-remediation-verify-evidence',
    verifierQueue: 'acme-audit-verify-evidence',
  });
});

test('names of Glue databases have no hyphen, however many the platform has', () => {
  expect(names('acme-eu-1').catalogPrefix).toBe('acme_eu_1_audit');
});

test('what policies protect by the start of its name does start so', () => {
  const { platformPrefix, ...all } = names('acme-eu-1');
  const { trailTopic, trailLogsRole, replicationRole, recorderRole, aggregatorRole } = all;
  const { ruleRolePrefix, remediationRolePrefix, metricNamespace, policyPrefix } = all;
  const { eventBus, alertTopic, announcer, rollCall, dashboard, deadLetterQueue, healerPrefix } = all;
  const { forwarderRole, starterRole, rollCallRole, healerRolePrefix } = all;
  const { forensicsWorkgroup, investigatorRole, verifier, verifierRole, verifierQueue } = all;
  const roles = [trailLogsRole, replicationRole, recorderRole, aggregatorRole, ruleRolePrefix, remediationRolePrefix];
  const forensics = [forensicsWorkgroup, investigatorRole, verifier, verifierRole, verifierQueue];
  const machinery = [trailTopic, eventBus, alertTopic, announcer, rollCall, dashboard, deadLetterQueue, healerPrefix];
  for (const name of [...roles, ...machinery, ...forensics, metricNamespace, policyPrefix]) {
    expect(name.startsWith(platformPrefix)).toBe(true);
  }
  expect(all.forensicsDatabase.startsWith(all.catalogPrefix)).toBe(true);
  // They do what policies deny everybody else.
  for (const name of [forwarderRole, starterRole, rollCallRole, healerRolePrefix]) {
    expect(name.startsWith(remediationRolePrefix)).toBe(true);
  }
});

describe('buckets carry the account that holds them', () => {
  const buckets = (accounts: object) => {
    const { trailBucket, configBucket, accessLogBucket, archiveBucket } = names('acme', undefined, undefined, accounts);
    return [trailBucket, configBucket, accessLogBucket, archiveBucket];
  };

  test('the log archive account', () => {
    expect(buckets({ logArchive: '333333333333' })).toEqual([
      'acme-trail-333333333333-us-east-1',
      'acme-config-333333333333-us-east-1',
      'acme-access-logs-333333333333-us-east-1',
      'acme-archive-333333333333-us-west-2',
    ]);
  });

  test('the archive account', () => {
    expect(buckets({ logArchive: '333333333333', archive: '444444444444' })).toEqual([
      'acme-trail-333333333333-us-east-1',
      'acme-config-333333333333-us-east-1',
      'acme-access-logs-333333333333-us-east-1',
      'acme-archive-444444444444-us-west-2',
    ]);
  });

  test('an archive account without one for logs', () => {
    expect(buckets({ archive: '444444444444' })).toEqual([
      'acme-trail-222222222222-us-east-1',
      'acme-config-222222222222-us-east-1',
      'acme-access-logs-222222222222-us-east-1',
      'acme-archive-444444444444-us-west-2',
    ]);
  });
});

describe('the 63 characters of S3', () => {
  // Home counts through `-access-logs-`, which takes four characters more than `-archive-`.
  test.each([
    [28, 'us-east-1', 'us-west-2'],
    [25, 'eu-central-1', 'us-west-2'],
    [24, 'us-gov-west-1', 'us-gov-east-1'],
    [23, 'ap-southeast-2', 'us-west-2'],
    [28, 'us-east-1', 'us-gov-west-1'],
    [27, 'us-east-1', 'ap-southeast-2'],
  ])('take a name of %s with home %s and archive %s, and none longer', (length, home, archive) => {
    expect(longestOffender(names('a'.repeat(length), home, archive))).toBeUndefined();
    expect(longestOffender(names('a'.repeat(length + 1), home, archive))).toMatchObject({ most: 63, over: 1 });
  });

  test('are exceeded first by the access-log bucket', () => {
    expect(longestOffender(names('a'.repeat(30)))).toEqual({
      what: 'S3 bucket',
      value: `${'a'.repeat(30)}-access-logs-222222222222-us-east-1`,
      most: 63,
      over: 2,
    });
  });

  test('are exceeded first by the archive bucket where its region has the longer name', () => {
    expect(longestOffender(names('a'.repeat(28), 'us-east-1', 'ap-southeast-2'))).toEqual({
      what: 'S3 bucket',
      value: `${'a'.repeat(28)}-archive-222222222222-ap-southeast-2`,
      most: 63,
      over: 1,
    });
  });
});

describe('each limit by itself', () => {
  const short = names('acme');
  test.each([
    ['trail', 128, 'trail'],
    ['trailBucket', 63, 'S3 bucket'],
    ['configBucket', 63, 'S3 bucket'],
    ['accessLogBucket', 63, 'S3 bucket'],
    ['archiveBucket', 63, 'S3 bucket'],
    ['forensicsResultsBucket', 63, 'S3 bucket'],
    ['trailLogGroup', 512, 'log group'],
    ['trailTopic', 256, 'SNS topic'],
    ['evidenceKeyAlias', 256, 'KMS alias'],
    ['archiveKeyAlias', 256, 'KMS alias'],
    ['forensicsKeyAlias', 256, 'KMS alias'],
    ['forensicsWorkgroup', 128, 'Athena workgroup'],
    ['aggregator', 256, 'Config aggregator'],
    ['trailLogsRole', 64, 'IAM role'],
    ['replicationRole', 64, 'IAM role'],
    ['recorderRole', 64, 'IAM role'],
    ['aggregatorRole', 64, 'IAM role'],
    ['investigatorRole', 64, 'IAM role'],
    ['verifierRole', 64, 'IAM role'],
  ] as const)('%s takes %s characters', (key, most, what) => {
    expect(longestOffender({ ...short, [key]: 'x'.repeat(most) })).toBeUndefined();
    const value = 'x'.repeat(most + 1);
    expect(longestOffender({ ...short, [key]: value })).toEqual({ what, value, most, over: 1 });
  });
});

test.each([
  ['sthree', 'sthree'],
  ['sthree-audit', 'sthree'],
  ['amzn-s3-demo-audit', 'amzn-s3-demo'],
])('%s is refused: S3 reserves what its buckets would be called', (name, start) => {
  expect(complaintAbout(smallest({ 1: `name: ${name}` }))).toBe(
    report(`line 1, name: "${name}" starts bucket names with ${start}-, which S3 reserves; choose another name`),
  );
});

test.each(['sthreeaudit', 'my-sthree', 'amzn-s3-demos'])('%s is not reserved', (name) => {
  expect(complaintAbout(smallest({ 1: `name: ${name}` }))).toBe('no problem');
});

test.each([
  [490, 'no problem'],
  [
    491,
    report(
      'line 15, trail.dataEvents.s3Buckets: lists 491 buckets where CloudTrail takes 490; list fewer, or write all',
    ),
  ],
])('data events of %s buckets', (count, said) => {
  const buckets = Array.from({ length: count }, (_, at) => `team-bucket-${at}`);
  expect(complaintAbout(smallest({ 15: `trail: { dataEvents: { s3Buckets: [${buckets.join(', ')}] } }` }))).toBe(said);
});
