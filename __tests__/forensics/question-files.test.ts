import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { forOneAccount, readQuestion } from '../../src/forensics/question';
import { Questions } from '../../src/forensics/questions';
import { TRINO_FUNCTIONS } from '../../src/forensics/trino-functions';
import { parse, type TableScan } from './trino';

const FOLDER = 'src/forensics/queries';
const files = readdirSync(FOLDER);
const sqlOf = (file: string): string => readFileSync(`${FOLDER}/${file}`, 'utf8');

/** Questions that compare with what was before look further back: since < from < to. */
const BEGINNINGS = ['from', 'since'];
const instant = (parameter: string): string => `from_iso8601_timestamp(? /* ${parameter} */)`;
const TO = instant('to');
const NEXT_DAY = `${TO} + interval '1' day`;

/** How a scan keeps to the partitions of its time: everything delivered until the day after, and no event beyond it. */
const trailConditions = (since: string): readonly string[] => [
  `"timestamp" BETWEEN date_format(${instant(since)}, '%Y/%m/%d') AND date_format(${NEXT_DAY}, '%Y/%m/%d')`,
  `from_iso8601_timestamp(eventtime) >= ${instant(since)}`,
  `from_iso8601_timestamp(eventtime) < ${TO}`,
];

/** AWS Config's days are numbers: the year alone restricts what Athena projects, the day what is read. */
const configConditions = (since: string): readonly string[] =>
  [
    ['year', '%Y'],
    ['year * 10000 + month * 100 + day', '%Y%m%d'],
  ].map(
    ([part, format]) =>
      `${part} BETWEEN CAST(date_format(${instant(since)}, '${format}') AS integer) AND CAST(date_format(${NEXT_DAY}, '${format}') AS integer)`,
  );

/** What a scan fails to ask for. */
function unrestricted({ table, conditions }: TableScan): readonly string[] {
  const wanted = table.startsWith('config_') ? configConditions : trailConditions;
  const missing = BEGINNINGS.map((since) => wanted(since).filter((one) => !conditions.includes(one)));
  return missing.reduce((fewest, one) => (one.length < fewest.length ? one : fewest));
}

test('there is nothing in the folder but questions', () => {
  expect(files.filter((file) => !/^[a-z][a-z0-9-]*\.sql$/.test(file))).toEqual([]);
  expect(new Questions(FOLDER).all.map(({ name }) => name)).toEqual(files.map((file) => basename(file, '.sql')));
});

describe.each(files)('%s', (file) => {
  const sql = sqlOf(file);
  const parsed = parse(sql);

  test('is SQL of Trino', () => expect(parsed.problems).toEqual([]));

  test('has a header that says all there is to say', () =>
    expect(() => readQuestion(basename(file, '.sql'), sql)).not.toThrow());

  test('calls only functions that mean the same in both engines', () =>
    expect(parsed.functions.filter((name) => !Object.hasOwn(TRINO_FUNCTIONS, name))).toEqual([]));

  test('takes from lists only what is there', () => expect(parsed.fixedIndexes).toEqual([]));

  test('names columns only where Trino finds them', () => expect(parsed.lostNames).toEqual([]));

  test('divides by nothing that may be zero', () => expect(parsed.divisors).toEqual([]));

  test('casts only to types that both engines know', () =>
    expect(parsed.casts.filter((type) => !/^(varchar|integer|bigint|double|date|boolean|json)$/.test(type))).toEqual(
      [],
    ));

  test('reads tables, and of each only the partitions of its time', () => {
    expect(parsed.scans).not.toEqual([]);
    expect(parsed.scans.flatMap(unrestricted)).toEqual([]);
  });

  test('can be asked about one account', () => {
    const { sql: restricted } = forOneAccount(readQuestion(basename(file, '.sql'), sql));
    const { problems, scans } = parse(restricted);
    expect(problems).toEqual([]);
    expect(scans).toHaveLength(parsed.scans.length);
    expect(scans.filter(({ conditions }) => conditions[0] !== 'account = ?')).toEqual([]);
  });
});

describe('what the tests above look at is found', () => {
  const [TRAIL_CONDITIONS, CONFIG_CONDITIONS] = [trailConditions('from'), configConditions('from')];
  const SCAN = `SELECT a FROM cloudtrail WHERE ${TRAIL_CONDITIONS.join('\n AND ')}`;
  const CONFIG_SCAN = `SELECT 1 FROM config_history CROSS JOIN UNNEST(x) AS t(i) WHERE ${CONFIG_CONDITIONS.join(' AND ')}`;

  test.each([
    ['both sides', SCAN, []],
    ['from an earlier time on', SCAN.replaceAll('/* from */', '/* since */'), []],
    ['of two beginnings', SCAN.replace('/* from */', '/* since */'), [TRAIL_CONDITIONS[0]]],
    ['in brackets further down', `WITH events AS (${SCAN} AND (a = 'x' OR b = 'y')) SELECT * FROM events`, []],
    ['nothing', 'SELECT a FROM cloudtrail', TRAIL_CONDITIONS],
    [
      'one side only',
      `${SCAN.replace(/ AND from_iso8601_timestamp\(eventtime\) <[\s\S]*/, '')}`,
      [TRAIL_CONDITIONS[2]],
    ],
    ['joined by OR', `${SCAN} OR true`, TRAIL_CONDITIONS],
    ['the other query restricts', `SELECT a FROM insights JOIN (${SCAN}) AS o ON true`, TRAIL_CONDITIONS],
    ['a table of AWS Config', CONFIG_SCAN, []],
    ['AWS Config without days', CONFIG_SCAN.replace(/ AND year \*.*/, ''), [CONFIG_CONDITIONS[1]]],
  ])('%s', (_, sql, missing) => {
    const { problems, scans } = parse(sql);
    expect(problems).toEqual([]);
    expect(scans.flatMap(unrestricted)).toEqual(missing);
  });

  test('what is no SQL', () => {
    expect(parse('SELECT FROM WHERE').problems).not.toEqual([]);
    expect(parse('SELECT a FROM b; SELECT c FROM d').problems).toEqual([]);
  });

  test('functions, indexes and types', () => {
    const { functions, fixedIndexes, casts } = parse(
      'SELECT Count(x[1].a), x[i], y[2], TRY(CAST(z AS ARRAY(varchar))) FROM (SELECT lower(b) AS z FROM c)',
    );
    expect(functions).toEqual(['count', 'lower', 'try']);
    expect(fixedIndexes).toEqual(['x[1]', 'y[2]']);
    expect(casts).toEqual(['array(varchar)']);
  });

  test('divisors that may be zero', () =>
    expect(parse('SELECT a / 2, a / nullif(b, 0), a % c, a / (b + 1), a / 0, a * d FROM e').divisors).toEqual([
      'c',
      '(b + 1)',
      '0',
    ]));

  test.each([
    ['a name of the same SELECT', 'SELECT account AS a, a || 1 AS b FROM insights', ['a is no column']],
    ['in WHERE', 'SELECT account AS a FROM insights WHERE a = 1', ['a is no column']],
    ['in GROUP BY', 'SELECT account AS a, count(*) AS c FROM insights GROUP BY a', ['a is no column']],
    ['in HAVING', 'SELECT account, count(*) AS c FROM insights GROUP BY account HAVING c > 1', ['c is no column']],
    ['in ORDER BY', 'SELECT account AS a FROM insights ORDER BY a, lower(a), region, day', ['day is no column']],
    ['in an order within', 'SELECT max(account) AS a, array_agg(region ORDER BY a) FROM insights', ['a is no column']],
    [
      'members',
      'SELECT insightdetails.state, i.insightdetails.state, j.state FROM insights i',
      ['j.state is no column'],
    ],
    ['of two tables', 'SELECT i.account, account FROM insights i, cloudtrail c', ['account may be either column']],
    ['before it is there', 'SELECT 1 FROM UNNEST(x) AS t (x) JOIN insights ON x = account', ['x is no column']],
    ['of a list', 'SELECT n FROM insights CROSS JOIN UNNEST(sequence(0, account)) AS t (n)', []],
    ['of values', "SELECT v.b, c FROM (VALUES ('x', 1)) AS v (a, b)", ['c is no column']],
    [
      'of a query before',
      'WITH a AS (SELECT account AS b, region FROM insights), c (d) AS (SELECT b FROM a) SELECT d, b, e.d FROM c e',
      ['b is no column'],
    ],
    [
      'of stars',
      'SELECT a.account, day FROM (SELECT i.*, year AS y FROM insights i, config_history) AS a',
      ['day is no column'],
    ],
    [
      'of a union',
      'SELECT b FROM (SELECT account AS a FROM insights UNION SELECT region AS b FROM insights)',
      ['b is no column'],
    ],
    [
      'of a lambda',
      'SELECT filter(x, y -> y = account), y FROM (SELECT account, 1 AS x FROM insights)',
      ['y is no column'],
    ],
  ])('names that are lost: %s', (_, sql, lost) => {
    const { problems, lostNames } = parse(sql);
    expect(problems).toEqual([]);
    expect(lostNames).toEqual(lost);
  });
});
