import { ACCOUNT, allow, deny, document, of, OUTSIDE, root, type Found, type Values } from './planned-case';

const organization = of('aws_organizations_organization', () => ({
  base: { feature_set: 'ALL' },
  computed: { id: 'o-1234567890' },
}));
const account = of('aws_organizations_account', (name) => ({
  base: { name, email: `${name}@example.org`, close_on_deletion: false, parent_id: 'ou-1111-11111111' },
  computed: { id: '222222222222' },
}));
const administrator = of('aws_organizations_delegated_administrator', () => ({ base: { account_id: '222222222222', service_principal: 'config.amazonaws.com' }, computed: { id: '222222222222/config.amazonaws.com' } })); // prettier-ignore
const trailAdministrator = of('aws_cloudtrail_organization_delegated_admin_account', () => ({ base: { account_id: '222222222222' }, computed: { id: '222222222222' } })); // prettier-ignore
const delegation = of('aws_organizations_resource_policy', () => ({}));

const trusting = (...services: readonly string[]): Values => ({ enabled_policy_types: ['SERVICE_CONTROL_POLICY'], aws_service_access_principals: services.map((name) => `${name}.amazonaws.com`) }); // prettier-ignore
const enabling = (...enabled_policy_types: readonly string[]): Values => ({ enabled_policy_types });
const content = (...statements: readonly Values[]): Values => ({ content: document(...statements) });

const DELEGATE = allow(root('222222222222'), 'organizations:DescribeOrganization');

/** Policies, and where they are attached: each at a target of its own unless told otherwise. */
const policyId = (name: string): string => `p-${Buffer.from(name).toString('hex').slice(0, 20)}`;
const scp = of('aws_organizations_policy', (name) => ({ base: { name, type: 'SERVICE_CONTROL_POLICY' }, computed: { id: policyId(name) } })); // prettier-ignore
const rcp = of('aws_organizations_policy', (name) => ({ base: { name, type: 'RESOURCE_CONTROL_POLICY' }, computed: { id: policyId(name) } })); // prettier-ignore
const attached = (name: string, target: string, before: Values | null = {}, after: Values | null = {}, finds: Found = [], mirror: Found = []) =>
  of('aws_organizations_policy_attachment', () => ({
    base: { policy_id: policyId(name), target_id: target },
    computed: { id: `${target}:${policyId(name)}` },
  }))(`${name}_${target}`, before, after, finds, mirror); // prettier-ignore

const acts = (...actions: readonly string[]): Values => content(...actions.map(denied));
/** A statement of an SCP, which names nobody. */
const denied = (action: string): Values => ({ Effect: 'Deny', Action: action, Resource: '*' });
const sparing = (...roles: readonly string[]): Values => content({ ...denied('cloudtrail:StopLogging'), Condition: { ArnNotLike: { 'aws:PrincipalArn': roles.map((name) => `arn:aws:iam::*:role/${name}`) } } }); // prettier-ignore

const STOP = 'cloudtrail:StopLogging';
const DELETE = 'cloudtrail:DeleteTrail';
const WEAKENED: Found = [['guardrail-weakened', 'high']];

export const organizationCases = [
  organization('trusted', trusting('cloudtrail', 'config'), trusting('config'), [['trusted-access-removed', 'high']]),
  organization('typeless', enabling('SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'), enabling('SERVICE_CONTROL_POLICY'), [['policy-type-disabled', 'critical']]), // prettier-ignore
  organization('gone', enabling('SERVICE_CONTROL_POLICY'), null, [['organization-destroyed', 'critical']]),
  organization('ordered', trusting('cloudtrail', 'config'), trusting('config', 'cloudtrail'), []),
  account('left', {}, null, [['account-removed', 'high']]),
  account('moved', {}, { parent_id: 'ou-1111-22222222' }, [['account-moved', 'medium']], [['account-moved', 'medium']]),
  administrator('config', {}, null, [['delegated-administrator-removed', 'high']]),
  trailAdministrator('trail', {}, null, [['delegated-administrator-removed', 'high']]),
  delegation('wider', content(DELEGATE), content(DELEGATE, allow(root(OUTSIDE), 'organizations:ListAccounts')), [['delegation-policy-widened', 'high']]), // prettier-ignore
  delegation('undenied', content(DELEGATE, deny('organizations:*', { Principal: root('222222222222'), Condition: { Bool: { 'aws:SecureTransport': 'false' } } })), content(DELEGATE), [['delegation-denial-removed', 'high']]), // prettier-ignore

  scp('weak', acts(STOP, DELETE), acts(DELETE), WEAKENED),
  attached('weak', 'r-1111'),
  rcp('weak-rcp', content(deny('s3:DeleteObjectVersion'), deny('s3:PutBucketPolicy')), content(deny('s3:PutBucketPolicy')), WEAKENED), // prettier-ignore
  attached('weak-rcp', 'r-1111'),
  scp('spared', sparing('Healer'), sparing('Healer', 'Admin'), WEAKENED),
  attached('spared', 'ou-1111-00000001'),
  scp('conditional', acts(STOP), content({ ...denied(STOP), Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } }), WEAKENED), // prettier-ignore
  attached('conditional', 'ou-1111-00000002'),
  scp('packed', acts(DELETE, 's3:DeleteBucket'), acts('s3:DeleteBucket'), []),
  attached('packed', 'ou-1111-00000003'),
  scp('repacked', acts('kms:DisableKey'), acts('kms:DisableKey', DELETE), []),
  attached('repacked', 'ou-1111-00000003'),
  scp('new-name', { ...acts(STOP, DELETE), description: 'a' }, { ...acts(DELETE, STOP), description: 'b', name: 'other-name' }, []), // prettier-ignore
  attached('new-name', 'ou-1111-00000004'),
  scp('off', acts('s3:PutBucketPolicy'), acts('s3:PutBucketPolicy'), []),
  attached('off', 'ou-1111-00000005', {}, null, [['guardrail-detached', 'critical']]),
  scp('deleted', acts(STOP), null, [['guardrail-detached', 'critical']]),
  attached('deleted', 'ou-1111-00000006', {}, null),
  scp('swapped-out', acts(STOP), acts(STOP), []),
  attached('swapped-out', 'ou-1111-00000007', {}, null),
  scp('swapped-in', acts(STOP), acts(STOP), []),
  attached('swapped-in', 'ou-1111-00000007', null, {}),
];

const detector = of('aws_guardduty_detector', () => ({ computed: { arn: `arn:aws:guardduty:us-east-1:${ACCOUNT}:detector/d` } })); // prettier-ignore
const feature = of('aws_guardduty_detector_feature', (name) => ({ base: { detector_id: 'd', name } }));
const every = (finding_publishing_frequency: string): Values => ({ enable: true, finding_publishing_frequency });

export const detectors = [
  detector('gone', { enable: true }, null, [['detector-removed', 'high']]),
  detector('off', { enable: true }, { enable: false }, [['detector-disabled', 'high']]),
  detector('slower', every('FIFTEEN_MINUTES'), every('SIX_HOURS'), [['detector-slower', 'medium']]),
  feature('S3_DATA_EVENTS', { status: 'ENABLED' }, { status: 'DISABLED' }, [['detector-narrowed', 'medium']]),
];
