import { isObject } from '../shared/json';
import { EACH, type Pattern, type Selector, type Test, type Value } from './filter-pattern';

/**
 * Whether an event matches a pattern, as CloudWatch Logs documents it: a comparison needs a text or a number, so it
 * fails, `!=` included, where the event has no such value, or a list, an object or a boolean in its place.
 */
export function matches(pattern: Pattern, event: unknown): boolean {
  if ('any' in pattern) return pattern.any.some((part) => matches(part, event));
  if ('all' in pattern) return pattern.all.every((part) => matches(part, event));
  const values = select(pattern.selector, [event]);
  return 'is' in pattern.test && pattern.test.is === 'absent'
    ? values.length === 0
    : values.some((value) => passes(pattern.test, value));
}

/** The values at the end of the way; none where it leads nowhere. */
function select([step, ...steps]: Selector, from: readonly unknown[]): readonly unknown[] {
  if (step === undefined) return from;
  const next = from.flatMap((value): readonly unknown[] => {
    if (step === EACH) return Array.isArray(value) || isObject(value) ? Object.values(value) : [];
    if (typeof step === 'number') return Array.isArray(value) && step < value.length ? [value[step]] : [];
    return isObject(value) && Object.hasOwn(value, step) ? [value[step]] : [];
  });
  return select(steps, next);
}

function passes(test: Test, value: unknown): boolean {
  if ('operator' in test) {
    if (typeof value !== 'string' && typeof value !== 'number') return false;
    switch (test.operator) {
      case '=':
        return equals(test.value, value);
      case '!=':
        return !equals(test.value, value);
      default:
        return 'number' in test.value && typeof value === 'number' && compares(test.operator, value, test.value.number);
    }
  }
  switch (test.is) {
    case 'null':
      return value === null;
    case 'true':
      return value === true;
    case 'false':
      return value === false;
    default:
      return test.is === 'present';
  }
}

function equals(expected: Value, value: string | number): boolean {
  const text = String(value);
  // An empty text would count as zero.
  if ('number' in expected) return text.trim() !== '' && Number(text) === expected.number;
  if ('regex' in expected) return expected.regex.test(text);
  const { text: part, startsAnyhow, endsAnyhow } = expected;
  if (startsAnyhow && endsAnyhow) return text.includes(part);
  if (startsAnyhow) return text.endsWith(part);
  return endsAnyhow ? text.startsWith(part) : text === part;
}

function compares(operator: '<' | '>' | '<=' | '>=', value: number, limit: number): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '>':
      return value > limit;
    case '<=':
      return value <= limit;
    case '>=':
      return value >= limit;
  }
}
