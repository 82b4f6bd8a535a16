import type { MetricFilter as FilterDescription } from '@aws-sdk/client-cloudwatch-logs';
import { NEUTRAL } from './events';
import { parsePattern, type Pattern } from './filter-pattern';
import { matches } from './match';
import type { Topic } from './topics';
import type { LogGroup } from './trail';

export interface Metric {
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
}

/** A metric filter of the trail's log group. */
export interface Filter {
  readonly name: string;
  /** Absent: the pattern is of a kind that cannot be judged. */
  readonly pattern?: Pattern;
  /** The metric that counts every match, or why there is none. */
  readonly metric: Metric | string;
}

/** @throws Error when the description lacks what every filter has */
export function filterOf(description: FilterDescription, { region }: LogGroup): Filter {
  const { filterName: name, filterPattern } = description;
  if (!name || filterPattern === undefined)
    throw new Error(`CloudWatch Logs describes filter '${name}' without pattern`);
  const pattern = understood(filterPattern);
  return { name, metric: metricOf(description, region), ...(pattern && { pattern }) };
}

function metricOf(description: FilterDescription, region: string): Metric | string {
  const { metricTransformations: [transformation] = [], applyOnTransformedLogs } = description;
  const { metricNamespace: namespace, metricName: name, metricValue, dimensions } = transformation ?? {};
  if (!namespace || !name)
    throw new Error(`CloudWatch Logs describes filter '${description.filterName}' without metric`);
  if (description.fieldSelectionCriteria) return 'takes the events of some accounts or regions only';
  if (applyOnTransformedLogs) return 'sees transformed events';
  // Each value of a dimension is a metric of its own, so no alarm sees all.
  if (Object.keys(dimensions ?? {}).length > 0 || (description.emitSystemFieldDimensions ?? []).length > 0)
    return 'counts by dimension';
  if (!(Number(metricValue) > 0)) return `counts each match as '${metricValue}'`;
  return { region, namespace, name };
}

function understood(pattern: string): Pattern | undefined {
  try {
    return parsePattern(pattern);
  } catch {
    return undefined;
  }
}

/** How a filter's pattern stands to a topic. */
export interface Fit {
  readonly isWhole: boolean;
  /** Whether it lets through what no topic is about. */
  readonly isTooWide: boolean;
  /** The topic's events that it does not match. */
  readonly misses: readonly string[];
}

/** By meaning and not by text: a filter fits when it matches every event of the topic, and none that is neutral. */
export function fitOf(pattern: Pattern, { events }: Topic): Fit {
  const isTooWide = NEUTRAL.some((event) => matches(pattern, event));
  const misses = [...events].filter(([, event]) => !matches(pattern, event)).map(([name]) => name);
  return { isWhole: !isTooWide && misses.length === 0, isTooWide, misses };
}
