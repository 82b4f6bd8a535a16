import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../src/config/problem';
import { forOneAccount, readQuestion, valuesFor } from '../../src/forensics/question';
import { Questions } from '../../src/forensics/questions';

const HEADER = `-- Who deleted what
--
-- One row for each call
-- that took something away.
--
-- Second paragraph.
--
-- Parameters:
--   from: the start
--   to: the end
--   principal (default %): who, as a pattern
--     of LIKE
--   nobody (default ): left out
--
-- Columns:
--   eventtime: when
--   name: what
`;
const SQL = `SELECT eventtime, eventname AS name -- as 'AWS' says
FROM cloudtrail AS c
WHERE "timestamp" > ? /* from */ AND eventtime < ? /* to */ AND eventtime >= ? /* from */
  AND useridentity.arn LIKE ? /* principal */ AND eventname <> ? /* nobody */
`;

const problemsOf = (read: () => unknown): readonly string[] => {
  try {
    read();
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).lines;
  }
};
const problems = (sql: string, name = 'asked'): readonly string[] => problemsOf(() => readQuestion(name, sql));

test('a question says what its header says', () => {
  expect(readQuestion('deletions', HEADER + SQL)).toEqual({
    name: 'deletions',
    title: 'Who deleted what',
    description: 'One row for each call that took something away.\n\nSecond paragraph.',
    parameters: [
      { name: 'from', meaning: 'the start' },
      { name: 'to', meaning: 'the end' },
      { name: 'principal', preset: '%', meaning: 'who, as a pattern of LIKE' },
      { name: 'nobody', preset: '', meaning: 'left out' },
    ],
    columns: [
      { name: 'eventtime', meaning: 'when' },
      { name: 'name', meaning: 'what' },
    ],
    sql: HEADER + SQL,
    placeholders: ['from', 'to', 'from', 'principal', 'nobody'],
  });
});

test.each<[string, string, readonly string[]]>([
  [
    'nothing',
    '',
    [
      'line 1: write the title, as -- <what is asked>',
      'the header has no line "-- Parameters:"',
      'the header has no line "-- Columns:"',
      'the header does not say what the question is: write it between title and Parameters',
      'there is no SQL',
    ],
  ],
  [
    'a header alone',
    HEADER,
    [
      'there is no SQL',
      ...['from', 'to', 'principal', 'nobody'].map(
        (name) => `Parameters: ${name} is never used: write ? /* ${name} */ where it belongs, or take it out`,
      ),
    ],
  ],
  ['no title', (HEADER + SQL).replace('-- Who deleted what', '--'), ['line 1: write the title, as -- <what is asked>']],
  [
    'no description',
    (HEADER + SQL).replace(/-- One row[\s\S]*?paragraph\.\n/, ''),
    ['the header does not say what the question is: write it between title and Parameters'],
  ],
  [
    'lists the other way round',
    (HEADER + SQL).replace('Parameters:', 'X:').replace('Columns:', 'Parameters:').replace('X:', 'Columns:'),
    ['the header must name Parameters first, then Columns'],
  ],
  [
    'a list without anything',
    (HEADER + SQL).replace(/-- {3}(eventtime|name): .*\n/g, ''),
    ['Columns: the list is empty'],
  ],
  [
    'a line that says nothing',
    (HEADER + SQL).replace('--   name: what', '--   name'),
    ['Columns: cannot read "--   name"; write --   name: meaning'],
  ],
  [
    'a parameter that says nothing',
    (HEADER + SQL).replace('--   to: the end', '--   to:'),
    [
      'Parameters: cannot read "--   to:"; write --   name (default x): meaning',
      'Parameters: to is missing; every question is about a time',
      '? /* to */ is no parameter of the header: add it there, or use from, principal, nobody',
    ],
  ],
  [
    'a column twice',
    (HEADER + SQL).replace('--   name: what', '--   eventtime: what'),
    ['Columns: eventtime is there twice'],
  ],
  [
    'a placeholder without a name',
    (HEADER + SQL).replace('? /* nobody */', '?'),
    [
      'line 21: name the parameter behind its placeholder: ? /* name */',
      'Parameters: nobody is never used: write ? /* nobody */ where it belongs, or take it out',
    ],
  ],
  [
    'a placeholder that the header does not know',
    (HEADER + SQL).replace('? /* principal */', '? /* principle */'),
    [
      '? /* principle */ is no parameter of the header: add it there, or did you mean "principal"?',
      'Parameters: principal is never used: write ? /* principal */ where it belongs, or take it out',
    ],
  ],
  [
    'a question mark in a comment',
    HEADER + SQL.replace("as 'AWS' says", 'really?'),
    ['line 18: a ? stands in a comment; write it another way'],
  ],
  [
    'a question mark in a text',
    `${HEADER + SQL}  AND eventname NOT LIKE 'a?'`,
    ['line 22: a ? stands in a quoted text; write it another way'],
  ],
  [
    'a semicolon in a comment',
    HEADER + SQL.replace("as 'AWS' says", 'first; then'),
    ['line 18: a ; stands in a comment; write it another way'],
  ],
  [
    'a semicolon in a text',
    `${HEADER + SQL}  AND eventname <> ';'`,
    ['line 22: a ; stands in a quoted text; write it another way'],
  ],
  ['a semicolon', `${HEADER + SQL};`, ['line 22: a file is one statement: take out the semicolon']],
])('%s: every problem is listed', (_, sql, expected) => expect(problems(sql)).toEqual(expected));

test.each(['Deletions', '1st', 'a_b', 'a b'])('%s is no name', (name) =>
  expect(problems(HEADER + SQL, name)).toEqual([
    `the name ${name} must be words of small letters and digits, joined by hyphens: rename the file`,
  ]),
);

test('quotes in comments and comments in quotes are told from SQL', () => {
  const sql = `${HEADER + SQL}  AND eventname <> '/*''--' /* -- ' */ AND "a--b" = 'it''s'`;
  expect(readQuestion('asked', sql).placeholders).toEqual(['from', 'to', 'from', 'principal', 'nobody']);
});

describe('values', () => {
  const question = readQuestion('deletions', HEADER + SQL);

  test('stand in the order of placeholders, presets where none is given', () => {
    expect(valuesFor(question, { from: 'a', to: 'b' })).toEqual(['a', 'b', 'a', '%', '']);
    expect(valuesFor(question, { from: 'a', to: 'b', principal: '', nobody: 'c' })).toEqual(['a', 'b', 'a', '', 'c']);
  });

  test('that are missing and that are unknown are listed together', () => {
    expect(problemsOf(() => valuesFor(question, { principel: 'x', bucket: 'y' }))).toEqual([
      'from is missing: the start',
      'to is missing: the end',
      'principel is no parameter of it; did you mean "principal"?',
      'bucket is no parameter of it; use from, to, principal, nobody',
    ]);
  });
});

describe('for one account', () => {
  test('each scan asks for it, right behind its WHERE', () => {
    const sql = `${HEADER}WITH events AS (
  SELECT * FROM cloudtrail WHERE eventtime > ? /* from */ AND (SELECT max(a) FROM x WHERE b) > 1
), items AS (
  SELECT item FROM config_history CROSS JOIN UNNEST(sequence(1, 2)) AS t(i)
  WHERE day < ? /* to */ -- WHERE
)
SELECT ? /* principal */, ? /* nobody */ FROM events JOIN items ON true WHERE x = 'FROM cloudtrail WHERE'`;
    const { sql: restricted, placeholders, parameters } = forOneAccount(readQuestion('asked', sql));
    expect(restricted).toBe(
      sql
        .replace('FROM cloudtrail WHERE eventtime', 'FROM cloudtrail WHERE account = ? /* account */ AND eventtime')
        .replace('WHERE day', 'WHERE account = ? /* account */ AND day')
        .replace(
          '-- Parameters:\n',
          '-- Parameters:\n--   account: the account to look into, 12 digits (these tables answer for one account at a time)\n',
        ),
    );
    expect(placeholders).toEqual(['account', 'from', 'account', 'to', 'principal', 'nobody']);
    expect(parameters[0]).toEqual({
      name: 'account',
      meaning: 'the account to look into, 12 digits (these tables answer for one account at a time)',
    });
  });

  test('a parameter of that name is kept, and must be given', () => {
    const sql = `${HEADER.replace('nobody (default )', 'account (default %)')}${SQL.replace('nobody', 'account')}`;
    const { parameters, placeholders } = forOneAccount(readQuestion('asked', sql));
    expect(parameters.filter(({ name }) => name === 'account')).toEqual([{ name: 'account', meaning: 'left out' }]);
    expect(placeholders).toEqual(['account', 'from', 'to', 'from', 'principal', 'account']);
  });

  test('a scan without WHERE has no place for it', () => {
    const sql = `${HEADER}SELECT ? /* from */, ? /* to */, ? /* principal */, ? /* nobody */ FROM (SELECT a FROM insights) AS i JOIN (SELECT b FROM x WHERE c) AS j ON true WHERE true`;
    expect(() => forOneAccount(readQuestion('asked', sql))).toThrow('a scan of insights has no WHERE of its own');
  });
});

describe('a folder of questions', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'questions-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is read by name', () => {
    writeFileSync(join(folder, 'b-two.sql'), HEADER + SQL);
    writeFileSync(join(folder, 'a-one.sql'), HEADER + SQL);
    writeFileSync(join(folder, 'notes.txt'), 'none');
    const questions = new Questions(folder);
    expect(questions.all.map(({ name }) => name)).toEqual(['a-one', 'b-two']);
    expect(questions.named('b-two').title).toBe('Who deleted what');
    expect(problemsOf(() => questions.named('a-on'))).toEqual(['there is no question "a-on"; did you mean a-one?']);
    expect(problemsOf(() => questions.named('two'))).toEqual(['there is no question "two"; did you mean b-two?']);
    expect(problemsOf(() => questions.named('everything'))).toEqual([
      'there is no question "everything"; see them all with --list',
    ]);
  });

  test('lists the problems of all its files', () => {
    writeFileSync(join(folder, 'a.sql'), `${HEADER + SQL};`);
    writeFileSync(join(folder, 'b.sql'), HEADER + SQL.replace('? /* to */', '?'));
    expect(problemsOf(() => new Questions(folder))).toEqual([
      'a.sql: line 22: a file is one statement: take out the semicolon',
      'b.sql: line 20: name the parameter behind its placeholder: ? /* name */',
      'b.sql: Parameters: to is never used: write ? /* to */ where it belongs, or take it out',
    ]);
  });
});
