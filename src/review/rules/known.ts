import { Hidden, UNKNOWN, type Attributes, type Value } from '../value';

/** A value without anything in it that a plan does not show. */
export type Known = null | boolean | number | string | readonly Known[] | { readonly [name: string]: Known };
export type KnownAttributes = Readonly<Record<string, Known>>;

/** A value is not what Terraform writes there. Whoever compares says then that it cannot be decided. */
export class Unreadable extends Error {}

/** Why a value cannot be read, or nothing. */
export function opacityOf(value: Value | undefined): 'known only after the apply' | 'sensitive' | undefined {
  if (value === UNKNOWN) return 'known only after the apply';
  if (value instanceof Hidden) return 'sensitive';
  if (value === null || typeof value !== 'object') return undefined;
  for (const part of Array.isArray(value) ? (value as readonly Value[]) : Object.values(value)) {
    const opacity = opacityOf(part);
    if (opacity !== undefined) return opacity;
  }
  return undefined;
}

/** Of a value that is sensitive on one side only; one that is known only in part has a digest like no other. */
const digestOf = (value: Value): string | symbol =>
  value instanceof Hidden ? value.digest : opacityOf(value) === undefined ? new Hidden(value).digest : Symbol('other');

/** Whether two values are the same; an unknown one is the same as none. */
export function same(one: Value | undefined, other: Value | undefined): boolean {
  if (one === UNKNOWN || other === UNKNOWN) return false;
  if (one === other) return true;
  if (one === undefined || other === undefined) return (one ?? null) === (other ?? null);
  if (one instanceof Hidden || other instanceof Hidden) return digestOf(one) === digestOf(other);
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [one as Attributes, other as Attributes];
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length && names.every((name) => name in right && same(left[name], right[name]))
  );
}

/** Absent and null are alike to Terraform. */
const isNothing = (value: Known | undefined): value is null | undefined => value === null || value === undefined;

/** Nothing is named or listed. */
export const saysNothing = (value: Value | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** A boolean; older states hold some as text. */
export function flag(value: Known | undefined, fallback: boolean): boolean {
  if (isNothing(value)) return fallback;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new Unreadable();
}

/** A text; an empty one counts as none, as it does to the provider. */
export function text(value: Known | undefined): string | undefined {
  if (isNothing(value) || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new Unreadable();
}

/** A number; 0 counts, nothing does not. */
export function number(value: Known | undefined): number | undefined {
  if (isNothing(value) || value === '') return undefined;
  const read = typeof value === 'string' ? Number(value) : value;
  if (typeof read !== 'number' || !Number.isFinite(read)) throw new Unreadable();
  return read;
}

/** Blocks of one name, or any list. */
export function blocks(value: Known | undefined): readonly KnownAttributes[] {
  return list(value).flatMap((block) => {
    // An empty block is null in a plan.
    if (block === null) return [{}];
    if (typeof block !== 'object' || Array.isArray(block)) throw new Unreadable();
    return [block as KnownAttributes];
  });
}

/** The only block of its name, or nothing. */
export const block = (value: Known | undefined): KnownAttributes | undefined => blocks(value)[0];

export function texts(value: Known | undefined): readonly string[] {
  return list(value).map((item) => {
    if (typeof item !== 'string') throw new Unreadable();
    return item;
  });
}

export function list(value: Known | undefined): readonly Known[] {
  if (isNothing(value)) return [];
  if (!Array.isArray(value)) throw new Unreadable();
  return value as readonly Known[];
}

/** Names and texts, such as tags. */
export function map(value: Known | undefined): Readonly<Record<string, string>> {
  if (isNothing(value)) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new Unreadable();
  const pairs = Object.entries(value as KnownAttributes);
  if (pairs.some(([, item]) => typeof item !== 'string')) throw new Unreadable();
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** A JSON text within an attribute. */
export function json(value: Known | undefined): Known {
  const written = text(value);
  if (written === undefined) return null;
  try {
    return JSON.parse(written) as Known;
  } catch {
    throw new Unreadable();
  }
}

/** The same text for the same value, however its members are ordered. */
export function canonical(value: Known | undefined): string {
  if (value === null || value === undefined || typeof value !== 'object') return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const members = Object.entries(value as KnownAttributes).filter(([, member]) => member !== null);
  return `{${members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`; // prettier-ignore
}

/** What of the first the second does not have. */
export const missingFrom = (before: readonly string[], after: readonly string[]): readonly string[] =>
  [...new Set(before)].filter((item) => !after.includes(item)).sort();

const SHOWN = 8;

/** Some of many names, and how many more there are. */
export function some(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return rest > 1 ? `${names.slice(0, SHOWN).join(', ')} and ${rest} more` : names.join(', ');
}
