import { Template } from '../../src/conformance/template';

const FORMS = [
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...['Sub', 'If', 'Equals', 'Not', 'And', 'Or', 'Join'].map((name) => [`!${name}`, `Fn::${name}`]),
  // Refused later, by their names.
  ...['GetAtt', 'FindInMap', 'ImportValue', 'Select', 'Split'].map((name) => [`!${name}`, `Fn::${name}`]),
] as [string, string][];

describe.each(FORMS)('%s', (short, long) => {
  test('stands before a text', () => {
    expect(new Template(`a: ${short} b`).data).toEqual({ a: { [long]: 'b' } });
    expect(new Template(`a: ${short} "5"`).data).toEqual({ a: { [long]: '5' } });
  });

  test('stands before a text that looks like something else', () => {
    expect(new Template(`a: ${short} 012`).data).toEqual({ a: { [long]: '012' } });
  });

  test('stands before a list, in brackets or in lines', () => {
    expect(new Template(`a: ${short} [b, 5, true]`).data).toEqual({ a: { [long]: ['b', 5, true] } });
    expect(new Template(`a: ${short}\n  - b\n  - c: d\n`).data).toEqual({ a: { [long]: ['b', { c: 'd' }] } });
  });

  test('holds others', () => {
    expect(new Template(`a: ${short} [!Ref b, [!Sub c], { d: !Ref e }]`).data).toEqual({
      a: { [long]: [{ Ref: 'b' }, [{ 'Fn::Sub': 'c' }], { d: { Ref: 'e' } }] },
    });
  });

  test('stays as it is in its long form', () => {
    expect(new Template(`a: { "${long}": b }`).data).toEqual({ a: { [long]: 'b' } });
  });
});

describe('a template', () => {
  test.each<[sentence: string, source: string, data: unknown]>([
    ['has values of every kind', 'a: [x, 5, 1.5, true, null, ""]', { a: ['x', 5, 1.5, true, null, ''] }],
    ['has nothing behind a key', 'a:', { a: null }],
    [
      'keeps numbers as they are written',
      'a: [1.30, 012, 0x10, +5, 1e3, .5]',
      { a: ['1.30', '012', '0x10', '+5', '1e3', '.5'] },
    ],
    ['may be JSON', '{"a": {"Ref": "b"}}', { a: { Ref: 'b' } }],
    ['has keys that are texts', '5: x', { 5: 'x' }],
    ['takes words for words where YAML 1.1 would not', 'a: [yes, no, on, off]', { a: ['yes', 'no', 'on', 'off'] }],
    ['has a text of several lines', 'a: |\n  b\n  c\n', { a: 'b\nc\n' }],
    ['has a text of several lines behind a function', 'a: !Sub |\n  b ${c}\n', { a: { 'Fn::Sub': 'b ${c}\n' } }],
    ['repeats what an anchor names', 'a: &x { b: 1 }\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
    ['repeats a function that an anchor names', 'a: &x !Ref b\nc: [*x]', { a: { Ref: 'b' }, c: [{ Ref: 'b' }] }],
    [
      'repeats functions within what an anchor names',
      'a: &x [!Sub b, { c: !Ref d }]\ne: *x',
      { a: [{ 'Fn::Sub': 'b' }, { c: { Ref: 'd' } }], e: [{ 'Fn::Sub': 'b' }, { c: { Ref: 'd' } }] },
    ],
    ['may be nothing', '', null],
    ['may be comments alone', '# a: b\n', null],
    ['may be a list', '- a', ['a']],
  ])('%s', (_, source, data) => {
    const template = new Template(source);
    expect([template.data, template.faults]).toEqual([data, []]);
  });

  test.each<[sentence: string, source: string, ...faults: string[]]>([
    [
      'has no end',
      'a:\n  b: [1',
      'line 2: Flow sequence in block collection must be sufficiently indented and end with a ]; mend the YAML',
    ],
    ['gives a key twice', 'a: 1\nb: 2\na: 3', 'line 3: this key is given above already; remove one of them'],
    [
      'gives a key twice deep within',
      'a:\n  b: 1\n  b: 2',
      'line 3: this key is given above already; remove one of them',
    ],
    [
      'has a key that is no text',
      'a: 1\n[b]: 2',
      'line 2: a key must be plain text; write it without brackets, braces or *',
    ],
    ['has a tag that means nothing', 'a: !Ref b\nc: !Reff d', 'line 2: Unresolved tag: !Reff; mend the YAML'],
    ['has a function of a group', 'a: !Sub { b: c }', 'line 1: Unresolved tag: !Sub; mend the YAML'],
    [
      'names what nothing is called',
      'a: *b',
      'line 1: *b stands for nothing; write &b before a value above, or the value here',
    ],
    [
      'names what is called so below',
      'a: *b\nc: &b 5',
      'line 1: *b stands for nothing; write &b before a value above, or the value here',
    ],
    [
      'names what holds itself',
      'a: &b [*b]',
      'line 1: *b stands for a value that holds an alias itself; write the value here',
    ],
    [
      'names what names something',
      'a: &b 5\nc: &d [*b]\ne: *d',
      'line 3: *d stands for a value that holds an alias itself; write the value here',
    ],
    ['merges', 'a: &b { c: 1 }\nd:\n  <<: *b', 'line 3: << merges nothing in this file; write the keys out'],
    ['is two', 'a: 1\n---\nb: 2', 'line 2: a second document begins here; keep one in a file'],
    [
      'has several faults',
      'a: 1\na: 2\na: 3',
      'line 2: this key is given above already; remove one of them',
      'line 3: this key is given above already; remove one of them',
    ],
  ])('is refused when it %s', (_, source, ...faults) => {
    const template = new Template(source);
    expect(template.faults).toEqual(faults);
    expect(template.data).toBeNull();
  });
});

describe('the place of', () => {
  const template = new Template(
    [
      '# a comment',
      'Parameters:',
      '  Age:',
      '    Type: String',
      'Resources:',
      '  Rule: { Type: a, Source: {Owner: b} }',
      '  Other:',
    ].join('\n'),
  );
  test.each<[sentence: string, path: string[], place: string]>([
    ['a section', ['Parameters'], 'line 2, Parameters'],
    ['what is below it', ['Parameters', 'Age'], 'line 3, Parameters.Age'],
    ['what is deeper', ['Parameters', 'Age', 'Type'], 'line 4, Parameters.Age.Type'],
    ['what shares a line', ['Resources', 'Rule', 'Source', 'Owner'], 'line 6, Resources.Rule.Source.Owner'],
    ['a key behind which there is nothing', ['Resources', 'Other'], 'line 7, Resources.Other'],
    ['what is absent: what it would be part of', ['Parameters', 'Age', 'Default'], 'line 3, Parameters.Age.Default'],
    [
      'what is absent deeper',
      ['Resources', 'Other', 'Properties', 'Source'],
      'line 7, Resources.Other.Properties.Source',
    ],
    ['an absent section: the first line with anything', ['Conditions'], 'line 2, Conditions'],
    ['everything', [], 'the file'],
  ])('%s', (_, path, place) => {
    expect(template.where(path)).toBe(place);
  });

  test('anything in an empty file', () => {
    expect(new Template('').where(['Resources'])).toBe('line 1, Resources');
  });
});
