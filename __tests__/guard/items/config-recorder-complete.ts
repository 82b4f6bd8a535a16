import { ACCOUNT, type Cases, type Fields, item } from '../configuration-item';

const recorder = (RecordingGroup: Fields, configuration: Fields = {}) =>
  item('AWS::Config::ConfigurationRecorder', {
    configuration: {
      Id: 'default',
      Name: 'default',
      RoleARN: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      Recording: true,
      RecordingMode: { RecordingFrequency: 'CONTINUOUS', RecordingModeOverrides: [] },
      RecordingGroup,
      ...configuration,
    },
  });
const EVERYTHING = {
  AllSupported: true,
  IncludeGlobalResourceTypes: true,
  ResourceTypes: [],
  RecordingStrategy: { UseOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
};
const allBut = (...ResourceTypes: readonly string[]) => ({
  AllSupported: false,
  IncludeGlobalResourceTypes: false,
  ResourceTypes: [],
  ExclusionByResourceTypes: { ResourceTypes },
  RecordingStrategy: { UseOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
});
const OF_A_SERVICE = {
  AllSupported: false,
  ResourceTypes: ['AWS::S3::Bucket'],
  RecordingStrategy: { UseOnly: 'INCLUSION_BY_RESOURCE_TYPES' },
};
const leavesOut = 'The recorder leaves out trails, keys, buckets or its own results';

export const cases: Cases = {
  passing: {
    'of everything': recorder(EVERYTHING),
    'of everything but IAM, as outside of the home region': recorder(
      allBut('AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User'),
    ),
    'of everything, as customers have it': recorder(EVERYTHING, { RecordingScope: 'PAID' }),
    'of everything, without a name in the item': recorder(EVERYTHING, { Name: undefined }),
    'of everything but network interfaces': recorder(allBut('AWS::EC2::NetworkInterface')),
  },
  failing: {
    'that is stopped': [recorder(EVERYTHING, { Recording: false }), 'The recorder is stopped'],
    'of a list': [
      recorder({
        AllSupported: false,
        ResourceTypes: ['AWS::S3::Bucket'],
        RecordingStrategy: { UseOnly: 'INCLUSION_BY_RESOURCE_TYPES' },
      }),
      'The recorder has a list of types',
    ],
    'of a list, as customers have it': [
      recorder(OF_A_SERVICE, { RecordingScope: 'PAID' }),
      'The recorder has a list of types',
    ],
    'without trails': [recorder(allBut('AWS::CloudTrail::Trail')), leavesOut],
    'without keys': [recorder(allBut('AWS::EC2::NetworkInterface', 'AWS::KMS::Key')), leavesOut],
    'without buckets': [recorder(allBut('AWS::S3::Bucket')), leavesOut],
    'without results': [recorder(allBut('AWS::Config::ResourceCompliance')), leavesOut],
  },
  skipping: {
    'of Security Hub': recorder(OF_A_SERVICE, { Name: 'AWSConfigurationRecorderForSecurityHubCSPM' }),
    'of Security Hub, stopped': recorder(OF_A_SERVICE, {
      Name: 'AWSConfigurationRecorderForSecurityHubCSPM',
      Recording: false,
    }),
    'of a service, by its scope': recorder(OF_A_SERVICE, { RecordingScope: 'INTERNAL' }),
    'of a service, by its scope in lower case': recorder(OF_A_SERVICE, { recordingScope: 'INTERNAL' }),
  },
};
