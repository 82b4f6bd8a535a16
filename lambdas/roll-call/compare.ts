import { type Declared, keyOf, type Place } from './declared';

/** In milliseconds. */
export const HOUR = 3_600_000;
/** An hour is judged this long after its end, by the function's schedule. In milliseconds. */
const DELAY = 10 * 60_000;
/** Each healer reports once an hour; two hours let one report be late. In milliseconds. */
const PATIENCE = 2 * HOUR;
/** Time to apply the stacks of an account that was just declared. In milliseconds. */
export const GRACE = 6 * HOUR;
/** Of what the event names, of each kind: EventBridge takes 256 KB, and people read it. */
export const MOST_NAMED = 50;

/** What one healer said of itself at one time. Times are in milliseconds since 1970. */
export interface Report extends Place {
  readonly at: number;
  /** When it reached the log. */
  readonly reached: number;
  /** As in `trail-delivery`, each once; none in good health. */
  readonly kinds: readonly string[];
}

export interface Problem extends Place {
  readonly kinds: readonly string[];
}

export interface Silent extends Place {
  /** Nothing: not within a day. */
  readonly lastHeard: string | null;
  /** Whether the hour before did not miss it yet. */
  readonly isNew: boolean;
}

/** What the event `Audit Roll Call` says. */
export interface RollCall {
  /** The end of the hour that is judged. */
  readonly until: string;
  /** Tells which list of healers was called. */
  readonly declared: string;
  readonly expected: number;
  readonly heard: number;
  /** Not heard within a day, but declared so recently that their stack may still be applied. */
  readonly awaited: number;
  /** Whether every healer was heard or is awaited. */
  readonly complete: boolean;
  readonly silent: readonly Silent[];
  /** Problems that the hour before did not have. */
  readonly news: readonly Problem[];
  /** Problems that only the hour before had. */
  readonly ended: readonly Problem[];
  /** How many there are of each; at most 50 of each are named. */
  readonly counts: {
    readonly silent: number;
    readonly newlySilent: number;
    readonly news: number;
    readonly ended: number;
  };
  /** Problems that there are, new ones among them. */
  readonly standing: number;
  /** Whether people must hear of it. */
  readonly worthTelling: boolean;
}

/** What the log says. */
export interface Heard {
  /** The end of the hour, in milliseconds since 1970. */
  readonly until: number;
  /** Of the three hours before, in any order. */
  readonly reports: readonly Report[];
  /** When those that are in no report were last heard within a day. */
  readonly lastHeard: ReadonlyMap<string, number>;
  /** For which hours of the last day these same healers were called. */
  readonly calledBefore: readonly number[];
}

/** Those of whom no report says anything; the log must be asked about them further back. */
export function unheard({ places }: Declared, reports: readonly Report[]): readonly Place[] {
  const heard = new Set(reports.map(keyOf));
  return places.filter((place) => !heard.has(keyOf(place)));
}

/** Judges the hour. What was known an hour ago is worked out from the same log, so nothing need be remembered. */
export function rollCall(declared: Declared, heard: Heard): RollCall {
  const { until, reports, lastHeard, calledBefore } = heard;
  const now = newest(reports, until);
  const before = newest(
    reports.filter(({ reached }) => reached <= until - HOUR + DELAY),
    until - HOUR,
  );
  const ever = newest(reports, until, Infinity);
  /** Whether those who have never reported had time to. */
  const isDue = (at: number) => calledBefore.some((called) => called <= at - GRACE);

  const news: Problem[] = [];
  const ended: Problem[] = [];
  const silent: Silent[] = [];
  let [awaited, standing] = [0, 0];
  for (const place of declared.places) {
    const key = keyOf(place);
    const [report, earlier] = [now.get(key), before.get(key)];
    if (report) {
      standing += report.kinds.length;
      news.push(...problemOf(place, without(report.kinds, earlier?.kinds)));
      ended.push(...problemOf(place, without(earlier?.kinds ?? [], report.kinds)));
      continue;
    }
    const last = ever.get(key)?.at ?? lastHeard.get(key);
    if (last === undefined && !isDue(until)) {
      awaited++;
      continue;
    }
    const isNew = earlier !== undefined || (last === undefined && !isDue(until - HOUR));
    silent.push({ ...place, lastHeard: last === undefined ? null : new Date(last).toISOString(), isNew });
  }
  silent.sort((a, b) => Number(b.isNew) - Number(a.isNew));

  const newlySilent = silent.filter(({ isNew }) => isNew).length;
  return {
    until: new Date(until).toISOString(),
    declared: declared.digest,
    expected: declared.places.length,
    heard: declared.places.length - silent.length - awaited,
    awaited,
    complete: silent.length === 0,
    silent: silent.slice(0, MOST_NAMED),
    news: news.slice(0, MOST_NAMED),
    ended: ended.slice(0, MOST_NAMED),
    counts: { silent: silent.length, newlySilent, news: news.length, ended: ended.length },
    standing,
    worthTelling: news.length + ended.length + newlySilent > 0,
  };
}

/** What a roll call at a time knows of each healer: its newest report, unless that is too old to count. */
function newest(reports: readonly Report[], at: number, patience = PATIENCE): ReadonlyMap<string, Report> {
  const found = new Map<string, Report>();
  for (const report of reports) {
    if (report.at > at || report.at <= at - patience) continue;
    const known = found.get(keyOf(report));
    if (!known || known.at < report.at) found.set(keyOf(report), report);
  }
  return found;
}

const problemOf = (place: Place, kinds: readonly string[]): Problem[] =>
  kinds.length === 0 ? [] : [{ ...place, kinds }];

const without = (kinds: readonly string[], others: readonly string[] = []): readonly string[] =>
  kinds.filter((kind) => !others.includes(kind));
