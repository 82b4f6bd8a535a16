import type {
  ConfigurationRecorder,
  ConfigurationRecorderStatus,
  DeliveryChannelStatus,
} from '@aws-sdk/client-config-service';
import { show } from '../shared/json';
import { compliant, nonCompliant, type Verdict } from '../shared/verdict';

/** AWS Config in one region, as its API describes it. Absent: there is none. */
export interface RegionRecording {
  readonly region: string;
  readonly recorder?: ConfigurationRecorder;
  readonly status?: ConfigurationRecorderStatus;
  readonly channel?: DeliveryChannelStatus;
}

const GLOBAL_TYPES = ['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User'];

/**
 * Regions that had AWS Config before February 2022: the only ones that record the global IAM types. The list is closed.
 * Source: Config API reference, RecordingGroup.
 */
const RECORDS_GLOBAL_TYPES = [
  'af-south-1', 'ap-east-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1',
  'ap-southeast-2', 'ap-southeast-3', 'ca-central-1', 'cn-north-1', 'cn-northwest-1', 'eu-central-1', 'eu-north-1',
  'eu-south-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'me-south-1', 'sa-east-1', 'us-east-1', 'us-east-2',
  'us-gov-east-1', 'us-gov-west-1', 'us-west-1', 'us-west-2',
]; // prettier-ignore

/** Most regions that an annotation names for one problem. */
const NAMED = 4;

/**
 * Each region must record and deliver, and one of them must record the global IAM types. Which other types a recorder
 * leaves out is a decision of whoever set it up, and not judged here.
 */
export function evaluate(regions: readonly RegionRecording[]): Verdict {
  const broken = new Map<string, string[]>();
  for (const recording of regions) {
    const problem = problemOf(recording);
    if (problem) broken.set(problem, [...(broken.get(problem) ?? []), recording.region]);
  }
  const problems = [...broken].map(([problem, where]) => `${problem} in ${named(where)}`);
  if (!regions.some((recording) => !problemOf(recording) && recordsGlobalTypes(recording)))
    problems.push('IAM users, groups, roles and policies are recorded in no region');
  return problems.length === 0 ? compliant : nonCompliant(`AWS Config: ${problems.join('; ')}`);
}

function problemOf({ recorder, status, channel }: RegionRecording): string | undefined {
  if (!recorder) return 'no recorder';
  if (!status?.recording) return 'the recorder is stopped';
  if (failed(status.lastStatus)) return `recording failed${because(status.lastErrorCode)}`;
  if (!channel) return 'no delivery channel';
  const deliveries = {
    snapshot: channel.configSnapshotDeliveryInfo,
    history: channel.configHistoryDeliveryInfo,
    notification: channel.configStreamDeliveryInfo,
  };
  for (const [what, delivery] of Object.entries(deliveries))
    if (failed(delivery?.lastStatus)) return `the last ${what} was not delivered${because(delivery?.lastErrorCode)}`;
  return undefined;
}

/** With a list of exclusions the flag for global types has no effect; what is not excluded is recorded. */
function recordsGlobalTypes({ region, recorder }: RegionRecording): boolean {
  if (!RECORDS_GLOBAL_TYPES.includes(region)) return false;
  const { allSupported, includeGlobalResourceTypes, resourceTypes, exclusionByResourceTypes, recordingStrategy } =
    recorder?.recordingGroup ?? {};
  const includes =
    (types: readonly string[] = []) =>
    (type: string) =>
      types.includes(type);
  switch (recordingStrategy?.useOnly) {
    case 'EXCLUSION_BY_RESOURCE_TYPES':
      return !GLOBAL_TYPES.some(includes(exclusionByResourceTypes?.resourceTypes));
    case 'INCLUSION_BY_RESOURCE_TYPES':
      return GLOBAL_TYPES.every(includes(resourceTypes));
    default:
      return allSupported ? includeGlobalResourceTypes === true : GLOBAL_TYPES.every(includes(resourceTypes));
  }
}

/**
 * The API's model and its answers differ in case. Absent: nothing was recorded or delivered yet.
 *
 * @throws Error for a status that Config did not have when this was written
 */
function failed(status = 'Pending'): boolean {
  const known = status.toUpperCase().replace('_', '');
  if (!['SUCCESS', 'PENDING', 'NOTAPPLICABLE', 'FAILURE'].includes(known))
    throw new Error(`AWS Config gives the unknown status ${show(status)}`);
  return known === 'FAILURE';
}

const because = (code: string | undefined): string => (code ? ` (${code})` : '');

const named = (regions: readonly string[]): string =>
  regions.length <= NAMED
    ? regions.join(', ')
    : `${regions.slice(0, NAMED).join(', ')} and ${regions.length - NAMED} more`;
