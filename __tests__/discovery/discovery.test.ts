import { discover, type Found } from '../../src/discovery/discovery';
import { DiscoveryError } from '../../src/discovery/gap';
import {
  type Answers,
  AUDIT,
  awsError,
  buckets,
  ELSEWHERE,
  EMPTY,
  enabled,
  FakeAws,
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

const everything = { regions: [], accounts: [] };
const look = (answers: Answers): Promise<Found> => discover(new FakeAws(answers), everything);
const why = async (answers: Answers) =>
  (await look(answers)).gaps.map(({ account, region = '-', what, why }) => `${account} ${region} ${what}: ${why}`);

describe('the organization', () => {
  test('is read with all its pages, empty ones among them', async () => {
    const pages = [
      { Accounts: [{ Id: MEMBER, Name: 'b', State: 'ACTIVE' }], NextToken: 'one' },
      { Accounts: [], NextToken: 'two' },
      { Accounts: [{ Id: MANAGEMENT, Name: 'a', Status: 'ACTIVE' }] },
    ];
    const aws = new FakeAws({ ...EMPTY, 'Organizations.ListAccounts': () => pages.shift() });
    const { organization } = await discover(aws, everything);
    expect(organization.accounts).toEqual([
      { id: MANAGEMENT, name: 'a', state: 'ACTIVE' },
      { id: MEMBER, name: 'b', state: 'ACTIVE' },
    ]);
    expect(aws.inputsOf('Organizations.ListAccounts').map(({ NextToken }) => NextToken)).toEqual([
      undefined,
      'one',
      'two',
    ]);
  });

  test('that is empty is found to be so', async () => {
    const found = await look(EMPTY);
    expect(found).toMatchObject({ trails: [], buckets: [], keys: [], policies: [], gaps: [], closed: {}, skipped: [] });
    expect(found.accounts.map(({ account, hasConfigRole }) => [account, hasConfigRole])).toEqual(
      [MANAGEMENT, AUDIT, LOGS, MEMBER].map((account) => [account, false]),
    );
  });

  test.each<[string, Answers, string, string]>([
    [
      'no organization',
      { 'Organizations.DescribeOrganization': refused('AWSOrganizationsNotInUseException') },
      MANAGEMENT,
      `account ${MANAGEMENT} is of no organization; sign in to the management account of one`,
    ],
    [
      'nothing allowed',
      { 'Organizations.DescribeOrganization': refused('AccessDeniedException') },
      MANAGEMENT,
      `account ${MANAGEMENT} may not describe its organization: access denied; org-audit discover --policy prints the policy that is needed`,
    ],
    [
      'a mere member',
      { 'Organizations.ListAccounts': refused('AccessDeniedException') },
      MEMBER,
      `these credentials are of account ${MEMBER}, which is neither the management account ${MANAGEMENT} nor a delegated administrator; sign in to ${MANAGEMENT}`,
    ],
    [
      'accounts not allowed',
      { 'Organizations.ListAccounts': refused('AccessDeniedException') },
      MANAGEMENT,
      'the accounts of the organization cannot be listed: access denied; org-audit discover --policy prints the policy that is needed',
    ],
    [
      'the root not allowed',
      { 'Organizations.ListRoots': refused('AccessDeniedException') },
      MANAGEMENT,
      'the root of the organization cannot be read: access denied; org-audit discover --policy prints the policy that is needed',
    ],
    [
      'regions not allowed',
      { 'EC2.DescribeRegions': refused('UnauthorizedOperation') },
      MANAGEMENT,
      `the enabled regions of account ${MANAGEMENT} cannot be listed: access denied; name regions with --regions`,
    ],
  ])('%s ends it with what to do', async (_, answers, account, message) => {
    const aws = new FakeAws({ ...EMPTY, ...answers }, account);
    await expect(discover(aws, everything)).rejects.toThrow(new DiscoveryError(message));
  });

  test('is read by a delegated administrator too, who cannot enter the management account', async () => {
    const closed = { [MANAGEMENT]: awsError('AccessDenied') };
    const aws = new FakeAws(USUAL, AUDIT, HOME, closed);
    const found = await discover(aws, everything);
    expect(found.caller).toBe(AUDIT);
    expect(found.closed).toEqual({ [MANAGEMENT]: 'access denied' });
    expect(found.accounts.map(({ account }) => account)).toEqual([AUDIT, LOGS, MEMBER]);
  });

  test('what is not allowed besides is a gap, and the rest is read', async () => {
    const found = await look({
      ...USUAL,
      'Organizations.ListAWSServiceAccessForOrganization': refused('AccessDeniedException'),
      'Organizations.ListDelegatedAdministrators': refused('AccessDeniedException'),
      'Organizations.ListPolicies': refused('AccessDeniedException'),
    });
    expect(found.organization).not.toHaveProperty('trusted');
    expect(found.trails).toHaveLength(1);
    expect(found.gaps.map(({ what }) => what)).toEqual([
      'policies of type RESOURCE_CONTROL_POLICY',
      'policies of type SERVICE_CONTROL_POLICY',
      'which services are trusted',
      'who administers cloudtrail.amazonaws.com',
      'who administers config-multiaccountsetup.amazonaws.com',
      'who administers config.amazonaws.com',
    ]);
  });
});

describe('accounts', () => {
  test.each([
    [awsError('AccessDenied', 'not authorized to perform: sts:AssumeRole'), 'access denied'],
    [
      awsError('AccessDenied', 'with an explicit deny in a service control policy'),
      'access denied by a service control policy',
    ],
    [awsError('ThrottlingException'), 'AWS kept throttling (ThrottlingException)'],
    [Object.assign(new Error('x'), { name: 'TimeoutError' }), 'AWS did not answer in time'],
    [Object.assign(new Error('x'), { code: 'ENOTFOUND' }), 'the endpoint cannot be reached (ENOTFOUND)'],
    [Object.assign(new Error('x'), { code: 'ENETUNREACH' }), 'the endpoint cannot be reached (ENETUNREACH)'],
  ])('one that cannot be entered (%s) stops no other, and is told of once', async (error, reason) => {
    const found = await discover(new FakeAws(USUAL, MANAGEMENT, HOME, { [MEMBER]: error }), everything);
    expect(found.closed).toEqual({ [MEMBER]: reason });
    expect(found.gaps).toEqual([{ account: MEMBER, what: 'everything', why: reason }]);
    expect(found.accounts.map(({ account }) => account)).toEqual([MANAGEMENT, AUDIT, LOGS]);
  });

  test('mistakes of this program are no gaps', async () => {
    const mistake = new TypeError('x is not a function');
    await expect(discover(new FakeAws(USUAL, MANAGEMENT, HOME, { [MEMBER]: mistake }), everything)).rejects.toBe(
      mistake,
    );
    const { 'IAM.GetRole': _, ...without } = USUAL;
    await expect(look(without)).rejects.toThrow('IAM.GetRole was not expected');
  });

  test('only active ones are entered', async () => {
    const Accounts = [
      { Id: MANAGEMENT, Name: 'Acme', State: 'ACTIVE' },
      { Id: MEMBER, Name: 'gone', State: 'SUSPENDED' },
      { Id: LOGS, Name: 'old partition', Status: 'SUSPENDED' },
      { Id: AUDIT, Name: 'new', State: 'ACTIVE', Status: 'SUSPENDED' },
    ];
    const found = await look({ ...EMPTY, 'Organizations.ListAccounts': () => ({ Accounts }) });
    expect(found.accounts.map(({ account }) => account)).toEqual([MANAGEMENT, AUDIT]);
  });

  test('only those that are asked for are entered, and the own one', async () => {
    const aws = new FakeAws(USUAL);
    const found = await discover(aws, { regions: [HOME], accounts: [MEMBER] });
    expect(found.accounts.map(({ account }) => account)).toEqual([MANAGEMENT, MEMBER]);
    expect(found.skipped).toEqual([AUDIT, LOGS]);
    expect([...new Set(aws.sent.map(({ account }) => account))].sort()).toEqual([MANAGEMENT, MEMBER]);
    // The buckets and the key lie in an account that was not asked for.
    expect(found.bucketsWithoutOwner).toEqual(['org-logs', 'org-config']);
    expect(found.gaps).toEqual([
      { account: LOGS, what: 'what evidence needs of it', why: 'it is not among the accounts looked at' },
    ]);
  });

  test('those that are asked for must be there', async () => {
    await expect(discover(new FakeAws(USUAL), { regions: [], accounts: ['999999999999'] })).rejects.toThrow(
      new DiscoveryError('999999999999: no active account of the organization o-a1b2c3d4e5'),
    );
  });

  test('hundreds are read a dozen at a time, in order, and leave no connection open', async () => {
    const Accounts = Array.from({ length: 500 }, (_, at) => ({
      Id: String(100000000000 + at),
      Name: `account ${at}`,
      State: 'ACTIVE',
    }));
    const aws = new FakeAws({ ...EMPTY, 'Organizations.ListAccounts': () => ({ Accounts }) });
    const told: number[] = [];
    const found = await discover(aws, { regions: [HOME], accounts: [] }, (done) => told.push(done));
    expect(found.accounts.map(({ account }) => account)).toEqual(Accounts.map(({ Id }) => Id));
    expect(told).toEqual(Accounts.map((_, at) => at + 1));
    expect(aws.mostOpen).toBeGreaterThan(6);
    // Those of the organization itself are open besides.
    expect(aws.mostOpen).toBeLessThanOrEqual(12 + 4);
  }, 60_000);
});

describe('AWS Config', () => {
  test('is read in every account and region', async () => {
    const { accounts } = await look(USUAL);
    const places = accounts.flatMap((one) => one.places);
    expect(places).toHaveLength(4 * 2);
    expect(places.find(({ account, region }) => account === MEMBER && region === ELSEWHERE)).toEqual({
      account: MEMBER,
      region: ELSEWHERE,
      isKnown: true,
      recorder: {
        name: 'default',
        roleArn: `arn:aws:iam::${MEMBER}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
        frequency: 'CONTINUOUS',
        excluded: [],
        isRecording: true,
      },
      serviceRecorders: [],
      channel: { name: 'default', bucket: 'org-config' },
      hasRetention: true,
      aggregators: [],
      rules: 0,
      packs: 0,
    });
  });

  test('rules, packs and aggregators are counted over all pages', async () => {
    const paged =
      (key: string, of: object) =>
      ({ NextToken }: { NextToken?: string }) =>
        NextToken === undefined ? { [key]: [of, of], NextToken: 'more' } : { [key]: [of] };
    const { accounts } = await look({
      ...EMPTY,
      ...recorders([`${MEMBER} ${HOME}`]),
      'ConfigService.DescribeConfigRules': paged('ConfigRules', {}),
      'ConfigService.DescribeConformancePacks': paged('ConformancePackDetails', {}),
      'ConfigService.DescribeConfigurationAggregators': paged('ConfigurationAggregators', {
        ConfigurationAggregatorName: 'a',
      }),
    });
    const [place] = accounts.find(({ account }) => account === MEMBER)!.places.filter(({ region }) => region === HOME);
    expect(place).toMatchObject({ rules: 3, packs: 3 });
    expect(place!.aggregators).toHaveLength(3);
  });

  test('a recorder of a service is none of the account', async () => {
    const { accounts } = await look({
      ...EMPTY,
      'ConfigService.DescribeConfigurationRecorders': () => ({
        ConfigurationRecorders: [{ name: 'of-a-service', servicePrincipal: 'securityhub.amazonaws.com' }],
      }),
    });
    const places = accounts.flatMap((one) => one.places);
    expect(places.map(({ recorder }) => recorder)).toEqual(places.map(() => undefined));
    expect(places.map(({ serviceRecorders }) => serviceRecorders)).toEqual(
      places.map(() => ['securityhub.amazonaws.com']),
    );
  });

  test.each([
    [{ recordingGroup: { allSupported: true } }, { excluded: [] }],
    [
      {
        recordingGroup: {
          allSupported: false,
          exclusionByResourceTypes: { resourceTypes: ['AWS::EC2::Subnet', 'AWS::EC2::EIP'] },
        },
      },
      { excluded: ['AWS::EC2::EIP', 'AWS::EC2::Subnet'] },
    ],
    [{ recordingGroup: { allSupported: false, resourceTypes: ['AWS::EC2::EIP'] } }, { only: ['AWS::EC2::EIP'] }],
    [{ recordingMode: { recordingFrequency: 'DAILY' } }, { frequency: 'DAILY' }],
  ])('a recorder with %j', async (recorder, expected) => {
    const { accounts } = await look({ ...EMPTY, ...recorders([`${MEMBER} ${HOME}`], recorder) });
    const [found] = accounts.flatMap(({ places }) => places.flatMap((place) => place.recorder ?? []));
    expect(found).toMatchObject(expected);
    expect(Object.hasOwn(found!, 'only')).toBe('only' in expected);
  });

  test('where the recorder cannot be asked for, nothing else is, and nothing is made up', async () => {
    const aws = new FakeAws({
      ...USUAL,
      'ConfigService.DescribeConfigurationRecorders': (_, { account, region }) => {
        if (account === MEMBER && region === ELSEWHERE) {
          throw awsError('AccessDeniedException', 'explicit deny in a service control policy');
        }
        return { ConfigurationRecorders: [] };
      },
    });
    const found = await discover(aws, everything);
    expect(found.gaps).toEqual([
      {
        account: MEMBER,
        region: ELSEWHERE,
        what: 'its recorder',
        why: 'access denied by a service control policy',
      },
    ]);
    const there = aws.sent.filter(({ account, region }) => account === MEMBER && region === ELSEWHERE);
    expect(there.map(({ call }) => call)).toEqual(['ConfigService.DescribeConfigurationRecorders']);
    expect(found.accounts.flatMap(({ places }) => places).filter(({ isKnown }) => !isKnown)).toHaveLength(1);
  });

  test.each([
    ['ap-east-1', 'the region is not enabled in this account'],
    [HOME, 'the credentials are refused (UnrecognizedClientException)'],
  ])('a region that refuses the credentials: %s', async (region, reason) => {
    const aws = new FakeAws({
      ...EMPTY,
      'ConfigService.DescribeConfigurationRecorders': refused('UnrecognizedClientException'),
    });
    const { gaps } = await discover(aws, { regions: [region], accounts: [MEMBER] });
    expect(gaps.map(({ why }) => why)).toEqual([reason, reason]);
  });

  test.each([
    ['ConfigService.DescribeDeliveryChannels', 'its delivery channel'],
    ['ConfigService.DescribeRetentionConfigurations', 'how long it keeps history'],
    ['ConfigService.DescribeConfigurationAggregators', 'its aggregators'],
    ['ConfigService.DescribeConfigurationRecorderStatus', 'whether it records'],
    ['ConfigService.DescribeConfigRules', 'how many rules it has'],
    ['ConfigService.DescribeConformancePacks', 'how many conformance packs it has'],
    ['IAM.GetRole', 'whether AWSServiceRoleForConfig exists'],
    ['CloudTrail.ListTrails', 'its trails'],
    ['CloudTrail.GetTrailStatus', 'the status of the trail org-trail'],
    ['CloudTrail.GetEventSelectors', 'the event selectors of the trail org-trail'],
    ['CloudTrail.GetInsightSelectors', 'the insight selectors of the trail org-trail'],
    ['S3.GetBucketLocation', 'where the bucket org-config lies'],
    ['S3.GetBucketPolicy', 'policy of the bucket org-config'],
    ['S3.GetBucketReplication', 'replication of the bucket org-config'],
    ['KMS.DescribeKey', 'the key/1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['KMS.ListAliases', 'the aliases of the key 1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['KMS.GetKeyRotationStatus', 'whether the key 1234abcd-12ab-34cd-56ef-1234567890ab rotates'],
  ])('%s refused is a gap, and the rest is read', async (call, what) => {
    const found = await look({ ...USUAL, [call]: refused('AccessDeniedException') });
    expect(found.gaps.map((gap) => gap.what)).toContain(what);
    expect([...new Set(found.gaps.map((gap) => gap.why))]).toEqual(['access denied']);
    expect(found.accounts).toHaveLength(4);
  });

  test('insights that were never chosen are none', async () => {
    const found = await look({ ...USUAL, 'CloudTrail.GetInsightSelectors': refused('InsightNotEnabledException') });
    expect(found.trails[0]!.insights).toEqual([]);
    expect(found.gaps).toEqual([]);
  });
});

describe('trails', () => {
  test('are those of every account, each once, those of the organization first', async () => {
    const found = await look({
      ...EMPTY,
      ...trails(
        { Name: 'own', account: MEMBER, IsOrganizationTrail: false },
        { Name: 'own', account: AUDIT, HomeRegion: ELSEWHERE, IsOrganizationTrail: false },
        {},
      ),
    });
    expect(found.trails.map(({ account, home, name }) => `${account} ${home} ${name}`)).toEqual([
      `${MANAGEMENT} ${HOME} org-trail`,
      `${AUDIT} ${ELSEWHERE} own`,
      `${MEMBER} ${HOME} own`,
    ]);
  });

  test('of the organization are asked about in the own account alone, though every member sees them', async () => {
    const shown = trails({});
    const seen = (call: string) => () => shown[call]!({} as never, { account: MANAGEMENT, region: HOME });
    const listed = { 'CloudTrail.ListTrails': seen('CloudTrail.ListTrails') };
    const described = { 'CloudTrail.DescribeTrails': seen('CloudTrail.DescribeTrails') };
    const aws = new FakeAws({ ...EMPTY, ...shown, ...listed, ...described });
    await discover(aws, everything);
    expect([
      ...new Set(aws.sent.filter(({ call }) => call === 'CloudTrail.GetTrailStatus').map((one) => one.account)),
    ]).toEqual([MANAGEMENT]);
  });

  test('where they cannot be listed, the regions looked at are asked', async () => {
    const found = await look({ ...USUAL, 'CloudTrail.ListTrails': refused('AccessDeniedException') });
    expect(found.trails.map(({ name }) => name)).toEqual(['org-trail']);
  });

  test('log group and topic are read where they lie', async () => {
    const found = await look({
      ...USUAL,
      ...trails({
        CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${AUDIT}:log-group:trail:*`,
        SnsTopicARN: `arn:aws:sns:${HOME}:${AUDIT}:deliveries`,
      }),
      'CloudWatchLogs.DescribeLogGroups': () => ({
        logGroups: [{ logGroupName: 'trail-2' }, { logGroupName: 'trail', retentionInDays: 90, kmsKeyId: 'k' }],
      }),
      'SNS.GetTopicAttributes': () => ({ Attributes: {} }),
    });
    expect(found.outlets).toEqual([
      {
        trail: found.trails[0]!.arn,
        logGroup: { days: 90, isEncrypted: true, class: 'STANDARD' },
        topic: { isEncrypted: false },
      },
    ]);
  });
});

describe('buckets', () => {
  test('are looked for in likely accounts first, and read in their regions with all that they have', async () => {
    const everyPart = {
      GetBucketPolicy: { Policy: '{}' },
      GetBucketVersioning: { Status: 'Enabled' },
      GetBucketEncryption: {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/x' } }],
        },
      },
      GetPublicAccessBlock: { PublicAccessBlockConfiguration: {} },
      GetBucketOwnershipControls: { OwnershipControls: { Rules: [] } },
      GetBucketLifecycleConfiguration: { Rules: [{}] },
      GetObjectLockConfiguration: lock({ Mode: 'COMPLIANCE', Days: 366 }),
      GetBucketLogging: { LoggingEnabled: { TargetBucket: 'access' } },
      GetBucketReplication: {
        ReplicationConfiguration: {
          Rules: [
            { Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::copies' } },
            { Status: 'Disabled', Destination: { Bucket: 'arn:aws:s3:::old-copies' } },
          ],
        },
      },
    };
    const aws = new FakeAws({
      ...EMPTY,
      ...trails({}),
      ...buckets({
        'org-logs': { account: LOGS, region: ELSEWHERE, ...everyPart },
        'org-logs-2': { account: MEMBER },
        access: { account: LOGS },
        copies: { account: AUDIT, GetObjectLockConfiguration: lock() },
      }),
      'KMS.DescribeKey': refused('NotFoundException'),
    });
    const found = await discover(aws, everything);
    expect(found.buckets).toEqual([
      { name: 'access', account: LOGS, region: HOME, has: [], unread: [], isLocked: false, copiesTo: [] },
      { name: 'copies', account: AUDIT, region: HOME, has: [], unread: [], isLocked: true, copiesTo: [] },
      {
        name: 'org-logs',
        account: LOGS,
        region: ELSEWHERE,
        has: [
          'policy',
          'versioning',
          'encryption',
          'public-access-block',
          'ownership',
          'lifecycle',
          'object-lock',
          'logging',
          'replication',
        ],
        unread: [],
        isLocked: true,
        lock: { mode: 'COMPLIANCE', years: 2 },
        key: `arn:aws:kms:${ELSEWHERE}:${LOGS}:alias/x`,
        logsTo: 'access',
        copiesTo: ['copies'],
      },
    ]);
    const inRegions = aws.sent.filter(
      ({ call, input }) => call === 'S3.GetBucketPolicy' && input.Bucket === 'org-logs',
    );
    expect(inRegions.map(({ region }) => region)).toEqual([ELSEWHERE]);
  });

  test.each([
    [undefined, 'us-east-1'],
    ['EU', 'eu-west-1'],
    ['cn-north-1', 'cn-north-1'],
  ])('whose location is %p lie in %s', async (LocationConstraint, region) => {
    const found = await look({ ...USUAL, 'S3.GetBucketLocation': () => ({ LocationConstraint }) });
    expect(found.buckets.map((bucket) => bucket.region)).toEqual([region, region]);
  });

  test('that no account owns are told', async () => {
    const found = await look({ ...USUAL, 'S3.ListBuckets': () => ({ Buckets: [{ Name: 'org-logs-of-others' }] }) });
    expect(found.bucketsWithoutOwner).toEqual(['org-logs', 'org-config']);
    expect(found.buckets).toEqual([]);
  });

  test('an account that refuses to list them is asked once', async () => {
    expect(await why({ ...USUAL, 'S3.ListBuckets': refused('AccessDenied') })).toEqual(
      [MANAGEMENT, AUDIT, LOGS, MEMBER].map((account) => `${account} - its buckets: access denied`),
    );
  });
});

test('policies are read with targets, size and our tag; those of AWS are not described', async () => {
  const aws = new FakeAws({
    ...EMPTY,
    'Organizations.ListRoots': () => ({
      Roots: [{ Id: 'r-a1b2', PolicyTypes: enabled('SERVICE_CONTROL_POLICY') }],
    }),
    'Organizations.ListPolicies': ({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined
        ? { Policies: [{ Id: 'p-FullAWSAccess', Name: 'FullAWSAccess', AwsManaged: true }], NextToken: 'more' }
        : { Policies: [{ Id: 'p-12345678', Name: 'deny' }] },
    'Organizations.ListTargetsForPolicy': ({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined
        ? { Targets: [{ TargetId: 'r-a1b2' }], NextToken: 'more' }
        : { Targets: [{ TargetId: MEMBER }] },
    'Organizations.DescribePolicy': () => ({ Policy: { Content: '{"Version":"2012-10-17"}' } }),
    'Organizations.ListTagsForResource': () => ({
      Tags: [
        { Key: 'team', Value: 'security' },
        { Key: 'org-audit-policy', Value: 'acme-audit-scp-1' },
      ],
    }),
  });
  const { policies } = await discover(aws, everything);
  expect(policies).toEqual([
    {
      id: 'p-FullAWSAccess',
      name: 'FullAWSAccess',
      type: 'SERVICE_CONTROL_POLICY',
      isOfAws: true,
      targets: [MEMBER, 'r-a1b2'],
    },
    {
      id: 'p-12345678',
      name: 'deny',
      type: 'SERVICE_CONTROL_POLICY',
      isOfAws: false,
      targets: [MEMBER, 'r-a1b2'],
      characters: 24,
      tag: 'acme-audit-scp-1',
    },
  ]);
  expect(aws.inputsOf('Organizations.ListPolicies').map(({ Filter }) => Filter)).toEqual([
    'SERVICE_CONTROL_POLICY',
    'SERVICE_CONTROL_POLICY',
  ]);
});

test('everything is sent at least once by these tests, so that the list of calls is not longer than needed', async () => {
  const aws = new FakeAws({
    ...USUAL,
    ...trails({
      KmsKeyId: `arn:aws:kms:${HOME}:${LOGS}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
      CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${AUDIT}:log-group:trail:*`,
      SnsTopicARN: `arn:aws:sns:${HOME}:${AUDIT}:deliveries`,
    }),
    'Organizations.ListPolicies': () => ({ Policies: [{ Id: 'p-12345678', Name: 'deny' }] }),
    'Organizations.ListTargetsForPolicy': () => ({ Targets: [] }),
    'Organizations.DescribePolicy': () => ({ Policy: { Content: '{}' } }),
    'Organizations.ListTagsForResource': () => ({ Tags: [] }),
    'CloudWatchLogs.DescribeLogGroups': () => ({ logGroups: [] }),
    'SNS.GetTopicAttributes': () => ({ Attributes: {} }),
  });
  await discover(aws, everything);
  const { CALLS } = await import('../../src/discovery/calls');
  const sent = [...new Set(aws.sent.map(({ call }) => call)), 'STS.GetCallerIdentity'];
  expect(sent.sort()).toEqual(Object.keys(CALLS).sort());
});
