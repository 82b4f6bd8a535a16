import { ACCOUNT, type Cases, type Fields, item } from '../configuration-item';

const metadata = (options: Fields = {}) => ({
  state: 'applied',
  httpTokens: 'required',
  httpPutResponseHopLimit: 1,
  httpEndpoint: 'enabled',
  ...options,
});
const instance = (configuration: Fields = {}) =>
  item('AWS::EC2::Instance', {
    configuration: {
      amiLaunchIndex: 0,
      imageId: 'ami-0bbe6b35405ecebdb',
      instanceId: 'i-0a763ac3ee37d8d2b',
      instanceType: 't4g.micro',
      kernelId: null,
      keyName: null,
      launchTime: '2025-11-24T10:02:11.000Z',
      monitoring: { state: 'disabled' },
      platform: null,
      privateIpAddress: '10.0.30.79',
      publicDnsName: '',
      state: { code: 16, name: 'running' },
      subnetId: 'subnet-0a1b2c3d4e5f60718',
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      ebsOptimized: false,
      iamInstanceProfile: { arn: `arn:aws:iam::${ACCOUNT}:instance-profile/worker`, id: 'AIPAABCDEFGHIJKLMNOPQ' },
      securityGroups: [{ groupName: 'workers', groupId: 'sg-0a1b2c3d4e5f60718' }],
      tags: [],
      metadataOptions: metadata(),
      ...configuration,
    },
  });
const { keyName: _, metadataOptions: __, ...older } = instance().configuration!;

const tokens = 'The instance answers metadata requests without a session token';
const hops = 'Metadata of the instance can be read more than one hop away';
const profile = 'The instance has no instance profile';
const keyPair = 'The instance was launched with a key pair';

export const cases: Cases = {
  passing: {
    'as it should be': instance(),
    'without the metadata service': instance({
      metadataOptions: metadata({ httpEndpoint: 'disabled', httpTokens: 'optional', httpPutResponseHopLimit: 64 }),
    }),
    'without the key of the key pair': item('AWS::EC2::Instance', {
      configuration: { ...older, metadataOptions: metadata() },
    }),
    'that is stopped': instance({ state: { code: 80, name: 'stopped' } }),
  },
  failing: {
    'with version 1': [instance({ metadataOptions: metadata({ httpTokens: 'optional' }) }), tokens],
    'without options in the item': [item('AWS::EC2::Instance', { configuration: older }), tokens],
    'with two hops': [instance({ metadataOptions: metadata({ httpPutResponseHopLimit: 2 }) }), hops],
    'without a profile': [instance({ iamInstanceProfile: null }), profile],
    'with a key pair': [instance({ keyName: 'admin' }), keyPair],
    'that is stopped, with a key pair': [instance({ keyName: 'admin', state: { code: 80, name: 'stopped' } }), keyPair],
  },
  skipping: {
    'that is terminated': instance({
      state: { code: 48, name: 'terminated' },
      iamInstanceProfile: null,
      keyName: 'admin',
    }),
    'that is going down': instance({ state: { code: 32, name: 'shutting-down' }, iamInstanceProfile: null }),
  },
};
