import { readdirSync, readFileSync } from 'node:fs';
import { forOneAccount } from '../../../src/forensics/question';
import { pieces } from '../../../src/forensics/sql-text';
import { QUESTIONS } from './answers';

const FOLDER = '__tests__/forensics/queries';
const NAMES = QUESTIONS.all.map(({ name }) => name);

test('every question has answers that are tested, and every tested one exists', () => {
  const tests = readdirSync(FOLDER).filter((file) => file.endsWith('.test.ts'));
  const tested = tests.flatMap((file) =>
    [...readFileSync(`${FOLDER}/${file}`, 'utf8').matchAll(/^answersOf\(\s*'([a-z0-9-]+)'/gm)].map(
      (match) => match[1]!,
    ),
  );
  expect(tested.sort()).toEqual([...NAMES].sort());
});

const text = (name: string): string => QUESTIONS.named(name).sql;
const sqlOnly = (name: string): string => text(name).replace(/--.*$/gm, '');

/** Who called has one spelling, so that answers can be compared. */
const PRINCIPAL =
  "coalesce( useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, nullif(useridentity.principalid, ''), " +
  'useridentity.onbehalfof.userid, useridentity.invokedby, useridentity.username, useridentity.type ) AS principal';
/** They tell who tried to be whom, and what CloudTrail says. */
const OTHER_PRINCIPALS = ['console-sign-in-failures', 'insights-in-window'];

test.each(NAMES)('%s is written as all are', (name) => {
  const sql = sqlOnly(name);
  const columns = QUESTIONS.named(name).columns.map((column) => column.name);
  const hasPrincipal = columns.includes('principal') && !OTHER_PRINCIPALS.includes(name);
  const flat = sql.replace(/\s+/g, ' ');
  expect(flat.includes(PRINCIPAL) || !hasPrincipal).toBe(true);
  expect(flat.split('sessionissuer.arn, useridentity.arn')).toHaveLength(flat.split(PRINCIPAL).length);
  // Partitions of AWS differ: aws, aws-cn, aws-us-gov.
  expect(sql).not.toMatch(/arn:aws/);
  expect(sql).not.toMatch(/\b\d{12}\b/);
  expect(sql).toMatch(/\nORDER BY [^\n]*\n$/);
  expect(sql).not.toMatch(/\bLIMIT\b/i);
  expect(sql).not.toMatch(/\b(select|where|and|or|as|like|case|when|group by|order by)\b(?! \*\/)/);
  expect(
    text(name)
      .split('\n')
      .filter((line) => line.length > 120),
  ).toEqual([]);
});

const CLAUSES = ['select', 'from', 'where', 'on', 'group', 'having', 'order', 'values', 'union'];
/** Athena's console takes so many. Source: Athena user guide, "Use parameterized queries". */
const CONSOLE_LIMIT = 25;

/** The clause that each placeholder stands in. */
function clausesOfPlaceholders(sql: string): string[] {
  const all = pieces(sql).filter(({ kind }) => kind === 'word' || kind === 'sign');
  return all.flatMap((piece, at) => {
    if (piece.text !== '?') return [];
    let { depth } = piece;
    for (const earlier of all.slice(0, at).reverse()) {
      if (earlier.depth > depth) continue;
      depth = earlier.depth;
      if (earlier.kind === 'word' && CLAUSES.includes(earlier.text.toLowerCase())) return [earlier.text];
    }
    return ['none'];
  });
}

test('the clause of a placeholder is found', () =>
  expect(
    clausesOfPlaceholders(
      'SELECT f(?) FROM (SELECT 1 WHERE a = ? AND b IN (g(?))) AS t JOIN u ON (x = ?) WHERE CASE WHEN f(1) = ? THEN 1 END',
    ),
  ).toEqual(['SELECT', 'WHERE', 'WHERE', 'ON', 'WHERE']));

test.each(NAMES)('%s takes its parameters as Athena does: in WHERE, and not too many', (name) => {
  const { sql, placeholders } = forOneAccount(QUESTIONS.named(name));
  expect(clausesOfPlaceholders(sql).filter((clause) => clause !== 'WHERE')).toEqual([]);
  expect(placeholders.length).toBeLessThanOrEqual(CONSOLE_LIMIT);
});
