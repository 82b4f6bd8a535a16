import { ANY_ACCOUNT, Intrinsics, type Known, Unresolvable } from '../../src/conformance/intrinsics';
import type { Group, Value } from '../../src/conformance/template';

const intrinsics = (said: Partial<Known> = {}) =>
  new Intrinsics({
    parameters: { Age: '90', Empty: '', List: 'a,b' },
    conditions: {
      Yes: { 'Fn::Equals': ['a', 'a'] },
      No: { 'Fn::Equals': ['a', 'b'] },
    },
    partition: 'aws',
    region: 'eu-west-1',
    account: '111111111111',
    ...said,
  });
const ref = (name: string) => ({ Ref: name });
const sub = (argument: Value) => ({ 'Fn::Sub': argument });
const when = (condition: string, yes: Value, no: Value) => ({ 'Fn::If': [condition, yes, no] });
const join = (...argument: Value[]) => ({ 'Fn::Join': argument });
const NOTHING = ref('AWS::NoValue');

/** What the error says; anything but an Unresolvable is thrown on. */
function refusal(work: () => unknown): string {
  try {
    return `no refusal, but ${JSON.stringify(work())}`;
  } catch (error) {
    if (!(error instanceof Unresolvable)) throw error;
    return error.message;
  }
}

describe('a value', () => {
  test.each<[sentence: string, value: Value, resolved: Value | undefined]>([
    ['is a text', 'a', 'a'],
    ['is a number', 5, 5],
    ['is a flag', false, false],
    ['is nothing', null, null],
    ['is a list', ['a', ref('Age')], ['a', '90']],
    ['is a group', { a: ref('Age'), b: { c: ref('AWS::Region') } }, { a: '90', b: { c: 'eu-west-1' } }],
    ['is an empty group', {}, {}],
    ['names a parameter', ref('Age'), '90'],
    ['names an empty parameter', ref('Empty'), ''],
    ['names the partition', ref('AWS::Partition'), 'aws'],
    ['names the region', ref('AWS::Region'), 'eu-west-1'],
    ['names the account', ref('AWS::AccountId'), '111111111111'],
    ['is no function when it has another key beside it', { Ref: 'Age', other: 1 }, { Ref: 'Age', other: 1 }],
    ['is no function when it is called otherwise', { Reference: 'Age' }, { Reference: 'Age' }],
    ['is absent', NOTHING, undefined],
    ['is absent from a group', { a: NOTHING, b: 1 }, { b: 1 }],
    ['is absent from a list', ['a', NOTHING, 'b'], ['a', 'b']],
    ['is absent from a list in a group', { a: [NOTHING] }, { a: [] }],
  ])('%s', (_, value, resolved) => {
    expect(intrinsics().resolve(value)).toEqual(resolved);
  });
});

describe('Fn::If', () => {
  test.each<[sentence: string, value: Value, resolved: Value | undefined]>([
    ['chooses the first', when('Yes', 'a', 'b'), 'a'],
    ['chooses the second', when('No', 'a', 'b'), 'b'],
    ['resolves what it chooses', when('Yes', { a: ref('Age') }, 'b'), { a: '90' }],
    ['may hold another', when('No', 'a', when('Yes', when('No', 'b', ref('Age')), 'c')), '90'],
    ['leaves alone what it does not choose', when('Yes', 'a', ref('Nobody')), 'a'],
    ['drops a property', { a: when('Yes', NOTHING, 1), b: 2 }, { b: 2 }],
    ['keeps a property', { a: when('No', NOTHING, 1), b: 2 }, { a: 1, b: 2 }],
    ['drops an item', [when('Yes', NOTHING, 'a'), 'b'], ['b']],
    ['drops everything', when('Yes', NOTHING, 'a'), undefined],
  ])('%s', (_, value, resolved) => {
    expect(intrinsics().resolve(value)).toEqual(resolved);
  });
});

describe('Fn::Join', () => {
  test.each<[sentence: string, value: Value, resolved: Value]>([
    ['joins', join(',', ['a', 'b']), 'a,b'],
    ['joins by nothing', join('', ['a', ref('Age')]), 'a90'],
    ['joins numbers and flags', join('-', ['a', 5, true]), 'a-5-true'],
    ['joins one, and none', [join(',', ['a']), join(',', [])], ['a', '']],
    ['leaves out what is absent', join(',', ['a', NOTHING, 'b']), 'a,b'],
    ['joins what another function yields', join(',', when('Yes', ['a', 'b'], [])), 'a,b'],
  ])('%s', (_, value, resolved) => {
    expect(intrinsics().resolve(value)).toEqual(resolved);
  });
});

describe('Fn::Sub', () => {
  test.each<[sentence: string, value: Value, resolved: Value]>([
    ['fills in a parameter', sub('at ${Age} days'), 'at 90 days'],
    ['fills in several, and one twice', sub('${Age}${Empty}${Age}'), '9090'],
    [
      'fills in what AWS knows',
      sub('arn:${AWS::Partition}:x:${AWS::Region}:${AWS::AccountId}'),
      'arn:aws:x:eu-west-1:111111111111',
    ],
    ['overlooks spaces', sub('${ Age }'), '90'],
    ['leaves a text without any', sub('$Age {Age} $'), '$Age {Age} $'],
    ['leaves what is meant literally', sub('${!Age} and ${!aws:username}'), '${Age} and ${aws:username}'],
    ['has values of its own', sub(['${a}-${Age}', { a: ref('AWS::Region') }]), 'eu-west-1-90'],
    ['prefers values of its own', sub(['${Age}', { Age: 5 }]), '5'],
    ['has no need of values of its own', sub(['${Age}', {}]), '90'],
    ['reads nothing into what it fills in', sub(['${a}', { a: '${Age} $& $1' }]), '${Age} $& $1'],
    ['resolves a value of its own', sub(['${a}', { a: when('Yes', sub('${Age}!'), 'b') }]), '90!'],
  ])('%s', (_, value, resolved) => {
    expect(intrinsics().resolve(value)).toEqual(resolved);
  });
});

test('the account may be left open', () => {
  const open = intrinsics({ account: ANY_ACCOUNT });
  expect(open.resolve(sub('iam::${AWS::AccountId}:role'))).toBe(`iam::${ANY_ACCOUNT}:role`);
  expect(open.resolve(join(':', [ref('AWS::AccountId'), 'x']))).toBe(`${ANY_ACCOUNT}:x`);
});

test.each<[sentence: string, value: Value, message: string]>([
  ['an unknown parameter', ref('Nobody'), 'there is no parameter Nobody; declare it under Parameters'],
  ['what every object has', ref('constructor'), 'there is no parameter constructor; declare it under Parameters'],
  ['another name of AWS', ref('AWS::StackName'), 'there is no parameter AWS::StackName; declare it under Parameters'],
  ['a reference to no text', ref(5 as unknown as string), 'Ref needs a text'],
  ['an unknown parameter in a text', sub('${Nobody}'), 'there is no parameter Nobody; declare it under Parameters'],
  ['no name in a text', sub('${}'), 'there is no parameter ; declare it under Parameters'],
  ['a text that is none', sub({ a: 1 }), 'Fn::Sub needs a text'],
  ['a text that is none, with values', sub([5, {}]), 'Fn::Sub needs a text'],
  ['a text with no values', sub(['a']), 'Fn::Sub needs a list of 2'],
  ['a text with values in a list', sub(['a', ['b']]), 'Fn::Sub takes a text and a group of values'],
  ['an absent value in a text', sub('${AWS::NoValue}'), '${AWS::NoValue} is not a text'],
  ['a list in a text', sub(['${a}', { a: [1] }]), '${a} is not a text'],
  ['a choice of one', { 'Fn::If': ['Yes', 'a'] }, 'Fn::If needs a list of 3'],
  ['a choice by no text', { 'Fn::If': [true, 'a', 'b'] }, 'Fn::If needs a text'],
  ['a choice by no condition', when('Nobody', 'a', 'b'), 'there is no condition Nobody; declare it under Conditions'],
  ['a joint of no list', join(',', 'a'), 'Fn::Join needs a list to join'],
  ['a joint of an absent list', join(',', NOTHING), 'Fn::Join needs a list to join'],
  ['a joint by no text', join(5, ['a']), 'Fn::Join needs a text'],
  ['a joint by nothing', join(['a']), 'Fn::Join needs a list of 2'],
  [
    'another function',
    { 'Fn::GetAtt': 'a.b' },
    'Fn::GetAtt is not among the functions a pack may use: Ref, Fn::Sub, Fn::If, Fn::Join',
  ],
  [
    'a condition where a value is due',
    { 'Fn::Equals': ['a', 'a'] },
    'Fn::Equals is not among the functions a pack may use: Ref, Fn::Sub, Fn::If, Fn::Join',
  ],
])('%s is refused', (_, value, message) => {
  expect(refusal(() => intrinsics().resolve({ deep: [value] }))).toBe(message);
});

describe('a condition', () => {
  const isTrue = (condition: Value, others: Group = {}) =>
    intrinsics({
      conditions: { Tested: condition, Yes: { 'Fn::Equals': ['a', 'a'] }, No: { 'Fn::Equals': ['a', 'b'] }, ...others },
    }).isTrue('Tested');
  const equals = (...sides: Value[]) => ({ 'Fn::Equals': sides });
  const not = (...of: Value[]) => ({ 'Fn::Not': of });
  const and = (...of: Value[]) => ({ 'Fn::And': of });
  const or = (...of: Value[]) => ({ 'Fn::Or': of });
  const [yes, no] = [{ Condition: 'Yes' }, { Condition: 'No' }];

  test.each<[sentence: string, condition: Value, expected: boolean]>([
    ['compares a parameter', equals(ref('Age'), '90'), true],
    ['compares a parameter with another value', equals(ref('Age'), ''), false],
    ['compares as text, as CloudFormation does', equals(ref('Age'), 90), true],
    ['compares what functions yield', equals(sub('${Age}!'), join('', ['90', '!'])), true],
    ['refers to another that is true', yes, true],
    ['refers to another that is false', no, false],
    ['turns true into false', not(yes), false],
    ['turns false into true', not(no), true],
    ['is true when all are', and(yes, not(no), yes), true],
    ['is false when one is not', and(yes, no), false],
    ['is true when one is', or(no, yes), true],
    ['is false when none is', or(no, equals('a', 'b')), false],
    ['may be deep', and(or(no, not(and(yes, no))), yes), true],
  ])('%s', (_, condition, expected) => {
    expect(isTrue(condition)).toBe(expected);
  });

  const WORDS = 'a condition is made of Fn::Equals, Fn::Not, Fn::And, Fn::Or and Condition';
  test.each<[sentence: string, condition: Value, message: string, ...others: Group[]]>([
    ['refers to itself', { Condition: 'Tested' }, 'the condition Tested refers to itself'],
    ['refers to itself within others', and(yes, not({ Condition: 'Tested' })), 'the condition Tested refers to itself'],
    [
      'refers to itself through others',
      { Condition: 'Second' },
      'the condition Tested refers to itself',
      { Second: { Condition: 'Third' }, Third: not({ Condition: 'Tested' }) },
    ],
    [
      'refers to one that refers to itself',
      { Condition: 'Second' },
      'the condition Second refers to itself',
      { Second: { Condition: 'Second' } },
    ],
    ['refers to none', { Condition: 'Nobody' }, 'there is no condition Nobody; declare it under Conditions'],
    [
      'refers to what every object has',
      { Condition: 'toString' },
      'there is no condition toString; declare it under Conditions',
    ],
    ['refers to no text', { Condition: [] }, 'Condition needs a text'],
    ['is a text', 'Yes', WORDS],
    ['is a flag', true, WORDS],
    ['is nothing', null, WORDS],
    ['is a value', ref('Age'), WORDS],
    ['is two', { Condition: 'Yes', 'Fn::Not': [yes] }, WORDS],
    ['is a list', [yes], WORDS],
    ['compares three', equals('a', 'b', 'c'), 'Fn::Equals needs a list of 2'],
    ['turns two', not(yes, no), 'Fn::Not needs a list of 1'],
    ['takes all of no list', { 'Fn::And': yes }, 'Fn::And needs a list'],
    ['takes any of no list', { 'Fn::Or': 'Yes' }, 'Fn::Or needs a list'],
    [
      'compares what is not there',
      equals(ref('Nobody'), ''),
      'there is no parameter Nobody; declare it under Parameters',
    ],
  ])('is refused when it %s', (_, condition, message, ...others) => {
    expect(refusal(() => isTrue(condition, ...others))).toBe(message);
  });

  test('may be asked for by two others: that is no circle', () => {
    expect(isTrue(and({ Condition: 'Second' }, { Condition: 'Third' }), { Second: yes, Third: yes })).toBe(true);
  });
});

describe('parameters that something refers to are noted', () => {
  test.each<[sentence: string, value: Value, used: string[]]>([
    ['by a reference', ref('Age'), ['Age']],
    ['by a text', sub('${Age} ${Empty}'), ['Age', 'Empty']],
    ['by a value of a text', sub(['${a}', { a: ref('List') }]), ['List']],
    ['not by what a text means literally', sub('${!Age}'), []],
    ['not by what is AWS’s', [ref('AWS::Region'), ref('AWS::NoValue')], []],
    ['not by a value of a text’s own', sub(['${Age}', { Age: 'a' }]), []],
  ])('%s', (_, value, used) => {
    const one = intrinsics();
    one.resolve(value);
    expect([...one.used]).toEqual(used);
  });

  test('by a condition', () => {
    const one = intrinsics({ conditions: { A: { 'Fn::Equals': [ref('Age'), ''] } } });
    one.isTrue('A');
    expect([...one.used]).toEqual(['Age']);
  });
});
