import { eventSourceOf, type TrailEvent } from '../alarms/trail-event';
import type { Act } from './acts';
import type { Principal } from './principals';
import type { Target } from './simulator';

/** Request parameters that name a service's things, by the prefix of its actions. */
const NAMED_BY: Readonly<Record<string, (resource: string, arn: string) => Readonly<Record<string, unknown>>>> = {
  logs: (resource) => ({ logGroupName: resource.replace(/^log-group:/, '').replace(/:.*$/, '') }),
  events: (resource) => ({ [resource.startsWith('archive/') ? 'archiveName' : 'name']: last(resource) }),
  cloudwatch: (resource) => ({
    alarmName: resource.replace('alarm:', ''),
    alarmNames: [resource.replace('alarm:', '')],
  }),
  sns: (resource, arn) => ({ [resource.includes(':') ? 'subscriptionArn' : 'topicArn']: arn }),
  sqs: (resource, arn) => ({
    queueUrl: `https://sqs.${arn.split(':')[3]}.amazonaws.com/${arn.split(':')[4]}/${resource}`,
  }),
  lambda: (resource) => ({ functionName: resource.replace('function:', '') }),
  ssm: (resource) => ({ name: last(resource) }),
  athena: (resource) => ({ workGroup: last(resource) }),
  glue: (resource) => ({ databaseName: resource.split('/')[1] }),
  iam: (resource) => ({ roleName: last(resource) }),
};

const last = (resource: string): string => resource.slice(resource.lastIndexOf('/') + 1);

/**
 * The event that the organization trail records of an act that goes through, as far as alarms look at it. Acts on
 * objects are data events, and the trail keeps none of evidence: reading its own log files would feed it.
 */
export function recorded({ action }: Act, principal: Principal, { arn, account }: Target): TrailEvent {
  const [prefix, eventName] = action.split(':') as [string, string];
  const resource = arn.split(':').slice(5).join(':');
  return {
    eventSource: eventSourceOf(prefix),
    eventName,
    readOnly: false,
    // An act across accounts is an event in that of the resource too.
    recipientAccountId: account || (principal.account ?? ''),
    managementEvent: !(prefix === 's3' && resource.includes('/')),
    requestParameters: NAMED_BY[prefix]?.(resource, arn) ?? {},
    userIdentity: { sessionContext: { sessionIssuer: { arn: principal.context['aws:PrincipalArn'] } } },
  };
}
