import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { table } from './markdown';
import { planOf, type Share } from './plans';

/**
 * The part of `npm run bench` about reviews: what one of a large plan costs, as a whole process, against Node.js doing
 * nothing and against parsing the same file. Each figure is the best of several runs, in turns; processor time is told
 * beside time, because it hardly depends on what else the machine does.
 */

const AIMS = 'a usual plan of 10,000 resources under 2 s; ten times the resources in no more than ten times the time';
const RUNS = 5;
const SIZES = [1_000, 10_000];
const SHARES: Readonly<Record<string, Share>> = {
  'a usual plan': { changed: 0.05, drifted: 0.02 },
  'all changes': { changed: 1, drifted: 0.05 },
};
const folder = mkdtempSync(join(tmpdir(), 'org-audit-bench-'));

interface Figure {
  readonly seconds: number;
  readonly processor: number;
  readonly megabytes: number;
}

/** Seconds of processors that the processes of ours which have ended took. */
function processorSeconds(): number {
  // utime, stime, cutime and cstime are fields 14 to 17; the second, in brackets, may hold blanks.
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS;
}
/** Of the clock that /proc counts in, a second: the same on every Linux. */
const TICKS = 100;

/** Runs Node.js once. */
function run(args: readonly string[], codes: readonly number[]): Figure {
  const peaks = join(folder, 'peaks');
  writeFileSync(peaks, '');
  const before = processorSeconds();
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: {
      ...process.env,
      PEAK_FILE: peaks,
      NODE_OPTIONS: `--require ${join(process.cwd(), '__tests__/peak.cjs')}`,
    },
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (!codes.includes(status ?? -1)) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stderr}`);
  const kilobytes = readFileSync(peaks, 'utf8').trim().split('\n').map(Number);
  return { seconds, processor: processorSeconds() - before, megabytes: Math.max(...kilobytes) / 1024 };
}

const best = (figures: readonly Figure[]): Figure => ({
  seconds: Math.min(...figures.map(({ seconds }) => seconds)),
  processor: Math.min(...figures.map(({ processor }) => processor)),
  megabytes: Math.min(...figures.map(({ megabytes }) => megabytes)),
});

interface Measured {
  readonly what: string;
  readonly bytes: number;
  readonly ours: Figure;
  readonly parse: Figure;
  readonly nothing: Figure;
}

function measured(resources: number, called: string, share: Share): Measured {
  const plan = join(folder, 'plan.json');
  writeFileSync(plan, planOf(resources, share));
  const [ours, parse, nothing]: [Figure[], Figure[], Figure[]] = [[], [], []];
  for (let times = 0; times < RUNS; times++) {
    const report = join(folder, 'review.md');
    ours.push(run(['src/cli/bin.cjs', 'review', plan, '--output', report], [0, 1]));
    parse.push(run(['-e', `JSON.parse(require('node:fs').readFileSync('${plan}', 'utf8'))`], [0]));
    nothing.push(run(['-e', '0'], [0]));
  }
  const what = `${resources.toLocaleString('en')} resources, ${called}`;
  return { what, bytes: statSync(plan).size, ours: best(ours), parse: best(parse), nothing: best(nothing) };
}

try {
  const figures = Object.entries(SHARES).map(([called, share]) =>
    SIZES.map((resources) => measured(resources, called, share)),
  );
  const rows = figures
    .flat()
    .map(({ what, bytes, ours, parse, nothing }) => [
      `${what}, ${(bytes / 1e6).toFixed(0)} MB`,
      `${ours.seconds.toFixed(2)} s`,
      `${ours.processor.toFixed(2)} s`,
      `${ours.megabytes.toFixed(0)} MB`,
      `${parse.seconds.toFixed(2)} s`,
      (ours.seconds / parse.seconds).toFixed(1),
      (ours.seconds / nothing.seconds).toFixed(1),
    ]);
  const scaling = figures.map(([small, large]) => {
    const times =
      (large!.ours.processor - large!.nothing.processor) / (small!.ours.processor - small!.nothing.processor);
    return `- ${large!.what}: ${times.toFixed(1)} times the processor time of ${small!.what}.`;
  });
  process.stdout.write(
    `Node.js ${process.version}, ${cpus().length} cores. Aims: ${AIMS}.\n\n${table(
      ['review of', 'time', 'processor time', 'peak memory', '`JSON.parse` of it', 'times that', 'times `node -e 0`'],
      rows,
    )}\n${scaling.join('\n')}\n`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
