import type { Observation, Severity } from '../finding';

/** A kind of weakening. What its name says is part of finding ids, so it is never renamed. */
export interface Rule {
  readonly id: string;
  /** The file of `src/review/rules` it stands in: trail, evidence-bucket, key, ... */
  readonly family: string;
  /** A clause without a full stop, such as `a trail stops logging`. */
  readonly title: string;
  /** Of evidence. What is not known to be evidence is one lower. */
  readonly severity: Severity;
  /** One or two sentences: what the evidence loses by it. */
  readonly why: string;
  /** The same change the other way round, as a clause. Absent where that is no improvement. */
  readonly better?: string;
}

/** What a family knows about each of its rules, by id. */
export type RuleTexts = Readonly<Record<string, Omit<Rule, 'id' | 'family'>>>;

/** A weakening as a comparison finds it; what it does not say follows from its rule and from the values compared. */
export interface Weakening extends Pick<Observation, 'rule' | 'title' | 'undo' | 'undecided'> {
  readonly severity?: Severity;
  readonly details?: readonly string[];
  readonly essence?: string;
}
