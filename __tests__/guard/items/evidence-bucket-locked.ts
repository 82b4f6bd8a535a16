import { ACCOUNT, type Cases, type Fields, type Item, item } from '../configuration-item';
import { each } from '../documents';
import { bucket } from '../resources';

const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/8dc556cc-000e-4d91-a876-271c1197461a`;
const lock = (defaultRetention: unknown, objectLockEnabled: unknown = 'Enabled') => ({
  objectLockEnabled,
  rule: { defaultRetention },
});
const encryption = (sseAlgorithm: string, kmsMasterKeyID: string | null) => ({
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyID }, bucketKeyEnabled: true }],
});
const WHOLE = {
  BucketVersioningConfiguration: { status: 'Enabled', isMfaDeleteEnabled: null },
  ObjectLockConfiguration: lock({ mode: 'COMPLIANCE', days: null, years: 7 }),
  ServerSideEncryptionConfiguration: encryption('aws:kms', KEY),
};
const TRAIL = `acme-trail-${ACCOUNT}-eu-central-1`;

function named(name: string, but: Fields = {}): Item {
  const one = bucket({ ...WHOLE, ...but });
  return { ...one, configuration: { ...one.configuration, name }, resourceId: name, resourceName: name };
}

const unlocked = 'The bucket locks nothing by itself';
const retentionless = 'The lock ends at once';
const unversioned = 'The bucket keeps no old versions';
const keyless = 'The evidence has no KMS key of its own';

export const cases: Cases = {
  passing: {
    'of the trail': named(TRAIL),
    'of the archive': named(`acme-archive-${ACCOUNT}-eu-west-1`),
    'of the trail in GovCloud': named(`acme-trail-${ACCOUNT}-us-gov-west-1`),
    'under a lock that some may lift': named(TRAIL, {
      ObjectLockConfiguration: lock({ mode: 'GOVERNANCE', days: null, years: 1 }),
    }),
    'under a lock in days': named(TRAIL, { ObjectLockConfiguration: lock({ mode: 'COMPLIANCE', days: 400 }) }),
    'twice encrypted': named(TRAIL, { ServerSideEncryptionConfiguration: encryption('aws:kms:dsse', KEY) }),
  },
  failing: {
    ...each(
      'that is not locked, as',
      {
        'the key is missing': undefined,
        null: null,
        'an empty object': {},
        'a lock that is off': lock({ mode: 'COMPLIANCE', years: 7 }, null),
      },
      (ObjectLockConfiguration) => [named(TRAIL, { ObjectLockConfiguration }), unlocked] as const,
    ),
    ...each(
      'whose lock has no retention, as',
      {
        'a rule that is missing': { objectLockEnabled: 'Enabled' },
        'a rule that is null': { objectLockEnabled: 'Enabled', rule: null },
        'a retention that is null': lock(null),
      },
      (ObjectLockConfiguration) => [named(TRAIL, { ObjectLockConfiguration }), unlocked] as const,
    ),
    ...each(
      'whose retention has no time, as',
      {
        'both missing': lock({ mode: 'COMPLIANCE' }),
        'both null': lock({ mode: 'COMPLIANCE', days: null, years: null }),
        'both zero': lock({ mode: 'COMPLIANCE', days: 0, years: 0 }),
      },
      (ObjectLockConfiguration) => [named(TRAIL, { ObjectLockConfiguration }), retentionless] as const,
    ),
    ...each(
      'whose versioning is',
      { Off: { status: 'Off' }, Suspended: { status: 'Suspended' }, missing: undefined },
      (BucketVersioningConfiguration) => [named(TRAIL, { BucketVersioningConfiguration }), unversioned] as const,
    ),
    ...each(
      'of the archive, encrypted',
      {
        'with keys of S3': encryption('AES256', null),
        'with the key that AWS manages': encryption('aws:kms', null),
        'with the key that AWS manages, by its alias': encryption('aws:kms', 'alias/aws/s3'),
        'with nothing': undefined,
      },
      (ServerSideEncryptionConfiguration) =>
        [named(`acme-archive-${ACCOUNT}-eu-west-1`, { ServerSideEncryptionConfiguration }), keyless] as const,
    ),
  },
  skipping: {
    'of AWS Config, which delivers to no locked one': named(`acme-config-${ACCOUNT}-eu-central-1`, {
      ObjectLockConfiguration: undefined,
    }),
    'of access logs, which S3 delivers to no locked one': named(`acme-access-logs-${ACCOUNT}-eu-central-1`, {
      ObjectLockConfiguration: undefined,
    }),
    'of templates': named(`awsconfigconforms-acme-${ACCOUNT}-eu-central-1`, { ObjectLockConfiguration: undefined }),
    'of another name': bucket(),
    'of a name that only sounds like it': named('archive-of-photos-2024', { ObjectLockConfiguration: undefined }),
    'a directory bucket': item('AWS::S3Express::DirectoryBucket', { configuration: { name: TRAIL } }),
  },
};
