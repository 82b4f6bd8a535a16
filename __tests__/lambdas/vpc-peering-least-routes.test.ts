import { type AddressRange, covers, joined, rangeOf } from '../../lambdas/vpc-peering-least-routes/address-range';
import { evaluate, type Peering } from '../../lambdas/vpc-peering-least-routes/evaluate';
import { readRouteTables } from '../../lambdas/vpc-peering-least-routes/read';
import { ACCOUNT, all, FakeAws } from './fake-aws';

describe('the addresses of a block', () => {
  const top = (1n << 128n) - 1n;
  test.each<[string, AddressRange]>([
    ['0.0.0.0/0', { bits: 32, first: 0n, last: 0xffffffffn }],
    ['10.1.0.0/16', { bits: 32, first: 0x0a010000n, last: 0x0a01ffffn }],
    ['10.1.2.3/16', { bits: 32, first: 0x0a010000n, last: 0x0a01ffffn }],
    ['10.1.2.3/32', { bits: 32, first: 0x0a010203n, last: 0x0a010203n }],
    ['255.255.255.255/31', { bits: 32, first: 0xfffffffen, last: 0xffffffffn }],
    ['128.0.0.0/1', { bits: 32, first: 0x80000000n, last: 0xffffffffn }],
    ['::/0', { bits: 128, first: 0n, last: top }],
    ['::1/128', { bits: 128, first: 1n, last: 1n }],
    ['::/128', { bits: 128, first: 0n, last: 0n }],
    ['1::/16', { bits: 128, first: 1n << 112n, last: (2n << 112n) - 1n }],
    ['2001:db8::/32', { bits: 128, first: 0x20010db8n << 96n, last: (0x20010db9n << 96n) - 1n }],
    [
      '2001:DB8:1:2:3:4:5:6/127',
      {
        bits: 128,
        first: 0x20010db8000100020003000400050006n,
        last: 0x20010db8000100020003000400050007n,
      },
    ],
    [
      '1:2:3:4:5:6:7::/128',
      {
        bits: 128,
        first: 0x00010002000300040005000600070000n,
        last: 0x00010002000300040005000600070000n,
      },
    ],
    [
      'fd00:1::2:0/112',
      {
        bits: 128,
        first: 0xfd000001000000000000000000020000n,
        last: 0xfd00000100000000000000000002ffffn,
      },
    ],
  ])('%s', (cidr, range) => {
    expect(rangeOf(cidr)).toEqual(range);
  });

  test.each([
    '',
    '10.0.0.0',
    '10.0.0.0/',
    '/8',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0/8',
    '10.0.0.0.0/8',
    '10.0.0.256/8',
    '10.0.0.a/8',
    '10..0.0/8',
    '::/129',
    ':::/8',
    '1::2::3/8',
    '1:2:3:4:5:6:7/8',
    '1:2:3:4:5:6:7:8:9/8',
    '1:2:3:4::5:6:7:8/8',
    '12345::/8',
    ':1::/8',
    '::ffff:10.0.0.0/104',
    ' 10.0.0.0/8',
    '10.0.0.0/8\n',
    'pl-1234',
  ])('%j is no block', (cidr) => {
    expect(() => rangeOf(cidr)).toThrow(new Error(`'${cidr}' is not a CIDR block`));
  });
});

const joinedTexts = (...cidrs: string[]) => joined(cidrs.map(rangeOf));

test.each<[string[], string[]]>([
  [[], []],
  [['10.0.0.0/8'], ['10.0.0.0/8']],
  [['10.128.0.0/9', '10.0.0.0/9'], ['10.0.0.0/8']],
  [['10.0.0.0/8', '10.1.0.0/16'], ['10.0.0.0/8']],
  [['10.1.0.0/16', '10.0.0.0/8', '10.255.0.0/16'], ['10.0.0.0/8']],
  [
    ['10.0.0.0/16', '10.2.0.0/16'],
    ['10.0.0.0/16', '10.2.0.0/16'],
  ],
  [['10.0.0.0/16', '10.0.0.0/16'], ['10.0.0.0/16']],
  [['8000::/1', '::/1'], ['::/0']],
  [
    ['::/0', '0.0.0.0/0'],
    ['0.0.0.0/0', '::/0'],
  ],
  [
    ['255.255.255.255/32', '::1:0:0/128'],
    ['255.255.255.255/32', '::1:0:0/128'],
  ],
])('%j joined are %j', (given, expected) => {
  expect(joinedTexts(...given)).toEqual(expected.map(rangeOf));
});

test.each<[string[], string, boolean]>([
  [[], '10.0.0.0/8', false],
  [['10.0.0.0/16'], '10.0.0.0/16', true],
  [['10.0.0.0/16'], '10.0.0.0/15', false],
  [['10.0.0.0/16'], '10.0.0.0/17', true],
  [['10.0.0.0/16'], '10.0.255.255/32', true],
  [['10.0.0.0/16'], '10.1.0.0/32', false],
  [['10.0.0.0/16'], '9.255.255.255/32', false],
  [['10.0.0.0/16', '10.2.0.0/16'], '10.2.3.0/24', true],
  [['10.0.0.0/17', '10.0.128.0/17'], '10.0.0.0/16', true],
  [['10.0.0.0/17', '10.0.128.0/18'], '10.0.0.0/16', false],
  [['0.0.0.0/0'], '::a00:0/128', false],
  [['::/0'], '10.0.0.0/8', false],
  [['2001:db8::/56'], '2001:db8::/56', true],
  [['2001:db8::/56'], '2001:db8::/55', false],
])('%j cover %s: %s', (given, cidr, expected) => {
  expect(covers(joinedTexts(...given), rangeOf(cidr))).toBe(expected);
});

const peering = (destinations: string[], peerBlocks = ['10.1.0.0/16'], id = 'pcx-1'): Peering => ({
  id,
  peerBlocks,
  destinations,
});
const beyond = 'narrow the routes that reach beyond the peer VPC: ';
const whole = 'narrow the routes that reach a whole block of the peer VPC: ';
const twoBlocks = ['10.1.0.0/16', '2001:db8::/56'];

test.each<[string, Peering[], string | undefined, string | undefined]>([
  ['no peering', [], undefined, undefined],
  ['a peering without routes', [peering([])], undefined, undefined],
  ['a part of the peer', [peering(['10.1.2.0/24'])], undefined, undefined],
  ['one address', [peering(['10.1.2.3/32'])], undefined, undefined],
  ['the whole peer', [peering(['10.1.0.0/16'])], undefined, `${whole}10.1.0.0/16 over pcx-1`],
  ['both halves of the peer', [peering(['10.1.0.0/17', '10.1.128.0/17'])], undefined, `${whole}10.1.0.0/16 over pcx-1`],
  ['all but an address', [peering(['10.1.0.0/17', '10.1.128.0/18'])], undefined, undefined],
  [
    'one bit too broad',
    [peering(['10.0.0.0/15'])],
    `${beyond}10.0.0.0/15 over pcx-1`,
    `${beyond}10.0.0.0/15 over pcx-1`,
  ],
  ['everything', [peering(['0.0.0.0/0'])], `${beyond}0.0.0.0/0 over pcx-1`, `${beyond}0.0.0.0/0 over pcx-1`],
  ['another network', [peering(['10.2.0.0/24'])], `${beyond}10.2.0.0/24 over pcx-1`, `${beyond}10.2.0.0/24 over pcx-1`],
  [
    'two adjacent blocks of the peer by one route',
    [peering(['10.0.0.0/15'], ['10.0.0.0/16', '10.1.0.0/16'])],
    undefined,
    `${whole}10.0.0.0/16 over pcx-1, 10.1.0.0/16 over pcx-1`,
  ],
  ['IPv6, a part', [peering(['2001:db8::/64'], twoBlocks)], undefined, undefined],
  ['IPv6, whole', [peering(['2001:db8::/56'], twoBlocks)], undefined, `${whole}2001:db8::/56 over pcx-1`],
  ['IPv6, everything', [peering(['::/0'], twoBlocks)], `${beyond}::/0 over pcx-1`, `${beyond}::/0 over pcx-1`],
  [
    'IPv6 to a peer without',
    [peering(['2001:db8::/64'])],
    `${beyond}2001:db8::/64 over pcx-1`,
    `${beyond}2001:db8::/64 over pcx-1`,
  ],
  [
    'several, of which some are too broad',
    [peering(['10.1.2.0/24', '10.0.0.0/8']), peering(['10.2.2.0/24', '::/0'], ['10.2.0.0/16'], 'pcx-2')],
    `${beyond}10.0.0.0/8 over pcx-1, ::/0 over pcx-2`,
    `${beyond}10.0.0.0/8 over pcx-1, ::/0 over pcx-2`,
  ],
  [
    "one peer's addresses over another's connection",
    [peering(['10.2.0.0/24']), peering(['10.1.0.0/24'], ['10.2.0.0/16'], 'pcx-2')],
    `${beyond}10.2.0.0/24 over pcx-1, 10.1.0.0/24 over pcx-2`,
    `${beyond}10.2.0.0/24 over pcx-1, 10.1.0.0/24 over pcx-2`,
  ],
])('%s', (_name, peerings, whenWholeAllowed, whenNot) => {
  const verdict = (annotation: string | undefined) =>
    annotation === undefined ? { compliance: 'COMPLIANT' } : { compliance: 'NON_COMPLIANT', annotation };
  expect(evaluate(peerings, { wholeVpcAllowed: true })).toEqual(verdict(whenWholeAllowed));
  expect(evaluate(peerings, { wholeVpcAllowed: false })).toEqual(verdict(whenNot));
});

test.each([
  ['destination', peering(['pl-1'])],
  ['peer block', peering([], ['any'])],
])('a %s that is no block is an error, not a verdict', (_name, broken) => {
  expect(() => evaluate([broken], { wholeVpcAllowed: true })).toThrow('is not a CIDR block');
});

describe('reading', () => {
  const side = (VpcId: string, CidrBlock: string, rest: object = {}) => ({
    VpcId,
    OwnerId: ACCOUNT,
    CidrBlock,
    CidrBlockSet: [{ CidrBlock }],
    ...rest,
  });
  const connection = (id: string, rest: object = {}) => ({
    VpcPeeringConnectionId: id,
    Status: { Code: 'active' },
    RequesterVpcInfo: side('vpc-own', '10.0.0.0/16'),
    AccepterVpcInfo: side('vpc-peer', '10.1.0.0/16', { OwnerId: '999999999999' }),
    ...rest,
  });
  const over = (VpcPeeringConnectionId: string, rest: object = {}) => ({
    VpcPeeringConnectionId,
    DestinationCidrBlock: '10.1.2.0/24',
    State: 'active',
    ...rest,
  });
  const local = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' };
  const table = (RouteTableId: string, Routes: object[], rest: object = {}) => ({
    RouteTableId,
    VpcId: 'vpc-own',
    OwnerId: ACCOUNT,
    Routes,
    ...rest,
  });
  /** Answers a filter, 100 to a page. */
  const connections = (known: { VpcPeeringConnectionId: string }[]) => ({
    DescribeVpcPeeringConnections: ({ Filters }: { Filters: { Values: string[] }[] }) => ({
      VpcPeeringConnections: known.filter(({ VpcPeeringConnectionId: id }) => Filters[0]!.Values.includes(id)),
    }),
  });
  const read = async (tables: object[], known: { VpcPeeringConnectionId: string }[], answers = {}) => {
    const aws = new FakeAws({
      DescribeRouteTables: () => ({ RouteTables: tables }),
      ...connections(known),
      ...answers,
    });
    return { aws, tables: await all(readRouteTables(aws)) };
  };

  test('a table without peering routes asks nothing more', async () => {
    const { aws, tables } = await read([table('rtb-1', [local])], []);
    expect(tables).toEqual([{ id: 'rtb-1', peerings: [] }]);
    expect(aws.sent.map(({ command }) => command)).toEqual(['DescribeRouteTables']);
  });

  test.each([
    ['requester', connection('pcx-1')],
    [
      'accepter',
      connection('pcx-1', {
        RequesterVpcInfo: side('vpc-peer', '10.1.0.0/16'),
        AccepterVpcInfo: side('vpc-own', '10.0.0.0/16'),
      }),
    ],
  ])('the peer of the %s is the other side', async (_name, known) => {
    const { tables } = await read([table('rtb-1', [local, over('pcx-1')])], [known]);
    expect(tables).toEqual([
      { id: 'rtb-1', peerings: [{ id: 'pcx-1', peerBlocks: ['10.1.0.0/16'], destinations: ['10.1.2.0/24'] }] },
    ]);
  });

  test('a peer has all its blocks, IPv4 and IPv6, each once', async () => {
    const peer = side('vpc-peer', '10.1.0.0/16', {
      CidrBlockSet: [{ CidrBlock: '10.1.0.0/16' }, { CidrBlock: '10.2.0.0/16' }],
      Ipv6CidrBlockSet: [{ Ipv6CidrBlock: '2001:db8::/56' }],
    });
    const { tables } = await read([table('rtb-1', [over('pcx-1')])], [connection('pcx-1', { AccepterVpcInfo: peer })]);
    expect(tables[0]!.peerings[0]!.peerBlocks).toEqual(['10.1.0.0/16', '10.2.0.0/16', '2001:db8::/56']);
  });

  test('destinations are IPv4, IPv6 and the entries of prefix lists, each list read once', async () => {
    const entries = [{ Entries: [{ Cidr: '10.1.3.0/24' }], NextToken: '1' }, { Entries: [{ Cidr: '10.1.4.0/24' }] }];
    const byList = { DestinationCidrBlock: undefined, DestinationPrefixListId: 'pl-1' };
    const ipv6 = { DestinationCidrBlock: undefined, DestinationIpv6CidrBlock: '2001:db8::/64' };
    const { aws, tables } = await read(
      [
        table('rtb-1', [over('pcx-1'), over('pcx-1', ipv6), over('pcx-1', byList)]),
        table('rtb-2', [over('pcx-1', byList)]),
      ],
      [connection('pcx-1')],
      { GetManagedPrefixListEntries: ({ NextToken = '0' }: { NextToken?: string }) => entries[Number(NextToken)] },
    );
    expect(tables.map(({ peerings }) => peerings[0]!.destinations)).toEqual([
      ['10.1.2.0/24', '2001:db8::/64', '10.1.3.0/24', '10.1.4.0/24'],
      ['10.1.3.0/24', '10.1.4.0/24'],
    ]);
    expect(aws.inputsOf('GetManagedPrefixListEntries')).toHaveLength(2);
  });

  test.each<[string, object, { VpcPeeringConnectionId: string }[]]>([
    ['is a black hole', { State: 'blackhole' }, []],
    ['leads over a connection that is not active', {}, [connection('pcx-1', { Status: { Code: 'deleted' } })]],
    ['leads over a connection without a status', {}, [connection('pcx-1', { Status: undefined })]],
  ])('a route that %s does not count', async (_name, state, known) => {
    const { tables } = await read([table('rtb-1', [over('pcx-1', state)])], known);
    expect(tables).toEqual([{ id: 'rtb-1', peerings: [] }]);
  });

  test.each<[string, object, { VpcPeeringConnectionId: string }[], string]>([
    ['an unknown connection', {}, [], 'rtb-1 has an active route over pcx-1, which EC2 does not show'],
    [
      'a connection of other VPCs',
      {},
      [connection('pcx-1', { RequesterVpcInfo: side('vpc-third', '10.3.0.0/16') })],
      'pcx-1 does not join vpc-own to one other VPC',
    ],
    [
      'a connection to itself',
      {},
      [connection('pcx-1', { AccepterVpcInfo: side('vpc-own', '10.0.0.0/16') })],
      'pcx-1 does not join vpc-own to one other VPC',
    ],
    [
      'a peer without addresses',
      {},
      [connection('pcx-1', { AccepterVpcInfo: { VpcId: 'vpc-peer' } })],
      'EC2 does not tell the addresses of the VPC behind pcx-1',
    ],
    [
      'no known destination',
      { DestinationCidrBlock: undefined },
      [connection('pcx-1')],
      'a route over pcx-1 has no destination that is known here',
    ],
  ])('an active route with %s is an error', async (_name, rest, known, why) => {
    await expect(read([table('rtb-1', [over('pcx-1', rest)])], known)).rejects.toThrow(new Error(why));
  });

  test("only the account's own tables are read, over all pages", async () => {
    const pages = [
      {
        RouteTables: [table('rtb-1', [local]), table('rtb-shared', [over('pcx-9')], { OwnerId: '999999999999' })],
        NextToken: '1',
      },
      { RouteTables: [table('rtb-2', [local])] },
    ];
    const { aws, tables } = await read([], [], {
      DescribeRouteTables: ({ NextToken = '0' }: { NextToken?: string }) => pages[Number(NextToken)],
    });
    expect(tables.map(({ id }) => id)).toEqual(['rtb-1', 'rtb-2']);
    expect(aws.inputsOf('DescribeRouteTables')).toEqual([
      { MaxResults: 100, NextToken: undefined },
      { MaxResults: 100, NextToken: '1' },
    ]);
    expect(aws.inputsOf('DescribeVpcPeeringConnections')).toEqual([]);
  });

  test.each([
    [1, [1]],
    [200, [200]],
    [201, [200, 1]],
  ])('%i connections are asked for by filters of %j', async (count, filters) => {
    const ids = [...Array(count).keys()].map((number) => `pcx-${number}`);
    const routes = ids.flatMap((id) => [over(id), over(id, { DestinationCidrBlock: '10.1.3.0/24' })]);
    const { aws, tables } = await read(
      [table('rtb-1', routes)],
      ids.map((id) => connection(id)),
    );
    expect(tables[0]!.peerings).toHaveLength(count);
    const asked = aws.inputsOf('DescribeVpcPeeringConnections') as { Filters: { Name: string; Values: string[] }[] }[];
    expect(asked.map(({ Filters }) => Filters[0]!.Values.length)).toEqual(filters);
    expect(asked.every(({ Filters }) => Filters[0]!.Name === 'vpc-peering-connection-id')).toBe(true);
  });

  test('one table is asked for by its id', async () => {
    const aws = new FakeAws({ DescribeRouteTables: () => ({ RouteTables: [] }) });
    expect(await all(readRouteTables(aws, 'rtb-1'))).toEqual([]);
    expect(aws.inputsOf('DescribeRouteTables')[0]!['Filters']).toEqual([{ Name: 'route-table-id', Values: ['rtb-1'] }]);
  });
});
