import { accountId, choice, flag, listOf, region, section, text } from '../fields';
import { bucketName } from './aws-names';

/** What of a bucket is a thing of its own to Terraform. */
export const BUCKET_PARTS = [
  'policy',
  'versioning',
  'encryption',
  'public-access-block',
  'ownership',
  'lifecycle',
  'object-lock',
  'logging',
  'replication',
] as const;
export type BucketPart = (typeof BUCKET_PARTS)[number];

/** Services that the audit account administers for the organization. */
export const DELEGATED_SERVICES = [
  'cloudtrail.amazonaws.com',
  'config.amazonaws.com',
  'config-multiaccountsetup.amazonaws.com',
] as const;

const trailName = () =>
  text(
    // Source: CloudTrail user guide, "Naming requirements for CloudTrail resources".
    /^(?=.{3,128}$)[A-Za-z0-9](?:[._-]?[A-Za-z0-9])*[._-]?$/,
    'a trail name',
    'write the name alone, 3 to 128 letters, digits, dots, hyphens and underscores',
  );

const logGroupName = () =>
  text(
    /^[\w./#-]{1,512}$/,
    'a log group name',
    'write the name alone, as in /aws/cloudtrail/org: up to 512 letters, digits and _./#-',
  );

const topicName = () =>
  text(/^[\w-]{1,256}$/, 'a topic name', 'write the name alone: up to 256 letters, digits, hyphens and underscores');

/** Of a recorder, a delivery channel or an aggregator. Source: Config API reference. */
const configName = (what: string) =>
  text(
    /^[\w.-]{1,256}$/,
    what,
    'write the name alone, as in default: up to 256 letters, digits, dots, hyphens and underscores',
  );

const alias = () =>
  text(
    /^alias\/(?!aws\/)[\w/-]{1,250}$/,
    'an alias',
    'write it as in alias/audit; aliases that start with alias/aws/ are of AWS',
  );

const keyId = () =>
  text(
    /^(?:arn:[\w-]+:kms:[\w-]+:\d{12}:key\/)?(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/,
    'a key id',
    'write the id of the key itself, as in 1234abcd-12ab-34cd-56ef-1234567890ab, or its ARN; not an alias',
  );

const existingRole = () =>
  text(
    /^(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
    'a role name',
    'write the name with its path, as in service-role/TrailToLogs; the name has up to 64 characters',
  );

const target = () =>
  text(
    /^(?:r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|\d{12})$/,
    'a policy target',
    'write a root id (r-...), an organizational unit (ou-...) or a quoted account id',
  );

const bucket = (what: string) =>
  section({
    name: bucketName().describe('Its name, which is kept.'),
    objectLock: flag()
      .default(false)
      .describe(
        'Whether Object Lock is enabled on it. Where it is not and belongs there, it is enabled, for good; what lies in the bucket already stays unlocked.',
      ),
    has: listOf(choice(BUCKET_PARTS))
      .default([])
      .describe(
        'What it has of its own. These are imported, so that a plan shows what changes; what is there and not listed is written over unseen.',
      ),
  })
    .optional()
    .describe(what);

const key = (what: string) =>
  section({
    id: keyId().describe('Id or ARN of the key. Its policy becomes ours; grants stay.'),
    alias: alias().optional().describe('An alias of it, which is kept. Default: ours is created.'),
  })
    .optional()
    .describe(what);

export const adopt = section({
  delegatedAdministrators: listOf(choice(DELEGATED_SERVICES))
    .default([])
    .describe('Services that the audit account administers for the organization already.'),
  trail: section({
    name: trailName().describe('Its name, which is kept. It must be a trail of the home region.'),
    logGroup: logGroupName()
      .optional()
      .describe('The log group it delivers to, or is to deliver to. Default: ours is created.'),
    logsRole: existingRole()
      .optional()
      .describe('The role, with its path, that it delivers there with. Default: ours is created.'),
    topic: topicName()
      .optional()
      .describe('The topic that hears of each log file; asks for `trail.notifications`. Default: ours is created.'),
  })
    .optional()
    .describe('The trail that becomes the trail of the organization, of `trail.administrator`.'),
  buckets: section({
    trail: bucket('Where trails deliver: in the log archive account and the home region.'),
    config: bucket('Where AWS Config delivers: in the log archive account and the home region; without Object Lock.'),
    accessLogs: bucket('Access logs of both: in the log archive account and the home region; without Object Lock.'),
    archive: bucket('Locked copies: in the archive account and region.'),
  })
    .prefault({})
    .describe('Buckets that become buckets of the platform. Each must lie in the account and region of its kind.'),
  keys: section({
    evidence: key('Key of evidence: symmetric, in the log archive account and the home region.'),
    archive: key('Key of the archive: symmetric, in the archive account and region.'),
  })
    .prefault({})
    .describe(
      'KMS keys that become keys of the platform. Keys with imported material cannot be rotated, so not these.',
    ),
  recorders: listOf(
    section({
      account: accountId().describe('An account of this file.'),
      region: region().describe('A governed region.'),
      recorder: configName('a recorder name')
        .optional()
        .describe('Its recorder, which keeps its name. Default: it has none.'),
      channel: configName('a channel name')
        .optional()
        .describe('Its delivery channel, which keeps its name. Default: it has none.'),
      retention: flag().default(false).describe('Whether it has a retention configuration.'),
    }),
  )
    .default([])
    .describe(
      'What AWS Config has already, account by account and region by region: of each there can be one only, and none can be renamed.',
    ),
  aggregator: section({
    name: configName('an aggregator name').describe('Its name, which is kept. It must be one of the organization.'),
    role: existingRole().optional().describe('Its role, with its path. Default: ours is created.'),
  })
    .optional()
    .describe('The organization aggregator in the audit account and the home region.'),
  policies: listOf(
    section({
      policy: text(
        /^(?:scp|rcp)(?:-[a-z0-9-]+)?-\d+$/,
        'a policy of ours',
        'write the id that ends its Terraform address, as in scp-1',
      ).describe('Which of our policies it becomes, as in `scp-1`.'),
      id: text(/^p-[0-9A-Za-z_]{8,128}$/, 'a policy id', 'write the id that AWS gave it, as in p-a1b2c3d4').describe(
        'Its id in AWS Organizations. Name, description and content become ours.',
      ),
      attachedTo: listOf(target()).default([]).describe('What it is attached to already: targets of our policy only.'),
    }),
  )
    .default([])
    .describe('Service and resource control policies that become ours.'),
})
  .prefault({})
  .describe(
    'What exists in AWS already and is taken into the state by `import` blocks, under the names that it has. ' +
      'It stays in the file afterwards, because names follow from it. See docs/adoption.md.',
  );
