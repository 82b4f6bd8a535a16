import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { stacks } from '../main';
import { alarmsPage } from '../src/cli/alarms-page';
import { generatedFiles } from '../src/cli/generated-files';
import { proofsPage } from '../src/cli/proofs-page';
import { proofOf, recipeOf } from '../src/cli/prove';
import { write } from '../src/cli/synth';
import { printSummary } from '../src/cli/summary';
import { loadOrganization, parseOrganization } from '../src/config/load';
import { notices } from '../src/config/notices';
import { jsonSchema } from '../src/config/schema';
import { gapsOf } from '../src/proofs/proof';
import { EXAMPLES, declare } from './organizations';
import { describeWithPython, python } from './response/python';
import { Platform } from './synthesized';

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/verification.md',
  'docs/configuration.md',
  'docs/guardrails.md',
  'docs/proofs.md',
  'docs/recipe.md',
  'docs/rules.md',
  'docs/response.md',
  'docs/remediations.md',
  'docs/alarms.md',
  'docs/runbooks.md',
  'docs/forensics.md',
  'docs/questions.md',
  'docs/coverage.md',
  'docs/review.md',
  'docs/operations.md',
  'docs/adoption.md',
  'docs/control-tower.md',
  'docs/discover.md',
  'docs/benchmarks.md',
  'UPGRADING.md',
];
const page = (path: string) => readFileSync(path, 'utf8');
const scripts = (JSON.parse(page('package.json')) as { scripts: Record<string, string> }).scripts;

/** Code blocks of a language, with their indentation taken off. */
const blocks = (path: string, language: string): string[] =>
  [...page(path).matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, 'gm'))].map(([, indent, code]) =>
    code!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );

test.each(Object.entries(generatedFiles()))(
  '%s follows from the schema; `npm run generate` rewrites it',
  (path, content) => {
    expect(page(path)).toBe(content);
  },
);

describe.each(PAGES)('%s', (path) => {
  test('links to files that exist', () => {
    const links = [...page(path).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) =>
      join(dirname(path), target!),
    );
    expect(links.filter((target) => !existsSync(target))).toEqual([]);
  });

  test('names npm scripts that exist', () => {
    const named = [...page(path).matchAll(/npm run ([\w-]+)/g)].map(([, script]) => script!);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  test('shows configurations that parse', () => {
    for (const yaml of blocks(path, 'yaml')) {
      const shown = parse(yaml) as Record<string, unknown>;
      // A list is what policies/expectations.yaml holds; another test proves it.
      if (Array.isArray(shown)) continue;
      // A part of a file is shown for any organization.
      const whole = 'name' in shown ? yaml : declare(shown);
      expect(() => parseOrganization(whole, path)).not.toThrow();
    }
  });
});

describe('of the example organization', () => {
  const example = loadOrganization('audit.yaml');

  test('docs/proofs.md shows what `npm run prove` prints; no row is uncovered', async () => {
    const proof = await proofOf(stacks, example);
    expect(page('docs/proofs.md')).toBe(proofsPage(proof));
    expect(gapsOf(proof)).toEqual([]);
  }, 120_000);

  test('docs/recipe.md shows what `npm run prove -- --recipe` prints', async () => {
    expect(page('docs/recipe.md')).toBe(await recipeOf(stacks, example));
  }, 120_000);

  test('the expectations in docs/operations.md hold', async () => {
    const [shown] = blocks('docs/operations.md', 'yaml').filter((yaml) => Array.isArray(parse(yaml)));
    const folder = mkdtempSync(join(tmpdir(), 'org-audit-docs-'));
    try {
      const file = join(folder, 'expectations.yaml');
      writeFileSync(file, shown!);
      const proof = await proofOf(stacks, example, file);
      expect(proof.expectations.length).toBeGreaterThan(10);
      expect(proof.expectations.filter(({ holds }) => !holds)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 120_000);
});

describe('what the example organization deploys', () => {
  const { stacks: deployed } = new Platform(loadOrganization('audit.yaml'));

  test('docs/alarms.md shows its alarms; `npm run generate` rewrites it', () => {
    expect(page('docs/alarms.md')).toBe(alarmsPage(Object.fromEntries(deployed.map(({ name, json }) => [name, json]))));
  });

  test('is what docs/runbooks.md speaks of', () => {
    const names = [...page('docs/runbooks.md').matchAll(/\/?\bacme[\w/-]*\w/g)].map(([name]) => name);
    const all = deployed.map(({ json }) => JSON.stringify(json)).join();
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !all.includes(name))).toEqual([]);
  });
});

describeWithPython('commands of runbooks and adoption', ['awscli'], () => {
  test.each(['docs/runbooks.md', 'docs/adoption.md'])('%s shows as the AWS CLI takes them', (path) => {
    const lines = blocks(path, 'sh').flatMap((block) => block.trim().split('\n'));
    // Those of Terraform have a test of their own.
    const commands = lines.filter((line) => !line.startsWith('terraform '));
    expect(commands.length).toBeGreaterThan(10);
    expect(python(['__tests__/commands.py'], commands)).toEqual([]);
  });

  test('are refused where they are not', () => {
    const wrong = ['aws sqs purge', 'aws sqs purge-queue --queue-url x --fast 1', 'terraform apply'];
    expect(python<string[]>(['__tests__/commands.py'], wrong).map((line) => line.split(':')[0])).toEqual(wrong);
  });
});

test('README shows what a synth of audit.yaml prints', () => {
  const folder = mkdtempSync(join(tmpdir(), 'org-audit-docs-'));
  try {
    const organization = loadOrganization('audit.yaml');
    const { stacks: written } = write(stacks, organization, join(folder, 'cdktf.out'));
    const [shown] = blocks('README.md', 'text').filter((block) => block.startsWith('stack '));
    const all = [...notices(organization), ...written.flatMap((stack) => stack.notices)];
    expect(shown).toBe(printSummary(written, all, 'cdktf.out'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('the JSON Schema that editors use', () => {
  const validate = new Ajv({ strict: false }).compile(jsonSchema());

  test.each(Object.entries(EXAMPLES))('accepts %s', (_name, settings) => {
    expect([validate(parse(declare(settings))), validate.errors]).toEqual([true, null]);
  });

  test('accepts audit.yaml, which refers to it', () => {
    expect(validate(parse(page('audit.yaml')))).toBe(true);
    expect(page('audit.yaml')).toMatch(/^# yaml-language-server: \$schema=\.\/audit\.schema\.json$/m);
  });

  test.each([
    ['an unknown key', { trial: {} }],
    ['an unknown word', { retention: { mode: 'FOREVER' } }],
    ['an account id without quotes', { accounts: { audit: 222222222222 } }],
  ])('refuses %s', (_name, settings) => {
    expect(validate(parse(declare(settings)))).toBe(false);
  });

  test('describes every key', () => {
    const undescribed: string[] = [];
    const walk = (node: Record<string, unknown>, path: string) => {
      for (const [key, child] of Object.entries((node.properties ?? {}) as Record<string, Record<string, unknown>>)) {
        if (!child.description && !(child.allOf as unknown[] | undefined)) undescribed.push(`${path}.${key}`);
        walk(child, `${path}.${key}`);
      }
      for (const option of (node.oneOf ?? []) as Record<string, unknown>[]) walk(option, path);
      if (node.items) walk(node.items as Record<string, unknown>, `${path}[]`);
    };
    walk(jsonSchema(), '');
    expect(undescribed).toEqual([]);
  });
});
