import {
  EC2Client,
  type FlowLog as Ec2FlowLog,
  paginateDescribeFlowLogs,
  paginateDescribeVpcs,
} from '@aws-sdk/client-ec2';
import type { Aws } from '../shared/aws';
import type { FlowLog } from './evaluate';

export interface Vpc {
  readonly id: string;
  readonly flowLogs: readonly FlowLog[];
}

/** As many as a filter takes, so that the flow logs of a page of VPCs are one question. */
const PAGE = 200;

/**
 * The account's own VPCs with their flow logs, or the one with that id if it is there. A VPC that another account
 * shares is left to that account: here its flow logs are invisible.
 */
export async function* readVpcs(aws: Aws, id?: string): AsyncGenerator<Vpc> {
  const client = aws.client(EC2Client);
  const only = id === undefined ? {} : { Filters: [{ Name: 'vpc-id', Values: [id] }] };
  for await (const { Vpcs = [] } of paginateDescribeVpcs({ client, pageSize: PAGE }, only)) {
    const ids = Vpcs.filter(({ OwnerId }) => OwnerId === aws.accountId).map(({ VpcId }) => VpcId!);
    const flowLogs = ids.length > 0 ? await flowLogsOf(client, ids) : [];
    for (const vpc of ids)
      yield { id: vpc, flowLogs: flowLogs.filter(({ ResourceId }) => ResourceId === vpc).map(flowLogOf) };
  }
}

async function flowLogsOf(client: EC2Client, vpcs: string[]): Promise<Ec2FlowLog[]> {
  const flowLogs: Ec2FlowLog[] = [];
  const pages = paginateDescribeFlowLogs({ client }, { Filter: [{ Name: 'resource-id', Values: vpcs }] });
  for await (const page of pages) flowLogs.push(...(page.FlowLogs ?? []));
  return flowLogs;
}

const flowLogOf = (flowLog: Ec2FlowLog): FlowLog => ({
  id: flowLog.FlowLogId ?? 'of unknown id',
  status: flowLog.FlowLogStatus,
  delivery: flowLog.DeliverLogsStatus,
  error: flowLog.DeliverLogsErrorMessage,
  traffic: flowLog.TrafficType,
});
