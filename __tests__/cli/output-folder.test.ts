import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutputFolder } from '../../src/cli/output-folder';

const archive = (text: string) => new Map([['function.zip', Buffer.from(text)]]);

test('what several stacks upload lies on the disk once, also when it was made anew for each', () => {
  const output = new OutputFolder(join(mkdtempSync(join(tmpdir(), 'output-')), 'cdktf.out'), 'o-exampleorgid');
  const pathOf = (stack: string) => join(output.staging, 'stacks', stack, 'assets', 'function.zip');
  output.addAssets('first', archive('same'));
  output.addAssets('other', archive('other'));
  output.addAssets('second', archive('same'));
  expect(['first', 'other', 'second'].map((stack) => readFileSync(pathOf(stack), 'utf8'))).toEqual([
    'same',
    'other',
    'same',
  ]);
  expect(statSync(pathOf('second')).ino).toBe(statSync(pathOf('first')).ino);
  expect(statSync(pathOf('other')).nlink).toBe(1);
  output.discard();
});
