import { complaintAbout, report, smallest, type Case } from '../audit-file';

const recorder = (...lines: string[]) => ({ 15: ['recorder:', ...lines.map((line) => `  ${line}`)].join('\n') });

describe('exceptions from the frequency', () => {
  test.each<Case>([
    ['are daily when it is CONTINUOUS', recorder('dailyTypes: [AWS::S3::Bucket]')],
    [
      'are not continuous when it is CONTINUOUS',
      recorder('continuousTypes: [AWS::S3::Bucket]'),
      'line 16, recorder.continuousTypes: has no effect when the frequency is CONTINUOUS; use dailyTypes, or change recorder.frequency',
    ],
    ['are continuous when it is DAILY', recorder('frequency: DAILY', 'continuousTypes: [AWS::S3::Bucket]')],
    [
      'are not daily when it is DAILY',
      recorder('frequency: DAILY', 'dailyTypes: [AWS::S3::Bucket]'),
      'line 17, recorder.dailyTypes: has no effect when the frequency is DAILY; use continuousTypes, or change recorder.frequency',
    ],
    ['may be none', recorder('frequency: DAILY', 'dailyTypes: []', 'continuousTypes: []')],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('a type that is excluded', () => {
  test.each<Case>([
    [
      'may differ from those recorded daily',
      recorder('exclude: [AWS::S3::Bucket]', 'dailyTypes: [AWS::EC2::Instance]'),
    ],
    [
      'is not recorded daily as well',
      recorder('exclude: [AWS::S3::Bucket]', 'dailyTypes: [AWS::EC2::Instance, AWS::S3::Bucket]'),
      'line 17, recorder.dailyTypes[1]: "AWS::S3::Bucket" is excluded as well; remove it here or from recorder.exclude',
    ],
    [
      'is not recorded continuously as well',
      recorder('frequency: DAILY', 'exclude: [AWS::S3::Bucket]', 'continuousTypes: [AWS::S3::Bucket]'),
      'line 18, recorder.continuousTypes[0]: "AWS::S3::Bucket" is excluded as well; remove it here or from recorder.exclude',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

test.each<Case>(
  ['AWS::Config::ResourceCompliance', 'AWS::Config::ConformancePackCompliance'].map((type) => [
    type,
    recorder(`dailyTypes: [${type}]`),
    `line 16, recorder.dailyTypes[0]: "${type}" cannot be recorded daily; remove it`,
  ]),
)('%s is never recorded daily', (_, changes, ...lines) => {
  expect(complaintAbout(smallest(changes))).toBe(report(...lines));
});
