import {
  AcceptVpcPeeringConnectionCommand,
  CreateFlowLogsCommand,
  CreateManagedPrefixListCommand,
  CreateRouteCommand,
  type CreateFlowLogsRequest,
  type CreateRouteCommandInput,
  CreateRouteTableCommand,
  CreateVpcCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteFlowLogsCommand,
  EC2Client,
  type TrafficType,
} from '@aws-sdk/client-ec2';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { describeWith } from '../../terraform/terraform';
import { CAPTURED, changed, item, NOTIFIED, scheduled } from '../events';
import { REGION } from '../fake-aws';
import { Account } from './account';
import { ACCOUNT, Artifacts } from './artifact';

const own = { accountId: ACCOUNT };
const withParameters = (parameters: object) => ({ ...own, ruleParameters: JSON.stringify(parameters) });
const change = (resourceType: string, resourceId: string | undefined, rest: object = own) =>
  changed(item({ resourceType, resourceId, awsAccountId: ACCOUNT, awsRegion: REGION }), rest);

describeWith(['moto_server'], 'rules of VPCs, as deployed, on moto', () => {
  let account: Account;
  let ec2: EC2Client;
  let artifacts: Artifacts;

  beforeAll(async () => {
    artifacts = new Artifacts(['vpc-flow-logs', 'vpc-peering-least-routes']);
    account = await Account.start();
    ec2 = new EC2Client(account.settings);
  }, 120_000);

  afterAll(() => {
    ec2?.destroy();
    account?.stop();
    artifacts?.remove();
  });

  const createVpc = async (CidrBlock: string): Promise<string> =>
    (await ec2.send(new CreateVpcCommand({ CidrBlock }))).Vpc!.VpcId!;

  describe('vpc-flow-logs', () => {
    const vpcs: Record<string, string> = {};
    const flowLog = async (
      vpc: string,
      TrafficType: TrafficType,
      rest: Partial<CreateFlowLogsRequest> = {},
    ): Promise<string> => {
      const destination = { LogDestinationType: 's3', LogDestination: 'arn:aws:s3:::flow-logs' } as const;
      const { FlowLogIds, Unsuccessful } = await ec2.send(
        new CreateFlowLogsCommand({ ResourceType: 'VPC', ResourceIds: [vpc], TrafficType, ...destination, ...rest }),
      );
      if (Unsuccessful?.length) throw new Error(JSON.stringify(Unsuccessful));
      return FlowLogIds![0]!;
    };

    beforeAll(async () => {
      const s3 = new S3Client({ ...account.settings, forcePathStyle: true });
      const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
      await s3.send(new CreateBucketCommand({ Bucket: 'flow-logs', CreateBucketConfiguration }));
      s3.destroy();
      for (const name of ['none', 'all', 'reject', 'accept', 'ended', 'failing'])
        vpcs[name] = await createVpc('10.0.0.0/16');
      await flowLog(vpcs['all']!, 'ALL');
      await flowLog(vpcs['reject']!, 'REJECT');
      await flowLog(vpcs['accept']!, 'ACCEPT');
      const FlowLogIds = [await flowLog(vpcs['ended']!, 'ALL')];
      await ec2.send(new DeleteFlowLogsCommand({ FlowLogIds }));
      const toMissing = {
        LogDestinationType: 'cloud-watch-logs',
        LogDestination: undefined,
        LogGroupName: 'none',
      } as const;
      const role = { DeliverLogsPermissionArn: `arn:aws:iam::${ACCOUNT}:role/none` };
      await flowLog(vpcs['failing']!, 'ALL', { ...toMissing, ...role });
    }, 60_000);

    test.each([
      [{}, ['all', 'reject']],
      [{ trafficType: 'REJECT' }, ['all', 'reject']],
      [{ trafficType: 'ACCEPT' }, ['accept', 'all']],
      [{ trafficType: 'ALL' }, ['all']],
    ])(
      'sweeps all VPCs of the region; with %j, %j comply',
      async (parameters, comply) => {
        const { error } = await artifacts.run('vpc-flow-logs', scheduled(withParameters(parameters)), account.url);
        expect(error).toBeUndefined();
        const taken = account.taken();
        // And the default VPC.
        expect(Object.keys(taken)).toHaveLength(Object.keys(vpcs).length + 1);
        const complying = Object.entries(taken).filter(([, { compliance }]) => compliance === 'COMPLIANT');
        expect(complying.map(([id]) => id).sort()).toEqual(comply.map((name) => vpcs[name]!).sort());
        expect(taken[vpcs['failing']!]!.annotation).toMatch(/^flow log fl-\w+ cannot deliver: Access error$/);
        expect(taken[vpcs['none']!]!.annotation).toMatch(/^the VPC has no active flow log; /);
        for (const { type, time } of Object.values(taken)) expect([type, time]).toEqual(['AWS::EC2::VPC', NOTIFIED]);
      },
      60_000,
    );

    test.each([
      ['none', 'NON_COMPLIANT'],
      ['all', 'COMPLIANT'],
      ['ended', 'NON_COMPLIANT'],
      ['failing', 'NON_COMPLIANT'],
      ['missing', 'NOT_APPLICABLE'],
    ])(
      'a change of the VPC with flow log %s is %s',
      async (name, compliance) => {
        const id = vpcs[name] ?? 'vpc-00000000000000000';
        const { error } = await artifacts.run('vpc-flow-logs', change('AWS::EC2::VPC', id), account.url);
        expect(error).toBeUndefined();
        expect(account.taken()).toEqual({
          [id]: expect.objectContaining({ type: 'AWS::EC2::VPC', compliance, time: CAPTURED }),
        });
      },
      60_000,
    );
  });

  describe('vpc-peering-least-routes', () => {
    const tables: Record<string, string> = {};

    beforeAll(async () => {
      const requester = await createVpc('10.20.0.0/16');
      const accepter = await createVpc('10.30.0.0/16');
      const pending = await createVpc('10.40.0.0/16');
      const connect = async (VpcId: string, PeerVpcId: string): Promise<string> =>
        (await ec2.send(new CreateVpcPeeringConnectionCommand({ VpcId, PeerVpcId }))).VpcPeeringConnection!
          .VpcPeeringConnectionId!;
      const active = await connect(requester, accepter);
      await ec2.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: active }));
      const waiting = await connect(requester, pending);
      const Entries = [{ Cidr: '10.30.1.0/24' }, { Cidr: '10.31.0.0/24' }];
      const list = { PrefixListName: 'peers', MaxEntries: 5, AddressFamily: 'IPv4', Entries };
      const { PrefixList } = await ec2.send(new CreateManagedPrefixListCommand(list));
      const table = async (name: string, VpcId: string, ...routes: Partial<CreateRouteCommandInput>[]) => {
        const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
        tables[name] = RouteTable!.RouteTableId!;
        for (const route of routes)
          await ec2.send(
            new CreateRouteCommand({ RouteTableId: tables[name], VpcPeeringConnectionId: active, ...route }),
          );
      };
      await table('local', requester);
      await table('part', requester, { DestinationCidrBlock: '10.30.4.0/24' });
      await table('part of requester', accepter, { DestinationCidrBlock: '10.20.4.0/24' });
      await table('whole', requester, { DestinationCidrBlock: '10.30.0.0/16' });
      await table('broad', requester, { DestinationCidrBlock: '10.0.0.0/8' });
      await table('own side', accepter, { DestinationCidrBlock: '10.30.128.0/17' });
      await table('prefix list', requester, { DestinationPrefixListId: PrefixList!.PrefixListId! });
      await table('pending', requester, { DestinationCidrBlock: '10.0.0.0/8', VpcPeeringConnectionId: waiting });
    }, 60_000);

    const broad = ['broad', 'own side', 'prefix list'];
    test.each([
      [{}, broad],
      [{ wholeVpcAllowed: 'true' }, broad],
      [{ wholeVpcAllowed: 'false' }, ['whole', ...broad]],
    ])(
      'sweeps all route tables of the region; with %j, %j are refused',
      async (parameters, refused) => {
        const message = scheduled(withParameters(parameters));
        expect((await artifacts.run('vpc-peering-least-routes', message, account.url)).error).toBeUndefined();
        const taken = account.taken();
        const names = Object.keys(tables).filter((name) => taken[tables[name]!]?.compliance === 'NON_COMPLIANT');
        expect(names.sort()).toEqual([...refused].sort());
        expect(Object.keys(tables).filter((name) => !taken[tables[name]!])).toEqual([]);
        const all = Object.values(taken);
        expect(all.filter(({ compliance }) => compliance === 'NON_COMPLIANT')).toHaveLength(refused.length);
        expect(all.length).toBeGreaterThan(Object.keys(tables).length);
        for (const { type, time } of all) expect([type, time]).toEqual(['AWS::EC2::RouteTable', NOTIFIED]);
        expect(taken[tables['prefix list']!]!.annotation).toMatch(
          /^narrow the routes that reach beyond the peer VPC: 10\.31\.0\.0\/24 over pcx-\w+$/,
        );
      },
      60_000,
    );

    test.each([
      ['local', 'COMPLIANT'],
      ['part', 'COMPLIANT'],
      ['broad', 'NON_COMPLIANT'],
      ['missing', 'NOT_APPLICABLE'],
    ])(
      'a change of the route table with routes to %s is %s',
      async (name, compliance) => {
        const id = tables[name] ?? 'rtb-00000000000000000';
        const message = change('AWS::EC2::RouteTable', id);
        expect((await artifacts.run('vpc-peering-least-routes', message, account.url)).error).toBeUndefined();
        expect(account.taken()).toEqual({
          [id]: expect.objectContaining({ type: 'AWS::EC2::RouteTable', compliance, time: CAPTURED }),
        });
      },
      60_000,
    );
  });
});
