import { ConfigError } from '../../src/config/problem';
import { parseSettings, type ReviewSettings } from '../../src/review/settings';

const TODAY = '2026-11-23';
const ID = 'trail-stopped-0123456789ab';
const accepted = (fields: string): string => `accepted:\n  - ${fields.split('\n').join('\n    ')}\n`;
const VALID = `finding: ${ID}\nreason: moved to another trail (SEC-12)\nexpires: 2027-01-31`;

const read = (source: string): ReviewSettings => parseSettings(source, 'audit-review.yaml', TODAY);

function complaint(source: string): string {
  try {
    read(source);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

describe('settings', () => {
  const USUAL: ReviewSettings = { evidence: { buckets: [], keys: [] }, failOn: 'high', accepted: [] };

  test.each([
    ['nothing', '', USUAL],
    ['comments alone', '# later\n', USUAL],
    [
      'a part of evidence',
      'evidence: { buckets: [acme-logs] }',
      { ...USUAL, evidence: { buckets: ['acme-logs'], keys: [] } },
    ],
    [
      'keys by id, ARN and alias',
      'evidence:\n  keys: [1234abcd-12ab-34cd-56ef-1234567890ab, "arn:aws-cn:kms:cn-north-1:333333333333:key/mrk-1", alias/logs]',
      {
        ...USUAL,
        evidence: {
          buckets: [],
          keys: [
            '1234abcd-12ab-34cd-56ef-1234567890ab',
            'arn:aws-cn:kms:cn-north-1:333333333333:key/mrk-1',
            'alias/logs',
          ],
        },
      },
    ],
    ...['critical', 'high', 'medium', 'low', 'none'].map(
      (failOn) => [`failOn ${failOn}`, `failOn: ${failOn}`, { ...USUAL, failOn }] as [string, string, ReviewSettings],
    ),
    [
      'an accepted finding, its day quoted or not',
      `${accepted(VALID)}  - { finding: lock-shortened-aaaaaaaaaaaa, reason: test, expires: "2026-11-24" }`,
      {
        ...USUAL,
        accepted: [
          { finding: ID, reason: 'moved to another trail (SEC-12)', expires: '2027-01-31' },
          { finding: 'lock-shortened-aaaaaaaaaaaa', reason: 'test', expires: '2026-11-24' },
        ],
      },
    ],
    [
      'an acceptance of 366 days',
      accepted(VALID.replace('2027-01-31', '2027-11-24')),
      { ...USUAL, accepted: [{ finding: ID, reason: 'moved to another trail (SEC-12)', expires: '2027-11-24' }] },
    ],
    [
      'one that has expired: it counts no more, and is no mistake',
      accepted(VALID.replace('2027-01-31', '2024-02-29')),
      { ...USUAL, accepted: [{ finding: ID, reason: 'moved to another trail (SEC-12)', expires: '2024-02-29' }] },
    ],
  ])('say %s', (_what, source, expected) => {
    expect(read(source)).toEqual(expected);
  });

  test.each([
    ['an unknown key', 'failon: high', 'line 1, failon: is not a known key; did you mean "failOn"?'],
    ['an unknown severity', 'failOn: hihg', 'line 1, failOn: "hihg" is not one of the choices; did you mean "high"?'],
    [
      'an expiry 367 days away',
      accepted(VALID.replace('2027-01-31', '2027-11-25')),
      'line 4, accepted[0].expires: "2027-11-25" is more than 366 days away; write "2027-11-24" or earlier, and look at it again then',
    ],
    [
      'a day that no calendar has',
      accepted(VALID.replace('2027-01-31', '2027-02-29')),
      'line 4, accepted[0].expires: "2027-02-29" is in no calendar; correct the day',
    ],
    [
      'a time instead of a day',
      accepted(VALID.replace('2027-01-31', '2027-01-31T00:00:00Z')),
      'line 4, accepted[0].expires: "2027-01-31T00:00:00Z" is not a day; quote it as year, month and day: "2027-01-31"',
    ],
    [
      'no reason',
      accepted(`finding: ${ID}\nexpires: 2027-01-31`),
      'line 2, accepted[0].reason: is missing; say why this may happen, and who decided it',
    ],
    [
      'a blank reason',
      accepted(VALID.replace('moved to another trail (SEC-12)', '"  "')),
      'line 3, accepted[0].reason: "  " is not a reason; say why this may happen, and who decided it',
    ],
    [
      'a rule in place of an id',
      accepted(VALID.replace(ID, 'trail-stopped')),
      'line 2, accepted[0].finding: "trail-stopped" is not the id of a finding; copy it from the review',
    ],
    [
      'the same finding twice',
      `${accepted(VALID)}  - { finding: ${ID}, reason: again, expires: 2027-01-31 }`,
      `line 5, accepted[1].finding: "${ID}" is accepted by accepted[0] already; keep one of them`,
    ],
    [
      'the ARN of a bucket',
      'evidence: { buckets: ["arn:aws:s3:::logs"] }',
      'line 1, evidence.buckets[0]: "arn:aws:s3:::logs" is not the name of a bucket; write its name alone',
    ],
    ['no group', '- failOn', '["failOn"] is not a group of keys; write evidence, failOn, accepted'],
    ['two documents', 'failOn: high\n---\nfailOn: low\n', 'line 2: a second document begins here; keep one in a file'],
    [
      'an alias to a list',
      'evidence: { buckets: &b [one-bucket], keys: *c }',
      'line 1: *c stands for nothing; write &c before a value above, or the value here',
    ],
  ])('refuse %s', (_what, source, line) => {
    expect(complaint(source)).toBe(`audit-review.yaml has 1 problem:\n  ${line}`);
  });

  test('refuse what is no YAML', () => {
    expect(complaint('failOn: [high')).toMatch(/^audit-review\.yaml has \d problems?:\n {2}line 1: .*; mend the YAML/);
  });

  test('list every problem, in the order of the file', () => {
    expect(
      complaint(
        `accepted:\n  - { finding: ${ID}, reason: x, expires: 2029-01-01 }\n  - { finding: no, expires: soon }\nfailOn: often\nevidence: { bucket: [a] }\n`,
      ),
    ).toBe(
      [
        'audit-review.yaml has 6 problems:',
        '  line 2, accepted[0].expires: "2029-01-01" is more than 366 days away; write "2027-11-24" or earlier, and look at it again then',
        '  line 3, accepted[1].finding: "no" is not the id of a finding; copy it from the review',
        '  line 3, accepted[1].reason: is missing; say why this may happen, and who decided it',
        '  line 3, accepted[1].expires: "soon" is not a day; quote it as year, month and day: "2027-01-31"',
        '  line 4, failOn: "often" is not one of the choices; use critical, high, medium, low, none',
        '  line 5, evidence.bucket: is not a known key; did you mean "buckets"?',
      ].join('\n'),
    );
  });
});
