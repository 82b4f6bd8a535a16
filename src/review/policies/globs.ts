/** A comparison would have to tell more cases apart than there is time for. */
export class TooIntricate extends Error {}

export type Token =
  /** Any of these characters: the two cases of a letter where case does not count. */
  | { readonly kind: 'char'; readonly any: readonly string[] }
  /** Any one character, or any number of them, but for this one. */
  | { readonly kind: 'one' | 'star'; readonly but: readonly string[] };

/** A pattern in the language of IAM, ready to be compared with others. No star follows another. */
export interface Glob {
  /** The same for patterns that match the same texts token by token. */
  readonly key: string;
  readonly tokens: readonly Token[];
}

/** Partition, service, region and account, with `arn` before them, hold no colon. */
const ARN_PARTS = 5;

export interface Spelling {
  /** `arn`: wildcards stay within their part of an ARN that has all of them. `exact`: there are no wildcards. */
  readonly as: 'text' | 'arn' | 'exact';
  readonly ignoreCase?: boolean;
}

/** Escapes of IAM's: `${*}`, `${?}` and `${$}` are the characters. */
const ESCAPE = /^\$\{([*?$])\}/;

const NOTHING: readonly string[] = [];
const COLON: readonly string[] = [':'];
/** Before what is no character of the pattern in a key; a pattern that holds it is doubled there. */
const MARK = '\u0000';

export function glob(pattern: string, { as, ignoreCase = false }: Spelling): Glob {
  const parted = as === 'arn' && pattern.split(':', ARN_PARTS + 1).length > ARN_PARTS;
  let colons = 0;
  let key = '';
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length;) {
    const escaped = pattern[at] === '$' ? ESCAPE.exec(pattern.slice(at, at + 4))?.[1] : undefined;
    const char = escaped ?? String.fromCodePoint(pattern.codePointAt(at)!);
    at += escaped === undefined ? char.length : 4;
    const isWild = as !== 'exact' && escaped === undefined && (char === '*' || char === '?');
    if (isWild) {
      // Two stars are one.
      if (char === '*' && tokens.at(-1)?.kind === 'star') continue;
      const but = parted && colons < ARN_PARTS ? COLON : NOTHING;
      tokens.push({ kind: char === '*' ? 'star' : 'one', but });
      key += `${MARK}${char}${but === COLON ? ':' : ' '}`;
    } else {
      const token = characterToken(char, ignoreCase);
      const { any } = token;
      tokens.push(token);
      key += any.length > 1 ? `${MARK}i${any.join('')}` : char === MARK ? MARK + MARK : char;
    }
    if (char === ':') colons++;
  }
  return { key, tokens };
}

type Character = Extract<Token, { kind: 'char' }>;

/** Those of plain text, which is most of it, are made once. */
const plain = new Map<string, Character>();

function characterToken(char: string, ignoreCase: boolean): Character {
  if (ignoreCase) return { kind: 'char', any: casesOf(char) };
  const token = plain.get(char) ?? { kind: 'char', any: [char] };
  if (char < '\u007f') plain.set(char, token);
  return token;
}

const casesOf = (char: string): readonly string[] =>
  // Some letters are two in upper case.
  [...new Set([char.toLowerCase(), char.toUpperCase()])].filter((one) => [...one].length === 1).sort();

/** A pattern of bucket ARNs, whose names hold no slash. */
export function bucketGlob(pattern: string): Glob {
  const { key, tokens } = glob(pattern, { as: 'arn' });
  return { key: `${key}${MARK}bucket`, tokens: tokens.with(-1, { kind: 'star', but: [':', '/'] }) };
}
