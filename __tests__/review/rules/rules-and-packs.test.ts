import { rulesAndPacks } from '../../../src/review/rules/rules-and-packs';
import { UNKNOWN, type Value } from '../../../src/review/value';
import { holds, type Case, type Given } from './cases';

const RULE = 'aws_config_config_rule';
const MANAGED = 'aws_config_organization_managed_rule';
const POLICY = 'aws_config_organization_custom_policy_rule';
const PACK = 'aws_config_organization_conformance_pack';

const rule = (more: Record<string, Value> = {}): Record<string, Value> => ({
  name: 'keys',
  source: [{ owner: 'AWS', source_identifier: 'ACCESS_KEYS_ROTATED', source_detail: [], custom_policy_details: [] }],
  scope: [],
  input_parameters: '{"maxAccessKeyAge":"90"}',
  maximum_execution_frequency: 'One_Hour',
  ...more,
});
const of = (name: string, before: Record<string, Value>, after: Record<string, Value>, finds: Case['finds'], more: Partial<Case> = {}): Case => ({ name, change: { type: RULE, before: rule(before), after: rule(after) }, finds, ...more }); // prettier-ignore
const takes = (parameters: Record<string, unknown>): Record<string, Value> => ({
  input_parameters: JSON.stringify(parameters),
});
const weaker: Case['finds'] = [['check-parameters-weakened', 'medium', 'Rule keys lets more pass than before.']];
const unclear = (name: string, before: Record<string, unknown>, after: Record<string, unknown>): Case => of(name, takes(before), takes(after), [['check-parameters-weakened', 'medium', 'Parameters of rule keys change: whether it lets more pass cannot be decided here.']], { mirror: [['check-parameters-weakened', 'medium']] }); // prettier-ignore

interface Template {
  readonly rules: Readonly<Record<string, Record<string, unknown>>>;
  readonly parameters?: Record<string, unknown>;
}
const template = ({ rules, parameters = {} }: Template): string =>
  JSON.stringify({
    Parameters: parameters,
    Conditions: { Wanted: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Prefix' }, ''] }] } },
    Resources: Object.fromEntries(
      Object.entries(rules).map(([name, { Condition, ...more }]) => [
        name,
        {
          Type: 'AWS::Config::ConfigRule',
          ...(Condition ? { Condition } : {}),
          Properties: { ConfigRuleName: name, ...more },
        },
      ]),
    ),
  });
const aws = (SourceIdentifier: string, more: Record<string, unknown> = {}) => ({ Source: { Owner: 'AWS', SourceIdentifier }, ...more }); // prettier-ignore
const pack = (name: string, contents: Template | string, more: Record<string, Value> = {}): Record<string, Value> => ({
  name,
  template_body: typeof contents === 'string' ? contents : template(contents),
  template_s3_uri: null,
  input_parameter: [],
  excluded_accounts: [],
  ...more,
});
const packs = (name: string, before: Record<string, Value>, after: Record<string, Value>, finds: Case['finds'], more: Partial<Case> = {}): Case => ({ name, change: { type: PACK, before, after }, finds, ...more }); // prettier-ignore
const ONE = { a: aws('A') };
const TWO = { ...ONE, b: aws('B') };
const given = (parameter_value: string): Record<string, Value> => ({ input_parameter: [{ parameter_name: 'Prefix', parameter_value }] }); // prettier-ignore
const conditional: Template = {
  rules: { ...ONE, c: aws('C', { Condition: 'Wanted' }) },
  parameters: { Prefix: { Default: '' } },
};
const age = (value: unknown): Template => ({ rules: { keys: aws('ACCESS_KEYS_ROTATED', { InputParameters: { maxAccessKeyAge: value } }) }, parameters: { Age: { Default: '90' } } }); // prettier-ignore

const YAML = `
Parameters:
  Age: { Type: String, Default: "90" }
Resources:
  keys:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: keys
      InputParameters:
        maxAccessKeyAge: !If [wanted, !Ref Age, !Ref AWS::NoValue]
      Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED }
`;

const standsElsewhere: Given = { type: PACK, address: `${PACK}.other`, before: pack('p-2', { rules: {} }), after: pack('p-2', { rules: { moved: aws('B') } }) }; // prettier-ignore

holds(rulesAndPacks, [
  {
    name: 'removed',
    change: { type: RULE, base: rule(), after: null },
    finds: [['check-removed', 'high', 'Rule keys is removed: what it found is not found any more.']],
  },
  {
    name: 'removed, made elsewhere for the whole organization',
    change: { type: RULE, base: rule(), after: null },
    around: [{ type: MANAGED, before: null, after: { name: 'keys', rule_identifier: 'ACCESS_KEYS_ROTATED', input_parameters: '{"maxAccessKeyAge":90}', maximum_execution_frequency: 'One_Hour' } }], // prettier-ignore
    finds: [],
  },
  {
    name: 'removed, made elsewhere but weaker',
    change: { type: RULE, base: rule(), after: null },
    around: [{ type: MANAGED, before: null, after: { name: 'keys', rule_identifier: 'ACCESS_KEYS_ROTATED', input_parameters: '{"maxAccessKeyAge":91}', maximum_execution_frequency: 'One_Hour' } }], // prettier-ignore
    finds: [['check-removed', 'high']],
    // A rule of one account stands for none of the organization.
    mirror: [['check-removed', 'high']],
  },
  {
    name: 'renamed',
    change: { type: RULE, before: rule(), after: rule({ name: 'other' }), kind: 'replace' },
    finds: [],
  },
  of('another check', {}, { source: [{ owner: 'AWS', source_identifier: 'OTHER' }] }, [['check-replaced', 'high', 'Under the name of rule keys something else is checked.']], { mirror: [['check-replaced', 'high']] }), // prettier-ignore
  of('a type less', { scope: [{ compliance_resource_types: ['A', 'B'] }] }, { scope: [{ compliance_resource_types: ['B'] }] }, [['check-narrowed', 'medium', 'Rule keys looks at less than before.']]), // prettier-ignore
  of('some types instead of all', {}, { scope: [{ compliance_resource_types: ['B'] }] }, [
    ['check-narrowed', 'medium'],
  ]),
  of('only with a tag', {}, { scope: [{ tag_key: 'audited' }] }, [['check-narrowed', 'medium']]),
  of('types in another order', { scope: [{ compliance_resource_types: ['A', 'B'] }] }, { scope: [{ compliance_resource_types: ['B', 'A'] }] }, []), // prettier-ignore
  of('older keys pass', takes({ maxAccessKeyAge: 90 }), takes({ maxAccessKeyAge: '91' }), weaker),
  of('as old', takes({ maxAccessKeyAge: 90 }), takes({ maxAccessKeyAge: '90' }), []),
  of('shorter passwords pass', takes({ MinimumPasswordLength: '14', RequireSymbols: 'true' }), takes({ RequireSymbols: 'true', MinimumPasswordLength: '13' }), weaker), // prettier-ignore
  of('no symbols', takes({ RequireSymbols: 'true' }), takes({ RequireSymbols: 'false' }), weaker),
  of('one more allowed', takes({ authorizedTcpPorts: '443' }), takes({ authorizedTcpPorts: '443,80' }), weaker),
  of('one less blocked', takes({ blockedActionsPatterns: 'kms:Decrypt, kms:ReEncryptFrom' }), takes({ blockedActionsPatterns: 'kms:Decrypt' }), weaker), // prettier-ignore
  of('in another order', takes({ authorizedTcpPorts: '443,80' }), takes({ authorizedTcpPorts: '80, 443' }), []),
  unclear('something else', { mode: 'a' }, { mode: 'b' }),
  unclear('back to the default', { maxAccessKeyAge: '30' }, {}),
  of('unknown parameters', {}, { input_parameters: UNKNOWN }, [['check-narrowed', 'medium']], { mirror: [['check-narrowed', 'medium']] }), // prettier-ignore
  of('parameters that are no JSON', {}, { input_parameters: '{' }, [['check-narrowed', 'medium']], { mirror: [['check-narrowed', 'medium']] }), // prettier-ignore
  of('every three hours', {}, { maximum_execution_frequency: 'Three_Hours' }, [['check-slower', 'medium', 'Rule keys runs less often.']]), // prettier-ignore
  {
    name: 'an account left out',
    change: { type: MANAGED, base: { name: 'a', rule_identifier: 'A' }, before: { excluded_accounts: ['1'] }, after: { excluded_accounts: ['1', '2'] } }, // prettier-ignore
    finds: [['check-exclusions-added', 'high', 'Rule a leaves out an account more.']],
  },
  {
    name: 'another text',
    change: { type: POLICY, base: { name: 'a' }, before: { policy_text: 'rule x' }, after: { policy_text: 'rule y' } },
    finds: [['check-text-changed', 'medium', 'The text of rule a changes: whether it still finds as much cannot be decided here.']], // prettier-ignore
    mirror: [['check-text-changed', 'medium']],
  },
  {
    name: 'a trigger less',
    change: { type: POLICY, base: { name: 'a', policy_text: 'x' }, before: { trigger_types: ['A', 'B'] }, after: { trigger_types: ['A'] } }, // prettier-ignore
    finds: [['check-narrowed', 'medium']],
  },

  {
    name: 'pack removed',
    change: { type: PACK, base: pack('p', { rules: ONE }), after: null },
    finds: [['pack-removed', 'high', 'Conformance pack p is removed with all its rules.']],
  },
  packs('a rule less', pack('p', { rules: TWO }), pack('p', { rules: ONE }), [['pack-rules-removed', 'high', '1 rule is removed from conformance pack p.']]), // prettier-ignore
  packs('repacked', pack('p', { rules: TWO }), pack('p', { rules: ONE }), [], { around: [standsElsewhere] }),
  packs('a rule renamed', pack('p', { rules: TWO }), pack('p', { rules: { ...ONE, c: aws('B') } }), []),
  packs('YAML to JSON', pack('p', YAML), pack('p', age({ Ref: 'Age' })), []),
  packs('a parameter of the pack', pack('p', YAML), pack('p', YAML, { input_parameter: [{ parameter_name: 'Age', parameter_value: '91' }] }), [['check-parameters-weakened', 'medium', 'Rule keys of conformance pack p lets more pass than before.']]), // prettier-ignore
  packs('a condition not met any more', pack('p', conditional, given('x')), pack('p', conditional), [['pack-rules-removed', 'high']]), // prettier-ignore
  packs('an account left out', pack('p', { rules: ONE }), pack('p', { rules: ONE }, { excluded_accounts: ['1'] }), [['check-exclusions-added', 'high', 'Conformance pack p leaves out an account more.']]), // prettier-ignore
  packs('from a file', pack('p', { rules: ONE }), { name: 'p', template_s3_uri: 's3://x/y' }, [['pack-unseen', 'high', 'Which rules conformance pack p has cannot be seen in the plan.']], { mirror: [['pack-unseen', 'high']] }), // prettier-ignore
  packs('no template', pack('p', { rules: ONE }), pack('p', ': ['), [['pack-rules-removed', 'high', 'It cannot be seen in the plan whether rules are removed from a conformance pack.']], { mirror: [['pack-rules-removed', 'high']] }), // prettier-ignore
]);
