import { isDeepStrictEqual } from 'node:util';
import type { Organization } from '../config/organization';
import { nearest, type Problem, show, suggest } from '../config/problem';
import type { RemediationConfig } from '../config/schema';
import { type Answer, answersOf, clashesOf, nameOf, valuesFor } from './answers';
import { findingsOf, PATTERN_LIMIT } from './event-patterns';
import type { Finder } from './finder';
import { readsTags, RemediationFile } from './remediation-file';

/** A remediation in one account and region. */
export interface PlannedRemediation {
  readonly file: RemediationFile;
  readonly mode: 'notify' | 'approve' | 'auto';
  readonly config: RemediationConfig;
  readonly answers: readonly Answer[];
}

/** AWS's limit on the names of roles and documents, in characters: 64 and 128. */
const ROLE_NAME_LIMIT = 64;

/** Names of files whose roles, rules or forwards would have names of the platform's own. */
const TAKEN = /^(?:start|reports|runs|roll-call)$|^(?:forward|heal)(?:-|$)/;

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
    this.checkOwnRules();
  }

  /** Remediations of one account in a region. */
  of(account: string, region: string): PlannedRemediation[] {
    return this.organization.config.response.remediations.flatMap((config) => {
      const file = this.files.find(({ name }) => name === config.remediation);
      if (!file || config.mode === 'off' || !this.applies(file, config, account, region)) return [];
      const finders = this.finders.filter((finder) => mends(file, finder) && finds(finder, account, region));
      return finders.length === 0
        ? []
        : [{ file, mode: config.mode, config, answers: answersOf(file, config, finders) }];
    });
  }

  private check(item: RemediationConfig, path: readonly PropertyKey[]): void {
    const wrong: Wrong = (key, what, mend) => {
      const found = { path: [...path, ...key], what, mend };
      if (!this.problems.some((one) => isDeepStrictEqual(one, found))) this.problems.push(found);
    };
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
    if (item.tag && !readsTags(file)) {
      wrong(['tag'], `${file.name} is about ${file.resourceType}, whose tags it cannot read`, 'remove it');
    }
    if (item.mode === 'off') return;
    if (item.mode !== 'notify' && !readsTags(file) && this.organization.config.response.exemptTag) {
      this.notices.push(
        `not spared: ${file.name} reads no tags of ${file.resourceType}; response.exemptTag spares nothing there, exceptions do`,
      );
    }
    if (TAKEN.test(file.name)) {
      wrong(['remediation'], `${file.name} is a name that the platform's own roles and rules have`, 'rename its file');
    }
    const role = `${this.organization.names.remediationRolePrefix}${file.name}`;
    if (role.length > ROLE_NAME_LIMIT) {
      wrong(['remediation'], `its role ${role} has ${role.length} characters of ${ROLE_NAME_LIMIT}`, 'shorten `name`');
    }
    const heard = this.heard(file, item);
    if (heard.length === 0) {
      const checks = Object.keys(file.answers);
      const what = `no rule in use finds what ${file.name} mends`;
      wrong(['remediation'], what, `add ${checks.slice(0, 3).join(' or ')} to rules or a pack that has it`);
      return;
    }
    checkPatterns(file, item, heard, wrong);
    if (item.mode === 'notify') return;
    checkValues(file, item, heard, wrong);
    if (file.disruptive && item.mode === 'auto') {
      this.notices.push(`disruptive: ${file.name} runs by itself and may cut off traffic or people`);
    }
  }

  /** Rules that find what an item mends: each set of them that some account and region has. */
  private heard(file: RemediationFile, item: RemediationConfig): Finder[][] {
    const { accounts, config } = this.organization;
    const finders = this.finders.filter((finder) => mends(file, finder));
    const sets = new Map<string, Finder[]>();
    for (const account of accounts) {
      for (const region of config.regions.governed.filter((one) => this.applies(file, item, account, one))) {
        const here = finders.filter((finder) => finds(finder, account, region));
        if (here.length > 0) sets.set(here.map((finder) => finders.indexOf(finder)).join(), here);
      }
    }
    return [...sets.values()];
  }

  private applies(file: RemediationFile, config: RemediationConfig, account: string, region: string): boolean {
    const { accounts, excludedAccounts, regions } = config;
    return (
      (accounts?.includes(account) ?? true) &&
      !excludedAccounts.includes(account) &&
      (regions?.includes(region) ?? true) &&
      (!file.global || region === this.organization.home)
    );
  }

  /** AWS Config keeps one remediation of a rule: a second one would overwrite the first, with every apply anew. */
  private checkOwnRules(): void {
    const { accounts, config } = this.organization;
    for (const account of accounts) {
      for (const region of config.regions.governed) {
        const holders = new Map<string, PlannedRemediation>();
        for (const planned of this.of(account, region).filter(({ mode }) => mode === 'auto')) {
          for (const rule of planned.answers.flatMap(({ ownNames }) => ownNames)) {
            const holder = holders.get(rule) ?? planned;
            holders.set(rule, holder);
            if (holder !== planned) this.refuseSecond(rule, planned, holder);
          }
        }
      }
    }
  }

  private refuseSecond(rule: string, planned: PlannedRemediation, holder: PlannedRemediation): void {
    const { remediations } = this.organization.config.response;
    const path = ['response', 'remediations', remediations.indexOf(planned.config), 'remediation'];
    const what = `${planned.file.name} answers the rule ${rule} as ${holder.file.name} of response.remediations[${remediations.indexOf(holder.config)}] does, and AWS Config takes one remediation of a rule`;
    const mend = 'choose another mode for one of them, or part them by accounts or regions';
    if (!this.problems.some((one) => one.what === what)) this.problems.push({ path, what, mend });
  }
}

type Wrong = (key: readonly PropertyKey[], what: string, mend: string) => void;

function checkPatterns(
  file: RemediationFile,
  item: RemediationConfig,
  heard: readonly (readonly Finder[])[],
  wrong: Wrong,
): void {
  const lengths = heard
    .flatMap((finders) => answersOf(file, item, finders))
    .map(({ eventNames }) => JSON.stringify(findingsOf(eventNames, file.resourceType)).length);
  const longest = Math.max(...lengths);
  if (longest <= PATTERN_LIMIT) return;
  const what = `its event pattern has ${longest} characters of ${PATTERN_LIMIT}: many rules find what it mends`;
  wrong(['remediation'], what, 'have fewer packs with the same rule');
}

/** What the document would be started with: it takes no value of another form, and each parameter once. */
function checkValues(
  file: RemediationFile,
  item: RemediationConfig,
  heard: readonly (readonly Finder[])[],
  wrong: Wrong,
): void {
  for (const finder of new Set(heard.flat())) {
    const values = valuesFor(file, item, finder);
    for (const [name, { type, pattern, description, default: usual }] of Object.entries(file.parameters)) {
      const asked = values[name];
      const path = ['parameters', name];
      if (asked === undefined && usual === undefined) {
        wrong(path, `is missing: ${description}`, 'give it a value');
      }
      // What audit.yaml says itself is checked before.
      if (asked === undefined || Object.hasOwn(item.parameters, name)) continue;
      const rule = `the rule ${nameOf(finder)} (${finder.check})`;
      const mend = 'give the parameter a value here, or have the rule ask for another';
      if (type !== 'StringList' && asked.length > 1) {
        wrong(path, `${rule} asks for ${asked.join(' and ')} where one value can be had`, mend);
      }
      for (const one of asked.filter((text) => !new RegExp(pattern).test(text))) {
        wrong(path, `${rule} asks for ${show(one)}, which does not have the form ${pattern}`, mend);
      }
    }
  }
  for (const { rule, parameter, values } of heard.flatMap((finders) => clashesOf(file, item, finders))) {
    const what = `rules that events call ${rule} ask for ${values.join(' and ')}, and one finding starts one run`;
    wrong(['parameters', parameter], what, 'give the parameter a value here, or have the rules ask for the same');
  }
}

const mends = (file: RemediationFile, { check }: Finder): boolean => Object.hasOwn(file.answers, check);

const finds = ({ regions, excludedAccounts }: Finder, account: string, region: string): boolean =>
  regions.includes(region) && !excludedAccounts.includes(account);
