import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { validateWorkflow } from '@action-validator/core';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { program } from '../main';
import { FLOW, type Job, sourceOf, workflow } from './workflows';

const NAMES = readdirSync('.github/workflows').map((file) => file.replace('.yml', ''));
const GITLAB = 'docs/workflows/gitlab-ci.yml';
const SERVER = 'docs/workflows/atlantis-repos.yaml';
const DOCUMENTED = [GITLAB, SERVER, 'docs/workflows/atlantis.yaml'];
const text = (path: string): string => readFileSync(path, 'utf8');

const jobs = (name: string): [string, Job][] => Object.entries(workflow(name).jobs);
const steps = (name: string) => jobs(name).flatMap(([, { steps: all = [] }]) => all);

interface Server {
  readonly repos: readonly {
    allow_custom_workflows: boolean;
    allowed_overrides: string[];
    workflow: string;
    pre_workflow_hooks: { run: string }[];
  }[];
  readonly workflows: Readonly<Record<string, { plan: { steps: { run?: { command: string } }[] } }>>;
}
const ATLANTIS = parse(text(SERVER)) as Server;

/** Scripts of every workflow, of all kinds. */
const SCRIPTS: [string, string][] = [
  ...NAMES.flatMap((name) =>
    steps(name).flatMap(({ run }, at): [string, string][] => (run ? [[`${name} ${at}`, run]] : [])),
  ),
  ...Object.entries(parse(text(GITLAB)) as Record<string, { script?: string[]; before_script?: string[] }>).flatMap(
    ([name, { script = [], before_script: before = [] }]) =>
      [...before, ...script].map((line, at): [string, string] => [`gitlab ${name} ${at}`, line]),
  ),
  ['atlantis plan', ATLANTIS.workflows['org-audit']!.plan.steps.find(({ run }) => run)!.run!.command],
  ['atlantis hook', ATLANTIS.repos[0]!.pre_workflow_hooks[0]!.run],
];

test('there are workflows for plans, applies and drift', () => {
  expect(NAMES).toEqual(expect.arrayContaining([...FLOW]));
});

describe.each(NAMES)('%s', (name) => {
  test('is a workflow by the schema of GitHub', () => {
    expect(validateWorkflow(sourceOf(name)).errors).toEqual([]);
    expect(validateWorkflow(`${sourceOf(name)}\nsteps: []`).errors).not.toEqual([]);
  });

  test('may nothing but read, unless a job says so', () => {
    expect(workflow(name).permissions).toEqual({ contents: 'read' });
  });

  test('puts no value into a script: it goes through the environment', () => {
    expect(steps(name).filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });

  test('pins actions to a major version', () => {
    const used = steps(name).flatMap(({ uses }) => uses ?? []);
    expect(used.filter((action) => !/^[\w-]+\/[\w./-]+@v\d+$/.test(action))).toEqual([]);
  });

  test('ends every job in time', () => {
    const endless = jobs(name).filter(([, job]) => !job.uses && job['timeout-minutes'] === undefined);
    expect(endless.map(([job]) => job)).toEqual([]);
  });

  test('hands on only what is made', () => {
    for (const [, { needs = [], if: when = '', steps: all = [], with: inputs, outputs }] of jobs(name)) {
      const said = JSON.stringify([when, all, inputs, outputs]);
      const named = [...said.matchAll(/needs\.([\w-]+)\.outputs\.(\w+)/g)];
      for (const [, job, output] of named) {
        expect([needs].flat()).toContain(job);
        const { uses, outputs: made = {} } = workflow(name).jobs[job!]!;
        const known = uses ? Object.keys(called(uses).outputs) : Object.keys(made);
        expect(known).toContain(output);
      }
    }
  });
});

interface Called {
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, { value: string }>;
  readonly secrets: Record<string, unknown>;
}
const called = (uses: string): Called => {
  expect(uses).toBe('./.github/workflows/plans.yml');
  return workflow('plans').on.workflow_call as Called;
};

describe('permissions', () => {
  const WRITERS: Record<string, Record<string, string>> = {
    'plans.plan': { contents: 'read', 'id-token': 'write' },
    'plan.plans': { contents: 'read', 'id-token': 'write' },
    'plan.comment': { 'pull-requests': 'write' },
    'plan.code-scanning': { contents: 'read', 'security-events': 'write' },
    'apply.plans': { contents: 'read', 'id-token': 'write' },
    'apply.apply': { contents: 'read', 'id-token': 'write' },
    'drift.plans': { contents: 'read', 'id-token': 'write' },
    'drift.issue': { issues: 'write' },
  };

  test('beyond reading are these alone', () => {
    const found = FLOW.flatMap((name) =>
      jobs(name).flatMap(([job, { permissions }]) => (permissions ? [[`${name}.${job}`, permissions]] : [])),
    );
    expect(Object.fromEntries(found)).toEqual(WRITERS);
  });

  test('to write to GitHub are of jobs that run nothing of a branch', () => {
    for (const [name, job] of [
      ['plan', 'comment'],
      ['drift', 'issue'],
    ] as const) {
      const { steps: all = [] } = workflow(name).jobs[job]!;
      expect(all.flatMap(({ uses }) => uses ?? [])).toEqual(['actions/download-artifact@v4']);
      expect(all.flatMap(({ run }) => run ?? []).join()).not.toMatch(/\b(?:npm|npx|node|terraform)\b/);
    }
  });

  test('to enter AWS are of jobs that run nothing of npm', () => {
    const entering = FLOW.flatMap((name) => jobs(name)).filter(
      ([, { permissions, steps: all }]) => all && permissions?.['id-token'] === 'write',
    );
    expect(entering.map(([job]) => job)).toEqual(['plan', 'apply']);
    for (const [, { steps: all = [] }] of entering) {
      expect(all.flatMap(({ run }) => run ?? []).join()).not.toMatch(/\b(?:npm|npx|node)\b/);
      expect(all.flatMap(({ uses }) => uses ?? []).join()).not.toMatch(/checkout|setup-node/);
    }
  });
});

test('GitLab applies without anything of npm or of the repository, too', () => {
  const { apply } = parse(text(GITLAB)) as Record<string, { script: string[]; variables: Record<string, string> }>;
  expect(apply!.variables.GIT_STRATEGY).toBe('none');
  expect(apply!.script.join('\n')).not.toMatch(/\b(?:npm|npx|node)\b/);
});

describe('plans', () => {
  test('are asked for with inputs and secrets that there are', () => {
    const { inputs, secrets } = called('./.github/workflows/plans.yml');
    for (const name of ['plan', 'apply', 'drift']) {
      const job = workflow(name).jobs.plans!;
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(job.with!)));
      expect(Object.keys(job.secrets!)).toEqual(Object.keys(secrets));
    }
  });

  test('leave a job encrypted only, and are kept a day', () => {
    const uploads = FLOW.flatMap((name) => steps(name)).filter(({ uses }) =>
      uses?.startsWith('actions/upload-artifact'),
    );
    expect(uploads.map(({ with: given }) => [given!.path, given!['retention-days']])).toEqual([
      ['cdktf.out', 1],
      ['plans.enc', 1],
      ['review.*', undefined],
    ]);
    const { artifacts } = (parse(text(GITLAB)) as Record<string, { artifacts: { paths: string[]; expire_in: string } }>)
      .review!;
    expect(artifacts.paths.filter((path) => /plan/.test(path))).toEqual(['plans.enc']);
    expect(artifacts.expire_in).toBe('1 day');
  });

  test('of a fork are not made', () => {
    expect(workflow('plan').jobs.plans!.if).toContain(
      'github.event.pull_request.head.repo.full_name == github.repository',
    );
    expect(Object.keys(workflow('plan').on)).toEqual(['pull_request']);
  });

  test('are never applied where a reader made them', () => {
    expect(workflow('apply').jobs.plans!.with).toEqual({ stacks: "${{ inputs.stacks || '' }}" });
    expect(workflow('plan').jobs.plans!.with!['reader-role']).toBeDefined();
    expect(workflow('drift').jobs.plans!.with!['reader-role']).toBeDefined();
  });

  test('are applied after the review passed and somebody approved', () => {
    const { environment, if: when, needs } = workflow('apply').jobs.apply!;
    expect([environment, needs]).toEqual(['audit', 'plans']);
    expect(when).toBe("needs.plans.outputs.verdict == '0' && needs.plans.outputs.changes == 'true'");
  });
});

test.each(SCRIPTS)('the script of %s is one that bash reads', (_where, script) => {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const [inner] = /(?<=<<'SCRIPT'\n)[\s\S]*(?=\nSCRIPT)/.exec(script) ?? [''];
  expect(spawnSync('bash', ['-n'], { input: inner, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});

describe('commands of ours', () => {
  const COMMANDS: [string, string][] = SCRIPTS.flatMap(([where, script]) =>
    [
      ...script.replaceAll('\\\n', ' ').matchAll(/npx org-audit ([^|&;)\n]+)|npm run (synth|prove) -- ([^|&;)\n]+)/g),
    ].map(([, npx, script2, rest]): [string, string] => [where, npx ?? `${script2} ${rest}`]),
  );

  test('are these', () => {
    expect(new Set(COMMANDS.map(([, command]) => command.split(' ')[0]))).toEqual(
      new Set(['stacks', 'review', 'prove', 'synth']),
    );
  });

  test.each(COMMANDS)('%s: %s', (_where, command) => {
    const [name, ...words] = command.trim().split(/\s+/);
    const known: Command | undefined = program.commands.find((one) => one.name() === name);
    expect(known).toBeDefined();
    const flags = words.filter((word) => word.startsWith('--'));
    expect(flags.filter((flag) => !known!.options.some(({ long }) => long === flag))).toEqual([]);
  });

  test('have npm scripts where they are called so', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const called = SCRIPTS.flatMap(([, script]) => [...script.matchAll(/npm run ([\w-]+)/g)].map(([, one]) => one!));
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((one) => !(one in scripts))).toEqual([]);
  });
});

test.each(DOCUMENTED)('%s is YAML', (path) => {
  expect(() => parse(text(path), { strict: true }) as unknown).not.toThrow();
});

describe('Atlantis', () => {
  interface Projects {
    readonly projects: readonly {
      name: string;
      dir: string;
      execution_order_group: number;
      autoplan: { when_modified: string[] };
    }[];
  }
  const { projects } = parse(text('docs/workflows/atlantis.yaml')) as Projects;

  test('reviews between plan and apply, with a workflow that a branch cannot change', () => {
    const { repos, workflows } = ATLANTIS;
    expect(repos).toHaveLength(1);
    expect(repos[0]).toMatchObject({ allow_custom_workflows: false, allowed_overrides: [], workflow: 'org-audit' });
    expect(workflows['org-audit']!.plan.steps.map((step) => (typeof step === 'string' ? step : 'run'))).toEqual([
      'init',
      'plan',
      'show',
      'run',
    ]);
  });

  test('plans anew when anything changes that a synth or a review reads', () => {
    const { when_modified: watched } = projects[0]!.autoplan;
    const read = ['audit.yaml', 'audit-review.yaml', 'main.ts', 'package-lock.json'];
    const folders = ['src', 'lambdas', 'policies', 'conformance-packs'].map((folder) => `${folder}/**`);
    expect(watched.map((path) => path.replace('../../../', '')).sort()).toEqual([...read, ...folders].sort());
    for (const { autoplan } of projects) expect(autoplan).toEqual(projects[0]!.autoplan);
  });

  test('has a project for each stack of the example, in the order of apply', () => {
    const waves: string[][] = [];
    for (const { name, dir, execution_order_group: wave } of projects) {
      expect(dir).toBe(`cdktf.out/stacks/${name}`);
      (waves[wave] ??= []).push(name);
    }
    expect(waves).toEqual([
      ['alerting', 'evidence'],
      ['organization'],
      ['1', '2', '3', '4', '5', '6'].map((digit) => `baseline-${digit.repeat(12)}`),
      ['detection'],
    ]);
  });
});
