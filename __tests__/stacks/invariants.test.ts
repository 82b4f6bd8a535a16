import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { ConfigConfigurationRecorderStatus } from '@cdktf/provider-aws/lib/config-configuration-recorder-status';
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel';
import { ConfigRetentionConfiguration } from '@cdktf/provider-aws/lib/config-retention-configuration';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { EXAMPLES, organization } from '../organizations';
import { Platform, type Resource } from '../synthesized';

/** What a resource's `bucket` refers to, as in `${aws_s3_bucket.trail_bucket.bucket}`. */
const bucketOf = ({ bucket }: Resource): string => /aws_s3_bucket\.([\w-]+)\./.exec(bucket)?.[1] ?? bucket;

describe.each(Object.entries(EXAMPLES))('%s', (_name, settings) => {
  const declared = organization(settings);
  const platform = new Platform(declared);
  const evidence = platform.stack('evidence');
  const buckets = Object.keys(evidence.named(S3Bucket)).sort();
  const { years, mode } = declared.config.retention;
  const ownsTrail = declared.ownership.trail === 'ours';
  const subscribed = declared.config.alarms.subscriptions.length > 0;
  // Alarms over the trail tell the audit account's topic where they are in that account.
  const tellsAbroad = declared.config.trail.administrator !== 'delegated';
  /** Stacks with a topic that people subscribe to, and a key of its own. */
  const alerting = subscribed ? ['alerting', ...(tellsAbroad ? ['organization'] : [])] : [];
  // What the log group of events holds stays readable, whoever subscribes.
  const withKeys = subscribed ? alerting : ['alerting'];

  test('there are four buckets of evidence, all in the evidence stack, and one of answers', () => {
    // A trail of Control Tower delivers to its own.
    const ofTrail = ownsTrail ? ['trail_bucket'] : [];
    expect(buckets).toEqual(['access-logs_bucket', 'archive_bucket', 'config_bucket', ...ofTrail]);
    expect(Object.keys(platform.stack('detection').named(S3Bucket))).toEqual(['results_bucket']);
    expect(platform.all(S3Bucket)).toHaveLength(buckets.length + 1);
  });

  test.each([
    [
      'a public access block that blocks everything',
      S3BucketPublicAccessBlock,
      { block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true },
    ],
    ['owner-enforced ownership', S3BucketOwnershipControls, { rule: { object_ownership: 'BucketOwnerEnforced' } }],
    ['versioning', S3BucketVersioningA, { versioning_configuration: { status: 'Enabled' } }],
    ['encryption', S3BucketServerSideEncryptionConfigurationA, {}],
    ['a lifecycle', S3BucketLifecycleConfiguration, {}],
    ['a policy', S3BucketPolicy, {}],
  ])('every bucket has %s', (_what, type, expected) => {
    const found = platform.all(type);
    expect(found.map(bucketOf).sort()).toEqual([...buckets, 'results_bucket'].sort());
    for (const resource of found) expect(resource).toMatchObject(expected);
  });

  test('every bucket refuses plain HTTP, other organizations and writes by people', () => {
    // Public keys are kept beside the evidence: added by one role, and never changed.
    const additions = ['DenyForgedAdditions', 'DenyReplacedAdditions'];
    for (const [name, { policy }] of Object.entries(evidence.named(S3BucketPolicy))) {
      const sids = JSON.parse(policy)
        .Statement.filter(({ Effect }: Resource) => Effect === 'Deny')
        .map(({ Sid }: Resource) => Sid);
      const usual = ['DenyPlainHttp', 'DenyOutsideOrganization', 'DenyWritesByPeople'];
      expect([name, sids]).toEqual([name, name === 'trail_policy' ? [...usual, ...additions] : usual]);
    }
  });

  test('every bucket but the access logs’ is encrypted with a key of ours, through a bucket key', () => {
    for (const resource of evidence.all(S3BucketServerSideEncryptionConfigurationA)) {
      const [rule] = resource.rule;
      const { sse_algorithm: algorithm, kms_master_key_id: key } = rule.apply_server_side_encryption_by_default;
      if (bucketOf(resource) === 'access-logs_bucket') expect([algorithm, key]).toEqual(['AES256', undefined]);
      else
        expect([algorithm, key, rule.bucket_key_enabled]).toEqual([
          'aws:kms',
          expect.stringMatching(/^\$\{aws_kms_key\..*\.arn\}$/),
          true,
        ]);
    }
  });

  test('trail and archive are locked, Config and access logs are not', () => {
    const locked = ['archive_bucket', ...(ownsTrail ? ['trail_bucket'] : [])];
    expect(evidence.all(S3BucketObjectLockConfigurationA).map(bucketOf).sort()).toEqual(locked);
    for (const { rule } of evidence.all(S3BucketObjectLockConfigurationA))
      expect(rule).toEqual({ default_retention: { mode, years } });
    for (const [name, { object_lock_enabled: enabled }] of Object.entries(evidence.named(S3Bucket))) {
      // Set on a bucket that has none, it would be another bucket; its configuration locks this one.
      const [kind] = name.split('_') as ['trail' | 'config' | 'archive'];
      const without = declared.config.adopt.buckets[kind]?.objectLock === false;
      expect([name, enabled]).toEqual([name, without ? undefined : locked.includes(name)]);
    }
  });

  test('no lifecycle expires anything before the retention is over', () => {
    const locked = evidence.all(S3BucketObjectLockConfigurationA).map(bucketOf);
    for (const lifecycle of evidence.all(S3BucketLifecycleConfiguration)) {
      const hides = lifecycle.rule
        .flatMap(({ expiration = [] }: Resource) => expiration.map(({ days }: Resource) => days))
        .filter(Boolean);
      const deletes = lifecycle.rule.flatMap(({ noncurrent_version_expiration: each = [] }: Resource) =>
        each.map((rule: Resource) => rule.noncurrent_days),
      );
      expect(hides.filter((days: number) => days < years * 366)).toEqual([]);
      // S3 deletes no locked version before its time, whatever a rule says.
      if (!locked.includes(bucketOf(lifecycle)))
        expect(deletes.filter((days: number) => days < years * 366)).toEqual([]);
      expect(deletes.length).toBe(hides.length);
      // S3 refuses to delete old versions before it has moved them.
      const moves = lifecycle.rule.flatMap(({ noncurrent_version_transition: each = [] }: Resource) =>
        each.map((rule: Resource) => rule.noncurrent_days),
      );
      for (const days of deletes) expect(days).toBeGreaterThan(Math.max(0, ...moves));
    }
  });

  test('keys of evidence, buckets, locks and trail cannot be destroyed, unless the switch says so', () => {
    const { deletionProtection } = declared.config;
    const kept = [
      ...evidence.all(KmsKey),
      ...evidence.all(S3Bucket),
      ...[S3BucketObjectLockConfigurationA, Cloudtrail].flatMap((type) => platform.all(type)),
    ];
    // Keys, buckets, the locks of two of them, the trail; without a trail, neither its bucket nor that one’s lock.
    expect(kept).toHaveLength(ownsTrail ? 9 : 6);
    for (const { lifecycle } of kept) expect(lifecycle.prevent_destroy).toBe(deletionProtection);
    for (const { force_destroy: force } of platform.all(S3Bucket)) expect(force).toBe(!deletionProtection);
  });

  test('every key rotates, waits 30 days and has an alias', () => {
    const keys = platform.stacks.flatMap((stack) => Object.keys(stack.named(KmsKey)).map((key) => [stack.name, key]));
    expect(keys.sort()).toEqual(
      [
        ['detection', 'forensics_key'],
        ['evidence', 'archive-evidence_key'],
        ['evidence', 'evidence_key'],
        ...withKeys.map((name) => [name, 'alerts_key']),
      ].sort(),
    );
    for (const key of platform.all(KmsKey))
      expect(key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
    expect(
      platform
        .all(KmsAlias)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(
      [
        ...withKeys.map(() => 'alias/acme-audit-alerts'),
        declared.names.archiveKeyAlias,
        declared.names.evidenceKeyAlias,
        'alias/acme-audit-forensics',
      ].sort(),
    );
    for (const stack of platform.stacks)
      expect(
        stack
          .all(KmsAlias)
          .map(({ target_key_id: key }) => key)
          .sort(),
      ).toEqual(
        Object.keys(stack.named(KmsKey))
          .map((key) => `\${aws_kms_key.${key}.key_id}`)
          .sort(),
      );
  });

  test('every replication leaves deletions behind and goes to the archive', () => {
    const replications = evidence.all(S3BucketReplicationConfigurationA);
    expect(replications.map(({ bucket }) => bucket).sort()).toEqual(
      [
        declared.names.accessLogBucket,
        declared.names.configBucket,
        ...(ownsTrail ? [declared.names.trailBucket] : []),
      ].sort(),
    );
    for (const { rule } of replications) {
      expect(rule).toHaveLength(1);
      expect(rule[0]).toMatchObject({
        status: 'Enabled',
        delete_marker_replication: { status: 'Disabled' },
        destination: { bucket: declared.bucketArn(declared.names.archiveBucket) },
      });
    }
  });

  test('the trail is of the organization, of every region, validated and encrypted', () => {
    const trails = platform.all(Cloudtrail);
    expect(trails).toHaveLength(ownsTrail ? 1 : 0);
    for (const trail of trails)
      expect(trail).toMatchObject({
        is_organization_trail: true,
        is_multi_region_trail: true,
        enable_log_file_validation: true,
        include_global_service_events: true,
        enable_logging: true,
        kms_key_id: '${data.terraform_remote_state.evidence.outputs.evidence-key-arn}',
        s3_bucket_name: declared.names.trailBucket,
        cloud_watch_logs_group_arn: `${declared.trailLogGroupArn}:*`,
      });
  });

  test('the trail always logs management events and never objects of our own buckets', () => {
    for (const { advanced_event_selector: selectors, event_selector: classic } of platform.all(Cloudtrail)) {
      expect(classic).toBeUndefined();
      expect(selectors[0].field_selector).toEqual([{ field: 'eventCategory', equals: ['Management'] }]);
      for (const { field_selector: fields } of selectors.slice(1)) {
        const arns = fields.find(({ field }: Resource) => field === 'resources.ARN');
        expect(arns.not_starts_with).toEqual(declared.evidenceBucketArns.map((arn) => `${arn}/`));
      }
    }
  });

  test('the log group of the trail is encrypted with the evidence’s key, that of events with the alerts’', () => {
    const others = platform.stacks.flatMap((stack) =>
      stack
        .all(CloudwatchLogGroup)
        .filter(({ name }) => !name.startsWith('/aws/lambda/acme-audit-'))
        .map(({ name, kms_key_id: key }) => [stack.name, name, key]),
    );
    expect(others).toEqual([
      ['alerting', '/acme-audit/events', '${aws_kms_key.alerts_key.arn}'],
      ...(ownsTrail
        ? [['organization', declared.names.trailLogGroup, expect.stringContaining('evidence-key-arn')]]
        : []),
    ]);
  });

  test('every log group is kept for a set time, and every function has one', () => {
    for (const stack of platform.stacks) {
      const groups = stack.all(CloudwatchLogGroup);
      for (const { name, retention_in_days: days } of groups) {
        expect([name, days]).toEqual([name, expect.any(Number)]);
        expect(days).toBeGreaterThan(0);
      }
      const ofFunctions = groups
        .filter(({ name }) => name.startsWith('/aws/lambda/'))
        .map(({ name, region, provider }) => [name, region, provider].join(' '));
      const expected = stack
        .all(LambdaFunction)
        .map(({ function_name: name, region, provider }) => [`/aws/lambda/${name}`, region, provider].join(' '));
      expect(ofFunctions.sort()).toEqual(expected.sort());
    }
  });

  test('every topic is encrypted with a key of ours, every queue by SQS', () => {
    for (const stack of platform.stacks) {
      for (const { kms_master_key_id: key } of stack.all(SnsTopic)) {
        if (stack.named(KmsKey).alerts_key && key === '${aws_kms_key.alerts_key.arn}') continue;
        expect([stack.name, key]).toEqual([stack.name, expect.stringContaining('evidence-key-arn')]);
      }
    }
    const alertTopics = platform.all(SnsTopic).filter(({ name }) => name === declared.names.alertTopic);
    expect(alertTopics.map(({ kms_master_key_id: key }) => key)).toEqual(
      alerting.map(() => '${aws_kms_key.alerts_key.arn}'),
    );
    const queues = platform.all(SqsQueue);
    expect(queues.length).toBeGreaterThan(declared.accounts.length);
    for (const queue of queues) expect(queue).toMatchObject({ sqs_managed_sse_enabled: true });
  });

  test('every account records in every governed region, Control Tower’s apart: recorder, channel, status after channel, history', () => {
    expect(platform.baselines.map(({ name }) => name).sort()).toEqual(
      declared.accounts.map((id) => `baseline-${id}`).sort(),
    );
    for (const baseline of platform.baselines) {
      for (const type of [
        ConfigConfigurationRecorder,
        ConfigDeliveryChannel,
        ConfigConfigurationRecorderStatus,
        ConfigRetentionConfiguration,
      ]) {
        expect(
          Object.keys(baseline.named(type))
            .map((name) => name.split('_')[0])
            .sort(),
        ).toEqual([...declared.ownership.recordedIn(baseline.name.replace('baseline-', ''))].sort());
      }
      for (const [name, status] of Object.entries(baseline.named(ConfigConfigurationRecorderStatus))) {
        const region = name.split('_')[0];
        expect(status).toMatchObject({
          is_enabled: true,
          depends_on: [`aws_config_delivery_channel.${region}_channel`],
        });
      }
      for (const channel of baseline.all(ConfigDeliveryChannel)) {
        expect(channel).toMatchObject({
          s3_bucket_name: declared.names.configBucket,
          s3_key_prefix: 'config',
          s3_kms_key_arn: expect.stringContaining('evidence-key-arn'),
        });
      }
      for (const retention of baseline.all(ConfigRetentionConfiguration))
        expect(retention.retention_period_in_days).toBe(declared.retention.configHistoryDays);
    }
  });

  test('no recorder has an exception for a type that it does not record', () => {
    for (const recorder of platform.all(ConfigConfigurationRecorder)) {
      const excluded = recorder.recording_group.exclusion_by_resource_types?.[0].resource_types ?? [];
      const exceptions = recorder.recording_mode.recording_mode_override?.resource_types ?? [];
      expect(exceptions.filter((type: string) => excluded.includes(type))).toEqual([]);
    }
  });

  test('no ARN names a partition of another kind', () => {
    const foreign = ['aws', 'aws-us-gov', 'aws-cn'].filter((partition) => partition !== declared.partition);
    for (const { name, json } of platform.stacks) {
      for (const partition of foreign)
        expect([name, JSON.stringify(json).includes(`arn:${partition}:`)]).toEqual([name, false]);
    }
  });

  test('nothing of the machine that wrote it is in any file', () => {
    for (const { json } of platform.stacks) {
      expect(JSON.stringify(json)).not.toContain(process.cwd());
      expect(JSON.stringify(json)).not.toContain('"stackTrace"');
    }
  });
});
