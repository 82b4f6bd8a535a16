import type { Gain } from '../../../src/review/policies/comparison';
import { concerns, like, meets, names, patternsOf, type Request, type Statement } from './evaluator';

/** Reads gains as a reader would, to hold them against single requests. */

/** Whether what is told of a gain is about a request: its principal, its action, its resource and its circumstances. */
export const covers = (gain: Gain, request: Request, statements: readonly Statement[]): boolean =>
  coversPrincipal(gain, request, statements) &&
  coversAction(gain, request, statements) &&
  coversResource(gain, request) &&
  gain.conditions.every((condition) => holds(condition, request));

function coversPrincipal(
  { principals }: Gain,
  { principal: { own, account } }: Request,
  statements: readonly Statement[],
): boolean {
  if (principals.length === 0) return true;
  const told = new Set(principals.filter((one) => !one.startsWith('but not ')));
  const spared = new Set(principals.flatMap((one) => /^but not (.*)$/.exec(one)?.[1] ?? []));
  if (own.some((name) => told.has(name))) return true;
  const called = own.find((name) => isNamed(name, statements)) ?? account;
  if (called !== undefined && spared.has(called)) return false;
  return told.has('*') || (account !== undefined && told.has(account));
}

const isNamed = (name: string, statements: readonly Statement[]): boolean =>
  statements.some(({ Principal, NotPrincipal }) =>
    [Principal, NotPrincipal].some((element) => element !== undefined && names(element).includes(name)),
  );

/** `*` is whatever no pattern of a statement about the principal names. */
const coversAction = ({ actions }: Gain, request: Request, statements: readonly Statement[]): boolean =>
  actions.includes(request.action) ||
  (actions.includes('*') &&
    statements
      .filter((one) => [true, false].some((byAccount) => concerns(one, request, byAccount)))
      .every(({ Action, NotAction }) =>
        patternsOf(Action ?? NotAction).every((pattern) => pattern === '*' || !like(pattern, request.action, 'i')),
      ));

function coversResource({ resources }: Gain, request: Request): boolean {
  const matches = (pattern: string) => meets({ Effect: 'Allow', Action: '*', Resource: pattern }, request);
  return (
    resources.length === 0 ||
    resources.some((told) => {
      const but = /^all but (.*)$/.exec(told)?.[1];
      return but === undefined ? matches(told) : !but.split(', ').some(matches);
    })
  );
}

/** Conditions as they are told; of what is cut, or says nothing, anything is true. */
function holds(condition: string, request: Request): boolean {
  const negated = /^not \((.*)\)$/.exec(condition)?.[1];
  if (negated !== undefined && !negated.includes(') and ')) return !holds(negated, request);
  if (/ and (?:not \(|[\w:]+ aws:)/.test(condition))
    return condition.split(/ and (?=not \(|[\w:]+ aws:)/).every((part) => holds(part, request));
  if (/ of some values | and \d+ more$/.test(condition)) return true;
  const [, key, what] = /^(\S+) is (.*)$/.exec(condition) ?? [];
  if (key !== undefined && what !== undefined) {
    const isThere = Object.keys(request.context).some((name) => name.toLowerCase() === key.toLowerCase());
    if (what === 'absent') return !isThere;
    if (what === 'present') return isThere;
    const values = what.split(', ');
    return ['StringEqualsIgnoreCase', 'StringLike', ...(/^[\d.:/, ]+$/.test(what) ? ['IpAddress'] : [])].some(
      (operator) => asks(operator, key, values, request),
    );
  }
  const [, operator = '', of = '', values = ''] = /^(\S+) (\S+) (.*)$/.exec(condition)!;
  return asks(operator, of, values.split(', '), request);
}

const asks = (operator: string, key: string, values: readonly string[], request: Request): boolean =>
  meets({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { [operator]: { [key]: values } } }, request);
