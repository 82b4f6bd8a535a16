import { readdirSync, readFileSync } from 'node:fs';
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
