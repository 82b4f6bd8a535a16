import type { TerraformResource } from 'cdktf';
import type { ManagedRule } from '../catalogue/managed-rule';
import { MOST_EXCLUDED } from '../config/checks/rules';
import { ACCOUNT_ID } from './forms';
import type { ModuleStack } from './module';
import { fits } from './parameter-form';
import { type Check, choice, flag, shaped, type Variable } from './variable';

/** What modules of rules and packs ask for alike, and how they keep what they know. */

export const scopeOf = (what: string): Variable<'organization' | 'account'> =>
  choice(['organization', 'account'], {
    description: `Whether ${what} are the organization’s, deployed to every account, or those of the account alone.`,
    default: 'organization',
  });

export const isHome = (what: string): Variable<string> =>
  flag({ description: `Whether this region has ${what}: true in one region, false elsewhere.` });

/**
 * The variable `after`: AWS Config takes nothing without a recorder, and a `depends_on` of the caller would hide account and
 * region from the plan. `waitFor` reads it.
 */
export const after = (what: string, such: string): Variable<string> =>
  shaped('list(string)', {
    description: `Outputs that ${what} wait for, such as ${such}. What they say does not matter.`,
    default: [],
    checks: () => [],
  });

/** Has a resource wait for what the caller names in `after`. */
export function waitFor(resource: TerraformResource): void {
  resource.dependsOn = [...(resource.dependsOn ?? []), 'var.after'];
}

/** A check that names what is wrong: `wrong` is a list of texts in HCL, which the message is about. */
export const listing = (wrong: string, message: (items: string) => string): Check => ({
  condition: `length(${wrong}) == 0`,
  message: message(`\${join(", ", ${wrong})}`),
});

interface GivenParameters {
  /** The variable that holds them. */
  readonly name: string;
  /** What has parameters, as in `rule`. */
  readonly of: string;
  /** The file that lists them. */
  readonly file: string;
  /** List of `{ key, rule, name, value }` in HCL, of rules that there are. */
  readonly given: string;
  /** The forms of the parameters of `item.rule`, by name. */
  readonly forms: string;
}

/** Checks of parameters against what is known of them. */
export function parameterChecks({ name, of, file, given, forms }: GivenParameters): Check[] {
  const isKnown = `contains(keys(${forms}), item.name)`;
  const form = `${forms}[item.name]`;
  return [
    listing(
      `[for item in ${given} : "\${item.key}.\${item.name}" if !${isKnown}]`,
      (unknown) =>
        `${name} gives ${unknown}, which is no parameter of the ${of}; assets/${file} lists those that there are.`,
    ),
    listing(
      `[for item in ${given} : "\${item.key}.\${item.name} is not \${${form}.words}" if ${isKnown} ? !${fits('item.value', form)} : false]`,
      (wrong) => `${name} holds parameters of another form: ${wrong}.`,
    ),
  ];
}

/** @param accounts - all of them, in HCL */
export const excludedAccounts = (name: string, accounts: string): Check[] => [
  {
    condition: `alltrue([for account in ${accounts} : can(regex(${JSON.stringify(ACCOUNT_ID.pattern.source)}, account))])`,
    message: `${name} excludes something that is not ${ACCOUNT_ID.what}; ${ACCOUNT_ID.mend}.`,
  },
  {
    condition: `var.scope == "organization" || length(${accounts}) == 0`,
    message: `${name} excludes accounts from what is the account’s alone; leave excluded_accounts out.`,
  },
  {
    condition: `alltrue([for given in values(var.${name}) : length(given.excluded_accounts) <= ${MOST_EXCLUDED} && length(distinct(given.excluded_accounts)) == length(given.excluded_accounts)])`,
    message: `${name} excludes more than ${MOST_EXCLUDED} accounts, or one twice.`,
  },
];

/** Which regions have a rule, as files of modules say it. */
export const spread = ({ notIn = [], onlyIn }: ManagedRule) => ({ not_in: notIn, only_in: onlyIn ?? null });

/** Whether the module's region is one of them. */
export const isOffered = (rule: string): string =>
  `(${rule}.only_in == null ? !contains(${rule}.not_in, local.region) : contains(${rule}.only_in, local.region))`;

/** Keeps data in a file of the module; an expression that reads it. */
export function jsonAsset(module: ModuleStack, name: string, data: unknown): string {
  const path = module.asset(name, Buffer.from(`${JSON.stringify(data, null, 1)}\n`));
  return `jsondecode(file("${path.replace('«path.module»', '${path.module}')}"))`;
}
