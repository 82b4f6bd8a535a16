import { checkRule } from '../../src/conformance/content-checks';
import type { Group } from '../../src/conformance/template';

const MANAGED: Group = { ConfigRuleName: 'one', Source: { Owner: 'AWS', SourceIdentifier: 'SNS_ENCRYPTED_KMS' } };
const CHANGE = { EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' };
const SCHEDULE = { EventSource: 'aws.config', MessageType: 'ScheduledNotification' };
const ours = (...SourceDetails: Group[]): Group => ({
  ConfigRuleName: 'one',
  Source: {
    Owner: 'CUSTOM_LAMBDA',
    SourceIdentifier: 'arn:aws:lambda:eu-west-1:111111111111:function:one',
    SourceDetails,
  },
});

/** What is wrong, as a person reads it. */
const complaints = (properties: Group): string[] =>
  checkRule(properties, []).map(({ path, what, mend }) => `${path.join('.')}: ${what}; ${mend}`);

test.each<[sentence: string, properties: Group, ...complaints: string[]]>([
  ['in order', MANAGED],
  ['with a type', { ...MANAGED, Scope: { ComplianceResourceTypes: ['AWS::SNS::Topic'] } }],
  [
    'with a resource',
    { ...MANAGED, Scope: { ComplianceResourceTypes: ['AWS::SNS::Topic'], ComplianceResourceId: 'a' } },
  ],
  ['with a tag', { ...MANAGED, Scope: { TagKey: 'stage', TagValue: 'live' } }],
  [
    'whose scope is a word',
    { ...MANAGED, Scope: 'all' },
    'Scope: is no group; write ComplianceResourceId, ComplianceResourceTypes, TagKey, TagValue below it',
  ],
  [
    'whose scope has a misspelt key',
    { ...MANAGED, Scope: { ComplianceResourceType: ['AWS::SNS::Topic'] } },
    'Scope.ComplianceResourceType: is no key here; did you mean "ComplianceResourceTypes"?',
  ],
  [
    'with a resource of no type',
    { ...MANAGED, Scope: { ComplianceResourceId: 'a' } },
    'Scope.ComplianceResourceId: needs exactly one type beside it; name one in ComplianceResourceTypes',
  ],
  [
    'with a tag value alone',
    { ...MANAGED, Scope: { TagValue: 'live' } },
    'Scope.TagValue: needs the key of the tag beside it; add TagKey',
  ],
  [
    'with both tag and type',
    { ...MANAGED, Scope: { ComplianceResourceTypes: ['AWS::SNS::Topic'], TagKey: 'stage' } },
    'Scope.TagKey: cannot be combined with ComplianceResourceTypes; choose resources by tag or by type',
  ],
  [
    'of AWS that says what starts it',
    { ...MANAGED, Source: { ...(MANAGED.Source as Group), SourceDetails: [CHANGE] } },
    'Source.SourceDetails: is no key here; use Owner, SourceIdentifier',
  ],
  ['of ours', ours(CHANGE, { ...SCHEDULE, MaximumExecutionFrequency: 'Six_Hours' })],
  [
    'of ours with a policy',
    { ...ours(CHANGE), Source: { ...(ours(CHANGE).Source as Group), CustomPolicyDetails: {} } },
    'Source.CustomPolicyDetails: is no key here; use Owner, SourceDetails, SourceIdentifier',
  ],
  [
    'from another event source',
    ours({ ...CHANGE, EventSource: 'aws.s3' }),
    'Source.SourceDetails: has the event source "aws.s3"; write EventSource: aws.config',
  ],
  [
    'from no event source',
    ours({ MessageType: 'ScheduledNotification' }),
    'Source.SourceDetails: has the event source null; write EventSource: aws.config',
  ],
  [
    'that a change starts by the clock',
    ours({ ...CHANGE, MaximumExecutionFrequency: 'Six_Hours' }),
    'Source.SourceDetails: ConfigurationItemChangeNotification has no frequency; remove MaximumExecutionFrequency',
  ],
  [
    'that runs weekly',
    ours({ ...SCHEDULE, MaximumExecutionFrequency: 'Weekly' }),
    'Source.SourceDetails: "Weekly" is no frequency; use One_Hour, Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours',
  ],
  [
    'with a misspelt key of a message',
    ours({ ...SCHEDULE, MaximumExecutionFrequenzy: 'Six_Hours' }),
    'Source.SourceDetails.MaximumExecutionFrequenzy: is no key here; did you mean "MaximumExecutionFrequency"?',
  ],
])('a rule %s', (_, properties, ...expected) => {
  expect(complaints(properties)).toEqual(expected);
});
