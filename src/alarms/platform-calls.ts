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
  const { platformPrefix, catalogPrefix, trailLogGroup } = organization.names;
  const named = `${platformPrefix}*`;
  const inArn = `*:${platformPrefix}*`;
  const inTrailAccount = isOneOf('recipientAccountId', [organization.trailAccount]);
  return any([
    all([
      callsOf('logs'),
      // Every delivery and every start of a function opens a stream; queries only read.
      isNoneOf('eventName', ['CreateLogStream', 'StartQuery', 'StopQuery', 'StartLiveTail']),
      any([
        ...naming(['logGroupName'], trailLogGroup, `/aws/lambda/${named}`, `/${platformPrefix.slice(0, -1)}/*`),
        ...naming(['logGroupIdentifier', 'resourceIdentifier'], `*${trailLogGroup}*`),
        // Masks, transforms or forwards the events of every log group of the account.
        all([inTrailAccount, isOneOf('eventName', ['*AccountPolicy', 'PutStorageTierPolicy'])]),
      ]),
    ]),
    all([
      callsOf('cloudwatch'),
      any([
        ...naming(['alarmName'], named),
        // These take lists, or rules that match alarms; in this account all of them are suspect.
        all([inTrailAccount, isOneOf('eventName', ['DeleteAlarms', 'DisableAlarmActions', '*AlarmMuteRule'])]),
      ]),
    ]),
    all([
      callsOf('events'),
      any([...naming(['name', 'rule', 'archiveName'], named), ...naming(['eventBusName'], named, `*/${named}`)]),
    ]),
    all([
      callsOf('sns'),
      any([
        ...naming(['topicArn', 'resourceArn'], inArn, ...topicArns),
        // A subscription's ARN begins with its topic's.
        ...naming(['subscriptionArn'], inArn, ...topicArns.map((topicArn) => `${topicArn}:*`)),
        ...naming(['name'], named),
      ]),
    ]),
    all([callsOf('sqs'), any([...naming(['queueUrl'], `*/${named}`), ...naming(['queueName'], named)])]),
    all([callsOf('lambda'), any([...naming(['functionName'], named, inArn), ...naming(['resourceArn'], inArn)])]),
    all([callsOf('ssm'), any(naming(['name'], named, `*:document/${named}`))]),
    // Queries name their workgroup too.
    all([callsOf('athena'), isOneOf('eventName', ['*WorkGroup']), any(naming(['workGroup', 'name'], named))]),
    all([callsOf('glue'), any(naming(['databaseName', 'name', 'databaseInput.name'], `${catalogPrefix}*`))]),
  ]);
}
