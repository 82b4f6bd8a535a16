/**
 * What to look for in an event of the trail. Both the metric filter's pattern and the answer to "is this event noticed?"
 * come from it, so that they cannot drift apart.
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | (Field & { readonly is: 'TRUE' | 'FALSE' | 'ABSENT' })
  | (Field & { readonly equals: string })
  | (Field & { readonly differs: string });

interface Field {
  /** Way to a value, as in `requestParameters.roleName`. */
  readonly field: string;
}

/** Longest pattern of a metric filter, in characters. Source: PutMetricFilter, filterPattern. */
export const PATTERN_LIMIT = 1024;

export const isTrue = (field: string): Condition => ({ field, is: 'TRUE' });
export const isFalse = (field: string): Condition => ({ field, is: 'FALSE' });
export const isAbsent = (field: string): Condition => ({ field, is: 'ABSENT' });

/** One of the texts. An asterisk at either end of a text stands for any text. */
export const isOneOf = (field: string, texts: readonly string[]): Condition =>
  any(texts.map((equals) => ({ field, equals })));

/** A text, but none of these. */
export const isNoneOf = (field: string, texts: readonly string[]): Condition =>
  all(texts.map((differs) => ({ field, differs })));

export const all = (parts: readonly Condition[]): Condition => {
  const flat = parts.flatMap((part) => ('all' in part ? part.all : [part]));
  return flat.length === 1 ? flat[0]! : { all: flat };
};

export const any = (parts: readonly Condition[]): Condition => {
  const flat = parts.flatMap((part) => ('any' in part ? part.any : [part]));
  return flat.length === 1 ? flat[0]! : { any: flat };
};

/** Whether an event meets a condition, as CloudWatch Logs decides: where no text is, no comparison holds. */
export function meets(condition: Condition, event: unknown): boolean {
  if ('all' in condition) return condition.all.every((part) => meets(part, event));
  if ('any' in condition) return condition.any.some((part) => meets(part, event));
  const value = valueAt(condition.field, event);
  if ('is' in condition) {
    return condition.is === 'ABSENT' ? value === undefined : value === (condition.is === 'TRUE');
  }
  if (typeof value !== 'string') return false;
  return 'equals' in condition ? isLike(value, condition.equals) : !isLike(value, condition.differs);
}

const valueAt = (field: string, event: unknown): unknown =>
  field
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
      event,
    );

function isLike(value: string, text: string): boolean {
  const startsAnyhow = text.startsWith('*');
  const endsAnyhow = text.endsWith('*');
  const part = text.slice(startsAnyhow ? 1 : 0, endsAnyhow ? -1 : undefined);
  if (startsAnyhow && endsAnyhow) return value.includes(part);
  if (startsAnyhow) return value.endsWith(part);
  return endsAnyhow ? value.startsWith(part) : value === part;
}

/** The condition as a metric filter spells it. */
export const patternOf = (condition: Condition): string => `{ ${spelled(condition)} }`;

export const fits = (condition: Condition): boolean => patternOf(condition).length <= PATTERN_LIMIT;

/**
 * Patterns that together match what the condition means, each short enough for a filter. Counting an event in two of
 * them does no harm: one is enough for an alarm.
 *
 * @throws Error for a condition that is too long and has no alternatives to part
 */
export const patternsOf = (condition: Condition): string[] => parted(condition).map(patternOf);

function spelled(condition: Condition): string {
  if ('all' in condition) return condition.all.map((part) => `(${spelled(part)})`).join(' && ');
  if ('any' in condition) return condition.any.map((part) => `(${spelled(part)})`).join(' || ');
  const selector = `$.${condition.field}`;
  if ('is' in condition) return `${selector} ${condition.is === 'ABSENT' ? 'NOT EXISTS' : `IS ${condition.is}`}`;
  return 'equals' in condition ? `${selector} = "${condition.equals}"` : `${selector} != "${condition.differs}"`;
}

function parted(condition: Condition): Condition[] {
  if (fits(condition)) return [condition];
  const { common, alternatives } = divided(condition);
  const groups: Condition[][] = [];
  for (const alternative of alternatives) {
    const group = groups.at(-1);
    if (group && fits(all([...common, any([...group, alternative])]))) group.push(alternative);
    else groups.push([alternative]);
  }
  return groups.flatMap((group) => parted(all([...common, any(group)])));
}

/** The longest list of alternatives, and what must hold besides. */
function divided(condition: Condition): { common: readonly Condition[]; alternatives: readonly Condition[] } {
  if ('any' in condition) return { common: [], alternatives: condition.any };
  const parts = 'all' in condition ? condition.all : [];
  const [longest] = parts
    .flatMap((part) => ('any' in part ? [part] : []))
    .sort((a, b) => spelled(b).length - spelled(a).length);
  if (!longest)
    throw new Error(`a filter takes ${PATTERN_LIMIT} characters, and this cannot be parted: ${patternOf(condition)}`);
  return { common: parts.filter((part) => part !== longest), alternatives: longest.any };
}
