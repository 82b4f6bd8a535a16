/** What an advanced selector asks of one field. */
export interface Field {
  readonly equals: readonly string[];
  readonly startsWith: readonly string[];
  readonly endsWith: readonly string[];
  readonly notEquals: readonly string[];
  readonly notStartsWith: readonly string[];
  readonly notEndsWith: readonly string[];
}

export const ANYTHING: Field = {
  equals: [],
  startsWith: [],
  endsWith: [],
  notEquals: [],
  notStartsWith: [],
  notEndsWith: [],
};

type Positive = 'equals' | 'startsWith' | 'endsWith';
export const POSITIVE: readonly Positive[] = ['equals', 'startsWith', 'endsWith'];

/** Each way of excluding, and the way of including that it takes back. */
const NEGATIVE = { notEquals: 'equals', notStartsWith: 'startsWith', notEndsWith: 'endsWith' } as const;
type Negative = keyof typeof NEGATIVE;
const NEGATIVES = Object.keys(NEGATIVE) as Negative[];

export const asks = (field: Field): boolean => Object.values(field).some((values) => (values as string[]).length > 0);

/** Whether every text that one operator with a value matches is matched by another. */
function implies(operator: Positive, value: string, by: Positive, other: string): boolean {
  if (by === 'equals') return operator === 'equals' && value === other;
  if (by === 'startsWith') return operator !== 'endsWith' && value.startsWith(other);
  return operator !== 'startsWith' && value.endsWith(other);
}

/** Whether no text matches both, for certain. */
function exclude(operator: Positive, value: string, by: Positive, other: string): boolean {
  if (operator === 'equals') return !implies('equals', value, by, other);
  if (by === 'equals') return !implies('equals', other, operator, value);
  if (operator !== by) return false;
  return operator === 'startsWith'
    ? !value.startsWith(other) && !other.startsWith(value)
    : !value.endsWith(other) && !other.endsWith(value);
}

const usedBy = (field: Field): readonly Positive[] => POSITIVE.filter((operator) => field[operator].length > 0);

/**
 * Whether the second lets through everything that the first does; no only means not for certain. Values of one operator
 * are alternatives. Whether several including operators of one field are alternatives or all have to match, AWS does not
 * say: what is answered here holds either way.
 */
export function isWithin(before: Field, after: Field): boolean {
  return (
    includes(before, after) &&
    NEGATIVES.every((operator) => after[operator].every((value) => excludes(before, operator, value)))
  );
}

function includes(before: Field, after: Field): boolean {
  const [was, is] = [usedBy(before), usedBy(after)];
  if (is.length === 0) return true;
  if (was.length === 0) return false;
  const values = was.flatMap((operator) => before[operator].map((value) => [operator, value] as const));
  if (is.length === 1) {
    const by = is[0]!;
    return values.every(([operator, value]) => after[by].some((other) => implies(operator, value, by, other)));
  }
  return (
    was.join() === is.join() &&
    values.every(([operator, value]) => after[operator].some((other) => implies(operator, value, operator, other)))
  );
}

/** Whether a field never lets through what an operator with a value excludes. */
function excludes(field: Field, operator: Negative, value: string): boolean {
  const by = NEGATIVE[operator];
  if (NEGATIVES.some((other) => field[other].some((own) => implies(by, value, NEGATIVE[other], own)))) return true;
  const used = usedBy(field);
  return used.length > 0 && used.every((own) => field[own].every((given) => exclude(own, given, by, value)));
}
