/** An object of a store: its key, with `/` between folders, and its size in bytes. */
export interface StoredObject {
  readonly key: string;
  readonly size: number;
}

export interface ListOptions {
  /** Begin after this key, as S3's `StartAfter` does: to begin at a day without listing those before it. */
  readonly after?: string;
}

/** An object as it was stored: its bytes, still compressed, and the metadata that travels with it. */
export interface StoredContent {
  /** None of what is larger than any file of CloudTrail: whoever put it there would have memory run out. */
  readonly bytes: Buffer;
  /** S3's user metadata, names in lower case, without `x-amz-meta-`. A folder keeps it in `<file>.metadata.json`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Where evidence lies: a folder or a bucket. Keys are relative to the store's root and never begin with `/`. Nothing is
 * ever written.
 */
export interface EvidenceStore {
  /** For people: the folder's path or `s3://bucket/prefix`. */
  readonly name: string;
  /** The bucket, where it is one: digests that name another one are copies. */
  readonly bucket?: string;
  /** What every key of the store lacks of the bucket's: the prefix of `s3://bucket/prefix/`; empty for a folder. */
  readonly root: string;
  /** Every object whose key begins so, in S3's order (UTF-8 bytes), a page at a time: memory does not grow with them. */
  list(prefix: string, options?: ListOptions): AsyncIterable<StoredObject>;
  /** Names of the folders directly below, without slashes, in order. `prefix` is empty or ends with `/`. */
  folders(prefix: string): Promise<readonly string[]>;
  /**
   * @returns nothing when there is no such object
   * @throws whatever else keeps it from being read, such as a refusal: nobody may take that for a missing file
   */
  read(key: string, options?: ReadOptions): Promise<StoredContent | undefined>;
}

export interface ReadOptions {
  /** Whether the metadata is asked for. A folder spares itself a file then. Default: no. */
  readonly metadata?: boolean;
}

/** What keeps evidence as a whole from being read: no such folder or bucket, or a refusal. */
export class UnreadableEvidence extends Error {}
