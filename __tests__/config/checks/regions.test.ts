import { complaintAbout, report, smallest, type Case } from '../audit-file';

describe('the home region', () => {
  test.each<Case>([
    ['is governed', { 10: '  governed: [eu-west-1, us-east-1]' }],
    [
      'may not be left out of the governed ones',
      { 10: '  governed: [eu-west-1, eu-central-1]' },
      'line 9, regions.home: "us-east-1" is not governed; add us-east-1 to regions.governed, or choose home among eu-west-1, eu-central-1',
    ],
    [
      'may not be an opt-in region',
      { 9: '  home: eu-south-1', 10: '  governed: [eu-south-1]' },
      'line 9, regions.home: "eu-south-1" is an opt-in region, and only accounts that opted in would deliver to a trail there; choose a region that every account has from the start, such as eu-west-1',
    ],
    ['alone may not be an opt-in region', { 10: '  governed: [us-east-1, eu-south-1]', 11: '  archive: eu-south-2' }],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('governed regions', () => {
  test.each<Case>([
    [
      'are one at least',
      { 10: '  governed: []' },
      'line 10, regions.governed: is empty; list the home region at least',
    ],
    ['may include the archive region', { 10: '  governed: [us-east-1, us-west-2]' }],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('aggregated regions', () => {
  test.each<Case>([
    ['may be one', { 15: 'aggregator: { regions: [us-east-1] }' }],
    [
      'may not be none',
      { 15: 'aggregator: { regions: [] }' },
      'line 15, aggregator.regions: is empty; write all, or list regions',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('the archive region', () => {
  test.each<Case>([
    ['is another than home', { 11: '  archive: us-east-2' }],
    [
      'is not home',
      { 11: '  archive: us-east-1' },
      'line 11, regions.archive: "us-east-1" is the home region too; choose another region, so that losing one region does not lose the evidence',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a partition', () => {
  const MEND = 'declare each partition in a file of its own';
  test.each<Case>([
    [
      'may be GovCloud',
      { 9: '  home: us-gov-west-1', 10: '  governed: [us-gov-west-1, us-gov-east-1]', 11: '  archive: us-gov-east-1' },
    ],
    ['may be China', { 9: '  home: cn-north-1', 10: '  governed: [cn-north-1]', 11: '  archive: cn-northwest-1' }],
    [
      'holds every governed region',
      { 10: '  governed:\n    - us-east-1\n    - cn-north-1\n    - us-gov-west-1' },
      `line 12, regions.governed[1]: "cn-north-1" is in the partition aws-cn, home us-east-1 in aws; ${MEND}`,
      `line 13, regions.governed[2]: "us-gov-west-1" is in the partition aws-us-gov, home us-east-1 in aws; ${MEND}`,
    ],
    [
      'holds the archive region',
      { 9: '  home: cn-north-1', 10: '  governed: [cn-north-1]' },
      `line 11, regions.archive: "us-west-2" is in the partition aws, home cn-north-1 in aws-cn; ${MEND}`,
    ],
    [
      'holds every aggregated region',
      { 15: 'aggregator: { regions: [us-east-1, us-gov-east-1] }' },
      `line 15, aggregator.regions[1]: "us-gov-east-1" is in the partition aws-us-gov, home us-east-1 in aws; ${MEND}`,
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a retired region', () => {
  const retired = (list: string) => ({ 11: `  archive: us-west-2\n  retired: ${list}` });

  test.each<Case>([
    ['may be any that was governed', retired('[eu-west-1]')],
    [
      'is not governed any more',
      retired('[us-east-1]'),
      'line 12, regions.retired[0]: "us-east-1" is governed still; take it out of regions.governed, or of here',
    ],
    [
      'is listed once',
      retired('[eu-west-1, eu-west-1]'),
      'line 12, regions.retired[1]: "eu-west-1" is listed twice; remove one',
    ],
    [
      'is of the partition of the others',
      retired('[cn-north-1]'),
      'line 12, regions.retired[0]: "cn-north-1" is in the partition aws-cn, home us-east-1 in aws; declare each partition in a file of its own',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('aliases of regions', () => {
  test.each<Case>([
    ['may be kept under version 6', { 15: 'provider: { version: 6, regionAliases: true }' }],
    ['need not be said under version 5', { 15: 'provider: { version: 5 }' }],
    [
      'cannot be left out under version 5',
      { 15: 'provider: { version: 5, regionAliases: false }' },
      'line 15, provider.regionAliases: false needs version 6 of the provider; remove it, or set provider.version to 6',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
