import { type Action, actionsByName, services } from './reference';
import { matches, meets } from './wildcards';

export {
  type Access,
  type Action,
  conditionKeysOf,
  knowsService,
  RCP_SERVICES,
  REFERENCE_VERSION,
  services,
} from './reference';

/** Of `s3:GetObject`, `s3`; empty where no service is named. */
const serviceOf = (name: string): string => name.slice(0, Math.max(0, name.indexOf(':')));

/** The action of a name, or nothing when AWS has none. */
export const action = (name: string): Action | undefined => actionsByName(serviceOf(name)).get(name.toLowerCase());

/** All actions of a service; none for an unknown one. */
export const actionsOf = (prefix: string): readonly Action[] => [...actionsByName(prefix).values()];

const expanded = new Map<string, readonly Action[]>();

/**
 * The actions that `s3:Put*`, `s3:?etObject`, `s3:GetObject` or `*` stand for, none when there are none. The service
 * must be named: IAM knows no wildcards in it.
 */
export function expand(pattern: string): readonly Action[] {
  const known = expanded.get(pattern);
  if (known !== undefined) return known;
  const actions = find(pattern);
  expanded.set(pattern, actions);
  return actions;
}

function find(pattern: string): readonly Action[] {
  if (pattern === '*') return services().flatMap(actionsOf);
  if (!/[*?]/.test(pattern)) return [action(pattern) ?? []].flat();
  const lower = pattern.toLowerCase();
  const head = lower.slice(0, lower.search(/[*?]/));
  const found: Action[] = [];
  for (const [name, one] of actionsByName(serviceOf(lower))) {
    if (name.startsWith(head) && matches(lower, name)) found.push(one);
  }
  return found;
}

/**
 * Whether a statement's resource pattern matches some resource that the action takes. An action that knows no
 * resources is matched by `*` alone.
 */
export const takesResource = ({ resourceArns }: Action, pattern: string): boolean =>
  pattern === '*' || resourceArns.some((arn) => meets(arn, pattern));
