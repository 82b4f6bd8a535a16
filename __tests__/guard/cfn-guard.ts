import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Item } from './configuration-item';

export type Verdict = 'PASS' | 'FAIL' | 'SKIP';

export interface Outcome {
  readonly verdict: Verdict;
  /** What the failed checks say. Engines of version 2 do not give it in a form worth reading: then it is empty. */
  readonly says: readonly string[];
}

/**
 * AWS Config runs Guard 2, while the package that is at hand brings Guard 3: the two read null differently, among others.
 * `CFN_GUARD=/path/to/cfn-guard` runs the suite on another engine, such as the 2.1.3 of @cdklabs/cdk-validator-cfnguard@0.0.40.
 */
const ENGINE = process.env.CFN_GUARD ?? packaged();
const FAILED: Readonly<Record<string, number>> = { 2: 5, 3: 19 };
const VERSION = version();

export const isGuard2 = VERSION === '2';

/** What the engine makes of each item, in one process. A policy or an item that it cannot read is an error, not a verdict. */
export function evaluate(policy: string, items: Readonly<Record<string, Item>>): Readonly<Record<string, Outcome>> {
  const folder = mkdtempSync(join(tmpdir(), 'guard-'));
  try {
    const names = Object.keys(items);
    const files = names.map((_, at) => join(folder, `item-${at}.json`));
    names.forEach((name, at) => writeFileSync(files[at]!, JSON.stringify(items[name])));
    writeFileSync(join(folder, 'policy.guard'), policy);

    const outcomes = (isGuard2 ? evaluateWith2 : evaluateWith3)(join(folder, 'policy.guard'), files);
    return Object.fromEntries(
      names.map((name, at) => {
        const outcome = outcomes.get(basename(files[at]!));
        if (!outcome) throw new Error(`cfn-guard said nothing about the item ${name}`);
        return [name, outcome];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Report {
  readonly name: string;
  readonly status: Verdict;
  readonly not_compliant: unknown;
}

function evaluateWith3(policy: string, files: readonly string[]): Map<string, Outcome> {
  const output = run([
    'validate',
    '-r',
    policy,
    ...data(files),
    '--structured',
    '-o',
    'json',
    '--show-summary',
    'none',
  ]);
  const reports = JSON.parse(output) as readonly Report[];
  return new Map(
    reports.map(({ name, status, not_compliant }) => [
      basename(name),
      { verdict: status, says: messages(not_compliant) },
    ]),
  );
}

/** Version 2 knows no structured report: a line for each rule, after a line for the item. */
function evaluateWith2(policy: string, files: readonly string[]): Map<string, Outcome> {
  const lines = run(['validate', '-r', policy, ...data(files), '--show-summary', 'all']).split('\n');
  const verdicts = new Map<string, Verdict[]>();
  let item = '';
  for (const line of lines) {
    item = /^(\S+) Status = /.exec(line)?.[1] ?? item;
    const verdict = /^policy\.guard\/\S+\s+(PASS|FAIL|SKIP)$/.exec(line.trim())?.[1] as Verdict | undefined;
    if (verdict) verdicts.set(item, [...(verdicts.get(item) ?? []), verdict]);
  }
  const worst = (all: readonly Verdict[]) => (['FAIL', 'PASS', 'SKIP'] as const).find((one) => all.includes(one))!;
  return new Map([...verdicts].map(([name, all]) => [basename(name), { verdict: worst(all), says: [] }]));
}

const data = (files: readonly string[]) => files.flatMap((file) => ['-d', file]);

/** Custom messages, wherever the report nests them. */
function messages(report: unknown): string[] {
  if (Array.isArray(report)) return report.flatMap(messages);
  if (typeof report !== 'object' || report === null) return [];
  return Object.entries(report).flatMap(([key, value]) =>
    key === 'custom_message' && typeof value === 'string' && value !== '' ? [plain(value)] : messages(value),
  );
}

/** A message as one line: the engine puts a semicolon where the rule has a line break. */
export const plain = (message: string) => message.replace(/[\s;]*\n[\s;]*/g, ' ').trim();

function run(args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(ENGINE, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (error) throw error;
  if (status !== 0 && status !== FAILED[VERSION])
    throw new Error(`cfn-guard ended with ${status}:\n${stderr}${stdout}`);
  if (/Parsing error/i.test(stderr)) throw new Error(`cfn-guard could not read the policy:\n${stderr}`);
  return stdout;
}

function version(): string {
  const { stdout } = spawnSync(ENGINE, ['--version'], { encoding: 'utf8' });
  const major = /^cfn-guard (\d+)\./.exec(stdout ?? '')?.[1];
  if (!major || !(major in FAILED)) throw new Error(`${ENGINE} is not cfn-guard of version 2 or 3: ${stdout}`);
  return major;
}

function packaged(): string {
  const system = process.platform === 'darwin' ? 'macos' : 'ubuntu';
  const processor = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const home = dirname(require.resolve('@cdklabs/cdk-validator-cfnguard/package.json'));
  return join(home, 'bin', system, processor, 'cfn-guard');
}
