import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOrganization } from '../../src/config/load';
import { complaintAbout, smallest } from './audit-file';

describe('a file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'org-audit-config-'));
    writeFileSync(join(folder, 'good.yaml'), smallest());
    writeFileSync(join(folder, 'bad.yaml'), smallest({ 14: '  years: 0' }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is read', () => {
    expect(loadOrganization(join(folder, 'good.yaml')).id).toBe('o-a1b2c3d4e5');
  });

  test('is named in the complaint about it', () => {
    const file = join(folder, 'bad.yaml');
    expect(() => loadOrganization(file)).toThrow(
      new Error(
        `${file} has 1 problem:\n` +
          '  line 14, retention.years: 0 is out of range; write a whole number of years from 1 to 100',
      ),
    );
  });

  test.each([
    [
      'that is missing',
      'none.yaml',
      'there is no such file; create it, or name another file with --config or in the environment variable AUDIT_CONFIG',
    ],
    [
      'that is a folder',
      '.',
      'it is a folder; name the file within it, or name another file with --config or in the environment variable AUDIT_CONFIG',
    ],
    [
      'that cannot be read',
      'good.yaml/audit.yaml',
      'it cannot be read (ENOTDIR); make it readable, or name another file with --config or in the environment variable AUDIT_CONFIG',
    ],
  ])('%s is refused', (_, name, line) => {
    const file = join(folder, name);
    expect(() => loadOrganization(file)).toThrow(new Error(`${file} has 1 problem:\n  ${line}`));
  });
});

const EMPTY = 'it is empty; start from the example in docs/configuration.md';

test.each([
  ['nothing', '', EMPTY],
  ['blank lines', '\n\n', EMPTY],
  ['a comment alone', '# to be written\n', EMPTY],
  ['a document of nothing', '---\n', EMPTY],
  ['null', 'null\n', EMPTY],
  [
    'a list',
    '- name\n- accounts\n',
    '["name","accounts"] is not a group of keys; write name, organization, accounts, ...',
  ],
  ['an empty list', '[]\n', '[] is not a group of keys; write name, organization, accounts, ...'],
  ['a word', 'acme\n', '"acme" is not a group of keys; write name, organization, accounts, ...'],
  ['a number', '42\n', '42 is not a group of keys; write name, organization, accounts, ...'],
  ['a date', '2024-01-01\n', '"2024-01-01" is not a group of keys; write name, organization, accounts, ...'],
  ['a truth', 'true\n', 'true is not a group of keys; write name, organization, accounts, ...'],
  ['a program', '#!/bin/sh\necho\n', '"echo" is not a group of keys; write name, organization, accounts, ...'],
])('a file of %s is no organization', (_, source, line) => {
  expect(complaintAbout(source)).toBe(`audit.yaml has 1 problem:\n  ${line}`);
});

test('every required key of an empty group is asked for', () => {
  expect(complaintAbout('{}')).toBe(`audit.yaml has 6 problems:
  line 1, name: is missing; use lower-case letters, digits and single hyphens, starting with a letter
  line 1, organization: is missing; it needs id, rootId, managementAccountId
  line 1, accounts: is missing; it needs audit
  line 1, regions: is missing; it needs home, governed, archive
  line 1, retention: is missing; it needs mode, years
  line 1, alarms: nobody is told of any alarm; list subscriptions or topicArns below it`);
});

test('all problems are told at once, in the order of lines', () => {
  const source = `tags: { owner: 5 }
retention: { mode: COMPLIANCE }

regions:
  home: us-east-1
  governed: [us-east-1, us-east-1]
  archive: us-east-1
accounts:
  # unquoted
  audit: 222222222222
  membres: []
name: acme
organization:
  id: o-a1b2c3d4e5
  rootId: r-a1b2
  managementAccountId: "111111111111"
guardrails:
  attachTo:
    - r-a1b2
    - r-zzzz
  optional:
    - policy: quarantine
      attachTo: ou-a1b2-11111111
  resourceControlPolicies: { enabled: yes, attachTo: ["111111111111"] }
  limits: { scp: { alreadyAttachedTo: { ou-a1b2: 3 } } }
alarms:
  topicArns: ["arn:aws:sns:us-west-2:222222222222:alerts"]
deletionProtection: false
`;
  expect(complaintAbout(source)).toBe(`audit.yaml has 13 problems:
  line 1, tags.owner: 5 is not a tag value; use up to 256 letters, digits, spaces and _.:/=+-@, quoted
  line 2, retention.years: is missing; write a whole number of years from 1 to 100
  line 6, regions.governed[1]: "us-east-1" is listed twice; remove one
  line 7, regions.archive: "us-east-1" is the home region too; choose another region, so that losing one region does not lose the evidence
  line 10, accounts.audit: 222222222222 is not an account id; quote all 12 digits, as in "012345678901"
  line 11, accounts.membres: is not a known key; did you mean "members"?
  line 20, guardrails.attachTo[1]: "r-zzzz" is not the root; write r-a1b2, as in organization.rootId
  line 23, guardrails.optional[0].attachTo: "ou-a1b2-11111111" is not a list; write ["ou-a1b2-11111111"]
  line 24, guardrails.resourceControlPolicies.enabled: "yes" is neither true nor false; write true or false, without quotes
  line 24, guardrails.resourceControlPolicies.attachTo[0]: "111111111111" is the management account, which SCPs and RCPs never bind; name the root, an organizational unit or a member account
  line 25, guardrails.limits.scp.alreadyAttachedTo.ou-a1b2: "ou-a1b2" is not a policy target; write a root id (r-...), an organizational unit (ou-...) or a quoted account id
  line 27, alarms.topicArns[0]: "arn:aws:sns:us-west-2:222222222222:alerts" is not in the home region; name a topic that starts with arn:aws:sns:us-east-1:
  line 28, deletionProtection: false cannot lift COMPLIANCE locks: the buckets could not be emptied for years; set retention.mode to GOVERNANCE in a throw-away environment, or remove deletionProtection`);
});

describe('the checked-in audit.yaml', () => {
  const organization = loadOrganization('audit.yaml');

  test('declares management, audit and log archive accounts and three members', () => {
    expect(organization.accounts).toEqual([
      '111111111111',
      '222222222222',
      '333333333333',
      '444444444444',
      '555555555555',
      '666666666666',
    ]);
  });

  test('governs two regions and archives in a third', () => {
    expect(organization.config.regions).toEqual({
      home: 'us-east-1',
      governed: ['us-east-1', 'eu-west-1'],
      archive: 'us-west-2',
      retired: [],
    });
  });
});
