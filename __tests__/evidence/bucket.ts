import { gunzipSync, gzipSync } from 'node:zlib';
import type { EvidenceStore, StoredContent, StoredObject } from '../../lambdas/evidence/store';
import { type Delivered, delivered, type EvidencePlan } from './organization-evidence';

interface Stored {
  bytes: Buffer;
  metadata: Record<string, string>;
}

/** What plans deliver, kept: signing takes its time. */
const known = new WeakMap<EvidencePlan, readonly Delivered[]>();

/** A bucket in memory, that tests may tamper with. What it holds has names: `111/eu D3` is a digest, `111/eu L3.0` a log. */
export class Bucket implements EvidenceStore {
  readonly name = 's3://bucket/';
  readonly root = '';
  readonly objects = new Map<string, Stored>();

  constructor(
    objects: Iterable<Delivered>,
    readonly bucket?: string,
  ) {
    for (const { key, bytes, metadata } of objects) this.objects.set(key, { bytes, metadata: { ...metadata } });
  }

  static of(plan: EvidencePlan): Bucket {
    const objects = known.get(plan) ?? [...delivered(plan)];
    known.set(plan, objects);
    return new Bucket(objects, plan.bucket);
  }

  /** As a plain copy has it: without metadata. */
  plain(): this {
    for (const object of this.objects.values()) object.metadata = {};
    return this;
  }

  async *list(prefix: string, { after = '' } = {}): AsyncGenerator<StoredObject> {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    for (const key of keys) yield { key, size: this.objects.get(key)!.bytes.length };
  }

  folders(prefix: string): Promise<readonly string[]> {
    const below = [...this.objects.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
    return Promise.resolve(
      [...new Set(below.filter((key) => key.includes('/')).map((key) => key.split('/')[0]!))].sort(),
    );
  }

  read(key: string): Promise<StoredContent | undefined> {
    return Promise.resolve(this.objects.get(key));
  }

  /** The object with this key. */
  at(key: string): Stored {
    const object = this.objects.get(key);
    if (!object) throw new Error(`the bucket has no ${key}`);
    return object;
  }

  remove(...keys: readonly string[]): void {
    for (const key of keys) {
      this.at(key);
      this.objects.delete(key);
    }
  }

  move(from: string, to: string): void {
    this.objects.set(to, this.at(from));
    this.objects.delete(from);
  }

  copy(from: string, to: string): void {
    this.objects.set(to, { ...this.at(from) });
  }

  /** Packs other text of the same length as before: as somebody would who alters a file. */
  rewrite(key: string, change: (text: string) => string): void {
    const object = this.at(key);
    const before = gunzipSync(object.bytes).toString();
    const after = change(before);
    if (after === before) throw new Error(`nothing changes in ${key}`);
    object.bytes = gzipSync(after);
  }

  /** Flips one bit in the middle of the packed bytes: as a disk would. */
  flip(key: string): void {
    const object = this.at(key);
    const bytes = Buffer.from(object.bytes);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    object.bytes = bytes;
  }

  flipSignature(key: string): void {
    const { metadata } = this.at(key);
    metadata.signature = flipped(metadata.signature!);
  }
}

/** Hexadecimal with another first digit. */
export const flipped = (hex: string): string => `${hex.startsWith('0') ? '1' : '0'}${hex.slice(1)}`;
