import topics from './cis-monitoring.json';
import type { Counted } from './watch';

/** What one topic of the CIS AWS Foundations Benchmark counts, as data: cis-monitoring.json. */
interface CisTopic {
  readonly topic: string;
  readonly title: string;
  readonly firstStep: string;
  /** Number of the recommendation, by version of the benchmark. */
  readonly ids: Readonly<Record<string, string>>;
  /** Control of AWS Security Hub that looks for the filter; none looks for that of AWS Organizations. */
  readonly securityHub?: string;
  /** Exactly as Security Hub asks for it: a further term fails its check. */
  readonly pattern: string;
  /** What else belongs to the topic, in a filter of its own that counts into the same metric. */
  readonly also?: string;
}

/** The monitoring topics of the benchmark, in its order. */
export const CIS_TOPICS: readonly CisTopic[] = topics;

/** An alarm for each topic, for the trail's log group. Unlike our own watches they say what auditors look for by name. */
export const cisWatches = (): Counted[] =>
  CIS_TOPICS.map(({ topic, title, firstStep, ids, pattern, also }) => ({
    name: `cis-${topic}`,
    title: `${title} (CIS AWS Foundations ${numbered(ids)})`,
    firstStep,
    patterns: also === undefined ? [pattern] : [pattern, also],
  }));

/** `4.1 in 1.4.0 to 5.0.0, 5.1 in 6.0.0 to 7.0.0`. */
function numbered(ids: CisTopic['ids']): string {
  const numbers = [...new Set(Object.values(ids))];
  return numbers
    .map((number) => {
      const versions = Object.keys(ids).filter((version) => ids[version] === number);
      return `${number} in ${[...new Set([versions[0], versions.at(-1)])].join(' to ')}`;
    })
    .join(', ');
}
