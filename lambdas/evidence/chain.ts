import { ChainFindings } from './chain-findings';
import { HASH_ALGORITHM, SIGNATURE_ALGORITHM } from './digest';
import type { DigestFile } from './digest-file';
import type { KeyTrust } from './key-trust';
import type { Layout } from './layout';
import type { Lead } from './lead';
import { endOf, isSigned, Links, type Member, type Placed } from './links';
import { readDigestName } from './object-key';
import type { FindingKind } from './finding';
import { hours, instant, nameOf } from './words';
import type { Window } from './window';

const HOUR = 60 * 60 * 1000;
/** Digests of a chain meet to the second; this much apart they are taken to. */
const JOINT = 60 * 1000;

/**
 * `proven`: signed by CloudTrail, by its own signature, the next digest's copy of it, or the hash in a digest that is.
 * `unproven`: nothing speaks against it, and nothing for it. `void`: what it says counts for nothing.
 */
export type DigestState = 'proven' | 'unproven' | 'void';

export interface Judgement {
  readonly file: DigestFile;
  readonly state: DigestState;
  /** What is wrong with it, if it is void. */
  readonly lead?: Lead;
}

/** What of a chain was delivered to one bucket. */
export interface Delivered {
  readonly digests: number;
  /** Where in the store the first of them lies. */
  readonly first: string;
}

export interface ChainContext {
  readonly account: string;
  readonly region: string;
  readonly layout: Layout;
  readonly trust: KeyTrust;
  readonly window: Window;
}

/**
 * Digests of one trail in one account and region, taken in the order of time and judged two steps later, when it is known
 * what the next digest says of each and whether that one can be believed (`Links`). So only a few are held at a time.
 *
 * A digest is believed when a signature fits it, wherever that signature was found: nobody but CloudTrail can make one. So
 * one that does not fit, or a hash that differs, puts the blame on exactly one digest:
 *
 * | a signature fits it | the next one's hash | the next one | to blame |
 * | --- | --- | --- | --- |
 * | yes | same | any | nobody; the signature kept with it, if that is not the one that fits |
 * | yes | other | believed | it: another genuine digest, renamed, lies in its place |
 * | yes | other | not believed | the next one |
 * | no | other | any | it |
 * | no | same | believed | its public key |
 * | no, its own | same or none | not believed | it, or its public key if that never fits |
 * | no, the next one's copy | same | not believed | the next one, or the public key if that never fits |
 * | there is none | | | nobody: it remains unproven |
 */
export class Chain {
  readonly findings: ChainFindings;
  digests = 0;
  proven = 0;
  /** Digests by the bucket that CloudTrail delivered them to, as they say. */
  readonly buckets = new Map<string, Delivered>();
  /** The time that its digests are about; absent before the first. */
  from?: number;
  to?: number;
  /** The end of the last witness, which lists no log of the window: none is late any more. */
  reach = -Infinity;
  /** Original key of the digest before the first, and of the last: where a chain may go on in another place. */
  continues?: string;
  lastKey?: string;
  /** Where in the store the last one lies. */
  lastPath?: string;
  /** Whether the newest digest is unproven, as happens where signatures are taken from the next one. */
  newestUnproven = false;
  private readonly links: Links;

  constructor(
    readonly trail: string,
    readonly trailRegion: string,
    readonly backfill: boolean,
    private readonly context: ChainContext,
  ) {
    this.findings = new ChainFindings(context.account, context.region);
    this.links = new Links(context.layout, context.trust);
  }

  /**
   * @param witness it is not looked at itself, only for what it says of the digest before
   * @returns the digest that can be judged now
   */
  *take(file: DigestFile, witness = false): Generator<Judgement> {
    if (witness && file.digest && file.signed !== false) this.reach = Math.max(this.reach, file.time);
    yield* this.judged(this.links.take(file, witness));
  }

  /** @returns the digests that waited for a next one */
  *end(): Generator<Judgement> {
    yield* this.judged(this.links.end());
  }

  private *judged(all: readonly Placed[]): Generator<Judgement> {
    for (const { member, isStray } of all) {
      if (!member.witness) yield isStray ? this.stray(member) : this.judge(member);
      // What is judged is let go of, and so is what it follows.
      member.after = undefined;
    }
  }

  private judge(member: Member): Judgement {
    const { file, after } = member;
    const judgement = this.verdict(member);
    const end = endOf(member);
    this.digests += 1;
    if (judgement.state === 'proven') this.proven += 1;
    this.newestUnproven = judgement.state === 'unproven';
    if (judgement.state === 'void') {
      this.findings.hole(after ? endOf(after) : end - HOUR, end, judgement.lead!);
      this.from ??= end - HOUR;
    } else {
      this.note(file);
      if (this.from === undefined) this.begin(member);
      else this.join(member);
      this.from ??= file.digest!.start;
    }
    this.to = Math.max(this.to ?? end, end);
    this.lastPath = file.path;
    this.lastKey = file.digest?.key ?? this.context.layout.original(file.path);
    return judgement;
  }

  private note({ digest, path }: DigestFile): void {
    const { bucket } = digest!;
    const { digests = 0, first = path } = this.buckets.get(bucket) ?? {};
    this.buckets.set(bucket, { digests: digests + 1, first });
  }

  private verdict(member: Member): Judgement {
    const { file, next, hashFits, given } = member;
    const { digest } = file;
    const nextIsBelieved = next && (isSigned(next) ? true : next.hashFits === false ? false : undefined);
    if (!digest) return this.void(member, file.trouble!.kind, file.trouble!.message);
    if (isSigned(member)) return this.signedVerdict(member, digest.key, nextIsBelieved);
    const tested = file.signed === false || given === false;
    if (hashFits === false && (nextIsBelieved !== false || tested)) {
      return this.void(member, 'altered-digest', 'its content is not what the next digest says', next);
    }
    if (member.contradicted) {
      return this.void(member, 'altered-digest', 'what it says about the digest before it is proven to be otherwise');
    }
    if (tested) this.context.trust.failed(digest.fingerprint);
    const byHash = hashFits === true && nextIsBelieved === true;
    if (digest.signatureAlgorithm !== SIGNATURE_ALGORITHM) {
      this.findings.add(
        file,
        'unsupported-algorithm',
        `it is signed with ${digest.signatureAlgorithm}, which nobody here can verify`,
      );
    } else if (!file.publicKey) {
      this.findings.unknownKey(digest.fingerprint);
    } else if (byHash) {
      this.findings.suspect(
        file,
        'altered-digest',
        'no signature fits it, though its content is what the next digest says',
      );
    } else if (file.signed === false) {
      const found = this.findings.suspect(
        file,
        'altered-digest',
        'its signature does not fit: one of them has been altered',
      );
      if (this.context.trust.isProven(digest.fingerprint)) return { file, state: 'void', lead: found };
    } else if (given === false && nextIsBelieved === undefined && next && next.file.signed === undefined) {
      // The two agree on the content, so the signature is wrong, which lies in the next one.
      next.doubted = true;
      this.findings.suspect(file, 'unproven', 'the signature that the next digest gives for it does not fit');
    } else if (member.doubted && !next) {
      const found = this.findings.suspect(
        file,
        'altered-digest',
        'the signature that it gives for the digest before does not fit',
      );
      if (this.context.trust.isProven(digest.fingerprint)) return { file, state: 'void', lead: found };
    } else {
      this.unproven(member);
    }
    return { file, state: byHash ? 'proven' : 'unproven' };
  }

  /** Of a digest that CloudTrail signed, for the place that it names itself. */
  private signedVerdict(member: Member, original: string, nextIsBelieved: boolean | undefined): Judgement {
    const { file, next, hashFits } = member;
    const place = this.context.layout.original(file.path);
    if (hashFits === false && nextIsBelieved === true) {
      return this.void(member, 'altered-digest', 'its content is not what the next digest says', next);
    }
    if (file.signed === false) {
      const how = 'the signature kept with it has been altered; the one that the next digest gives proves the digest';
      this.findings.add(file, 'altered-signature', how, { witness: next?.file });
    }
    if (original !== place) {
      const from = this.context.layout.locate(original);
      this.findings.found('moved', { key: file.path, from, original, message: 'it was moved; its content is genuine' });
    }
    return { file, state: 'proven' };
  }

  /** The first digest of a chain: what came before it may lie before the window, in another place, or be missing. */
  private begin({ file }: Member): void {
    const { previous, start } = file.digest!;
    if (!previous) return;
    const { layout, window } = this.context;
    const ended = readDigestName(nameOf(previous.key))?.time;
    if (window.from !== undefined && (ended === undefined || ended <= window.from)) return;
    this.continues = previous.key;
    const place = layout.locate(previous.key);
    if (previous.bucket !== file.digest!.bucket || place === undefined) {
      const message = `it continues s3://${previous.bucket}/${previous.key}, which is not part of this evidence`;
      this.findings.found('continues-elsewhere', { key: file.path, original: previous.key, message });
      return;
    }
    const what = `it is missing, and perhaps others before it: nothing proves what was logged before ${instant(start)}`;
    this.missing(file, previous.key, (ended ?? start) - HOUR, start, what);
  }

  /** A later digest: it should be linked to the one before, and meet it in time. */
  private join(member: Member): void {
    const { file, after } = member;
    const { previous, start } = file.digest!;
    if (!after) return;
    const ended = endOf(after);
    const span = `from ${instant(ended)} to ${instant(start)}`;
    if (member.linked) {
      if (previous!.hashAlgorithm !== HASH_ALGORITHM) {
        this.findings.add(
          file,
          'unsupported-algorithm',
          `it gives a hash of ${previous!.hashAlgorithm}, which nobody here can verify`,
        );
      }
      if (this.backfill || start - ended <= JOINT || !after.file.digest) return;
      const found = this.findings.add(
        file,
        'gap',
        `it begins ${hours(start - ended)} after the end of the digest before: no digest is about the time ${span}`,
      );
      this.findings.hole(ended, start, found);
    } else if (!previous) {
      if (this.backfill) return;
      const found = this.findings.add(
        file,
        'chain-restarted',
        `it begins a new chain: the trail, or its validation, was stopped ${span}`,
      );
      this.findings.hole(ended, start, found);
    } else {
      const lost = Math.max(1, Math.round((start - ended) / HOUR));
      const others = lost === 1 ? '' : `, and about ${lost - 1} more before it`;
      const what = `it is missing${others}: nothing proves what was logged ${span}`;
      this.missing(file, previous.key, ended, start, what);
    }
  }

  private missing(file: DigestFile, original: string, from: number, to: number, message: string): void {
    const found = this.findings.found('missing-digest', {
      key: this.context.layout.locate(original) ?? original,
      digest: file.path,
      original,
      message,
    });
    this.findings.hole(from, to, found);
  }

  private stray({ file }: Member): Judgement {
    const message = 'it does not belong to its chain: the digests around it are linked without it';
    const found = this.findings.found('extra-digest', { key: file.path, original: file.digest?.key, message });
    return { file, state: 'void', lead: found };
  }

  private unproven(member: Member): void {
    const why = member.next
      ? 'its signature cannot be had: the next digest, which gives it, was altered'
      : this.links.isNewest(member)
        ? 'it is the newest, no signature is kept with it, and the next digest, which would give it, is not here'
        : 'no signature is kept with it, and the next digest, which would give it, is missing or unreadable';
    this.findings.add(member.file, 'unproven', why);
  }

  private void({ file }: Member, kind: FindingKind, why: string, witness?: Member): Judgement {
    const message = `${why}; nothing that it lists is proven`;
    return { file, state: 'void', lead: this.findings.add(file, kind, message, { witness: witness?.file }) };
  }
}
