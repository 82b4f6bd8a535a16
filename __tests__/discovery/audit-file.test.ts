import { parse } from 'yaml';
import { AuditFile } from '../../src/discovery/audit-file';

const written = (build: (file: AuditFile) => void): string => {
  const file = new AuditFile(['Head.']);
  build(file);
  return file.toString();
};

test('groups stand apart, comments above their keys, and lists in lines', () => {
  const text = written((file) => {
    file.set(['name'], 'acme');
    file.set(['accounts', 'audit'], '012345678901', 'by its name');
    file.list(['accounts', 'members'], [{ value: '222222222222', beside: 'a # b\nc: d' }, { value: '333333333333' }]);
    file.say(['accounts', 'members'], 'First.', 'Second.');
    file.leave(['retention', 'years'], 'how long');
    file.say(['retention'], 'One.', 'Two.');
    file.set(['adopt', 'trail'], { name: 'x' });
  });
  expect(text).toBe(`# Head.

name: acme

accounts:
  audit: "012345678901" # by its name
  # First.
  # Second.
  members:
    - "222222222222" # a # b c: d
    - "333333333333"

# One.
# Two.
retention:
  years: # FILL IN: how long

adopt:
  trail: { name: x }
`);
  expect(parse(text)).toMatchObject({ accounts: { audit: '012345678901', members: ['222222222222', '333333333333'] } });
});

test.each(['1.10', 'true', 'null', '0x1f', '~', '- a', 'a: b', '#x', '@x', "it's", '"', '1e3', '', ' x '])(
  'the text %p stays a text',
  (value) => {
    const text = written((file) => file.set(['group', 'key'], value, 'beside'));
    expect(parse(text)).toEqual({ group: { key: value } });
  },
);

test.each([
  ['the key', ['a', 'b'], '  # Said.\n  b: 1'],
  ['the group, where there is no such key', ['a', 'c'], '# Said.\na:'],
  ['nothing, at the end', ['d', 'e'], 'b: 1\n\n# Said.\n'],
])('a comment stands above %s', (_, path, expected) => {
  const text = written((file) => {
    file.set(['a', 'b'], 1);
    file.say(path, 'Said.');
  });
  expect(text).toContain(expected);
});

test('comments are wrapped, and no line of them ends or starts another way', () => {
  const sentence = `${'word '.repeat(60)}end.`;
  const text = written((file) => {
    file.set(['a', 'b'], 1);
    file.say(['a', 'b'], sentence);
  });
  const lines = text.split('\n').filter((line) => line.startsWith('  #'));
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(104);
  expect(lines.map((line) => line.replace(/^ {2}# */, '')).join(' ')).toBe(sentence);
});

test('lists and groups on one line look as formatters have them', () => {
  const text = written((file) => {
    file.set(['a', 'list'], ['x', 'y']);
    file.set(['a', 'none'], []);
    file.set(['a', 'group'], { list: ['x'], none: [] }, 'kept: [ x ]');
  });
  expect(text).toContain(
    ['a:', '  list: [x, y]', '  none: []', '  group: { list: [x], none: [] } # kept: [ x ]', ''].join('\n'),
  );
});

test('what is left to a person is listed', () => {
  const file = new AuditFile([]);
  file.leave(['name'], 'a');
  file.leave(['retention', 'mode'], 'b');
  expect(file.blanks).toEqual(['name', 'retention.mode']);
});
