import { complaintAbout, report, smallest, type Case } from './audit-file';

/** A problem that only a check across fields finds, in every file below. */
const ARCHIVE = { 11: '  archive: us-east-1' };
const FOUND =
  'line 11, regions.archive: "us-east-1" is the home region too; choose another region, so that losing one region does not lose the evidence';

describe('a problem across fields is found beside', () => {
  test.each<Case>([
    [
      'an ill-formed value',
      { ...ARCHIVE, 14: '  years: 0' },
      FOUND,
      'line 14, retention.years: 0 is out of range; write a whole number of years from 1 to 100',
    ],
    [
      'an absent value',
      { ...ARCHIVE, 7: '  members: []' },
      'line 6, accounts.audit: is missing; quote all 12 digits, as in "012345678901"',
      FOUND,
    ],
    [
      'an absent group',
      { ...ARCHIVE, 12: '', 13: '', 14: '' },
      'line 1, retention: is missing; it needs mode, years',
      FOUND,
    ],
    [
      'a group that is nothing',
      { ...ARCHIVE, 6: 'accounts:', 7: '' },
      'line 6, accounts: null is not a group of keys; write audit, logArchive, archive, ... below it',
      FOUND,
    ],
    [
      'an unknown key',
      { ...ARCHIVE, 15: 'tagz: {}' },
      FOUND,
      'line 15, tagz: is not a known key; did you mean "tags"?',
    ],
    [
      'an unknown key that every object inherits',
      { ...ARCHIVE, 15: 'tags: {}\ntrail: { toString: 1 }' },
      FOUND,
      'line 16, trail.toString: is not a known key; use administrator, insights, dataEvents, logRetentionDays, notifications',
    ],
    [
      'an ill-formed item of a list',
      { ...ARCHIVE, 15: 'storage: { transitions: [{ afterDays: 0, storageClass: GLACIER }] }' },
      FOUND,
      'line 15, storage.transitions[0].afterDays: 0 is out of range; write a whole number of days from 1 to 36500',
    ],
    [
      'an ill-formed tag',
      { ...ARCHIVE, 15: 'tags: { "aws:a": b }' },
      FOUND,
      'line 15, tags["aws:a"]: "aws:a" is not a tag key; use up to 128 letters, digits, spaces and _.:/=+-@, not starting with aws:',
    ],
    [
      'a backend of no known type',
      { ...ARCHIVE, 15: 'backend: { type: gcs, bucket: acme-state }' },
      FOUND,
      'line 15, backend.type: "gcs" is not a backend; use local, s3, remote, cloud',
    ],
    [
      'a backend that lacks a key',
      { ...ARCHIVE, 15: 'backend: { type: s3, region: eu-west-1 }' },
      FOUND,
      'line 15, backend.bucket: is missing; write the name alone, 3 to 63 lower-case letters, digits, dots and hyphens',
    ],
    [
      'an ill-formed list of the same kind',
      { 15: 'recorder: { exclude: [Bucket] }\naggregator: { regions: [us-east-1, us-east-1] }' },
      'line 15, recorder.exclude[0]: "Bucket" is not a type AWS Config records; see audit.schema.json for the 533 that are',
      'line 16, aggregator.regions[1]: "us-east-1" is listed twice; remove one',
    ],
    [
      'ill-formed transitions of another bucket',
      {
        15: 'storage:\n  transitions: 90\n  archiveTransitions: [{ afterDays: 1, storageClass: STANDARD_IA }]',
      },
      'line 16, storage.transitions: 90 is not a list; write [...]',
      'line 17, storage.archiveTransitions[0].afterDays: 1 is too early for STANDARD_IA; S3 moves objects there after 30 days at the earliest',
    ],
    [
      'an ill-formed optional policy',
      { 15: 'guardrails:\n  attachTo: [r-a1b3]\n  optional: [{ policy: a b }]' },
      'line 16, guardrails.attachTo[0]: "r-a1b3" is not the root; write r-a1b2, as in organization.rootId',
      'line 17, guardrails.optional[0].policy: "a b" is not the name of a policy; write the name of a file in policies/scp/optional/, without .json: lower-case letters, digits and hyphens',
    ],
    [
      'an ill-formed target in another list',
      {
        15: 'guardrails:\n  attachTo: [root]\n  optional: [{ policy: a, attachTo: [r-a1b3] }]\n  resourceControlPolicies: { attachTo: ["111111111111"] }',
      },
      'line 16, guardrails.attachTo[0]: "root" is not a policy target; write a root id (r-...), an organizational unit (ou-...) or a quoted account id',
      'line 17, guardrails.optional[0].attachTo[0]: "r-a1b3" is not the root; write r-a1b2, as in organization.rootId',
      'line 18, guardrails.resourceControlPolicies.attachTo[0]: "111111111111" is the management account, which SCPs and RCPs never bind; name the root, an organizational unit or a member account',
    ],
    [
      'an ill-formed target in the same group',
      { 15: 'guardrails:\n  limits:\n    scp:\n      alreadyAttachedTo:\n        root: 2\n        r-a1b3: 2' },
      'line 19, guardrails.limits.scp.alreadyAttachedTo.root: "root" is not a policy target; write a root id (r-...), an organizational unit (ou-...) or a quoted account id',
      'line 20, guardrails.limits.scp.alreadyAttachedTo.r-a1b3: "r-a1b3" is not the root; write r-a1b2, as in organization.rootId',
    ],
    [
      'an ill-formed list of accounts elsewhere',
      {
        15: 'recorder: { serviceLinkedRoleExistsIn: some }\nstorage: { readers: ["arn:aws:iam::999999999999:role/Reader"] }',
      },
      'line 15, recorder.serviceLinkedRoleExistsIn: "some" is not a list of account ids; write all or ["111111111111", ...]',
      'line 16, storage.readers[0]: "arn:aws:iam::999999999999:role/Reader" is in an account that is not of this file; add the account to accounts.members, or name another role',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('nothing is said across fields of', () => {
  test.each<Case>([
    [
      'a value that cannot be read',
      { 9: '  home: us-east-9', 11: '  archive: us-east-1' },
      'line 9, regions.home: "us-east-9" is not an AWS region; did you mean "us-east-1"?',
    ],
    [
      'a list of which an item cannot be read',
      { 10: '  governed: [eu-west-1, us-east-9]' },
      'line 10, regions.governed[1]: "us-east-9" is not an AWS region; did you mean "us-east-1"?',
    ],
    [
      'what stands in for an absent group',
      { 8: '', 9: '', 10: '', 11: '', 15: 'storage: { readers: ["arn:aws-cn:iam::222222222222:role/Reader"] }' },
      'line 1, regions: is missing; it needs home, governed, archive',
    ],
    [
      'the home region of topics when it cannot be read',
      {
        9: '  home: us-east-9',
        15: 'alarms: { topicArns: ["arn:aws:sns:eu-west-1:222222222222:alerts"] }',
      },
      'line 9, regions.home: "us-east-9" is not an AWS region; did you mean "us-east-1"?',
    ],
    [
      'a topic that is not one, though it is listed twice',
      { 15: 'alarms: { topicArns: [alerts, alerts] }' },
      ...[0, 1].map(
        (at) =>
          `line 15, alarms.topicArns[${at}]: "alerts" is not the ARN of a standard SNS topic; write the whole ARN of a topic in the home region`,
      ),
    ],
    [
      'targets of which one cannot be read, and a number that may be its',
      {
        15: 'guardrails:\n  attachTo: [ou-a1b2-1]\n  limits: { scp: { alreadyAttachedTo: { ou-a1b2-11111111: 2 } } }',
      },
      'line 16, guardrails.attachTo[0]: "ou-a1b2-1" is not a policy target; write a root id (r-...), an organizational unit (ou-...) or a quoted account id',
    ],
    [
      'accounts that may be among those that cannot be read',
      { 7: '  audit: "222222222222"\n  members: [333333333333]', 15: 'guardrails: { attachTo: ["333333333333"] }' },
      'line 8, accounts.members[0]: 333333333333 is not an account id; quote all 12 digits, as in "012345678901"',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
