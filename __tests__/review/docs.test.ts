import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reviewCommand } from '../../src/cli/review';
import type { Report } from '../../src/review/report/json';
import { RULES } from '../../src/review/rules/catalogue';
import { parseSettings } from '../../src/review/settings';
import { Runner } from '../workflows';

const PAGE = readFileSync('docs/review.md', 'utf8');
const blocks = (kind: string): string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, block]) => block!);
const COMMANDS = blocks('sh').flatMap((block) => block.trim().split('\n'));
const STOPPED = {
  format_version: '1.2',
  terraform_version: '1.11.4',
  applyable: true,
  complete: true,
  errored: false,
  planned_values: { root_module: {} },
  configuration: { root_module: {} },
  resource_changes: [
    {
      address: 'aws_cloudtrail.trail',
      mode: 'managed',
      type: 'aws_cloudtrail',
      name: 'trail',
      provider_name: 'registry.terraform.io/hashicorp/aws',
      change: {
        actions: ['update'],
        before: { name: 'acme', enable_logging: true },
        after: { name: 'acme', enable_logging: false },
        after_unknown: {},
        before_sensitive: {},
        after_sensitive: {},
      },
    },
  ],
};

let runner: Runner;
beforeEach(() => {
  runner = new Runner(mkdtempSync(join(tmpdir(), 'org-audit-docs-')));
  runner.program('npx', `[ "$1" = org-audit ] || exit 99; shift; exec node ${process.cwd()}/src/cli/bin.cjs "$@"`);
  runner.write('cdktf.out/stacks/evidence/plan.bin', '');
  runner.write('plan.json', JSON.stringify(STOPPED));
  // Prints the plan that it was asked to show.
  runner.program('terraform', 'case "$2" in plan) ;; show) cat "$STATE/plan.json" ;; *) exit 99 ;; esac');
});
afterEach(() => rmSync(runner.folder, { recursive: true }));

test('the commands of docs/review.md run one after the other, and tell what they find', () => {
  expect(COMMANDS).toHaveLength(5);
  const codes = COMMANDS.map((command) => [command, runner.run(command).code]);
  expect(codes).toEqual(COMMANDS.map((command) => [command, command.startsWith('npx') ? 1 : 0]));
  expect(runner.read('review.md')).toContain('**Fails: 1 finding at or above high.**');
  expect(runner.read('review.sarif')).toContain('"uri": "audit.yaml"');
}, 60_000);

describe('the settings that docs/review.md shows', () => {
  const [shown] = blocks('yaml audit-review');

  test('are settings, with an expiry that was allowed when the page was written', () => {
    const { evidence, failOn, accepted } = parseSettings(shown!, 'docs/review.md', '2026-11-23');
    expect([evidence.buckets.length, evidence.keys.length, failOn, accepted.length]).toEqual([1, 2, 'high', 1]);
  });
});

test('docs/review.md names every finding, once', () => {
  const named = [...PAGE.matchAll(/^\| `([a-z0-9-]+)` \| (\w+) \|/gm)].map(([, id, severity]) => `${id} ${severity}`);
  expect(named.sort()).toEqual(RULES.map(({ id, severity }) => `${id} ${severity}`).sort());
});

test('docs/review.md names every key of a JSON report', async () => {
  const out: string[] = [];
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation((...args: unknown[]) => {
      out.push(String(args[0]));
      (args.at(-1) as () => void)();
      return true;
    }),
    jest.spyOn(process.stderr, 'write').mockReturnValue(true),
  ];
  const plan = join(runner.folder, 'p.json');
  writeFileSync(plan, JSON.stringify(STOPPED));
  await reviewCommand([plan], { format: ['json'] }, new Date('2026-11-23'));
  for (const spy of spies) spy.mockRestore();
  const report = JSON.parse(out.join('')) as Report;
  const keys = [...Object.keys(report), ...Object.keys(report.findings[0]!)];
  expect(keys.length).toBeGreaterThan(15);
  expect(keys.filter((key) => !PAGE.includes(`\`${key}\``))).toEqual([]);
});
