import type { z } from 'zod';
import type { Problem } from './problem';
import { type OrganizationConfig, schema } from './schema';

/** Values that stand in for required ones that could not be read. Checks never see them. */
const STAND_INS = {
  name: 'x',
  organization: { id: 'o-0000000000', rootId: 'r-0000', managementAccountId: '000000000000' },
  accounts: { audit: '000000000001' },
  regions: { home: 'us-east-1', governed: ['us-east-1'], archive: 'us-west-2' },
  retention: { mode: 'GOVERNANCE', years: 1 },
  controlTower: { version: 3 },
  adopt: {
    trail: { name: 'xxx' },
    buckets: { trail: { name: 'xx1' }, config: { name: 'xx2' }, accessLogs: { name: 'xx3' }, archive: { name: 'xx4' } },
    keys: {
      evidence: { id: '00000000-0000-0000-0000-000000000001' },
      archive: { id: '00000000-0000-0000-0000-000000000002' },
    },
    aggregator: { name: 'x' },
  },
};

class Unreadable extends Error {}

/**
 * Runs `check` on a configuration some of whose values are ill-formed, so that one mistake does not hide another.
 * A check that looks at an ill-formed value says nothing; every other check speaks as usual.
 *
 * @param unreadable - paths of the ill-formed values; an ill-formed list item makes its whole list unreadable
 */
export function checkReadable(
  data: unknown,
  unreadable: readonly (readonly PropertyKey[])[],
  checks: readonly ((config: OrganizationConfig) => Problem[])[],
): Problem[] {
  const hidden = unreadable.map((path) => {
    // Which keys a backend needs depends on its type: without one of them, there is none.
    if (path[0] === 'backend') return path.slice(0, 1);
    const item = path.findIndex((part) => typeof part === 'number');
    return item < 0 ? path : path.slice(0, item);
  });
  const filled = fill(structuredClone(data), hidden);
  if (filled === undefined) return [];
  const guarded = guard(filled, [], new Set(hidden.map(keyOf)));
  return checks.flatMap((check) => {
    try {
      return check(guarded as OrganizationConfig);
    } catch (error) {
      if (error instanceof Unreadable) return [];
      throw error;
    }
  });
}

const keyOf = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** The configuration with hidden values left out or, where they are required, replaced. */
function fill(data: unknown, hidden: readonly (readonly PropertyKey[])[]): OrganizationConfig | undefined {
  if (!isGroup(data)) return undefined;
  for (const path of hidden) put(data, path, standIn(path));
  const parsed = schema.safeParse(data) as z.ZodSafeParseResult<OrganizationConfig>;
  return parsed.success ? parsed.data : undefined;
}

const standIn = (path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    // Own keys only: an unknown key may be called `constructor`.
    (value, part) => (isGroup(value) && Object.hasOwn(value, part) ? value[part] : undefined),
    STAND_INS,
  );

const isGroup = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null;

function put(data: Record<PropertyKey, unknown>, path: readonly PropertyKey[], value: unknown): void {
  let at = data;
  for (const part of path.slice(0, -1)) {
    const inner = at[part];
    if (!isGroup(inner)) return;
    at = inner;
  }
  const last = path.at(-1);
  if (last === undefined) return;
  if (value === undefined) Reflect.deleteProperty(at, last);
  else at[last] = value;
}

/** A view that throws where a hidden value is read. */
function guard(value: object, path: readonly PropertyKey[], hidden: ReadonlySet<string>): object {
  return new Proxy(value, {
    get(target, part) {
      const here = [...path, part];
      if (hidden.has(keyOf(here))) throw new Unreadable();
      const inner = Reflect.get(target, part) as unknown;
      return typeof inner === 'object' && inner !== null ? guard(inner, here, hidden) : inner;
    },
  });
}
