import { ConfigError, nearest, printPath, show, suggest } from '../../src/config/problem';

describe('a path', () => {
  test.each<[PropertyKey[], string]>([
    [[], ''],
    [['name'], 'name'],
    [['accounts', 'members', 2], 'accounts.members[2]'],
    [['storage', 'transitions', 0, 'afterDays'], 'storage.transitions[0].afterDays'],
    [['tags', 'cost-center'], 'tags.cost-center'],
    [['tags', 'cost center'], 'tags["cost center"]'],
    [['tags', 'a.b', 'c'], 'tags["a.b"].c'],
    [['tags', ''], 'tags[""]'],
    [['a\nb'], '["a\\nb"]'],
  ])('%j is printed as %s', (path, printed) => {
    expect(printPath(path)).toBe(printed);
  });
});

describe('a value', () => {
  test.each<[unknown, string]>([
    ['acme', '"acme"'],
    ['a "quoted"\nword', '"a \\"quoted\\"\\nword"'],
    [7, '7'],
    [-0, '0'],
    [1e23, '1e+23'],
    [Infinity, 'Infinity'],
    [NaN, 'NaN'],
    [true, 'true'],
    [null, 'null'],
    [undefined, 'undefined'],
    [['a', 1], '["a",1]'],
    [{ a: 1 }, '{"a":1}'],
    ['x'.repeat(78), `"${'x'.repeat(78)}"`],
    ['x'.repeat(79), `"${'x'.repeat(76)}...`],
  ])('%p is shown as %s', (value, shown) => {
    expect(show(value)).toBe(shown);
  });
});

describe('the nearest word', () => {
  const WORDS = ['trail', 'recorder', 'guardrails', 'tag', 'AWS::S3::Bucket'];
  test.each([
    ['trail', 'trail'],
    ['trial', 'trail'],
    ['TRAIL', 'trail'],
    ['trailing', undefined],
    ['trails', 'trail'],
    ['recroder', 'recorder'],
    ['gardrail', 'guardrails'],
    ['gardrai', undefined],
    ['gardrials', 'guardrails'],
    ['trll', 'trail'],
    ['tga', undefined],
    ['tax', 'tag'],
    ['aws::s3::bucket', 'AWS::S3::Bucket'],
    ['AWS::S3::Buckets', 'AWS::S3::Bucket'],
    ['', undefined],
    ['alarms', undefined],
  ])('to %j is %s', (word, expected) => {
    expect(nearest(word, WORDS)).toBe(expected);
  });

  test('among none is none', () => {
    expect(nearest('trail', [])).toBeUndefined();
  });
});

describe('a suggestion', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => `word-${at}`);
  test.each<[unknown, readonly string[], string]>([
    ['trial', ['trail', 'recorder'], 'did you mean "trail"?'],
    ['alarms', ['trail', 'recorder'], 'use trail, recorder'],
    [5, ['trail', 'recorder'], 'use trail, recorder'],
    [undefined, ['trail'], 'use trail'],
    ['alarms', many(24), `use ${many(24).join(', ')}`],
    ['alarms', many(25), 'see audit.schema.json for the 25 that are'],
  ])('for %j among %j is: %s', (word, known, expected) => {
    expect(suggest(word, known)).toBe(expected);
  });
});

describe('a ConfigError', () => {
  test.each([
    [['a: is missing; write a'], 'audit.yaml has 1 problem:\n  a: is missing; write a'],
    [['one; mend', 'two; mend'], 'audit.yaml has 2 problems:\n  one; mend\n  two; mend'],
  ])('of %j counts and lists them', (lines, message) => {
    const error = new ConfigError('audit.yaml', lines);
    expect(error.message).toBe(message);
    expect(error.name).toBe('ConfigError');
    expect(error.lines).toEqual(lines);
    expect(error.file).toBe('audit.yaml');
  });
});
