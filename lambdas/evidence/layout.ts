/**
 * How keys of a store relate to the keys that CloudTrail gave. They are the same in the bucket itself; a copy may lack
 * folders at the front, have others instead, or both: `aws s3 sync s3://bucket/trail/AWSLogs ./copy` makes
 * `copy/111111111111/...` of `trail/AWSLogs/111111111111/...`.
 */
export class Layout {
  /**
   * @param added what keys of the store begin with, and original ones do not
   * @param lost what original keys begin with, and those of the store do not
   */
  constructor(
    private readonly added: string,
    private readonly lost: string,
  ) {}

  /** The layout in which a folder of the store holds what another held originally; what their ends share is kept. */
  static between(folder: string, original: string): Layout {
    const [here, there] = [folder.split('/'), original.split('/')];
    while (here.length > 0 && there.length > 0 && here.at(-1) === there.at(-1)) {
      here.pop();
      there.pop();
    }
    const joined = (parts: readonly string[]): string => parts.map((part) => `${part}/`).join('');
    return new Layout(joined(here), joined(there));
  }

  /** Where in the store a file with this original key should be; nothing when the store does not reach so far. */
  locate(original: string): string | undefined {
    return original.startsWith(this.lost) ? this.added + original.slice(this.lost.length) : undefined;
  }

  /** The original key of a file at this place in the store. */
  original(key: string): string {
    return this.lost + key.slice(this.added.length);
  }
}
