import type { Random } from '../random';
import type { Request, Statement } from './evaluator';

/** A small world: random documents about it, and requests in it. Every action of it is one that the resource takes. */
const BUCKETS = ['arn:aws:s3:::evidence', 'arn:aws:s3:::other'];
const OBJECTS = [
  'arn:aws:s3:::evidence/logs/1',
  'arn:aws:s3:::evidence/x',
  'arn:aws:s3:::evidence/ann/x',
  'arn:aws:s3:::other/x',
];
const KEYS = ['arn:aws:kms:us-east-1:111111111111:key/k', 'arn:aws:kms:eu-west-1:222222222222:key/k'];
const ACTS: readonly (readonly [string, readonly string[]])[] = [
  ['s3:GetObject', OBJECTS],
  ['s3:GetObjectVersion', OBJECTS],
  ['s3:PutObject', OBJECTS],
  ['s3:DeleteObject', OBJECTS],
  ['s3:ListBucket', BUCKETS],
  ['s3:DeleteBucket', BUCKETS],
  ['s3:GetBucketPolicy', BUCKETS],
  ['kms:Decrypt', KEYS],
  ['kms:DisableKey', KEYS],
];

const ROLE = 'arn:aws:iam::111111111111:role/r';
const PRINCIPALS: readonly Request['principal'][] = [
  { own: ['111111111111'] },
  { own: ['arn:aws:iam::111111111111:role/unnamed'], account: '111111111111' },
  { own: [ROLE], account: '111111111111' },
  { own: ['arn:aws:sts::111111111111:assumed-role/r/s', ROLE], account: '111111111111' },
  { own: ['222222222222'] },
  { own: ['arn:aws:iam::333333333333:user/nobody'], account: '333333333333' },
  { own: ['cloudtrail.amazonaws.com'] },
  { own: ['config.amazonaws.com'] },
  { own: [] },
];

const VALUES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'aws:SourceArn': [
    ['arn:aws:cloudtrail:us-east-1:111111111111:trail/t'],
    ['arn:aws:cloudtrail:us-east-1:222222222222:trail/t'],
    ['arn:aws:s3:::b'],
  ],
  'aws:SecureTransport': [['true'], ['false']],
  'aws:username': [['ann'], ['logs'], ['x']],
  'aws:CurrentTime': [['2026-01-01T00:00:00Z'], ['2026-06-01T00:00:00Z'], ['2027-01-01T00:00:00Z']],
  'aws:SourceIp': [['10.0.0.1'], ['10.1.0.1'], ['192.0.2.1']],
  'aws:MultiFactorAuthAge': [['10'], ['300'], ['301'], ['9000']],
  'aws:TagKeys': [['a'], ['b'], ['a', 'b'], ['b', 'c'], []],
  'aws:PrincipalArn': [[ROLE], ['arn:aws:iam::222222222222:role/admin'], ['arn:aws:iam::222222222222:role/x']],
};

const TESTS: readonly (readonly [operators: readonly string[], key: string, values: readonly string[]])[] = [
  [
    [
      'StringEquals',
      'StringLike',
      'ArnLike',
      'ArnEquals',
      'StringEqualsIfExists',
      'StringNotEquals',
      'ArnNotLikeIfExists',
    ],
    'aws:SourceArn',
    [
      'arn:aws:cloudtrail:us-east-1:111111111111:trail/t',
      'arn:aws:cloudtrail:*:111111111111:trail/*',
      'arn:aws:cloudtrail:*:*:*',
      'arn:aws:s3:::?',
    ],
  ],
  [['Bool', 'BoolIfExists', 'StringEquals', 'StringNotEquals'], 'aws:SecureTransport', ['true', 'false']],
  [['IpAddress', 'NotIpAddress', 'IpAddressIfExists'], 'aws:SourceIp', ['10.0.0.0/8', '10.0.0.0/16', '192.0.2.1']],
  [
    [
      ...['NumericLessThan', 'NumericLessThanEquals', 'NumericEquals', 'NumericNotEquals'],
      ...['NumericGreaterThan', 'NumericGreaterThanEquals', 'NumericLessThanIfExists'],
    ],
    'aws:MultiFactorAuthAge',
    ['300', '301', '3600'],
  ],
  [
    [
      'ForAllValues:StringEquals',
      'ForAnyValue:StringEquals',
      'ForAnyValue:StringNotEquals',
      'ForAllValues:StringNotLike',
    ],
    'aws:TagKeys',
    ['a', 'b', 'c'],
  ],
  [['DateLessThan', 'DateGreaterThanEquals'], 'aws:CurrentTime', ['2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z']],
  [['StringEquals', 'StringNotLike'], 'aws:username', ['ann', 'l*', '*']],
  [['Null'], 'aws:TagKeys', ['true', 'false']],
  [['Null'], 'aws:SourceArn', ['true', 'false']],
  [
    ['ArnLike', 'ArnNotLike', 'StringNotLike', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
    'aws:PrincipalArn',
    [
      ROLE,
      'arn:aws:iam::*:role/admin',
      'arn:aws:iam::222222222222:*',
      'arn:aws:iam::222222222222:role/${aws:username}',
    ],
  ],
];

const PATTERNS = [
  ...[
    's3:GetObject',
    's3:Get*',
    's3:*',
    '*',
    's3:PutObject',
    's3:?etObject',
    's3:DeleteBucket',
    's3:List*',
    's3:Delete*',
  ],
  ...['kms:Decrypt', 'kms:D*', 'kms:*', 's3:PutObjectOfTheFuture'],
];
const RESOURCES = [
  ...['arn:aws:s3:::evidence', 'arn:aws:s3:::evidence/*', 'arn:aws:s3:::*', '*', 'arn:aws:s3:::evidence/logs/*'],
  ...[
    'arn:aws:s3:::other/x',
    'arn:aws:s3:::evidence/${aws:username}/*',
    'arn:aws:s3:::e*/?',
    KEYS[0]!,
    'arn:aws:kms:*:111111111111:key/*',
  ],
];

export function randomStatement(random: Random, guardrail: boolean): Statement {
  const Effect = random.chance(guardrail ? 0.9 : 0.6) === guardrail ? 'Deny' : 'Allow';
  const [actions, resources] = [random.some(PATTERNS, 3), random.some(RESOURCES, 3)];
  let Condition: Condition = {};
  for (let left = random.below(3); left > 0; left--) Condition = { ...Condition, ...randomCondition(random) };
  const who = randomPrincipal(random);
  return {
    Effect,
    ...(guardrail
      ? {}
      : Effect === 'Deny' && random.chance(0.3) && who !== '*'
        ? { NotPrincipal: who }
        : { Principal: who }),
    ...(random.chance(0.85) ? { Action: actions } : { NotAction: actions }),
    ...(random.chance(0.85) ? { Resource: resources } : { NotResource: resources }),
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
}

type Condition = Record<string, Record<string, readonly string[]>>;

export function randomCondition(random: Random): Condition {
  const [operators, key, values] = random.one(TESTS);
  const operator = random.one(operators);
  // Several values of a comparison by order are one of them.
  const single = operator === 'Null' || /Numeric|Date/.test(operator);
  return { [operator]: { [key]: single ? [random.one(values)] : random.some(values, 2) } };
}

function randomPrincipal(random: Random): unknown {
  return random.one([
    '*',
    { AWS: '*' },
    { AWS: random.some(['111111111111', 'arn:aws:iam::222222222222:root', ROLE], 2) },
    { Service: random.some(['cloudtrail.amazonaws.com', 'config.amazonaws.com']) },
    { AWS: 'arn:aws:sts::111111111111:assumed-role/r/s', Service: 'config.amazonaws.com' },
  ]);
}

export const randomDocument = (random: Random, guardrail = false): readonly Statement[] =>
  Array.from({ length: 1 + random.below(4) }, () => randomStatement(random, guardrail));

type Edit = (random: Random, statement: Statement, other: Statement) => readonly Statement[];

const renamed = (statement: Statement, from: keyof Statement, to: keyof Statement): Statement => {
  const { [from]: value, ...rest } = statement;
  return (value === undefined ? statement : { ...rest, [to]: value }) as Statement;
};

/** What of a condition an edit is about. */
function conditionEdited(
  statement: Statement,
  random: Random,
  edit: (operator: string, key: string, values: readonly string[]) => readonly [string, readonly string[]] | undefined,
): Statement {
  const tests = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values: [values].flat() as readonly string[] })),
  );
  const chosen = tests.length > 0 ? random.one(tests) : undefined;
  const Condition: Condition = {};
  for (const test of tests) {
    const [operator, values] =
      test === chosen ? (edit(test.operator, test.key, test.values) ?? []) : [test.operator, test.values];
    if (operator !== undefined && values !== undefined) (Condition[operator] ??= {})[test.key] = values;
  }
  return { ...statement, Condition };
}

const testsOf = (key: string) => TESTS.filter((test) => test[1] === key);

/** One thing each that somebody changes in a statement. */
const EDITS: Readonly<Record<string, Edit>> = {
  gone: () => [],
  replaced: (_random, _statement, other) => [other],
  added: (_random, statement, other) => [statement, other],
  'another effect': (_random, statement) => [{ ...statement, Effect: statement.Effect === 'Allow' ? 'Deny' : 'Allow' }],
  'other actions': (random, { NotAction: _not, ...rest }) => [{ ...rest, Action: random.some(PATTERNS, 3) }],
  'an action more': (random, one) => [
    one.Action === undefined ? one : { ...one, Action: [...one.Action, random.one(PATTERNS)] },
  ],
  'other resources': (random, { NotResource: _not, ...rest }) => [{ ...rest, Resource: random.some(RESOURCES, 3) }],
  'all but the actions': (_random, one) => [
    one.Action ? renamed(one, 'Action', 'NotAction') : renamed(one, 'NotAction', 'Action'),
  ],
  'all but the resources': (_random, one) => [
    one.Resource ? renamed(one, 'Resource', 'NotResource') : renamed(one, 'NotResource', 'Resource'),
  ],
  'all but the principals': (_random, one) => [one.Principal === '*' ? one : renamed(one, 'Principal', 'NotPrincipal')],
  'other principals': (random, one) => [
    one.Principal === undefined ? one : { ...one, Principal: randomPrincipal(random) },
  ],
  'other conditions': (_random, { Condition: _old, ...rest }, { Condition }) => [
    { ...rest, ...(Condition && { Condition }) },
  ],
  'a condition more': (random, one) => [{ ...one, Condition: { ...one.Condition, ...randomCondition(random) } }],
  'another operator': (random, one) => [
    conditionEdited(one, random, (_operator, key, values) => [random.one(random.one(testsOf(key))[0]), values]),
  ],
  'another value': (random, one) => [
    conditionEdited(one, random, (operator, key) => [operator, [random.one(random.one(testsOf(key))[2])]]),
  ],
  'a condition less': (random, one) => [conditionEdited(one, random, () => undefined)],
};

/** A document as somebody may have edited it. */
export function edited(random: Random, statements: readonly Statement[], guardrail = false): readonly Statement[] {
  const at = random.below(statements.length);
  const edit = EDITS[random.one(Object.keys(EDITS))]!;
  const all = statements.flatMap((one, place) =>
    place === at ? edit(random, one, randomStatement(random, guardrail)) : [one],
  );
  return guardrail ? all.map(({ Principal: _none, NotPrincipal: _nobody, ...one }) => one) : all;
}

export function requests(random: Random, count: number): readonly Request[] {
  return Array.from({ length: count }, () => {
    const [action, resources] = random.one(ACTS);
    const context = Object.fromEntries(
      Object.entries(VALUES).flatMap(([key, values]) => (random.chance(0.7) ? [[key, random.one(values)]] : [])),
    );
    return { action, resource: random.one(resources), principal: random.one(PRINCIPALS), context };
  });
}

export const text = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
