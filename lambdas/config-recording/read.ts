import {
  ConfigServiceClient,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannelsCommand,
  DescribeDeliveryChannelStatusCommand,
} from '@aws-sdk/client-config-service';
import type { Aws } from '../shared/aws';
import type { RegionRecording } from './evaluate';

/**
 * AWS Config of the account in one region. Recorders that a service keeps for itself do not count: they record for that
 * service alone.
 *
 * @throws Error when the region does not answer, as one that the account has not enabled; when the answers contradict
 * each other
 */
export async function readRegion(aws: Aws, region: string): Promise<RegionRecording> {
  try {
    return await read(aws.client(ConfigServiceClient, region), region);
  } catch (error) {
    throw new Error(`AWS Config in ${region}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

async function read(config: ConfigServiceClient, region: string): Promise<RegionRecording> {
  const { ConfigurationRecorders = [] } = await config.send(new DescribeConfigurationRecordersCommand({}));
  const recorder = ConfigurationRecorders.find(({ servicePrincipal }) => servicePrincipal === undefined);
  if (!recorder) return { region };
  const { ConfigurationRecordersStatus = [] } = await config.send(new DescribeConfigurationRecorderStatusCommand({}));
  const status = ConfigurationRecordersStatus.find(({ name }) => name === recorder.name);
  if (status?.recording === undefined) throw new Error(`the recorder '${recorder.name}' has no status`);
  const { DeliveryChannels: [channel] = [] } = await config.send(new DescribeDeliveryChannelsCommand({}));
  if (!channel) return { region, recorder, status };
  const { DeliveryChannelsStatus = [] } = await config.send(new DescribeDeliveryChannelStatusCommand({}));
  const delivery = DeliveryChannelsStatus.find(({ name }) => name === channel.name);
  if (!delivery) throw new Error(`the delivery channel '${channel.name}' has no status`);
  return { region, recorder, status, channel: delivery };
}
