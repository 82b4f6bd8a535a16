import { HASH_ALGORITHM, type Predecessor } from './digest';
import { type DigestFile, fits } from './digest-file';
import type { KeyTrust } from './key-trust';
import type { Layout } from './layout';

/** A digest in its place between two others, and what they say about it. */
export interface Member {
  readonly file: DigestFile;
  /** After the window: not looked at itself, only for what it says of the digest before. */
  readonly witness: boolean;
  /** The member before, in time, linked or not. */
  after?: Member;
  linked: boolean;
  /** The member that names this one as the digest before. */
  next?: Member;
  /** Whether the signature that the next one gives for it fits; absent when there is none, or no key. */
  given?: boolean;
  /** Whether it has the hash that the next one gives. */
  hashFits?: boolean;
  /** It says about the digest before what is proven to be otherwise. */
  contradicted?: boolean;
  /** The signature that it gives for the digest before does not fit, and nothing tells why. */
  doubted?: boolean;
}

/** A member of which all is known that others say; or one between two that are linked without it. */
export interface Placed {
  readonly member: Member;
  readonly isStray: boolean;
}

/** So many digests wait for one that is linked to one of them. Strays beyond that are taken for members. */
const WAITING = 24;

/** Links digests, taken in the order of time, to those that they name as the digest before. */
export class Links {
  /** Those that wait, in the order of time: as long as each is linked to the one before, the last two. */
  private held: readonly Member[] = [];

  constructor(
    private readonly layout: Layout,
    private readonly trust: KeyTrust,
  ) {}

  /** @returns those that need not wait any more */
  take(file: DigestFile, witness: boolean): readonly Placed[] {
    const member: Member = { file, witness, linked: false };
    if (file.signed) this.trust.fitted(file.digest!.fingerprint);
    const at = this.held.findLastIndex((one) => this.link(one, member));
    member.linked = at >= 0;
    const strays = member.linked ? this.held.slice(at + 1) : [];
    const kept = this.held.slice(0, this.held.length - strays.length);
    member.after = kept.at(-1);
    const known = member.linked ? at : Math.max(0, kept.length - WAITING);
    this.held = [...kept.slice(known), member];
    return [...strays.map((stray) => placed(stray, true)), ...kept.slice(0, known).map((one) => placed(one))];
  }

  /** @returns those that still waited */
  end(): readonly Placed[] {
    return this.held.map((member) => placed(member));
  }

  /** Whether none is later, but for witnesses. */
  isNewest(member: Member): boolean {
    const at = this.held.indexOf(member);
    return at >= 0 && this.held.slice(at + 1).every(({ witness }) => witness);
  }

  /** Notes what a digest says of the one before, if it speaks of it at all. */
  private link(one: Member, next: Member): boolean {
    const { file } = one;
    const previous = next.file.digest?.previous;
    if (!previous) return false;
    const given = file.digest && fits(file.publicKey, file.digest, file.hash, previous.signature);
    const isSame = previous.hash === file.hash;
    if (!given && !isSame && !this.names(previous, file)) return false;
    // What only claims to follow it takes nobody's place who is known to.
    if (one.next?.file.signed && !next.file.signed) return false;
    one.next = next;
    one.given = given;
    one.hashFits = file.digest && previous.hashAlgorithm === HASH_ALGORITHM ? isSame : undefined;
    if (given) this.trust.fitted(file.digest!.fingerprint);
    if (isSigned(one) && (one.hashFits === false || given === false)) next.contradicted = true;
    return true;
  }

  private names({ key }: Predecessor, file: DigestFile): boolean {
    return key === this.layout.original(file.path) || key === file.digest?.key;
  }
}

const placed = (member: Member, isStray = false): Placed => ({ member, isStray });

export const isSigned = (member: Member): boolean => member.file.signed === true || member.given === true;

/** The end of what a digest is about: as its name says, unless it is signed and says so itself. */
export const endOf = (member: Member): number => (isSigned(member) ? member.file.digest!.end : member.file.time);
