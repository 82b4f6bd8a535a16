/** A statement of anybody's policy, checked and in one form. */
export interface Rule {
  readonly allows: boolean;
  /** Absent where the statement names no principal. */
  readonly principals?: Sieve & { readonly names: readonly string[] };
  /** In lower case: that of actions does not count. */
  readonly actions: Sieve & { readonly spelled: readonly string[] };
  /** Absent in trust policies. */
  readonly resources?: Sieve;
  readonly tests: readonly Test[];
  /** Variables are variables since version 2012-10-17; before, they are text. */
  readonly variables: boolean;
}

/** All of some names, or all but them. */
export interface Sieve {
  readonly names: readonly string[];
  readonly but: boolean;
}

/** One operator asked of one key. */
export interface Test {
  readonly operator: string;
  /** In lower case: that of keys does not count. */
  readonly key: string;
  /** As it is written. */
  readonly spelled: string;
  readonly values: readonly string[];
}

/** The text is no policy document that AWS would take. */
export class Malformed extends Error {}

const STATEMENT = new Set([
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction'],
  ...['Resource', 'NotResource', 'Condition'],
]);
const KINDS_OF_PRINCIPALS = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

type Json = Readonly<Record<string, unknown>>;

const fail = (why: string): never => {
  throw new Malformed(why);
};

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws Malformed */
export function rulesIn(text: string): readonly Rule[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('is not valid JSON');
  }
  if (!isObject(value)) return fail('is no JSON object');
  const { Version = '2008-10-17', Id: _id, Statement, ...others } = value;
  if (Object.keys(others).length > 0) fail('has members that no policy has');
  if (Version !== '2012-10-17' && Version !== '2008-10-17') fail('has no version that AWS knows');
  if (Statement === undefined) fail('has no statements');
  return [Statement].flat().map((statement) => ruleOf(statement, Version === '2012-10-17'));
}

function ruleOf(statement: unknown, variables: boolean): Rule {
  if (!isObject(statement)) return fail('has a statement that is no object');
  if (Object.keys(statement).some((name) => !STATEMENT.has(name))) fail('has a statement with members that none has');
  const { Effect, Condition = {} } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') fail('has a statement whose Effect is neither Allow nor Deny');
  const principals = sieve(statement, 'Principal', principalsIn);
  const actions = sieve(statement, 'Action', (value) => texts(value, 'Action').map(actionName));
  const resources = sieve(statement, 'Resource', (value) => texts(value, 'Resource'));
  if (actions === undefined) return fail('has a statement without actions');
  return {
    allows: Effect === 'Allow',
    ...(principals && { principals }),
    actions: { ...actions, names: actions.names.map((name) => name.toLowerCase()), spelled: actions.names },
    ...(resources && { resources }),
    tests: testsIn(Condition),
    variables,
  };
}

/** `*:*` is all actions as `*` is. */
const actionName = (name: string): string => (/^\*+(?::\*+)?$/.test(name) ? '*' : name);

function sieve(statement: Json, name: string, read: (value: unknown) => readonly string[]): Sieve | undefined {
  const [plain, negated] = [statement[name], statement[`Not${name}`]];
  if (plain !== undefined && negated !== undefined) return fail(`has a statement with both ${name} and Not${name}`);
  if (plain !== undefined) return { names: read(plain), but: false };
  return negated === undefined ? undefined : { names: read(negated), but: true };
}

function texts(value: unknown, name: string): readonly string[] {
  const all: unknown[] = [value].flat();
  return all.map((one) => (typeof one === 'string' ? one : fail(`has a ${name} that is no text`)));
}

/** As `AWS:111111111111`; everybody as `*`, however it is written. */
function principalsIn(value: unknown): readonly string[] {
  if (value === '*') return ['*'];
  if (!isObject(value)) return fail('has a Principal that is neither an object nor "*"');
  return Object.entries(value).flatMap(([kind, names]) => {
    if (!KINDS_OF_PRINCIPALS.has(kind)) fail('has a Principal of a kind that AWS does not know');
    return texts(names, 'Principal').map((name) => {
      if (kind === 'AWS' && name === '*') return '*';
      if (kind === 'AWS' && /[*?]/.test(name)) fail('names a principal with a wildcard, which AWS does not take');
      return `${kind}:${name}`;
    });
  });
}

function testsIn(condition: unknown): readonly Test[] {
  if (!isObject(condition)) return fail('has a Condition that is no object');
  return Object.entries(condition).flatMap(([operator, keys]) => {
    if (!isObject(keys)) return fail('has a condition operator that is no object');
    return Object.entries(keys).map(([spelled, value]) => {
      const values = ([value].flat() as unknown[]).map((one) =>
        ['string', 'number', 'boolean'].includes(typeof one)
          ? String(one)
          : fail('has a condition value that is no text'),
      );
      return { operator, key: spelled.toLowerCase(), spelled, values };
    });
  });
}
