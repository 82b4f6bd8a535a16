import { type ConfigurationItem, type ConfigurationItemSummary, parseItem, parseSummary } from './configuration-item';
import { isObject, type JsonObject, parseJson, show } from './json';

/** What AWS Config hands to a rule's function. */
export interface ConfigEvent {
  readonly invokingEvent: string;
  readonly ruleParameters?: string;
  readonly resultToken: string;
  readonly eventLeftScope?: boolean;
  readonly accountId: string;
  readonly configRuleName?: string;
}

/** The invoking event, by its message type. */
export type Message =
  | { readonly type: 'ConfigurationItemChangeNotification'; readonly item: ConfigurationItem }
  | { readonly type: 'OversizedConfigurationItemChangeNotification'; readonly summary: ConfigurationItemSummary }
  | { readonly type: 'ScheduledNotification'; readonly time: Date }
  | {
      readonly type: 'ConfigurationSnapshotDeliveryCompleted';
      readonly time: Date;
      readonly snapshot: { readonly bucket: string; readonly key: string };
    };

/** @throws Error that lists every member which is missing or has the wrong type */
export function parseEvent(value: unknown): ConfigEvent {
  if (!isObject(value)) throw new Error(`the event is ${show(value)}, not an object; only AWS Config may invoke this`);
  const expect = (name: string, holds: (member: unknown) => boolean, form: string) =>
    holds(value[name]) ? [] : [`${name} is ${show(value[name])}, not ${form}`];
  const or = (absent: undefined, holds: (member: unknown) => boolean) => (member: unknown) =>
    member === absent || holds(member);
  const problems = [
    ...expect('invokingEvent', isText, 'a JSON text'),
    ...expect('ruleParameters', or(undefined, isString), 'a JSON text'),
    ...expect('resultToken', isText, 'a token'),
    ...expect('eventLeftScope', or(undefined, isBoolean), 'true or false'),
    ...expect('accountId', isAccountId, 'an account id of 12 digits'),
    ...expect('configRuleName', or(undefined, isText), 'a name'),
  ];
  if (problems.length > 0) throw new Error(`the event is malformed: ${problems.join('; ')}`);
  return value as unknown as ConfigEvent;
}

/** @throws Error when the text is malformed or its message type unknown */
export function parseMessage(invokingEvent: string): Message {
  const message = parseJson(invokingEvent, "the event's invokingEvent");
  if (!isObject(message)) throw new Error(`the event's invokingEvent is ${show(message)}, not an object`);
  const type = message['messageType'];
  switch (type) {
    case 'ConfigurationItemChangeNotification':
      return { type, item: parseItem(message['configurationItem']) };
    case 'OversizedConfigurationItemChangeNotification':
      return { type, summary: parseSummary(message['configurationItemSummary']) };
    case 'ScheduledNotification':
      return { type, time: timeOf(message) };
    case 'ConfigurationSnapshotDeliveryCompleted':
      return { type, time: timeOf(message), snapshot: snapshotOf(message) };
    default:
      throw new Error(`the message type ${show(type)} is unknown; nothing is reported`);
  }
}

function timeOf({ notificationCreationTime: time }: JsonObject): Date {
  const date = new Date(typeof time === 'string' ? time : NaN);
  if (Number.isNaN(date.getTime())) throw new Error(`notificationCreationTime is ${show(time)}, not a time`);
  return date;
}

function snapshotOf({ s3Bucket: bucket, s3ObjectKey: key }: JsonObject): { bucket: string; key: string } {
  if (!isText(bucket) || !isText(key))
    throw new Error(`the snapshot lies in s3Bucket ${show(bucket)} under s3ObjectKey ${show(key)}; both must be texts`);
  return { bucket, key };
}

const isString = (value: unknown): value is string => typeof value === 'string';
const isText = (value: unknown): value is string => isString(value) && value !== '';
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const isAccountId = (value: unknown): boolean => isString(value) && /^\d{12}$/.test(value);
