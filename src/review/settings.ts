import { LineCounter, parseDocument } from 'yaml';
import { day, isInCalendar } from '../config/day';
import { choice, explain, listOf, section, text } from '../config/fields';
import { ConfigError, printPath, show } from '../config/problem';
import { faultsOf, offsetOf } from '../config/yaml-file';
import { SEVERITIES } from './finding';
import type { EvidenceSettings } from './scene';

/** Read where no other file is named. */
export const SETTINGS_FILE = 'audit-review.yaml';

/** The least severity that fails a review. */
export const THRESHOLDS = [...SEVERITIES, 'none'] as const;
export type Threshold = (typeof THRESHOLDS)[number];

/** A finding that somebody takes responsibility for. */
export interface Acceptance {
  /** The finding's id. */
  readonly finding: string;
  readonly reason: string;
  /** The last day on which it holds, in UTC: `2027-01-31`. */
  readonly expires: string;
}

/** What audit-review.yaml says. */
export interface ReviewSettings {
  readonly evidence: EvidenceSettings;
  readonly failOn: Threshold;
  readonly accepted: readonly Acceptance[];
}

/** Longer than this is not an exception any more, but a decision nobody looks at again. */
const LONGEST_DAYS = 366;

const schema = section({
  evidence: section({
    buckets: listOf(text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket', 'write its name alone')).default(
      [],
    ),
    keys: listOf(
      text(/^(?:arn:[^:\s]+:kms:\S+|alias\/\S+|[\w-]+)$/, 'a KMS key', 'write its id, its ARN or alias/<name>'),
    ).default([]),
  }).default({ buckets: [], keys: [] }),
  failOn: choice(THRESHOLDS).default('high'),
  accepted: listOf(
    section({
      finding: text(/^[a-z0-9-]+-[0-9a-f]{12}$/, 'the id of a finding', 'copy it from the review'),
      reason: text(/\S/, 'a reason', 'say why this may happen, and who decided it'),
      expires: day(),
    }),
  ).default([]),
});

/**
 * Reads what a review goes by. An empty file says nothing, so everything is as usual.
 *
 * @param file - only named in messages
 * @param today - the day in UTC, such as `2026-11-23`: no acceptance lasts more than 366 days from it
 * @throws ConfigError that lists every problem with its line
 */
export function parseSettings(source: string, file: string, today: string): ReviewSettings {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const faults = faultsOf(document);
  if (faults.length > 0) {
    throw new ConfigError(
      file,
      faults.map(({ offset, message }) => `line ${lineAt(offset)}: ${message}`),
    );
  }
  const data: unknown = document.toJS({ maxAliasCount: -1 }) ?? {};
  const parsed = schema.safeParse(data);
  const found = [...(parsed.success ? [] : parsed.error.issues.flatMap(explain)), ...inconsistencies(data, today)];
  if (found.length > 0) {
    const located = found
      .map(({ path, message }) => ({ line: lineAt(offsetOf(document, path)), path, message }))
      .sort((a, b) => a.line - b.line);
    throw new ConfigError(
      file,
      located.map(({ line, path, message }) =>
        path.length === 0 ? message : `line ${line}, ${printPath(path)}: ${message}`,
      ),
    );
  }
  return parsed.data!;
}

interface Found {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What is well-formed, each for itself, and makes no sense. Reads what can be read, so that it comes in the same message. */
function inconsistencies(data: unknown, today: string): Found[] {
  const accepted = (data as { accepted?: unknown } | undefined)?.accepted;
  if (!Array.isArray(accepted)) return [];
  const first = new Map<unknown, number>();
  return accepted.flatMap((one: Partial<Acceptance> | null, at): Found[] => {
    const found: Found[] = [];
    const { finding, expires } = one ?? {};
    const before = first.get(finding);
    if (typeof finding === 'string') {
      if (before === undefined) first.set(finding, at);
      else {
        const message = `${show(finding)} is accepted by accepted[${before}] already; keep one of them`;
        found.push({ path: ['accepted', at, 'finding'], message });
      }
    }
    if (typeof expires === 'string' && day().safeParse(expires).success) {
      const message = expiryProblem(expires, today);
      if (message) found.push({ path: ['accepted', at, 'expires'], message });
    }
    return found;
  });
}

function expiryProblem(expires: string, today: string): string | undefined {
  if (!isInCalendar(expires)) return `${show(expires)} is in no calendar; correct the day`;
  const latest = new Date(Date.parse(`${today}T00:00:00Z`) + LONGEST_DAYS * 24 * 60 * 60 * 1000);
  const last = latest.toISOString().slice(0, 10);
  if (expires <= last) return undefined;
  return `${show(expires)} is more than ${LONGEST_DAYS} days away; write "${last}" or earlier, and look at it again then`;
}
