import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { ConfigError, show, suggest } from '../config/problem';
import { type Threshold, THRESHOLDS } from '../review/settings';

export const REPORT_FORMATS = ['markdown', 'json', 'sarif'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** As they are typed. */
export interface ReviewOptions {
  readonly format?: readonly string[];
  readonly output?: readonly string[];
  readonly failOn?: string;
  readonly settings?: string;
  readonly source?: string;
}

/** A plan's file, `-` for standard input, and what the plan is called in findings and their ids. */
export interface PlanSource {
  readonly name: string;
  readonly path: string;
}

/** What was typed, understood. */
export interface ReviewRequest {
  readonly plans: readonly PlanSource[];
  /** Without a file, to standard output. */
  readonly reports: readonly { readonly format: ReportFormat; readonly file?: string }[];
  readonly failOn?: Threshold;
}

/** @throws ConfigError that lists everything wrong with what was typed */
export function readReviewRequest(plans: readonly string[], options: ReviewOptions): ReviewRequest {
  const problems: string[] = [];
  const sources = plans.map(sourceOf);
  if (sources.filter(({ path }) => path === '-').length > 1) {
    problems.push('- is given more than once, and there is one standard input; name files instead');
  }
  for (const name of repeated(sources.map((source) => source.name))) {
    const paths = sources.filter((source) => source.name === name).map(({ path }) => path);
    problems.push(`${paths.join(' and ')} are both called ${show(name)}; name them: <name>=${paths[0]}`);
  }
  if (sources.some(({ name }) => name === '')) problems.push('a plan has no name before its =; write <name>=<file>');
  const { format = ['markdown'], output = [], failOn } = options;
  const unknown = format.filter((one) => !isOneOf(REPORT_FORMATS, one));
  problems.push(...unknown.map((one) => `--format ${show(one)} is none; ${suggest(one, REPORT_FORMATS)}`));
  if (failOn !== undefined && !isOneOf(THRESHOLDS, failOn)) {
    problems.push(`--fail-on ${show(failOn)} is no severity; ${suggest(failOn, THRESHOLDS)}`);
  }
  if (format.length > 1 ? output.length !== format.length : output.length > 1) {
    problems.push(
      `${format.length} --format and ${output.length} --output: give one --output for each --format, in the same order; - is standard output`,
    );
  }
  for (const file of repeated(output)) problems.push(`--output ${file} is given twice; write each report to its own`);
  const homeless = output.filter((file) => file !== '-' && !existsSync(dirname(file)));
  problems.push(...homeless.map((file) => `--output ${file}: there is no folder ${dirname(file)}; create it`));
  if (problems.length > 0) throw new ConfigError('review', problems);
  return {
    plans: sources,
    reports: format.map((one, at) => {
      const file = output[at];
      return { format: one as ReportFormat, ...(file !== undefined && file !== '-' && { file }) };
    }),
    ...(failOn !== undefined && { failOn: failOn as Threshold }),
  };
}

const isOneOf = (words: readonly string[], word: string): boolean => words.includes(word);

const repeated = (words: readonly string[]): string[] => [
  ...new Set(words.filter((word, at) => words.indexOf(word) < at)),
];

/** Names that say what a file is and not what it is about: the folder says that. */
const GENERIC = /^(?:tf-?)?plan$|^show$|^plan-output$/i;

function sourceOf(given: string): PlanSource {
  const at = given.indexOf('=');
  // A file may have = in its name.
  if (at >= 0 && !existsSync(given)) return { name: given.slice(0, at), path: given.slice(at + 1) };
  if (given === '-') return { name: 'stdin', path: given };
  const base = basename(given)
    .replace(/\.json$/i, '')
    .replace(/\.(?:tf-?)?plan$/i, '');
  return { name: GENERIC.test(base) ? basename(dirname(resolve(given))) : base, path: given };
}
