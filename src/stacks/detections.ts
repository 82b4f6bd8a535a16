import type { Parameters } from '../catalogue/parameters';
import type { Organization } from '../config/organization';
import type { Problem } from '../config/problem';
import { inputs } from '../conformance/content-checks';
import type { PackRule } from '../conformance/pack-content';
import { PackPlan } from '../conformance/pack-plan';
import type { Finder } from '../response/finder';
import { lambdaParameterProblems } from '../rules/lambda-rule';
import { messagesOf } from '../rules/messages';
import { storedArchives } from '../functions/archive-cache';
import type { StoredArchive } from '../functions/lambda-archive';
import { RulePlan } from '../rules/rule-plan';

/** Where the rules and packs of the project and of its users lie. */
export interface DetectionFolders {
  readonly lambdas: string;
  readonly guard: string;
  readonly packs: string;
}

/** AWS's limit on rules in one region of an account, those of packs included. It cannot be raised. */
export const MOST_RULES = 1000;

const placed = ({ regions, excludedAccounts }: Pick<Finder, 'regions' | 'excludedAccounts'>) => ({
  regions,
  excludedAccounts,
});

const texts = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

const valuesOf = (parameters = '{}') => texts(JSON.parse(parameters) as Record<string, unknown>);

/** Every rule and pack of an organization, checked as a whole before anything is written. */
export class Detections {
  readonly rules: RulePlan;
  readonly packs: PackPlan;
  /** Problems of audit.yaml. */
  readonly problems: readonly Problem[];
  /** Whole lines about packs and rules. */
  readonly fileProblems: readonly string[];
  private archives?: Map<string, StoredArchive>;

  constructor(
    private readonly organization: Organization,
    readonly folders: DetectionFolders,
  ) {
    this.rules = new RulePlan(organization, folders);
    const lambdas = this.rules.library.map((rule) => ({
      name: rule.name,
      isGlobal: rule.manifest.regions === 'home',
      isForTrail: rule.manifest.accounts === 'trail',
      messages: messagesOf(rule.manifest.trigger).map(({ messageType }) => messageType),
      parameterProblems: (given: Parameters) => lambdaParameterProblems(rule, given),
    }));
    this.packs = new PackPlan(organization, folders.packs, lambdas);
    this.rules.need(this.packs.lambdas);
    this.problems = [...this.rules.problems, ...this.packs.problems, ...this.tooMany()];
    this.fileProblems = [...this.rules.fileProblems, ...this.packs.fileProblems];
  }

  /** Whether the audit account deploys rules or packs to the whole organization. */
  get spanOrganization(): boolean {
    const all = [...this.rules.managed, ...this.rules.guard, ...this.packs.packs];
    return all.some(({ deploy }) => deploy === 'organization');
  }

  /** The code of a Lambda rule; every rule in use is bundled at once, when the first is asked for. */
  archive(rule: string): StoredArchive {
    this.archives ??= storedArchives(
      this.folders.lambdas,
      this.rules.lambdasInUse.map(({ name }) => name),
    );
    return this.archives.get(rule)!;
  }

  /** Every rule in use, so that its findings can be mended. Rules of the trail's account alone count as everywhere. */
  get finders(): readonly Finder[] {
    const { managed, guard, lambda } = this.rules;
    const alone = ({ name, deploy }: { readonly name: string; readonly deploy: string }) =>
      // Source: AWS Config developer guide, organization rules and packs: what their rules are called in accounts.
      deploy === 'accounts' ? { eventName: name, ownName: name } : { eventName: { prefix: `OrgConfigRule-${name}-` } };
    return [
      ...managed.map((one) => ({
        check: one.rule.id,
        ...alone(one),
        ...placed(one),
        parameters: valuesOf(one.parameters),
      })),
      ...guard.map((one) => ({ check: `guard:${one.rule.name}`, ...alone(one), ...placed(one), parameters: {} })),
      ...lambda.map((one) => ({
        check: `lambda:${one.rule.name}`,
        ...alone({ name: one.name, deploy: 'accounts' }),
        ...placed(one),
        parameters: texts(one.given),
      })),
      ...this.packs.contents.flatMap(({ rules, region, excludedAccounts }) =>
        rules.flatMap((rule) => this.packed(rule, region, excludedAccounts)),
      ),
    ];
  }

  private packed(rule: PackRule, region: string, excludedAccounts: readonly string[]): Finder[] {
    const own = this.packs.ownFunction(rule);
    const check = rule.managed?.id ?? (own === undefined ? undefined : `lambda:${own}`);
    if (check === undefined) return [];
    const eventName = { prefix: `${rule.name}-conformance-pack-` };
    return [{ check, eventName, parameters: texts(inputs(rule.properties)), regions: [region], excludedAccounts }];
  }

  get notices(): string[] {
    return [...this.rules.notices, ...this.packs.notices, ...this.repeated(), ...this.assumed(), ...this.blind()];
  }

  private tooMany(): Problem[] {
    return this.organization.config.regions.governed.flatMap((region) => {
      const packed = this.packs.packs.filter((pack) => pack.region === region);
      const count = this.rules.countIn(region) + packed.reduce((sum, pack) => sum + pack.ruleCount, 0);
      if (count <= MOST_RULES) return [];
      const what = `make ${count} rules in ${region} where AWS takes ${MOST_RULES} in an account`;
      return packed.length > 0
        ? { path: ['conformancePacks'], what: `and rules ${what}`, mend: 'deploy fewer packs there' }
        : { path: ['rules'], what, mend: 'deploy fewer there' };
    });
  }

  private assumed(): string[] {
    const { config, accounts } = this.organization;
    const waits = this.packs.packs.some(({ deploy }) => deploy === 'organization');
    const strangers = [...config.rules.managed, ...config.rules.guard, ...config.conformancePacks]
      .flatMap(({ excludedAccounts }) => excludedAccounts)
      .filter((account, at, all) => !accounts.includes(account) && all.indexOf(account) === at);
    return [
      ...(waits
        ? [
            'assumed: a release of the AWS provider that knows when an organization pack of a delegated administrator is complete (terraform-provider-aws pull request 47072); an older one waits 4 hours and calls it failed',
          ]
        : []),
      ...(strangers.length > 0
        ? [`assumed: ${strangers.join(', ')}, excluded but not listed here, are accounts of the organization`]
        : []),
    ];
  }

  /** Recorders of Control Tower deliver to its bucket, which lets no role of ours in. */
  private blind(): string[] {
    const { accounts, ownership } = this.organization;
    const enrolled = accounts.filter((account) => ownership.isEnrolled(account));
    const readers = this.rules.lambdasInUse.filter(({ manifest }) => manifest.trigger.snapshot).map(({ name }) => name);
    if (enrolled.length === 0 || readers.length === 0) return [];
    const whose = enrolled.length === 1 ? enrolled[0]! : `${enrolled.length} accounts`;
    return [
      `blind: ${readers.join(', ')} ${readers.length === 1 ? 'reads' : 'read'} snapshots, and Control Tower delivers those of ${whose} to its own bucket; nothing is evaluated there`,
    ];
  }

  /** Each copy of a rule is paid for, evaluation by evaluation. */
  private repeated(): string[] {
    const { home } = this.organization;
    const packed = this.packs.contents
      .filter(({ region }) => region === home)
      .flatMap(({ rules }) => rules.flatMap(({ managed }) => managed?.id ?? []));
    const alone = this.rules.managed.filter(({ regions }) => regions.includes(home)).map(({ rule }) => rule.id);
    const ids = [...packed, ...alone];
    const twice = [...new Set(ids.filter((id, at) => ids.indexOf(id) < at))].sort();
    if (twice.length === 0) return [];
    return [
      `repeated: ${twice.length === 1 ? '1 managed rule is' : `${twice.length} managed rules are`} in more than one pack or list, and each copy is paid for: ${twice.slice(0, 3).join(', ')}${twice.length > 3 ? ' ...' : ''}`,
    ];
  }
}
