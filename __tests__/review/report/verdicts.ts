import type { Finding } from '../../../src/review/finding';
import { type Verdict, verdictOf } from '../../../src/review/report/verdict';
import type { Acceptance, Threshold } from '../../../src/review/settings';

export const TODAY = '2026-11-23';

/** A finding; its id ends in a number of twelve digits. */
export const finding = (at: number, changes: Partial<Finding> = {}): Finding => {
  const { rule = 'trail-stopped' } = changes;
  return {
    id: `${rule}-${String(at).padStart(12, '0')}`,
    rule,
    severity: 'critical',
    plan: 'organization',
    origin: 'plan',
    address: `aws_cloudtrail.trail_${at}`,
    title: 'The trail stops logging.',
    details: ['enable_logging: true -> false'],
    essence: 'false',
    ...changes,
  };
};

export const acceptance = (of: Finding, expires = TODAY): Acceptance => ({
  finding: of.id,
  reason: 'planned',
  expires,
});

/** What is found, against a threshold and acceptances. */
export const verdict = (
  findings: readonly Finding[],
  also: Partial<Omit<Verdict, 'accepted'>> & { accepted?: readonly Acceptance[]; failOn?: Threshold } = {},
): Verdict => {
  const { accepted = [], failOn = 'high', improvements = [], incomplete = [], resources = 12 } = also;
  return verdictOf(
    { findings, improvements, incomplete, resources },
    { failOn, accepted },
    also.plans ?? ['evidence', 'organization'],
    TODAY,
  );
};

/** What may not become markup, wherever it stands. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'a table cell': 'a | b |\n| --- |',
  backticks: '`` ` ``` code ````',
  'a fence': '```',
  HTML: '</details><script>alert(1)</script><!-- x --> &lt;',
  'a mention': '@octocat and @org/team',
  'a reference': '#12 GH-7 !8 org/repo#9',
  'a link': '[click](https://evil.example) ![x](//evil.example/x.png) https://evil.example www.evil.example',
  lines: 'one\r\ntwo\n\n# Heading\n/close\n```\n~~~',
  'invisible letters': 'safe\u202eexe\u2066\u200b\u0000\u001b[31m\ufeff',
  'half a pair': 'x\ud83d',
  formulas: '$`x`$ $$y$$ :smile: *a* _b_ ~~c~~ \\',
};
