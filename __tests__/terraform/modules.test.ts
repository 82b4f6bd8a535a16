import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCES } from '../../src/cli/module-sources';
import { MODULES } from '../../src/modules/all';
import { exampleOf } from '../../src/modules/readme';
import { WRONG_INPUTS } from '../modules/wrong-inputs';
import { ModuleRoot } from './module-root';
import { describeWith, succeed } from './terraform';

jest.setTimeout(600_000);

const EACH = MODULES.map((module) => [module.name, module] as const);

const roots: ModuleRoot[] = [];
afterAll(() => roots.forEach((root) => root.remove()));

const rootOf = (...modules: ConstructorParameters<typeof ModuleRoot>): ModuleRoot => {
  const root = new ModuleRoot(...modules);
  roots.push(root);
  return root;
};

describeWith(['terraform'], 'modules as Terraform takes them', () => {
  test.each(EACH)('%s: what the README shows is valid', async (_name, module) => {
    const root = rootOf([module]).provide().write('main.tf', exampleOf(module, SOURCES));
    await root.init();
    expect(await root.validate()).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
  });

  test('docs/modules.md: outputs of one are inputs of another, without a cycle', async () => {
    const [, joined] = /```hcl\n([\s\S]*?)```/.exec(readFileSync(join('docs', 'modules.md'), 'utf8'))!;
    const root = rootOf(MODULES).provide(undefined, ['management']).write('main.tf', joined!);
    await root.init();
    expect(await root.validate()).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
    expect(await root.complaints()).toEqual([]);
  });

  test.each(EACH)('%s: terraform test with a mocked provider', async (name, module) => {
    const root = rootOf([module]);
    const folder = join(root.folder, 'modules', name);
    const written = readFileSync(join('__tests__', 'modules', name, 'accepts.tftest.hcl'), 'utf8');
    root.write(join('modules', name, 'tests', 'accepts.tftest.hcl'), written);
    await succeed(folder, 'init', '-backend=false', '-input=false', '-no-color');
    const runs = [...written.matchAll(/^run /gm)].length;
    expect(await succeed(folder, 'test', '-no-color')).toContain(`${runs} passed, 0 failed`);
  });

  test.each(EACH)('%s: wrong inputs are refused, all at once and in whole sentences', async (name, module) => {
    const [alone, together] = [false, true].map((are) =>
      WRONG_INPUTS[name]!.filter((one) => (one.together ?? false) === are),
    );
    for (const cases of [alone!, together!].filter(({ length }) => length > 0)) {
      const calls = cases.map(({ inputs }, at) => [`case_${at}`, { source: `./modules/${name}`, ...inputs }]);
      const root = rootOf([module])
        .provide()
        .write('main.tf.json', { module: Object.fromEntries(calls) });
      await root.init();
      expect((await root.complaints()).sort()).toEqual(cases.flatMap(({ says }) => says).sort());
    }
  });
});
