import { DataAwsOrganizationsOrganization } from '@cdktf/provider-aws/lib/data-aws-organizations-organization';
import { OrganizationsOrganization } from '@cdktf/provider-aws/lib/organizations-organization';
import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { OrganizationsPolicyAttachment } from '@cdktf/provider-aws/lib/organizations-policy-attachment';
import { GuardrailPlan } from '../../src/guardrails/guardrail-plan';
import { keyStandIns } from '../../src/guardrails/placeholders';
import { EXAMPLES, organization } from '../organizations';
import { folderOf } from '../rules/folders';
import { Platform, type Resource } from '../synthesized';
import { denial, exampleWith, file, organizationStack, ownPoliciesAnd, POLICIES } from './plans';

const READ = 'data.aws_organizations_organization.access_current';
const MANAGED = 'aws_organizations_organization.access_organization';
/** Knows what policies should be before they change. */
const GUARD = /^aws_lambda_function\.heal-guardrails-[\w-]+_function$/;
const DESCRIPTIONS = {
  SERVICE_CONTROL_POLICY: 'Audit guardrails: what members may not do',
  RESOURCE_CONTROL_POLICY: 'Audit guardrails: what nobody may do to evidence',
};

/** Resources without what cdktf notes about them. */
const bare = (resources: Record<string, Resource>): Record<string, Resource> =>
  Object.fromEntries(Object.entries(resources).map(([name, resource]) => [name, { ...resource, '//': undefined }]));

/** A content as AWS will see it, once Terraform has put the keys in. */
function applied(content: string, standIns: { evidence: string; archive: string }): string {
  const outputs = '${data.terraform_remote_state.evidence.outputs.';
  return content
    .replaceAll(`${outputs}evidence-key-arn}`, () => standIns.evidence)
    .replaceAll(`${outputs}archive-key-arn}`, () => standIns.archive)
    .replaceAll('$${', () => '${')
    .replaceAll('%%{', () => '%{');
}

describe.each(Object.keys(EXAMPLES))('the policies of %s', (example) => {
  const declared = organization(EXAMPLES[example]!);
  const platform = new Platform(declared);
  const stack = platform.stack('organization');
  const plan = new GuardrailPlan(declared, POLICIES);
  const standIns = keyStandIns(declared);

  test('are those of the plan, and no others', () => {
    const after = declared.config.organization.trustedAccess === 'managed' ? MANAGED : READ;
    const found = bare(stack.named(OrganizationsPolicy));
    for (const resource of Object.values(found)) resource.content = applied(resource.content, standIns);
    expect(found).toEqual(
      Object.fromEntries(
        plan.policies.map(({ id, type, text }) => [
          `guardrails_${id}`,
          {
            name: `acme-audit-${id}`,
            type,
            description: DESCRIPTIONS[type],
            content: text,
            tags: { 'org-audit-policy': `acme-audit-${id}` },
            depends_on: [after, expect.stringMatching(GUARD)],
          },
        ]),
      ),
    );
    expect(platform.all(OrganizationsPolicy)).toHaveLength(plan.policies.length);
  });

  test('attach to each of their targets, and nothing else does', () => {
    expect(bare(stack.named(OrganizationsPolicyAttachment))).toEqual(
      Object.fromEntries(
        plan.policies.flatMap(({ id, targets }) =>
          targets.map((target) => [
            `guardrails_${id}-${target}`,
            { policy_id: `\${aws_organizations_policy.guardrails_${id}.id}`, target_id: target },
          ]),
        ),
      ),
    );
    expect(platform.all(OrganizationsPolicyAttachment)).toHaveLength(
      plan.policies.reduce((count, { targets }) => count + targets.length, 0),
    );
  });

  test('are minified: white space counts against the limit', () => {
    for (const { content } of stack.all(OrganizationsPolicy)) {
      expect(content).toBe(JSON.stringify(JSON.parse(content)));
    }
  });

  test('name the keys by reference, and leave no stand-in or placeholder anywhere', () => {
    const contents = stack.all(OrganizationsPolicy).map(({ content }) => content as string);
    for (const output of ['evidence-key-arn', 'archive-key-arn']) {
      const naming = contents.filter((content) =>
        content.includes(`"\${data.terraform_remote_state.evidence.outputs.${output}}"`),
      );
      // The SCP that protects keys, and RCPs where there are any.
      expect(naming.length).toBeGreaterThan(0);
    }
    for (const { name, json } of platform.stacks) {
      const text = JSON.stringify(json);
      expect([name, Object.values(standIns).filter((standIn) => text.includes(standIn))]).toEqual([name, []]);
      expect([name, text.includes('00000000-0000-0000')]).toEqual([name, false]);
    }
    for (const content of contents) {
      const others = [...content.matchAll(/[$%]+\{[^}]*\}?/g)]
        .map(([found]) => found)
        .filter((found) => !/^\$\{data\.terraform_remote_state\.evidence\.outputs\.[\w-]+\}$|^\$\$\{/.test(found));
      expect(others).toEqual([]);
    }
  });

  test('are of types that are enabled first: gained where the organization is managed, demanded where it is read', () => {
    const data = stack.json.data[DataAwsOrganizationsOrganization.tfResourceType].access_current;
    const demanded = data.lifecycle.postcondition.flatMap(
      ({ condition }: { condition: string }) => /enabled_policy_types, "(\w+)"/.exec(condition)?.[1] ?? [],
    );
    const managed = stack.named(OrganizationsOrganization).access_organization;
    const gained: string[] = managed
      ? JSON.parse(/enabled_policy_types, (\[.*\])\)\}$/.exec(managed.enabled_policy_types)![1]!)
      : [];
    const types = [...new Set(plan.policies.map(({ type }) => type))];
    expect([...demanded, ...gained].sort()).toEqual([...types].sort());
    expect(types).toEqual(
      declared.hasResourceControlPolicies
        ? ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']
        : ['SERVICE_CONTROL_POLICY'],
    );
  });
});

describe('a policy that a team adds', () => {
  const contentsWith = (...statements: readonly unknown[]): string[] =>
    organizationStack({}, ownPoliciesAnd({ 'scp/team.json': file(...statements) }))
      .all(OrganizationsPolicy)
      .map(({ content }) => content);

  test('takes part', () => {
    const [content] = contentsWith(denial('KeepFlowLogs')).filter((text) => text.includes('KeepFlowLogs'));
    expect(content).toContain('"ec2:DeleteFlowLogs"');
  });

  test('may use variables of IAM and percent signs, which Terraform must not read', () => {
    const Resource = ['arn:aws:s3:::home-${aws:PrincipalTag/team}', 'arn:aws:s3:::odd%{name'];
    const found = contentsWith(denial('KeepHomes', { Action: 's3:DeleteBucket', Resource })).filter((text) =>
      text.includes('KeepHomes'),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('"arn:aws:s3:::home-$${aws:PrincipalTag/team}","arn:aws:s3:::odd%%{name"');
  });

  test('and attaches elsewhere has a name and an address that Terraform takes', () => {
    const settings = { guardrails: { optional: [{ policy: 'deny-flow-logs', attachTo: ['ou-a1b2-11111111'] }] } };
    const stack = organizationStack(
      settings,
      folderOf({ 'scp/optional/deny-flow-logs.json': file(denial('KeepFlowLogs')) }),
    );
    expect(Object.keys(stack.named(OrganizationsPolicy))).toEqual(['guardrails_scp-deny-flow-logs-1']);
    expect(Object.keys(stack.named(OrganizationsPolicyAttachment))).toEqual([
      'guardrails_scp-deny-flow-logs-1-ou-a1b2-11111111',
    ]);
    // AWS takes 128 characters.
    const longest = {
      name: 'x'.repeat(20),
      ...{ guardrails: { optional: [{ policy: 'y'.repeat(64), attachTo: [] }] } },
    };
    const [{ name }] = organizationStack(
      longest,
      folderOf({ [`scp/optional/${'y'.repeat(64)}.json`]: file(denial('KeepFlowLogs')) }),
    ).all(OrganizationsPolicy);
    expect(name.length).toBeLessThanOrEqual(128);
  });
});

test('policies that attach to nothing are created all the same', () => {
  const nowhere = { guardrails: { attachTo: [], resourceControlPolicies: { attachTo: [] } } };
  const stack = organizationStack(nowhere, POLICIES);
  expect(Object.keys(stack.named(OrganizationsPolicy))).toEqual(
    Object.keys(organizationStack({}, POLICIES).named(OrganizationsPolicy)),
  );
  expect(stack.all(OrganizationsPolicyAttachment)).toEqual([]);
});

describe('with six exempt roles more', () => {
  const roles = (length: number) => Array.from({ length: 6 }, (_, at) => `${at}`.padEnd(length, 'x'));

  test.each([
    ['single region', 64],
    ['GovCloud', 7],
    ['China', 15],
  ])('%s takes names of %i characters', (example, length) => {
    const settings = exampleWith(example, { exemptRoles: roles(length), optional: [] });
    expect(new GuardrailPlan(organization(settings), POLICIES).problems).toEqual([]);
  });

  test.each(['GovCloud', 'China'])('%s cannot take names of 64 characters, and says so', (example) => {
    const settings = exampleWith(example, { exemptRoles: roles(64), optional: [] });
    const { problems } = new GuardrailPlan(organization(settings), POLICIES);
    expect(problems.map(({ what }) => what)).toEqual([
      expect.stringMatching(
        /^r-a1b2 would have \d SCPs of ours \(characters: scp-1 \d+, .*\) beside 1 attached already, where 5 are allowed$/,
      ),
    ]);
  });
});
