import {
  EC2Client,
  paginateDescribeRouteTables,
  paginateDescribeVpcPeeringConnections,
  paginateGetManagedPrefixListEntries,
  type Route,
  type RouteTable as Ec2RouteTable,
  type VpcPeeringConnection,
} from '@aws-sdk/client-ec2';
import type { Aws } from '../shared/aws';
import type { Peering } from './evaluate';

export interface RouteTable {
  readonly id: string;
  readonly peerings: readonly Peering[];
}

/** As many as EC2 gives of route tables at once. */
const PAGE = 100;

/** As many values as a filter takes. */
const FILTER_VALUES = 200;

/**
 * The account's own route tables with their peering routes, or the one with that id if it is there.
 *
 * Only routes that carry traffic count: one over a connection which is not active is a black hole, and EC2 does not tell
 * the addresses at its other end.
 *
 * @throws Error when the peer of an active route cannot be told
 */
export async function* readRouteTables(aws: Aws, id?: string): AsyncGenerator<RouteTable> {
  const client = aws.client(EC2Client);
  const only = id === undefined ? {} : { Filters: [{ Name: 'route-table-id', Values: [id] }] };
  for await (const page of paginateDescribeRouteTables({ client, pageSize: PAGE }, only)) {
    const tables = (page.RouteTables ?? []).filter(({ OwnerId }) => OwnerId === aws.accountId);
    const connections = await connectionsOf(client, tables.flatMap(peeringRoutes));
    const prefixLists = new Map<string, Promise<string[]>>();
    const entriesOf = (list: string): Promise<string[]> => {
      const entries = prefixLists.get(list) ?? readPrefixList(client, list);
      prefixLists.set(list, entries);
      return entries;
    };
    for (const table of tables)
      yield { id: table.RouteTableId!, peerings: await peeringsOf(table, connections, entriesOf) };
  }
}

const peeringRoutes = ({ Routes = [] }: Ec2RouteTable): Route[] =>
  Routes.filter(({ VpcPeeringConnectionId, State }) => VpcPeeringConnectionId && State !== 'blackhole');

async function connectionsOf(client: EC2Client, routes: readonly Route[]): Promise<Map<string, VpcPeeringConnection>> {
  const ids = [...new Set(routes.map(({ VpcPeeringConnectionId }) => VpcPeeringConnectionId!))];
  const found = new Map<string, VpcPeeringConnection>();
  for (let from = 0; from < ids.length; from += FILTER_VALUES) {
    // A filter, because asking by id fails as a whole when one is unknown.
    const Filters = [{ Name: 'vpc-peering-connection-id', Values: ids.slice(from, from + FILTER_VALUES) }];
    for await (const page of paginateDescribeVpcPeeringConnections({ client }, { Filters }))
      for (const connection of page.VpcPeeringConnections ?? [])
        found.set(connection.VpcPeeringConnectionId!, connection);
  }
  return found;
}

async function peeringsOf(
  table: Ec2RouteTable,
  connections: ReadonlyMap<string, VpcPeeringConnection>,
  entriesOf: (prefixList: string) => Promise<string[]>,
): Promise<Peering[]> {
  const peerings = new Map<string, { id: string; peerBlocks: readonly string[]; destinations: string[] }>();
  for (const route of peeringRoutes(table)) {
    const id = route.VpcPeeringConnectionId!;
    const connection = connections.get(id);
    if (!connection) throw new Error(`${table.RouteTableId} has an active route over ${id}, which EC2 does not show`);
    if (connection.Status?.Code !== 'active') continue;
    const peering = peerings.get(id) ?? { id, peerBlocks: peerBlocks(connection, table.VpcId), destinations: [] };
    peerings.set(id, peering);
    peering.destinations.push(...(await destinationsOf(route, entriesOf)));
  }
  return [...peerings.values()];
}

/** The blocks of the VPC that is not this one. */
function peerBlocks(connection: VpcPeeringConnection, vpc: string | undefined): string[] {
  const { VpcPeeringConnectionId: id, RequesterVpcInfo: requester, AccepterVpcInfo: accepter } = connection;
  const peers = [requester, accepter].filter((side) => side?.VpcId !== vpc);
  if (peers.length !== 1) throw new Error(`${id} does not join ${vpc} to one other VPC`);
  const { CidrBlock, CidrBlockSet = [], Ipv6CidrBlockSet = [] } = peers[0] ?? {};
  const blocks = [
    CidrBlock,
    ...CidrBlockSet.map((block) => block.CidrBlock),
    ...Ipv6CidrBlockSet.map((block) => block.Ipv6CidrBlock),
  ].filter((block) => block !== undefined);
  if (blocks.length === 0) throw new Error(`EC2 does not tell the addresses of the VPC behind ${id}`);
  return [...new Set(blocks)];
}

async function destinationsOf(route: Route, entriesOf: (prefixList: string) => Promise<string[]>): Promise<string[]> {
  if (route.DestinationPrefixListId) return entriesOf(route.DestinationPrefixListId);
  const destination = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock;
  if (!destination)
    throw new Error(`a route over ${route.VpcPeeringConnectionId} has no destination that is known here`);
  return [destination];
}

async function readPrefixList(client: EC2Client, PrefixListId: string): Promise<string[]> {
  const entries: string[] = [];
  for await (const page of paginateGetManagedPrefixListEntries({ client }, { PrefixListId }))
    entries.push(...(page.Entries ?? []).map(({ Cidr }) => Cidr!));
  return entries;
}
