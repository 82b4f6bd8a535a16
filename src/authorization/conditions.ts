import { conditionKeysOf, GLOBAL_KEYS, services } from './reference';
import { escaped } from './wildcards';

/** Source: IAM user guide, "IAM JSON policy elements: Condition operators". */
export const OPERATORS: readonly string[] = [
  ...['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  ...['StringLike', 'StringNotLike'],
  ...['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals'],
  ...['NumericGreaterThan', 'NumericGreaterThanEquals'],
  ...['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
  ...['Bool', 'BinaryEquals', 'IpAddress', 'NotIpAddress'],
  ...['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'Null'],
];

/** How an operator reads keys of several values. */
export const QUALIFIERS: readonly string[] = ['ForAnyValue', 'ForAllValues'];

export interface Operator {
  /** `ForAnyValue:`, or empty. */
  readonly qualifier: string;
  /** What is left, such as `StringLike`; not always a real one. */
  readonly base: string;
  /** `IfExists`, or empty. */
  readonly suffix: string;
}

/** The parts of an operator. `Null` asks whether the key is there: with IfExists it would ask nothing. */
export function operatorParts(name: string): Operator {
  const [, qualifier = '', rest = ''] = /^([^:]*:)?(.*)$/s.exec(name)!;
  const suffix = rest.endsWith('IfExists') && rest !== 'NullIfExists' ? 'IfExists' : '';
  return { qualifier, base: rest.slice(0, rest.length - suffix.length), suffix };
}

export function isOperator(name: string): boolean {
  const { qualifier, base } = operatorParts(name);
  return (qualifier === '' || QUALIFIERS.includes(qualifier.slice(0, -1))) && OPERATORS.includes(base);
}

const TEMPLATE = /\$\{[^}]*\}/;

interface Template {
  /** What comes before the part that is any text, in lower case: tells most keys apart without an expression. */
  readonly head: string;
  readonly key: string;
  readonly service: string;
}

interface Keys {
  /** Services by the lower case of a key of theirs. */
  readonly exact: ReadonlyMap<string, ReadonlySet<string>>;
  readonly templates: readonly Template[];
}

/** In the place of a service: for keys that requests of all services carry. */
const EVERY = '*';

function readKeys(): Keys {
  const exact = new Map<string, Set<string>>();
  const templates: Template[] = [];
  const all = [[EVERY, GLOBAL_KEYS] as const, ...services().map((one) => [one, conditionKeysOf(one)] as const)];
  for (const [service, keys] of all) {
    for (const key of keys) {
      const lower = key.toLowerCase();
      const at = lower.search(TEMPLATE);
      if (at >= 0) templates.push({ head: lower.slice(0, at), key: lower, service });
      else exact.set(lower, (exact.get(lower) ?? new Set()).add(service));
    }
  }
  return { exact, templates };
}

const like = (template: string): RegExp =>
  new RegExp(`^${template.split(new RegExp(TEMPLATE, 'g')).map(escaped).join('.+')}$`, 's');

let keys: Keys | undefined;

/** Services whose requests may carry the key: `*` for all of them, none when the key is not real. Case does not matter. */
export function servicesOfKey(key: string): ReadonlySet<string> {
  const { exact, templates } = (keys ??= readKeys());
  const lower = key.toLowerCase();
  const near = templates.filter(({ head }) => lower.startsWith(head));
  const matching = near.filter((template) => like(template.key).test(lower));
  return new Set([...(exact.get(lower) ?? []), ...matching.map(({ service }) => service)]);
}

export const isConditionKey = (key: string): boolean => servicesOfKey(key).size > 0;
export const isGlobalKey = (key: string): boolean => servicesOfKey(key).has(EVERY);

/** The keys that requests of every service may carry, for suggestions. */
export const globalKeys = (): readonly string[] => GLOBAL_KEYS;
