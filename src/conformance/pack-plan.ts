import { isGlobal, isOfferedIn } from '../catalogue/managed-rule';
import type { ParameterProblem, Parameters } from '../catalogue/parameters';
import type { Organization } from '../config/organization';
import { nearest, type Problem, printPath, suggest } from '../config/problem';
import type { PackConfig } from '../config/schema';
import { inputs } from './content-checks';
import type { PackContent, PackRule } from './pack-content';
import { PackFile } from './pack-file';
import { PackLosses, typesInScope } from './pack-losses';
import { render } from './render';
import { messageTypes } from './source-checks';
import { bytesOf, INLINE_BYTES, type Part, S3_BYTES, split } from './split';

/** What the plan of packs must know of a Lambda rule. */
export interface PackedLambda {
  readonly name: string;
  /** Its facts are those of the account: it runs in the home region. */
  readonly isGlobal: boolean;
  /** Only the account of the organization's trail has anything to say. */
  readonly isForTrail: boolean;
  /** Types of the messages that it answers. */
  readonly messages: readonly string[];
  /** What the function would refuse. */
  readonly parameterProblems: (given: Parameters) => readonly ParameterProblem[];
}

/** One pack as AWS will know it, in one region. */
export interface PlannedPack {
  /** Unique within the region. */
  readonly name: string;
  readonly region: string;
  readonly deploy: 'organization' | 'accounts';
  readonly excludedAccounts: readonly string[];
  readonly ruleCount: number;
  /** Too large to be given in the call: read from a bucket. */
  readonly throughS3: boolean;
  /** The template, for one account or, without one, for the organization. */
  readonly template: (account?: string) => string;
}

/** The rules of one pack in one region. */
export interface PackContents {
  readonly pack: string;
  readonly region: string;
  readonly excludedAccounts: readonly string[];
  readonly rules: readonly PackRule[];
}

/** A Lambda rule that a pack holds, and where its function must be. */
export interface NeededLambda {
  readonly rule: string;
  readonly region: string;
  readonly excludedAccounts: readonly string[];
  /** Given when no pack can hold the rule: the trail's account gets it as a rule of its own. */
  readonly alone?: Parameters;
}

/** Limits in packs. Source: AWS Config service limits. */
export const MOST_PACKS = 50;
const BUCKET_NAME_LIMIT = 63;
/** In characters. Source: PutOrganizationConformancePack, PutConformancePack. */
const NAME_LIMIT = { organization: 128, accounts: 256 };

/** Parameters by which packs ask for what the platform knows. A value in audit.yaml wins. */
const platformParameters = ({ names, config }: Organization): Readonly<Record<string, string>> => ({
  LambdaRulePrefix: names.ruleRolePrefix,
  ConfigRecordingRegions: config.regions.governed.join(','),
});

/** Every conformance pack of an organization, checked and placed; knows nothing of Terraform. */
export class PackPlan {
  readonly packs: PlannedPack[] = [];
  readonly lambdas: NeededLambda[] = [];
  /** Rules by region and pack, for whoever counts or compares them. */
  readonly contents: PackContents[] = [];
  /** Wrong in audit.yaml. */
  readonly problems: Problem[] = [];
  /** Wrong in the files themselves. */
  readonly fileProblems: string[] = [];
  readonly notices: string[] = [];

  constructor(
    private readonly organization: Organization,
    folder: string,
    private readonly lambdaRules: readonly PackedLambda[],
  ) {
    const known = PackFile.namesIn(folder);
    organization.config.conformancePacks.forEach((item, at) => {
      const path = ['conformancePacks', at];
      if (known.includes(item.pack)) this.add(PackFile.read(folder, item.pack), item, path);
      else this.wrong([...path, 'pack'], `there is no pack ${item.pack}`, near(item.pack, known));
    });
    this.checkLimits();
  }

  private add(file: PackFile, item: PackConfig, path: readonly PropertyKey[]): void {
    const wrong = file.problems();
    this.tellOfFile(wrong);
    if (wrong.length > 0 || !this.knowsParameters(file, item, path)) return;

    const { partition, config } = this.organization;
    const platform = Object.entries(platformParameters(this.organization));
    const parameters = {
      ...Object.fromEntries(platform.filter(([name]) => file.parameters.includes(name))),
      ...Object.fromEntries(Object.entries(item.parameters).map(([name, value]) => [name, String(value)])),
    };
    const losses = new PackLosses(item, this.organization);
    for (const region of item.regions ?? config.regions.governed) {
      const { content, problems } = file.resolve({ parameters, partition, region });
      this.tellOfFile(problems);
      if (problems.length > 0) continue;
      for (const rule of content.rules) losses.note(rule, region, this.isElsewhere(rule, region));
      this.checkFunctions(file, content);
      this.place(file, item, region, this.offered(content, item, region), path);
    }
    this.notices.push(...losses.notices);
  }

  /** The same may be wrong in several regions; it is said once. */
  private wrong(path: readonly PropertyKey[], what: string, mend: string): void {
    const isTold = this.problems.some((one) => printPath(one.path) === printPath(path) && one.what === what);
    if (!isTold) this.problems.push({ path, what, mend });
  }

  private tellOfFile(problems: readonly string[]): void {
    this.fileProblems.push(...problems.filter((problem) => !this.fileProblems.includes(problem)));
  }

  private knowsParameters(file: PackFile, item: PackConfig, path: readonly PropertyKey[]): boolean {
    const unknown = Object.keys(item.parameters).filter((name) => !file.parameters.includes(name));
    for (const name of unknown) {
      const mend = file.parameters.length === 0 ? 'remove it; the pack takes none' : suggest(name, file.parameters);
      this.wrong([...path, 'parameters', name], `is no parameter of ${file.name}`, mend);
    }
    return unknown.length === 0;
  }

  /** Whether a rule says the same in every region, and says it in another than this. */
  private isElsewhere(rule: PackRule, region: string): boolean {
    const isSame = rule.managed
      ? isGlobal(rule.managed)
      : (this.lambdaOf(rule)?.isGlobal ?? isGlobal({ id: rule.name, types: typesInScope(rule) }));
    return isSame === true && region !== this.organization.home;
  }

  /** The rules that have something to say in a region. */
  private offered(content: PackContent, item: PackConfig, region: string): PackContent {
    return content.part((rule) => {
      if (this.isElsewhere(rule, region)) return false;
      if (rule.managed) return isOfferedIn(rule.managed, region);
      const lambda = this.lambdaOf(rule);
      if (!lambda) return true;
      const { excludedAccounts } = item;
      const alone = lambda.isForTrail ? inputs(rule.properties) : undefined;
      this.lambdas.push({ rule: lambda.name, region, excludedAccounts, ...(alone && { alone }) });
      return alone === undefined;
    });
  }

  private lambdaOf(rule: PackRule): PackedLambda | undefined {
    const name = this.ownFunction(rule);
    return name === undefined ? undefined : this.lambdaRules.find((one) => one.name === name);
  }

  /** What follows our prefix in the name of its function; nothing for a function of others. */
  ownFunction({ functionArn }: PackRule): string | undefined {
    return functionArn?.split(`:function:${this.organization.names.ruleRolePrefix}`)[1];
  }

  private place(
    file: PackFile,
    item: PackConfig,
    region: string,
    content: PackContent,
    path: readonly PropertyKey[],
  ): void {
    if (content.rules.length === 0) return;
    if (item.deploy === 'organization' && content.remediations.length > 0) {
      const what = 'holds remediations, whose role must name its account, which a pack of the organization cannot';
      const mend = 'deploy it to accounts, or leave its remediations off';
      this.wrong([...path, 'deploy'], `${file.name} ${what}`, mend);
      return;
    }
    if (item.oversized === 's3' && item.deploy === 'accounts') {
      const what = 's3 is for packs of the organization: the bucket is that of the audit account';
      this.wrong([...path, 'oversized'], what, 'write split');
      return;
    }
    this.contents.push({ pack: item.pack, region, excludedAccounts: item.excludedAccounts, rules: content.rules });
    const most = item.oversized === 's3' ? S3_BYTES : INLINE_BYTES;
    for (const part of split(content, most)) {
      const size = bytesOf(render(part.content));
      if (size > most) this.wrong([...path, 'pack'], `has a rule of more than ${most} bytes`, 'shorten it');
      this.packs.push(this.planned(item, region, part, size, path));
    }
  }

  private planned(
    item: PackConfig,
    region: string,
    { number, content }: Part,
    size: number,
    path: readonly PropertyKey[],
  ): PlannedPack {
    const { name: prefix } = this.organization.config;
    const base = `${prefix}-${item.pack.replace(/[^a-zA-Z0-9]+/g, '-')}`;
    const name = number === undefined ? base : `${base}-part-${number}`;
    if (name.length > NAME_LIMIT[item.deploy]) {
      const what = `its name ${name} has ${name.length} characters of ${NAME_LIMIT[item.deploy]}`;
      this.wrong([...path, 'pack'], what, 'shorten the name of the file');
    }
    const throughS3 = size > INLINE_BYTES;
    const bucket = `${this.organization.names.templateBucketPrefix}${region}`;
    if (throughS3 && bucket.length > BUCKET_NAME_LIMIT) {
      const what = `the bucket ${bucket} for its template has ${bucket.length} characters of ${BUCKET_NAME_LIMIT}`;
      this.wrong([...path, 'oversized'], what, 'write split, or shorten `name`');
    }
    return {
      name,
      region,
      deploy: item.deploy,
      excludedAccounts: item.excludedAccounts,
      ruleCount: content.rules.length,
      throughS3,
      template: (account) => render(content, account),
    };
  }

  /** A function of ours that no folder of lambdas/ makes, or that would refuse what it is given. */
  private checkFunctions(file: PackFile, { rules }: PackContent): void {
    const known = this.lambdaRules.map(({ name }) => name);
    for (const rule of rules) {
      const name = this.ownFunction(rule);
      const here = ['Resources', rule.id, 'Properties'];
      const lambda = this.lambdaOf(rule);
      if (lambda) {
        const strange = messageTypes(rule.properties.Source).filter((type) => !lambda.messages.includes(type));
        const path = [...here, 'Source', 'SourceDetails'];
        this.tellOfFile(
          strange.map((type) =>
            file.at(path, `${lambda.name} has no answer to a ${type}`, `use ${lambda.messages.join(', ')}`),
          ),
        );
        this.tellOfFile(
          lambda
            .parameterProblems(inputs(rule.properties))
            .map(({ name: parameter, what, mend }) =>
              file.at([...here, 'InputParameters', ...(parameter === undefined ? [] : [parameter])], what, mend),
            ),
        );
      } else if (name !== undefined) {
        const mend = meant(name, known, 'lambdas');
        this.tellOfFile([file.at([...here, 'Source', 'SourceIdentifier'], `there is no Lambda rule ${name}`, mend)]);
      }
    }
  }

  private checkLimits(): void {
    const problem = (what: string, mend: string) => this.wrong(['conformancePacks'], what, mend);
    for (const region of new Set(this.packs.map((pack) => pack.region))) {
      const here = this.packs.filter((pack) => pack.region === region);
      if (here.length > MOST_PACKS) {
        problem(`make ${here.length} packs in ${region} where AWS takes ${MOST_PACKS}`, 'deploy fewer');
      }
      const twice = here.map(({ name }) => name).find((name, at, names) => names.indexOf(name) < at);
      if (twice !== undefined) problem(`make two packs of the name ${twice} in ${region}`, 'rename a file');
    }
  }
}

/** A name that may have been meant, or all parts of a framework that was named as a whole. */
function near(name: string, known: readonly string[]): string {
  const parts = known.filter((one) => one.startsWith(`${name}-`));
  return parts.length > 0 ? `it comes in parts: ${parts.join(', ')}` : meant(name, known, 'conformance-packs');
}

function meant(name: string, known: readonly string[], folder: string): string {
  const one = nearest(name, known);
  return one === undefined ? `name what lies in ${folder}/` : `did you mean ${one}?`;
}
