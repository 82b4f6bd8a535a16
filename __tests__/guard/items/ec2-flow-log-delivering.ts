import { ACCOUNT, type Cases, type Fields, item } from '../configuration-item';

const flowLog = (configuration: Fields = {}) =>
  item('AWS::EC2::FlowLog', {
    configuration: {
      creationTime: '2025-11-24T10:02:11.000Z',
      deliverLogsPermissionArn: `arn:aws:iam::${ACCOUNT}:role/flow-logs`,
      deliverLogsStatus: 'SUCCESS',
      flowLogId: 'fl-0a1b2c3d4e5f60718',
      flowLogStatus: 'ACTIVE',
      logGroupName: 'flow-logs',
      resourceId: 'vpc-0a1b2c3d4e5f60718',
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logFormat: '${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${action} ${log-status}',
      maxAggregationInterval: 600,
      tags: [],
      ...configuration,
    },
  });
const { deliverLogsStatus: _, ...fresh } = flowLog().configuration!;

export const cases: Cases = {
  passing: {
    'that delivers': flowLog(),
    'that has not tried yet': item('AWS::EC2::FlowLog', { configuration: fresh }),
    'that has not tried yet, with the key': flowLog({ deliverLogsStatus: '' }),
  },
  failing: {
    'of rejected traffic': [flowLog({ trafficType: 'REJECT' }), 'The flow log leaves out part of the traffic'],
    'of accepted traffic': [flowLog({ trafficType: 'ACCEPT' }), 'The flow log leaves out part of the traffic'],
    'that is not active': [flowLog({ flowLogStatus: 'INACTIVE' }), 'The flow log is not active'],
    'that is denied delivery': [
      flowLog({ deliverLogsStatus: 'FAILED', deliverLogsErrorMessage: 'Access error' }),
      'The flow log does not reach its destination',
    ],
  },
  skipping: {},
};
