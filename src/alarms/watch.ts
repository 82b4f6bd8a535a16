import { all, type Condition, isFalse, isOneOf, meets, patternsOf } from './condition';
import { eventSourceOf, type TrailEvent } from './trail-event';

/** What metric filters over a log group count, all of them into one metric, and an alarm tells of. */
export interface Counted {
  /** Names metric and alarm, as in `trail-changes`. */
  readonly name: string;
  /** What happened, as the alarm says it. */
  readonly title: string;
  /** What whoever hears the alarm does first. */
  readonly firstStep: string;
  readonly patterns: readonly string[];
}

/** One kind of act that somebody must hear of. Attempts count: who tries is as telling as who succeeds. */
export class Watch implements Counted {
  /** For metric filters over the trail's log group, all of which feed one metric. */
  readonly patterns: readonly string[];

  /**
   * @param name - names metric and alarm, as in `trail-changes`
   * @param title - what happened, as the alarm says it
   * @param firstStep - what whoever hears the alarm does first
   */
  constructor(
    readonly name: string,
    readonly title: string,
    readonly firstStep: string,
    private readonly condition: Condition,
  ) {
    this.patterns = patternsOf(condition);
  }

  notices(event: TrailEvent): boolean {
    return meets(this.condition, event);
  }
}

/** Calls of services, by the prefixes of their IAM actions. */
export const callsOf = (...servicePrefixes: readonly string[]): Condition =>
  isOneOf('eventSource', servicePrefixes.map(eventSourceOf));

const MUTATES = isFalse('readOnly');

/** Calls whose request names one of these things in one of these parameters. */
export const naming = (parameters: readonly string[], ...things: readonly string[]): readonly Condition[] =>
  parameters.map((parameter) => isOneOf(`requestParameters.${parameter}`, things));

export const mutating = (...conditions: readonly Condition[]): Condition => all([...conditions, MUTATES]);
