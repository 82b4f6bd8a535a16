import type { RemediationFile } from '../response/remediation-file';
import { readsTags } from '../response/remediation-file';
import { expressionOf } from './expression';
import type { ModuleStack } from './module';
import { table } from './readme';
import { type Check, shaped } from './variable';

const TYPE = `map(object({ ${[
  'mode = string',
  'rules = optional(list(string), [])',
  'rule_prefixes = optional(list(string), [])',
  'parameters = optional(map(list(string)), {})',
  'runs_per_hour = optional(number, 10)',
  'failures_per_hour = optional(number, 3)',
  'concurrent_percent = optional(number, 10)',
  'error_percent = optional(number, 50)',
  'attempts = optional(number, 25)',
  'attempt_seconds = optional(number, 60)',
  'scope_tag = optional(object({ key = string, value = string }))',
  'exceptions = optional(list(object({ resource_id = string, until = string })), [])',
].join(', ')} }))`;

/** Bounds of the numbers. Source of the last four: Config API reference, RemediationConfiguration. */
const NUMBERS: Readonly<Record<string, readonly [number, number]>> = {
  runs_per_hour: [1, 49],
  failures_per_hour: [1, 49],
  concurrent_percent: [1, 100],
  error_percent: [1, 100],
  attempts: [1, 25],
  attempt_seconds: [1, 2_678_000],
};

const every = (name: string, condition: string): string => `alltrue([for key, one in var.${name} : ${condition}])`;

/** Rules that AWS Config answers, as often as somebody says so. */
const answered = (name: string): string =>
  `flatten([for one in values(var.${name}) : distinct(one.rules) if one.mode != "off"])`;

/** What files of remediations ask for: `known` in the locals. */
const checks = (name: string): Check[] => [
  {
    condition: every(name, 'contains(keys(local.known), key)'),
    message: `${name} holds a name that no remediation has; write some of \${join(", ", keys(local.known))}.`,
  },
  {
    condition: every(name, 'contains(["off", "manual", "auto"], one.mode)'),
    message: `${name} holds a mode that is none; write off, manual or auto.`,
  },
  {
    condition: every(
      name,
      'alltrue([for rule in concat(one.rules, one.rule_prefixes) : can(regex("^[\\\\w-]{1,128}$", rule))]) && length(distinct(one.rules)) == length(one.rules) && length(distinct(one.rule_prefixes)) == length(one.rule_prefixes)',
    ),
    message: `${name} holds something in rules or rule_prefixes that is not the name of a rule, or twice; write names, not ARNs, each once.`,
  },
  {
    condition: every(name, 'one.mode == "off" ? true : length(one.rules) + length(one.rule_prefixes) > 0'),
    message: `${name} holds a remediation whose findings nothing makes; name rules, or how the names of rules begin.`,
  },
  {
    condition: `length(distinct(${answered(name)})) == length(${answered(name)})`,
    message: `${name} holds a rule in two remediations, and AWS Config takes one of a rule; leave it out of one.`,
  },
  {
    condition: every(
      name,
      'alltrue([for parameter, values in one.parameters : values == null ? false : length(values) > 0 && (try(local.known[key].parameters[parameter].many, true) ? true : length(values) == 1) && alltrue([for value in values : can(regex(local.known[key].parameters[parameter].pattern, value))])])',
    ),
    message: `${name} holds a parameter that its remediation has not, or a value that it does not take; the README lists them.`,
  },
  {
    condition: every(
      name,
      'one.mode == "off" ? true : length(setsubtract(try(local.known[key].required, []), keys(one.parameters))) == 0',
    ),
    message: `${name} lacks a parameter that its remediation cannot do without; the README lists them.`,
  },
  ...Object.entries(NUMBERS).map(([number, [least, most]]) => ({
    condition: every(
      name,
      `one.${number} >= ${least} && one.${number} <= ${most} && floor(one.${number}) == one.${number}`,
    ),
    message: `${name} holds ${number} that is not a whole number from ${least} to ${most}.`,
  })),
  {
    condition: every(name, 'one.scope_tag == null ? true : try(local.known[key].tags, true)'),
    message: `${name} confines a remediation to a tag that reads none; leave scope_tag out.`,
  },
  {
    condition: every(
      name,
      'alltrue([for exception in one.exceptions : can(regex("^\\\\S{1,256}$", exception.resource_id)) && can(regex("^\\\\d{4}-\\\\d{2}-\\\\d{2}$", exception.until)) && can(timeadd("${exception.until}T00:00:00Z", "0s"))])',
    ),
    message: `${name} holds an exception that is none; write resource_id as AWS Config shows it, and until as in 2027-03-31.`,
  },
  {
    condition: every(name, 'length("${var.name}-audit-remediation-${local.region_part}${key}") <= 64'),
    message: `${name} holds a name whose role would have more than 64 characters; shorten name or region_code.`,
  },
];

/** What is mended, how far and by whose word. */
export const remediations = shaped(TYPE, {
  description: [
    'What is mended, by the names in the table of remediations.',
    '`mode`: `auto` mends at once, `manual` tells of findings and leaves it to a person to start AWS Config’s remediation, `off` does nothing.',
    '`rules`: names of rules that the account has itself. `rule_prefixes`: how names begin of rules that the organization or a pack has brought, to whose ends AWS Config adds.',
    '`parameters`: values of each, a list even for one; those left out are the document’s own.',
    '`runs_per_hour`, `failures_per_hour`: further runs are refused and told of.',
    '`concurrent_percent`, `error_percent`: of the resources of a rule that AWS Config mends at a time, and that may fail.',
    '`attempts` within `attempt_seconds`: beyond, AWS Config mends a resource never again, and tells nobody, so stay with the default.',
    '`scope_tag`: only resources with it are touched. `exceptions`: resources that are spared until the end of a day in UTC.',
  ].join(' '),
  checks,
});

/** What can be mended, as the README shows it. */
export function library(files: readonly RemediationFile[]): string[] {
  const rows = files.map((file) => {
    const { name, title, resourceType, disruptive, global, parameters } = file;
    const notes = [
      ...(disruptive ? ['may cut off people or traffic'] : []),
      ...(global ? ['in one region of the account'] : []),
      ...(readsTags(file) ? [] : ['reads no tags']),
    ];
    const asked = Object.entries(parameters).map(([parameter, { default: usual, description }]) =>
      usual === undefined
        ? `**\`${parameter}\`**: ${description}`
        : `\`${parameter}\` (${JSON.stringify(usual)}): ${description}`,
    );
    return [`\`${name}\``, `${title}; \`${resourceType}\``, notes.join('; '), asked.join('. ')];
  });
  return [
    '## Remediations',
    'Parameters in bold must be given; the others show their default.',
    table(['name', 'what it does, and to what', 'beware', 'parameters'], rows),
  ];
}

/** Puts what files ask for where `checks` finds it. */
export function publish(module: ModuleStack, files: readonly RemediationFile[]): void {
  const known = files.map((file) => [
    file.name,
    {
      tags: readsTags(file),
      required: Object.keys(file.parameters).filter((name) => file.parameters[name]!.default === undefined),
      parameters: Object.fromEntries(
        Object.entries(file.parameters).map(([name, { type, pattern }]) => [
          name,
          { pattern, many: type === 'StringList' },
        ]),
      ),
    },
  ]);
  module.local('known', expressionOf(Object.fromEntries(known)));
}
