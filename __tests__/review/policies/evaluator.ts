/** Decides single requests as IAM's documentation says, one by one and without any algebra: what comparisons are held against. */

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Names that speak of the principal, its own before that of its account; none for the anonymous. */
  readonly principal: { readonly own: readonly string[]; readonly account?: string };
  readonly context: Readonly<Record<string, readonly string[]>>;
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : [value].flat();
export const patternsOf = listOf;

export const like = (pattern: string, text: string, flags = ''): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[\\^$.+()[\]{}|]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    `s${flags}`,
  ).test(text);

/** A wildcard stays within its part of an ARN; what is no whole ARN is any text. */
const arnLike = (pattern: string, text: string): boolean => {
  if (pattern.split(':').length < 6) return like(pattern, text);
  const [patterns, texts] = [pattern, text].map((arn) => {
    const parts = arn.split(':');
    return [...parts.slice(0, 5), parts.slice(5).join(':')];
  }) as [string[], string[]];
  return patterns.every((part, at) => like(part, texts[at]!));
};

/** Accounts by their ids, whichever way they are written. */
export function names(element: unknown): readonly string[] {
  if (element === '*') return ['*'];
  return Object.entries(element as Record<string, string | string[]>).flatMap(([kind, values]) =>
    listOf(values).map((name) => (kind === 'AWS' ? name.replace(/^arn:aws:iam::(\d{12}):root$/, '$1') : name)),
  );
}

/** @param byAccount - whether NotPrincipal spares all of an account that it lists */
export function concerns(statement: Statement, { principal: { own, account } }: Request, byAccount: boolean): boolean {
  const all = account === undefined ? own : [...own, account];
  const named = (element: unknown, who: readonly string[]) =>
    names(element).some((name) => name === '*' || who.includes(name));
  if (statement.NotPrincipal !== undefined) return !named(statement.NotPrincipal, byAccount ? all : own);
  return statement.Principal === undefined || named(statement.Principal, all);
}

const COMPARE: Record<string, (value: string, asked: string) => boolean> = {
  StringEquals: (value, asked) => value === asked,
  StringLike: (value, asked) => like(asked, value),
  StringEqualsIgnoreCase: (value, asked) => value.toLowerCase() === asked.toLowerCase(),
  ArnLike: (value, asked) => arnLike(asked, value),
  ArnEquals: (value, asked) => arnLike(asked, value),
  Bool: (value, asked) => value.toLowerCase() === asked.toLowerCase(),
  NumericLessThan: (value, asked) => Number(value) < Number(asked),
  NumericLessThanEquals: (value, asked) => Number(value) <= Number(asked),
  NumericGreaterThan: (value, asked) => Number(value) > Number(asked),
  NumericGreaterThanEquals: (value, asked) => Number(value) >= Number(asked),
  DateLessThan: (value, asked) => Date.parse(value) < Date.parse(asked),
  DateGreaterThanEquals: (value, asked) => Date.parse(value) >= Date.parse(asked),
  NumericEquals: (value, asked) => Number(value) === Number(asked),
  IpAddress: (value, asked) => {
    const [net = '', length = '32'] = asked.split('/');
    const number = (address: string) => address.split('.').reduce((all, part) => all * 256 + Number(part), 0);
    const size = 2 ** (32 - Number(length));
    return Math.floor(number(value) / size) === Math.floor(number(net) / size);
  },
};

/** A variable is what the request has under its key; without it nothing matches. */
function resolved(values: readonly string[], context: Request['context']): readonly string[] {
  return values.flatMap((value) => {
    const [whole, key] = /\$\{([^}]{2,})\}/.exec(value) ?? [];
    if (whole === undefined || key === undefined) return [value];
    const [text] = context[key] ?? [];
    return text === undefined ? [] : [value.replace(whole, text)];
  });
}

function met(operator: string, key: string, asked: readonly string[], context: Request['context']): boolean {
  const values = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  if (operator === 'Null') return asked.includes(String(values === undefined));
  const [, qualifier, written = '', suffix] = /^(?:(For\w+):)?(\w+?)(IfExists)?$/.exec(operator)!;
  const negated = written.includes('Not');
  const base = COMPARE[written.replace('Not', '')]!;
  const one = (value: string) => asked.some((each) => base(value, each)) !== negated;
  if (values === undefined) return suffix !== undefined || qualifier === 'ForAllValues' || (!qualifier && negated);
  return qualifier === 'ForAllValues' ? values.every(one) : values.some(one);
}

function matches(statement: Statement, request: Request, byAccount: boolean): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const acts = listOf(Action ?? NotAction).some((pattern) => like(pattern, request.action, 'i'));
  const on = resolved(listOf(Resource ?? NotResource), request.context).some((pattern) =>
    arnLike(pattern, request.resource),
  );
  return (
    acts === (Action !== undefined) &&
    ((Resource ?? NotResource) === undefined || on === (Resource !== undefined)) &&
    concerns(statement, request, byAccount) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, asked]) =>
        met(operator, key, resolved(listOf(asked), request.context), request.context),
      ),
    )
  );
}

/** Whether a statement speaks of a request, whoever makes it. */
export const meets = (statement: Statement, request: Request): boolean => matches(statement, request, true);

export const denies = (statements: readonly Statement[], request: Request, byAccount: boolean): boolean =>
  statements.some((one) => one.Effect === 'Deny' && matches(one, request, byAccount));

export const allows = (statements: readonly Statement[], request: Request, byAccount: boolean): boolean =>
  !denies(statements, request, byAccount) &&
  statements.some((one) => one.Effect === 'Allow' && matches(one, request, byAccount));
