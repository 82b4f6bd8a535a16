import type { PlaceFilter } from '../../lambdas/evidence/place';
import type { Window } from '../../lambdas/evidence/window';
import { printed, readTime, TIME_FORMS } from './forensics-times';

/** As they are typed. */
export interface VerifyEvidenceOptions {
  readonly logs?: string;
  readonly keys?: string;
  readonly fetchKeys?: string;
  readonly from?: string;
  readonly to?: string;
  readonly account?: readonly string[];
  readonly region?: readonly string[];
  readonly expectAccount?: readonly string[];
  readonly bucket?: readonly string[];
  readonly config?: string;
  readonly strict?: boolean;
  readonly json?: string;
  readonly progress?: boolean;
}

/** What was typed, understood. */
export interface VerifyEvidenceRequest {
  /** A folder or `s3://bucket/prefix`; empty when only keys are fetched. */
  readonly logs: string;
  readonly window: Window;
  readonly filter: Required<PlaceFilter>;
  readonly expectAccounts: readonly string[];
}

/** What was typed does not make sense: one message that lists everything wrong with it. */
export class UsageError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.map((problem) => `verify-evidence: ${problem}`).join('\n'));
  }
}

/** @throws UsageError that lists everything wrong with what was typed */
export function readVerifyRequest(options: VerifyEvidenceOptions, now: number): VerifyEvidenceRequest {
  const problems: string[] = [];
  const { logs = '', fetchKeys, account = [], region = [], expectAccount = [] } = options;
  if (logs === '' && fetchKeys === undefined) {
    problems.push('say where the evidence lies: --logs <folder> or --logs s3://bucket/prefix');
  }
  if (logs !== '' && fetchKeys !== undefined) problems.push('--fetch-keys goes without --logs: it only writes keys');
  if (fetchKeys !== undefined && region.length === 0) {
    problems.push('--fetch-keys needs the regions whose keys are wanted: --region eu-central-1 --region us-east-1');
  }
  const from = readWindow('--from', options.from, now, problems);
  const to = readWindow('--to', options.to, now, problems);
  if (from !== undefined && to !== undefined && from >= to) {
    problems.push(`--from is not before --to: ${printed(from)}, ${printed(to)}`);
  }
  for (const [name, accounts] of [
    ['--account', account],
    ['--expect-account', expectAccount],
  ] as const) {
    const wrong = accounts.filter((id) => !/^\d{12}$/.test(id));
    problems.push(...wrong.map((id) => `${name} "${id}" is no account id, which has 12 digits`));
  }
  const wrong = region.filter((name) => !/^[a-z]{2,}(?:-[a-z]+)+-\d$/.test(name));
  problems.push(...wrong.map((name) => `--region "${name}" is no region, such as eu-central-1`));
  if (problems.length > 0) throw new UsageError(problems);
  return {
    logs,
    window: { ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
    filter: { accounts: account, regions: region },
    expectAccounts: expectAccount,
  };
}

function readWindow(name: string, text: string | undefined, now: number, problems: string[]): number | undefined {
  if (text === undefined) return undefined;
  const time = readTime(text, new Date(now), name === '--to');
  if (time !== undefined) return Date.parse(time);
  problems.push(`${name} "${text}" is no time; ${TIME_FORMS}`);
  return undefined;
}
