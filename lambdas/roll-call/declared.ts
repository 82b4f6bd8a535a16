import { createHash } from 'node:crypto';
import { isObject, type JsonObject, parseJson, show } from '../shared/json';

/** A healer in one account and region. */
export interface Place {
  readonly healer: string;
  readonly account: string;
  readonly region: string;
}

/** Every healer that audit.yaml asks for. */
export interface Declared {
  /** Each once. */
  readonly places: readonly Place[];
  /** Tells one list from another. */
  readonly digest: string;
}

/** The same for the same healer, account and region. */
export const keyOf = ({ healer, account, region }: Place): string => `${healer} ${account} ${region}`;

/**
 * Reads declared.json: a list of `{ healer, accounts, regions }`, each of which stands for the healer in all those regions
 * of all those accounts.
 *
 * @param file - names it in the error
 * @throws Error when it is no such list, or an empty one
 */
export function readDeclared(text: string, file: string): Declared {
  const groups = parseJson(text, file);
  if (!Array.isArray(groups) || groups.length === 0 || !groups.every(isGroup))
    throw new Error(`${file} is ${show(groups)}, not a list of healer, accounts and regions; synthesize it again`);
  const places = groups.flatMap(({ healer, accounts, regions }) =>
    accounts.flatMap((account) => regions.map((region) => ({ healer, account, region }))),
  );
  return {
    places: [...new Map(places.map((place) => [keyOf(place), place])).values()],
    digest: createHash('sha256').update(text).digest('hex').slice(0, 16),
  };
}

interface Group {
  readonly healer: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

const isGroup = (value: unknown): value is Group => isObject(value) && hasMembers(value);

const hasMembers = ({ healer, accounts, regions }: JsonObject): boolean =>
  isText(healer) && [accounts, regions].every((list) => Array.isArray(list) && list.length > 0 && list.every(isText));

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
