import { ConfigError } from '../config/problem';
import type { Question } from '../forensics/question';
import { Questions } from '../forensics/questions';
import type { Laptop } from '../forensics/laptop/laptop';
import type { Scan } from '../forensics/laptop/reading';
import { askAthena } from './forensics-athena';
import { counted, deliver, megabytes, print, wholeFile } from './forensics-output';
import { Progress } from './forensics-progress';
import { type ForensicsOptions, readRequest, type Request, withTimes } from './forensics-request';

/**
 * Asks the evidence a question: a folder of logs, or Athena.
 *
 * @param folder - of the questions
 * @returns the exit code: 0, 1 when something is wrong with the request, the files or the question, 130 when interrupted
 */
export async function forensics(folder: string, query: string | undefined, options: ForensicsOptions): Promise<number> {
  try {
    const questions = new Questions(folder);
    if (options.list) return await show(questions.all.map(listed).join('\n'));
    const shown = options.show ?? (options.sql ? query : undefined);
    if (shown !== undefined) return await show(questions.named(shown).sql);
    const request = readRequest(questions, query, options);
    return options.athena ? await askAthena(request, options) : await askFolder(request, options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

async function show(text: string): Promise<number> {
  await print(text.endsWith('\n') ? text : `${text}\n`);
  return 0;
}

/** Name, title and parameters. */
const listed = ({ name, title, parameters }: Question): string =>
  [
    name,
    `  ${title}`,
    ...parameters.map(
      ({ name: parameter, preset, meaning }) =>
        `    ${parameter}${preset === undefined ? '' : ` (default ${preset || "''"})`}: ${meaning}`,
    ),
    '',
  ].join('\n');

async function askFolder(request: Request, options: ForensicsOptions): Promise<number> {
  const { Laptop } = await loadLaptop();
  const started = Date.now();
  const laptop = await Laptop.open({
    logs: options.logs!,
    accounts: request.accounts,
    regions: request.regions,
    skipUnreadable: options.skipUnreadable ?? false,
  });
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    laptop.interrupt();
  };
  process.on('SIGINT', interrupt);
  const progress = new Progress(() => laptop.progress, options.progress ?? false);
  try {
    return await answerFrom(laptop, request, progress, started);
  } catch (error) {
    if (interrupted) {
      process.stderr.write('interrupted\n');
      return 130;
    }
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`question ${request.question.name}`, [(error as Error).message.split('\n')[0]!]);
  } finally {
    progress.stop();
    process.off('SIGINT', interrupt);
    laptop.close();
  }
}

async function answerFrom(laptop: Laptop, request: Request, progress: Progress, started: number): Promise<number> {
  const parameters = withTimes(request, laptop.span);
  const { rows, all, scan } = await given(laptop, request, parameters, progress);
  const { files, bytes, skipped } = scan;
  for (const { path, why } of skipped.slice(0, 10)) process.stderr.write(`skipped ${path}: ${why}\n`);
  const parts = [
    `${counted(rows, 'row')}${rows < all ? ` of ${all.toLocaleString('en')}` : ''} from ${counted(files, 'file')}`,
    megabytes(bytes),
    ...(skipped.length > 0 ? [`${counted(skipped.length, 'file')} skipped`] : []),
    ...(laptop.files.copies > 0 ? [`${counted(laptop.files.copies, 'copy', 'copies')} left out`] : []),
    `${((Date.now() - started) / 1000).toFixed(1)} s`,
  ];
  process.stderr.write(`${parts.join(', ')}\n`);
  if (files === 0) process.stderr.write(`nothing was asked for that is here: ${laptop.files.contents}\n`);
  return 0;
}

/** Gives the answer out as it was asked for. */
async function given(
  laptop: Laptop,
  request: Request,
  parameters: Record<string, string>,
  progress: Progress,
): Promise<{ readonly rows: number; readonly all: number; readonly scan: Scan }> {
  const { question, format, output, limit } = request;
  if (format === 'parquet') {
    const { rows, scan } = await wholeFile(output!, (file) => laptop.write(question, parameters, { file, limit }));
    return { rows, all: rows, scan };
  }
  const answer = await laptop.ask(question, parameters);
  progress.stop();
  return { rows: await deliver(answer, request), all: answer.rowCount, scan: answer.scan };
}

/** Loaded when asked for: DuckDB is a binary of the platform, and everything else does without. */
async function loadLaptop() {
  try {
    return await import('../forensics/laptop/laptop');
  } catch (error) {
    if (!/duckdb/i.test((error as Error).message)) throw error;
    throw new ConfigError('forensics', [
      `--logs needs DuckDB, whose binary for ${process.platform}-${process.arch} is not installed; run \`npm ci\` without --omit=optional, or ask with --athena`,
    ]);
  }
}
