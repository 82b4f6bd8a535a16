import { IAMClient } from '@aws-sdk/client-iam';
import { parseCredentialReport, readCredentialReport } from '../../lambdas/shared/credential-report';
import { queryAnswer, queryError, serviceThat, type WireAnswers } from './over-http';
import { HEADER, key, line, noKey, ready, report, rootLine, userLine } from './reports';
import type { Service } from './service';

const AT = new Date('2026-03-01T00:00:00Z');
const parse = (...lines: readonly string[]) => parseCredentialReport(report(...lines), AT);
const usersOf = (...lines: readonly string[]) => parse(rootLine(), ...lines).users;

describe('the CSV', () => {
  test('gives root apart from the users, with dates, flags and both keys', () => {
    const ann = userLine('ann', {
      created: '2026-01-02T03:04:05Z',
      password: 'true',
      used: '2026-02-03T04:05:06+00:00',
      keys: [
        key({ rotated: '2026-01-02T03:05:00Z', used: '2026-02-01T00:00:00Z' }),
        key({ active: false, rotated: '2026-01-04T00:00:00Z' }),
      ],
    });
    expect(parse(rootLine({ used: '2026-02-28T12:00:00Z' }), ann)).toEqual({
      generatedAt: AT,
      root: {
        user: '<root_account>',
        arn: 'arn:aws:iam::111122223333:root',
        createdAt: new Date('2026-01-01T00:00:00Z'),
        passwordLastUsed: new Date('2026-02-28T12:00:00Z'),
        keys: [{ active: false }, { active: false }],
      },
      users: [
        {
          user: 'ann',
          arn: 'arn:aws:iam::111122223333:user/ann',
          createdAt: new Date('2026-01-02T03:04:05Z'),
          passwordEnabled: true,
          passwordLastUsed: new Date('2026-02-03T04:05:06Z'),
          keys: [
            { active: true, rotatedAt: new Date('2026-01-02T03:05:00Z'), lastUsed: new Date('2026-02-01T00:00:00Z') },
            { active: false, rotatedAt: new Date('2026-01-04T00:00:00Z') },
          ],
        },
      ],
    });
  });

  const arn = 'arn:aws:iam::111122223333:user/';
  test.each([
    ['no comma', line('ann', `${arn}ann`), 'ann', `${arn}ann`],
    ['a comma in the name', line('a,b', `${arn}a,b`), 'a,b', `${arn}a,b`],
    [
      'commas and what else a name may hold',
      line('a,,+=.@_-b,', `${arn}a,,+=.@_-b,`),
      'a,,+=.@_-b,',
      `${arn}a,,+=.@_-b,`,
    ],
    ['a comma in the path alone', line('ann', `${arn}x,y/ann`), 'ann', `${arn}x,y/ann`],
    ['a comma in both, quoted', line('"a,b"', `"${arn}x,y/a,b"`), 'a,b', `${arn}x,y/a,b`],
    ['a quote in a quoted path', line('ann', `"${arn}x"",y/ann"`), 'ann', `${arn}x",y/ann`],
    ['a quote in a bare path', line('ann', `${arn}x"y/ann`), 'ann', `${arn}x"y/ann`],
    ['arn in the name', line('arn', `${arn}arn`), 'arn', `${arn}arn`],
  ])('keeps name and ARN apart with %s', (_what, row, user, full) => {
    expect(usersOf(row)).toMatchObject([{ user, arn: full, passwordEnabled: false }]);
  });

  test('may end in a line break, have Windows line ends, and the last column that IAM documents', () => {
    const rows = [rootLine(), userLine('ann')];
    expect(parseCredentialReport(`${report(...rows)}\n`, AT).users).toHaveLength(1);
    expect(parseCredentialReport([HEADER, ...rows].join('\r\n'), AT).users).toHaveLength(1);
    const wider = [`${HEADER},additional_credentials_info`, ...rows.map((row) => `${row},N/A`)];
    expect(parseCredentialReport(wider.join('\n'), AT).users).toHaveLength(1);
  });

  test('takes flags in capitals, as IAM documents them, and a root password that is known', () => {
    const rows = parse(rootLine({ password: 'FALSE' }), userLine('ann', { password: 'TRUE' }));
    expect([rows.root.passwordEnabled, rows.users[0]!.passwordEnabled]).toEqual([false, true]);
  });

  test.each([['N/A'], ['no_information'], ['not_supported']])('reads %s as no date', (used) => {
    expect(usersOf(userLine('ann', { used }))[0]).not.toHaveProperty('passwordLastUsed');
  });

  test.each([
    ['no header', '', 'has other columns than known: ""'],
    ['another order', `${HEADER.replace('user,arn', 'arn,user')}\n${rootLine()}`, 'has other columns than known'],
    ['an unknown column', `${HEADER},more\n${rootLine()},N/A`, 'has other columns than known'],
    ['no root', report(userLine('ann')), 'has 0 rows of the root user, not one'],
    ['root twice', report(rootLine(), rootLine()), 'has 2 rows of the root user, not one'],
    ['a short row', report(rootLine(), 'ann,arn:aws:iam::111122223333:user/ann,2026-01-01T00:00:00Z'), 'does not fit its 22'],
    ['a row without ARN', report(rootLine(), line('ann', 'none')), 'does not fit its 22 columns'],
    ['a row without name', report(rootLine(), line('ann', `${arn}ann`).slice(4)), 'does not fit its 22 columns'],
    ['an empty line', report(rootLine(), '', userLine('ann')), 'does not fit its 22 columns'],
    ['the ARN of another', report(rootLine(), line('ann', `${arn}bob`)), `arn of ann is "${arn}bob", not the ARN of that user`],
    ['one comma too many at the end', report(rootLine(), `${userLine('ann')},`), 'not the ARN of that user'],
    ['no time of creation', report(rootLine(), userLine('ann', { created: 'N/A' })), 'user_creation_time of ann is "N/A"'],
    ['a password that may be', report(rootLine(), userLine('ann', { password: 'not_supported' })), 'password_enabled of ann'],
    ['a key that may be', report(rootLine(), userLine('ann', { keys: ['maybe,N/A,N/A,N/A,N/A', noKey] })), 'access_key_1_active'],
    ['an active key of no date', report(rootLine(), userLine('ann', { keys: [noKey, key({ rotated: 'N/A' })] })), 'access_key_2_last_rotated of ann is "N/A", not a date, though the key is active'],
    ...['2026-02-30T00:00:00Z', '2026-02-03', '2026-02-03T04:05:06', '2026-02-03T04:05:06+01:00', '2026-02-03T24:00:01Z', 'yesterday', ''].map(
      (used): [string, string, string] => [
        `the date '${used}'`,
        report(rootLine(), userLine('ann', { used })),
        `password_last_used of ann is "${used}", not a date in UTC or one of N/A, no_information, not_supported`,
      ],
    ),
  ])('is refused with %s', (_what, csv, message) => {
    expect(() => parseCredentialReport(csv, AT)).toThrow(message);
  }); // prettier-ignore
});

describe('IAM', () => {
  const CSV = report(rootLine(), userLine('ann'));
  let service: Service | undefined;
  const waits: number[] = [];

  async function read(answers: WireAnswers) {
    service = await serviceThat(answers);
    const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
    const iam = new IAMClient({ region: 'us-east-1', endpoint: service.url, credentials, maxAttempts: 3 });
    const pause = async (ms: number): Promise<void> => void waits.push(ms);
    return readCredentialReport(iam, pause).finally(() => iam.destroy());
  }
  /** Answers one after the other, the last one ever after. */
  const inTurn = <T>(answers: readonly (() => T)[]) => {
    let calls = 0;
    return () => answers[Math.min(calls++, answers.length - 1)]!();
  };
  const state = (name: string) => () => queryAnswer('GenerateCredentialReport', `<State>${name}</State>`);
  const { GenerateCredentialReport: complete, GetCredentialReport: content } = ready(CSV);

  beforeEach(() => waits.splice(0));
  afterEach(() => service?.stop());

  test('has the report at once', async () => {
    const { users, generatedAt } = await read(ready(CSV));
    expect(users.map(({ user }) => user)).toEqual(['ann']);
    expect(generatedAt).toEqual(AT);
    expect(waits).toEqual([]);
  });

  test('is asked again, with a pause, while it makes the report', async () => {
    await read({ GenerateCredentialReport: inTurn([state('STARTED'), state('INPROGRESS'), complete]), GetCredentialReport: content }); // prettier-ignore
    expect(waits).toEqual([2000, 2000]);
    expect(service!.of('GetCredentialReport')).toHaveLength(1);
  });

  test.each([
    ['ReportNotPresent', 410],
    ['ReportExpired', 410],
    ['ReportInProgress', 404],
  ])('makes it again after %s', async (code, status) => {
    const answers = { GenerateCredentialReport: complete, GetCredentialReport: inTurn([() => queryError(code, status), content]) }; // prettier-ignore
    expect((await read(answers)).users).toHaveLength(1);
    expect(service!.of('GenerateCredentialReport')).toHaveLength(2);
  });

  test('is given up after 48 seconds', async () => {
    await expect(read({ GenerateCredentialReport: state('STARTED') })).rejects.toThrow(
      "IAM's credential report was not ready after 48 seconds",
    );
    expect(waits).toHaveLength(24);
    expect(service!.of('GenerateCredentialReport')).toHaveLength(25);
  });

  test('is asked again when it throttles', async () => {
    const answers = { GenerateCredentialReport: inTurn([() => queryError('Throttling', 400), complete]), GetCredentialReport: content }; // prettier-ignore
    expect((await read(answers)).users).toHaveLength(1);
  });

  test.each([
    ['an unknown state', { GenerateCredentialReport: state('LOST') }, 'unknown state "LOST"'],
    ['no content', { GenerateCredentialReport: complete, GetCredentialReport: () => queryAnswer('GetCredentialReport', '') }, 'no whole credential report'],
    ['another format', { GenerateCredentialReport: complete, GetCredentialReport: () => queryAnswer('GetCredentialReport', '<Content>eA==</Content><ReportFormat>text/xml</ReportFormat><GeneratedTime>2026-03-01T00:00:00Z</GeneratedTime>') }, 'format "text/xml"'],
    ['a refusal', { GenerateCredentialReport: () => queryError('AccessDenied', 403) }, 'AccessDenied'],
    ['text that is not UTF-8', { GenerateCredentialReport: complete, GetCredentialReport: () => queryAnswer('GetCredentialReport', '<Content>//8=</Content><ReportFormat>text/csv</ReportFormat><GeneratedTime>2026-03-01T00:00:00Z</GeneratedTime>') }, 'not valid'],
  ])('is not believed with %s', async (_what, answers, message) => {
    await expect(read(answers)).rejects.toThrow(message);
    expect(waits).toEqual([]);
  }); // prettier-ignore
});
