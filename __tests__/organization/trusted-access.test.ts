import { DataAwsOrganizationsOrganization } from '@cdktf/provider-aws/lib/data-aws-organizations-organization';
import { OrganizationsDelegatedAdministrator } from '@cdktf/provider-aws/lib/organizations-delegated-administrator';
import { OrganizationsOrganization } from '@cdktf/provider-aws/lib/organizations-organization';
import { EXAMPLES, organization } from '../organizations';
import { Platform } from '../synthesized';

const organizationStack = (trustedAccess: string, more: object = {}) =>
  new Platform(organization({ organization: { trustedAccess }, ...more })).stack('organization');
const DATA = DataAwsOrganizationsOrganization.tfResourceType;

test('by default the organization is read and nothing of it is managed', () => {
  for (const settings of Object.values(EXAMPLES)) {
    const declared = organization(settings);
    const { json } = new Platform(declared).stack('organization');
    const managed = declared.config.organization.trustedAccess === 'managed';
    expect(Boolean(json.resource[OrganizationsOrganization.tfResourceType])).toBe(managed);
    expect(Boolean(json.import)).toBe(managed);
    // Whoever managed it before lets go of it; leaving it out would plan to delete the organization.
    const block = { from: 'aws_organizations_organization.access_organization', lifecycle: { destroy: false } };
    const letGo = (json.removed ?? []).filter(({ from }: { from: string }) =>
      from.startsWith('aws_organizations_organization.'),
    );
    expect(letGo).toEqual(managed ? [] : [block]);
    expect(Object.keys(json.data[DATA])).toEqual(['access_current']);
  }
});

const WITHOUT_RCPS = { guardrails: { resourceControlPolicies: { enabled: false } } };

test.each<[sentence: string, more: object, ...types: string[]]>([
  ['with RCPs', {}, 'SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'],
  ['without RCPs', WITHOUT_RCPS, 'SERVICE_CONTROL_POLICY'],
])('what is assumed is checked at plan, each with the command that mends it (%s)', (_, more, ...types) => {
  const { postcondition } = organizationStack('assumed', more).json.data[DATA].access_current.lifecycle;
  expect(postcondition.map(({ condition }: { condition: string }) => condition)).toEqual([
    '${self.id == "o-a1b2c3d4e5" && self.master_account_id == "111111111111"}',
    '${contains(self.aws_service_access_principals, "cloudtrail.amazonaws.com")}',
    '${contains(self.aws_service_access_principals, "config.amazonaws.com")}',
    '${contains(self.aws_service_access_principals, "config-multiaccountsetup.amazonaws.com")}',
    ...types.map((type) => `\${contains(self.enabled_policy_types, "${type}")}`),
  ]);
  for (const { error_message: message } of postcondition.slice(1))
    expect(message).toMatch(/Run: aws organizations enable-/);
  expect(postcondition.slice(4).map(({ error_message: message }: { error_message: string }) => message)).toEqual(
    types.map(
      (type) =>
        `The policy type ${type} is not enabled. Run: aws organizations enable-policy-type --root-id <root id> --policy-type ${type} (or set organization.trustedAccess to managed).`,
    ),
  );
});

describe('a managed organization', () => {
  const { json } = organizationStack('managed', {
    deletionProtection: false,
    retention: { mode: 'GOVERNANCE', years: 1 },
  });
  const resource = json.resource[OrganizationsOrganization.tfResourceType].access_organization;

  test('is imported, never created', () => {
    expect(json.import).toEqual([{ to: 'aws_organizations_organization.access_organization', id: 'o-a1b2c3d4e5' }]);
  });

  test('only ever gains trusted access and policy types: the lists are unions with what is there', () => {
    expect(resource.aws_service_access_principals).toBe(
      '${setunion(data.aws_organizations_organization.access_current.aws_service_access_principals, ["cloudtrail.amazonaws.com","config.amazonaws.com","config-multiaccountsetup.amazonaws.com"])}',
    );
    expect(resource.enabled_policy_types).toBe(
      '${setunion(data.aws_organizations_organization.access_current.enabled_policy_types, ["SERVICE_CONTROL_POLICY","RESOURCE_CONTROL_POLICY"])}',
    );
  });

  test('gains no policy type that it does not need', () => {
    const { access_organization: without } = organizationStack('managed', WITHOUT_RCPS).named(
      OrganizationsOrganization,
    );
    expect(without.enabled_policy_types).toBe(
      '${setunion(data.aws_organizations_organization.access_current.enabled_policy_types, ["SERVICE_CONTROL_POLICY"])}',
    );
  });

  test('cannot be destroyed, not even in a throw-away environment', () => {
    expect(resource.lifecycle).toEqual({ prevent_destroy: true });
  });

  test('still refuses the credentials of another organization', () => {
    expect(json.data[DATA].access_current.lifecycle.postcondition).toHaveLength(1);
  });
});

test.each(['assumed', 'managed'])(
  'the audit account administers CloudTrail and Config, once they are trusted (%s)',
  (mode) => {
    const stack = organizationStack(mode);
    const after =
      mode === 'managed'
        ? 'aws_organizations_organization.access_organization'
        : 'data.aws_organizations_organization.access_current';
    expect(stack.all(OrganizationsDelegatedAdministrator)).toEqual(
      ['config.amazonaws.com', 'config-multiaccountsetup.amazonaws.com'].map((service) =>
        expect.objectContaining({ account_id: '222222222222', service_principal: service, depends_on: [after] }),
      ),
    );
    expect(stack.json.resource.aws_cloudtrail_organization_delegated_admin_account.delegated_cloudtrail).toMatchObject({
      account_id: '222222222222',
      depends_on: [after],
    });
  },
);
