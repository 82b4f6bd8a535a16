import { once } from 'node:events';
import { createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { ConfigError } from '../config/problem';
import { FORMATS, type Rows, type TextFormat } from './forensics-format';
import type { Request } from './forensics-request';

/**
 * Writes an answer to the file it was asked for, or to standard output.
 *
 * @returns how many rows were written
 */
export async function deliver(rows: Rows, { format, output, limit }: Request): Promise<number> {
  const first = new FirstRows(rows, limit);
  const write = FORMATS[format as TextFormat];
  if (output !== undefined) {
    await wholeFile(output, async (file) => {
      const stream = createWriteStream(file);
      await once(stream, 'open');
      await pour(write(first, undefined), stream);
      stream.end();
      if (!stream.closed) await once(stream, 'close');
    });
  } else {
    await pour(write(first, process.stdout.isTTY ? process.stdout.columns : undefined), process.stdout);
  }
  return first.count;
}

/** Writes beside a file and moves it there when all is written: nobody finds half an answer. */
export async function wholeFile<T>(file: string, write: (file: string) => Promise<T>): Promise<T> {
  if (!existsSync(dirname(file))) throw new ConfigError('--output', [`there is no folder ${dirname(file)}; create it`]);
  const there = statSync(file, { throwIfNoEntry: false });
  if (there?.isDirectory()) throw new ConfigError('--output', [`${file} is a folder; name a file in it`]);
  // A device or a pipe takes what it gets: moving a file there would put an end to it.
  if (there && !there.isFile()) return write(file);
  const part = `${file}.${process.pid}.part`;
  try {
    const result = await write(part);
    renameSync(part, file);
    return result;
  } finally {
    rmSync(part, { force: true });
  }
}

/** Writes a text to standard output. */
export const print = (text: string): Promise<void> => pour([text], process.stdout);

/** Whoever wrote is told of a failure as well; a stream that nobody listens to would end the program. */
const toldAlready = (): void => undefined;

/** Whoever reads may stop, as `head` does: then there is nothing more to do. */
async function pour(pieces: AsyncIterable<string> | Iterable<string>, to: Writable): Promise<void> {
  if (!to.listeners('error').includes(toldAlready)) to.on('error', toldAlready);
  try {
    for await (const piece of pieces) {
      await new Promise<void>((resolve, reject) => {
        to.write(piece, (error) => (error ? reject(error) : resolve()));
      });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

/** The first rows of an answer, and how many they were. */
class FirstRows implements Rows {
  count = 0;

  constructor(
    private readonly rows: Rows,
    private readonly limit: number,
  ) {}

  get columns(): readonly string[] {
    return this.rows.columns;
  }

  async *batches() {
    this.count = 0;
    for await (const batch of this.rows.batches()) {
      const kept = batch.slice(0, this.limit - this.count);
      this.count += kept.length;
      if (kept.length > 0) yield kept;
      if (this.count >= this.limit) return;
    }
  }
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

export const megabytes = (bytes: number): string =>
  `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
