import type { PolicyStatement } from '../../src/policy/document';
import { deliveries } from '../../src/proofs/deliveries';
import { Matrix } from '../../src/proofs/matrix';
import { ARCHIVE, AUDIT, LOG_ARCHIVE, MANAGEMENT, MEMBER } from './principals';
import { prover } from './prover';

jest.setTimeout(120_000);

/** Organizations that differ in who holds what, who delivers and what policies bind whom. */
const ORGANIZATIONS: Readonly<Record<string, Record<string, unknown>>> = {
  smallest: {},
  'with a delegated trail, a custom recorder, a topic, readers and rules': {
    accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] },
    regions: { home: 'eu-west-1', governed: ['eu-west-1', 'eu-central-1'], archive: 'eu-north-1' },
    trail: { administrator: 'delegated', notifications: true },
    recorder: { role: 'custom' },
    storage: { readers: [`arn:aws:iam::${MEMBER}:role/audit/Reader`] },
    rules: {
      managed: [{ rule: 'S3_BUCKET_VERSIONING_ENABLED' }],
      lambda: [{ rule: 'cloudtrail-multi-region' }, { rule: 'iam-user-mfa' }],
    },
    response: { remediations: [{ remediation: 's3-bucket-versioning', mode: 'auto' }] },
    guardrails: { optional: [{ policy: 'deny-root-user' }, { policy: 'deny-ungoverned-regions' }] },
  },
  'with accounts of their own for evidence and archive, and RCPs on the root': {
    accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, archive: ARCHIVE, members: [MEMBER] },
    storage: { replicateTrail: false },
    guardrails: { resourceControlPolicies: { attachTo: ['r-a1b2'] } },
  },
  'in GovCloud': {
    accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE },
    regions: { home: 'us-gov-west-1', governed: ['us-gov-west-1', 'us-gov-east-1'], archive: 'us-gov-east-1' },
    recorder: { role: 'custom' },
    guardrails: { optional: [{ policy: 'deny-ungoverned-regions' }] },
  },
  'in China, which has no RCPs': {
    regions: { home: 'cn-north-1', governed: ['cn-north-1', 'cn-northwest-1'], archive: 'cn-northwest-1' },
    storage: { readers: [`arn:aws-cn:iam::${AUDIT}:role/AuditReader`] },
  },
};

describe.each(Object.entries(ORGANIZATIONS))('an organization %s', (_name, settings) => {
  test('lets through all work of its own', async () => {
    const { policies, matrix } = prover(settings);
    const rows = await deliveries(policies, matrix);
    expect(rows.length).toBeGreaterThan(80);
    expect(rows.filter(({ outcome, refusedBy }) => outcome !== 'works' || refusedBy.length > 0)).toEqual([]);
  });
});

describe('rows', () => {
  const namesOf = async (settings: Record<string, unknown>) => {
    const { policies, matrix } = prover(settings);
    return (await deliveries(policies, matrix)).map(({ by, does, action }) => `${by}: ${does} (${action})`);
  };

  test('are each there once', async () => {
    for (const settings of Object.values(ORGANIZATIONS)) {
      const names = await namesOf(settings);
      expect(names.filter((name, at) => names.indexOf(name) < at)).toEqual([]);
    }
  });

  test('about what an organization has not are left out', async () => {
    const [few, many] = await Promise.all([namesOf({}), namesOf(Object.values(ORGANIZATIONS)[1]!)]);
    const peculiar =
      /topic(?! of alerts)|custom recorder|declared reader|reads snapshots|hand AWS Config the recorder role|document/;
    expect(few.filter((name) => peculiar.test(name))).toEqual([]);
    expect(many.filter((name) => peculiar.test(name)).length).toBe(33);
    expect(many.filter((name) => !peculiar.test(name))).toEqual(few.filter((name) => !name.includes('linked')));
  });

  test('about locks of the trail are left out where it is not copied', async () => {
    const names = await namesOf({ storage: { replicateTrail: false } });
    expect(names.filter((name) => /locked|legal holds/.test(name))).toEqual([]);
  });
});

describe('a policy of one’s own that stops', () => {
  const { policies, sources } = prover({
    accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] },
    trail: { administrator: 'delegated', notifications: true },
    recorder: { role: 'custom' },
    storage: { readers: [`arn:aws:iam::${MEMBER}:role/audit/Reader`] },
    rules: { lambda: [{ rule: 'cloudtrail-multi-region' }] },
  });
  const { organization } = policies;

  /** Rows that fail for one policy more, by who and action, and what they name as the cause. */
  const failing = async (type: 'SCP' | 'RCP', statement: Partial<PolicyStatement>, targets = ['r-a1b2']) => {
    const all: PolicyStatement = { Sid: 'TooWide', Effect: 'Deny', Resource: '*', ...statement };
    const own = type === 'SCP' ? all : { ...all, Principal: '*' as const };
    const bad = policies.having([
      ...policies.all,
      {
        name: 'team',
        type: type === 'SCP' ? 'SERVICE_CONTROL_POLICY' : 'RESOURCE_CONTROL_POLICY',
        policy: { Version: '2012-10-17', Statement: [own] },
        targets,
      },
    ]);
    const rows = (await deliveries(bad, new Matrix(bad, sources))).filter(({ outcome }) => outcome === 'fails');
    return {
      rows: [...new Set(rows.map(({ by, action }) => `${by}: ${action}`))].sort(),
      causes: [...new Set(rows.flatMap(({ refusedBy }) => refusedBy))],
    };
  };
  const SPARED = { ArnNotLike: { 'aws:PrincipalArn': organization.exemptRoleArns as string[] } };
  const TRAIL = organization.bucketArn(organization.names.trailBucket);
  const not = (key: string, value: string | string[], operator = 'StringNotEquals') => ({
    [operator]: { [key]: value },
  });

  const DELIVERERS = ['AWS CloudTrail: s3:PutObject', 'AWS Config: s3:PutObject', 'Amazon S3: s3:PutObject'];
  const RECORDER = 'the custom recorder role';
  const RULE = 'the role of a rule';
  const DEPLOYER = 'the deploying role';
  const REPLICATION = 'the replication role';
  const ANNOUNCER = 'the announcer';
  const HEALER = 'the healer of the';
  const INVESTIGATOR = 'an investigator';
  const VERIFIER = 'the verifier of evidence';

  test.each<[string, 'SCP' | 'RCP', Partial<PolicyStatement>, readonly string[]]>([
    [
      'all deliveries',
      'RCP',
      { Action: 's3:PutObject' },
      [...DELIVERERS, ...[RECORDER, INVESTIGATOR, VERIFIER].map((by) => `${by}: s3:PutObject`)],
    ],
    [
      'deliveries to one bucket',
      'RCP',
      { Action: 's3:PutObject', Resource: `${TRAIL}/*` },
      [DELIVERERS[0]!, `${VERIFIER}: s3:PutObject`],
    ],
    ['deliveries of digests', 'RCP', { Action: 's3:PutObject', Resource: `${TRAIL}/*-Digest/*` }, [DELIVERERS[0]!]],
    [
      'all but people of ours, services among them',
      'RCP',
      { Action: 's3:PutObject', Condition: not('aws:PrincipalOrgID', organization.id) },
      DELIVERERS,
    ],
    [
      'all but people of ours and services: nothing of the platform’s',
      'RCP',
      {
        Action: ['s3:*', 'kms:*', 'sts:*'],
        Condition: {
          ...not('aws:PrincipalOrgID', organization.id, 'StringNotEqualsIfExists'),
          ...not('aws:PrincipalIsAWSService', 'false', 'BoolIfExists'),
        },
      },
      [],
    ],
    [
      'services that act for one account',
      'RCP',
      { Action: 's3:PutObject', Condition: { StringEquals: { 'aws:SourceAccount': MANAGEMENT } } },
      DELIVERERS.slice(0, 2),
    ],
    [
      'services that are not on a list',
      'RCP',
      {
        Action: 's3:PutObject',
        Condition: {
          ...not('aws:PrincipalServiceName', ['cloudtrail.amazonaws.com', 'config.amazonaws.com']),
          Bool: { 'aws:PrincipalIsAWSService': 'true' },
        },
      },
      ['Amazon S3: s3:PutObject'],
    ],
    [
      'data keys',
      'RCP',
      { Action: 'kms:GenerateDataKey' },
      [
        ...['AWS CloudTrail', 'AWS Config', 'Amazon CloudWatch', 'CloudWatch Logs'],
        ...[ANNOUNCER, INVESTIGATOR, RECORDER, REPLICATION, VERIFIER],
      ].map((by) => `${by}: kms:GenerateDataKey`),
    ],
    ['ACLs of uploads', 'RCP', { Action: 's3:PutObjectAcl' }, [`${RECORDER}: s3:PutObjectAcl`]],
    [
      'roles from being taken on by services',
      'RCP',
      { Action: 'sts:AssumeRole', Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } },
      ['AWS CloudTrail', 'AWS Config', 'AWS Lambda', 'Amazon EventBridge', 'Amazon S3'].map(
        (by) => `${by}: sts:AssumeRole`,
      ),
    ],
    [
      'changes of buckets, exemptions or not',
      'RCP',
      { Action: ['s3:PutBucketPolicy', 's3:PutLifecycleConfiguration', 'kms:PutKeyPolicy'] },
      [
        `${DEPLOYER}: kms:PutKeyPolicy`,
        `${DEPLOYER}: s3:PutBucketPolicy`,
        `${DEPLOYER}: s3:PutLifecycleConfiguration`,
        `${HEALER} evidence: s3:PutBucketPolicy`,
      ],
    ],
    [
      'changes of buckets, but not the deploying role’s',
      'SCP',
      { Action: ['s3:PutBucketPolicy', 'kms:PutKeyPolicy'], Condition: SPARED },
      [],
    ],
    [
      'what replication reads',
      'SCP',
      { Action: ['s3:GetObjectVersion*', 's3:GetReplicationConfiguration'], Condition: SPARED },
      [
        'a declared reader: s3:GetObjectVersion',
        ...['GetObjectVersionAcl', 'GetObjectVersionForReplication', 'GetObjectVersionTagging'],
        'GetReplicationConfiguration',
      ].map((one) => (one.includes(':') ? one : `${REPLICATION}: s3:${one}`)),
    ],
    [
      'what replication writes',
      'SCP',
      { Action: 's3:Replicate*', Condition: SPARED },
      [`${REPLICATION}: s3:ReplicateObject`, `${REPLICATION}: s3:ReplicateTags`],
    ],
    ['evaluations', 'SCP', { Action: 'config:PutEvaluations', Condition: SPARED }, [`${RULE}: config:PutEvaluations`]],
    [
      'logs of functions',
      'SCP',
      { Action: 'logs:PutLogEvents', Resource: 'arn:aws:logs:*:*:log-group:/aws/lambda/*', Condition: SPARED },
      [`${RULE}: logs:PutLogEvents`],
    ],
    [
      'the log group of the trail',
      'SCP',
      {
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: 'arn:aws:logs:*:*:log-group:/aws/cloudtrail/*',
      },
      ['logs:CreateLogStream', 'logs:PutLogEvents'].map(
        (action) => `the role that CloudTrail writes its log group with: ${action}`,
      ),
    ],
    [
      'decryption that is not asked for by hand',
      'SCP',
      { Action: 'kms:Decrypt', Condition: { Bool: { 'aws:ViaAWSService': 'true' } } },
      [
        'a declared reader',
        ANNOUNCER,
        INVESTIGATOR,
        RECORDER,
        `${RULE} that reads snapshots`,
        REPLICATION,
        VERIFIER,
      ].map((by) => `${by}: kms:Decrypt`),
    ],
    [
      'snapshots from being read',
      'RCP',
      { Action: 's3:GetObject', Resource: 'arn:aws:s3:::*/ConfigSnapshot/*' },
      ['a declared reader', INVESTIGATOR, `${RULE} that reads snapshots`].map((by) => `${by}: s3:GetObject`),
    ],
    [
      'the recorder from being deployed',
      'SCP',
      { Action: ['config:PutConfigurationRecorder', 'config:PutDeliveryChannel', 'config:PutRetentionConfiguration'] },
      ['PutConfigurationRecorder', 'PutDeliveryChannel', 'PutRetentionConfiguration'].flatMap((action) =>
        [DEPLOYER, `${HEALER} recorder`].map((by) => `${by}: config:${action}`),
      ),
    ],
    [
      'evidence from being listed by investigators',
      'RCP',
      { Action: 's3:ListBucket', Condition: { ArnLike: { 'aws:PrincipalArn': organization.investigatorRoleArn } } },
      [`${INVESTIGATOR}: s3:ListBucket`],
    ],
    [
      'roles that people assume, MFA or not',
      'SCP',
      { Action: 'sts:AssumeRole' },
      ['somebody of the organization: sts:AssumeRole'],
    ],
    [
      'roles that people assume without MFA',
      'SCP',
      { Action: 'sts:AssumeRole', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } },
      [],
    ],
    [
      'roles from being handed to Lambda',
      'SCP',
      { Action: 'iam:PassRole', Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } },
      [`${DEPLOYER}: iam:PassRole`],
    ],
    [
      'healers from starting again what was stopped',
      'SCP',
      { Action: ['cloudtrail:StartLogging', 'kms:EnableKey', 'kms:CancelKeyDeletion'] },
      [
        `${DEPLOYER}: cloudtrail:StartLogging`,
        `${HEALER} trail: cloudtrail:StartLogging`,
        `${HEALER} evidence: kms:CancelKeyDeletion`,
        `${HEALER} evidence: kms:EnableKey`,
      ],
    ],
    [
      'events from being put on the bus of the audit account',
      'SCP',
      { Action: 'events:PutEvents', Resource: organization.eventBusArn },
      [
        ...['evidence', 'recorder', 'trail'].map((one) => `${HEALER} ${one}`),
        'a role that forwards events',
        'the roll call',
        VERIFIER,
      ].map((by) => `${by}: events:PutEvents`),
    ],
    [
      'alarms',
      'SCP',
      { Action: ['logs:PutMetricFilter', 'cloudwatch:PutMetricAlarm'] },
      [`${DEPLOYER}: cloudwatch:PutMetricAlarm`, `${DEPLOYER}: logs:PutMetricFilter`],
    ],
    [
      'whatever leaves the organization: nothing of the platform’s does',
      'SCP',
      { Action: '*', Condition: not('aws:ResourceOrgID', organization.id, 'StringNotEqualsIfExists') },
      [],
    ],
    ['what teams do, and the platform does not', 'SCP', { Action: ['ec2:*', 's3:DeleteBucket', 'rds:*'] }, []],
  ])('%s', async (_name, type, statement, rows) => {
    expect(await failing(type, statement)).toEqual({
      rows: [...rows].sort(),
      causes: rows.length > 0 ? [`${type} TooWide`] : [],
    });
  });

  test('one account stops it there: one is enough', async () => {
    const evaluations: Partial<PolicyStatement> = { Action: 'config:PutEvaluations', Condition: SPARED };
    const found = { rows: [`${RULE}: config:PutEvaluations`], causes: ['SCP TooWide'] };
    for (const account of [AUDIT, LOG_ARCHIVE, MEMBER]) {
      expect([account, await failing('SCP', evaluations, [account])]).toEqual([account, found]);
    }
    expect(await failing('SCP', evaluations, [MANAGEMENT])).toEqual({ rows: [], causes: [] });
  });

  test('quarantine of a member stops nothing', async () => {
    const quarantined = prover({
      accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] },
      recorder: { role: 'custom' },
      guardrails: { optional: [{ policy: 'quarantine', attachTo: [MEMBER] }] },
    });
    const rows = await deliveries(quarantined.policies, quarantined.matrix);
    expect(rows.filter(({ outcome }) => outcome === 'fails')).toEqual([]);
  });

  test('one region of several', async () => {
    const wide = prover({ regions: { home: 'us-east-1', governed: ['us-east-1', 'eu-west-1'], archive: 'us-west-2' } });
    const decided = async (regions: readonly string[]) => {
      const only = wide.policies.guardedBy({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Home',
            Effect: 'Deny',
            Action: '*',
            Resource: '*',
            Condition: not('aws:RequestedRegion', [...regions]),
          },
        ],
      });
      const rows = await deliveries(only, new Matrix(only, wide.sources));
      return rows.filter(({ outcome }) => outcome === 'fails').map(({ action }) => action);
    };
    expect(await decided(['us-east-1', 'eu-west-1', 'us-west-2'])).toEqual([]);
    // The archive.
    expect(await decided(['us-east-1', 'eu-west-1'])).toEqual(
      expect.arrayContaining(['s3:ReplicateObject', 's3:PutBucketPolicy', 'kms:PutKeyPolicy']),
    );
    const recorded = await decided(['us-east-1', 'us-west-2']);
    expect(recorded).toEqual(expect.arrayContaining(['config:PutConfigurationRecorder', 'config:PutEvaluations']));
    expect(recorded).not.toContain('s3:ReplicateObject');
  });
});

test('what a bucket or key does not let in fails, with nothing that refuses', async () => {
  const { policies, matrix } = prover();
  const closed = Object.create(policies) as typeof policies;
  closed.bucket = (name) => ({ ...policies.bucket(name), policy: { Version: '2012-10-17', Statement: [] } });
  const failed = (await deliveries(closed, matrix)).filter(({ outcome }) => outcome === 'fails');
  expect(failed.map(({ by }) => by)).toEqual(expect.arrayContaining(['AWS CloudTrail', 'AWS Config', 'Amazon S3']));
  expect(failed.flatMap(({ refusedBy }) => refusedBy)).toEqual([]);
});
