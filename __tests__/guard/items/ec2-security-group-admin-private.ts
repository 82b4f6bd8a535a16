import { type Cases } from '../configuration-item';
import { each } from '../documents';
import { permission, securityGroup } from '../resources';

const OFFICE = { v4: ['203.0.113.7/32'] };
const open = (...rest: Parameters<typeof permission>) => securityGroup(permission(...rest));

const ranges = (...all: readonly string[]) => Object.fromEntries(all.map((range) => [range, range]));
const PRIVATE = ranges(
  '10.0.0.0/8',
  '10.1.2.3/32',
  '172.16.0.0/12',
  '172.20.0.0/16',
  '172.31.4.0/24',
  '192.168.7.0/24',
  '100.64.0.0/10',
  '100.80.0.0/16',
  '100.110.0.0/16',
  '100.127.0.0/16',
  '127.0.0.1/32',
  '169.254.0.0/16',
);
const PUBLIC = ranges(
  '0.0.0.0/0',
  '11.0.0.0/8',
  '203.10.1.0/24',
  '172.32.0.0/16',
  '172.15.0.0/16',
  '192.169.0.0/16',
  '100.63.0.0/16',
  '100.128.0.0/16',
  '10.0.0.0/7',
);
const PORTS: Readonly<Record<string, readonly [number, string]>> = {
  'for SSH': [22, 'reaches SSH (22)'],
  'for RDP': [3389, 'reaches RDP (3389)'],
  'for WinRM': [5985, 'reaches WinRM (5985, 5986)'],
  'for WinRM with TLS': [5986, 'reaches WinRM (5985, 5986)'],
  'for SMB': [445, 'reaches SMB (445)'],
  'for MySQL': [3306, 'reaches MySQL (3306)'],
  'for PostgreSQL': [5432, 'reaches PostgreSQL (5432)'],
  'for SQL Server': [1433, 'reaches SQL Server (1433)'],
  'for Oracle': [1521, 'reaches Oracle (1521)'],
  'for MongoDB': [27017, 'reaches MongoDB (27017)'],
  'for Redis': [6379, 'reaches Redis (6379)'],
  'for Elasticsearch': [9200, 'reaches Elasticsearch (9200)'],
};

export const cases: Cases = {
  passing: {
    'without rules': securityGroup(),
    'for HTTPS from everywhere': open('tcp', [443, 443], { v4: ['0.0.0.0/0'], v6: ['::/0'] }),
    'for SSH from another group': open('tcp', [22, 22], { groups: ['sg-0a1b2c3d4e5f60718'] }),
    ...each('for SSH from', PRIVATE, (range) => open('tcp', [22, 22], { v4: [range] })),
    ...each('up to the port before, and from the port after,', PORTS, ([number]) =>
      securityGroup(
        permission('tcp', [number === 5986 ? 5984 : number - 1, number === 5986 ? 5984 : number - 1], OFFICE),
        permission('tcp', [number === 5985 ? 5987 : number + 1, number === 5985 ? 5987 : number + 1], OFFICE),
      ),
    ),
    'for everything from unique local addresses': open('-1', [null, null], { v6: ['fc00:3456:789a::/48'] }),
    'for SSH from unique local addresses, in capitals': open('tcp', [22, 22], { v6: ['FD12:3456:789A::/48'] }),
    'for SSH from unique local addresses': open('tcp', [22, 22], { v6: ['fd12:3456:789a::/48'] }),
    'for everything from 10.0.0.0/8': open('-1', [null, null], { v4: ['10.0.0.0/8'] }),
    'for UDP on the port of SSH': open('udp', [22, 22], OFFICE),
    'for ports between the ones that matter': open('tcp', [10000, 20000], OFFICE),
  },
  failing: {
    ...each('from an office', PORTS, ([number, says]) => [open('tcp', [number, number], OFFICE), says] as const),
    ...each('for SSH from', PUBLIC, (range) => [open('tcp', [22, 22], { v4: [range] }), 'reaches SSH (22)'] as const),
    'for SSH from an address in IPv6': [open('tcp', [22, 22], { v6: ['2a05:d014::1/128'] }), 'reaches SSH (22)'],
    'for SSH from an office beside a private range': [
      open('tcp', [22, 22], { v4: ['10.0.0.0/8', '203.0.113.7/32'] }),
      'reaches SSH (22)',
    ],
    'for SSH from an office, in the list of ranges alone': [
      securityGroup({ ...permission('tcp', [22, 22], {}), ipRanges: ['10.0.0.0/8', '203.0.113.7/32'] }),
      'reaches SSH (22)',
    ],
    'for SSH from an office, in the list of described ranges alone': [
      securityGroup({
        ...permission('tcp', [22, 22], {}),
        ipv4Ranges: [{ cidrIp: '10.0.0.0/8' }, { cidrIp: '203.0.113.7/32', description: 'temporary' }],
      }),
      'reaches SSH (22)',
    ],
    'for SSH from a public address of IPv6 beside a local one': [
      open('tcp', [22, 22], { v6: ['fd12:3456:789a::/48', '2a05:d014::/48'] }),
      'reaches SSH (22)',
    ],
    'for everything from an office, in the list of described ranges alone': [
      securityGroup({
        ipProtocol: '-1',
        ipv4Ranges: [{ cidrIp: '10.0.0.0/8' }, { cidrIp: '203.0.113.7/32' }],
      }),
      'A public address reaches every port',
    ],
    'for everything from an office beside a private range': [
      securityGroup({ ipProtocol: '-1', ipRanges: ['10.0.0.0/8', '203.0.113.7/32'] }),
      'A public address reaches every port',
    ],
    'for everything from a public address of IPv6 beside a local one': [
      open('-1', [null, null], { v6: ['fd12:3456:789a::/48', '2a05:d014::/48'] }),
      'A public address reaches every port',
    ],
    'for a range of ports with a database in it': [open('tcp', [3000, 3999], OFFICE), 'reaches MySQL (3306)'],
    'for every port of TCP': [open('tcp', [0, 65535], OFFICE), 'reaches RDP (3389)'],
    'for everything': [open('-1', [null, null], OFFICE), 'A public address reaches every port'],
    'for everything, without ports in the item': [
      securityGroup({ ipProtocol: '-1', ipRanges: ['203.0.113.7/32'] }),
      'A public address reaches every port',
    ],
  },
  skipping: {},
};
