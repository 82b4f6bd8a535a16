import { FORMATS, type Rows, type TextFormat } from '../../src/cli/forensics-format';
import type { Plain } from '../../src/forensics/laptop/plain';

const rows = (columns: readonly string[], ...batches: readonly (readonly (readonly Plain[])[])[]): Rows => ({
  columns,
  async *batches() {
    yield* batches;
  },
});

async function written(format: TextFormat, answer: Rows, width?: number): Promise<string> {
  let text = '';
  for await (const piece of FORMATS[format](answer, width)) text += piece;
  return text;
}

const ANSWER = rows(
  ['name', 'calls', 'more'],
  [
    ['a', 1, null],
    ['long enough to be cut', 1234567, { list: [1, null], text: 'x' }],
  ],
  [['', true, 'ä€😀']],
);

describe('table', () => {
  test('columns side by side; NULL is told from an empty text', async () =>
    expect(await written('table', ANSWER)).toBe(
      [
        'name                   calls    more',
        'a                      1        NULL',
        'long enough to be cut  1234567  {"list":[1,null],"text":"x"}',
        '                       true     ä€😀',
        '',
      ].join('\n'),
    ));

  test('fits the terminal, widest columns first', async () => {
    const text = await written('table', ANSWER, 40);
    expect(text).toBe(
      [
        'name            calls    more',
        'a               1        NULL',
        'long enough t…  1234567  {"list":[1,nu…',
        '                true     ä€😀',
        '',
      ].join('\n'),
    );
    expect(Math.max(...text.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(40);
  });

  test.each([
    [27, true],
    [26, false],
  ])('in %i columns each of three still has eight signs: %s', async (width, isTable) => {
    const answer = rows(['aaaaaaaaaa', 'bbbbbbbb', 'c'], [['1', '2', 'cccccccccc']]);
    const text = await written('table', answer, width + 1);
    expect(text).toBe(
      isTable
        ? 'aaaaaaa…  bbbbbbbb  c\n1         2         ccccccc…\n'
        : 'aaaaaaaaaa  1\nbbbbbbbb    2\nc           cccccccccc\n',
    );
  });

  test('otherwise a line for each value, uncut, and a gap between rows', async () =>
    expect(await written('table', ANSWER, 20)).toBe(
      [
        ...['name   a', 'calls  1', 'more   NULL', ''],
        ...['name   long enough to be cut', 'calls  1234567', 'more   {"list":[1,null],"text":"x"}', ''],
        ...['name   ', 'calls  true', 'more   ä€😀', ''],
      ].join('\n'),
    ));

  test('a terminal is told nothing by what was recorded', async () =>
    expect(await written('table', rows(['agent'], [['\u001b[2Jgone\nline\u202e\u200b']]))).toBe(
      'agent\n\\u001b[2Jgone\\nline\\u202e\\u200b\n',
    ));

  test('no rows: the columns', async () => expect(await written('table', rows(['a', 'b']), 80)).toBe('a  b\n'));
});

describe('csv', () => {
  test('after RFC 4180: quotes where they are needed, nothing for NULL', async () =>
    expect(
      await written(
        'csv',
        rows(
          ['a', 'b "quoted"'],
          [
            ['x,y', 'say "no"'],
            [null, ''],
            ['two\nlines', { a: [1] }],
            [1.5, false],
          ],
        ),
      ),
    ).toBe('a,"b ""quoted"""\r\n"x,y","say ""no"""\r\n,""\r\n"two\nlines","{""a"":[1]}"\r\n1.5,false\r\n'));

  test.each<[Plain, string]>([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    [-1, '-1'],
    ['a=1', 'a=1'],
    ['aws-cli/2', 'aws-cli/2'],
  ])('no spreadsheet runs %j', async (value, cell) =>
    expect(await written('csv', rows(['v'], [[value]]))).toBe(`v\r\n${cell}\r\n`),
  );
});

describe('json', () => {
  test('is a list of objects', async () => {
    const text = await written('json', ANSWER);
    expect(JSON.parse(text)).toEqual([
      { name: 'a', calls: 1, more: null },
      { name: 'long enough to be cut', calls: 1234567, more: { list: [1, null], text: 'x' } },
      { name: '', calls: true, more: 'ä€😀' },
    ]);
    expect(text.split('\n')).toHaveLength(6);
  });

  test('is one without rows too', async () => expect(await written('json', rows(['a'], [], []))).toBe('[]\n'));
});
