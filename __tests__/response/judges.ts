import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const FOLDER = join(__dirname, '../../policies/remediations');

export interface Case {
  readonly reads: Readonly<Record<string, unknown>>;
  readonly resourceId?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}
interface Judged {
  readonly wrong: boolean;
  readonly why: string;
  readonly previous: unknown;
  readonly change: Readonly<Record<string, unknown>>;
}

export const ACCOUNT = '111122223333';
export const OTHER = '444455556666';
const USUAL = { resourceId: ACCOUNT, account: ACCOUNT, region: 'eu-central-1', partition: 'aws' };
export const NOW = '2026-11-23T12:00:00Z';

/** The judge of each file, all in one process: what it returns, or what it raises as a text. */
const PROGRAM = `
import datetime, ipaddress, json, re, sys
answers = []
for task in json.load(sys.stdin):
    scope = {"datetime": datetime, "ipaddress": ipaddress, "json": json, "re": re}
    exec(task["judge"], scope)
    try:
        answers.append(scope["judge"](task["event"]))
    except ValueError as error:
        answers.append(str(error))
print(json.dumps(answers))
`;

interface File {
  readonly judge: string;
  readonly resourceId: string;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, { readonly pattern: string; readonly default?: string }>>;
}
export const fileOf = (name: string) => parse(readFileSync(join(FOLDER, `${name}.yaml`), 'utf8')) as File;

function eventOf({ parameters: declared = {} }: File, { parameters, ...given }: Case) {
  const defaults = Object.entries(declared).flatMap(([key, one]) =>
    one.default === undefined ? [] : [[key, one.default]],
  );
  return { ...USUAL, now: NOW, ...given, parameters: { ...Object.fromEntries(defaults), ...parameters } };
}

function judge(cases: readonly (readonly [string, Case])[]): (Judged | string)[] {
  const tasks = cases.map(([name, one]) => ({ judge: fileOf(name).judge, event: eventOf(fileOf(name), one) }));
  const { status, stdout, stderr } = spawnSync('python3', ['-c', PROGRAM], {
    input: JSON.stringify(tasks),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as (Judged | string)[];
}

export const isRight = (why: string, previous: unknown) => ({ wrong: false, why, previous });
export const isWrong = (why: string, previous: unknown, change: object = {}) => ({
  wrong: true,
  why,
  previous,
  change,
});
export const refuses = (why: string) => why;

/** For each file the cases of its judge: what it is given, and what it returns or the text that it raises. */
export type Table = Readonly<Record<string, Readonly<Record<string, readonly [Case, object | string]>>>>;

/** Runs all cases in one process and tests each. */
export function testJudges(table: Table): void {
  const rows = Object.entries(table).flatMap(([name, cases]) =>
    Object.entries(cases).map(([title, [given, expected]]) => ({ name, title, given, expected })),
  );
  const judged = judge(rows.map(({ name, given }) => [name, given]));

  describe.each(Object.keys(table))('The judge of %s', (name) => {
    const { resourceId, outputs = {}, parameters = {} } = fileOf(name);
    const own = rows.flatMap((row, at) => (row.name === name ? [{ ...row, answer: judged[at]! }] : []));

    test.each(own)('$title', ({ expected, answer }) => {
      if (typeof expected === 'string') expect(answer).toBe(expected);
      else expect(answer).toMatchObject(expected);
    });

    test('gives the changes exactly the values that the file declares', () => {
      const changes = own.flatMap(({ answer }) => (typeof answer !== 'string' && answer.wrong ? [answer.change] : []));
      expect(changes.length).toBeGreaterThan(0);
      const types = { number: 'Integer', boolean: 'Boolean', string: 'String' } as Record<string, string>;
      for (const change of changes) {
        expect(Object.fromEntries(Object.entries(change).map(([key, value]) => [key, types[typeof value]]))).toEqual(
          outputs,
        );
      }
    });

    test('is asked about resources and with parameters of the form that the file declares', () => {
      for (const { given } of own) {
        expect(given.resourceId ?? ACCOUNT).toMatch(new RegExp(resourceId));
        for (const [key, value] of Object.entries(given.parameters ?? {})) {
          expect(value).toMatch(new RegExp(parameters[key]!.pattern));
        }
      }
      for (const one of Object.values(parameters))
        expect(one.default ?? '').toMatch(one.default ? new RegExp(one.pattern) : '');
    });
  });
}
