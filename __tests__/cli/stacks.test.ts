import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stacksCommand } from '../../src/cli/stacks';

let folder: string;
let said: { out: string; err: string };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'org-audit-stacks-'));
  said = { out: '', err: '' };
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((said.out += String(text))));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((said.err += String(text))));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const manifest = (dependencies: Record<string, string[]>): void => {
  const stacks = Object.entries(dependencies).map(([name, all]) => [name, { dependencies: all }]);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ stacks: Object.fromEntries(stacks) }));
};

test.each([
  ['one', { a: [] }, [['a']]],
  ['those that need nothing, by name', { b: [], a: [] }, [['a', 'b']]],
  ['a chain', { a: ['b'], b: ['c'], c: [] }, [['c'], ['b'], ['a']]],
  ['the longest way', { a: [], b: ['a'], c: ['a', 'b'], d: ['a'] }, [['a'], ['b', 'd'], ['c']]],
  ['none', {}, []],
])('prints the order of %s', (_what, dependencies, waves) => {
  manifest(dependencies);
  expect(stacksCommand({ folder, json: true })).toBe(0);
  expect(JSON.parse(said.out)).toEqual(waves);
  said.out = '';
  expect(stacksCommand({ folder })).toBe(0);
  expect(said).toEqual({ out: waves.map((wave) => `${wave.join(' ')}\n`).join(''), err: '' });
});

test('prints those that are named, without empty waves', () => {
  manifest({ a: [], b: ['a'], c: ['b'] });
  expect(stacksCommand({ folder, only: ['c', 'a'] })).toBe(0);
  expect(said.out).toBe('a\nc\n');
});

test('lists names that it does not know', () => {
  manifest({ evidence: [], organization: [] });
  expect(stacksCommand({ folder, only: ['evidenze', 'x', 'evidence'] })).toBe(1);
  expect(said).toEqual({
    out: '',
    err: 'stacks has 2 problems:\n  there is no stack "evidenze"; did you mean "evidence"?\n  there is no stack "x"; `org-audit stacks` lists them\n',
  });
});

test.each([
  ['nothing', undefined],
  ['half a file', '{"stacks": {'],
  ['another file', '[]'],
  ['null', 'null'],
])('says what to do where there is %s', (_what, text) => {
  if (text !== undefined) writeFileSync(join(folder, 'manifest.json'), text);
  expect(stacksCommand({ folder })).toBe(1);
  const file = join(folder, 'manifest.json');
  expect(said.err).toBe(
    `${file} has 1 problem:\n  no synth wrote it; run \`org-audit synth\`, or name its folder with --folder\n`,
  );
});
