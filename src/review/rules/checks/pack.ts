import { parse, type CollectionTag, type ScalarTag } from 'yaml';
import { blocks, canonical, json, text, texts, Unreadable, type Known, type KnownAttributes } from '../known';
import { fill, ofTemplate, type Check, type Inputs } from './check';

/** A conformance pack, of one account or of the organization. */
export interface Pack {
  readonly checks: readonly Check[];
  /** Where the template lies, if the plan does not hold it. */
  readonly unseen?: string;
  /** What the template is given, defaults that the plan holds included. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly excludedAccounts: readonly string[];
  /** Whether its remediations start by themselves, by rule. */
  readonly automatic: readonly string[];
}

/** CloudFormation's short forms mean what the long ones say. */
const SHORT = [
  'Ref',
  'Condition',
  'Equals',
  'If',
  'Not',
  'And',
  'Or',
  'Sub',
  'Join',
  'Select',
  'Split',
  'GetAtt',
  'FindInMap',
];
const longForm = (name: string): string => (name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`);
const tags = SHORT.flatMap((name): (ScalarTag | CollectionTag)[] => [
  { tag: `!${name}`, resolve: (value: string) => ({ [longForm(name)]: value }) },
  { tag: `!${name}`, collection: 'seq', resolve: (value: { toJSON(): unknown }) => ({ [longForm(name)]: value.toJSON() }) } as CollectionTag,
]); // prettier-ignore

const KNOWN = 200;
const known = new Map<string, KnownAttributes>();

/** Large, and asked for several times each. */
function read(template: string): KnownAttributes {
  const members = known.get(template) ?? parsed(template);
  if (known.size === KNOWN) known.clear();
  known.set(template, members);
  return members;
}

function parsed(template: string): KnownAttributes {
  let value: Known;
  try {
    value = template.trimStart().startsWith('{') ? json(template) : (parse(template, { customTags: tags }) as Known);
  } catch {
    throw new Unreadable();
  }
  return members(value);
}

function members(value: Known | undefined): KnownAttributes {
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new Unreadable();
  return value as KnownAttributes;
}

/** Given values, and defaults for the rest. */
function inputsOf(template: KnownAttributes, given: readonly KnownAttributes[]): Readonly<Record<string, string>> {
  const defaults = Object.entries(members(template.Parameters)).flatMap(([name, parameter]) => {
    const value = members(parameter).Default;
    return value === undefined || value === null ? [] : [[name, String(value)] as const];
  });
  const values = given.map((each) => [text(each.parameter_name) ?? '', text(each.parameter_value) ?? ''] as const);
  return Object.fromEntries([...defaults, ...values]);
}

/** Whether a resource with a condition is there; one that is too clever to be worked out counts as there. */
function holds(
  condition: Known | undefined,
  template: KnownAttributes,
  inputs: Readonly<Record<string, string>>,
): boolean {
  // What is chosen within a condition is not worked out.
  const given: Inputs = { values: inputs, meets: () => true };
  const worked = (value: Known | undefined, depth: number): boolean => {
    if (depth > DEEPEST) return true;
    const [name, argument] = Object.entries(members(value))[0] ?? [];
    const parts = Array.isArray(argument) ? (argument as readonly Known[]) : [];
    switch (name) {
      case 'Condition':
        return typeof argument !== 'string' || worked(members(template.Conditions)[argument], depth + 1);
      case 'Fn::Not':
        return !worked(parts[0], depth + 1);
      case 'Fn::And':
        return parts.every((part) => worked(part, depth + 1));
      case 'Fn::Or':
        return parts.some((part) => worked(part, depth + 1));
      case 'Fn::Equals':
        return canonical(fill(parts[0] ?? null, given)) === canonical(fill(parts[1] ?? null, given));
      default:
        return true;
    }
  };
  return typeof condition !== 'string' || worked({ Condition: condition }, 0);
}

/** Deeper than conditions go, so that one which names itself ends. */
const DEEPEST = 20;

export function packOf(known: KnownAttributes): Pack {
  const body = text(known.template_body);
  const unseen = text(known.template_s3_uri);
  const excludedAccounts = texts(known.excluded_accounts);
  const given = blocks(known.input_parameter);
  if (body === undefined) {
    return { checks: [], inputs: inputsOf({}, given), excludedAccounts, automatic: [], unseen: unseen ?? '' };
  }
  const template = read(body);
  const inputs = inputsOf(template, given);
  const filling: Inputs = { values: inputs, meets: (condition) => holds(condition, template, inputs) };
  const resources = Object.entries(members(template.Resources))
    .map(([name, value]) => [name, members(value)] as const)
    .filter(([, { Condition }]) => holds(Condition, template, inputs));
  const properties = (type: string) =>
    resources
      .filter(([, resource]) => resource.Type === type)
      .map(([name, resource]) => [name, members(resource.Properties)] as const);
  return {
    checks: properties('AWS::Config::ConfigRule').map(([name, each]) =>
      ofTemplate(name, each, filling, excludedAccounts),
    ),
    inputs,
    excludedAccounts,
    automatic: properties('AWS::Config::RemediationConfiguration')
      .filter(([, { Automatic }]) => Automatic === true || Automatic === 'true')
      .map(([name, { ConfigRuleName }]) => (typeof ConfigRuleName === 'string' ? ConfigRuleName : name)),
  };
}
