import { merge, Mergeable } from '../../src/guardrails/merging';
import type { PolicyStatement } from '../../src/policy/document';

const A = { Sid: 'A', Effect: 'Deny', Action: 's3:PutObject', Resource: 'r1' } as const;
const B = { Sid: 'B', Effect: 'Deny', Action: 's3:DeleteObject', Resource: 'r1' } as const;
const spare = (...roles: string[]) => ({ ArnNotLike: { 'aws:PrincipalArn': roles } });

const merged = (...statements: PolicyStatement[]): PolicyStatement[] =>
  merge(statements.map(Mergeable.of)).map(({ text }) => JSON.parse(text) as PolicyStatement);

describe('statements merge', () => {
  test.each<[string, PolicyStatement, PolicyStatement, PolicyStatement]>([
    ['that differ in actions', A, B, { ...A, Sid: 'AAndB', Action: ['s3:DeleteObject', 's3:PutObject'] }],
    [
      'that differ in resources',
      { ...A, Resource: ['r3', 'r2'] },
      { ...A, Sid: 'B' },
      { ...A, Sid: 'AAndB', Resource: ['r1', 'r2', 'r3'] },
    ],
    ['that say the same', A, { ...A, Action: ['s3:putobject', 's3:PutObject'] }, A],
    ['of which one has no Sid', A, { ...B, Sid: undefined }, { ...A, Action: ['s3:DeleteObject', 's3:PutObject'] }],
    [
      'whose resources are the same in another order',
      { ...A, Resource: ['r2', 'r1', 'r2'] },
      { ...B, Resource: ['r1', 'r2'] },
      { ...A, Sid: 'AAndB', Action: ['s3:DeleteObject', 's3:PutObject'], Resource: ['r1', 'r2'] },
    ],
    [
      'of which one names every resource',
      { ...A, Resource: ['r1', '*'] },
      { ...B, Resource: '*' },
      { ...A, Sid: 'AAndB', Action: ['s3:DeleteObject', 's3:PutObject'], Resource: '*' },
    ],
    [
      'of which one names what a pattern of the other starts like',
      { ...A, Resource: ['arn:aws:sns:*:*:acme-*', 'arn:aws:sns:*:*:acme-audit-x'] },
      { ...B, Resource: 'arn:aws:sns:*:*:acme-*' },
      { ...A, Sid: 'AAndB', Action: ['s3:DeleteObject', 's3:PutObject'], Resource: 'arn:aws:sns:*:*:acme-*' },
    ],
    [
      'that spare the same roles, named by a pattern or one by one as well',
      { ...A, Condition: spare('arn:aws:iam::*:role/a-*', 'arn:aws:iam::*:role/a-b-*', 'arn:aws:iam::*:role/b') },
      { ...B, Condition: spare('arn:aws:iam::*:role/a-*', 'arn:aws:iam::*:role/b') },
      {
        ...A,
        Sid: 'AAndB',
        Action: ['s3:DeleteObject', 's3:PutObject'],
        Condition: spare('arn:aws:iam::*:role/a-*', 'arn:aws:iam::*:role/b'),
      },
    ],
    [
      'whose excluded actions are the same',
      { Effect: 'Deny', NotAction: ['a:B', 'a:C'], Resource: '*' },
      { Effect: 'Deny', NotAction: ['a:C', 'a:B'], Resource: '*' },
      { Effect: 'Deny', NotAction: ['a:B', 'a:C'], Resource: '*' },
    ],
    [
      'whose conditions are the same, spelled otherwise',
      { ...A, Condition: { StringEquals: { 'aws:x': 'v', 'aws:y': ['w'] }, ...spare('b', 'a') } },
      {
        ...A,
        Condition: { ArnNotLike: { 'AWS:PrincipalARN': ['a', 'b'] }, StringEquals: { 'aws:y': 'w', 'aws:x': ['v'] } },
      },
      {
        ...A,
        Condition: { ArnNotLike: { 'AWS:PrincipalARN': ['a', 'b'] }, StringEquals: { 'aws:x': 'v', 'aws:y': 'w' } },
      },
    ],
    [
      'whose principals are the same',
      { ...A, Principal: { AWS: ['p', 'q'] } },
      { ...B, Principal: { AWS: ['q', 'p'] } },
      { ...A, Sid: 'AAndB', Principal: { AWS: ['p', 'q'] }, Action: ['s3:DeleteObject', 's3:PutObject'] },
    ],
  ])('%s', (_name, one, other, expected) => {
    expect(merged(one, other)).toEqual([JSON.parse(JSON.stringify(expected))]);
    expect(merged(other, one)).toEqual(merged(one, other));
  });

  test('in turns, as long as any can', () => {
    const both = { ...B, Resource: ['r1', 'r2'] };
    expect(merged(A, { ...A, Resource: 'r2' }, both)).toEqual([
      { ...both, Sid: 'AAndB', Action: ['s3:DeleteObject', 's3:PutObject'] },
    ]);
  });

  test.each<[string, PolicyStatement, PolicyStatement]>([
    ['that differ in actions and resources', A, { ...B, Resource: 'r2' }],
    ['that allow and deny', A, { ...B, Effect: 'Allow' }],
    ['of which one has a condition', A, { ...B, Condition: spare('a') }],
    [
      'of which one spares a role that a pattern of the other only seems to stand for',
      { ...A, Condition: spare('arn:aws:iam::*:role/a') },
      { ...B, Condition: spare('arn:aws:iam::*:role/a', 'arn:aws:iam::1:role/a') },
    ],
    [
      'of which one spares a role beside a pattern that ends before it',
      { ...A, Condition: spare('arn:aws:iam::*') },
      { ...B, Condition: spare('arn:aws:iam::*', 'arn:aws:iam::1:role/a') },
    ],
    [
      'whose conditions on texts hold what starts alike',
      { ...A, Condition: { StringEquals: { 'aws:x': ['a:b:c:d:e:*'] } } },
      { ...B, Condition: { StringEquals: { 'aws:x': ['a:b:c:d:e:*', 'a:b:c:d:e:f'] } } },
    ],
    ['that spare others', { ...A, Condition: spare('a') }, { ...B, Condition: spare('a', 'b') }],
    [
      'whose operators differ',
      { ...A, Condition: spare('a') },
      { ...B, Condition: { ArnLike: { 'aws:PrincipalArn': 'a' } } },
    ],
    [
      'whose values differ in case',
      { ...A, Condition: { StringEquals: { 'aws:x': 'v' } } },
      { ...B, Condition: { StringEquals: { 'aws:x': 'V' } } },
    ],
    [
      'whose tags differ in case',
      { ...A, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'v' } } },
      { ...B, Condition: { StringEquals: { 'aws:PrincipalTag/Team': 'v' } } },
    ],
    [
      'of which one demands two of a key',
      { ...A, Condition: { StringEquals: { 'aws:x': 'v' } } },
      { ...B, Condition: { StringEquals: { 'aws:x': 'v', 'AWS:X': 'w' } } },
    ],
    ['of which one is about certain principals', A, { ...B, Principal: '*' }],
    [
      'that exclude other actions',
      { Effect: 'Deny', NotAction: 'a:B', Resource: '*' },
      { Effect: 'Deny', NotAction: 'a:C', Resource: '*' },
    ],
    [
      'that exclude the same actions on other resources',
      { Effect: 'Deny', NotAction: 'a:B', Resource: 'r1' },
      { Effect: 'Deny', NotAction: 'a:B', Resource: 'r2' },
    ],
    [
      'that exclude other resources',
      { Effect: 'Deny', Action: 'a:B', NotResource: 'r1' },
      { Effect: 'Deny', Action: 'a:B', NotResource: 'r2' },
    ],
    [
      'of which one excludes the resource',
      { Effect: 'Deny', Action: 'a:B', Resource: 'r1' },
      { Effect: 'Deny', Action: 'a:C', NotResource: 'r1' },
    ],
  ])('but not those %s', (_name, one, other) => {
    expect(merged(one, other)).toHaveLength(2);
  });
});

describe('actions of one statement', () => {
  test.each([
    [
      ['s3:Put*', 's3:PutObject', 's3:PutBucket*', 's3:GetObject'],
      ['s3:GetObject', 's3:Put*'],
    ],
    [['s3:PUT*', 's3:putobject'], 's3:PUT*'],
    [['*', 's3:PutObject', 's3:*'], '*'],
    [['s3:**', 's3:*'], 's3:*'],
    [
      ['s3:?utObject', 's3:PutObject', 's3:GetObject'],
      ['s3:?utObject', 's3:GetObject'],
    ],
    [['s3:Put*', 's3:Put?'], 's3:Put*'],
    // Neither covers the other.
    [
      ['s3:*X', 's3:?X*'],
      ['s3:*X', 's3:?X*'],
    ],
    [
      ['s3:?', 's3:x*'],
      ['s3:?', 's3:x*'],
    ],
    [['s3:??', 's3:?*?'], 's3:?*?'],
    [
      ['s3:Put.', 's3:PutX'],
      ['s3:Put.', 's3:PutX'],
    ],
    [
      ['s3:Put*', 's3:GetPutX'],
      ['s3:GetPutX', 's3:Put*'],
    ],
  ] as [string[], string | string[]][])('%j are %j', (given, expected) => {
    expect(merged({ ...A, Action: given })[0]!.Action).toEqual(expected);
    expect(merged({ ...A, Action: [...given].reverse() })[0]!.Action).toEqual(expected);
  });

  test('are covered by those of another when both merge', () => {
    expect(merged(A, { ...B, Action: 's3:*Object' })[0]!.Action).toBe('s3:*Object');
  });
});

test('what a statement has besides is kept', () => {
  const odd = { ...A, NotPrincipal: { AWS: ['q', 'p'] } } as PolicyStatement;
  expect(merged(odd, B)).toEqual([{ ...odd, NotPrincipal: { AWS: ['p', 'q'] } }, B]);
});
