import { complaintAbout, report, smallest, type Case } from './audit-file';

/** Checked on their own in every place that has them. */
describe('a role name', () => {
  const MANY =
    'write the name with its path, as in BreakGlass or audit/BreakGlass; a closing * needs 4 characters before it';
  test.each<Case>([
    ['may have a path', { 15: 'guardrails: { exemptRoles: [aws-reserved/sso.amazonaws.com/Audit] }' }],
    ['may end with * after 4 characters', { 15: 'guardrails: { exemptRoles: ["Demo*"] }' }],
    [
      'may not after 3',
      { 15: 'guardrails: { exemptRoles: ["Dem*"] }' },
      `line 15, guardrails.exemptRoles[0]: "Dem*" is not a role name; ${MANY}`,
    ],
    [
      'may not after 3 behind a path',
      { 15: 'guardrails: { exemptRoles: [audit/Dem*] }' },
      `line 15, guardrails.exemptRoles[0]: "audit/Dem*" is not a role name; ${MANY}`,
    ],
    [
      'is not everybody',
      { 15: 'guardrails: { evaluatorRoles: ["*"] }' },
      `line 15, guardrails.evaluatorRoles[0]: "*" is not a role name; ${MANY}`,
    ],
    [
      'is not an ARN',
      { 15: 'guardrails: { exemptRoles: ["arn:aws:iam::222222222222:role/Demo"] }' },
      `line 15, guardrails.exemptRoles[0]: "arn:aws:iam::222222222222:role/Demo" is not a role name; ${MANY}`,
    ],
    [
      'has no * where a role is assumed',
      { 15: 'provider:\n  roleName: Deploy*\n  managementRoleName: Deploy*' },
      'line 16, provider.roleName: "Deploy*" is not a role name; write the name with its path, as in audit/Deployer',
      'line 17, provider.managementRoleName: "Deploy*" is not a role name; write the name with its path, as in audit/Deployer',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a reader', () => {
  test.each<Case>([
    ['may have a path', { 15: 'storage: { readers: ["arn:aws:iam::222222222222:role/audit/Reader"] }' }],
    [
      'is a role, not a user',
      { 15: 'storage: { readers: ["arn:aws:iam::222222222222:user/reader"] }' },
      'line 15, storage.readers[0]: "arn:aws:iam::222222222222:user/reader" is not a role ARN; write the whole ARN of a role in one of the accounts',
    ],
    [
      'is one role, not all',
      { 15: 'storage: { readers: ["arn:aws:iam::222222222222:role/*"] }' },
      'line 15, storage.readers[0]: "arn:aws:iam::222222222222:role/*" is not a role ARN; write the whole ARN of a role in one of the accounts',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a bucket name', () => {
  const MEND = 'write the name alone, 3 to 63 lower-case letters, digits, dots and hyphens';
  const at = (name: string) => ({ 15: `trail: { dataEvents: { s3Buckets: [${name}] } }` });
  test.each<Case>([
    ['of 3 characters', at('9b9')],
    ['of 2', at('ab'), `line 15, trail.dataEvents.s3Buckets[0]: "ab" is not a bucket name; ${MEND}`],
    ['of 63', at('a'.repeat(63))],
    [
      'of 64',
      at('a'.repeat(64)),
      `line 15, trail.dataEvents.s3Buckets[0]: "${'a'.repeat(64)}" is not a bucket name; ${MEND}`,
    ],
    [
      'as an ARN',
      at('"arn:aws:s3:::records"'),
      `line 15, trail.dataEvents.s3Buckets[0]: "arn:aws:s3:::records" is not a bucket name; ${MEND}`,
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a topic that alarms tell', () => {
  const MEND = 'write the whole ARN of a topic in the home region';
  const x = (length: number) => 'x'.repeat(length);
  const START = 'arn:aws:sns:us-east-1:222222222222:';
  const at = (topic: string) => ({ 15: `alarms: { topicArns: ["${topic}"] }` });
  const refused = (sentence: string, topic: string, shown = `"${topic}"`): Case => [
    sentence,
    at(topic),
    `line 15, alarms.topicArns[0]: ${shown} is not the ARN of a standard SNS topic; ${MEND}`,
  ];
  test.each<Case>([
    ['has a name of letters, digits, hyphens and underscores', at(`${START}Security_alerts-1`)],
    ['may be of any account', at('arn:aws:sns:us-east-1:999999999999:alerts')],
    ['may have a name of one character', at(`${START}a`)],
    refused('may not have none', START),
    ['may have a name of 256 characters', at(`${START}${x(256)}`)],
    refused('may not have one of 257', `${START}${x(257)}`, `"${START}${x(76 - START.length)}...`),
    refused('is not given by its name', 'security-alerts'),
    refused('is no FIFO topic, which alarms cannot tell', `${START}alerts.fifo`),
    refused('is no subscription', `${START}alerts:11111111-2222-4333-8444-555555555555`),
    refused('is no queue', 'arn:aws:sqs:us-east-1:222222222222:alerts'),
    refused('has a region', 'arn:aws:sns::222222222222:alerts'),
    refused('has an account', 'arn:aws:sns:us-east-1::alerts'),
    refused('has no account of 11 digits', 'arn:aws:sns:us-east-1:22222222222:alerts'),
    refused('has no account of 13 digits', 'arn:aws:sns:us-east-1:2222222222222:alerts'),
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a resource type', () => {
  test.each<Case>([
    ['that Config records', { 15: 'recorder: { exclude: [AWS::S3::Bucket] }' }],
    [
      'near one',
      { 15: 'recorder: { exclude: [AWS::S3::Buckets] }' },
      'line 15, recorder.exclude[0]: "AWS::S3::Buckets" is not a type AWS Config records; did you mean "AWS::S3::Bucket"?',
    ],
    [
      'near none',
      { 15: 'recorder: { exclude: [buckets] }' },
      'line 15, recorder.exclude[0]: "buckets" is not a type AWS Config records; see audit.schema.json for the 533 that are',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a tag', () => {
  const KEY = 'use up to 128 letters, digits, spaces and _.:/=+-@, not starting with aws:';
  const VALUE = 'use up to 256 letters, digits, spaces and _.:/=+-@, quoted';
  test.each<Case>([
    ['may have spaces and letters of any script', { 15: 'tags: { "Kosten Stelle": "Prüfung 監査" }' }],
    ['may have 128 characters of key and 256 of value', { 15: `tags: { ${'k'.repeat(128)}: ${'v'.repeat(256)} }` }],
    [
      'may not have 129 of key',
      { 15: `tags: { ${'k'.repeat(129)}: v }` },
      `line 15, tags.${'k'.repeat(129)}: "${'k'.repeat(76)}... is not a tag key; ${KEY}`,
    ],
    [
      'may not have 257 of value',
      { 15: `tags: { k: ${'v'.repeat(257)} }` },
      `line 15, tags.k: "${'v'.repeat(76)}... is not a tag value; ${VALUE}`,
    ],
    [
      'may not be of AWS',
      { 15: 'tags: { "aws:owner": x }' },
      `line 15, tags["aws:owner"]: "aws:owner" is not a tag key; ${KEY}`,
    ],
    ['may not have an empty key', { 15: 'tags: { "": x }' }, `line 15, tags[""]: "" is not a tag key; ${KEY}`],
    ['may not be a number', { 15: 'tags: { cost: 42 }' }, `line 15, tags.cost: 42 is not a tag value; ${VALUE}`],
    [
      'may not have a comma',
      { 15: 'tags: { a b: "c,d" }' },
      `line 15, tags["a b"]: "c,d" is not a tag value; ${VALUE}`,
    ],
    [
      'is not in a list',
      { 15: 'tags: [owner]' },
      'line 15, tags: ["owner"] is not a group of tags; write key: "value" below it',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('the longest', () => {
  const x = (length: number) => 'x'.repeat(length);
  const root = (id: string, target: string) => ({
    4: `  rootId: r-${id}`,
    15: `guardrails: { attachTo: [${target}] }`,
  });
  const TARGET = 'write a root id (r-...), an organizational unit (ou-...) or a quoted account id';
  const HCP = 'write letters, digits, dots, hyphens and underscores';
  test.each<Case>([
    ['topic name has 256 characters', { 15: `recorder: { snsTopicName: ${x(256)} }` }],
    [
      'topic name has not 257',
      { 15: `recorder: { snsTopicName: ${x(257)} }` },
      `line 15, recorder.snsTopicName: "${x(76)}... is not a topic name; write the name alone: letters, digits, hyphens and underscores`,
    ],
    [
      'workspace prefix has 90 characters',
      { 15: `backend: { type: cloud, organization: a, workspacePrefix: ${x(90)} }` },
    ],
    [
      'workspace prefix has not 91',
      { 15: `backend: { type: cloud, organization: a, workspacePrefix: ${x(91)} }` },
      `line 15, backend.workspacePrefix: "${x(76)}... is not a workspace prefix; ${HCP}`,
    ],
    ['root has 32 characters', root(x(32), `r-${x(32)}`)],
    [
      'root has not 33',
      root(x(32), `r-${x(33)}`),
      `line 15, guardrails.attachTo[0]: "r-${x(33)}" is not a policy target; ${TARGET}`,
    ],
    ['organizational unit has 32 of the root and 32 of its own', root(x(32), `ou-${x(32)}-${'9'.repeat(32)}`)],
    [
      'organizational unit has not 33 of the root',
      root(x(32), `ou-${x(33)}-${x(8)}`),
      `line 15, guardrails.attachTo[0]: "ou-${x(33)}-${x(8)}" is not a policy target; ${TARGET}`,
    ],
    [
      'organizational unit has not 33 of its own',
      root(x(32), `ou-${x(4)}-${x(33)}`),
      `line 15, guardrails.attachTo[0]: "ou-${x(4)}-${x(33)}" is not a policy target; ${TARGET}`,
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a setting with values of its own', () => {
  test.each<Case>([
    [
      'trail.logRetentionDays',
      { 15: 'trail: { logRetentionDays: 364 }' },
      'line 15, trail.logRetentionDays: 364 is not a retention CloudWatch Logs offers; use one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653',
    ],
    [
      'provider.version',
      { 15: 'provider: { version: "6" }' },
      'line 15, provider.version: "6" is not a supported major version; write 5 or 6',
    ],
    [
      'recorder.snapshotFrequency',
      { 15: 'recorder: { snapshotFrequency: Daily }' },
      'line 15, recorder.snapshotFrequency: "Daily" is not one of the choices; use One_Hour, Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours',
    ],
    [
      'storage.expireAfterYears, too small',
      { 15: 'storage: { expireAfterYears: 0 }' },
      'line 15, storage.expireAfterYears: 0 is out of range; write a whole number of years from 1 to 100',
    ],
    [
      'storage.expireAfterYears, too great',
      { 15: 'storage: { expireAfterYears: 101 }' },
      'line 15, storage.expireAfterYears: 101 is out of range; write a whole number of years from 1 to 100',
    ],
    [
      'recorder.snsTopicName',
      { 15: 'recorder: { snsTopicName: changes.fifo }' },
      'line 15, recorder.snsTopicName: "changes.fifo" is not a topic name; write the name alone: letters, digits, hyphens and underscores',
    ],
    [
      'guardrails.attachTo',
      { 15: 'guardrails: { attachTo: [root] }' },
      'line 15, guardrails.attachTo[0]: "root" is not a policy target; write a root id (r-...), an organizational unit (ou-...) or a quoted account id',
    ],
    [
      'guardrails.optional[].attachTo',
      { 15: 'guardrails: { optional: [{ policy: quarantine, attachTo: [root] }] }' },
      'line 15, guardrails.optional[0].attachTo[0]: "root" is not a policy target; write a root id (r-...), an organizational unit (ou-...) or a quoted account id',
    ],
    [
      'guardrails.optional[].attachTo, one word',
      { 15: 'guardrails: { optional: [{ policy: quarantine, attachTo: r-a1b2 }] }' },
      'line 15, guardrails.optional[0].attachTo: "r-a1b2" is not a list; write ["r-a1b2"]',
    ],
    [
      'guardrails.resourceControlPolicies.enabled',
      { 15: 'guardrails: { resourceControlPolicies: { enabled: "no" } }' },
      'line 15, guardrails.resourceControlPolicies.enabled: "no" is neither true nor false; write true or false, without quotes',
    ],
    [
      'guardrails.resourceControlPolicies.attachTo',
      { 15: 'guardrails: { resourceControlPolicies: { attachTo: [222222222222] } }' },
      'line 15, guardrails.resourceControlPolicies.attachTo[0]: 222222222222 is not a policy target; write a root id (r-...), an organizational unit (ou-...) or a quoted account id',
    ],
    [
      'alarms.topicArns, one word',
      { 15: 'alarms: { topicArns: alerts }' },
      'line 15, alarms.topicArns: "alerts" is not a list; write ["alerts"]',
    ],
    [
      'storage.transitions',
      { 15: 'storage: { transitions: [{ afterDays: 36501, storageClass: GLACIR }] }' },
      'line 15, storage.transitions[0].afterDays: 36501 is out of range; write a whole number of days from 1 to 36500',
      'line 15, storage.transitions[0].storageClass: "GLACIR" is not one of the choices; did you mean "GLACIER"?',
    ],
  ])('%s is held to them', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
