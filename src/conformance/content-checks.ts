import { managedRule, type ManagedRule } from '../catalogue/managed-rule';
import { type Parameters, parameterProblems, sizeProblems } from '../catalogue/parameters';
import { unknownRule } from '../config/managed-rules';
import { show, suggest } from '../config/problem';
import { FREQUENCIES } from '../config/sections/rules';
import { checkSource, type ContentProblem, OWNERS, type Path, unknownKeys } from './source-checks';
import { type Group, isGroup, type Value } from './template';

/** Limits in characters. Source: AWS Config API, ConfigRule. */
const NAME_LIMIT = 128;
const DESCRIPTION_LIMIT = 256;

/** A reminder without a check: people set its state. It exists in conformance packs only. */
export const PROCESS_CHECK = 'AWS_CONFIG_PROCESS_CHECK';

const RULE_KEYS = ['ConfigRuleName', 'Description', 'InputParameters', 'MaximumExecutionFrequency', 'Scope', 'Source'];

/** What AWS would refuse in a rule of a pack. */
export function checkRule(properties: Group, here: Path): ContentProblem[] {
  const { ConfigRuleName: name, Description: description, Source: source } = properties;
  const problems = unknownKeys(properties, RULE_KEYS, here);
  if (typeof name !== 'string' || name === '' || name.length > NAME_LIMIT) {
    const what = `${show(name ?? null)} is no name of a rule`;
    problems.push({ path: [...here, 'ConfigRuleName'], what, mend: `write 1 to ${NAME_LIMIT} characters` });
  }
  if (description !== undefined && String(description).length > DESCRIPTION_LIMIT) {
    const what = `has ${String(description).length} characters of ${DESCRIPTION_LIMIT}`;
    problems.push({ path: [...here, 'Description'], what, mend: 'shorten it' });
  }
  if (properties.InputParameters !== undefined && !isGroup(parsed(properties.InputParameters))) {
    const what = `${show(properties.InputParameters)} is no group of parameters`;
    problems.push({ path: [...here, 'InputParameters'], what, mend: 'write name: value below it' });
  }
  if (!isGroup(source) || !OWNERS.includes(String(source.Owner))) {
    const what = 'does not say whose rule it is';
    return [...problems, { path: [...here, 'Source', 'Owner'], what, mend: `write Owner: ${OWNERS.join(' or ')}` }];
  }
  problems.push(...checkScope(properties, here), ...checkSource(source, [...here, 'Source']));
  if (source.Owner === 'AWS') return [...problems, ...checkManaged(properties, source, here)];
  const tooLarge = sizeProblems(inputs(properties)).map((one) => ({ ...one, path: [...here, 'InputParameters'] }));
  return [...problems, ...tooLarge];
}

function checkManaged(properties: Group, source: Group, here: Path): ContentProblem[] {
  const identifier = String(source.SourceIdentifier);
  const given = inputs(properties);
  if (identifier === PROCESS_CHECK) return [];
  const rule = managedRule(identifier);
  if (!rule) return [{ path: [...here, 'Source', 'SourceIdentifier'], ...unknownRule(source.SourceIdentifier) }];
  return [
    ...parameterProblems(rule, given).map(({ name, what, mend }) => ({
      path: [...here, 'InputParameters', ...(name === undefined ? [] : [name])],
      what,
      mend,
    })),
    ...checkFrequency(properties, rule, here),
    ...checkTypes(properties, rule, here),
  ];
}

function checkFrequency(properties: Group, { id, trigger }: ManagedRule, here: Path): ContentProblem[] {
  const frequency = properties.MaximumExecutionFrequency;
  const path = [...here, 'MaximumExecutionFrequency'];
  if (frequency === undefined) return [];
  if (trigger === 'change') {
    return [{ path, what: `${id} runs when a resource changes, never by the clock`, mend: 'remove it' }];
  }
  if ((FREQUENCIES as readonly Value[]).includes(frequency)) return [];
  return [{ path, what: `${show(frequency)} is no frequency`, mend: suggest(frequency, FREQUENCIES) }];
}

const SCOPE_KEYS = ['ComplianceResourceId', 'ComplianceResourceTypes', 'TagKey', 'TagValue'];

/** Resources are chosen by type, by type and id, or by tag. Source: AWS Config API, Scope. */
function checkScope({ Scope: scope }: Group, above: Path): ContentProblem[] {
  const here = [...above, 'Scope'];
  if (scope === undefined) return [];
  if (!isGroup(scope)) return [{ path: here, what: 'is no group', mend: `write ${SCOPE_KEYS.join(', ')} below it` }];
  const { ComplianceResourceTypes: types, ComplianceResourceId: id, TagKey: key, TagValue: value } = scope;
  const problems = unknownKeys(scope, SCOPE_KEYS, here);
  if (id !== undefined && (!Array.isArray(types) || types.length !== 1)) {
    const path = [...here, 'ComplianceResourceId'];
    problems.push({ path, what: 'needs exactly one type beside it', mend: 'name one in ComplianceResourceTypes' });
  }
  if (value !== undefined && key === undefined) {
    problems.push({ path: [...here, 'TagValue'], what: 'needs the key of the tag beside it', mend: 'add TagKey' });
  }
  if (key !== undefined && types !== undefined) {
    const what = 'cannot be combined with ComplianceResourceTypes';
    problems.push({ path: [...here, 'TagKey'], what, mend: 'choose resources by tag or by type' });
  }
  return problems;
}

function checkTypes(properties: Group, { id, types }: ManagedRule, here: Path): ContentProblem[] {
  const scope = isGroup(properties.Scope) ? properties.Scope : {};
  const asked = scope.ComplianceResourceTypes;
  if (!Array.isArray(asked) || types.length === 0) return [];
  return asked
    .filter((type) => !types.includes(String(type)))
    .map((type) => ({
      path: [...here, 'Scope', 'ComplianceResourceTypes'],
      what: `${id} does not look at ${show(type)}`,
      mend: `use ${types.join(', ')}`,
    }));
}

const REMEDIATION_KEYS = [
  'Automatic', 'ConfigRuleName', 'ExecutionControls', 'MaximumAutomaticAttempts', 'Parameters', 'ResourceType',
  'RetryAttemptSeconds', 'TargetId', 'TargetType', 'TargetVersion',
]; // prettier-ignore

/** What AWS would refuse in a remediation of a pack. */
export function checkRemediation(properties: Group, here: Path): ContentProblem[] {
  const problems = unknownKeys(properties, REMEDIATION_KEYS, here);
  if (properties.TargetType !== 'SSM_DOCUMENT') {
    problems.push({ path: [...here, 'TargetType'], what: 'is not SSM_DOCUMENT', mend: 'write SSM_DOCUMENT' });
  }
  for (const key of ['ConfigRuleName', 'TargetId']) {
    if (typeof properties[key] === 'string' && properties[key] !== '') continue;
    problems.push({ path: [...here, key], what: 'is missing', mend: 'add it' });
  }
  const automatic = String(properties.Automatic ?? false);
  if (!['true', 'false'].includes(automatic)) {
    const what = `${show(properties.Automatic)} is neither true nor false`;
    problems.push({ path: [...here, 'Automatic'], what, mend: 'write true or false' });
  }
  const isAutomatic = automatic === 'true';
  for (const key of isAutomatic ? ['MaximumAutomaticAttempts', 'RetryAttemptSeconds'] : []) {
    if (Number(properties[key]) > 0) continue;
    problems.push({ path: [...here, key], what: 'is missing, which Automatic needs', mend: 'write a number' });
  }
  return problems;
}

/** Parameters as a group, also where the template gives them as JSON. */
export function inputs({ InputParameters: given }: Group): Parameters {
  const value = given === undefined ? undefined : parsed(given);
  return isGroup(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, one]) => [name, typeof one === 'object' ? JSON.stringify(one) : one!]),
      )
    : {};
}

const parsed = (value: Value): Value => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return null;
  }
};
