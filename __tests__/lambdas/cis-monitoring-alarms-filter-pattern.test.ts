import { EACH, parsePattern } from '../../lambdas/cis-monitoring-alarms/filter-pattern';
import { matches } from '../../lambdas/cis-monitoring-alarms/match';

const EVENT = {
  eventName: 'StopLogging',
  sourceIPAddress: '123.123.1.2',
  count: 5,
  code: '400',
  ratio: 0.5,
  empty: '',
  flag: true,
  off: false,
  nothing: null,
  user: { name: 'ann', 'a.b': 'dotted', 'x-y_z': 'dashed' },
  list: ['first', 'second'],
  people: [{ id: 1 }, { id: 2 }],
  grid: [
    [0, 1],
    [2, 3],
  ],
};

describe('a pattern', () => {
  test.each([
    // Texts, quoted or bare, with asterisks at their ends.
    ['{ $.eventName = StopLogging }', true],
    ['{ $.eventName = "StopLogging" }', true],
    ['{$.eventName="StopLogging"}', true],
    ['  {  $.eventName   =   StopLogging  }  ', true],
    ['{ $.eventName = stoplogging }', false],
    ['{ $.eventName = Stop* }', true],
    ['{ $.eventName = "*Logging" }', true],
    ['{ $.eventName = "*pLog*" }', true],
    ['{ $.eventName = * }', true],
    ['{ $.empty = * }', true],
    ['{ $.eventName = "St*ging" }', false],
    ['{ $.eventName = "Start*" }', false],
    ['{ $.eventName != StartLogging }', true],
    ['{ $.eventName != Stop* }', false],
    ['{ $.sourceIPAddress = 123.123.* }', true],
    ['{ $.sourceIPAddress != 123.123.* }', false],
    ['{ $.sourceIPAddress = "123.123.1.2" }', true],
    [String.raw`{ $.eventName = "Stop\"Logging" }`, false],
    // Numbers.
    ['{ $.count = 5 }', true],
    ['{ $.count = "5" }', true],
    ['{ $.count = 5.0 }', true],
    ['{ $.count != 6 }', true],
    ['{ $.count > 4 }', true],
    ['{ $.count > 5 }', false],
    ['{ $.count >= 5 }', true],
    ['{ $.count >= 6 }', false],
    ['{ $.count < +6 }', true],
    ['{ $.count < 5 }', false],
    ['{ $.count <= 0.5e1 }', true],
    ['{ $.count <= -5 }', false],
    ['{ $.ratio > 4e-1 }', true],
    ['{ $.code = 400 }', true],
    ['{ $.code > 300 }', false],
    ['{ $.empty = 0 }', false],
    // Regular expressions find their text anywhere.
    ['{ $.eventName = %Log% }', true],
    ['{ $.eventName = %^Stop[A-Z]% }', true],
    ['{ $.eventName != %Log% }', false],
    ['{ $.eventName = %^Log% }', false],
    // States.
    ['{ $.nothing IS NULL }', true],
    ['{ $.missing IS NULL }', false],
    ['{ $.flag IS TRUE }', true],
    ['{ $.off IS TRUE }', false],
    ['{ $.off IS FALSE }', true],
    ['{ $.count IS FALSE }', false],
    ['{ $.missing NOT EXISTS }', true],
    ['{ $.user.missing NOT EXISTS }', true],
    ['{ $.missing.further NOT EXISTS }', true],
    ['{ $.nothing NOT EXISTS }', false],
    ['{ $.eventName NOT EXISTS }', false],
    ['{ $.eventName EXISTS }', true],
    ['{ $.missing EXISTS }', false],
    ['{ $.eventName not exists }', false],
    // Only a text or a number can be compared; an absent one differs from nothing.
    ['{ $.missing != something }', false],
    ['{ $.missing = * }', false],
    ['{ $.flag = true }', false],
    ['{ $.flag != true }', false],
    ['{ $.nothing != x }', false],
    ['{ $.list != x }', false],
    ['{ $.user = * }', false],
    ['{ $.toString = * }', false],
    ['{ $.toString EXISTS }', false],
    ['{ $.list.length EXISTS }', false],
    // Ways into the event.
    ['{ $.user.name = ann }', true],
    ["{ $.user.['a.b'] = dotted }", true],
    ['{ $.user["a.b"] = dotted }', true],
    ['{ $.user.x-y_z = dashed }', true],
    ['{ $.list[0] = first }', true],
    ['{ $.list[2] NOT EXISTS }', true],
    ['{ $.list.[1] = second }', true],
    ['{ $.list[*] = second }', true],
    ['{ $.list[*] = third }', false],
    ['{ $.people[1].id = 2 }', true],
    ['{ $.people[*].id = 2 }', true],
    ['{ $.grid[1][0] = 2 }', true],
    ['{ $.* = Stop* }', true],
    ['{ $.user.* = ann }', true],
    ['{ $.eventName[0] = S }', false],
    ['{ $.eventName.length = 11 }', false],
    // && binds tighter than ||.
    ['{ $.count = 5 || $.count = 6 && $.flag IS FALSE }', true],
    ['{ ($.count = 5 || $.count = 6) && $.flag IS FALSE }', false],
    ['{ $.count = 6 && $.flag IS FALSE || $.count = 5 }', true],
    ['{ ($.count = 5) && ($.flag IS TRUE) && ($.off IS FALSE) }', true],
    ['{ ($.count = 5) && ($.flag IS TRUE) && ($.off IS TRUE) }', false],
    ['{ ((($.count=6)||($.count=7))||(($.count=5)))&&($.missing NOT EXISTS) }', true],
  ])('%s matches: %s', (pattern, expected) => {
    expect(matches(parsePattern(pattern), EVENT)).toBe(expected);
  });

  test('escapes a quote in a quoted text', () => {
    const pattern = parsePattern(String.raw`{ $.said = "a \"b\" \\ c" }`);
    expect(matches(pattern, { said: 'a "b" \\ c' })).toBe(true);
  });

  test('takes what is no object for an event without values', () => {
    expect(matches(parsePattern('{ $.a NOT EXISTS }'), 'text')).toBe(true);
    expect(matches(parsePattern('{ $.a = * }'), null)).toBe(false);
  });

  test('becomes a tree', () => {
    expect(parsePattern("{ $.a[*].['b.c'][2] != 3 || $.d NOT EXISTS && $.e = *f }")).toEqual({
      any: [
        { selector: ['a', EACH, 'b.c', 2], test: { operator: '!=', value: { number: 3 } } },
        {
          all: [
            { selector: ['d'], test: { is: 'absent' } },
            { selector: ['e'], test: { operator: '=', value: { text: 'f', startsAnyhow: true, endsAnyhow: false } } },
          ],
        },
      ],
    });
  });

  test.each([
    ['', "'{' at character 1"],
    ['ERROR', "'{' at character 1"],
    ['"ERROR" - "Exiting"', "'{' at character 1"],
    ['[ip, user, status = 4*]', "'{' at character 1"],
    ['%AUTHORIZED%', "'{' at character 1"],
    ['{ }', "'$'"],
    ['{ $ = a }', "a name after '$'"],
    ['{ $. = a }', 'a name'],
    ['{ $.a }', 'an operator'],
    ['{ $.a == b }', 'a value'],
    ['{ $.a = }', 'a value'],
    ['{ $.a = b', "'}'"],
    ['{ $.a = "b }', 'a value'],
    ['{ $.a = b } c', 'the end'],
    ['{ ($.a = b }', "')'"],
    ['{ $.a = b) }', "'}'"],
    ['{ $.a = b && }', "'$'"],
    ['{ $.a = b & $.c = d }', "'}'"],
    ['{ $.a = b || || $.c = d }', "'$'"],
    ['{ a = b }', "'$'"],
    ['{ $.a > b }', 'a number'],
    ['{ $.a < "5" }', 'a number'],
    ['{ $.a >= %5% }', 'a number'],
    ['{ $.a IS NOT NULL }', 'an operator'],
    ['{ $.a NOT NULL }', 'an operator'],
    ['{ $.a[x] = b }', "']'"],
    ['{ $.a[1 = b }', "']'"],
    ['{ $.a[] = b }', 'a quoted name, a place or *'],
    ['{ $.a = %(b)% }', 'a regex'],
    ['{ $.a = %b }', 'a value'],
    ['{ $.a = b c }', "'}'"],
    ['{ !($.a = b) }', "'$'"],
  ])('%s is none', (pattern, lacking) => {
    expect(() => parsePattern(pattern)).toThrow(`the filter pattern lacks ${lacking}`);
  });

  test('with a regular expression that is none is refused', () => {
    expect(() => parsePattern('{ $.a = %b[% }')).toThrow('Invalid regular expression');
  });
});
