import { spawnSync } from 'node:child_process';
import { PACKS } from './packs';

const isThere = spawnSync('cfn-lint', ['--version'], { stdio: 'ignore' }).status === 0;
const files = PACKS.map(({ name }) => `conformance-packs/${name}.yaml`);
const NAME = 'cfn-lint has nothing to say of any pack';

/** One run for all: most of its time goes into starting. It knows the form of a template, not the rules of Config. */
const lint = () => {
  const format = ['--format', 'parseable', '--non-zero-exit-code', 'informational'];
  const options = [...format, '--regions', 'us-east-1', '--template', ...files];
  const { status, stdout, stderr } = spawnSync('cfn-lint', options, { encoding: 'utf8' });
  expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: '' });
};

// Where it is missing the suite says so and is skipped; with CI set it fails.
if (isThere) test(NAME, lint, 180_000);
else if (process.env.CI) test(`${NAME}: needs cfn-lint (pip install cfn-lint)`, () => expect(isThere).toBe(true));
else test.skip(`${NAME} (skipped: cfn-lint not found)`, lint);
