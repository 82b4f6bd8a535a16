import { evaluate, type FlowLog, type Traffic } from '../../lambdas/vpc-flow-logs/evaluate';
import { readVpcs } from '../../lambdas/vpc-flow-logs/read';
import { ACCOUNT, all, FakeAws } from './fake-aws';

const flowLog = (traffic: string | undefined, rest: Partial<FlowLog> = {}): FlowLog => ({
  id: 'fl-1',
  status: 'ACTIVE',
  delivery: 'SUCCESS',
  traffic,
  ...rest,
});
const failed = { delivery: 'FAILED', error: 'Access error' };

test.each<[string, FlowLog[], Traffic, string | undefined]>([
  ['none', [], 'REJECT', 'the VPC has no active flow log; record REJECT or ALL traffic'],
  ['none', [], 'ALL', 'the VPC has no active flow log; record ALL traffic'],
  ['one of refused traffic', [flowLog('REJECT')], 'REJECT', undefined],
  ['one of all traffic', [flowLog('ALL')], 'REJECT', undefined],
  ['one of all traffic', [flowLog('ALL')], 'ACCEPT', undefined],
  ['one of all traffic', [flowLog('ALL')], 'ALL', undefined],
  ['one of admitted traffic', [flowLog('ACCEPT')], 'ACCEPT', undefined],
  [
    'one of admitted traffic',
    [flowLog('ACCEPT')],
    'REJECT',
    "the VPC's flow logs record only ACCEPT traffic; record REJECT or ALL traffic",
  ],
  [
    'one of refused traffic',
    [flowLog('REJECT')],
    'ALL',
    "the VPC's flow logs record only REJECT traffic; record ALL traffic",
  ],
  ['one of each', [flowLog('REJECT'), flowLog('ACCEPT')], 'ALL', undefined],
  [
    'one of no traffic',
    [flowLog(undefined)],
    'REJECT',
    "the VPC's flow logs record only no traffic; record REJECT or ALL traffic",
  ],
  ['one before its first delivery', [flowLog('ALL', { delivery: undefined })], 'ALL', undefined],
  ['one that fails', [flowLog('ALL', failed)], 'REJECT', 'flow log fl-1 cannot deliver: Access error'],
  [
    'one that fails silently',
    [flowLog('ALL', { delivery: 'FAILED' })],
    'REJECT',
    'flow log fl-1 cannot deliver: EC2 does not say why',
  ],
  [
    'one that fails and one that delivers',
    [flowLog('ALL', failed), flowLog('REJECT', { id: 'fl-2' })],
    'REJECT',
    undefined,
  ],
  [
    'one that fails, and one of other traffic',
    [flowLog('ACCEPT', { id: 'fl-2' }), flowLog('ALL', failed)],
    'REJECT',
    'flow log fl-1 cannot deliver: Access error',
  ],
  [
    'one that is not active',
    [flowLog('ALL', { status: 'INACTIVE' })],
    'REJECT',
    'the VPC has no active flow log; record REJECT or ALL traffic',
  ],
  [
    'one that is not active, and fails',
    [flowLog('ALL', { status: undefined, ...failed })],
    'REJECT',
    'the VPC has no active flow log; record REJECT or ALL traffic',
  ],
])('%s, when %j must hold %s', (_name, flowLogs, trafficType, annotation) => {
  expect(evaluate(flowLogs, { trafficType })).toEqual(
    annotation === undefined ? { compliance: 'COMPLIANT' } : { compliance: 'NON_COMPLIANT', annotation },
  );
});

const vpc = (VpcId: string, OwnerId = ACCOUNT) => ({ VpcId, OwnerId });
const ec2Log = (ResourceId: string, FlowLogId: string) => ({
  FlowLogId,
  ResourceId,
  FlowLogStatus: 'ACTIVE',
  DeliverLogsStatus: 'FAILED',
  DeliverLogsErrorMessage: 'Access error',
  TrafficType: 'ALL',
});

test('each VPC of the account is read with its own flow logs, over all pages', async () => {
  const vpcPages = [
    { Vpcs: [vpc('vpc-1'), vpc('vpc-shared', '999999999999'), vpc('vpc-2')], NextToken: '1' },
    { Vpcs: [], NextToken: '2' },
    { Vpcs: [vpc('vpc-other', '999999999999')], NextToken: '3' },
    { Vpcs: [vpc('vpc-3')] },
  ];
  const aws = new FakeAws({
    DescribeVpcs: ({ NextToken = '0' }: { NextToken?: string }) => vpcPages[Number(NextToken)],
    DescribeFlowLogs: ({ Filter, NextToken }: { Filter: { Values: string[] }[]; NextToken?: string }) => {
      if (!Filter[0]!.Values.includes('vpc-1')) return { FlowLogs: [] };
      return NextToken
        ? { FlowLogs: [ec2Log('vpc-1', 'fl-2')] }
        : { FlowLogs: [ec2Log('vpc-2', 'fl-3'), ec2Log('vpc-1', 'fl-1')], NextToken: 'more' };
    },
  });
  const log = (id: string) => ({ id, status: 'ACTIVE', delivery: 'FAILED', error: 'Access error', traffic: 'ALL' });
  expect(await all(readVpcs(aws))).toEqual([
    { id: 'vpc-1', flowLogs: [log('fl-1'), log('fl-2')] },
    { id: 'vpc-2', flowLogs: [log('fl-3')] },
    { id: 'vpc-3', flowLogs: [] },
  ]);
  expect(aws.inputsOf('DescribeVpcs')).toEqual(
    [undefined, '1', '2', '3'].map((NextToken) => ({ MaxResults: 200, NextToken })),
  );
  expect(aws.inputsOf('DescribeFlowLogs').map(({ Filter }) => Filter)).toEqual([
    [{ Name: 'resource-id', Values: ['vpc-1', 'vpc-2'] }],
    [{ Name: 'resource-id', Values: ['vpc-1', 'vpc-2'] }],
    [{ Name: 'resource-id', Values: ['vpc-3'] }],
  ]);
});

test.each([
  ['is there', [vpc('vpc-1')], ['vpc-1']],
  ['is gone', [], []],
  ['is shared by another account', [vpc('vpc-1', '999999999999')], []],
])('one VPC is read if it %s', async (_name, Vpcs, ids) => {
  const aws = new FakeAws({ DescribeVpcs: () => ({ Vpcs }), DescribeFlowLogs: () => ({}) });
  expect((await all(readVpcs(aws, 'vpc-1'))).map(({ id }) => id)).toEqual(ids);
  expect(aws.inputsOf('DescribeVpcs')[0]!['Filters']).toEqual([{ Name: 'vpc-id', Values: ['vpc-1'] }]);
});
