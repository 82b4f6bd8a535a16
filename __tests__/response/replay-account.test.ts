import { automationDocument } from '../../src/response/document';
import { describeWithPython } from './python';
import { settings } from './remediations';
import { type MotoCall, replay, type ReplayCase, type Replayed } from './replay';

const ACCOUNT = '123456789012';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/acme-audit-remediation-x`;
/** moto dates what it creates by the real clock. */
const NOW = new Date().toISOString().slice(0, 19);
const MONTHS_LATER = new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 19);

const call = (service: string, name: string, inputs: object = {}, save?: MotoCall['save']): MotoCall => ({
  service,
  call: name,
  inputs: { ...inputs },
  ...(save === undefined ? {} : { save }),
});

const bucketOf = (Bucket: string) =>
  call('s3', 'create_bucket', { Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } });
const bucket = bucketOf('acme-data');
const BUCKET_ARN = 'arn:aws:s3:::acme-data';
const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const HALF_BLOCKED = { ...ALL_BLOCKED, RestrictPublicBuckets: false };
const block = (PublicAccessBlockConfiguration: object) =>
  call('s3control', 'put_public_access_block', { AccountId: ACCOUNT, PublicAccessBlockConfiguration });

const STRICT = {
  MinimumPasswordLength: 14,
  PasswordReusePrevention: 24,
  RequireUppercaseCharacters: true,
  RequireLowercaseCharacters: true,
  RequireNumbers: true,
  RequireSymbols: true,
};
const policy = (more: object) => call('iam', 'update_account_password_policy', { ...STRICT, ...more });

const database = (PubliclyAccessible: boolean) =>
  call(
    'rds',
    'create_db_instance',
    {
      DBInstanceIdentifier: 'orders',
      DBInstanceClass: 'db.t3.micro',
      Engine: 'postgres',
      AllocatedStorage: 20,
      MasterUsername: 'owner',
      MasterUserPassword: 'not-a-secret-1',
      PubliclyAccessible,
    },
    { database: '$.DBInstance.DbiResourceId' },
  );

const user = call('iam', 'create_user', { UserName: 'ann' }, { user: '$.User.UserId' });
const key = (name: string) =>
  call('iam', 'create_access_key', { UserName: 'ann' }, { [name]: '$.AccessKey.AccessKeyId' });
const inactive = (name: string) =>
  call('iam', 'update_access_key', { UserName: 'ann', AccessKeyId: `$${name}`, Status: 'Inactive' });
/** moto's AWS Config knows no users, and its users' ids have another form than AWS's. */
const known = { baseConfigurationItems: [{ resourceName: 'ann' }] };
const ofUser = { now: MONTHS_LATER, given: { FindUser: known, FindUserAfter: known } };

const vpc = call('ec2', 'create_vpc', { CidrBlock: '10.0.0.0/16' }, { vpc: '$.Vpc.VpcId' });
const flowLog = (TrafficType: string, LogDestination = BUCKET_ARN) =>
  call('ec2', 'create_flow_logs', {
    ResourceType: 'VPC',
    ResourceIds: ['$vpc'],
    TrafficType,
    LogDestinationType: 's3',
    LogDestination,
  });

const instance = (HttpTokens: string) =>
  call(
    'ec2',
    'run_instances',
    { ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1, MetadataOptions: { HttpTokens } },
    { instance: '$.Instances[0].InstanceId' },
  );

const trail = (EnableLogFileValidation: boolean) =>
  call('cloudtrail', 'create_trail', { Name: 'orders', S3BucketName: 'acme-data', EnableLogFileValidation });

/** [file, resource, call that shows it, what it holds afterwards, wrong before, already right, more] */
type Row = readonly [
  name: string,
  resource: string,
  shown: MotoCall,
  wanted: object,
  wrong: Readonly<Record<string, readonly MotoCall[]>>,
  right: readonly MotoCall[],
  more?: Partial<ReplayCase>,
];

const ROWS: readonly Row[] = [
  [
    's3-account-public-access',
    ACCOUNT,
    call('s3control', 'get_public_access_block', { AccountId: ACCOUNT }),
    { PublicAccessBlockConfiguration: ALL_BLOCKED },
    { none: [], half: [block(HALF_BLOCKED)] },
    [block(ALL_BLOCKED)],
  ],
  [
    'ebs-encryption-default',
    ACCOUNT,
    call('ec2', 'get_ebs_encryption_by_default'),
    { EbsEncryptionByDefault: true },
    { off: [] },
    [call('ec2', 'enable_ebs_encryption_by_default')],
  ],
  [
    'iam-password-policy',
    ACCOUNT,
    call('iam', 'get_account_password_policy'),
    { PasswordPolicy: STRICT },
    {
      none: [],
      short: [policy({ MinimumPasswordLength: 8 })],
      expiring: [policy({ RequireSymbols: false, MaxPasswordAge: 60 })],
    },
    [policy({})],
  ],
  [
    'rds-public-access',
    '$database',
    call('rds', 'describe_db_instances'),
    { DBInstances: [{ DBInstanceIdentifier: 'orders', PubliclyAccessible: false }] },
    { public: [database(true)] },
    [database(false)],
  ],
  [
    's3-bucket-versioning',
    'acme-data',
    call('s3', 'get_bucket_versioning', { Bucket: 'acme-data' }),
    { Status: 'Enabled' },
    { off: [bucket] },
    [
      bucket,
      call('s3', 'put_bucket_versioning', { Bucket: 'acme-data', VersioningConfiguration: { Status: 'Enabled' } }),
    ],
  ],
  [
    'iam-access-keys',
    '$user',
    call('iam', 'list_access_keys', { UserName: 'ann' }),
    { AccessKeyMetadata: [{ Status: 'Inactive' }, { Status: 'Inactive' }] },
    { both: [user, key('first'), key('second')], second: [user, key('first'), key('second'), inactive('first')] },
    [user, key('first'), key('second'), inactive('first'), inactive('second')],
    ofUser,
  ],
  [
    'vpc-flow-logs',
    '$vpc',
    call('ec2', 'describe_flow_logs', { Filter: [{ Name: 'traffic-type', Values: ['ALL'] }] }),
    { FlowLogs: [{ TrafficType: 'ALL', LogDestination: BUCKET_ARN }] },
    {
      none: [bucket, vpc],
      rejected: [bucket, bucketOf('acme-other'), vpc, flowLog('REJECT', 'arn:aws:s3:::acme-other')],
    },
    [bucket, vpc, flowLog('ALL')],
    { parameters: { LogDestinationArn: [BUCKET_ARN] } },
  ],
  [
    'ec2-imdsv2',
    '$instance',
    call('ec2', 'describe_instances', { InstanceIds: ['$instance'] }),
    // moto forgets what a change does not name; EC2 keeps it.
    { Reservations: [{ Instances: [{ MetadataOptions: { HttpTokens: 'required' } }] }] },
    { optional: [instance('optional')] },
    [instance('required')],
  ],
  [
    'trail-log-validation',
    'orders',
    call('cloudtrail', 'get_trail', { Name: 'orders' }),
    { Trail: { Name: 'orders', LogFileValidationEnabled: true } },
    { off: [bucket, trail(false)] },
    [bucket, trail(true)],
  ],
];

const documentOf = (name: string) => {
  const document = automationDocument(settings(name));
  const { allowedPattern: _, ...ResourceId } = document.parameters.ResourceId!;
  return name === 'iam-access-keys' ? { ...document, parameters: { ...document.parameters, ResourceId } } : document;
};

const caseOf = ([name, resource, shown, , , , more]: Row, setup: readonly MotoCall[]): ReplayCase => ({
  document: documentOf(name),
  now: NOW,
  ...more,
  parameters: { ResourceId: [resource], AutomationAssumeRole: [ROLE], Rule: ['a-rule'], ...more?.parameters },
  setup,
  inspect: [shown],
});

describeWithPython('documents for accounts and their resources, step by step against moto', ['moto', 'boto3'], () => {
  const wrong = ROWS.flatMap((row) =>
    Object.entries(row[4]).map(([state, setup]) => ({ name: row[0], state, wanted: row[3], run: caseOf(row, setup) })),
  );
  const right = ROWS.map((row) => ({ name: row[0], wanted: row[3], run: caseOf(row, row[5]) }));
  const flowLogs = ROWS.find(([name]) => name === 'vpc-flow-logs')!;
  const outcomes: Record<string, Replayed> = replay({
    'refused flow log': caseOf(flowLogs, [vpc]),
    'key in use': {
      ...caseOf(
        ROWS.find(([name]) => name === 'iam-access-keys')!,
        [user, key('first')],
      ),
      now: NOW,
    },
    'another account': caseOf(['ebs-encryption-default', '111122223333', flowLogs[2], {}, {}, []], []),
    ...Object.fromEntries(wrong.map(({ name, state, run }) => [`${name} ${state}`, run])),
    ...Object.fromEntries(right.map(({ name, run }) => [name, run])),
  });

  test.each(wrong)('$name mends: $state', ({ name, state, wanted }) => {
    const outcome = outcomes[`${name} ${state}`]!;
    expect(outcome.failure).toBeNull();
    expect(outcome.events.map(({ type, detail }) => [type, detail.outcome])).toEqual([
      ['Remediation Started', undefined],
      ['Remediation Outcome', 'mended'],
    ]);
    expect(outcome.seen[0]).toMatchObject(wanted);
  });

  test.each(right)('$name leaves alone what is right', ({ name, wanted }) => {
    const outcome = outcomes[name]!;
    expect(outcome.failure).toBeNull();
    expect(outcome.events.map(({ detail }) => detail.outcome)).toEqual(['already-mended']);
    expect(outcome.steps).not.toContain('Remember');
    expect(outcome.seen[0]).toMatchObject(wanted);
  });

  test('a flow log that EC2 refuses in an answer that succeeds is a failure', () => {
    const outcome = outcomes['refused flow log']!;
    expect(outcome.calls).toContain('ec2:CreateFlowLogs');
    expect(outcome.failure).toContain('the change has not mended it: no flow log of the VPC records traffic');
    expect(outcome.events.map(({ type }) => type)).toEqual(['Remediation Started']);
  });

  test('a new key stays', () => {
    const outcome = outcomes['key in use']!;
    expect(outcome.events.map(({ detail }) => detail.outcome)).toEqual(['already-mended']);
    expect(outcome.seen[0]).toMatchObject({ AccessKeyMetadata: [{ Status: 'Active' }] });
  });

  test('what must not be touched ends the run before it says or changes anything', () => {
    const outcome = outcomes['another account']!;
    expect(outcome.failure).toBe('ValueError: this runs in 123456789012 and is no business of 111122223333');
    expect(outcome.events).toEqual([]);
    expect(outcome.calls).not.toContain('ec2:EnableEbsEncryptionByDefault');
  });
});
