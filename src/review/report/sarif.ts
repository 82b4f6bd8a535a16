import type { Invocation, Location, Log, ReportingDescriptor, Result } from 'sarif';
import type { Severity } from '../finding';
import type { Rule } from '../rules/rule';
import { visible } from './escape';
import type { Judged, Verdict } from './verdict';

/** Where findings of a plan are shown: the URI of a file, relative to the repository's root if it lies there, or nowhere. */
export type Places = ReadonlyMap<string, string | undefined>;

const LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;

/**
 * GitHub's code scanning reads a rule's `security-severity` as a score: over 9.0 is critical, from 7.0 high, from 4.0 medium,
 * else low ("SARIF support for code scanning", reportingDescriptor object).
 */
const SCORES: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };

/**
 * The report for code scanning, SARIF 2.1.0. Accepted findings are there, suppressed.
 *
 * @param rules - all kinds of findings there are
 */
export function sarif(verdict: Verdict, rules: readonly Rule[], places: Places): string {
  const descriptors = new Descriptors(rules);
  const results = [...verdict.open, ...verdict.accepted].map((one, at) =>
    result(one, descriptors, places, at >= verdict.open.length),
  );
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'org-audit', rules: descriptors.all } },
        automationDetails: { id: 'org-audit-review/' },
        originalUriBaseIds: { [ROOT]: { description: { text: 'The repository’s root.' } } },
        columnKind: 'utf16CodeUnits',
        invocations: [invocation(verdict)],
        results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

const ROOT = '%SRCROOT%';

function result(one: Judged, descriptors: Descriptors, places: Places, isAccepted: boolean): Result {
  const { rule, severity, acceptance } = one;
  const { id, index } = descriptors.of(rule, severity);
  const digest = one.id.slice(-12);
  return {
    ruleId: id,
    ruleIndex: index,
    level: LEVELS[severity],
    message: { text: message(one) },
    locations: [location(one, places.get(one.plan))],
    fingerprints: { 'orgAuditFinding/v1': one.id },
    // The only fingerprint that GitHub looks at.
    partialFingerprints: { primaryLocationLineHash: `${digest}:1` },
    suppressions:
      isAccepted && acceptance
        ? [
            {
              kind: 'external',
              status: 'accepted',
              justification: acceptance.reason,
              properties: { expires: acceptance.expires },
            },
          ]
        : [],
    properties: {
      severity,
      plan: one.plan,
      origin: one.origin,
      undecided: one.undecided ?? false,
    },
  };
}

function message({ title, address, plan, origin, details, undo, undecided, acceptance, id }: Judged): string {
  const lines = [
    `${title}`,
    `${address} in ${plan}${origin === 'drift' ? ', changed outside Terraform' : ''}`,
    ...details,
    ...(undecided ? ['The plan does not show enough to decide this.'] : []),
    ...(undo === undefined ? [] : [`To take it back: ${undo}`]),
    ...(acceptance ? [`Accepted until ${acceptance.expires}: ${acceptance.reason}`] : []),
    `Id: ${id}`,
  ];
  // `[text](target)` would be a link, and `{0}` a placeholder.
  return lines
    .map((line) =>
      visible(line)
        .replaceAll('](', '] (')
        .replace(/\{(?=\d+\})/g, '{ '),
    )
    .join('\n');
}

function location({ address, plan }: Judged, uri: string | undefined): Location {
  const base = uri !== undefined && !/^[a-z][a-z+.-]*:/i.test(uri);
  return {
    ...(uri !== undefined && {
      physicalLocation: {
        artifactLocation: { uri, ...(base && { uriBaseId: ROOT }) },
        region: { startLine: 1 },
      },
    }),
    logicalLocations: [{ name: address, fullyQualifiedName: `${plan}/${address}`, kind: 'resource' }],
  };
}

const invocation = ({ incomplete }: Verdict): Invocation => ({
  executionSuccessful: true,
  toolExecutionNotifications: incomplete.map(({ plan, sentence }) => ({
    level: 'warning' as const,
    message: { text: visible(`${plan}: ${sentence}`) },
  })),
});

/**
 * A descriptor for each rule; and one more, `<rule>/<severity>`, where findings are of another severity than their rule,
 * because GitHub knows the severity of rules only.
 */
class Descriptors {
  readonly all: ReportingDescriptor[];
  private readonly byId: Map<string, number>;

  constructor(private readonly rules: readonly Rule[]) {
    this.all = rules.map((rule) => describe(rule, rule.severity));
    this.byId = new Map(this.all.map(({ id }, index) => [id, index]));
  }

  of(ruleId: string, severity: Severity): { id: string; index: number } {
    const rule = this.rules.find(({ id }) => id === ruleId);
    if (!rule) throw new Error(`the catalogue has no rule ${ruleId}`);
    const id = rule.severity === severity ? ruleId : `${ruleId}/${severity}`;
    const known = this.byId.get(id);
    if (known !== undefined) return { id, index: known };
    const index = this.all.push(describe(rule, severity)) - 1;
    this.byId.set(id, index);
    return { id, index };
  }
}

const sentence = (clause: string): string => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;

const describe = (rule: Rule, severity: Severity): ReportingDescriptor => ({
  id: rule.severity === severity ? rule.id : `${rule.id}/${severity}`,
  shortDescription: { text: sentence(rule.title) },
  fullDescription: { text: rule.why },
  help: {
    text: `${rule.why} To accept a finding, give its id, a reason and an expiry in audit-review.yaml.`,
  },
  defaultConfiguration: { level: LEVELS[severity] },
  properties: { tags: ['security', 'audit', rule.family], 'security-severity': SCORES[severity] },
});
