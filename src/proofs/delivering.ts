import { dnsSuffix } from '../config/regions';
import { within } from './evidence-objects';
import { called, type Platform, type Task } from './platform';
import type { Context } from './principals';
import type { Target } from './simulator';

const OWNER_GETS_ALL: Context = { 's3:x-amz-acl': 'bucket-owner-full-control' };

/** How evidence comes to where it is kept, and from there into the archive. */
export const delivering = (platform: Platform): Task[] => [
  ...(platform.trail ? [...cloudTrail(platform, platform.trail), ...trailLogs(platform)] : []),
  ...awsConfig(platform),
  ...(platform.organization.config.recorder.role === 'custom' ? recorder(platform) : []),
  ...accessLogging(platform),
  ...replication(platform),
];

function cloudTrail(platform: Platform, bucket: Target): Task[] {
  const { id, managementAccount, config, trailArn, trailAccount, names } = platform.organization;
  const principal = platform.service('cloudtrail', managementAccount, { 'aws:SourceArn': trailArn });
  const by = 'AWS CloudTrail';
  const deliver = (does: string, kind: string, owners: readonly string[]): Task => ({
    does,
    by,
    action: 's3:PutObject',
    requests: owners.map((owner) => ({
      principal,
      target: within(bucket, platform.objects.logFile(owner, kind)),
      context: OWNER_GETS_ALL,
    })),
  });
  const everybody = platform.accounts.map((account) => `${id}/${account}`);
  const context = { 'kms:EncryptionContext:aws:cloudtrail:arn': trailArn };
  const once = (does: string, action: string, target: Target, more?: Context): Task => ({
    does,
    by,
    action,
    requests: [{ principal, target, context: more }],
  });
  return [
    deliver('deliver log files of the organization', 'CloudTrail', everybody),
    deliver('deliver digests of the organization', 'CloudTrail-Digest', everybody),
    deliver('deliver log files of the management account', 'CloudTrail', [managementAccount]),
    deliver('deliver digests of the management account', 'CloudTrail-Digest', [managementAccount]),
    once('see that the trail bucket takes them', 's3:GetBucketAcl', bucket),
    once('see that there is the key', 'kms:DescribeKey', platform.evidenceKey),
    once('make data keys for log files', 'kms:GenerateDataKey', platform.evidenceKey, context),
    once('decrypt the data key of the trail bucket', 'kms:Decrypt', platform.evidenceKey),
    once(
      'take on the role that writes the log group',
      'sts:AssumeRole',
      platform.role(trailAccount, names.trailLogsRole, 'cloudtrail', { sourceArnIfSent: trailArn }),
    ),
    ...(config.trail.notifications
      ? [
          once('tell the topic of deliveries', 'sns:Publish', platform.policies.topic),
          once('make data keys for the topic', 'kms:GenerateDataKey', platform.evidenceKey),
        ]
      : []),
  ];
}

function trailLogs(platform: Platform): Task[] {
  const { home, partition, trailAccount, trailLogGroupArn, names } = platform.organization;
  const context = { 'kms:EncryptionContext:aws:logs:arn': trailLogGroupArn };
  const logs = called(`logs.${home}.${dnsSuffix(partition)}`);
  const encrypt = (does: string, action: string): Task => ({
    does,
    by: 'CloudWatch Logs',
    action,
    requests: [{ principal: logs, target: platform.evidenceKey, context }],
  });
  const writer = platform.as(trailAccount, names.trailLogsRole);
  const target = platform.targets.target('trail-log-stream', trailAccount);
  const write = (does: string, action: string): Task => ({
    does,
    by: 'the role that CloudTrail writes its log group with',
    action,
    requests: [{ principal: writer, target }],
  });
  return [
    encrypt('encrypt the log group of the trail', 'kms:Encrypt'),
    encrypt('decrypt the log group of the trail', 'kms:Decrypt'),
    encrypt('make data keys for the log group of the trail', 'kms:GenerateDataKey'),
    encrypt('take the log group of the trail from an old key', 'kms:ReEncryptFrom'),
    encrypt('take the log group of the trail to a new key', 'kms:ReEncryptTo'),
    encrypt('see that there is the key of the log group', 'kms:DescribeKey'),
    write('create streams in the log group of the trail', 'logs:CreateLogStream'),
    write('write events to the log group of the trail', 'logs:PutLogEvents'),
  ];
}

function awsConfig(platform: Platform): Task[] {
  const { recorded: accounts } = platform;
  const ask = (does: string, action: string, target: (account: string) => Target, context?: Context): Task => ({
    does,
    by: 'AWS Config',
    action,
    requests: accounts.map((account) => ({
      principal: platform.service('config', account),
      target: target(account),
      context,
    })),
  });
  const deliver = (does: string, key: (account: string) => string): Task =>
    ask(does, 's3:PutObject', (account) => within(platform.config, key(account)), OWNER_GETS_ALL);
  return [
    deliver('deliver snapshots', (account) => platform.objects.snapshot(account)),
    deliver('deliver history', (account) => platform.objects.history(account)),
    deliver('see that the Config bucket takes what it delivers', (account) => platform.objects.probe(account)),
    ask('see who owns the Config bucket', 's3:GetBucketAcl', () => platform.config),
    ask('see that there is the Config bucket', 's3:ListBucket', () => platform.config),
    ask('make data keys for snapshots and history', 'kms:GenerateDataKey', () => platform.evidenceKey),
    ask('decrypt the data key of the Config bucket', 'kms:Decrypt', () => platform.evidenceKey),
  ];
}

/** With the custom role, which uploads with an ACL: that takes the right to set one. */
function recorder(platform: Platform): Task[] {
  const { names, home } = platform.organization;
  const { recorded: accounts } = platform;
  const by = 'the custom recorder role';
  const ask = (does: string, action: string, target: (account: string) => Target, context?: Context): Task => ({
    does,
    by,
    action,
    requests: accounts.map((account) => ({
      principal: platform.as(account, names.recorderRole),
      target: target(account),
      context,
    })),
  });
  const deliver = (what: string, key: (account: string) => string): Task[] => [
    ask(what, 's3:PutObject', (account) => within(platform.config, key(account)), OWNER_GETS_ALL),
    ask(
      `${what}, whose owner is the bucket’s`,
      's3:PutObjectAcl',
      (account) => within(platform.config, key(account)),
      OWNER_GETS_ALL,
    ),
  ];
  return [
    {
      does: 'take on the custom recorder role',
      by: 'AWS Config',
      action: 'sts:AssumeRole',
      requests: accounts.map((account) => ({
        principal: platform.service('config', account),
        target: platform.role(account, names.recorderRole, 'config', { sourceAccount: account }),
      })),
    },
    ...deliver('deliver snapshots', (account) => platform.objects.snapshot(account)),
    ...deliver('deliver history', (account) => platform.objects.history(account)),
    ...deliver('deliver the file that shows that it can', (account) => platform.objects.probe(account)),
    ask('see who owns the Config bucket', 's3:GetBucketAcl', () => platform.config),
    ask('see that there is the Config bucket', 's3:ListBucket', () => platform.config),
    ask('make data keys', 'kms:GenerateDataKey', () => platform.evidenceKey, platform.throughS3(home)),
    ask(
      'decrypt the data key of the Config bucket',
      'kms:Decrypt',
      () => platform.evidenceKey,
      platform.throughS3(home),
    ),
  ];
}

function accessLogging(platform: Platform): Task[] {
  const { names, evidenceAccount } = platform.organization;
  const deliver = (does: string, bucket: Target, name: string): Task => ({
    does,
    by: 'Amazon S3',
    action: 's3:PutObject',
    requests: [
      {
        principal: platform.service('logging.s3', evidenceAccount, { 'aws:SourceArn': bucket.arn }),
        target: within(platform.accessLogs, platform.objects.accessLog(name)),
      },
    ],
  });
  return [
    ...(platform.trail ? [deliver('deliver access logs of the trail bucket', platform.trail, names.trailBucket)] : []),
    deliver('deliver access logs of the Config bucket', platform.config, names.configBucket),
  ];
}

function replication(platform: Platform): Task[] {
  const { names, evidenceAccount, home, config } = platform.organization;
  const trail = config.storage.replicateTrail ? [platform.trail].filter((one) => one !== undefined) : [];
  const logFile = platform.objects.logFile();
  const keys = [platform.objects.snapshot(), platform.objects.accessLog()];
  const buckets = [platform.config, platform.accessLogs, ...trail];
  const locked = trail.map((bucket) => within(bucket, logFile));
  const objects = [within(platform.config, keys[0]!), within(platform.accessLogs, keys[1]!), ...locked];
  const copies = [...keys, ...trail.map(() => logFile)].map((key) => within(platform.archive, key));
  const principal = platform.as(evidenceAccount, names.replicationRole);
  const ask = (does: string, action: string, targets: readonly Target[], context?: Context): Task => ({
    does,
    by: 'the replication role',
    action,
    requests: targets.map((target) => ({ principal, target, context })),
  });
  const role = platform.role(evidenceAccount, names.replicationRole, 's3', { sourceAccountIfSent: evidenceAccount });
  return [
    {
      does: 'take on the replication role',
      by: 'Amazon S3',
      action: 'sts:AssumeRole',
      requests: [{ principal: platform.service('s3', evidenceAccount), target: role }],
    },
    ask('see what is to be copied', 's3:GetReplicationConfiguration', buckets),
    ask('list what is to be copied', 's3:ListBucket', buckets),
    ask('read what is to be copied', 's3:GetObjectVersionForReplication', objects),
    ask('read ACLs of what is to be copied', 's3:GetObjectVersionAcl', objects),
    ask('read tags of what is to be copied', 's3:GetObjectVersionTagging', objects),
    ask('read how long what is to be copied is locked', 's3:GetObjectRetention', locked),
    ask('read legal holds of what is to be copied', 's3:GetObjectLegalHold', locked),
    ask('write copies to the archive', 's3:ReplicateObject', copies),
    ask('write tags of copies', 's3:ReplicateTags', copies),
    ask('decrypt what is to be copied', 'kms:Decrypt', [platform.evidenceKey], platform.throughS3(home)),
    ...['kms:Encrypt', 'kms:GenerateDataKey'].map((action) =>
      ask('encrypt copies', action, [platform.archiveKey], platform.throughS3(config.regions.archive)),
    ),
  ];
}
