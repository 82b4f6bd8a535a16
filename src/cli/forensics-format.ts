import type { Plain } from '../forensics/laptop/plain';
import { visible } from '../review/report/escape';

/** Rows of an answer, whoever gave it. May be gone through more than once. */
export interface Rows {
  readonly columns: readonly string[];
  batches(): AsyncIterable<readonly (readonly Plain[])[]>;
}

export type TextFormat = 'table' | 'csv' | 'json';

/** Writes an answer piece by piece. */
export type Format = (rows: Rows, width: number | undefined) => AsyncGenerator<string>;

export const FORMATS: Readonly<Record<TextFormat, Format>> = { table, csv, json };

const GAP = '  ';
/** A column of a table may be cut to this many signs; narrower it says nothing. */
const LEAST_WIDTH = 8;
/** Rows that are looked at for the widths of columns. */
const SAMPLE = 1000;

/**
 * Columns side by side, cut so that a row fits the terminal. Where they cannot all be shown so, one line for each value,
 * whole. Without a terminal nothing is cut.
 */
async function* table(rows: Rows, width?: number): AsyncGenerator<string> {
  const widths = rows.columns.map(widthOf);
  let seen = 0;
  for await (const batch of rows.batches()) {
    for (const row of batch) {
      row.forEach((value, at) => (widths[at] = Math.max(widths[at]!, widthOf(shown(value)))));
      seen += 1;
    }
    if (seen >= SAMPLE) break;
  }
  const fitted = width === undefined ? widths : fit(widths, width);
  if (!fitted) return yield* blocks(rows);
  const line = (cells: readonly string[]): string =>
    `${cells.map((cell, at) => pad(cut(cell, fitted[at]!, width), fitted[at]!)).join(GAP)}`.trimEnd() + '\n';
  yield line(rows.columns);
  for await (const batch of rows.batches()) yield batch.map((row) => line(row.map(shown))).join('');
}

/** Narrower columns, the widest first; nothing when even the narrowest do not fit. */
function fit(widths: readonly number[], width: number): number[] | undefined {
  const room = width - GAP.length * (widths.length - 1);
  let most = Math.max(...widths, LEAST_WIDTH);
  const sum = () => widths.reduce((total, own) => total + Math.min(own, most), 0);
  while (sum() > room && most > LEAST_WIDTH) most -= 1;
  return sum() > room ? undefined : widths.map((own) => Math.min(own, most));
}

async function* blocks(rows: Rows): AsyncGenerator<string> {
  const widest = Math.max(...rows.columns.map(widthOf));
  let first = true;
  for await (const batch of rows.batches()) {
    for (const row of batch) {
      yield `${first ? '' : '\n'}${row.map((value, at) => `${pad(rows.columns[at]!, widest)}${GAP}${shown(value)}\n`).join('')}`;
      first = false;
    }
  }
}

/**
 * A value on one line. Control characters are written out: whoever is investigated chose user agents and names, and a
 * terminal obeys what stands in them.
 */
const shown = (value: Plain): string => visible(text(value, 'NULL'));

const text = (value: Plain, none: string): string =>
  value === null ? none : typeof value === 'object' ? JSON.stringify(value) : String(value);

const widthOf = (cell: string): number => [...cell].length;

const cut = (cell: string, most: number, width: number | undefined): string =>
  width === undefined || widthOf(cell) <= most ? cell : `${[...cell].slice(0, most - 1).join('')}…`;

const pad = (cell: string, width: number): string => cell + ' '.repeat(Math.max(0, width - widthOf(cell)));

/** As RFC 4180 has it. A value that is not there is nothing at all, an empty text is `""`. */
async function* csv(rows: Rows): AsyncGenerator<string> {
  const line = (cells: readonly Plain[]): string => `${cells.map(csvCell).join(',')}\r\n`;
  yield line(rows.columns);
  for await (const batch of rows.batches()) yield batch.map(line).join('');
}

/**
 * Spreadsheets take a text that begins so for a formula and run it; whoever is investigated chose user agents and names.
 * An apostrophe before it keeps it a text. The exact value is in json and parquet.
 */
const FORMULA = /^[=+\-@\t\r]/;

function csvCell(value: Plain): string {
  if (value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const whole = text(value, '');
  const safe = FORMULA.test(whole) ? `'${whole}` : whole;
  return safe === '' || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A list of objects, a line for each. */
async function* json(rows: Rows): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const batch of rows.batches()) {
    for (const row of batch) {
      const entries = rows.columns.map((name, at) => [name, row[at] ?? null]);
      yield `${separator}${JSON.stringify(Object.fromEntries(entries))}`;
      separator = ',\n';
    }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
