import { GLOBAL_IAM_TYPES } from '../../src/catalogue/managed-rule';
import { recordingGroup, recordingMode } from '../../src/recorder/recording';

const BUCKET = 'AWS::S3::Bucket';
const ROLE = 'AWS::IAM::Role';

describe('what is recorded', () => {
  test.each([
    ['everything with global types at home', [], true, { all: true, global: true, excluded: undefined }],
    ['everything without global types elsewhere', [], false, { all: true, global: false, excluded: undefined }],
    ['all but the excluded at home', [BUCKET], true, { all: false, global: undefined, excluded: [BUCKET] }],
    [
      'all but the excluded and global types elsewhere',
      [BUCKET],
      false,
      { all: false, global: undefined, excluded: [...GLOBAL_IAM_TYPES, BUCKET] },
    ],
    ['an excluded global type once', [ROLE], false, { all: false, global: undefined, excluded: [...GLOBAL_IAM_TYPES] }],
  ])('%s', (_name, exclude, isHome, expected) => {
    const group = recordingGroup(exclude, isHome);
    const [excluded] = (group.exclusionByResourceTypes ?? []) as { resourceTypes: string[] }[];
    expect({
      all: group.allSupported,
      global: group.includeGlobalResourceTypes,
      excluded: excluded?.resourceTypes,
    }).toEqual(expected);
    expect(group.recordingStrategy).toEqual([
      { useOnly: expected.all ? 'ALL_SUPPORTED_RESOURCE_TYPES' : 'EXCLUSION_BY_RESOURCE_TYPES' },
    ]);
  });
});

describe('how often', () => {
  const none = { dailyTypes: [], continuousTypes: [] };

  test.each([
    ['continuously', { ...none, frequency: 'CONTINUOUS' }, 'CONTINUOUS', undefined],
    ['daily', { ...none, frequency: 'DAILY' }, 'DAILY', undefined],
    [
      'continuously but for daily types',
      { ...none, frequency: 'CONTINUOUS', dailyTypes: [ROLE, BUCKET] },
      'CONTINUOUS',
      ['DAILY', [ROLE, BUCKET]],
    ],
    [
      'daily but for continuous types',
      { ...none, frequency: 'DAILY', continuousTypes: [BUCKET] },
      'DAILY',
      ['CONTINUOUS', [BUCKET]],
    ],
  ] as const)('%s', (_name, props, frequency, override) => {
    const mode = recordingMode(props, true);
    const { recordingFrequency, resourceTypes } = mode.recordingModeOverride ?? {};
    expect(mode.recordingFrequency).toBe(frequency);
    expect(mode.recordingModeOverride && [recordingFrequency, resourceTypes]).toEqual(override);
  });
});

describe('global types outside the home region', () => {
  test.each([
    ['are no exceptions there', [ROLE, BUCKET], [BUCKET]],
    ['leave no empty exception behind', [ROLE], undefined],
  ])('%s', (_name, dailyTypes, expected) => {
    const mode = recordingMode({ frequency: 'CONTINUOUS', dailyTypes, continuousTypes: [] }, false);
    expect(mode.recordingModeOverride?.resourceTypes).toEqual(expected);
  });
});
