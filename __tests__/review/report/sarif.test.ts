import type { Log, Result, Run } from 'sarif';
import { type Severity, SEVERITIES } from '../../../src/review/finding';
import { sarif } from '../../../src/review/report/sarif';
import type { Rule } from '../../../src/review/rules/rule';
import { acceptance, finding, HOSTILE, verdict } from './verdicts';

const RULES: readonly Rule[] = [
  {
    id: 'trail-stopped',
    family: 'trail',
    title: 'a trail stops logging',
    severity: 'critical',
    why: 'Nothing is seen.',
  },
  { id: 'alarm-removed', family: 'alarms', title: 'an alarm goes', severity: 'medium', why: 'Nobody hears.' },
];
const PLACES = new Map([
  ['organization', 'stacks/organization/plan.json'],
  ['evidence', 'file:///elsewhere/plan.json'],
  ['stdin', undefined],
]);

const logOf = (...args: Parameters<typeof verdict>): Log => JSON.parse(sarif(verdict(...args), RULES, PLACES)) as Log;
const run = (...args: Parameters<typeof verdict>): Run => logOf(...args).runs[0]!;
const only = (...args: Parameters<typeof verdict>): Result => run(...args).results![0]!;

/** What SARIF 2.1.0 demands of everything that we write, by hand: the schema is a download. */
function demandShape(log: Log): void {
  expect(Object.keys(log).sort()).toEqual(['$schema', 'runs', 'version']);
  expect(log.version).toBe('2.1.0');
  expect(log.runs).toHaveLength(1);
  const { tool, results, invocations, automationDetails, columnKind } = log.runs[0]!;
  const { name, rules = [] } = tool.driver;
  expect([name, columnKind]).toEqual(['org-audit', 'utf16CodeUnits']);
  // §3.17.3: a category, which ends with a slash.
  expect(automationDetails!.id).toMatch(/\/$/);
  expect(invocations!.map(({ executionSuccessful }) => executionSuccessful)).toEqual([true]);
  // §3.49.3: ids of rules are unique.
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const { shortDescription, fullDescription, help, defaultConfiguration, properties } of rules) {
    for (const message of [shortDescription, fullDescription, help]) expect(message!.text).toMatch(/^[A-Z].*\.$/s);
    expect(['error', 'warning', 'note']).toContain(defaultConfiguration!.level);
    // GitHub: a text of a number over 0 and up to 10, on rules tagged `security` only.
    expect(properties!['security-severity']).toMatch(/^\d\.\d$/);
    expect(properties!.tags).toContain('security');
  }
  for (const one of results!) {
    expect(rules[one.ruleIndex!]!.id).toBe(one.ruleId);
    expect(one.level).toBe(rules[one.ruleIndex!]!.defaultConfiguration!.level);
    expect(one.message.text).toMatch(/\S/);
    expect(one.suppressions).toBeInstanceOf(Array);
    for (const { kind, status, justification } of one.suppressions!) {
      expect(kind).toBe('external');
      expect(status).toBe('accepted');
      expect(justification).toMatch(/\S/);
    }
    for (const { physicalLocation, logicalLocations } of one.locations!) {
      expect(logicalLocations).toHaveLength(1);
      if (!physicalLocation) continue;
      const { uri, uriBaseId } = physicalLocation.artifactLocation!;
      // §3.4.3: a valid URI; one that is relative has a base that the run knows.
      expect(() => new URL(uri!, 'file:///base/')).not.toThrow();
      if (uriBaseId) expect(Object.keys(log.runs[0]!.originalUriBaseIds!)).toContain(uriBaseId);
      expect(uriBaseId === undefined).toBe(/^file:/.test(uri!));
      expect(physicalLocation.region!.startLine).toBe(1);
    }
  }
}

test('a finding, as code scanning takes it', () => {
  const log = logOf([finding(1, { details: ['a', 'b'], undo: 'events are lost', undecided: true })]);
  demandShape(log);
  expect(log.runs[0]!.results).toEqual([
    {
      ruleId: 'trail-stopped',
      ruleIndex: 0,
      level: 'error',
      message: {
        text: 'The trail stops logging.\naws_cloudtrail.trail_1 in organization\na\nb\nThe plan does not show enough to decide this.\nTo take it back: events are lost\nId: trail-stopped-000000000001',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'stacks/organization/plan.json', uriBaseId: '%SRCROOT%' },
            region: { startLine: 1 },
          },
          logicalLocations: [
            {
              name: 'aws_cloudtrail.trail_1',
              fullyQualifiedName: 'organization/aws_cloudtrail.trail_1',
              kind: 'resource',
            },
          ],
        },
      ],
      fingerprints: { 'orgAuditFinding/v1': 'trail-stopped-000000000001' },
      partialFingerprints: { primaryLocationLineHash: '000000000001:1' },
      suppressions: [],
      properties: { severity: 'critical', plan: 'organization', origin: 'plan', undecided: true },
    },
  ]);
});

test.each([
  ['critical', 'error', '9.5'],
  ['high', 'error', '8.0'],
  ['medium', 'warning', '5.5'],
  ['low', 'note', '2.0'],
] as const)('%s is %s, and GitHub scores it %s', (severity, level, score) => {
  const { tool, results } = run([finding(1, { severity })]);
  const [one] = results!;
  expect(one!.level).toBe(level);
  expect(tool.driver.rules![one!.ruleIndex!]!.properties!['security-severity']).toBe(score);
});

test('scores lie where GitHub draws its lines', () => {
  const of = (severity: Severity) => {
    const { tool, results } = run([finding(1, { severity })]);
    return Number(tool.driver.rules![results![0]!.ruleIndex!]!.properties!['security-severity']);
  };
  const [critical, high, medium, low] = SEVERITIES.map(of) as [number, number, number, number];
  expect([critical > 9, critical <= 10, high >= 7, high < 9, medium >= 4, medium < 7, low > 0, low < 4]).toEqual(
    Array(8).fill(true),
  );
});

describe('rules', () => {
  test('are all there, found or not, in the order of the catalogue', () => {
    const log = logOf([]);
    demandShape(log);
    expect(log.runs[0]!.results).toEqual([]);
    expect(log.runs[0]!.tool.driver.rules).toEqual([
      {
        id: 'trail-stopped',
        shortDescription: { text: 'A trail stops logging.' },
        fullDescription: { text: 'Nothing is seen.' },
        help: {
          text: 'Nothing is seen. To accept a finding, give its id, a reason and an expiry in audit-review.yaml.',
        },
        defaultConfiguration: { level: 'error' },
        properties: { tags: ['security', 'audit', 'trail'], 'security-severity': '9.5' },
      },
      {
        id: 'alarm-removed',
        shortDescription: { text: 'An alarm goes.' },
        fullDescription: { text: 'Nobody hears.' },
        help: { text: 'Nobody hears. To accept a finding, give its id, a reason and an expiry in audit-review.yaml.' },
        defaultConfiguration: { level: 'warning' },
        properties: { tags: ['security', 'audit', 'alarms'], 'security-severity': '5.5' },
      },
    ]);
  });

  test('come once more where findings are of another severity, once for each', () => {
    const lower = (at: number) => finding(at, { severity: 'high' });
    const { tool, results } = run([finding(1), lower(2), lower(3)]);
    expect(tool.driver.rules!.map(({ id }) => id)).toEqual(['trail-stopped', 'alarm-removed', 'trail-stopped/high']);
    expect(results!.map(({ ruleId, ruleIndex }) => [ruleId, ruleIndex])).toEqual([
      ['trail-stopped', 0],
      ['trail-stopped/high', 2],
      ['trail-stopped/high', 2],
    ]);
  });

  test('that nobody knows are a mistake of ours', () => {
    expect(() => logOf([finding(1, { rule: 'nonsense' })])).toThrow('the catalogue has no rule nonsense');
  });
});

describe('an accepted finding', () => {
  const one = finding(1);

  test('is suppressed, with its reason', () => {
    const log = logOf([one, finding(2)], { accepted: [acceptance(one, '2027-01-01')] });
    demandShape(log);
    // Open ones first.
    expect(log.runs[0]!.results!.map(({ suppressions }) => suppressions)).toEqual([
      [],
      [{ kind: 'external', status: 'accepted', justification: 'planned', properties: { expires: '2027-01-01' } }],
    ]);
  });

  test('is not, once that has expired', () => {
    const result = only([one], { accepted: [acceptance(one, '2026-11-22')] });
    expect(result.suppressions).toEqual([]);
    expect(result.message.text).toContain('\nAccepted until 2026-11-22: planned\n');
  });
});

test.each([
  ['elsewhere', 'evidence', { artifactLocation: { uri: 'file:///elsewhere/plan.json' }, region: { startLine: 1 } }],
  ['of standard input', 'stdin', undefined],
])('a plan %s', (_what, plan, location) => {
  const log = logOf([finding(1, { plan })]);
  demandShape(log);
  expect(log.runs[0]!.results![0]!.locations![0]!.physicalLocation).toEqual(location);
});

test('plans that do not show all are told', () => {
  const { invocations } = run([], { incomplete: [{ plan: 'evidence', sentence: 'Deferred.' }] });
  expect(invocations![0]!.toolExecutionNotifications).toEqual([
    { level: 'warning', message: { text: 'evidence: Deferred.' } },
  ]);
});

test.each(Object.entries(HOSTILE))('%s is neither link, placeholder nor line', (_what, text) => {
  const log = logOf([finding(1, { address: text, title: `${text} {0}`, details: [`[x](1) ${text}`] })]);
  demandShape(log);
  const message = log.runs[0]!.results![0]!.message.text!;
  expect(message).not.toMatch(/\]\(|\{\d+\}/);
  expect(message.split('\n')).toHaveLength(4);
});
