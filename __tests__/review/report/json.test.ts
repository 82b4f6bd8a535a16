import { json, type Report } from '../../../src/review/report/json';
import { acceptance, finding, HOSTILE, verdict } from './verdicts';

const read = (...args: Parameters<typeof verdict>): Report => JSON.parse(json(verdict(...args))) as Report;

test('a report holds all that is known, open findings first, and nothing else', () => {
  const [open, lapsed, accepted] = [
    finding(1, { undo: 'events are lost', undecided: true }),
    finding(2, { severity: 'high', origin: 'drift' }),
    finding(3),
  ];
  const both = [acceptance(accepted), acceptance(lapsed, '2026-11-22')];
  const also = {
    accepted: [...both, acceptance(finding(9))],
    improvements: [{ plan: 'evidence', address: 'a.b', title: 'Better.' }],
    incomplete: [{ plan: 'evidence', sentence: 'Deferred.' }],
  };
  const { title, details, rule, plan } = open;
  const shared = { rule, plan, title, details };
  expect(read([open, accepted, lapsed], also)).toEqual({
    format: 'org-audit-review',
    version: 1,
    passes: false,
    failOn: 'high',
    failing: 2,
    open: { critical: 1, high: 1, medium: 0, low: 0 },
    plans: ['evidence', 'organization'],
    resources: 12,
    findings: [
      {
        ...shared,
        id: open.id,
        severity: 'critical',
        status: 'open',
        origin: 'plan',
        address: open.address,
        undo: 'events are lost',
        undecided: true,
      },
      {
        ...shared,
        id: lapsed.id,
        severity: 'high',
        status: 'expired',
        origin: 'drift',
        address: lapsed.address,
        undecided: false,
        acceptance: { reason: 'planned', expires: '2026-11-22' },
      },
      {
        ...shared,
        id: accepted.id,
        severity: 'critical',
        status: 'accepted',
        origin: 'plan',
        address: accepted.address,
        undecided: false,
        acceptance: { reason: 'planned', expires: '2026-11-23' },
      },
    ],
    improvements: [{ plan: 'evidence', address: 'a.b', title: 'Better.' }],
    unused: [acceptance(finding(9))],
    incomplete: [{ plan: 'evidence', sentence: 'Deferred.' }],
  });
});

test.each([
  ['nothing is found', [], 'high', true],
  ['what is found is below the threshold', [finding(1, { severity: 'medium' })], 'high', true],
  ['what is found is at the threshold', [finding(1, { severity: 'medium' })], 'medium', false],
  ['nothing fails it', [finding(1)], 'none', true],
] as const)('it passes or not where %s', (_what, findings, failOn, passes) => {
  expect(read(findings, { failOn }).passes).toBe(passes);
});

test.each(Object.entries(HOSTILE))('%s is kept as it is', (_what, text) => {
  expect(read([finding(1, { address: text })]).findings[0]!.address).toBe(text);
});
