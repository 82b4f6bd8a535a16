import { complaintAbout, report, smallest, type Case } from './audit-file';

const NAME = 'use lower-case letters, digits and single hyphens, starting with a letter';
const ACCOUNT = 'quote all 12 digits, as in "012345678901"';
const YEARS = 'write a whole number of years from 1 to 100';

describe('a text', () => {
  test.each<Case>([
    ['that is absent', { 1: '' }, `line 2, name: is missing; ${NAME}`],
    ['that is empty', { 1: 'name: ""' }, `line 1, name: "" is not a name; ${NAME}`],
    ['that is nothing', { 1: 'name:' }, `line 1, name: null is not a name; ${NAME}`],
    ['that is a number', { 1: 'name: 5' }, `line 1, name: 5 is not a name; ${NAME}`],
    ['that is a truth', { 1: 'name: true' }, `line 1, name: true is not a name; ${NAME}`],
    ['that is a list', { 1: 'name: [acme]' }, `line 1, name: ["acme"] is not a name; ${NAME}`],
    ['that is a group', { 1: 'name: { a: b }' }, `line 1, name: {"a":"b"} is not a name; ${NAME}`],
    ['of another form', { 1: 'name: Acme' }, `line 1, name: "Acme" is not a name; ${NAME}`],
    ['of two lines', { 1: 'name: |\n  acme' }, `line 1, name: "acme\\n" is not a name; ${NAME}`],
    [
      'that is long is cut in the message',
      { 1: `name: ${'A'.repeat(100)}` },
      `line 1, name: "${'A'.repeat(76)}... is not a name; ${NAME}`,
    ],
    [
      'that YAML reads as a date',
      { 1: 'name: !!timestamp 2024-01-01' },
      `line 1, name: "2024-01-01T00:00:00.000Z" is not a name; ${NAME}`,
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('an account id', () => {
  test.each<Case>([
    ['in quotes is read', { 7: '  audit: "012345678901"' }],
    ['is absent', { 7: '  members: []' }, `line 6, accounts.audit: is missing; ${ACCOUNT}`],
    [
      'without quotes is a number',
      { 7: '  audit: 222222222222' },
      `line 7, accounts.audit: 222222222222 is not an account id; ${ACCOUNT}`,
    ],
    [
      'without quotes loses its leading zero',
      { 7: '  audit: 012345678901' },
      `line 7, accounts.audit: 12345678901 is not an account id; ${ACCOUNT}`,
    ],
    [
      'with 11 digits is too short',
      { 7: '  audit: "22222222222"' },
      `line 7, accounts.audit: "22222222222" is not an account id; ${ACCOUNT}`,
    ],
    [
      'with 13 digits is too long',
      { 7: '  audit: "2222222222222"' },
      `line 7, accounts.audit: "2222222222222" is not an account id; ${ACCOUNT}`,
    ],
    [
      'has no hyphens',
      { 7: '  audit: "2222-2222-2222"' },
      `line 7, accounts.audit: "2222-2222-2222" is not an account id; ${ACCOUNT}`,
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a whole number', () => {
  test.each<Case>([
    ['of the least is read', { 14: '  years: 1' }],
    ['of the most is read', { 14: '  years: 100' }],
    ['with a decimal point and nothing after it is read', { 14: '  years: 7.0' }],
    ['is absent', { 14: '' }, `line 12, retention.years: is missing; ${YEARS}`],
    ['is nothing', { 14: '  years:' }, `line 14, retention.years: null is not a number; ${YEARS}, without quotes`],
    ['is too small', { 14: '  years: 0' }, `line 14, retention.years: 0 is out of range; ${YEARS}`],
    ['is negative', { 14: '  years: -7' }, `line 14, retention.years: -7 is out of range; ${YEARS}`],
    ['is too great', { 14: '  years: 101' }, `line 14, retention.years: 101 is out of range; ${YEARS}`],
    ['is huge', { 14: `  years: 1${'0'.repeat(23)}` }, `line 14, retention.years: 1e+23 is out of range; ${YEARS}`],
    ['is broken', { 14: '  years: 7.5' }, `line 14, retention.years: 7.5 is not a whole number; ${YEARS}`],
    ['is infinite', { 14: '  years: .inf' }, `line 14, retention.years: Infinity is not a whole number; ${YEARS}`],
    ['is no number at all', { 14: '  years: .nan' }, `line 14, retention.years: NaN is not a whole number; ${YEARS}`],
    ['is in quotes', { 14: '  years: "7"' }, `line 14, retention.years: "7" is not a number; ${YEARS}, without quotes`],
    [
      'is a date',
      { 14: '  years: 2031-12-31' },
      `line 14, retention.years: "2031-12-31" is not a number; ${YEARS}, without quotes`,
    ],
    ['is a list', { 14: '  years: [7]' }, `line 14, retention.years: [7] is not a number; ${YEARS}, without quotes`],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a choice', () => {
  test.each<Case>([
    [
      'that is absent',
      { 13: '' },
      'line 12, retention.mode: is missing; write COMPLIANCE or GOVERNANCE (COMPLIANCE cannot be undone by anybody)',
    ],
    [
      'near a word',
      { 13: '  mode: COMPLAINCE' },
      'line 13, retention.mode: "COMPLAINCE" is not one of the choices; did you mean "COMPLIANCE"?',
    ],
    [
      'in the wrong case',
      { 13: '  mode: governance' },
      'line 13, retention.mode: "governance" is not one of the choices; did you mean "GOVERNANCE"?',
    ],
    [
      'near no word',
      { 13: '  mode: strict' },
      'line 13, retention.mode: "strict" is not one of the choices; use COMPLIANCE, GOVERNANCE',
    ],
    [
      'that is no word',
      { 13: '  mode: 1' },
      'line 13, retention.mode: 1 is not one of the choices; use COMPLIANCE, GOVERNANCE',
    ],
    [
      'that is nothing',
      { 13: '  mode:' },
      'line 13, retention.mode: null is not one of the choices; use COMPLIANCE, GOVERNANCE',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a region', () => {
  test.each<Case>([
    ['is absent', { 9: '' }, 'line 8, regions.home: is missing; write a region such as eu-west-1'],
    [
      'is near another',
      { 9: '  home: us-esat-1' },
      'line 9, regions.home: "us-esat-1" is not an AWS region; did you mean "us-east-1"?',
    ],
    [
      'is near none',
      { 9: '  home: frankfurt' },
      'line 9, regions.home: "frankfurt" is not an AWS region; see audit.schema.json for the 38 that are',
    ],
    [
      'is a number',
      { 9: '  home: 1' },
      'line 9, regions.home: 1 is not an AWS region; see audit.schema.json for the 38 that are',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a flag', () => {
  const MEND = 'write true or false, without quotes';
  test.each<Case>([
    ['is true', { 15: 'deletionProtection: true' }],
    [
      'is not no',
      { 15: 'deletionProtection: no' },
      `line 15, deletionProtection: "no" is neither true nor false; ${MEND}`,
    ],
    [
      'is not in quotes',
      { 15: 'deletionProtection: "true"' },
      `line 15, deletionProtection: "true" is neither true nor false; ${MEND}`,
    ],
    [
      'is not a number',
      { 15: 'deletionProtection: 0' },
      `line 15, deletionProtection: 0 is neither true nor false; ${MEND}`,
    ],
    [
      'is not nothing',
      { 15: 'deletionProtection:' },
      `line 15, deletionProtection: null is neither true nor false; ${MEND}`,
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a list', () => {
  test.each<Case>([
    ['is absent', { 10: '' }, 'line 8, regions.governed: is missing; write a list'],
    [
      'is one word',
      { 10: '  governed: us-east-1' },
      'line 10, regions.governed: "us-east-1" is not a list; write ["us-east-1"]',
    ],
    ['is one number', { 10: '  governed: 5' }, 'line 10, regions.governed: 5 is not a list; write [...]'],
    ['is nothing', { 10: '  governed:' }, 'line 10, regions.governed: null is not a list; write [...]'],
    ['is a group', { 10: '  governed: { a: b }' }, 'line 10, regions.governed: {"a":"b"} is not a list; write [...]'],
    [
      'has a bad item',
      { 10: '  governed: [us-east-1, us-west-3]' },
      'line 10, regions.governed[1]: "us-west-3" is not an AWS region; did you mean "us-west-1"?',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a list that one word can stand for', () => {
  test.each<Case>([
    ['is the word', { 15: 'aggregator: { regions: all }' }],
    ['is the list', { 15: 'aggregator: { regions: [eu-west-1] }' }],
    [
      'is another word',
      { 15: 'aggregator: { regions: every }' },
      'line 15, aggregator.regions: "every" is not a list of regions; write all or [eu-west-1, ...]',
    ],
    [
      'is nothing',
      { 15: 'aggregator: { regions: }' },
      'line 15, aggregator.regions: null is not a list of regions; write all or [eu-west-1, ...]',
    ],
    [
      'has bad items',
      { 15: 'aggregator:\n  regions:\n    - eu-west-1\n    - eu-wset-1\n    - 7' },
      'line 18, aggregator.regions[1]: "eu-wset-1" is not an AWS region; did you mean "eu-west-1"?',
      'line 19, aggregator.regions[2]: 7 is not an AWS region; see audit.schema.json for the 38 that are',
    ],
    [
      'has an account id without quotes',
      { 15: 'recorder: { serviceLinkedRoleExistsIn: [222222222222] }' },
      `line 15, recorder.serviceLinkedRoleExistsIn[0]: 222222222222 is not an account id; ${ACCOUNT}`,
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
