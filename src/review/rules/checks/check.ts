import { block, blocks, canonical, json, text, texts, Unreadable, type Known, type KnownAttributes } from '../known';

/** What a rule of AWS Config checks, however it is deployed. */
export interface Check {
  readonly name: string;
  /** Which check it is: a managed rule's identifier, a function, or a policy's text. */
  readonly source: { readonly kind: 'managed' | 'function' | 'policy' | 'unknown'; readonly id: string };
  readonly parameters: Readonly<Record<string, string>>;
  /** Resource types; nothing is all that the rule knows. */
  readonly types?: readonly string[];
  /** Narrower still: one resource, or a tag. */
  readonly only: string;
  readonly excludedAccounts: readonly string[];
  /** How often it runs by the clock, where it does. */
  readonly frequency?: string;
  /** What starts it, where that is said. */
  readonly triggers?: readonly string[];
}

/** Parameters are a JSON object of texts; numbers and booleans count as the texts that AWS makes of them. */
function parametersOf(value: Known): Readonly<Record<string, string>> {
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new Unreadable();
  return Object.fromEntries(
    Object.entries(value as KnownAttributes)
      .filter(([, item]) => item !== null && item !== '')
      .map(([name, item]) => [name, typeof item === 'object' ? canonical(item) : String(item)]),
  );
}

const optional = <N extends string, T>(name: N, value: T | undefined): Partial<Record<N, T>> =>
  (value === undefined ? {} : { [name]: value }) as Partial<Record<N, T>>;

const listed = (values: readonly string[]): readonly string[] | undefined =>
  values.length === 0 ? undefined : [...values].sort();

const only = (...parts: readonly (string | undefined)[]): string =>
  parts.every((part) => part === undefined)
    ? ''
    : parts
        .map((part) => part ?? '')
        .join(' ')
        .trim();

/** An `aws_config_config_rule`. */
export function ofAccountRule(known: KnownAttributes): Check {
  const source = block(known.source) ?? {};
  const scope = block(known.scope) ?? {};
  const owner = text(source.owner);
  const details = blocks(source.source_detail);
  const policy = block(source.custom_policy_details);
  return {
    name: text(known.name) ?? '',
    source:
      owner === 'AWS'
        ? { kind: 'managed', id: text(source.source_identifier) ?? '' }
        : policy !== undefined || owner === 'CUSTOM_POLICY'
          ? { kind: 'policy', id: text(policy?.policy_text) ?? '' }
          : { kind: 'function', id: text(source.source_identifier) ?? '' },
    parameters: parametersOf(json(known.input_parameters)),
    ...optional('types', listed(texts(scope.compliance_resource_types))),
    only: only(text(scope.compliance_resource_id), text(scope.tag_key), text(scope.tag_value)),
    excludedAccounts: [],
    ...optional(
      'frequency',
      text(known.maximum_execution_frequency) ??
        details.map((detail) => text(detail.maximum_execution_frequency)).find((frequency) => frequency !== undefined),
    ),
    ...optional('triggers', listed(details.flatMap(({ message_type }) => text(message_type) ?? []))),
  };
}

/** Any of the three kinds of organization rules. */
export function ofOrganizationRule(known: KnownAttributes): Check {
  const managed = text(known.rule_identifier);
  const lambda = text(known.lambda_function_arn);
  return {
    name: text(known.name) ?? '',
    source:
      managed !== undefined
        ? { kind: 'managed', id: managed }
        : lambda !== undefined
          ? { kind: 'function', id: lambda }
          : { kind: 'policy', id: text(known.policy_text) ?? '' },
    parameters: parametersOf(json(known.input_parameters)),
    ...optional('types', listed(texts(known.resource_types_scope))),
    only: only(text(known.resource_id_scope), text(known.tag_key_scope), text(known.tag_value_scope)),
    excludedAccounts: texts(known.excluded_accounts),
    ...optional('frequency', text(known.maximum_execution_frequency)),
    ...optional('triggers', listed(texts(known.trigger_types))),
  };
}

/** A rule of a pack's template, with the pack's parameters put in. */
export function ofTemplate(
  name: string,
  properties: KnownAttributes,
  inputs: Inputs,
  excludedAccounts: readonly string[],
): Check {
  const one = (value: Known | undefined): KnownAttributes =>
    value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as KnownAttributes) : {};
  const source = one(properties.Source);
  const scope = one(properties.Scope);
  const details = blocks(source.SourceDetails);
  const filled = Object.entries(one(properties.InputParameters)).map(
    ([key, value]) => [key, fill(value, inputs)] as const,
  );
  const policy = one(source.CustomPolicyDetails);
  const written = (value: Known | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    name: written(properties.ConfigRuleName) ?? name,
    source:
      source.Owner === 'AWS'
        ? { kind: 'managed', id: written(source.SourceIdentifier) ?? '' }
        : source.Owner === 'CUSTOM_POLICY'
          ? { kind: 'policy', id: written(policy.PolicyText) ?? '' }
          : { kind: 'function', id: canonical(source.SourceIdentifier) },
    parameters: parametersOf(Object.fromEntries(filled)),
    ...optional(
      'types',
      listed(Array.isArray(scope.ComplianceResourceTypes) ? texts(scope.ComplianceResourceTypes) : []),
    ),
    only: only(written(scope.ComplianceResourceId), written(scope.TagKey), written(scope.TagValue)),
    excludedAccounts,
    ...optional('frequency', written(properties.MaximumExecutionFrequency)),
    ...optional('triggers', listed(details.flatMap(({ MessageType }) => written(MessageType) ?? []))),
  };
}

/** What a pack's template is given. */
export interface Inputs {
  readonly values: Readonly<Record<string, string>>;
  /** Whether a condition of the template is met; one that is too clever to be worked out counts as met. */
  readonly meets: (condition: Known | undefined) => boolean;
}

/** A reference to a parameter is its value; of anything cleverer the references in it are. */
export function fill(value: Known, inputs: Inputs): Known {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Known[]).map((item) => fill(item, inputs));
  const { Ref: reference, 'Fn::If': choice, 'Fn::Sub': written } = value as KnownAttributes;
  if (reference === 'AWS::NoValue') return null;
  if (typeof reference === 'string') return inputs.values[reference] ?? canonical(value);
  // `!If [set, { Ref }, AWS::NoValue]` is how AWS writes its packs.
  if (Array.isArray(choice) && choice.length === 3) {
    const [condition, met, unmet] = choice as readonly Known[];
    return fill((inputs.meets(condition) ? met : unmet) ?? null, inputs);
  }
  if (typeof written === 'string') {
    return written.replace(/\$\{([\w:]+)\}/g, (whole, name: string) => inputs.values[name] ?? whole);
  }
  const parts = Object.entries(value as KnownAttributes).map(([name, part]) => [name, fill(part, inputs)] as const);
  return canonical(Object.fromEntries(parts));
}
