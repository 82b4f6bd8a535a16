import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LambdaArchive, lambdaArchives } from '../../src/functions/lambda-archive';
import { LambdaRule } from '../../src/rules/lambda-rule';
import { changed, delivered, item, scheduled } from '../lambdas/events';
import { REGION } from '../lambdas/fake-aws';
import { table } from './markdown';
import { bundles, Double, type Figure, findPython, type Load, pythonRules, type Runner } from './rule-process';

/**
 * The part of `npm run bench` about Lambda rules: their size, what a cold start costs, and how much gets done, each
 * against the same rule written in Python with boto3 (rules.py).
 *
 * Measured is what code decides: loading it, making clients, signing, sending, parsing, judging. A cold start is a
 * process from its spawn to the end of its first invocation. AWS is a process of its own on loopback (double.ts), which
 * answers a call in a fraction of a millisecond. Not measured are Lambda's micro-VM, its download of the archive, the
 * network's latency, and TLS, which costs most whoever connects most often. Lambda gives a function of 256 MB a seventh
 * of a processor (1,769 MB are one), while here both have all that there are: hence the processor time besides.
 */

/** What the project aims at. */
const AIMS = 'code under 700 KB; a cold start in at most half the time of Python';

const [FEW_USERS, MANY_USERS] = [20, 2000];
const [WARMING, TIMED] = [200, 1000];

const userChanged = changed(item({ resourceId: 'AIDAuser-0', resourceName: 'user-0' }));
const changedInVpc = (resourceType: string, resourceId: string) =>
  changed(item({ resourceType, resourceId, awsRegion: REGION }));

/** What AWS Config sends to each rule. */
const EVENTS: Readonly<Record<string, object>> = {
  'cis-monitoring-alarms': scheduled(),
  'cloudtrail-multi-region': delivered(),
  'config-recording': scheduled({ ruleParameters: JSON.stringify({ regions: `${REGION},us-east-1` }) }),
  'iam-root-unused': scheduled(),
  'iam-user-console-mfa': userChanged,
  'iam-user-mfa': userChanged,
  'iam-user-no-initial-access-key': scheduled(),
  'iam-user-single-active-key': userChanged,
  'vpc-flow-logs': changedInVpc('AWS::EC2::VPC', 'vpc-0a1b2c3d'),
  'vpc-peering-least-routes': changedInVpc('AWS::EC2::RouteTable', 'rtb-0a1b2c3d'),
};

function eventOf(rule: string): object {
  const event = EVENTS[rule];
  if (!event) throw new Error(`the bench has no event for ${rule}; add it here, and the rule to rules.py`);
  return event;
}

/** The best of several runs of each, in turns, so that whatever else the machine does falls on all. */
async function compare(runs: number, load: Load, runners: readonly Runner[]): Promise<Figure[]> {
  const figures: Figure[][] = runners.map(() => []);
  for (let times = 0; times < runs; times++) {
    const asked = new Set<string>();
    for (const [at, runner] of runners.entries()) {
      figures[at]!.push(await runner(load));
      asked.add(await load.double.asked());
    }
    if (asked.size > 1)
      throw new Error(`rules.py does not do the same for ${load.rule}:\n${[...asked].join('\n').slice(0, 4000)}`);
  }
  const best = (each: readonly Figure[], of: keyof Figure) => Math.min(...each.map((figure) => figure[of]));
  return figures.map((each) => ({
    whole: best(each, 'whole'),
    processor: best(each, 'processor'),
    timed: best(each, 'timed'),
  }));
}

type Archives = ReadonlyMap<string, LambdaArchive>;

async function starts(archives: Archives, double: Double, runners: readonly Runner[]): Promise<string> {
  const rows: string[][] = [];
  for (const [rule, { code, zip }] of archives) {
    const load = { double, rule, event: eventOf(rule), warming: 0, timed: 1 };
    const [our, their] = await compare(7, load, runners);
    rows.push([
      `\`${rule}\``,
      ...[code, zip].map(({ length }) => `${(length / 1000).toFixed(0)} KB`),
      ...[our, their].map((figure) => (figure ? `${figure.whole.toFixed(2)} s` : '')),
      ...(['whole', 'processor'] as const).map((of) => (their ? (our![of] / their[of]).toFixed(2) : '')),
    ]);
  }
  return table(['rule', 'code', 'zip', 'cold start', 'in Python', 'of it', "of Python's processor time"], rows);
}

async function rates(few: Double, many: Double, runners: readonly Runner[]): Promise<string> {
  const row = (what: string, evaluations: number, seconds: keyof Figure, [our, their]: readonly Figure[]): string[] => [
    what,
    ...[our, their].map((figure) => (figure ? (evaluations / figure[seconds]).toFixed(0) : '')),
    their ? (their[seconds] / our![seconds]).toFixed(2) : '',
  ];
  const rows: string[][] = [];
  for (const rule of ['iam-user-mfa', 'vpc-flow-logs']) {
    const load = { double: few, rule, event: eventOf(rule), warming: WARMING, timed: TIMED };
    const what = `\`${rule}\`, one change after the other, warm`;
    rows.push(row(what, TIMED, 'timed', await compare(3, load, runners)));
  }
  const sweep = { double: many, rule: 'iam-user-mfa', event: scheduled(), warming: 0, timed: 1 };
  const what = `\`iam-user-mfa\`, all of ${MANY_USERS.toLocaleString('en')} users, from a cold start on`;
  rows.push(row(what, MANY_USERS, 'whole', await compare(3, sweep, runners)));
  return table(['evaluations in a second', 'ours', 'in Python', 'of it'], rows);
}

async function bench(folder: string, doubles: Double[]): Promise<string> {
  const archives = lambdaArchives(
    'lambdas',
    LambdaRule.readAll('lambdas').rules.map(({ name }) => name),
  );
  for (const [rule, { code }] of archives) {
    mkdirSync(join(folder, rule));
    writeFileSync(join(folder, rule, 'index.js'), code);
  }
  for (const file of ['invoke.py', 'rules.py']) copyFileSync(join('__tests__/bench', file), join(folder, file));
  const python = findPython();
  const runners = [bundles(folder), ...(python ? [pythonRules(folder, python)] : [])];
  for (const users of [FEW_USERS, MANY_USERS]) doubles.push(await Double.start(users));
  const [few, many] = doubles;
  const versions = python?.versions ?? 'no python3 with boto3 to compare with';
  return [
    `Node.js ${process.version}, ${versions}, ${cpus().length} cores. Aims: ${AIMS}.\n`,
    await starts(archives, few!, runners),
    await rates(few!, many!, runners),
  ].join('\n');
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'org-audit-bench-'));
  const doubles: Double[] = [];
  try {
    process.stdout.write(await bench(folder, doubles));
  } finally {
    for (const double of doubles) double.stop();
    rmSync(folder, { recursive: true });
  }
}

void main();
