import { complaintAbout, report, smallest, type Case } from '../audit-file';

describe('locks', () => {
  test.each<Case>([
    ['of GOVERNANCE may be lifted', { 13: '  mode: GOVERNANCE', 15: 'deletionProtection: false' }],
    ['of COMPLIANCE may stay', { 15: 'deletionProtection: true' }],
    [
      'of COMPLIANCE cannot be lifted',
      { 15: 'deletionProtection: false' },
      'line 15, deletionProtection: false cannot lift COMPLIANCE locks: the buckets could not be emptied for years; set retention.mode to GOVERNANCE in a throw-away environment, or remove deletionProtection',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('expiry', () => {
  test.each<Case>([
    ['may come with the end of the retention', { 15: 'storage: { expireAfterYears: 7 }' }],
    ['may come after a year', { 14: '  years: 1', 15: 'storage: { expireAfterYears: 1 }' }],
    [
      'may not come before it',
      { 15: 'storage: { expireAfterYears: 6 }' },
      'line 15, storage.expireAfterYears: 6 ends before the retention of 7 years; write 7 or more, or leave it out to keep objects for ever',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

/** Transitions of days and storage classes, one on a line from 17 on. */
const transitions = (key: string, ...steps: [number, string][]) => ({
  15: [
    `storage:\n  ${key}:`,
    ...steps.map(([days, storageClass]) => `    - { afterDays: ${days}, storageClass: ${storageClass} }`),
  ].join('\n'),
});

describe.each(['transitions', 'archiveTransitions'])('%s', (key) => {
  test.each<Case>([
    [
      'may descend through all classes',
      transitions(
        key,
        [30, 'STANDARD_IA'],
        [60, 'INTELLIGENT_TIERING'],
        [61, 'GLACIER_IR'],
        [151, 'GLACIER'],
        [241, 'DEEP_ARCHIVE'],
      ),
    ],
    [
      'may not enter STANDARD_IA before 30 days',
      transitions(key, [29, 'STANDARD_IA']),
      `line 17, storage.${key}[0].afterDays: 29 is too early for STANDARD_IA; S3 moves objects there after 30 days at the earliest`,
    ],
    ['may enter other classes at once', transitions(key, [1, 'GLACIER_IR'])],
    [
      'may not leave STANDARD_IA before another 30',
      transitions(key, [40, 'STANDARD_IA'], [69, 'GLACIER']),
      `line 18, storage.${key}[1].afterDays: 69 leaves less than 30 days in STANDARD_IA; write 70 or more`,
    ],
    ['may leave STANDARD_IA after another 30', transitions(key, [40, 'STANDARD_IA'], [70, 'GLACIER'])],
    [
      'may not come on the same day',
      transitions(key, [90, 'GLACIER_IR'], [90, 'GLACIER']),
      `line 18, storage.${key}[1].afterDays: 90 is not later than the 90 days before it; list transitions in the order of days`,
    ],
    ['may come on the next day', transitions(key, [90, 'GLACIER_IR'], [91, 'GLACIER'])],
    [
      'may not climb',
      transitions(key, [90, 'GLACIER'], [180, 'GLACIER_IR']),
      `line 18, storage.${key}[1].storageClass: GLACIER_IR is not colder than GLACIER before it; move down the list STANDARD_IA, INTELLIGENT_TIERING, GLACIER_IR, GLACIER, DEEP_ARCHIVE`,
    ],
    [
      'may not stay',
      transitions(key, [90, 'GLACIER'], [180, 'GLACIER']),
      `line 18, storage.${key}[1].storageClass: GLACIER is not colder than GLACIER before it; move down the list STANDARD_IA, INTELLIGENT_TIERING, GLACIER_IR, GLACIER, DEEP_ARCHIVE`,
    ],
    [
      'may come on the last day before the expiry',
      { 15: `storage: { expireAfterYears: 7, ${key}: [{ afterDays: 2561, storageClass: GLACIER }] }` },
    ],
    [
      'may not come on the day of the expiry',
      { 15: `storage: { expireAfterYears: 7, ${key}: [{ afterDays: 2562, storageClass: GLACIER }] }` },
      `line 15, storage.${key}[0].afterDays: 2562 is not before the expiry after 2562 days; move objects before they expire, or remove the transition`,
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a name', () => {
  const name = (length: number) => ({ 1: `name: ${'a'.repeat(length)}` });
  test.each<Case>([
    ['may fill the 63 characters of a bucket', name(28)],
    [
      'may not overfill them',
      name(29),
      'line 1, name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa" makes the S3 bucket name aaaaaaaaaaaaaaaaaaaaaaaaaaaaa-access-logs-222222222222-us-east-1, which has 64 characters where 63 are allowed; shorten the name by 1',
    ],
    [
      'has less room in a region of a longer name',
      { ...name(28), 9: '  home: ap-southeast-2', 10: '  governed: [ap-southeast-2]' },
      'line 1, name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaa" makes the S3 bucket name aaaaaaaaaaaaaaaaaaaaaaaaaaaa-access-logs-222222222222-ap-southeast-2, which has 68 characters where 63 are allowed; shorten the name by 5',
    ],
    [
      'of 23 characters fits in every region',
      { ...name(23), 9: '  home: ap-southeast-2', 10: '  governed: [ap-southeast-2]' },
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('data events', () => {
  const MEND = 'and logging it would feed itself; remove it';
  const of = (bucket: string) => ({ 15: `trail: { dataEvents: { s3Buckets: [${bucket}] } }` });
  test.each<Case>([
    ['may come from another bucket', of('acme-records')],
    ['may come from a bucket of ours in another region', of('acme-trail-222222222222-us-west-2')],
    ...[
      'acme-trail-222222222222-us-east-1',
      'acme-config-222222222222-us-east-1',
      'acme-access-logs-222222222222-us-east-1',
      'acme-archive-222222222222-us-west-2',
    ].map((bucket): Case => [
      `may not come from ${bucket}`,
      of(bucket),
      `line 15, trail.dataEvents.s3Buckets[0]: "${bucket}" is a bucket of the platform, ${MEND}`,
    ]),
    ['may come from all buckets', { 15: 'trail: { dataEvents: { s3Buckets: all } }' }],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
