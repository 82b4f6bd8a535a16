import { isObject, type JsonObject, parseJson, show } from '../shared/json';

/** One piece of work: the newest evidence of one account, or the public keys of every region. */
export type Work =
  | {
      readonly account: string;
      /** The time at which evidence is judged, in milliseconds since 1970. */
      readonly until: number;
    }
  | { readonly keys: 'all'; readonly until: number };

/** What wakes the function. */
export type Wakening =
  { readonly by: 'schedule'; readonly time: number } | { readonly by: 'work'; readonly work: Work };

/** As it lies in the queue. */
export const textOf = (work: Work): string => JSON.stringify({ ...work, until: new Date(work.until).toISOString() });

/**
 * Reads what Lambda hands over: the schedule's event, messages of the queue, or a message's own text, with which people do
 * again what was given up.
 *
 * @throws Error for anything else
 */
export function readWakening(event: unknown): readonly Wakening[] {
  if (!isObject(event)) throw new Error(`the event is ${show(event)}, not an object`);
  const { Records: records, time } = event;
  if (Array.isArray(records)) return records.map((record) => ({ by: 'work', work: workIn(bodyOf(record)) }));
  if (event['detail-type'] === 'Scheduled Event') return [{ by: 'schedule', time: instant(time, event) }];
  return [{ by: 'work', work: workIn(event) }];
}

function bodyOf(record: unknown): JsonObject {
  const body = isObject(record) ? record['body'] : undefined;
  const value = parseJson(String(body), 'a message of the queue');
  if (!isObject(value)) throw new Error(`a message of the queue is ${show(value)}, not an object`);
  return value;
}

function workIn(value: JsonObject): Work {
  const { account, keys } = value;
  const until = instant(value['until'], value);
  if (keys === 'all') return { keys, until };
  if (typeof account === 'string' && /^\d{12}$/.test(account)) return { account, until };
  throw new Error(`it is no work of this function: ${show(value)}; write {"account": "...", "until": "..."}`);
}

function instant(time: unknown, event: unknown): number {
  const at = typeof time === 'string' ? Date.parse(time) : NaN;
  if (Number.isNaN(at)) throw new Error(`it has no time: ${show(event)}`);
  return at;
}
