import {
  type ConfigurationAggregator,
  type ConfigurationRecorder,
  ConfigServiceClient,
  DescribeConfigRulesCommand,
  DescribeConfigurationAggregatorsCommand,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConformancePacksCommand,
  DescribeDeliveryChannelsCommand,
  DescribeRetentionConfigurationsCommand,
} from '@aws-sdk/client-config-service';
import type { Access } from './aws';
import { type Gaps, reasonOf } from './gap';
import { everyPage } from './parallel';

export interface RecorderFound {
  readonly name: string;
  readonly roleArn: string;
  readonly frequency: 'CONTINUOUS' | 'DAILY';
  /** Types it leaves out. */
  readonly excluded: readonly string[];
  /** Types it is confined to; absent when it records all but the excluded ones. */
  readonly only?: readonly string[];
  /** Absent when that could not be read. */
  readonly isRecording?: boolean;
}

export interface ChannelFound {
  readonly name: string;
  readonly bucket: string;
  readonly prefix?: string;
  readonly topicArn?: string;
}

export interface AggregatorFound {
  readonly name: string;
  /** The service that made it for itself; it belongs to that one. */
  readonly ownedBy?: string;
  readonly isOfOrganization: boolean;
  readonly roleArn?: string;
  /** `all`, or those it is confined to. */
  readonly regions: 'all' | readonly string[];
}

/** AWS Config in one account and region. */
export interface PlaceFound {
  readonly account: string;
  readonly region: string;
  /** Whether the recorder could be asked for; else nothing is known. */
  readonly isKnown: boolean;
  readonly recorder?: RecorderFound;
  /** Services that have recorders of their own there, which are none of ours. */
  readonly serviceRecorders: readonly string[];
  readonly channel?: ChannelFound;
  readonly hasRetention: boolean;
  readonly aggregators: readonly AggregatorFound[];
  /** How many there are; absent when that could not be read, or was not asked for lack of a recorder. */
  readonly rules?: number;
  readonly packs?: number;
}

export async function readPlace(access: Access, region: string, gaps: Gaps): Promise<PlaceFound> {
  const { account } = access;
  const client = access.client(ConfigServiceClient, region);
  const here = { account, region };
  const ask = <T>(what: string, read: () => Promise<T>) => gaps.attempt(here, what, read);
  const empty = { account, region, serviceRecorders: [], hasRetention: false, aggregators: [] };

  let recorders: ConfigurationRecorder[];
  try {
    recorders = (await client.send(new DescribeConfigurationRecordersCommand({}))).ConfigurationRecorders ?? [];
  } catch (error) {
    gaps.add({ ...here, what: 'its recorder', why: reasonOf(error, region) });
    return { ...empty, isKnown: false };
  }
  // A service's own recorder leaves room for one of the account. Source: PutServiceLinkedConfigurationRecorder.
  const [own] = recorders.filter(({ servicePrincipal }) => !servicePrincipal);
  const channels = await ask('its delivery channel', () => client.send(new DescribeDeliveryChannelsCommand({})));
  const [channel] = channels?.DeliveryChannels ?? [];
  const retention = await ask('how long it keeps history', () =>
    client.send(new DescribeRetentionConfigurationsCommand({})),
  );
  const aggregators = await ask('its aggregators', () => aggregatorsOf(client));
  const recorder = own && (await readRecorder(client, own, ask));
  const counts = own && {
    rules: await ask('how many rules it has', () => countRules(client)),
    packs: await ask('how many conformance packs it has', () => countPacks(client)),
  };
  return {
    ...empty,
    isKnown: true,
    ...(recorder && { recorder }),
    serviceRecorders: recorders.flatMap(({ servicePrincipal }) => servicePrincipal || []),
    ...(channel && {
      channel: {
        name: channel.name!,
        bucket: channel.s3BucketName!,
        ...(channel.s3KeyPrefix && { prefix: channel.s3KeyPrefix }),
        ...(channel.snsTopicARN && { topicArn: channel.snsTopicARN }),
      },
    }),
    hasRetention: (retention?.RetentionConfigurations ?? []).length > 0,
    aggregators: (aggregators ?? []).map(aggregatorFound),
    ...(counts?.rules !== undefined && { rules: counts.rules }),
    ...(counts?.packs !== undefined && { packs: counts.packs }),
  };
}

async function readRecorder(
  client: ConfigServiceClient,
  { name, roleARN, recordingGroup, recordingMode }: ConfigurationRecorder,
  ask: <T>(what: string, read: () => Promise<T>) => Promise<T | undefined>,
): Promise<RecorderFound> {
  const status = await ask('whether it records', () =>
    client.send(new DescribeConfigurationRecorderStatusCommand({ ConfigurationRecorderNames: [name!] })),
  );
  const [own] = status?.ConfigurationRecordersStatus ?? [];
  const { allSupported, resourceTypes = [], exclusionByResourceTypes } = recordingGroup ?? {};
  const excluded = exclusionByResourceTypes?.resourceTypes ?? [];
  const isConfined = allSupported === false && excluded.length === 0;
  return {
    name: name!,
    roleArn: roleARN ?? '',
    frequency: recordingMode?.recordingFrequency ?? 'CONTINUOUS',
    excluded: [...excluded].sort(),
    ...(isConfined && { only: [...resourceTypes].sort() }),
    ...(own?.recording !== undefined && { isRecording: own.recording }),
  };
}

const aggregatorsOf = (client: ConfigServiceClient): Promise<ConfigurationAggregator[]> =>
  everyPage(
    (NextToken) => client.send(new DescribeConfigurationAggregatorsCommand({ NextToken })),
    ({ ConfigurationAggregators }) => ConfigurationAggregators,
    ({ NextToken }) => NextToken,
  );

async function countRules(client: ConfigServiceClient): Promise<number> {
  const rules = await everyPage(
    (NextToken) => client.send(new DescribeConfigRulesCommand({ NextToken })),
    ({ ConfigRules }) => ConfigRules,
    ({ NextToken }) => NextToken,
  );
  return rules.length;
}

async function countPacks(client: ConfigServiceClient): Promise<number> {
  const packs = await everyPage(
    (NextToken) => client.send(new DescribeConformancePacksCommand({ NextToken })),
    ({ ConformancePackDetails }) => ConformancePackDetails,
    ({ NextToken }) => NextToken,
  );
  return packs.length;
}

function aggregatorFound({
  ConfigurationAggregatorName,
  CreatedBy,
  OrganizationAggregationSource: source,
}: ConfigurationAggregator): AggregatorFound {
  return {
    name: ConfigurationAggregatorName!,
    // Of what people make it says nothing, or who they were. Source: ConfigurationAggregator, CreatedBy.
    ...(CreatedBy?.endsWith('amazonaws.com') && { ownedBy: CreatedBy }),
    isOfOrganization: source !== undefined,
    ...(source?.RoleArn && { roleArn: source.RoleArn }),
    regions: source?.AllAwsRegions ? 'all' : (source?.AwsRegions ?? []),
  };
}
