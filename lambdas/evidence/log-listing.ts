import { counted, nameOf } from './words';
import { type Hole, type Lead, lead } from './lead';
import { readLogName } from './object-key';
import type { Place } from './place';
import type { EvidenceStore, StoredObject } from './store';
import type { Window } from './window';

/** A log is delivered, and listed in the digest of that time, at most so long after the time in its name, as a rule. */
const DELIVERY = 30 * 60 * 1000;
/** Logs so long before the first digest are before its chain, whatever is found out about it. */
const BEFORE = 3 * 60 * 60 * 1000;

/** What is known of the time that digests are about; milliseconds since 1970. */
export interface Coverage {
  /** The beginning of the first chain, and the end of the one that ends first; absent when there is no chain. */
  readonly from?: number;
  readonly to?: number;
  readonly holes: readonly Hole[];
}

/**
 * Log files that lie in a place, against those that its digests list. Only names that no digest has listed yet are kept, of
 * about a day; what lies before the chains or in their holes is only counted.
 */
export class LogListing {
  /** Logs from before the first digest, and those for which the newest digest is not there yet. */
  before = 0;
  pending = 0;
  /** The time in the name of the newest that is pending. */
  newestPending?: number;
  /** Logs of folders of which no digest lists anything, such as insights where digests leave them out. */
  uncovered = 0;
  readonly leads: Lead[] = [];
  private readonly open = new Map<string, OpenLog>();
  private readonly early = new Set<string>();
  private readonly covered = new Set<string>(['CloudTrail']);
  private readonly cursors: Cursor[];
  private start?: number;
  private seenUntil = '';

  constructor(
    store: EvidenceStore,
    private readonly place: Place,
    private readonly window: Window,
  ) {
    this.cursors = place.logFolders.map((folder) => {
      const prefix = `${place.folder}${folder}/${place.region}/`;
      return new Cursor(folder, prefix, store.list(prefix, afterDay(prefix, window.from)));
    });
  }

  /** Says when the first digest begins: logs of long before are not kept. */
  beginsAt(time: number): void {
    this.start = time;
  }

  /** Takes in all log files of the days until this one, `YYYY/MM/DD`. */
  async see(day: string): Promise<void> {
    for (const cursor of this.cursors) {
      for await (const log of this.upTo(cursor, day)) {
        if (this.early.delete(log.key)) continue;
        if (this.start !== undefined && log.time < this.start - BEFORE) this.before += 1;
        else this.open.set(log.key, log);
      }
    }
    this.seenUntil = day;
  }

  /** Takes note of a log that a digest lists. */
  list(key: string): void {
    const folder = this.cursors.find(({ prefix }) => key.startsWith(prefix));
    if (!folder) return;
    this.covered.add(folder.folder);
    if (this.open.delete(key)) return;
    const time = timeOf(key);
    if (time === undefined || !this.isInWindow(time)) return;
    const day = key.slice(folder.prefix.length, folder.prefix.length + 10);
    if (day > this.seenUntil) this.early.add(key);
    else if (this.start !== undefined && time < this.start - BEFORE) this.before = Math.max(0, this.before - 1);
  }

  /** Whether a log was written in the window; one whose name tells no time may have been. */
  isAsked(key: string): boolean {
    const time = timeOf(key);
    return time === undefined || this.isInWindow(time);
  }

  /**
   * Lets go of names from before a day that later digests do not list any more: those of folders that no digest speaks of,
   * and of times in which there were no digests.
   */
  forget(day: string, holes: readonly Hole[]): void {
    const stops = holes.filter(({ lead: { kind } }) => kind === 'chain-restarted' || kind === 'gap');
    for (const [key, log] of this.open) {
      if (log.day >= day) continue;
      const stop = stops.find(({ from, to }) => log.time >= from && log.time < to);
      if (stop) stop.lead.logs += 1;
      else if (!this.covered.has(log.folder)) this.uncovered += 1;
      else continue;
      this.open.delete(key);
    }
  }

  /** Once all digests are known: what the logs are that none of them lists. */
  async finish(coverage: Coverage): Promise<void> {
    for (const log of this.open.values()) this.classify(log, coverage);
    this.open.clear();
    for (const cursor of this.cursors) {
      for await (const log of this.upTo(cursor, '9')) {
        if (!this.early.delete(log.key)) this.classify(log, coverage);
      }
    }
    if (coverage.from === undefined && this.pending > 0) {
      const message = `no digest is about the ${counted(this.pending, 'log')} here: nothing proves them`;
      this.found('no-chain', {
        key: `${this.place.folder}CloudTrail/${this.place.region}/`,
        message,
        logs: this.pending,
      });
      this.pending = 0;
    }
  }

  private classify(log: OpenLog, { from, to, holes }: Coverage): void {
    const hole = holes.find((span) => log.time >= span.from - DELIVERY && log.time < span.to);
    if (hole) hole.lead.logs += 1;
    else if (!this.covered.has(log.folder)) this.uncovered += 1;
    else if (from !== undefined && log.time < from) this.before += 1;
    else if (to === undefined || log.time >= to - DELIVERY) {
      this.pending += 1;
      this.newestPending = Math.max(this.newestPending ?? log.time, log.time);
    } else {
      const message = 'no digest lists it: CloudTrail did not deliver it';
      this.found('extra-log', { key: log.key, message });
    }
  }

  private async *upTo(cursor: Cursor, day: string): AsyncGenerator<OpenLog> {
    for (let object = await cursor.next(day); object; object = await cursor.next(day)) {
      const log = this.read(cursor, object);
      if (log && this.isInWindow(log.time)) yield log;
    }
  }

  private read({ folder, prefix }: Cursor, { key }: StoredObject): OpenLog | undefined {
    // What the console makes of a folder; it holds nothing.
    if (key.endsWith('/')) return undefined;
    const [, day, name] = /^(\d{4}\/\d{2}\/\d{2})\/([^/]+)$/.exec(key.slice(prefix.length)) ?? [];
    const log = name === undefined ? undefined : readLogName(name);
    const { account, region } = this.place;
    if (log?.folder === folder && log.account === account && log.region === region) {
      return { key, day: day!, folder, time: log.time };
    }
    const message =
      'by its name and folder it is no log of this account and region, and CloudTrail puts nothing else there';
    this.found('unknown-object', { key, message });
    return undefined;
  }

  private isInWindow(time: number): boolean {
    return time >= (this.window.from ?? -Infinity) && time < (this.window.to ?? Infinity);
  }

  private found(kind: Lead['kind'], rest: { key: string; message: string; logs?: number }): void {
    const { account, region } = this.place;
    this.leads.push(lead(kind, { account, region, ...rest }));
  }
}

/** The time in the name of a log. */
const timeOf = (key: string): number | undefined => readLogName(nameOf(key))?.time;

interface OpenLog {
  readonly key: string;
  /** Of its folder, `YYYY/MM/DD`. */
  readonly day: string;
  readonly folder: string;
  readonly time: number;
}

/** A place in a listing. */
class Cursor {
  private readonly objects: AsyncIterator<StoredObject>;
  private waiting?: StoredObject;

  constructor(
    readonly folder: string,
    readonly prefix: string,
    objects: AsyncIterable<StoredObject>,
  ) {
    this.objects = objects[Symbol.asyncIterator]();
  }

  /** The next object, unless it is of a later day. */
  async next(day: string): Promise<StoredObject | undefined> {
    const object = this.waiting ?? ((await this.objects.next()).value as StoredObject | undefined);
    this.waiting = object;
    if (!object || object.key.slice(this.prefix.length, this.prefix.length + day.length) > day) return undefined;
    this.waiting = undefined;
    return object;
  }
}

/** Where a listing by day begins so as to hold all of a day. */
export function afterDay(prefix: string, time: number | undefined): { after?: string } {
  return time === undefined ? {} : { after: `${prefix}${dayOf(time)}` };
}

/** `YYYY/MM/DD` of a time, UTC. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10).replaceAll('-', '/');
