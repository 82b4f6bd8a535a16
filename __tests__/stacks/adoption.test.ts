import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { EXAMPLES, organization } from '../organizations';
import { Platform, type Resource } from '../synthesized';

interface Import {
  readonly to: string;
  readonly id: string;
}

const importsOf = (platform: Platform): Record<string, Record<string, string>> =>
  Object.fromEntries(
    platform.stacks.flatMap(({ name, json }) => {
      const blocks = (json.import ?? []) as Import[];
      return blocks.length === 0 ? [] : [[name, Object.fromEntries(blocks.map(({ to, id }) => [to, id]))]];
    }),
  );

const SETTINGS = EXAMPLES['adopted']!;
const TOPIC = 'arn:aws:sns:us-east-1:111111111111:trail_deliveries';

/** @param elsewhere - what follows an id of a region that is not the provider's */
const expected = (elsewhere: string) => ({
  'baseline-111111111111': { 'aws_config_retention_configuration.us-east-1_retention': 'default' },
  'baseline-222222222222': { 'aws_config_delivery_channel.eu-west-1_channel': `default${elsewhere}` },
  'baseline-555555555555': {
    'aws_config_configuration_recorder.us-east-1_recorder': 'main',
    'aws_config_configuration_recorder_status.us-east-1_status': 'main',
    'aws_config_delivery_channel.us-east-1_channel': 'to-s3',
    'aws_config_retention_configuration.us-east-1_retention': 'default',
    'aws_config_configuration_recorder.eu-west-1_recorder': `main${elsewhere}`,
    'aws_config_configuration_recorder_status.eu-west-1_status': `main${elsewhere}`,
  },
  detection: {
    'aws_config_configuration_aggregator.organization_aggregator': 'everybody',
    'aws_iam_role.organization_role': 'ConfigAggregator',
  },
  evidence: {
    'aws_kms_key.evidence_key': '1234abcd-12ab-34cd-56ef-1234567890ab',
    'aws_kms_alias.evidence_alias': 'alias/audit/logs',
    'aws_kms_key.archive-evidence_key': 'mrk-1234abcd12ab34cd56ef1234567890ab',
    'aws_s3_bucket.trail_bucket': 'acme.logs',
    'aws_s3_bucket_public_access_block.trail_public-access-block': 'acme.logs',
    'aws_s3_bucket_versioning.trail_versioning': 'acme.logs',
    'aws_s3_bucket_server_side_encryption_configuration.trail_encryption': 'acme.logs',
    'aws_s3_bucket_policy.trail_policy': 'acme.logs',
    'aws_s3_bucket_lifecycle_configuration.trail_lifecycle': 'acme.logs',
    'aws_s3_bucket.config_bucket': 'acme-config-history',
    'aws_s3_bucket_ownership_controls.config_ownership': 'acme-config-history',
    'aws_s3_bucket_policy.config_policy': 'acme-config-history',
    'aws_s3_bucket_logging.config_logging': 'acme-config-history',
    'aws_s3_bucket_replication_configuration.replication_config': 'acme-config-history',
    'aws_s3_bucket.archive_bucket': 'acme-vault',
    'aws_s3_bucket_versioning.archive_versioning': 'acme-vault',
    'aws_s3_bucket_object_lock_configuration.archive_object-lock': 'acme-vault',
  },
  organization: {
    'aws_organizations_organization.access_organization': 'o-a1b2c3d4e5',
    'aws_cloudtrail_organization_delegated_admin_account.delegated_cloudtrail': '222222222222',
    'aws_organizations_delegated_administrator.delegated_config': '222222222222/config.amazonaws.com',
    'aws_cloudwatch_log_group.trail-logs_group': 'CloudTrail/logs',
    'aws_iam_role.trail-logs_role': 'CloudTrailToLogs',
    'aws_sns_topic.trail-deliveries_topic': TOPIC,
    'aws_sns_topic_policy.trail-deliveries_policy': TOPIC,
    'aws_cloudtrail.organization_trail': 'arn:aws:cloudtrail:us-east-1:111111111111:trail/Org_Trail',
    'aws_organizations_policy.guardrails_scp-1': 'p-a1b2c3d4',
    'aws_organizations_policy_attachment.guardrails_scp-1-r-a1b2': 'r-a1b2:p-a1b2c3d4',
    'aws_organizations_policy.guardrails_rcp-1': 'p-e5f6a7b8',
  },
});

describe('everything that exists is imported, and nothing else', () => {
  test.each([
    [6, '@eu-west-1'],
    [5, ''],
  ])('with provider %s', (version, elsewhere) => {
    const platform = new Platform(organization({ ...SETTINGS, provider: { version } }));
    expect(importsOf(platform)).toEqual(expected(elsewhere));
    for (const { addresses, json } of platform.stacks) {
      for (const { to } of (json.import ?? []) as Import[]) expect(addresses).toContain(to);
    }
  });

  test('an archive in the account of the evidence is elsewhere', () => {
    const adopt = {
      buckets: { archive: { name: 'acme-vault', objectLock: true, has: ['object-lock'] } },
      keys: { archive: { id: '1234abcd-12ab-34cd-56ef-1234567890ab', alias: 'alias/vault' } },
    };
    const { evidence } = importsOf(new Platform(organization({ adopt })));
    expect(evidence).toEqual({
      'aws_kms_key.archive-evidence_key': '1234abcd-12ab-34cd-56ef-1234567890ab@us-west-2',
      'aws_kms_alias.archive-evidence_alias': 'alias/vault@us-west-2',
      'aws_s3_bucket.archive_bucket': 'acme-vault@us-west-2',
      'aws_s3_bucket_object_lock_configuration.archive_object-lock': 'acme-vault@us-west-2',
    });
  });

  test('a trail that the audit account administers carries the management account all the same', () => {
    const settings = { trail: { administrator: 'delegated' }, adopt: { trail: { name: 'all', logsRole: 'Logs' } } };
    expect(importsOf(new Platform(organization(settings)))).toEqual({
      organization: {
        'aws_cloudtrail.organization_trail': 'arn:aws:cloudtrail:us-east-1:111111111111:trail/all',
        'aws_iam_role.trail-logs_role': 'Logs',
      },
    });
  });

  test('in China and GovCloud, with their partitions', () => {
    const adopt = { trail: { name: 'all' } };
    for (const [name, start] of [
      ['China', 'arn:aws-cn:cloudtrail:cn-north-1:'],
      ['GovCloud', 'arn:aws-us-gov:cloudtrail:us-gov-west-1:'],
    ] as const) {
      const { organization: imports } = importsOf(new Platform(organization({ ...EXAMPLES[name], adopt })));
      expect(imports).toEqual({ 'aws_cloudtrail.organization_trail': `${start}111111111111:trail/all` });
    }
  });

  test.each(Object.entries(EXAMPLES).filter(([, { adopt }]) => adopt === undefined))(
    'of %s nothing but a managed organization',
    (_name, settings) => {
      const managed = (settings.organization as { trustedAccess?: string } | undefined)?.trustedAccess === 'managed';
      expect(Object.values(importsOf(new Platform(organization(settings)))).flatMap(Object.keys)).toEqual(
        managed ? ['aws_organizations_organization.access_organization'] : [],
      );
    },
  );
});

describe('what was found keeps its name', () => {
  const platform = new Platform(organization(SETTINGS));
  const { adopt: _, ...rest } = SETTINGS;
  const created = organization(rest).names;
  const found = organization(SETTINGS).names;
  const text = JSON.stringify(platform.stacks.map(({ json }) => json as Resource));

  test('roles with their paths apart', () => {
    const { aws_iam_role: roles } = platform.stack('organization').json.resource;
    expect(roles['trail-logs_role']).toMatchObject({ name: 'CloudTrailToLogs', path: '/service-role/' });
    expect(platform.stack('detection').json.resource.aws_iam_role.organization_role).not.toHaveProperty('path');
    expect(platform.stack('organization').json.resource.aws_cloudtrail.organization_trail).toMatchObject({
      cloud_watch_logs_role_arn: 'arn:aws:iam::111111111111:role/service-role/CloudTrailToLogs',
      sns_topic_name: 'trail_deliveries',
    });
  });

  test('and nothing speaks of names that are not there', () => {
    const gone = Object.entries(created).filter(([key, name]) => found[key as keyof typeof found] !== name);
    expect(gone.length).toBeGreaterThan(9);
    // The log group of events starts with another of our names, and so do other things.
    const said = gone.filter(([, name]) => new RegExp(`${name.replaceAll('/', '\\/')}(?![\\w-])`).test(text));
    expect(said).toEqual([]);
  });

  test('recorders and channels, which their healers keep too', () => {
    const { json } = platform.stack('baseline-555555555555');
    const { aws_config_configuration_recorder: recorders, aws_config_delivery_channel: channels } = json.resource;
    const names = (of: Record<string, { name: string }>) =>
      Object.fromEntries(Object.entries(of).map(([name, one]) => [name, one.name]));
    expect(names(recorders)).toEqual({ 'us-east-1_recorder': 'main', 'eu-west-1_recorder': 'main' });
    expect(names(channels)).toEqual({ 'us-east-1_channel': 'to-s3', 'eu-west-1_channel': 'default' });
    expect(names(json.resource.aws_config_configuration_recorder_status)).toEqual({
      'us-east-1_status': 'main',
      'eu-west-1_status': 'main',
    });
  });

  test('guardrails protect what was adopted as they protect what is ours', () => {
    const policies = JSON.stringify(platform.stack('organization').json.resource.aws_organizations_policy);
    for (const arn of [
      'arn:aws:iam::*:role/service-role/CloudTrailToLogs',
      'arn:aws:iam::*:role/ConfigAggregator',
      'arn:aws:sns:*:*:trail_deliveries',
      'arn:aws:cloudtrail:*:*:trail/Org_Trail',
      'arn:aws:logs:us-east-1:111111111111:log-group:CloudTrail/logs',
      'arn:aws:s3:::acme.logs/*',
      'arn:aws:kms:us-east-1:333333333333:alias/audit/logs',
    ])
      expect(policies).toContain(arn);
  });
});

describe('Object Lock', () => {
  const enabled = (objectLock: boolean) => {
    const adopt = { buckets: { trail: { name: 'acme-logs', objectLock } } };
    const evidence = new Platform(organization({ adopt })).stack('evidence');
    expect(evidence.named(S3BucketObjectLockConfigurationA)['trail_object-lock'].rule).toEqual({
      default_retention: { mode: 'COMPLIANCE', years: 7 },
    });
    return Object.fromEntries(
      Object.entries(evidence.named(S3Bucket)).map(([name, { object_lock_enabled: lock }]) => [name, lock]),
    );
  };
  const others = { archive_bucket: true, config_bucket: false, 'access-logs_bucket': false };

  test('is said of a bucket that has it', () => {
    expect(enabled(true)).toEqual({ ...others, trail_bucket: true });
  });

  test('is not said of a bucket without: that would replace it', () => {
    expect(enabled(false)).toEqual({ ...others, trail_bucket: undefined });
  });
});
