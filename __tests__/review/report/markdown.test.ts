import { markdown, MARKER } from '../../../src/review/report/markdown';
import { acceptance, finding, HOSTILE, verdict } from './verdicts';

const lines = (text: string): string[] => text.split('\n');

/** What is left when code, fences and escaped characters are taken out: only this is markup. */
const markup = (text: string): string =>
  text
    .replace(/^(`{3,})text$[\s\S]*?^\1$/gm, 'FENCE')
    .replace(/\\[^\w\s]/g, '')
    .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, 'CODE');

const whole = (text: string): void => {
  const left = markup(text);
  expect(left.match(/<details>/g) ?? []).toHaveLength((left.match(/<\/details>/g) ?? []).length);
  expect(left).not.toContain('`');
  expect(text.endsWith('</sub>\n')).toBe(true);
};

describe('a comment', () => {
  test('says the worst first, folds the rest, and is found again by its first line', () => {
    const stopped = finding(1, {
      undo: 'events of the time in between are lost',
      details: ['enable_logging: true -> false'],
    });
    const shorter = finding(2, {
      rule: 'lock-shortened',
      severity: 'high',
      origin: 'drift',
      plan: 'evidence',
      address: 'aws_s3_bucket_object_lock_configuration.trail["x"]',
      title: 'New objects are locked for 1 day instead of 7 years.',
      undecided: true,
      details: [],
    });
    const accepted = finding(3, {
      rule: 'alarm-removed',
      severity: 'low',
      title: 'An alarm goes.',
      address: 'aws_a.b',
    });
    const text = markdown(
      verdict([stopped, shorter, accepted], {
        accepted: [acceptance(accepted, '2027-01-01'), acceptance(shorter, '2026-01-01'), acceptance(finding(9))],
        improvements: [{ plan: 'evidence', address: 'aws_kms_key.k', title: 'The key is rotated.' }],
        incomplete: [{ plan: 'evidence', sentence: 'It was made for a target alone.' }],
      }),
    );
    expect(text).toBe(`${MARKER}
### Audit review

**Fails: 2 findings at or above high.** 1 cannot be decided from the plan: it does not show enough, which is not the same as fine.

| critical | high | medium | low |
| --- | --- | --- | --- |
| 1 | 1 | 0 | 0 |

- Not the whole truth, \`evidence\`: It was made for a target alone.
- **critical** \`aws_cloudtrail.trail_1\` in \`organization\`: The trail stops logging. \`trail-stopped-000000000001\`
- **high** \`aws_s3_bucket_object_lock_configuration.trail["x"]\` in \`evidence\`, changed outside Terraform: New objects are locked for 1 day instead of 7 years. \`lock-shortened-000000000002\` (accepted until 2026-01-01, which is over)

<details><summary>Details (2)</summary>

**critical: The trail stops logging.** \`aws_cloudtrail.trail_1\` in \`organization\`

\`\`\`text
enable_logging: true -> false
\`\`\`

To take it back: events of the time in between are lost

Id \`trail-stopped-000000000001\`

**high: New objects are locked for 1 day instead of 7 years.** \`aws_s3_bucket_object_lock_configuration.trail["x"]\` in \`evidence\`, changed outside Terraform

The plan does not show enough to decide this.

Was accepted until 2026-01-01: planned

Id \`lock-shortened-000000000002\`

</details>

<details><summary>Better than before (1)</summary>

- \`aws_kms_key.k\` in \`evidence\`: The key is rotated.

</details>

<details><summary>Accepted (1)</summary>

- **low** \`aws_a.b\` in \`organization\`: An alarm goes. \`alarm-removed-000000000003\`, until 2027-01-01: planned

</details>

<details><summary>Acceptances to take out (1)</summary>

- \`trail-stopped-000000000009\`: nothing like it is found any more

</details>

<sub>12 resources of 2 plans: \`evidence\`, \`organization\`</sub>
`);
  });

  test.each([
    ['nothing', [], {}, '**Passes: nothing takes from the evidence.**'],
    [
      'nothing, of plans that do not show all',
      [],
      { incomplete: [{ plan: 'a', sentence: 'Deferred.' }] },
      '**Passes: nothing that the plans show takes from the evidence. They do not show all.**',
    ],
    [
      'one below the threshold',
      [finding(1, { severity: 'medium' })],
      {},
      '**Passes: 1 finding, none at or above high.**',
    ],
    ['what no severity fails', [finding(1)], { failOn: 'none' }, '**Passes: 1 finding, and no severity fails it.**'],
    ['one', [finding(1)], {}, '**Fails: 1 finding at or above high.**'],
  ] as const)('says of %s whether it passes', (_what, findings, also, line) => {
    const text = markdown(verdict(findings, also));
    expect(lines(text)[3]).toBe(line);
    expect(text).toMatch(findings.length === 0 ? /^(?!.*\| critical)/s : /\| critical \| high \| medium \| low \|/);
    whole(text);
  });

  test('lists the ten worst and counts the rest', () => {
    const of = (count: number) => markdown(verdict(Array.from({ length: count }, (_, at) => finding(at))));
    expect(lines(of(10)).filter((line) => line.startsWith('- '))).toHaveLength(10);
    expect(of(10)).not.toContain('more below');
    expect(lines(of(11)).filter((line) => line.startsWith('- **critical**'))).toHaveLength(10);
    expect(of(11)).toContain('\n- 1 more below\n');
  });

  test('cuts the details of one finding after forty lines', () => {
    const of = (count: number) =>
      markdown(verdict([finding(1, { details: Array.from({ length: count }, (_, at) => `line ${at};`) })]));
    expect(of(40)).not.toContain('more lines');
    expect(of(42)).toContain('line 39;\n... 2 more lines\n```');
  });
});

describe.each(Object.entries(HOSTILE))('%s', (_what, text) => {
  const everywhere = finding(1, {
    address: `aws_s3_bucket.b["${text}"]`,
    plan: text,
    title: `The bucket ${text} goes.`,
    details: [text, `before ${text}`],
    undo: text,
  });
  const whose = { finding: everywhere.id, reason: text, expires: '2020-01-01' };
  const comment = markdown(
    verdict([everywhere], {
      plans: [text],
      accepted: [whose],
      improvements: [{ plan: text, address: text, title: text }],
      incomplete: [{ plan: text, sentence: text }],
    }),
  );

  test('stays text', () => {
    whole(comment);
    const left = markup(comment);
    expect(left.replace(/<\/?(?:details|summary|sub)>|<!-- org-audit review -->/g, '')).not.toMatch(/[<>[\]]/);
    expect(left).not.toMatch(/[@#]\w|GH-\d|:\/\/|www\./);
    // eslint-disable-next-line no-control-regex
    expect(comment).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069\ufeff]/);
    expect(Buffer.from(comment).toString()).toBe(comment);
  });

  test('does not make lines of its own', () => {
    const calm = markdown(
      verdict([{ ...everywhere, address: 'a', plan: 'p', title: 't', details: ['x', 'y'], undo: 'u' }], {
        plans: ['p'],
        accepted: [{ ...whose, reason: 'r' }],
        improvements: [{ plan: 'p', address: 'a', title: 't' }],
        incomplete: [{ plan: 'p', sentence: 's' }],
      }),
    );
    expect(lines(comment)).toHaveLength(lines(calm).length);
    expect(lines(markup(comment)).filter((line) => line.startsWith('|'))).toHaveLength(3);
  });
});

describe('a comment that would be too long', () => {
  const many = Array.from({ length: 3000 }, (_, at) =>
    finding(at, { details: Array.from({ length: 5 }, () => `${'ä'.repeat(40)}\`\`\``) }),
  );

  test.each([
    ['many findings', { findings: many, accepted: [] }],
    ['many accepted', { findings: many, accepted: many.map((one) => acceptance(one)) }],
    ['unused acceptances', { findings: [], accepted: many.map((one) => acceptance(one)) }],
    [
      'long names',
      {
        findings: many.map((one) => ({ ...one, address: '`|<'.repeat(40_000), title: '\u202e'.repeat(9_000) })),
        accepted: [],
      },
    ],
  ])('of %s ends within what GitHub takes, and whole', (_what, { findings, accepted }) => {
    const text = markdown(verdict(findings, { accepted, plans: many.map(({ id }) => id) }));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
    expect(Buffer.byteLength(text)).toBeGreaterThan(40_000);
    whole(text);
    const shown = lines(text).filter((line) => line.startsWith('Id ')).length;
    const left = /\*\*([\d,]+) of 3,000 (?:\w+ )+left out here; the JSON report has them all\.\*\*/.exec(text);
    expect(left).not.toBeNull();
    if (accepted.length === 0) expect(Number(left![1]!.replace(',', '')) + shown).toBe(3000);
  });

  test('says so of each kind, and of one that has no room at all', () => {
    const improvements = many.map(({ plan, address, title }) => ({ plan, address, title }));
    const incomplete = many.map(({ plan }) => ({ plan, sentence: 'Deferred.' }));
    const text = markdown(verdict(many, { improvements, incomplete }));
    expect(text).toContain('more reasons why plans are not the whole truth\n');
    expect(text).toContain('\n- 10 more, in the JSON report\n- 2990 more below\n');
    expect(text).toContain('**3,000 of 3,000 findings are left out here; the JSON report has them all.**');
    expect(text).toContain('**3,000 of 3,000 improvements are left out here; the JSON report has them all.**');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
    whole(text);
  });
});
