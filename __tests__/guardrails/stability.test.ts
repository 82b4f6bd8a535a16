import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { GuardrailPlan } from '../../src/guardrails/guardrail-plan';
import { EXAMPLES, organization } from '../organizations';
import type { StackData } from '../synthesized';
import { denial, exampleWith, organizationStack, OWN_FILES, ownPoliciesAnd, POLICIES } from './plans';

const EXAMPLE_NAMES = Object.keys(EXAMPLES);

/** Holds what policies should be: its archive changes whenever one of them does. */
const GUARD = /^aws_lambda_function\.heal-guardrails-[\w-]+_function$/;

/** Addresses of resources that are new, gone, or not what they were; that the guard changes with them is taken for granted. */
function changed(before: StackData, after: StackData): string[] {
  const contents = (stack: StackData) =>
    new Map<string, string>(
      Object.entries<Record<string, unknown>>(stack.json.resource).flatMap(([type, resources]) =>
        Object.entries(resources).map(([name, resource]): [string, string] => [
          `${type}.${name}`,
          JSON.stringify(resource),
        ]),
      ),
    );
  const [old, now] = [contents(before), contents(after)];
  const different = [...new Set([...old.keys(), ...now.keys()])].filter(
    (address) => old.get(address) !== now.get(address),
  );
  const policies = different.filter((address) => /^aws_organizations_policy/.test(address));
  expect(different.some((address) => GUARD.test(address))).toBe(policies.length > 0);
  return different.filter((address) => !GUARD.test(address)).sort();
}

/** Two of a team's: one that can share the conditions and resources of others, one that can share nothing. */
const STATEMENTS = {
  'on everything': denial('KeepFlowLogs', { Action: 'ec2:DeleteFlowLogs', Resource: '*' }),
  'on resources of its own': denial('KeepVaults', {
    Action: ['backup:DeleteBackupVault', 'backup:PutBackupVaultAccessPolicy'],
    Resource: 'arn:*:backup:*:*:backup-vault:team-*',
  }),
};
const existing = 'scp/protect-trail.json';

// Each synthesizes several stacks.
jest.setTimeout(60_000);

describe.each(EXAMPLE_NAMES)('in %s', (example) => {
  const settings = EXAMPLES[example]!;
  const before = organizationStack(settings, POLICIES);
  // Where a policy is as good as full, room for one more must be made.
  const { policies } = new GuardrailPlan(organization(settings), POLICIES);
  const isFull = policies.some(({ text }) => text.length > 10_100);
  const most = example === 'GovCloud' ? 3 : isFull ? 2 : 1;

  test.each(Object.entries(STATEMENTS))('one statement more changes one policy: %s', (_, statement) => {
    const own = OWN_FILES[existing]!;
    const inNewFile = organizationStack(
      settings,
      ownPoliciesAnd({ 'scp/team.json': { ...own, Statement: [statement] } }),
    );
    const inExisting = organizationStack(
      settings,
      ownPoliciesAnd({ [existing]: { ...own, Statement: [statement, ...own.Statement] } }),
    );
    for (const after of [inNewFile, inExisting]) {
      const addresses = changed(before, after);
      expect(addresses.length).toBeGreaterThan(0);
      expect(addresses.length).toBeLessThanOrEqual(most);
      expect(addresses.filter((address) => !/^aws_organizations_policy\.guardrails_scp-\d$/.test(address))).toEqual([]);
      expect(after.addresses).toEqual(before.addresses);
    }
    // Taken out again, it leaves everything as it was: what there was before leaves no trace.
    expect(changed(before, organizationStack(settings, ownPoliciesAnd({})))).toEqual([]);
  });

  test('one exempt role more changes contents, but no addresses', () => {
    const roles = (settings.guardrails as { exemptRoles?: string[] } | undefined)?.exemptRoles ?? [];
    const after = organizationStack(exampleWith(example, { exemptRoles: [...roles, 'BreakGlass2'] }), POLICIES);
    expect(after.addresses).toEqual(before.addresses);
    const policies = Object.keys(before.named(OrganizationsPolicy)).map((name) => `aws_organizations_policy.${name}`);
    const addresses = changed(before, after);
    // Every policy spares the exempt roles somewhere; and whoever changes such a role is to be noticed.
    expect(addresses).toEqual(['aws_cloudwatch_log_metric_filter.alarms_role-changes-filter', ...policies].sort());
  });

  test('one account more changes nothing but what names it', () => {
    const accounts = settings.accounts as { members?: string[] } | undefined;
    const members = [...(accounts?.members ?? []), '777777777777'];
    const after = organizationStack({ ...settings, accounts: { ...accounts, members } }, POLICIES);
    expect(after.addresses).toEqual(before.addresses);
    const naming = (address: string) => {
      const [type, name] = address.split('.') as [string, string];
      return JSON.stringify(after.json.resource[type][name]).includes('777777777777');
    };
    expect(changed(before, after).filter((address) => !naming(address))).toEqual([]);
    expect(changed(before, after).filter((address) => address.startsWith('aws_organizations_policy'))).toEqual([]);
  });
});

test.each(EXAMPLE_NAMES)(
  'one of the own statements less changes two policies at most, and adds none: %s',
  (example) => {
    const declared = organization(EXAMPLES[example]!);
    const textsIn = (folder: string) =>
      new Map(new GuardrailPlan(declared, folder).policies.map(({ id, text }) => [id, text]));
    const before = textsIn(POLICIES);
    const counts = Object.entries(OWN_FILES).flatMap(([path, own]) => {
      // One is enough of each file.
      const [, ...others] = own.Statement;
      if (others.length === 0) return [];
      const after = textsIn(ownPoliciesAnd({ [path]: { ...own, Statement: others } }));
      expect([...after.keys()].filter((id) => !before.has(id))).toEqual([]);
      return [...before.keys()].filter((id) => before.get(id) !== after.get(id)).length;
    });
    expect(counts.length).toBeGreaterThan(5);
    // The second is one that was full: what had gone elsewhere for it comes back.
    expect(Math.max(...counts)).toBeLessThanOrEqual(example === 'GovCloud' ? 4 : 2);
  },
);
