import { NEUTRAL } from '../../lambdas/cis-monitoring-alarms/events';
import { fitOf } from '../../lambdas/cis-monitoring-alarms/filter';
import { parsePattern } from '../../lambdas/cis-monitoring-alarms/filter-pattern';
import { matches } from '../../lambdas/cis-monitoring-alarms/match';
import { TOPICS, topicsNamed } from '../../lambdas/cis-monitoring-alarms/topics';
import { SECURITY_HUB } from './security-hub-patterns';

const topicOf = (name: string) => topicsNamed([name])[0]!;
const fit = (pattern: string, name: string) => fitOf(parsePattern(pattern), topicOf(name));
const every = Object.entries(SECURITY_HUB);

/** The same pattern, the operands of its outermost `||`, or of its group's, the other way round. */
const reordered = (pattern: string): string => {
  const separator = pattern.includes('||') ? '||' : '&&';
  const group = /\(\((.*)\)\)\}$/.exec(pattern)?.[1];
  const inner = group === undefined ? pattern.slice(1, -1) : `(${group})`;
  const turned = inner.split(separator).map((part) => part.trim()).reverse().join(` ${separator} `); // prettier-ignore
  return group === undefined ? `{ ${turned} }` : `{ (${turned}) && ${pattern.slice(1, pattern.indexOf('&&'))} }`;
};
const quoted = (pattern: string) => pattern.replace(/(=\s*)([A-Za-z][\w.]*)/g, '$1"$2"');
const bare = (pattern: string) => pattern.replace(/"([\w.*]+)"/g, '$1');
const spaced = (pattern: string) => pattern.replace(/(&&|\|\||!=|(?<!!)=|[(){}])/g, '  $1\n ');
const tight = (pattern: string) => pattern.replace(/\s*(&&|\|\||!=|=|[(){}])\s*/g, '$1');
const flat = (pattern: string) => pattern.replace(/\((\$[^()]*)\)/g, '$1');

test('there are fifteen topics, in the benchmark’s order', () => {
  expect(TOPICS.map(({ name }) => name)).toEqual(every.map(([name]) => name));
});

describe('a filter serves its topic', () => {
  test.each(every)('%s: as Security Hub expects it', (name, pattern) => {
    expect(fit(pattern, name)).toEqual({ isWhole: true, isTooWide: false, misses: [] });
  });

  test.each(
    every.flatMap(([name, pattern]) =>
      Object.entries({ reordered, quoted, bare, spaced, tight, flat }).map(
        ([how, change]): [string, string, string] => [name, how, change(pattern)],
      ),
    ),
  )('%s: %s', (name, how, pattern) => {
    if (how === 'reordered') expect(pattern).not.toBe(SECURITY_HUB[name]);
    expect(fit(pattern, name)).toEqual({ isWhole: true, isTooWide: false, misses: [] });
  });

  test.each([
    ['unauthorized-calls', 'with later exclusions', '{ (($.errorCode ="*UnauthorizedOperation") || ($.errorCode ="AccessDenied*")) && ($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket") }'],
    ['sign-in-without-mfa', 'in its shorter form', '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }'],
    ['failed-sign-in', 'narrowed to what a failure is', '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") && ($.responseElements.ConsoleLogin = "Failure") }'],
    ['security-groups', 'with the call that later versions add', SECURITY_HUB['security-groups']!.replace('{', '{($.eventName=ModifySecurityGroupRules) || ')],
    ['cloudtrail', 'by wildcards', '{ $.eventSource = cloudtrail.amazonaws.com && ($.eventName = *Trail || $.eventName = *Logging) }'],
    ['network-acls', 'by a regular expression', '{ $.eventName = %^[CDR].*NetworkAcl% }'],
    ['kms-keys', 'with successful calls alone', '{ $.eventSource = kms* && ($.eventName = DisableKey || $.eventName = ScheduleKeyDeletion) && $.errorCode NOT EXISTS }'],
    ['root-use', 'without services at work', '{ $.userIdentity.type = Root && $.userIdentity.invokedBy NOT EXISTS }'],
    ['iam-policies', 'with more than is asked for', '{ $.eventSource = iam.amazonaws.com }'],
  ])('%s: %s', (name, _how, pattern) => {
    expect(fit(pattern, name)).toEqual({ isWhole: true, isTooWide: false, misses: [] });
  }); // prettier-ignore
});

describe('a filter does not serve', () => {
  const listed = every.filter(([, pattern]) => pattern.includes('($.eventName=') && !pattern.includes('ConsoleLogin'));

  test.each(
    listed.flatMap(([name, pattern]) =>
      [...pattern.matchAll(/\(\$\.eventName=(\w+)\)/g)].map(([condition, call]): [string, string, string] => [
        name,
        call!,
        pattern.replace(condition, '($.eventName=Another)'),
      ]),
    ),
  )('%s without %s', (name, call, pattern) => {
    expect(fit(pattern, name)).toEqual({ isWhole: false, isTooWide: false, misses: [call] });
  });

  test('every listed topic is covered by the test above', () => {
    expect(listed).toHaveLength(11);
  });

  test.each(every)('any topic but %s', (name, pattern) => {
    const others = TOPICS.filter((topic) => topic.name !== name);
    expect(others.filter((topic) => fitOf(parsePattern(pattern), topic).isWhole).map((topic) => topic.name)).toEqual(
      [],
    );
  });

  test.each([
    ['unauthorized-calls', '{ $.errorCode = AccessDenied }', ['UnauthorizedOperation', 'AccessDeniedException']],
    ['unauthorized-calls', '{ $.errorCode = AccessDenied* }', ['UnauthorizedOperation']],
    ['root-use', '{ $.userIdentity.type = Root && $.eventName = ConsoleLogin }', ['changes', 'reads']],
    ['root-use', '{ $.userIdentity.type = Root && $.readOnly IS FALSE }', ['reads']],
    ['sign-in-without-mfa', '{ $.eventName = ConsoleLogin && $.additionalEventData.MFAUsed = Yes && $.userIdentity.type = Root }', ['ConsoleLogin']],
    ['failed-sign-in', '{ $.eventName = ConsoleLogin && $.errorMessage = "No username found*" }', ['ConsoleLogin']],
    ['kms-keys', '{ $.eventSource = s3.amazonaws.com && ($.eventName = DisableKey || $.eventName = ScheduleKeyDeletion) }', ['DisableKey', 'ScheduleKeyDeletion']],
    ['kms-keys', '{ ($.eventName = DisableKey || $.eventName = ScheduleKeyDeletion) && $.awsRegion = "us-east-1" }', ['DisableKey', 'ScheduleKeyDeletion']],
    ['kms-keys', '{ ($.eventName = DisableKey || $.eventName = ScheduleKeyDeletion) && $.recipientAccountId = "111122223333" }', ['DisableKey', 'ScheduleKeyDeletion']],
    ['kms-keys', '{ ($.eventName = DisableKey || $.eventName = ScheduleKeyDeletion) && $.errorCode EXISTS }', ['DisableKey', 'ScheduleKeyDeletion']],
  ])('%s if it is %s', (name, pattern, misses) => {
    expect(fit(pattern, name)).toEqual({ isWhole: false, isTooWide: false, misses });
  }); // prettier-ignore

  test.each([
    ['{ $.eventName = * }'],
    ['{ $.eventVersion EXISTS }'],
    // As versions 1.4 and 3.0 of the benchmark print the one for refused calls.
    ['{ ($.errorCode ="*UnauthorizedOperation") || ($.errorCode ="AccessDenied*") || ($.sourceIPAddress!="delivery.logs.amazonaws.com") || ($.eventName!="HeadBucket") }'],
    ['{ $.eventName = ConsoleLogin }'],
    ['{ $.userIdentity.type = "AWSService" }'],
    ['{ $.readOnly IS TRUE }'],
  ])('any topic if it lets through what is neutral: %s', (pattern) => {
    for (const topic of TOPICS) expect(fitOf(parsePattern(pattern), topic)).toMatchObject({ isWhole: false, isTooWide: true });
  }); // prettier-ignore
});

test('a neutral event is of no topic', () => {
  for (const [, pattern] of every)
    for (const event of NEUTRAL) expect(matches(parsePattern(pattern), event)).toBe(false);
});

test('topics are named in any order, and unknown ones refused together', () => {
  expect(topicsNamed(['vpcs', 'config']).map(({ name }) => name)).toEqual(['config', 'vpcs']);
  expect(() => topicsNamed(['vpcs', 'vpc', '4.1'])).toThrow(
    "the rule's parameter 'topics' names vpc, 4.1; known are: unauthorized-calls, sign-in-without-mfa,",
  );
});
