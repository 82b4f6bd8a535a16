import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '../config/problem';
import type { Plan } from '../review/change';
import { PlanError, readPlan } from '../review/plan-file';
import { json } from '../review/report/json';
import { markdown } from '../review/report/markdown';
import { sarif } from '../review/report/sarif';
import { failing, type Verdict, verdictOf } from '../review/report/verdict';
import { review } from '../review/review';
import { RULES } from '../review/rules/catalogue';
import { parseSettings, type ReviewSettings, SETTINGS_FILE } from '../review/settings';
import { counted, print, wholeFile } from './forensics-output';
import { type PlanSource, readReviewRequest, type ReviewOptions } from './review-request';

/**
 * Tells what plans of Terraform do to the evidence. Reports are written when all of them are made, and not at all when
 * anything cannot be read.
 *
 * @returns the exit code: 0 nothing counts at or above the threshold; 1 something does; 2 a plan, the settings or what was
 *   typed cannot be understood
 */
export async function reviewCommand(
  paths: readonly string[],
  options: ReviewOptions,
  now = new Date(),
): Promise<number> {
  const today = now.toISOString().slice(0, 10);
  try {
    const request = readReviewRequest(paths, options);
    const { plans, settings } = await readAll(request.plans, options.settings, today);
    const failOn = request.failOn ?? settings.failOn;
    const names = plans.map(({ name }) => name);
    const verdict = verdictOf(review(plans, settings.evidence), { ...settings, failOn }, names, today);
    const places = new Map(request.plans.map(({ name, path }) => [name, placeOf(options.source ?? path)]));
    const written = { markdown, json, sarif: (one: Verdict) => sarif(one, RULES, places) };
    const reports = request.reports.map(({ format, file }) => ({ file, text: written[format](verdict) }));
    for (const { file, text } of reports) await deliver(file, text);
    const over = failing(verdict).length;
    process.stderr.write(`review: ${said(verdict, over)}\n`);
    return over > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof Unreadable)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

/** @throws Unreadable with the problems of all files */
async function readAll(
  sources: readonly PlanSource[],
  file: string | undefined,
  today: string,
): Promise<{ plans: Plan[]; settings: ReviewSettings }> {
  const errors: Error[] = [];
  const attempt = async <T>(read: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ConfigError) && !(error instanceof PlanError)) throw error;
      errors.push(error);
      return undefined;
    }
  };
  const settings = await attempt(() => settingsOf(file, today));
  const plans: (Plan | undefined)[] = [];
  for (const { name, path } of sources) {
    plans.push(await attempt(async () => readPlan(path === '-' ? await standardInput() : contentOf(path), name)));
  }
  if (errors.length > 0) throw new Unreadable(errors);
  return { plans: plans as Plan[], settings: settings! };
}

/** Several files that cannot be read, with all that is wrong with each. */
class Unreadable extends Error {
  constructor(errors: readonly Error[]) {
    super(errors.map(({ message }) => message).join('\n'));
  }
}

function settingsOf(file: string | undefined, today: string): ReviewSettings {
  // Whoever names a file means it to be read.
  if (file === undefined && !existsSync(SETTINGS_FILE)) return parseSettings('', SETTINGS_FILE, today);
  const path = file ?? SETTINGS_FILE;
  return parseSettings(contentOf(path).toString('utf8'), path, today);
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check its name',
  EISDIR: 'it is a folder; name the file within it',
  EACCES: 'it may not be read; give yourself the right to',
};

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new ConfigError(path, [UNREADABLE[code] ?? `it cannot be read (${code}); make it readable`]);
  }
}

async function standardInput(): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** A URI: relative to where we are, if the file is below. What comes by standard input is nowhere. */
function placeOf(path: string): string | undefined {
  if (path === '-') return undefined;
  const normal = normalize(path).replaceAll('\\', '/');
  if (isAbsolute(path) || normal.startsWith('..')) return pathToFileURL(path).href;
  return normal.split('/').map(encodeURIComponent).join('/');
}

async function deliver(file: string | undefined, text: string): Promise<void> {
  if (file === undefined) return print(text);
  const { writeFile } = await import('node:fs/promises');
  await wholeFile(file, (path) => writeFile(path, text));
}

function said({ open, accepted, failOn, incomplete, plans }: Verdict, over: number): string {
  const all = [
    failOn === 'none' || open.length === over
      ? counted(open.length, 'finding')
      : `${counted(open.length, 'finding')}, ${over} at or above ${failOn}`,
    ...(accepted.length > 0 ? [`${accepted.length} accepted`] : []),
    `in ${counted(plans.length, 'plan')}`,
    ...(incomplete.length > 0 ? ['which do not show all'] : []),
  ];
  return `${over > 0 ? 'fails' : 'passes'}: ${all.join(', ')}`;
}
