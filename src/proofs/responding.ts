import { organizationsRegionOf } from '../config/regions';
import { type Attempt, inRegion, type Platform, type Task } from './platform';
import type { Context } from './principals';
import type { Target } from './simulator';

/** How the platform mends itself and what it finds, and reports that. */
export const responding = (platform: Platform): Task[] => [
  ...healers(platform).flatMap((healer) => everyHealer(platform, healer)),
  ...(platform.trail ? trailHealer(platform) : []),
  ...recorderHealer(platform),
  ...evidenceHealer(platform),
  ...guardrailHealer(platform),
  ...forwarders(platform),
  ...(platform.mendsFindings ? documents(platform) : []),
];

/** A healer in one account and region. */
interface Copy {
  readonly account: string;
  readonly region: string;
}

interface HealerKind {
  readonly name: string;
  /** Queue of what failed. */
  readonly queue: string;
  readonly copies: readonly Copy[];
}

const byOf = (name: string): string => `the healer of the ${name}`;

function healers(platform: Platform): HealerKind[] {
  const { organization } = platform;
  const { home, trailAccount, managementAccount, evidenceAccount, archiveAccount, config, names } = organization;
  const eventRegion = organizationsRegionOf(organization.partition);
  const own = (name: string): string => `${names.healerPrefix}${name}-dead-letters`;
  return [
    { name: 'trail', queue: own('trail'), copies: platform.trail ? [{ account: trailAccount, region: home }] : [] },
    { name: 'guardrails', queue: own('guardrails'), copies: [{ account: managementAccount, region: eventRegion }] },
    {
      name: 'evidence',
      queue: `${names.platformPrefix}evidence-dead-letters`,
      copies: [
        { account: evidenceAccount, region: home },
        { account: archiveAccount, region: config.regions.archive },
      ],
    },
    { name: 'recorder', queue: names.deadLetterQueue, copies: recorded(platform) },
  ];
}

/** Every account, the management account among them, in every region that is recorded. */
const everywhere = ({ accounts, organization }: Platform): Copy[] =>
  accounts.flatMap((account) => organization.config.regions.governed.map((region) => ({ account, region })));

/** Where a recorder of ours records. */
const recorded = ({ recorded: accounts, organization }: Platform): Copy[] =>
  accounts.flatMap((account) => organization.ownership.recordedIn(account).map((region) => ({ account, region })));

const roleOf = ({ organization }: Platform, healer: string): string =>
  `${organization.names.remediationRolePrefix}heal-${healer}`;

/** What every healer does besides: start, log, tell, and leave and count what failed. */
function everyHealer(platform: Platform, { name, queue: queueName, copies }: HealerKind): Task[] {
  const { organization } = platform;
  const { names } = organization;
  const role = roleOf(platform, name);
  const ask = (does: string, action: string, target: (at: Copy) => Target): Task => ({
    does,
    by: byOf(name),
    action,
    requests: copies.map((at) => ({ principal: platform.as(at.account, role), target: target(at) })),
  });
  const logs = ({ region, account }: Copy) => platform.logStream(region, account, `${names.healerPrefix}${name}`);
  const queue = ({ region, account }: Copy): Target => ({
    arn: organization.arn('sqs', { region, account, resource: queueName }),
    account,
  });
  return [
    {
      does: `take on the role of ${byOf(name)}`,
      by: 'AWS Lambda',
      action: 'sts:AssumeRole',
      requests: copies.map(({ account }) => ({
        principal: platform.service('lambda', account),
        target: platform.role(account, role, 'lambda', { sourceAccountIfSent: account }),
      })),
    },
    ask('create streams in its log group', 'logs:CreateLogStream', logs),
    ask('write its log', 'logs:PutLogEvents', logs),
    ask('report to the audit account', 'events:PutEvents', () => platform.policies.bus),
    ask('leave what failed in the queue', 'sqs:SendMessage', queue),
    ask('count what failed', 'sqs:GetQueueAttributes', queue),
  ];
}

function trailHealer(platform: Platform): Task[] {
  const { trailAccount, trailArn, names } = platform.organization;
  const principal = platform.as(trailAccount, roleOf(platform, 'trail'));
  const ask = (does: string, action: string, target: Target, context?: Context): Task => ({
    does,
    by: byOf('trail'),
    action,
    requests: [{ principal, target, context }],
  });
  // Whoever administers the trail acts on it as on its own.
  const trail = { arn: trailArn, account: trailAccount };
  const logsRole = { arn: platform.organization.roleArn(trailAccount, names.trailLogsRole), account: trailAccount };
  return [
    ask('start the trail again', 'cloudtrail:StartLogging', trail),
    ask('set again where the trail delivers', 'cloudtrail:UpdateTrail', trail),
    ask('have the trail record everything again', 'cloudtrail:PutEventSelectors', trail),
    ask('have the trail look for unusual activity again', 'cloudtrail:PutInsightSelectors', trail),
    ask('hand on the role that writes the log group', 'iam:PassRole', logsRole, {
      'iam:PassedToService': 'cloudtrail.amazonaws.com',
    }),
  ];
}

function recorderHealer(platform: Platform): Task[] {
  const { config, names } = platform.organization;
  const role = roleOf(platform, 'recorder');
  const ask = (does: string, action: string, kind: string): Task => ({
    does,
    by: byOf('recorder'),
    action,
    requests: recorded(platform).map(({ account, region }): Attempt => {
      const { arn } = platform.targets.target(kind, account);
      return {
        principal: platform.as(account, role),
        target: { arn: inRegion(arn, region), account },
        context: { 'aws:RequestedRegion': region },
      };
    }),
  });
  const recorderRole = (account: string): Target =>
    config.recorder.role === 'custom'
      ? { arn: platform.organization.roleArn(account, names.recorderRole), account }
      : platform.targets.target('service-linked-role:config', account);
  return [
    ask('start the recorder again', 'config:StartConfigurationRecorder', 'recorder'),
    ask('have the recorder record everything again', 'config:PutConfigurationRecorder', 'recorder'),
    ask('write the delivery channel again', 'config:PutDeliveryChannel', 'nothing'),
    ask('set again how long AWS Config keeps history', 'config:PutRetentionConfiguration', 'nothing'),
    {
      does: 'hand on the role that AWS Config records with',
      by: byOf('recorder'),
      action: 'iam:PassRole',
      requests: platform.recorded.map((account) => ({
        principal: platform.as(account, role),
        target: recorderRole(account),
        context: { 'iam:PassedToService': 'config.amazonaws.com' },
      })),
    },
  ];
}

function evidenceHealer(platform: Platform): Task[] {
  const role = roleOf(platform, 'evidence');
  const ask = (does: string, action: string, targets: readonly Target[]): Task => ({
    does,
    by: byOf('evidence'),
    action,
    requests: targets.map((target) => ({ principal: platform.as(target.account, role), target })),
  });
  const buckets = [platform.trail, platform.config, platform.accessLogs, platform.archive].filter(
    (bucket) => bucket !== undefined,
  );
  const keys = [platform.evidenceKey, platform.archiveKey];
  return [
    ask('read the policies of buckets', 's3:GetBucketPolicy', buckets),
    ask('see whether buckets are closed to the public', 's3:GetBucketPublicAccessBlock', buckets),
    ask('see whether buckets keep versions', 's3:GetBucketVersioning', buckets),
    ask('write the policies of buckets again', 's3:PutBucketPolicy', buckets),
    ask('close buckets to the public again', 's3:PutBucketPublicAccessBlock', buckets),
    ask('have buckets keep versions again', 's3:PutBucketVersioning', buckets),
    ask('see whether keys can be used', 'kms:DescribeKey', keys),
    ask('see whether keys rotate', 'kms:GetKeyRotationStatus', keys),
    ask('keep keys from being deleted', 'kms:CancelKeyDeletion', keys),
    ask('switch keys on again', 'kms:EnableKey', keys),
    ask('have keys rotate again', 'kms:EnableKeyRotation', keys),
  ];
}

function guardrailHealer(platform: Platform): Task[] {
  const { managementAccount, hasResourceControlPolicies } = platform.organization;
  const principal = platform.as(managementAccount, roleOf(platform, 'guardrails'));
  const ask = (does: string, action: string, ...kinds: readonly string[]): Task => ({
    does,
    by: byOf('guardrails'),
    action,
    requests: kinds.map((kind) => ({
      principal,
      target: platform.targets.target(kind, managementAccount),
      context: platform.targets.contextOf(kind),
    })),
  });
  const policies = [
    'organization-policy',
    ...(hasResourceControlPolicies ? ['organization-resource-control-policy'] : []),
  ];
  return [
    ask('write policies of the organization again', 'organizations:UpdatePolicy', ...policies),
    ask('attach policies of the organization again', 'organizations:AttachPolicy', ...policies, 'guarded-root'),
    ask('switch types of policies on again', 'organizations:EnablePolicyType', 'organization-root'),
  ];
}

/** What brings events of every account to the bus of the audit account. */
function forwarders(platform: Platform): Task[] {
  const { names, evidenceAccount, trailAccount, managementAccount } = platform.organization;
  const forwarding = [
    ...platform.accounts.map((account) => ({ account, name: names.forwarderRole })),
    { account: evidenceAccount, name: `${names.forwarderRole}-alarms` },
    ...(trailAccount === managementAccount
      ? [{ account: managementAccount, name: `${names.forwarderRole}-alarms` }]
      : [{ account: managementAccount, name: `${names.forwarderRole}-trail` }]),
  ];
  return [
    {
      does: 'take on the roles that forward events',
      by: 'Amazon EventBridge',
      action: 'sts:AssumeRole',
      requests: forwarding.map(({ account, name }) => ({
        principal: platform.service('events', account),
        target: platform.role(account, name, 'events', { sourceAccountIfSent: account }),
      })),
    },
    {
      does: 'forward events to the audit account',
      by: 'a role that forwards events',
      action: 'events:PutEvents',
      requests: forwarding.map(({ account, name }) => ({
        principal: platform.as(account, name),
        target: platform.policies.bus,
      })),
    },
  ];
}

/** How documents that mend findings are started, and report; what each changes is not the audit's. */
function documents(platform: Platform): Task[] {
  const { organization, accounts } = platform;
  const { names } = organization;
  const document = `${names.remediationRolePrefix}x`;
  const arnOf = (service: string, { account, region }: Copy, resource: string): Target => ({
    arn: organization.arn(service, { region, account, resource }),
    account,
  });
  return [
    {
      does: 'take on the role that starts documents',
      by: 'Amazon EventBridge',
      action: 'sts:AssumeRole',
      requests: accounts.map((account) => ({
        principal: platform.service('events', account),
        target: platform.role(account, names.starterRole, 'events', { sourceAccountIfSent: account }),
      })),
    },
    {
      does: 'start documents that mend findings',
      by: 'the role that starts documents',
      action: 'ssm:StartAutomationExecution',
      // IAM asks for all three. Source: service authorization reference, Systems Manager.
      requests: everywhere(platform).flatMap((at) =>
        [
          `automation-definition/${names.platformPrefix}x:$DEFAULT`,
          `document/${names.platformPrefix}x`,
          'automation-execution/x',
        ].map((resource) => ({
          principal: platform.as(at.account, names.starterRole),
          target: arnOf('ssm', at, resource),
        })),
      ),
    },
    {
      does: 'hand on the roles of documents',
      by: 'the role that starts documents',
      action: 'iam:PassRole',
      requests: accounts.map((account) => ({
        principal: platform.as(account, names.starterRole),
        target: { arn: organization.roleArn(account, document), account },
        context: { 'iam:PassedToService': 'ssm.amazonaws.com' },
      })),
    },
    {
      does: 'take on the roles of documents',
      by: 'AWS Systems Manager',
      action: 'sts:AssumeRole',
      requests: accounts.map((account) => ({
        principal: platform.service('ssm', account),
        target: platform.role(account, document, 'ssm', { sourceAccount: account }),
      })),
    },
    {
      does: 'report what a document does',
      by: 'the role of a document',
      action: 'events:PutEvents',
      requests: everywhere(platform).map((at) => {
        const own = arnOf('events', at, `event-bus/${names.eventBus}`);
        const { bus } = platform.policies;
        return { principal: platform.as(at.account, document), target: own.arn === bus.arn ? bus : own };
      }),
    },
  ];
}
