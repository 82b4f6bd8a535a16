import { spawnSync } from 'node:child_process';

/** Runs Python on JSON and reads the JSON it writes. */
export function python<T>(args: readonly string[], input: unknown): T {
  const { status, stdout, stderr } = spawnSync('python3', args, {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`python3 ${args[0]} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/**
 * Suites that need Python and packages of its: where these are missing they say so and are skipped; with CI set they
 * fail.
 */
export function describeWithPython(name: string, packages: readonly string[], suite: () => void): void {
  const imports = ['sys', ...packages].map((one) => `import ${one}`).join('; ');
  const isThere = spawnSync('python3', ['-c', imports], { stdio: 'ignore' }).status === 0;
  const needs = ['python3', ...packages].join(', ');
  if (isThere) describe(name, suite);
  else if (process.env.CI) test(`${name}: needs ${needs}`, () => expect(isThere).toBe(true));
  else describe.skip(`${name} (skipped: ${needs} not found)`, suite);
}
