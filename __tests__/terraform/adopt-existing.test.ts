import { MANAGEMENT_ACCOUNT } from './aws-double';
import { Existing } from './existing';
import { OrganizationOnMoto } from './organization-on-moto';
import { describeWith, succeed } from './terraform';

jest.setTimeout(900_000);

interface PlannedChange {
  readonly address: string;
  readonly change: { readonly actions: readonly string[]; readonly importing?: { readonly id: string } };
}

describeWith(['terraform', 'moto_server'], 'an organization that audits itself already, on moto, is adopted', () => {
  let moto: OrganizationOnMoto;
  let existing: Existing;

  beforeAll(async () => {
    moto = await OrganizationOnMoto.create({ prepared: true });
    existing = await Existing.create(moto);
    const { audit, logArchive, member } = moto.accounts;
    moto.synth({
      accounts: { audit, logArchive, members: [member] },
      organization: { trustedAccess: 'managed' },
      trail: { notifications: true },
      deletionProtection: true,
      adopt: existing.adopt,
    });
  });
  afterAll(() => moto?.stop());

  const run = (stack: string, ...args: string[]) => succeed(moto.folderOf(stack), ...args, '-no-color');
  /** Plans a stack, applies that very plan, and says what was planned. */
  const adopt = async (stack: string): Promise<readonly PlannedChange[]> => {
    await run(stack, 'init', '-input=false');
    await run(stack, 'plan', '-input=false', '-out=adopt.tfplan');
    const { resource_changes: changes } = JSON.parse(await run(stack, 'show', '-json', 'adopt.tfplan')) as {
      resource_changes: readonly PlannedChange[];
    };
    await succeed(moto.folderOf(stack), 'apply', '-input=false', '-no-color', 'adopt.tfplan');
    return changes;
  };
  const imported = (changes: readonly PlannedChange[]) =>
    Object.fromEntries(
      changes.flatMap(({ address, change }) => (change.importing ? [[address, change.importing.id]] : [])),
    );

  /** Each stack in the order of apply, with what it takes over. */
  const STACKS: [stack: string, name: () => string, imports: () => Record<string, string>][] = [
    [
      'evidence',
      () => 'evidence',
      () => ({
        'aws_kms_alias.evidence_alias': 'alias/logs',
        'aws_kms_key.evidence_key': existing.keyId,
        'aws_s3_bucket.archive_bucket': 'corp-vault',
        'aws_s3_bucket.config_bucket': 'corp-config',
        'aws_s3_bucket.trail_bucket': 'corp-logs',
        'aws_s3_bucket_object_lock_configuration.archive_object-lock': 'corp-vault',
        'aws_s3_bucket_policy.config_policy': 'corp-config',
        'aws_s3_bucket_policy.trail_policy': 'corp-logs',
        'aws_s3_bucket_public_access_block.trail_public-access-block': 'corp-logs',
        'aws_s3_bucket_server_side_encryption_configuration.trail_encryption': 'corp-logs',
        'aws_s3_bucket_versioning.archive_versioning': 'corp-vault',
        'aws_s3_bucket_versioning.trail_versioning': 'corp-logs',
      }),
    ],
    [
      'organization',
      () => 'organization',
      () => ({
        'aws_cloudtrail.organization_trail': `arn:aws:cloudtrail:us-east-1:${MANAGEMENT_ACCOUNT}:trail/everything`,
        'aws_cloudwatch_log_group.trail-logs_group': 'trail-events',
        'aws_iam_role.trail-logs_role': 'TrailToLogs',
        'aws_organizations_delegated_administrator.delegated_config': `${moto.accounts.audit}/config.amazonaws.com`,
        'aws_organizations_organization.access_organization': moto.id,
        'aws_organizations_policy.guardrails_scp-1': existing.policyId,
        [`aws_organizations_policy_attachment.guardrails_scp-1-${moto.rootId}`]: `${moto.rootId}:${existing.policyId}`,
        'aws_sns_topic.trail-deliveries_topic': `arn:aws:sns:us-east-1:${MANAGEMENT_ACCOUNT}:trail-files`,
        'aws_sns_topic_policy.trail-deliveries_policy': `arn:aws:sns:us-east-1:${MANAGEMENT_ACCOUNT}:trail-files`,
      }),
    ],
    [
      'the baseline of a member',
      () => `baseline-${moto.accounts.member}`,
      () => ({
        'aws_config_configuration_recorder.eu-west-1_recorder': 'main',
        'aws_config_configuration_recorder.us-east-1_recorder': 'main',
        'aws_config_configuration_recorder_status.eu-west-1_status': 'main',
        'aws_config_configuration_recorder_status.us-east-1_status': 'main',
        'aws_config_delivery_channel.us-east-1_channel': 'to-s3',
        'aws_config_retention_configuration.us-east-1_retention': 'default',
      }),
    ],
    [
      'detection',
      () => 'detection',
      () => ({
        'aws_config_configuration_aggregator.organization_aggregator': 'everybody',
        'aws_iam_role.organization_role': 'Aggregator',
      }),
    ],
  ];

  test.each(STACKS)('%s imports what exists and replaces nothing; a second plan is empty', async (_, name, imports) => {
    // Nothing of it can exist already; the organization's healers report to its bus.
    if (name() === 'organization') await moto.apply('alerting');
    const changes = await adopt(name());
    expect(imported(changes)).toEqual(imports());
    for (const { address, change } of changes) {
      const allowed = change.importing ? ['no-op', 'update'] : ['create', 'read'];
      expect([address, change.actions, allowed]).toEqual([address, [expect.any(String)], allowed]);
      expect(allowed).toContain(change.actions[0]);
    }
    expect(await moto.changes(name())).toBe('');
  });

  test('what it had is still there, and does what ours would do', async () => {
    expect(moto.stateOf('organization', 'aws_cloudtrail')).toMatchObject([
      { name: 'everything', is_organization_trail: true, enable_logging: true, s3_bucket_name: 'corp-logs' },
    ]);
    expect(moto.stateOf(`baseline-${moto.accounts.member}`, 'aws_config_configuration_recorder_status')).toMatchObject([
      { name: 'main', is_enabled: true },
      { name: 'main', is_enabled: true },
    ]);
    const idsOf = (type: string) => moto.stateOf<{ id: string }>('evidence', type).map(({ id }) => id);
    expect(idsOf('aws_kms_key')).toContain(existing.keyId);
    expect(idsOf('aws_s3_bucket')).toEqual(expect.arrayContaining(['corp-logs', 'corp-config', 'corp-vault']));
  });

  test('only this was doubled beside what every apply needs', () => {
    expect([...moto.aws.doubled]).toEqual(
      expect.arrayContaining([
        'Object Lock on buckets that are not empty',
        'keys of existing log groups',
        'exclusions of nothing',
      ]),
    );
  });
});
