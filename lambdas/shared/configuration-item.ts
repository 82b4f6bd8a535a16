import type { ConfigurationItem as HistoryItem } from '@aws-sdk/client-config-service';
import { isObject, type JsonObject, parseJson, show } from './json';

/** The state of one resource at one time, in the spelling of Config's notifications. */
export interface ConfigurationItem {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceName?: string;
  readonly awsAccountId: string;
  /** `global` for IAM. */
  readonly awsRegion: string;
  readonly ARN?: string;
  readonly configurationItemStatus: string;
  readonly configurationItemCaptureTime: string;
  /** Null where the resource is gone. */
  readonly configuration: JsonObject | null;
  readonly supplementaryConfiguration: JsonObject;
  readonly tags: Readonly<Record<string, string>>;
  readonly relationships: readonly Relationship[];
}

export interface Relationship {
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly resourceName?: string;
  readonly name?: string;
}

/** What an oversized item's notification says in the item's place. */
export type ConfigurationItemSummary = Pick<
  ConfigurationItem,
  'resourceType' | 'resourceId' | 'configurationItemStatus' | 'configurationItemCaptureTime'
>;

/** Whether a status speaks of a resource that is there to be evaluated. */
const THERE: Readonly<Record<string, boolean>> = {
  OK: true,
  ResourceDiscovered: true,
  ResourceDeleted: false,
  ResourceDeletedNotRecorded: false,
  ResourceNotRecorded: false,
};

/** @throws Error for a status that Config did not have when this was written */
export function isThere(item: ConfigurationItemSummary): boolean {
  const { resourceType, resourceId, configurationItemStatus: status } = item;
  if (!Object.hasOwn(THERE, status))
    throw new Error(`${resourceType} ${resourceId} has the unknown status ${show(status)}; nothing is reported on it`);
  return THERE[status]!;
}

/** @throws Error that lists every member which is missing or has the wrong type */
export function parseSummary(value: unknown): ConfigurationItemSummary {
  refuse(summaryProblems(value));
  return value as ConfigurationItemSummary;
}

/** @throws Error that lists every member which is missing or has the wrong type */
export function parseItem(value: unknown): ConfigurationItem {
  refuse([...summaryProblems(value), ...(isObject(value) ? detailProblems(value) : [])]);
  const item = value as ConfigurationItem;
  return {
    ...item,
    configuration: item.configuration ?? null,
    supplementaryConfiguration: item.supplementaryConfiguration ?? {},
    tags: item.tags ?? {},
    relationships: item.relationships ?? [],
  };
}

/**
 * An item of GetResourceConfigHistory in the spelling of notifications. The API names some members otherwise and gives
 * the configuration, and each supplementary one, as JSON text.
 *
 * @throws Error when a text is no JSON, or the item is malformed
 */
export function fromHistory(item: HistoryItem): ConfigurationItem {
  const { arn, accountId, version, configurationItemMD5Hash, relationships = [], configuration, ...same } = item;
  const texts = Object.entries(item.supplementaryConfiguration ?? {});
  return parseItem({
    ...same,
    ARN: arn,
    awsAccountId: accountId,
    configurationItemVersion: version,
    configurationStateMd5Hash: configurationItemMD5Hash,
    configurationItemCaptureTime: item.configurationItemCaptureTime?.toISOString(),
    configuration: configuration ? parseJson(configuration, 'configuration') : null,
    supplementaryConfiguration: Object.fromEntries(
      texts.map(([name, json]) => [name, parseJson(json, `supplementaryConfiguration.${name}`)]),
    ),
    relationships: relationships.map(({ relationshipName, ...related }) => ({ ...related, name: relationshipName })),
  });
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`the configuration item is malformed: ${problems.join('; ')}`);
}

function summaryProblems(value: unknown): string[] {
  if (!isObject(value)) return [`it is ${show(value)}, not an object`];
  const time = value['configurationItemCaptureTime'];
  return [
    ...missingTexts(value, ['resourceType', 'resourceId', 'configurationItemStatus']),
    ...(typeof time === 'string' && !Number.isNaN(Date.parse(time))
      ? []
      : [`configurationItemCaptureTime is ${show(time)}, not a time`]),
  ];
}

function detailProblems(value: JsonObject): string[] {
  const optional = (name: string, holds: (member: unknown) => boolean, form: string) =>
    value[name] === undefined || value[name] === null || holds(value[name])
      ? []
      : [`${name} is ${show(value[name])}, not ${form}`];
  return [
    ...missingTexts(value, ['awsAccountId', 'awsRegion']),
    ...optional('configuration', isObject, 'an object'),
    ...optional('supplementaryConfiguration', isObject, 'an object'),
    ...optional('tags', isObject, 'an object'),
    ...optional('relationships', Array.isArray, 'a list'),
  ];
}

const missingTexts = (value: JsonObject, names: readonly string[]): string[] =>
  names
    .filter((name) => typeof value[name] !== 'string' || value[name] === '')
    .map((name) => `${name} is ${show(value[name])}, not a text`);
