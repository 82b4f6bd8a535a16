import { complaintAbout, report, smallest, type Case } from '../audit-file';

const accounts = (text: string, audit = '222222222222') => ({ 7: `  audit: "${audit}"\n${text}` });

describe('an account', () => {
  const AUDIT =
    'use an account of its own: evidence must not lie in the management account, where no policy protects it';
  const MEMBER = 'remove it from members; the account is recorded already';

  test.each<Case>([
    [
      'is listed once in each place',
      accounts('  logArchive: "333333333333"\n  archive: "444444444444"\n  members: ["555555555555", "666666666666"]'),
    ],
    [
      'for audit is not the management account',
      accounts('', '111111111111'),
      `line 7, accounts.audit: "111111111111" is given already as organization.managementAccountId; ${AUDIT}`,
    ],
    [
      'for logs is not the management account',
      accounts('  logArchive: "111111111111"'),
      `line 8, accounts.logArchive: "111111111111" is given already as organization.managementAccountId; ${AUDIT}`,
    ],
    [
      'for the archive is not the management account',
      accounts('  archive: "111111111111"'),
      `line 8, accounts.archive: "111111111111" is given already as organization.managementAccountId; ${AUDIT}`,
    ],
    ['for logs may be the audit account', accounts('  logArchive: "222222222222"')],
    ['for the archive may be that for logs', accounts('  logArchive: "333333333333"\n  archive: "333333333333"')],
    ['for the archive may be the audit account', accounts('  logArchive: "333333333333"\n  archive: "222222222222"')],
    [
      'of a member is not the management account',
      accounts('  members: ["111111111111"]'),
      `line 8, accounts.members[0]: "111111111111" is given already as organization.managementAccountId; ${MEMBER}`,
    ],
    [
      'of a member is not that for the archive',
      accounts('  archive: "333333333333"\n  members: ["333333333333"]'),
      `line 9, accounts.members[0]: "333333333333" is given already as accounts.archive; ${MEMBER}`,
    ],
    [
      'of a member is not that of another',
      accounts('  members: ["333333333333", "444444444444", "333333333333"]'),
      `line 8, accounts.members[2]: "333333333333" is given already as accounts.members[0]; ${MEMBER}`,
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('an account that has the service-linked role', () => {
  const of = (id: string) => ({
    ...accounts('  logArchive: "333333333333"\n  archive: "444444444444"\n  members: ["555555555555"]'),
    15: `recorder: { serviceLinkedRoleExistsIn: ["${id}"] }`,
  });
  test.each<Case>([
    ['may be the management account', of('111111111111')],
    ['may be the audit account', of('222222222222')],
    ['may be that for logs', of('333333333333')],
    ['may be that of the archive', of('444444444444')],
    ['may be a member', of('555555555555')],
    [
      'may not be another',
      of('999999999999'),
      'line 18, recorder.serviceLinkedRoleExistsIn[0]: "999999999999" is not an account of this file; add it to accounts.members or remove it here',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a reader', () => {
  const of = (arn: string) => ({ ...accounts('  members: ["333333333333"]'), 15: `storage: { readers: ["${arn}"] }` });
  test.each<Case>([
    ['may be in an account of the file', of('arn:aws:iam::333333333333:role/Reader')],
    [
      'may not be in another account',
      of('arn:aws:iam::999999999999:role/Reader'),
      'line 16, storage.readers[0]: "arn:aws:iam::999999999999:role/Reader" is in an account that is not of this file; add the account to accounts.members, or name another role',
    ],
    [
      'may not be in another partition',
      of('arn:aws-us-gov:iam::333333333333:role/Reader'),
      'line 16, storage.readers[0]: "arn:aws-us-gov:iam::333333333333:role/Reader" is in the partition aws-us-gov; roles here start with arn:aws:iam::',
    ],
    [
      'is in the partition of the regions',
      {
        ...of('arn:aws:iam::333333333333:role/Reader'),
        9: '  home: cn-north-1',
        10: '  governed: [cn-north-1]',
        11: '  archive: cn-northwest-1',
      },
      'line 16, storage.readers[0]: "arn:aws:iam::333333333333:role/Reader" is in the partition aws; roles here start with arn:aws-cn:iam::',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
