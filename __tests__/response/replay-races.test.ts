import { describeWithPython } from './python';
import { type MotoCall, replay } from './replay';
import {
  approve,
  bucket,
  group,
  idsOf,
  of,
  open,
  outcomeOf,
  permissions,
  ports,
  rules,
  s3,
  vpc,
} from './replay-setups';

const call = (service: string, name: string, inputs: object = {}, save?: MotoCall['save']): MotoCall => ({
  service,
  call: name,
  inputs: { ...inputs },
  ...(save === undefined ? {} : { save }),
});

const revoked = call('ec2', 'revoke_security_group_ingress', { GroupId: '$group', IpPermissions: [permissions[0]] });
const deleteGroup = call('ec2', 'delete_security_group', { GroupId: '$group' });
const defaultGroup = call(
  'ec2',
  'describe_security_groups',
  { Filters: [{ Name: 'vpc-id', Values: ['$vpc'] }] },
  { group: '$.SecurityGroups[0].GroupId' },
);
const everything = {
  IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  GroupId: '$group',
};
const deleteBucket = s3('delete_bucket');
const aBucket = (name: string, step: string) =>
  of(name, 'acme-data', [bucket], { meanwhile: { [step]: [deleteBucket] } });

const user = call('iam', 'create_user', { UserName: 'ann' }, { user: '$.User.UserId' });
const accessKey = call('iam', 'create_access_key', { UserName: 'ann' }, { first: '$.AccessKey.AccessKeyId' });
const deleteKey = call('iam', 'delete_access_key', { UserName: 'ann', AccessKeyId: '$first' });
const known = { baseConfigurationItems: [{ resourceName: 'ann' }] };
const LATER = new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 19);
/** moto's ids of users have another form than AWS's. */
const anyId = (given: ReturnType<typeof of>) => {
  const { allowedPattern: _, ...ResourceId } = given.document.parameters.ResourceId!;
  return { ...given, document: { ...given.document, parameters: { ...given.document.parameters, ResourceId } } };
};

const database = call(
  'rds',
  'create_db_instance',
  {
    DBInstanceIdentifier: 'orders',
    DBInstanceClass: 'db.t3.micro',
    Engine: 'postgres',
    AllocatedStorage: 20,
    MasterUsername: 'owner',
    MasterUserPassword: 'not-a-secret-1',
    PubliclyAccessible: true,
  },
  { database: '$.DBInstance.DbiResourceId' },
);
const deleteDatabase = call('rds', 'delete_db_instance', { DBInstanceIdentifier: 'orders', SkipFinalSnapshot: true });
const trail = call('cloudtrail', 'create_trail', { Name: 'orders', S3BucketName: 'acme-data' });
const TRAIL = 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/orders';
const flowLog = call('ec2', 'create_flow_logs', {
  ResourceType: 'VPC',
  ResourceIds: ['$vpc'],
  TrafficType: 'ALL',
  LogDestinationType: 's3',
  LogDestination: 'arn:aws:s3:::acme-data',
});

describeWithPython('documents that are not alone, against moto', ['moto', 'boto3'], () => {
  const onlySsh = [vpc, group, open([permissions[0]])];
  const outcomes = replay({
    ruleRevoked: ports({ meanwhile: { RevokeIngress: [revoked] } }, onlySsh),
    groupDeleted: ports({ inspect: [], meanwhile: { RevokeIngress: [deleteGroup] } }, onlySsh),
    oneOfTwoRevoked: ports({ meanwhile: { RevokeIngress: [revoked] } }),
    defaultRevoked: of('default-security-group', '$group', [vpc, defaultGroup, open([permissions[0]])], {
      inspect: [rules],
      meanwhile: {
        RevokeIngress: [revoked],
        RevokeEgress: [call('ec2', 'revoke_security_group_egress', everything)],
      },
    }),
    keySwitchedOff: anyId(
      of('iam-access-keys', '$user', [user, accessKey], {
        now: LATER,
        given: { FindUser: known, FindUserAfter: known },
        meanwhile: { SwitchOffFirst: [deleteKey] },
      }),
    ),
    databaseDeleted: of('rds-public-access', '$database', [database], {
      meanwhile: { TakePublicAccess: [deleteDatabase] },
    }),
    trailDeleted: of('trail-log-validation', TRAIL, [bucket, trail], {
      meanwhile: { SignDigests: [call('cloudtrail', 'delete_trail', { Name: 'orders' })] },
    }),
    flowLogMade: of('vpc-flow-logs', '$vpc', [bucket, vpc], {
      values: { LogDestinationArn: ['arn:aws:s3:::acme-data'] },
      meanwhile: { RecordTraffic: [flowLog] },
    }),
    blockedBucketDeleted: aBucket('s3-bucket-public-access', 'BlockPublicAccess'),
    refusingBucketDeleted: aBucket('s3-bucket-tls-only', 'RefusePlainHttp'),
    versionedBucketDeleted: aBucket('s3-bucket-versioning', 'KeepVersions'),
    blockGone: of('s3-bucket-public-access', 'acme-data', []),
    tlsGone: of('s3-bucket-tls-only', 'acme-data', []),
    cipherGone: of('s3-bucket-encryption', 'acme-data', []),
    versionsGone: of('s3-bucket-versioning', 'acme-data', []),
    trailGone: of('trail-log-validation', TRAIL, []),
    trailElsewhere: of('trail-log-validation', 'orders', []),
    keyGone: of('kms-key-rotation', '01234567-0123-0123-0123-0123456789ab', []),
    approvedLater: ports({ settings: approve, meanwhile: { Approve: [open([permissions[0]])] } }, [
      vpc,
      group,
      open([permissions[1]]),
    ]),
    approvedForNothing: ports({ settings: approve, meanwhile: { Approve: [revoked] } }, onlySsh),
  });

  test.each([
    'ruleRevoked',
    'groupDeleted',
    'defaultRevoked',
    'keySwitchedOff',
    'databaseDeleted',
    'trailDeleted',
    'flowLogMade',
    'blockedBucketDeleted',
    'refusingBucketDeleted',
    'versionedBucketDeleted',
  ] as const)('%s: who loses a race has not failed, when a second look sees it mended', (name) => {
    const { failure, steps } = outcomes[name];
    expect({ failure, outcome: outcomeOf(outcomes[name]) }).toEqual({ failure: null, outcome: 'mended' });
    expect(steps).toContain('Verify');
  });

  test('the second look decides, whatever error was passed over', () => {
    expect(outcomes.oneOfTwoRevoked.failure).toMatch(/the change has not mended it/);
    expect(outcomes.oneOfTwoRevoked.events.map(({ type }) => type)).toEqual(['Remediation Started']);
  });

  test.each(['blockGone', 'tlsGone', 'cipherGone', 'versionsGone', 'trailGone', 'keyGone'] as const)(
    '%s: what is gone needs no mending',
    (name) => {
      const { failure, events, steps } = outcomes[name];
      expect({ failure, events: events.map(({ detail }) => detail.outcome) }).toEqual({
        failure: null,
        events: ['already-mended'],
      });
      expect(events[0]!.detail.reason).toMatch(/ is gone$/);
      expect(steps).not.toContain('Remember');
    },
  );

  test('a trail that is known by its name alone, and not here, is left to people', () => {
    expect(outcomes.trailElsewhere).toMatchObject({ status: 'Success', evaluated: [] });
    expect(outcomeOf(outcomes.trailElsewhere)).toBe('left');
  });

  test('what is changed after an approval is what was judged after it', () => {
    expect(outcomes.approvedLater.failure).toBeNull();
    expect(outcomeOf(outcomes.approvedLater)).toBe('mended');
    expect(idsOf(outcomes.approvedLater)).toEqual([]);
    const [asked, started] = outcomes.approvedLater.events;
    expect([asked!.detail.previous, started!.detail.previous]).toEqual([
      [expect.objectContaining({ CidrIpv6: '::/0' })],
      expect.arrayContaining([expect.objectContaining({ CidrIpv4: '0.0.0.0/0' })]),
    ]);
    expect(outcomes.approvedForNothing.events.map(({ detail }) => detail.outcome)).toEqual([
      undefined,
      'already-mended',
    ]);
    expect(outcomes.approvedForNothing.evaluated).toEqual(['a-rule']);
  });
});
