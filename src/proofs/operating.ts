import { list } from '../policy/document';
import rows from './deployment.json';
import { within } from './evidence-objects';
import { type Attempt, inRegion, type Platform, type Task } from './platform';
import type { Context } from './principals';
import type { Target } from './simulator';

/** How evidence is judged and read, and how all of the platform is deployed and changed. */
export const operating = (platform: Platform): Task[] => [
  ...rules(platform),
  ...snapshotRules(platform),
  ...aggregator(platform),
  ...readers(platform),
  ...deployment(platform),
];

/** What one rule runs with in one account and region. */
interface RuleRole {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

function rules(platform: Platform): Task[] {
  const { names, config } = platform.organization;
  const declared = config.rules.lambda.map(({ rule }) => `${names.ruleRolePrefix}${rule}`);
  // Packs have rules as well; any will do for them.
  const functions = declared.length > 0 ? declared : [`${names.ruleRolePrefix}x`];
  const everywhere: RuleRole[] = platform.places.flatMap((place) => functions.map((name) => ({ ...place, name })));
  const ask = (does: string, action: string, about: (at: RuleRole) => Omit<Attempt, 'principal'>) => ({
    does,
    by: 'the role of a rule',
    action,
    requests: everywhere.map((at) => ({ principal: platform.as(at.account, at.name), ...about(at) })),
  });
  const inRegion = ({ account, region }: RuleRole) => ({
    target: { arn: '*', account },
    context: { 'aws:RequestedRegion': region },
  });
  const inLogs = ({ account, region, name }: RuleRole) => ({
    target: platform.logStream(region, account, name),
  });
  return [
    {
      does: 'take on the roles of rules',
      by: 'AWS Lambda',
      action: 'sts:AssumeRole',
      requests: everywhere.map(({ account, name }) => ({
        principal: platform.service('lambda', account),
        target: platform.role(account, name, 'lambda', { sourceAccountIfSent: account }),
      })),
    },
    ask('report evaluations', 'config:PutEvaluations', inRegion),
    ask('fetch what is too large for a message', 'config:GetResourceConfigHistory', inRegion),
    ask('create streams in the log group of a rule', 'logs:CreateLogStream', inLogs),
    ask('write logs of a rule', 'logs:PutLogEvents', inLogs),
  ];
}

/** Rules that read snapshots are those that the Config bucket lets in. */
function snapshotRules(platform: Platform): Task[] {
  const { recorded: accounts } = platform;
  const { home } = platform.organization;
  const statement = platform.config.policy?.Statement.find(({ Sid }) => Sid === 'RulesReadSnapshots');
  const names = list(statement?.Condition?.ArnLike?.['aws:PrincipalArn']).map((arn) => arn.split('/').at(-1)!);
  const ask = (does: string, action: string, target: (account: string) => Target, context?: Context): Task => ({
    does,
    by: 'the role of a rule that reads snapshots',
    action,
    requests: accounts.flatMap((account) =>
      names.map((name) => ({ principal: platform.as(account, name), target: target(account), context })),
    ),
  });
  return [
    ask('read snapshots', 's3:GetObject', (account) => within(platform.config, platform.objects.snapshot(account))),
    ask('decrypt snapshots', 'kms:Decrypt', () => platform.evidenceKey, platform.throughS3(home)),
  ];
}

function aggregator(platform: Platform): Task[] {
  const { auditAccount, names, ownership } = platform.organization;
  if (ownership.aggregator !== 'ours') return [];
  const role = platform.role(auditAccount, names.aggregatorRole, 'config', { sourceAccountIfSent: auditAccount });
  const ask = (does: string, action: string): Task => ({
    does,
    by: 'the role of the aggregator',
    action,
    requests: [
      { principal: platform.as(auditAccount, names.aggregatorRole), target: { arn: '*', account: auditAccount } },
    ],
  });
  return [
    {
      does: 'take on the role of the aggregator',
      by: 'AWS Config',
      action: 'sts:AssumeRole',
      requests: [{ principal: platform.service('config', auditAccount), target: role }],
    },
    ask('see of which organization it is', 'organizations:DescribeOrganization'),
    ask('list the accounts', 'organizations:ListAccounts'),
  ];
}

function readers(platform: Platform): Task[] {
  const { home, config } = platform.organization;
  const of = (part: 'bucket' | 'object') =>
    ['trail', 'config', 'access-log', 'archive']
      .map((name) => `${name}-${part}`)
      .filter((kind) => platform.targets.exists(kind))
      .map((kind) => platform.targets.target(kind, ''));
  const [buckets, objects] = [of('bucket'), of('object')];
  const ask = (does: string, action: string, targets: readonly Target[], context?: Context): Task => ({
    does,
    by: 'a declared reader',
    action,
    requests: config.storage.readers.flatMap((arn) => {
      const [account, path] = [arn.split(':')[4]!, arn.slice(arn.indexOf('/') + 1)];
      return targets.map((target) => ({ principal: platform.as(account, path), target, context }));
    }),
  });
  return [
    ask('list evidence', 's3:ListBucket', buckets),
    ask('read evidence', 's3:GetObject', objects),
    ask('read versions of evidence', 's3:GetObjectVersion', objects),
    ask('decrypt evidence', 'kms:Decrypt', [platform.evidenceKey], platform.throughS3(home)),
    ask('decrypt the archive', 'kms:Decrypt', [platform.archiveKey], platform.throughS3(config.regions.archive)),
  ];
}

interface Row {
  /** Accounts in which the deploying role does it. */
  readonly in: string;
  readonly action: string;
  readonly does: string;
  /** Kinds of targets; see targets.ts. */
  readonly on: readonly string[];
  /** The service that a role is handed to. */
  readonly to?: string;
  /** Only organizations that have it. */
  readonly if?: string;
}

/** What a deployment does that changes something; it reads as well, but who may change may read. */
function deployment(platform: Platform): Task[] {
  const { config, managementAccount, ownership } = platform.organization;
  const records = platform.recorded.some((account) => account !== managementAccount);
  const has: Readonly<Record<string, boolean>> = {
    trail: ownership.trail === 'ours',
    aggregator: ownership.aggregator === 'ours',
    records,
    recorder: records && config.recorder.role === 'custom',
    linked: records && config.recorder.role !== 'custom',
    notifications: config.trail.notifications,
    alerts: config.alarms.subscriptions.length > 0,
    remediations: platform.mendsFindings,
  };
  return (rows as readonly Row[])
    .filter((row) => row.if === undefined || has[row.if])
    .map((row) => ({
      does: row.does,
      by: 'the deploying role',
      action: row.action,
      requests: row.on.filter((kind) => platform.targets.exists(kind)).flatMap((kind) => attempts(platform, row, kind)),
    }));
}

function attempts(platform: Platform, row: Row, kind: string): Attempt[] {
  const { organization, targets } = platform;
  const { auditAccount, evidenceAccounts, trailAccount, home, config } = organization;
  const context: Context = row.to === undefined ? {} : { 'iam:PassedToService': row.to };
  const attempt = (account: string, target: Target, region?: string): Attempt => ({
    principal: platform.deployer(account),
    target,
    context: region === undefined ? context : { ...context, 'aws:RequestedRegion': region },
  });
  const isGlobal = row.action.startsWith('iam:');
  switch (row.in) {
    case 'evidence':
      if (targets.placeOf(kind) === 'shared') {
        const target = targets.target(kind, '');
        return [attempt(target.account, target)];
      }
      return evidenceAccounts.map((account) => attempt(account, targets.target(kind, account)));
    case 'trail':
      // Whoever administers the trail acts on it as on its own.
      return [attempt(trailAccount, { ...targets.target(kind, trailAccount), account: trailAccount })];
    default: {
      const accounts = row.in === 'audit' ? [auditAccount] : platform.members;
      const regions = isGlobal ? [home] : config.regions.governed;
      return accounts.flatMap((account) =>
        regions.map((region) => {
          const target = targets.target(kind, account);
          const there = { ...target, arn: inRegion(target.arn, region) };
          return attempt(account, there, isGlobal ? undefined : region);
        }),
      );
    }
  }
}
