import type { Change } from '../change';

/** What a resource is called: its name in AWS where a plan shows one, else its address. */
export function nameOf(change: Change, ...attributes: readonly string[]): string {
  for (const attribute of attributes.length > 0 ? attributes : ['name']) {
    const name = change.before?.[attribute] ?? change.after?.[attribute];
    if (typeof name === 'string' && name !== '') return name;
  }
  return change.address;
}

/** A line that tells what was and what will be. */
export const fromTo = (what: string, before: unknown, after: unknown): string =>
  `${what}: ${show(before)} -> ${show(after)}`;

const show = (value: unknown): string =>
  value === undefined || value === null || value === '' ? 'none' : String(value);
