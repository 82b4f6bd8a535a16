import type { Access, Aws, ClientSettings } from '../../src/discovery/aws';
import { callOf, refuseUnlisted } from '../../src/discovery/calls';
import { type Partition, partitionOf } from '../../src/config/regions';

// The SDK's notice of the Node.js versions it will support says nothing about a test.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

export const MANAGEMENT = '111111111111';
export const AUDIT = '222222222222';
export const LOGS = '333333333333';
export const MEMBER = '444444444444';
export const HOME = 'us-east-1';
export const ELSEWHERE = 'eu-west-1';

/** Where a call went. */
export interface At {
  readonly account: string;
  readonly region: string;
}
/** What AWS answers to a call, by its name as in `S3.GetBucketPolicy`. */
export type Answers = Readonly<Record<string, (input: never, at: At) => unknown>>;

/** An error as AWS sends it. */
export const awsError = (name: string, message = 'no'): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });

export const refused = (name: string, message?: string) => () => {
  throw awsError(name, message);
};

interface Sent extends At {
  readonly call: string;
  readonly input: Record<string, unknown>;
}

/** AWS without a network: the SDK's own clients, each call answered here. */
export class FakeAws implements Aws {
  readonly sent: Sent[] = [];
  /** Clients that are open now, and the most there ever were. */
  open = 0;
  mostOpen = 0;

  constructor(
    private readonly answers: Answers,
    readonly account = MANAGEMENT,
    readonly region = HOME,
    private readonly closed: Readonly<Record<string, Error>> = {},
  ) {}

  get partition(): Partition {
    return partitionOf(this.region);
  }

  client<C extends { destroy(): void }>(Client: new (settings: ClientSettings) => C, region = this.region): C {
    return this.of(this.account).client(Client, region);
  }

  close(): void {}

  async enter(account: string): Promise<Access> {
    const error = this.closed[account];
    if (error) throw error;
    this.sent.push({ call: 'STS.AssumeRole', input: {}, account: this.account, region: this.region });
    return this.of(account);
  }

  private of(account: string): Access {
    const clients = new Set<object>();
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    return {
      account,
      region: this.region,
      client: (Client, region = this.region) => {
        const client = new Client({ region });
        clients.add(client);
        const send = async (command: { input: Record<string, unknown> }): Promise<unknown> => {
          const call = callOf(Client.name, command.constructor.name);
          refuseUnlisted(call);
          this.sent.push({ call, input: { ...command.input }, account, region });
          // As a network does, so that what runs at the same time shows.
          await new Promise((resolve) => setImmediate(resolve));
          const answer = this.answers[call];
          if (!answer) throw new Error(`${call} was not expected`);
          return answer(command.input as never, { account, region });
        };
        return Object.assign(client, { send });
      },
      close: () => {
        this.open--;
        for (const client of clients) (client as { destroy(): void }).destroy();
      },
    };
  }

  inputsOf(call: string): Record<string, unknown>[] {
    return this.sent.filter((one) => one.call === call).map(({ input }) => input);
  }
}

/** Four accounts with nothing in them. Tests say what there is. */
export const EMPTY: Answers = {
  'STS.GetCallerIdentity': () => ({ Account: MANAGEMENT }),
  'EC2.DescribeRegions': () => ({ Regions: [{ RegionName: HOME }, { RegionName: ELSEWHERE }] }),
  'Organizations.DescribeOrganization': () => ({
    Organization: { Id: 'o-a1b2c3d4e5', MasterAccountId: MANAGEMENT, FeatureSet: 'ALL' },
  }),
  'Organizations.ListRoots': () => ({
    Roots: [{ Id: 'r-a1b2', PolicyTypes: enabled('SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY') }],
  }),
  'Organizations.ListAccounts': () => ({
    Accounts: [
      { Id: MANAGEMENT, Name: 'Acme', State: 'ACTIVE' },
      { Id: AUDIT, Name: 'Audit', State: 'ACTIVE' },
      { Id: LOGS, Name: 'Log Archive', State: 'ACTIVE' },
      { Id: MEMBER, Name: 'production', State: 'ACTIVE' },
    ],
  }),
  'Organizations.ListAWSServiceAccessForOrganization': () => ({
    EnabledServicePrincipals: ['cloudtrail', 'config', 'config-multiaccountsetup'].map((service) => ({
      ServicePrincipal: `${service}.amazonaws.com`,
    })),
  }),
  'Organizations.ListDelegatedAdministrators': () => ({ DelegatedAdministrators: [] }),
  'Organizations.ListPolicies': () => ({ Policies: [] }),
  'CloudTrail.ListTrails': () => ({ Trails: [] }),
  'ConfigService.DescribeConfigurationRecorders': () => ({ ConfigurationRecorders: [] }),
  'ConfigService.DescribeDeliveryChannels': () => ({ DeliveryChannels: [] }),
  'ConfigService.DescribeRetentionConfigurations': () => ({ RetentionConfigurations: [] }),
  'ConfigService.DescribeConfigurationAggregators': () => ({ ConfigurationAggregators: [] }),
  'IAM.GetRole': refused('NoSuchEntityException'),
  'S3.ListBuckets': () => ({ Buckets: [] }),
};

export const enabled = (...types: string[]) => types.map((Type) => ({ Type, Status: 'ENABLED' }));

/** What a test wants of a trail; the rest is as good as it gets. */
export interface TrailWanted {
  readonly Name?: string;
  readonly HomeRegion?: string;
  readonly account?: string;
  readonly [key: string]: unknown;
}

/** Answers about trails. Each is seen in the account that its ARN names. */
export function trails(...wanted: readonly TrailWanted[]): Answers {
  const all = wanted.map(({ account = MANAGEMENT, ...trail }) => {
    const { Name = 'org-trail', HomeRegion = HOME } = trail;
    return {
      Name,
      HomeRegion,
      TrailARN: `arn:aws:cloudtrail:${HomeRegion}:${account}:trail/${Name}`,
      S3BucketName: 'org-logs',
      IsMultiRegionTrail: true,
      IsOrganizationTrail: true,
      LogFileValidationEnabled: true,
      ...trail,
    };
  });
  const of = (account: string) => all.filter(({ TrailARN }) => String(TrailARN).split(':')[4] === account);
  return {
    'CloudTrail.ListTrails': (_, { account }) => ({ Trails: of(account) }),
    'CloudTrail.DescribeTrails': (_, { account }) => ({ trailList: of(account) }),
    'CloudTrail.GetTrailStatus': () => ({ IsLogging: true }),
    'CloudTrail.GetEventSelectors': () => ({
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
    }),
    'CloudTrail.GetInsightSelectors': () => ({
      InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }, { InsightType: 'ApiErrorRateInsight' }],
    }),
  };
}

/** Answers about a recorder in each of these places, `444444444444 us-east-1`. */
export function recorders(
  places: readonly string[],
  recorder: Record<string, unknown> = {},
  channel: Record<string, unknown> = {},
): Answers {
  const name = 'default';
  const there = ({ account, region }: At) => places.includes(`${account} ${region}`);
  const roleARN = (account: string) =>
    `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
  return {
    'ConfigService.DescribeConfigurationRecorders': (_, at) => ({
      ConfigurationRecorders: there(at)
        ? [{ name, roleARN: roleARN(at.account), recordingGroup: { allSupported: true }, ...recorder }]
        : [],
    }),
    'ConfigService.DescribeConfigurationRecorderStatus': () => ({
      ConfigurationRecordersStatus: [{ name, recording: true }],
    }),
    'ConfigService.DescribeDeliveryChannels': (_, at) => ({
      DeliveryChannels: there(at) ? [{ name, s3BucketName: 'org-config', ...channel }] : [],
    }),
    'ConfigService.DescribeRetentionConfigurations': (_, at) => ({
      RetentionConfigurations: there(at) ? [{ Name: 'default', RetentionPeriodInDays: 2557 }] : [],
    }),
    'ConfigService.DescribeConfigRules': () => ({ ConfigRules: [] }),
    'ConfigService.DescribeConformancePacks': () => ({ ConformancePackDetails: [] }),
  };
}

/** What S3 says of a bucket that has nothing. */
const BARE: Answers = {
  'S3.GetBucketPolicy': refused('NoSuchBucketPolicy'),
  'S3.GetBucketVersioning': () => ({}),
  'S3.GetBucketEncryption': refused('ServerSideEncryptionConfigurationNotFoundError'),
  'S3.GetPublicAccessBlock': refused('NoSuchPublicAccessBlockConfiguration'),
  'S3.GetBucketOwnershipControls': refused('OwnershipControlsNotFoundError'),
  'S3.GetBucketLifecycleConfiguration': refused('NoSuchLifecycleConfiguration'),
  'S3.GetObjectLockConfiguration': refused('ObjectLockConfigurationNotFoundError'),
  'S3.GetBucketLogging': () => ({}),
  'S3.GetBucketReplication': refused('ReplicationConfigurationNotFoundError'),
};

export interface BucketWanted {
  readonly account: string;
  readonly region?: string;
  /** What S3 answers, by part, as in `GetBucketPolicy`. */
  readonly [part: string]: unknown;
}

/** Answers about buckets, by name. */
export function buckets(wanted: Readonly<Record<string, BucketWanted>>): Answers {
  const answers: Record<string, Answers[string]> = {
    'S3.ListBuckets': ({ Prefix }: { Prefix: string }, { account }) => ({
      Buckets: Object.entries(wanted)
        .filter(([name, bucket]) => bucket.account === account && name.startsWith(Prefix))
        .map(([Name]) => ({ Name })),
    }),
    'S3.GetBucketLocation': ({ Bucket }: { Bucket: string }) => {
      const { region = HOME } = wanted[Bucket]!;
      return { LocationConstraint: region === 'us-east-1' ? undefined : region };
    },
  };
  for (const [call, bare] of Object.entries(BARE)) {
    answers[call] = (input: { Bucket: string }, at) =>
      wanted[input.Bucket]?.[call.replace('S3.', '')] ?? bare(input as never, at);
  }
  return answers;
}

/** The lock of a bucket, as S3 tells of it. */
export const lock = (DefaultRetention?: object) => ({
  ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', ...(DefaultRetention && { Rule: { DefaultRetention } }) },
});

const KEY = `arn:aws:kms:${HOME}:${LOGS}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** An organization as many are: one trail, a locked bucket for it, one for Config, a key, recorders in two regions. */
export const USUAL: Answers = {
  ...EMPTY,
  ...trails({ KmsKeyId: KEY }),
  ...recorders([MANAGEMENT, MEMBER].flatMap((account) => [`${account} ${HOME}`, `${account} ${ELSEWHERE}`])),
  ...buckets({
    'org-logs': {
      account: LOGS,
      GetBucketVersioning: { Status: 'Enabled' },
      GetObjectLockConfiguration: lock({ Mode: 'GOVERNANCE', Years: 3 }),
    },
    'org-config': { account: LOGS, GetBucketVersioning: { Status: 'Enabled' } },
  }),
  'Organizations.ListDelegatedAdministrators': ({ ServicePrincipal }: { ServicePrincipal: string }) => ({
    DelegatedAdministrators: ServicePrincipal === 'config.amazonaws.com' ? [{ Id: AUDIT }] : [],
  }),
  'KMS.DescribeKey': ({ KeyId }: { KeyId: string }) => {
    const arn = KeyId.includes(':alias/') ? KEY : KeyId;
    return {
      KeyMetadata: {
        KeyId: arn.split('/')[1],
        Arn: arn,
        AWSAccountId: arn.split(':')[4],
        KeyManager: 'CUSTOMER',
        KeySpec: 'SYMMETRIC_DEFAULT',
        Enabled: true,
        Origin: 'AWS_KMS',
      },
    };
  },
  'KMS.ListAliases': () => ({ Aliases: [{ AliasName: 'alias/org-logs' }] }),
  'KMS.GetKeyRotationStatus': () => ({ KeyRotationEnabled: true }),
};
