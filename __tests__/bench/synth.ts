import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * `npm run bench`: what a synth costs, against the least that cdktf can do and against cdktf's own command. Each figure
 * is the best of several runs of a whole process; ratios are of one run of this bench, on one machine.
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

/** Runs a command several times; time is that of the fastest, memory the largest process of that run. */
function measure(runs: number, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Figure {
  const figures = Array.from({ length: runs }, (): Figure => {
    const peaks = join(folder, 'peaks');
    writeFileSync(peaks, '');
    const started = process.hrtime.bigint();
    const { status, stderr } = spawnSync(command, args, {
      encoding: 'utf8',
      env: {
        ...process.env,
        CHECKPOINT_DISABLE: '1',
        CDKTF_OUTDIR: join(folder, 'cdktf.out'),
        BENCH_PEAKS: peaks,
        NODE_OPTIONS: `--require ${join(process.cwd(), '__tests__/bench/peak.cjs')}`,
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
  const declared = {
    name: 'acme',
    organization: { id: 'o-a1b2c3d4e5', rootId: 'r-a1b2', managementAccountId: '111111111111' },
    accounts: {
      audit: '222222222222',
      members: Array.from({ length: members }, (_, at) => String(300_000_000_000 + at)),
    },
    regions: { home: 'us-east-1', governed: REGIONS, archive: 'us-west-2' },
    retention: { mode: 'COMPLIANCE', years: 7 },
  };
  writeFileSync(file, JSON.stringify(declared));
  return file;
}

const SYNTH = ['src/cli/bin.cjs', 'synth', '--quiet'];

try {
  const empty = measure(5, 'node', ['src/cli/run.cjs', '__tests__/bench/empty.ts']);
  const rows: [string, Figure][] = [
    ['an empty cdktf stack, loaded the same way', empty],
    ['the example organization', measure(5, 'node', SYNTH)],
    [
      'the example organization through `npx cdktf synth`',
      measure(3, 'npx', ['cdktf', 'synth', '--output', join(folder, 'cdktf.out')]),
    ],
    ...[1, 10, 100, 1000].map((members): [string, Figure] => [
      `${members} member accounts in ${REGIONS.length} regions`,
      measure(members < 1000 ? 3 : 2, 'node', SYNTH, { AUDIT_CONFIG: organizationOf(members) }),
    ]),
  ];
  const table = rows.map(([what, { seconds, megabytes }]) => {
    const times = (seconds / empty.seconds).toFixed(1);
    return `| ${what} | ${seconds.toFixed(2)} s | ${times} | ${megabytes.toFixed(0)} MB |`;
  });
  process.stdout.write(
    [
      `Node.js ${process.version}, ${cpus().length} cores`,
      '',
      '| synth of | time | times the empty stack | peak memory |',
      '| --- | --- | --- | --- |',
      ...table,
      '',
    ].join('\n'),
  );
} finally {
  rmSync(folder, { recursive: true });
}
