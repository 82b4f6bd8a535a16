import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { CloudtrailOrganizationDelegatedAdminAccount } from '@cdktf/provider-aws/lib/cloudtrail-organization-delegated-admin-account';
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { ConfigConfigRule } from '@cdktf/provider-aws/lib/config-config-rule';
import { ConfigConfigurationAggregator } from '@cdktf/provider-aws/lib/config-configuration-aggregator';
import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { ConfigConfigurationRecorderStatus } from '@cdktf/provider-aws/lib/config-configuration-recorder-status';
import { ConfigConformancePack } from '@cdktf/provider-aws/lib/config-conformance-pack';
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel';
import { ConfigRemediationConfiguration } from '@cdktf/provider-aws/lib/config-remediation-configuration';
import { ConfigRetentionConfiguration } from '@cdktf/provider-aws/lib/config-retention-configuration';
import { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { OrganizationsDelegatedAdministrator } from '@cdktf/provider-aws/lib/organizations-delegated-administrator';
import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { organization } from '../organizations';
import { Platform, type Resource, type StackData } from '../synthesized';

const [MANAGEMENT, AUDIT, LOGS, MEMBER, STRAY] = [
  '111111111111',
  '222222222222',
  '333333333333',
  '444444444444',
  '555555555555',
] as const;
const [HOME, ABROAD] = ['us-east-1', 'eu-west-1'] as const;
const BOTH = [ABROAD, HOME];

const FOURTH = {
  trailLogGroup: 'aws-controltower/CloudTrailLogs-abc-def',
  trailBucket: `aws-controltower-cloudtrail-logs-${LOGS}-abc-def`,
};

interface Mode {
  readonly controlTower: object | undefined;
  readonly recorded: Readonly<Record<string, readonly string[]>>;
  readonly ownsTrail: boolean;
  readonly ownsAggregator: boolean;
  /** Services of which this platform makes the audit account the administrator. */
  readonly delegates: readonly string[];
}

const NOBODY_ELSE = { [MANAGEMENT]: BOTH, [AUDIT]: [], [LOGS]: [], [MEMBER]: [], [STRAY]: [] };
const EVERYBODY = { [MANAGEMENT]: BOTH, [AUDIT]: BOTH, [LOGS]: BOTH, [MEMBER]: BOTH, [STRAY]: BOTH };
const ALL_SERVICES = ['config.amazonaws.com', 'config-multiaccountsetup.amazonaws.com'];
const MODES: Readonly<Record<string, Mode>> = {
  'without Control Tower': {
    controlTower: undefined,
    recorded: EVERYBODY,
    ownsTrail: true,
    ownsAggregator: true,
    delegates: ALL_SERVICES,
  },
  'version 3': {
    controlTower: { version: 3, notEnrolled: [STRAY] },
    recorded: { ...NOBODY_ELSE, [STRAY]: BOTH },
    ownsTrail: true,
    ownsAggregator: false,
    delegates: ALL_SERVICES,
  },
  'version 3 in one region, with its trail': {
    controlTower: { version: 3, trail: 'control-tower', regions: [HOME], aggregator: 'own' },
    recorded: { [MANAGEMENT]: BOTH, [AUDIT]: [ABROAD], [LOGS]: [ABROAD], [MEMBER]: [ABROAD], [STRAY]: [ABROAD] },
    ownsTrail: false,
    ownsAggregator: true,
    delegates: ALL_SERVICES,
  },
  'version 4': {
    controlTower: { version: 4 },
    recorded: NOBODY_ELSE,
    ownsTrail: true,
    ownsAggregator: false,
    delegates: ['config-multiaccountsetup.amazonaws.com'],
  },
  'version 4 with its trail': {
    controlTower: { version: 4, trail: 'control-tower', ...FOURTH },
    recorded: NOBODY_ELSE,
    ownsTrail: false,
    ownsAggregator: false,
    delegates: ['config-multiaccountsetup.amazonaws.com'],
  },
  'version 4 without its integration of AWS Config': {
    controlTower: { version: 4, recorders: 'own' },
    recorded: EVERYBODY,
    ownsTrail: true,
    ownsAggregator: true,
    delegates: ALL_SERVICES,
  },
};

const SETTINGS = {
  accounts: { logArchive: LOGS, members: [MEMBER, STRAY] },
  regions: { governed: [HOME, ABROAD] },
  guardrails: { exemptRoles: ['AWSControlTowerExecution'] },
  rules: {
    managed: [
      { rule: 'S3_BUCKET_VERSIONING_ENABLED', deploy: 'accounts' },
      { rule: 'CLOUD_TRAIL_ENABLED', deploy: 'accounts' },
    ],
    lambda: [{ rule: 'vpc-flow-logs' }, { rule: 'cis-monitoring-alarms' }],
    guard: [{ rule: 'ec2-instance-hardened', deploy: 'accounts' }],
  },
  conformancePacks: [{ pack: 'audit-baseline', deploy: 'accounts' }],
  response: { remediations: [{ remediation: 's3-bucket-versioning', mode: 'auto' }] },
};

const regionsOf = (resources: readonly Resource[]) => resources.map(({ region }) => region as string).sort();
const accountOf = ({ name }: StackData) => name.replace('baseline-', '');
const removedFrom = (stack: StackData): string[] =>
  (stack.json.removed ?? []).map(({ from }: { from: string }) => from);

describe.each(Object.entries(MODES))('%s', (_name, mode) => {
  const { controlTower, recorded, ownsTrail, ownsAggregator, delegates } = mode;
  const declared = organization({ ...SETTINGS, ...(controlTower && { controlTower }) });
  const platform = new Platform(declared);
  const [evidence, organizationStack, detection] = ['evidence', 'organization', 'detection'].map((name) =>
    platform.stack(name),
  ) as [StackData, StackData, StackData];
  const { names } = declared;

  test.each([
    ConfigConfigurationRecorder,
    ConfigConfigurationRecorderStatus,
    ConfigDeliveryChannel,
    ConfigRetentionConfiguration,
  ])('$tfResourceType is where the recorder is ours, and nowhere else', (type) => {
    expect(
      Object.fromEntries(platform.baselines.map((baseline) => [accountOf(baseline), regionsOf(baseline.all(type))])),
    ).toEqual(recorded);
    const elsewhere = platform.stacks.filter((stack) => !platform.baselines.includes(stack));
    expect(elsewhere.flatMap((stack) => stack.all(type))).toEqual([]);
  });

  test('so are the healer of the recorder, its role, and the service-linked role', () => {
    for (const baseline of platform.baselines) {
      const account = accountOf(baseline);
      const healers = baseline.all(LambdaFunction).filter(({ function_name: name }) => name.endsWith('-heal-recorder'));
      expect([account, regionsOf(healers)]).toEqual([account, recorded[account]]);
      const roles = baseline.all(IamRole).filter(({ name }) => name.endsWith('-heal-recorder'));
      expect([account, roles.length]).toEqual([account, recorded[account]!.length > 0 ? 1 : 0]);
      // In an account that is enrolled, Control Tower's recorder brought it, whatever else is ours there.
      const creates = !declared.ownership.isEnrolled(account);
      expect([account, baseline.all(IamServiceLinkedRole).length]).toEqual([account, creates ? 1 : 0]);
      expect([account, removedFrom(baseline)]).toEqual([
        account,
        creates ? [] : ['aws_iam_service_linked_role.role_service-linked'],
      ]);
    }
  });

  test('what our recorders deliver goes to our bucket', () => {
    for (const channel of platform.all(ConfigDeliveryChannel)) expect(channel.s3_bucket_name).toBe(names.configBucket);
  });

  test('rules, packs and remediations are in every account and region, whoever records', () => {
    for (const baseline of platform.baselines) {
      const rules = baseline.all(ConfigConfigRule);
      for (const name of ['acme-s3-bucket-versioning-enabled', 'acme-vpc-flow-logs', 'acme-ec2-instance-hardened']) {
        const regions = regionsOf(rules.filter((rule) => rule.name === name));
        expect([baseline.name, name, regions]).toEqual([baseline.name, name, BOTH]);
      }
      expect([baseline.name, regionsOf(baseline.all(ConfigConformancePack))]).toEqual([baseline.name, BOTH]);
      expect([baseline.name, regionsOf(baseline.all(ConfigRemediationConfiguration))]).toEqual([baseline.name, BOTH]);
    }
  });

  test('rules and packs wait for recorders of ours, and nothing waits for what is not there', () => {
    for (const stack of platform.stacks) {
      const known = stack.addresses;
      for (const [type, all] of Object.entries<Record<string, Resource>>(stack.json.resource)) {
        for (const [name, { depends_on: waits = [] }] of Object.entries(all)) {
          const missing = waits.filter((one: string) => !one.startsWith('data.') && !known.includes(one));
          expect([stack.name, type, name, missing]).toEqual([stack.name, type, name, []]);
        }
      }
    }
    for (const baseline of platform.baselines) {
      for (const { region, depends_on: waits = [] } of [
        ...baseline.all(ConfigConfigRule),
        ...baseline.all(ConfigConformancePack),
      ]) {
        const status = `aws_config_configuration_recorder_status.${region}_status`;
        const isOurs = recorded[accountOf(baseline)]!.includes(region);
        expect([baseline.name, region, waits.includes(status)]).toEqual([baseline.name, region, isOurs]);
      }
    }
  });

  test('the aggregator is there if it is ours, and its role with it', () => {
    expect(platform.all(ConfigConfigurationAggregator)).toHaveLength(ownsAggregator ? 1 : 0);
    const roles = detection.all(IamRole).filter(({ name }) => name === names.aggregatorRole);
    expect(roles).toHaveLength(ownsAggregator ? 1 : 0);
  });

  test('the audit account becomes administrator of what Control Tower has not made it that already', () => {
    expect(
      platform.all(OrganizationsDelegatedAdministrator).map(({ service_principal: service }) => service as string),
    ).toEqual(delegates);
    expect(platform.all(CloudtrailOrganizationDelegatedAdminAccount)).toHaveLength(1);
    const letGo = removedFrom(organizationStack).filter((from) => from.includes('delegated'));
    const isLeft = !delegates.includes('config.amazonaws.com');
    expect(letGo).toEqual(isLeft ? ['aws_organizations_delegated_administrator.delegated_config'] : []);
  });

  test('the trail, its log group, its healer and its key are there if the trail is ours', () => {
    const one = ownsTrail ? 1 : 0;
    expect(platform.all(Cloudtrail)).toHaveLength(one);
    expect(platform.all(CloudwatchLogGroup).filter(({ name }) => name === names.trailLogGroup)).toHaveLength(one);
    expect(platform.all(IamRole).filter(({ name }) => name === names.trailLogsRole)).toHaveLength(one);
    const functions = platform.all(LambdaFunction).map(({ function_name: name }) => name as string);
    expect(functions.filter((name) => name.endsWith('-heal-trail'))).toHaveLength(one);
    const [key] = Object.entries(evidence.json.resource.aws_kms_key).filter(([name]) => name === 'evidence_key');
    const sids = JSON.parse((key![1] as Resource).policy).Statement.map(({ Sid }: Resource) => Sid);
    const ofTrail = ['TrailEncrypts', 'TrailChecksKey', 'VerifierUses', 'LogGroupEncrypts'];
    expect(ofTrail.filter((sid) => sids.includes(sid))).toEqual(ownsTrail ? ofTrail : []);
    expect(sids).toEqual(expect.arrayContaining(['ConfigEncrypts', 'InvestigatorDecrypts']));
  });

  test('so are its bucket, the copies, who verifies it, and the tables', () => {
    const kinds = ['access-logs', 'archive', 'config', ...(ownsTrail ? ['trail'] : [])];
    expect(Object.keys(evidence.named(S3Bucket)).sort()).toEqual(kinds.map((kind) => `${kind}_bucket`));
    const copied = evidence.all(S3BucketReplicationConfigurationA).map(({ bucket }) => bucket as string);
    expect(copied.includes(names.trailBucket)).toBe(ownsTrail);
    expect(copied).toHaveLength(kinds.length - 1);
    const verifiers = platform.all(LambdaFunction).filter(({ function_name: name }) => name === names.verifier);
    expect(verifiers).toHaveLength(ownsTrail ? 1 : 0);
    expect(platform.all(SqsQueue).filter(({ name }) => name === names.verifierQueue)).toHaveLength(ownsTrail ? 1 : 0);
    expect(
      detection
        .all(GlueCatalogTable)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      ...(ownsTrail ? ['cloudtrail'] : []),
      'config_history',
      'config_snapshots',
      ...(ownsTrail ? ['insights'] : []),
    ]);
  });

  test('a bucket that was the trail’s is let go of, never destroyed', () => {
    const parts = [
      'aws_s3_bucket.trail_bucket',
      'aws_s3_bucket_lifecycle_configuration.trail_lifecycle',
      'aws_s3_bucket_object_lock_configuration.trail_object-lock',
      'aws_s3_bucket_ownership_controls.trail_ownership',
      'aws_s3_bucket_policy.trail_policy',
      'aws_s3_bucket_public_access_block.trail_public-access-block',
      'aws_s3_bucket_server_side_encryption_configuration.trail_encryption',
      'aws_s3_bucket_versioning.trail_versioning',
    ];
    expect(removedFrom(evidence).sort()).toEqual(ownsTrail ? [] : parts);
    // As they are called where the trail is ours.
    expect(parts.filter((part) => evidence.addresses.includes(part))).toEqual(ownsTrail ? parts : []);
  });

  test('alarms look at the log group of the trail, whoever owns it, in the management account', () => {
    const filters = organizationStack.all(CloudwatchLogMetricFilter);
    expect(filters.length).toBeGreaterThan(20);
    for (const { log_group_name: group } of filters) expect(group).toBe(names.trailLogGroup);
    const alarms = organizationStack.all(CloudwatchMetricAlarm).map(({ alarm_name: name }) => name as string);
    expect(alarms).toContain('acme-audit-trail-silence');
    expect(alarms.includes('acme-audit-undelivered')).toBe(!ownsTrail);
  });

  test('alarms are told to the audit account, and what is not is kept', () => {
    const [rule, queue] = ownsTrail
      ? ['acme-audit-heal-trail-alarms', 'acme-audit-heal-trail-dead-letters']
      : ['acme-audit-forward-alarms', 'acme-audit-forward-alarms-dead-letters'];
    const rules = organizationStack.all(CloudwatchEventRule).map(({ name }) => name as string);
    expect(rules.filter((name) => name.endsWith('-alarms'))).toEqual([rule]);
    expect(organizationStack.all(SqsQueue).map(({ name }) => name as string)).toContain(queue);
  });

  test('SCPs protect the trail that there is; no policy speaks of a bucket of Control Tower', () => {
    const policies = platform.all(OrganizationsPolicy).map(({ content }) => content as string);
    expect(policies.filter((text) => text.includes(`trail/${names.trail}"`))).toHaveLength(1);
    const everything = platform.stacks.map(({ json }) => JSON.stringify(json)).join();
    expect(everything.includes('aws-controltower-logs-')).toBe(false);
    expect(everything.includes('aws-controltower-cloudtrail-logs-')).toBe(false);
    expect(everything.includes('acme-organization-trail')).toBe(ownsTrail);
  });

  test('nothing that we make has a name of Control Tower', () => {
    for (const stack of platform.stacks) {
      for (const [type, all] of Object.entries<Record<string, Resource>>(stack.json.resource)) {
        for (const resource of Object.values(all)) {
          for (const key of ['name', 'bucket', 'function_name', 'alarm_name'])
            expect([type, String(resource[key])]).not.toEqual([type, expect.stringMatching(/^\/?aws-?controltower/i)]);
        }
      }
    }
  });
});
