import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { organization } from '../organizations';
import { Platform, type Resource } from '../synthesized';

const evidence = (settings: Record<string, unknown> = {}) => new Platform(organization(settings)).stack('evidence');
const sids = (policy: string): string[] => JSON.parse(policy).Statement.map(({ Sid }: Resource) => Sid);
const DENIES = ['DenyPlainHttp', 'DenyOutsideOrganization', 'DenyWritesByPeople'];
const KEYS_ARE_ADDED = ['DenyForgedAdditions', 'DenyReplacedAdditions'];
const INVESTIGATED = ['InvestigatorLists', 'InvestigatorReads'];

describe('lifecycles', () => {
  const ruleOf = (settings: Record<string, unknown>, bucket: string) =>
    evidence(settings).named(S3BucketLifecycleConfiguration)[`${bucket}_lifecycle`].rule[0];

  test('move to colder tiers and expire nothing by default', () => {
    expect(ruleOf({}, 'trail')).toEqual({
      id: 'keep-evidence',
      status: 'Enabled',
      filter: [{}],
      abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      transition: [{ days: 90, storage_class: 'GLACIER_IR' }],
      noncurrent_version_transition: [{ noncurrent_days: 90, storage_class: 'GLACIER_IR' }],
    });
    expect(ruleOf({}, 'archive').transition).toEqual([{ days: 90, storage_class: 'DEEP_ARCHIVE' }]);
  });

  test('expire no sooner than they are told; what is not locked keeps overwritten versions as long again', () => {
    const storage = { expireAfterYears: 7 };
    expect(ruleOf({ storage }, 'config')).toMatchObject({
      expiration: [{ days: 2562 }],
      noncurrent_version_expiration: [{ noncurrent_days: 2562 }],
    });
    expect(ruleOf({ storage }, 'trail')).toMatchObject({
      expiration: [{ days: 2562 }],
      noncurrent_version_expiration: [{ noncurrent_days: 91 }],
    });
    expect(ruleOf({ storage: { ...storage, transitions: [] } }, 'trail')).toMatchObject({
      noncurrent_version_expiration: [{ noncurrent_days: 1 }],
    });
  });

  test('take other tiers, or none', () => {
    const transitions = [
      { afterDays: 30, storageClass: 'STANDARD_IA' },
      { afterDays: 180, storageClass: 'GLACIER' },
    ];
    expect(ruleOf({ storage: { transitions } }, 'access-logs').transition).toEqual([
      { days: 30, storage_class: 'STANDARD_IA' },
      { days: 180, storage_class: 'GLACIER' },
    ]);
    expect(ruleOf({ storage: { transitions: [] } }, 'access-logs').transition).toEqual([]);
  });
});

test('more readers than a bucket policy can name fail the synth', () => {
  const readers = Array.from({ length: 300 }, (_, at) => `arn:aws:iam::222222222222:role/AuditReaderNumber${at}`);
  expect(() => evidence({ storage: { readers } })).toThrow(
    /the policy of the bucket acme-trail-222222222222-us-east-1 has \d+ characters where S3 takes 20480; name fewer storage.readers/,
  );
});

describe('replication', () => {
  test('leaves the trail out when told so', () => {
    expect(
      Object.keys(evidence({ storage: { replicateTrail: false } }).named(S3BucketReplicationConfigurationA)).sort(),
    ).toEqual(['replication_access-logs', 'replication_config']);
  });

  test('decrypts and encrypts with our keys, but for access logs, which S3 encrypts', () => {
    for (const [name, { rule }] of Object.entries(evidence().named(S3BucketReplicationConfigurationA))) {
      const [{ source_selection_criteria: source, destination }] = rule;
      if (name === 'replication_access-logs')
        expect([source, destination.encryption_configuration]).toEqual([undefined, undefined]);
      else {
        expect(source).toEqual({ sse_kms_encrypted_objects: { status: 'Enabled' } });
        expect(destination.encryption_configuration).toEqual({
          replica_kms_key_id: '${aws_kms_key.archive-evidence_key.arn}',
        });
      }
    }
  });

  test.each([
    ['within 15 minutes by default', {}, { status: 'Enabled', time: { minutes: 15 } }],
    ['in its own time when told so', { storage: { replicationTimeControl: false } }, undefined],
    [
      'in its own time in GovCloud',
      { regions: { home: 'us-gov-west-1', governed: ['us-gov-west-1'], archive: 'us-gov-east-1' } },
      undefined,
    ],
  ])('arrives %s, and is always measured', (_name, settings, expected) => {
    for (const { rule } of evidence(settings).all(S3BucketReplicationConfigurationA)) {
      expect(rule[0].destination.replication_time).toEqual(expected);
      expect(rule[0].destination.metrics.status).toBe('Enabled');
    }
  });

  test('waits until the archive is locked, versioned and lets it in', () => {
    for (const { depends_on: after } of evidence().all(S3BucketReplicationConfigurationA)) {
      expect(after).toEqual(
        expect.arrayContaining([
          'aws_s3_bucket_object_lock_configuration.archive_object-lock',
          'aws_s3_bucket_versioning.archive_versioning',
          'aws_s3_bucket_policy.archive_policy',
          'aws_iam_role_policy.replication_grants',
        ]),
      );
    }
  });
});

test('access logs of trail and Config bucket arrive under the source’s own prefix', () => {
  const targets = evidence()
    .all(S3BucketLoggingA)
    .map((logging) => [logging.bucket, logging.target_bucket, logging.target_prefix]);
  const logs = 'acme-access-logs-222222222222-us-east-1';
  expect(targets.sort()).toEqual([
    ['acme-config-222222222222-us-east-1', logs, 'access-logs/acme-config-222222222222-us-east-1/'],
    ['acme-trail-222222222222-us-east-1', logs, 'access-logs/acme-trail-222222222222-us-east-1/'],
  ]);
});

describe('bucket policies hold exactly', () => {
  const readers = ['arn:aws:iam::222222222222:role/AuditReader'];

  test.each([
    [
      'trail',
      {},
      [...DENIES, ...KEYS_ARE_ADDED],
      [...INVESTIGATED, 'TrailChecksBucket', 'TrailDeliversForManagementAccount', 'TrailDeliversForOrganization'],
    ],
    ['config', {}, DENIES, [...INVESTIGATED, 'ConfigChecksBucket', 'ConfigDelivers']],
    [
      'config',
      { recorder: { role: 'custom' } },
      DENIES,
      [...INVESTIGATED, 'ConfigChecksBucket', 'ConfigDelivers', 'RecorderChecksBucket', 'RecorderDelivers'],
    ],
    ['access-logs', {}, DENIES, ['TrailBucketLogsAccess', 'ConfigBucketLogsAccess']],
    ['archive', {}, DENIES, ['ReplicationChecksBucket', 'ReplicationDelivers']],
  ])('%s %j', (bucket, settings, denies, allows) => {
    expect(sids(evidence(settings).named(S3BucketPolicy)[`${bucket}_policy`].policy)).toEqual([...denies, ...allows]);
    const read = evidence({ ...settings, storage: { readers } }).named(S3BucketPolicy)[`${bucket}_policy`].policy;
    expect(sids(read)).toEqual([...denies, 'ReadersList', 'ReadersRead', ...allows]);
  });
});

describe('key policies hold exactly', () => {
  const always = ['AdministerWithoutUse', 'TrailEncrypts', 'TrailChecksKey', 'ConfigEncrypts'];
  const asked = ['VerifierUses', 'InvestigatorDecrypts', 'LogGroupEncrypts'];

  test.each([
    ['by default', {}, [...always, ...asked, 'ReplicationReads']],
    [
      'with a custom recorder role',
      { recorder: { role: 'custom' } },
      [...always, 'RecorderEncrypts', ...asked, 'ReplicationReads'],
    ],
    [
      'with notifications',
      { trail: { notifications: true } },
      [...always, ...asked, 'TrailNotifies', 'ReplicationReads'],
    ],
    [
      'with readers',
      { storage: { readers: ['arn:aws:iam::222222222222:role/R'] } },
      [...always, ...asked, 'ReadersDecrypt', 'ReplicationReads'],
    ],
  ])('evidence key %s', (_name, settings, expected) => {
    expect(sids(evidence(settings).named(KmsKey).evidence_key.policy)).toEqual(expected);
  });

  test('archive key', () => {
    expect(sids(evidence().named(KmsKey)['archive-evidence_key'].policy)).toEqual([
      'AdministerWithoutUse',
      'ReplicationWrites',
    ]);
  });
});

describe('what is kept beside the log files', () => {
  const policy = () => JSON.parse(evidence().named(S3BucketPolicy).trail_policy.policy).Statement as Resource[];
  const statement = (sid: string) => policy().find(({ Sid }) => Sid === sid);
  const bucket = 'arn:aws:s3:::acme-trail-222222222222-us-east-1';
  const isNoService = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };

  test('is all that anybody but a service may write', () => {
    expect(statement('DenyWritesByPeople')).toEqual({
      Sid: 'DenyWritesByPeople',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:PutObject', 's3:ReplicateObject'],
      NotResource: `${bucket}/PublicKeys/*`,
      Condition: isNoService,
    });
  });

  test('is written by the verifier alone, and once', () => {
    const verifier = ['arn:aws:iam::222222222222:role/acme-audit-remediation-verify-evidence'];
    const within = {
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:PutObject', 's3:ReplicateObject'],
      Resource: `${bucket}/PublicKeys/*`,
    };
    expect([statement('DenyForgedAdditions'), statement('DenyReplacedAdditions')]).toEqual([
      {
        Sid: 'DenyForgedAdditions',
        ...within,
        Condition: { ...isNoService, ArnNotLike: { 'aws:PrincipalArn': verifier } },
      },
      { Sid: 'DenyReplacedAdditions', ...within, Condition: { ...isNoService, Null: { 's3:if-none-match': 'true' } } },
    ]);
  });

  test('is copied into the archive with all else', () => {
    const { rule } = evidence().named(S3BucketReplicationConfigurationA).replication_trail;
    expect(rule.map(({ filter }: Resource) => filter)).toEqual([{ prefix: '' }]);
  });
});

test('an archive in an account of its own is made with that account’s credentials', () => {
  const { json } = evidence({ accounts: { logArchive: '333333333333', archive: '444444444444' } });
  const archive = json.provider.aws.find(({ alias }: Resource) => alias === 'archive');
  expect(archive).toMatchObject({ region: 'us-west-2', allowed_account_ids: ['444444444444'] });
  // The healer of the archive, and the queue of what it gave up, are where the archive is.
  const ofArchive = /^archive(-evidence)?_|^heal-evidence-444444444444[-_]|^evidence-dead-letters-444444444444-/;
  expect(Object.keys(json.resource.aws_lambda_function).filter((name) => ofArchive.test(name))).toHaveLength(1);
  for (const resources of Object.values<Record<string, Resource>>(json.resource)) {
    for (const [name, resource] of Object.entries(resources)) {
      expect([name, resource.provider]).toEqual([name, ofArchive.test(name) ? 'aws.archive' : undefined]);
    }
  }
});
