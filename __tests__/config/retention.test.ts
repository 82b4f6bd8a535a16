import { expiryDays, Retention } from '../../src/config/retention';

describe('a retention', () => {
  test.each([1, 7, 100])('may be of %s years', (years) => {
    expect(new Retention('COMPLIANCE', years).years).toBe(years);
  });

  test.each([0, -1, 101, 1.5, Infinity, NaN])('may not be of %s years', (years) => {
    expect(() => new Retention('COMPLIANCE', years)).toThrow(
      new RangeError(`retention must be a whole number of years from 1 to 100, got ${years}`),
    );
  });
});

describe('the history of AWS Config', () => {
  test.each([
    [1, 366, false],
    [2, 731, false],
    [4, 1461, false],
    [6, 2192, false],
    [7, 2557, false],
    [8, 2557, true],
    [100, 2557, true],
  ])('of %s years lasts %s days, capped: %s', (years, days, capped) => {
    const retention = new Retention('GOVERNANCE', years);
    expect(retention.configHistoryDays).toBe(days);
    expect(retention.configHistoryIsCapped).toBe(capped);
  });
});

describe('a log group', () => {
  test.each([
    [1, 400, false],
    [2, 731, false],
    [3, 1096, false],
    [4, 1827, false],
    [5, 1827, false],
    [6, 2192, false],
    [7, 2557, false],
    [8, 2922, false],
    [9, 3288, false],
    [10, 3653, false],
    [11, 3653, true],
    [100, 3653, true],
  ])('of %s years keeps %s days, capped: %s', (years, days, capped) => {
    const retention = new Retention('GOVERNANCE', years);
    expect(retention.logGroupDays).toBe(days);
    expect(retention.logGroupIsCapped).toBe(capped);
  });
});

test.each([
  [1, 366],
  [7, 2562],
  [100, 36600],
])('objects of %s years expire after %s days, every year counted as a leap year', (years, days) => {
  expect(expiryDays(years)).toBe(days);
});
