import { closeSync, openSync, readdirSync, readSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type EvidenceKey, readKey } from '../../../lambdas/evidence/object-key';
import { ConfigError } from '../../config/problem';
import type { Table } from '../question';

/** A log or a file of AWS Config in a folder, and where it belongs. */
export interface LogFile {
  readonly path: string;
  readonly table: Table;
  readonly account: string;
  readonly region: string;
  /** `YYYY/MM/DD`, of delivery. */
  readonly day: string;
}

/** What of a folder a question is about. Nothing given: everything. */
export interface Selection {
  /** Days `YYYY/MM/DD`, both included. */
  readonly firstDay?: string;
  readonly lastDay?: string;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

const TABLE_OF: Readonly<Partial<Record<EvidenceKey['kind'], Table>>> = {
  log: 'cloudtrail',
  insight: 'insights',
  history: 'config_history',
  snapshot: 'config_snapshots',
};

const LOG_NAME = /^(\d{12})_(CloudTrail|CloudTrail-Insight)_([a-z0-9-]+)_(\d{4})(\d{2})(\d{2})T/;
const DIGEST_NAME = /^\d{12}_CloudTrail-Digest_/;
const CONFIG_NAME = /^(\d{12})_Config_([a-z0-9-]+)_Config(History|Snapshot)_.*_?(\d{4})(\d{2})(\d{2})T\d{6}Z_[^/]*$/;

/**
 * Where a file belongs: by its whole path, or, in a folder cut out of a bucket, by its name, which says it all again.
 *
 * @returns nothing when AWS gives no log such a name
 */
export function readPath(path: string): EvidenceKey | undefined {
  const key = path.endsWith('.gz') ? path : `${path}.gz`;
  const whole = readKey(key);
  if (whole) return whole;
  const name = basename(key);
  const log = LOG_NAME.exec(name);
  if (log) {
    const [, account, folder, region, year, month, day] = log;
    return readKey(`AWSLogs/${account}/${folder}/${region}/${year}/${month}/${day}/${name}`);
  }
  const config = CONFIG_NAME.exec(name);
  if (!config) return undefined;
  const [, account, region, form, year, month, day] = config;
  return readKey(`AWSLogs/${account}/Config/${region}/${year}/${Number(month)}/${Number(day)}/Config${form}/${name}`);
}

/** The files of a folder: the root of a bucket, or any folder below it. */
export class LogFiles {
  private readonly logs: LogFile[] = [];
  private readonly names = new Set<string>();
  private readonly walked = new Set<string>();
  /** Files `.json.gz` that AWS gives no such name. */
  readonly foreign: string[] = [];
  /** Digests, links that lead nowhere, and all else that is no log by its ending. */
  besides = 0;
  /** Left out because a file of the same name, which AWS makes unique, is there already: a copy. */
  copies = 0;

  constructor(readonly folder: string) {
    let isFolder = false;
    try {
      isFolder = statSync(folder).isDirectory();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    if (!isFolder) throw new ConfigError('--logs', [`${folder} is no folder; name one that holds logs`]);
    this.walk(folder);
  }

  /** Links are followed, as to evidence on another disk; each folder is read once, since they may lead in a circle. */
  private walk(folder: string): void {
    const place = realpathSync.native(folder);
    if (this.walked.has(place)) return;
    this.walked.add(place);
    const entries = readdirSync(folder, { withFileTypes: true });
    // In one order on every machine: which of two copies counts, and what messages name first.
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      const what = entry.isSymbolicLink() ? targetOf(path) : entry;
      if (what?.isDirectory()) this.walk(path);
      else if (what?.isFile()) this.add(path, entry.name);
      else this.besides++;
    }
  }

  private add(path: string, name: string): void {
    if (!/\.json(\.gz)?$/.test(name) || DIGEST_NAME.test(name)) return void this.besides++;
    const key = readPath(path);
    const table = key && TABLE_OF[key.kind];
    if (!table) return void (name.endsWith('.gz') ? this.foreign.push(path) : this.besides++);
    const unique = name.replace(/\.gz$/, '');
    if (this.names.has(unique)) return void this.copies++;
    this.names.add(unique);
    this.logs.push({ path, table, account: key.account, region: key.region, day: key.day });
  }

  /** @throws ConfigError when there is not one log */
  refuseNone(): void {
    if (this.logs.length > 0) return;
    const others = this.besides + this.foreign.length;
    const found = others === 0 ? 'it is empty' : `it holds ${others} other ${others === 1 ? 'file' : 'files'}`;
    throw new ConfigError('--logs', [
      `${this.folder} holds no log: ${found}. Name a folder with files as CloudTrail or AWS Config delivers them, ` +
        'such as 111122223333_CloudTrail_us-east-1_20261120T1005Z_abcDEF0123456789.json.gz; ' +
        '`aws s3 sync s3://<bucket>/AWSLogs <folder>` fetches them',
    ]);
  }

  /** First and last day of delivery. */
  get days(): { readonly first: string; readonly last: string } {
    let [first, last] = ['9', ''];
    for (const { day } of this.logs) {
      if (day < first) first = day;
      if (day > last) last = day;
    }
    return { first, last };
  }

  /** Whose logs these are and of when, for somebody who asked for others. */
  get contents(): string {
    const { first, last } = this.days;
    const named = (what: string, names: readonly string[]) => {
      const all = [...new Set(names)].sort();
      return `${what} ${all.slice(0, 10).join(', ')}${all.length > 10 ? ', ...' : ''}`;
    };
    const accounts = named('accounts', this.logs.map(({ account }) => account)); // prettier-ignore
    const regions = named('regions', this.logs.map(({ region }) => region)); // prettier-ignore
    return `${accounts}; ${regions}; delivered from ${first} to ${last}`;
  }

  select({ firstDay, lastDay, accounts, regions }: Selection): LogFile[] {
    return this.logs.filter(
      ({ day, account, region }) =>
        (firstDay === undefined || day >= firstDay) &&
        (lastDay === undefined || day <= lastDay) &&
        (!accounts?.length || accounts.includes(account)) &&
        (!regions?.length || regions.includes(region)),
    );
  }
}

/** What a link leads to; nothing when that is nowhere, or a circle. */
function targetOf(link: string): Stats | undefined {
  try {
    return statSync(link);
  } catch (error) {
    if (!['ENOENT', 'ELOOP'].includes((error as NodeJS.ErrnoException).code!)) throw error;
    return undefined;
  }
}

/** What a file takes on disk and once uncompressed, in bytes; the latter is what it takes on disk where that will do. */
export interface Weight {
  readonly bytes: number;
  readonly uncompressed: number;
}

/** Logs shrink to a tenth or a thirtieth. More than this no length is believed: the end of a cut file says anything. */
const MOST_RATIO = 200;
/** Smaller files fit whatever they hold, and there may be very many of them: they are not asked for their length. */
const SMALL = 64 * 1024;
/** Files as small as this may hold nothing at all. */
const TINY = 256;

/** What a file weighs. A gzip file ends with its length before compression (RFC 1952, ISIZE). */
export function weigh(path: string): Weight {
  const bytes = statSync(path).size;
  const isKnown = !path.endsWith('.gz') || (bytes > TINY && bytes < SMALL) || bytes < 4;
  if (isKnown) return { bytes, uncompressed: bytes };
  const file = openSync(path, 'r');
  try {
    const end = Buffer.alloc(4);
    readSync(file, end, 0, 4, bytes - 4);
    return { bytes, uncompressed: Math.min(end.readUInt32LE(), bytes * MOST_RATIO) };
  } finally {
    closeSync(file);
  }
}
