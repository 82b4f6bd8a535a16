import {
  flag,
  list,
  oneOf,
  readParameters,
  rawParameters,
  text,
  wholeNumber,
} from '../../../lambdas/shared/parameters';

const forms = {
  maximumAgeDays: wholeNumber({ from: 1, to: 3650, default: 90 }),
  minimum: wholeNumber({ from: -5, to: 5, optional: true }),
  count: wholeNumber({ from: 0, to: 9 }),
  regions: list(),
  tags: list({ default: ['a'] }),
  wholeVpcAllowed: flag({ default: true }),
  strict: flag({ default: false }),
  topicArn: text({ optional: true }),
  traffic: oneOf(['ALL', 'REJECT'], { default: 'REJECT' }),
};
const required = { count: '3', regions: 'eu-central-1' };

test('absent parameters take their defaults, optional ones none', () => {
  expect(readParameters(required, forms)).toEqual({
    maximumAgeDays: 90,
    minimum: undefined,
    count: 3,
    regions: ['eu-central-1'],
    tags: ['a'],
    wholeVpcAllowed: true,
    strict: false,
    topicArn: undefined,
    traffic: 'REJECT',
  });
});

test.each<[string, unknown, unknown]>([
  ['maximumAgeDays', '1', 1],
  ['maximumAgeDays', '3650', 3650],
  ['maximumAgeDays', 90, 90],
  ['maximumAgeDays', ' 90 ', 90],
  ['maximumAgeDays', '', 90],
  ['minimum', '-5', -5],
  ['minimum', 0, 0],
  ['minimum', '', undefined],
  ['regions', 'a', ['a']],
  ['regions', ' a , b', ['a', 'b']],
  ['wholeVpcAllowed', 'false', false],
  ['wholeVpcAllowed', false, false],
  ['wholeVpcAllowed', '', true],
  ['strict', 'true', true],
  ['strict', true, true],
  ['topicArn', 'topic', 'topic'],
  ['topicArn', 7, '7'],
  ['traffic', 'ALL', 'ALL'],
])('%s given as %j is %j', (name, given, value) => {
  expect(readParameters({ ...required, [name]: given }, forms)).toMatchObject({ [name]: value });
});

test.each<[string, unknown, string]>([
  ['maximumAgeDays', '0', '"0"; write a whole number from 1 to 3650'],
  ['maximumAgeDays', '3651', '"3651"; write a whole number from 1 to 3650'],
  ['maximumAgeDays', 3651, '3651; write a whole number from 1 to 3650'],
  ['maximumAgeDays', '1.5', '"1.5"; write a whole number from 1 to 3650'],
  ['maximumAgeDays', 1.5, '1.5; write a whole number from 1 to 3650'],
  ['maximumAgeDays', '0x10', '"0x10"; write a whole number from 1 to 3650'],
  ['maximumAgeDays', '1e2', '"1e2"; write a whole number from 1 to 3650'],
  ['maximumAgeDays', ' ', '" "; write a whole number from 1 to 3650'],
  ['maximumAgeDays', true, 'true; write a whole number from 1 to 3650'],
  ['maximumAgeDays', null, 'null; write a whole number from 1 to 3650'],
  ['minimum', '-6', '"-6"; write a whole number from -5 to 5'],
  ['regions', 'a,,b', '"a,,b"; write entries separated by commas'],
  ['regions', ',', '","; write entries separated by commas'],
  ['regions', ['a'], '["a"]; write entries separated by commas'],
  ['wholeVpcAllowed', 'yes', '"yes"; write true or false'],
  ['wholeVpcAllowed', 'True', '"True"; write true or false'],
  ['wholeVpcAllowed', 0, '0; write true or false'],
  ['wholeVpcAllowed', 'toString', '"toString"; write true or false'],
  ['topicArn', ' ', '" "; write a text'],
  ['topicArn', { a: 1 }, '{"a":1}; write a text'],
  ['traffic', 'all', '"all"; write one of ALL, REJECT'],
])('%s given as %j is refused', (name, given, why) => {
  expect(() => readParameters({ ...required, [name]: given }, forms)).toThrow(
    new Error(`the rule's parameters are wrong:\n  '${name}' is ${why}`),
  );
});

test('every problem is listed at once', () => {
  const given = { maximumAgeDays: 'soon', regions: '', wholeVpcAllowed: 'maybe', Regions: 'a', constructor: 'x' };
  expect(() => readParameters(given, forms)).toThrow(
    new Error(
      [
        "the rule's parameters are wrong:",
        "  'Regions' is unknown; known are: maximumAgeDays, minimum, count, regions, tags, wholeVpcAllowed, strict, topicArn, traffic",
        "  'constructor' is unknown; known are: maximumAgeDays, minimum, count, regions, tags, wholeVpcAllowed, strict, topicArn, traffic",
        `  'maximumAgeDays' is "soon"; write a whole number from 1 to 3650`,
        "  'count' is missing; write a whole number from 0 to 9",
        "  'regions' is missing; write entries separated by commas",
        `  'wholeVpcAllowed' is "maybe"; write true or false`,
      ].join('\n'),
    ),
  );
});

test('a rule without parameters takes none', () => {
  expect(readParameters({}, {})).toEqual({});
  expect(() => readParameters({ days: '1' }, {})).toThrow("'days' is unknown; this rule has none");
});

test('a long value is shown in part', () => {
  expect(() => readParameters({ ...required, strict: 'x'.repeat(200) }, forms)).toThrow(
    `is "${'x'.repeat(79)}…; write`,
  );
});

test.each<[string | undefined, object]>([
  [undefined, {}],
  ['', {}],
  ['{}', {}],
  ['{"a":"1","b":2}', { a: '1', b: 2 }],
])('rule parameters %j are %j', (given, raw) => {
  expect(rawParameters(given)).toEqual(raw);
});

test.each([
  ['{', `the event's ruleParameters is not JSON: "{"`],
  ['[]', "the event's ruleParameters are [], not an object of names and values"],
  ['null', "the event's ruleParameters are null, not an object of names and values"],
  ['"a"', `the event's ruleParameters are "a", not an object of names and values`],
])('rule parameters %j are refused', (given, why) => {
  expect(() => rawParameters(given)).toThrow(new Error(why));
});
