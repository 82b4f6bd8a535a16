/** What CloudTrail and AWS Config deliver into a bucket. */
export type EvidenceKind = 'log' | 'insight' | 'digest' | 'history' | 'snapshot';

/** Where a file of evidence belongs, as its key spells it. */
export interface EvidenceKey {
  readonly kind: EvidenceKind;
  /** What comes before `AWSLogs/`, with its slash; empty where there is nothing. */
  readonly prefix: string;
  /** Of an organization trail; AWS Config names none. */
  readonly organization?: string;
  readonly account: string;
  readonly region: string;
  /** `YYYY/MM/DD`, as AWS CloudTrail writes it; AWS Config leaves zeros out of the key, but not out of this. */
  readonly day: string;
  /** When CloudTrail wrote the file, or the end of what a digest is about; in milliseconds since 1970, UTC. Config: absent. */
  readonly time?: number;
  /** Of a digest: which trail, of which region, it speaks for. */
  readonly trail?: string;
  readonly trailRegion?: string;
  /** Of a digest: made afterwards for logs that were delivered late. */
  readonly backfill?: boolean;
}

const FOLDERS: Readonly<Record<string, EvidenceKind>> = {
  CloudTrail: 'log',
  'CloudTrail-Insight': 'insight',
  'CloudTrail-Digest': 'digest',
};

const TRAIL_KEY =
  /^(|.*?\/)AWSLogs\/(?:(o-[a-z0-9]{10,32})\/)?(\d{12})\/(CloudTrail|CloudTrail-Insight|CloudTrail-Digest)\/([a-z0-9-]+)\/(\d{4}\/\d{2}\/\d{2})\/([^/]+)$/;
const CONFIG_KEY =
  /^(|.*?\/)AWSLogs\/(\d{12})\/Config\/([a-z0-9-]+)\/(\d{4})\/(\d{1,2})\/(\d{1,2})\/Config(History|Snapshot)\/[^/]+\.json\.gz$/;
const DIGEST_NAME = /^(\d{12})_CloudTrail-Digest_([a-z0-9-]+?)_(.+)_([a-z0-9-]+)_(\d{8}T\d{6}Z)(_backfill)?\.json\.gz$/;
const LOG_NAME = /^(\d{12})_(CloudTrail(?:-[A-Za-z]+)?)_([a-z0-9-]+)_(\d{8}T\d{4}Z)_[A-Za-z0-9]+\.json\.gz$/;

/**
 * Reads a key of CloudTrail's or AWS Config's layout, the organization's or an account's.
 *
 * Source: CloudTrail user guide, "CloudTrail log file examples" and "CloudTrail digest file structure"; Config developer
 * guide, "Example files in the Amazon S3 bucket".
 *
 * @returns nothing when the key is none of theirs, such as that of a file which CloudTrail tries the bucket with
 */
export function readKey(key: string): EvidenceKey | undefined {
  return trailKey(key) ?? configKey(key);
}

function trailKey(key: string): EvidenceKey | undefined {
  const match = TRAIL_KEY.exec(key);
  if (!match) return undefined;
  const [, prefix, organization, account, folder, region, day, name] = match as unknown as [string, ...string[]];
  const common = {
    prefix: prefix!,
    ...(organization && { organization }),
    account: account!,
    region: region!,
    day: day!,
  };
  const kind = FOLDERS[folder!]!;
  if (kind === 'digest') {
    const digest = readDigestName(name!);
    if (!digest) return undefined;
    const { trail, trailRegion, time, backfill } = digest;
    return { ...common, kind, trail, trailRegion, time, backfill };
  }
  const log = readLogName(name!);
  return log?.folder === folder ? { ...common, kind, time: log!.time } : undefined;
}

/** What the name of a digest's file says; its account and region are those whose logs it lists. */
export interface DigestName {
  readonly account: string;
  readonly region: string;
  /** Of which trail, and the region that the trail belongs to. */
  readonly trail: string;
  readonly trailRegion: string;
  /** The end of what it is about; milliseconds since 1970, UTC. */
  readonly time: number;
  readonly backfill: boolean;
}

/** Reads the name of a digest's file, without folders; nothing when it is none. */
export function readDigestName(name: string): DigestName | undefined {
  const match = DIGEST_NAME.exec(name) as [string, string, string, string, string, string, string?] | null;
  if (!match) return undefined;
  const [, account, region, trail, trailRegion, time, backfill] = match;
  return { account, region, trail, trailRegion, time: instant(time), backfill: backfill !== undefined };
}

/** What the name of a log file says. */
export interface LogName {
  readonly account: string;
  /** `CloudTrail`, or `CloudTrail-Insight` of an account's insights. */
  readonly folder: string;
  readonly region: string;
  /** When it was written; milliseconds since 1970, UTC. */
  readonly time: number;
}

/** Reads the name of a log file, without folders; nothing when it is none. */
export function readLogName(name: string): LogName | undefined {
  const match = LOG_NAME.exec(name) as [string, string, string, string, string] | null;
  if (!match) return undefined;
  const [, account, folder, region, time] = match;
  return { account, folder, region, time: instant(time) };
}

function configKey(key: string): EvidenceKey | undefined {
  const match = CONFIG_KEY.exec(key);
  if (!match) return undefined;
  const [, prefix, account, region, year, month, day, form] = match as unknown as [string, ...string[]];
  return {
    kind: form === 'History' ? 'history' : 'snapshot',
    prefix: prefix!,
    account: account!,
    region: region!,
    day: `${year}/${month!.padStart(2, '0')}/${day!.padStart(2, '0')}`,
  };
}

/** Milliseconds since 1970 of `20261123T1605Z` or `20261123T160531Z`. */
function instant(text: string): number {
  const [, year, month, day, hour, minute, second = '0'] = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?Z$/.exec(
    text,
  )!;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}
