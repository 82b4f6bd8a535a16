import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith, succeed, terraform } from './terraform';

jest.setTimeout(120_000);

const blocks = (language: string): string[] =>
  [
    ...readFileSync('docs/adoption.md', 'utf8').matchAll(
      new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, 'gm'),
    ),
  ].map(([, code]) => code!);

describeWith(['terraform'], 'docs/adoption.md', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'org-audit-docs-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('shows how other modules let go, as Terraform takes it', async () => {
    const shown = blocks('hcl');
    expect(shown).toHaveLength(2);
    for (const [at, block] of shown.entries()) writeFileSync(join(folder, `removed-${at}.tf`), block);
    await succeed(folder, 'fmt', '-check', '-no-color');
    await succeed(folder, 'init', '-backend=false', '-input=false', '-no-color');
    await succeed(folder, 'validate', '-no-color');
  });

  test('names commands that Terraform has', async () => {
    const commands = blocks('sh')
      .flatMap((block) => block.trim().split('\n'))
      .map((line) => line.trim().split(' '))
      .filter(([program]) => program === 'terraform')
      .map((words) => words.slice(1).filter((word) => !word.startsWith('-chdir=')));
    expect(commands.length).toBeGreaterThan(5);
    for (const words of commands) {
      const options = words.filter((word) => word.startsWith('-'));
      const [first = '', second = ''] = words;
      const { output } = await terraform(folder, ...(first === 'state' ? [first, second] : [first]), '-help');
      expect([first, output]).toEqual([first, expect.stringMatching(/^Usage: terraform \[global options\] /)]);
      for (const option of options) expect(output).toContain(option.split('=')[0]);
    }
  });
});
