import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  delivered,
  type EvidencePlan,
  HOUR,
  iso,
  publicKeys,
  signingKey,
  SMALL,
  write,
} from '../evidence/organization-evidence';
import { table } from './markdown';

/**
 * The part of `npm run bench` about proofs of integrity: files verified in a second, against `aws cloudtrail validate-logs` on
 * the same evidence, both as whole processes before the same endpoint on loopback (evidence-endpoint.ts); and memory, which
 * must not grow with the number of files. On loopback there is no latency, which costs most whoever asks for one file after
 * the other, so there is a row with some. Not measured: TLS.
 */

const AIMS = 'ten times the files per second of the AWS CLI; memory independent of the number of files';

/**
 * Milliseconds for an object; less than S3 takes, of whose small objects its user guide says roughly 100 to 200 ms ("Best
 * practices design patterns: optimizing Amazon S3 performance").
 */
const LATENCY = 20;

/** One account in one region, for the AWS CLI verifies no more in a run. */
const planOf = (hours: number, logs: number): EvidencePlan => ({
  ...SMALL,
  accounts: ['222222222222'],
  regions: ['eu-central-1'],
  hours,
  logs: () => logs,
  events: 40,
  late: {},
  backfills: [],
  before: 0,
  after: 0,
});

interface Evidence {
  readonly plan: EvidencePlan;
  readonly folder: string;
  readonly files: number;
}

interface Figure {
  readonly seconds: number;
  readonly megabytes: number;
}

const home = mkdtempSync(join(tmpdir(), 'org-audit-bench-'));
const keys = join(home, 'keys.json');

function make(name: string, plan: EvidencePlan): Evidence {
  const folder = join(home, name);
  mkdirSync(folder);
  let files = 0;
  write(
    folder,
    counting(delivered(plan), () => (files += 1)),
    { sidecars: true },
  );
  return { plan, folder, files };
}

function* counting<Item>(items: Iterable<Item>, count: () => void): Generator<Item> {
  for (const item of items) {
    count();
    yield item;
  }
}

/** The best of several runs of a whole process that must find nothing wrong. */
function measure(runs: number, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Figure {
  const figures = Array.from({ length: runs }, (): Figure => {
    const peaks = join(home, 'peaks');
    writeFileSync(peaks, '');
    const settings = {
      PEAK_FILE: peaks,
      NODE_OPTIONS: `--require ${join(process.cwd(), '__tests__/peak.cjs')}`,
    };
    const started = process.hrtime.bigint();
    const { status, stdout, stderr } = spawnSync(command, args, {
      encoding: 'utf8',
      env: { ...process.env, ...settings, ...env },
    });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
    const kilobytes = readFileSync(peaks, 'utf8').trim().split('\n').map(Number);
    return { seconds, megabytes: Math.max(...kilobytes) / 1024 };
  });
  return figures.reduce((best, each) => (each.seconds < best.seconds ? each : best));
}

const verify = (runs: number, logs: string, env?: NodeJS.ProcessEnv): Figure =>
  measure(runs, 'node', ['src/cli/bin.cjs', 'verify-evidence', '--logs', logs, '--keys', keys, '--strict'], env);

const trailOf = ({ trail, trailRegion, bucket, prefix, organization }: EvidencePlan) => ({
  arn: `arn:aws:cloudtrail:${trailRegion}:111111111111:trail/${trail}`,
  bucket,
  prefix: prefix.slice(0, -1),
  organization,
});

function validateLogs(runs: number, { plan }: Evidence, env: NodeJS.ProcessEnv): Figure {
  const args = ['cloudtrail', 'validate-logs', '--trail-arn', trailOf(plan).arn, '--account-id', plan.accounts[0]!];
  args.push(
    '--region',
    plan.regions[0]!,
    '--start-time',
    iso(plan.start),
    '--end-time',
    iso(plan.start + plan.hours * HOUR),
  );
  return measure(runs, 'aws', args, env);
}

/** Serves evidence by a process of its own. */
async function served<Result>(
  { folder, plan }: Evidence,
  latency: number,
  use: (env: NodeJS.ProcessEnv) => Result,
): Promise<Result> {
  const settings = join(home, 'endpoint.json');
  const entries = Object.fromEntries(plan.regions.map((region) => [region, signingKey(region).entry]));
  writeFileSync(settings, JSON.stringify({ trail: trailOf(plan), keys: entries }));
  const endpoint: ChildProcess = spawn(
    'node',
    ['src/cli/run.cjs', '__tests__/bench/evidence-endpoint.ts', folder, settings, String(latency)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  try {
    const ready = await new Promise<Buffer>((resolve) => endpoint.stdout!.once('data', resolve));
    return use(JSON.parse(ready.toString()) as NodeJS.ProcessEnv);
  } finally {
    endpoint.kill();
  }
}

async function main(): Promise<void> {
  const one = make('one', planOf(50, 40));
  writeFileSync(keys, JSON.stringify(publicKeys(one.plan)));
  const ten = make('ten', planOf(500, 40));
  const busy = make('busy', planOf(50, 400));
  const hasCli = spawnSync('aws', ['--version'], { stdio: 'ignore' }).status === 0;
  const folders = [one, ten, busy].map((evidence) => ({ evidence, figure: verify(3, evidence.folder) }));
  const bucket = `s3://${one.plan.bucket}`;
  const both = (latency: number) =>
    served(one, latency, (env) => ({
      ours: verify(2, bucket, env),
      theirs: hasCli ? validateLogs(1, one, env) : undefined,
    }));
  const [near, far] = [await both(0), await both(LATENCY)];
  const manyFromBucket = await served(ten, 0, (env) => verify(1, bucket, env));
  const rate = (files: number, { seconds }: Figure): number => files / seconds;
  const row = (what: string, files: number, figure: Figure, theirs?: Figure): string[] => [
    what,
    files.toLocaleString('en'),
    `${figure.seconds.toFixed(2)} s`,
    rate(files, figure).toFixed(0),
    `${figure.megabytes.toFixed(0)} MB`,
    theirs ? rate(files, theirs).toFixed(0) : '',
    theirs ? (theirs.seconds / figure.seconds).toFixed(1) : '',
  ];
  const hourly = ({ plan }: Evidence): string => `${plan.hours} hours of ${plan.logs(0)} logs`;
  const heads = ['verify-evidence', 'files', 'time', 'files a second', 'peak memory', "the AWS CLI's", 'times as many'];
  const rows = [
    ...folders.map(({ evidence, figure }) => row(`a folder: ${hourly(evidence)}`, evidence.files, figure)),
    row(`a bucket: ${hourly(one)}`, one.files, near.ours, near.theirs),
    row(`a bucket: ${hourly(ten)}`, ten.files, manyFromBucket),
    row(`a bucket that takes ${LATENCY} ms to answer: ${hourly(one)}`, one.files, far.ours, far.theirs),
  ];
  const version = hasCli
    ? spawnSync('aws', ['--version'], { encoding: 'utf8' }).stdout.split(' ')[0]!
    : 'no AWS CLI to compare with';
  process.stdout.write(
    `Node.js ${process.version}, ${version}, ${cpus().length} cores. Aims: ${AIMS}.\n\n${table(heads, rows)}`,
  );
}

void main().finally(() => rmSync(home, { recursive: true }));
