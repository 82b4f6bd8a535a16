import { type Cases, item } from '../configuration-item';
import { permission, securityGroup } from '../resources';

const WORLD = { v4: ['0.0.0.0/0'], v6: ['::/0'] };
const open = (...rest: Parameters<typeof permission>) => securityGroup(permission(...rest));
const port = 'The world reaches a port that is not allowed';
const range = 'The world reaches a range of ports';
const protocol = 'The world may use every protocol';

export const cases: Cases = {
  passing: {
    'without rules': securityGroup(),
    'for HTTPS from everywhere': open('tcp', [443, 443], WORLD),
    'for HTTP/3 from everywhere': open('udp', [443, 443], WORLD),
    'for ping from everywhere': open('icmp', [8, -1], WORLD),
    'for ping of IPv6 from everywhere': open('icmpv6', [-1, -1], WORLD),
    'for SSH from an office': open('tcp', [22, 22], { v4: ['203.0.113.0/24'] }),
    'for everything from its own members': open('-1', [null, null], { groups: ['sg-0a1b2c3d4e5f60718'] }),
    'for everything from a provider in IPv6': open('-1', [null, null], { v6: ['2a05:d014::/32'] }),
    'for everything from 10.0.0.0/8': open('-1', [null, null], { v4: ['10.0.0.0/8'] }),
  },
  failing: {
    'for SSH from everywhere': [open('tcp', [22, 22], WORLD), port],
    'for SSH from everywhere in IPv4': [open('tcp', [22, 22], { v4: ['0.0.0.0/0'] }), port],
    'for SSH from everywhere in IPv6': [open('tcp', [22, 22], { v6: ['::/0'] }), port],
    'for SSH from half of the world': [open('tcp', [22, 22], { v4: ['128.0.0.0/1'] }), port],
    'for SSH from an eighth of IPv6': [open('tcp', [22, 22], { v6: ['2000::/3'] }), port],
    'for SSH from everywhere beside an office': [open('tcp', [22, 22], { v4: ['203.0.113.0/24', '0.0.0.0/0'] }), port],
    'for SSH from everywhere, as older items have it': [
      securityGroup({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: ['0.0.0.0/0'], prefixListIds: [] }),
      port,
    ],
    'for SSH from everywhere, after HTTPS': [
      securityGroup(permission('tcp', [443, 443], WORLD), permission('tcp', [22, 22], WORLD)),
      port,
    ],
    'for SSH from an eighth of IPv6, written otherwise': [open('tcp', [22, 22], { v6: ['3000::/4'] }), port],
    'for SSH from a registry of IPv6': [open('tcp', [22, 22], { v6: ['2a00::/12'] }), port],
    'for SSH from a country of IPv6': [open('tcp', [22, 22], { v6: ['2a02:8108::/31'] }), port],
    'for SSH from everywhere, in the list of ranges alone': [
      securityGroup({
        ...permission('tcp', [22, 22], WORLD),
        ipRanges: ['10.0.0.0/8', '0.0.0.0/0'],
        ipv4Ranges: [],
        ipv6Ranges: [],
      }),
      port,
    ],
    'for SSH from everywhere, in the list of described ranges alone': [
      securityGroup({
        ...permission('tcp', [22, 22], {}),
        ipv4Ranges: [{ cidrIp: '10.0.0.0/8' }, { cidrIp: '0.0.0.0/0', description: 'temporary' }],
      }),
      port,
    ],
    'for SSH from everywhere in IPv6 beside an office': [
      open('tcp', [22, 22], { v6: ['2a05:d014::/48', '::/0'] }),
      port,
    ],
    'for a range of UDP from everywhere': [open('udp', [80, 443], WORLD), range],
    'for DNS from everywhere': [open('udp', [53, 53], WORLD), port],
    'for every port from everywhere': [open('tcp', [0, 65535], WORLD), port],
    'for the ports between HTTP and HTTPS from everywhere': [open('tcp', [80, 443], WORLD), range],
    'for everything from everywhere': [open('-1', [null, null], WORLD), protocol],
    'for GRE from everywhere': [open('47', [null, null], WORLD), protocol],
    'for everything from everywhere, without ports in the item': [
      securityGroup({ ipProtocol: '-1', ipRanges: ['0.0.0.0/0'], ipv4Ranges: [{ cidrIp: '0.0.0.0/0' }] }),
      protocol,
    ],
  },
  skipping: { 'of a network interface': item('AWS::EC2::NetworkInterface', { configuration: { groups: [] } }) },
  whenEmpty: {
    'without rules': [securityGroup(), 'PASS'],
    'for SSH from an office': [open('tcp', [22, 22], { v4: ['203.0.113.0/24'] }), 'PASS'],
    'for HTTPS from everywhere': [open('tcp', [443, 443], WORLD), 'FAIL'],
  },
};
