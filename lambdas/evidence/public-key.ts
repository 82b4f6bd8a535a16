import { createPublicKey, type KeyObject } from 'node:crypto';
import type { EvidenceStore } from './store';
import type { Window } from './window';

/** A key that verifies digests of one region. */
export interface PublicKey {
  /**
   * Only a name: CloudTrail does not say how it is made of the key, so nobody here checks that. What a wrong key signed does
   * not fit, whatever its name.
   */
  readonly fingerprint: string;
  readonly key: KeyObject;
  /** As ListPublicKeys gives it: base64 of DER, PKCS #1. */
  readonly value: string;
  /** Between these CloudTrail signed with it; milliseconds since 1970, UTC. */
  readonly validFrom: number;
  readonly validTo: number;
}

/** Where public keys come from. */
export interface PublicKeySource {
  /**
   * @param region whose CloudTrail signed
   * @param signed when; only a service needs to know
   */
  find(fingerprint: string, region: string, signed: Required<Window>): Promise<PublicKey | undefined>;
}

/** Keys that cannot be used: one message that lists everything that is wrong with them. */
export class PublicKeyError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The public keys cannot be used:\n${problems.map((problem) => `  ${problem}\n`).join('')}`.trimEnd());
  }
}

/** Folder beside the evidence where keys are archived: `PublicKeys/<region>/<fingerprint>.json`. */
export const KEY_ARCHIVE = 'PublicKeys/';

/** Text in the shape of ListPublicKeys' answer, and where it is from. */
export interface KeyFile {
  readonly name: string;
  readonly text: string;
}

/** Archived public keys, in the shape in which ListPublicKeys answers. */
export class PublicKeys implements PublicKeySource {
  private constructor(private readonly keys: ReadonlyMap<string, PublicKey>) {}

  /**
   * Reads files in the shape `{"PublicKeyList": [{"Value", "Fingerprint", "ValidityStartTime", "ValidityEndTime"}]}`. Times
   * are ISO 8601 or seconds since 1970. A key may occur in several files.
   *
   * @throws PublicKeyError that lists every problem of every file
   */
  static parse(files: readonly KeyFile[]): PublicKeys {
    const problems: string[] = [];
    const keys = new Map<string, PublicKey>();
    for (const { name, text } of files) {
      for (const [at, entry] of entries(name, text, problems).entries()) {
        const key = publicKey(`${name}: PublicKeyList[${at}]`, entry, problems);
        if (!key) continue;
        const known = keys.get(key.fingerprint);
        if (known && known.value !== key.value) {
          problems.push(`${name}: PublicKeyList[${at}] has the fingerprint of another key, ${key.fingerprint}`);
        }
        keys.set(key.fingerprint, key);
      }
    }
    if (problems.length > 0) throw new PublicKeyError(problems);
    return new PublicKeys(keys);
  }

  /**
   * Reads every `.json` file below a prefix of a store.
   *
   * @throws PublicKeyError as `parse` does
   */
  static async stored(store: EvidenceStore, prefix = ''): Promise<PublicKeys> {
    const files: KeyFile[] = [];
    for await (const { key } of store.list(prefix)) {
      if (!key.endsWith('.json')) continue;
      const content = await store.read(key);
      if (content) files.push({ name: key, text: content.bytes.toString('utf8') });
    }
    return PublicKeys.parse(files);
  }

  get size(): number {
    return this.keys.size;
  }

  find(fingerprint: string): Promise<PublicKey | undefined> {
    return Promise.resolve(this.keys.get(fingerprint));
  }

  /** The shape in which ListPublicKeys answers, oldest key first: a file for `parse`. */
  toJSON(): object {
    return keyList([...this.keys.values()]);
  }
}

/** The shape in which ListPublicKeys answers, oldest key first. */
export function keyList(keys: readonly PublicKey[]): object {
  const byAge = [...keys].sort(
    (one, other) => one.validFrom - other.validFrom || (one.fingerprint < other.fingerprint ? -1 : 1),
  );
  return {
    PublicKeyList: byAge.map(({ fingerprint, value, validFrom, validTo }) => ({
      Value: value,
      Fingerprint: fingerprint,
      ValidityStartTime: new Date(validFrom).toISOString(),
      ValidityEndTime: new Date(validTo).toISOString(),
    })),
  };
}

function entries(name: string, text: string, problems: string[]): readonly unknown[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    problems.push(`${name}: is not JSON (${(error as Error).message})`);
    return [];
  }
  const list = (json as { PublicKeyList?: unknown } | null)?.PublicKeyList;
  if (Array.isArray(list)) return list;
  problems.push(`${name}: has no list PublicKeyList; write one with verify-evidence --fetch-keys`);
  return [];
}

/** A key of an entry of ListPublicKeys' answer; of one that is wrong, problems. */
export function publicKey(where: string, entry: unknown, problems: string[]): PublicKey | undefined {
  const { Value, Fingerprint, ValidityStartTime, ValidityEndTime } = (entry ?? {}) as Record<string, unknown>;
  const before = problems.length;
  const key = typeof Value === 'string' ? rsaKey(Value) : undefined;
  if (!key) problems.push(`${where}.Value is no RSA public key in base64 of DER, PKCS #1`);
  if (typeof Fingerprint !== 'string' || Fingerprint === '') problems.push(`${where}.Fingerprint is no text`);
  const [validFrom, validTo] = [instant(ValidityStartTime), instant(ValidityEndTime)];
  if (validFrom === undefined) problems.push(`${where}.ValidityStartTime is no time`);
  if (validTo === undefined) problems.push(`${where}.ValidityEndTime is no time`);
  if (problems.length > before) return undefined;
  return {
    fingerprint: Fingerprint as string,
    key: key!,
    value: Value as string,
    validFrom: validFrom!,
    validTo: validTo!,
  };
}

function rsaKey(value: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(value, 'base64'), format: 'der', type: 'pkcs1' });
  } catch {
    return undefined;
  }
}

/** Milliseconds since 1970 of ISO 8601 text, of seconds since 1970 or of a date. */
function instant(time: unknown): number | undefined {
  if (time instanceof Date) return time.getTime();
  const milliseconds =
    typeof time === 'number' ? time * 1000 : typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isFinite(milliseconds) ? milliseconds : undefined;
}
