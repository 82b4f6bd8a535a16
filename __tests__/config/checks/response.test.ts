import { type Case, complaintAbout, report, smallest } from '../audit-file';

/** One remediation on line 15. */
const one = (text: string) => ({ 15: `response: { remediations: [{ ${text} }] }` });
const AT = 'line 15, response.remediations[0]';
const APPROVE = 'remediation: kms-key-rotation, mode: approve';
const roles = (count: number) => Array.from({ length: count }, (_, at) => `Role${at}`).join(', ');

test.each<Case>([
  ['approval with approvers', one(`${APPROVE}, approval: { approvers: [SecurityEngineer] }`)],
  [
    'approval by nobody in particular',
    one(APPROVE),
    `${AT}.approval: is missing; name approvers, or choose another mode`,
  ],
  [
    'approvers where nothing is approved',
    one('remediation: kms-key-rotation, mode: auto, approval: { approvers: [SecurityEngineer] }'),
    `${AT}.approval: has no meaning with mode auto; remove it, or write mode: approve`,
  ],
  [
    'an empty list of approvers',
    one(`${APPROVE}, approval: { approvers: [] }`),
    `${AT}.approval.approvers: names nobody; name 1 to 10 roles`,
  ],
  ['ten approvers', one(`${APPROVE}, approval: { approvers: [${roles(10)}], minimum: 10 }`)],
  [
    'eleven approvers',
    one(`${APPROVE}, approval: { approvers: [${roles(11)}] }`),
    `${AT}.approval.approvers: names 11 roles; name 1 to 10 roles`,
  ],
  [
    'more approvals than approvers',
    one(`${APPROVE}, approval: { approvers: [A, B], minimum: 3 }`),
    `${AT}.approval.minimum: asks for 3 approvals of 2 approvers; ask for fewer, or name more approvers`,
  ],
  ['an account of the file', one('remediation: kms-key-rotation, accounts: ["222222222222"]')],
  [
    'accounts of nobody',
    one('remediation: kms-key-rotation, accounts: ["999999999999"], excludedAccounts: ["888888888888"]'),
    `${AT}.accounts[0]: "999999999999" is not an account of this file; add it to accounts or remove it`,
    `${AT}.excludedAccounts[0]: "888888888888" is not an account of this file; add it to accounts or remove it`,
  ],
  [
    'a region that is not governed',
    one('remediation: kms-key-rotation, regions: [us-east-1, eu-west-1]'),
    `${AT}.regions[1]: eu-west-1 is not governed; use us-east-1, or add it to regions.governed`,
  ],
  [
    'an exception to the last day of February',
    one('remediation: kms-key-rotation, exceptions: [{ resourceId: a, reason: migration runs, until: "2028-02-29" }]'),
  ],
  [
    'an exception to a day that is none',
    one('remediation: kms-key-rotation, exceptions: [{ resourceId: a, reason: migration runs, until: "2027-02-29" }]'),
    `${AT}.exceptions[0].until: 2027-02-29 is no day of the calendar; write one that exists`,
  ],
  [
    'an exception twice',
    one(
      'remediation: kms-key-rotation, exceptions: [{ resourceId: a, reason: migration runs, until: "2027-02-28" }, { resourceId: a, reason: migration runs, until: "2028-02-28" }]',
    ),
    `${AT}.exceptions[1].resourceId: "a" is listed twice; keep one`,
  ],
])('%s', (_, changes, ...lines) => {
  expect(complaintAbout(smallest(changes))).toBe(report(...lines));
});

describe('the same remediation twice', () => {
  const two = (first: string, second: string) => ({
    15: `response: { remediations: [{ remediation: kms-key-rotation, mode: auto${first} }, { remediation: kms-key-rotation, mode: notify${second} }] }`,
  });
  test.each<Case>([
    ['in different accounts', two(', accounts: ["111111111111"]', ', excludedAccounts: ["111111111111"]')],
    ['where one is off', { 15: two('', '')[15].replace('mode: auto', 'mode: off') }],
    [
      'in one account',
      two('', ', accounts: ["222222222222"]'),
      'line 15, response.remediations[1].remediation: kms-key-rotation applies to 222222222222 in us-east-1 already, by response.remediations[0]; part them by accounts, excludedAccounts or regions',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a name that begins the names of documents', () => {
  const named = (name: string, mode: string) => ({
    ...one(`remediation: kms-key-rotation, mode: ${mode}`),
    1: `name: ${name}`,
  });
  const complaint = (name: string, reserved: string) =>
    `line 1, name: "${name}" names the document ${name}-audit-kms-key-rotation, and Systems Manager reserves names that begin with ${reserved}; choose another name`;
  test.each<Case>([
    ['awsome', named('awsome', 'auto'), complaint('awsome', 'aws')],
    ['amazonia', named('amazonia', 'auto'), complaint('amazonia', 'amazon')],
    [
      'amzn-x, with an approval',
      { ...one(`${APPROVE}, approval: { approvers: [A] }`), 1: 'name: amzn-x' },
      complaint('amzn-x', 'amzn'),
    ],
    ['awsome, where people are only told', named('awsome', 'notify')],
    ['awsome, where it is off', named('awsome', 'off')],
    ['my-aws', named('my-aws', 'auto')],
    ['amaz', named('amaz', 'auto')],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
