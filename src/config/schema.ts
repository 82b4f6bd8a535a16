import { z } from 'zod';
import { accountId, choice, flag, listOf, region, section, text, wholeNumber } from './fields';
import { show, suggest } from './problem';
import { LOG_GROUP_RETENTION_DAYS } from './retention';
import resourceTypes from './resource-types.json';

const roleName = () =>
  text(/^(?:[\w+=,.@-]+\/)*[\w+=,.@-]+$/, 'a role name', 'write the name with its path, as in audit/Deployer');

/** Where a policy compares names, one may stand for many. */
const roleNames = () =>
  text(
    /^(?:[\w+=,.@-]+\/)*(?:[\w+=,.@-]+|[\w+=,.@-]{4,}\*)$/,
    'a role name',
    'write the name with its path, as in BreakGlass or audit/BreakGlass; a closing * needs 4 characters before it',
  );

const roleArn = (mend: string) => text(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'a role ARN', mend);

const bucketName = () =>
  text(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    'a bucket name',
    'write the name alone, 3 to 63 lower-case letters, digits, dots and hyphens',
  );

/** One instance: the JSON Schema then lists the hundreds of types once. */
const resourceType = z
  .enum(resourceTypes as [string, ...string[]], {
    error: ({ input }) => `${show(input)} is not a type AWS Config records; ${suggest(input, resourceTypes)}`,
  })
  .meta({ id: 'ConfigResourceType' });

const transition = section({
  afterDays: wholeNumber(1, 36500, 'days').describe('Days after the object was written.'),
  storageClass: choice(['STANDARD_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE']).describe(
    'Where it moves. Athena reads all but GLACIER and DEEP_ARCHIVE without a restore.',
  ),
});

const organization = section({
  id: text(
    /^o-[a-z0-9]{10,32}$/,
    'an organization id',
    'copy it from `aws organizations describe-organization`, as in o-a1b2c3d4e5',
  ).describe('The organization. A plan against another one fails.'),
  rootId: text(/^r-[a-z0-9]{4,32}$/, 'a root id', 'copy it from `aws organizations list-roots`, as in r-a1b2').describe(
    'The root that SCPs attach to by default.',
  ),
  managementAccountId: accountId().describe('Owns the organization and, unless delegated, the trail.'),
  trustedAccess: choice(['assumed', 'managed'])
    .default('assumed')
    .describe(
      '`assumed`: the organization is only read, and a plan fails with the command to run when CloudTrail or Config lack trusted access or SCPs are off. ' +
        '`managed`: the organization is imported into the state and what is missing is enabled; nothing is ever disabled.',
    ),
}).describe('The AWS Organization; it must exist, with all features.');

const accounts = section({
  audit: accountId().describe('Delegated administrator for CloudTrail and Config; holds the aggregator.'),
  logArchive: accountId().optional().describe('Holds keys and evidence buckets. Default: the audit account.'),
  archive: accountId().optional().describe('Holds the archive bucket and its key. Default: the log archive account.'),
  members: listOf(accountId()).default([]).describe('Every further account that is recorded.'),
}).describe('Who holds what. Each account is listed once.');

const regions = section({
  home: region().describe(
    'Where trail, evidence and aggregator live. Must be governed and must not be an opt-in region.',
  ),
  governed: listOf(region()).describe('Where AWS Config records, in every account.'),
  archive: region().describe('Where the locked copies live; another region than home.'),
  retired: listOf(region())
    .default([])
    .describe(
      'Regions that were governed. While regions have provider aliases, a region is retired for one apply of every baseline, which removes its recorders, and then taken out.',
    ),
}).describe('All of one partition; GovCloud and China follow from the names.');

const retention = section({
  mode: choice(['COMPLIANCE', 'GOVERNANCE'], 'COMPLIANCE cannot be undone by anybody').describe(
    'Object Lock mode of the trail and archive buckets. COMPLIANCE: nobody can delete before the time is over, the root user and AWS included. ' +
      'GOVERNANCE: holders of s3:BypassGovernanceRetention can.',
  ),
  years: wholeNumber(1, 100, 'years').describe(
    'How long evidence is kept. AWS Config keeps its own history for at most 2,557 days.',
  ),
}).describe('One policy for Object Lock, Config history and log groups. Irreversible, so it has no default.');

const storage = section({
  transitions: listOf(transition)
    .default([{ afterDays: 90, storageClass: 'GLACIER_IR' }])
    .describe(
      'Colder tiers of trail, Config and access-log buckets, in order. S3 leaves objects under 128 KB where they are.',
    ),
  archiveTransitions: listOf(transition)
    .default([{ afterDays: 90, storageClass: 'DEEP_ARCHIVE' }])
    .describe('Colder tiers of the archive bucket, in order.'),
  expireAfterYears: wholeNumber(1, 100, 'years')
    .optional()
    .describe(
      'When objects are deleted; never before the retention ends. Config and access-log buckets, which are not locked, keep them twice as long. Default: never.',
    ),
  replicateTrail: flag()
    .default(true)
    .describe('Copy the trail bucket into the archive too; the Config and access-log buckets always are.'),
  replicationTimeControl: flag()
    .optional()
    .describe(
      'Replicate within 15 minutes, at extra cost. Default: true in the partition aws, false elsewhere (not offered everywhere).',
    ),
  readers: listOf(roleArn('write the whole ARN of a role in one of the accounts'))
    .default([])
    .describe(
      'Roles that may read the evidence. Nobody else can decrypt the trail and Config buckets and their copies, administrators of their accounts included.',
    ),
}).describe('Evidence buckets.');

const trail = section({
  administrator: choice(['management', 'delegated'])
    .default('management')
    .describe('Whose credentials create the trail and hold its log group. The management account owns it either way.'),
  insights: listOf(choice(['ApiCallRateInsight', 'ApiErrorRateInsight']))
    .default(['ApiCallRateInsight', 'ApiErrorRateInsight'])
    .describe('Unusual rates of calls or errors that CloudTrail reports.'),
  dataEvents: section({
    s3Buckets: z
      .union([z.literal('all'), listOf(bucketName())], {
        error: ({ input }) => `${show(input)} is not a list of bucket names; write all or [name, ...]`,
      })
      .default([])
      .describe(
        'Buckets whose object-level calls are logged, or `all`. The platform’s own buckets never are: logging a log feeds itself.',
      ),
    calls: choice(['all', 'read', 'write']).default('all').describe('Which of these calls.'),
  })
    .prefault({})
    .describe('Data events cost money per event. Management events are always logged.'),
  logRetentionDays: z
    .literal([...LOG_GROUP_RETENTION_DAYS], {
      error: ({ input }) =>
        `${show(input)} is not a retention CloudWatch Logs offers; use one of ${LOG_GROUP_RETENTION_DAYS.join(', ')}`,
    })
    .optional()
    .describe(
      'Days the CloudWatch log group keeps events for alarms and live search. Default: the shortest that covers the retention, at most 3653.',
    ),
  notifications: flag().default(false).describe('Create an encrypted SNS topic that tells of each delivered log file.'),
})
  .prefault({})
  .describe('The organization trail: multi-region, validated, encrypted; none of that can be turned off.');

const recorder = section({
  frequency: choice(['CONTINUOUS', 'DAILY'])
    .default('CONTINUOUS')
    .describe('How often changes are recorded. DAILY delays rules that react to changes.'),
  dailyTypes: listOf(resourceType).default([]).describe('With CONTINUOUS: types recorded once a day instead.'),
  continuousTypes: listOf(resourceType).default([]).describe('With DAILY: types recorded at once instead.'),
  exclude: listOf(resourceType)
    .default([])
    .describe('Types that are not recorded at all. Empty: every supported type, present and future.'),
  role: choice(['service-linked', 'custom'])
    .default('service-linked')
    .describe(
      '`service-linked`: AWSServiceRoleForConfig, which Security Hub control Config.1 asks for. `custom`: a least-privilege role of our own.',
    ),
  serviceLinkedRoleExistsIn: z
    .union([z.literal('all'), listOf(accountId())], {
      error: ({ input }) => `${show(input)} is not a list of account ids; write all or ["111111111111", ...]`,
    })
    .default([])
    .describe(
      'Accounts that have AWSServiceRoleForConfig already; elsewhere it is created. `all`: assumed present everywhere.',
    ),
  snapshotFrequency: choice(['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'])
    .default('TwentyFour_Hours')
    .describe('How often a full snapshot is delivered to S3.'),
  snsTopicName: text(/^[\w-]{1,256}$/, 'a topic name', 'write the name alone: letters, digits, hyphens and underscores')
    .optional()
    .describe(
      'SNS topic in the audit account, of this name in every governed region, that Config notifies. It must exist and allow config.amazonaws.com.',
    ),
})
  .prefault({})
  .describe('AWS Config in every account and governed region. Global IAM types are recorded in the home region only.');

const aggregator = section({
  regions: z
    .union([z.literal('all'), listOf(region())], {
      error: ({ input }) => `${show(input)} is not a list of regions; write all or [eu-west-1, ...]`,
    })
    .default('all')
    .describe('Regions whose configuration is aggregated: `all`, present and future, or a list.'),
})
  .prefault({})
  .describe('The organization aggregator in the audit account.');

const guardrails = section({
  attachTo: listOf(
    text(
      /^(?:r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|\d{12})$/,
      'a policy target',
      'write a root id (r-...), an organizational unit (ou-...) or a quoted account id',
    ),
  )
    .optional()
    .describe('Where the SCPs attach. Default: the root. An empty list creates them attached to nothing.'),
  exemptRoles: listOf(roleNames())
    .default([])
    .describe(
      'Roles, in any account, that SCPs do not bind: break-glass, Control Tower. `provider.roleName` is always exempt, or an apply would lock itself out. ' +
        'The same SCPs stop everybody else from creating or changing roles of these names.',
    ),
  evaluatorRoles: listOf(roleNames())
    .default([])
    .describe(
      'Roles of custom rules you already have, which may report evaluations to AWS Config. ' +
        'As with exempt roles, the SCPs stop everybody else from creating or changing roles of these names.',
    ),
  limits: section({
    policyCharacters: wholeNumber(1, 100000, 'characters')
      .optional()
      .describe('Size of one SCP. Default: 10240 in the partition aws, 5120 elsewhere.'),
    attachments: wholeNumber(1, 100, 'policies')
      .optional()
      .describe('SCPs that one target takes. Default: 10 in the partition aws, 5 elsewhere.'),
    alreadyAttached: wholeNumber(0, 100, 'policies')
      .default(1)
      .describe('SCPs attached already, FullAWSAccess included.'),
  })
    .prefault({})
    .describe('Quotas of AWS Organizations. They differ between partitions and change over time.'),
})
  .prefault({})
  .describe('Service control policies from policies/scp/.');

const backendType = <const T extends string>(type: T) => z.literal(type).describe('Where the state is kept.');
const hcpName = (what: string) => text(/^[\w.-]{1,90}$/, what, 'write letters, digits, dots, hyphens and underscores');
const hostName = () =>
  text(/^[\w-]+(?:\.[\w-]+)+(?::\d+)?$/, 'a host name', 'write the name alone, as in app.terraform.io');
const BACKENDS = ['local', 's3', 'remote', 'cloud'] as const;

const backend = z
  .discriminatedUnion(
    'type',
    [
      section({ type: backendType('local') }),
      section({
        type: backendType('s3'),
        bucket: bucketName().describe('An existing, versioned bucket.'),
        region: region().describe('Region of the bucket.'),
        keyPrefix: text(/^[\w.-]+(?:\/[\w.-]+)*$/, 'a key prefix', 'write it without a slash at either end')
          .optional()
          .describe('Folder in the bucket. Default: the name of the platform.'),
        kmsKeyId: text(/^[\w:/-]+$/, 'a KMS key', 'write the id or the ARN of a key')
          .optional()
          .describe('Key that encrypts the state. Default: that of the bucket.'),
        roleArn: roleArn('write the whole ARN of a role')
          .optional()
          .describe('Role that reads and writes the state. Default: the credentials in use.'),
      }),
      section({
        type: backendType('remote'),
        organization: hcpName('an organization name').describe('HCP Terraform or Terraform Enterprise organization.'),
        hostname: hostName().optional().describe('Default: app.terraform.io.'),
        workspacePrefix: hcpName('a workspace prefix')
          .optional()
          .describe('Workspaces are called <prefix><stack>. Default: `<name>-`.'),
      }),
      section({
        type: backendType('cloud'),
        organization: hcpName('an organization name').describe('HCP Terraform organization.'),
        hostname: hostName().optional().describe('Default: app.terraform.io.'),
        workspacePrefix: hcpName('a workspace prefix')
          .optional()
          .describe('Workspaces are called <prefix><stack>. Default: `<name>-`.'),
      }),
    ],
    {
      error: ({ input }) => {
        if (typeof input !== 'object' || input === null || Array.isArray(input)) {
          return `${show(input)} is not a group of keys; write type: ${BACKENDS.join(' or type: ')} below it`;
        }
        const { type } = input as { type?: unknown };
        return type === undefined
          ? `is missing; write ${BACKENDS.join(' or ')}`
          : `${show(type)} is not a backend; ${suggest(type, BACKENDS)}`;
      },
    },
  )
  .prefault({ type: 'local' })
  .describe('Terraform state, one for each stack. `s3` locks with use_lockfile.');

const provider = section({
  version: z
    .literal([5, 6], { error: ({ input }) => `${show(input)} is not a supported major version; write 5 or 6` })
    .default(6)
    .describe(
      'Major version of hashicorp/aws. 6 sets the region on each resource; 5 (at least 5.100) needs a provider alias for each region. ' +
        'Going from 5 to 6 takes two applies: see docs/operations.md.',
    ),
  regionAliases: flag()
    .optional()
    .describe(
      'Keep a provider alias for each region under version 6: the step between 5 and 6. Default: true with 5, false with 6.',
    ),
  roleName: roleName()
    .default('OrganizationAccountAccessRole')
    .describe('Role assumed in every account but the management account. Exempt from the SCPs.'),
  managementRoleName: roleName()
    .optional()
    .describe('Role assumed in the management account. Default: the credentials in use.'),
})
  .prefault({})
  .describe('The AWS provider and the credentials of each stack.');

const tags = z
  .record(
    text(
      /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u,
      'a tag key',
      'use up to 128 letters, digits, spaces and _.:/=+-@, not starting with aws:',
    ),
    text(
      /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u,
      'a tag value',
      'use up to 256 letters, digits, spaces and _.:/=+-@, quoted',
    ),
    { error: ({ input }) => `${show(input)} is not a group of tags; write key: "value" below it` },
  )
  .default({})
  .describe('Tags of every resource that takes them.');

/** audit.yaml. Required: name, organization, accounts, regions, retention. */
export const schema = section({
  name: text(
    /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
    'a name',
    'use lower-case letters, digits and single hyphens, starting with a letter',
  ).describe('Prefix of every resource name. Changing it later replaces every resource.'),
  organization,
  accounts,
  regions,
  retention,
  storage: storage.prefault({}),
  trail,
  recorder,
  aggregator,
  guardrails,
  backend,
  provider,
  tags,
  deletionProtection: flag()
    .default(true)
    .describe(
      'The one switch for throw-away environments. true: `prevent_destroy` on keys and evidence buckets. ' +
        'false: they can be destroyed with all they hold; refused together with COMPLIANCE, which nothing can undo.',
    ),
});

/** audit.yaml after parsing: every default filled in. */
export type OrganizationConfig = z.output<typeof schema>;
export type Transition = OrganizationConfig['storage']['transitions'][number];
export type Backend = OrganizationConfig['backend'];

/** The JSON Schema that editors use, as checked in beside audit.yaml. */
export const jsonSchema = (): Record<string, unknown> =>
  z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) as Record<string, unknown>;
