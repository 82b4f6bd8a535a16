import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Laptop } from '../../../src/forensics/laptop/laptop';
import { TRINO_FUNCTIONS } from '../../../src/forensics/trino-functions';
import { parse } from '../trino';
import { event, logKey, NOVEMBER_20, select, write } from './logs';

let folder: string;
let laptop: Laptop;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forensics-functions-'));
  write(folder, logKey(), { Records: [event()] });
  laptop = await Laptop.open({ logs: folder });
});
afterAll(() => {
  laptop.close();
  rmSync(folder, { recursive: true });
});

const MOMENT = `from_iso8601_timestamp('2026-03-04T15:06:07Z')`;
const PAIRS = `(VALUES ('a', 1), ('b', 3), (NULL, 5), ('c', NULL)) AS t(x, n)`;

/** What each gives in Trino, after its documentation. */
const VALUES: readonly (readonly [expression: string, value: unknown])[] = [
  // Operators.
  ['7 / 2', 3],
  ['7.0 / 2 > 3.4', true],
  [`'a' || NULL`, null],
  [`'a' <> NULL`, null],
  [`'100%' LIKE '100\\%' ESCAPE '\\'`, true],
  [`'role_a' LIKE 'role\\_b' ESCAPE '\\'`, false],
  [`CAST('7' AS integer) + 1`, 8],
  [`CAST(7 AS varchar)`, '7'],
  [`${MOMENT} + interval '1' day`, '2026-03-05T15:06:07Z'],

  // Choices.
  [`coalesce(NULL, 'a')`, 'a'],
  ['greatest(1, 3, 2)', 3],
  ['greatest(1, 3)', 3],
  ['greatest(1, NULL)', null],
  ['greatest(1, NULL, 3)', null],
  ['least(1, 3)', 1],
  ['least(2, 1, 3)', 1],
  ['least(NULL, 1)', null],
  ['least(NULL, 1, 2)', null],
  [`if(1 > 2, 'a', 'b')`, 'b'],
  [`nullif('', '')`, null],
  [`try(CAST('x' AS integer))`, null],

  // Text.
  [`length('äb')`, 2],
  [`lower('AbC')`, 'abc'],
  [`upper('AbC')`, 'ABC'],
  [`trim('  a ')`, 'a'],
  [`lpad('7', 3, '0')`, '007'],
  [`replace('a.b.c', '.', '/')`, 'a/b/c'],
  [`reverse('abc')`, 'cba'],
  [`starts_with('arn:aws', 'arn:')`, true],
  [`strpos('abc', 'c')`, 3],
  [`strpos('abc', 'x')`, 0],
  [`substr('abcdef', 3)`, 'cdef'],
  [`substr('abcdef', 3, 2)`, 'cd'],
  [`substr('abcdef', -2)`, 'ef'],
  [`substr('abcdef', -3, 2)`, 'de'],
  [`substr('abc', 0)`, ''],
  [`substr('abc', -4)`, ''],
  [`substr(NULL, 1)`, null],
  [`split('a.b.c', '.')`, ['a', 'b', 'c']],
  [`split('', '.')`, ['']],
  [`split_part('a-b', '-', 2)`, 'b'],
  [`split_part('a-b', '-', 3)`, null],
  [`regexp_like('AssumeRoleWithSAML', 'With')`, true],
  [`regexp_like('abc', '^b')`, false],
  [`regexp_like(NULL, 'b')`, null],
  [`regexp_extract('a1b22', '\\d+')`, '1'],
  [`regexp_extract('a1b22', '([a-z])(\\d+)', 2)`, '1'],
  [`regexp_extract('abc', '\\d')`, null],
  [`regexp_replace('1a 2b', '\\d')`, 'a b'],
  [`regexp_replace('1a 2b', '(\\d)([ab])', '$2$1')`, 'a1 b2'],
  [`url_decode('a%20b%2Fc')`, 'a b/c'],
  [`url_decode('a+b')`, 'a b'],

  // Time.
  [`from_iso8601_timestamp('2026-03-04T15:06:07Z')`, '2026-03-04T15:06:07Z'],
  [`from_iso8601_timestamp('2026-03-04T15:06:07.250Z')`, '2026-03-04T15:06:07.250Z'],
  [`from_iso8601_timestamp('2026-03-04T15:06:07+02:00')`, '2026-03-04T13:06:07Z'],
  [`from_unixtime(1.5)`, '1970-01-01T00:00:01.500Z'],
  [`to_unixtime(${MOMENT})`, Date.UTC(2026, 2, 4, 15, 6, 7) / 1000],
  [`to_iso8601(${MOMENT})`, '2026-03-04T15:06:07.000Z'],
  [`date_format(${MOMENT}, '%Y/%m/%d')`, '2026/03/04'],
  [`date_format(${MOMENT}, '%H:%i:%s')`, '15:06:07'],
  [`date_format(${MOMENT}, '%S %I %h %p')`, '07 03 03 PM'],
  [`date_format(${MOMENT}, '%M %b %W %a')`, 'March Mar Wednesday Wed'],
  [`date_format(${MOMENT}, '%c %e %k %l %y %j')`, '3 4 15 3 26 063'],
  [`date_format(${MOMENT}, '%T | %r')`, '15:06:07 | 03:06:07 PM'],
  [`date_format(${MOMENT}, '%f')`, '000000'],
  [`date_format(${MOMENT}, '100%% %%i %%%i')`, '100% %i %06'],
  [`date_trunc('hour', ${MOMENT})`, '2026-03-04T15:00:00Z'],
  [`date_trunc('week', ${MOMENT})`, '2026-03-02T00:00:00Z'],
  [`date_add('minute', -7, ${MOMENT})`, '2026-03-04T14:59:07Z'],
  [`date_add('month', 1, ${MOMENT})`, '2026-04-04T15:06:07Z'],
  [`date_add('week', 1, ${MOMENT})`, '2026-03-11T15:06:07Z'],
  // Whole minutes, not borders crossed.
  [`date_diff('minute', from_iso8601_timestamp('2026-03-04T15:05:59Z'), ${MOMENT})`, 0],
  [`date_diff('second', ${MOMENT}, from_iso8601_timestamp('2026-03-04T15:05:59Z'))`, -8],
  [`date_diff('hour', ${MOMENT}, ${MOMENT} + interval '90' minute)`, 1],
  [`hour(${MOMENT})`, 15],
  [`day_of_week(from_iso8601_timestamp('2026-03-08T00:00:00Z'))`, 7],

  // JSON.
  [`json_extract_scalar('{"a":{"b":["x","y"]}}', '$.a.b[1]')`, 'y'],
  [`json_extract_scalar('{"a-b":{"c d":"x"}}', '$["a-b"]["c d"]')`, 'x'],
  [`json_extract_scalar('{"x-amz-acl":"private"}', '$.x-amz-acl')`, 'private'],
  [`json_extract_scalar('{"a":"he said \\"no\\""}', '$.a')`, 'he said "no"'],
  [`json_extract_scalar('{"a":true}', '$.a')`, 'true'],
  [`json_extract_scalar('{"a":5}', '$.a')`, '5'],
  [`json_extract_scalar('{"a":null}', '$.a')`, null],
  [`json_extract_scalar('{"a":{}}', '$.a')`, null],
  [`json_extract_scalar('{"a":[1]}', '$.a')`, null],
  [`json_extract_scalar('{"a":1}', '$.b')`, null],
  [`json_extract_scalar('no JSON', '$.a')`, null],
  [`json_extract_scalar(NULL, '$.a')`, null],
  [`json_extract_scalar(json_extract('{"a":{"b":"c"}}', '$.a'), '$.b')`, 'c'],
  [`json_format(json_extract('{"a": {"b": 1}}', '$.a'))`, '{"b":1}'],
  [`json_extract('no JSON', '$.a') IS NULL`, true],
  [`json_format(json_parse('[1, 2]'))`, '[1,2]'],
  [`json_array_length('[1,2]')`, 2],
  [`json_array_length('{"a":1}')`, null],
  [`json_array_length('no JSON')`, null],
  [`json_array_length(NULL)`, null],
  [`json_array_contains('["a","b"]', 'b')`, true],
  [`json_array_contains('["ab"]', 'b')`, false],
  [`json_array_contains('[1,2]', 2)`, true],
  [`json_array_contains('{"a":"b"}', 'b')`, null],
  [`json_extract_scalar(json_array_get('[{"a":"x"},{"a":"y"}]', 1), '$.a')`, 'y'],
  [`json_extract_scalar(json_array_get('[{"a":"x"},{"a":"y"}]', -1), '$.a')`, 'y'],
  [`json_array_get('[1]', 5) IS NULL`, true],

  // Lists and maps.
  ['cardinality(ARRAY[1, 2])', 2],
  ['cardinality(NULL)', null],
  ['sequence(1, 3)', [1, 2, 3]],
  // Trino counts down when the start is greater.
  ['sequence(1, 0)', [1, 0]],
  ['sequence(1, NULL)', null],
  ['element_at(ARRAY[1, 2], 2)', 2],
  ['element_at(ARRAY[1, 2], 3)', null],
  ['element_at(ARRAY[1, 2], -1)', 2],
  [`contains(ARRAY['a'], 'a')`, true],
  [`contains(ARRAY['a'], 'b')`, false],
  [`array_join(ARRAY['a', NULL, 'b'], ', ')`, 'a, b'],
  [`array_sort(ARRAY['b', NULL, 'a'])`, ['a', 'b', null]],
  [`array_sort(array_distinct(ARRAY['b', 'a', 'b']))`, ['a', 'b']],
  ['array_max(ARRAY[1, 3, 2])', 3],
  ['array_min(ARRAY[2, 1, 3])', 1],
  ['arrays_overlap(ARRAY[1, 2], ARRAY[2, 3])', true],
  ['arrays_overlap(ARRAY[1], ARRAY[2])', false],
  ['filter(ARRAY[1, 2, 3], x -> x > 1)', [2, 3]],
  ['slice(ARRAY[1, 2, 3, 4], 2, 2)', [2, 3]],
  ['slice(ARRAY[1, 2], 1, 20)', [1, 2]],
  ['slice(NULL, 1, 2)', null],

  // Aggregates and windows.
  [`(SELECT count(*) FROM ${PAIRS})`, 4],
  [`(SELECT count(x) FROM ${PAIRS})`, 3],
  [`(SELECT count_if(n > 1) FROM ${PAIRS})`, 2],
  [`(SELECT sum(n) FROM ${PAIRS})`, 9],
  [`(SELECT avg(n) FROM ${PAIRS})`, 3],
  [`(SELECT min(n) FROM ${PAIRS})`, 1],
  [`(SELECT max(x) FROM ${PAIRS})`, 'c'],
  [`(SELECT max_by(x, n) FROM ${PAIRS})`, null],
  [`(SELECT min_by(x, n) FROM ${PAIRS})`, 'a'],
  [`(SELECT bool_or(n > 4) FROM ${PAIRS})`, true],
  [`(SELECT bool_and(n > 4) FROM ${PAIRS})`, false],
  [`(SELECT any_value(x) FROM ${PAIRS} WHERE n = 3)`, 'b'],
  [`(SELECT approx_distinct(x) FROM ${PAIRS})`, 3],
  [`(SELECT array_agg(x ORDER BY n) FROM ${PAIRS} WHERE n < 5)`, ['a', 'b']],
  [`(SELECT array_agg(x ORDER BY n) FROM ${PAIRS} WHERE n > 3)`, [null]],
  [`(SELECT array_agg(DISTINCT x ORDER BY x) FILTER (WHERE x IS NOT NULL) FROM ${PAIRS})`, ['a', 'b', 'c']],
  [`(SELECT array_agg(x) FROM ${PAIRS} WHERE n > 9)`, null],
  ...(
    [
      ['row_number()', [1, 2, 3]],
      ['rank()', [1, 1, 3]],
      ['dense_rank()', [1, 1, 2]],
      ['lag(k)', [null, 1, 1]],
      ['lead(k)', [1, 2, null]],
      ['first_value(k)', [1, 1, 1]],
      ['last_value(k)', [1, 1, 2]],
    ] as const
  ).map(
    ([call, values]) =>
      [
        `(SELECT array_agg(r ORDER BY k, r NULLS FIRST) FROM (SELECT k, ${call} OVER (ORDER BY k) AS r FROM (VALUES (1), (1), (2)) AS t(k)))`,
        values,
      ] as const,
  ),
];

test.each(VALUES)('%s is %j', async (expression, value) => {
  const answer = await laptop.ask(select(`${expression} AS value`), NOVEMBER_20);
  expect(await answer.rows()).toEqual([{ value }]);
});

test('every expression above is Trino SQL', () => {
  expect(VALUES.flatMap(([expression]) => parse(`SELECT ${expression}`).problems)).toEqual([]);
});

test('maps are read as in Trino', async () => {
  write(folder, logKey('20261121T1005Z'), {
    Records: [
      event({
        userIdentity: {
          sessionContext: { webIdFederationData: { attributes: { 'token:aud': 'x', 'token:sub': 'y' } } },
        },
      }),
    ],
  });
  const fresh = await Laptop.open({ logs: folder });
  const attributes = 'useridentity.sessioncontext.webidfederationdata.attributes';
  const answer = await fresh.ask(
    select(
      `cardinality(map_keys(${attributes})) AS size, element_at(${attributes}, 'token:aud') AS aud,
       element_at(${attributes}, 'none') AS none, array_sort(map_values(${attributes})) AS "values"`,
      { where: ` AND ${attributes} IS NOT NULL` },
    ),
    NOVEMBER_20,
  );
  expect(await answer.rows()).toEqual([{ size: 2, aud: 'x', none: null, values: ['x', 'y'] }]);
  fresh.close();
});

test('every function of the list is tried', () => {
  const tried = VALUES.flatMap(([expression]) => parse(`SELECT ${expression}`).functions);
  // The last one has a rule of its own in Trino's grammar.
  const elsewhere = ['map_keys', 'map_values', 'trim'];
  expect(Object.keys(TRINO_FUNCTIONS).filter((name) => ![...tried, ...elsewhere].includes(name))).toEqual([]);
});
