import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly steps?: readonly Step[];
  readonly outputs?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

export const FLOW = ['plans', 'plan', 'apply', 'drift'] as const;
export type Flow = (typeof FLOW)[number];

export const sourceOf = (name: string): string => readFileSync(`.github/workflows/${name}.yml`, 'utf8');
export const workflow = (name: string): Workflow => parse(sourceOf(name)) as Workflow;

/** The one step of a job whose script contains a text. */
export function scriptOf(name: Flow, job: string, part: string): string {
  const found = workflow(name).jobs[job]!.steps!.filter(({ run }) => run?.includes(part));
  if (found.length !== 1) throw new Error(`${found.length} steps of ${name}.${job} contain ${part}`);
  return found[0]!.run!;
}

/** A script that a GitLab job writes and runs. */
export function gitlabScript(file: string): string {
  const text = readFileSync('docs/workflows/gitlab-ci.yml', 'utf8');
  const jobs = parse(text) as Record<string, { script?: string[] }>;
  const lines = Object.values(jobs).flatMap((job) => (Array.isArray(job?.script) ? job.script : []));
  const written = lines.find((line) => line.startsWith(`cat > ${file} <<'SCRIPT'\n`));
  if (written === undefined) throw new Error(`nothing writes ${file}`);
  return written.slice(written.indexOf('\n') + 1, written.indexOf('\nSCRIPT') + 1);
}

/** What the Atlantis server runs after each plan. */
export function atlantisReview(): string {
  const { workflows } = parse(readFileSync('docs/workflows/atlantis-repos.yaml', 'utf8')) as {
    workflows: Record<string, { plan: { steps: { run?: { command: string } }[] } }>;
  };
  return workflows['org-audit']!.plan.steps.find(({ run }) => run)!.run!.command;
}

export interface Ran {
  readonly code: number;
  readonly out: string;
}

/** A machine with programs of ours in place of those that would reach for the network. */
export class Runner {
  private readonly bin: string;

  constructor(readonly folder: string) {
    this.bin = join(folder, '.bin');
    mkdirSync(this.bin);
  }

  /** @param script - of bash; it may keep things in $STATE */
  program(name: string, script: string): void {
    const file = join(this.bin, name);
    writeFileSync(file, `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(file, 0o755);
  }

  write(path: string, text: string): void {
    mkdirSync(join(this.folder, path, '..'), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** As GitHub runs a step whose shell is bash. */
  run(script: string, env: Readonly<Record<string, string>> = {}): Ran {
    const file = join(this.folder, '.step.sh');
    writeFileSync(file, script);
    const own = {
      PATH: `${this.bin}:${process.env.PATH}`,
      HOME: this.folder,
      STATE: this.folder,
      GITHUB_OUTPUT: join(this.folder, 'output'),
      GITHUB_STEP_SUMMARY: join(this.folder, 'summary.md'),
    };
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
      cwd: this.folder,
      env: { ...own, ...env },
      encoding: 'utf8',
    });
    return { code: status ?? -1, out: stdout + stderr };
  }

  /** What a step handed on, by name. */
  get outputs(): Record<string, string> {
    return Object.fromEntries(
      this.read('output')
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  }
}
