import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { managedRule } from '../../src/catalogue/managed-rule';
import { coveragePage } from '../../src/cli/coverage-page';
import { generatedFiles } from '../../src/cli/generated-files';
import { managedRules } from '../../src/frameworks/contents';
import { coverageOf, groundOf } from '../../src/frameworks/coverage';
import { type Framework, fullTitle } from '../../src/frameworks/framework';
import { GENERATED } from '../../src/frameworks/pack-file';
import { PACKS } from './packs';
import { STANDARDS } from './standards';

const FOLDER = 'conformance-packs';
const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8');
const generated = generatedFiles();

test('every pack and the page are among the files that `npm run generate` writes', () => {
  const files = Object.fromEntries(PACKS.map(({ name, text }) => [`${FOLDER}/${name}.yaml`, text]));
  expect(generated).toMatchObject({ ...files, 'docs/coverage.md': coveragePage(STANDARDS, PACKS) });
});

test.each(PACKS.map(({ name, text }) => [name, text]))(
  '%s.yaml is current; `npm run generate` rewrites it',
  (name, text) => {
    expect(read(`${name}.yaml`)).toBe(text);
  },
);

test('no pack is left that was once generated; packs of users stay out of this', () => {
  const once = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml') && read(file).includes(GENERATED));
  expect(once.filter((file) => !(`${FOLDER}/${file}` in generated))).toEqual([]);
});

describe('docs/coverage.md', () => {
  const page = coveragePage(STANDARDS, PACKS);
  const chapterOf = (framework: Framework) =>
    page.split(/\n(?=## )/).find((chapter) => chapter.startsWith(`## ${fullTitle(framework)}\n`))!;

  test('stays readable', () => {
    expect(Buffer.byteLength(page)).toBeLessThan(400_000);
  });

  test.each(STANDARDS.map((one) => [one.id, one] as const))('accounts for every control of %s', (_id, framework) => {
    const { controls, controlsAll } = framework;
    const chapter = chapterOf(framework);
    const missing = controls.filter(({ id, title: name, manual }) =>
      manual === undefined ? !chapter.includes(`| ${id} | ${name} |`) : !chapter.includes(`${id} ${name}`),
    );
    expect(missing.map(({ id }) => id)).toEqual([]);
    const { published, derived, own, candidates, manual } = coverageOf(framework).grounds;
    const row = [controlsAll, published, derived, own, candidates, controlsAll - controls.length + manual];
    expect(page).toContain(`| ${row.join(' | ')} |`);
  });

  test.each(STANDARDS.map((one) => [one.id, one] as const))('names every rule beside its controls: %s', (_id, one) => {
    const chapter = chapterOf(one);
    const row = (id: string) => chapter.slice(chapter.indexOf(`\n| ${id} | `) + 1).split('\n')[0]!;
    const wrong = one.controls.filter((control) => {
      if (groundOf(control) === 'manual') return false;
      const before = / \| as ([^ ]+) \|$/.exec(row(control.id))?.[1];
      const named = [...row(before ?? control.id).matchAll(/`([a-z0-9-]+)`/g)].map(([, name]) => name);
      const managed = managedRules(control).map((rule) => managedRule(rule)!.name);
      const rules = [...managed, ...(control.lambda ?? []), ...(control.guard ?? [])];
      return JSON.stringify(named.sort()) !== JSON.stringify(rules.sort());
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test('links to chapters that exist', () => {
    const anchors = [...page.matchAll(/^## (.*)$/gm)].map(([, head]) =>
      head!
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.length).toBe(STANDARDS.length);
    expect(links.filter((link) => !anchors.includes(link!))).toEqual([]);
  });
});
