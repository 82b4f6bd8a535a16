import type { Organization } from '../config/organization';
import { nearest, type Problem, show, suggest } from '../config/problem';
import type { RemediationConfig } from '../config/schema';
import { findingsOf, PATTERN_LIMIT, type RuleName } from './event-patterns';
import type { Finder } from './finder';
import { RemediationFile } from './remediation-file';

/** Values of a document's parameters. Automation takes each as a list of texts. */
export type Values = Readonly<Record<string, readonly string[]>>;

/** Rules whose findings are answered alike. */
export interface Answer {
  /** Unique within its remediation, account and region. */
  readonly id: string;
  readonly eventNames: readonly RuleName[];
  /** Rules that the account holds itself, by name. */
  readonly ownNames: readonly string[];
  readonly values: Values;
}

/** A remediation in one account and region. */
export interface PlannedRemediation {
  readonly file: RemediationFile;
  readonly mode: 'notify' | 'approve' | 'auto';
  readonly config: RemediationConfig;
  readonly answers: readonly Answer[];
}

/** AWS's limit on the names of roles and documents, in characters: 64 and 128. */
const ROLE_NAME_LIMIT = 64;

/** What mends what, where and how far, checked as a whole before anything is written; knows nothing of Terraform. */
export class RemediationPlan {
  readonly files: readonly RemediationFile[];
  /** Wrong in audit.yaml. */
  readonly problems: Problem[] = [];
  /** Whole lines about files of remediations. */
  readonly fileProblems: readonly string[];
  readonly notices: string[] = [];

  /** @param folder - holds a YAML file for each remediation */
  constructor(
    private readonly organization: Organization,
    folder: string,
    private readonly finders: readonly Finder[],
  ) {
    const { files, problems } = RemediationFile.readAll(folder);
    this.files = files;
    this.fileProblems = problems;
    organization.config.response.remediations.forEach((item, at) => this.check(item, ['response', 'remediations', at]));
  }

  /** Remediations of one account in a region. */
  of(account: string, region: string): PlannedRemediation[] {
    return this.organization.config.response.remediations.flatMap((config) => {
      const file = this.files.find(({ name }) => name === config.remediation);
      if (!file || config.mode === 'off' || !applies(config, account, region)) return [];
      const answers = this.answers(file, config, (finder) => finds(finder, account, region));
      return answers.length === 0 ? [] : [{ file, mode: config.mode, config, answers }];
    });
  }

  private check(item: RemediationConfig, path: readonly PropertyKey[]): void {
    const wrong = (key: readonly PropertyKey[], what: string, mend: string) =>
      void this.problems.push({ path: [...path, ...key], what, mend });
    const file = this.files.find(({ name }) => name === item.remediation);
    if (!file) {
      const names = this.files.map(({ name }) => name);
      const meant = nearest(item.remediation, names);
      const mend = meant === undefined ? 'name a file of policies/remediations/' : `did you mean ${meant}?`;
      // What the folder holds is not known while its files are wrong.
      if (this.fileProblems.length === 0) wrong(['remediation'], `there is no remediation ${item.remediation}`, mend);
      return;
    }
    for (const [name, value] of Object.entries(item.parameters)) {
      const parameter = file.parameters[name];
      if (!parameter) {
        const known = Object.keys(file.parameters);
        const mend = known.length === 0 ? 'remove it; it takes none' : suggest(name, known);
        wrong(['parameters', name], `is no parameter of ${file.name}`, mend);
        continue;
      }
      const texts = [value].flat().map(String);
      if (!Array.isArray(value) || parameter.type === 'StringList') {
        for (const text of texts.filter((one) => !new RegExp(parameter.pattern).test(one))) {
          wrong(
            ['parameters', name],
            `${show(text)} does not have the form ${parameter.pattern}`,
            'write one that does',
          );
        }
      } else wrong(['parameters', name], 'is a list', 'write one value');
    }
    if (item.tag && file.arn === undefined) {
      wrong(['tag'], `${file.name} is about ${file.resourceType}, whose tags it cannot read`, 'remove it');
    }
    if (item.mode === 'off') return;
    if (item.mode !== 'notify' && file.arn === undefined && this.organization.config.response.exemptTag) {
      this.notices.push(
        `not spared: ${file.name} reads no tags of ${file.resourceType}; response.exemptTag spares nothing there, exceptions do`,
      );
    }
    const role = `${this.organization.names.remediationRolePrefix}${file.name}`;
    if (role.length > ROLE_NAME_LIMIT) {
      wrong(['remediation'], `its role ${role} has ${role.length} characters of ${ROLE_NAME_LIMIT}`, 'shorten `name`');
    }
    const heard = this.finders.filter((finder) => this.isHeard(file, item, finder));
    if (heard.length === 0) {
      const checks = Object.keys(file.answers);
      const what = `no rule in use finds what ${file.name} mends`;
      wrong(['remediation'], what, `add ${checks.slice(0, 3).join(' or ')} to rules or a pack that has it`);
      return;
    }
    if (item.mode === 'notify') return;
    for (const finder of heard) {
      const values = valuesFor(file, item, finder);
      const missing = Object.keys(file.parameters).filter(
        (name) => file.parameters[name]!.default === undefined && values[name] === undefined,
      );
      for (const name of missing) {
        const path = ['parameters', name];
        const what = `is missing: ${file.parameters[name]!.description}`;
        if (!this.problems.some((one) => one.what === what)) wrong(path, what, 'give it a value');
      }
    }
    this.checkPatterns(file, item, wrong);
    if (file.disruptive && item.mode === 'auto') {
      this.notices.push(`disruptive: ${file.name} runs by itself and may cut off traffic or people`);
    }
  }

  private checkPatterns(
    file: RemediationFile,
    item: RemediationConfig,
    wrong: (key: readonly PropertyKey[], what: string, mend: string) => void,
  ): void {
    const longest = this.answers(file, item, () => true)
      .map(({ eventNames }) => JSON.stringify(findingsOf(eventNames, file.resourceType)).length)
      .sort((a, b) => b - a)[0];
    if (longest === undefined || longest <= PATTERN_LIMIT) return;
    const what = `its event pattern has ${longest} characters of ${PATTERN_LIMIT}: many rules find what it mends`;
    wrong(['remediation'], what, 'have fewer packs with the same rule');
  }

  private isHeard(file: RemediationFile, item: RemediationConfig, finder: Finder): boolean {
    const { accounts, home, config } = this.organization;
    const regions = file.global ? [home] : config.regions.governed;
    return (
      Object.hasOwn(file.answers, finder.check) &&
      accounts.some((account) =>
        regions.some((region) => applies(item, account, region) && finds(finder, account, region)),
      )
    );
  }

  /** The rules that find, those that ask for the same together. */
  private answers(file: RemediationFile, item: RemediationConfig, isHere: (finder: Finder) => boolean): Answer[] {
    const groups = new Map<string, Finder[]>();
    for (const finder of this.finders) {
      if (!Object.hasOwn(file.answers, finder.check) || !isHere(finder)) continue;
      const key = JSON.stringify(valuesFor(file, item, finder));
      groups.set(key, [...(groups.get(key) ?? []), finder]);
    }
    return [...groups].map(([key, finders], at) => ({
      id: at === 0 ? file.name : `${file.name}-${at + 1}`,
      eventNames: unique(finders.map(({ eventName }) => eventName)),
      ownNames: unique(finders.flatMap(({ ownName }) => ownName ?? [])),
      values: JSON.parse(key) as Values,
    }));
  }
}

const applies = ({ accounts, excludedAccounts, regions }: RemediationConfig, account: string, region: string) =>
  (accounts?.includes(account) ?? true) && !excludedAccounts.includes(account) && (regions?.includes(region) ?? true);

const finds = ({ regions, excludedAccounts }: Finder, account: string, region: string): boolean =>
  regions.includes(region) && !excludedAccounts.includes(account);

const unique = <T>(values: readonly T[]): T[] =>
  [...new Set(values.map((value) => JSON.stringify(value)))].map((value) => JSON.parse(value) as T);

/** What audit.yaml says, else what the rule looks for; the document's own defaults are left to it. */
function valuesFor(file: RemediationFile, { parameters }: RemediationConfig, finder: Finder): Values {
  const implied = Object.entries(file.answers[finder.check] ?? {}).map(([name, value]) => {
    if (Array.isArray(value)) return [name, value] as const;
    const given = value.from.flatMap((parameter) => finder.parameters[parameter]?.split(',') ?? []);
    const said = given.map((one) => one.trim()).filter((one) => one !== '');
    return [name, said.length > 0 ? said : value.default] as const;
  });
  const written = Object.entries(parameters).map(([name, value]) => [name, [value].flat().map(String)] as const);
  return Object.fromEntries([...implied, ...written].sort(([a], [b]) => (a < b ? -1 : 1)));
}
