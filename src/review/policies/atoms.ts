import { type Glob, type Token, TooIntricate } from './globs';

/** Texts that the same patterns match: bit n is set for the nth pattern. */
export type Atom = bigint;

/**
 * Every combination of patterns that some text matches. Found by walking through all patterns at once, one character at
 * a time; characters that no pattern names at a place are alike there.
 *
 * @throws TooIntricate
 */
export function atomsOf(globs: readonly Glob[]): readonly Atom[] {
  const places = new Places(globs);
  const states = new States(places.words);
  const atoms = new Set<Atom>();
  states.add((state, at) => places.begin(state, at));
  // The list grows while it is walked.
  for (let index = 0; index < states.count; index++) {
    const from = index * places.words;
    atoms.add(places.endsIn(states.bits, from));
    for (const char of places.charactersAt(states.bits, from)) {
      states.add((bits, at) => places.step(bits, from, char, at));
    }
  }
  return [...atoms];
}

/** Places in all patterns that a text may have led to, a bit each, beginning at an index of a longer list. */
type Bits = Int32Array;

const WORD = 32;
const set = (bits: Bits, place: number): void => {
  bits[place >>> 5]! |= 1 << (place & 31);
};

const NONE: readonly number[] = [];
const charactersOf = (token: Token): readonly string[] => (token.kind === 'char' ? token.any : token.but);

const MOST = 20_000;

/** States, each of them once: in one list, because there are thousands and each lives for a moment. */
class States {
  bits: Bits;
  count = 0;
  /** Numbers of states by what they hold, one more than they are; 0 where there is none. */
  private table = new Int32Array(256);

  constructor(private readonly words: number) {
    this.bits = new Int32Array(words * 64);
  }

  /** @param write - puts a state into a list, at an index where all is 0 */
  add(write: (bits: Bits, at: number) => void): void {
    const at = this.count * this.words;
    if (at + this.words > this.bits.length) this.bits = grown(this.bits, this.bits.length * 2);
    write(this.bits, at);
    const slot = this.slotOf(at);
    if (this.table[slot] !== 0) {
      this.bits.fill(0, at, at + this.words);
      return;
    }
    if (this.count === MOST) throw new TooIntricate();
    this.table[slot] = ++this.count;
    if (this.count * 2 > this.table.length) this.rehash();
  }

  /** Where a state is in the table, or would be. Hash: FNV-1a, of words. */
  private slotOf(at: number): number {
    let hash = 0x811c9dc5 | 0;
    for (let word = 0; word < this.words; word++) {
      hash = Math.imul(hash ^ this.bits[at + word]!, 0x01000193);
      hash ^= hash >>> 15;
    }
    const mask = this.table.length - 1;
    let slot = hash & mask;
    while (this.table[slot] !== 0 && !this.isSame(at, (this.table[slot]! - 1) * this.words)) slot = (slot + 1) & mask;
    return slot;
  }

  private isSame(one: number, other: number): boolean {
    for (let word = 0; word < this.words; word++) {
      if (this.bits[one + word] !== this.bits[other + word]) return false;
    }
    return true;
  }

  private rehash(): void {
    this.table = new Int32Array(this.table.length * 4);
    for (let index = 0; index < this.count; index++) this.table[this.slotOf(index * this.words)] = index + 1;
  }
}

function grown(bits: Bits, length: number): Bits {
  const more = new Int32Array(length);
  more.set(bits);
  return more;
}

/** The places of all patterns in a row, each pattern's end included: a step is a few operations on words of bits. */
class Places {
  readonly words: number;
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly stars: Bits;
  private readonly ending: Bits;
  /** Characters by number; the last is one that no pattern names. */
  private readonly numbers = new Map<string, number>();
  /** For each character, the places that take it. */
  private readonly takers: Bits[] = [];
  /** For each place, the characters that it treats unlike others. */
  private readonly named: (readonly number[])[] = [];
  private readonly seen: Int32Array;
  private turn = 0;

  constructor(globs: readonly Glob[]) {
    const tokens: (Token | undefined)[] = [];
    for (const one of globs) {
      this.starts.push(tokens.length);
      for (const token of one.tokens) tokens.push(token);
      this.ends.push(tokens.length);
      tokens.push(undefined);
    }
    this.words = Math.max(1, Math.ceil(tokens.length / WORD));
    this.stars = new Int32Array(this.words);
    this.ending = new Int32Array(this.words);
    const anything = new Int32Array(this.words);
    const known = new Map<Token, readonly number[]>();
    for (let place = 0; place < tokens.length; place++) {
      const token = tokens[place];
      if (token === undefined) set(this.ending, place);
      else if (token.kind !== 'char') set(anything, place);
      if (token?.kind === 'star') set(this.stars, place);
      const numbers =
        token === undefined ? NONE : (known.get(token) ?? charactersOf(token).map((one) => this.numberOf(one)));
      if (token !== undefined) known.set(token, numbers);
      this.named.push(numbers);
    }
    for (let number = 0; number <= this.numbers.size; number++) this.takers.push(anything.slice());
    for (let place = 0; place < tokens.length; place++) {
      for (const number of this.named[place]!) {
        if (tokens[place]!.kind === 'char') set(this.takers[number]!, place);
        else this.takers[number]![place >>> 5]! &= ~(1 << (place & 31));
      }
    }
    this.seen = new Int32Array(this.takers.length);
  }

  private numberOf(char: string): number {
    const known = this.numbers.get(char) ?? this.numbers.size;
    this.numbers.set(char, known);
    return known;
  }

  /** Writes the state before any character. */
  begin(bits: Bits, at: number): void {
    for (const place of this.starts) bits[at + (place >>> 5)]! |= 1 << (place & 31);
    this.pastStars(bits, at);
  }

  /** Writes the state that a character leads to. */
  step(bits: Bits, from: number, char: number, to: number): void {
    const { words, stars } = this;
    const takers = this.takers[char]!;
    let carry = 0;
    for (let word = 0; word < words; word++) {
      const taken = bits[from + word]! & takers[word]!;
      const moving = taken & ~stars[word]!;
      bits[to + word] = (taken & stars[word]!) | (moving << 1) | carry;
      carry = moving >>> 31;
    }
    this.pastStars(bits, to);
  }

  /** A star may stand for nothing. */
  private pastStars(bits: Bits, at: number): void {
    const { words, stars } = this;
    let carry = 0;
    for (let word = 0; word < words; word++) {
      const reached = bits[at + word]! & stars[word]!;
      bits[at + word]! |= (reached << 1) | carry;
      carry = reached >>> 31;
    }
  }

  /** One of each kind of character that patterns take differently there: those named, and one that is not. */
  charactersAt(bits: Bits, at: number): readonly number[] {
    const { words, named, seen } = this;
    const turn = ++this.turn;
    const characters = [this.takers.length - 1];
    for (let word = 0; word < words; word++) {
      for (let left = bits[at + word]!; left !== 0; left &= left - 1) {
        for (const number of named[word * WORD + 31 - Math.clz32(left & -left)]!) {
          if (seen[number] === turn) continue;
          seen[number] = turn;
          characters.push(number);
        }
      }
    }
    return characters;
  }

  endsIn(bits: Bits, at: number): Atom {
    let atom = 0n;
    if (!this.ending.some((word, index) => (word & bits[at + index]!) !== 0)) return atom;
    for (let index = 0; index < this.ends.length; index++) {
      const place = this.ends[index]!;
      if (bits[at + (place >>> 5)]! & (1 << (place & 31))) atom |= 1n << BigInt(index);
    }
    return atom;
  }
}
