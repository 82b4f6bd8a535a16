import { compliant, nonCompliant, type Verdict } from '../shared/verdict';
import { type Filter, fitOf, type Metric } from './filter';
import type { Pattern } from './filter-pattern';
import type { Topic } from './topics';
import { logGroupOf, type Trail } from './trail';

export interface Alarm {
  readonly name: string;
  readonly actionsEnabled: boolean;
  /** Whether it goes off as the count rises. */
  readonly rises: boolean;
  /** SNS topics that it notifies. */
  readonly notifies: readonly string[];
}

/** What is known of an SNS topic's subscriptions. Those of another account's topic may be hidden. */
export type Audience = 'confirmed' | 'none' | 'hidden' | 'gone';

export interface Alarms {
  readonly of: (metric: Metric) => readonly Alarm[];
  readonly audienceOf: (topicArn: string) => Audience;
}

/** The annotation's limit. */
const LENGTH = 256;

/** The verdict where no trail gives the account all management events. */
export function withoutTrail(trails: readonly Trail[], accountId: string): Verdict {
  const reasons = trails.map((trail) => `${nameOf(trail.arn)} ${String(logGroupOf(trail, accountId))}`);
  return nonCompliant(
    brief(
      'no multi-region trail sends all management events to a log group of this account: ',
      reasons.length > 0 ? reasons : ['there is none'],
    ),
  );
}

/**
 * Every topic must have a metric filter that fits it, an alarm on the filter's metric, and somebody who has confirmed to
 * be told.
 *
 * @param topicArn - the one SNS topic that counts, if given
 */
export function evaluate(
  topics: readonly Topic[],
  filters: readonly Filter[],
  alarms: Alarms,
  topicArn: string | undefined,
): Verdict {
  const unwatched = topics.flatMap((topic) => {
    const problem = problemOf(topic, filters, alarms, topicArn);
    return problem === undefined ? [] : [{ topic, problem }];
  });
  if (unwatched.length === 0) return compliant;
  const notUnderstood = filters.filter(({ pattern }) => !pattern);
  const tooWide = filters.filter(({ pattern }) => unwatched.some(({ topic }) => isTooWideFor(topic, pattern)));
  return nonCompliant(
    brief(
      `${unwatched.length} of ${topics.length} topics unwatched: `,
      unwatched.map(({ topic, problem }) => `${topic.name} (${problem})`),
      [noted('Not understood', notUnderstood), noted('Matches too much', tooWide)].join(''),
    ),
  );
}

/** Someone may have meant such a filter for the topic, so it is worth a word. */
function isTooWideFor(topic: Topic, pattern: Pattern | undefined): boolean {
  const fit = pattern && fitOf(pattern, topic);
  return fit !== undefined && fit.isTooWide && fit.misses.length === 0;
}

const noted = (what: string, filters: readonly Filter[]): string =>
  filters.length === 0 ? '' : `. ${what}: filter ${listed(filters.map(({ name }) => `'${short(name)}'`))}`;

/** A reason and how far the way from filter to subscriber goes before it ends. */
interface Break {
  readonly after: number;
  readonly reason: string;
}

function problemOf(
  topic: Topic,
  filters: readonly Filter[],
  alarms: Alarms,
  topicArn: string | undefined,
): string | undefined {
  const breaks: Break[] = [{ after: 0, reason: 'no filter' }];
  for (const { name, pattern, metric } of filters) {
    const fit = pattern && fitOf(pattern, topic);
    if (!fit || fit.isTooWide) continue;
    const filter = `filter '${short(name)}'`;
    if (!fit.isWhole) {
      // The more events a filter matches, the likelier it is meant for the topic.
      const share = 1 - fit.misses.length / topic.events.size;
      if (share > 0) breaks.push({ after: share, reason: `${filter} misses ${listed(fit.misses)}` });
      continue;
    }
    if (typeof metric === 'string') {
      breaks.push({ after: 2, reason: `${filter} ${metric}` });
      continue;
    }
    const found = alarms.of(metric).map((alarm) => breakOf(alarm, alarms, topicArn));
    if (found.includes(undefined)) return undefined;
    breaks.push({ after: 3, reason: `no alarm on ${short(metric.name)}` }, ...found.flatMap((end) => end ?? []));
  }
  return breaks.reduce((furthest, end) => (end.after > furthest.after ? end : furthest)).reason;
}

/** Where the way from an alarm to a subscriber ends; undefined where it does not. */
function breakOf(alarm: Alarm, { audienceOf }: Alarms, topicArn: string | undefined): Break | undefined {
  const name = `alarm '${short(alarm.name)}'`;
  if (!alarm.rises) return { after: 4, reason: `${name} goes off when the count falls` };
  if (!alarm.actionsEnabled) return { after: 5, reason: `${name} has its actions off` };
  if (alarm.notifies.length === 0) return { after: 6, reason: `${name} notifies no SNS topic` };
  const topics = topicArn === undefined ? alarm.notifies : alarm.notifies.filter((arn) => arn === topicArn);
  if (topics.length === 0) return { after: 7, reason: `${name} notifies other topics than ${nameOf(topicArn ?? '')}` };
  const ends = topics.map((arn) => ({ arn, audience: audienceOf(arn) }));
  if (ends.some(({ audience }) => audience === 'confirmed')) return undefined;
  const { arn, audience } = ends.find((end) => end.audience === 'hidden') ?? ends[0]!;
  const topic = `SNS topic ${nameOf(arn)}`;
  switch (audience) {
    case 'hidden':
      return { after: 9, reason: `${topic} does not let this account list its subscriptions` };
    case 'gone':
      return { after: 8, reason: `${topic} does not exist` };
    default:
      return { after: 8, reason: `${topic} has no confirmed subscription` };
  }
}

/** As many parts as fit, and the number of the others. */
function brief(head: string, parts: readonly string[], tail = ''): string {
  for (let kept = parts.length; kept > 0; kept--) {
    const more = parts.length > kept ? `; ${parts.length - kept} more` : '';
    const text = `${head}${parts.slice(0, kept).join('; ')}${more}${tail}`;
    if (text.length <= LENGTH) return text;
  }
  return `${head}${parts[0]}`;
}

const listed = ([first, ...others]: readonly string[]): string =>
  others.length === 0 ? `${first}` : `${first} and ${others.length} more`;

const nameOf = (arn: string): string => short(arn.split(/[:/]/).at(-1) ?? arn);

const short = (name: string): string => (name.length > 40 ? `${name.slice(0, 39)}…` : name);
