import type {
  ConfigurationRecorder,
  DeliveryChannel,
  RecordingGroup,
  RecordingMode,
} from '@aws-sdk/client-config-service';
import { isDeepStrictEqual } from 'node:util';

/**
 * Whether two recorders record the same, as often, with the same role. AWS gives more back than it was given, and lists
 * in any order; a description says nothing of what is recorded.
 */
export const recordsLike = (one: ConfigurationRecorder, other: ConfigurationRecorder): boolean =>
  isDeepStrictEqual(essence(one), essence(other));

const essence = ({ roleARN, recordingGroup, recordingMode }: ConfigurationRecorder) => ({
  roleARN,
  group: groupOf(recordingGroup),
  mode: modeOf(recordingMode),
});

/** A recorder without a group records all but the global types; one that is older than strategies has none. */
function groupOf(
  {
    allSupported,
    includeGlobalResourceTypes = false,
    resourceTypes,
    exclusionByResourceTypes,
    recordingStrategy,
  }: RecordingGroup = { allSupported: true },
) {
  const strategy =
    recordingStrategy?.useOnly ?? (allSupported ? 'ALL_SUPPORTED_RESOURCE_TYPES' : 'INCLUSION_BY_RESOURCE_TYPES');
  switch (strategy) {
    case 'ALL_SUPPORTED_RESOURCE_TYPES':
      return { strategy, includeGlobalResourceTypes };
    // The flag for global types has no effect here.
    case 'EXCLUSION_BY_RESOURCE_TYPES':
      return { strategy, types: inOrder(exclusionByResourceTypes?.resourceTypes) };
    default:
      return { strategy, types: inOrder(resourceTypes) };
  }
}

/** Without a mode a recorder is continuous. */
function modeOf({ recordingFrequency, recordingModeOverrides = [] }: RecordingMode = CONTINUOUS) {
  const exceptions = recordingModeOverrides.map(({ recordingFrequency: frequency, resourceTypes }) =>
    JSON.stringify([frequency, inOrder(resourceTypes)]),
  );
  return { recordingFrequency, exceptions: exceptions.sort() };
}

const CONTINUOUS: RecordingMode = { recordingFrequency: 'CONTINUOUS' };

const inOrder = (types: readonly string[] = []): readonly string[] => [...types].sort();

/** Whether two channels deliver to the same place, as often, under the same key. Whom they notify is another matter. */
export const deliversLike = (one: DeliveryChannel, other: DeliveryChannel): boolean =>
  isDeepStrictEqual(delivery(one), delivery(other));

const delivery = ({ s3BucketName, s3KeyPrefix, s3KmsKeyArn, configSnapshotDeliveryProperties }: DeliveryChannel) => [
  s3BucketName,
  s3KeyPrefix,
  s3KmsKeyArn,
  configSnapshotDeliveryProperties?.deliveryFrequency,
];
