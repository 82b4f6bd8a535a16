import { isDeepStrictEqual } from 'node:util';
import { isGlobal, type ManagedRule, managedRule, needsRecords } from '../catalogue/managed-rule';
import { inputParameters, type Parameters } from '../catalogue/parameters';
import { recordingOf } from '../catalogue/recording';
import { ORGANIZATION_RULE_NAME_LIMIT, regionsOf, ruleName } from '../config/managed-rules';
import { CONFIG_PREFIX, type Organization } from '../config/organization';
import { nearest, printPath, type Problem } from '../config/problem';
import type { GuardRuleConfig, LambdaRuleConfig, ManagedRuleConfig } from '../config/schema';
import { type GuardPlaceholders, GuardRule } from './guard-rule';
import { lambdaParameterProblems, LambdaRule, type ManifestPlaceholders } from './lambda-rule';

/** What every planned rule says. */
interface Planned {
  readonly name: string;
  readonly regions: readonly string[];
  readonly excludedAccounts: readonly string[];
}

export interface PlannedManagedRule extends Planned {
  readonly rule: ManagedRule;
  /** JSON, as AWS takes it. */
  readonly parameters?: string;
  readonly scope: ManagedRuleConfig['scope'];
  readonly frequency?: string;
  readonly deploy: 'organization' | 'accounts';
}

export interface PlannedLambdaRule extends Planned {
  readonly rule: LambdaRule;
  /** Values given for its parameters; the others have their defaults. */
  readonly given: Parameters;
  readonly frequency?: string;
}

export interface PlannedGuardRule extends Planned {
  readonly rule: Pick<GuardRule, 'description' | 'name' | 'types'>;
  readonly text: string;
  readonly deploy: 'organization' | 'accounts';
}

/** A Lambda rule that something else refers to: its function must be there. */
export interface NeededLambda {
  readonly rule: string;
  readonly region: string;
  readonly excludedAccounts: readonly string[];
  /** Given when it must run as a rule of its own, with these parameters, in the account of the trail. */
  readonly alone?: Parameters;
}

/** AWS's limit on the names of roles and functions, in characters. */
const ROLE_NAME_LIMIT = 64;
/** The same of rules. Source: PutConfigRule. */
const RULE_NAME_LIMIT = 128;

/** Every rule of an organization besides those of packs, checked and placed; knows nothing of Terraform. */
export class RulePlan {
  readonly library: readonly LambdaRule[];
  readonly managed: readonly PlannedManagedRule[];
  readonly guard: readonly PlannedGuardRule[];
  /** Wrong in audit.yaml. */
  readonly problems: Problem[] = [];
  /** Wrong in the files themselves. */
  readonly fileProblems: string[] = [];
  readonly notices: string[] = [];
  /** Each runs where `lambdaRulesOf` says. */
  readonly lambda: PlannedLambdaRule[];
  private readonly needed: NeededLambda[] = [];
  private readonly names: { readonly name: string; readonly kind: string; readonly path: readonly PropertyKey[] }[] =
    [];

  constructor(
    private readonly organization: Organization,
    folders: { readonly lambdas: string; readonly guard: string },
  ) {
    const { rules, problems } = LambdaRule.readAll(folders.lambdas);
    this.library = rules;
    const placeholders = Object.keys(this.placeholders(organization.managementAccount));
    this.fileProblems.push(...problems, ...rules.flatMap((rule) => rule.placeholderProblems(placeholders)));
    const { managed, lambda, guard } = organization.config.rules;
    this.managed = managed.map((item, at) => this.planManaged(item, ['rules', 'managed', at]));
    this.lambda = lambda.flatMap((item, at) => this.planLambda(item, ['rules', 'lambda', at]));
    const files = guard.length > 0 ? GuardRule.readAll(folders.guard) : [];
    this.guard = guard.flatMap((item, at) => this.planGuard(item, files, ['rules', 'guard', at]));
  }

  /** Takes in what packs need of the Lambda rules. */
  need(lambdas: readonly NeededLambda[]): void {
    const { trailAccount } = this.organization;
    for (const one of lambdas) {
      const { rule: name, alone, excludedAccounts } = one;
      if (alone && excludedAccounts.includes(trailAccount)) continue;
      this.needed.push(one);
      const rule = this.library.find((known) => known.name === name)!;
      this.checkRoleName(rule, ['conformancePacks']);
      const known = this.lambda.find((planned) => planned.rule === rule);
      if (alone && known && !isDeepStrictEqual(texts(known.given), texts(alone))) {
        this.notices.push(
          `alone: ${name} runs once, with the parameters of the first that asks for it; a pack asks for others`,
        );
      }
      if (alone === undefined || known) continue;
      this.notices.push(
        `alone: ${name} runs as a rule of its own in ${trailAccount}, where the trail's log group is, instead of in every account of its packs`,
      );
      const planned = this.placed(rule, alone);
      this.claim(planned.name, 'lambda', ['conformancePacks']);
      this.lambda.push(planned);
    }
  }

  /** Lambda rules of one account that are no part of a pack. */
  lambdaRulesOf(account: string): PlannedLambdaRule[] {
    return this.lambda.filter(({ rule, excludedAccounts }) => this.runsIn(rule, account, excludedAccounts));
  }

  /** The functions of one account, with the regions of each. */
  functionsOf(account: string): Map<LambdaRule, readonly string[]> {
    const functions = new Map<LambdaRule, readonly string[]>();
    for (const rule of this.library) {
      const own = this.lambdaRulesOf(account).filter((one) => one.rule === rule);
      const packed = this.needed.filter(
        (one) => one.rule === rule.name && !one.alone && this.runsIn(rule, account, one.excludedAccounts),
      );
      const regions = new Set([...own.flatMap((one) => one.regions), ...packed.map((one) => one.region)]);
      if (regions.size > 0) functions.set(rule, [...regions].sort());
    }
    return functions;
  }

  /** Lambda rules that some account runs. */
  get lambdasInUse(): readonly LambdaRule[] {
    const names = new Set([...this.lambda.map(({ rule }) => rule.name), ...this.needed.map(({ rule }) => rule)]);
    return this.library.filter(({ name }) => names.has(name));
  }

  /** How many rules one account has in a region, at most. */
  countIn(region: string): number {
    return [...this.managed, ...this.lambda, ...this.guard].filter(({ regions }) => regions.includes(region)).length;
  }

  private runsIn({ manifest }: LambdaRule, account: string, excluded: readonly string[]): boolean {
    return (manifest.accounts === 'every' || account === this.organization.trailAccount) && !excluded.includes(account);
  }

  private planManaged(item: ManagedRuleConfig, path: readonly PropertyKey[]): PlannedManagedRule {
    const { config, home } = this.organization;
    const rule = managedRule(item.rule)!;
    const regions = regionsOf(item, config);
    const absent = config.regions.governed.filter((region) => !regions.includes(region));
    if (item.regions === undefined && absent.length > 0 && !isGlobal(rule)) {
      this.notices.push(`left out: ${rule.id} does not exist in ${absent.join(', ')}`);
    }
    if (needsRecords(rule)) this.tellOfRecords(rule.id, item.scope.resourceTypes ?? rule.types, regions.includes(home));
    const name = ruleName(config.name, item);
    this.claim(name, 'managed', path);
    return {
      name,
      rule,
      parameters: inputParameters(item.parameters),
      scope: item.scope,
      frequency: item.frequency,
      regions,
      excludedAccounts: item.excludedAccounts,
      deploy: item.deploy,
    };
  }

  private planLambda(item: LambdaRuleConfig, path: readonly PropertyKey[]): PlannedLambdaRule[] {
    const rule = this.library.find(({ name }) => name === item.rule);
    const wrong = (key: PropertyKey[], what: string, mend: string) =>
      void this.problems.push({ path: [...path, ...key], what, mend });
    if (!rule) {
      const names = this.library.map(({ name }) => name);
      wrong(['rule'], `there is no Lambda rule ${item.rule}`, meant(item.rule, names, 'lambdas'));
      return [];
    }
    for (const { name, what, mend } of lambdaParameterProblems(rule, item.parameters)) {
      wrong(['parameters', ...(name === undefined ? [] : [name])], what, mend);
    }
    if (item.frequency !== undefined && rule.frequency === undefined) {
      wrong(['frequency'], `${rule.name} does not run by the clock`, 'remove it');
    }
    const { home } = this.organization;
    if (rule.manifest.regions === 'home' && item.regions?.some((region) => region !== home)) {
      wrong(['regions'], `${rule.name} is about the account as a whole and runs in ${home}`, 'remove it');
    }
    if (rule.manifest.accounts === 'trail' && item.excludedAccounts.includes(this.organization.trailAccount)) {
      wrong(['excludedAccounts'], `${rule.name} runs in the account of the trail alone`, 'remove the rule instead');
    }
    this.checkRoleName(rule, [...path, 'rule']);
    if (rule.types.length > 0) this.tellOfRecords(rule.name, rule.types, true);
    const planned = this.placed(rule, item.parameters);
    this.claim(planned.name, 'lambda', path);
    return [{ ...planned, ...pick(item), excludedAccounts: item.excludedAccounts }];
  }

  /** A role and its functions have one name. */
  private checkRoleName({ name }: LambdaRule, path: readonly PropertyKey[]): void {
    const roleName = `${this.organization.names.ruleRolePrefix}${name}`;
    if (roleName.length <= ROLE_NAME_LIMIT) return;
    const what = `the role ${roleName} has ${roleName.length} characters of ${ROLE_NAME_LIMIT}`;
    if (!this.problems.some((one) => one.what === what)) this.problems.push({ path, what, mend: 'shorten `name`' });
  }

  /** Rules of different kinds share their names: of two with the same, one would take the place of the other. */
  private claim(name: string, kind: string, path: readonly PropertyKey[]): void {
    // AWS tells _ from -; Terraform's addresses here do not.
    const isSame = (other: string) => other.replaceAll('_', '-') === name.replaceAll('_', '-');
    const first = this.names.find((other) => other.kind !== kind && isSame(other.name));
    if (first) {
      const what = `its name ${name} is that of ${printPath(first.path)}`;
      this.problems.push({ path, what, mend: 'give one of them another name' });
    }
    this.names.push({ name, kind, path });
  }

  private placed(rule: LambdaRule, given: Parameters): PlannedLambdaRule {
    const { home, config } = this.organization;
    return {
      name: `${config.name}-${rule.name}`,
      rule,
      given,
      frequency: rule.frequency,
      regions: rule.manifest.regions === 'home' ? [home] : config.regions.governed,
      excludedAccounts: [],
    };
  }

  /** What `${...}` in a rule.json stands for in one account. The key's ARN is AWS's to invent: a stack reads it. */
  placeholders(account: string, evidenceKeyArn = ''): ManifestPlaceholders {
    const { organization } = this;
    const bucket = organization.bucketArn(organization.names.configBucket);
    return {
      Partition: organization.partition,
      Account: account,
      HomeRegion: organization.home,
      GovernedRegions: organization.config.regions.governed,
      TrailArn: organization.trailArn,
      TrailLogGroupArn: organization.trailLogGroupArn,
      ConfigBucketArn: bucket,
      ConfigObjectArns: `${bucket}/${CONFIG_PREFIX}/AWSLogs/${account}/Config/*/ConfigSnapshot/*`,
      EvidenceKeyArn: evidenceKeyArn,
    };
  }

  private planGuard(
    item: GuardRuleConfig,
    files: readonly GuardRule[],
    path: readonly PropertyKey[],
  ): PlannedGuardRule[] {
    const rule = files.find(({ name }) => name === item.rule);
    if (!rule) {
      const names = files.map(({ name }) => name);
      const what = `there is no Guard rule ${item.rule}`;
      this.problems.push({ path: [...path, 'rule'], what, mend: meant(item.rule, names, 'policies/guard') });
      return [];
    }
    const placeholders = this.guardPlaceholders;
    if (rule.source.includes('${RequiredTags}') && this.organization.config.rules.requiredTags.length === 0) {
      const what = `${rule.name} has nothing to ask for`;
      this.problems.push({ path: [...path, 'rule'], what, mend: 'list tag keys in rules.requiredTags' });
      return [];
    }
    const wrong = rule.problems(placeholders);
    this.fileProblems.push(...wrong.filter((problem) => !this.fileProblems.includes(problem)));
    if (wrong.length > 0) return [];
    const { home, config } = this.organization;
    const name = `${config.name}-${rule.name}`;
    const limit = item.deploy === 'organization' ? ORGANIZATION_RULE_NAME_LIMIT : RULE_NAME_LIMIT;
    if (name.length > limit) {
      const what = `its name ${name} has ${name.length} characters of ${limit}`;
      this.problems.push({ path: [...path, 'rule'], what, mend: 'shorten the name of its file' });
    }
    this.claim(name, 'guard', path);
    this.tellOfRecords(rule.name, rule.types, true);
    const isHomely = isGlobal({ id: rule.name, types: rule.types });
    if (isHomely && item.regions && !item.regions.includes(home)) {
      const what = `${rule.name} would never run: its types are recorded in ${home} alone`;
      this.problems.push({ path: [...path, 'regions'], what, mend: `write [${home}], or nothing` });
    }
    return [
      {
        name,
        rule,
        text: rule.render(placeholders),
        regions: item.regions ?? (isHomely ? [home] : config.regions.governed),
        excludedAccounts: item.excludedAccounts,
        deploy: item.deploy,
      },
    ];
  }

  private get guardPlaceholders(): GuardPlaceholders {
    const { config, accounts, id } = this.organization;
    return {
      RequiredTags: config.rules.requiredTags,
      AllowedPublicPorts: config.rules.allowedPublicPorts,
      AccountIds: accounts,
      OrganizationIds: [id],
    };
  }

  private tellOfRecords(name: string, types: readonly string[], isHome: boolean): void {
    const { missing, daily } = recordingOf(types, this.organization.config.recorder, isHome);
    if (missing.length > 0) this.notices.push(`unrecorded: ${name} never sees ${missing.join(', ')}`);
    if (daily.length === types.length)
      this.notices.push(`daily: ${name} runs up to a day late; its types are recorded once a day`);
  }
}

const texts = (given: Parameters): Record<string, string> =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));

/** Where and how often, as audit.yaml says. */
const pick = ({ regions, frequency }: LambdaRuleConfig) => ({
  ...(regions && { regions }),
  ...(frequency && { frequency }),
});

function meant(name: string, known: readonly string[], folder: string): string {
  const near = nearest(name, known);
  return near === undefined ? `name what lies in ${folder}/` : `did you mean ${near}?`;
}
