import { type ManagedRule, managedRule } from '../catalogue/managed-rule';
import { checkRemediation, checkRule, inputs, PROCESS_CHECK } from './content-checks';
import type { ContentProblem } from './source-checks';
import { type Group, isGroup, type Value } from './template';

export const RULE = 'AWS::Config::ConfigRule';
export const REMEDIATION = 'AWS::Config::RemediationConfiguration';

/** A rule of a pack. */
export interface PackRule {
  /** Its key under Resources. */
  readonly id: string;
  readonly name: string;
  readonly properties: Group;
  /** The catalogue's entry when AWS keeps the rule. */
  readonly managed?: ManagedRule;
  /** ARN of the function when it is a Lambda rule; it may contain ANY_ACCOUNT. */
  readonly functionArn?: string;
}

export interface PackRemediation {
  readonly id: string;
  readonly ruleName: string;
  readonly properties: Group;
}

/** The rules and remediations of a pack, every value in them known. */
export class PackContent {
  constructor(
    readonly rules: readonly PackRule[],
    readonly remediations: readonly PackRemediation[],
  ) {}

  /** Some of the rules, each with its remediations. */
  part(belongs: (rule: PackRule) => boolean): PackContent {
    const rules = this.rules.filter(belongs);
    const names = new Set(rules.map(({ name }) => name));
    return new PackContent(
      rules,
      this.remediations.filter(({ ruleName }) => names.has(ruleName)),
    );
  }
}

/** Reads the resources of a template, and says what AWS would refuse in them. */
export function readContent(resources: readonly (readonly [id: string, resource: Value])[]): {
  readonly content: PackContent;
  readonly problems: readonly ContentProblem[];
} {
  const rules: PackRule[] = [];
  const remediations: PackRemediation[] = [];
  const problems: ContentProblem[] = [];
  for (const [id, resource] of resources) {
    const here = ['Resources', id];
    const { Type: type, Properties: properties, DependsOn: _, ...strange } = isGroup(resource) ? resource : {};
    for (const key of Object.keys(strange)) {
      problems.push({ path: [...here, key], what: 'is no key of a resource here', mend: 'remove it' });
    }
    if (type !== RULE && type !== REMEDIATION) {
      const what = `is ${JSON.stringify(type ?? null)}; a conformance pack holds nothing but rules and remediations`;
      problems.push({ path: [...here, 'Type'], what, mend: `use ${RULE} or ${REMEDIATION}` });
    } else if (!isGroup(properties)) {
      problems.push({ path: here, what: 'has no Properties', mend: 'add them' });
    } else if (type === RULE) {
      problems.push(...checkRule(properties, [...here, 'Properties']));
      rules.push(packRule(id, properties));
    } else {
      problems.push(...checkRemediation(properties, [...here, 'Properties']));
      remediations.push({ id, ruleName: String(properties.ConfigRuleName), properties });
    }
  }
  // A remediation may name its rule by its logical id.
  const nameOf = new Map(rules.map(({ id, name }) => [id, name]));
  const named = remediations.map((one) => ({ ...one, ruleName: nameOf.get(one.ruleName) ?? one.ruleName }));
  return {
    content: new PackContent(rules, named),
    problems: [...problems, ...duplicates(rules), ...orphans(rules, named)],
  };
}

function duplicates(rules: readonly PackRule[]): ContentProblem[] {
  const names = new Map<string, string>();
  const checks = new Map<string, string>();
  return rules.flatMap(({ id, name, properties }) => {
    const path = ['Resources', id];
    const isReminder = isGroup(properties.Source) && properties.Source.SourceIdentifier === PROCESS_CHECK;
    const check = isReminder
      ? id
      : JSON.stringify([properties.Source ?? null, asked(properties), properties.Scope ?? {}]);
    const sameName = names.get(name);
    const sameCheck = checks.get(check);
    names.set(name, id);
    checks.set(check, id);
    if (sameName !== undefined) {
      return { path, what: `has the name ${name} of ${sameName}`, mend: 'give it a name of its own' };
    }
    return sameCheck === undefined ? [] : { path, what: `is the same rule as ${sameCheck}`, mend: 'remove one' };
  });
}

/** Parameters as AWS compares them: as texts, in whatever order. */
const asked = (properties: Group): string[] =>
  Object.entries(inputs(properties))
    .map(([name, value]) => JSON.stringify([name, String(value)]))
    .sort();

function orphans(rules: readonly PackRule[], remediations: readonly PackRemediation[]): ContentProblem[] {
  const names = new Set(rules.map(({ name }) => name));
  return remediations.flatMap(({ id, ruleName, properties }) =>
    names.has(ruleName) || !properties.ConfigRuleName
      ? []
      : {
          path: ['Resources', id, 'Properties', 'ConfigRuleName'],
          what: `names ${ruleName}, which is no rule of the pack`,
          mend: 'name one of its rules',
        },
  );
}

function packRule(id: string, properties: Group): PackRule {
  const source = isGroup(properties.Source) ? properties.Source : {};
  const identifier = String(source.SourceIdentifier);
  return {
    id,
    name: String(properties.ConfigRuleName ?? id),
    properties: withTexts(properties),
    managed: source.Owner === 'AWS' ? managedRule(identifier) : undefined,
    functionArn: source.Owner === 'CUSTOM_LAMBDA' ? identifier : undefined,
  };
}

/** AWS takes parameters as text; a bare number is refused with a message about blank spaces. */
function withTexts(properties: Group): Group {
  if (properties.InputParameters === undefined) return properties;
  const texts = Object.entries(inputs(properties)).map(([name, value]) => [name, String(value)]);
  return { ...properties, InputParameters: Object.fromEntries(texts) as Group };
}
