import {
  ConfigServiceClient,
  type ConfigurationRecorderStatus,
  type DeliveryChannelStatus,
  DescribeDeliveryChannelStatusCommand,
} from '@aws-sdk/client-config-service';
import type { Aws } from '../shared/aws';
import type { HealthProblem } from '../shared/healer';
import type { DesiredRecording } from './desired';
import { statusOfRecorder } from './inspect';

/** Whether AWS Config records, and delivers what it recorded. */
export async function health({ channel }: DesiredRecording, aws: Aws): Promise<readonly HealthProblem[]> {
  const config = aws.client(ConfigServiceClient);
  const [status, { DeliveryChannelsStatus: [delivery] = [] }] = await Promise.all([
    statusOfRecorder(config),
    config.send(new DescribeDeliveryChannelStatusCommand({})),
  ]);
  return [
    ...recording(status).map((detail) => ({ kind: 'recorder-stopped', detail })),
    ...delivering(delivery, channel.snsTopicARN !== undefined).map((detail) => ({ kind: 'config-delivery', detail })),
  ];
}

function recording(status: ConfigurationRecorderStatus | undefined): readonly string[] {
  if (!status) return ['there is no configuration recorder'];
  if (!status.recording) return ['the configuration recorder is stopped'];
  return isSound(status.lastStatus) ? [] : [`the last recording: ${reason(status)}`];
}

function delivering(channel: DeliveryChannelStatus | undefined, toTopic: boolean): readonly string[] {
  if (!channel) return ['there is no delivery channel'];
  const deliveries = {
    snapshot: channel.configSnapshotDeliveryInfo,
    history: channel.configHistoryDeliveryInfo,
    ...(toTopic && { notification: channel.configStreamDeliveryInfo }),
  };
  return Object.entries(deliveries).flatMap(([what, delivery]) =>
    isSound(delivery?.lastStatus) ? [] : [`the last ${what}: ${reason(delivery!)}`],
  );
}

/** The API's model and its answers differ in case. Nothing is said before the first time; the unknown is not sound. */
const isSound = (status = 'Pending'): boolean =>
  ['SUCCESS', 'PENDING', 'NOTAPPLICABLE'].includes(status.toUpperCase().replace('_', ''));

interface Last {
  readonly lastStatus?: string | undefined;
  readonly lastErrorCode?: string | undefined;
  readonly lastErrorMessage?: string | undefined;
}

const reason = ({ lastStatus, lastErrorCode, lastErrorMessage }: Last): string =>
  [lastStatus, lastErrorCode, lastErrorMessage].filter(Boolean).join(', ');
