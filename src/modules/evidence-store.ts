import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import type { Construct } from 'constructs';
import { ACCESS_LOG_PREFIX, CONFIG_PREFIX } from '../config/organization';
import { expiryDays } from '../config/retention';
import { EvidenceKey } from '../keys/evidence-key';
import { arn, roleArn } from '../policy/arn';
import { AccessLogBucket } from '../storage/access-log-bucket';
import { ArchiveBucket } from '../storage/archive-bucket';
import { ConfigBucket } from '../storage/config-bucket';
import { Replication } from '../storage/replication';
import { TrailBucket } from '../storage/trail-bucket';
import { ACCOUNT_ID, namePrefix, organizationId, ROLE_ARN, ROLE_ARN_ANYWHERE, TRAIL_NAME } from './forms';
import { defineModule, type ModuleStack, type Surroundings } from './module';
import { standIn } from './stand-in';
import { transitions, transitionOf } from './transitions';
import { choice, flagOrNull, text, texts, wholeNumber, withCheck } from './variable';

/** Readers of a bucket are named in its policy, which holds 20 KB, and investigators and rules beside them. */
const READERS = { most: 20 };

export const evidenceStore = defineModule({
  name: 'evidence-store',
  title: 'Keys, write-once buckets for CloudTrail and AWS Config, and locked copies in another region or account',
  description: [
    'Four buckets and two keys. The trail bucket is locked on arrival. AWS Config and S3 access logs cannot be delivered to a locked bucket, so theirs are versioned, written by nobody but the service, and replicated into the archive bucket, which is locked. Nobody reads or decrypts but whom an input names, administrators of the account included.',
    '**What cannot be undone.** With `retention_mode = "COMPLIANCE"` nobody can delete an object before its time is over, the root user and AWS included. Keys and buckets have `prevent_destroy`, which Terraform takes from no variable: a plan that would destroy them fails. To throw a test away, use GOVERNANCE, remove the module’s resources from the state (`terraform state rm`) and delete them by hand.',
    'Who delivers is told by names alone, so this module is applied before the trail and the recorders: `trail_name`, `management_account_id` and the region of the provider make up the ARN of the one trail that may write.',
  ],
  providers: { archive: 'where the locked copies lie: another region, another account if you like' },
  variables: {
    name: namePrefix(24),
    organization_id: organizationId(),
    management_account_id: text(ACCOUNT_ID, { description: 'Account that owns the organization, and so its trail.' }),
    trail_name: text(TRAIL_NAME, {
      description:
        'The organization trail, whose home region is that of this module. Default: `<name>-organization-trail`.',
      default: null,
    }),
    trail_account_id: text(ACCOUNT_ID, {
      description:
        'Account that creates the trail and holds its log group: a delegated administrator. Default: `management_account_id`.',
      default: null,
    }),
    retention_mode: choice(['COMPLIANCE', 'GOVERNANCE'], {
      description:
        'Object Lock of the trail and archive buckets. COMPLIANCE: nobody can delete before the time is over. GOVERNANCE: holders of s3:BypassGovernanceRetention can.',
    }),
    retention_years: wholeNumber(1, 100, 'years', { description: 'How long evidence is locked.' }),
    transitions: transitions('Colder tiers of trail, Config and access-log buckets, in order.', 'GLACIER_IR'),
    archive_transitions: transitions('Colder tiers of the archive bucket, in order.', 'DEEP_ARCHIVE'),
    expire_after_years: withCheck(
      wholeNumber(1, 100, 'years', {
        description:
          'When objects are deleted; never before the retention ends. Buckets that are not locked keep them twice as long. Default: never.',
        default: null,
      }),
      {
        condition: 'var.expire_after_years == null ? true : var.expire_after_years >= var.retention_years',
        message:
          'expire_after_years ends before retention_years; write as many or more, or leave it out to keep objects for ever.',
      },
    ),
    replication_time_control: flagOrNull({
      description:
        'Replicate within 15 minutes, at extra cost. Default: in the partition aws alone; not offered everywhere.',
      default: null,
    }),
    reader_role_arns: texts(ROLE_ARN, READERS, {
      description: 'Roles that may read evidence, its versions and its locks.',
      default: [],
    }),
    investigator_role_arns: texts(ROLE_ARN, READERS, {
      description: 'Roles that may read what is there now; see the module forensics.',
      default: [],
    }),
    snapshot_reader_role_arns: texts(ROLE_ARN_ANYWHERE, READERS, {
      description: 'Roles of Config rules that read snapshots, each those of its own account.',
      default: [],
    }),
  },
  compose(module, given) {
    const { here } = module;
    const there = module.at('archive');
    const names = module.names(given.name, there);
    const trailName = module.local('trail_name', 'coalesce(var.trail_name, "${var.name}-organization-trail")');
    const trailAccount = module.local('trail_account_id', 'coalesce(var.trail_account_id, var.management_account_id)');
    const trailArn = arn({
      partition: here.partition,
      service: 'cloudtrail',
      region: here.region,
      account: given.management_account_id,
      resource: `trail/${trailName}`,
    });
    const replicationRole = roleArn(here.partition, here.account, names.replicationRole);
    const readers = given.reader_role_arns;
    const investigators = given.investigator_role_arns;

    const key = (
      id: string,
      { place, partition, account, region, dnsSuffix }: Surroundings,
      alias: string,
      of: string,
    ) => {
      const made = new EvidenceKey(module, id, {
        place,
        partition,
        account,
        organizationId: given.organization_id,
        alias,
        description: `Audit evidence: ${of}`,
        preventDestroy: true,
      });
      made.allowRolesThroughS3('ReadersDecrypt', readers, ['kms:Decrypt'], `s3.${region}.${dnsSuffix}`);
      return made;
    };
    const evidenceKey = key('evidence', here, names.evidenceKeyAlias, 'CloudTrail and AWS Config');
    const archiveKey = key('archive-evidence', there, names.archiveKeyAlias, 'locked copies');
    const s3Host = `s3.${here.region}.${here.dnsSuffix}`;
    evidenceKey.allowTrail({ arn: trailArn, account: given.management_account_id });
    evidenceKey.allowConfig();
    evidenceKey.allowRolesThroughS3('RulesDecrypt', given.snapshot_reader_role_arns, ['kms:Decrypt'], s3Host);
    evidenceKey.allowRolesThroughS3('InvestigatorDecrypts', investigators, ['kms:Decrypt'], s3Host);
    evidenceKey.allowLogGroup(
      `logs.${here.region}.${here.dnsSuffix}`,
      arn({
        partition: here.partition,
        service: 'logs',
        region: here.region,
        account: trailAccount,
        resource: `log-group:/aws/cloudtrail/${trailName}`,
      }),
    );
    evidenceKey.allowTrailNotifications(trailArn);

    const lock = { mode: given.retention_mode, years: given.retention_years };
    const bucket = ({ place, partition }: Surroundings, bucketName: string, colder: string) => ({
      place,
      partition,
      organizationId: given.organization_id,
      bucketName,
      lifecycle: { transitions: [transitionOf(colder)] },
      readers,
      preventDestroy: true,
    });
    const trailBucket = new TrailBucket(module, 'trail', {
      ...bucket(here, names.trailBucket, given.transitions),
      key: evidenceKey,
      retention: lock,
      trail: {
        arn: trailArn,
        managementAccount: given.management_account_id,
        organizationId: given.organization_id,
      },
      investigators,
    });
    const configBucket = new ConfigBucket(module, 'config', {
      ...bucket(here, names.configBucket, given.transitions),
      key: evidenceKey,
      prefix: CONFIG_PREFIX,
      snapshotReaderArns: given.snapshot_reader_role_arns,
      investigators,
    });
    const accessLogBucket = new AccessLogBucket(module, 'access-logs', {
      ...bucket(here, names.accessLogBucket, given.transitions),
      account: here.account,
      prefix: ACCESS_LOG_PREFIX,
    });
    const archiveBucket = new ArchiveBucket(module, 'archive', {
      ...bucket(there, names.archiveBucket, given.archive_transitions),
      key: archiveKey,
      retention: lock,
      replicationRoleArn: replicationRole,
    });
    accessLogBucket.receiveFrom(trailBucket, 'TrailBucketLogsAccess');
    accessLogBucket.receiveFrom(configBucket, 'ConfigBucketLogsAccess');
    for (const [locked, colder] of [
      [trailBucket, given.transitions],
      [archiveBucket, given.archive_transitions],
    ] as const) {
      expire(module, locked, `max(concat([0], ${colder}[*].after_days)...) + 1`);
    }
    for (const open of [configBucket, accessLogBucket]) expire(module, open, EXPIRY);

    const replication = new Replication(module, 'replication', {
      place: here.place,
      anywhere: here.place,
      account: here.account,
      roleName: names.replicationRole,
      roleArn: replicationRole,
      sources: [
        { id: 'config', bucket: configBucket, key: evidenceKey, locked: false },
        { id: 'access-logs', bucket: accessLogBucket, locked: false },
        { id: 'trail', bucket: trailBucket, key: evidenceKey, locked: true },
      ],
      destination: { bucket: archiveBucket, key: archiveKey },
      s3Hosts: { source: s3Host, destination: `s3.${there.region}.${there.dnsSuffix}` },
      timeControl: true,
    });
    module.local(
      'replication_time_control',
      'var.replication_time_control == null ? data.aws_partition.current.partition == "aws" : var.replication_time_control',
    );
    for (const copies of module.resourcesOf(replication)) {
      if (copies.terraformResourceType !== S3BucketReplicationConfigurationA.tfResourceType) continue;
      const destination = ['rule', '0', 'destination'];
      module.blockIf('local.replication_time_control', copies, ...destination, 'replication_time');
      module.blockIf('local.replication_time_control', copies, ...destination, 'metrics', 'event_threshold');
    }

    const buckets = [trailBucket, configBucket, accessLogBucket, archiveBucket];
    const one = (construct: Construct, type: string) => module.addressOf(module.resource(construct, type));
    const kept = (those: readonly Construct[], by: EvidenceKey) => {
      const policies = those.map((bucketOf) => {
        const policy = one(bucketOf, S3BucketPolicy.tfResourceType);
        return `{ bucket = ${policy}.bucket, policy = ${policy}.policy }`;
      });
      return standIn(`{ buckets = [${policies.join(', ')}], key_arn = ${one(by, KmsKey.tfResourceType)}.arn }`);
    };
    return {
      trail_bucket_name: {
        value: trailBucket.bucketName,
        description: 'Where the trail delivers; ready to be written to.',
        after: [trailBucket],
      },
      config_bucket_name: {
        value: configBucket.bucketName,
        description: 'Where recorders deliver, under `config_prefix`; ready to be written to.',
        after: [configBucket],
      },
      config_prefix: { value: CONFIG_PREFIX, description: 'Comes before `AWSLogs/` in every key of AWS Config.' },
      access_log_bucket_name: {
        value: accessLogBucket.bucketName,
        description: 'Who asked what of the trail and Config buckets.',
      },
      archive_bucket_name: { value: archiveBucket.bucketName, description: 'The locked copies.' },
      bucket_arns: {
        value: buckets.map((one) => one.arn),
        description: 'Every bucket of evidence: data events of these would log the log.',
      },
      evidence_key_arn: {
        value: module.attribute(module.resource(evidenceKey, KmsKey.tfResourceType), 'arn'),
        description: 'Key of the trail and Config buckets, of the trail’s log group and of its topic.',
      },
      archive_key_arn: {
        value: module.attribute(module.resource(archiveKey, KmsKey.tfResourceType), 'arn'),
        description: 'Key of the archive bucket.',
      },
      evidence: {
        value: kept([trailBucket, configBucket, accessLogBucket], evidenceKey),
        description:
          'Buckets with their policies, and the key, for `evidence` of the module self-healing in this region.',
      },
      archive_evidence: {
        value: kept([archiveBucket], archiveKey),
        description: 'The same of the archive, for the module self-healing in that region and account.',
      },
      trail_name: { value: trailName, description: 'The one trail that may deliver.' },
      trail_arn: { value: trailArn, description: 'ARN of that trail.' },
    };
  },
});

const EXPIRY = `var.expire_after_years * ${expiryDays(1)}`;

/** As `writeLifecycle` does it for a number that is known. */
function expire(module: ModuleStack, bucket: Construct, noncurrentDays: string): void {
  const lifecycle = module.resource(bucket, S3BucketLifecycleConfiguration.tfResourceType);
  lifecycle.addOverride('rule.0.expiration', [{ days: `\${${EXPIRY}}` }]);
  lifecycle.addOverride('rule.0.noncurrent_version_expiration', [{ noncurrent_days: `\${${noncurrentDays}}` }]);
  for (const block of ['expiration', 'noncurrent_version_expiration']) {
    module.blockIf('var.expire_after_years != null', lifecycle, 'rule', '0', block);
  }
}
