import { isOfferedIn, managedRule, needsRecords } from '../../catalogue/managed-rule';
import { parameterProblems } from '../../catalogue/parameters';
import { recordingOf } from '../../catalogue/recording';
import { ORGANIZATION_RULE_NAME_LIMIT, regionsOf, ruleName } from '../managed-rules';
import { type Problem, show } from '../problem';
import type { ManagedRuleConfig, OrganizationConfig } from '../schema';
import { type Check, knownAccounts, problem } from './check';

/** A check of one managed rule, `path` pointing at it. */
type RuleCheck = (item: ManagedRuleConfig, path: readonly PropertyKey[], config: OrganizationConfig) => Problem[];

const everyManagedRule =
  (check: RuleCheck): Check =>
  (config) =>
    config.rules.managed.flatMap((item, at) => check(item, ['rules', 'managed', at], config));

const parametersAreTaken: RuleCheck = (item, path) =>
  parameterProblems(managedRule(item.rule)!, item.parameters).map(({ name, what, mend }) =>
    problem([...path, 'parameters', ...(name === undefined ? [] : [name])], what, mend),
  );

const frequencyIsAllowed: RuleCheck = ({ rule, frequency }, path) =>
  frequency !== undefined && managedRule(rule)!.trigger === 'change'
    ? [problem([...path, 'frequency'], `${rule} runs when a resource changes, never by the clock`, 'remove it')]
    : [];

const scopeMakesSense: RuleCheck = ({ rule, scope }, path) => {
  const { resourceTypes, resourceId, tagKey, tagValue } = scope;
  const here = (key: string, what: string, mend: string) => problem([...path, 'scope', key], what, mend);
  const { types } = managedRule(rule)!;
  const problems: Problem[] = [];
  if (resourceTypes?.length === 0) problems.push(here('resourceTypes', 'is empty', 'name a type, or remove it'));
  resourceTypes?.forEach((type, at) => {
    if (types.length > 0 && !types.includes(type)) {
      const mend = `use ${types.join(', ')}`;
      problems.push(problem([...path, 'scope', 'resourceTypes', at], `${rule} does not look at ${show(type)}`, mend));
    }
    problems.push(...twice(resourceTypes, at, [...path, 'scope', 'resourceTypes']));
  });
  if (resourceId !== undefined && resourceTypes?.length !== 1) {
    problems.push(here('resourceId', 'needs exactly one type beside it', 'name one type in scope.resourceTypes'));
  }
  if (tagValue !== undefined && tagKey === undefined) {
    problems.push(here('tagValue', 'needs the key of the tag beside it', 'add scope.tagKey'));
  }
  if (tagKey !== undefined && resourceTypes !== undefined) {
    problems.push(here('tagKey', 'cannot be combined with resourceTypes', 'choose resources by tag or by type'));
  }
  return problems;
};

const regionsHaveTheRule: RuleCheck = (item, path, config) => {
  const rule = managedRule(item.rule)!;
  const given = item.regions?.flatMap((region, at) =>
    config.regions.governed.includes(region) && !isOfferedIn(rule, region)
      ? problem([...path, 'regions', at], `${rule.id} does not exist in ${region}`, 'remove the region')
      : [],
  );
  if (given !== undefined) return given;
  if (regionsOf(item, config).length > 0) return [];
  const { home, governed } = config.regions;
  const elsewhere = governed.filter((region) => isOfferedIn(rule, region));
  return elsewhere.length > 0
    ? [
        problem(
          [...path, 'regions'],
          `${rule.id} is about the account as a whole and does not exist in ${home}`,
          `write [${elsewhere[0]}]`,
        ),
      ]
    : [
        problem(
          [...path, 'rule'],
          `${rule.id} exists in no governed region`,
          'remove the rule, or govern another region',
        ),
      ];
};

/** Without records of its types a rule stays INSUFFICIENT_DATA for ever. */
const typesAreRecorded: RuleCheck = (item, path, config) => {
  const rule = managedRule(item.rule)!;
  if (!needsRecords(rule)) return [];
  const { home } = config.regions;
  const types = item.scope.resourceTypes ?? rule.types;
  const silent = regionsOf(item, config).filter(
    (region) =>
      types.length > 0 && recordingOf(types, config.recorder, region === home).missing.length === types.length,
  );
  if (silent.length === 0) return [];
  const never = `${rule.id} would never run in ${silent.join(', ')}`;
  const excluded = types.filter((type) => config.recorder.exclude.includes(type));
  return excluded.length > 0
    ? [
        problem(
          [...path, 'rule'],
          `${never}: recorder.exclude leaves out ${excluded.join(', ')}`,
          'record the type, or remove the rule',
        ),
      ]
    : [
        problem(
          [...path, 'regions'],
          `${never}: global types are recorded in ${home} alone`,
          `write [${home}], or nothing`,
        ),
      ];
};

const namesFitTheApi: RuleCheck = (item, path, config) => {
  const name = ruleName(config.name, item);
  return item.deploy === 'organization' && name.length > ORGANIZATION_RULE_NAME_LIMIT
    ? [
        problem(
          [...path, 'name'],
          `${show(name)} has ${name.length} characters where an organization rule takes ${ORGANIZATION_RULE_NAME_LIMIT}`,
          'give the rule a shorter name',
        ),
      ]
    : [];
};

const namesAreUnique: Check = (config) => {
  const seen = new Map<string, number>();
  return config.rules.managed.flatMap((item, at) => {
    const name = ruleName(config.name, item);
    // AWS tells _ from -; Terraform's addresses here do not.
    const address = name.replaceAll('_', '-');
    const first = seen.get(address);
    if (first !== undefined) {
      return problem(
        ['rules', 'managed', at],
        `its name ${name} is that of rules.managed[${first}]`,
        'give one of them another name',
      );
    }
    seen.set(address, at);
    return [];
  });
};

/** What every list of rules and packs says about places. */
interface Placed {
  readonly regions?: readonly string[];
  readonly excludedAccounts: readonly string[];
  readonly deploy?: 'organization' | 'accounts';
}

/** AWS's limit on the accounts that an organization rule or pack passes over. */
export const MOST_EXCLUDED = 1000;

const placed = (list: (config: OrganizationConfig) => readonly Placed[], path: readonly PropertyKey[]): Check[] => [
  (config) =>
    list(config).flatMap(({ regions }, at) => {
      const here = [...path, at, 'regions'];
      if (regions?.length === 0) return problem(here, 'is empty', 'list a region, or remove it');
      return (regions ?? []).flatMap((region, number) =>
        config.regions.governed.includes(region)
          ? twice(regions!, number, here)
          : problem([...here, number], `${show(region)} is not governed`, 'add it to regions.governed, or remove it'),
      );
    }),
  (config) => {
    const known = knownAccounts(config);
    const all = new Set(known);
    return list(config).flatMap(({ excludedAccounts, deploy }, at) => {
      const here = [...path, at, 'excludedAccounts'];
      const strange = excludedAccounts.flatMap((account, number) =>
        // What is deployed to the organization also reaches accounts that the file does not list.
        all.has(account) || deploy === 'organization'
          ? twice(excludedAccounts, number, here)
          : problem([...here, number], `${show(account)} is not an account of this file`, 'add it, or remove it here'),
      );
      if (deploy === 'organization' && excludedAccounts.length > MOST_EXCLUDED) {
        const what = `lists ${excludedAccounts.length} accounts where AWS takes ${MOST_EXCLUDED}`;
        return [...strange, problem(here, what, 'list fewer')];
      }
      if (strange.length > 0 || known.some((account) => !excludedAccounts.includes(account))) return strange;
      return problem(here, 'excludes every account', 'remove the entry instead');
    });
  },
];

const twice = (list: readonly string[], at: number, path: readonly PropertyKey[]): Problem[] =>
  list.indexOf(list[at]!) < at ? [problem([...path, at], `${show(list[at])} is listed twice`, 'remove one')] : [];

/** The same rule or pack twice in one region has one name for two things. */
const listedOnce =
  <T extends Placed>(
    list: (config: OrganizationConfig) => readonly T[],
    path: readonly PropertyKey[],
    nameOf: (item: T) => string,
  ): Check =>
  (config) => {
    const items = list(config);
    const regions = ({ regions: given }: Placed) => given ?? config.regions.governed;
    return items.flatMap((item, at) => {
      const first = items
        .slice(0, at)
        .findIndex(
          (other) => nameOf(other) === nameOf(item) && regions(other).some((region) => regions(item).includes(region)),
        );
      return first >= 0
        ? problem([...path, at], `${nameOf(item)} is listed already as ${path.join('.')}[${first}]`, 'remove one')
        : [];
    });
  };

export const RULE_CHECKS: readonly Check[] = [
  ...[
    parametersAreTaken,
    frequencyIsAllowed,
    scopeMakesSense,
    regionsHaveTheRule,
    typesAreRecorded,
    namesFitTheApi,
  ].map(everyManagedRule),
  namesAreUnique,
  ...placed(({ rules }) => rules.managed, ['rules', 'managed']),
  ...placed(({ rules }) => rules.lambda, ['rules', 'lambda']),
  ...placed(({ rules }) => rules.guard, ['rules', 'guard']),
  ...placed(({ conformancePacks }) => conformancePacks, ['conformancePacks']),
  listedOnce(
    ({ rules }) => rules.lambda,
    ['rules', 'lambda'],
    ({ rule }) => rule,
  ),
  listedOnce(
    ({ rules }) => rules.guard,
    ['rules', 'guard'],
    ({ rule }) => rule,
  ),
  listedOnce(
    ({ conformancePacks }) => conformancePacks,
    ['conformancePacks'],
    ({ pack }) => pack,
  ),
];
