import { isObject, type JsonObject, show } from './json';

/** A call of an AWS API, as CloudTrail tells of it; what its record lacks of who, where and when is `unknown`. */
export interface ApiCall {
  readonly eventName: string;
  /** As in `cloudtrail.amazonaws.com`. */
  readonly eventSource: string;
  readonly eventId: string;
  /** ARN of who called; of an AWS service its name. */
  readonly principal: string;
  /** ARN of the role whose session called. Absent for users, root users and services. */
  readonly role?: string;
  readonly sourceIp: string;
  /** ISO 8601. */
  readonly time: string;
  readonly region: string;
  readonly requestParameters: JsonObject;
  /** Why AWS refused. Absent: it did what was asked. */
  readonly errorCode?: string;
}

export const UNKNOWN = 'unknown';

/** What wakes a healer: somebody's call, or the clock. */
export type Alert = { readonly type: 'call'; readonly call: ApiCall } | { readonly type: 'schedule' };

/** @throws Error for any other event, and for a record that does not say what was called */
export function parseAlert(event: unknown): Alert {
  const { 'detail-type': type, detail } = isObject(event) ? event : ({} as JsonObject);
  if (type === 'Scheduled Event') return { type: 'schedule' };
  if (type !== 'AWS API Call via CloudTrail' || !isObject(detail))
    throw new Error(
      `the event's detail-type is ${show(type)} with detail ${show(detail)}; mend the rule that sends it`,
    );
  return { type: 'call', call: apiCall(detail) };
}

function apiCall(record: JsonObject): ApiCall {
  const problems: string[] = [];
  const text = (name: string): string => {
    const value = textOf(record[name]);
    if (value === undefined) problems.push(`${name} is ${show(record[name])}, not a text`);
    return value ?? '';
  };
  // A record that tells less must not keep a healer from looking.
  const known = (name: string): string => textOf(record[name]) ?? UNKNOWN;
  const { userIdentity, requestParameters, errorCode } = record;
  const identity = isObject(userIdentity) ? userIdentity : {};
  const role = roleOf(identity);
  const call = {
    eventName: text('eventName'),
    eventSource: text('eventSource'),
    eventId: known('eventID'),
    principal: principalOf(identity),
    ...(role !== undefined && { role }),
    sourceIp: known('sourceIPAddress'),
    time: known('eventTime'),
    region: known('awsRegion'),
    requestParameters: isObject(requestParameters) ? requestParameters : {},
    ...(typeof errorCode === 'string' && { errorCode }),
  };
  if (problems.length > 0) throw new Error(`the event's record is malformed: ${problems.join('; ')}`);
  return call;
}

/** Of nothing but a role's session: a session of a user or of root has an issuer as well. */
function roleOf({ type, sessionContext }: JsonObject): string | undefined {
  const issuer = isObject(sessionContext) ? sessionContext['sessionIssuer'] : undefined;
  if (type !== 'AssumedRole' || !isObject(issuer) || issuer['type'] !== 'Role') return undefined;
  return typeof issuer['arn'] === 'string' ? issuer['arn'] : undefined;
}

function principalOf({ arn, invokedBy, principalId, type }: JsonObject): string {
  return [arn, invokedBy, principalId, type].map(textOf).find((name) => name !== undefined) ?? UNKNOWN;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Whether an ARN has the form of a pattern. As in IAM's ArnLike, `*` stands for any characters but a colon. */
export function isLike(arn: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^:]*')}$`).test(arn);
}
