import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Ran, scriptOf } from './workflows';
import { calls, MARK, runner } from './workflows-rig';

jest.setTimeout(60_000);

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
