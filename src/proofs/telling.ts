import { dnsSuffix } from '../config/regions';
import { called, commonlyNamed, type Platform, type Task } from './platform';
import type { Context } from './principals';

/** How people come to hear: of alarms, of events, and of healers that are silent. */
export const telling = (platform: Platform): Task[] => [...rollCall(platform), ...alerts(platform)];

/** How silence of the healers is noticed. */
function rollCall(platform: Platform): Task[] {
  const { auditAccount: account, home: region, names } = platform.organization;
  const ask = (does: string, action: string, target: Task['requests'][number]['target']): Task => ({
    does,
    by: 'the roll call',
    action,
    requests: [{ principal: platform.as(account, names.rollCallRole), target }],
  });
  const log = { region, account, resource: `log-group:${names.eventLogGroup}` };
  return [
    {
      does: 'take on the role of the roll call',
      by: 'AWS Lambda',
      action: 'sts:AssumeRole',
      requests: [
        {
          principal: platform.service('lambda', account),
          target: platform.role(account, names.rollCallRole, 'lambda', { sourceAccountIfSent: account }),
        },
      ],
    },
    ask('ask the event log', 'logs:StartQuery', { arn: platform.organization.arn('logs', log), account }),
    ask('put the roll call on the bus', 'events:PutEvents', platform.policies.bus),
  ];
}

/** How alarms and events come to people, where somebody has subscribed. */
function alerts(platform: Platform): Task[] {
  const { organization, policies } = platform;
  const { auditAccount, trailAccount, home, names, partition } = organization;
  const topics = [...new Set([auditAccount, trailAccount])].flatMap((account) => policies.alertsOf(account) ?? []);
  const alarms = (does: string, action: string, part: 'topic' | 'key'): Task => ({
    does,
    by: 'Amazon CloudWatch',
    action,
    requests: topics.map((one) => {
      const { account } = one.topic;
      const resource = `alarm:${names.platformPrefix}x`;
      const alarm = organization.arn('cloudwatch', { region: home, account, resource });
      return {
        principal: platform.service('cloudwatch', account, { 'aws:SourceArn': alarm }),
        target: one[part],
      };
    }),
  });
  const snsHost = `sns.${home}.${dnsSuffix(partition)}`;
  const throughSns = { 'kms:ViaService': snsHost, 'aws:ViaAWSService': 'true' };
  const announce = (does: string, action: string, part: 'topic' | 'key', context?: Context): Task => ({
    does,
    by: 'the announcer',
    action,
    requests: topics
      .filter(({ topic }) => topic.account === auditAccount)
      .map((one) => ({ principal: platform.as(auditAccount, names.announcer), target: one[part], context })),
  });
  const stored = { region: home, account: auditAccount, resource: `log-group:${names.eventLogGroup}` };
  const logs = called(`logs.${home}.${dnsSuffix(partition)}`);
  const context = { 'kms:EncryptionContext:aws:logs:arn': organization.arn('logs', stored) };
  return [
    alarms('tell the topic of alerts', 'sns:Publish', 'topic'),
    alarms('make data keys for the topic of alerts', 'kms:GenerateDataKey', 'key'),
    alarms('decrypt data keys of the topic of alerts', 'kms:Decrypt', 'key'),
    announce('tell the topic of alerts', 'sns:Publish', 'topic'),
    announce('make data keys for the topic of alerts', 'kms:GenerateDataKey', 'key', throughSns),
    announce('decrypt data keys of the topic of alerts', 'kms:Decrypt', 'key', throughSns),
    ...['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({
      does: 'keep the log group of what is reported encrypted, with the key of the topic of alerts',
      by: 'CloudWatch Logs',
      action,
      requests: topics
        .filter(({ topic }) => topic.account === auditAccount)
        .map(({ key }) => ({ principal: logs, target: commonlyNamed(key), context })),
    })),
  ];
}
