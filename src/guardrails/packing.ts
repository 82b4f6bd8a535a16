import { createHash } from 'node:crypto';
import type { PolicyDocument, PolicyStatement } from '../policy/document';
import { merge, Mergeable } from './merging';

/** A statement and where it came from, for messages: `policies/scp/protect-trail.json ProtectTrail`. */
export interface Sourced {
  readonly origin: string;
  readonly statement: PolicyStatement;
}

/** A policy as AWS stores it: minified JSON. */
export interface Packed {
  readonly document: PolicyDocument;
  readonly text: string;
  /** Of the statements that it says, wholly or in part. */
  readonly origins: readonly string[];
}

/**
 * All the statements in as few policies as they fit into, in the order of the numbers that name them. A statement more
 * or less should change few of these. Hence which policy a statement belongs to depends on the statement, not on its
 * neighbours: they only matter where a policy is full.
 */
export function pack(
  statements: readonly Sourced[],
  mostCharacters: number,
): { policies: Packed[]; problems: string[] } {
  const problems: string[] = [];
  const sids = new Set(statements.map(({ statement }) => statement.Sid));
  const pieces = inOrder(statements, ({ origin, statement }) => origin + Mergeable.of(statement).text).flatMap(
    ({ origin, statement }) => {
      const divided = divide(Mergeable.of(statement), mostCharacters, sids);
      if (typeof divided !== 'number') return divided.map((part) => ({ origin, statement: part }));
      problems.push(
        `${origin} has ${divided} characters alone, however it is divided; ${mostCharacters} fit into one policy; shorten it, or raise the limit if your quota is higher`,
      );
      return [];
    },
  );
  return { policies: place(pieces, mostCharacters).map(packed), problems };
}

/** What goes into one policy as a whole. */
interface Piece {
  readonly origin: string;
  readonly statement: Mergeable;
}

/** Whatever the order they were given in. */
function inOrder<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  const keys = new Map(values.map((value) => [value, keyOf(value)]));
  return [...values].sort((first, second) => (keys.get(first)! < keys.get(second)! ? -1 : 1));
}

const sizeOf = (pieces: readonly Piece[]): number => textOf(pieces.map(({ statement }) => statement)).length;

function textOf(statements: readonly Mergeable[]): string {
  const merged = numbered(byText(merge(statements)));
  return `{"Version":"2012-10-17","Statement":[${merged.map(({ text }) => text).join(',')}]}`;
}

const byText = (statements: readonly Mergeable[]): readonly Mergeable[] =>
  [...statements].sort((first, second) => (first.text < second.text ? -1 : 1));

/** A Sid is unique within its policy, but that of merged statements may be another's. */
function numbered(statements: readonly Mergeable[]): readonly Mergeable[] {
  const taken = new Set(statements.map(({ sid }) => sid));
  if (taken.size === statements.length) return statements;
  return statements.map((statement, at) => {
    const { sid } = statement;
    const first = statements.findIndex((other) => other.sid === sid) === at;
    return sid === undefined || first ? statement : statement.with({ sid: freeSid(sid, taken) });
  });
}

/** The first of Sid1, Sid2, ... that nobody has. */
function freeSid(sid: string, taken: Set<string | undefined>): string {
  for (let number = 1; ; number++) {
    const name = `${sid}${number}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

function packed(pieces: readonly Piece[]): Packed {
  const text = textOf(pieces.map(({ statement }) => statement));
  return {
    document: JSON.parse(text) as PolicyDocument,
    text,
    origins: [...new Set(pieces.map(({ origin }) => origin))].sort(),
  };
}

/** Characters of a policy that says nothing. */
const FRAME = textOf([]).length;

/** Room for the number of a Sid. */
const NUMBER = '000';

/**
 * A statement in as few parts as fit into a policy each: they have some of its actions each, and where even one action
 * with all the resources does not fit, some of the resources. When no division helps: the characters that one part takes.
 */
function divide(whole: Mergeable, most: number, sids: Set<string | undefined>): Mergeable[] | number {
  if (textOf([whole]).length <= most) return [whole];
  const { sid } = whole;
  const { actions, resources } = whole.elements;
  const measured = sid === undefined ? whole : whole.with({ sid: sid + NUMBER });
  const lengthOf = (part: Mergeable) => textOf([part]).length;
  let best: Mergeable[] | undefined;
  // There are at least as many parts as sets of resources.
  for (let sets = 1; sets <= (resources?.length ?? 1) && sets < (best?.length ?? Infinity); sets++) {
    const parts = evenly(resources, sets).map((some) =>
      runs(actions, (few) => lengthOf(measured.with({ actions: few, resources: some })) <= most)?.map((few) =>
        whole.with({ actions: few, resources: some }),
      ),
    );
    if (parts.some((each) => each === undefined)) continue;
    const all = parts.flatMap((each) => each!);
    if (best === undefined || all.length < best.length) best = all;
  }
  if (best === undefined) {
    return lengthOf(measured.with({ actions: longest(actions), resources: longest(resources) }));
  }
  return sid === undefined ? best : best.map((part) => part.with({ sid: freeSid(sid, sids) }));
}

type List = readonly string[] | undefined;

const longest = (values: List): List =>
  values && [values.reduce((best, value) => (value.length > best.length ? value : best))];

const evenly = (values: List, count: number): List[] =>
  Array.from({ length: count }, (_, at) =>
    values?.slice(Math.floor((at * values.length) / count), Math.floor(((at + 1) * values.length) / count)),
  );

/** The values, in as few runs as fit; undefined where one value alone does not. */
function runs(values: List, fits: (run: List) => boolean): List[] | undefined {
  if (values === undefined) return fits(values) ? [values] : undefined;
  const found: string[][] = [];
  let run: string[] = [];
  for (const value of values) {
    if (!fits([...run, value])) {
      if (run.length > 0) found.push(run);
      run = [];
      if (!fits([value])) return undefined;
    }
    run.push(value);
  }
  return [...found, run];
}

/** A policy that is being filled. */
class Bin {
  private pieces: readonly Piece[] = [];
  private measured: number | undefined;

  constructor(private readonly most: number) {}

  get content(): readonly Piece[] {
    return this.pieces;
  }

  private get size(): number {
    return (this.measured ??= sizeOf(this.pieces));
  }

  /** Whether there is room for one, when another goes for it. */
  fits(one: Piece, other?: Piece): boolean {
    const pieces = this.with(one, other);
    // Merging makes nothing longer, and takes long: it is only worth its time when the unmerged is too long,
    const unmerged = pieces.reduce((size, { statement: { text } }) => size + text.length + 1 + NUMBER.length, FRAME);
    if (unmerged <= this.most) return true;
    // and when there is something to merge with.
    const { shape, reach, text } = one.statement;
    const merges = this.pieces.some(({ statement }) => statement.shape === shape || statement.reach === reach);
    const leaving = other === undefined ? -1 : other.statement.text.length;
    if (!merges && pieces.length > 1 && this.size - leaving + text.length > this.most) return false;
    return sizeOf(pieces) <= this.most;
  }

  /** Takes one in, and another out for it, if it fits. */
  exchange(one: Piece, other?: Piece): boolean {
    if (!this.fits(one, other)) return false;
    this.pieces = this.with(one, other);
    this.measured = undefined;
    return true;
  }

  private with(one: Piece, other?: Piece): readonly Piece[] {
    return [...this.pieces.filter((piece) => piece !== other), one];
  }
}

/** How often fewer policies are tried, with other preferences each time, before there is one more. */
const ATTEMPTS = 4;

/** As few policies as hold all the pieces. Each piece fits alone. */
function place(pieces: readonly Piece[], most: number): (readonly Piece[])[] {
  // Of all in one policy without a limit, statements and the commas after them.
  const least = Math.ceil((sizeOf(pieces) - FRAME + 1) / (most - FRAME + 1));
  for (let count = least; count < pieces.length; count++) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const bins = Array.from({ length: count }, () => new Bin(most));
      const preferred = preferences(bins, attempt);
      if (fill(bins, pieces, preferred)) return bins.map(({ content }) => content).filter(({ length }) => length > 0);
    }
  }
  return pieces.map((piece) => [piece]);
}

/**
 * Every statement prefers policies in an order of its own (rendezvous hashing, the same for statements that can merge)
 * and goes to the first that has room. Those that merge most choose first; what is left over is small.
 */
function fill(bins: readonly Bin[], pieces: readonly Piece[], preferred: Preferences): boolean {
  const left: Piece[] = [];
  for (const piece of largestFirst(pieces)) {
    if (preferred(piece).some((bin) => bin.exchange(piece))) continue;
    left.push(piece);
    // So many never find room.
    if (left.length > bins.length) return false;
  }
  return left.every((piece) => preferred(piece).some((bin) => makesRoom(bin, piece, preferred)));
}

type Preferences = (piece: Piece) => readonly Bin[];

function preferences(bins: readonly Bin[], attempt: number): Preferences {
  const known = new Map<string, readonly Bin[]>();
  return ({ statement: { shape } }) => {
    if (!known.has(shape)) {
      const weights = new Map(bins.map((bin, at) => [bin, weigh(`${attempt}:${at}:${shape}`)]));
      known.set(
        shape,
        inOrder(bins, (bin) => weights.get(bin)!),
      );
    }
    return known.get(shape)!;
  };
}

const weigh = (text: string): string => createHash('sha256').update(text).digest('hex');

function largestFirst(pieces: readonly Piece[]): readonly Piece[] {
  const totals = new Map<string, number>();
  for (const { statement } of pieces) {
    totals.set(statement.shape, (totals.get(statement.shape) ?? 0) + statement.text.length);
  }
  return inOrder(pieces, ({ origin, statement: { shape, text } }) =>
    [descending(totals.get(shape)!), shape, descending(text.length), text, origin].join(' '),
  );
}

const descending = (size: number): string => String(Number.MAX_SAFE_INTEGER - size).padStart(16, '0');

/** Moves one other piece out of the way, the last that came first. */
const makesRoom = (bin: Bin, piece: Piece, preferred: Preferences): boolean =>
  [...bin.content]
    .reverse()
    .some(
      (other) =>
        bin.fits(piece, other) &&
        preferred(other).some((elsewhere) => elsewhere !== bin && elsewhere.exchange(other)) &&
        bin.exchange(piece, other),
    );
