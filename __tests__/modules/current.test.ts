import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCES } from '../../src/cli/module-sources';
import { MODULES } from '../../src/modules/all';
import type { Module } from '../../src/modules/module';
import { moduleFiles } from '../../src/modules/module-files';

const EACH = MODULES.map((module) => [module.name, module] as const);

const onDisk = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();

const files = new Map(MODULES.map((module) => [module, moduleFiles(module, SOURCES)]));
const textOf = (module: Module, file: string): string => files.get(module)!.get(file) as string;

interface Main {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

test('modules/ holds the modules and nothing else', () => {
  expect(readdirSync('modules').sort()).toEqual(MODULES.map(({ name }) => name).sort());
});

test.each(EACH)('modules/%s is current; `npm run modules` rewrites it', (name, module) => {
  const folder = join('modules', name);
  expect(onDisk(folder)).toEqual([...files.get(module)!.keys()].sort());
  for (const [file, content] of files.get(module)!) {
    expect(readFileSync(join(folder, file)).equals(Buffer.from(content as string))).toBe(true);
  }
});

test.each(EACH)('%s comes out the same byte for byte when it is made again', (_name, module) => {
  expect([...moduleFiles(module, SOURCES)]).toEqual([...files.get(module)!]);
});

test.each(EACH)('%s leaves providers, backend and regions to its caller', (_name, module) => {
  const { terraform } = JSON.parse(textOf(module, 'versions.tf.json')) as { terraform: Record<string, unknown> };
  expect(Object.keys(terraform).sort()).toEqual(['required_providers', 'required_version']);
  const main = JSON.parse(textOf(module, 'main.tf.json')) as Main & Record<string, unknown>;
  expect(Object.keys(main).filter((block) => !['data', 'locals', 'resource'].includes(block))).toEqual([]);
  const bodies = Object.values(main.resource).flatMap((one) => Object.values(one));
  expect(bodies.filter((body) => 'region' in body)).toEqual([]);
  const providers = Object.keys(module.providers ?? {}).map((alias) => `aws.${alias}`);
  expect([...new Set(bodies.flatMap(({ provider }) => (provider === undefined ? [] : [provider])))].sort()).toEqual(
    providers.sort(),
  );
});

/** Service principals end in it in every partition; host names do not. */
const HOST = /\.amazonaws\.com/g;

test.each(EACH)('%s names no partition and no host of one', (_name, module) => {
  for (const file of ['main.tf.json', 'outputs.tf.json']) {
    const text = textOf(module, file);
    expect(text).not.toMatch(/arn:aws/);
    const before = [...text.matchAll(HOST)].map(({ index }) => /[\w.${}-]*$/.exec(text.slice(0, index))![0]);
    expect(
      before.filter((name) => !/^(?:[a-z0-9-]+|logging\.s3|delivery\.logs|.*aws-service-role\/[a-z.]+)$/.test(name)),
    ).toEqual([]);
  }
});

test.each(EACH)('%s: every input and output says what it is, and the README repeats it', (_name, module) => {
  const page = textOf(module, 'README.md');
  const { variable } = JSON.parse(textOf(module, 'variables.tf.json')) as { variable: Record<string, Described> };
  const { output } = JSON.parse(textOf(module, 'outputs.tf.json')) as { output: Record<string, Described> };
  for (const [name, { description }] of [...Object.entries(variable), ...Object.entries(output)]) {
    expect(description).toMatch(/^[A-Z`].*\.$/s);
    expect(page).toContain(`| \`${name}\` |`);
    expect(page).toContain(description.replaceAll('|', '\\|'));
  }
});

interface Described {
  readonly description: string;
}
