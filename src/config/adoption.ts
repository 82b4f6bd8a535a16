import type { Names } from './names';
import type { OrganizationConfig } from './schema';

/** An account has one recorder and one channel in a region; this is what the console calls them too. */
const USUAL = 'default';

/** The names that audit.yaml says exist already, of which each stands in place of a computed one. */
export function adoptedNames({ trail, buckets, keys, aggregator }: OrganizationConfig['adopt']): Partial<Names> {
  const all: { readonly [Name in keyof Names]?: string | undefined } = {
    trail: trail?.name,
    trailLogGroup: trail?.logGroup,
    trailLogsRole: trail?.logsRole,
    trailTopic: trail?.topic,
    trailBucket: buckets.trail?.name,
    configBucket: buckets.config?.name,
    accessLogBucket: buckets.accessLogs?.name,
    archiveBucket: buckets.archive?.name,
    evidenceKeyAlias: keys.evidence?.alias,
    archiveKeyAlias: keys.archive?.alias,
    aggregator: aggregator?.name,
    aggregatorRole: aggregator?.role,
  };
  return Object.fromEntries(Object.entries(all).filter(([, name]) => name !== undefined));
}

/** AWS Config in one account and region: what its parts are called, and which of them exist already. */
export interface Recording {
  readonly recorder: string;
  readonly channel: string;
  /** Absent: none of it does. */
  readonly exists?: { readonly recorder: boolean; readonly channel: boolean; readonly retention: boolean };
}

/** Neither a recorder nor a channel can be renamed, and there is no room for a second one. */
export function recordingIn({ recorders }: OrganizationConfig['adopt'], account: string, region: string): Recording {
  const found = recorders.find((one) => one.account === account && one.region === region);
  return {
    recorder: found?.recorder ?? USUAL,
    channel: found?.channel ?? USUAL,
    exists: {
      recorder: found?.recorder !== undefined,
      channel: found?.channel !== undefined,
      retention: found?.retention ?? false,
    },
  };
}

/** The key that exists, by its id alone: where it lies follows from what it is for. */
export const adoptedKey = (key: OrganizationConfig['adopt']['keys']['evidence']) =>
  key && { id: key.id.split('/').at(-1)!, hasAlias: key.alias !== undefined };
