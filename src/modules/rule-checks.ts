import { PARAMETERS_LIMIT } from '../catalogue/parameters';
import { ORGANIZATION_RULE_NAME_LIMIT } from '../config/managed-rules';
import { FREQUENCIES } from '../config/sections/rules';
import { excludedAccounts, listing, parameterChecks } from './detection-forms';
import { RESOURCE_TYPE } from './forms';
import type { Check } from './variable';

/** What AWS, or the function, would refuse in rules that a caller gives; facts are those of `rule-facts.ts`. */

const hcl = (value: unknown): string => JSON.stringify(value);

const KEY = '^[\\w-]+$';

const all = (name: string, condition: string): string => `alltrue([for key, given in var.${name} : ${condition}])`;

/** The keys of those of which something is wrong. */
const wrong = (name: string, condition: string): string => `[for key, given in var.${name} : key if ${condition}]`;

export function managedChecks(name: string): Check[] {
  const facts = 'local.managed_rules[given.rule]';
  const known = 'contains(keys(local.managed_rules), given.rule)';
  const given = `flatten([for key, given in var.${name} : [for parameter, value in given.parameters : { key = key, rule = given.rule, name = parameter, value = value } if ${known}]])`;
  const accounts = `flatten([for given in values(var.${name}) : given.excluded_accounts])`;
  return [
    {
      condition: all(
        name,
        `can(regex(${hcl(KEY)}, key)) && length(var.name) + length(key) < ${ORGANIZATION_RULE_NAME_LIMIT}`,
      ),
      message: `${name} has a key that ends no name of a rule; use letters, digits, hyphens and underscores, ${ORGANIZATION_RULE_NAME_LIMIT} with the prefix.`,
    },
    listing(
      `[for given in values(var.${name}) : given.rule if !${known}]`,
      (unknown) =>
        `${name} holds ${unknown}, no managed rule of AWS Config; write an identifier as in S3_BUCKET_VERSIONING_ENABLED.`,
    ),
    ...parameterChecks({
      name,
      of: 'rule',
      file: 'managed-rules.json',
      given,
      forms: 'local.managed_rules[item.rule].parameters',
    }),
    listing(
      `flatten([for key, given in var.${name} : [for parameter, one in ${facts}.parameters : "\${key}.\${parameter}" if one.required && !contains(keys(given.parameters), parameter)] if ${known}])`,
      (lacking) => `${name} lacks ${lacking}, which AWS requires.`,
    ),
    listing(
      wrong(name, `length(jsonencode(given.parameters)) > ${PARAMETERS_LIMIT}`),
      (long) => `${name} has parameters of more than ${PARAMETERS_LIMIT} characters in ${long}; shorten the values.`,
    ),
    frequencyCheck(name, known, facts),
    {
      condition: all(
        name,
        `given.resource_types == null ? true : length(given.resource_types) > 0 && alltrue([for type in given.resource_types : can(regex(${hcl(RESOURCE_TYPE.pattern.source)}, type))])`,
      ),
      message: `${name} has something in resource_types that is not ${RESOURCE_TYPE.what}; ${RESOURCE_TYPE.mend}, or leave it out.`,
    },
    listing(
      wrong(
        name,
        `given.resource_types == null || !${known} ? false : length(${facts}.types) > 0 && length(setsubtract(given.resource_types, ${facts}.types)) > 0`,
      ),
      (strange) =>
        `${name} names types that the rule does not look at, in ${strange}; assets/managed-rules.json lists those that it does.`,
    ),
    {
      condition: all(
        name,
        '(given.resource_id == null ? true : try(length(given.resource_types), 0) == 1) && (given.tag_value == null || given.tag_key != null) && (given.tag_key == null || given.resource_types == null)',
      ),
      message: `${name} has a scope that AWS does not take; give resource_id with one type, tag_value with tag_key, and tags or types.`,
    },
    ...excludedAccounts(name, accounts),
  ];
}

export function lambdaChecks(name: string): Check[] {
  const known = 'contains(keys(local.lambda_rules), key)';
  const given = `flatten([for key, given in var.${name} : [for parameter, value in given.parameters : { key = key, rule = key, name = parameter, value = value } if ${known}]])`;
  return [
    listing(
      wrong(name, `!${known}`),
      (unknown) => `${name} holds ${unknown}, which there is not; assets/lambda-rules.json lists those that there are.`,
    ),
    ...parameterChecks({
      name,
      of: 'rule',
      file: 'lambda-rules.json',
      given,
      forms: 'local.lambda_rules[item.rule].parameters',
    }),
    frequencyCheck(name, known, 'local.lambda_rules[key]'),
    {
      condition: `contains(keys(var.${name}), "config-recording") ? length(var.recorded_regions) > 0 : true`,
      message: `${name} holds config-recording, which must know where AWS Config records; write recorded_regions.`,
    },
    {
      condition: `contains(concat(keys(var.${name}), var.functions), "cloudtrail-multi-region") ? var.config_bucket_name != null && var.evidence_key_arn != null : true`,
      message: `${name} or functions hold cloudtrail-multi-region, which reads snapshots; write config_bucket_name and evidence_key_arn.`,
    },
    listing(
      `setintersection(keys(var.${name}), concat(keys(var.managed), keys(var.guard)))`,
      (twice) => `${name} holds ${twice}, which names a managed or Guard rule as well; rename that.`,
    ),
  ];
}

export function guardChecks(name: string): Check[] {
  const needs = (placeholder: string) =>
    `anytrue([for key in keys(var.${name}) : contains(try(local.guard_rules[key].needs, []), "${placeholder}")])`;
  return [
    listing(
      wrong(name, '!contains(keys(local.guard_rules), key)'),
      (unknown) => `${name} holds ${unknown}, which there is not; assets/guard-rules.json lists those that there are.`,
    ),
    ...(
      [
        ['RequiredTags', 'length(var.required_tags) > 0', 'required_tags'],
        ['AccountIds', 'length(var.account_ids) > 0', 'account_ids'],
        ['OrganizationIds', 'var.organization_id != null', 'organization_id'],
      ] as const
    ).map(([placeholder, condition, variable]) => ({
      condition: `${needs(placeholder)} ? ${condition} : true`,
      message: `${name} holds a rule that must know more; write ${variable}.`,
    })),
    listing(
      `setintersection(keys(var.${name}), keys(var.managed))`,
      (twice) => `${name} holds ${twice}, which names a managed rule as well; rename that.`,
    ),
    ...excludedAccounts(name, `flatten([for given in values(var.${name}) : given.excluded_accounts])`),
  ];
}

/** Of functions without rules. */
export const functionsAreKnown: Check = {
  condition: 'length(setsubtract(var.functions, keys(local.lambda_rules))) == 0',
  message: 'functions holds a Lambda rule that there is not; assets/lambda-rules.json lists those that there are.',
};

const frequencyCheck = (name: string, known: string, facts: string): Check => ({
  condition: all(
    name,
    `given.frequency == null || !${known} ? true : contains(${hcl(FREQUENCIES)}, given.frequency) && ${facts}.clock`,
  ),
  message: `${name} has a frequency of a rule that runs when a resource changes, or one that is none of ${FREQUENCIES.join(', ')}.`,
});
