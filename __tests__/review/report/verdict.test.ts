import { SEVERITIES } from '../../../src/review/finding';
import { counts, failing } from '../../../src/review/report/verdict';
import { THRESHOLDS } from '../../../src/review/settings';
import { acceptance, finding, verdict } from './verdicts';

const ONE_OF_EACH = SEVERITIES.map((severity, at) => finding(at, { severity }));

test.each([
  ['critical', ['critical']],
  ['high', ['critical', 'high']],
  ['medium', ['critical', 'high', 'medium']],
  ['low', ['critical', 'high', 'medium', 'low']],
  ['none', []],
] as const)('a threshold of %s is failed by %j', (failOn, severities) => {
  expect(failing(verdict(ONE_OF_EACH, { failOn })).map(({ severity }) => severity)).toEqual(severities);
});

test('undecided findings count like others', () => {
  expect(failing(verdict([finding(1, { undecided: true })]))).toHaveLength(1);
});

describe('an acceptance', () => {
  const one = finding(1);

  test.each([
    ['holds on its last day', '2026-11-23', [0, 1]],
    ['holds before', '2027-01-01', [0, 1]],
    ['counts for nothing on the day after', '2026-11-22', [1, 0]],
  ])('%s', (_what, expires, [open, accepted]) => {
    const found = verdict([one], { accepted: [acceptance(one, expires)] });
    expect([found.open.length, found.accepted.length]).toEqual([open, accepted]);
    expect([...found.open, ...found.accepted][0]!.acceptance).toEqual(acceptance(one, expires));
    expect(failing(found)).toHaveLength(open!);
    expect(counts(found)).toEqual({ critical: open, high: 0, medium: 0, low: 0 });
    expect(found.unused).toEqual([]);
  });

  test('covers its finding alone', () => {
    const found = verdict([one, finding(2)], { accepted: [acceptance(one)] });
    expect(found.open.map(({ id }) => id)).toEqual([finding(2).id]);
  });

  test('of what is not found is told, expired or not', () => {
    const [gone, old] = [acceptance(finding(7)), acceptance(finding(8), '2020-01-01')];
    expect(verdict([one], { accepted: [gone, old] }).unused).toEqual([gone, old]);
  });
});

test('every severity is a threshold', () => {
  expect(THRESHOLDS).toEqual([...SEVERITIES, 'none']);
});
