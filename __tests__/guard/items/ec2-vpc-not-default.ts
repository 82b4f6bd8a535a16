import { ACCOUNT, type Cases, item } from '../configuration-item';

const vpc = (isDefault: boolean) =>
  item('AWS::EC2::VPC', {
    configuration: {
      cidrBlock: '172.31.0.0/16',
      dhcpOptionsId: 'dopt-0a1b2c3d4e5f60718',
      state: { value: 'available' },
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      ownerId: ACCOUNT,
      instanceTenancy: 'default',
      ipv6CidrBlockAssociationSet: [],
      cidrBlockAssociationSet: [{ cidrBlock: '172.31.0.0/16', cidrBlockState: { state: 'associated' } }],
      isDefault,
      tags: [],
    },
  });

export const cases: Cases = {
  passing: { 'built on purpose': vpc(false) },
  failing: { 'that every account has': [vpc(true), "This is the region's default VPC"] },
  skipping: {
    'a default subnet': item('AWS::EC2::Subnet', { configuration: { defaultForAz: true, isDefault: true } }),
  },
};
