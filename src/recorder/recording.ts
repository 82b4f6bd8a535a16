import type {
  ConfigConfigurationRecorderRecordingGroup,
  ConfigConfigurationRecorderRecordingMode,
} from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { GLOBAL_IAM_TYPES } from '../catalogue/managed-rule';

export interface RecordingProps {
  readonly frequency: 'CONTINUOUS' | 'DAILY';
  /** With CONTINUOUS: types recorded daily. */
  readonly dailyTypes: readonly string[];
  /** With DAILY: types recorded continuously. */
  readonly continuousTypes: readonly string[];
  /** Types that are not recorded. */
  readonly exclude: readonly string[];
}

/**
 * What one region records. Global types belong to the home region alone; how that is said depends on the strategy:
 *
 * | exclude | home region                          | other regions                               |
 * | ------- | ------------------------------------ | ------------------------------------------- |
 * | empty   | all supported, global types included | all supported, global types left out        |
 * | given   | all but the excluded                 | all but the excluded and the global types   |
 *
 * With exclusions the flag for global types has no effect, so they join the list.
 */
export function recordingGroup(exclude: readonly string[], isHome: boolean): ConfigConfigurationRecorderRecordingGroup {
  if (exclude.length === 0) {
    return {
      allSupported: true,
      includeGlobalResourceTypes: isHome,
      recordingStrategy: [{ useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' }],
    };
  }
  const excluded = isHome ? exclude : [...new Set([...exclude, ...GLOBAL_IAM_TYPES])];
  return {
    allSupported: false,
    exclusionByResourceTypes: [{ resourceTypes: [...excluded].sort() }],
    recordingStrategy: [{ useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' }],
  };
}

/** How often, with the one list of exceptions that AWS Config takes. Global types have none where they are not recorded. */
export function recordingMode(
  { frequency, dailyTypes, continuousTypes }: Omit<RecordingProps, 'exclude'>,
  isHome: boolean,
): ConfigConfigurationRecorderRecordingMode {
  const other = frequency === 'CONTINUOUS' ? 'DAILY' : 'CONTINUOUS';
  const exceptions = frequency === 'CONTINUOUS' ? dailyTypes : continuousTypes;
  const global: readonly string[] = GLOBAL_IAM_TYPES;
  const resourceTypes = exceptions.filter((type) => isHome || !global.includes(type)).sort();
  return {
    recordingFrequency: frequency,
    recordingModeOverride:
      resourceTypes.length === 0
        ? undefined
        : { description: `Recorded ${other.toLowerCase()}`, recordingFrequency: other, resourceTypes },
  };
}
