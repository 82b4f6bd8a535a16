import { isObject } from '../../lambdas/shared/json';

/**
 * Whether an EventBridge pattern matches an event, of what our patterns use: texts, `prefix` and `anything-but`. Any of
 * a field's values must match any of the pattern's. Source: EventBridge user guide, "Event patterns".
 */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (!isObject(pattern)) throw new Error(`a pattern must be an object: ${JSON.stringify(pattern)}`);
  return Object.entries(pattern).every(([field, expected]) => {
    const value = isObject(event) ? event[field] : undefined;
    if (isObject(expected)) return matchesPattern(expected, value);
    if (!Array.isArray(expected)) throw new Error(`${field} must be a list`);
    const values = Array.isArray(value) ? value : [value];
    return values.some((one) => expected.some((wanted) => matchesValue(wanted, one)));
  });
}

function matchesValue(wanted: unknown, value: unknown): boolean {
  if (!isObject(wanted)) return wanted === value;
  const [[operator, operand]] = Object.entries(wanted) as [[string, unknown]];
  switch (operator) {
    case 'prefix':
      return typeof value === 'string' && value.startsWith(String(operand));
    case 'anything-but':
      return value !== undefined && !(operand as readonly unknown[]).includes(value);
    default:
      throw new Error(`${operator} is not understood here`);
  }
}
