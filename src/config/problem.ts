import { closest, distance } from 'fastest-levenshtein';

/** One thing wrong with the configuration. */
export interface Problem {
  /** Path into the file, e.g. `accounts.members[2]`; empty for the file as a whole. */
  readonly path: readonly PropertyKey[];
  /** What is wrong, showing the value received. */
  readonly what: string;
  /** What to write instead. */
  readonly mend: string;
}

/** The configuration cannot be used. Lists every problem, not only the first. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  /** @param lines - one line for each problem: where, what, how to mend */
  constructor(
    readonly file: string,
    readonly lines: readonly string[],
  ) {
    super(
      [
        `${file} has ${lines.length} ${lines.length === 1 ? 'problem' : 'problems'}:`,
        ...lines.map((line) => `  ${line}`),
      ].join('\n'),
    );
  }
}

/** `accounts.members[2]`, as a person writes it. A key that is no plain word is quoted: `tags["cost center"]`. */
export const printPath = (path: readonly PropertyKey[]): string =>
  path
    .map((part, at) => {
      if (typeof part === 'number') return `[${part}]`;
      const key = String(part);
      return /^[\w-]+$/.test(key) ? `${at > 0 ? '.' : ''}${key}` : `[${show(key)}]`;
    })
    .join('');

/** A value as it would be typed, cut to a length that fits a line. */
export function show(value: unknown): string {
  // JSON knows neither infinity nor NaN and would call them null.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** The known word that was probably meant, or nothing when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const lowered = new Map(known.map((candidate) => [candidate.toLowerCase(), candidate]));
  const best = closest(word.toLowerCase(), [...lowered.keys()]);
  // Two letters swapped count as two edits.
  const near = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  return distance(word.toLowerCase(), best) <= near ? lowered.get(best) : undefined;
}

/** "did you mean X?" where a known word is near, otherwise the list of words to choose from. */
export function suggest(word: unknown, known: readonly string[]): string {
  const meant = typeof word === 'string' ? nearest(word, known) : undefined;
  if (meant !== undefined) return `did you mean ${show(meant)}?`;
  return known.length > 24 ? `see audit.schema.json for the ${known.length} that are` : `use ${known.join(', ')}`;
}
