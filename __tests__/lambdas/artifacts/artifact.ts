import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { lambdaArchives } from '../../../src/functions/lambda-archive';
import { MANAGEMENT_ACCOUNT } from '../../terraform/aws-double';
import { REGION } from '../fake-aws';

/** The account in which the functions run: moto's own. */
export const ACCOUNT = MANAGEMENT_ACCOUNT;

/** What a run left behind. */
export interface Outcome {
  /** The handler's error as `name: message`; nothing where it ended well. */
  readonly error: string | undefined;
  /** The lines it logged. */
  readonly log: readonly string[];
}

/** Runs the handler once and prints its error to where nothing else is printed. */
const RUN = `
  const [event, context] = process.argv.slice(1).map((text) => JSON.parse(text));
  require('./index.js').handler(event, context).catch((error) => {
    require('node:fs').writeSync(3, error.name + ': ' + error.message);
  });
`;

/** Rules as they are deployed: unzipped where no module of ours can be found, each run in a process of its own. */
export class Artifacts {
  private readonly folders = new Map<string, string>();

  constructor(rules: readonly string[]) {
    for (const [rule, { zip }] of lambdaArchives('lambdas', rules)) {
      const folder = mkdtempSync(join(tmpdir(), `${rule}-`));
      this.folders.set(rule, folder);
      for (const [name, bytes] of Object.entries(unzipSync(zip))) writeFileSync(join(folder, name), bytes);
    }
  }

  remove(): void {
    for (const folder of this.folders.values()) rmSync(folder, { recursive: true });
  }

  /** @param endpoint - where AWS is; `more` adds to what Lambda puts into the environment */
  run(rule: string, event: unknown, endpoint: string, more: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    return invoke(this.folders.get(rule)!, event, `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${rule}`, {
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'AKIAFUNCTION',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL: endpoint,
      ...more,
    });
  }
}

/** Runs an unzipped function once, in a process of its own. */
export function invoke(
  folder: string,
  event: unknown,
  invokedFunctionArn: string,
  environment: NodeJS.ProcessEnv,
): Promise<Outcome> {
  const child = spawn(process.execPath, ['-e', RUN, JSON.stringify(event), JSON.stringify({ invokedFunctionArn })], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    env: { PATH: process.env['PATH'], AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...environment },
  });
  const [, log, , error] = child.stdio.map((stream) => {
    const chunks: Buffer[] = [];
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
    return chunks;
  });
  const text = (chunks: readonly Buffer[] = []) => Buffer.concat([...chunks]).toString();
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`${invokedFunctionArn} ended with ${code}`));
      else resolve({ error: text(error) || undefined, log: text(log).split('\n').filter(Boolean) });
    });
  });
}
