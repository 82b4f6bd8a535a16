import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forensics } from '../../src/cli/forensics';
import { Questions } from '../../src/forensics/questions';
import { tablesOfQuestion } from '../../src/forensics/question';
import { missingTables } from '../../src/forensics/tables';
import { declare, EXAMPLES, organization } from '../organizations';

const QUERIES = 'src/forensics/queries';
const THEIRS = EXAMPLES['Control Tower 4, with its trail']!;
const OURS = EXAMPLES['Control Tower 3']!;

test.each([
  ['root-activity', ['cloudtrail']],
  ['insights-in-window', ['insights']],
  ['resource-at-time', ['config_history', 'config_snapshots']],
  ['resource-changes', ['cloudtrail', 'config_history']],
])('%s looks into %j', (name, tables) => {
  expect(tablesOfQuestion(new Questions(QUERIES).named(name))).toEqual(tables);
});

test('tables are neither found in comments nor in names of other things', () => {
  const sql = '-- FROM cloudtrail\nSELECT cloudtrail FROM teams JOIN Config_History ON 1 = 1 -- JOIN insights';
  expect(tablesOfQuestion({ sql })).toEqual(['config_history']);
});

test('what cannot be asked where the trail is Control Tower’s is what looks into its tables', () => {
  for (const question of new Questions(QUERIES).all) {
    const ofTrail = tablesOfQuestion(question).filter((table) => ['cloudtrail', 'insights'].includes(table));
    expect([question.name, missingTables(organization(THEIRS), question)]).toEqual([question.name, ofTrail]);
    expect([question.name, missingTables(organization(OURS), question)]).toEqual([question.name, []]);
  }
});

describe('asked of Athena', () => {
  let folder: string;
  let said: { out: string; err: string };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'org-audit-questions-'));
    said = { out: '', err: '' };
    jest.spyOn(process.stdout, 'write').mockImplementation((text, ...rest) => {
      said.out += String(text);
      (rest.at(-1) as (() => void) | undefined)?.();
      return true;
    });
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((said.err += String(text))));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });
  const ask = (settings: Record<string, unknown>, question: string) => {
    const config = join(folder, 'audit.yaml');
    writeFileSync(config, declare(settings));
    return forensics(QUERIES, question, { athena: true, config, from: '2026-11-20', to: '2026-11-21' });
  };

  test('a question about calls is refused, and says what to do', async () => {
    expect(await ask(THEIRS, 'root-activity')).not.toBe(0);
    expect(said.out).toBe('');
    expect(said.err).toContain(
      'there is no table cloudtrail, as controlTower.trail leaves the trail to Control Tower; fetch its files and ask with --logs',
    );
  });

  test('it is asked where the trail is ours', async () => {
    expect(await ask(OURS, 'root-activity')).toBe(0);
    expect(said.out).toContain('aws athena start-query-execution');
  });
});
