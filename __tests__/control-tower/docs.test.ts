import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describeWithAwsCli } from '../evidence/aws-cli';
import { AwsEndpoint } from '../evidence/aws-endpoint';
import { delivered, type EvidencePlan, signingKey, SMALL } from '../evidence/organization-evidence';
import { declare, organization } from '../organizations';
import { python } from '../response/python';

const PAGE = readFileSync('docs/control-tower.md', 'utf8');
const blocks = (language: string): string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code]) => code!);
const COMMANDS = blocks('sh').flatMap((block) => block.trim().split('\n'));

const ORGANIZATION = organization({
  accounts: { logArchive: '333333333333', members: ['444444444444'] },
  guardrails: { exemptRoles: ['AWSControlTowerExecution'] },
  controlTower: { version: 3, trail: 'control-tower' },
});
/** What Control Tower's trail delivers, before, in and after the day that the page speaks of. */
const PLAN: EvidencePlan = {
  ...SMALL,
  bucket: ORGANIZATION.names.trailBucket,
  prefix: `${ORGANIZATION.id}/`,
  organization: ORGANIZATION.id,
  accounts: ORGANIZATION.accounts,
  regions: ['us-east-1'],
  trail: ORGANIZATION.names.trail,
  trailRegion: 'us-east-1',
  start: Date.UTC(2026, 10, 19, 23, 1, 31),
  hours: 30,
  late: {},
  backfills: [],
};

test('each part of audit.yaml on the page is accepted, and all of the modes are there', () => {
  const shown = blocks('yaml').map((yaml) => organization(parse(yaml) as Record<string, unknown>));
  expect(shown.map(({ config }) => [config.controlTower?.version, config.controlTower?.trail])).toEqual([
    [3, 'own'],
    [4, 'own'],
    [4, 'control-tower'],
  ]);
});

describeWithAwsCli('the commands of docs/control-tower.md', () => {
  let folder: string;
  let endpoint: AwsEndpoint;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'org-audit-docs-'));
    writeFileSync(join(folder, 'audit.yaml'), declare(ORGANIZATION.config));
    endpoint = await AwsEndpoint.start(
      new Map([...delivered(PLAN)].map((object) => [object.key, object])),
      { arn: ORGANIZATION.trailArn, bucket: PLAN.bucket, organization: ORGANIZATION.id },
      { 'us-east-1': signingKey('us-east-1').entry },
    );
  });
  afterAll(async () => {
    await endpoint.stop();
    rmSync(folder, { recursive: true });
  });

  const run = (program: string, args: readonly string[]): Promise<{ code: number; said: string }> =>
    new Promise((resolve) => {
      const env = { PATH: process.env.PATH, ...endpoint.environment };
      execFile(program, args, { cwd: folder, env }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr });
      });
    });

  test('run one after the other on what Control Tower’s trail delivers', async () => {
    const said: string[] = [];
    for (const command of COMMANDS) {
      const [program, ...args] = command.split(' ') as [string, ...string[]];
      if (program === 'aws' && args[0] !== 's3') {
        expect(python(['__tests__/commands.py'], [command])).toEqual([]);
        continue;
      }
      const [, name, , ...options] = args;
      const ran = await (program === 'aws'
        ? run(program, args)
        : run(process.execPath, [join(process.cwd(), 'src/cli/bin.cjs'), name!, ...options]));
      expect([command, ran.code, ran.code === 0 ? '' : ran.said]).toEqual([command, 0, '']);
      said.push(ran.said);
    }
    expect(said).toHaveLength(4);
    expect(said[2]).toContain('Everything is proven.');
  }, 300_000);
});
