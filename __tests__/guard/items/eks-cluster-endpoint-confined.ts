import { ACCOUNT, type Cases, type Fields, item } from '../configuration-item';

const cluster = (ResourcesVpcConfig: Fields) =>
  item('AWS::EKS::Cluster', {
    configuration: {
      Name: 'example',
      Arn: `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/example`,
      Version: '1.35',
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/cluster`,
      Endpoint: 'https://EXAMPLED539D4633E53DE1B71EXAMPLE.gr7.eu-central-1.eks.amazonaws.com',
      ResourcesVpcConfig: {
        SubnetIds: ['subnet-0a1b2c3d4e5f60718'],
        SecurityGroupIds: [],
        ...ResourcesVpcConfig,
      },
    },
  });
const world = "The world reaches the cluster's API";
const open = { EndpointPublicAccess: true, EndpointPrivateAccess: true };

export const cases: Cases = {
  passing: {
    'that is private': cluster({ EndpointPublicAccess: false, EndpointPrivateAccess: true, PublicAccessCidrs: [] }),
    'that an office reaches': cluster({ ...open, PublicAccessCidrs: ['203.0.113.0/24', '198.51.100.7/32'] }),
  },
  failing: {
    'that the world reaches': [cluster({ ...open, PublicAccessCidrs: ['0.0.0.0/0'] }), world],
    'that the world reaches by halves': [cluster({ ...open, PublicAccessCidrs: ['0.0.0.0/1', '128.0.0.0/1'] }), world],
    'that the world reaches beside an office': [
      cluster({ ...open, PublicAccessCidrs: ['203.0.113.0/24', '0.0.0.0/0'] }),
      world,
    ],
    'that is public without a list': [cluster(open), world],
    'that is public with an empty list': [cluster({ ...open, PublicAccessCidrs: [] }), world],
    'whose nodes leave the VPC': [
      cluster({ EndpointPublicAccess: true, EndpointPrivateAccess: false, PublicAccessCidrs: ['203.0.113.0/24'] }),
      "The cluster's nodes reach its API over the internet",
    ],
  },
  skipping: { 'without a network in the item': item('AWS::EKS::Cluster', { configuration: { Name: 'example' } }) },
};
