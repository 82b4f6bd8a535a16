import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ConfigError } from '../../../src/config/problem';
import {
  CLOUDTRAIL,
  CONFIG_HISTORY,
  CONFIG_SNAPSHOTS,
  type Columns,
  type ColumnType,
  INSIGHTS,
  isList,
} from '../../../src/forensics/columns';
import { jsonKey } from '../../../src/forensics/json-keys';
import { Laptop, type LaptopOptions } from '../../../src/forensics/laptop/laptop';
import { readPath } from '../../../src/forensics/laptop/log-files';
import { usedColumns } from '../../../src/forensics/laptop/used-columns';
import { columnType, SHAPES } from '../../../src/forensics/laptop/view';
import { ACCOUNT, configKey, event, logKey, NOVEMBER_20, REGION, select, write } from './logs';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'forensics-laptop-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Asks a folder, and closes it again. */
async function ask(
  question: ReturnType<typeof select>,
  parameters: object = NOVEMBER_20,
  options: Partial<LaptopOptions> = {},
) {
  const laptop = await Laptop.open({ logs: folder, ...options });
  try {
    const answer = await laptop.ask(question, { ...parameters } as Record<string, string>);
    return { rows: await answer.rows(), columns: answer.columns, scan: answer.scan, span: laptop.span };
  } finally {
    laptop.close();
  }
}

const refused = async (asked: Promise<unknown>): Promise<string> => {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return (error as ConfigError).message.replaceAll(folder, '<folder>');
};

/** Every path of names through a column's type. */
const pathsOf = (type: ColumnType, path: readonly string[]): (readonly string[])[] => {
  if (typeof type === 'string') return [path];
  if (isList(type)) return pathsOf(type.listOf, path);
  return [path, ...Object.entries(type).flatMap(([name, of]) => pathsOf(of, [...path, name]))];
};
const TABLES: readonly (readonly [string, Columns])[] = Object.entries({
  CLOUDTRAIL,
  INSIGHTS,
  CONFIG_HISTORY,
  CONFIG_SNAPSHOTS,
});

describe('columns', () => {
  const paths = TABLES.flatMap(([, columns]) =>
    Object.entries(columns).flatMap(([name, type]) => pathsOf(type, [name])),
  );

  test('each has a key, which differs from it in case alone', () => {
    expect(paths.filter((path) => jsonKey(path).toLowerCase() !== path.at(-1))).toEqual([]);
    expect(() => jsonKey(['madeup'])).toThrow('the JSON key of column madeup is not known; add it to json-keys.ts');
  });

  test.each(Object.entries(SHAPES))(
    '%s has those of its Glue table and its partitions, with or without files',
    async (table, shape) => {
      const type = table.startsWith('config') ? configKey('2026/11/20', 'History') : logKey();
      write(folder, type, type.includes('Config') ? { configurationItems: [] } : { Records: [] });
      const { rows } = await ask(
        select(`column_name AS name, column_type AS type`, { table: `(DESCRIBE SELECT * FROM ${table})` }),
      );
      expect(rows.map(({ name, type }) => [name, type])).toEqual(
        [
          ...Object.entries(shape.columns).map(([name, type]) => [
            name,
            columnType(type).replace(/"(?!type|name|value|attributes|state|configuration)(\w+)"/g, '$1'),
          ]),
          ...Object.entries(shape.partitions),
        ].map(([name, type]) => [name, expect.stringMatching(new RegExp(`^${quoteless(type!)}$`, 'i'))]),
      );
    },
  );
});

/** DuckDB quotes the names of members that are words of its own. */
const quoteless = (type: string): string => type.replace(/[()[\]]/g, '\\$&').replace(/"?(\w+)"? (?=[A-Z])/g, '"?$1"? ');

describe('of records only what a statement uses is read', () => {
  const some = (...names: (keyof typeof CLOUDTRAIL)[]) => names;
  test.each<[string, readonly string[]]>([
    ['SELECT eventname FROM cloudtrail', some('eventtime', 'eventname')],
    ['SELECT EventName, c."errorcode", count(*), 2 * 3 FROM cloudtrail', some('eventtime', 'eventname', 'errorcode')],
    ['SELECT useridentity.arn -- eventname\n /* eventid */ FROM cloudtrail', some('useridentity', 'eventtime')],
    ["SELECT count(*) FROM cloudtrail WHERE a = 'eventname'", some('eventtime')],
    ...['SELECT *', 'SELECT c.*', 'select distinct *', 'SELECT 1, *'].map((select): [string, readonly string[]] => [
      `${select} FROM cloudtrail AS c`,
      Object.keys(CLOUDTRAIL),
    ]),
  ])('%s', (sql, names) => expect(Object.keys(usedColumns(sql, CLOUDTRAIL))).toEqual(names));

  test('nothing by name is nothing missing', async () => {
    write(folder, logKey(), { Records: [event(), event()] });
    expect((await ask(select('count(*) AS n'))).rows).toEqual([{ n: 2 }]);
  });
});

describe('records of CloudTrail', () => {
  test('come out as Athena has them', async () => {
    write(folder, logKey(), {
      Records: [
        {
          eventVersion: '1.11',
          userIdentity: {
            type: 'AssumedRole',
            arn: 'arn:aws:sts::111122223333:assumed-role/a/b',
            accessKeyId: 'ASIAEXAMPLE',
            onBehalfOf: { userId: 'u', identityStoreArn: 'store' },
            sessionContext: {
              attributes: { mfaAuthenticated: 'true', creationDate: '2026-11-20T09:00:00Z' },
              ec2RoleDelivery: '2.0',
              webIdFederationData: { federatedProvider: 'p', attributes: { 'a:b': 'c' } },
            },
          },
          eventTime: '2026-11-20T10:00:00Z',
          sourceIPAddress: '203.0.113.1',
          requestParameters: { b: [1, true, null, 'x'], a: { 'k"': 'v' } },
          responseElements: null,
          additionalEventData: 'plain text',
          requestID: 'r',
          eventID: 'e',
          readOnly: false,
          managementEvent: true,
          apiVersion: 5,
          resources: [{ ARN: 'arn:aws:s3:::bucket', type: 'AWS::S3::Bucket' }, { accountId: '1' }],
          addendum: { originalRequestID: 'o', originalEventID: 'p' },
          tlsDetails: { clientProvidedHostHeader: 'h', keyExchange: 'x25519' },
          somethingNew: { unknown: true },
        },
      ],
    });
    const { rows } = await ask(select('*'));
    const present = (value: unknown): unknown =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).flatMap(([name, of]) => (of === null ? [] : [[name, present(of)]])))
        : value;
    expect(rows.map(present)).toEqual([
      {
        eventversion: '1.11',
        useridentity: {
          type: 'AssumedRole',
          arn: 'arn:aws:sts::111122223333:assumed-role/a/b',
          accesskeyid: 'ASIAEXAMPLE',
          onbehalfof: { userid: 'u', identitystorearn: 'store' },
          sessioncontext: {
            attributes: { mfaauthenticated: 'true', creationdate: '2026-11-20T09:00:00Z' },
            ec2roledelivery: '2.0',
            webidfederationdata: { federatedprovider: 'p', attributes: { 'a:b': 'c' } },
          },
        },
        eventtime: '2026-11-20T10:00:00Z',
        sourceipaddress: '203.0.113.1',
        requestparameters: '{"b":[1,true,null,"x"],"a":{"k\\"":"v"}}',
        additionaleventdata: 'plain text',
        requestid: 'r',
        eventid: 'e',
        readonly: 'false',
        managementevent: 'true',
        apiversion: '5',
        resources: [
          { arn: 'arn:aws:s3:::bucket', accountid: null, type: 'AWS::S3::Bucket' },
          { arn: null, accountid: '1', type: null },
        ],
        addendum: { originalrequestid: 'o', originaleventid: 'p' },
        tlsdetails: { clientprovidedhostheader: 'h', keyexchange: 'x25519' },
        account: ACCOUNT,
        region: REGION,
        timestamp: '2026/11/20',
      },
    ]);
  });

  test('Insights and logs are tables of their own', async () => {
    write(folder, logKey(), { Records: [event({ eventID: 'call' })] });
    write(folder, logKey('20261120T1010Z', { folder: 'CloudTrail-Insight' }), {
      Records: [
        event({
          eventID: 'insight',
          insightDetails: {
            state: 'Start',
            insightContext: { statistics: { insight: { average: 12.5 }, insightDuration: 5 } },
          },
        }),
      ],
    });
    write(folder, logKey('20261120T1010Z', { folder: 'CloudTrail-Digest' }), 'digests are no logs');
    const context = 'insightdetails.insightcontext.statistics';
    expect((await ask(select('eventid'))).rows).toEqual([{ eventid: 'call' }]);
    expect(
      (await ask(select(`eventid, ${context}.insight.average, ${context}.insightduration`, { table: 'insights' })))
        .rows,
    ).toEqual([{ eventid: 'insight', average: 12.5, insightduration: 5 }]);
  });
});

test('files of AWS Config are a row each, with days as numbers', async () => {
  const item = (resourceId: string) => ({
    ARN: `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/${resourceId}`,
    resourceId,
    configurationStateId: 1763606400000,
    configuration: { state: { name: 'running' } },
    supplementaryConfiguration: { policy: '{"a":1}', other: { b: [2] } },
    tags: { Name: 'x' },
    relatedEvents: ['e'],
    relationships: [{ resourceId: 'vpc-1', name: 'Is contained in Vpc' }],
  });
  write(folder, configKey('2026/02/03', 'History'), {
    fileVersion: '1.0',
    configurationItems: [item('i-1'), item('i-2')],
  });
  write(folder, configKey('2026/12/31', 'Snapshot'), { configSnapshotId: 's', configurationItems: [item('i-3')] });
  const year = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' };
  const items = await ask(
    select(
      `account, region, year, month, day, configurationitems[i].arn AS arn, configurationitems[i].configuration AS configuration,
       configurationitems[i].configurationstateid AS state, json_format(CAST(configurationitems[i].supplementaryconfiguration AS json)) AS more,
       configurationitems[i].relationships AS relationships`,
      {
        table: 'config_history CROSS JOIN UNNEST(sequence(1, cardinality(configurationitems))) AS t(i)',
        where: ' ORDER BY i',
      },
    ),
    year,
  );
  expect(items.rows).toEqual(
    ['i-1', 'i-2'].map((id) => ({
      account: ACCOUNT,
      region: REGION,
      year: 2026,
      month: 2,
      day: 3,
      arn: `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/${id}`,
      configuration: '{"state":{"name":"running"}}',
      state: 1763606400000,
      more: '{"policy":"{\\"a\\":1}","other":"{\\"b\\":[2]}"}',
      relationships: [{ resourcetype: null, resourceid: 'vpc-1', resourcename: null, name: 'Is contained in Vpc' }],
    })),
  );
  const snapshots = await ask(select('configsnapshotid, year, month, day', { table: 'config_snapshots' }), year);
  expect(snapshots.rows).toEqual([{ configsnapshotid: 's', year: 2026, month: 12, day: 31 }]);
});

/** Any depth of a bucket, with and without compression. */
const KEYS = [
  logKey('20261120T1005Z', { unique: 'a000000000000001' }),
  logKey('20261121T0005Z', { unique: 'a000000000000002', region: 'eu-central-1' }),
  logKey('20261122T0005Z', { unique: 'a000000000000003', account: '444455556666' }),
];

describe('of a folder', () => {
  const write3 = (keyOf: (key: string) => string = (key) => key) =>
    KEYS.forEach((key, at) => write(folder, keyOf(key), { Records: [event({ eventID: String(at + 1) })] }));
  const ids = async (parameters: object = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }, options = {}) =>
    (
      await ask(
        select(
          'array_agg(eventid ORDER BY eventid) AS ids, array_agg(account || region || "timestamp" ORDER BY eventid) AS places',
        ),
        parameters,
        options,
      )
    ).rows[0];

  test('links are followed, and each log is read once', async () => {
    write3((key) => `disk/${key}`);
    const logs = join(folder, 'case');
    mkdirSync(logs);
    const link = (to: string, name: string) => symlinkSync(to, join(logs, name));
    link('../disk/AWSLogs', 'AWSLogs');
    link('../disk', 'all');
    link('.', 'circle');
    link('itself', 'itself');
    link('../nowhere', logKey('20261123T1005Z').replace(/.*\//, ''));
    const single = logKey('20261122T1205Z', { unique: '4444444444444444' });
    link(write(folder, `single/${single}`, { Records: [event({ eventID: '4' })] }), single.replace(/.*\//, ''));
    expect(await ids(undefined, { logs })).toMatchObject({ ids: ['1', '2', '3', '4'] });
  });

  test.each<[string, (key: string) => string]>([
    ['the whole bucket', (key) => key],
    ['a bucket with a prefix', (key) => `some/prefix/${key}`],
    ['AWSLogs', (key) => key.replace('AWSLogs/', '')],
    ['one organization', (key) => key.replace('AWSLogs/o-abcdefghij/', '')],
    ['names alone', (key) => key.replace(/.*\//, '')],
    ['uncompressed', (key) => key.replace(/\.gz$/, '')],
  ])('%s is read', async (_, keyOf) => {
    write3(keyOf);
    expect(await ids()).toEqual({
      ids: ['1', '2', '3'],
      places: [
        '111122223333us-east-12026/11/20',
        '111122223333eu-central-12026/11/21',
        '444455556666us-east-12026/11/22',
      ],
    });
  });

  test.each([
    ['to the day after its end', NOVEMBER_20, {}, ['1', '2', '3']],
    ['of an hour, and the day after', { from: '2026-11-20T10:00:00Z', to: '2026-11-20T11:00:00Z' }, {}, ['1', '2']],
    ['from its first day', { from: '2026-11-22T23:59:59Z', to: '2026-11-23T00:00:00Z' }, {}, ['3']],
    [
      'from an earlier beginning',
      { since: '2026-11-21T12:00:00Z', from: '2026-11-22T00:00:00Z', to: '2026-11-23T00:00:00Z' },
      {},
      ['2', '3'],
    ],
    ['of an account', {}, { accounts: ['444455556666'] }, ['3']],
    ['of regions', {}, { regions: ['us-east-1', 'eu-north-1'] }, ['1', '3']],
    ['of both', {}, { accounts: [ACCOUNT], regions: ['us-east-1'] }, ['1']],
    ['of nowhere', {}, { accounts: ['000000000000'] }, null],
  ])('only files %s are opened', async (_, times, options, expected) => {
    write3();
    const laptop = await Laptop.open({ logs: folder, ...options });
    const parameters = '--   since (default x): the earlier beginning\n';
    const question = select('array_agg(eventid ORDER BY eventid) AS ids', {
      parameters,
      where: ' AND ? /* since */ IS NOT NULL',
    });
    const answer = await laptop.ask(question, { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z', ...times });
    expect(await answer.rows()).toEqual([{ ids: expected }]);
    expect(answer.scan.files).toBe(expected?.length ?? 0);
    laptop.close();
  });

  test('the span of its days has room for late delivery', async () => {
    write3();
    const { span } = await ask(select('1 AS one'));
    expect(span).toEqual({ from: '2026-11-19T00:00:00Z', to: '2026-11-23T00:00:00Z' });
  });

  test('a file that is there twice counts once', async () => {
    write3();
    write3((key) => `copy/${key}`);
    write3((key) => key.replace(/\.gz$/, ''));
    const laptop = await Laptop.open({ logs: folder });
    expect(laptop.files.copies).toBe(6);
    laptop.close();
    expect((await ids())!.ids).toEqual(['1', '2', '3']);
  });

  test('places by path and by name are those of SQL', () => {
    for (const key of [...KEYS, configKey('2026/02/03', 'History'), configKey('2026/12/31', 'Snapshot')]) {
      const { kind, account, region, day } = readPath(key)!;
      expect(readPath(`/elsewhere/${key.replace(/.*\//, '')}`)).toMatchObject({ kind, account, region, day });
    }
  });

  test('many small files are one list', async () => {
    for (let at = 0; at < 3000; at++) {
      write(folder, logKey('20261120T1005Z', { unique: `x${String(at).padStart(15, '0')}` }), { Records: [event()] });
    }
    const { rows, scan } = await ask(select('count(*) AS n'));
    expect(rows).toEqual([{ n: 3000 }]);
    expect(scan.files).toBe(3000);
  }, 30_000);

  test('a large file is no obstacle', async () => {
    const userAgent = 'x'.repeat(1024 * 1024);
    write(folder, logKey(), { Records: Array.from({ length: 40 }, () => event({ userAgent })) });
    expect((await ask(select('sum(length(useragent)) AS n'))).rows).toEqual([{ n: 40 * 1024 * 1024 }]);
  }, 30_000);
});

describe('files that are no logs', () => {
  const good = () => write(folder, logKey(), { Records: [event({ eventID: 'good' })] });
  const bad = (content: object | string | Buffer, unique = 'bad0000000000000'): string => {
    const path = join(folder, logKey('20261120T1005Z', { unique }).replace(/.*\//, ''));
    if (Buffer.isBuffer(content)) writeFileSync(path, content);
    else write(folder, path.slice(folder.length + 1), content);
    return path;
  };
  const NAME = '111122223333_CloudTrail_us-east-1_20261120T1005Z_bad0000000000000.json.gz';
  const message = (why: string, name = NAME): string =>
    `--logs has 1 problem:
  1 file of <folder> cannot be read as a log; take them out or fetch them again, or go on without them with --skip-unreadable
    <folder>/${name}: ${why}`;

  const CUT = gzipSync(JSON.stringify({ Records: [event({ userAgent: 'abcdefghij'.repeat(500) })] })).subarray(0, 60);
  test.each<[string, object | string | Buffer, string]>([
    ['empty', Buffer.alloc(0), 'it is empty'],
    ['nothing, compressed', '', 'it is empty'],
    ['cut off', CUT, 'it is cut off'],
    ['not compressed', Buffer.from('{"Records":[]}'), 'it is not compressed with gzip, or damaged'],
    ['text', 'hello world', 'it holds no JSON'],
    ['cut JSON', '{"Records":[{"eventTime":"2026-11-20T10:00:00Z"', 'it holds no JSON'],
    ['other JSON', { logFiles: [] }, 'it has no list "Records"'],
    ['no object', '[1]', 'it has no list "Records"'],
    ['no list', { Records: { a: 1 } }, 'it has no list "Records"'],
    ['no records', { Records: [event(), 'x'] }, 'something in "Records" is no object'],
  ])('%s: which, why and what to do; or skipped', async (_, content, why) => {
    good();
    bad(content);
    expect(await refused(ask(select('eventid')))).toBe(message(why));
    const { rows, scan } = await ask(select('eventid'), NOVEMBER_20, { skipUnreadable: true });
    expect(rows).toEqual([{ eventid: 'good' }]);
    expect(scan).toMatchObject({ files: 1, skipped: [{ path: expect.stringContaining('bad0'), why }] });
  });

  test('of AWS Config', async () => {
    write(folder, configKey('2026/11/20', 'History'), { items: [] });
    expect(await refused(ask(select('1 AS one', { table: 'config_history' })))).toBe(
      message('it has no list "configurationItems"', configKey('2026/11/20', 'History')),
    );
  });

  test('a record that is not as CloudTrail makes them: what DuckDB found', async () => {
    good();
    bad({ Records: [event({ userIdentity: 'somebody' })] });
    expect(await refused(ask(select('eventid, useridentity.arn')))).toBe(
      message('in record/value 1: Expected OBJECT, but got VARCHAR: "somebody"'),
    );
    const { rows } = await ask(select('eventid, useridentity.arn'), NOVEMBER_20, { skipUnreadable: true });
    expect(rows).toEqual([{ eventid: 'good', arn: null }]);
    // What is not asked for is not looked at.
    expect((await ask(select('eventid'))).rows).toHaveLength(2);
  });

  test('of many, ten are named', async () => {
    good();
    for (let at = 0; at < 12; at++) bad('hello', `bad${String(at).padStart(13, '0')}`);
    const lines = (await refused(ask(select('eventid')))).split('\n');
    expect(lines).toHaveLength(13);
    expect(lines[1]).toContain('  12 files of <folder> cannot be read');
    expect(lines.at(-1)).toBe('    and 2 more');
  });

  test('compressed JSON of another name is refused unread; other files are none of our business', async () => {
    good();
    write(folder, 'report.json.gz', { Records: [event()] });
    for (const other of [
      'README.md',
      'notes.json',
      `${logKey('20261120T1000Z', { folder: 'CloudTrail-Digest' })}.metadata.json`,
    ]) {
      write(folder, other, 'x');
    }
    expect(await refused(ask(select('eventid')))).toBe(message('AWS gives no log such a name', 'report.json.gz'));
    const { rows, scan } = await ask(select('eventid'), NOVEMBER_20, { skipUnreadable: true });
    expect(rows).toEqual([{ eventid: 'good' }]);
    expect(scan.skipped).toHaveLength(1);
  });

  test.each([
    ['empty', () => undefined, 'it is empty'],
    ['of other things', () => void write(folder, 'a.txt', 'x'), 'it holds 1 other file'],
    [
      'of digests',
      () => [1, 2].forEach((n) => write(folder, `digests/111122223333_CloudTrail-Digest_${n}.json.gz`, 'x')),
      'it holds 2 other files',
    ],
  ])('a folder %s says what was expected', async (_, fill, found) => {
    fill();
    expect(await refused(ask(select('1 AS one')))).toBe(
      `--logs has 1 problem:\n  <folder> holds no log: ${found}. Name a folder with files as CloudTrail or AWS Config delivers them, ` +
        'such as 111122223333_CloudTrail_us-east-1_20261120T1005Z_abcDEF0123456789.json.gz; `aws s3 sync s3://<bucket>/AWSLogs <folder>` fetches them',
    );
  });

  test('no folder', async () => {
    const asked = (logs: string) => refused(ask(select('1 AS one'), NOVEMBER_20, { logs }));
    expect(await asked(join(folder, 'none'))).toBe(
      '--logs has 1 problem:\n  <folder>/none is no folder; name one that holds logs',
    );
    expect(await asked(good())).toContain('is no folder; name one that holds logs');
  });
});

describe('JSON laid out over several lines', () => {
  test('is read too', async () => {
    write(folder, logKey(), JSON.stringify({ Records: [event({ eventID: 'a' }), event({ eventID: 'b' })] }, null, 2));
    expect((await ask(select('eventid'))).rows).toEqual([{ eventid: 'a' }, { eventid: 'b' }]);
  });

  test('beside files that are none', async () => {
    write(folder, logKey(), JSON.stringify({ Records: [event({ eventID: 'a' })] }, null, 2));
    truncateSync(write(folder, logKey('20261120T1005Z', { unique: 'bad' }), { Records: [event()] }), 30);
    expect((await ask(select('eventid'), NOVEMBER_20, { skipUnreadable: true })).rows).toEqual([{ eventid: 'a' }]);
  });
});

test('a question that goes wrong says so, and is not blamed on files', async () => {
  write(folder, logKey(), { Records: [event({ eventName: 'x' })] });
  await expect(ask(select(`CAST(eventname AS integer) AS n`))).rejects.toThrow("Could not convert string 'x' to INT32");
  await expect(ask(select('nothing'))).rejects.toThrow('Referenced column "nothing" not found');
});

test('a question cannot change how it is answered, nor fetch anything', async () => {
  write(folder, logKey(), { Records: [event()] });
  const laptop = await Laptop.open({ logs: folder });
  const run = (sql: string) => laptop['connection'].run(sql);
  await expect(run("SET memory_limit = '1GB'")).rejects.toThrow('configuration has been locked');
  await expect(run("SELECT * FROM 'https://example.com/a.parquet'")).rejects.toThrow();
  await expect(run('INSTALL httpfs')).rejects.toThrow();
  laptop.close();
});

test('Parquet is written by DuckDB, as many rows as are wanted', async () => {
  write(folder, logKey(), { Records: [event({ eventID: 'a' }), event({ eventID: 'b' })] });
  mkdirSync(join(folder, "it's"));
  const file = join(folder, "it's", 'answer.parquet');
  const laptop = await Laptop.open({ logs: folder });
  const question = select('eventid', { where: ' -- ends in a comment' });
  expect(await laptop.write(question, NOVEMBER_20, { file })).toMatchObject({ rows: 2, scan: { files: 1 } });
  expect(readFileSync(file).subarray(0, 4).toString()).toBe('PAR1');
  expect(await laptop.write(question, NOVEMBER_20, { file, limit: 1 })).toMatchObject({ rows: 1 });
  laptop.close();
});

test('an interrupted question ends', async () => {
  write(folder, logKey(), { Records: [event()] });
  const laptop = await Laptop.open({ logs: folder });
  const endless = select('count(*) AS n', { table: 'range(100000000) a, range(100000) b' });
  const asked = laptop.ask(endless, NOVEMBER_20);
  setTimeout(() => laptop.interrupt(), 200);
  await expect(asked).rejects.toThrow('Interrupted');
  laptop.close();
});
