import { readFileSync, statSync } from 'node:fs';
import { FolderStore } from '../../lambdas/evidence/folder-store';
import {
  KEY_ARCHIVE,
  keyList,
  type PublicKey,
  PublicKeyError,
  PublicKeys,
  type PublicKeySource,
} from '../../lambdas/evidence/public-key';
import { listPublicKeys, PublicKeyService } from '../../lambdas/evidence/public-key-service';
import type { EvidenceStore } from '../../lambdas/evidence/store';
import type { Window } from '../../lambdas/evidence/window';
import { counted } from '../../lambdas/evidence/words';

/** Public keys, and where they are from, for people. */
export interface FoundKeys {
  readonly keys: PublicKeySource;
  readonly origin: string;
}

/**
 * Public keys of a file or folder; without one, those archived beside the evidence; without these, CloudTrail's own answers.
 *
 * @throws PublicKeyError
 */
export async function findKeys(path: string | undefined, store: EvidenceStore): Promise<FoundKeys> {
  if (path !== undefined) {
    const keys = await readKeys(path);
    return { keys, origin: `${counted(keys.size, 'key')} of ${path}` };
  }
  if ((await store.folders('')).includes(KEY_ARCHIVE.slice(0, -1))) {
    const keys = await PublicKeys.stored(store, KEY_ARCHIVE);
    const trust = 'they lie beside the evidence, so they prove nothing against somebody who could change both';
    return { keys, origin: `${counted(keys.size, 'key')} of ${KEY_ARCHIVE} (${trust})` };
  }
  return { keys: new PublicKeyService(explained), origin: 'ListPublicKeys of each region' };
}

async function readKeys(path: string): Promise<PublicKeys> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new PublicKeyError([`${path}: there is no such file or folder`]);
  const keys = found.isDirectory()
    ? await PublicKeys.stored(await FolderStore.open(path))
    : PublicKeys.parse([{ name: path, text: readFileSync(path, 'utf8') }]);
  if (keys.size === 0)
    throw new PublicKeyError([`${path}: holds no keys; write some with verify-evidence --fetch-keys`]);
  return keys;
}

/** Text of the keys with which regions signed in a time: a file for `--keys`. */
export async function fetchKeys(regions: readonly string[], window: Required<Window>): Promise<string> {
  const keys: PublicKey[] = [];
  for (const region of regions) keys.push(...(await explained(region, window)));
  if (keys.length === 0) throw new PublicKeyError(['CloudTrail names no keys for these regions and this time']);
  return `${JSON.stringify(keyList(keys), undefined, 2)}\n`;
}

async function explained(region: string, window: Required<Window>): Promise<readonly PublicKey[]> {
  try {
    return await listPublicKeys(region, window);
  } catch (error) {
    if (error instanceof PublicKeyError) throw error;
    const { name, message } = error as Error;
    throw new PublicKeyError([
      `ListPublicKeys in ${region}: ${name}: ${message}; give credentials for cloudtrail:ListPublicKeys, or keys with --keys`,
    ]);
  }
}
