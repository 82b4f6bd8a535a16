import { compress, listWithin } from '../../src/frameworks/control-ids';

test.each([
  ['one', ['1.14'], '1.14'],
  ['two that follow each other', ['8.4.1', '8.4.2'], '8.4.1, 8.4.2'],
  ['three that follow each other', ['8.4.1', '8.4.2', '8.4.3'], '8.4.1 to 8.4.3'],
  ['a run past nine', ['4.8', '4.9', '4.10', '4.11'], '4.8 to 4.11'],
  ['runs of different depth', ['10.2.1', '10.2.1.1', '10.2.1.2', '10.2.1.3'], '10.2.1, 10.2.1.1 to 10.2.1.3'],
  ['numbers of different sections', ['1.3', '2.4', '3.5'], '1.3, 2.4, 3.5'],
  ['letters before numbers', ['CC6.1', 'CC6.2', 'CC6.3', 'CC7.2'], 'CC6.1 to CC6.3, CC7.2'],
  ['controls of NIST', ['AU-2', 'AU-3', 'AU-4', 'AU-12'], 'AU-2 to AU-4, AU-12'],
  ['enhancements of NIST', ['AC-2', 'AC-2(1)', 'AC-2(3)', 'AC-3(3)'], 'AC-2, AC-2(1)(3), AC-3(3)'],
  [
    'paragraphs of one section',
    ['164.308(a)(3)(i)', '164.308(a)(4)(i)', '164.312(a)(1)', '164.312(b)'],
    '164.308(a)(3)(i), (a)(4)(i), 164.312(a)(1), (b)',
  ],
])('%s', (_what, ids, text) => {
  expect(compress(ids)).toBe(text);
});

describe('where room is short', () => {
  const ids = ['1.1', '1.3', '1.5', '1.7', '1.9', '1.11'];

  test('everything that fits is listed', () => {
    expect(listWithin(ids, 29)).toBe('1.1, 1.3, 1.5, 1.7, 1.9, 1.11');
  });

  test('the rest is counted', () => {
    expect(listWithin(ids, 28)).toBe('1.1, 1.3, 1.5 and 3 more');
  });

  test('nothing is said where not even the first fits', () => {
    expect(listWithin(ids, 5)).toBeUndefined();
  });
});
