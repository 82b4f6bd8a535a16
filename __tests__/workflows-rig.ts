import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Runner } from './workflows';

/** Runs steps of workflows with stand-ins for the commands they call; each test has a folder of its own. */

export const KEY = 'correct horse battery staple';
export const MARK = '<!-- org-audit review -->';
/** The example's order, with two accounts. */
export const WAVES = [['alerting', 'evidence'], ['organization'], ['baseline-1', 'baseline-2'], ['detection']];
export const STACKS = WAVES.flat();
const DEPENDENCIES: Record<string, string[]> = {
  alerting: [],
  evidence: [],
  organization: ['alerting', 'evidence'],
  'baseline-1': ['organization', 'evidence'],
  'baseline-2': ['organization', 'evidence'],
  detection: ['organization', 'baseline-1', 'baseline-2'],
};

/** Of the test that runs. */
export let runner: Runner;
beforeEach(() => {
  runner = new Runner(mkdtempSync(join(tmpdir(), 'org-audit-workflow-')));
  // The command line as it is, but for the review, which writes what it was asked for and ends as it is told.
  runner.program(
    'npx',
    `[ "$1" = org-audit ] || exit 99
if [ "$2" = stacks ]; then shift; exec node ${process.cwd()}/src/cli/bin.cjs "$@"; fi
shift 2
echo "review $*" >> "$STATE/calls"
while [ $# -gt 0 ]; do
  case "$1" in
    *=*) [ -s "\${1#*=}" ] || exit 2 ;;
    --output) [ "$REVIEW" = crash ] || cp "$STATE/report.\${2##*.}" "$2"; shift ;;
    --*) shift ;;
  esac
  shift
done
[ "$REVIEW" != crash ] || exit 1
exit "$REVIEW"`,
  );
  runner.program(
    'terraform',
    `stack=\${1##*/}; folder=\${1#-chdir=}; shift
echo "$1 $stack \${*:2}" >> "$STATE/calls"
[ "$FAILING" != "$1 $stack" ] || { echo "cannot $1" >&2; exit 1; }
case "$1" in
  init) touch "$folder/.terraform.lock.hcl" ;;
  plan) echo "plan of $stack" > "$folder/plan.bin"; echo "SECRET" ;;
  show) printf '{"format_version":"1.2","applyable":%s,"secret":"SECRET"}' "\${APPLYABLE:-true}" ;;
  apply) cat "$folder/plan.bin"; sleep "0.0$((RANDOM % 9))"; echo "applied $stack" >> "$STATE/calls" ;;
esac`,
  );
  runner.write('report.md', `${MARK}\n### Audit review\n`);
  runner.write('report.json', JSON.stringify({ findings: [] }));
  runner.write('report.sarif', '{}');
});
afterEach(() => rmSync(runner.folder, { recursive: true }));

/** What stand-ins were called with, in order. */
export const calls = (): string[] =>
  existsSync(join(runner.folder, 'calls')) ? runner.read('calls').trim().split('\n') : [];

/** Leaves what a synth leaves. */
export function synthesize(dependencies = DEPENDENCIES): void {
  const stacks = Object.entries(dependencies).map(([name, one]) => [name, { name, dependencies: one }] as const);
  runner.write('cdktf.out/manifest.json', JSON.stringify({ stacks: Object.fromEntries(stacks) }));
  for (const [name] of stacks.slice(0, 10)) runner.write(`cdktf.out/stacks/${name}/cdk.tf.json`, '{}');
}
