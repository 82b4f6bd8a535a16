import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../shared/json';

/**
 * Whether two policies say the same. The order of statements and of values says nothing, nor does whether a single value
 * stands in a list: S3 gives policies back in another form than it was given.
 */
export function isSamePolicy(one: string | undefined, other: string): boolean {
  if (one === undefined) return false;
  try {
    return isDeepStrictEqual(essence(JSON.parse(one)), essence(JSON.parse(other)));
  } catch {
    return false;
  }
}

function essence(value: unknown): unknown {
  if (Array.isArray(value)) {
    const values = new Set(value.map((each) => JSON.stringify(essence(each))));
    return values.size === 1 ? essence(value[0]) : [...values].sort();
  }
  if (!isObject(value)) return String(value);
  const members = Object.entries(value).map(([name, each]) => [name, essence(each)] as const);
  return Object.fromEntries(members.sort(([one], [other]) => (one < other ? -1 : 1)));
}
