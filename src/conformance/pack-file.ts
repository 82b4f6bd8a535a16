import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { show, suggest } from '../config/problem';
import { ANY_ACCOUNT, Intrinsics, Unresolvable } from './intrinsics';
import { type PackContent, readContent, REMEDIATION } from './pack-content';
import { type Group, isGroup, Template, type Value } from './template';

/** AWS's limits on the parameters of a pack. Source: AWS Config API, ConformancePackInputParameter. */
const MOST_PARAMETERS = 60;
const LONGEST_VALUE = 4096;

const SECTIONS = ['Parameters', 'Conditions', 'Resources'];
const PARAMETER_KEYS = ['Type', 'Default', 'Description', 'AllowedValues'];

/** Where a pack is deployed, and with what. */
export interface Deployment {
  /** Values that audit.yaml gives; the others have their defaults. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly partition: string;
  readonly region: string;
  /** Absent for a pack of the organization: the account is AWS's to fill in. */
  readonly account?: string;
}

/** A conformance pack as it lies in conformance-packs/: a CloudFormation template of rules and remediations. */
export class PackFile {
  /** Its file's name, without the extension. */
  readonly name: string;
  private readonly template: Template;
  private readonly resources: Group;

  constructor(
    readonly path: string,
    source: string,
  ) {
    this.name = basename(path).replace(/\.ya?ml$/, '');
    this.template = new Template(source);
    this.resources = this.section('Resources');
  }

  /** @param name - of a file in the folder, without its extension */
  static read(folder: string, name: string): PackFile {
    const file = PackFile.filesIn(folder).find((one) => one.replace(/\.ya?ml$/, '') === name)!;
    return new PackFile(file, readFileSync(join(folder, file), 'utf8'));
  }

  /** Names of the packs of a folder, sorted. */
  static namesIn(folder: string): string[] {
    return PackFile.filesIn(folder).map((file) => file.replace(/\.ya?ml$/, ''));
  }

  private static filesIn(folder: string): string[] {
    return readdirSync(folder)
      .filter((file) => /\.ya?ml$/.test(file))
      .sort();
  }

  /** Names of the parameters it declares. */
  get parameters(): readonly string[] {
    return Object.keys(this.section('Parameters'));
  }

  /** What a parameter is when nobody gives it; nothing where somebody must. */
  defaultOf(parameter: string): string | undefined {
    const declared = this.section('Parameters')[parameter];
    const usual = isGroup(declared) ? declared.Default : undefined;
    return usual === undefined || usual === null ? undefined : String(usual);
  }

  /** What is wrong with the file itself, whoever deploys it; each line names file, line and path. */
  problems(): string[] {
    const { faults, data } = this.template;
    if (faults.length > 0) return faults.map((fault) => `${this.label}: ${fault}`);
    if (!isGroup(data)) return [this.at([], 'is no template', 'write Parameters and Resources')];
    const problems = Object.keys(data).flatMap((key) =>
      SECTIONS.includes(key) ? [] : this.at([key], 'is no section of a conformance pack', suggest(key, SECTIONS)),
    );
    for (const section of SECTIONS) {
      if (section in data && !isGroup(data[section]))
        problems.push(this.at([section], 'is no group', 'write Name: ...'));
    }
    if (Object.keys(this.resources).length === 0) {
      problems.push(this.at(['Resources'], 'holds nothing', 'add a rule'));
    }
    return [...problems, ...this.parameterProblems()];
  }

  private parameterProblems(): string[] {
    const declared = this.section('Parameters');
    const problems = Object.entries(declared).flatMap(([name, parameter]) => {
      const here = ['Parameters', name];
      if (!isGroup(parameter)) return this.at(here, 'is no group', 'write Type: String and a Default');
      const strange = Object.keys(parameter).filter((key) => !PARAMETER_KEYS.includes(key));
      const long = String(parameter.Default ?? '').length > LONGEST_VALUE;
      return [
        ...strange.map((key) => this.at([...here, key], 'is no key of a parameter', suggest(key, PARAMETER_KEYS))),
        ...(parameter.Type === 'String' ? [] : [this.at([...here, 'Type'], 'is not String', 'write Type: String')]),
        ...(long ? [this.at([...here, 'Default'], `exceeds ${LONGEST_VALUE} characters`, 'shorten it')] : []),
      ];
    });
    const count = Object.keys(declared).length;
    return count <= MOST_PARAMETERS
      ? problems
      : [...problems, this.at(['Parameters'], `holds ${count}, AWS takes ${MOST_PARAMETERS}`, 'declare fewer')];
  }

  /**
   * What AWS gets in one place: every function worked out, resources whose condition is false left out.
   *
   * @returns the content, and what is wrong with it; each line names file, line and path
   */
  resolve({ parameters, partition, region, account = ANY_ACCOUNT }: Deployment): {
    readonly content: PackContent;
    readonly problems: readonly string[];
  } {
    const problems: string[] = [];
    const values = this.values(parameters, problems);
    const conditions = this.section('Conditions');
    const intrinsics = new Intrinsics({ parameters: values, conditions, partition, region, account });
    const attempt = <T>(path: readonly string[], work: () => T): T | undefined => {
      try {
        return work();
      } catch (error) {
        if (!(error instanceof Unresolvable)) throw error;
        problems.push(`${this.label}: ${this.template.where(path)}: ${error.message}`);
        return undefined;
      }
    };

    const resources: [string, Value][] = [];
    for (const [id, resource] of Object.entries(this.resources)) {
      const here = ['Resources', id];
      const { Condition: condition, ...rest } = isGroup(resource) ? resource : {};
      const content = attempt(here, () => intrinsics.resolve(isGroup(resource) ? this.ruleById(rest) : resource));
      const wanted =
        condition === undefined || attempt([...here, 'Condition'], () => intrinsics.isTrue(String(condition)));
      if (content !== undefined && wanted) resources.push([id, content]);
    }
    for (const name of Object.keys(conditions)) attempt(['Conditions', name], () => intrinsics.isTrue(name));
    for (const name of this.parameters) {
      if (!intrinsics.used.has(name)) problems.push(this.at(['Parameters', name], 'is used nowhere', 'remove it'));
    }

    const { content, problems: wrong } = readContent(resources);
    problems.push(...wrong.map(({ path, what, mend }) => this.at(path, what, mend)));
    return { content, problems: [...new Set(problems)] };
  }

  /** A remediation may name its rule by a Ref: we take it as the rule's logical id. */
  private ruleById(resource: Group): Group {
    const { Type: type, Properties: properties } = resource;
    const named = isGroup(properties) ? properties.ConfigRuleName : undefined;
    const id = isGroup(named) ? named.Ref : undefined;
    if (type !== REMEDIATION || typeof id !== 'string' || !Object.hasOwn(this.resources, id)) return resource;
    return { ...resource, Properties: { ...(properties as Group), ConfigRuleName: id } };
  }

  /** Given values and defaults; a parameter with neither is a problem. */
  private values(given: Readonly<Record<string, string>>, problems: string[]): Record<string, string> {
    const values: Record<string, string> = {};
    for (const [name, parameter] of Object.entries(this.section('Parameters'))) {
      const { Default: usual, AllowedValues: allowed } = isGroup(parameter) ? parameter : {};
      const value = Object.hasOwn(given, name) ? given[name] : usual;
      if (value === undefined || value === null) {
        problems.push(
          this.at(['Parameters', name], 'has no default', 'give it a value where audit.yaml names the pack'),
        );
      } else if (Array.isArray(allowed) && !allowed.map(String).includes(String(value))) {
        problems.push(this.at(['Parameters', name], `does not take ${show(value)}`, `use ${allowed.join(', ')}`));
      }
      values[name] = String(value ?? '');
    }
    return values;
  }

  private section(name: string): Group {
    const { data } = this.template;
    const section = isGroup(data) ? data[name] : undefined;
    return isGroup(section) ? section : {};
  }

  private get label(): string {
    return `conformance-packs/${this.path}`;
  }

  /** One line about a place in the file. */
  at(path: readonly string[], what: string, mend: string): string {
    return `${this.label}: ${this.template.where(path)}: ${what}; ${mend}`;
  }
}
