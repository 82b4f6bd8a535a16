import { readDesired } from '../../lambdas/heal-recorder/desired';
import { health } from '../../lambdas/heal-recorder/health';
import { inspect } from '../../lambdas/heal-recorder/inspect';
import { ACCOUNT, FakeAws, REGION } from './fake-aws';

const BUCKET = 'acme-audit-config';
const recorder = {
  name: 'default',
  roleARN: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
  recordingGroup: {
    allSupported: true,
    includeGlobalResourceTypes: true,
    recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
  },
  recordingMode: { recordingFrequency: 'CONTINUOUS' },
};
const channel = {
  name: 'default',
  s3BucketName: BUCKET,
  s3KeyPrefix: 'config',
  s3KmsKeyArn: `arn:aws:kms:${REGION}:222222222222:key/k`,
  configSnapshotDeliveryProperties: { deliveryFrequency: 'TwentyFour_Hours' },
};
const DESIRED = { recorder, channel, retentionDays: 2557 };
const TOPIC = `arn:aws:sns:${REGION}:222222222222:config-changes`;

const EXCLUDING = {
  ...recorder,
  recordingGroup: {
    allSupported: false,
    exclusionByResourceTypes: { resourceTypes: ['AWS::EC2::NetworkInterface', 'AWS::IAM::Role'] },
    recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
  },
  recordingMode: {
    recordingFrequency: 'CONTINUOUS',
    recordingModeOverrides: [
      { description: 'Recorded daily', recordingFrequency: 'DAILY', resourceTypes: ['AWS::EC2::VPC', 'AWS::EC2::Volume'] },
    ],
  },
}; // prettier-ignore

/** What AWS adds to what it was given. */
const described = ({ recordingGroup, ...rest }: Record<string, unknown> & { readonly recordingGroup: object }) => ({
  arn: `arn:aws:config:${REGION}:${ACCOUNT}:configuration-recorder/default/abc`,
  recordingScope: 'PAID',
  ...rest,
  recordingGroup: { resourceTypes: [], exclusionByResourceTypes: { resourceTypes: [] }, ...recordingGroup },
});
const OF_SERVICE = { name: 'AWSConfigurationRecorderForX', servicePrincipal: 'x.amazonaws.com', recording: true };

interface State {
  readonly recorders?: readonly object[];
  readonly status?: readonly object[];
  readonly channels?: readonly object[];
  readonly retention?: readonly object[];
  readonly deliveries?: readonly object[];
}

const aws = ({
  recorders = [described(recorder)],
  status = [{ name: 'default', recording: true, lastStatus: 'SUCCESS' }],
  channels = [channel],
  retention = [{ Name: 'default', RetentionPeriodInDays: 2557 }],
  deliveries = [{ name: 'default', configHistoryDeliveryInfo: { lastStatus: 'SUCCESS' } }],
}: State = {}) =>
  new FakeAws({
    DescribeConfigurationRecorders: () => ({ ConfigurationRecorders: [OF_SERVICE, ...recorders] }),
    DescribeConfigurationRecorderStatus: () => ({ ConfigurationRecordersStatus: [OF_SERVICE, ...status] }),
    DescribeDeliveryChannels: () => ({ DeliveryChannels: channels }),
    DescribeRetentionConfigurations: () => ({ RetentionConfigurations: retention }),
    DescribeDeliveryChannelStatus: () => ({ DeliveryChannelsStatus: deliveries }),
    PutConfigurationRecorder: () => ({}),
    PutDeliveryChannel: () => ({}),
    StartConfigurationRecorder: () => ({}),
    PutRetentionConfiguration: () => ({}),
  });

/** What differs, and the calls that mend it, in order. */
async function healed(state: State, desired: object = DESIRED) {
  const account = aws(state);
  const drifts = await inspect(readDesired(desired), account);
  expect(account.sent.map(({ command }) => command).filter((command) => !command.startsWith('Describe'))).toEqual([]);
  account.sent.length = 0;
  for (const { mend } of drifts) await mend?.();
  return { drifts, whats: drifts.map(({ what }) => what), calls: account.sent.map(({ command }) => command), account };
}

const NARROWED = 'the configuration recorder does not record what it should';
const STOPPED = 'the configuration recorder does not record';
const MISDELIVERS = 'the delivery channel does not deliver as it should';

describe('nothing differs', () => {
  test.each<[string, State, object?]>([
    ['in what was synthesized', {}],
    ['where AWS adds what nobody gave', { recorders: [{ ...described(recorder), recordingMode: undefined }] }],
    ['when a recorder is older than strategies', { recorders: [{ ...recorder, recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } }] }],
    ['when lists come in another order', {
      recorders: [described({ ...EXCLUDING,
        recordingGroup: { ...EXCLUDING.recordingGroup, includeGlobalResourceTypes: true, exclusionByResourceTypes: { resourceTypes: ['AWS::IAM::Role', 'AWS::EC2::NetworkInterface'] } },
        recordingMode: { recordingFrequency: 'CONTINUOUS', recordingModeOverrides: [{ recordingFrequency: 'DAILY', resourceTypes: ['AWS::EC2::Volume', 'AWS::EC2::VPC'] }] },
      })],
    }, { ...DESIRED, recorder: EXCLUDING }],
    ['when the topic is ours', { channels: [{ ...channel, snsTopicARN: TOPIC }] }, { ...DESIRED, channel: { ...channel, snsTopicARN: TOPIC } }],
  ])('%s', async (_what, state, desired = DESIRED) => {
    expect((await healed(state, desired)).whats).toEqual([]);
  }); // prettier-ignore
});

describe('one action mends', () => {
  const group = (recordingGroup: object) => ({ recorders: [described({ ...recorder, recordingGroup })] });
  const inclusion = { allSupported: false, resourceTypes: ['AWS::EC2::VPC'], recordingStrategy: { useOnly: 'INCLUSION_BY_RESOURCE_TYPES' } }; // prettier-ignore
  const delivering = (rest: object) => ({ channels: [{ ...channel, ...rest }] });

  test.each<[string, State, string, string, object?]>([
    ['a recorder that stopped', { status: [{ name: 'default', recording: false }] }, STOPPED, 'StartConfigurationRecorder'],
    ['one that leaves out global types', group({ ...recorder.recordingGroup, includeGlobalResourceTypes: false }), NARROWED, 'PutConfigurationRecorder'],
    ['one that records a single type', group(inclusion), NARROWED, 'PutConfigurationRecorder'],
    ['the same as an old recorder', group({ allSupported: false, resourceTypes: ['AWS::EC2::VPC'] }), NARROWED, 'PutConfigurationRecorder'],
    ['one that excludes', group(EXCLUDING.recordingGroup), NARROWED, 'PutConfigurationRecorder'],
    ['one that excludes too much', group({ ...EXCLUDING.recordingGroup, exclusionByResourceTypes: { resourceTypes: ['AWS::EC2::NetworkInterface', 'AWS::IAM::Role', 'AWS::IAM::User'] } }), NARROWED, 'PutConfigurationRecorder', { ...DESIRED, recorder: { ...EXCLUDING, recordingMode: recorder.recordingMode } }],
    ['one that records daily', { recorders: [described({ ...recorder, recordingMode: { recordingFrequency: 'DAILY' } })] }, NARROWED, 'PutConfigurationRecorder'],
    ['one that records some types daily', { recorders: [described({ ...recorder, recordingMode: EXCLUDING.recordingMode })] }, NARROWED, 'PutConfigurationRecorder'],
    ['one with another role', { recorders: [described({ ...recorder, roleARN: `arn:aws:iam::${ACCOUNT}:role/weak` })] }, NARROWED, 'PutConfigurationRecorder'],
    ['no channel', { channels: [] }, 'there is no delivery channel', 'PutDeliveryChannel'],
    ['another bucket', delivering({ s3BucketName: 'mine' }), MISDELIVERS, 'PutDeliveryChannel'],
    ['another prefix', delivering({ s3KeyPrefix: 'else' }), MISDELIVERS, 'PutDeliveryChannel'],
    ['no key', delivering({ s3KmsKeyArn: undefined }), MISDELIVERS, 'PutDeliveryChannel'],
    ['no snapshots', delivering({ configSnapshotDeliveryProperties: undefined }), MISDELIVERS, 'PutDeliveryChannel'],
    ['another topic', delivering({ snsTopicARN: `${TOPIC}-2` }), MISDELIVERS, 'PutDeliveryChannel', { ...DESIRED, channel: { ...channel, snsTopicARN: TOPIC } }],
    ['no topic', {}, MISDELIVERS, 'PutDeliveryChannel', { ...DESIRED, channel: { ...channel, snsTopicARN: TOPIC } }],
    ['a short history', { retention: [{ RetentionPeriodInDays: 30 }] }, 'configuration items are kept for another number of days', 'PutRetentionConfiguration'],
    ['the default history', { retention: [] }, 'configuration items are kept for another number of days', 'PutRetentionConfiguration'],
  ])('%s', async (_what, state, what, call, desired = DESIRED) => {
    expect(await healed(state, desired)).toMatchObject({ whats: [what], calls: [call] });
  }); // prettier-ignore

  test('a recorder, and it is told what it recorded, how often and with which role', async () => {
    const narrowed = { roleARN: 'weak', recordingGroup: inclusion, recordingMode: EXCLUDING.recordingMode };
    const { drifts } = await healed({ recorders: [{ ...recorder, ...narrowed, recordingScope: 'PAID' }] });
    const was = { name: 'default', ...narrowed };
    expect(drifts).toEqual([{ what: NARROWED, was, wanted: recorder, mend: expect.any(Function) }]);
  });
});

test('everything is made anew, in the order that Config takes', async () => {
  const { whats, account } = await healed({ recorders: [], status: [], channels: [], retention: [] });
  expect(whats).toEqual([
    'there is no configuration recorder',
    'there is no delivery channel',
    STOPPED,
    'configuration items are kept for another number of days',
  ]);
  expect(account.sent.map(({ command, input }) => [command, input])).toEqual([
    ['PutConfigurationRecorder', { ConfigurationRecorder: recorder }],
    ['PutDeliveryChannel', { DeliveryChannel: channel }],
    ['StartConfigurationRecorder', { ConfigurationRecorderName: 'default' }],
    ['PutRetentionConfiguration', { RetentionPeriodInDays: 2557 }],
  ]);
});

test('what somebody put in place of ours records and delivers all the same; its name is left to people', async () => {
  const { drifts, account } = await healed({
    recorders: [described({ ...EXCLUDING, name: 'mine' })],
    status: [{ name: 'mine', recording: false }],
    channels: [{ ...channel, name: 'mine', s3BucketName: 'mine' }],
  });
  expect(account.sent.map(({ input }) => input)).toEqual([
    { ConfigurationRecorder: { ...recorder, name: 'mine' } },
    { DeliveryChannel: { ...channel, name: 'mine' } },
    { ConfigurationRecorderName: 'mine' },
  ]);
  expect(drifts.filter(({ mend }) => !mend)).toEqual([
    {
      what: 'the configuration recorder has another name',
      was: 'mine',
      wanted: 'default',
      firstStep: expect.stringContaining(`Delete the configuration recorder mine in ${REGION} of account ${ACCOUNT}`),
    },
    {
      what: 'the delivery channel has another name',
      was: 'mine',
      wanted: 'default',
      firstStep: expect.stringMatching(
        /^Stop the configuration recorder mine and delete the delivery channel mine in /,
      ),
    },
  ]);
});

test('a topic that nobody declared stays with its channel whatever is put, so people are told', async () => {
  const { drifts } = await healed({ channels: [{ ...channel, snsTopicARN: TOPIC }] });
  expect(drifts).toMatchObject([{ what: 'the delivery channel notifies a topic', was: TOPIC, wanted: null }]);
  expect(drifts[0]!.mend).toBeUndefined();
  expect(drifts[0]!.firstStep).toMatch(/^Stop the configuration recorder default and delete the delivery channel/);
});

describe('health', () => {
  const failure = { lastStatus: 'FAILURE', lastErrorCode: 'AccessDenied', lastErrorMessage: 'no' };
  const problems = async (state: State, topic = false) =>
    health(readDesired({ ...DESIRED, channel: { ...channel, ...(topic && { snsTopicARN: TOPIC }) } }), aws(state));
  const delivered = (rest: object): State => ({ deliveries: [{ name: 'default', ...rest }] });

  test.each<[string, State, boolean?]>([
    ['records and delivers', {}],
    ['has recorded and delivered nothing yet', { status: [{ recording: true }], deliveries: [{ name: 'default' }] }],
    ['is about to', { status: [{ recording: true, lastStatus: 'Pending' }] }],
    ['has no topic to tell', delivered({ configStreamDeliveryInfo: failure })],
    ['says that it has none', delivered({ configStreamDeliveryInfo: { lastStatus: 'Not_Applicable' } }), true],
  ])('is good where Config %s', async (_what, state, topic = false) => {
    expect(await problems(state, topic)).toEqual([]);
  });

  test.each<[string, State, string, string, boolean?]>([
    ['no recorder', { status: [] }, 'recorder-stopped', 'there is no configuration recorder'],
    ['a stopped recorder', { status: [{ recording: false }] }, 'recorder-stopped', 'the configuration recorder is stopped'],
    ['a failing recorder', { status: [{ recording: true, ...failure }] }, 'recorder-stopped', 'the last recording: FAILURE, AccessDenied, no'],
    ['an unknown status', { status: [{ recording: true, lastStatus: 'SLEEPY' }] }, 'recorder-stopped', 'the last recording: SLEEPY'],
    ['no channel', { deliveries: [] }, 'config-delivery', 'there is no delivery channel'],
    ['snapshots undelivered', delivered({ configSnapshotDeliveryInfo: failure }), 'config-delivery', 'the last snapshot: FAILURE, AccessDenied, no'],
    ['history undelivered', delivered({ configHistoryDeliveryInfo: { lastStatus: 'Failure' } }), 'config-delivery', 'the last history: Failure'],
    ['notifications undelivered', delivered({ configStreamDeliveryInfo: failure }), 'config-delivery', 'the last notification: FAILURE, AccessDenied, no', true],
  ])('suffers from %s', async (_what, state, kind, detail, topic = false) => {
    expect(await problems(state, topic)).toEqual([{ kind, detail }]);
  }); // prettier-ignore
});

test('what should be is refused with every problem at once', () => {
  expect(readDesired(DESIRED)).toEqual(DESIRED);
  const wrong = {
    recorder: { ...recorder, roleARN: '', recordingGroup: {} },
    channel: { ...channel, snsTopicARN: 1, configSnapshotDeliveryProperties: undefined },
    retentionDays: '30',
  };
  expect(() => readDesired(wrong)).toThrow(
    'what should be recorded is malformed: recorder.roleARN is "", not a text; recordingStrategy is nothing, not an ' +
      'object; recordingStrategy.useOnly is nothing, not a text; channel.snsTopicARN is 1, not a text; ' +
      'configSnapshotDeliveryProperties is nothing, not an object; configSnapshotDeliveryProperties.deliveryFrequency ' +
      'is nothing, not a text; retentionDays is "30", not a whole number',
  );
  expect(() => readDesired(null)).toThrow('recorder is nothing, not an object');
});
