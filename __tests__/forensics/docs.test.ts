import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsEndpoint } from '../evidence/aws-endpoint';
import { describeWithAwsCli } from '../evidence/aws-cli';
import { delivered, type EvidencePlan, signingKey, SMALL } from '../evidence/organization-evidence';
import { python } from '../response/python';

/** The example organization's trail, before, in and after the day that docs/forensics.md speaks of. */
const PLAN: EvidencePlan = {
  ...SMALL,
  bucket: 'acme-trail-333333333333-us-east-1',
  prefix: '',
  organization: 'o-a1b2c3d4e5',
  accounts: ['111111111111', '222222222222', '333333333333', '444444444444', '555555555555', '666666666666'],
  regions: ['us-east-1', 'eu-west-1'],
  trail: 'acme-organization-trail',
  trailRegion: 'us-east-1',
  start: Date.UTC(2026, 10, 19, 23, 1, 31),
  hours: 30,
  late: {},
  backfills: [],
};

const COMMANDS = [...readFileSync('docs/forensics.md', 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(
  ([, block]) => block!.trim().split('\n'),
);
const words = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);

describeWithAwsCli('the commands of docs/forensics.md', () => {
  let folder: string;
  let endpoint: AwsEndpoint;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'org-audit-docs-'));
    copyFileSync('audit.yaml', join(folder, 'audit.yaml'));
    endpoint = await AwsEndpoint.start(
      new Map([...delivered(PLAN)].map((object) => [object.key, object])),
      {
        arn: 'arn:aws:cloudtrail:us-east-1:111111111111:trail/acme-organization-trail',
        bucket: PLAN.bucket,
        organization: PLAN.organization,
      },
      Object.fromEntries(PLAN.regions.map((region) => [region, signingKey(region).entry])),
    );
  });
  afterAll(async () => {
    await endpoint.stop();
    rmSync(folder, { recursive: true });
  });

  function run(program: string, args: readonly string[]): Promise<{ code: number; said: string }> {
    const env = { PATH: process.env.PATH, ...endpoint.environment };
    return new Promise((resolve) => {
      execFile(program, args, { cwd: folder, env }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr });
      });
    });
  }

  test('run one after the other, as the page has them', async () => {
    expect(COMMANDS.length).toBeGreaterThan(20);
    const said: Record<string, string> = {};
    for (const command of COMMANDS) {
      const [program, ...args] = words(command);
      if (program === 'aws' && args[0] !== 's3') {
        expect(python(['__tests__/commands.py'], [command])).toEqual([]);
        continue;
      }
      const [, name, , ...options] = args;
      const ran = await (program === 'aws'
        ? run(program, args)
        : run(process.execPath, [join(process.cwd(), 'src/cli/bin.cjs'), name!, ...options]));
      expect([command, ran.code, ran.code === 0 ? '' : ran.said]).toEqual([command, 0, '']);
      said[name!] = ran.said;
    }
    expect(said['verify-evidence']).toContain('Everything is proven.');
  }, 300_000);

  test('are of commands that the page’s prose names as well', () => {
    expect(new Set(COMMANDS.map((command) => words(command).slice(0, 3).join(' ')))).toEqual(
      new Set(['aws sts assume-role', 'aws s3 sync', 'npm run verify-evidence', 'npm run forensics']),
    );
  });
});
