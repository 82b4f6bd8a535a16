import { draft, read, commentsOf, ARCHIVE_KEY, KEY, usual } from './drafted';
import {
  type Answers,
  AUDIT,
  buckets,
  type BucketWanted,
  ELSEWHERE,
  HOME,
  lock,
  LOGS,
  MANAGEMENT,
  MEMBER,
  recorders,
  refused,
  trails,
  USUAL,
} from './fake-organization';

describe('buckets and keys', () => {
  const both = (trailBucket: Partial<BucketWanted>, configBucket: Partial<BucketWanted> = {}, more = {}) =>
    usual(
      buckets({
        'org-logs': { account: LOGS, ...trailBucket },
        'org-config': { account: LOGS, ...configBucket },
        ...more,
      }),
    );

  test.each<[string, Answers, string]>([
    ['it lies in another region', both({ region: ELSEWHERE }), `it lies in ${ELSEWHERE}, not in ${HOME}`],
    [
      'it lies in the management account',
      both({ account: MANAGEMENT }),
      'it lies in the management account, where no policy protects it',
    ],
    ['nobody owns it', usual({ 'S3.ListBuckets': () => ({ Buckets: [] }) }), 'no account that was entered owns it'],
    [
      'nobody knows where it lies',
      { ...USUAL, 'S3.GetBucketLocation': refused('AccessDenied') },
      'where it lies could not be read',
    ],
  ])('the trail bucket is not adopted where %s', async (_, answers, why) => {
    const drafted = await draft(answers);
    expect(read(drafted).adopt.buckets.trail).toBeUndefined();
    expect(drafted.notes.left).toContain(`the trail bucket org-logs: ${why}`);
    expect(commentsOf(drafted)).toContain(`Not adopted: the trail bucket org-logs: ${why}. A new one is created`);
  });

  test.each<[string, Answers, string]>([
    [
      'it lies in another account',
      both({}, { account: AUDIT }),
      `it lies in ${AUDIT}, not in the log archive account ${LOGS}`,
    ],
    [
      'it is locked',
      both({}, { GetObjectLockConfiguration: lock() }),
      'it has Object Lock, into which AWS Config does not deliver',
    ],
    ['it is in another region', both({}, { region: ELSEWHERE }), `it lies in ${ELSEWHERE}, not in ${HOME}`],
  ])('the Config bucket is not adopted where %s', async (_, answers, why) => {
    const drafted = await draft(answers);
    expect(read(drafted).adopt.buckets.config).toBeUndefined();
    expect(drafted.notes.left).toContain(`the Config bucket org-config: ${why}`);
  });

  test('one bucket for trail and Config becomes the trail bucket', async () => {
    const drafted = await draft(usual(recorders([`${MEMBER} ${HOME}`], {}, { s3BucketName: 'org-logs' })));
    expect(Object.keys(read(drafted).adopt.buckets)).toEqual(['trail']);
    expect(drafted.notes.left).toContain(
      'the Config bucket org-logs: it is the trail bucket too, which is locked, and each needs its own',
    );
  });

  test('the bucket that most channels deliver to is adopted; others are told', async () => {
    const few = recorders([`${MEMBER} ${HOME}`, `${AUDIT} ${HOME}`, `${LOGS} ${HOME}`]);
    const drafted = await draft(
      usual(few, {
        'ConfigService.DescribeDeliveryChannels': (_, { account, region }) => ({
          DeliveryChannels:
            region === HOME && account !== MANAGEMENT
              ? [{ name: 'default', s3BucketName: account === AUDIT ? 'a-config' : 'org-config' }]
              : [],
        }),
      }),
    );
    expect(read(drafted).adopt.buckets.config?.name).toBe('org-config');
    expect(commentsOf(drafted)).toContain('Left as they are: other buckets that AWS Config delivers to, a-config.');
  });

  test('a trail bucket without Object Lock is adopted, and that it is locked then is told', async () => {
    const drafted = await draft(both({ GetBucketVersioning: { Status: 'Enabled' } }));
    expect(read(drafted).adopt.buckets.trail).toEqual({ name: 'org-logs', objectLock: false, has: ['versioning'] });
    expect(commentsOf(drafted)).toContain('It has no Object Lock; the plan enables it, for good.');
    expect(commentsOf(await draft(USUAL))).not.toContain('It has no Object Lock');
  });

  describe('of which not all could be read', () => {
    const hidden = (call: string, of: string): Answers => ({
      ...USUAL,
      [call]: (input: { Bucket: string }, at) =>
        input.Bucket === of ? refused('AccessDenied')() : USUAL[call]!(input as never, at),
    });

    test('is adopted, and what is unknown is to be checked', async () => {
      const drafted = await draft(hidden('S3.GetBucketPolicy', 'org-logs'));
      expect(read(drafted).adopt.buckets.trail?.has).toEqual(['versioning', 'object-lock']);
      const what =
        'policy of org-logs could not be read; list in has what it has of them, or that is written over unseen';
      expect(drafted.notes.doubtful).toContain(what);
      expect(commentsOf(drafted)).toContain(`CHECK: ${what}.`);
    });

    test('has no lock for all we know, which is not said, and no mode is proposed', async () => {
      const drafted = await draft(hidden('S3.GetObjectLockConfiguration', 'org-logs'));
      expect(drafted.blanks).toEqual(['retention.mode']);
      expect(commentsOf(drafted)).toContain('how the trail bucket locks today could not be read');
      expect(commentsOf(drafted)).toContain('Write objectLock: true as well if it has Object Lock.');
      expect(commentsOf(drafted)).not.toContain('It has no Object Lock');
    });

    test('is not adopted where a lock would keep AWS Config out', async () => {
      const drafted = await draft(hidden('S3.GetObjectLockConfiguration', 'org-config'));
      expect(read(drafted).adopt.buckets.config).toBeUndefined();
      expect(drafted.notes.left).toEqual([
        'the Config bucket org-config: whether it has Object Lock, into which nothing is delivered there, could not be read',
      ]);
    });
  });

  test('access logs and copies are followed; what we never set on them is not listed', async () => {
    const replication = {
      ReplicationConfiguration: { Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::copies' } }] },
    };
    const drafted = await draft(
      both(
        { GetBucketLogging: { LoggingEnabled: { TargetBucket: 'access' } }, GetBucketReplication: replication },
        {},
        {
          access: {
            account: LOGS,
            GetBucketLogging: { LoggingEnabled: { TargetBucket: 'x' } },
            GetBucketVersioning: { Status: 'Enabled' },
          },
          copies: {
            account: MEMBER,
            region: 'eu-central-1',
            GetObjectLockConfiguration: lock(),
            GetBucketReplication: replication,
            GetBucketEncryption: {
              ServerSideEncryptionConfiguration: {
                Rules: [
                  {
                    ApplyServerSideEncryptionByDefault: {
                      KMSMasterKeyID: ARCHIVE_KEY,
                    },
                  },
                ],
              },
            },
          },
        },
      ),
    );
    const { adopt, accounts, regions } = read(drafted);
    expect(accounts).toEqual({ audit: AUDIT, logArchive: LOGS, archive: MEMBER, members: [] });
    expect(regions.archive).toBe('eu-central-1');
    expect(adopt.buckets.accessLogs).toEqual({ name: 'access', objectLock: false, has: ['versioning'] });
    expect(adopt.buckets.archive).toEqual({ name: 'copies', objectLock: true, has: ['encryption'] });
    expect(adopt.keys.archive).toEqual({ id: ARCHIVE_KEY.split('/')[1], alias: 'alias/org-logs' });
  });

  test.each<[string, object, string]>([
    ['AWS owns it', { KeyManager: 'AWS' }, 'AWS owns it, and nobody can change its policy'],
    ['it lies in another account', { AWSAccountId: MEMBER }, `it lies in ${MEMBER}, not in ${LOGS}`],
    ['it is asymmetric', { KeySpec: 'RSA_2048' }, 'it is not symmetric'],
    ['it is disabled', { Enabled: false }, 'it is disabled or about to be deleted'],
    [
      'its material is imported',
      { Origin: 'EXTERNAL' },
      'its material comes from elsewhere (EXTERNAL), so it cannot rotate by itself',
    ],
    [
      'it is a replica',
      { MultiRegion: true, MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA' } },
      'it is a replica of another key, by which it rotates',
    ],
  ])('a key is not adopted where %s', async (_, metadata, why) => {
    const described = USUAL['KMS.DescribeKey']!;
    const drafted = await draft(
      usual({
        'KMS.DescribeKey': (input, at) => ({
          KeyMetadata: { ...(described(input, at) as { KeyMetadata: object }).KeyMetadata, ...metadata },
        }),
      }),
    );
    expect(read(drafted).adopt.keys).toEqual({});
    expect(drafted.notes.left).toContain(`the key ${KEY}: ${why}`);
  });

  test.each(['alias/org-logs', KEY.split('/')[1]!, KEY.replace(/key\/.*/, 'alias/org-logs'), KEY])(
    'a key that only a bucket names, as %s, is adopted',
    async (KMSMasterKeyID) => {
      const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } }];
      const GetBucketEncryption = { ServerSideEncryptionConfiguration: { Rules } };
      const encrypted = { 'org-logs': { account: LOGS, GetBucketEncryption } };
      const drafted = await draft(usual(trails({ KmsKeyId: undefined }), buckets(encrypted)));
      expect(read(drafted).adopt.keys.evidence).toEqual({ id: KEY.split('/')[1], alias: 'alias/org-logs' });
    },
  );

  test.each<[Answers, string]>([
    [{ 'KMS.GetKeyRotationStatus': () => ({ KeyRotationEnabled: false }) }, 'the plan turns rotation on'],
    [{ 'KMS.DescribeKey': refused('AccessDeniedException') }, `Not adopted: the key ${KEY}: it could not be read.`],
  ])('what is notable of a key is told', async (answers, comment) => {
    expect(commentsOf(await draft(usual(answers)))).toContain(comment);
  });
});
