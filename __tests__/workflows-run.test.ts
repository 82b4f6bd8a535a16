import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Ran, scriptOf } from './workflows';
import { calls, KEY, runner, STACKS, synthesize, WAVES } from './workflows-rig';

jest.setTimeout(60_000);

describe('the order of stacks', () => {
  const order = (STACKS = '') => runner.run(scriptOf('plans', 'synth', 'org-audit stacks'), { STACKS });

  test('follows the manifest, in batches of four', () => {
    synthesize();
    expect(order()).toEqual({ code: 0, out: '' });
    expect(runner.outputs).toEqual({
      waves: JSON.stringify(WAVES),
      batches: JSON.stringify([STACKS.slice(0, 4).join(' '), STACKS.slice(4).join(' ')]),
    });
  });

  test('holds those that are named', () => {
    synthesize();
    expect(order('detection evidence').code).toBe(0);
    expect(runner.outputs).toEqual({ waves: '[["evidence"],["detection"]]', batches: '["evidence detection"]' });
  });

  test('fails where one that is named does not exist', () => {
    synthesize();
    const { code, out } = order('evidenze');
    expect(code).toBe(1);
    expect(out).toContain('there is no stack "evidenze"; did you mean "evidence"?');
  });

  test.each([
    [1024, 256],
    [1025, 205],
  ])('of %d stacks fits into a matrix', (count, batches) => {
    synthesize(Object.fromEntries(Array.from({ length: count }, (_, at) => [`baseline-${at}`, []])));
    expect(order().code).toBe(0);
    const made = JSON.parse(runner.outputs.batches!) as string[];
    expect(made).toHaveLength(batches);
    expect(new Set(made.join(' ').split(' ')).size).toBe(count);
  });
});

const plan = (batch: readonly string[], env: Record<string, string> = {}): Ran =>
  runner.run(scriptOf('plans', 'plan', 'terraform -chdir'), {
    BATCH: batch.join(' '),
    MODE: '',
    LOCK: 'true',
    AUDIT_PLAN_KEY: KEY,
    ...env,
  });

describe('plans', () => {
  beforeEach(() => synthesize());

  test('are made one stack after the other, and leave encrypted', () => {
    expect(plan(['evidence', 'detection']).code).toBe(0);
    expect(calls()).toEqual(
      ['evidence', 'detection'].flatMap((stack) => [
        `init ${stack} -input=false -no-color`,
        `plan ${stack} -input=false -no-color -lock=true -out=plan.bin`,
        `show ${stack} -json plan.bin`,
      ]),
    );
    expect(runner.read('plans.enc')).not.toContain('SECRET');
  });

  test('that look for drift say so', () => {
    expect(plan(['evidence'], { MODE: '-refresh-only', LOCK: 'false' }).code).toBe(0);
    expect(calls()[1]).toBe('plan evidence -input=false -no-color -lock=false -refresh-only -out=plan.bin');
  });

  test.each(['init', 'plan', 'show'])('that %s cannot make fail the job, after the others are made', (step) => {
    const { code, out } = plan(['evidence', 'alerting', 'detection'], { FAILING: `${step} alerting` });
    expect(code).toBe(1);
    expect(out).toContain('::error::no plan of alerting\n');
    expect(calls().at(-1)).toBe('show detection -json plan.bin');
    expect(existsSync(join(runner.folder, 'plans.enc'))).toBe(false);
  });

  test('are not made without a key', () => {
    const { code, out } = plan(['evidence'], { AUDIT_PLAN_KEY: '' });
    expect([code, calls()]).toEqual([1, []]);
    expect(out).toContain('::error::the secret AUDIT_PLAN_KEY is empty');
  });

  test('of a pull request enter accounts by the reader’s role, where there is one', () => {
    const stack = (role: string) => ({
      provider: {
        aws: [
          {
            region: 'us-east-1',
            assume_role: [{ role_arn: `arn:aws:iam::333333333333:role/${role}`, session_name: 'x' }],
          },
          { region: 'us-east-1', alias: 'own' },
        ],
      },
      resource: { aws_iam_role: { r: { assume_role_policy: 'role/team/Deploy' } } },
    });
    runner.write('cdktf.out/stacks/evidence/cdk.tf.json', JSON.stringify(stack('team/Deploy')));
    const { code } = runner.run(scriptOf('plans', 'plan', 'role_arn'), { ROLE: 'readers/AuditReader' });
    expect(code).toBe(0);
    // Its path is its own, not that of the role that deploys.
    expect(JSON.parse(runner.read('cdktf.out/stacks/evidence/cdk.tf.json'))).toEqual(stack('readers/AuditReader'));
    expect(JSON.parse(runner.read('cdktf.out/stacks/organization/cdk.tf.json'))).toEqual({});
  });
});

/** Batches as matrix jobs leave them, and nothing else of the job. */
function sealed(env: Record<string, string> = {}): void {
  synthesize();
  for (const [at, batch] of [STACKS.slice(0, 4), STACKS.slice(4)].entries()) {
    expect(plan(batch, env).code).toBe(0);
    runner.run(`mkdir -p sealed/plans-${at} && mv plans.enc sealed/plans-${at}`);
  }
  runner.run('rm -r cdktf.out calls');
}

const review = (env: Record<string, string> = {}): Ran =>
  runner.run(scriptOf('plans', 'review', 'org-audit review'), {
    WAVES: JSON.stringify(WAVES),
    AUDIT_PLAN_KEY: KEY,
    REVIEW: '0',
    ...env,
  });

describe('a review', () => {
  test('is of all plans at once, by name of the stack, and told in the summary', () => {
    sealed();
    expect(review().code).toBe(0);
    expect(calls()).toEqual([
      `review ${STACKS.map((stack) => `${stack}=cdktf.out/stacks/${stack}/plan.json`).join(' ')} --source audit.yaml --format markdown --output review.md --format json --output review.json --format sarif --output review.sarif`,
    ]);
    expect(runner.read('summary.md')).toBe(runner.read('report.md'));
    expect(runner.outputs).toEqual({
      verdict: '0',
      changes: 'true',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  test('says when there is nothing to apply', () => {
    sealed({ APPLYABLE: 'false' });
    expect(review().code).toBe(0);
    expect(runner.outputs.changes).toBe('false');
  });

  test('that finds something fails the job, with everything handed on', () => {
    sealed();
    expect(review({ REVIEW: '1' }).code).toBe(1);
    expect(Object.keys(runner.outputs)).toEqual(['verdict', 'changes', 'digest']);
    expect(runner.outputs.verdict).toBe('1');
    expect(runner.read('summary.md')).toBe(runner.read('report.md'));
  });

  test.each([
    ['cannot be made', { REVIEW: 'crash' }],
    ['cannot read a plan', { REVIEW: '2' }],
  ])('that %s is no finding', (_what, env) => {
    sealed();
    if (env.REVIEW === '2') runner.run('rm -r sealed/plans-1');
    expect(review(env).code).toBe(2);
    expect(runner.outputs).toEqual({ verdict: '2' });
  });

  test('cannot be made with another key', () => {
    sealed();
    expect(review({ AUDIT_PLAN_KEY: 'another' }).code).not.toBe(0);
    expect(existsSync(join(runner.folder, 'output'))).toBe(false);
  });
});

describe('an apply', () => {
  let digest: string;
  beforeEach(() => {
    sealed();
    expect(review().code).toBe(0);
    digest = runner.outputs.digest!;
    runner.run('rm -r cdktf.out calls');
    synthesize();
  });
  const apply = (env: Record<string, string> = {}): Ran =>
    runner.run(scriptOf('apply', 'apply', 'lockfile=readonly'), {
      WAVES: JSON.stringify(WAVES),
      DIGEST: digest,
      AUDIT_PLAN_KEY: KEY,
      ...env,
    });
  const applied = (): string[] => calls().flatMap((call) => /^applied (.*)/.exec(call)?.[1] ?? []);

  test('takes the plans that were reviewed, wave after wave', () => {
    const { code, out } = apply();
    expect(code).toBe(0);
    const order = applied();
    expect(WAVES.map((wave) => order.splice(0, wave.length).sort())).toEqual(WAVES);
    expect(calls().filter((call) => call.startsWith('apply'))).toHaveLength(STACKS.length);
    expect(
      calls().filter((call) => call.startsWith('apply') && !call.endsWith(' -input=false -no-color plan.bin')),
    ).toEqual([]);
    for (const stack of STACKS) expect(out).toContain(`::group::${stack}\nplan of ${stack}\n::endgroup::\n`);
  });

  test('ends with the wave in which one fails, of which the others are applied', () => {
    const { code, out } = apply({ FAILING: 'apply baseline-1' });
    expect(code).not.toBe(0);
    expect(out).toContain('::error::baseline-1 was not applied\n');
    expect(applied().sort()).toEqual(['alerting', 'baseline-2', 'evidence', 'organization']);
  });

  test('of other plans does not happen', () => {
    sealed();
    runner.run(
      'mkdir x && openssl enc -d -aes-256-cbc -pbkdf2 -iter 200000 -pass env:K -in sealed/plans-0/plans.enc | tar -xzf - -C x',
      { K: KEY },
    );
    runner.write('x/stacks/evidence/plan.bin', 'another plan');
    runner.run(
      'tar -czf - -C x stacks | openssl enc -aes-256-cbc -pbkdf2 -iter 200000 -pass env:K -out sealed/plans-0/plans.enc',
      { K: KEY },
    );
    synthesize();
    const { code, out } = apply();
    expect([code, calls()]).toEqual([1, []]);
    expect(out).toBe('::error::these are not the plans that were reviewed; nothing is applied\n');
  });
});
