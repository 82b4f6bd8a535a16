import { readDigestName, readLogName } from './object-key';
import type { EvidenceStore } from './store';

/** Folder of digests below an account's. */
export const DIGEST_FOLDER = 'CloudTrail-Digest';

/** Files of one account and one region, in one copy of a bucket: logs and digests of every trail that delivers there. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** The account's folder: `[prefix/]AWSLogs/[o-id/]<account>/`, or what a copy has made of it; empty or with a slash. */
  readonly folder: string;
  /** Folders below it that hold logs of the region: `CloudTrail` and, where there are any, `CloudTrail-Insight`. */
  readonly logFolders: readonly string[];
}

export interface PlaceFilter {
  /** Only these accounts; empty or absent: all. */
  readonly accounts?: readonly string[];
  /** Only these regions; empty or absent: all. */
  readonly regions?: readonly string[];
}

const LOG_FOLDER = /^CloudTrail(?:-(?!Digest$)[A-Za-z]+)?$/;
/** Folders of AWS that hold no evidence of CloudTrail, some of them with very many folders in turn. */
const OTHERS = new Set(['Config', 'PublicKeys', 'vpcflowlogs', 'elasticloadbalancing', 'GuardDuty', 'WAFLogs']);

/** Every place of a store, whatever its folders begin with; by folder, then by region. */
export async function* findPlaces(store: EvidenceStore, filter: PlaceFilter = {}): AsyncGenerator<Place> {
  yield* placesBelow(store, '', filter);
}

async function* placesBelow(store: EvidenceStore, prefix: string, filter: PlaceFilter): AsyncGenerator<Place> {
  const folders = await store.folders(prefix);
  const trailFolders = folders.filter((name) => name === DIGEST_FOLDER || LOG_FOLDER.test(name));
  if (trailFolders.length > 0) {
    yield* placesOf(store, prefix, trailFolders, filter);
    return;
  }
  for (const name of folders) {
    if (OTHERS.has(name)) continue;
    // An account's folder may lie below an organization's, but never an account's below another's.
    if (/^\d{12}$/.test(name) && !wanted(name, filter.accounts)) continue;
    yield* placesBelow(store, `${prefix}${name}/`, filter);
  }
}

async function* placesOf(
  store: EvidenceStore,
  folder: string,
  trailFolders: readonly string[],
  filter: PlaceFilter,
): AsyncGenerator<Place> {
  const folders = new Map<string, string[]>();
  for (const name of trailFolders) {
    for (const region of await store.folders(`${folder}${name}/`)) {
      if (wanted(region, filter.regions)) folders.set(region, [...(folders.get(region) ?? []), name]);
    }
  }
  const named = /(?:^|\/)(\d{12})\/$/.exec(folder)?.[1];
  for (const region of [...folders.keys()].sort()) {
    const names = folders.get(region)!;
    const account = named ?? (await accountIn(store, `${folder}${names[0]!}/${region}/`));
    if (account === undefined || !wanted(account, filter.accounts)) continue;
    yield { account, region, folder, logFolders: names.filter((name) => name !== DIGEST_FOLDER) };
  }
}

/** The account that files below a folder name, where the folders do not: the copy of a single account's folder. */
async function accountIn(store: EvidenceStore, prefix: string): Promise<string | undefined> {
  for await (const { key } of store.list(prefix)) {
    const name = key.slice(key.lastIndexOf('/') + 1);
    const account = (readDigestName(name) ?? readLogName(name))?.account;
    if (account !== undefined) return account;
  }
  return undefined;
}

const wanted = (name: string, names: readonly string[] = []): boolean => names.length === 0 || names.includes(name);
