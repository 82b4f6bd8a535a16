import {
  globalKeys,
  isOperator,
  type Operator,
  operatorParts,
  OPERATORS,
  QUALIFIERS,
  servicesOfKey,
} from '../authorization/conditions';
import { conditionKeysOf } from '../authorization/authorization';
import { nearest, show } from '../config/problem';

/** What is wrong with the values of an element or of a condition key; nothing when they are texts. */
export function textsProblem(name: string, value: unknown): string | undefined {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) return `${name} has no values; name one, or drop it`;
  const wrong = values.find((one) => typeof one !== 'string');
  if (wrong === undefined && values.every((one) => one !== undefined)) return undefined;
  const mend = ['number', 'boolean'].includes(typeof wrong) ? show(String(wrong)) : 'a text, or a list of texts';
  return `${name} has the value ${show(wrong)}, which is no text; write ${mend}`;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What is wrong with a Condition.
 * @param services - of the statement's actions; nothing where it may be any
 */
export function conditionProblems(condition: unknown, services: readonly string[] | undefined): string[] {
  if (!isObject(condition)) {
    return [`has the Condition ${show(condition)}; write { "<operator>": { "<key>": "<value>" } }`];
  }
  if (Object.keys(condition).length === 0) return ['has an empty Condition; name an operator, or drop it'];
  return Object.entries(condition).flatMap(([operator, keys]) => {
    const problems = isOperator(operator) ? [] : [`${operator} is no operator of IAM; ${meantOperator(operator)}`];
    if (!isObject(keys)) {
      return [...problems, `${operator} has ${show(keys)}; write { "<key>": "<value>" }`];
    }
    if (Object.keys(keys).length === 0) return [...problems, `${operator} has no keys; name one, or drop it`];
    const ofKeys = Object.entries(keys).flatMap(([key, value]) => [
      ...keyProblems(key, services),
      ...valueProblems(operator, key, value),
    ]);
    return [...problems, ...ofKeys];
  });
}

function meantOperator(name: string): string {
  const { qualifier, base, suffix } = operatorParts(name);
  const isNull = name.endsWith('NullIfExists');
  // "Matches" is what many expect; it is too far from "Like" to look like a slip.
  const near = isNull ? 'Null' : nearest(base.replace(/Match(?:es)?$/i, 'Like'), OPERATORS);
  const qualified = qualifier === '' ? '' : nearest(qualifier.slice(0, -1), QUALIFIERS);
  if (near === undefined || qualified === undefined) return `use ${OPERATORS.join(', ')}`;
  return `did you mean ${show(`${qualified}${qualified === '' ? '' : ':'}${near}${suffix}`)}?`;
}

function keyProblems(key: string, services: readonly string[] | undefined): string[] {
  const owners = servicesOfKey(key);
  if (owners.size === 0) return [`${show(key)} is no condition key of AWS; ${meantKey(key, services ?? [])}`];
  if (owners.has('*')) return [];
  const owned = [...owners].join(', ');
  if (services === undefined) {
    return [`${show(key)} is a key of ${owned} beside actions of any service; name actions of ${owned} only`];
  }
  const strangers = services.filter((service) => !owners.has(service));
  if (strangers.length === 0) return [];
  return [
    `${show(key)} is a key of ${owned}, which actions of ${strangers.join(', ')} do not carry; move these to a statement of their own`,
  ];
}

function meantKey(key: string, services: readonly string[]): string {
  const tail = /[/:]([^/]*)$/.exec(key)?.[1] ?? '';
  const own = [...new Set([...services, key.split(':')[0]!])].flatMap(conditionKeysOf);
  // A template is as near as its fixed part.
  const known = [...globalKeys(), ...own].map((one) => one.replace(/\$\{[^}]*\}$/, () => tail));
  const near = nearest(key, known);
  return near === undefined ? "see AWS's service authorization reference" : `did you mean ${show(near)}?`;
}

/** The wildcard form of operators that compare texts as they are written. */
const LIKE: Readonly<Record<string, string>> = {
  StringEquals: 'StringLike',
  StringEqualsIgnoreCase: 'StringLike',
  StringNotEquals: 'StringNotLike',
  StringNotEqualsIgnoreCase: 'StringNotLike',
};

/** For a principal's ARN it is another: as mere text, a role's path may pass for the end of its ARN. */
const likeFor = (key: string, like: string): string =>
  key.toLowerCase() === 'aws:principalarn' ? like.replace('String', 'Arn') : like;

/** Of values with one problem, which a placeholder may stand for many of. */
export const showFirst = ([first, ...others]: readonly string[]): string =>
  others.length === 0 ? show(first) : `${show(first)} (and ${others.length} more)`;

function valueProblems(operator: string, key: string, value: unknown): string[] {
  const name = `${operator} ${key}`;
  const noTexts = textsProblem(name, value);
  if (noTexts !== undefined) return [noTexts];
  const parts = operatorParts(operator);
  const texts = new Map<string, string[]>();
  for (const text of [value as string | string[]].flat()) {
    const problem = textProblem(parts, key, text);
    if (problem !== undefined) texts.set(problem, [...(texts.get(problem) ?? []), text]);
  }
  return [...texts].map(([problem, wrong]) => `${name} has the value ${showFirst(wrong)}, ${problem}`);
}

function textProblem({ qualifier, base, suffix }: Operator, key: string, text: string): string | undefined {
  const like = Object.hasOwn(LIKE, base) ? likeFor(key, LIKE[base]!) : undefined;
  // ${*}, ${?} and policy variables are no wildcards.
  const bare = text.replaceAll(/\$\{[^}]*\}/g, '');
  if (like !== undefined && /[*?]/.test(bare)) {
    return `which it compares literally; write ${qualifier}${like}${suffix}`;
  }
  if ((base === 'Bool' || base === 'Null') && text !== 'true' && text !== 'false') {
    return 'which is neither; write "true" or "false"';
  }
  if (/^Arn/.test(base) && !/^(?:arn:|\*|\$\{)/.test(text)) return 'which is no ARN; write the whole ARN';
  return undefined;
}
