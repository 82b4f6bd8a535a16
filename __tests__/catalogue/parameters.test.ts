import type { ManagedRule, ParameterType, RuleParameter } from '../../src/catalogue/managed-rule';
import { inputParameters, parameterProblems, sizeProblems, type Parameters } from '../../src/catalogue/parameters';

const ruleWith = (...parameters: RuleParameter[]): ManagedRule => ({
  id: 'A_RULE',
  name: 'a-rule',
  trigger: 'change',
  types: ['AWS::S3::Bucket'],
  parameters,
});

/** Problems as they are told. */
const told = (rule: ManagedRule, given: Parameters) =>
  parameterProblems(rule, given).map(({ name = '', what, mend }) => `${name}: ${what}; ${mend}`);

describe('a value', () => {
  test.each<[type: ParameterType, value: string | number | boolean]>([
    ['String', 'a'],
    ['String', 5],
    ['String', false],
    ['String', ' a '],
    ['StringMap', 'key:value,other'],
    ['CSV', 'a'],
    ['CSV', 'a,b'],
    ['CSV', ' a , b c '],
    ['CSV', 443],
    ['int', 0],
    ['int', -1],
    ['int', '90'],
    ['int', '007'],
    ['double', 1.5],
    ['double', '-0.5'],
    ['double', 3],
    ['boolean', true],
    ['boolean', 'false'],
    ['boolean', 'TRUE'],
  ])('of %s may be %p', (type, value) => {
    expect(told(ruleWith({ name: 'size', type }), { size: value })).toEqual([]);
  });

  test.each<[type: ParameterType, value: string | number | boolean, words: string]>([
    ['String', '', 'a text'],
    ['String', ' ', 'a text'],
    ['StringMap', '', 'a text'],
    ['CSV', '', 'a list divided by commas'],
    ['CSV', ',', 'a list divided by commas'],
    ['CSV', 'a,', 'a list divided by commas'],
    ['CSV', ',a', 'a list divided by commas'],
    ['CSV', 'a,,b', 'a list divided by commas'],
    ['CSV', 'a, ,b', 'a list divided by commas'],
    ['int', '', 'a whole number'],
    ['int', 1.5, 'a whole number'],
    ['int', '1e3', 'a whole number'],
    ['int', 'ninety', 'a whole number'],
    ['int', true, 'a whole number'],
    ['int', ' 90', 'a whole number'],
    ['double', '1.', 'a number'],
    ['double', '.5', 'a number'],
    ['double', '1,5', 'a number'],
    ['double', '', 'a number'],
    ['boolean', 'yes', 'true or false'],
    ['boolean', 1, 'true or false'],
    ['boolean', '', 'true or false'],
  ])('of %s may not be %p', (type, value, words) => {
    expect(told(ruleWith({ name: 'size', type }), { size: value })).toEqual([
      `size: ${JSON.stringify(value)} is not ${words}; write ${words}`,
    ]);
  });

  test('that is refused has the usual one beside it', () => {
    expect(told(ruleWith({ name: 'age', type: 'int', default: '90' }), { age: 'old' })).toEqual([
      'age: "old" is not a whole number; write a whole number, such as 90',
    ]);
  });

  test('of many items is read in no time, also where its end is wrong', () => {
    const items = Array.from({ length: 40 }, (_, at) => `arn:aws:s3:::a-bucket-of-the-team-${at}`).join(',');
    const before = performance.now();
    expect(told(ruleWith({ name: 'buckets', type: 'CSV' }), { buckets: `${items.slice(0, 900)},` })).toHaveLength(1);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('a parameter', () => {
  const AGE: RuleParameter = { name: 'maxAge', type: 'int', required: true, default: '90' };
  const UNIT: RuleParameter = { name: 'unit', type: 'String' };
  test.each<[sentence: string, parameters: RuleParameter[], given: Parameters, ...lines: string[]]>([
    ['may be left out', [UNIT], {}],
    ['may be left out where AWS has a value for it', [{ ...UNIT, default: 'days' }], {}],
    [
      'may not where AWS requires it',
      [AGE],
      {},
      ': A_RULE lacks maxAge, which AWS requires; give it a value, such as 90',
    ],
    [
      'may not where AWS requires it and knows no value',
      [{ name: 'version', type: 'String', required: true }],
      {},
      ': A_RULE lacks version, which AWS requires; give it a value',
    ],
    ['that AWS requires is given', [AGE], { maxAge: 90 }],
    [
      'of another case is meant',
      [AGE],
      { maxAge: 1, MAXAGE: 2 },
      'MAXAGE: is no parameter of A_RULE; did you mean maxAge?',
    ],
    [
      'of another case is not that which is required',
      [AGE],
      { maxage: 1 },
      'maxage: is no parameter of A_RULE; did you mean maxAge?',
      ': A_RULE lacks maxAge, which AWS requires; give it a value, such as 90',
    ],
    [
      'of another name is refused',
      [UNIT, { ...AGE, required: false }],
      { colour: 1 },
      'colour: is no parameter of A_RULE; use unit, maxAge',
    ],
    [
      'is refused where there are none',
      [],
      { unit: 1 },
      'unit: is no parameter of A_RULE; remove it; the rule takes none',
    ],
    [
      'that every object has is none',
      [{ name: 'toString', type: 'String', required: true }],
      { constructor: 1 } as unknown as Parameters,
      'constructor: is no parameter of A_RULE; use toString',
      ': A_RULE lacks toString, which AWS requires; give it a value',
    ],
  ])('%s', (_, parameters, given, ...lines) => {
    expect(told(ruleWith(...parameters), given)).toEqual(lines);
  });
});

describe('AWS takes the parameters', () => {
  test('as JSON in which every value is text', () => {
    expect(inputParameters({ age: 90, strict: true, unit: 'days' })).toBe('{"age":"90","strict":"true","unit":"days"}');
  });

  test('not at all when there are none', () => {
    expect(inputParameters({})).toBeUndefined();
    expect(sizeProblems({})).toEqual([]);
  });

  const FRAME = '{"text":""}'.length;
  test('of 1,024 characters, and of none more', () => {
    const rule = ruleWith({ name: 'text', type: 'String' });
    expect(told(rule, { text: 'x'.repeat(1024 - FRAME) })).toEqual([]);
    expect(told(rule, { text: 'x'.repeat(1025 - FRAME) })).toEqual([
      ': the parameters take 1025 characters of 1024; shorten the values',
    ]);
  });
});
