import { inParallel } from '../shared/parallel';
import { Chain, type Judgement } from './chain';
import { contentHash, NotGzip } from './content';
import { HASH_ALGORITHM, type ListedLog } from './digest';
import { type DigestFile, readDigestFile } from './digest-file';
import type { KeyTrust } from './key-trust';
import { Layout } from './layout';
import { type Hole, type Lead, lead } from './lead';
import { afterDay, type Coverage, dayOf, LogListing } from './log-listing';
import { type DigestName, readDigestName } from './object-key';
import { DIGEST_FOLDER, type Place } from './place';
import type { PublicKeySource } from './public-key';
import type { EvidenceStore } from './store';
import type { Window } from './window';

const HOUR = 60 * 60 * 1000;
/** CloudTrail delivers a log so long after the time in its name, at most, but for what a backfill digest lists. */
const LATE = 12 * HOUR;
/** Files read at a time of one place. */
const WIDTH = 32;

export interface WalkOptions {
  readonly window: Window;
  readonly trust: KeyTrust;
  /** Called for each digest and log that has been read. */
  readonly onFile?: () => void;
}

/** A log that a digest lists, and what that digest is worth. */
interface Listed extends Judgement {
  readonly chain: WalkedChain;
  readonly log: ListedLog;
}

/** A chain and the logs that it lists. */
export interface WalkedChain {
  readonly chain: Chain;
  /** Logs whose content is as a proven digest says, and those of which an unproven one says so. */
  provenLogs: number;
  unprovenLogs: number;
}

/**
 * Walks through the digests and logs of one place in the order of time, day by day: memory holds the digests of a day, and
 * the names of the logs of a day or two, however many there are.
 */
export class PlaceWalk {
  readonly leads: Lead[] = [];
  readonly chains = new Map<string, WalkedChain>();
  readonly logs: LogListing;
  private layout?: Layout;
  /** Chains whose digests reach the end of the window. */
  private readonly complete = new Set<string>();

  constructor(
    private readonly store: EvidenceStore,
    readonly place: Place,
    private readonly keys: PublicKeySource,
    private readonly options: WalkOptions,
  ) {
    this.logs = new LogListing(store, place, options.window);
  }

  async run(): Promise<this> {
    let before = '';
    for await (const { day, files } of this.days()) {
      await this.logs.see(day);
      await this.verifyLogs(this.take(files));
      this.logs.forget(before, this.holes);
      before = day;
    }
    await this.verifyLogs(this.end());
    await this.logs.finish(this.coverage());
    for (const { chain } of this.chains.values()) this.leads.push(...chain.findings.leads);
    this.leads.push(...this.logs.leads);
    return this;
  }

  /** Chains of hourly digests; backfill digests are about no time of their own. */
  get hourly(): readonly Chain[] {
    return [...this.chains.values()].map(({ chain }) => chain).filter(({ backfill }) => !backfill);
  }

  private get holes(): readonly Hole[] {
    return [...this.chains.values()].flatMap(({ chain }) => chain.findings.holes);
  }

  private coverage(): Coverage {
    const { hourly, holes } = this;
    if (hourly.length === 0) return { holes };
    return {
      from: Math.min(...hourly.map(({ from }) => from ?? Infinity)),
      to: Math.min(...hourly.map(({ to, reach }) => (to === undefined ? Infinity : Math.max(to, reach)))),
      holes,
    };
  }

  private *take(files: readonly DigestFile[]): Generator<Judgement & { chain: WalkedChain }> {
    const { to = Infinity } = this.options.window;
    for (const file of files) {
      const id = `${file.trail}_${file.trailRegion}_${file.backfill}`;
      const chain = this.chains.get(id) ?? this.newChain(file);
      this.chains.set(id, chain);
      const isWitness = this.complete.has(id) && !this.isAbout(file);
      for (const judgement of chain.chain.take(file, isWitness)) yield { ...judgement, chain };
      // One that was renamed ends when it says, so that no name keeps those after it from being judged.
      if (this.timeOf(file) >= to) this.complete.add(id);
    }
  }

  /** Whether a digest lists logs of the window, as one after it does of those that were delivered late. */
  private isAbout({ digest }: DigestFile): boolean {
    return digest !== undefined && digest.logs.some(({ key }) => this.logs.isAsked(key));
  }

  private *end(): Generator<Judgement & { chain: WalkedChain }> {
    for (const chain of this.chains.values()) {
      for (const judgement of chain.chain.end()) yield { ...judgement, chain };
    }
  }

  private newChain({ trail, trailRegion, backfill }: DigestName): WalkedChain {
    const { account, region } = this.place;
    const { trust, window } = this.options;
    const context = { account, region, layout: this.layout!, trust, window };
    return { chain: new Chain(trail, trailRegion, backfill, context), provenLogs: 0, unprovenLogs: 0 };
  }

  /** Digests of the window, read, a day at a time, in the order of time. */
  private async *days(): AsyncGenerator<{ day: string; files: readonly DigestFile[] }> {
    for await (const { day, names } of this.names()) {
      const files: DigestFile[] = [];
      const read = ({ path, name }: NamedDigest) => this.readDigest(path, name);
      for await (const file of inParallel(WIDTH, asynchronous(names), read)) {
        if (file) files.push(file);
      }
      if (files.length === 0) continue;
      if (!this.layout) this.begin(files);
      const told = await Promise.all(files.map((file) => this.unmask(file)));
      yield { day, files: told.sort((one, other) => this.timeOf(one) - this.timeOf(other)) };
    }
  }

  private async *names(): AsyncGenerator<{ day: string; names: readonly NamedDigest[] }> {
    // More digests are looked at than the window holds: the one that reaches beyond it, the one that proves that, and those
    // that may list logs of the window which were delivered late.
    const { from = -Infinity, to = Infinity } = this.options.window;
    const end = to + LATE;
    const lastDay = Number.isFinite(end) ? dayOf(end) : '9';
    const prefix = `${this.place.folder}${DIGEST_FOLDER}/${this.place.region}/`;
    let day = '';
    let names: NamedDigest[] = [];
    for await (const { key } of this.store.list(prefix, afterDay(prefix, this.options.window.from))) {
      const found = this.named(key, prefix);
      if (!found) continue;
      if (found.day !== day) {
        if (names.length > 0) yield { day, names };
        if (found.day > lastDay) return;
        ({ day } = found);
        names = [];
      }
      if (found.name.time > from && found.name.time < end) names.push(found);
    }
    if (names.length > 0) yield { day, names };
  }

  private named(key: string, prefix: string): NamedDigest | undefined {
    // What the console makes of a folder, and what a signature is kept in beside its digest.
    if (key.endsWith('/') || key.endsWith('.json.gz.metadata.json')) return undefined;
    const [, day, file] = /^(\d{4}\/\d{2}\/\d{2})\/([^/]+)$/.exec(key.slice(prefix.length)) ?? [];
    const name = file === undefined ? undefined : readDigestName(file);
    const { account, region } = this.place;
    if (name?.account === account && name.region === region) return { day: day!, path: key, name };
    const message =
      'by its name and folder it is no digest of this account and region, and CloudTrail puts nothing else there';
    this.leads.push(lead('unknown-object', { account, region, key, message }));
    return undefined;
  }

  private async readDigest(path: string, name: DigestName): Promise<DigestFile | undefined> {
    const file = await readDigestFile(this.store, path, name, this.keys);
    this.options.onFile?.();
    return file;
  }

  /** How keys here relate to the original ones: as most of the first day's digests say. */
  private begin(files: readonly DigestFile[]): void {
    const { folder } = this.place;
    const votes = new Map<string, number>();
    for (const { path, digest } of files) {
      const below = path.slice(folder.length);
      if (!digest || !`/${digest.key}`.endsWith(`/${below}`)) continue;
      const original = digest.key.slice(0, digest.key.length - below.length);
      votes.set(original, (votes.get(original) ?? 0) + 1);
    }
    const [most] = [...votes].sort(([, one], [, other]) => other - one);
    this.layout = Layout.between(folder, most?.[0] ?? `${this.store.root}${folder}`);
    this.logs.beginsAt(Math.min(...files.map(({ digest, time }) => Math.min(digest?.start ?? time, time - HOUR))));
  }

  /** A copy of another digest, which is still where it belongs, counts for nothing in a place of its own. */
  private async unmask(file: DigestFile): Promise<DigestFile> {
    const { digest, path, hash } = file;
    const own = digest && this.layout!.locate(digest.key);
    if (own === undefined || own === path) return file;
    const original = await this.store.read(own);
    const isCopy = original && (await contentHash(original.bytes).catch(() => '')) === hash;
    if (!isCopy) return file;
    return {
      ...file,
      digest: undefined,
      signed: undefined,
      hash: '',
      trouble: { kind: 'altered-digest', message: `it is a copy of another digest, ${own}` },
    };
  }

  /** Where in time a digest belongs: as its name says, unless it is genuine and was renamed. */
  private timeOf({ path, digest, signed, time }: DigestFile): number {
    return signed && digest && digest.key !== this.layout!.original(path) ? digest.end : time;
  }

  private async verifyLogs(judgements: Iterable<Judgement & { chain: WalkedChain }>): Promise<void> {
    const verified = inParallel(WIDTH, this.listed(judgements), (listed) => this.verifyLog(listed));
    for await (const found of verified) {
      this.options.onFile?.();
      if (found) this.leads.push(found);
    }
  }

  private async *listed(judgements: Iterable<Judgement & { chain: WalkedChain }>): AsyncGenerator<Listed> {
    for (const judgement of judgements) {
      for (const log of judgement.file.digest?.logs ?? []) {
        const key = this.layout!.locate(log.key);
        if (key !== undefined) this.logs.list(key);
        // A digest that reaches into the window lists logs of before it, which a copy by days does not hold.
        if (!this.logs.isAsked(log.key)) continue;
        // A list that cannot be trusted proves nothing, and says nothing against a log either.
        if (judgement.state === 'void') judgement.lead!.logs += 1;
        else yield { ...judgement, log };
      }
    }
  }

  private async verifyLog({ log, file, state, chain }: Listed): Promise<Lead | undefined> {
    const { account, region } = this.place;
    const key = this.layout!.locate(log.key) ?? log.key;
    const found = (kind: Lead['kind'], message: string): Lead =>
      lead(kind, { account, region, key, digest: file.path, original: log.key, hash: log.hash, message });
    if (log.hashAlgorithm !== HASH_ALGORITHM) {
      return found('unsupported-algorithm', `its hash is one of ${log.hashAlgorithm}, which nobody here can verify`);
    }
    const stored = await this.store.read(key);
    const doubt = state === 'proven' ? '' : '; the digest is not proven itself';
    if (!stored) return found('missing-log', `a digest lists it, and it is not here${doubt}`);
    try {
      if ((await contentHash(stored.bytes)) !== log.hash) {
        return found('altered-log', `its content is not what its digest says${doubt}`);
      }
    } catch (error) {
      if (!(error instanceof NotGzip)) throw error;
      return found('unreadable', `it cannot be unpacked (${error.message}), so it is not what CloudTrail delivered`);
    }
    if (state === 'proven') chain.provenLogs += 1;
    else chain.unprovenLogs += 1;
    return undefined;
  }
}

interface NamedDigest {
  readonly day: string;
  readonly path: string;
  readonly name: DigestName;
}

async function* asynchronous<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}
