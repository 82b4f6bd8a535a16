import { isObject, type JsonObject, show } from '../shared/json';

/** An event as EventBridge hands it to a target. */
export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  readonly account: string;
  readonly region: string;
  readonly time: string;
  readonly detail: JsonObject;
}

/** @throws Error for what EventBridge would not send */
export function parseEvent(value: unknown): BusEvent {
  if (!isObject(value)) throw new Error(`the event is ${show(value)}, not an object; only EventBridge may invoke this`);
  const { source, account, region, time, detail } = value;
  const detailType = value['detail-type'];
  if (typeof source !== 'string' || typeof detailType !== 'string' || !isObject(detail))
    throw new Error(`the event has no source, detail-type or detail; only EventBridge may invoke this: ${show(value)}`);
  return {
    source,
    detailType,
    account: textOf(account),
    region: textOf(region),
    time: textOf(time),
    detail,
  };
}

/** A value as a line of a message shows it. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'unknown';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

export const objectsOf = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
