import { isObject } from './json';

/** Whether two JSON values say the same. Neither the order of members nor that of lists counts. */
export const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

/** Members that are undefined, as the SDK leaves some, count as absent. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).sort().join()}}`; // prettier-ignore
}

/** The members of `wanted` that `was` has otherwise, as each has them; absent ones are null. */
export function differing<T extends object>(
  was: { readonly [Name in keyof T]?: unknown },
  wanted: T,
): { readonly was: Record<string, unknown>; readonly wanted: Record<string, unknown> } | undefined {
  const names = (Object.keys(wanted) as (keyof T & string)[]).filter((name) => !same(was[name], wanted[name]));
  if (names.length === 0) return undefined;
  const of = (values: { readonly [Name in keyof T]?: unknown }) =>
    Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  return { was: of(was), wanted: of(wanted) };
}
