import { type Cases, type Fields, item } from '../configuration-item';

const template = (LaunchTemplateData: Fields) =>
  item('AWS::EC2::LaunchTemplate', {
    configuration: {
      Id: 'lt-0a1b2c3d4e5f60718',
      LaunchTemplateName: 'workers',
      DefaultVersionNumber: '1',
      LatestVersionNumber: '1',
      LaunchTemplateData: { ImageId: 'ami-0bbe6b35405ecebdb', InstanceType: 't4g.micro', ...LaunchTemplateData },
    },
  });
const SAFE = { HttpTokens: 'required', HttpPutResponseHopLimit: 1, HttpEndpoint: 'enabled' };
const face = (AssociatePublicIpAddress?: boolean) => ({ DeviceIndex: 0, AssociatePublicIpAddress });

export const cases: Cases = {
  passing: {
    'as it should be': template({ MetadataOptions: SAFE, NetworkInterfaces: [face(false)] }),
    'that leaves the hop limit to AWS': template({ MetadataOptions: { HttpTokens: 'required' } }),
    'without the metadata service': template({ MetadataOptions: { HttpEndpoint: 'disabled' } }),
    'that leaves addresses to the subnet': template({ MetadataOptions: SAFE, NetworkInterfaces: [face()] }),
  },
  failing: {
    'that says nothing of metadata': [template({}), 'answer metadata requests without a session token'],
    'with version 1': [
      template({ MetadataOptions: { ...SAFE, HttpTokens: 'optional' } }),
      'answer metadata requests without a session token',
    ],
    'with two hops': [
      template({ MetadataOptions: { ...SAFE, HttpPutResponseHopLimit: 2 } }),
      'can be read more than one hop away',
    ],
    'with a public address': [
      template({ MetadataOptions: SAFE, NetworkInterfaces: [face(false), face(true)] }),
      'The template gives its instances a public address',
    ],
    'with a key pair': [template({ MetadataOptions: SAFE, KeyName: 'admin' }), 'The template names a key pair'],
  },
  skipping: {
    'without data in the item': item('AWS::EC2::LaunchTemplate', {
      configuration: { Id: 'lt-0a1b2c3d4e5f60718', LaunchTemplateName: 'workers' },
    }),
  },
};
