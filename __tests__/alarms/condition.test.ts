import {
  all,
  any,
  type Condition,
  isAbsent,
  isFalse,
  isNoneOf,
  isOneOf,
  isTrue,
  meets,
  PATTERN_LIMIT,
  patternOf,
  patternsOf,
} from '../../src/alarms/condition';

test.each<[Condition, string]>([
  [isOneOf('a.b', ['x']), '{ $.a.b = "x" }'],
  [isOneOf('a', ['x', 'y*']), '{ ($.a = "x") || ($.a = "y*") }'],
  [isNoneOf('a', ['x', '*y']), '{ ($.a != "x") && ($.a != "*y") }'],
  [all([isTrue('a'), isFalse('b'), isAbsent('c')]), '{ ($.a IS TRUE) && ($.b IS FALSE) && ($.c NOT EXISTS) }'],
  [
    all([isTrue('a'), all([isTrue('b'), any([isTrue('c'), any([isTrue('d'), isTrue('e')])])])]),
    '{ ($.a IS TRUE) && ($.b IS TRUE) && (($.c IS TRUE) || ($.d IS TRUE) || ($.e IS TRUE)) }',
  ],
])('%j is spelled %s', (condition, pattern) => {
  expect(patternOf(condition)).toBe(pattern);
});

test.each<[Condition, unknown, boolean]>([
  [isOneOf('a', ['x*']), { a: 'xy' }, true],
  [isOneOf('a', ['x*']), { a: 'yx' }, false],
  [isOneOf('a', ['*x']), { a: 'yx' }, true],
  [isOneOf('a', ['*x']), { a: 'xy' }, false],
  [isOneOf('a', ['*x*']), { a: 'yxy' }, true],
  [isOneOf('a', ['*x*']), { a: 'yy' }, false],
  [isOneOf('a', ['x']), { a: 'xy' }, false],
  [isOneOf('a', ['x']), { a: ['x'] }, false],
  [isOneOf('a.b', ['x']), { a: null }, false],
  [isOneOf('a.b', ['x']), { a: 'b' }, false],
  [isNoneOf('a', ['x']), { a: 'y' }, true],
  [isNoneOf('a', ['x']), { a: 'x' }, false],
  [isNoneOf('a', ['x']), {}, false],
  [isTrue('a'), { a: true }, true],
  [isTrue('a'), { a: 'true' }, false],
  [isFalse('a'), { a: false }, true],
  [isFalse('a'), {}, false],
  [isAbsent('a'), {}, true],
  [isAbsent('a'), { a: null }, false],
])('%j over %j: %s', (condition, event, expected) => {
  expect(meets(condition, event)).toBe(expected);
});

describe('what is too long for one pattern', () => {
  const names = Array.from({ length: 60 }, (_, at) => `name-${at}-of-some-length`);
  const nested = any(
    ['first', 'second'].map((service) => all([isOneOf('service', [service]), isOneOf('name', names)])),
  );

  test.each([
    ['alternatives', isOneOf('name', names)],
    ['alternatives under a common condition', all([isTrue('b'), isOneOf('name', names), isTrue('c')])],
    ['alternatives that are too long themselves', all([isTrue('b'), nested])],
  ])('is parted: %s', (_name, condition) => {
    const patterns = patternsOf(condition);
    expect(patterns.length).toBeGreaterThan(1);
    for (const pattern of patterns) expect(pattern.length).toBeLessThanOrEqual(PATTERN_LIMIT);
    for (const name of names) expect(patterns.join()).toContain(`"${name}"`);
  });

  test('keeps the common condition in every part', () => {
    for (const pattern of patternsOf(all([isTrue('b'), isOneOf('name', names)])))
      expect(pattern).toContain('($.b IS TRUE) && (');
  });

  test('is parted where it is longest', () => {
    for (const pattern of patternsOf(all([isOneOf('service', ['a', 'b']), isOneOf('name', names)]))) {
      expect(pattern).toContain('(($.service = "a") || ($.service = "b")) && (');
    }
  });

  test('is filled up before a new part is begun', () => {
    const [first, second] = patternsOf(isOneOf('name', names));
    const next = /\$\.name = "[^"]*"/.exec(second!)![0];
    expect(first!.length + ` || (${next})`.length).toBeGreaterThan(PATTERN_LIMIT);
  });

  test('is refused where nothing can be parted', () => {
    expect(() => patternsOf(isNoneOf('name', names))).toThrow(
      'a filter takes 1024 characters, and this cannot be parted',
    );
  });
});

test('a pattern of exactly the limit is left whole', () => {
  const length = PATTERN_LIMIT - patternOf(isOneOf('a', ['x', ''])).length;
  const longest = (more: number) => isOneOf('a', ['x', 'y'.repeat(length + more)]);
  expect(patternsOf(longest(0))).toHaveLength(1);
  expect(patternsOf(longest(0))[0]).toHaveLength(PATTERN_LIMIT);
  expect(patternsOf(longest(1))).toHaveLength(2);
});
