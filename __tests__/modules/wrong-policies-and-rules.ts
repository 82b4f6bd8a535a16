import type { WrongInputs } from './wrong-inputs';

const KEY = 'arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000000';

const GUARDRAILS = {
  name: 'acme',
  organization_id: 'o-a1b2c3d4e5',
  attach_to: { root: 'r-a1b2' },
  rcp_attach_to: { evidence: '222222222222' },
  deployer_role: 'Deployer',
  governed_regions: ['us-east-1'],
  audit_account_id: '222222222222',
  evidence_key_arn: KEY,
  archive_key_arn: KEY,
  bucket_arns: ['arn:aws:s3:::acme-trail'],
  trail_log_group_arn: 'arn:aws:logs:us-east-1:111111111111:log-group:/aws/cloudtrail/acme',
};
const NO_TARGET = (name: string) =>
  `${name} holds something that is no target; write a root id (r-...), an organizational unit (ou-...) or a quoted account id.`;
const NULL = (name: string) => `${name} holds null; write {} for what is usual, or leave the entry out.`;
const NO_ROLES = (name: string) =>
  `${name} holds something that is not the name of a role; write the name with its path, as in audit/BreakGlass; a closing * needs 4 characters before it.`;

export const WRONG_GUARDRAILS: readonly WrongInputs[] = [
  {
    inputs: { ...GUARDRAILS, attach_to: { root: 'root' }, rcp_attach_to: { a: '222222222222', b: '222222222222' } },
    says: [NO_TARGET('attach_to'), 'rcp_attach_to names a target twice; remove one.'],
  },
  {
    inputs: { ...GUARDRAILS, optional: { quarantined: {}, quarantine: { all: '2222' } } },
    says: [
      'optional holds a policy that there is not; write deny-root-user, deny-ungoverned-regions, quarantine.',
      NO_TARGET('optional'),
    ],
  },
  {
    inputs: { ...GUARDRAILS, optional: { quarantine: null } },
    says: [NULL('optional')],
  },
  {
    inputs: { ...GUARDRAILS, optional: { quarantine: { one: 'r-a1b2', other: 'r-a1b2' } } },
    says: ['optional names a target twice; remove one.'],
  },
  {
    inputs: { ...GUARDRAILS, deployer_role: 'Deploy*', exempt_roles: ['*'], evaluator_roles: ['abc*'] },
    says: [
      'deployer_role is not the name of a role; write the name with its path, as in audit/Deployer.',
      NO_ROLES('exempt_roles'),
      NO_ROLES('evaluator_roles'),
    ],
  },
  {
    inputs: {
      ...GUARDRAILS,
      security_roles: ['arn:aws:iam::*:role/Security'],
      recorder_roles: ['a"b'],
      reader_role_arns: ['Reader'],
    },
    says: [
      NO_ROLES('security_roles'),
      NO_ROLES('recorder_roles'),
      'reader_role_arns holds something that is not the ARN of a role; write the whole ARN of a role in one of the accounts.',
    ],
  },
  {
    inputs: {
      ...GUARDRAILS,
      trail_log_group_arn: `${GUARDRAILS.trail_log_group_arn}:*`,
      bucket_arns: [],
      governed_regions: [],
    },
    says: [
      'trail_log_group_arn is not the ARN of a log group; write the whole ARN, without a closing :*.',
      'bucket_arns takes 1 to 20 values, each once.',
      'governed_regions takes 1 to 60 values, each once.',
    ],
  },
  {
    inputs: { ...GUARDRAILS, scp_limits: { characters: 1.5 }, rcp_limits: { attachments: -1 } },
    says: ['scp_limits', 'rcp_limits'].map((name) => `${name} holds something that is not a whole number from 0 up.`),
  },
];

const PACKS = { name: 'acme', is_home: true };
const OF_ONE = { scope: 'account' };

export const WRONG_CONFORMANCE_PACKS: readonly WrongInputs[] = [
  {
    inputs: { ...PACKS, scope: 'organisation', packs: {} },
    says: ['scope is not one of the choices; write organization or account.'],
  },
  {
    inputs: { ...PACKS, packs: { 'cis-aws-5': {}, 'pci-dss-4.0.1': {} } },
    says: ['packs holds cis-aws-5, pci-dss-4.0.1, which there is not; assets/ has a file of each that there is.'],
  },
  {
    inputs: {
      ...PACKS,
      packs: { 'cis-aws-5.0.0': { parameters: { MaxAge: '1' } }, 'soc2-tsc-additional': { parameters: { Other: '' } } },
    },
    says: [
      'packs gives cis-aws-5.0.0.MaxAge, soc2-tsc-additional.Other, which is no parameter of the pack; assets/packs.json lists those that there are.',
    ],
  },
  {
    inputs: {
      ...PACKS,
      packs: {
        'cis-aws-5.0.0': {
          parameters: {
            AccessKeysRotatedMaxAccessKeyAge: 'soon',
            IamUserNoInitialAccessKeyWithinMinutes: '1441',
            VpcPeeringLeastRoutesWholeVpcAllowed: 'yes',
            VpcSgPortRestrictionCheckRestrictPorts: '22,,3389',
            LambdaRulePrefix: 'a"b',
          },
        },
      },
    },
    says: [
      'packs holds parameters of another form: cis-aws-5.0.0.AccessKeysRotatedMaxAccessKeyAge is not a whole number, cis-aws-5.0.0.IamUserNoInitialAccessKeyWithinMinutes is not a whole number from 0 to 1440, cis-aws-5.0.0.LambdaRulePrefix is not a name, or the start of one, cis-aws-5.0.0.VpcPeeringLeastRoutesWholeVpcAllowed is not true or false, cis-aws-5.0.0.VpcSgPortRestrictionCheckRestrictPorts is not a list divided by commas.',
    ],
  },
  {
    inputs: { ...PACKS, packs: { 'cis-aws-5.0.0': null, 'cis-aws-5': {} } },
    says: [NULL('packs'), 'packs holds cis-aws-5, which there is not; assets/ has a file of each that there is.'],
  },
  {
    inputs: { ...PACKS, packs: { 'cis-aws-5.0.0': { parameters: { AccessKeysRotatedMaxAccessKeyAge: null } } } },
    says: [
      'packs holds parameters of another form: cis-aws-5.0.0.AccessKeysRotatedMaxAccessKeyAge is not a whole number.',
    ],
  },
  {
    together: true,
    inputs: { ...PACKS, packs: { 'cis-aws-5.0.0': { parameters: { RemediationRole: 'Mender' } } } },
    says: [
      'packs holds remediations, whose role must name its account, which a pack of the organization cannot; leave RemediationRole out, or make the packs of each account.',
    ],
  },
  {
    together: true,
    inputs: { ...PACKS, ...OF_ONE, packs: { 'cis-aws-5.0.0': { excluded_accounts: ['222222222222'] } } },
    says: ['packs excludes accounts from what is the account’s alone; leave excluded_accounts out.'],
  },
  {
    inputs: { ...PACKS, packs: { 'cis-aws-5.0.0': { excluded_accounts: ['2222', '2222'] } } },
    says: [
      'packs excludes something that is not an account id; quote all 12 digits.',
      'packs excludes more than 1000 accounts, or one twice.',
    ],
  },
  {
    inputs: { ...PACKS, packs: {}, delivery_bucket_name: 'acme-packs', recorded_regions: ['Europe'] },
    says: [
      'delivery_bucket_name is not the name of a bucket for packs; write the name alone; AWS takes those that start with awsconfigconforms.',
      'recorded_regions holds something that is not a region; write it as in eu-west-1.',
    ],
  },
];

const RULES = { name: 'acme', is_home: true };
const VERSIONING = { rule: 'S3_BUCKET_VERSIONING_ENABLED' };
const FREQUENCY = (name: string) =>
  `${name} has a frequency of a rule that runs when a resource changes, or one that is none of One_Hour, Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours.`;
const SCOPE =
  'managed has a scope that AWS does not take; give resource_id with one type, tag_value with tag_key, and tags or types.';
const KNOW_MORE = (variable: string) => `guard holds a rule that must know more; write ${variable}.`;

export const WRONG_CONFIG_RULES: readonly WrongInputs[] = [
  { inputs: { ...RULES, name: 'a'.repeat(22) }, says: ['name is longer than 21 characters; shorten it.'] },
  {
    together: true,
    inputs: { ...RULES, managed: { 'a b': VERSIONING } },
    says: [
      'managed has a key that ends no name of a rule; use letters, digits, hyphens and underscores, 64 with the prefix.',
    ],
  },
  {
    inputs: {
      ...RULES,
      managed: { a: { rule: 's3-bucket-versioning-enabled' }, b: { rule: 'NONE', parameters: { c: 'd' } } },
    },
    says: [
      'managed holds s3-bucket-versioning-enabled, NONE, no managed rule of AWS Config; write an identifier as in S3_BUCKET_VERSIONING_ENABLED.',
    ],
  },
  {
    inputs: {
      ...RULES,
      managed: {
        keys: { rule: 'ACCESS_KEYS_ROTATED', parameters: { MaxAge: '1' } },
        passwords: { rule: 'IAM_PASSWORD_POLICY', parameters: { RequireSymbols: 'yes', MinimumPasswordLength: '1.5' } },
      },
    },
    says: [
      'managed gives keys.MaxAge, which is no parameter of the rule; assets/managed-rules.json lists those that there are.',
      'managed holds parameters of another form: passwords.MinimumPasswordLength is not a whole number, passwords.RequireSymbols is not true or false.',
      'managed lacks keys.maxAccessKeyAge, which AWS requires.',
    ],
  },
  {
    inputs: {
      ...RULES,
      managed: { long: { rule: 'REQUIRED_TAGS', parameters: { tag1Key: 'owner', tag1Value: 'a'.repeat(1024) } } },
    },
    says: ['managed has parameters of more than 1024 characters in long; shorten the values.'],
  },
  ...['Hourly', 'One_Hour'].map((frequency) => ({
    inputs: { ...RULES, managed: { versioning: { ...VERSIONING, frequency } } },
    says: [FREQUENCY('managed')],
  })),
  {
    inputs: {
      ...RULES,
      managed: {
        versioning: { ...VERSIONING, resource_types: ['AWS::EC2::Volume'] },
        other: { ...VERSIONING, resource_types: [] },
      },
    },
    says: [
      'managed has something in resource_types that is not a type of resource; write it as in AWS::EC2::Instance, or leave it out.',
      'managed names types that the rule does not look at, in versioning; assets/managed-rules.json lists those that it does.',
    ],
  },
  ...[{ resource_id: 'a' }, { tag_value: 'a' }, { tag_key: 'a', resource_types: ['AWS::S3::Bucket'] }].map((some) => ({
    inputs: { ...RULES, managed: { versioning: { ...VERSIONING, ...some } } },
    says: [SCOPE],
  })),
  {
    together: true,
    inputs: { ...RULES, ...OF_ONE, managed: { a: { ...VERSIONING, excluded_accounts: ['222222222222'] } } },
    says: ['managed excludes accounts from what is the account’s alone; leave excluded_accounts out.'],
  },
  {
    inputs: {
      ...RULES,
      lambda: {
        'iam-user': {},
        'vpc-flow-logs': { parameters: { trafficType: 'NONE', bucket: 'a' }, frequency: 'Daily' },
      },
    },
    says: [
      'lambda holds iam-user, which there is not; assets/lambda-rules.json lists those that there are.',
      'lambda gives vpc-flow-logs.bucket, which is no parameter of the rule; assets/lambda-rules.json lists those that there are.',
      'lambda holds parameters of another form: vpc-flow-logs.trafficType is not one of ACCEPT, REJECT, ALL.',
      FREQUENCY('lambda'),
    ],
  },
  ...[{ managed: { a: null } }, { guard: { 'ec2-instance-hardened': null } }, { lambda: { 'iam-user-mfa': null } }].map(
    (entry) => ({ inputs: { ...RULES, ...entry }, says: Object.keys(entry).map(NULL) }),
  ),
  {
    inputs: { ...RULES, managed: { b: { rule: 'ACCESS_KEYS_ROTATED', parameters: { maxAccessKeyAge: null } } } },
    says: ['managed holds parameters of another form: b.maxAccessKeyAge is not a whole number.'],
  },
  {
    together: true,
    inputs: { ...RULES, lambda: { 'config-recording': {} }, functions: ['cloudtrail-multi-region'] },
    says: [
      'lambda holds config-recording, which must know where AWS Config records; write recorded_regions.',
      'lambda or functions hold cloudtrail-multi-region, which reads snapshots; write config_bucket_name and evidence_key_arn.',
    ],
  },
  {
    inputs: { ...RULES, guard: { other: {} } },
    says: ['guard holds other, which there is not; assets/guard-rules.json lists those that there are.'],
  },
  {
    together: true,
    inputs: {
      ...RULES,
      guard: {
        'required-tags-not-empty': {},
        'store-policy-own-organization': {},
        'ec2-vpc-peering-in-organization': {},
      },
    },
    says: ['required_tags', 'account_ids', 'organization_id'].map(KNOW_MORE),
  },
  {
    together: true,
    inputs: { ...RULES, managed: { 'ec2-instance-hardened': VERSIONING }, guard: { 'ec2-instance-hardened': {} } },
    says: ['guard holds ec2-instance-hardened, which names a managed rule as well; rename that.'],
  },
  {
    together: true,
    inputs: { ...RULES, managed: { 'iam-user-mfa': VERSIONING }, lambda: { 'iam-user-mfa': {} } },
    says: ['lambda holds iam-user-mfa, which names a managed or Guard rule as well; rename that.'],
  },
  {
    inputs: { ...RULES, allowed_public_ports: [65536], required_tags: ["it's"], functions: ['A'] },
    says: [
      'allowed_public_ports holds something that is not a port; write whole numbers from 0 to 65535.',
      'required_tags holds something that is not a tag key; write 1 to 128 characters that tags may have.',
      'functions holds something that is not the name of a Lambda rule; write one of assets/lambda-rules.json.',
      'functions holds a Lambda rule that there is not; assets/lambda-rules.json lists those that there are.',
    ],
  },
];
