import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { declare } from '../organizations';
import { table } from './markdown';

/**
 * The part of `npm run bench` about synths: what one costs, against the least that cdktf can do and against cdktf's own
 * command. Each figure is the best of several runs of a whole process; ratios are of one run, on one machine.
 */

interface Figure {
  readonly seconds: number;
  readonly megabytes: number;
}

const folder = mkdtempSync(join(tmpdir(), 'org-audit-bench-'));
const REGIONS = [
  'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1', 'eu-central-1', 'eu-north-1', 'eu-west-1',
  'eu-west-2', 'eu-west-3', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2',
]; // prettier-ignore

/**
 * Runs a command several times; time is that of the fastest, memory the largest process of that run.
 *
 * @param prepare - what comes before each run
 */
function measure(
  runs: number,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  prepare: () => void = () => undefined,
): Figure {
  const figures = Array.from({ length: runs }, (): Figure => {
    prepare();
    const peaks = join(folder, 'peaks');
    writeFileSync(peaks, '');
    const started = process.hrtime.bigint();
    const { status, stderr } = spawnSync(command, args, {
      encoding: 'utf8',
      env: {
        ...process.env,
        CHECKPOINT_DISABLE: '1',
        CDKTF_OUTDIR: join(folder, 'cdktf.out'),
        PEAK_FILE: peaks,
        NODE_OPTIONS: `--require ${join(process.cwd(), '__tests__/peak.cjs')}`,
        ...env,
      },
    });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stderr}`);
    const kilobytes = readFileSync(peaks, 'utf8').trim().split('\n').map(Number);
    return { seconds, megabytes: Math.max(...kilobytes) / 1024 };
  });
  return figures.reduce((best, each) => (each.seconds < best.seconds ? each : best));
}

function organizationOf(members: number): string {
  const file = join(folder, `${members}.yaml`);
  const accounts = {
    audit: '222222222222',
    members: Array.from({ length: members }, (_, at) => String(300_000_000_000 + at)),
  };
  writeFileSync(file, declare({ accounts, regions: { home: 'us-east-1', governed: REGIONS, archive: 'us-west-2' } }));
  return file;
}

/** Makes the next synth a first one: archives of Lambda rules are kept here from one to the next. */
const forgetArchives = () => rmSync('node_modules/.cache/org-audit', { recursive: true, force: true });

/** A part of a first synth, timed in the process that does it; the fastest of several. */
function measureBundling(runs: number): { readonly seconds: number; readonly rules: number } {
  const times = Array.from({ length: runs }, () => {
    const { status, stdout, stderr } = spawnSync('node', ['src/cli/run.cjs', '__tests__/bench/bundle.ts'], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`bundling ended with ${status}:\n${stderr}`);
    return JSON.parse(stdout) as { seconds: number; rules: number };
  });
  return times.reduce((best, each) => (each.seconds < best.seconds ? each : best));
}

const SYNTH = ['src/cli/bin.cjs', 'synth', '--quiet'];
const PROVE = ['src/cli/bin.cjs', 'prove', '--quiet'];
const CDKTF = ['cdktf', 'synth', '--output', join(folder, 'cdktf.out')];
/** What the project aims at. */
const AIMS = 'the example under 2 s; 1,000 accounts under 20 s and 800 MB, growing linearly';

try {
  const empty = measure(5, 'node', ['src/cli/run.cjs', '__tests__/bench/empty.ts']);
  const sizes: [string, number, NodeJS.ProcessEnv][] = [
    ['the example organization', 5, {}],
    ...[1, 10, 100, 1000].map((members): [string, number, NodeJS.ProcessEnv] => [
      `${members.toLocaleString('en')} member accounts in ${REGIONS.length} regions`,
      members < 1000 ? 3 : 2,
      { AUDIT_CONFIG: organizationOf(members) },
    ]),
  ];
  const cells = (what: string, { seconds, megabytes }: Partial<Figure> & { seconds: number }): string[] => [
    what,
    `${seconds.toFixed(2)} s`,
    (seconds / empty.seconds).toFixed(1),
    megabytes ? `${megabytes.toFixed(0)} MB` : '',
  ];
  const rows = sizes.map(([what, runs, env]) => {
    // A folder belongs to one organization.
    rmSync(join(folder, 'cdktf.out'), { recursive: true, force: true });
    const ours = measure(runs, 'node', SYNTH, env);
    const cdktf = measure(1, 'npx', CDKTF, env);
    return [...cells(what, ours), `${cdktf.seconds.toFixed(2)} s`, (ours.seconds / cdktf.seconds).toFixed(2)];
  });
  rmSync(join(folder, 'cdktf.out'), { recursive: true, force: true });
  const first = measure(3, 'node', SYNTH, {}, forgetArchives);
  const bundling = measureBundling(5);
  const proof = measure(3, 'node', PROVE);
  process.stdout.write(
    [
      `Node.js ${process.version}, ${cpus().length} cores. Aims: ${AIMS}.\n`,
      table(
        ['synth of', 'time', 'of the empty stack', 'peak memory', '`npx cdktf synth`', 'of it'],
        [
          [...cells('an empty cdktf stack, loaded the same way', empty), '', ''],
          ...rows,
          [...cells('the example organization, when no archives are kept', first), '', ''],
          [...cells(`archives of all ${bundling.rules} Lambda rules, by themselves`, bundling), '', ''],
          [...cells('`org-audit prove` of the example organization', proof), '', ''],
        ],
      ),
      '',
    ].join('\n'),
  );
} finally {
  rmSync(folder, { recursive: true });
}
