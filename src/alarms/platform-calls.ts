import type { Organization } from '../config/organization';
import { all, any, type Condition, isNoneOf, isOneOf } from './condition';
import { callsOf, naming } from './watch';

/**
 * Calls that name a thing of the platform, service by service: each has its own parameters for it. Where a request may
 * carry an ARN or a URL instead of a name, the name ends or starts within.
 *
 * @param topicArns - topics that the alarms tell; whoever silences them silences all
 */
export function platformCalls(organization: Organization, topicArns: readonly string[]): Condition {
  const { managementAccount, auditAccount, evidenceAccounts, trailAccount } = organization;
  const { platformPrefix, catalogPrefix, trailLogGroup, trailTopic } = organization.names;
  const named = `${platformPrefix}*`;
  const inArn = `*:${platformPrefix}*`;
  const atPath = `*/${platformPrefix}*`;

  // One that was adopted has a name of its own.
  const adoptedTopics = trailTopic.startsWith(platformPrefix) ? [] : [trailTopic];
  const topics = [...topicArns, ...adoptedTopics.map(() => organization.trailTopicArn)];
  const ownLogGroups = [`/aws/lambda/${named}`, `/${platformPrefix.slice(0, -1)}/*`];
  const inTrailAccount = isOneOf('recipientAccountId', [trailAccount]);
  // Where no policy prevents anything, and where the alarms are: over the trail, of the audit account and of the archive's
  // copies. Few work there.
  const sparse = new Set([managementAccount, trailAccount, auditAccount, ...evidenceAccounts]);
  const inSparseAccounts = isOneOf('recipientAccountId', [...sparse]);
  return any([
    all([
      callsOf('logs'),
      // Every delivery and every start of a function opens a stream; queries only read.
      isNoneOf('eventName', ['CreateLogStream', 'StartQuery', 'StopQuery', 'StartLiveTail']),
      any([
        ...naming(['logGroupName'], trailLogGroup, ...ownLogGroups),
        ...naming(
          ['logGroupIdentifier', 'resourceIdentifier', 'resourceArn'],
          `*${trailLogGroup}*`,
          ...ownLogGroups.map((name) => `*${name}`),
        ),
        // What lets services write into log groups is known by a name of its own.
        ...naming(['policyName'], named),
        // Masks, transforms or forwards the events of every log group of the account.
        all([inTrailAccount, isOneOf('eventName', ['*AccountPolicy', 'PutStorageTierPolicy'])]),
      ]),
    ]),
    all([
      callsOf('cloudwatch'),
      any([
        ...naming(['alarmName', 'dashboardName'], named),
        ...naming(['resourceARN'], inArn),
        // These take lists, or rules that match alarms; in these accounts all of them are suspect.
        all([
          inSparseAccounts,
          isOneOf('eventName', ['DeleteAlarms', 'DeleteDashboards', 'DisableAlarmActions', '*AlarmMuteRule']),
        ]),
      ]),
    ]),
    all([
      callsOf('events'),
      any([
        ...naming(['name', 'rule', 'archiveName'], named),
        ...naming(['eventBusName'], named, atPath),
        ...naming(['resourceARN'], atPath),
      ]),
    ]),
    all([
      callsOf('sns'),
      any([
        ...naming(['topicArn', 'resourceArn'], inArn, ...topics),
        // A subscription's ARN begins with its topic's.
        ...naming(['subscriptionArn'], inArn, ...topics.map((topicArn) => `${topicArn}:*`)),
        ...naming(['name'], named, ...adoptedTopics),
      ]),
    ]),
    all([
      callsOf('sqs'),
      any([
        ...naming(['queueUrl'], atPath),
        ...naming(['queueName'], named),
        ...naming(['sourceArn', 'destinationArn'], inArn),
      ]),
    ]),
    all([
      callsOf('lambda'),
      any([
        ...naming(['functionName'], named, inArn),
        // Tags are put on any kind of resource.
        ...naming(['resourceArn', 'resource'], inArn),
        // What feeds a function is changed and cut off by an id alone.
        all([inSparseAccounts, isOneOf('eventName', ['*EventSourceMapping*'])]),
      ]),
    ]),
    all([
      callsOf('ssm'),
      any([
        ...naming(['name'], named, `*:document/${named}`),
        ...naming(['resourceId'], named),
        ...naming(['resourceArn'], `*:document/${named}`),
      ]),
    ]),
    all([
      callsOf('athena'),
      any([
        // Queries name their workgroup too.
        all([
          isOneOf('eventName', ['*WorkGroup', 'UpdatePreparedStatement', 'DeletePreparedStatement']),
          any(naming(['workGroup', 'name'], named)),
        ]),
        ...naming(['resourceARN'], atPath),
      ]),
    ]),
    all([
      callsOf('glue'),
      any([
        ...naming(['databaseName', 'name', 'databaseInput.name'], `${catalogPrefix}*`),
        ...naming(['resourceArn', 'targetArn'], `*/${catalogPrefix}*`),
      ]),
    ]),
  ]);
}
