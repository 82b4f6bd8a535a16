import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ConfigError } from '../../config/problem';
import type { LogFile } from './log-files';

/** A file that is no log, and why. */
export interface Unreadable {
  readonly path: string;
  readonly why: string;
}

const uncompress = promisify(gunzip);

/** Files that are looked at while others are read. */
const AT_ONCE = 8;
/** Named in a message; of the others the number is told. */
const NAMED = 10;

/** Looks at files one by one: slower than DuckDB, and knows exactly what is wrong. In the order of the files. */
export async function findUnreadable(files: readonly LogFile[]): Promise<Unreadable[]> {
  const found: (Unreadable | undefined)[] = [];
  let next = 0;
  const look = async () => {
    for (let at = next++; at < files.length; at = next++) {
      const why = await faultOf(files[at]!);
      if (why) found[at] = { path: files[at]!.path, why };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, look));
  return found.filter((one) => one !== undefined);
}

/** What keeps a file from being read as what its name says. */
async function faultOf({ path, table }: LogFile): Promise<string | undefined> {
  let bytes = await readFile(path);
  if (bytes.length === 0) return 'it is empty';
  if (path.endsWith('.gz')) {
    try {
      bytes = await uncompress(bytes);
    } catch (error) {
      // zlib's Z_BUF_ERROR: the input ended too early.
      const { code } = error as NodeJS.ErrnoException;
      return code === 'Z_BUF_ERROR' ? 'it is cut off' : 'it is not compressed with gzip, or damaged';
    }
  }
  let content: unknown;
  try {
    content = JSON.parse(bytes.toString('utf8'));
  } catch {
    return 'it holds no JSON';
  }
  const list = table.startsWith('config_') ? 'configurationItems' : 'Records';
  const records = (content as Record<string, unknown> | null)?.[list];
  if (!Array.isArray(records)) return `it has no list "${list}"`;
  return records.every((record) => typeof record === 'object' && record !== null && !Array.isArray(record))
    ? undefined
    : `something in "${list}" is no object`;
}

/** The error that lists files which are no logs. */
export function refusal(folder: string, unreadable: readonly Unreadable[]): ConfigError {
  const more = unreadable.length - NAMED;
  return new ConfigError('--logs', [
    [
      `${unreadable.length} ${unreadable.length === 1 ? 'file' : 'files'} of ${folder} cannot be read as a log; ` +
        'take them out or fetch them again, or go on without them with --skip-unreadable',
      ...unreadable.slice(0, NAMED).map(({ path, why }) => `${path}: ${why}`),
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join('\n    '),
  ]);
}
