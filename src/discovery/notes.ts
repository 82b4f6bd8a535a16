/** What a draft says to a person who does not read the file yet; one sentence each. */
export interface Notes {
  /** What is taken over as it is. */
  readonly adopted: string[];
  /** What is not, and why. */
  readonly left: string[];
  /** What rests on little, and is to be looked at. */
  readonly doubtful: string[];
}

export const noNotes = (): Notes => ({ adopted: [], left: [], doubtful: [] });

/** The first few of many, and how many more there are. */
export function few(items: readonly string[], most = 10): string[] {
  return items.length <= most ? [...items] : [...items.slice(0, most), `and ${items.length - most} more`];
}
