import { execFile, spawnSync } from 'node:child_process';
import type { AwsEndpoint } from './aws-endpoint';

/** What the AWS CLI says of one file: `Digest file` or `Log file`, its URL, and why it is invalid. */
export interface Invalid {
  readonly key: string;
  readonly why: string;
}

export interface ValidateLogs {
  readonly trail: string;
  readonly account?: string;
  readonly region: string;
  readonly from: string;
  readonly to: string;
}

/** Runs `aws cloudtrail validate-logs` for one account and region before an endpoint. */
export function validateLogs(
  endpoint: AwsEndpoint,
  { trail, account, region, from, to }: ValidateLogs,
): Promise<{ code: number; invalid: readonly Invalid[]; output: string }> {
  const args = ['cloudtrail', 'validate-logs', '--trail-arn', trail, '--start-time', from, '--end-time', to];
  args.push('--region', region, ...(account === undefined ? [] : ['--account-id', account]));
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...endpoint.environment };
  return new Promise((resolve) => {
    execFile('aws', args, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
      const output = `${stdout}${stderr}`;
      const lines = output.matchAll(/(?:Digest|Log) file\ts3:\/\/[^/]+\/(\S+)\tINVALID: (.*)/g);
      resolve({ code, invalid: [...lines].map(([, key, why]) => ({ key: key!, why: why! })), output });
    });
  });
}

/** Suites that need the AWS CLI: where it is missing they say so and are skipped; with CI set they fail. */
export function describeWithAwsCli(name: string, suite: () => void): void {
  const isThere = spawnSync('aws', ['--version'], { stdio: 'ignore' }).status === 0;
  if (isThere) describe(name, suite);
  else if (process.env.CI) test(`${name}: needs aws`, () => expect(isThere).toBe(true));
  else describe.skip(`${name} (skipped: aws not found)`, suite);
}
