/** A piece of a SQL text: what it is, what it says, where it starts. */
export interface Piece {
  readonly kind: 'line comment' | 'block comment' | 'quoted' | 'word' | 'sign';
  readonly text: string;
  readonly at: number;
  /** How many brackets stand open around it. */
  readonly depth: number;
}

const PIECE =
  /(--[^\n]*)|(\/\*[\s\S]*?(?:\*\/|$))|('(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$))|([A-Za-z_][A-Za-z0-9_]*|\d[\w.]*)|(\S)/g;

/**
 * Cuts SQL into comments, quoted texts and names, words and single signs; white space is left out. As much as is needed
 * to see what stands outside comments and quotes: no grammar.
 */
export function pieces(sql: string): Piece[] {
  const found: Piece[] = [];
  let depth = 0;
  for (const match of sql.matchAll(PIECE)) {
    const [text, line, block, quoted, word] = match;
    const kind = line
      ? 'line comment'
      : block
        ? 'block comment'
        : quoted
          ? 'quoted'
          : word
            ? 'word'
            : ('sign' as const);
    if (kind === 'sign' && text === ')') depth -= 1;
    found.push({ kind, text, at: match.index, depth });
    if (kind === 'sign' && text === '(') depth += 1;
  }
  return found;
}

/** The line, from 1, that a place in a text lies on. */
export const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;
