import { CloudTrailClient, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, DeleteAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ConfigServiceClient, StopConfigurationRecorderCommand } from '@aws-sdk/client-config-service';
import { DisableKeyRotationCommand, KMSClient } from '@aws-sdk/client-kms';
import { DetachPolicyCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { PutBucketPolicyCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPlan } from '../../src/review/plan-file';
import { review, type Review } from '../../src/review/review';
import { AwsDouble } from './aws-double';
import { recordingModes } from './config-doubles';
import { ENDPOINTS } from './organization-on-moto';
import { describeWith, succeed } from './terraform';

jest.setTimeout(10 * 60_000);

const DELIVERY = {
  Effect: 'Allow',
  Principal: { Service: ['cloudtrail.amazonaws.com', 'config.amazonaws.com'] },
  Action: ['s3:GetBucketAcl', 's3:PutObject'],
  Resource: ['arn:aws:s3:::acme-evidence', 'arn:aws:s3:::acme-evidence/*'],
};
const OUTSIDER = {
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::999999999999:root' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::acme-evidence/*',
};
const document = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const denying = (...actions: string[]): string => document({ Effect: 'Deny', Action: actions, Resource: '*' });

/** What differs between the plans of this suite. */
interface Chosen {
  readonly validation: boolean;
  readonly lockYears: number;
  readonly logDays: number;
  readonly denied: readonly string[];
  readonly rotation: boolean;
  readonly readers: readonly object[];
}
const KEPT: Chosen = {
  validation: true,
  lockYears: 2,
  logDays: 400,
  denied: ['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail'],
  rotation: true,
  readers: [],
};

/** A small audit: a trail, its locked bucket, key and log group, a recorder, a copy of the evidence and a guardrail. */
const audit = (rootId: string, { validation, lockYears, logDays, denied, rotation, readers }: Chosen) => ({
  aws_s3_bucket: {
    evidence: { bucket: 'acme-evidence', object_lock_enabled: true },
    copies: { bucket: 'acme-copies' },
  },
  aws_s3_bucket_versioning: Object.fromEntries(
    ['evidence', 'copies'].map((name) => [
      name,
      { bucket: `\${aws_s3_bucket.${name}.id}`, versioning_configuration: { status: 'Enabled' } },
    ]),
  ),
  aws_s3_bucket_object_lock_configuration: {
    evidence: {
      bucket: '${aws_s3_bucket_versioning.evidence.bucket}',
      rule: { default_retention: { mode: 'GOVERNANCE', years: lockYears } },
    },
  },
  aws_s3_bucket_policy: {
    evidence: { bucket: '${aws_s3_bucket.evidence.id}', policy: document(DELIVERY, ...readers) },
  },
  aws_kms_key: { evidence: { description: 'evidence', enable_key_rotation: rotation } },
  aws_cloudtrail: {
    trail: {
      name: 'acme-trail',
      s3_bucket_name: '${aws_s3_bucket_policy.evidence.bucket}',
      kms_key_id: '${aws_kms_key.evidence.arn}',
      is_multi_region_trail: true,
      enable_log_file_validation: validation,
    },
  },
  aws_iam_role: {
    config: {
      name: 'acme-config',
      assume_role_policy: document({ Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action: 'sts:AssumeRole' }), // prettier-ignore
    },
  },
  aws_config_configuration_recorder: {
    all: {
      name: 'all',
      role_arn: '${aws_iam_role.config.arn}',
      recording_group: { all_supported: true, include_global_resource_types: true },
    },
  },
  aws_config_delivery_channel: {
    all: {
      name: 'all',
      s3_bucket_name: '${aws_s3_bucket_policy.evidence.bucket}',
      depends_on: ['aws_config_configuration_recorder.all'],
    },
  },
  aws_config_configuration_recorder_status: {
    all: { name: 'all', is_enabled: true, depends_on: ['aws_config_delivery_channel.all'] },
  },
  aws_cloudwatch_log_group: { trail: { name: 'acme-audit-trail', retention_in_days: logDays } },
  aws_cloudwatch_metric_alarm: {
    root: {
      alarm_name: 'acme-audit-root',
      comparison_operator: 'GreaterThanOrEqualToThreshold',
      evaluation_periods: 1,
      metric_name: 'RootUse',
      namespace: 'acme-audit',
      period: 300,
      statistic: 'Sum',
      threshold: 1,
    },
  },
  aws_organizations_policy: { guard: { name: 'guard', content: denying(...denied) } },
  aws_organizations_policy_attachment: {
    guard: { policy_id: '${aws_organizations_policy.guard.id}', target_id: rootId },
  },
});

/** Behind Terraform's back. */
async function tamper(endpoint: string, rootId: string, policyId: string, keyId: string): Promise<void> {
  const settings = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'management', secretAccessKey: 'management' },
  };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  await s3.send(new PutBucketVersioningCommand({ Bucket: 'acme-copies', VersioningConfiguration: { Status: 'Suspended' } })); // prettier-ignore
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'acme-evidence', Policy: document(DELIVERY, OUTSIDER) }));
  await new CloudTrailClient(settings).send(new StopLoggingCommand({ Name: 'acme-trail' }));
  await new ConfigServiceClient(settings).send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName: 'all' })); // prettier-ignore
  await new CloudWatchLogsClient(settings).send(new PutRetentionPolicyCommand({ logGroupName: 'acme-audit-trail', retentionInDays: 30 })); // prettier-ignore
  await new CloudWatchClient(settings).send(new DeleteAlarmsCommand({ AlarmNames: ['acme-audit-root'] }));
  await new OrganizationsClient(settings).send(new DetachPolicyCommand({ PolicyId: policyId, TargetId: rootId }));
  await new KMSClient(settings).send(new DisableKeyRotationCommand({ KeyId: keyId }));
}

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { readonly attributes: { readonly id: string } }[];
  }[];
}

describeWith(['terraform', 'moto_server'], 'review of plans for an audit that was applied to moto', () => {
  let aws: AwsDouble;
  let folder: string;
  let rootId: string;

  beforeAll(async () => {
    aws = await AwsDouble.start(recordingModes);
    folder = mkdtempSync(join(tmpdir(), 'org-audit-review-moto-'));
    await aws.organizations('CreateOrganization', { FeatureSet: 'ALL' });
    const { Roots } = await aws.organizations<{ Roots: { Id: string }[] }>('ListRoots');
    rootId = Roots[0]!.Id;
    await aws.organizations('EnablePolicyType', { RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY' });
    configure(KEPT);
    await run('init', '-input=false');
    await run('apply', '-auto-approve', '-input=false');
  });
  afterAll(() => {
    aws?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (...args: string[]) => succeed(folder, ...args, '-no-color');

  function configure(chosen: Chosen): void {
    const provider = {
      region: 'us-east-1',
      endpoints: Object.fromEntries(ENDPOINTS.map((service) => [service, aws.url])),
      s3_use_path_style: true,
      skip_metadata_api_check: true,
      max_retries: 1,
    };
    const configuration = {
      terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '~> 5.0' } } },
      provider: { aws: provider },
      resource: audit(rootId, chosen),
    };
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(configuration, null, 1));
  }

  async function reviewed(...how: string[]): Promise<Review> {
    await run('plan', '-input=false', '-out=plan', ...how);
    return review([readPlan(await succeed(folder, 'show', '-json', 'plan'), 'audit')], { buckets: ['acme-copies'], keys: [] }); // prettier-ignore
  }

  const idOf = (type: string): string => {
    const { resources } = JSON.parse(readFileSync(join(folder, 'terraform.tfstate'), 'utf8')) as State;
    return resources.find((one) => one.type === type)!.instances[0]!.attributes.id;
  };
  const told = ({ findings }: Review): string[] =>
    findings.map(({ origin, address, rule, severity }) => `${origin}: ${address} ${rule} ${severity}`);
  const improved = ({ improvements }: Review): string[] =>
    improvements.map(({ address, title }) => `${address}: ${title}`);

  const TAMPERED = [
    ['aws_cloudtrail.trail', 'trail-stopped', 'critical', 'a trail stops logging'],
    ['aws_config_configuration_recorder_status.all', 'recorder-stopped', 'critical', 'a recorder stops'],
    ['aws_organizations_policy_attachment.guard', 'guardrail-detached', 'critical', 'a guardrail is detached or deleted'],
    ['aws_kms_key.evidence', 'key-rotation-off', 'high', 'a key is no longer rotated'],
    ['aws_s3_bucket_policy.evidence', 'bucket-policy-widened', 'high', 'the policy of a bucket lets somebody do more'],
    ['aws_s3_bucket_versioning.copies', 'versioning-suspended', 'high', 'a bucket keeps no old versions any more'],
    ['aws_cloudwatch_log_group.trail', 'log-retention-cut', 'medium', 'a log group keeps its events for a shorter time'],
    ['aws_cloudwatch_metric_alarm.root', 'alarm-removed', 'medium', 'an alarm is removed'],
  ] as const; // prettier-ignore

  test('where nothing changes nothing is found', async () => {
    expect(await reviewed()).toEqual({ findings: [], improvements: [], incomplete: [], resources: 16 });
  });

  test('a weakening is found before it is applied', async () => {
    configure({
      validation: false,
      lockYears: 1,
      logDays: 365,
      denied: ['cloudtrail:DeleteTrail'],
      rotation: false,
      readers: [OUTSIDER],
    });
    expect(told(await reviewed())).toEqual([
      'plan: aws_cloudtrail.trail trail-unvalidated high',
      'plan: aws_kms_key.evidence key-rotation-off high',
      'plan: aws_organizations_policy.guard guardrail-weakened high',
      'plan: aws_s3_bucket_object_lock_configuration.evidence lock-shortened high',
      'plan: aws_s3_bucket_policy.evidence bucket-policy-widened high',
      'plan: aws_cloudwatch_log_group.trail log-retention-cut medium',
    ]);
  });

  test('what somebody changes meanwhile is found as drift by a plan that only looks', async () => {
    await tamper(aws.url, rootId, idOf('aws_organizations_policy'), idOf('aws_kms_key'));
    configure(KEPT);
    const found = await reviewed('-refresh-only');
    expect(told(found)).toEqual(TAMPERED.map(([address, rule, severity]) => `drift: ${address} ${rule} ${severity}`));
    expect(found.improvements).toEqual([]);
  });

  test('a plan that sets it right is told to mend it', async () => {
    const found = await reviewed();
    expect(told(found)).toEqual([]);
    expect(improved(found)).toEqual(
      expect.arrayContaining(
        TAMPERED.map(([address, , , clause]) => `${address}: This plan mends what was changed outside Terraform: ${clause}.`),
      ),
    ); // prettier-ignore
  });

  test('of what a plan leaves as somebody made it the drift is told', async () => {
    configure({ ...KEPT, logDays: 30, readers: [OUTSIDER] });
    expect(told(await reviewed())).toEqual([
      'drift: aws_s3_bucket_policy.evidence bucket-policy-widened high',
      'drift: aws_cloudwatch_log_group.trail log-retention-cut medium',
    ]);
  });

  test('test doubles answered for these calls, and for nothing else', () => {
    expect([...aws.doubled].sort()).toEqual([
      'S3 bucket logging',
      'S3 bucket replication',
      'recording modes',
      'trails named by ARN',
    ]);
  });
});
