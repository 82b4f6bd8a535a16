import {
  ConfigServiceClient,
  type ConfigurationRecorder,
  type ConfigurationRecorderStatus,
  type DeliveryChannel,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannelsCommand,
  DescribeRetentionConfigurationsCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  PutRetentionConfigurationCommand,
  StartConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import type { Aws } from '../shared/aws';
import type { Drift } from '../shared/healer';
import { deliversLike, recordsLike } from './compare';
import type { DesiredRecording } from './desired';

/**
 * What differs in AWS Config of this region. A region has one recorder of the account's own and one channel, and neither
 * can be renamed: one that somebody made in place of ours is set to what ours should be, and its name is left to people.
 *
 * Source: Config API reference, PutConfigurationRecorder and PutDeliveryChannel.
 */
export async function inspect(desired: DesiredRecording, aws: Aws): Promise<readonly Drift[]> {
  const config = aws.client(ConfigServiceClient);
  const [{ ConfigurationRecorders = [] }, status, { DeliveryChannels: [channel] = [] }, { RetentionConfigurations }] =
    await Promise.all([
      config.send(new DescribeConfigurationRecordersCommand({})),
      statusOfRecorder(config),
      config.send(new DescribeDeliveryChannelsCommand({})),
      config.send(new DescribeRetentionConfigurationsCommand({})),
    ]);
  const recorder = ConfigurationRecorders.find(({ servicePrincipal }) => servicePrincipal === undefined);
  const where = `in ${aws.region} of account ${aws.accountId}`;
  return [
    ...recorderDrift(config, desired, recorder, where),
    ...channelDrift(config, desired, recorder, channel, where),
    ...stopped(config, desired, recorder, status),
    ...retentionDrift(config, desired, RetentionConfigurations?.[0]?.RetentionPeriodInDays),
  ];
}

/** Of the account's own recorder: services keep others for themselves. */
export async function statusOfRecorder(config: ConfigServiceClient): Promise<ConfigurationRecorderStatus | undefined> {
  const { ConfigurationRecordersStatus = [] } = await config.send(new DescribeConfigurationRecorderStatusCommand({}));
  return ConfigurationRecordersStatus.find(({ servicePrincipal }) => servicePrincipal === undefined);
}

function* recorderDrift(
  config: ConfigServiceClient,
  { recorder: wanted }: DesiredRecording,
  recorder: ConfigurationRecorder | undefined,
  where: string,
): Generator<Drift> {
  const { name = wanted.name } = recorder ?? {};
  const mend = async () => {
    await config.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder: { ...wanted, name } }));
  };
  if (!recorder) yield { what: 'there is no configuration recorder', was: null, wanted, mend };
  else if (!recordsLike(recorder, wanted)) {
    const { roleARN, recordingGroup, recordingMode } = recorder;
    const was = { name, roleARN, recordingGroup, recordingMode };
    yield { what: 'the configuration recorder does not record what it should', was, wanted, mend };
  }
  if (name !== wanted.name)
    yield {
      what: 'the configuration recorder has another name',
      was: name,
      wanted: wanted.name,
      firstStep: `Delete the configuration recorder ${name} ${where}; this healer then makes ${wanted.name} anew.`,
    };
}

function* channelDrift(
  config: ConfigServiceClient,
  { channel: wanted }: DesiredRecording,
  recorder: ConfigurationRecorder | undefined,
  channel: DeliveryChannel | undefined,
  where: string,
): Generator<Drift> {
  const { name = wanted.name } = channel ?? {};
  const mend = async () => {
    await config.send(new PutDeliveryChannelCommand({ DeliveryChannel: { ...wanted, name } }));
  };
  // Config deletes no channel of a recorder that runs.
  const firstStep =
    `Stop the configuration recorder ${recorder?.name ?? ''} and delete the delivery channel ${name} ${where}; ` +
    'this healer then makes the channel anew and starts the recorder.';
  if (!channel) yield { what: 'there is no delivery channel', was: null, wanted, mend };
  else if (!deliversLike(channel, wanted) || missesTopic(channel, wanted))
    yield { what: 'the delivery channel does not deliver as it should', was: channel, wanted, mend };
  // A channel keeps the topic that a call leaves out.
  if (channel?.snsTopicARN && !wanted.snsTopicARN)
    yield { what: 'the delivery channel notifies a topic', was: channel.snsTopicARN, wanted: null, firstStep };
  if (name !== wanted.name)
    yield { what: 'the delivery channel has another name', was: name, wanted: wanted.name, firstStep };
}

const missesTopic = (channel: DeliveryChannel, wanted: DeliveryChannel): boolean =>
  wanted.snsTopicARN !== undefined && channel.snsTopicARN !== wanted.snsTopicARN;

function* stopped(
  config: ConfigServiceClient,
  { recorder: wanted }: DesiredRecording,
  { name: ConfigurationRecorderName = wanted.name }: ConfigurationRecorder = {},
  status: ConfigurationRecorderStatus | undefined,
): Generator<Drift> {
  if (status?.recording) return;
  const mend = async () => {
    await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName }));
  };
  yield { what: 'the configuration recorder does not record', was: false, wanted: true, mend };
}

function* retentionDrift(
  config: ConfigServiceClient,
  { retentionDays: wanted }: DesiredRecording,
  was: number | null = null,
): Generator<Drift> {
  if (was === wanted) return;
  const mend = async () => {
    await config.send(new PutRetentionConfigurationCommand({ RetentionPeriodInDays: wanted }));
  };
  yield { what: 'configuration items are kept for another number of days', was, wanted, mend };
}
