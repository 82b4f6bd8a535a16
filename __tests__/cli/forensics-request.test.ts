import { ConfigError } from '../../src/config/problem';
import { type ForensicsOptions, lastDay, readRequest, withTimes } from '../../src/cli/forensics-request';
import { readTime, TIME_FORMS } from '../../src/cli/forensics-times';
import { readQuestion } from '../../src/forensics/question';
import type { Questions } from '../../src/forensics/questions';

const NOW = new Date('2026-11-23T12:34:56.789Z');

const question = (name: string, ...parameters: readonly string[]) =>
  readQuestion(
    name,
    `-- A title\n--\n-- What it asks.\n--\n-- Parameters:\n${parameters.map((one) => `--   ${one}: what it means\n`).join('')}--\n-- Columns:\n--   a: b\nSELECT ${parameters.map((one) => `? /* ${one.replace(/ .*/, '')} */`).join(', ')}`,
  );
const ALL = [
  question('plain', 'from', 'to', 'principal (default %)', 'bucket'),
  question('compares', 'since', 'from', 'to'),
];
const questions = {
  named(name: string) {
    const found = ALL.find((one) => one.name === name);
    if (!found) throw new ConfigError('forensics', [`there is no question ${name}`]);
    return found;
  },
} as Questions;

const read = (query: string | undefined, options: ForensicsOptions) => readRequest(questions, query, options, NOW);
const problems = (act: () => unknown): readonly string[] => {
  try {
    act();
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).lines;
  }
};

describe('a time', () => {
  test.each([
    ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z'],
    ['2026-11-20T10:00Z', '2026-11-20T10:00:00Z'],
    ['2026-11-20T10:00:00.5Z', '2026-11-20T10:00:00.500Z'],
    ['2026-11-20T10:00:00+02:00', '2026-11-20T08:00:00Z'],
    ['2026-11-20T10:00:00-0230', '2026-11-20T12:30:00Z'],
    ['2026-11-20', '2026-11-20T00:00:00Z'],
    ['30m', '2026-11-23T12:04:56.789Z'],
    ['24h', '2026-11-22T12:34:56.789Z'],
    ['7d', '2026-11-16T12:34:56.789Z'],
    ['2w', '2026-11-09T12:34:56.789Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
  ])('%s is %s', (text, instant) => expect(readTime(text, NOW)).toBe(instant));

  test.each([
    ['2026-12-31', '2027-01-01T00:00:00Z'],
    ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z'],
    ['1h', '2026-11-23T11:34:56.789Z'],
  ])('%s as an end is %s', (text, instant) => expect(readTime(text, NOW, true)).toBe(instant));

  test.each([
    '',
    'yesterday',
    '2026-11-20T10:00:00',
    '2026-11-20 10:00:00Z',
    '2026-02-30',
    '2025-02-29T10:00:00Z',
    '2026-13-01',
    '2026-11-20T25:00:00Z',
    '7',
    '7y',
    '-7d',
    '1.5h',
    '20261120',
  ])('%s is none', (text) => expect(readTime(text, NOW)).toBeUndefined());
});

describe('a request', () => {
  test('has defaults', () => {
    expect(read('plain', { logs: 'folder', param: ['bucket=a=b'] })).toEqual({
      question: ALL[0],
      parameters: { bucket: 'a=b' },
      accounts: [],
      regions: [],
      format: 'table',
      limit: Infinity,
    });
  });

  test('takes everything', () => {
    expect(
      read('plain', {
        ...{ logs: 'folder', from: '2026-11-20', to: '2026-11-20', param: ['principal=', 'bucket=b'] },
        ...{ account: ['111111111111', '222222222222'], region: ['us-east-1'], format: 'csv', output: 'f', limit: '5' },
      }),
    ).toEqual({
      question: ALL[0],
      parameters: { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z', principal: '', bucket: 'b' },
      accounts: ['111111111111', '222222222222'],
      regions: ['us-east-1'],
      format: 'csv',
      output: 'f',
      limit: 5,
    });
  });

  test('times may be parameters as well', () => {
    expect(read('compares', { logs: 'f', param: ['since=30d', 'from=1d', 'to=2026-11-23'] }).parameters).toEqual({
      since: '2026-10-24T12:34:56.789Z',
      from: '2026-11-22T12:34:56.789Z',
      to: '2026-11-24T00:00:00Z',
    });
  });

  test.each<[string, string | undefined, ForensicsOptions, readonly string[]]>([
    [
      'nothing',
      undefined,
      {},
      ['name a question; see them all with --list', 'say where to look: --logs <folder>, or --athena'],
    ],
    [
      'everything wrong',
      'plane',
      {
        ...{ logs: 'f', athena: true, format: 'parquet', limit: '0', from: 'now', param: ['a', 'x=1', 'x=2'] },
        ...{ account: ['1', '222222222222'], region: ['us-east-1'] },
      },
      [
        'there is no question plane',
        '--logs and --athena exclude each other: choose one',
        '--format parquet: name a file with --output',
        '--format parquet: Athena answers with text; use csv or json',
        '--limit 0: write a whole number from 1',
        '--region chooses files of a folder: leave it out with --athena',
        '--account: Athena is asked about one account or about all; name one',
        '--account 1: write the 12 digits of an account',
        '--param a: write name=value',
        '--param x is there twice: give it once',
        `from now: ${TIME_FORMS}`,
      ],
    ],
    [
      '--run alone',
      'plain',
      { logs: 'f', run: true, param: ['bucket=b'] },
      ['--run belongs to --athena: add it, or leave --run out'],
    ],
    [
      'a format',
      'plain',
      { logs: 'f', format: 'jason', param: ['bucket=b'] },
      ['--format jason: did you mean "json"?'],
    ],
    [
      'a time twice',
      'plain',
      { logs: 'f', from: '1d', param: ['bucket=b', 'from=2d'] },
      ['--param from is there twice: give it once'],
    ],
    [
      'parameters',
      'plain',
      { logs: 'f', param: ['buket=b', 'since=1d'] },
      [
        'bucket is missing: what it means',
        'buket is no parameter of it; did you mean "bucket"?',
        'since is no parameter of it; use from, to, principal, bucket',
      ],
    ],
  ])('%s: all problems at once', (_, query, options, expected) =>
    expect(problems(() => read(query, options))).toEqual(expected),
  );
});

describe('times that were not given', () => {
  const SPAN = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };
  const plain = (options: ForensicsOptions = {}) => read('plain', { logs: 'f', param: ['bucket=b'], ...options });
  const compares = (options: ForensicsOptions = {}) => read('compares', { logs: 'f', ...options });

  test('are those of the folder', () => {
    expect(withTimes(plain(), SPAN)).toEqual({ ...SPAN, bucket: 'b' });
    expect(withTimes(plain({ from: '2026-11-20' }), SPAN)).toEqual({
      from: '2026-11-20T00:00:00Z',
      to: SPAN.to,
      bucket: 'b',
    });
    expect(withTimes(compares({ from: '2026-11-20' }), SPAN)).toEqual({
      since: SPAN.from,
      from: '2026-11-20T00:00:00Z',
      to: SPAN.to,
    });
  });

  test('must be given where there is no sense in a default', () =>
    expect(problems(() => withTimes(compares(), SPAN))).toEqual([
      '--from is missing: the question compares what was since then with what was before',
    ]));

  test.each([
    ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z'],
    ['2026-11-20T10:00:01Z', '2026-11-20T10:00:00Z'],
  ])('%s is not before %s', (from, to) =>
    expect(problems(() => withTimes(plain({ from, to }), SPAN))).toEqual([
      `from (${from}) is not before to (${to}): give a time with something in it`,
    ]),
  );

  test('a beginning after the window is found', () =>
    expect(problems(() => withTimes(compares({ from: '2026-10-01' }), SPAN))).toEqual([
      'since (2026-11-01T00:00:00Z) is not before from (2026-10-01T00:00:00Z): give a time with something in it',
    ]));

  test('are the last day, of Athena', () => {
    expect(lastDay(plain(), NOW)).toEqual({ from: '2026-11-22T12:34:56.789Z', to: '2026-11-23T12:34:56.789Z' });
    expect(lastDay(plain({ to: '2026-11-10T00:00:00Z' }), NOW)).toEqual({
      from: '2026-11-09T00:00:00Z',
      to: '2026-11-10T00:00:00Z',
    });
    expect(lastDay(compares({ from: '2026-11-20' }), NOW)).toEqual({
      from: '2026-10-21T00:00:00Z',
      to: '2026-11-23T12:34:56.789Z',
    });
  });
});
