import { ConfigError, suggest } from '../config/problem';
import { type Question, valuesFor } from '../forensics/question';
import type { Questions } from '../forensics/questions';
import { FORMATS, type TextFormat } from './forensics-format';
import { printed, readTime, TIME_FORMS } from './forensics-times';

/** As they are typed. */
export interface ForensicsOptions {
  readonly logs?: string;
  readonly from?: string;
  readonly to?: string;
  /** `name=value`, each. */
  readonly param?: readonly string[];
  readonly account?: readonly string[];
  readonly region?: readonly string[];
  readonly format?: string;
  readonly output?: string;
  readonly limit?: string;
  readonly skipUnreadable?: boolean;
  readonly progress?: boolean;
  readonly list?: boolean;
  readonly show?: string;
  readonly sql?: boolean;
  readonly athena?: boolean;
  readonly run?: boolean;
  readonly config?: string;
}

export type AnswerFormat = TextFormat | 'parquet';
const ANSWER_FORMATS: readonly string[] = [...Object.keys(FORMATS), 'parquet'];

/** Parameters that are instants: whatever form of a time is given, questions take one. */
const TIMES = ['since', 'from', 'to'];

/** What is asked, of whom, and what is to become of the answer. */
export interface Request {
  readonly question: Question;
  /** By name, as far as they are given; times as instants. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly format: AnswerFormat;
  readonly output?: string;
  readonly limit: number;
}

/**
 * Reads what was typed.
 *
 * @throws ConfigError that lists everything wrong with it
 */
export function readRequest(
  questions: Questions,
  query: string | undefined,
  options: ForensicsOptions,
  now = new Date(),
): Request {
  const problems: string[] = [];
  const question = known(questions, query, problems);
  const { format = 'table', limit, logs, athena, output, run, account = [], region = [] } = options;
  if (!logs && !athena) problems.push('say where to look: --logs <folder>, or --athena');
  if (logs && athena) problems.push('--logs and --athena exclude each other: choose one');
  if (run && !athena) problems.push('--run belongs to --athena: add it, or leave --run out');
  if (!ANSWER_FORMATS.includes(format)) problems.push(`--format ${format}: ${suggest(format, ANSWER_FORMATS)}`);
  if (format === 'parquet' && !output) problems.push('--format parquet: name a file with --output');
  if (format === 'parquet' && athena) problems.push('--format parquet: Athena answers with text; use csv or json');
  if (limit !== undefined && !/^[1-9]\d{0,14}$/.test(limit))
    problems.push(`--limit ${limit}: write a whole number from 1`);
  if (athena && region.length > 0) problems.push('--region chooses files of a folder: leave it out with --athena');
  if (athena && account.length > 1)
    problems.push('--account: Athena is asked about one account or about all; name one');
  for (const one of account)
    if (!/^\d{12}$/.test(one)) problems.push(`--account ${one}: write the 12 digits of an account`);
  const parameters = readParameters(options, now, problems);
  if (question) checkNames(question, parameters, problems);
  if (problems.length > 0) throw new ConfigError('forensics', problems);
  return {
    question: question!,
    parameters,
    accounts: account,
    regions: region,
    format: format as AnswerFormat,
    ...(output !== undefined && { output }),
    limit: limit === undefined ? Infinity : Number(limit),
  };
}

function known(questions: Questions, query: string | undefined, problems: string[]): Question | undefined {
  if (query === undefined) {
    problems.push('name a question; see them all with --list');
    return undefined;
  }
  try {
    return questions.named(query);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.lines);
    return undefined;
  }
}

function readParameters(
  { from, to, param = [] }: ForensicsOptions,
  now: Date,
  problems: string[],
): Record<string, string> {
  const given: Record<string, string> = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  for (const one of param) {
    const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(one) ?? [];
    if (name === undefined) problems.push(`--param ${one}: write name=value`);
    else if (given[name] !== undefined) problems.push(`--param ${name} is there twice: give it once`);
    else given[name] = value!;
  }
  for (const name of TIMES) {
    const text = given[name];
    if (text === undefined) continue;
    const time = readTime(text, now, name === 'to');
    if (time === undefined) problems.push(`${name} ${text}: ${TIME_FORMS}`);
    else given[name] = time;
  }
  return given;
}

/** Everything that will be missing or unknown; times may still come from where the question goes. */
function checkNames(question: Question, parameters: Readonly<Record<string, string>>, problems: string[]): void {
  const later = question.parameters.filter(({ name }) => TIMES.includes(name) || name === 'account');
  const stand = Object.fromEntries(later.map(({ name }) => [name, '']));
  try {
    valuesFor(question, { ...stand, ...parameters });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.lines);
  }
}

/**
 * The parameters with the times that were not given.
 *
 * @param span - what there is evidence of; a question that compares with an earlier time needs to be told where to cut
 * @throws ConfigError when a time is missing still, or from is not before to
 */
export function withTimes(
  request: Request,
  span: { readonly from: string; readonly to: string },
): Record<string, string> {
  const compares = request.question.parameters.some(({ name }) => name === 'since');
  const problems: string[] = [];
  if (compares && request.parameters.from === undefined) {
    problems.push('--from is missing: the question compares what was since then with what was before');
  }
  const parameters: Record<string, string> = {
    ...(compares ? { since: span.from } : { from: span.from }),
    to: span.to,
    ...request.parameters,
  };
  const given = TIMES.filter((name) => parameters[name] !== undefined);
  for (const [at, name] of given.entries()) {
    const later = given[at + 1];
    if (later === undefined || Date.parse(parameters[name]!) < Date.parse(parameters[later]!)) continue;
    problems.push(
      `${name} (${parameters[name]}) is not before ${later} (${parameters[later]}): give a time with something in it`,
    );
  }
  if (problems.length > 0) throw new ConfigError('forensics', problems);
  return parameters;
}

const DAY = 24 * 60 * 60 * 1000;

/** For Athena, where there may be years: the last 24 hours, and thirty days before them to compare with. */
export function lastDay(
  { question, parameters }: Request,
  now = new Date(),
): { readonly from: string; readonly to: string } {
  const to = parameters.to ?? printed(now.getTime());
  const compares = question.parameters.some(({ name }) => name === 'since');
  const from = parameters.from ?? printed(Date.parse(to) - DAY);
  return { from: compares ? printed(Date.parse(from) - 30 * DAY) : from, to };
}
