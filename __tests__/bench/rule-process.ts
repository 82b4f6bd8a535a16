import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ACCOUNT, REGION } from '../lambdas/fake-aws';

const execute = promisify(execFile);

/** AWS on loopback, double.ts, and what it was asked. */
export class Double {
  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
  ) {}

  static async start(users: number): Promise<Double> {
    const child = spawn(process.execPath, ['src/cli/run.cjs', '__tests__/bench/double.ts', String(users)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return new Double(child, line.toString().trim());
  }

  /** What it was asked since the last time, and the verdicts that it took; in no order. */
  async asked(): Promise<string> {
    return (await fetch(`${this.url}/asked`)).text();
  }

  stop(): void {
    this.process.kill();
  }
}

/** What a process does. */
export interface Load {
  readonly double: Double;
  readonly rule: string;
  readonly event: object;
  /** Invocations before the clock starts. */
  readonly warming: number;
  /** Invocations on the clock. */
  readonly timed: number;
}

/** What that took, in seconds. */
export interface Figure {
  /** From the spawn to the end of the last invocation. */
  readonly whole: number;
  /** Of the processors, until then. */
  readonly processor: number;
  /** Of the invocations on the clock. */
  readonly timed: number;
}

/** Has a rule do its work in a new process. */
export type Runner = (load: Load) => Promise<Figure>;

/** Bundles, by rule below a folder, where none of our modules can be found. */
export const bundles =
  (folder: string): Runner =>
  (load) =>
    run(process.execPath, [join(process.cwd(), '__tests__/bench/invoke.cjs')], load, {
      cwd: join(folder, load.rule),
      env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });

export interface Python {
  readonly executable: string;
  /** The folder that holds boto3. */
  readonly packages: string;
  readonly versions: string;
}

/** The interpreter itself, for a version manager's `python3` is a script that takes its time; nothing without boto3. */
export function findPython(): Python | undefined {
  const program = `import sys, platform, boto3
print(sys.executable, boto3.__file__, f'Python {platform.python_version()} with boto3 {boto3.__version__}', sep='\\n')`;
  const { status, stdout } = spawnSync('python3', ['-c', program], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const [executable, boto3, versions] = stdout.split('\n');
  return { executable: executable!, packages: dirname(dirname(boto3!)), versions: versions! };
}

/** rules.py in a folder. Without `site`, which reads whatever a machine adds to each start of Python. */
export const pythonRules =
  (folder: string, { executable, packages }: Python): Runner =>
  (load) =>
    run(executable, ['-S', 'invoke.py', load.rule], load, { cwd: folder, env: { PYTHONPATH: packages } });

async function run(
  command: string,
  args: readonly string[],
  { double, rule, event, warming, timed: times }: Load,
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Figure> {
  const context = { invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${rule}` };
  const texts = [event, context, warming, times].map((each) => JSON.stringify(each));
  const surroundings = {
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'AKIAFUNCTION',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: double.url,
  };
  const started = Date.now() / 1000;
  const { stdout } = await execute(command, [...args, ...texts], { cwd, env: { ...surroundings, ...env } });
  // Before it come the lines that the handler logs.
  const { ended, processor, timed } = JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, number>;
  return { whole: ended! - started, processor: processor!, timed: timed! };
}
