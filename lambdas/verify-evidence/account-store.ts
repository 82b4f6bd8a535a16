import type { EvidenceStore, ListOptions, ReadOptions, StoredContent, StoredObject } from '../evidence/store';

/**
 * The bucket as far as one account goes. What lies above the account's own folders is known without asking: with thousands of
 * accounts, each of them would otherwise list them all.
 */
export class AccountStore implements EvidenceStore {
  readonly name: string;
  readonly bucket?: string;
  readonly root: string;
  private readonly above: ReadonlyMap<string, readonly string[]>;

  /** @param whole - the bucket from its beginning */
  constructor(
    private readonly whole: EvidenceStore,
    organization: string,
    account: string,
  ) {
    this.name = whole.name;
    if (whole.bucket !== undefined) this.bucket = whole.bucket;
    this.root = whole.root;
    this.above = new Map([
      ['', ['AWSLogs']],
      // The first is the layout of a trail that is not the whole organization's, of which only one account's is there.
      ['AWSLogs/', [account, organization]],
      [`AWSLogs/${organization}/`, [account]],
    ]);
  }

  list(prefix: string, options?: ListOptions): AsyncIterable<StoredObject> {
    return this.whole.list(prefix, options);
  }

  folders(prefix: string): Promise<readonly string[]> {
    const known = this.above.get(prefix);
    return known ? Promise.resolve(known) : this.whole.folders(prefix);
  }

  read(key: string, options?: ReadOptions): Promise<StoredContent | undefined> {
    return this.whole.read(key, options);
  }
}
