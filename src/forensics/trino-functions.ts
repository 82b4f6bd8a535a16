/**
 * The functions of Trino that a question may call: those that DuckDB has under the same name and with the same meaning,
 * and those that a macro gives it. A test lets no question call another.
 *
 * Meanings are those of Trino's documentation, "Functions and operators". What else has to be known to write SQL for both:
 * - Types. Write ROW, ARRAY and MAP types nowhere: DuckDB cannot parse them. Everything else is cast as in Trino.
 * - JSON. Paths are names and indexes: `$.a.b[0]`, `$["a b"]`; no wildcards. Never `CAST(json AS varchar)`, which keeps
 *   the quotes in DuckDB: json_extract_scalar.
 * - Lists. Unnest them by index, `CROSS JOIN UNNEST(sequence(1, cardinality(x))) AS t(i)` with `x[i].member`: Trino makes a
 *   column of each member, DuckDB makes one. Keep empty lists out, since `sequence(1, 0)` counts down: [1, 0]. A fixed
 *   index is `element_at(x, 1)`, NULL where there is none; `x[1]` fails in Trino.
 * - Lambdas are written `x -> x > 1`, and only filter takes one.
 * - Macros are no aggregates: `approx_distinct` and `max_by` take neither FILTER nor DISTINCT.
 */

const path = (name: string): string => `system.main.regexp_replace(${name}, '\\["([^"]*)"\\]', '."\\1"', 'g')`;

/** Letters of MySQL's formats, which Trino takes, that mean something else in strftime. Source: Trino, "date_format". */
const DATE_LETTERS: Readonly<Record<string, string>> = {
  c: '-m',
  e: '-d',
  h: 'I',
  i: 'M',
  k: '-H',
  l: '-I',
  M: 'B',
  r: 'I:%M:%S %p',
  s: 'S',
  T: 'H:%M:%S',
  W: 'A',
};

/** Of a format of MySQL's, the one of strftime. Signs that nobody writes keep what is done from being done again. */
const dateFormat = (name: string): string => {
  const [percent, done] = ['\u0001', '\u0002'];
  const letters = Object.entries(DATE_LETTERS).reduce(
    (sql, [letter, ours]) => `replace(${sql}, '%${letter}', '${`%${ours}`.replaceAll('%', done)}')`,
    `replace(${name}, '%%', '${percent}')`,
  );
  return `replace(replace(${letters}, '${done}', '%'), '${percent}', '%%')`;
};

/** What stands for a function of Trino in DuckDB: nothing where it has the same, otherwise the macro's parameters and body. */
export const TRINO_FUNCTIONS: Readonly<Record<string, string | undefined>> = {
  // Aggregates and windows.
  approx_distinct: '(x) AS approx_count_distinct(x)',
  array_agg: undefined,
  avg: undefined,
  bool_and: undefined,
  bool_or: undefined,
  count: undefined,
  count_if: undefined,
  any_value: undefined,
  max: undefined,
  // With NULL where that is what belongs to the greatest.
  max_by: '(x, y) AS arg_max_null(x, y)',
  min: undefined,
  min_by: '(x, y) AS arg_min_null(x, y)',
  sum: undefined,
  dense_rank: undefined,
  first_value: undefined,
  lag: undefined,
  last_value: undefined,
  lead: undefined,
  rank: undefined,
  row_number: undefined,

  // Choices. DuckDB's `if` wants all three parts.
  coalesce: undefined,
  greatest: `(a, b) AS CASE WHEN a >= b THEN a WHEN b > a THEN b END,
    (a, b, c) AS CASE WHEN a IS NULL OR b IS NULL OR c IS NULL THEN NULL ELSE system.main.greatest(a, b, c) END`,
  if: undefined,
  least: `(a, b) AS CASE WHEN a <= b THEN a WHEN b < a THEN b END,
    (a, b, c) AS CASE WHEN a IS NULL OR b IS NULL OR c IS NULL THEN NULL ELSE system.main.least(a, b, c) END`,
  nullif: undefined,
  try: undefined,

  // Text.
  length: undefined,
  lower: undefined,
  lpad: undefined,
  regexp_extract: `(s, p) AS CASE WHEN regexp_matches(s, p) THEN system.main.regexp_extract(s, p) END,
    (s, p, g) AS CASE WHEN regexp_matches(s, p) THEN system.main.regexp_extract(s, p, g) END`,
  regexp_like: '(s, p) AS regexp_matches(s, p)',
  regexp_replace: `(s, p) AS system.main.regexp_replace(s, p, '', 'g'),
    (s, p, r) AS system.main.regexp_replace(s, p, system.main.regexp_replace(r, '\\$(\\d)', '\\\\\\1', 'g'), 'g')`,
  replace: undefined,
  reverse: undefined,
  split: '(s, d) AS string_split(s, d)',
  split_part: '(s, d, n) AS string_split(s, d)[n]',
  starts_with: undefined,
  strpos: undefined,
  substr: `(s, n) AS CASE WHEN n > 0 OR -n BETWEEN 1 AND length(s) THEN system.main.substr(s, n) WHEN n IS NOT NULL THEN left(s, 0) END,
    (s, n, l) AS CASE WHEN n > 0 OR -n BETWEEN 1 AND length(s) THEN system.main.substr(s, n, greatest(l, 0)) WHEN n IS NOT NULL THEN left(s, 0) END`,
  trim: undefined,
  upper: undefined,
  url_decode: `(s) AS system.main.url_decode(replace(s, '+', ' '))`,

  // Time. All is UTC.
  date_add: `(unit, n, t) AS t + n * CASE lower(unit) WHEN 'millisecond' THEN INTERVAL 1 MILLISECOND WHEN 'second' THEN INTERVAL 1 SECOND
    WHEN 'minute' THEN INTERVAL 1 MINUTE WHEN 'hour' THEN INTERVAL 1 HOUR WHEN 'day' THEN INTERVAL 1 DAY
    WHEN 'week' THEN INTERVAL 7 DAY WHEN 'month' THEN INTERVAL 1 MONTH WHEN 'year' THEN INTERVAL 1 YEAR
    ELSE error('date_add knows no unit ' || unit) END`,
  // Whole units that have passed; DuckDB's own counts the borders crossed.
  date_diff: '(unit, a, b) AS date_sub(unit, a, b)',
  date_format: `(t, f) AS strftime(t, ${dateFormat('f')})`,
  date_trunc: undefined,
  day_of_week: '(t) AS isodow(t)',
  from_iso8601_timestamp: '(s) AS CAST(s AS TIMESTAMPTZ)',
  from_unixtime: '(n) AS to_timestamp(n)',
  hour: undefined,
  to_iso8601: `(t) AS strftime(t, '%Y-%m-%dT%H:%M:%S.%gZ')`,
  to_unixtime: '(t) AS epoch(t)',

  // JSON. What is no JSON gives NULL.
  json_array_contains: `(j, v) AS TRY(CASE WHEN json_type(j) = 'ARRAY' THEN list_contains(system.main.json_extract(j, '$[*]'), to_json(v)) END)`,
  json_array_get: `(j, i) AS TRY(system.main.json_extract(j, CASE WHEN i < 0 THEN '$[#' || i || ']' ELSE '$[' || i || ']' END))`,
  json_array_length: `(j) AS TRY(CASE WHEN json_type(j) = 'ARRAY' THEN CAST(system.main.json_array_length(j) AS BIGINT) END)`,
  json_extract: `(j, p) AS TRY(system.main.json_extract(j, ${path('p')}))`,
  // NULL for an object or a list.
  json_extract_scalar: `(j, p) AS TRY(json_extract_string(json_value(j, ${path('p')}), '$'))`,
  json_format: '(j) AS CAST(j AS VARCHAR)',
  json_parse: '(s) AS json(s)',

  // Lists and maps.
  array_distinct: undefined,
  array_join: '(l, d) AS array_to_string(l, d)',
  array_max: '(l) AS list_max(l)',
  array_min: '(l) AS list_min(l)',
  array_sort: undefined,
  arrays_overlap: '(a, b) AS list_has_any(a, b)',
  // Of lists; of a map take cardinality(map_keys(m)).
  cardinality: '(l) AS len(l)',
  contains: undefined,
  element_at: '(x, k) AS x[k]',
  filter: undefined,
  map_keys: undefined,
  map_values: undefined,
  // Counts down from a greater start. With no list at all UNNEST gives no row.
  sequence: '(a, b) AS CASE WHEN a <= b THEN generate_series(a, b) ELSE generate_series(a, b, -1) END',
  slice: '(l, start, n) AS list_slice(l, start, start + n - 1)',
};

/** Statements that make the macros. */
export const trinoMacros = (): string[] =>
  Object.entries(TRINO_FUNCTIONS).flatMap(([name, macro]) => (macro ? [`CREATE MACRO ${name} ${macro}`] : []));
