import { gzipSync } from 'node:zlib';
import { item } from '../lambdas/events';
import { ACCOUNT, REGION } from '../lambdas/fake-aws';
import { queryAnswer, reportedTo } from '../lambdas/over-http';
import { key, noKey, ready, report, rootLine, userLine } from '../lambdas/reports';
import { SECURITY_HUB } from '../lambdas/security-hub-patterns';
import { jsonAnswer, Service, type WireAnswer, type WireCall, xmlAnswer } from '../lambdas/service';

/**
 * AWS for the bench, on loopback: an account with as many users as the first argument says, and one of everything else. A
 * process of its own, so that the work of answering is not counted as the rule's. Prints its address. `/asked` tells what
 * was asked and reported since it was last read.
 */

const CREATED = '2026-01-01T00:00:00Z';
const TRAIL = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/main`;
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:security`;
const PEERING = 'pcx-0123456789abcdef0';

const users = Array.from({ length: Number(process.argv[2]) }, (_, at) => `user-${at}`);
/** Every second user. */
const hasDevice = (user: string): boolean => /[13579]$/.test(user);

const listed = users.map(
  (name) =>
    `<member><Path>/</Path><UserName>${name}</UserName><UserId>AIDA${name}</UserId>` +
    `<Arn>arn:aws:iam::${ACCOUNT}:user/${name}</Arn><CreateDate>${CREATED}</CreateDate></member>`,
);
const withKey = { password: 'true', keys: [key({ rotated: '2026-01-02T00:00:00Z' }), noKey] as const };
const credentials = ready(report(rootLine(), ...users.map((name) => userLine(name, withKey))));

const other = (at: number) => item({ resourceType: 'AWS::EC2::Instance', resourceId: `i-${at}` });
const trailItem = item({
  resourceType: 'AWS::CloudTrail::Trail',
  resourceId: TRAIL,
  configuration: { isMultiRegionTrail: true, trailARN: TRAIL },
});
const snapshot = gzipSync(
  JSON.stringify({
    fileVersion: '1.0',
    configSnapshotId: '00000000-0000-4000-8000-000000000000',
    configurationItems: [...Array.from({ length: 500 }, (_, at) => other(at)), trailItem],
  }),
);

const alarms = {
  MetricAlarms: [
    {
      AlarmName: 'watch',
      ActionsEnabled: true,
      AlarmActions: [TOPIC],
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    },
  ],
};

type Answer = (parameters: URLSearchParams, call: WireCall) => WireAnswer;

const json =
  (body: object): Answer =>
  () =>
    jsonAnswer(body);

const ec2 =
  (action: string, result: (id: string) => string): Answer =>
  (parameters) =>
    xmlAnswer(`<${action}Response>${result(parameters.get('Filter.1.Value.1') ?? '')}</${action}Response>`);

const ANSWERS: Readonly<Record<string, Answer>> = {
  PutEvaluations: json({}),
  ListUsers: (parameters) => {
    const from = Number(parameters.get('Marker') ?? 0);
    const to = from + Number(parameters.get('MaxItems') ?? 100);
    const isTruncated = to < listed.length;
    const marker = isTruncated ? `<Marker>${to}</Marker>` : '';
    const page = listed.slice(from, to).join('');
    return queryAnswer('ListUsers', `<Users>${page}</Users><IsTruncated>${isTruncated}</IsTruncated>${marker}`);
  },
  ListMFADevices: (parameters) => {
    const name = parameters.get('UserName')!;
    const serial = `<SerialNumber>arn:aws:iam::${ACCOUNT}:mfa/${name}</SerialNumber>`;
    const device = `<member><UserName>${name}</UserName>${serial}<EnableDate>${CREATED}</EnableDate></member>`;
    const devices = `<MFADevices>${hasDevice(name) ? device : ''}</MFADevices>`;
    return queryAnswer('ListMFADevices', `${devices}<IsTruncated>false</IsTruncated>`);
  },
  GetLoginProfile: (parameters) => {
    const profile = `<UserName>${parameters.get('UserName')}</UserName><CreateDate>${CREATED}</CreateDate>`;
    return queryAnswer('GetLoginProfile', `<LoginProfile>${profile}</LoginProfile>`);
  },
  ListAccessKeys: () => {
    const keys = ['AKIAONE', 'AKIATWO'].map(
      (id) => `<member><AccessKeyId>${id}</AccessKeyId><Status>Active</Status></member>`,
    );
    const metadata = `<AccessKeyMetadata>${keys.join('')}</AccessKeyMetadata>`;
    return queryAnswer('ListAccessKeys', `${metadata}<IsTruncated>false</IsTruncated>`);
  },
  ...credentials,
  DescribeConfigurationRecorders: json({
    ConfigurationRecorders: [
      { name: 'default', recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } },
    ],
  }),
  DescribeConfigurationRecorderStatus: json({
    ConfigurationRecordersStatus: [{ name: 'default', recording: true, lastStatus: 'SUCCESS' }],
  }),
  DescribeDeliveryChannels: json({ DeliveryChannels: [{ name: 'default' }] }),
  DescribeDeliveryChannelStatus: json({
    DeliveryChannelsStatus: [{ name: 'default', configSnapshotDeliveryInfo: { lastStatus: 'SUCCESS' } }],
  }),
  GetObject: () => ({ status: 200, headers: { 'content-type': 'application/x-gzip' }, body: snapshot }),
  DescribeTrails: json({
    trailList: [
      {
        TrailARN: TRAIL,
        HomeRegion: REGION,
        IsMultiRegionTrail: true,
        IsOrganizationTrail: false,
        CloudWatchLogsLogGroupArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:trail:*`,
      },
    ],
  }),
  GetTrailStatus: json({ IsLogging: true }),
  GetEventSelectors: json({ EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }),
  DescribeMetricFilters: json({
    metricFilters: Object.entries(SECURITY_HUB).map(([name, filterPattern]) => ({
      filterName: name,
      filterPattern,
      logGroupName: 'trail',
      metricTransformations: [{ metricNamespace: 'CIS', metricName: name, metricValue: '1' }],
    })),
  }),
  // boto3 asks in CBOR, our SDK in JSON.
  DescribeAlarmsForMetric: (_parameters, { path }) =>
    isRpc(path)
      ? {
          status: 200,
          headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
          body: cbor(alarms),
        }
      : jsonAnswer(alarms),
  ListSubscriptionsByTopic: () => {
    const subscription = `<SubscriptionArn>${TOPIC}:1</SubscriptionArn><TopicArn>${TOPIC}</TopicArn>`;
    return queryAnswer('ListSubscriptionsByTopic', `<Subscriptions><member>${subscription}</member></Subscriptions>`);
  },
  DescribeVpcs: ec2(
    'DescribeVpcs',
    (id) => `<vpcSet><item><vpcId>${id}</vpcId><ownerId>${ACCOUNT}</ownerId></item></vpcSet>`,
  ),
  DescribeFlowLogs: ec2(
    'DescribeFlowLogs',
    (id) =>
      `<flowLogSet><item><flowLogId>fl-1</flowLogId><resourceId>${id}</resourceId><flowLogStatus>ACTIVE</flowLogStatus>` +
      '<deliverLogsStatus>SUCCESS</deliverLogsStatus><trafficType>ALL</trafficType></item></flowLogSet>',
  ),
  DescribeRouteTables: ec2(
    'DescribeRouteTables',
    (id) =>
      `<routeTableSet><item><routeTableId>${id}</routeTableId><vpcId>vpc-own</vpcId><ownerId>${ACCOUNT}</ownerId>` +
      `<routeSet><item><destinationCidrBlock>10.30.4.0/24</destinationCidrBlock><state>active</state>` +
      `<vpcPeeringConnectionId>${PEERING}</vpcPeeringConnectionId></item></routeSet></item></routeTableSet>`,
  ),
  DescribeVpcPeeringConnections: ec2(
    'DescribeVpcPeeringConnections',
    (id) =>
      `<vpcPeeringConnectionSet><item><vpcPeeringConnectionId>${id}</vpcPeeringConnectionId>` +
      '<requesterVpcInfo><vpcId>vpc-own</vpcId><cidrBlock>10.20.0.0/16</cidrBlock></requesterVpcInfo>' +
      '<accepterVpcInfo><vpcId>vpc-peer</vpcId><cidrBlock>10.30.0.0/16</cidrBlock></accepterVpcInfo>' +
      '<status><code>active</code></status></item></vpcPeeringConnectionSet>',
  ),
};

const isRpc = (path: string): boolean => path.includes('/operation/');

function actionOf({ action, method, path }: WireCall): string {
  if (isRpc(path)) return path.split('/').at(-1)!;
  return action || (method === 'GET' ? 'GetObject' : '');
}

/** RFC 8949, as much of it as an answer needs. */
function cbor(value: unknown): Buffer {
  const head = (major: number, length: number) =>
    Buffer.from(length < 24 ? [(major << 5) | length] : [(major << 5) | 25, length >> 8, length & 255]);
  if (typeof value === 'boolean') return Buffer.from([value ? 0xf5 : 0xf4]);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  const members = Object.entries(value as object);
  return Buffer.concat([head(5, members.length), ...members.flat().map(cbor)]);
}

async function serve(): Promise<void> {
  const service: Service = await Service.start((call) => {
    if (call.path === '/asked') return asked();
    const action = actionOf(call);
    const answer = ANSWERS[action];
    if (!answer) return jsonAnswer({ __type: 'Unexpected', message: `${action} was not expected` }, 400);
    return answer(new URLSearchParams(call.body.toString()), call);
  });
  const asked = (): WireAnswer => {
    const calls = service.calls.filter(({ path }) => path !== '/asked').map(actionOf);
    const verdicts = reportedTo(service).map(
      ({ ComplianceResourceType: type, ComplianceResourceId: id, ComplianceType: verdict }) =>
        `${type} ${id} ${verdict}`,
    );
    service.calls.splice(0);
    return jsonAnswer({ calls: calls.sort(), verdicts: verdicts.sort() });
  };
  process.stdout.write(`${service.url}\n`);
}

void serve();
