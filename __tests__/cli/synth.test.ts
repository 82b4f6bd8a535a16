import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stacks } from '../../main';
import { synth, type Composition } from '../../src/cli/synth';
import { ConfigError } from '../../src/config/problem';
import { declare, EXAMPLES } from '../organizations';

let parent: string;
let folder: string;
let said: { out: string; err: string };

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'org-audit-cli-'));
  folder = join(parent, 'cdktf.out');
  said = { out: '', err: '' };
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((said.out += String(text))));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((said.err += String(text))));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(parent, { recursive: true });
});

const run = (
  settings: Record<string, unknown> = {},
  options: { quiet?: boolean; compose?: Composition; folder?: string } = {},
): number => {
  const file = join(parent, 'audit.yaml');
  writeFileSync(file, declare(settings));
  return synth(options.compose ?? stacks, { file, folder: options.folder ?? folder, quiet: options.quiet });
};

/** Every file below a folder with its bytes. */
const contents = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file.slice(path.length), readFileSync(file, 'utf8')]),
  );

describe('a synth', () => {
  test('writes each stack and the manifest that cdktf reads', () => {
    expect(run({ accounts: { members: ['333333333333'] } })).toBe(0);
    expect(Object.keys(contents(folder))).toEqual([
      '/manifest.json',
      '/organization',
      '/stacks/alerting/assets/announce.zip',
      '/stacks/alerting/assets/roll-call.zip',
      '/stacks/alerting/cdk.tf.json',
      ...['111111111111', '222222222222', '333333333333'].flatMap((account) => [
        `/stacks/baseline-${account}/assets/heal-recorder-us-east-1.zip`,
        `/stacks/baseline-${account}/cdk.tf.json`,
      ]),
      '/stacks/detection/cdk.tf.json',
      '/stacks/evidence/assets/heal-evidence-222222222222-us-east-1.zip',
      '/stacks/evidence/assets/heal-evidence-222222222222-us-west-2.zip',
      '/stacks/evidence/assets/verify-evidence.zip',
      '/stacks/evidence/cdk.tf.json',
      '/stacks/organization/assets/heal-guardrails-us-east-1.zip',
      '/stacks/organization/assets/heal-trail-us-east-1.zip',
      '/stacks/organization/cdk.tf.json',
    ]);
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    const dependencies = Object.entries<{ dependencies: string[] }>(manifest.stacks).map(([name, stack]) => [
      name,
      stack.dependencies,
    ]);
    expect(Object.fromEntries(dependencies)).toEqual({
      evidence: [],
      alerting: [],
      organization: ['alerting', 'evidence'],
      'baseline-111111111111': ['organization', 'evidence'],
      'baseline-222222222222': ['organization', 'evidence'],
      'baseline-333333333333': ['organization', 'evidence'],
      detection: ['organization', 'evidence'],
    });
  });

  test.each(Object.entries(EXAMPLES))('writes the same bytes in another folder: %s', (_name, settings) => {
    const other = join(parent, 'elsewhere', 'output');
    run(settings);
    run(settings, { folder: other });
    expect(contents(other)).toEqual(contents(folder));
  });

  test('keeps what Terraform keeps in a stack’s folder', () => {
    run();
    const kept = join(folder, 'stacks', 'evidence', '.terraform', 'provider');
    mkdirSync(join(kept, '..'));
    writeFileSync(kept, 'kept');
    writeFileSync(join(folder, 'stacks', 'evidence', '.terraform.lock.hcl'), 'kept');
    run({ name: 'other' });
    expect(readFileSync(kept, 'utf8')).toBe('kept');
    expect(existsSync(join(folder, 'stacks', 'evidence', '.terraform.lock.hcl'))).toBe(true);
    expect(readFileSync(join(folder, 'stacks', 'evidence', 'cdk.tf.json'), 'utf8')).toContain('other-trail-');
  });

  test('removes the files of a stack that is no longer declared, and says so', () => {
    run({ accounts: { members: ['333333333333'] } });
    expect(run()).toBe(0);
    expect(readdirSync(join(folder, 'stacks'))).not.toContain('baseline-333333333333');
    expect(said.out).toContain(
      'orphaned: baseline-333333333333 is no longer declared, but its resources stay; to remove them declare it again, destroy the stack, then take it out',
    );
  });
});

test('a folder that holds another organization’s stacks is left alone', () => {
  run();
  const before = contents(folder);
  expect(run({ organization: { id: 'o-zzzzzzzzzz' } })).toBe(1);
  expect(said.err).toBe(
    `${folder} has 1 problem:\n  it holds the stacks of the organization o-a1b2c3d4e5, not of o-zzzzzzzzzz; write elsewhere with --output\n`,
  );
  expect(contents(folder)).toEqual(before);
});

describe('a synth that fails', () => {
  const broken: [string, Record<string, unknown>, Composition][] = [
    ['because of the configuration', { name: 'Not A Name' }, stacks],
    ['because a policy does not fit', { guardrails: { limits: { scp: { characters: 100 } } } }, stacks],
    [
      'half-way',
      {},
      function* (app, organization) {
        yield* stacks(app, organization);
        throw new ConfigError('anything', ['went wrong after every stack was written']);
      },
    ],
  ];

  test.each(broken)('%s leaves what was there as it was', (_name, settings, compose) => {
    run();
    const before = contents(folder);
    said = { out: '', err: '' };
    expect(run(settings, { compose })).toBe(1);
    expect(contents(folder)).toEqual(before);
    expect(readdirSync(parent).sort()).toEqual(['audit.yaml', 'cdktf.out']);
    expect(said.err).toMatch(/has \d+ problems?:\n {2}/);
    expect(said.out).toBe('');
  });

  test.each(broken)('%s leaves nothing where nothing was', (_name, settings, compose) => {
    expect(run(settings, { compose })).toBe(1);
    expect(readdirSync(parent)).toEqual(['audit.yaml']);
  });

  test('because of a mistake of ours is not dressed up as the user’s', () => {
    const compose: Composition = () => {
      throw new TypeError('ours');
    };
    expect(() => run({}, { compose })).toThrow(new TypeError('ours'));
    expect(readdirSync(parent)).toEqual(['audit.yaml']);
  });

  test('leaves call stacks as they were: cdktf goes without them for the time of the synth only', () => {
    const { captureStackTrace } = Error;
    const during: unknown[] = [];
    const compose: Composition = () => {
      during.push(Error.captureStackTrace);
      throw new TypeError('ours');
    };
    let thrown: unknown;
    try {
      run({}, { compose });
    } catch (error) {
      thrown = error;
    }
    expect(during).not.toEqual([captureStackTrace]);
    expect(Error.captureStackTrace).toBe(captureStackTrace);
    expect((thrown as Error).stack).toContain('synth.test.ts');
  });

  test('because HCL was asked for says why', () => {
    process.env.SYNTH_HCL_OUTPUT = 'true';
    try {
      expect(run()).toBe(1);
    } finally {
      delete process.env.SYNTH_HCL_OUTPUT;
    }
    expect(said.err).toContain('HCL is not written');
    expect(existsSync(folder)).toBe(false);
  });
});

describe('the summary', () => {
  test('lists stacks, notices and what to type next', () => {
    run(
      { accounts: { logArchive: '333333333333' }, regions: { governed: ['us-east-1', 'eu-west-1'] } },
      { folder: join(parent, 'out') },
    );
    const lines = said.out.split('\n');
    expect(lines.slice(0, 8)).toEqual([
      'stack                  account       regions               resources',
      'evidence               333333333333  us-east-1, us-west-2        105',
      'alerting               222222222222  us-east-1                    74',
      'organization           111111111111  us-east-1                   101',
      'baseline-111111111111  111111111111  us-east-1, eu-west-1         45',
      'baseline-222222222222  222222222222  us-east-1, eu-west-1         40',
      'baseline-333333333333  333333333333  us-east-1, eu-west-1         45',
      'detection              222222222222  us-east-1                    53',
    ]);
    expect(said.out).toContain('7 stacks, 463 resources in ');
    expect(said.out).toContain('irreversible: objects in acme-trail-333333333333-us-east-1');
    expect(said.out).toMatch(/terraform -chdir=\S+\/stacks\/evidence init\n/);
  });

  test('counts what the files hold', () => {
    run();
    for (const line of said.out.split('\n').filter((each) => /\d{12}/.test(each) && !each.startsWith(' '))) {
      const [stack, , , ...rest] = line.split(/\s{2,}/);
      const { resource } = JSON.parse(readFileSync(join(folder, 'stacks', stack!, 'cdk.tf.json'), 'utf8'));
      const held = Object.values<object>(resource).reduce((sum, named) => sum + Object.keys(named).length, 0);
      expect([stack, rest.at(-1)]).toEqual([stack, String(held)]);
    }
  });

  test('shortens long lists of baselines and regions, and still counts everything', () => {
    const members = Array.from({ length: 20 }, (_, at) => String(300000000000 + at));
    run({ accounts: { members }, regions: { governed: ['us-east-1', 'us-east-2', 'eu-west-1', 'eu-west-2'] } });
    expect(said.out).toContain('and 15 more baselines');
    expect(said.out).toContain('us-east-1 and 3 more');
    expect(said.out).toContain('26 stacks, ');
  });

  test('is not printed in pipelines that want none', () => {
    expect(run({}, { quiet: true })).toBe(0);
    expect(said).toEqual({ out: '', err: '' });
  });
});

test('the file is named by AUDIT_CONFIG when no other is', () => {
  const file = join(parent, 'other.yaml');
  cpSync('audit.yaml', file);
  writeFileSync(file, declare({ name: 'other' }));
  process.env.AUDIT_CONFIG = file;
  try {
    expect(synth(stacks, { folder, quiet: true })).toBe(0);
  } finally {
    delete process.env.AUDIT_CONFIG;
  }
  expect(readFileSync(join(folder, 'stacks', 'evidence', 'cdk.tf.json'), 'utf8')).toContain('other-trail-');
});
