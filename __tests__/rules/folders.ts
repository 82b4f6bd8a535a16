import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A rule.json that lacks nothing. */
export const MANIFEST = {
  description: 'All is well.',
  trigger: { schedule: 'TwentyFour_Hours' },
  regions: 'governed',
  accounts: 'every',
  parameters: {},
  permissions: [{ actions: ['iam:ListUsers'], resources: ['*'], why: 'looks around' }],
  memoryMb: 256,
  timeoutSeconds: 60,
};

/** A Guard file of one type. */
export const guardText = (type: string, comment = 'Things are as they are.') =>
  `# ${comment}\n\nrule a when resourceType == "${type}" {\n  configuration exists\n}\n`;

/** A folder of files by path, gone after the tests of a file. Content that is no text is written as JSON. */
export function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'org-audit-rules-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});
