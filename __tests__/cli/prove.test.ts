import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stacks } from '../../main';
import { orgAudit } from '../../src/cli/org-audit';
import { type Composition } from '../../src/cli/synth';
import { type ProveOptions, proveCommand } from '../../src/cli/prove';
import { declare } from '../organizations';

type Acts = { readonly ACTS: Readonly<Record<string, unknown>>; readonly EVERYDAY_WORK: readonly unknown[] };

/** A part of the rows: what the matrix makes of all of them is proven elsewhere. */
jest.mock('../../src/proofs/acts', () => {
  const acts = jest.requireActual<Acts>('../../src/proofs/acts');
  return {
    ...acts,
    ACTS: { cloudtrail: acts.ACTS.cloudtrail, config: acts.ACTS.config },
    EVERYDAY_WORK: acts.EVERYDAY_WORK.slice(0, 5),
  };
});

/** Machines that do much else at once take their time. */
jest.setTimeout(120_000);

let folder: string;
let said: { out: string; err: string };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'org-audit-prove-'));
  said = { out: '', err: '' };
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((said.out += String(text))));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((said.err += String(text))));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const run = (settings: Record<string, unknown> = {}, options: ProveOptions = {}, compose: Composition = stacks) =>
  proveCommand(compose, { file: write('audit.yaml', declare({ alarms: HEARD, ...settings })), ...options });

/** An alarm that tells nobody is a gap. */
const HEARD = { topicArns: ['arn:aws:sns:us-east-1:111111111111:security-alerts'] };

const RULE = 'arn:aws:iam::222222222222:role/acme-audit-rule-x';

describe('a proof without gaps', () => {
  test('is printed, and succeeds', async () => {
    expect(await run()).toBe(0);
    expect(said.err).toBe('');
    expect(said.out.split('\n')[0]).toBe('# Proofs');
    expect(said.out).toContain('\n## cloudtrail\n');
    expect(said.out).toMatch(
      /\n\| stop the organization trail \| `cloudtrail:StopLogging` \| S \| S \|.*SCP ProtectTrail/,
    );
    expect(said.out).toContain('\n## Everyday work\n');
    expect(said.out).not.toContain('## Expectations');
    expect(said.out).not.toContain('GAP');
  });

  test('is silent when quiet', async () => {
    expect(await run({}, { quiet: true })).toBe(0);
    expect(said).toEqual({ out: '', err: '' });
  });

  test('shows expectations that hold', async () => {
    const expectations = write(
      'mine.yaml',
      JSON.stringify([{ principal: RULE, may: 'config:PutEvaluations', because: 'it reports' }]),
    );
    expect(await run({}, { expectations })).toBe(0);
    expect(said.out).toContain(`| \`${RULE}\` | may \`config:PutEvaluations\` | \`*\` | it reports | allowed |`);
  });
});

describe('a proof with gaps', () => {
  test('fails, and lists them last', async () => {
    const guardrails = { attachTo: ['222222222222'] };
    expect(await run({ accounts: { members: ['333333333333'] }, guardrails })).toBe(1);
    expect(said.err).toMatch(/^\d+ gaps:\n {2}cloudtrail:/);
    expect(said.err).toContain('  config:StopConfigurationRecorder (stop the recorder): ');
    expect(said.out).toContain('**GAP: ');
  });

  test('that is an expectation says what decides, and nothing else when quiet', async () => {
    const expectations = write(
      'mine.yaml',
      JSON.stringify([{ principal: RULE, mayNot: 'config:PutEvaluations', because: 'so' }]),
    );
    expect(await run({}, { expectations, quiet: true })).toBe(1);
    expect(said).toEqual({
      out: '',
      err: `1 gap:\n  ${RULE} may not config:PutEvaluations on * (so): it is allowed\n`,
    });
  });
});

test('what is taken for granted is said even when quiet', async () => {
  const guardrails = { attachTo: ['ou-a1b2-11111111'] };
  expect(await run({ guardrails }, { quiet: true })).toBe(0);
  expect(said.err).toBe(
    'Taken for granted: every account that is not named as a target itself is below ou-a1b2-11111111.\n',
  );
});

describe('what cannot be proven is said, and nothing printed', () => {
  test('a configuration with problems', async () => {
    expect(await run({ name: 'Not A Name' })).toBe(1);
    expect(said.err).toMatch(/audit\.yaml has 1 problem:\n {2}.*name: "Not A Name"/);
    expect(said.out).toBe('');
  });

  test('policies that do not fit', async () => {
    expect(await run({ guardrails: { limits: { scp: { characters: 1000 } } } })).toBe(1);
    expect(said.err).toMatch(/problems?:\n {2}/);
    expect(said.out).toBe('');
  });

  test('a configuration that is not there', async () => {
    expect(await proveCommand(stacks, { file: join(folder, 'none.yaml') })).toBe(1);
    expect(said.err).toContain('there is no such file');
  });

  test('expectations that are not there, though named', async () => {
    const expectations = join(folder, 'none.yaml');
    expect(await run({}, { expectations })).toBe(1);
    expect(said.err).toBe(
      `${expectations} has 1 problem:\n  there is no such file; create it, or name another with --expect\n`,
    );
    expect(said.out).toBe('');
  });

  test('expectations with problems', async () => {
    const expectations = write('mine.yaml', '- principal: me\n  may: config:PutEvaluations\n  because: so\n');
    expect(await run({}, { expectations })).toBe(1);
    expect(said.err).toContain(`${expectations} has 1 problem:\n  [0].principal: "me" is not a principal; `);
    expect(said.out).toBe('');
  });

  test('but a mistake of ours is not dressed up as the user’s', async () => {
    const compose: Composition = () => {
      throw new TypeError('ours');
    };
    await expect(run({}, {}, compose)).rejects.toThrow(new TypeError('ours'));
  });
});

test('the recipe is shown instead, with what it lets through', async () => {
  expect(await run({}, { recipe: true })).toBe(0);
  expect(said.out.split('\n')[0]).toBe('# What the common recipe lets through');
  expect(said.out).toContain('ArnNotMatches is no operator of IAM; did you mean "ArnNotLike"?');
  expect(said.out).toContain('| delete a rule | `config:DeleteConfigRule` | SCP ProtectConfig |');
  expect(said.out).not.toContain('| stop the organization trail |');
  expect(said.err).toBe('');
});

describe('the command', () => {
  test('hands its options on, and sets the exit code', async () => {
    const config = write('audit.yaml', declare());
    const expect_ = join(folder, 'none.yaml');
    await orgAudit(stacks, 'src/forensics/queries').parseAsync([
      'node',
      'org-audit',
      'prove',
      '-q',
      '-c',
      config,
      '--expect',
      expect_,
    ]);
    expect(process.exitCode).toBe(1);
    expect(said.err).toContain(expect_);
  });

  // What npm ci --omit=dev leaves out is hidden from the whole program.
  const hiding = `const Module = require('node:module');
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function (request, ...rest) {
      if (!request.startsWith('@cloud-copilot/')) return resolve.call(this, request, ...rest);
      throw Object.assign(new Error("Cannot find module '" + request + "'"), { code: 'MODULE_NOT_FOUND' });
    };`;
  const withoutSimulator = (...args: string[]) => {
    const hook = write('hide.cjs', hiding);
    return spawnSync(process.execPath, ['--require', hook, 'src/cli/bin.cjs', ...args], { encoding: 'utf8' });
  };

  test('says what to install where the simulator is not, and not how it was looked for', () => {
    const { status, stdout, stderr } = withoutSimulator('prove');
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'prove needs the policy simulator @cloud-copilot/iam-simulate, which is a development dependency; run `npm ci` without --omit=dev\n',
    });
  });

  test('leaves synth working without the simulator', () => {
    const config = write('audit.yaml', declare());
    const { status, stderr } = withoutSimulator('synth', '-q', '-c', config, '-o', join(folder, 'out'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('runs as a program', () => {
    const config = write('audit.yaml', declare({ name: 'Not A Name' }));
    expect(() => execFileSync(process.execPath, ['src/cli/bin.cjs', 'prove', '-c', config], { stdio: 'pipe' })).toThrow(
      /has 1 problem/,
    );
  });
});
