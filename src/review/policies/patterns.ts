import { type Atom, atomsOf } from './atoms';
import { type Glob, glob, type Spelling, TooIntricate } from './globs';

/** `${aws:username}`; not the escapes `${*}`, `${?}` and `${$}`. */
const VARIABLE = /\$\{[^}]{2,}\}/g;

export const hasVariable = (text: string): boolean => text.search(VARIABLE) >= 0;

/** Every case of a variable's value doubles what must be told apart. */
const CASES = 4096;

/**
 * Texts told apart by which of some patterns match them. Of a pattern with a variable nothing is assumed but that it
 * matches no more than with a star in the variable's place: it may match any of those texts, or not.
 */
export class Patterns {
  private readonly globs: Glob[] = [];
  private readonly places = new Map<string, number>();
  /** Places of patterns as they are spelled. */
  private readonly spelled = new Map<string, number>();
  /** Patterns with variables, and the place of the pattern with stars instead. */
  private readonly open = new Map<string, { readonly bit: number; readonly star: number }>();
  private found: readonly Atom[] | undefined;

  /** To be called for each pattern before the first question. */
  add(pattern: string, spelling: Spelling, variables: boolean): void {
    const key = spelledKey(pattern, spelling);
    if (!variables || !hasVariable(pattern)) {
      if (!this.spelled.has(key)) this.spelled.set(key, this.place(glob(pattern, spelling)));
      return;
    }
    if (this.open.has(key)) return;
    const as = spelling.as === 'exact' ? 'text' : spelling.as;
    const star = this.place(glob(pattern.replaceAll(VARIABLE, '*'), { ...spelling, as }));
    this.open.set(key, { bit: this.open.size, star });
  }

  addGlob(one: Glob): number {
    return this.place(one);
  }

  private place(one: Glob): number {
    const known = this.places.get(one.key);
    if (known !== undefined) return known;
    this.places.set(one.key, this.globs.length);
    return this.globs.push(one) - 1;
  }

  /** @throws TooIntricate */
  get atoms(): readonly Atom[] {
    return (this.found ??= this.withVariables(atomsOf(this.globs)));
  }

  private withVariables(atoms: readonly Atom[]): readonly Atom[] {
    let all = atoms;
    for (const { bit, star } of this.open.values()) {
      const mark = 1n << BigInt(this.globs.length + bit);
      all = all.flatMap((atom) => ((atom >> BigInt(star)) & 1n ? [atom, atom | mark] : [atom]));
      if (all.length > CASES) throw new TooIntricate();
    }
    return all;
  }

  /** Which bit of an atom tells that a pattern matches. */
  bitOf(pattern: string, spelling: Spelling, variables: boolean): bigint {
    const key = spelledKey(pattern, spelling);
    const open = variables && hasVariable(pattern) ? this.open.get(key)! : undefined;
    return 1n << BigInt(open === undefined ? this.spelled.get(key)! : this.globs.length + open.bit);
  }
}

const spelledKey = (pattern: string, { as, ignoreCase = false }: Spelling): string =>
  `${as} ${String(ignoreCase)} ${ignoreCase ? pattern.toLowerCase() : pattern}`;
