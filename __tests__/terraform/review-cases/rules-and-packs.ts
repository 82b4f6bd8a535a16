import { ACCOUNT, of, type Found, type Values } from './planned-case';

const rule = of('aws_config_config_rule', (name) => ({ base: { name, scope: [] } }));
const organizationRule = of('aws_config_organization_managed_rule', (name) => ({ base: { name, rule_identifier: `CHECK_${name.toUpperCase()}` } })); // prettier-ignore
const policyRule = of('aws_config_organization_custom_policy_rule', (name) => ({ base: { name, policy_runtime: 'guard-2.x.x' } })); // prettier-ignore
const customRule = of('aws_config_organization_custom_rule', (name) => ({
  base: {
    name,
    lambda_function_arn: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}`,
    trigger_types: ['ScheduledNotification'],
  },
}));
const pack = of('aws_config_conformance_pack', (name) => ({ base: { name } }));
const organizationPack = of('aws_config_organization_conformance_pack', (name) => ({ base: { name } }));
const remediation = of('aws_config_remediation_configuration', (name) => ({
  base: { config_rule_name: name, target_type: 'SSM_DOCUMENT', target_id: 'AWS-Doc', automatic: false, execution_controls: [] },
  computed: { arn: 'a' },
})); // prettier-ignore

const source = (source_identifier: string): Values => ({ source: [{ owner: 'AWS', source_identifier, source_detail: [], custom_policy_details: [] }] }); // prettier-ignore
const keys = (more: Values): Values => ({ ...source('ACCESS_KEYS_ROTATED'), ...more });
const age = (maxAccessKeyAge: string): Values => keys({ input_parameters: JSON.stringify({ maxAccessKeyAge }) });
const scope = (...types: readonly string[]): Values => ({ ...source('REQUIRED_TAGS'), scope: [{ compliance_resource_types: types, compliance_resource_id: '', tag_key: '', tag_value: '' }] }); // prettier-ignore

const check = (name: string, more: Values = {}): Values => ({ Type: 'AWS::Config::ConfigRule', Properties: { ConfigRuleName: name, Source: { Owner: 'AWS', SourceIdentifier: name }, ...more } }); // prettier-ignore
const template = (resources: readonly Values[], more: Values = {}): Values => ({
  template_body: JSON.stringify({ ...more, Resources: Object.fromEntries(resources.map((one, at) => [`Rule${at}`, one])) }), // prettier-ignore
});
/** Names that no other case has: what is made elsewhere counts as moved. */
const [A, B, C, D, E, F] = ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => check(`PACKED_${name}`)) as [Values, Values, Values, Values, Values, Values]; // prettier-ignore
const AGED = template([check('PACKED_AGE', { InputParameters: { maxAccessKeyAge: { Ref: 'Age' } } })], { Parameters: { Age: { Default: '90' } } }); // prettier-ignore
const given = (parameter_value: string): Values => ({ ...AGED, input_parameter: [{ parameter_name: 'Age', parameter_value }] }); // prettier-ignore

const guard = (policy_text: string, ...trigger_types: readonly string[]): Values => ({ policy_text, trigger_types });
const CHANGES = 'ConfigurationItemChangeNotification';
const parameter = (static_value: string): Values => ({ parameter: [{ name: 'Bucket', resource_value: '', static_value, static_values: [] }] }); // prettier-ignore
const WEAKER: Found = [['check-parameters-weakened', 'medium']];
const UNSEEN: Found = [['pack-unseen', 'high']];
const TEXT: Found = [['check-text-changed', 'medium']];

export const rulesAndPacks = [
  rule('gone', source('ROOT_ACCOUNT_MFA_ENABLED'), null, [['check-removed', 'high']]),
  rule(
    'replaced',
    source('CHECK_ONE'),
    source('CHECK_TWO'),
    [['check-replaced', 'high']],
    [['check-replaced', 'high']],
  ),
  rule('keys', age('90'), age('91'), WEAKER),
  rule('types', scope('AWS::S3::Bucket', 'AWS::EC2::Instance'), scope('AWS::S3::Bucket'), [
    ['check-narrowed', 'medium'],
  ]),
  rule('ordered', scope('AWS::S3::Bucket', 'AWS::EC2::Instance'), scope('AWS::EC2::Instance', 'AWS::S3::Bucket'), []),
  rule('slower', keys({ maximum_execution_frequency: 'One_Hour' }), keys({ maximum_execution_frequency: 'Three_Hours' }), [['check-slower', 'medium']]), // prettier-ignore
  organizationRule('left_out', {}, { excluded_accounts: ['222222222222'] }, [['check-exclusions-added', 'high']]),
  rule('account', source('CHECK_EVERYWHERE'), null, []),
  organizationRule('everywhere', null, {}, [], [['check-removed', 'high']]),
  policyRule('text', guard('rule a', CHANGES), guard('rule b', CHANGES), TEXT, TEXT),
  policyRule('trigger', guard('rule a', CHANGES, 'OversizedConfigurationItemChangeNotification'), guard('rule a', CHANGES), [['check-narrowed', 'medium']]), // prettier-ignore
  customRule('custom', { maximum_execution_frequency: 'One_Hour' }, { maximum_execution_frequency: 'Six_Hours' }, [['check-slower', 'medium']]), // prettier-ignore

  organizationPack('pack-gone', template([A]), null, [['pack-removed', 'high']]),
  organizationPack('pack-fewer', template([B, C]), template([B]), [['pack-rules-removed', 'high']]),
  organizationPack('pack-left-out', template([D]), { ...template([D]), excluded_accounts: ['222222222222'] }, [['check-exclusions-added', 'high']]), // prettier-ignore
  organizationPack('pack-weaker', given('90'), given('91'), WEAKER),
  organizationPack('pack-unseen', template([E]), { template_s3_uri: 's3://templates/pack.yaml' }, UNSEEN, UNSEEN),
  pack('pack-split', template([F, check('PACKED_G')]), template([F]), []),
  pack('pack-other', template([check('PACKED_H')]), template([check('PACKED_G'), check('PACKED_H')]), []),

  remediation('automatic', {}, { automatic: true, maximum_automatic_attempts: 5, retry_attempt_seconds: 60 }, [['remediation-automatic', 'medium']]), // prettier-ignore
  remediation('removed', {}, null, [['remediation-removed', 'low']]),
  remediation('changed', parameter('one'), parameter('two'), [['remediation-changed', 'medium']], [['remediation-changed', 'medium']]), // prettier-ignore
];
