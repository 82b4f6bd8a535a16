import { GenerateCredentialReportCommand, GetCredentialReportCommand, type IAMClient } from '@aws-sdk/client-iam';
import { show } from './json';

/** IAM's credential report: one row for the root user, one for each other user. Up to four hours old. */
export interface CredentialReport {
  readonly generatedAt: Date;
  readonly root: CredentialRow;
  readonly users: readonly CredentialRow[];
}

export interface CredentialRow {
  readonly user: string;
  readonly arn: string;
  readonly createdAt: Date;
  /** Absent only where the report does not say, which it may for the root user. */
  readonly passwordEnabled?: boolean;
  /** Absent: never, or before IAM kept count. */
  readonly passwordLastUsed?: Date;
  /** The user's first two access keys, there or not; the report knows no further ones. */
  readonly keys: readonly AccessKey[];
}

export interface AccessKey {
  readonly active: boolean;
  /** When it was made or last changed. Always there for an active key. */
  readonly rotatedAt?: Date;
  readonly lastUsed?: Date;
}

const ROOT = '<root_account>';

const KEY_COLUMNS = ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'];

const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...KEY_COLUMNS.map((column) => `access_key_1_${column}`),
  ...KEY_COLUMNS.map((column) => `access_key_2_${column}`),
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
];

/** Documented as the last column, but not found in every report. */
const LAST_COLUMN = 'additional_credentials_info';

/** What the report writes where there is no date. */
const NO_DATE = ['N/A', 'no_information', 'not_supported'];

const ATTEMPTS = 25;
const WAIT_MS = 2000;

/** The report was not there yet, or no longer: ask for it again. */
const NOT_READY = [
  'CredentialReportNotPresentException',
  'CredentialReportExpiredException',
  'CredentialReportNotReadyException',
];

/**
 * Has IAM make the report, if its last one is older than four hours, and reads it.
 *
 * @param pause - waits between two attempts; tests do not wait
 * @throws Error when the report is not ready within 48 seconds, or malformed
 */
export async function readCredentialReport(
  iam: IAMClient,
  pause: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<CredentialReport> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await pause(WAIT_MS);
    const { State: state } = await iam.send(new GenerateCredentialReportCommand({}));
    if (state === 'STARTED' || state === 'INPROGRESS') continue;
    if (state !== 'COMPLETE') throw new Error(`the credential report is in the unknown state ${show(state)}`);
    try {
      const { Content, GeneratedTime, ReportFormat } = await iam.send(new GetCredentialReportCommand({}));
      if (!Content || !GeneratedTime || ReportFormat !== 'text/csv')
        throw new Error(`IAM gave no whole credential report, format ${show(ReportFormat)}`);
      return parseCredentialReport(new TextDecoder('utf-8', { fatal: true }).decode(Content), GeneratedTime);
    } catch (error) {
      if (!(error instanceof Error && NOT_READY.includes(error.name))) throw error;
    }
  }
  throw new Error(`IAM's credential report was not ready after ${((ATTEMPTS - 1) * WAIT_MS) / 1000} seconds`);
}

/**
 * Reads the report's CSV.
 *
 * @throws Error when its columns are others than IAM documents, when a row does not fit them, or when root is missing
 */
export function parseCredentialReport(csv: string, generatedAt: Date): CredentialReport {
  const [header = '', ...lines] = csv.split(/\r?\n/);
  const known = [COLUMNS.join(','), [...COLUMNS, LAST_COLUMN].join(',')];
  if (!known.includes(header)) throw new Error(`the credential report has other columns than known: ${show(header)}`);
  if (lines.at(-1) === '') lines.pop();
  const width = header.split(',').length;
  const rows = lines.map((line) => parseRow(cellsOf(line, width)));
  const [root, ...further] = rows.filter(({ user }) => user === ROOT);
  if (!root || further.length > 0)
    throw new Error(`the credential report has ${further.length + (root ? 1 : 0)} rows of the root user, not one`);
  return { generatedAt, root, users: rows.filter(({ user }) => user !== ROOT) };
}

/**
 * A line's cells. Names and paths may hold commas, and IAM does not say whether it quotes them then. Where it does not,
 * an ARN starts with `arn:`, which no name can since names have no colon, and all later columns have no comma.
 */
function cellsOf(line: string, width: number): readonly string[] {
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
  const arnFrom = cells.findIndex((cell) => cell.startsWith('arn:'));
  const arnTo = cells.length - (width - 2);
  if (arnFrom < 1 || arnTo <= arnFrom)
    throw new Error(`a row of the credential report does not fit its ${width} columns: ${show(line)}`);
  return [cells.slice(0, arnFrom).join(','), cells.slice(arnFrom, arnTo).join(','), ...cells.slice(arnTo)];
}

function parseRow(cells: readonly string[]): CredentialRow {
  const user = cells[0]!;
  const arn = cells[1]!;
  const cell = (column: string): string => cells[COLUMNS.indexOf(column)]!;
  const malformed = (column: string, form: string) =>
    new Error(`the credential report's ${column} of ${user} is ${show(cell(column))}, not ${form}`);
  const flag = (column: string): boolean => {
    const value = cell(column).toLowerCase();
    if (value !== 'true' && value !== 'false') throw malformed(column, 'true or false');
    return value === 'true';
  };
  const date = (column: string): Date | undefined => {
    const value = cell(column);
    if (NO_DATE.includes(value)) return undefined;
    const parsed = parseDate(value);
    if (!parsed) throw malformed(column, `a date in UTC or one of ${NO_DATE.join(', ')}`);
    return parsed;
  };
  const isRoot = user === ROOT;
  if (!arn.endsWith(isRoot ? ':root' : `/${user}`)) throw malformed('arn', 'the ARN of that user');
  const createdAt = date('user_creation_time');
  if (!createdAt) throw malformed('user_creation_time', 'a date');
  const silent = isRoot && cell('password_enabled') === 'not_supported';
  const passwordLastUsed = date('password_last_used');
  return {
    user,
    arn,
    createdAt,
    ...(!silent && { passwordEnabled: flag('password_enabled') }),
    ...(passwordLastUsed && { passwordLastUsed }),
    keys: ['access_key_1', 'access_key_2'].map((key): AccessKey => {
      const active = flag(`${key}_active`);
      const rotatedAt = date(`${key}_last_rotated`);
      const lastUsed = date(`${key}_last_used_date`);
      if (active && !rotatedAt) throw malformed(`${key}_last_rotated`, 'a date, though the key is active');
      return { active, ...(rotatedAt && { rotatedAt }), ...(lastUsed && { lastUsed }) };
    }),
  };
}

/** A time in UTC, in whole seconds, as the report writes it. A day that the month does not have is no date. */
function parseDate(value: string): Date | undefined {
  const seconds = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:Z|\+00:00)$/.exec(value)?.[1];
  const date = new Date(`${seconds}Z`);
  return seconds && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(seconds) ? date : undefined;
}
