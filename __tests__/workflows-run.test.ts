import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atlantisReview, gitlabScript, type Ran, Runner, scriptOf } from './workflows';

jest.setTimeout(60_000);

const KEY = 'correct horse battery staple';
const MARK = '<!-- org-audit review -->';
/** The example's order, with two accounts. */
const WAVES = [['alerting', 'evidence'], ['organization'], ['baseline-1', 'baseline-2'], ['detection']];
const STACKS = WAVES.flat();
const DEPENDENCIES: Record<string, string[]> = {
  alerting: [],
  evidence: [],
  organization: ['alerting', 'evidence'],
  'baseline-1': ['organization', 'evidence'],
  'baseline-2': ['organization', 'evidence'],
  detection: ['organization', 'baseline-1', 'baseline-2'],
};

let runner: Runner;
beforeEach(() => {
  runner = new Runner(mkdtempSync(join(tmpdir(), 'org-audit-workflow-')));
  // The command line as it is, but for the review, which writes what it was asked for and ends as it is told.
  runner.program(
    'npx',
    `[ "$1" = org-audit ] || exit 99
if [ "$2" = stacks ]; then shift; exec node ${process.cwd()}/src/cli/bin.cjs "$@"; fi
shift 2
echo "review $*" >> "$STATE/calls"
while [ $# -gt 0 ]; do
  case "$1" in
    *=*) [ -s "\${1#*=}" ] || exit 2 ;;
    --output) [ "$REVIEW" = crash ] || cp "$STATE/report.\${2##*.}" "$2"; shift ;;
    --*) shift ;;
  esac
  shift
done
[ "$REVIEW" != crash ] || exit 1
exit "$REVIEW"`,
  );
  runner.program(
    'terraform',
    `stack=\${1##*/}; folder=\${1#-chdir=}; shift
echo "$1 $stack \${*:2}" >> "$STATE/calls"
[ "$FAILING" != "$1 $stack" ] || { echo "cannot $1" >&2; exit 1; }
case "$1" in
  init) touch "$folder/.terraform.lock.hcl" ;;
  plan) echo "plan of $stack" > "$folder/plan.bin"; echo "SECRET" ;;
  show) printf '{"format_version":"1.2","applyable":%s,"secret":"SECRET"}' "\${APPLYABLE:-true}" ;;
  apply) cat "$folder/plan.bin"; sleep "0.0$((RANDOM % 9))"; echo "applied $stack" >> "$STATE/calls" ;;
esac`,
  );
  runner.write('report.md', `${MARK}\n### Audit review\n`);
  runner.write('report.json', JSON.stringify({ findings: [] }));
  runner.write('report.sarif', '{}');
});
afterEach(() => rmSync(runner.folder, { recursive: true }));

const calls = (): string[] => (existsSync(join(runner.folder, 'calls')) ? runner.read('calls').trim().split('\n') : []);

function synthesize(dependencies = DEPENDENCIES): void {
  const stacks = Object.entries(dependencies).map(([name, one]) => [name, { name, dependencies: one }] as const);
  runner.write('cdktf.out/manifest.json', JSON.stringify({ stacks: Object.fromEntries(stacks) }));
  for (const [name] of stacks.slice(0, 10)) runner.write(`cdktf.out/stacks/${name}/cdk.tf.json`, '{}');
}

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

describe('GitHub', () => {
  interface Item {
    readonly id: number;
    readonly number: number;
    readonly user: { login: string };
    body: string | null;
    state?: string;
    readonly pull_request?: object;
  }
  const bot = { login: 'github-actions[bot]' };
  const items = (): Item[] => JSON.parse(runner.read('items.json')) as Item[];
  const others: Item[] = [
    { id: 1, number: 1, user: { login: 'somebody' }, body: `${MARK}\nmine` },
    { id: 2, number: 2, user: bot, body: 'coverage 80%' },
    { id: 3, number: 3, user: bot, body: null },
  ];

  beforeEach(() => {
    runner.write('items.json', JSON.stringify(others));
    // Lists, adds and changes items of a file, as the API does.
    runner.program(
      'gh',
      `[ "$1" = api ] && [ -n "$GH_TOKEN" ] || exit 99
shift; method=GET; body=; state=; title=; filter=.
while [ $# -gt 0 ]; do
  case "$1" in
    --method) method=$2; shift ;;
    --jq) filter=$2; shift ;;
    --field) case "$2" in body=@*) body=\${2#body=@} ;; state=*) state=\${2#state=} ;; title=*) title=\${2#title=} ;; esac; shift ;;
    --paginate|--silent) ;;
    *) path=$1 ;;
  esac
  shift
done
items="$STATE/items.json"
echo "$method $path" >> "$STATE/calls"
case "$method" in
  GET) jq -r "$filter" "$items" ;;
  POST) jq --rawfile body "$body" --arg title "$title" '. + [{id: 70, number: 70, user: {login: "github-actions[bot]"}, body: $body} + if $title == "" then {} else {title: $title, state: "open"} end]' "$items" > "$items.new" && mv "$items.new" "$items" ;;
  PATCH) jq --arg id "\${path##*/}" --rawfile body "$body" --arg state "$state" 'map(if (.id | tostring) == $id then .body = $body | if $state == "" then . else .state = $state end else . end)' "$items" > "$items.new" && mv "$items.new" "$items" ;;
esac`,
    );
  });

  describe('comment', () => {
    const comment = (): Ran =>
      runner.run(scriptOf('plan', 'comment', 'gh api'), {
        GH_TOKEN: 't',
        COMMENTS: 'repos/a/b/issues/5/comments',
        COMMENT: 'repos/a/b/issues/comments',
        RUN: 'https://github.example/run/1',
      });

    test('is written once, then kept current; those of others stay', () => {
      runner.write('review.md', `${MARK}\nfirst @ & "quoted"\n`);
      expect(comment()).toEqual({ code: 0, out: '' });
      runner.write('review.md', `${MARK}\nsecond\n`);
      expect(comment()).toEqual({ code: 0, out: '' });
      expect(calls()).toEqual([
        'GET repos/a/b/issues/5/comments?per_page=100',
        'POST repos/a/b/issues/5/comments',
        'GET repos/a/b/issues/5/comments?per_page=100',
        'PATCH repos/a/b/issues/comments/70',
      ]);
      expect(items()).toEqual([...others, { id: 70, number: 70, user: bot, body: `${MARK}\nsecond\n` }]);
    });

    test('says so where there is no review, instead of what the last one said', () => {
      runner.write('review.md', `${MARK}\n**Passes**\n`);
      comment();
      rmSync(join(runner.folder, 'review.md'));
      expect(comment().code).toBe(0);
      expect(items().at(-1)!.body).toBe(
        `${MARK}\n### Audit review\n\n**Fails: there is no review.** [The run](https://github.example/run/1) says why.\n`,
      );
    });

    test('fails the job where it cannot be written', () => {
      runner.program('gh', 'exit 1');
      expect(comment().code).toBe(1);
    });
  });

  describe('issue', () => {
    const issue = (VERDICT: string): Ran =>
      runner.run(scriptOf('drift', 'issue', 'gh api'), {
        GH_TOKEN: 't',
        ISSUES: 'repos/a/b/issues',
        RUN: 'https://github.example/run/1',
        VERDICT,
      });

    test('is opened, kept current and closed', () => {
      runner.write('review.md', `${MARK}\ndrift\n`);
      expect(issue('1')).toEqual({ code: 0, out: '' });
      expect(items().at(-1)).toMatchObject({
        title: 'Drift takes from the audit evidence',
        state: 'open',
        body: `${MARK}\ndrift\n`,
      });
      runner.write('review.md', `${MARK}\nmore\n`);
      expect(issue('1').code).toBe(0);
      expect(items()).toHaveLength(4);
      expect(items().at(-1)).toMatchObject({ state: 'open', body: `${MARK}\nmore\n` });
      runner.write('review.md', `${MARK}\nnone\n`);
      expect(issue('0').code).toBe(0);
      expect(items().at(-1)).toMatchObject({ state: 'closed', body: `${MARK}\nnone\n` });
      expect(items().slice(0, 3)).toEqual(others);
    });

    test('is not opened where nothing is found', () => {
      runner.write('review.md', `${MARK}\nnone\n`);
      expect(issue('0')).toEqual({ code: 0, out: '' });
      expect(items()).toEqual(others);
    });

    test.each(['', '2'])('is opened where there is no review: %j', (verdict) => {
      expect(issue(verdict).code).toBe(0);
      expect(items().at(-1)!.body).toContain('**Fails: there is no review.**');
    });

    test('is no pull request', () => {
      const request = { id: 9, number: 9, user: bot, body: MARK, pull_request: {} };
      runner.write('items.json', JSON.stringify([request]));
      runner.write('review.md', MARK);
      expect(issue('1').code).toBe(0);
      expect(items()).toHaveLength(2);
    });
  });
});

describe('GitLab', () => {
  const plans = (env: Record<string, string> = {}): Ran =>
    runner.run(gitlabScript('plan.sh'), {
      CI_PIPELINE_SOURCE: 'push',
      AUDIT_PLAN_KEY: KEY,
      REVIEW: '0',
      FAILING: '',
      ...env,
    });

  beforeEach(() => synthesize());

  test('plans in order, reviews and keeps plans encrypted', () => {
    const finding = {
      status: 'open',
      title: 'Gone.',
      address: 'a.b',
      plan: 'p',
      rule: 'trail-stopped',
      id: 'i',
      severity: 'high',
    };
    runner.write('report.json', JSON.stringify({ findings: [finding, { ...finding, status: 'accepted' }] }));
    const ran = plans({ REVIEW: '1' });
    expect(ran.code).toBe(1);
    expect(calls().filter((call) => call.startsWith('plan'))).toEqual(
      STACKS.map((stack) => `plan ${stack} -input=false -no-color -lock=false -out=plan.bin`),
    );
    expect(JSON.parse(runner.read('code-quality.json'))).toEqual([
      {
        description: 'Gone. a.b in p',
        check_name: 'trail-stopped',
        fingerprint: 'i',
        severity: 'critical',
        location: { path: 'audit.yaml', lines: { begin: 1 } },
      },
    ]);
    expect(runner.read('plans.enc')).not.toContain('plan of');
  });

  test('looks for drift on a schedule', () => {
    expect(plans({ CI_PIPELINE_SOURCE: 'schedule' }).code).toBe(0);
    expect(calls()[1]).toBe('plan alerting -input=false -no-color -lock=false -refresh-only -out=plan.bin');
  });

  test.each([
    ['a plan cannot be made', { FAILING: 'plan detection' }],
    ['the review ends early', { REVIEW: 'crash' }],
    ['a plan cannot be read', { REVIEW: '2' }],
  ])('fails where %s', (_what, env) => {
    if (!('FAILING' in env) && env.REVIEW === '2') rmSync(join(runner.folder, 'report.md'));
    expect(plans(env).code).toBe(2);
    expect(existsSync(join(runner.folder, 'plans.enc'))).toBe(false);
  });

  test('makes no plan without a key', () => {
    const { code, out } = plans({ AUDIT_PLAN_KEY: '' });
    expect([code, calls()]).toEqual([2, []]);
    expect(out).toContain('AUDIT_PLAN_KEY is empty');
  });

  test('applies the plans that were reviewed, in order, with the code that they were made of', () => {
    runner.write('cdktf.out/stacks/detection/assets/healer.zip', 'reviewed');
    runner.write('cdktf.out/stacks/detection/.terraform/provider', 'large');
    expect(plans().code).toBe(0);
    runner.run('rm -r calls');
    runner.write('cdktf.out/stacks/detection/assets/healer.zip', 'another');
    runner.program('npx', 'exit 99');
    expect(runner.run(gitlabScript('apply.sh'), { AUDIT_PLAN_KEY: KEY, FAILING: '' }).code).toBe(0);
    expect(runner.read('cdktf.out/stacks/detection/assets/healer.zip')).toBe('reviewed');
    for (const left of ['.terraform', 'plan.json'])
      expect(existsSync(join(runner.folder, 'cdktf.out/stacks/detection', left))).toBe(false);
    expect(calls().filter((call) => call.startsWith('applied'))).toEqual(STACKS.map((stack) => `applied ${stack}`));
  });

  test('stops where an apply fails', () => {
    expect(plans().code).toBe(0);
    const ran = runner.run(gitlabScript('apply.sh'), { AUDIT_PLAN_KEY: KEY, FAILING: 'apply organization' });
    expect(ran.code).toBe(1);
    expect(calls().filter((call) => call.startsWith('applied'))).toEqual(['applied alerting', 'applied evidence']);
  });

  describe('note', () => {
    interface Note {
      readonly id: number;
      readonly author: { id: number };
      readonly body: string;
    }
    const notes = (): Note[] => JSON.parse(runner.read('notes.json')) as Note[];
    // A full page and one more.
    const others: Note[] = Array.from({ length: 101 }, (_, at) => ({
      id: at,
      author: { id: 8 },
      body: `${MARK} ${at}`,
    }));
    const note = (): Ran =>
      runner.run(gitlabScript('note.sh'), {
        AUDIT_NOTE_TOKEN: 't',
        CI_API_V4_URL: 'https://gitlab.example/api/v4',
        CI_PROJECT_ID: '4',
        CI_MERGE_REQUEST_IID: '6',
        CI_PIPELINE_URL: 'https://gitlab.example/pipelines/1',
      });

    beforeEach(() => {
      runner.write('notes.json', JSON.stringify(others));
      runner.program(
        'curl',
        `method=GET; headers=/dev/null; body=
while [ $# -gt 0 ]; do
  case "$1" in
    --request) method=$2; shift ;;
    --dump-header) headers=$2; shift ;;
    --data-urlencode) body=\${2#body@}; shift ;;
    --header) [ "$2" = 'PRIVATE-TOKEN: t' ] || exit 22; shift ;;
    --*) ;;
    *) url=$1 ;;
  esac
  shift
done
notes="$STATE/notes.json"
echo "$method $url" >> "$STATE/calls"
case "$method $url" in
  'GET '*/user) echo '{"id": 7}' ;;
  GET*) page=\${url##*page=}
    next=; [ "$(jq length "$notes")" -le $((page * 100)) ] || next=$((page + 1))
    printf 'HTTP/2 200\\r\\nx-next-page: %s\\r\\n\\r\\n' "$next" > "$headers"
    jq --argjson at $(((page - 1) * 100)) '.[$at:$at + 100]' "$notes" ;;
  POST*) jq --rawfile body "$body" '. + [{id: 900, author: {id: 7}, body: $body}]' "$notes" > "$notes.new" && mv "$notes.new" "$notes" ;;
  PUT*) jq --arg id "\${url##*/}" --rawfile body "$body" 'map(if (.id | tostring) == $id then .body = $body else . end)' "$notes" > "$notes.new" && mv "$notes.new" "$notes" ;;
esac`,
      );
    });

    test('is written once, then kept current, on whichever page it is', () => {
      runner.write('review.md', `${MARK}\nfirst\n`);
      expect(note()).toEqual({ code: 0, out: '' });
      runner.write('review.md', `${MARK}\nsecond\n`);
      expect(note()).toEqual({ code: 0, out: '' });
      expect(notes()).toEqual([...others, { id: 900, author: { id: 7 }, body: `${MARK}\nsecond\n` }]);
      expect(calls().map((call) => call.replace('https://gitlab.example/api/v4', ''))).toEqual([
        'GET /user',
        'GET /projects/4/merge_requests/6/notes?per_page=100&page=1',
        'GET /projects/4/merge_requests/6/notes?per_page=100&page=2',
        'POST /projects/4/merge_requests/6/notes',
        'GET /user',
        'GET /projects/4/merge_requests/6/notes?per_page=100&page=1',
        'GET /projects/4/merge_requests/6/notes?per_page=100&page=2',
        'PUT /projects/4/merge_requests/6/notes/900',
      ]);
    });

    test('says so where there is no review', () => {
      expect(note().code).toBe(0);
      expect(notes().at(-1)!.body).toContain(
        '**Fails: there is no review.** [The pipeline](https://gitlab.example/pipelines/1)',
      );
    });

    test('fails the job where it cannot be written', () => {
      runner.program('curl', 'exit 22');
      expect(note().code).not.toBe(0);
    });
  });
});

describe('Atlantis', () => {
  const review = (REVIEW: string): Ran => {
    runner.program('git', 'echo "$STATE"');
    runner.write('plans/evidence.tfplan', 'plan');
    runner.write('plans/evidence.json', '{}');
    return runner.run(atlantisReview(), {
      PROJECT_NAME: 'evidence',
      PLANFILE: join(runner.folder, 'plans/evidence.tfplan'),
      SHOWFILE: join(runner.folder, 'plans/evidence.json'),
      REVIEW,
    });
  };
  const hasPlan = (): boolean => existsSync(join(runner.folder, 'plans/evidence.tfplan'));

  test('may apply what a review lets pass', () => {
    expect(review('0').code).toBe(0);
    expect(calls()).toEqual([`review evidence=${runner.folder}/plans/evidence.json`]);
    expect(hasPlan()).toBe(true);
  });

  test.each(['1', '2', 'crash'])('finds nothing to apply after a review that ends with %s', (code) => {
    expect(review(code).code).not.toBe(0);
    expect(hasPlan()).toBe(false);
  });
});
