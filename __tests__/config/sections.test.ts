import { complaintAbout, report, smallest, type Case } from './audit-file';

const TOP =
  'name, organization, accounts, regions, retention, storage, trail, recorder, aggregator, guardrails, alarms, rules, conformancePacks, response, forensics, controlTower, adopt, backend, provider, tags, deletionProtection';

describe('a group of keys', () => {
  test.each<Case>([
    ['is absent', { 6: '', 7: '' }, 'line 1, accounts: is missing; it needs audit'],
    [
      'is nothing',
      { 6: 'accounts:', 7: '' },
      'line 6, accounts: null is not a group of keys; write audit, logArchive, archive, ... below it',
    ],
    [
      'is a list',
      { 6: 'accounts: []', 7: '' },
      'line 6, accounts: [] is not a group of keys; write audit, logArchive, archive, ... below it',
    ],
    [
      'is a word',
      { 12: 'retention: COMPLIANCE', 13: '', 14: '' },
      'line 12, retention: "COMPLIANCE" is not a group of keys; write mode, years below it',
    ],
    [
      'is a word, and has four keys',
      { 8: 'regions: us-east-1', 9: '', 10: '', 11: '' },
      'line 8, regions: "us-east-1" is not a group of keys; write home, governed, archive, ... below it',
    ],
    [
      'is optional, but nothing',
      { 15: 'aggregator:' },
      'line 15, aggregator: null is not a group of keys; write regions below it',
    ],
    [
      'within a group is nothing',
      { 15: 'trail:\n  dataEvents:' },
      'line 16, trail.dataEvents: null is not a group of keys; write s3Buckets, calls below it',
    ],
    [
      'within a list is a number',
      { 15: 'storage:\n  transitions:\n    - 90' },
      'line 17, storage.transitions[0]: 90 is not a group of keys; write afterDays, storageClass below it',
    ],
    [
      'within a list is a word',
      { 15: 'guardrails: { optional: [quarantine] }' },
      'line 15, guardrails.optional[0]: "quarantine" is not a group of keys; write policy, attachTo below it',
    ],
    [
      'is a switch',
      { 15: 'guardrails: { resourceControlPolicies: false }' },
      'line 15, guardrails.resourceControlPolicies: false is not a group of keys; write enabled, attachTo below it',
    ],
    [
      'is a list of what is within',
      { 15: 'alarms: []' },
      'line 15, alarms: [] is not a group of keys; write subscriptions, topicArns, cis below it',
    ],
    ['may be empty when all within is optional', { 15: 'trail: {}\nrecorder: { }\nguardrails: { limits: {} }' }],
    [
      'may hold empty groups',
      {
        15: 'guardrails: { resourceControlPolicies: {}, limits: { scp: {}, rcp: { alreadyAttachedTo: {} } } }\nrules: {}',
      },
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('an unknown key', () => {
  test.each<Case>([
    [
      'near a known one',
      { 15: 'gaurdrails: {}' },
      'line 15, gaurdrails: is not a known key; did you mean "guardrails"?',
    ],
    ['in the wrong case', { 15: 'Tags: {}' }, 'line 15, Tags: is not a known key; did you mean "tags"?'],
    ['near none', { 15: 'watches: []' }, `line 15, watches: is not a known key; use ${TOP}`],
    [
      'of a group',
      { 7: '  audit: "222222222222"\n  logarchives: "333333333333"' },
      'line 8, accounts.logarchives: is not a known key; did you mean "logArchive"?',
    ],
    [
      'of a group, near none',
      { 15: 'trail: { isOrganizationTrail: true }' },
      'line 15, trail.isOrganizationTrail: is not a known key; use administrator, insights, dataEvents, logRetentionDays, notifications',
    ],
    [
      'of a group within a group',
      { 15: 'guardrails:\n  limits:\n    scp:\n      attachment: 5' },
      'line 18, guardrails.limits.scp.attachment: is not a known key; did you mean "attachments"?',
    ],
    [
      'of a group that holds groups only',
      { 15: 'guardrails:\n  limits:\n    attachments: 5' },
      'line 17, guardrails.limits.attachments: is not a known key; use scp, rcp',
    ],
    [
      'of an optional policy',
      { 15: 'guardrails:\n  optional:\n    - policy: quarantine\n      attachedTo: [r-a1b2]' },
      'line 18, guardrails.optional[0].attachedTo: is not a known key; did you mean "attachTo"?',
    ],
    [
      'of a group within a list',
      { 15: 'storage:\n  transitions:\n    - afterDays: 90\n      storageClass: GLACIER\n      after: 9' },
      'line 19, storage.transitions[0].after: is not a known key; use afterDays, storageClass',
    ],
    [
      'beside another',
      { 15: 'provider:\n  roleNam: A\n  versoin: 6' },
      'line 16, provider.roleNam: is not a known key; did you mean "roleName"?',
      'line 17, provider.versoin: is not a known key; did you mean "version"?',
    ],
    ['that is a number', { 15: '1: x' }, `line 15, 1: is not a known key; use ${TOP}`],
    ['that is empty', { 15: '"": x' }, `line 15, [""]: is not a known key; use ${TOP}`],
    [
      'with a dot',
      { 15: 'trail.notifications: true' },
      `line 15, ["trail.notifications"]: is not a known key; use ${TOP}`,
    ],
    ['that every object inherits', { 15: 'constructor: x' }, `line 15, constructor: is not a known key; use ${TOP}`],
    ['that is the prototype', { 15: '__proto__: {}' }, `line 15, __proto__: is not a known key; use ${TOP}`],
  ])('%s is refused', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a backend', () => {
  test.each<Case>([
    ['is local', { 15: 'backend: { type: local }' }],
    ['is s3', { 15: 'backend: { type: s3, bucket: acme-state, region: eu-west-1 }' }],
    [
      'is s3, with a prefix, a key and a role',
      {
        15: 'backend:\n  type: s3\n  bucket: acme-state\n  region: eu-west-1\n  keyPrefix: audit/state\n  kmsKeyId: arn:aws:kms:eu-west-1:222222222222:key/11111111-2222-4333-8444-555555555555\n  roleArn: arn:aws:iam::222222222222:role/audit/State',
      },
    ],
    ['is remote', { 15: 'backend: { type: remote, organization: acme, hostname: tfe.example.com:8443 }' }],
    ['is cloud', { 15: 'backend: { type: cloud, organization: acme, workspacePrefix: audit- }' }],
    [
      'is nothing',
      { 15: 'backend:' },
      'line 15, backend: null is not a group of keys; write type: local or type: s3 or type: remote or type: cloud below it',
    ],
    [
      'is a word',
      { 15: 'backend: s3' },
      'line 15, backend: "s3" is not a group of keys; write type: local or type: s3 or type: remote or type: cloud below it',
    ],
    [
      'is a list',
      { 15: 'backend: [s3]' },
      'line 15, backend: ["s3"] is not a group of keys; write type: local or type: s3 or type: remote or type: cloud below it',
    ],
    [
      'has no type',
      { 15: 'backend: { bucket: acme-state }' },
      'line 15, backend.type: is missing; write local or s3 or remote or cloud',
    ],
    [
      'has a type near another',
      { 15: 'backend: { type: S3 }' },
      'line 15, backend.type: "S3" is not a backend; did you mean "s3"?',
    ],
    [
      'has a type of its own',
      { 15: 'backend: { type: azurerm }' },
      'line 15, backend.type: "azurerm" is not a backend; use local, s3, remote, cloud',
    ],
    [
      'has a type that is nothing',
      { 15: 'backend: { type: }' },
      'line 15, backend.type: null is not a backend; use local, s3, remote, cloud',
    ],
    [
      'lacks what its type needs',
      { 15: 'backend: { type: s3 }' },
      'line 15, backend.bucket: is missing; write the name alone, 3 to 63 lower-case letters, digits, dots and hyphens',
      'line 15, backend.region: is missing; write a region such as eu-west-1',
    ],
    [
      'has a misspelt key',
      { 15: 'backend: { type: s3, bucket: acme-state, region: eu-west-1, keyPrefx: audit }' },
      'line 15, backend.keyPrefx: is not a known key; did you mean "keyPrefix"?',
    ],
    [
      'has a key of another type',
      { 15: 'backend: { type: s3, bucket: acme-state, region: eu-west-1, organization: acme }' },
      'line 15, backend.organization: is not a known key; use type, bucket, region, keyPrefix, kmsKeyId, roleArn',
    ],
    [
      'has values of the wrong form',
      { 15: 'backend: { type: s3, bucket: Acme, region: earth, keyPrefix: /audit, kmsKeyId: 5, roleArn: State }' },
      'line 15, backend.bucket: "Acme" is not a bucket name; write the name alone, 3 to 63 lower-case letters, digits, dots and hyphens',
      'line 15, backend.region: "earth" is not an AWS region; see audit.schema.json for the 38 that are',
      'line 15, backend.keyPrefix: "/audit" is not a key prefix; write it without a slash at either end',
      'line 15, backend.kmsKeyId: 5 is not a KMS key; write the id or the ARN of a key',
      'line 15, backend.roleArn: "State" is not a role ARN; write the whole ARN of a role',
    ],
    [
      'of HCP has values of the wrong form',
      {
        15: 'backend: { type: remote, organization: "a b", hostname: "https://tfe.example.com", workspacePrefix: a/ }',
      },
      'line 15, backend.organization: "a b" is not an organization name; write letters, digits, dots, hyphens and underscores',
      'line 15, backend.hostname: "https://tfe.example.com" is not a host name; write the name alone, as in app.terraform.io',
      'line 15, backend.workspacePrefix: "a/" is not a workspace prefix; write letters, digits, dots, hyphens and underscores',
    ],
    [
      'of HCP lacks its organization',
      { 15: 'backend: { type: cloud }' },
      'line 15, backend.organization: is missing; write letters, digits, dots, hyphens and underscores',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
