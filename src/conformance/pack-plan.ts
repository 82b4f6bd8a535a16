import { isGlobal, isOfferedIn, needsRecords } from '../catalogue/managed-rule';
import { recordingOf } from '../catalogue/recording';
import type { Organization } from '../config/organization';
import { nearest, type Problem, suggest } from '../config/problem';
import type { PackConfig } from '../config/schema';
import { type PackContent, type PackRule } from './pack-content';
import { PackFile } from './pack-file';
import { render } from './render';
import { bytesOf, INLINE_BYTES, type Part, S3_BYTES, split } from './split';

/** What the plan of packs must know of a Lambda rule. */
export interface PackedLambda {
  readonly name: string;
  /** Its facts are those of the account: it runs in the home region. */
  readonly isGlobal: boolean;
  /** Only the account of the organization's trail has anything to say. */
  readonly isForTrail: boolean;
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

/** A Lambda rule that a pack holds, and where its function must be. */
export interface NeededLambda {
  readonly rule: string;
  readonly region: string;
  readonly excludedAccounts: readonly string[];
  /** Given when no pack can hold the rule: the trail's account gets it as a rule of its own. */
  readonly alone?: Readonly<Record<string, string>>;
}

/** Limits in packs. Source: AWS Config service limits. */
const MOST_PACKS = 50;
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
  readonly contents: { readonly pack: string; readonly region: string; readonly rules: readonly PackRule[] }[] = [];
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
      else
        this.problems.push({
          path: [...path, 'pack'],
          what: `there is no pack ${item.pack}`,
          mend: near(item.pack, known),
        });
    });
    this.checkLimits();
  }

  private add(file: PackFile, item: PackConfig, path: readonly PropertyKey[]): void {
    const wrong = file.problems();
    this.fileProblems.push(...wrong);
    if (wrong.length > 0 || !this.knowsParameters(file, item, path)) return;

    const { home, partition, config } = this.organization;
    const platform = platformParameters(this.organization);
    const parameters = {
      ...Object.fromEntries(file.parameters.flatMap((name) => (name in platform ? [[name, platform[name]!]] : []))),
      ...Object.fromEntries(Object.entries(item.parameters).map(([name, value]) => [name, String(value)])),
    };
    const leftOut = new Map<string, string[]>();
    const unrecorded = new Set<string>();
    for (const region of item.regions ?? config.regions.governed) {
      const { content, problems } = file.resolve({ parameters, partition, region });
      this.fileProblems.push(...problems.filter((problem) => !this.fileProblems.includes(problem)));
      if (problems.length > 0) continue;
      for (const rule of content.rules) {
        const { managed } = rule;
        if (managed && !isOfferedIn(managed, region)) {
          leftOut.set(managed.id, [...(leftOut.get(managed.id) ?? []), region]);
        } else if (managed && needsRecords(managed) && region === home) {
          const { missing } = recordingOf(managed.types, config.recorder, true);
          if (missing.length === managed.types.length) unrecorded.add(managed.id);
        }
      }
      this.place(file, item, region, this.offered(content, item, region), path);
    }
    this.tell(item, leftOut, unrecorded);
  }

  private knowsParameters(file: PackFile, item: PackConfig, path: readonly PropertyKey[]): boolean {
    const unknown = Object.keys(item.parameters).filter((name) => !file.parameters.includes(name));
    for (const name of unknown) {
      const mend = file.parameters.length === 0 ? 'remove it; the pack takes none' : suggest(name, file.parameters);
      this.problems.push({ path: [...path, 'parameters', name], what: `is no parameter of ${file.name}`, mend });
    }
    return unknown.length === 0;
  }

  /** The rules that have something to say in a region. */
  private offered(content: PackContent, item: PackConfig, region: string): PackContent {
    const isHome = region === this.organization.home;
    return content.part((rule) => {
      if (rule.managed) return isOfferedIn(rule.managed, region) && (isHome || !isGlobal(rule.managed));
      const lambda = this.lambdaOf(rule);
      if (!lambda) return true;
      if (lambda.isGlobal && !isHome) return false;
      const { excludedAccounts } = item;
      const alone = lambda.isForTrail ? inputsOf(rule) : undefined;
      this.lambdas.push({ rule: lambda.name, region, excludedAccounts, ...(alone && { alone }) });
      return alone === undefined;
    });
  }

  private lambdaOf({ functionArn }: PackRule): PackedLambda | undefined {
    const prefix = `:function:${this.organization.names.ruleRolePrefix}`;
    const name = functionArn?.split(prefix)[1];
    return name === undefined ? undefined : this.lambdaRules.find((rule) => rule.name === name);
  }

  private place(
    file: PackFile,
    item: PackConfig,
    region: string,
    content: PackContent,
    path: readonly PropertyKey[],
  ): void {
    this.checkFunctions(file, content);
    if (content.rules.length === 0) return;
    if (item.deploy === 'organization' && content.remediations.length > 0) {
      const what = 'holds remediations, whose role must name its account, which a pack of the organization cannot';
      const mend = 'deploy it to accounts, or leave its remediations off';
      this.problems.push({ path: [...path, 'deploy'], what: `${file.name} ${what}`, mend });
      return;
    }
    if (item.oversized === 's3' && item.deploy === 'accounts') {
      const what = 's3 is for packs of the organization: the bucket is that of the audit account';
      this.problems.push({ path: [...path, 'oversized'], what, mend: 'write split' });
      return;
    }
    this.contents.push({ pack: item.pack, region, rules: content.rules });
    for (const part of split(content, item.oversized === 's3' ? S3_BYTES : INLINE_BYTES)) {
      this.packs.push(this.planned(item, region, part, path));
    }
  }

  private planned(
    item: PackConfig,
    region: string,
    { number, content }: Part,
    path: readonly PropertyKey[],
  ): PlannedPack {
    const { name: prefix } = this.organization.config;
    const base = `${prefix}-${item.pack.replace(/[^a-zA-Z0-9]+/g, '-')}`;
    const name = number === undefined ? base : `${base}-part-${number}`;
    if (name.length > NAME_LIMIT[item.deploy]) {
      const what = `its name ${name} has ${name.length} characters of ${NAME_LIMIT[item.deploy]}`;
      this.problems.push({ path: [...path, 'pack'], what, mend: 'shorten the name of the file' });
    }
    const throughS3 = bytesOf(render(content)) > INLINE_BYTES;
    const bucket = `${this.organization.names.templateBucketPrefix}${region}`;
    if (throughS3 && bucket.length > BUCKET_NAME_LIMIT) {
      const what = `the bucket ${bucket} for its template has ${bucket.length} characters of ${BUCKET_NAME_LIMIT}`;
      this.problems.push({ path: [...path, 'oversized'], what, mend: 'write split, or shorten `name`' });
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

  /** A function of ours that no folder of lambdas/ makes. */
  private checkFunctions(file: PackFile, { rules }: PackContent): void {
    const prefix = `:function:${this.organization.names.ruleRolePrefix}`;
    for (const rule of rules) {
      const name = rule.functionArn?.split(prefix)[1];
      if (name === undefined || this.lambdaOf(rule)) continue;
      const mend = near(
        name,
        this.lambdaRules.map((one) => one.name),
        'lambdas',
      );
      const problem = `conformance-packs/${file.path}: Resources.${rule.id}: there is no Lambda rule ${name}; ${mend}`;
      if (!this.fileProblems.includes(problem)) this.fileProblems.push(problem);
    }
  }

  private checkLimits(): void {
    const problem = (what: string, mend: string) => this.problems.push({ path: ['conformancePacks'], what, mend });
    for (const region of new Set(this.packs.map((pack) => pack.region))) {
      const here = this.packs.filter((pack) => pack.region === region);
      if (here.length > MOST_PACKS) {
        problem(`make ${here.length} packs in ${region} where AWS takes ${MOST_PACKS}`, 'deploy fewer');
      }
      const twice = here.map(({ name }) => name).find((name, at, names) => names.indexOf(name) < at);
      if (twice !== undefined) problem(`make two packs of the name ${twice} in ${region}`, 'rename a file');
    }
  }

  private tell(
    item: PackConfig,
    leftOut: ReadonlyMap<string, readonly string[]>,
    unrecorded: ReadonlySet<string>,
  ): void {
    if (leftOut.size > 0) {
      const regions = [...new Set([...leftOut.values()].flat())];
      this.notices.push(
        `left out: ${item.pack} loses ${count(leftOut.size, 'rule')} where AWS does not offer them: ${some([...leftOut.keys()])} (${some(regions)})`,
      );
    }
    if (unrecorded.size > 0) {
      this.notices.push(
        `unrecorded: ${count(unrecorded.size, 'rule')} of ${item.pack} stay INSUFFICIENT_DATA, because recorder.exclude leaves out what they look at: ${some([...unrecorded])}`,
      );
    }
    const { home, config } = this.organization;
    if (item.regions && !item.regions.includes(home) && config.regions.governed.length > 0) {
      this.notices.push(`left out: ${item.pack} loses its rules on global resources, which run in ${home} alone`);
    }
  }
}

const inputsOf = ({ properties }: PackRule): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries((properties.InputParameters ?? {}) as object).map(([k, v]) => [k, String(v)]));

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/** The first few, and how many more. */
const some = (items: readonly string[], most = 3): string =>
  items.length <= most ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${items.length - most} more`;

/** A name that may have been meant, or all parts of a framework that was named as a whole. */
function near(name: string, known: readonly string[], folder = 'conformance-packs'): string {
  const parts = known.filter((one) => one.startsWith(`${name}-`));
  if (parts.length > 0) return `it comes in parts: ${parts.join(', ')}`;
  const meant = nearest(name, known);
  return meant === undefined ? `name what lies in ${folder}/` : `did you mean ${meant}?`;
}
