import { Hidden, UNKNOWN, type Attributes, type Value } from '../value';
import { calledOf, isObject, type Json, LIST, OBJECT, type Path, type Problems } from './problems';

/** No provider nests its attributes as deep. */
const DEPTH = 64;

/** Terraform's `before` or `after` with what it says beside it about its parts. */
export interface Layers {
  readonly value: unknown;
  /** True for what is known only after the apply, by attribute. */
  readonly unknown: unknown;
  /** True for what is sensitive, by attribute. */
  readonly sensitive: unknown;
}

/** Whether something is marked, anywhere in it. */
const anyMark = (marks: unknown): boolean =>
  typeof marks === 'object' && marks !== null ? Object.values(marks).some(anyMark) : marks === true;

/**
 * Checks all that merging relies on, so that merging can wait until somebody asks.
 *
 * @returns whether anything is marked
 */
export function check({ value, unknown, sensitive }: Layers, path: Path, problems: Problems): boolean {
  if (deeper(value, DEPTH) || deeper(unknown, DEPTH) || deeper(sensitive, DEPTH)) {
    problems.add(path, `is nested deeper than ${DEPTH} levels`);
    return true;
  }
  for (const [called, marks] of [
    ['unknown', unknown],
    ['sensitive', sensitive],
  ] as const) {
    const wrong = mismatch(marks, value);
    if (wrong !== undefined) problems.add(path, `what is ${called} of it does not fit its value (${wrong})`);
  }
  return anyMark(unknown) || anyMark(sensitive);
}

function deeper(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  for (const part of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof part === 'object' && deeper(part, left - 1)) return true;
  }
  return false;
}

/** What is wrong with marks: they have the form of the value that they speak of, where there is one. */
function mismatch(marks: unknown, value: unknown): string | undefined {
  if (typeof marks === 'boolean' || marks === undefined) return undefined;
  if (marks === null || typeof marks !== 'object') return `a mark is ${calledOf(marks)}`;
  if (value !== undefined && value !== null) {
    if (typeof value !== 'object' || Array.isArray(value) !== Array.isArray(marks)) {
      // Of sets and maps that have other types in a schema Terraform prints empty marks of either form.
      return Object.keys(marks).length === 0 ? undefined : `${calledOf(marks)} of marks for ${calledOf(value)}`;
    }
    if (Array.isArray(value) && Array.isArray(marks) && marks.length > value.length) return 'more marks than items';
  }
  for (const [name, mark] of Object.entries(marks)) {
    const wrong = mismatch(mark, part(value, name));
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

const part = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Json)[name] : undefined;

/** One tree of what Terraform prints as three: unknown values and sensitive ones stand where they belong. */
export function merged({ value, unknown, sensitive }: Layers): Value {
  // Marks come first: whatever a marked attribute shows is not for anybody's eyes.
  if (unknown === true) return UNKNOWN;
  if (sensitive === true) return new Hidden(value);
  const marks = [unknown, sensitive].filter(anyMark);
  if (marks.length === 0) return (value ?? null) as Value;
  const under = (name: string) =>
    merged({ value: part(value, name), unknown: part(unknown, name), sensitive: part(sensitive, name) });
  if (LIST.is(value ?? marks[0])) {
    const length = Math.max(...[value, unknown, sensitive].map((list) => (Array.isArray(list) ? list.length : 0)));
    return Array.from({ length }, (_, at) => under(String(at)));
  }
  // An attribute that is wholly unknown is left out of the value.
  const names = new Set([value, ...marks].flatMap((layer) => (OBJECT.is(layer) ? Object.keys(layer) : [])));
  return Object.fromEntries([...names].map((name) => [name, under(name)]));
}

/** Attributes of a resource; those of a plan are read when somebody asks, since most resources stay as they are. */
export function attributes(layers: Layers, marked: boolean): Attributes {
  if (!marked && isObject(layers.value)) return layers.value as Attributes;
  return merged(layers) as Attributes;
}

/** Whether two values of a plan are the same. */
export function equal(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && equal((one as Json)[name], (other as Json)[name]))
  );
}
