import type { ConfigurationRecorder, DeliveryChannel } from '@aws-sdk/client-config-service';
import { isObject, type JsonObject, show } from '../shared/json';

/** AWS Config in one region as it was synthesized, in the spelling of its API. */
export interface DesiredRecording {
  readonly recorder: Required<Pick<ConfigurationRecorder, 'name' | 'roleARN' | 'recordingGroup' | 'recordingMode'>>;
  readonly channel: DesiredChannel;
  /** Days that Config keeps configuration items. */
  readonly retentionDays: number;
}

/** Without `snsTopicARN` nobody is told of deliveries. */
export type DesiredChannel = Required<Omit<DeliveryChannel, 'snsTopicARN'>> & Pick<DeliveryChannel, 'snsTopicARN'>;

/** @throws Error that lists every problem */
export function readDesired(value: unknown): DesiredRecording {
  const problems: string[] = [];
  const part = (of: JsonObject, name: string): JsonObject => {
    const found = of[name];
    if (isObject(found)) return found;
    problems.push(`${name} is ${show(found)}, not an object`);
    return {};
  };
  const text = (of: JsonObject, path: string): void => {
    const found = of[path.split('.').at(-1)!];
    if (typeof found !== 'string' || found === '') problems.push(`${path} is ${show(found)}, not a text`);
  };
  const whole = isObject(value) ? value : {};
  const recorder = part(whole, 'recorder');
  for (const name of ['name', 'roleARN']) text(recorder, `recorder.${name}`);
  text(part(part(recorder, 'recordingGroup'), 'recordingStrategy'), 'recordingStrategy.useOnly');
  text(part(recorder, 'recordingMode'), 'recordingMode.recordingFrequency');
  const channel = part(whole, 'channel');
  for (const name of ['name', 's3BucketName', 's3KeyPrefix', 's3KmsKeyArn']) text(channel, `channel.${name}`);
  if (channel['snsTopicARN'] !== undefined) text(channel, 'channel.snsTopicARN');
  text(part(channel, 'configSnapshotDeliveryProperties'), 'configSnapshotDeliveryProperties.deliveryFrequency');
  if (!Number.isInteger(whole['retentionDays']))
    problems.push(`retentionDays is ${show(whole['retentionDays'])}, not a whole number`);
  if (problems.length > 0) throw new Error(`what should be recorded is malformed: ${problems.join('; ')}`);
  return value as DesiredRecording;
}
