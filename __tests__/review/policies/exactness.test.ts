import { compareGuardrails, comparePolicies } from '../../../src/review/policies/compare';
import { Random } from '../random';
import type { Statement } from './evaluator';
import { randomCondition, randomDocument, text } from './world';

const SEEDS = Array.from({ length: 3 }, (_, at) => at + 1);
const DOCUMENTS = 12;

type Rewrite = (random: Random, statement: Statement) => readonly Statement[];

const listOf = (value: string | readonly string[]): readonly string[] => [value].flat();
const cased = (random: Random, text: string): string =>
  [...text].map((char) => (random.chance(0.5) ? char.toUpperCase() : char.toLowerCase())).join('');

/** Two statements for one, each with a part of a list. */
const split =
  (part: 'Action' | 'Resource'): Rewrite =>
  (random, statement) => {
    const items = random.shuffled(listOf(statement[part] ?? []));
    if (items.length < 2) return [statement];
    const at = 1 + random.below(items.length - 1);
    return [
      { ...statement, [part]: items.slice(0, at) },
      { ...statement, [part]: items.slice(at) },
    ];
  };

const conditions =
  (
    rewrite: (operator: string, key: string, values: readonly string[]) => [string, string, readonly string[]],
  ): Rewrite =>
  (_random, statement) => {
    const condition: Record<string, Record<string, readonly string[]>> = {};
    for (const [operator, keys] of Object.entries(statement.Condition ?? {})) {
      for (const [key, asked] of Object.entries(keys)) {
        const [newOperator, newKey, values] = rewrite(operator, key, listOf(asked));
        if (condition[newOperator]?.[newKey] !== undefined) return [statement];
        (condition[newOperator] ??= {})[newKey] = values;
      }
    }
    return [{ ...statement, ...(statement.Condition && { Condition: condition }) }];
  };

/** Each means more than what follows it. */
const NARROWER: Readonly<Record<string, readonly string[]>> = {
  '*': ['s3:*', 'arn:aws:s3:::*', 'kms:*'],
  's3:*': ['s3:Get*', 's3:DeleteBucket'],
  's3:Get*': ['s3:GetObject', 's3:GetBucket*'],
  'kms:*': ['kms:D*'],
  'kms:D*': ['kms:Decrypt', 'kms:De*t'],
  'arn:aws:s3:::*': ['arn:aws:s3:::e*', 'arn:aws:s3:::other'],
  'arn:aws:s3:::evidence/*': ['arn:aws:s3:::evidence/logs/*', 'arn:aws:s3:::evidence/${aws:username}/?'],
};

/** A part of what a statement means, said again beside it. */
const partOf: Rewrite = (random, statement) => {
  const narrower = (value: string | readonly string[]) => {
    const all = listOf(value).map((one) => random.one(NARROWER[one] ?? [one]));
    return all.filter((one) => /:/.test(one));
  };
  const { Action, NotAction, Resource, NotResource, Principal } = statement;
  const [actions, resources] = [narrower(Action ?? []), narrower(Resource ?? [])];
  const part: Statement = {
    ...statement,
    ...(NotAction && { NotAction: [...NotAction, 's3:PutObjectAcl'] }),
    ...(NotResource && { NotResource: [...NotResource, 'arn:aws:s3:::evidence/y'] }),
    ...(actions.length > 0 && { Action: actions }),
    ...(resources.length > 0 && { Resource: resources.filter((one) => one.startsWith('arn:')) }),
    ...(Principal === '*' && { Principal: { AWS: 'arn:aws:iam::111111111111:user/somebody' } }),
  };
  if (listOf(part.Resource ?? part.NotResource ?? []).length === 0) return [statement];
  const [[operator, tests]] = Object.entries(randomCondition(random)) as [[string, Record<string, readonly string[]>]];
  const isFree = statement.Condition?.[operator] === undefined;
  return [statement, { ...part, ...(isFree && { Condition: { ...statement.Condition, [operator]: tests } }) }];
};

/** The same in two statements: where a key is there, and where it is not. */
const byPresence =
  (key: string): Rewrite =>
  (_random, { Condition = {}, ...rest }) =>
    Condition.Null
      ? [{ ...rest, Condition }]
      : ['true', 'false'].map((absent) => ({ ...rest, Condition: { ...Condition, Null: { [key]: absent } } }));

/** What may be absent, said as one of two. */
const withoutIfExists: Rewrite = (_random, { Condition = {}, ...rest }) => {
  const operator = Object.keys(Condition).find((one) => one.endsWith('IfExists'));
  const keys = Object.keys(Condition[operator ?? ''] ?? {});
  const plain = operator?.replace('IfExists', '') ?? '';
  if (operator === undefined || keys.length !== 1 || Condition.Null || Condition[plain])
    return [{ ...rest, Condition }];
  const { [operator]: tests, ...others } = Condition;
  // What is negated holds without a key already.
  return [
    { ...rest, Condition: { ...others, [plain]: tests! } },
    { ...rest, Condition: { ...others, Null: { [keys[0]!]: 'true' } } },
  ];
};

const REWRITES: Readonly<Record<string, Rewrite>> = {
  'lists in another order': (random, statement) => [
    {
      ...statement,
      ...(statement.Action && { Action: random.shuffled(listOf(statement.Action)) }),
      ...(statement.Resource && { Resource: random.shuffled(listOf(statement.Resource)) }),
    },
  ],
  'one value instead of a list of one': (_random, statement) => [
    {
      ...statement,
      ...(statement.Action?.length === 1 && { Action: statement.Action[0]! }),
      ...(statement.Resource?.length === 1 && { Resource: statement.Resource[0]! }),
    },
  ],
  'actions in other letters': (random, statement) => [
    { ...statement, ...(statement.Action && { Action: listOf(statement.Action).map((name) => cased(random, name)) }) },
  ],
  'another Sid': (random, statement) => [{ ...statement, Sid: `S${random.below(1000)}` }],
  'split by action': split('Action'),
  'split by resource': split('Resource'),
  'said twice': (_random, statement) => [statement, { ...statement, Sid: 'again' }],
  'a part said again': (random, statement) => [
    statement,
    { ...statement, ...(statement.Action && { Action: random.one(listOf(statement.Action)) }) },
  ],
  'a narrower part said again': partOf,
  'split by the presence of a key that is asked': byPresence('aws:SourceArn'),
  'split by the presence of a key that is not asked': byPresence('aws:PrincipalOrgID'),
  'split by the presence of a key of several values': byPresence('aws:TagKeys'),
  'IfExists as two statements': withoutIfExists,
  'values in another order': conditions((operator, key, values) => [operator, key, values.toReversed()]),
  'keys in other letters': conditions((operator, key, values) => [operator, key.toUpperCase(), values]),
  'ArnEquals for ArnLike': conditions((operator, key, values) => [
    operator.replace(/^Arn(Not)?Like/, 'Arn$1Equals'),
    key,
    values,
  ]),
  'ids of accounts for their roots': (_random, statement) => [
    JSON.parse(JSON.stringify(statement).replaceAll(/"arn:aws:iam::(\d{12}):root"/g, '"$1"')) as Statement,
  ],
  'AWS: * for *': (_random, statement) => [
    { ...statement, ...(statement.Principal === '*' && { Principal: { AWS: ['*'] } }) },
  ],
};

const rewritten = (random: Random, statements: readonly Statement[], rewrite: Rewrite): readonly Statement[] =>
  random.shuffled(statements.flatMap((one) => rewrite(random, one)));

const SILENT = { gains: [], undecided: [] };

describe.each(Object.entries(REWRITES))('%s', (_name, rewrite) => {
  test.each(SEEDS)('is silent in a policy, there and back (seed %d)', (seed) => {
    const random = new Random(seed);
    for (let at = 0; at < DOCUMENTS; at++) {
      const before = randomDocument(random);
      const after = rewritten(random, before, rewrite);
      expect({ before, after, is: comparePolicies(text(before), text(after), 'resource') }).toEqual({
        before,
        after,
        is: SILENT,
      });
      expect({ before, after, is: comparePolicies(text(after), text(before), 'exclusive') }).toEqual({
        before,
        after,
        is: SILENT,
      });
    }
  });
});

test.each(SEEDS)('guardrails packed anew are silent (seed %d)', (seed) => {
  const random = new Random(seed);
  for (let at = 0; at < DOCUMENTS; at++) {
    const before = randomDocument(random, true);
    const all = Object.values(REWRITES).reduce((statements, rewrite) => rewritten(random, statements, rewrite), before);
    const cut = random.below(all.length);
    const packed = [all.slice(0, cut), all.slice(cut)].filter(({ length }) => length > 0).map(text);
    expect(
      compareGuardrails(
        before.map((one) => text([one])),
        packed,
      ),
    ).toEqual(SILENT);
    expect(compareGuardrails(packed, [text(before)])).toEqual(SILENT);
  }
});
