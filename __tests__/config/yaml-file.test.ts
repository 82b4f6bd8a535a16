import { complaintAbout, report, smallest, type Case } from './audit-file';

describe('YAML that cannot be read', () => {
  test.each<Case>([
    ['a key given twice', { 15: 'name: other' }, 'line 15: this key is given above already; remove one of them'],
    [
      'a key given twice in a group',
      { 7: '  audit: "222222222222"\n  audit: "333333333333"' },
      'line 8: this key is given above already; remove one of them',
    ],
    [
      'a key given as number and as text',
      { 15: 'tags: { 1: a, "1": b }' },
      'line 15: this key is given above already; remove one of them',
    ],
    ['a tab', { 7: '\taudit: "222222222222"' }, 'line 7: Tabs are not allowed as indentation; mend the YAML'],
    [
      'an indentation that fits no group',
      { 15: ' tags: {}' },
      'line 15: All mapping items must start at the same column; mend the YAML',
    ],
    [
      'a brace left open',
      { 15: 'trail: { notifications: true' },
      'line 16: Flow map in block collection must be sufficiently indented and end with a }; mend the YAML',
    ],
    [
      'two colons on a line',
      { 15: 'tags: owner: security' },
      'line 15: Nested mappings are not allowed in compact mappings; mend the YAML',
    ],
    [
      'a line without a colon',
      { 15: 'deletionProtection' },
      'line 15: Implicit keys need to be on a single line; mend the YAML',
    ],
    [
      'a list as a key',
      { 15: '? [name, tags]\n: acme' },
      'line 15: a key must be plain text; write it without brackets, braces or *',
    ],
    ['a tag that means nothing', { 1: 'name: !secret acme' }, 'line 1: Unresolved tag: !secret; mend the YAML'],
    [
      'a directive that means nothing',
      { 1: '%NAME acme\n---\nname: acme' },
      'line 1: Unknown directive %NAME; mend the YAML',
    ],
    [
      'two faults',
      { 7: '  audit: "222222222222"\n  audit: "333333333333"', 14: '  years: !y 7' },
      'line 8: this key is given above already; remove one of them',
      'line 15: Unresolved tag: !y; mend the YAML',
    ],
  ])('%s is told with its line', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });

  test.each([
    [2, `${smallest()}---\n${smallest()}`],
    [2, `${smallest()}---\n`],
    [3, `${smallest()}---\n${smallest()}---\n${smallest()}`],
  ])('%s documents are refused', (count, source) => {
    expect(complaintAbout(source)).toBe(
      `audit.yaml has 1 problem:\n  it holds ${count} YAML documents; keep one organization in a file`,
    );
  });

  test('a file of bytes is refused', () => {
    expect(complaintAbout('\x89PNG\r\n\x1a\n\0\0')).toBe(
      report('"\x89PNG \\u001a \\u0000\\u0000" is not a group of keys; write name, organization, accounts, ...'),
    );
  });
});

describe('an alias', () => {
  test.each<Case>([
    ['may stand for a word', { 1: 'name: &name acme', 15: 'tags: { owner: *name }' }],
    ['may stand for a list', { 10: '  governed: &regions [us-east-1]', 15: 'aggregator: { regions: *regions }' }],
    [
      'is checked like what it stands for',
      { 7: '  audit: &audit "222222222222"\n  members: [*audit]' },
      'line 8, accounts.members[0]: "222222222222" is given already as accounts.audit; remove it from members; the account is recorded already',
    ],
    [
      'stands for nothing without its anchor',
      { 7: '  audit: *audit' },
      'line 7: *audit stands for nothing; write &audit before a value above, or the value here',
    ],
    [
      'stands for nothing above its anchor',
      { 7: '  audit: *id\n  members: [&id "333333333333"]' },
      'line 7: *id stands for nothing; write &id before a value above, or the value here',
    ],
    [
      'may not stand for the group it is in',
      { 15: 'tags: &tags\n  owner: *tags' },
      'line 16: *tags stands for a value that holds an alias itself; write the value here',
    ],
    [
      'may not stand for the list it is in',
      { 15: 'recorder:\n  exclude: &types [*types]' },
      'line 16: *types stands for a value that holds an alias itself; write the value here',
    ],
    [
      'may not multiply another',
      { 15: 'tags:\n  a: &a [x, x]\n  b: &b [*a, *a]\n  c: [*b]' },
      'line 18: *b stands for a value that holds an alias itself; write the value here',
    ],
    [
      'cannot be merged',
      { 15: 'tags: &tags { owner: security }\nprovider:\n  <<: *tags' },
      'line 17: << merges nothing in this file; write the keys out',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });

  test('may be used as often as one likes', () => {
    const readers = Array.from({ length: 150 }, (_, at) => `k${at}: *owner`).join(', ');
    expect(complaintAbout(smallest({ 1: 'name: &owner acme', 15: `tags: { ${readers} }` }))).toBe(
      report('line 15, tags: has 150 tags; AWS takes 50 on a resource'),
    );
  });
});

test.each([
  ['with a byte order mark', `\uFEFF${smallest()}`],
  ['with the line ends of Windows', smallest().replaceAll('\n', '\r\n')],
  ['between document marks', `---\n${smallest()}...\n`],
  ['with a version', `%YAML 1.2\n---\n${smallest()}`],
  [
    'in JSON',
    JSON.stringify({
      name: 'acme',
      organization: { id: 'o-a1b2c3d4e5', rootId: 'r-a1b2', managementAccountId: '111111111111' },
      accounts: { audit: '222222222222' },
      regions: { home: 'us-east-1', governed: ['us-east-1'], archive: 'us-west-2' },
      retention: { mode: 'COMPLIANCE', years: 7 },
      alarms: { subscriptions: [{ protocol: 'email', endpoint: 'security@example.com' }] },
    }),
  ],
])('a file %s is read', (_, source) => {
  expect(complaintAbout(source)).toBe('no problem');
});

describe('lines', () => {
  test.each<Case>([
    [
      'are counted as Windows writes them',
      { 9: '  home: us-east-9\r' },
      'line 9, regions.home: "us-east-9" is not an AWS region; did you mean "us-east-1"?',
    ],
    [
      'of an absent key are those of its group',
      { 3: '  # id: o-a1b2c3d4e5' },
      'line 2, organization.id: is missing; copy it from `aws organizations describe-organization`, as in o-a1b2c3d4e5',
    ],
    [
      'of an absent group are those of the first key',
      { 1: '# The organization to audit.\nname: acme', 6: '# accounts:', 7: '' },
      'line 2, accounts: is missing; it needs audit',
    ],
    [
      'of a list item are its own',
      { 7: '  audit: "222222222222"\n  members:\n    - "333333333333"\n    - 444444444444' },
      'line 10, accounts.members[1]: 444444444444 is not an account id; quote all 12 digits, as in "012345678901"',
    ],
    [
      'of a list item of several lines are its first',
      { 15: 'storage:\n  transitions:\n    - afterDays:\n        90\n' },
      'line 17, storage.transitions[0].storageClass: is missing; write STANDARD_IA or INTELLIGENT_TIERING or GLACIER_IR or GLACIER or DEEP_ARCHIVE',
    ],
    [
      'of an empty list item are its own',
      { 7: '  audit: "222222222222"\n  members:\n    - "333333333333"\n    -\n    - "444444444444"' },
      'line 10, accounts.members[1]: null is not an account id; quote all 12 digits, as in "012345678901"',
    ],
    [
      'of a value within an alias are those of the alias',
      { 15: 'trail: { dataEvents: &events { calls: some } }\nstorage:\n  transitions: [*events]' },
      'line 15, trail.dataEvents.calls: "some" is not one of the choices; use all, read, write',
      'line 17, storage.transitions[0].afterDays: is missing; write a whole number of days from 1 to 36500',
      'line 17, storage.transitions[0].storageClass: is missing; write STANDARD_IA or INTELLIGENT_TIERING or GLACIER_IR or GLACIER or DEEP_ARCHIVE',
      'line 17, storage.transitions[0].calls: is not a known key; use afterDays, storageClass',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
