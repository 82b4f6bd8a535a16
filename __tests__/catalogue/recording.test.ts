import { type Recorded, recordingOf } from '../../src/catalogue/recording';

const [BUCKET, INSTANCE, ROLE, USER] = ['AWS::S3::Bucket', 'AWS::EC2::Instance', 'AWS::IAM::Role', 'AWS::IAM::User'];
const NOTHING: Recorded = { frequency: 'CONTINUOUS', dailyTypes: [], continuousTypes: [], exclude: [] };
const TYPES = [BUCKET, INSTANCE, ROLE];

describe('with what it is told, a recorder', () => {
  test.each<[sentence: string, said: Partial<Recorded>, isHome: boolean, missing: string[], daily: string[]]>([
    ['of the home region records everything at once', {}, true, [], []],
    ['of another leaves global types out', {}, false, [ROLE], []],
    ['leaves out what it is told to', { exclude: [INSTANCE] }, true, [INSTANCE], []],
    ['leaves out both', { exclude: [INSTANCE] }, false, [INSTANCE, ROLE], []],
    ['names a type once that is left out for both reasons', { exclude: [ROLE] }, false, [ROLE], []],
    ['of exceptions looks at its own only', { continuousTypes: [BUCKET] }, true, [], []],
    ['records exceptions daily', { dailyTypes: [BUCKET, USER] }, true, [], [BUCKET]],
    [
      'records no exception that it leaves out',
      { dailyTypes: TYPES, exclude: [BUCKET] },
      false,
      [BUCKET, ROLE],
      [INSTANCE],
    ],
    ['records everything daily', { frequency: 'DAILY' }, true, [], TYPES],
    [
      'records everything daily that it does not leave out',
      { frequency: 'DAILY', exclude: [BUCKET] },
      false,
      [BUCKET, ROLE],
      [INSTANCE],
    ],
    ['records exceptions at once', { frequency: 'DAILY', continuousTypes: [BUCKET, ROLE] }, true, [], [INSTANCE]],
    ['with DAILY does not look at daily exceptions', { frequency: 'DAILY', dailyTypes: [BUCKET] }, true, [], TYPES],
  ])('%s', (_, said, isHome, missing, daily) => {
    expect(recordingOf(TYPES, { ...NOTHING, ...said }, isHome)).toEqual({ missing, daily });
  });

  test('has nothing to say of no types', () => {
    expect(recordingOf([], { ...NOTHING, frequency: 'DAILY' }, false)).toEqual({ missing: [], daily: [] });
  });
});
