import type { Construct } from 'constructs';
import { adoptedKey } from '../config/adoption';
import { ACCESS_LOG_PREFIX, CONFIG_PREFIX, type Organization } from '../config/organization';
import { dnsSuffix } from '../config/regions';
import type { Transition } from '../config/schema';
import { EvidenceKey } from '../keys/evidence-key';
import type { Placement } from '../placement/placement';
import { AccessLogBucket } from '../storage/access-log-bucket';
import { ArchiveBucket } from '../storage/archive-bucket';
import { ConfigBucket } from '../storage/config-bucket';
import type { EvidenceBucketProps } from '../storage/evidence-bucket';
import { Replication } from '../storage/replication';
import { keepTrailBucket, TrailBucket } from '../storage/trail-bucket';
import type { Detections } from './detections';
import { EvidenceGuard } from './evidence-guard';
import { PlatformStack } from './platform-stack';
import type { Responses } from './responses';

/** Keys, evidence buckets and the archive. Everything else delivers here. */
export class EvidenceStack extends PlatformStack {
  constructor(
    scope: Construct,
    organization: Organization,
    private readonly detections: Detections,
    responses: Responses,
  ) {
    const { home, config, evidenceAccount } = organization;
    super(scope, 'evidence', organization, evidenceAccount, [home, config.regions.archive]);
    const { archiveAccount } = organization;
    const archive = config.regions.archive;
    const sameAccount = archiveAccount === evidenceAccount;
    // S3 tells how far copies lag behind in their region, but to the account that sends them.
    const here = this.placement([home, archive]);
    const there = sameAccount
      ? here
      : this.placement([archive], { account: archiveAccount, alias: 'archive', home: archive });

    const evidenceKey = this.evidenceKey(here);
    const archiveKey = this.archiveKey(there);
    const { trailBucket, configBucket, accessLogBucket } = this.buckets(here, evidenceKey);
    const archiveBucket = new ArchiveBucket(this, 'archive', {
      ...this.bucket(there, archive, organization.names.archiveBucket, config.storage.archiveTransitions),
      adopted: config.adopt.buckets.archive,
      key: archiveKey,
      retention: organization.retention,
      replicationRoleArn: organization.roleArn(evidenceAccount, organization.names.replicationRole),
    });
    if (trailBucket) accessLogBucket.receiveFrom(trailBucket, 'TrailBucketLogsAccess');
    accessLogBucket.receiveFrom(configBucket, 'ConfigBucketLogsAccess');

    new Replication(this, 'replication', {
      place: here.in(home),
      anywhere: here.anywhere,
      account: evidenceAccount,
      roleName: organization.names.replicationRole,
      roleArn: organization.roleArn(evidenceAccount, organization.names.replicationRole),
      sources: [
        { id: 'config', bucket: configBucket, key: evidenceKey, locked: false },
        { id: 'access-logs', bucket: accessLogBucket, locked: false },
        ...(trailBucket && config.storage.replicateTrail
          ? [{ id: 'trail', bucket: trailBucket, key: evidenceKey, locked: true }]
          : []),
      ],
      destination: { bucket: archiveBucket, key: archiveKey },
      s3Hosts: { source: this.s3Host(home), destination: this.s3Host(archive) },
      timeControl: organization.replicationTimeControl,
    });

    const guard = new EvidenceGuard(this, organization, responses);
    guard.heal([
      {
        placement: here,
        account: evidenceAccount,
        region: home,
        buckets: [...(trailBucket ? [trailBucket] : []), configBucket, accessLogBucket],
        keys: { EvidenceKeyArn: evidenceKey },
      },
      {
        placement: there,
        account: archiveAccount,
        region: archive,
        buckets: [archiveBucket],
        keys: { ArchiveKeyArn: archiveKey },
      },
    ]);
    if (trailBucket) guard.verify(here, { trailBucket, key: evidenceKey, s3Host: this.s3Host(home) });
    guard.soundLag(here);

    this.publish('evidence-key-arn', evidenceKey.arn, 'Key of the trail and Config buckets and of the trail log group');
    this.publish('archive-key-arn', archiveKey.arn, 'Key of the archive bucket');
  }

  private evidenceKey(here: Placement): EvidenceKey {
    const { organization } = this;
    const { home, trailArn, managementAccount, names, config, ownership } = organization;
    const hasTrail = ownership.trail === 'ours';
    const key = new EvidenceKey(this, 'evidence', {
      ...this.key(here, home, this.account, names.evidenceKeyAlias),
      adopted: adoptedKey(config.adopt.keys.evidence),
      description: 'Audit evidence: CloudTrail and AWS Config',
    });
    if (hasTrail) key.allowTrail({ arn: trailArn, account: managementAccount });
    key.allowConfig();
    if (config.recorder.role === 'custom') {
      const recorder = organization.roleArn('*', names.recorderRole);
      key.allowRolesThroughS3(
        'RecorderEncrypts',
        [recorder],
        ['kms:GenerateDataKey', 'kms:Decrypt'],
        this.s3Host(home),
      );
    }
    const readers = this.snapshotReaders;
    if (readers.length > 0) key.allowRolesThroughS3('RulesDecrypt', readers, ['kms:Decrypt'], this.s3Host(home));
    if (hasTrail) {
      const uses = ['kms:GenerateDataKey', 'kms:Decrypt'];
      key.allowRolesThroughS3('VerifierUses', [this.verifierArn], uses, this.s3Host(home));
    }
    key.allowRolesThroughS3(
      'InvestigatorDecrypts',
      [organization.investigatorRoleArn],
      ['kms:Decrypt'],
      this.s3Host(home),
    );
    if (hasTrail) this.allowTrailOutlets(key);
    this.allowReaders(key, home);
    return key;
  }

  /** The trail’s log group and topic are encrypted with the key of its bucket. */
  private allowTrailOutlets(key: EvidenceKey): void {
    const { home, trailArn, trailLogGroupArn, partition, config } = this.organization;
    key.allowLogGroup(`logs.${home}.${dnsSuffix(partition)}`, trailLogGroupArn);
    if (config.trail.notifications) key.allowTrailNotifications(trailArn);
  }

  private archiveKey(there: Placement): EvidenceKey {
    const { archiveAccount, names, config } = this.organization;
    const key = new EvidenceKey(this, 'archive-evidence', {
      ...this.key(there, config.regions.archive, archiveAccount, names.archiveKeyAlias),
      adopted: adoptedKey(config.adopt.keys.archive),
      description: 'Audit evidence: locked copies',
    });
    this.allowReaders(key, config.regions.archive);
    return key;
  }

  /** Roles, in every account, of rules that read the snapshots of their account. */
  private get snapshotReaders(): string[] {
    const { names } = this.organization;
    return this.detections.rules.lambdasInUse
      .filter(({ manifest }) => manifest.trigger.snapshot)
      .map(({ name }) => this.organization.roleArn('*', `${names.ruleRolePrefix}${name}`));
  }

  private get verifierArn(): string {
    return this.organization.roleArn(this.organization.evidenceAccount, this.organization.names.verifierRole);
  }

  private allowReaders(key: EvidenceKey, region: string): void {
    const { readers } = this.organization.config.storage;
    if (readers.length > 0) key.allowRolesThroughS3('ReadersDecrypt', readers, ['kms:Decrypt'], this.s3Host(region));
  }

  private buckets(here: Placement, key: EvidenceKey) {
    const { organization } = this;
    const { home, names, config, ownership } = organization;
    const { transitions } = config.storage;
    const { buckets } = config.adopt;
    if (ownership.trail !== 'ours') keepTrailBucket(this, 'trail');
    return {
      trailBucket: ownership.trail === 'ours' ? this.trailBucket(here, key) : undefined,
      configBucket: new ConfigBucket(this, 'config', {
        ...this.bucket(here, home, names.configBucket, transitions),
        adopted: buckets.config,
        key,
        prefix: CONFIG_PREFIX,
        recorderRoleArn: config.recorder.role === 'custom' ? organization.roleArn('*', names.recorderRole) : undefined,
        snapshotReaderArns: this.snapshotReaders,
        investigators: [organization.investigatorRoleArn],
      }),
      accessLogBucket: new AccessLogBucket(this, 'access-logs', {
        ...this.bucket(here, home, names.accessLogBucket, transitions),
        adopted: buckets.accessLogs,
        account: this.account,
        prefix: ACCESS_LOG_PREFIX,
      }),
    };
  }

  private trailBucket(here: Placement, key: EvidenceKey): TrailBucket {
    const { organization } = this;
    const { home, names, config, trailArn, managementAccount, id: organizationId } = organization;
    return new TrailBucket(this, 'trail', {
      ...this.bucket(here, home, names.trailBucket, config.storage.transitions),
      adopted: config.adopt.buckets.trail,
      key,
      retention: organization.retention,
      trail: { arn: trailArn, managementAccount, organizationId },
      investigators: [organization.investigatorRoleArn],
      keyArchivistArn: this.verifierArn,
    });
  }

  private bucket(
    placement: Placement,
    region: string,
    bucketName: string,
    transitions: readonly Transition[],
  ): EvidenceBucketProps {
    const { partition, id: organizationId, config } = this.organization;
    return {
      place: placement.in(region),
      partition,
      organizationId,
      bucketName,
      lifecycle: { transitions, expireAfterYears: config.storage.expireAfterYears },
      readers: config.storage.readers,
      preventDestroy: config.deletionProtection,
    };
  }

  private key(placement: Placement, region: string, account: string, alias: string) {
    const { partition, id: organizationId, config } = this.organization;
    return {
      place: placement.in(region),
      partition,
      account,
      organizationId,
      alias,
      preventDestroy: config.deletionProtection,
    };
  }

  /** S3 as KMS sees it calling. */
  private s3Host(region: string): string {
    return `s3.${region}.${dnsSuffix(this.organization.partition)}`;
  }
}
