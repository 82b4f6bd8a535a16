import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runInNewContext } from 'node:vm';
import { unzipSync, zipSync } from 'fflate';
import { ConfigError } from '../../src/config/problem';
import { storedArchives } from '../../src/functions/archive-cache';
import { hashOf, lambdaArchives, withFile } from '../../src/functions/lambda-archive';
import { describeWithPython, python } from '../response/python';
import { folderOf } from '../rules/folders';

const FILES = {
  'lambdas/shared/words.ts': 'export const greeting: string = "good day";\nexport const unused = "never said";\n',
  'lambdas/greeter/index.ts':
    "import { greeting } from '../shared/words';\nexport const handler = (event: { to: string }): string => `${greeting}, ${event.to}`;\n",
  'lambdas/counter/index.ts':
    'let calls: number = 0;\n// The number of calls.\nexport const handler = () => ++calls;\n',
};
const lambdas = (files: Readonly<Record<string, string>> = FILES) => join(folderOf(files), 'lambdas');
const bytesOf = (archives: ReadonlyMap<string, { zip: Uint8Array }>) =>
  Object.fromEntries([...archives].map(([rule, { zip }]) => [rule, Buffer.from(zip).toString('hex')]));
const hashesOf = (archives: ReadonlyMap<string, { hash: string }>) =>
  [...archives].map(([rule, { hash }]) => [rule, hash]);

/** The same, made by a process of its own. */
const elsewhere = (folder: string, rules: string[], { cwd, ...env }: Record<string, string>): unknown =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [resolve('src/cli/run.cjs'), resolve('__tests__/functions/archive-hashes.ts'), resolve(folder), ...rules],
      { cwd, env: { ...process.env, ...env }, encoding: 'utf8' },
    ),
  );

/** Runs a bundle as Lambda would. */
function load(code: Uint8Array): { handler: (event?: unknown) => unknown } {
  const module = { exports: {} };
  runInNewContext(Buffer.from(code).toString('utf8'), { module, exports: module.exports });
  return module.exports as { handler: () => unknown };
}

describe('an archive', () => {
  const archives = lambdaArchives(lambdas(), ['greeter', 'counter']);

  test('is made of each rule that is asked for, in their order', () => {
    expect([...archives.keys()]).toEqual(['greeter', 'counter']);
    expect([...lambdaArchives(lambdas(), ['counter']).keys()]).toEqual(['counter']);
  });

  test('holds one file, which runs', () => {
    for (const { zip, code } of archives.values()) {
      const files = unzipSync(zip);
      expect(Object.keys(files)).toEqual(['index.js']);
      expect(Buffer.from(files['index.js']!).equals(Buffer.from(code))).toBe(true);
    }
    expect(load(archives.get('greeter')!.code).handler({ to: 'you' })).toBe('good day, you');
    expect(load(archives.get('counter')!.code).handler()).toBe(1);
  });

  test('holds what is used, and nothing else', () => {
    const text = Buffer.from(archives.get('greeter')!.code).toString('utf8');
    expect(text).not.toContain('never said');
    expect(Buffer.from(archives.get('counter')!.code).toString('utf8')).not.toContain('The number of calls');
    expect(text).not.toContain(tmpdir());
  });

  test('has the hash that Lambda computes', () => {
    for (const { zip, hash } of archives.values()) expect(hash).toBe(createHash('sha256').update(zip).digest('base64'));
  });

  test('is made of nothing when nothing is asked for, wherever', () => {
    expect(lambdaArchives('/nowhere', [])).toEqual(new Map());
  });
});

describe('a bundle that holds the model of a whole service', () => {
  /** As the SDK writes EC2's: names as computed keys, of which a function needs few. */
  const shapes = (count: number): string =>
    Array.from(
      { length: count },
      (_, at) =>
        `const _k${at} = "key${at}";\nexport const shape${at} = { [_k${at}]: "shape ${at} ${'.'.repeat(200)}" };\n`,
    ).join('');
  const modelled = (count: number) =>
    lambdas({
      'lambdas/shared/model.ts': shapes(count),
      'lambdas/asker/index.ts':
        "import { shape7 } from '../shared/model';\nexport const handler = (): unknown => shape7;\n",
    });
  const bundled = (count: number) => lambdaArchives(modelled(count), ['asker']).get('asker')!.code;

  test('loses what is not used, and does the same', () => {
    const code = bundled(4000);
    expect(code.length).toBeLessThan(2000);
    expect(Object.entries(load(code).handler() as object)).toEqual([['key7', `shape 7 ${'.'.repeat(200)}`]]);
  });

  test('is left as it is where it is small enough', () => {
    const code = bundled(400);
    expect(code.length).toBeGreaterThan(80_000);
    expect(Object.keys(load(code).handler() as object)).toEqual(['key7']);
  });
});

describe('archives are the same to the byte', () => {
  const RULES = ['greeter', 'counter'];

  test('when they are made again', () => {
    const folder = lambdas();
    expect(bytesOf(lambdaArchives(folder, RULES))).toEqual(bytesOf(lambdaArchives(folder, RULES)));
  });

  test('when they are made of another folder, or beside others', () => {
    const first = bytesOf(lambdaArchives(lambdas(), RULES));
    expect(bytesOf(lambdaArchives(lambdas(), RULES))).toEqual(first);
    expect(bytesOf(lambdaArchives(lambdas(), ['greeter']))).toEqual({ greeter: first.greeter });
  });

  test.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC'])('in %s', (TZ) => {
    const folder = lambdas();
    expect(elsewhere(folder, RULES, { TZ })).toEqual(hashesOf(lambdaArchives(folder, RULES)));
  });

  test('but for a rule that changed', () => {
    const first = bytesOf(lambdaArchives(lambdas(), RULES));
    const changed = { ...FILES, 'lambdas/shared/words.ts': 'export const greeting = "good night";' };
    const second = bytesOf(lambdaArchives(lambdas(changed), RULES));
    expect(second.counter).toBe(first.counter);
    expect(second.greeter).not.toBe(first.greeter);
  });

  test('of the project’s own rules too, in another time zone and from another folder', () => {
    // The second is of those that are slimmed.
    const rules = ['iam-user-mfa', 'vpc-flow-logs'];
    const here = hashesOf(lambdaArchives('lambdas', rules));
    expect(elsewhere('lambdas', rules, { TZ: 'Pacific/Kiritimati', cwd: tmpdir() })).toEqual(here);
  }, 60_000);
});

describe('a rule that cannot be bundled', () => {
  const complaint = (files: Readonly<Record<string, string>>, rules: string[]): string => {
    try {
      lambdaArchives(lambdas(files), rules);
    } catch (error) {
      if (error instanceof ConfigError) return error.message;
      throw error;
    }
    throw new Error('nothing was wrong');
  };

  test('is told of by file and line, beside others', () => {
    const files = {
      ...FILES,
      'lambdas/broken/index.ts': 'export const handler = () => {\n  return 1 +;\n};\n',
      'lambdas/lost/index.ts': "\nimport { a } from '../shared/nothing';\nexport const handler = () => a;\n",
    };
    expect(complaint(files, ['broken', 'counter', 'lost']).split('\n').sort()).toEqual([
      '  lambdas/broken/index.ts, line 2: Unexpected ";"; mend the code',
      '  lambdas/lost/index.ts, line 2: Could not resolve "../shared/nothing"; mend the code',
      'lambdas has 2 problems:',
    ]);
  });

  test('is told of when it has no code', () => {
    expect(complaint({ ...FILES, 'lambdas/empty/rule.json': '{}' }, ['empty'])).toMatch(
      /^lambdas has 1 problem:\n {2}Could not resolve ".*\/lambdas\/empty\/index\.ts"; mend the code$/,
    );
  });
});

describe('archives that are kept', () => {
  const LOCKED = { ...FILES, 'package-lock.json': '{}' };
  const storeOf = (folder: string) => resolve(folder, '..', 'node_modules', '.cache', 'org-audit');
  const kept = (folder: string) =>
    readdirSync(storeOf(folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.includes('.'))
      .map((file) => file.split('/')[1]!)
      .sort();

  test('are those that are made', () => {
    const folder = lambdas({ ...FILES, 'package-lock.json': '{}' });
    const made = bytesOf(lambdaArchives(folder, ['greeter', 'counter']));
    const first = storedArchives(folder, ['greeter', 'counter']);
    const second = storedArchives(folder, ['greeter', 'counter']);
    expect([bytesOf(first), bytesOf(second)]).toEqual([made, made]);
    expect(hashesOf(second)).toEqual(hashesOf(lambdaArchives(folder, ['greeter', 'counter'])));
    expect(kept(folder)).toEqual(['counter.zip', 'greeter.zip']);
  });

  test('are not made a second time', () => {
    const folder = lambdas(LOCKED);
    const first = bytesOf(storedArchives(folder, ['greeter']));
    const [key] = readdirSync(storeOf(folder));
    writeFileSync(join(storeOf(folder), key!, 'greeter.zip'), 'kept');
    expect(bytesOf(storedArchives(folder, ['greeter']))).toEqual({ greeter: Buffer.from('kept').toString('hex') });
    rmSync(storeOf(folder), { recursive: true });
    expect(bytesOf(storedArchives(folder, ['greeter']))).toEqual(first);
  });

  test('are made beside those that are there already', () => {
    const folder = lambdas(LOCKED);
    storedArchives(folder, ['greeter']);
    expect([...storedArchives(folder, ['counter', 'greeter']).keys()]).toEqual(['counter', 'greeter']);
    expect(kept(folder)).toEqual(['counter.zip', 'greeter.zip']);
  });

  test.each([
    ['a file of theirs', 'lambdas/shared/words.ts', 'export const greeting = "good night";'],
    ['what is installed', 'package-lock.json', '{ "packages": {} }'],
  ])('are made anew when %s changes', (_, path, content) => {
    const folder = lambdas(LOCKED);
    storedArchives(folder, ['greeter']);
    writeFileSync(resolve(folder, '..', path), content);
    expect(bytesOf(storedArchives(folder, ['greeter']))).toEqual(bytesOf(lambdaArchives(folder, ['greeter'])));
    expect(readdirSync(storeOf(folder))).toHaveLength(2);
  });

  test('are made anew when they are made another way', async () => {
    const folder = lambdas(LOCKED);
    storedArchives(folder, ['greeter']);
    await jest.isolateModulesAsync(async () => {
      jest.doMock('../../src/functions/lambda-archive', () => ({
        ...jest.requireActual<object>('../../src/functions/lambda-archive'),
        RECIPE: 'another way',
      }));
      (await import('../../src/functions/archive-cache')).storedArchives(folder, ['greeter']);
    });
    jest.dontMock('../../src/functions/lambda-archive');
    expect(readdirSync(storeOf(folder))).toHaveLength(2);
    storedArchives(folder, ['greeter']);
    expect(readdirSync(storeOf(folder))).toHaveLength(2);
  });

  test('are none where nothing says what is installed', () => {
    const folder = lambdas();
    expect(bytesOf(storedArchives(folder, ['greeter']))).toEqual(bytesOf(lambdaArchives(folder, ['greeter'])));
    expect(existsSync(resolve(folder, '..', 'node_modules'))).toBe(false);
  });

  test('are none when nothing is asked for', () => {
    const folder = lambdas(LOCKED);
    expect(storedArchives(folder, [])).toEqual(new Map());
    expect(existsSync(storeOf(folder))).toBe(false);
  });
});

describe('an archive with a file beside the code', () => {
  const greeter = () => lambdaArchives(lambdas(), ['greeter']).get('greeter')!;
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

  test('holds the code as it was, and the file', () => {
    const { zip, hash } = withFile(greeter(), 'desired.json', '{"grüße":1}');
    const files = unzipSync(zip);
    expect(Object.keys(files)).toEqual(['index.js', 'desired.json']);
    expect(Buffer.from(files['index.js']!)).toEqual(Buffer.from(greeter().code));
    expect(text(files['desired.json']!)).toBe('{"grüße":1}');
    expect(hash).toBe(hashOf(zip));
  });

  test('is the same for the same, whether the archive was kept or has just been made', () => {
    const folder = lambdas({ ...FILES, 'package-lock.json': '{}' });
    const made = storedArchives(folder, ['greeter']).get('greeter')!;
    const kept = storedArchives(folder, ['greeter']).get('greeter')!;
    const hashes = [greeter(), made, kept].map((archive) => withFile(archive, 'desired.json', '{}').hash);
    expect(new Set(hashes).size).toBe(1);
    expect(withFile(made, 'desired.json', '[]').hash).not.toBe(hashes[0]);
  });
});

describeWithPython('an archive with a file beside the code, to others', ['zipfile'], () => {
  test('is whole and without a date', () => {
    const path = join(folderOf({}), 'function.zip');
    const code = zipSync({ 'index.js': Buffer.alloc(100_000, 'code;') });
    writeFileSync(path, withFile({ zip: code }, 'desired.json', '{}').zip);
    const read = [
      'import json, sys, zipfile',
      'zip = zipfile.ZipFile(json.load(sys.stdin))',
      'files = [[one.filename, one.file_size, one.date_time[0]] for one in zip.infolist()]',
      'print(json.dumps([zip.testzip(), files]))',
    ].join('\n');
    expect(python(['-c', read], path)).toEqual([
      null,
      [
        ['index.js', 100_000, 1980],
        ['desired.json', 2, 1980],
      ],
    ]);
  });
});
