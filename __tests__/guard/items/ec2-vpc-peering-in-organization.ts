import { ACCOUNT, type Cases, OURS, STRANGER, item } from '../configuration-item';

const side = (ownerId: string) => ({
  cidrBlock: '10.0.0.0/16',
  cidrBlockSet: [{ cidrBlock: '10.0.0.0/16' }],
  ipv6CidrBlockSet: [],
  ownerId,
  peeringOptions: { allowDnsResolutionFromRemoteVpc: false },
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  region: 'eu-central-1',
});
const peering = (requester: string, accepter: string) =>
  item('AWS::EC2::VPCPeeringConnection', {
    configuration: {
      accepterVpcInfo: side(accepter),
      requesterVpcInfo: side(requester),
      expirationTime: null,
      status: { code: 'active', message: 'Active' },
      tags: [],
      vpcPeeringConnectionId: 'pcx-0a1b2c3d4e5f60718',
    },
  });

export const cases: Cases = {
  passing: {
    'within an account': peering(ACCOUNT, ACCOUNT),
    'within the organization': peering(ACCOUNT, OURS),
  },
  failing: {
    'with a stranger': [peering(ACCOUNT, STRANGER), 'The VPC that accepted the peering'],
    'from a stranger': [peering(STRANGER, ACCOUNT), 'The VPC that asked for the peering'],
  },
  skipping: {},
  whenEmpty: {
    'within an account': [peering(ACCOUNT, ACCOUNT), 'SKIP'],
    'with a stranger': [peering(ACCOUNT, STRANGER), 'SKIP'],
  },
};
