import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

/**
 * Folders of src, lowest layer first. A file imports from its own folder or from a lower layer; folders of one layer
 * do not know each other.
 */
const LAYERS = [
  ['authorization', 'policy', 'catalogue'],
  ['config', 'frameworks'],
  ['review', 'discovery'],
  ['placement', 'state'],
  ['keys', 'events', 'functions'],
  ['storage'],
  [
    'organization',
    'trail',
    'recorder',
    'aggregation',
    'guardrails',
    'rules',
    'conformance',
    'response',
    'alarms',
    'forensics',
    'integrity',
  ],
  ['stacks'],
  ['modules'],
  ['proofs'],
  ['cli'],
];
/** Layers that are plain values and know nothing of Terraform. */
const PLAIN = ['authorization', 'policy', 'catalogue', 'config', 'frameworks', 'review', 'discovery'];

const folder = (path: string) => normalize(path).split('/')[0]!;
const layer = (path: string) => LAYERS.findIndex((names) => names.includes(folder(path)));
const read = (file: string) => readFileSync(join('src', file), 'utf8');
/** All but what the package shows of them. */
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && file !== 'index.ts',
);

test.each(sources)('src/%s imports only from its own folder or from below', (file) => {
  const imports = [...read(file).matchAll(/from '(\.[^']+)'/g)].map((match) => join(file, '..', match[1]!));
  expect(layer(file)).not.toBe(-1);
  expect(imports.filter((target) => folder(target) !== folder(file) && layer(target) >= layer(file))).toEqual([]);
});

test.each(sources.filter((file) => PLAIN.includes(folder(file))))('src/%s knows nothing of Terraform', (file) => {
  expect(read(file)).not.toMatch(/from '(?:cdktf|constructs|@cdktf\/[^']*)'/);
});
