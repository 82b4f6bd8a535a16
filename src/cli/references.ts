/** What cdktf remembers of references: by it, every resource that one was ever made to, and so its whole stack. */
type Remembered = Map<unknown, unknown>;

/**
 * The references of stacks that are written. cdktf keeps all there ever were, and has no way to let go of one; for a
 * thousand accounts that is gigabytes. Whoever used one that is forgotten would be refused by cdktf at synth.
 * Source: cdktf 0.21, lib/tokens/private/token-map.js.
 */
export class References {
  private kept = new Map<string, number>();

  constructor() {
    this.keep();
  }

  /** Keeps, from now on, what there is now. */
  keep(): void {
    this.kept = new Map(maps().map(([name, map]) => [name, map.size]));
  }

  /** Forgets what has come since. */
  forget(): void {
    for (const [name, map] of maps()) {
      for (const key of [...map.keys()].slice(this.kept.get(name) ?? 0)) map.delete(key);
    }
  }
}

function maps(): [string, Remembered][] {
  const { __cdktfTokenMap: all = {} } = globalThis as { __cdktfTokenMap?: object };
  return Object.entries(all).filter((entry): entry is [string, Remembered] => entry[1] instanceof Map);
}
