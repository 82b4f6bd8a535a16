import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forensics } from '../../src/cli/forensics';
import type { ForensicsOptions } from '../../src/cli/forensics-request';
import { surroundings } from '../lambdas/over-http';
import { jsonAnswer, Service, throttled, type WireAnswer, type WireCall } from '../lambdas/service';
import { declare } from '../organizations';

const QUERIES = 'src/forensics/queries';
const TIMES = { from: '2026-11-20T10:00:00Z', to: '2026-11-20T11:00:00Z' };
const ROOT_SQL = readFileSync(join(QUERIES, 'root-activity.sql'), 'utf8');
const PRINCIPAL_SQL = readFileSync(join(QUERIES, 'activity-of-principal.sql'), 'utf8');

// Other programs are started here, the AWS CLI among them.
jest.setTimeout(60_000);

let parent: string;
let said: { out: string; err: string };
let service: Service | undefined;
const before = { ...process.env };

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'org-audit-athena-'));
  writeFileSync(join(parent, 'audit.yaml'), declare());
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
  service?.stop();
  service = undefined;
  process.env = { ...before };
  rmSync(parent, { recursive: true });
});

const ask = (query: string, options: ForensicsOptions = {}) =>
  forensics(QUERIES, query, { athena: true, config: join(parent, 'audit.yaml'), ...TIMES, ...options });
const timeless = (text: string) => text.replace(/\d+\.\d s\b/g, '0.1 s');

/** The arguments that a shell makes of a command, by a program that stands in for the AWS CLI. */
function argumentsOf(command: string): string[] {
  const aws = join(parent, 'aws');
  writeFileSync(aws, `#!${process.execPath}\nprocess.stdout.write(JSON.stringify(process.argv.slice(2)));`);
  chmodSync(aws, 0o755);
  const { stdout } = spawnSync('sh', ['-c', command], {
    encoding: 'utf8',
    env: { ...before, PATH: `${parent}:${before.PATH}` },
  });
  return JSON.parse(stdout) as string[];
}

describe('the command', () => {
  test('asks the workgroup with the file as it is, and texts in quotes', async () => {
    expect(await ask('activity-of-principal', { param: [`principal=it's $HOME "a" \\_%`] })).toBe(0);
    expect(said.err).toBe('nothing was asked yet: run the command, or add --run\n');
    expect(argumentsOf(said.out)).toEqual([
      ...['athena', 'start-query-execution', '--region', 'us-east-1', '--work-group', 'acme-audit-forensics'],
      ...['--query-execution-context', 'Database=acme_audit', `--query-string=${PRINCIPAL_SQL.trimEnd()}`],
      '--execution-parameters',
      ...[...PRINCIPAL_SQL.matchAll(/\? \/\* (\w+) \*\//g)].map(([, name]) =>
        name === 'principal' ? `'it''s $HOME "a" \\_%'` : `'${TIMES[name as 'from' | 'to']}'`,
      ),
    ]);
  });

  test('is one that the AWS CLI understands', async () => {
    const calls = await double({ StartQueryExecution: () => jsonAnswer({ QueryExecutionId: 'q-1' }) });
    await ask('root-activity');
    const { status, stderr } = await new Promise<{ status: number | null; stderr: string }>((resolve) => {
      // Not spawnSync: the double answers from this process.
      const child = spawn('sh', ['-c', said.out], { env: process.env });
      let stderr = '';
      child.stderr.on('data', (chunk) => (stderr += String(chunk)));
      child.on('close', (status) => resolve({ status, stderr }));
    });
    if (status === 127 && !process.env.CI) return;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(calls('StartQueryExecution')).toEqual([
      {
        QueryString: ROOT_SQL.trimEnd(),
        WorkGroup: 'acme-audit-forensics',
        QueryExecutionContext: { Database: 'acme_audit' },
        ExecutionParameters: [`'${TIMES.from}'`, `'${TIMES.to}'`, `'${TIMES.from}'`, `'${TIMES.to}'`],
        ClientRequestToken: expect.any(String),
      },
    ]);
  });

  test('asks about one account, where it is told to', async () => {
    expect(await ask('root-activity', { account: ['333333333333'] })).toBe(0);
    const args = argumentsOf(said.out);
    expect(args.find((one) => one.startsWith('--query-string'))).toContain(
      'WHERE account = ? /* account */ AND "timestamp"',
    );
    expect(args.slice(args.indexOf('--execution-parameters') + 1)[0]).toBe(`'333333333333'`);
  });

  test('has to, where accounts are not known', async () => {
    writeFileSync(join(parent, 'audit.yaml'), declare({ forensics: { accounts: 'any' } }));
    expect(await ask('root-activity')).toBe(1);
    expect(said).toEqual({
      out: '',
      err: 'forensics has 1 problem:\n  name an account with --account: forensics.accounts is "any", and Athena is then asked about one at a time\n',
    });
    expect(await ask('root-activity', { account: ['333333333333'] })).toBe(0);
    expect(said.out).toContain(`'\\''333333333333'\\''`);
  });

  test('needs an organization that can be read', async () => {
    expect(await ask('root-activity', { config: join(parent, 'none.yaml') })).toBe(1);
    expect(said.err).toContain('there is no such file; create it');
  });
});

/** Athena on loopback; returns what it was asked, by action. */
async function double(
  answers: Readonly<Record<string, (call: WireCall, count: number) => WireAnswer>>,
): Promise<(action: string) => unknown[]> {
  service = await Service.start((call, calls) => {
    const answer = answers[call.action];
    const count = calls.filter(({ action }) => action === call.action).length;
    return answer
      ? answer(call, count)
      : jsonAnswer({ __type: 'Unexpected', message: `${call.action} unexpected` }, 400);
  });
  Object.assign(process.env, surroundings(service.url));
  return (action) => service!.of(action).map(({ body }) => JSON.parse(body.toString()) as unknown);
}

const state = (State: string, more: object = {}): WireAnswer =>
  jsonAnswer({
    QueryExecution: {
      QueryExecutionId: 'q-1',
      Status: { State, ...more },
      Statistics: { DataScannedInBytes: 12345678 },
    },
  });
const row = (...values: (string | undefined)[]) => ({
  Data: values.map((value) => (value === undefined ? {} : { VarCharValue: value })),
});
const COLUMNS = [
  { Name: 'who', Type: 'varchar' },
  { Name: 'calls', Type: 'bigint' },
  { Name: 'failed', Type: 'boolean' },
];
const page = (rows: object[], NextToken?: string): WireAnswer =>
  jsonAnswer({
    ResultSet: { Rows: rows, ResultSetMetadata: { ColumnInfo: COLUMNS } },
    ...(NextToken && { NextToken }),
  });

const HEADER = row('who', 'calls', 'failed');
const SUCCEEDS = {
  StartQueryExecution: () => jsonAnswer({ QueryExecutionId: 'q-1' }),
  GetQueryExecution: (_: WireCall, count: number) =>
    state(['QUEUED', 'RUNNING', 'SUCCEEDED'][count - 1] ?? 'SUCCEEDED'),
  GetQueryResults: ({ body }: WireCall) => {
    const { NextToken, MaxResults } = JSON.parse(body.toString()) as { NextToken?: string; MaxResults?: number };
    if (MaxResults === 1) return page([HEADER], 'unused');
    if (NextToken === undefined) return page([HEADER, row('a', '1', 'true')], 'two');
    return NextToken === 'two' ? page([], 'three') : page([row('', '9007199254740993', 'false'), row(undefined, '7')]);
  },
};

describe('asked', () => {
  test('Athena answers: all pages, types of the columns', async () => {
    const calls = await double(SUCCEEDS);
    expect(await ask('root-activity', { run: true, format: 'json' })).toBe(0);
    expect(JSON.parse(said.out)).toEqual([
      { who: 'a', calls: 1, failed: true },
      { who: '', calls: '9007199254740993', failed: false },
      { who: null, calls: 7, failed: null },
    ]);
    expect(timeless(said.err)).toBe('3 rows, 12.3 MB scanned, 0.1 s, query q-1\n');
    expect(calls('StartQueryExecution')).toEqual([
      {
        QueryString: ROOT_SQL,
        WorkGroup: 'acme-audit-forensics',
        QueryExecutionContext: { Database: 'acme_audit' },
        ExecutionParameters: [`'${TIMES.from}'`, `'${TIMES.to}'`, `'${TIMES.from}'`, `'${TIMES.to}'`],
        ClientRequestToken: expect.any(String),
      },
    ]);
    expect(service!.calls[0]).toMatchObject({ service: 'athena', region: 'us-east-1' });
  });

  test('no more pages are fetched than rows are wanted', async () => {
    const calls = await double(SUCCEEDS);
    expect(await ask('root-activity', { run: true, format: 'csv', limit: '1' })).toBe(0);
    expect(said.out).toBe('who,calls,failed\r\na,1,true\r\n');
    expect(calls('GetQueryResults')).toHaveLength(2);
  });

  test('a throttled call is made again', async () => {
    await double({ ...SUCCEEDS, GetQueryExecution: (_, count) => (count === 1 ? throttled() : state('SUCCEEDED')) });
    expect(await ask('root-activity', { run: true, format: 'csv' })).toBe(0);
  });

  test.each<[string, Parameters<typeof double>[0], string]>([
    [
      'fails',
      { ...SUCCEEDS, GetQueryExecution: () => state('FAILED', { StateChangeReason: 'SYNTAX_ERROR: line 1' }) },
      'query q-1 failed: SYNTAX_ERROR: line 1',
    ],
    [
      'is cancelled, by the limit of bytes scanned too',
      {
        ...SUCCEEDS,
        GetQueryExecution: () => state('CANCELLED', { StateChangeReason: 'Bytes scanned limit was exceeded' }),
      },
      'query q-1 was cancelled: Bytes scanned limit was exceeded',
    ],
    [
      'is cancelled without a reason',
      { ...SUCCEEDS, GetQueryExecution: () => state('CANCELLED') },
      'query q-1 was cancelled',
    ],
    [
      'is refused',
      {
        StartQueryExecution: () =>
          jsonAnswer({ __type: 'AccessDeniedException', message: 'You are not authorized' }, 400),
      },
      'AccessDeniedException: You are not authorized',
    ],
  ])('a query that %s gives the reason, and prints nothing', async (_, answers, reason) => {
    await double(answers);
    expect(await ask('root-activity', { run: true })).toBe(1);
    expect(said).toEqual({ out: '', err: `Athena has 1 problem:\n  ${reason}\n` });
  });

  test('an interrupted query is stopped', async () => {
    const calls = await double({
      ...SUCCEEDS,
      GetQueryExecution: () => state('RUNNING'),
      StopQueryExecution: () => jsonAnswer({}),
    });
    const asked = ask('root-activity', { run: true });
    setTimeout(() => process.emit('SIGINT'), 400);
    expect(await asked).toBe(130);
    expect(said).toEqual({ out: '', err: 'interrupted; the query is stopped\n' });
    expect(calls('StopQueryExecution')).toEqual([{ QueryExecutionId: 'q-1' }]);
  });
});
