import { ACCOUNT, type Cases, type Fields, item } from '../configuration-item';

const trail = (configuration: Fields = {}) =>
  item('AWS::CloudTrail::Trail', {
    configuration: {
      name: 'organization',
      s3BucketName: 'example',
      s3KeyPrefix: null,
      snsTopicName: null,
      snsTopicARN: null,
      includeGlobalServiceEvents: true,
      isMultiRegionTrail: true,
      homeRegion: 'eu-central-1',
      trailARN: `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/organization`,
      logFileValidationEnabled: true,
      cloudWatchLogsLogGroupArn: null,
      cloudWatchLogsRoleArn: null,
      kmsKeyId: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/8dc556cc-000e-4d91-a876-271c1197461a`,
      hasCustomEventSelectors: true,
      hasInsightSelectors: false,
      isOrganizationTrail: true,
      ...configuration,
    },
  });

export const cases: Cases = {
  passing: {
    'of the organization': trail(),
    'of an account': trail({ isOrganizationTrail: false }),
    'with a key in GovCloud': trail({ kmsKeyId: `arn:aws-us-gov:kms:us-gov-west-1:${ACCOUNT}:key/1` }),
  },
  failing: {
    'of one region': [trail({ isMultiRegionTrail: false }), 'The trail covers one region'],
    'without global services': [trail({ includeGlobalServiceEvents: false }), 'The trail leaves out IAM'],
    'without digests': [trail({ logFileValidationEnabled: false }), "Nobody can prove that the trail's files"],
    'without a key': [trail({ kmsKeyId: null }), 'The trail has no KMS key'],
  },
  skipping: {},
};
