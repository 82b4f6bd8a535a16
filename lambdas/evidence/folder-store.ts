import { lstatSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type EvidenceStore,
  type ListOptions,
  type ReadOptions,
  type StoredContent,
  type StoredObject,
  UnreadableEvidence,
} from './store';

/** What a sidecar's name adds to that of its file. */
export const SIDECAR = '.metadata.json';

/**
 * A folder on disk, laid out as a bucket is. The metadata that a plain copy loses may lie beside a file, in
 * `<file>.metadata.json`: `{"signature": "...", "signature-algorithm": "SHA256withRSA"}`.
 */
export class FolderStore implements EvidenceStore {
  readonly root = '';

  private constructor(readonly name: string) {}

  /** @throws UnreadableEvidence when there is no such folder */
  static async open(path: string): Promise<FolderStore> {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
    if (found instanceof Error) {
      throw new UnreadableEvidence(
        found.code === 'ENOENT' ? `${path}: there is no such folder` : `${path}: ${found.message}`,
      );
    }
    if (!found.isDirectory()) throw new UnreadableEvidence(`${path}: is no folder`);
    return new FolderStore(path);
  }

  async *list(prefix: string, { after = '' }: ListOptions = {}): AsyncGenerator<StoredObject> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    yield* this.walk(folder, prefix, after);
  }

  /** One folder's names at a time, in the order in which S3 has the keys: a folder counts as its name with a slash. */
  private async *walk(folder: string, prefix: string, after: string): AsyncGenerator<StoredObject> {
    const entries = (await this.entries(folder)).map((entry) => ({
      entry,
      key: `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`,
    }));
    entries.sort((one, other) => compareKeys(one.key, other.key));
    for (const { entry, key } of entries) {
      if (!entry.isDirectory()) {
        if (!key.startsWith(prefix) || compareKeys(key, after) <= 0) continue;
        yield { key, size: lstatSync(join(this.name, key)).size };
      } else if ((key.startsWith(prefix) || prefix.startsWith(key)) && mayHoldLater(key, after)) {
        yield* this.walk(key, prefix, after);
      }
    }
  }

  async folders(prefix: string): Promise<readonly string[]> {
    const folders = (await this.entries(prefix)).filter((entry) => entry.isDirectory()).map(({ name }) => name);
    return folders.sort((one, other) => compareKeys(`${one}/`, `${other}/`));
  }

  async read(key: string, { metadata = false }: ReadOptions = {}): Promise<StoredContent | undefined> {
    const bytes = await this.bytes(key);
    if (!bytes) return undefined;
    return { bytes, metadata: metadata ? sidecar(await this.bytes(`${key}${SIDECAR}`)) : {} };
  }

  private async bytes(key: string): Promise<Buffer | undefined> {
    // A digest may be forged and name anything; in a bucket such a key would be one like any other.
    if (key.includes('\0') || key.split('/').includes('..')) return undefined;
    try {
      return await readFile(join(this.name, key));
    } catch (error) {
      // A folder of that name is no file either, and no file's name is longer than names may be.
      if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code!))
        return undefined;
      // Node reads no more than 2 GB at once.
      if ((error as NodeJS.ErrnoException).code === 'ERR_FS_FILE_TOO_LARGE') return Buffer.alloc(0);
      throw new UnreadableEvidence((error as Error).message);
    }
  }

  private async entries(folder: string) {
    try {
      return await readdir(join(this.name, folder), { withFileTypes: true });
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code!)) return [];
      throw new UnreadableEvidence((error as Error).message);
    }
  }
}

/**
 * S3 orders keys by their UTF-8 bytes, which is the order of texts here but for characters beyond U+FFFF.
 *
 * Source: S3 user guide, "Listing object keys programmatically".
 */
const compareKeys = (one: string, other: string): number => (one < other ? -1 : one === other ? 0 : 1);

/** Whether a folder may hold keys after a given one: unless all that begins with its name comes before. */
const mayHoldLater = (folder: string, after: string): boolean =>
  after.startsWith(folder) || compareKeys(folder, after) > 0;

/** A sidecar that is no record of texts says nothing, as metadata that somebody removed would. */
function sidecar(bytes: Buffer | undefined): Record<string, string> {
  if (!bytes) return {};
  try {
    const json = JSON.parse(bytes.toString('utf8')) as unknown;
    if (typeof json !== 'object' || json === null) return {};
    const texts = Object.entries(json).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return Object.fromEntries(texts.map(([name, value]) => [name.toLowerCase(), value]));
  } catch {
    return {};
  }
}
