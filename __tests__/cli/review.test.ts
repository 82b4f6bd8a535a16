import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Log } from 'sarif';
import { reviewCommand } from '../../src/cli/review';
import { readReviewRequest, type ReviewOptions } from '../../src/cli/review-request';
import type { Report } from '../../src/review/report/json';
import { RULES } from '../../src/review/rules/catalogue';

jest.setTimeout(60_000);

const NOW = new Date('2026-11-23T12:00:00Z');
const home = process.cwd();
let folder: string;
let said: { out: string; err: string };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'org-audit-review-'));
  process.chdir(folder);
  said = { out: '', err: '' };
  jest.spyOn(process.stdout, 'write').mockImplementation((...args: unknown[]) => take('out', args));
  jest.spyOn(process.stderr, 'write').mockImplementation((...args: unknown[]) => take('err', args));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

/** As a stream does: it tells when it has written. */
function take(where: 'out' | 'err', [text, ...rest]: unknown[]): boolean {
  said[where] += String(text);
  const done = rest.find((one) => typeof one === 'function') as (() => void) | undefined;
  done?.();
  return true;
}

const trail = (before: object | null, after: object | null, actions: string[]) => ({
  address: 'aws_cloudtrail.trail',
  mode: 'managed',
  type: 'aws_cloudtrail',
  name: 'trail',
  provider_name: 'registry.terraform.io/hashicorp/aws',
  change: { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {} },
});
const RUNNING = { name: 'acme', enable_logging: true, is_multi_region_trail: true, s3_bucket_name: 'logs' };

const planOf = (...changes: { change: { actions: string[] } }[]): string =>
  JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    applyable: changes.some(({ change }) => change.actions[0] !== 'no-op'),
    complete: true,
    errored: false,
    planned_values: { root_module: {} },
    resource_changes: changes,
    configuration: { root_module: {} },
  });
const STOPPED = planOf(trail(RUNNING, { ...RUNNING, enable_logging: false }, ['update']));
const STARTED = planOf(trail({ ...RUNNING, enable_logging: false }, RUNNING, ['update']));
const SAME = planOf(trail(RUNNING, RUNNING, ['no-op']));

function write(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const review = (paths: string[], options: ReviewOptions = {}): Promise<number> => reviewCommand(paths, options, NOW);
const report = async (paths: string[], options: ReviewOptions = {}): Promise<Report> => {
  await review(paths, { ...options, format: ['json'] });
  return JSON.parse(said.out) as Report;
};

describe('a review', () => {
  test.each([
    ['a plan that changes nothing', SAME, 0, 'review: passes: 0 findings, in 1 plan\n'],
    ['a trail that stops', STOPPED, 1, 'review: fails: 1 finding, in 1 plan\n'],
    ['a trail that starts', STARTED, 0, 'review: passes: 0 findings, in 1 plan\n'],
  ])('of %s', async (_what, plan, code, summary) => {
    expect(await review([write('plan.json', plan)])).toBe(code);
    expect(said.err).toBe(summary);
    expect(said.out).toMatch(code === 1 ? /^<!-- org-audit review -->\n[\s\S]*trail-stopped-/ : /\*\*Passes: nothing/);
  });

  test('of a plan that does not show all says so, and passes or fails by what it shows', async () => {
    const part = { ...(JSON.parse(SAME) as object), complete: false };
    expect(await review([write('plan.json', JSON.stringify(part))])).toBe(0);
    expect(said.err).toBe('review: passes: 0 findings, in 1 plan, which do not show all\n');
    expect(said.out).toContain('They do not show all.**');
  });

  test('tells what gets better', async () => {
    const { findings, improvements } = await report([write('plan.json', STARTED)]);
    expect(findings).toEqual([]);
    expect(improvements.map(({ address }) => address)).toEqual(['aws_cloudtrail.trail']);
  });

  test('is of all plans together, each by its name', async () => {
    const paths = [write('stacks/evidence/plan.json', SAME), write('organization.json', STOPPED)];
    expect(await report(paths)).toMatchObject({
      plans: ['evidence', 'organization'],
      resources: 2,
      findings: [{ plan: 'organization', rule: 'trail-stopped', status: 'open' }],
    });
  });

  test('gives the same bytes for the same plans', async () => {
    const path = write('plan.json', STOPPED);
    const texts = [];
    for (const format of ['markdown', 'json', 'sarif', 'markdown', 'json', 'sarif']) {
      said.out = '';
      await review([path], { format: [format] });
      texts.push(said.out);
    }
    expect(texts.slice(0, 3)).toEqual(texts.slice(3));
  });

  test.each([
    ['critical', 1],
    ['high', 1],
    ['medium', 1],
    ['low', 1],
    ['none', 0],
  ])('that fails on %s ends with %d where something critical is found', async (failOn, code) => {
    expect(await review([write('plan.json', STOPPED)], { failOn })).toBe(code);
  });
});

describe('settings', () => {
  const accept = (finding: string, expires: string) =>
    `failOn: low\naccepted:\n  - { finding: ${finding}, reason: a drill, expires: "${expires}" }\n`;
  let id: string;
  beforeEach(async () => {
    id = (await report([write('x/plan.json', STOPPED)])).findings[0]!.id;
    said = { out: '', err: '' };
  });

  test.each([
    ['today', '2026-11-23', 0, 'review: passes: 0 findings, 1 accepted, in 1 plan\n'],
    ['yesterday', '2026-11-22', 1, 'review: fails: 1 finding, in 1 plan\n'],
  ])('that accept a finding until %s, read by their usual name', async (_when, expires, code, summary) => {
    write('audit-review.yaml', accept(id, expires));
    expect([await review(['x/plan.json']), said.err]).toEqual([code, summary]);
  });

  test('of another name are read where they are named, and no others', async () => {
    write('audit-review.yaml', accept(id, '2026-11-23'));
    write('mine.yaml', 'failOn: critical');
    expect(await report(['x/plan.json'], { settings: 'mine.yaml' })).toMatchObject({ failOn: 'critical', failing: 1 });
  });

  test('give way to --fail-on', async () => {
    write('audit-review.yaml', 'failOn: low');
    expect((await report(['x/plan.json'], { failOn: 'none' })).failOn).toBe('none');
  });

  test('name evidence that no plan shows', async () => {
    const bucket = {
      ...trail({ bucket: 'acme-logs', force_destroy: false }, null, ['delete']),
      address: 'aws_s3_bucket.logs',
      type: 'aws_s3_bucket',
      name: 'logs',
    };
    write('b/plan.json', planOf(bucket));
    const severity = async () => (await report(['b/plan.json'])).findings[0]?.severity;
    expect(await severity()).not.toBe('critical');
    said.out = '';
    write('audit-review.yaml', 'evidence: { buckets: [acme-logs] }');
    expect(await severity()).toBe('critical');
  });
});

describe('what cannot be read', () => {
  test('is told of all files together, and nothing is written', async () => {
    write('audit-review.yaml', 'failon: high');
    write('state.json', '{"version": 4}');
    write('good.json', STOPPED);
    const output = ['review.md'];
    expect(await review(['gone.json', 'state.json', 'good.json', '.'], { output })).toBe(2);
    expect(said.out).toBe('');
    const blocks = said.err.match(/^\S.*has \d+ problems?:$/gm);
    expect(blocks).toEqual([
      'audit-review.yaml has 1 problem:',
      'gone.json has 1 problem:',
      'state has 1 problem:',
      '. has 1 problem:',
    ]);
    expect(said.err).toContain('gone.json has 1 problem:\n  there is no such file; check its name\n');
    expect(said.err).toContain('. has 1 problem:\n  it is a folder; name the file within it\n');
    expect(existsSync('review.md')).toBe(false);
  });

  test('includes settings that are named and not there', async () => {
    write('plan.json', SAME);
    expect(await review(['plan.json'], { settings: 'gone.yaml' })).toBe(2);
    expect(said.err).toBe('gone.yaml has 1 problem:\n  there is no such file; check its name\n');
  });
});

describe('reports', () => {
  test('go to files, each of its format, and nothing to standard output', async () => {
    write('plan.json', STOPPED);
    const format = ['markdown', 'sarif', 'json'];
    expect(await review(['plan.json'], { format, output: ['a.md', 'b.sarif', 'c.json'] })).toBe(1);
    expect(said.out).toBe('');
    expect(readFileSync('a.md', 'utf8')).toMatch(/^<!-- org-audit review -->/);
    expect((JSON.parse(readFileSync('b.sarif', 'utf8')) as Log).version).toBe('2.1.0');
    expect((JSON.parse(readFileSync('c.json', 'utf8')) as Report).format).toBe('org-audit-review');
  });

  test('- is standard output', async () => {
    write('plan.json', SAME);
    expect(await review(['plan.json'], { format: ['json', 'markdown'], output: ['c.json', '-'] })).toBe(0);
    expect(said.out).toMatch(/^<!-- org-audit review -->/);
  });

  test.each([
    ['below here', 'stacks/a b/plan.json', undefined, { uri: 'stacks/a%20b/plan.json', uriBaseId: '%SRCROOT%' }],
    ['in a file of the repository', 'plan.json', 'audit.yaml', { uri: 'audit.yaml', uriBaseId: '%SRCROOT%' }],
  ])('of SARIF show findings %s', async (_where, path, source, location) => {
    write(path, STOPPED);
    await review([path], { format: ['sarif'], ...(source && { source }) });
    const { tool, results } = (JSON.parse(said.out) as Log).runs[0]!;
    expect(results!.map(({ locations }) => locations![0]!.physicalLocation!.artifactLocation)).toEqual([location]);
    expect(tool.driver.rules!.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
  });

  test('of SARIF show findings of a file elsewhere by its whole path', async () => {
    const path = join(write(join(folder, 'elsewhere/plan.json'), STOPPED));
    await review([path], { format: ['sarif'] });
    const [result] = (JSON.parse(said.out) as Log).runs[0]!.results!;
    expect(result!.locations![0]!.physicalLocation!.artifactLocation).toEqual({ uri: `file://${path}` });
  });
});

describe('a plan is called', () => {
  test.each([
    ['organization.json', 'organization'],
    ['stacks/organization/plan.json', 'organization'],
    ['stacks/organization/tfplan.json', 'organization'],
    ['stacks/organization/tf-plan.json', 'organization'],
    ['stacks/organization/show.json', 'organization'],
    ['network.tfplan.json', 'network'],
    ['network.plan.json', 'network'],
    ['network.JSON', 'network'],
    ['a=stacks/organization/plan.json', 'a'],
    ['-', 'stdin'],
    ['a=-', 'a'],
  ])('%s: %s', (given, name) => {
    expect(readReviewRequest([given], {}).plans.map((plan) => plan.name)).toEqual([name]);
  });

  test('plan.json of where we are by the folder', () => {
    expect(readReviewRequest(['plan.json'], {}).plans[0]!.name).toBe(folder.split('/').at(-1));
  });

  test('by its file where that has = in its name', () => {
    write('a=b.json', SAME);
    expect(readReviewRequest(['a=b.json'], {}).plans).toEqual([{ name: 'a=b', path: 'a=b.json' }]);
  });
});

describe('what makes no sense', () => {
  test.each([
    ['an unknown format', ['a'], { format: ['sarf'] }, '--format "sarf" is none; did you mean "sarif"?'],
    [
      'an unknown severity',
      ['a'],
      { failOn: 'urgent' },
      '--fail-on "urgent" is no severity; use critical, high, medium, low, none',
    ],
    [
      'two formats to standard output',
      ['a'],
      { format: ['json', 'sarif'] },
      '2 --format and 0 --output: give one --output for each --format, in the same order; - is standard output',
    ],
    [
      'more outputs than formats',
      ['a'],
      { output: ['x', 'y'] },
      '1 --format and 2 --output: give one --output for each --format, in the same order; - is standard output',
    ],
    [
      'one output twice',
      ['a'],
      { format: ['json', 'sarif'], output: ['x', 'x'] },
      '--output x is given twice; write each report to its own',
    ],
    ['an output in no folder', ['a'], { output: ['no/x'] }, '--output no/x: there is no folder no; create it'],
    [
      'a name twice',
      ['x/a.json', 'y/a.json'],
      {},
      'x/a.json and y/a.json are both called "a"; name them: <name>=x/a.json',
    ],
    ['no name', ['=a.json'], {}, 'a plan has no name before its =; write <name>=<file>'],
    [
      'standard input twice',
      ['a=-', 'b=-'],
      {},
      '- is given more than once, and there is one standard input; name files instead',
    ],
  ] as [string, string[], ReviewOptions, string][])('%s', async (_what, paths, options, line) => {
    expect(await review(paths, options)).toBe(2);
    expect(said).toEqual({ out: '', err: `review has 1 problem:\n  ${line}\n` });
  });

  test('is told at once', async () => {
    await review(['a'], { format: ['x'], failOn: 'y', output: ['1', '2'] });
    expect(said.err).toMatch(/^review has 3 problems:\n/);
  });
});

describe('the program', () => {
  const bin = join(home, 'src/cli/bin.cjs');
  const run = (args: string[], input = ''): { code: number | null; out: string; err: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'review', ...args], {
      input,
      encoding: 'utf8',
    });
    return { code: status, out: stdout, err: stderr };
  };

  test('reads standard input', () => {
    expect(run(['network=-', '--format', 'json'], STOPPED)).toMatchObject({
      code: 1,
      err: 'review: fails: 1 finding, in 1 plan\n',
    });
    expect(run(['-'], SAME).code).toBe(0);
    expect(run(['-'], '').code).toBe(2);
  });

  test.each([
    ['no plan', []],
    ['an unknown option', ['a.json', '--nonsense']],
  ])('ends with 2 after %s', (_what, args) => {
    expect(run(args)).toMatchObject({ code: 2, out: '' });
  });

  test('explains itself, and ends with 0', () => {
    const { code, out } = run(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('Exit codes: 0 nothing at or above the threshold; 1 findings; 2 ');
  });

  test('loads what reviews only for a review', () => {
    const script = `require('${join(home, 'src/cli/run.cjs')}').run('${join(home, 'main.ts')}').program;
      process.stdout.write(String(Object.keys(require.cache).some((file) => file.includes('iam-simulate'))))`;
    expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })).toBe('false');
  });
});
