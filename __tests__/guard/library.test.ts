import { readdirSync } from 'node:fs';
import catalogue from '../../src/catalogue/managed-rules.json';
import RESOURCE_TYPES from '../../src/config/resource-types.json';
import { GuardRule } from '../../src/rules/guard-rule';

const PLACEHOLDERS = {
  RequiredTags: ['owner', 'cost-center'],
  AccountIds: Array.from({ length: 500 }, (_, at) => String(100000000000 + at)),
  OrganizationIds: ['o-a1b2c3d4e5'],
  AllowedPublicPorts: [80, 443],
};
/** Recorded in every account without being asked for, hence in no list of types to choose from. */
const SYSTEM_TYPES = ['AWS::Config::ConfigurationRecorder'];

const MANAGED = new Set(catalogue.rules.map(({ id }) => id));

const rules = GuardRule.readAll('policies/guard');
const each = rules.map((rule) => [rule.name, rule] as const);
const REGEX = /(?<=[\s[(])\/((?:\\.|[^/\\\n]|\n)+?)\/(?=[\s,\])]|$)/g;
const regexesOf = ({ source }: GuardRule) => [...withoutComments(source).matchAll(REGEX)].map(([, regex]) => regex!);
const withoutComments = (source: string) => source.replace(/^\s*#.*$/gm, '');
const withoutMessages = (source: string) => source.replace(/<<[\s\S]*?>>/g, '<<>>');
const withoutRegexes = (source: string) => withoutComments(source).replace(REGEX, 'REGEX');

/** Lists and filters as one mark each, from the innermost outwards. */
function withoutLists(source: string): string {
  const folded = source.replace(/\[[^[\]]*\]/g, '()');
  return folded === source ? source : withoutLists(folded);
}

test('there are enough of them to be called a library', () => {
  expect(rules.length).toBeGreaterThanOrEqual(24);
  expect(readdirSync('policies/guard').filter((file) => !file.endsWith('.guard'))).toEqual([]);
});

test.each(each)('%s is a name AWS Config and people can read', (name) => {
  expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  expect(name.length).toBeLessThanOrEqual(50);
});

test.each(each)('%s opens with a description of its own', (_, rule) => {
  expect(rule.description).toMatch(/^[A-Z][^<>]{20,248}\.$/);
  expect(rules.filter(({ description }) => description === rule.description)).toEqual([rule]);
});

test.each(each)('%s can be deployed, to an organization of 500 accounts too', (_, rule) => {
  expect(rule.problems(PLACEHOLDERS)).toEqual([]);
});

test.each(each)('%s asks for types that are recorded', (_, rule) => {
  const recorded: readonly string[] = [...RESOURCE_TYPES, ...SYSTEM_TYPES];
  expect(rule.types.filter((type) => !recorded.includes(type))).toEqual([]);
});

test.each(each)('%s asks for the type in each of its rules', (_, rule) => {
  const heads = [...withoutRegexes(rule.source).matchAll(/^rule \w+ ([^{]*)\{/gm)].map(([, head]) => head!);
  expect(heads.length).toBeGreaterThan(0);
  for (const head of heads) expect(head).toMatch(/^when resourceType (== "AWS::\w+::\w+"|IN \["AWS::)/);
});

test.each(each)('%s differs from managed rules that exist, or says that there are none', (_, { source }) => {
  const comments = [...source.matchAll(/^# ?(.*)$/gm)].map(([, text]) => text).join(' ');
  const named = [...comments.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(([id]) => id);
  if (/Differs from/.test(comments)) expect(named).not.toEqual([]);
  expect(named.filter((id) => !MANAGED.has(id))).toEqual([]);
});

test.each(each)('%s gives a message with each of its checks', (_, rule) => {
  expect(silentChecks(rule.source)).toEqual([]);
  for (const [, message] of rule.source.matchAll(/<<([\s\S]*?)>>/g)) {
    expect(message).toMatch(/^[A-Z].+: [a-z].*[^.\s]$/);
  }
});

test('checks without a message are found', () => {
  const rule = (body: string) => `rule x when resourceType == "AWS::S3::Bucket" {\n${body}\n}`;
  expect(silentChecks(rule('  a == 1\n    <<A: b>>'))).toEqual([]);
  expect(silentChecks(rule('  a == 1\n    <<A: b>>\n  b exists'))).toEqual(['b exists']);
  expect(silentChecks(rule('  when a\n       b {\n    c[ d == /x\\/[y]/ ] empty\n  }'))).toEqual(['c() empty']);
});

/** The runtime of AWS Config is Guard 2: what version 3 brought is an error there, and some of 2 means something else. */
test.each(each)('%s is written in what Guard 2 and 3 understand alike', (_, rule) => {
  const text = withoutMessages(withoutRegexes(rule.source));
  const since3 = /\b(json_parse|regex_replace|join|to_lower|to_upper|substring|url_decode|count|parse_\w+|now)\s*\(/;
  expect(text).not.toMatch(since3);
  expect(text).not.toMatch(/\bis_null\b/); // an error in 2
  expect(text).not.toMatch(/[!=]=\s*null\b/); // null is a text in 2
  expect(text).not.toMatch(/!is_string|not is_string/); // does not hold for null in 2
  expect(text).not.toMatch(/\]\s*\[/); // a panic in both
  expect(text).not.toMatch(/\brule \w+\(/); // parameters
  expect(withoutLists(text)).not.toMatch(/%\w+ (!|not )?empty/); // a literal list is never empty
});

test.each(each)('%s uses regular expressions that every engine has', (_, rule) => {
  for (const regex of regexesOf(rule)) {
    expect(regex).not.toMatch(/\(\?(=|!|<[=!])/); // look-around
    expect(regex).not.toMatch(/\\[1-9]|\\k</); // back references
    expect(regex).not.toMatch(/[*+?}]\+/); // possessive quantifiers
  }
});

test.each(each)('%s holds in every partition', (_, rule) => {
  expect(withoutComments(rule.source)).not.toMatch(/arn:aws:/);
});

test('patterns of one name are the same wherever they stand', () => {
  const patterns = rules.flatMap((rule) =>
    [...withoutComments(rule.source).matchAll(/^let (\w+) = (\/[\s\S]*?[^\\]\/)$/gm)].map(
      ([, name, regex]) => [name!, regex!] as const,
    ),
  );
  expect(patterns.length).toBeGreaterThan(10);
  const first = new Map([...patterns].reverse());
  expect(patterns.filter(([name, regex]) => first.get(name) !== regex).map(([name]) => name)).toEqual([]);
});

/** Checks that no message follows: what is left once patterns, lists, filters and conditions are folded away. */
function silentChecks(source: string): string[] {
  const lines = withoutLists(withoutMessages(withoutRegexes(source)))
    .replace(/^\s*let .*$/gm, '')
    .replace(/\bwhen\b[^{]*\{/g, '{')
    .replace(/^.*\{$/gm, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== '}');
  return lines.filter((line, at) => line !== '<<>>' && lines[at + 1] !== '<<>>');
}
