import { suggest, show } from './problem';

/** An ARN's second part. Follows from the regions in use; it is never configured. */
export type Partition = 'aws' | 'aws-us-gov' | 'aws-cn';

/** Enabled in every account from the start. Source: AWS account management guide, "Enable or disable AWS Regions". */
const DEFAULT_REGIONS = [
  'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2',
  'ca-central-1', 'eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'sa-east-1',
  'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2',
] as const; // prettier-ignore

/** Must be enabled account by account before anything can be created there. */
const OPT_IN_REGIONS = [
  'af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5',
  'ap-southeast-6', 'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-south-2', 'il-central-1',
  'me-central-1', 'me-south-1', 'mx-central-1',
] as const; // prettier-ignore

const GOVCLOUD_REGIONS = ['us-gov-east-1', 'us-gov-west-1'] as const;
const CHINA_REGIONS = ['cn-north-1', 'cn-northwest-1'] as const;

export const REGIONS: readonly string[] = [
  ...DEFAULT_REGIONS,
  ...OPT_IN_REGIONS,
  ...GOVCLOUD_REGIONS,
  ...CHINA_REGIONS,
];

export const isOptIn = (region: string): boolean => (OPT_IN_REGIONS as readonly string[]).includes(region);

export function partitionOf(region: string): Partition {
  if ((GOVCLOUD_REGIONS as readonly string[]).includes(region)) return 'aws-us-gov';
  if ((CHINA_REGIONS as readonly string[]).includes(region)) return 'aws-cn';
  return 'aws';
}

/** Host names of services end in it; most service principals do not. */
export const dnsSuffix = (partition: Partition): string =>
  partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';

export const regionProblem = (value: unknown): string =>
  `${show(value)} is not an AWS region; ${suggest(value, REGIONS)}`;

/** Where AWS Organizations reports its events, wherever it is called. Source: Organizations user guide, "Regions". */
export const organizationsRegionOf = (partition: Partition): string =>
  ({ aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-northwest-1' })[partition];

/** Every region of a partition, opt-in ones included. */
export const regionsOf = (partition: Partition): readonly string[] =>
  REGIONS.filter((region) => partitionOf(region) === partition);
