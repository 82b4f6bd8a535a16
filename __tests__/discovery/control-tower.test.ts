import { controlTowerIn } from '../../src/discovery/control-tower';
import { discover } from '../../src/discovery/discovery';
import { draftOf } from '../../src/discovery/draft';
import { ALL, read } from './drafted';
import {
  type Answers,
  AUDIT,
  buckets,
  ELSEWHERE,
  EMPTY,
  FakeAws,
  HOME,
  LOGS,
  MANAGEMENT,
  MEMBER,
  recorders,
  trails,
  USUAL,
} from './fake-organization';

const look = (...answers: Answers[]) =>
  discover(new FakeAws(Object.assign({}, EMPTY, ...answers) as Answers), { regions: [], accounts: [] });
const draft = async (...answers: Answers[]) => draftOf(await look(...answers), ALL);

const trusted: Answers = {
  'Organizations.ListAWSServiceAccessForOrganization': () => ({
    EnabledServicePrincipals: ['cloudtrail', 'config', 'config-multiaccountsetup', 'controltower'].map((service) => ({
      ServicePrincipal: `${service}.amazonaws.com`,
    })),
  }),
};
const aggregators = (wanted: Readonly<Record<string, object>>): Answers => ({
  'ConfigService.DescribeConfigurationAggregators': (_, { account, region }) => ({
    ConfigurationAggregators: region === HOME && wanted[account] ? [wanted[account]] : [],
  }),
});
const OF_ORGANIZATIONS = { ConfigurationAggregatorName: 'aws-controltower-ConfigAggregatorForOrganizations' };
const OF_GUARDRAILS = { ConfigurationAggregatorName: 'aws-controltower-GuardRailsComplianceAggregator' };
const LINKED = { ...OF_ORGANIZATIONS, CreatedBy: 'controltower.amazonaws.com' };
const members = [AUDIT, LOGS, MEMBER].flatMap((account) => [`${account} ${HOME}`, `${account} ${ELSEWHERE}`]);
const theirRecorders = (places: readonly string[], s3BucketName: string) =>
  recorders(
    places,
    { name: 'aws-controltower-BaselineConfigRecorder', roleARN: 'x' },
    { name: 'aws-controltower-BaselineConfigDeliveryChannel', s3BucketName },
  );
const theirTrail = (S3BucketName: string, logGroup: string) => [
  trails({
    Name: 'aws-controltower-BaselineCloudTrail',
    S3BucketName,
    CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${MANAGEMENT}:log-group:${logGroup}:*`,
  }),
  { 'CloudWatchLogs.DescribeLogGroups': () => ({ logGroups: [] }) },
];
const SHARED = `aws-controltower-logs-${LOGS}-${HOME}`;
const CONFIG = `aws-controltower-config-logs-${AUDIT}-abc-def`;
const TRAIL = `aws-controltower-cloudtrail-logs-${LOGS}-abc-def`;

const LANDING_ZONE_3 = [
  trusted,
  ...theirTrail(SHARED, 'aws-controltower/CloudTrailLogs'),
  theirRecorders(members, SHARED),
  buckets({ [SHARED]: { account: LOGS } }),
  aggregators({ [MANAGEMENT]: OF_ORGANIZATIONS, [AUDIT]: OF_GUARDRAILS }),
];
const LANDING_ZONE_4 = [
  trusted,
  ...theirTrail(TRAIL, 'aws-controltower/CloudTrailLogs-abc-def'),
  theirRecorders(members, CONFIG),
  buckets({ [TRAIL]: { account: LOGS }, [CONFIG]: { account: AUDIT } }),
  aggregators({ [AUDIT]: LINKED }),
  {
    'Organizations.ListDelegatedAdministrators': ({ ServicePrincipal }: { ServicePrincipal: string }) => ({
      DelegatedAdministrators: ServicePrincipal === 'config.amazonaws.com' ? [{ Id: AUDIT }] : [],
    }),
  },
];

describe('traces', () => {
  test.each<[string, Answers[], 3 | 4 | undefined, boolean]>([
    ['trusted access alone', [trusted], undefined, false],
    ['a trail alone', theirTrail(SHARED, 'x'), undefined, true],
    ['recorders alone', [theirRecorders([`${MEMBER} ${HOME}`], SHARED)], undefined, false],
    ['the aggregator in the management account', [aggregators({ [MANAGEMENT]: OF_ORGANIZATIONS })], 3, false],
    ['the aggregator in the audit account', [aggregators({ [AUDIT]: OF_GUARDRAILS })], 3, false],
    ['the linked aggregator', [aggregators({ [AUDIT]: LINKED })], 4, false],
    ['the bucket of Config alone', [theirRecorders([`${MEMBER} ${HOME}`], CONFIG)], 4, false],
    ['the bucket of a trail that came with 4.0', theirTrail(TRAIL, 'x'), 4, true],
    [
      'an upgrade under way',
      [...LANDING_ZONE_3, aggregators({ [AUDIT]: LINKED, [MANAGEMENT]: OF_GUARDRAILS })],
      4,
      true,
    ],
    ['all of version 3', LANDING_ZONE_3, 3, true],
    ['all of version 4', LANDING_ZONE_4, 4, true],
  ])('%s', async (_, answers, version, hasTrail) => {
    const found = controlTowerIn(await look(...answers))!;
    expect(found.version).toBe(version);
    expect(found.hasTrail).toBe(hasTrail);
    expect(found.evidence.length).toBeGreaterThan(0);
  });

  test('there are none in an organization without it, whatever is called alike', async () => {
    expect(controlTowerIn(await look())).toBeUndefined();
    expect(controlTowerIn(await look(USUAL))).toBeUndefined();
    expect(controlTowerIn(await look(trails({ Name: 'my-aws-controltower-trail' })))).toBeUndefined();
  });

  test('are told in whole sentences', async () => {
    expect(controlTowerIn(await look(...LANDING_ZONE_3))!.evidence).toEqual([
      'trusted access of controltower.amazonaws.com',
      'the organization trail aws-controltower-BaselineCloudTrail',
      '6 recorders called aws-controltower-BaselineConfigRecorder',
      `the aggregator aws-controltower-ConfigAggregatorForOrganizations in ${MANAGEMENT}, which landing zone 4.0 deletes`,
      `the aggregator aws-controltower-GuardRailsComplianceAggregator in ${AUDIT}, which landing zone 4.0 deletes`,
    ]);
    expect(controlTowerIn(await look(...LANDING_ZONE_4))!.evidence.slice(3)).toEqual([
      `the service-linked aggregator aws-controltower-ConfigAggregatorForOrganizations in ${AUDIT}, which came with landing zone 4.0`,
      `the bucket ${CONFIG}, which came with landing zone 4.0`,
      `the bucket ${TRAIL}, which came with landing zone 4.0`,
    ]);
  });
});

describe('the file', () => {
  test.each<[string, Answers[], object]>([
    [
      'landing zone 3',
      LANDING_ZONE_3,
      { version: 3, trailLogGroup: 'aws-controltower/CloudTrailLogs', trailBucket: SHARED },
    ],
    [
      'landing zone 4',
      LANDING_ZONE_4,
      { version: 4, trailLogGroup: 'aws-controltower/CloudTrailLogs-abc-def', trailBucket: TRAIL },
    ],
  ])('leaves to %s what it owns', async (_, answers, expected) => {
    const drafted = await draft(...answers);
    const config = read(drafted);
    expect(config.controlTower).toEqual({
      trail: 'control-tower',
      recorders: 'control-tower',
      notEnrolled: [],
      ...expected,
    });
    expect(config.adopt).toMatchObject({ delegatedAdministrators: [], buckets: {}, keys: {} });
    expect(config.adopt.trail).toBeUndefined();
    expect(config.adopt.aggregator).toBeUndefined();
    expect(config.adopt.recorders).toEqual([]);
    expect(config.guardrails).toMatchObject({
      exemptRoles: ['AWSControlTowerExecution'],
      evaluatorRoles: ['aws-controltower-ConfigRecorderRole'],
    });
    expect(config.regions.governed).toEqual([HOME, ELSEWHERE]);
    expect(config.accounts).toMatchObject({ audit: AUDIT, logArchive: LOGS });
  });

  test('leaves the version to a person where no trace tells', async () => {
    expect((await draft(trusted)).blanks).toEqual(['controlTower.version']);
  });

  test('adopts what lies where Control Tower does not record', async () => {
    const both: Answers = {
      'ConfigService.DescribeConfigurationRecorders': (_, { account, region }) => {
        if (account === MANAGEMENT || account === MEMBER) return { ConfigurationRecorders: [{ name: 'default' }] };
        if (region === ELSEWHERE) return { ConfigurationRecorders: [{ name: 'other' }] };
        return { ConfigurationRecorders: [{ name: 'aws-controltower-BaselineConfigRecorder' }] };
      },
      'ConfigService.DescribeDeliveryChannels': () => ({ DeliveryChannels: [] }),
      'ConfigService.DescribeRetentionConfigurations': () => ({ RetentionConfigurations: [] }),
    };
    const config = read(await draft(...LANDING_ZONE_3, both));
    expect(config.controlTower).toMatchObject({ regions: [HOME], notEnrolled: [MEMBER] });
    const adopted = config.adopt.recorders.map(({ account, region, recorder }) => `${account} ${region} ${recorder}`);
    expect(adopted).toEqual([
      `${MANAGEMENT} ${HOME} default`,
      `${MANAGEMENT} ${ELSEWHERE} default`,
      `${AUDIT} ${ELSEWHERE} other`,
      `${LOGS} ${ELSEWHERE} other`,
      `${MEMBER} ${HOME} default`,
      `${MEMBER} ${ELSEWHERE} default`,
    ]);
  });

  test('keeps a recorder of somebody else out, where Control Tower records', async () => {
    const known = theirRecorders(members, SHARED)['ConfigService.DescribeConfigurationRecorders']!;
    const drafted = await draft(...LANDING_ZONE_3, {
      'ConfigService.DescribeConfigurationRecorders': (input, at) =>
        at.account === MEMBER && at.region === HOME
          ? { ConfigurationRecorders: [{ name: 'default' }] }
          : known(input, at),
    });
    expect(read(drafted).adopt.recorders).toEqual([]);
    expect(drafted.notes.left).toContain('1 recorder where AWS Control Tower records elsewhere, and not its own');
  });

  test('says own where a landing zone of version 4 has no recorders', async () => {
    const config = read(
      await draft(
        trusted,
        ...theirTrail(TRAIL, 'aws-controltower/CloudTrailLogs-abc'),
        buckets({ [TRAIL]: { account: LOGS } }),
      ),
    );
    expect(config.controlTower).toMatchObject({ version: 4, recorders: 'own' });
    expect(config.guardrails.evaluatorRoles).toEqual([]);
  });

  test('adopts a trail and an aggregator beside those of Control Tower', async () => {
    const own = { RoleArn: `arn:aws:iam::${AUDIT}:role/aggregate`, AllAwsRegions: true };
    const drafted = await draft(
      ...LANDING_ZONE_3,
      trails(
        { Name: 'aws-controltower-BaselineCloudTrail', S3BucketName: SHARED },
        { Name: 'own', S3BucketName: 'own-logs' },
      ),
      buckets({ [SHARED]: { account: LOGS }, 'own-logs': { account: LOGS } }),
      aggregators({
        [MANAGEMENT]: OF_ORGANIZATIONS,
        [AUDIT]: { ConfigurationAggregatorName: 'own', OrganizationAggregationSource: own },
      }),
    );
    const { controlTower, adopt } = read(drafted);
    expect(controlTower).toMatchObject({ version: 3, trail: 'own', aggregator: 'own' });
    expect(controlTower).not.toHaveProperty('trailBucket');
    expect(adopt).toMatchObject({
      trail: { name: 'own' },
      buckets: { trail: { name: 'own-logs' } },
      aggregator: { name: 'own' },
    });
    expect(drafted.notes.left).toContain(
      `a second organization trail, aws-controltower-BaselineCloudTrail of ${HOME}, delivers every management event once more, which costs money`,
    );
  });

  test('names no exempt role twice where Control Tower deploys', async () => {
    const found = await look(...LANDING_ZONE_3);
    const { text } = draftOf(found, { ...ALL, roleName: 'AWSControlTowerExecution' });
    expect(read({ text }).guardrails.exemptRoles).toEqual([]);
  });
});
