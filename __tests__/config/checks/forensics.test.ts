import { complaintAbout, report, smallest, type Case } from '../audit-file';

/** On line 15. */
const forensics = (text: string) => ({ 15: `forensics: { ${text} }` });
const person = (arn: string) => forensics(`investigators: ["${arn}"]`);
/** Of 17 with names of 64 letters, and one more. */
const people = (last: number) => {
  const lengths = [...Array.from({ length: 17 }, () => 64), last];
  const arns = lengths.map((length, at) => `"arn:aws:iam::222222222222:user/${String(at).padStart(length, 'x')}"`);
  return forensics(`investigators: [${arns.join(', ')}]`);
};

describe('forensics', () => {
  test.each<Case>([
    ['accounts is a word of the list', forensics('accounts: any')],
    [
      'accounts is another word',
      forensics('accounts: all'),
      'line 15, forensics.accounts: "all" is not one of the choices; use declared, any',
    ],
    ['since is a day', forensics('since: 2024-02-29')],
    [
      'since is a day in another form',
      forensics('since: 29.2.2024'),
      'line 15, forensics.since: "29.2.2024" is not a day; quote it as year, month and day: "2027-01-31"',
    ],
    [
      'since is a day that no calendar has',
      forensics('since: 2023-02-29'),
      'line 15, forensics.since: 2023-02-29 is no day of the calendar; write one that exists',
    ],
    ['scanLimitGb is the least', forensics('scanLimitGb: 1')],
    ['scanLimitGb is the most', forensics('scanLimitGb: 1000000')],
    [
      'scanLimitGb is less',
      forensics('scanLimitGb: 0'),
      'line 15, forensics.scanLimitGb: 0 is out of range; write a whole number of GB from 1 to 1000000',
    ],
    [
      'scanLimitGb is more',
      forensics('scanLimitGb: 1000001'),
      'line 15, forensics.scanLimitGb: 1000001 is out of range; write a whole number of GB from 1 to 1000000',
    ],
    [
      'scanLimitGb is part of one',
      forensics('scanLimitGb: 0.5'),
      'line 15, forensics.scanLimitGb: 0.5 is not a whole number; write a whole number of GB from 1 to 1000000',
    ],
    ['resultsExpireAfterDays is the least', forensics('resultsExpireAfterDays: 1')],
    ['resultsExpireAfterDays is the most', forensics('resultsExpireAfterDays: 3650')],
    [
      'resultsExpireAfterDays is less',
      forensics('resultsExpireAfterDays: 0'),
      'line 15, forensics.resultsExpireAfterDays: 0 is out of range; write a whole number of days from 1 to 3650',
    ],
    [
      'resultsExpireAfterDays is more',
      forensics('resultsExpireAfterDays: 3651'),
      'line 15, forensics.resultsExpireAfterDays: 3651 is out of range; write a whole number of days from 1 to 3650',
    ],
    [
      'a key is none of its own',
      forensics('scanLimit: 1'),
      'line 15, forensics.scanLimit: is not a known key; did you mean "scanLimitGb"?',
    ],
  ])('%s', (_sentence, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('forensics.otherAccounts', () => {
  test.each<Case>([
    ['are accounts that the file does not list', forensics('otherAccounts: ["888888888888", "999999999999"]')],
    [
      'are no account ids',
      forensics('otherAccounts: [former]'),
      'line 15, forensics.otherAccounts[0]: "former" is not an account id; quote all 12 digits, as in "012345678901"',
    ],
    [
      'name the audit account',
      forensics('otherAccounts: ["222222222222"]'),
      'line 15, forensics.otherAccounts[0]: "222222222222" is an account of this file already; remove it here',
    ],
    [
      'name the management account',
      forensics('otherAccounts: ["999999999999", "111111111111"]'),
      'line 15, forensics.otherAccounts[1]: "111111111111" is an account of this file already; remove it here',
    ],
    [
      'name one twice',
      forensics('otherAccounts: ["999999999999", "999999999999"]'),
      'line 15, forensics.otherAccounts[1]: "999999999999" is listed twice; remove one',
    ],
    [
      'are beside accounts: any',
      forensics('accounts: any, otherAccounts: ["999999999999"]'),
      'line 15, forensics.otherAccounts: lists what accounts: any covers already; remove it, or write accounts: declared',
    ],
    ['are empty beside accounts: any', forensics('accounts: any, otherAccounts: []')],
  ])('%s', (_sentence, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('forensics.investigators', () => {
  test.each<Case>([
    ['are users', person('arn:aws:iam::222222222222:user/ana')],
    ['are roles, with paths', person('arn:aws:iam::111111111111:role/security/Lead')],
    [
      'are whole accounts',
      person('arn:aws:iam::222222222222:root'),
      'line 15, forensics.investigators[0]: "arn:aws:iam::222222222222:root" is not the ARN of a role or user; write the whole ARN of a role or user in one of the accounts',
    ],
    [
      'are patterns',
      person('arn:aws:iam::222222222222:user/*'),
      'line 15, forensics.investigators[0]: "arn:aws:iam::222222222222:user/*" is not the ARN of a role or user; write the whole ARN of a role or user in one of the accounts',
    ],
    [
      'are sessions',
      person('arn:aws:sts::222222222222:assumed-role/Lead/ana'),
      'line 15, forensics.investigators[0]: "arn:aws:sts::222222222222:assumed-role/Lead/ana" is not the ARN of a role or user; write the whole ARN of a role or user in one of the accounts',
    ],
    [
      'are of an account of another organization',
      person('arn:aws:iam::999999999999:user/ana'),
      'line 15, forensics.investigators[0]: "arn:aws:iam::999999999999:user/ana" is in an account that is not of this file; add the account to accounts.members, or name another investigator',
    ],
    [
      'are of another partition',
      person('arn:aws-cn:iam::222222222222:user/ana'),
      'line 15, forensics.investigators[0]: "arn:aws-cn:iam::222222222222:user/ana" is in the partition aws-cn; investigators here start with arn:aws:iam::',
    ],
    [
      'are named twice',
      forensics('investigators: [&a "arn:aws:iam::222222222222:user/ana", *a]'),
      'line 15, forensics.investigators[1]: "arn:aws:iam::222222222222:user/ana" is listed twice; remove one',
    ],
    ['just fit into a trust policy', people(96)],
    [
      'do not fit into a trust policy',
      people(97),
      'line 15, forensics.investigators: make a trust policy of 2049 characters where IAM takes 2048; name fewer, or leave it to IAM policies of the audit account',
    ],
  ])('%s', (_sentence, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
