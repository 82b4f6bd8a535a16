import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { forensics } from '../../src/cli/forensics';
import { Progress } from '../../src/cli/forensics-progress';
import type { ForensicsOptions } from '../../src/cli/forensics-request';
import { event, logKey, write } from '../forensics/laptop/logs';

const QUERIES = 'src/forensics/queries';

// Whole programs are started here.
jest.setTimeout(60_000);

let parent: string;
let logs: string;
let questions: string;
let said: { out: string; err: string };

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'org-audit-forensics-'));
  logs = join(parent, 'logs');
  questions = parent;
  const calls = [1, 2, 3].map((second) =>
    event({ eventTime: `2026-11-20T10:00:0${second}Z`, eventName: `Call${second}`, userAgent: '=1+1', readOnly: true }),
  );
  write(logs, logKey(), { Records: calls });
  writeFileSync(
    join(questions, 'calls.sql'),
    `-- What was called
--
-- Every call.
--
-- Parameters:
--   from: the start
--   to: the end
--   name (default %): of the call
--   more (default ): nothing
--
-- Columns:
--   eventname: of the call
--   agent: with what
SELECT eventname, useragent AS agent, from_iso8601_timestamp(eventtime) AS time, resources FROM cloudtrail
WHERE from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
  AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
  AND eventname LIKE ? /* name */ AND ? /* more */ = ''
ORDER BY eventtime
`,
  );
  said = { out: '', err: '' };
  jest.spyOn(process.stdout, 'write').mockImplementation((text, ...rest) => {
    said.out += String(text);
    (rest.at(-1) as (() => void) | undefined)?.();
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((said.err += String(text))));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(parent, { recursive: true });
});

const run = (query: string | undefined, options: ForensicsOptions = {}) => forensics(questions, query, options);
const paths = (text: string) => text.replaceAll(parent, '<parent>');
/** Without what the clock says. */
const timeless = (text: string) => text.replace(/\d+\.\d s\b/g, '0.1 s');

test('an answer, and on standard error what it took', async () => {
  expect(await run('calls', { logs })).toBe(0);
  expect(said.out).toBe(
    [
      'eventname  agent  time                  resources',
      'Call1      =1+1   2026-11-20T10:00:01Z  NULL',
      'Call2      =1+1   2026-11-20T10:00:02Z  NULL',
      'Call3      =1+1   2026-11-20T10:00:03Z  NULL',
      '',
    ].join('\n'),
  );
  expect(timeless(said.err)).toBe('3 rows from 1 file, 0 MB, 0.1 s\n');
});

test.each<[string, ForensicsOptions, string[]]>([
  ['a part of the time', { from: '2026-11-20T10:00:02Z', to: '2026-11-20T10:00:03Z' }, ['Call2']],
  ['a day', { from: '2026-11-20', to: '2026-11-20' }, ['Call1', 'Call2', 'Call3']],
  ['a parameter', { param: ['name=%3'] }, ['Call3']],
  ['another account', { account: ['999999999999'] }, []],
  ['another region', { region: ['eu-west-1'] }, []],
  ['the first rows', { limit: '2' }, ['Call1', 'Call2']],
])('%s', async (_, options, names) => {
  expect(await run('calls', { logs, format: 'json', ...options })).toBe(0);
  expect((JSON.parse(said.out) as { eventname: string }[]).map(({ eventname }) => eventname)).toEqual(names);
  expect(said.err).toContain(options.limit ? '2 rows of 3 from' : `${names.length} row`);
});

test('to a file, complete or not at all', async () => {
  const output = join(parent, 'answer.csv');
  expect(await run('calls', { logs, format: 'csv', output })).toBe(0);
  expect(said.out).toBe('');
  expect(readFileSync(output, 'utf8').split('\r\n')).toEqual([
    'eventname,agent,time,resources',
    ...[1, 2, 3].map((n) => `Call${n},'=1+1,2026-11-20T10:00:0${n}Z,`),
    '',
  ]);
  const parquet = join(parent, 'answer.parquet');
  expect(await run('calls', { logs, format: 'parquet', output: parquet, limit: '2' })).toBe(0);
  expect(readFileSync(parquet).subarray(0, 4).toString()).toBe('PAR1');
  expect(said.err).toContain('2 rows from 1 file');

  writeFileSync(
    join(questions, 'wrong.sql'),
    readFileSync(join(questions, 'calls.sql'), 'utf8').replace(
      'SELECT eventname',
      "SELECT CAST('x' || eventname AS integer)",
    ),
  );
  expect(await run('wrong', { logs, format: 'csv', output })).toBe(1);
  expect(await run('wrong', { logs, format: 'parquet', output: parquet })).toBe(1);
  expect(said.err).toContain(
    "question wrong has 1 problem:\n  Conversion Error: Could not convert string 'xCall1' to INT32",
  );
  expect(await run('calls', { logs, format: 'csv', output: join(parent, 'none', 'a.csv') })).toBe(1);
  expect(paths(said.err)).toContain('--output has 1 problem:\n  there is no folder <parent>/none; create it\n');
  expect(await run('calls', { logs, format: 'csv', output: logs })).toBe(1);
  expect(paths(said.err)).toContain('--output has 1 problem:\n  <parent>/logs is a folder; name a file in it\n');
  expect(readFileSync(output, 'utf8')).toContain('Call3');
  expect(readdirSync(parent).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('to a pipe, which stays one', async () => {
  const pipe = join(parent, 'pipe');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  const read = promisify(execFile)('cat', [pipe], { timeout: 20_000 });
  expect(await run('calls', { logs, format: 'csv', output: pipe })).toBe(0);
  expect((await read).stdout.split('\r\n')).toHaveLength(5);
  expect(statSync(pipe).isFIFO()).toBe(true);
});

test('files that are no logs are skipped, copies left out, and both told', async () => {
  writeFileSync(join(logs, '111122223333_CloudTrail_us-east-1_20261120T1005Z_bad.json.gz'), 'no gzip at all');
  write(logs, logKey().replace(/\.gz$/, ''), { Records: [1, 2, 3].map((n) => event({ eventName: `Call${n}` })) });
  expect(await run('calls', { logs })).toBe(1);
  expect(said.out).toBe('');
  expect(paths(said.err)).toContain('--logs has 1 problem:\n  1 file of <parent>/logs cannot be read as a log');
  said.err = '';
  expect(await run('calls', { logs, skipUnreadable: true, format: 'json' })).toBe(0);
  expect(timeless(paths(said.err))).toBe(
    `skipped <parent>/logs/111122223333_CloudTrail_us-east-1_20261120T1005Z_bad.json.gz: it is not compressed with gzip, or damaged
3 rows from 1 file, 0 MB, 1 file skipped, 1 copy left out, 0.1 s
`,
  );
});

test('questions are listed with their parameters', async () => {
  expect(await run(undefined, { list: true })).toBe(0);
  expect(said.out).toBe(
    `calls
  What was called
    from: the start
    to: the end
    name (default %): of the call
    more (default ''): nothing
`,
  );
});

test.each<[string | undefined, ForensicsOptions]>([
  [undefined, { show: 'calls' }],
  ['calls', { sql: true }],
])('SQL is shown as it stands', async (query, options) => {
  expect(await run(query, options)).toBe(0);
  expect(said.out).toBe(readFileSync(join(questions, 'calls.sql'), 'utf8'));
});

test.each<[string, ForensicsOptions]>([
  ['an account', { account: ['999999999999'] }],
  ['a region', { region: ['eu-west-9'] }],
  ['a time', { from: '2025-01-01', to: '2025-01-02' }],
])('whoever asks for %s that is not there is told what is', async (_what, options) => {
  expect(await run('calls', { logs, ...options })).toBe(0);
  expect(timeless(said.err)).toBe(
    '0 rows from 0 files, 0 MB, 0.1 s\n' +
      'nothing was asked for that is here: accounts 111122223333; regions us-east-1; delivered from 2026/11/20 to 2026/11/20\n',
  );
});

test('what is wrong is said all at once, and nothing is read', async () => {
  expect(await run('cals', { logs: 'nowhere', format: 'jason', limit: 'x' })).toBe(1);
  expect(said.err).toBe(
    `forensics has 3 problems:
  there is no question "cals"; did you mean calls?
  --format jason: did you mean "json"?
  --limit x: write a whole number from 1
`,
  );
  expect(await run(undefined, { show: 'x' })).toBe(1);
});

test('an interrupted question ends with 130 and prints nothing', async () => {
  const sql = readFileSync(join(questions, 'calls.sql'), 'utf8');
  writeFileSync(
    join(questions, 'endless.sql'),
    sql.replace(
      'FROM cloudtrail',
      'FROM cloudtrail CROSS JOIN range(10000000) AS a(x) CROSS JOIN range(10000000) AS b(y)',
    ),
  );
  const asked = run('endless', { logs });
  // As somebody at the keyboard does until it stops.
  const keyboard = setInterval(() => process.emit('SIGINT'), 500);
  expect(await asked).toBe(130);
  clearInterval(keyboard);
  expect(said).toEqual({ out: '', err: 'interrupted\n' });
});

describe('progress', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test('is told after a second, to whom asks for it', () => {
    let percentage = -1;
    const progress = new Progress(() => percentage, true);
    jest.advanceTimersByTime(1500);
    expect(said.err).toBe('');
    percentage = 41.7;
    jest.advanceTimersByTime(500);
    expect(said.err).toBe('41 % read\n');
    progress.stop();
    jest.advanceTimersByTime(5000);
    expect(said.err).toBe('41 % read\n');
  });

  test('is no matter of a second', () => {
    const progress = new Progress(() => 50, true);
    jest.advanceTimersByTime(999);
    progress.stop();
    expect(said.err).toBe('');
  });

  test('is not told where nobody looks', () => {
    const progress = new Progress(() => 50, false);
    jest.advanceTimersByTime(5000);
    progress.stop();
    expect(said.err).toBe('');
  });
});

describe('the command', () => {
  const orgAudit = (script: string) =>
    spawnSync('bash', ['-c', `node src/cli/bin.cjs forensics ${script}`], { encoding: 'utf8' });

  test('answers', () => {
    const { status, stdout, stderr } = orgAudit(`activity-of-principal --logs ${logs} -p principal=% -f json`);
    expect(stderr).toMatch(/^0 rows from 1 file/);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '[]\n' });
  });

  describe('many rows', () => {
    const ROWS = 30_000;
    const all = 'root-activity -f csv --logs';

    beforeEach(() => {
      const Records = Array.from({ length: ROWS }, () => event({ userIdentity: { type: 'Root' } }));
      write(logs, logKey(), { Records });
    });

    test.each([
      ['reads a line', '--list | head -1', `${readdirSync(QUERIES)[0]!.replace('.sql', '')}\n`, /^$/],
      ['ever reads', '--list | true', '', /^$/],
      ['ever reads what to run', 'root-activity --athena | true', '', /^nothing was asked yet: .*\n$/],
      ['reads an answer', 'LOGS | true', '', /^[\d,]+ rows of 30,000 from 1 file, .*\n$/],
      [
        'reads on',
        'LOGS | (sleep 2; head -1 | cut -c 1-9)',
        'eventtime\n',
        /^[\d,]+ rows of 30,000 from 1 file, .*\n$/,
      ],
    ])('stops when nobody %s', (_, script, read, told) => {
      const { stdout, stderr } = orgAudit(`${script.replace('LOGS', `${all} ${logs}`)}; exit \${PIPESTATUS[0]}`);
      expect(stdout).toBe(read);
      expect(stderr).toMatch(told);
    });

    test('waits for whoever reads slowly', () => {
      const { stdout, stderr } = orgAudit(`${all} ${logs} | (sleep 2; wc -l)`);
      expect(Number(stdout)).toBe(ROWS + 1);
      expect(stderr).toMatch(/^30,000 rows from 1 file, .*\n$/);
    });

    test('says what keeps it from writing', () => {
      const { status, stderr } = orgAudit(`${all} ${logs} > /dev/full`);
      expect(stderr).toBe('question root-activity has 1 problem:\n  ENOSPC: no space left on device, write\n');
      expect(status).toBe(1);
    });
  });

  test('fails with 1', () => {
    const { status, stdout, stderr } = orgAudit('nothing-like-it --logs nowhere');
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: 'forensics has 1 problem:\n  there is no question "nothing-like-it"; see them all with --list\n',
    });
  });

  test('DuckDB and the SDK are loaded by none but those who ask', () => {
    const refuse = join(parent, 'refuse.cjs');
    writeFileSync(
      refuse,
      `const Module = require('node:module'); const load = Module._load;
       Module._load = function (request, ...rest) {
         if (/^@duckdb|^@aws-sdk/.test(request)) throw new Error("Cannot find module '" + request + "'");
         return load.call(this, request, ...rest);
       };`,
    );
    const node = (args: string) =>
      spawnSync('bash', ['-c', `node -r ${refuse} src/cli/bin.cjs ${args}`], { encoding: 'utf8' });
    expect(node('forensics --list').status).toBe(0);
    expect(node('forensics root-activity --athena').status).toBe(0);
    expect(node(`synth -q -o ${join(parent, 'out')}`)).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(join(parent, 'out', 'stacks'))).toBe(true);
    expect(node(`forensics root-activity --logs ${logs}`)).toMatchObject({
      status: 1,
      stderr: `forensics has 1 problem:\n  --logs needs DuckDB, whose binary for ${process.platform}-${process.arch} is not installed; run \`npm ci\` without --omit=optional, or ask with --athena\n`,
    });
  });
});
