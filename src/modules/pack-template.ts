import { isGlobal, type ManagedRule, managedRule } from '../catalogue/managed-rule';
import { PackContent, type PackRule } from '../conformance/pack-content';
import { PackFile } from '../conformance/pack-file';
import { typesInScope } from '../conformance/pack-losses';
import { render } from '../conformance/render';
import { INLINE_BYTES, split } from '../conformance/split';
import { isGroup } from '../conformance/template';
import { literal } from '../policy/literal';
import type { LambdaRule } from '../rules/lambda-rule';
import { lambdaForm, managedForm, type ParameterForm } from './parameter-form';
import { partsOf, standIn } from './stand-in';

/** When a rule of a pack is deployed. */
interface PackedRule {
  /** Identifier of a managed rule, which not every region has. */
  readonly managed: string | null;
  /** It runs in the home region alone. */
  readonly home: boolean;
  /** Parameters without which it is left out. */
  readonly needs: readonly string[];
}

export interface PackFacts {
  readonly parameters: Readonly<Record<string, ParameterForm & { readonly default: string | null }>>;
  readonly rules: Readonly<Record<string, PackedRule>>;
}

/** Parameters that stand within a text, where only these characters are safe. */
const EMBEDDED: ParameterForm = {
  pattern: '^[\\w+=,.@/-]*$',
  words: 'a name, or the start of one',
  least: null,
  most: null,
};

/** A conformance pack as a template of Terraform: its YAML, with each rule left out where it has nothing to say. */
export class PackTemplate {
  readonly facts: PackFacts;
  /** For `templatefile`; takes `parameters`, `rules`, `partition`, `region`, `account`, `open` and `close`. */
  readonly text: string;
  /** The managed rules that it holds. */
  readonly managed: readonly ManagedRule[];
  private readonly file: PackFile;

  constructor(
    readonly name: string,
    folder: string,
    private readonly lambdas: readonly LambdaRule[],
  ) {
    this.file = PackFile.read(folder, name);
    const all = this.content({});
    // The trail's account has these as rules of their own.
    const content = all.part((rule) => this.lambdaOf(rule)?.manifest.accounts !== 'trail');
    if (split(content, INLINE_BYTES).length > 1) throw new Error(`${name} does not fit into one pack`);
    this.managed = content.rules.flatMap(({ managed }) => managed ?? []);
    this.text = ['Resources:\n', ...content.rules.map((rule) => this.lines(rule, content))].join('');
    const left = this.file.parameters.map((name) => [name, this.idsWithout(name)] as const);
    const rules = content.rules.map((rule) => {
      const needs = left.filter(([, ids]) => !ids.has(rule.id)).map(([name]) => name);
      return [rule.id, this.factsOf(rule, needs)] as const;
    });
    const parameters = this.file.parameters
      .filter((parameter) => this.text.includes(`parameters.${parameter}`))
      .map((parameter) => [parameter, this.formOf(parameter, content)] as const);
    this.facts = { parameters: Object.fromEntries(parameters), rules: Object.fromEntries(rules) };
  }

  /** Everything, stand-ins where values will be; some parameters may be given. */
  private content(given: Readonly<Record<string, string>>): PackContent {
    const parameters = Object.fromEntries(this.file.parameters.map((name) => [name, standIn(name)]));
    const { content } = this.file.resolve({
      parameters: { ...parameters, ...given },
      partition: standIn('partition'),
      region: standIn('region'),
      account: standIn('account'),
    });
    return content;
  }

  private lambdaOf({ functionArn }: PackRule): LambdaRule | undefined {
    return this.lambdas.find(({ name }) => functionArn?.endsWith(`:function:${standIn('LambdaRulePrefix')}${name}`));
  }

  /** Rules that the pack has without a parameter. */
  private idsWithout(parameter: string): ReadonlySet<string> {
    return new Set(this.content({ [parameter]: '' }).rules.map(({ id }) => id));
  }

  private factsOf(rule: PackRule, needs: readonly string[]): PackedRule {
    const { managed } = rule;
    const isHome = managed
      ? isGlobal(managed)
      : this.lambdaOf(rule)?.manifest.regions === 'home' || isGlobal({ id: rule.name, types: typesInScope(rule) });
    return { managed: managed?.id ?? null, home: isHome, needs };
  }

  private formOf(name: string, content: PackContent): ParameterForm & { readonly default: string | null } {
    const form = content.rules.map((rule) => this.formIn(rule, name)).find((one) => one !== undefined);
    return { default: this.file.defaultOf(name) ?? null, ...(form ?? EMBEDDED) };
  }

  /** What a rule takes for a parameter that it is given as it is. */
  private formIn(rule: PackRule, name: string): ParameterForm | undefined {
    const { InputParameters: inputs } = rule.properties;
    const [input] = Object.entries(isGroup(inputs) ? inputs : {}).find(([, value]) => value === standIn(name)) ?? [];
    if (input === undefined) return undefined;
    const lambda = this.lambdaOf(rule)?.manifest.parameters[input];
    if (lambda) return lambdaForm(lambda);
    const managed = rule.managed && managedRule(rule.managed.id)!.parameters.find((one) => one.name === input);
    return managedForm({ type: managed?.type ?? 'String' });
  }

  /** A rule with its remediations, which wait for their role. */
  private lines(rule: PackRule, content: PackContent): string {
    const alone = content.part((one) => one === rule);
    const body = render(new PackContent(alone.rules, []));
    const whole = render(alone);
    if (!whole.startsWith(body)) throw new Error(`${rule.id} of ${this.name} does not come before its remediations`);
    const remedies = whole.slice(body.length);
    const inner = remedies === '' ? '' : onlyIf('parameters.RemediationRole != ""', templated(remedies));
    return onlyIf(`contains(rules, ${JSON.stringify(rule.id)})`, templated(body.replace(/^Resources:\n/, '')) + inner);
  }
}

const onlyIf = (condition: string, lines: string): string => `%{ if ${condition} ~}\n${lines}%{ endif ~}\n`;

const BUILT_IN = ['partition', 'region', 'account'];

/** YAML with stand-ins as a template: whole values are quoted, parts of a value are safe by their form. */
const templated = (yaml: string): string =>
  yaml
    .split('\n')
    .map((line) => {
      const [, start = '', value = line] = /^(\s*(?:- |[\w.:-]+: ))(.*)$/.exec(line) ?? [];
      const parts = partsOf(value);
      const [only] = parts;
      if (parts.length === 1 && only && 'expression' in only && !BUILT_IN.includes(only.expression)) {
        return `${literal(start)}\${jsonencode(parameters.${only.expression})}`;
      }
      const text = parts.map((part) =>
        'expression' in part ? expression(part.expression) : literal('text' in part ? part.text : ''),
      );
      // Only AWS knows the account of an organization's pack.
      const isOfAccount = parts.some((part) => 'expression' in part && part.expression === 'account');
      return `${literal(start)}${isOfAccount ? `\${open}${text.join('')}\${close}` : text.join('')}`;
    })
    .join('\n');

const expression = (name: string): string => `\${${BUILT_IN.includes(name) ? name : `parameters.${name}`}}`;
