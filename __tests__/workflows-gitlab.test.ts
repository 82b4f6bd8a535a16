import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gitlabScript, type Ran } from './workflows';
import { calls, KEY, MARK, runner, STACKS, synthesize } from './workflows-rig';

jest.setTimeout(60_000);

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
