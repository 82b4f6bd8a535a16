import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { declare } from './organizations';

jest.setTimeout(300_000);

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

const folder = mkdtempSync(join(tmpdir(), 'org-audit-package-'));
const installed = join(folder, 'node_modules', 'org-audit');
const bin = join(installed, 'src', 'cli', 'bin.cjs');
let paths: readonly string[];

const npm = (...args: string[]): string =>
  execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const node = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Constructs that are about the platform as a whole, or part of another one. */
const PLATFORM_ONLY = [
  'Announcer',
  'Dashboard',
  'EventLog',
  'EvidenceVerifier',
  'MultiAccountSetupRole',
  'ReplicationAlarms',
  'RollCall',
  'TemplateBucket',
  'VerifierAlarms',
  'WorkQueue',
];

/** Every other package, as if it were installed beside: nothing is fetched. */
function linkPackages(): void {
  for (const name of readdirSync('node_modules')) {
    if (name.startsWith('.') || name === 'org-audit') continue;
    const inScope = name.startsWith('@')
      ? readdirSync(join('node_modules', name)).map((one) => join(name, one))
      : [name];
    for (const one of inScope) {
      const link = join(folder, 'node_modules', one);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(resolve('node_modules', one), link);
    }
  }
}

beforeAll(() => {
  // `prepack` does so too; what a script prints would stand before the JSON.
  npm('run', '--silent', 'build');
  const [packed] = JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', folder)) as [Packed];
  paths = packed.files.map(({ path }) => path);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', installed, '--strip-components=1']);
  linkPackages();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what is packed', () => {
  const {
    files,
    bin: command,
    main,
    types,
  } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    files: readonly string[];
    bin: Record<string, string>;
    main: string;
    types: string;
  };

  test('is what the command line and the constructs are made of, and nothing else', () => {
    const top = [...new Set(paths.map((path) => path.split('/')[0]!))].sort();
    expect(top).toEqual(['LICENSE', 'README.md', 'package.json', ...files].sort());
  });

  test('has no tests, no state, no settings of anybody and no keys', () => {
    const wrong = /__tests__|\.test\.|\.tfstate|(?:^|\/)\.|node_modules|cdktf\.out|audit\.yaml|\.pem$|\.key$/;
    expect(paths.filter((path) => wrong.test(path))).toEqual([]);
    const secret = /AKIA[0-9A-Z]{9}(?!EXAMPLE)[0-9A-Z]{7}|BEGIN (?:RSA |EC )?PRIVATE KEY/;
    expect(paths.filter((path) => secret.test(readFileSync(join(installed, path), 'utf8')))).toEqual([]);
  });

  test('has every file of its folders', () => {
    const there = (name: string): string[] =>
      statSync(name).isDirectory() ? readdirSync(name).flatMap((one) => there(join(name, one))) : [name];
    expect(files.flatMap(there).filter((path) => !paths.includes(path))).toEqual([]);
  });

  test('has what package.json points at', () => {
    for (const path of [main, types, ...Object.values(command)]) expect(paths).toContain(path.replace(/^\.\//, ''));
  });

  test('has types for each compiled file', () => {
    const compiled = paths.filter((path) => path.startsWith('dist/') && path.endsWith('.js'));
    expect(compiled.length).toBeGreaterThan(10);
    expect(compiled.filter((path) => !paths.includes(path.replace(/\.js$/, '.d.ts')))).toEqual([]);
  });
});

describe('once it is installed', () => {
  test('nothing but what is exported can be imported', () => {
    expect(() => node('-e', "require('org-audit/dist/keys/evidence-key')")).toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  const snippets = (page: string): readonly string[] =>
    [...readFileSync(page, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, snippet]) => snippet!);

  test.each<[string, number, Record<string, readonly string[]>]>([
    ['README.md', 0, { evidence: ['aws_kms_key', 'aws_s3_bucket', 'aws_s3_bucket_object_lock_configuration'] }],
    ['docs/modules.md', 0, { rules: ['aws_config_config_rule'] }],
    [
      'docs/modules.md',
      1,
      { member: ['aws_config_conformance_pack', 'aws_lambda_function'], management: ['aws_organizations_policy'] },
    ],
  ])('what %s shows compiles and synthesizes: snippet %i', (page, at, stacks) => {
    writeFileSync(join(folder, 'stack.ts'), snippets(page)[at]!);
    const tsc = resolve('node_modules', 'typescript', 'bin', 'tsc');
    node(tsc, '--strict', '--skipLibCheck', '--types', 'node', '--module', 'node16', '--target', 'es2022', 'stack.ts');
    node('stack.js');
    for (const [name, types] of Object.entries(stacks)) {
      const file = join(folder, 'cdktf.out', 'stacks', name, 'cdk.tf.json');
      const { resource } = JSON.parse(readFileSync(file, 'utf8')) as { resource: Record<string, object> };
      expect(Object.keys(resource)).toEqual(expect.arrayContaining([...types]));
    }
  });

  test('every snippet of these pages is compiled above', () => {
    expect(['README.md', 'docs/modules.md'].map((page) => snippets(page).length)).toEqual([1, 2]);
  });

  test('the healer that docs/modules.md shows has what should be beside its code', () => {
    const zip = unzipSync(readFileSync(join(folder, 'functions', 'heal-recorder.zip')));
    expect(Object.keys(zip).sort()).toEqual(['desired.json', 'index.js']);
    expect(JSON.parse(Buffer.from(zip['desired.json']!).toString())).toMatchObject({ recorder: { name: 'default' } });
  });

  test('every construct can be imported, but for parts that only the whole platform has', () => {
    const exported = JSON.parse(
      node('-e', "console.log(JSON.stringify(Object.keys(require('org-audit'))))"),
    ) as readonly string[];
    const constructs = paths
      .filter((path) => /^src\/.*\.ts$/.test(path))
      .flatMap((path) => [
        ...readFileSync(join(installed, path), 'utf8').matchAll(/^export class (\w+) extends Construct\b/gm),
      ])
      .map(([, name]) => name!);
    expect(constructs.filter((name) => !exported.includes(name)).sort()).toEqual([...PLATFORM_ONLY].sort());
  });

  test('the folders that it names are there', () => {
    const folders = JSON.parse(node('-e', "console.log(JSON.stringify(require('org-audit').sources))")) as Record<
      string,
      string
    >;
    expect(Object.keys(folders)).toEqual(['lambdas', 'policies', 'packs', 'queries']);
    for (const one of Object.values(folders)) expect(readdirSync(one)).not.toEqual([]);
  });

  test('the command line writes the same Terraform as that of the repository', () => {
    writeFileSync(join(folder, 'audit.yaml'), declare({ rules: { lambda: [{ rule: 'vpc-flow-logs' }] } }));
    node(bin, 'synth', '--quiet', '--output', 'installed');
    node(resolve('src', 'cli', 'bin.cjs'), 'synth', '--quiet', '--output', 'repository');
    const files = (name: string) =>
      readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' })
        .filter((path) => statSync(join(folder, name, path)).isFile())
        .sort();
    expect(files('installed').length).toBeGreaterThan(10);
    expect(files('installed')).toEqual(files('repository'));
    const differ = files('installed').filter(
      (path) => !readFileSync(join(folder, 'installed', path)).equals(readFileSync(join(folder, 'repository', path))),
    );
    expect(differ).toEqual([]);
  });

  test('every subcommand answers', () => {
    const said = node(bin, '--help');
    const commands = [...said.matchAll(/^ {2}([a-z-]+) .*\[options\]/gm)].map(([, name]) => name!);
    expect(commands).toEqual(expect.arrayContaining(['synth', 'forensics', 'verify-evidence']));
    for (const name of commands) expect(node(bin, name, '--help')).toContain(`org-audit ${name}`);
    expect(node(bin, 'forensics', '--list')).not.toBe('');
  });
});
